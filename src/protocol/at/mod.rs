//! Talking to a GSM modem with AT commands (3GPP TS 27.007, 27.005) in PDU mode: a state machine
//! without clock or port, [`Driver`].
//!
//! Nothing is lost and nothing comes twice: a message stays in the modem until the owner has
//! stored it and says so ([`Driver::stored`]); one that the modem refuses to delete is known by its
//! slot and content, and not handed over again. A message that may have been sent is never sent
//! again by itself. Source: `protocol/at/modem.md`.
//!
#![doc = include_str!("modem.md")]
mod answer;
mod driver;
mod failure;
mod lines;
mod slots;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::pdu::{Deliver, PduError, StatusReport};

pub use driver::Driver;
pub use failure::{Class, Failure};

/// What the port is set to, in bits a second; a modem on USB takes any.
pub const BAUD: u32 = 115_200;

/// Names a message that was handed over, until [`Driver::stored`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(u64);

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A message has come. It stays in the modem until the owner calls [`Driver::stored`]; after
    /// a crash it comes again.
    Received {
        /// Names it towards the machine.
        handle: Handle,
        /// The PDU as the modem gave it, in capital hexadecimal digits. Empty when the modem lists
        /// a message and shows nothing of it.
        pdu: String,
        /// What it says; an error when it cannot be read: to be kept, shown and stored all the same.
        message: Result<Deliver, PduError>,
    },
    /// The network tells what became of a message of ours. To be stored like a message.
    Report {
        /// Names it towards the machine.
        handle: Handle,
        /// Which message ([`StatusReport::reference`], and to whom), and what became of it.
        report: StatusReport,
    },
    /// All parts were sent: the modem gave a reference and `OK` for each. May follow an
    /// [`Event::Unknown`] that it settles.
    Sent {
        /// As given to [`Driver::send`].
        id: i64,
        /// The reference of each part, for its status report.
        references: Vec<u8>,
    },
    /// A part was refused; it and those behind it were not sent. What to do is up to the owner.
    Refused {
        /// As given to [`Driver::send`].
        id: i64,
        /// Why.
        failure: Failure,
        /// The references of the parts before it, which were sent.
        references: Vec<u8>,
    },
    /// Nobody knows whether a part was sent: the modem was silent, restarted or gone before the
    /// result. Never to be sent again blindly.
    Unknown {
        /// As given to [`Driver::send`].
        id: i64,
        /// The references that are known.
        references: Vec<u8>,
    },
    /// The state has changed.
    State(State),
    /// The modem does not answer: the port is to be closed and opened again, then the machine reset.
    Reopen,
}

/// How the modem is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What it is busy with. Messages are sent only when it is [`Phase::Ready`].
    pub phase: Phase,
    /// Its SIM.
    pub sim: Sim,
    /// Whether it is in a network.
    pub registration: Registration,
    /// Strength of the signal, 0 to 31; none when unknown.
    pub signal: Option<u8>,
    /// The number of the service centre, without which nothing is sent. None when the modem told
    /// none.
    pub centre: Option<String>,
    /// Our own number, if the SIM knows it.
    pub own: Option<String>,
    /// Where received messages lie.
    pub storage: Option<Storage>,
    /// How messages reach us.
    pub arrival: Arrival,
    /// It should announce what it stores, but messages are only found by looking: most often it tells another of its ports.
    pub unheard: bool,
    /// The first look at what waits in it is over.
    pub looked: bool,
    /// Whether status reports come, so that asking for them makes sense.
    pub reports: bool,
    /// The commands that it refuses, in their order; what they are for is done without.
    pub refused: Vec<&'static str>,
}

/// What the modem is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Being set up; what is to be sent waits.
    #[default]
    Starting,
    /// Sends and receives.
    Ready,
    /// Its SIM does not let it work. It is looked at again from time to time.
    Stopped,
    /// It does not answer.
    Silent,
}

/// The SIM.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sim {
    /// Not asked yet, or no answer.
    #[default]
    Unknown,
    /// Works.
    Ready,
    /// Asks for a PIN, and the configuration names none.
    PinNeeded,
    /// Refused the PIN of the configuration, which is never tried again.
    PinRefused,
    /// Wants the PUK: a person must unlock it in a phone.
    PukNeeded,
    /// Not there or broken.
    Missing,
    /// Locked in another way, in the modem's word.
    Locked(String),
}

/// Whether the modem is in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Registration {
    /// Not told.
    #[default]
    Unknown,
    /// In the SIM's own network.
    Home,
    /// In another's.
    Roaming,
    /// Looks for one.
    Searching,
    /// The network does not want this SIM.
    Denied,
    /// In none, and looks for none.
    None,
}

/// Where received messages lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// Its name: SM is the SIM, ME the modem.
    pub name: String,
    /// Messages in it.
    pub used: u16,
    /// Room for so many.
    pub total: u16,
}

/// How messages reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrival {
    /// By looking from time to time: the modem announces nothing.
    #[default]
    Polled,
    /// It stores them and says so.
    Announced,
    /// It hands them over at once, without storing them.
    Direct,
}

/// What the machine needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setup {
    /// The PIN of the SIM. When it is refused it is never tried again.
    pub pin: Option<String>,
    /// How long to wait for what.
    pub timing: Timing,
}

/// How long to wait for what. The default is what modems need; tests that cannot wait shorten it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// For the answer to a command.
    pub command: Duration,
    /// For a message that is read.
    pub read: Duration,
    /// For all messages that are read.
    pub list: Duration,
    /// For the prompt before a message is sent.
    pub prompt: Duration,
    /// For the result of sending; the makers' maximum.
    pub send: Duration,
    /// Between two looks at what the modem holds.
    pub poll: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            command: Duration::from_secs(5),
            read: Duration::from_secs(10),
            list: Duration::from_secs(60),
            prompt: Duration::from_secs(10),
            send: Duration::from_secs(120),
            poll: Duration::from_secs(30),
        }
    }
}

impl Storage {
    /// Whether it is so full that room must be made before anything else.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.total > 0 && u32::from(self.used) * 5 >= u32::from(self.total) * 4
    }

    /// Whether the network can deliver nothing more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.total > 0 && self.used >= self.total
    }
}
