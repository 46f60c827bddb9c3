//! What is known of one board.
use std::time::{Duration, Instant};

use super::driver::Write;
use super::{Event, Fault};
use crate::protocol::Face;

const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LAST_BACKOFF: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Unit {
    pub wanted: Wanted,
    /// Whether it was acknowledged, or sent where nobody acknowledges.
    pub shown: bool,
    pub setup: Setup,
    pub misses: u8,
    pub outage: Option<Outage>,
    /// When what is shown is to be sent anew, to a board that does not answer.
    pub again_at: Option<Instant>,
}

#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub write: Write,
    pub face: Face,
    pub tag: u64,
    pub turn: u64,
    /// How often it is still to be sent to a board that does not answer.
    pub copies: u8,
}

/// How far the setup of a board has come. It is tried once per face, so that a board whose
/// answers are lost still gets its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setup {
    Due,
    Unanswered,
    Done,
}

#[derive(Debug)]
pub(super) struct Outage {
    fault: Fault,
    backoff: Duration,
    pub retry_at: Instant,
}

impl Unit {
    pub(super) fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            shown: false,
            setup: Setup::Due,
            misses: 0,
            outage: None,
            again_at: None,
        }
    }

    pub(super) fn start_over(&mut self) {
        self.shown = false;
        self.setup = Setup::Due;
        self.misses = 0;
        self.again_at = None;
    }

    /// When it is to be written to; `None`: not at all, `Some(None)`: at once.
    pub(super) fn due_at(&self) -> Option<Option<Instant>> {
        match (self.shown, self.again_at) {
            (true, None) => None,
            (true, again) => Some(again),
            (false, _) => Some(self.outage.as_ref().map(|outage| outage.retry_at)),
        }
    }

    /// Marks the board dead, or dead for longer; an event if that is news.
    pub(super) fn fail(&mut self, address: u8, fault: Fault, now: Instant) -> Option<Event> {
        let (known, backoff) = match &self.outage {
            Some(outage) => (Some(outage.fault), (outage.backoff * 2).min(LAST_BACKOFF)),
            None => (None, FIRST_BACKOFF),
        };
        self.start_over();
        self.outage = Some(Outage {
            fault,
            backoff,
            retry_at: now + backoff,
        });
        (known != Some(fault)).then_some(Event::Dead {
            unit: address,
            fault,
        })
    }
}
