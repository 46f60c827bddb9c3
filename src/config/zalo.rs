//! The table `[zalo]`: the office's account, the forms that Zalo has approved, and the file of its secrets.
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value};
use super::shapes::ZALO;
use crate::app::post::ZaloRules;
use crate::domain::zalo::Form;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

const TEMPLATES: Shape = Shape {
    header: "[zalo.templates]",
    keys: &[
        "booked",
        "moved",
        "cancelled",
        "reminder",
        "received",
        "supplement",
        "apology",
        "ready",
    ],
};

/// What one template message costs, in đồng, unless the office says otherwise: the dearest of the public list.
const PRICE: u32 = 300;
/// What template messages of a day may cost.
const DAILY_LIMIT: u32 = 200_000;
/// A server is waited for so many seconds.
const PATIENCE: u32 = 30;

/// `[zalo]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zalo {
    /// The app's id.
    pub app_id: String,
    /// The official account's id.
    pub oa_id: String,
    /// The file with [`ZaloSecrets`].
    pub secret_file: PathBuf,
    /// Zalo's number of each approved form.
    pub templates: BTreeMap<Form, String>,
    /// What one template message costs, in đồng.
    pub price: u32,
    /// So much may those of a day cost, in đồng.
    pub daily_limit: u32,
    /// Whether the app's console asks for a proof of the secret with each call.
    pub proof: bool,
    /// Whether citizens may write to the office's bot.
    pub has_bot: bool,
    /// Whether announcements go to the followers of the account (S3.4).
    pub followers: bool,
    /// A server is waited for so many seconds.
    pub patience: u32,
    /// Where Zalo's servers are, without a slash at the end.
    pub addresses: ZaloAddresses,
}

/// Where Zalo's servers are; others only for tests, or through the province's gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZaloAddresses {
    /// Gives tokens.
    pub oauth: String,
    /// Takes template messages.
    pub business: String,
    /// The bots.
    pub bot: String,
    /// Knows the followers, and takes texts to them.
    pub openapi: String,
    /// Keeps what happens at the account (app/post/zalo.md, "The relay"); empty where there is none.
    pub relay: String,
}

impl Zalo {
    /// Whether the province keeps what happens at the account for this office.
    pub fn has_relay(&self) -> bool {
        !self.addresses.relay.is_empty()
    }

    /// What the office decides about its messages by Zalo.
    pub fn rules(&self) -> ZaloRules {
        ZaloRules {
            forms: self.templates.keys().copied().collect(),
            price: self.price,
            daily_limit: self.daily_limit,
        }
    }
}

/// What stands in the file of secrets, as TOML.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZaloSecrets {
    /// The app's.
    pub app_secret: String,
    /// The official account's, which signs what it passes on.
    pub oa_secret: String,
    /// The bot's token.
    pub bot_token: String,
    /// What the relay asks for.
    pub relay_token: String,
}

impl std::fmt::Debug for ZaloSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ZaloSecrets")
    }
}

impl ZaloSecrets {
    /// Reads the file; others than its owner must not be able to.
    ///
    /// # Errors
    /// What is wrong with it and the way out, in words.
    pub fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let meta = std::fs::metadata(path)
            .map_err(|e| format!("không đọc được tệp bí mật Zalo {shown}: {e}"))?;
        if meta.mode() & 0o077 != 0 {
            return Err(format!(
                "người khác đọc được tệp bí mật Zalo {shown}; chạy: chmod 600 {shown}"
            ));
        }
        let text = super::read_text(path).map_err(|e| e.to_string())?;
        // The mistake's own words would show the secret's line.
        toml::from_str(&text).map_err(|_| {
            format!("tệp bí mật Zalo {shown} viết sai: mỗi dòng dạng app_secret = \"…\"")
        })
    }
}

pub(super) fn zalo<'d>(doc: &mut Doc<'d>, section: &Section<'d>) -> Option<Zalo> {
    let app_id = doc.need(section, "app_id", Doc::line_of_text);
    let oa_id = doc.need(section, "oa_id", Doc::line_of_text);
    let secret_file = doc.need(section, "secret_file", Doc::path);
    let money = |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| {
        doc.number(key, value, 0..=100_000_000, "số đồng")
    };
    let price = doc.take(section, "price", money);
    let daily_limit = doc.take(section, "daily_limit", money);
    let patience = doc.take(section, "timeout", |doc, key, value| {
        doc.number(key, value, 1..=60, "số giây")
    });
    let mut templates = BTreeMap::new();
    if let Some(value) = section.get("templates")
        && let Some(table) = doc.section(&TEMPLATES, value, &[&ZALO])
    {
        for form in Form::ALL {
            let number = doc.take(&table, form.key(), Doc::line_of_text);
            templates.extend(number.map(|number| (*form, number)));
        }
    }
    let mut address = |key, usual: &str| {
        let given = doc.take(section, key, base);
        given.unwrap_or_else(|| usual.to_owned())
    };
    let addresses = ZaloAddresses {
        oauth: address("oauth", "https://oauth.zaloapp.com"),
        business: address("business", "https://business.openapi.zalo.me"),
        bot: address("bot_api", "https://bot-api.zaloplatforms.com"),
        openapi: address("openapi", "https://openapi.zalo.me"),
        relay: address("relay", ""),
    };
    Some(Zalo {
        app_id: app_id?,
        oa_id: oa_id?,
        secret_file: secret_file?,
        templates,
        price: price.unwrap_or(PRICE),
        daily_limit: daily_limit.unwrap_or(DAILY_LIMIT),
        proof: doc.take(section, "proof", Doc::yes_or_no) == Some(true),
        has_bot: doc.take(section, "bot", Doc::yes_or_no) == Some(true),
        followers: doc.take(section, "followers", Doc::yes_or_no) == Some(true),
        patience: patience.unwrap_or(PATIENCE),
        addresses,
    })
}

/// `https://…`; without TLS only on this machine.
fn base(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    let text = doc.line_of_text(key, value)?;
    let is_safe = text.starts_with("https://") || text.starts_with("http://127.0.0.1:");
    if !is_safe {
        doc.wrong(value.span().start, Problem::zalo_address(key));
        return None;
    }
    Some(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_form_has_its_key() {
        let keys: Vec<&str> = Form::ALL.iter().map(|form| form.key()).collect();
        assert_eq!(keys, TEMPLATES.keys);
    }

    #[test]
    fn a_secret_goes_over_no_open_line_and_stands_in_no_open_file() {
        let text = |address: &str| {
            format!(
                "[zalo]\napp_id = \"1\"\noa_id = \"2\"\nsecret_file = \"zalo.toml\"\noauth = \"{address}\"\n"
            )
        };
        let read = |address| Config::parse(&text(address), Path::new("/o"));
        assert!(read("http://zalo.example").is_err());
        let zalo = read("https://gateway.example/").unwrap().zalo.unwrap();
        assert_eq!(zalo.addresses.oauth, "https://gateway.example");
        assert_eq!(zalo.secret_file, Path::new("/o/zalo.toml"));

        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("zalo.toml");
        std::fs::write(&path, "app_secret = \"s\"\n").unwrap();
        let mode = |mode| {
            let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
            std::fs::set_permissions(&path, permissions).unwrap();
        };
        mode(0o644);
        assert!(ZaloSecrets::read(&path).unwrap_err().contains("chmod 600"));
        mode(0o600);
        assert_eq!(ZaloSecrets::read(&path).unwrap().app_secret, "s");
        std::fs::write(&path, "app_secret = hidden\n").unwrap();
        assert!(!ZaloSecrets::read(&path).unwrap_err().contains("hidden"));
    }
}
