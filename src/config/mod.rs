//! The configuration file `motcua.toml`: what an office decides about itself.
//!
//! What a layer defines itself (rules, texts of messages, registers of a board) is read into that
//! layer's own types. A file is either taken as a whole or refused with *every* mistake it contains,
//! each with line, column, cause and way out.
//!
//! - [`place`](locate): where the file is looked for, and where data goes
//! - [`network`](web_address): under which address phones find the form
//! - `shapes`: the tables and their keys; `read`, `parse`, `rules`, `desks`, `devices`, `sms`: from text to [`Config`]
//! - `mistake`, `syntax`: all words that people see
//! - `amend`, `watch`: what is changed at the screen, and how it comes into force
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
mod post;
mod printer;
mod read;
mod rules;
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
pub use network::web_address;
pub use place::{locate, user_file};
pub use printer::Printer;
pub(crate) use read::is_id;
pub use slips::SlipWatch;
pub use watch::RulesWatch;
pub use zalo::{Zalo, ZaloAddresses, ZaloSecrets};

use crate::app::officials::Roles;
use crate::domain::rules::{Profile, Rules};
use crate::domain::sms::{Answers, SmsRules};
use crate::protocol::Endpoint;
use crate::protocol::board::Driver;
use std::fmt::Write as _;
use std::io::Read as _;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

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
    /// The folder of the catalogue's files, beside the configuration file; `None`: there is no such file.
    pub catalogue_folder: Option<PathBuf>,
    /// The file bears a secret that everyone on this machine can read: what to do about it, in words.
    pub exposed: Option<String>,
}

/// `[office]`
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// As shown on screens and pages.
    pub name: String,
    /// Where it is, for citizens.
    pub address: Option<String>,
    /// Its hotline.
    pub phone: Option<String>,
}

/// `[store]`; relative paths in a file are relative to the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Store {
    /// The database; `None`: see [`Config::store_path`].
    pub path: Option<PathBuf>,
    /// A folder on a second medium for the daily backup.
    pub backup: Option<PathBuf>,
    /// Names, phones, notes and texts are kept so many days after the last visit; `None`: [`KEEP_DAYS`].
    pub keep_days: Option<u32>,
}

/// Half a year: long enough for a dispute about a dossier.
pub const KEEP_DAYS: u32 = 180;

/// `[web]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Where the form is served.
    pub listen: SocketAddr,
    /// What the QR says, without a slash at its end; `None`: the first address of the network.
    pub url: Option<String>,
    /// Whether a phone may take a number for right now; else only the counter gives them.
    pub walkin: bool,
    /// Whether an official confirms each booking (S1.4); else only those of procedures that need it.
    pub confirm: bool,
    /// So many bookings and numbers does the form take in ten minutes; 0: any number.
    pub per_ten_minutes: u32,
    /// Whether who books must show to be here by the code of the day; `None`: once a display is paired.
    pub day_code: Option<bool>,
}

/// `[modem]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modem {
    /// Serial port.
    pub port: PathBuf,
    /// The line's speed; a stick on USB takes any.
    pub baud: u32,
    /// The SIM's PIN, 4 to 8 digits.
    pub pin: Option<String>,
    /// The SIM's number, to which citizens text.
    pub number: Option<String>,
}

/// `[ratings]`: what citizens are asked after their visit (S5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    /// Whether ratings are taken, on the page and by message.
    pub on: bool,
    /// The office's own questions, each answered by 1 to 5.
    pub questions: Vec<String>,
}

impl Default for Ratings {
    fn default() -> Self {
        Self {
            on: true,
            questions: Vec::new(),
        }
    }
}

/// `[wifi]`: the network that citizens join. Posters show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wifi {
    /// The network's name: ASCII, for phones garble other letters of a code.
    pub name: String,
    /// `None`: an open network.
    pub password: Option<String>,
}

/// `[[board]]`: the LED boards on one port (protocol/board/board.md).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardPort {
    /// Where they are reached.
    pub port: Endpoint,
    /// How they are spoken to.
    pub driver: Driver,
    /// Bits per second of a serial port.
    pub baud: u32,
    /// Which counter's number each board shows, by the board's own address. Counters with the same one share a board.
    pub counters: Vec<(String, u8)>,
}

/// `[voice]`: how numbers are read aloud (S2.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// Whether they are not read at all.
    pub off: bool,
    /// The folder of the office's own recordings; `None`: see [`Config::clips_folder`].
    pub clips: Option<PathBuf>,
    /// The program that plays what stands on its standard input, and its arguments; `None`: `aplay`.
    pub player: Option<Vec<String>>,
    /// The program that records to its standard output until it is told to stop; `None`: `arecord`.
    pub recorder: Option<Vec<String>>,
}

/// `[[official]]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// Short, never changed: events bear it.
    pub id: String,
    /// As shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What an official may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves at a counter.
    Official,
    /// Head of the office: sees the figures of all (S5.2).
    Head,
}

/// `[[token]]`: what a script shows in place of an official's PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Events bear it.
    pub name: String,
    /// SHA-256 of the secret, in hexadecimal.
    pub hash: String,
    /// The commands that it opens, out of [`RIGHTS`].
    pub rights: Vec<&'static str>,
}

/// Commands that a token may open.
pub const RIGHTS: &[&str] = &["event", "backup", "pin", "citizen", "restore"];

/// Which keys do what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keymap {
    /// One that the program brings along.
    Named(String),
    /// The office's own file.
    File(PathBuf),
}

impl Default for Keymap {
    fn default() -> Self {
        Self::Named("default".to_owned())
    }
}

/// `[screen]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The key map.
    pub keymap: Keymap,
    /// Line by line, for screen readers.
    pub linear: bool,
    /// Nothing can be done before an official has signed in.
    pub sign_in: bool,
    /// So many minutes without a key sign the official out, where one must sign in; 0: never.
    pub sign_out_minutes: u32,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            linear: false,
            sign_in: false,
            sign_out_minutes: 10,
        }
    }
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
        let text = read_text(path)?;
        let folder = std::path::absolute(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        let folder = folder.parent().unwrap_or(Path::new("/"));
        let mut config = Self::parse(&text, folder).map_err(|mistakes| ConfigError::Mistakes {
            path: path.to_owned(),
            mistakes,
        })?;
        config.file = Some(folder.join(path.file_name().unwrap_or_default()));
        config.catalogue_folder = Some(folder.join(FOLDER));
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
                name: "Bộ phận Một cửa".to_owned(),
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
        RulesWatch::new(self.file.clone())
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
