//! Who gives a command: where officials must sign in, an official with the PIN at the terminal, or a script with a token.
//! Neither ever stands in the arguments or the environment, which other users of the machine can read.

use std::io::{IsTerminal, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use sha2::{Digest, Sha256};

use super::failure::Failure;
use super::passphrase;
use crate::app::Actor;
use crate::app::live::Live;
use crate::app::officials::{needs_new_pin, set_pin, sign_in};
use crate::app::wire::Envelope;
use crate::config::{Config, RIGHTS};

/// Longer files bear no token.
const LONGEST_TOKEN: u64 = 200;

/// Who gives a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Nobody must sign in here.
    Anybody,
    /// An official who has shown the PIN.
    Official {
        /// The id.
        id: String,
        /// Whether a head of the office.
        head: bool,
    },
    /// A script; its rights were asked for.
    Token(String),
}

impl Who {
    /// Who is asked for the right to a command.
    ///
    /// # Errors
    /// When it is not shown.
    pub(super) fn ask(
        config: &Config,
        live: &mut Live,
        right: &str,
        token: Option<&Path>,
    ) -> Result<Self, Failure> {
        if let Some(path) = token {
            return of_token(config, right, path);
        }
        if !config.screen.sign_in {
            return Ok(Self::Anybody);
        }
        if !std::io::stdin().is_terminal() {
            let way = match RIGHTS.contains(&right) {
                true => ", hoặc đưa mã truy cập: --token TỆP",
                false => "",
            };
            return Err(Failure::Refused(format!(
                "cần cán bộ đăng nhập: chạy lệnh này trong cửa sổ dòng lệnh{way}"
            )));
        }
        at_terminal(config, live)
    }

    /// By what name the log knows them.
    pub(super) fn id(&self) -> Option<String> {
        match self {
            Self::Anybody => None,
            Self::Official { id, .. } => Some(id.clone()),
            Self::Token(name) => Some(format!("token:{name}")),
        }
    }

