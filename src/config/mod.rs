//! The configuration file `motcua.toml`: what an office decides about itself.
//!
//! What a layer defines itself (rules, texts of messages, registers of a board) is read into that
//! layer's own types. A file is either taken as a whole or refused with *every* mistake it contains,
//! each with line, column, cause and way out.
//!
//! - [`place`](locate): where the file is looked for, and where data goes
//! - [`network`](web_address): under which address phones find the form
//! - `sections`: what the tables are read into
//! - `shapes`: the tables and their keys; `read`, `parse`, `rules`, `desks`, `devices`, `sms`: from text to [`Config`]
//! - `mistake`, `syntax`: all words that people see
//! - `amend`, `rewrite`, `watch`: what is changed at the screen, and how it comes into force
//! - `catalogue`: the procedures, in files of their own
mod amend;
mod boards;
mod catalogue;
mod desks;
mod devices;
mod marks;
mod mistake;
mod network;
mod parse;
mod place;
mod printer;
mod read;
mod rewrite;
mod rules;
mod sections;
mod shapes;
mod slips;
mod sms;
mod syntax;
#[cfg(test)]
mod tests;
mod voice;
mod watch;
mod zalo;

pub use amend::{AmendError, amend};
pub use catalogue::{
    CatalogueWatch, DEFAULT_FILES, FOLDER, FileMistake, LearnError, default_catalogue, learn_alias,
};
pub use mistake::Mistake;
pub use network::{host_of, web_address};
pub use place::{locate, user_file};
pub use printer::Printer;
pub(crate) use read::is_id;
pub use rewrite::Unwritable;
pub use sections::*;
pub use slips::SlipWatch;
pub use watch::RulesWatch;
pub use zalo::{Zalo, ZaloAddresses, ZaloSecrets};

use marks::Marks;

use crate::app::officials::Roles;
use crate::app::post::Post;
use crate::domain::catalogue::Catalogue;
use crate::domain::rules::{Profile, Rules};
use crate::domain::sms::{Answers, SmsRules};
use std::fmt::Write as _;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file larger than this is not a configuration (a device, a database by mistake).
const LARGEST_FILE: u64 = 1 << 20;

/// All that an office decides; [`Config::default`] works without any device.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `[office]`
    pub office: Office,
    /// `profile` and `auto_call` of `[office]`, `[rules]`, and `[[field]]` and `[[counter]]` in the file's order,
    /// which is the order of dispatch.
    pub rules: Rules,
    /// `[store]`
    pub store: Store,
    /// `[web]`; `None`: no form is served.
    pub web: Option<Web>,
    /// `[modem]`; `None`: no SMS.
    pub modem: Option<Modem>,
    /// `[[board]]`: one entry for each port with LED boards.
    pub boards: Vec<BoardPort>,
    /// `[printer]`; `None`: no slips on narrow paper.
    pub printer: Option<Printer>,
    /// `[voice]`
    pub voice: Voice,
    /// `[[official]]`
    pub officials: Vec<Official>,
    /// `[[token]]`
    pub tokens: Vec<Token>,
    /// `[sms]`
    pub sms: SmsRules,
    /// `[sms.texts]`: the office's own words.
    pub answers: Answers,
    /// `[zalo]`; `None`: nothing goes by Zalo.
    pub zalo: Option<Zalo>,
    /// `[ratings]`
    pub ratings: Ratings,
    /// `[wifi]`; `None`: posters do not say how to join.
    pub wifi: Option<Wifi>,
    /// `[screen]`
    pub screen: Screen,
    /// The file that it was read from.
    pub file: Option<PathBuf>,
    /// How the file stood just before it was read: what is written while a program starts is seen all the same.
    marks: Marks,
    /// The folder of the catalogue's files, beside the configuration file; `None`: there is no such file.
    pub catalogue_folder: Option<PathBuf>,
    /// The file bears a secret that everyone on this machine can read: what to do about it, in words.
    pub exposed: Option<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened or read.
    #[error("không đọc được tệp cấu hình {path}: {}", place::reason(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The path names a folder.
    #[error("{0} là một thư mục; ghi đường dẫn của tệp, ví dụ {0}/motcua.toml")]
    Folder(PathBuf),
    /// Larger than any configuration.
    #[error("{0} lớn hơn 1 MiB nên không phải tệp cấu hình; kiểm tra lại đường dẫn")]
    TooLarge(PathBuf),
    /// Bytes that are no text.
    #[error(
        "{path}:{line}:{column}: có ký tự không phải UTF-8; lưu lại tệp với bảng mã UTF-8 (Unicode)"
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Line of the first such byte, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
    },
    /// All that is wrong in the file, in the file's order.
    #[error("{}", list(path, mistakes))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// At least one.
        mistakes: Vec<Mistake>,
    },
    /// There is no place for the store.
    #[error(
        "không biết ghi dữ liệu vào đâu: biến HOME không có; ghi `path` dưới [store] trong motcua.toml"
    )]
    NoHome,
}

fn list(path: &Path, mistakes: &[Mistake]) -> String {
    let mut text = String::new();
    if mistakes.len() > 1 {
        let _ = writeln!(text, "{} có {} chỗ sai:", path.display(), mistakes.len());
    }
    for (index, mistake) in mistakes.iter().enumerate() {
        let end = if index + 1 < mistakes.len() { "\n" } else { "" };
        let _ = write!(text, "{}:{mistake}{end}", path.display());
    }
    text
}

