//! Random bytes, and the codes made of them.

use super::failure::LiveError;
use crate::domain::dossier::Act;
use crate::domain::event::Event;
use crate::domain::text::{Code, CodeOf};
use crate::domain::ticket::Channel;
use crate::store::Transaction;

/// Bookings, dossiers, and numbers that are looked up on a phone, are given a code that no other ever had.
pub(super) fn with_code(
    mut event: Event,
    tx: &Transaction<'_>,
    dice: FillRandom,
) -> Result<Event, LiveError> {
    if let Event::Dossier {
        act: Act::AskSupplement {
            visit: Some(visit), ..
        },
        ..
    } = &mut event
        && visit.code.is_none()
    {
        visit.code = Some(fresh_code(CodeOf::Ticket, tx, dice)?);
        return Ok(event);
    }
    let (person, of) = match &mut event {
        Event::Receive { receipt, .. } => (Some(&mut receipt.person), CodeOf::Dossier),
        Event::Book { person, .. } | Event::Ask { person, .. } => (Some(person), CodeOf::Ticket),
        Event::Walkin { person, .. } if person.channel == Channel::Web => {
            (Some(person), CodeOf::Ticket)
        }
        _ => (None, CodeOf::Ticket),
    };
    if let Some(person) = person.filter(|person| person.code.is_none()) {
        person.code = Some(fresh_code(of, tx, dice)?);
    }
    Ok(event)
}

fn fresh_code(of: CodeOf, tx: &Transaction<'_>, dice: FillRandom) -> Result<String, LiveError> {
    loop {
        let mut bytes = random_by::<64>(dice)?.into_iter();
        let mut next = || {
            let four = [0; 4].map(|_: u8| bytes.next().unwrap_or(0));
            u32::from_le_bytes(four)
        };
        let code = Code::new(of, &mut next).to_string();
        if !tx.knows_code(&code)? {
            return Ok(code);
        }
    }
}

/// Random bytes from the system.
///
/// # Errors
/// When it has none.
pub fn random<const N: usize>() -> Result<[u8; N], LiveError> {
    random_by(from_the_system)
}

/// Fills bytes at random.
pub type FillRandom = fn(&mut [u8]) -> Result<(), LiveError>;

pub(super) fn from_the_system(bytes: &mut [u8]) -> Result<(), LiveError> {
    getrandom::fill(bytes).map_err(|e| LiveError::Random(e.to_string()))
}

pub(super) fn random_by<const N: usize>(dice: FillRandom) -> Result<[u8; N], LiveError> {
    let mut bytes = [0; N];
    dice(&mut bytes)?;
    Ok(bytes)
}