    /// What a head of the office decides; a token was given its rights by the office itself.
    ///
    /// # Errors
    /// When it is another official.
    pub(super) fn is_head(&self) -> Result<(), Failure> {
        match self {
            Self::Official { head: false, .. } => Err(Failure::Refused(
                "việc này cần lãnh đạo đăng nhập".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Takes the place of who an event says that it is from: that may be claimed, but must be so.
    ///
    /// # Errors
    /// When it is somebody else, or nobody of this office.
    pub(super) fn sign(
        &self,
        envelope: &mut Envelope,
        office: &crate::domain::Office,
        config: &Config,
    ) -> Result<(), Failure> {
        let refused = |why: String| Err(Failure::Refused(why));
        let kind = envelope.event.kind();
        if kind == crate::domain::event::EventKind::Audit {
            return refused("máy tự ghi sự kiện này, không nhận từ ngoài".to_owned());
        }
        if let Self::Anybody = self {
            let known = |id: &String| config.officials.iter().any(|o| o.id == *id);
            return match envelope.actor.as_ref().filter(|id| !known(id)) {
                Some(id) => refused(format!("không có cán bộ «{id}» trong cấu hình")),
                None => Ok(()),
            };
        }
        if envelope.citizen {
            return refused(
                "khi bắt buộc đăng nhập, lệnh này không làm thay người dân được".to_owned(),
            );
        }
        if office.needs_head(&envelope.event) {
            match self {
                Self::Token(_) => return refused("việc này cần lãnh đạo đăng nhập".to_owned()),
                _ => self.is_head()?,
            }
        }
        let own = self.id();
        match envelope.actor.take().filter(|id| Some(id) != own.as_ref()) {
            Some(id) => refused(format!(
                "`actor` là «{id}» nhưng người đăng nhập là người khác"
            )),
            None => {
                envelope.actor = own;
                Ok(())
            }
        }
    }

    /// As an event's.
    pub(super) fn actor<'a>(id: &'a Option<String>) -> Actor<'a> {
        let id = id.as_deref();
        Actor::Official { desk: None, id }
    }
}

fn of_token(config: &Config, right: &str, path: &Path) -> Result<Who, Failure> {
    let unread = |e: std::io::Error| Failure::Refused(format!("{}: {e}", path.display()));
    let mut secret = String::new();
    if path == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(LONGEST_TOKEN).read_to_string(&mut secret)
    } else {
        let file = std::fs::File::open(path).map_err(unread)?;
        let mode = file.metadata().map_err(unread)?.mode();
        if mode & 0o007 != 0 {
            let path = path.display();
            return Err(Failure::Refused(format!(
                "mọi người dùng máy này đọc được {path}; chạy: chmod o= {path}"
            )));
        }
        file.take(LONGEST_TOKEN).read_to_string(&mut secret)
    }
    .map_err(unread)?;
    let hash = hash(secret.trim());
    match config.tokens.iter().find(|token| token.hash == hash) {
        None => Err(Failure::Refused(
            "mã truy cập này không có trong motcua.toml".to_owned(),
        )),
        Some(token) if !token.rights.contains(&right) => Err(Failure::Refused(format!(
            "mã truy cập «{}» không có quyền `{right}`",
            token.name
        ))),
        Some(token) => Ok(Who::Token(token.name.clone())),
    }
}

fn at_terminal(config: &Config, live: &mut Live) -> Result<Who, Failure> {
    let refused = |why: &dyn std::fmt::Display| Failure::Refused(why.to_string());
    let id = ask("Mã cán bộ: ", true)?;
    let known = config.officials.iter().find(|o| o.id == id);
    let Some(official) = known else {
        return Err(refused(&format!("không có cán bộ «{id}» trong cấu hình")));
    };
    let pin = if needs_new_pin(live.store(), &id)? {
        let pin = ask("Chưa có mã PIN. Đặt mã PIN mới (4 đến 8 chữ số): ", false)?;
        if ask("Nhập lại mã PIN: ", false)? != pin {
            return Err(refused(&"hai lần nhập không giống nhau"));
        }
        set_pin(live, &id, &pin).map_err(|e| refused(&e))?;
        pin
    } else {
        ask("Mã PIN: ", false)?
    };
    sign_in(live, None, &id, &pin).map_err(|e| refused(&e))?;
    let head = official.role == crate::config::Role::Head;
    Ok(Who::Official { id, head })
}

/// A line typed at the terminal; unless `seen`, it is not shown.
fn ask(question: &str, seen: bool) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let usual = tcgetattr(&stdin).map_err(|e| Failure::Refused(e.to_string()))?;
    if !seen {
        let mut hidden = usual.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        let _ = tcsetattr(&stdin, OptionalActions::Flush, &hidden);
    }
    eprint!("{question}");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    let read = stdin.read_line(&mut line);
    if !seen {
        let _ = tcsetattr(&stdin, OptionalActions::Now, &usual);
        eprintln!();
    }
    read.map_err(|e| Failure::Refused(e.to_string()))?;
    Ok(line.trim().to_owned())
}

fn hash(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new token: its secret, which is kept nowhere, and the lines for the configuration.
///
/// # Errors
/// When the system gives no random numbers.
pub(super) fn new_token(name: &str) -> anyhow::Result<String> {
    let secret = passphrase::new()?;
    let rights = "\"event\"";
    Ok(format!(
        "Mã truy cập, chỉ hiện lần này; ghi vào một tệp chỉ chương trình gọi lệnh đọc được (chmod 600):\n\n    {secret}\n\n\
         Thêm vào motcua.toml; quyền có thể ghi: {}\n\n\
         [[token]]\nname = \"{name}\"\nhash = \"{}\"\nrights = [{rights}]\n",
        RIGHTS.join(", "),
        hash(&secret)
    ))
}
