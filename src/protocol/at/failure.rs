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
    /// Nothing goes before somebody has seen to the SIM.
    Sim,
    /// We wrote it wrong: no repetition helps.
    Ours,
    /// An official should look.
    Other,
}

impl Failure {
    /// What it means for the message (spec/modem.md, Sending).
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Message(38 | 41 | 42 | 47 | 111 | 331 | 332 | 500 | 512 | 515 | 535)
            | Self::NoPrompt
            | Self::NotReady => Class::Temporary,
            // SIM busy, no service, time-out of the network.
            Self::Equipment(14 | 30 | 31) => Class::Temporary,
            Self::Message(302 | 310..=318) | Self::Equipment(10..=18) => Class::Sim,
            Self::Message(304 | 305) | Self::Unwritable(_) => Class::Ours,
            _ => Class::Other,
        }
    }
}
