//! How the host and its devices are: what the lamps on every screen say. The host writes it beside the store.

use serde::{Deserialize, Serialize};

/// One board as the host knows it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BoardStatus {
    /// Id of its counter.
    pub counter: String,
    /// Why it does not show calls; `None` when all is well.
    pub trouble: Option<String>,
    /// Since when (`HH:MM`), with `trouble`.
    pub since: Option<String>,
    /// Sequence number of the last event whose call it has shown, or was sent.
    pub shown: u64,
    /// It never answers: whether it shows what it was sent nobody knows.
    #[serde(default)]
    pub write_only: bool,
}

/// The modem as the host knows it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ModemStatus {
    /// Whether it sends and receives.
    pub ready: bool,
    /// What is not well; `None` when all is.
    pub trouble: Option<String>,
    /// Since when (`HH:MM`), with `trouble`.
    pub since: Option<String>,
    /// Strength of the signal, 0 to 31.
    pub signal: Option<u8>,
    /// The network takes no message from its SIM.
    #[serde(default)]
    pub barred: bool,
}

/// The voice that reads calls aloud.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct VoiceStatus {
    /// Whether it was last heard, as far as the PC knows.
    pub ready: bool,
    /// Why it is not, and the way out; `None` when all is well, or nothing was tried yet.
    pub trouble: Option<String>,
    /// Since when (`HH:MM`), with `trouble`.
    pub since: Option<String>,
}

/// The ticket printer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PrinterStatus {
    /// Whether it prints.
    pub ready: bool,
    /// Why not, and the way out, in words; `None` when all is well.
    pub trouble: Option<String>,
    /// Slips that wait or are being printed.
    pub waiting: usize,
    /// Slips of which nobody knows whether they came out, by code or number.
    pub unsure: Vec<String>,
}

/// The form on the office's network.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WebStatus {
    /// Where visitors are answered; `None` while they are not.
    pub open: Option<std::net::SocketAddr>,
    /// Why not, in words.
    pub trouble: Option<String>,
    /// The code of the day, while visitors must show it.
    #[serde(default)]
    pub day_code: Option<String>,
    /// Whether an official has shut the form.
    #[serde(default)]
    pub shut: bool,
}

/// The office's account at Zalo.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ZaloStatus {
    /// What is not well, in words; `None` when all is.
    pub trouble: Option<String>,
}

/// The host and its devices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// The host's process; 0 when there is none.
    pub pid: u32,
    /// The host's last sign of life: seconds of the local wall clock, counted as if it were UTC.
    pub heartbeat: i64,
    /// Whether the clock is in doubt and time is not let pass until an official confirms it.
    pub clock_in_doubt: bool,
    /// Boards in the order of the configuration; empty without boards.
    pub boards: Vec<BoardStatus>,
    /// The modem; `None` where the office has none.
    #[serde(default)]
    pub modem: Option<ModemStatus>,
    /// The voice; `None` where the office has none.
    #[serde(default)]
    pub voice: Option<VoiceStatus>,
    /// The ticket printer; `None` where the office has none.
    #[serde(default)]
    pub printer: Option<PrinterStatus>,
    /// The form; `None` when the office offers none.
    #[serde(default)]
    pub web: Option<WebStatus>,
    /// Zalo; `None` where the office has no account there.
    #[serde(default)]
    pub zalo: Option<ZaloStatus>,
    /// Who was called to a counter at which no screen is open, in words; each screen looks by itself.
    #[serde(skip)]
    pub unmanned: Vec<String>,
    /// What else the staff should know (a backup that failed, a disk that is full), in words.
    pub notices: Vec<String>,
}
