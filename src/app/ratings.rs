//! Ratings as citizens give them (S5): whose visit it was, whether it may still be rated, and the rating itself. No event
//! goes into the log, and nothing into the outbox: both name times.
//!
#![doc = include_str!("ratings.md")]

use super::citizen;
use super::live::{Live, LiveError};
use super::written::Written;
use crate::domain::rating::{RIGHT_LIVES, Rated, Rating, month_of};
use crate::domain::text::{Code, Phone};
use crate::domain::ticket::{State, Ticket, TicketId};
use crate::domain::time::{Day, Minute};
use crate::store::{RatingKey, StoreError};

/// The right to rate one visit.
#[derive(Clone, Debug)]
pub struct Right {
    /// The visit.
    ticket: TicketId,
    /// Whom it is about.
    pub who: Rated,
    key: RatingKey,
    today: Day,
}

/// Why there is no such right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoRight {
    /// No visit bears the code, or it was too long ago.
    Unknown,
    /// The visit is not finished.
    NotDone,
    /// It has been rated.
    Used,
}

impl Right {
    /// Uses it, within a transaction; answers whether it was still there.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn rate(&self, written: &Written<'_>, rating: Rating) -> Result<bool, StoreError> {
        written
            .tx
            .rate(&self.key, self.ticket, &self.who, self.today, rating)
    }
}

/// The right to rate a visit by its ticket.
///
/// # Errors
/// When the store cannot be read, or the office's secret be made.
pub fn right(live: &mut Live, t: &Ticket) -> Result<Result<Right, NoRight>, LiveError> {
    let today = Minute::from_chrono(live.now()).day();
    let (State::Done, Some(counter)) = (t.state, t.counter) else {
        return Ok(Err(NoRight::NotDone));
    };
    if today > t.number.day.plus(RIGHT_LIVES) {
        return Ok(Err(NoRight::Unknown));
    }
    let key = RatingKey::of(&citizen::secret(live)?);
    if live.store().has_rated(&key, t.id)? {
        return Ok(Err(NoRight::Used));
    }
    let counter = live.office().rules().counter(counter).id.clone();
    let official = live.store().finished_by(t, &counter)?;
    Ok(Ok(Right {
        ticket: t.id,
        who: official.map_or(Rated::Counter(counter), Rated::Official),
        key,
        today,
    }))
}

/// The right to rate the visit that bears a code, by message: from its own phone or its helper's, as its code opens nothing
/// else from another one. A visit without a phone has its code on paper alone, and is rated from any.
///
/// # Errors
/// Likewise.
pub fn right_of_code(
    live: &mut Live,
    code: &Code,
    phone: &Phone,
) -> Result<Result<Right, NoRight>, LiveError> {
    live.sync()?;
    let is_own = |t: &Ticket| {
        let (own, helper) = (t.person.phone.as_ref(), t.person.helper.as_deref());
        own.is_none_or(|own| own == phone) || helper == Some(phone.as_str())
    };
    match citizen::find(live, code)?.filter(is_own) {
        Some(ticket) => right(live, &ticket),
        None => Ok(Err(NoRight::Unknown)),
    }
}

/// Rates a visit; answers whether its right was still there.
///
/// # Errors
/// When the store cannot be written: then nothing has happened.
pub fn rate(live: &mut Live, right: &Right, rating: Rating) -> Result<bool, LiveError> {
    live.write(|tx| tx.rate(&right.key, right.ticket, &right.who, right.today, rating))
}

/// What stands for the key of a message that rates, which would else let its words be tried through.
///
/// # Errors
/// When the office's secret cannot be made.
pub fn key_of_message(live: &mut Live, key: &[u8]) -> Result<Vec<u8>, LiveError> {
    Ok(RatingKey::of(&citizen::secret(live)?).of_message(key))
}

/// Forgets which visits have rated once none of them may, and comments after so many days; `today` is now.
///
/// # Errors
/// When the store cannot be written.
pub fn forget(live: &mut Live, today: Day, keep_days: i32) -> Result<(), LiveError> {
    // A whole month must be so old: days are not kept.
    let marks = month_of(today.plus(-RIGHT_LIVES - 1));
    let comments = month_of(today.plus(-keep_days));
    live.write(|tx| tx.forget_raters(&marks, &comments))
}
