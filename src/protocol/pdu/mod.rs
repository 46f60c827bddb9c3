//! Short messages as they go over the wire: the transfer PDUs of 3GPP TS 23.040 in the form that
//! AT commands carry (TS 27.005: hexadecimal, the service centre's address first), and their
//! alphabets (TS 23.038).
//!
//! Reading never fails on an odd time stamp, header or letter, but on octets that are missing: a
//! message that was cut short must not be taken for a whole one.
mod address;
mod alphabet;
mod coding;
mod compose;
mod octets;
mod read;
mod stamp;
#[cfg(test)]
mod tests;
mod user_data;

use thiserror::Error;

pub use address::{Address, Origin};
pub use coding::{Alphabet, Coding};
pub use compose::{Encoded, compose, relative_validity};
pub use read::decode;
pub use stamp::Stamp;

/// A message that came out of a modem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pdu {
    /// A message to us (SMS-DELIVER).
    Deliver(Deliver),
    /// A message of ours, as it is stored before or after it was sent (SMS-SUBMIT).
    Submit(Submit),
    /// What became of a message of ours (SMS-STATUS-REPORT).
    Report(StatusReport),
}

/// A message to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver {
    /// The service centre that passed it on, when the modem tells.
    pub centre: Option<Address>,
    /// Who sent it.
    pub sender: Address,
    /// The protocol identifier.
    pub pid: u8,
    /// The data coding scheme.
    pub dcs: u8,
    /// When the service centre got it.
    pub stamp: Stamp,
    /// What it says.
    pub body: Body,
    /// Which part of a long message it is; none when it is a whole one.
    pub concat: Option<Concat>,
    /// Addressed to an application's port: it was not written to be read.
    pub to_port: bool,
    /// Its header says that a voice, fax or other message waits.
    pub waiting: bool,
}

/// A message of ours. The service centre is the one that the modem knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// The message reference; modems put their own.
    pub reference: u8,
    /// Who is to get it.
    pub to: Address,
    /// The protocol identifier.
    pub pid: u8,
    /// The data coding scheme.
    pub dcs: u8,
    /// How long the network tries, as [`relative_validity`] gives it; none: as long as it likes. Other
    /// forms of validity are read over.
    pub validity: Option<u8>,
    /// Whether a status report is asked for.
    pub report: bool,
    /// What it says.
    pub body: Body,
    /// Which part of a long message it is.
    pub concat: Option<Concat>,
}

/// What became of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReport {
    /// The service centre that tells.
    pub centre: Option<Address>,
    /// The reference that the modem gave when it sent the message.
    pub reference: u8,
    /// Who was to get it.
    pub to: Address,
    /// When the service centre got it.
    pub stamp: Stamp,
    /// When this became of it.
    pub discharge: Stamp,
    /// The status octet.
    pub status: u8,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Text, as typed.
    Text(String),
    /// Octets that are no text: 8-bit data, or text that is compressed.
    Data(Vec<u8>),
}

/// Which part of a long message. Parts belong together when all but `part` is the same, and the
/// sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Concat {
    /// The reference has 16 bits, not 8: it is never the same as one of 8.
    pub wide: bool,
    /// The sender's number for the long message.
    pub reference: u16,
    /// How many parts there are, 1 to 255.
    pub total: u8,
    /// Which of them, from 1 to `total`.
    pub part: u8,
}

/// What a message is, apart from its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text to be read.
    Text,
    /// Class 0: flashes up on a phone and is gone; only networks and their services send such.
    Flash,
    /// An indication that a voice mail or the like waits.
    Waiting,
    /// PID 0x40: makes a phone acknowledge and show nothing.
    Silent,
    /// Octets, or text for an application.
    Data,
}

/// The three ends that a status report may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The phone has it, or it was passed on to another network.
    Done,
    /// Not yet: the service centre goes on trying.
    Trying,
    /// It never will be: refused, too old, or the service centre has given up.
    Failed,
}

/// Why octets are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PduError {
    /// Not hexadecimal digits in pairs.
    #[error("not hexadecimal octets")]
    NotHex,
    /// It ends before its end.
    #[error("octets are missing")]
    Short,
    /// A user data header longer than the user data.
    #[error("the header is longer than the message")]
    Header,
    /// A message that was to be sent lies where received ones do.
    #[error("not a received message")]
    Outgoing,
}

/// Why a message cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// More than fits into one part, or into 255.
    #[error("too long for a message")]
    TooLong,
    /// The alphabet that `dcs` names does not have the letter, or does not go with the body.
    #[error("a letter that the alphabet lacks")]
    Letter,
    /// Only numbers of 1 to 20 digits get messages.
    #[error("no number to send to")]
    Address,
}

impl Deliver {
    /// What it is: text to read, or something that no person wrote (protocol/at/modem.md, "Sending").
    #[must_use]
    pub fn kind(&self) -> Kind {
        let coding = Coding::from_dcs(self.dcs);
        if self.pid == SILENT_PID {
            Kind::Silent
        } else if self.waiting || coding.waiting {
            Kind::Waiting
        } else if coding.class == Some(0) {
            Kind::Flash
        } else if self.to_port || matches!(self.body, Body::Data(_)) {
            Kind::Data
        } else {
            Kind::Text
        }
    }

    /// Whether it is to be read as text from a person, who may get an answer. `own` is the number
    /// of our SIM, where it is known.
    #[must_use]
    pub fn is_from_person(&self, own: Option<&str>) -> bool {
        self.kind() == Kind::Text && self.sender.origin(own) == Origin::Person
    }

    /// The text; empty when it is none.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.body {
            Body::Text(text) => text,
            Body::Data(_) => "",
        }
    }
}

impl StatusReport {
    /// What the status octet means (TS 23.040, 9.2.3.15).
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        match self.status {
            0x00..=0x1F => Delivery::Done,
            0x20..=0x3F => Delivery::Trying,
            _ => Delivery::Failed,
        }
    }
}

/// "Short message type 0" (TS 23.040, 9.2.3.9).
const SILENT_PID: u8 = 0x40;
