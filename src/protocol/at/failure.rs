//! Why a message was not sent, and what that means.
use crate::protocol::pdu::EncodeError;

/// Why a message, or a command, was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// `+CMS ERROR`: the code of TS 27.005, 3.2.5.
    Message(u16),
    /// `+CME ERROR`: the code of TS 27.007, 9.2.
    Equipment(u16),
    /// Any other final result, in the modem's words.
    Words(String),
    /// The modem did not ask for the message.
    NoPrompt,
    /// The modem is not ready: see [`super::State::phase`]. Nothing was tried.
    NotReady,
    /// The message cannot be written.
    Unwritable(EncodeError),
}

/// What a [`Failure`] means for the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It may pass: to be tried again later.
    Temporary,
    /// Nobody knows: it may pass, and it may have gone out all the same. To be tried a few times.
    Unclear,
    /// Nothing goes before somebody has seen to the SIM.
    Sim,
    /// We wrote it wrong: no repetition helps.
    Ours,
    /// An official should look.
    Other,
}

impl Failure {
    /// Whether the SIM or the network is not ready yet, in numbers or words.
    pub(super) fn is_busy(&self) -> bool {
        match self {
            Self::Equipment(14 | 515) | Self::Message(314) => true,
            Self::Words(words) => {
                let words = words.to_ascii_uppercase();
                ["BUSY", "TIMEOUT", "TIME OUT", "NOT READY"]
                    .iter()
                    .any(|busy| words.contains(busy))
            }
            _ => false,
        }
    }

    /// Whether the network takes nothing from this SIM, most often for want of money (S3.3).
    #[must_use]
    pub fn is_barred(&self) -> bool {
        matches!(self, Self::Message(8 | 10 | 21 | 29 | 50))
    }

    /// What it means for the message (protocol/at/modem.md, "Sending").
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Message(38 | 41 | 42 | 47 | 111 | 331 | 332 | 512 | 515 | 535)
            | Self::NoPrompt
            | Self::NotReady => Class::Temporary,
            // SIM busy, no service, time-out of the network.
            Self::Equipment(14 | 30 | 31 | 515) => Class::Temporary,
            Self::Message(500) | Self::Equipment(0 | 100) => Class::Unclear,
            Self::Words(_) if self.is_busy() => Class::Temporary,
            Self::Words(words) if words == "ERROR" => Class::Unclear,
            Self::Message(302 | 310..=318) | Self::Equipment(10..=18) => Class::Sim,
            Self::Message(304 | 305) | Self::Unwritable(_) => Class::Ours,
            _ => Class::Other,
        }
    }
}
