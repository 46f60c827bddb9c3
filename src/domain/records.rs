//! What the office remembers beside its tickets: how each counter stands, and what a phone may do.

use serde::{Deserialize, Serialize};

use super::ticket::TicketId;
use super::time::Day;

/// A counter as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Counter {
    /// Whether it takes people.
    pub open: bool,
    /// Why it pauses, in the official's words.
    pub reason: Option<String>,
    /// Whether the next one comes only when the official asks.
    pub manual: bool,
    /// Who is served.
    pub ticket: Option<TicketId>,
    /// The last number called to it: what its board shows.
    pub last_call: Option<TicketId>,
    /// Serial of the event that changed it last.
    pub stamp: u64,
}

/// What is remembered of a phone.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PhoneRecord {
    /// Bookings in a row that led to nothing (S2.9).
    pub strikes: u32,
    /// First day on which it may book again.
    pub until: Option<Day>,
    /// A helper's phone: another limit, no lock, no taking back (S1.7).
    pub helper: bool,
}
