//! Who asks for an event.

use crate::domain::rules::CounterIx;

/// Who asks for an event: it is logged, and who sees the answer with their own eyes is not sent a message about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor<'a> {
    /// An official.
    Official {
        /// At which desk; what is done there can be taken back there. `None` on the command line.
        desk: Option<CounterIx>,
        /// Who, where the office asks them to sign in.
        id: Option<&'a str>,
    },
    /// The citizen, who reads the answer on the page, or whose message is answered by the one who took it.
    Citizen,
    /// The program itself, as time passes.
    Time,
}

impl<'a> Actor<'a> {
    /// At which desk.
    pub fn desk(self) -> Option<CounterIx> {
        match self {
            Self::Official { desk, .. } => desk,
            Self::Citizen | Self::Time => None,
        }
    }

    /// The official's id.
    pub fn official(self) -> Option<&'a str> {
        match self {
            Self::Official { id, .. } => id,
            Self::Citizen | Self::Time => None,
        }
    }
}
