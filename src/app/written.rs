//! What an event has done, for those who write more in its transaction.

use crate::domain::event::Timed;
use crate::domain::office::Office;
use crate::store::Transaction;

/// What an event has done within its transaction, before it is committed.
pub struct Written<'a> {
    /// The transaction.
    pub tx: &'a Transaction<'a>,
    /// The office after the event.
    pub office: &'a Office,
    /// Its answers.
    pub outputs: &'a [Timed],
    /// The event's number in the log; `None` when it changed nothing.
    pub seq: Option<u64>,
    /// Milliseconds of the wall clock.
    pub wall: i64,
}