/// What to do about a file that everyone on the machine can read.
fn exposed(path: &Path) -> Option<String> {
    let mode = std::fs::metadata(path).ok()?.mode();
    let everyone = mode & 0o004 != 0;
    everyone.then(|| {
        let path = path.display();
        format!("mọi người dùng máy này đọc được mã PIN trong {path}; chạy: chmod o-r {path}")
    })
}

/// A text file of at most 1 MiB.
///
/// # Errors
/// It cannot be read, is a folder or a device, is too large, or is no UTF-8 text.
fn read_text(path: &Path) -> Result<String, ConfigError> {
    let read = |source| ConfigError::Read {
        path: path.to_owned(),
        source,
    };
    // A pipe without a writer would be waited for.
    let file = std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(read)?;
    if file.metadata().map_err(read)?.is_dir() {
        return Err(ConfigError::Folder(path.to_owned()));
    }
    let mut bytes = Vec::new();
    let taken = file.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    if taken.map_err(read)? as u64 > LARGEST_FILE {
        return Err(ConfigError::TooLarge(path.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let good = String::from_utf8_lossy(&error.as_bytes()[..good]);
        let (line, column) = read::line_and_column(&good, good.len());
        ConfigError::NotUtf8 {
            path: path.to_owned(),
            line,
            column,
        }
    })
}

impl Config {
    fn has_secrets(&self) -> bool {
        self.modem.as_ref().is_some_and(|modem| modem.pin.is_some())
    }

    /// Reads the file that [`locate`] finds, or the defaults when there is none.
    ///
    /// # Errors
    /// The file is there and cannot be used.
    pub fn open(explicit: Option<&Path>) -> Result<Self, ConfigError> {
        locate(explicit).map_or_else(|| Ok(Self::default()), |path| Self::load(&path))
    }

    /// Reads one file.
    ///
    /// # Errors
    /// It cannot be read, is no UTF-8 text, or contains mistakes.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let file = std::path::absolute(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let marks = Marks::of([file.clone()]);
        let text = read_text(path)?;
        let mut config = Self::parse(&text, folder).map_err(|mistakes| ConfigError::Mistakes {
            path: path.to_owned(),
            mistakes,
        })?;
        config.catalogue_folder = Some(folder.join(FOLDER));
        config.file = Some(file);
        config.marks = marks;
        config.exposed = exposed(path).filter(|_| config.has_secrets());
        Ok(config)
    }

    /// Reads a file's text; relative paths in it are relative to `folder`.
    ///
    /// # Errors
    /// All mistakes in the text, in its order.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, Vec<Mistake>> {
        parse::parse(text, folder)
    }
}

impl Config {
    /// The defaults, with no fields and counters yet.
    fn without_desks() -> Self {
        Self {
            office: Office {
                name: "Trung tâm Phục vụ hành chính công".to_owned(),
                address: None,
                phone: None,
            },
            rules: Rules::of_office(Profile::Source),
            store: Store::default(),
            web: None,
            modem: None,
            boards: Vec::new(),
            printer: None,
            voice: Voice::default(),
            officials: Vec::new(),
            tokens: Vec::new(),
            sms: SmsRules::default(),
            answers: Answers::default(),
            zalo: None,
            ratings: Ratings::default(),
            wifi: None,
            screen: Screen::default(),
            file: None,
            marks: Marks::default(),
            catalogue_folder: None,
            exposed: None,
        }
    }

    /// Who may act.
    pub fn roles(&self) -> Roles {
        let heads = self.officials.iter();
        Roles {
            heads: heads
                .map(|o| (o.id.clone(), o.role == Role::Head))
                .collect(),
            sign_in: self.screen.sign_in,
        }
    }

    /// Looks whether other rules stand in the file since it was read.
    pub fn watch(&self) -> RulesWatch {
        RulesWatch::new(self.file.clone(), self.marks.clone())
    }

    /// How citizens are told what concerns them.
    pub fn post(&self, catalogue: Arc<Catalogue>) -> Post {
        let hotline = self.office.phone.as_deref();
        let answers = self.answers.clone().with_hotline(hotline);
        let answers = answers.with_place(self.office.address.as_deref());
        let answers = answers.with_horizon(self.rules.horizon_days);
        let mut post = Post::new(
            self.modem.is_some(),
            self.sms.clone(),
            answers,
            self.web.as_ref().is_some_and(|web| web.confirm),
            catalogue,
        );
        post.takes_ratings = self.ratings.on;
        post.prints_numbers = self.printer.as_ref().is_some_and(|p| p.numbers);
        post.has_printer = self.printer.is_some();
        post.zalo = self.zalo.as_ref().map(Zalo::rules);
        post.has_chat = self.zalo.as_ref().is_some_and(|zalo| zalo.has_bot);
        post.has_account_chat = self.zalo.as_ref().is_some_and(Zalo::has_relay);
        post
    }
}

impl Default for Config {
    fn default() -> Self {
        let mut config = Self::without_desks();
        let fields = catalogue::default_fields();
        let counters = desks::counter_each(&fields);
        desks::set_desks(&mut config.rules, fields, &counters);
        config
    }
}

/// The commented file that `motcua init` writes: it reads as [`Config::default`].
pub const fn template() -> &'static str {
    include_str!("template.toml")
}
