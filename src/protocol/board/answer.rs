//! What a board says to a frame, and how that is found among what was heard.
use std::ops::Range;

use super::Fault;
use crate::protocol::modbus::{EXCEPTION_LEN, Reply, Request};

/// What is to come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing ever: the board can only be written to.
    Never,
    /// What Modbus says.
    Modbus(Request),
    /// These bytes, or those that mean a refusal.
    Bytes { yes: Vec<u8>, no: Option<Vec<u8>> },
}

impl Answer {
    /// The first answer in what was heard: whether the board has done as told, and where it stands.
    pub(super) fn find(&self, heard: &[u8]) -> Option<(Result<(), Fault>, Range<usize>)> {
        let place = |wanted: &[u8]| {
            let at = heard
                .windows(wanted.len().max(1))
                .position(|bytes| bytes == wanted)?;
            Some(at..at + wanted.len())
        };
        match self {
            Self::Never => None,
            Self::Modbus(request) => {
                let (reply, at) = request.find_reply(heard)?;
                let result = match reply {
                    Reply::Done => Ok(()),
                    Reply::Exception(code) => Err(Fault::Exception(code)),
                };
                Some((result, at))
            }
            Self::Bytes { yes, no } => {
                let no = no.as_deref().and_then(place);
                let no = no.map(|at| (Err(Fault::Refused), at));
                let yes = place(yes).map(|at| (Ok(()), at));
                // A refusal may contain the consent: NACK.
                match (yes, no) {
                    (Some(yes), Some(no)) if yes.1.start < no.1.start => Some(yes),
                    (yes, no) => no.or(yes),
                }
            }
        }
    }

    /// The longest that it can be.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Never => 0,
            Self::Modbus(request) => request.answer().len().max(EXCEPTION_LEN),
            Self::Bytes { yes, no } => yes.len().max(no.as_ref().map_or(0, Vec::len)),
        }
    }
}
