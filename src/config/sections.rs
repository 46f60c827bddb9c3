//! What the tables of the file are read into; [`Config`](super::Config) holds one of each. A key's default stands
//! in the `Default` of its table here, else where the table is read (`devices`, `printer`, `zalo`, …); those of `[rules]` are
//! the domain's ([`Rules::of_office`](crate::domain::rules::Rules::of_office)).

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::protocol::Endpoint;
use crate::protocol::board::Driver;

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
    /// The database; `None`: see [`Config::store_path`](super::Config::store_path).
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
    /// Whether the office says that, or how, they are; else they are read where that happens to work.
    pub is_set_up: bool,
    /// The folder of the office's own recordings; `None`: see [`Config::clips_folder`](super::Config::clips_folder).
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
