//! A modem that does not answer.
use std::time::{Duration, Instant};

use super::{Driver, Exchange, Look, Task};
use crate::protocol::at::answer::Final;
use crate::protocol::at::{Event, Failure, Phase};

/// After a silence old answers may still come: nothing is said before they have not for so long.
pub(super) const QUIET: Duration = Duration::from_millis(500);
/// Looks in a row without an answer before the port is opened anew.
const MOST_MISSES: u8 = 3;
/// After so many ports that brought no answer the modem is restarted, once.
const REOPENED_IN_VAIN: u8 = 2;

impl Driver {
    /// A command got no final result in time.
    pub(super) fn time_out(&mut self, now: Instant, exchange: Exchange) {
        match exchange.task {
            // Nobody knows whether that was all of it; the next look will tell.
            Task::Look(look @ Look::List(_)) if exchange.answered => self.looks_done(&look),
            Task::Transmit => {
                self.result_missing();
                self.probe_at = Some(now);
            }
            // An answer without its OK is one all the same.
            _ if exchange.answered => {
                self.exchange = Some(exchange);
                self.finish(now, &Final::Ok);
            }
            Task::Step(step) => self.step_unanswered(now, step),
            Task::Probe => self.missed_probe(now),
            Task::Restart => self.events.push_back(Event::Reopen),
            Task::Compose => {
                self.refuse(Failure::NoPrompt);
                self.escape = true;
                self.probe_at = Some(now);
            }
            task => {
                self.work_unanswered(now, task);
                self.probe_at = Some(now);
            }
        }
    }

    /// It has answered after a silence.
    pub(super) fn answered_probe(&mut self, now: Instant) {
        self.probe_at = None;
        self.hush(now);
        self.settle();
        if self.misses > 0 {
            // Whatever it did in the meantime, it may have forgotten its settings.
            self.begin();
        }
    }

    /// It does not answer.
    fn missed_probe(&mut self, now: Instant) {
        self.misses += 1;
        if self.outbox.is_settling() {
            self.lose_track();
        }
        self.state.phase = Phase::Silent;
        self.give_back();
        if self.misses < MOST_MISSES {
            self.probe_at = Some(now + self.setup.timing.poll);
        } else {
            self.give_up(now);
        }
    }

    /// Opens the port anew; when that has not helped, restarts the modem, once.
    pub(super) fn give_up(&mut self, now: Instant) {
        self.state.phase = Phase::Silent;
        self.give_back();
        self.start.step = None;
        self.probe_at = None;
        self.reopened = self.reopened.saturating_add(1);
        if self.reopened == REOPENED_IN_VAIN {
            self.urgent = self.say(now, Task::Restart);
        } else {
            self.events.push_back(Event::Reopen);
        }
    }

    /// Old answers may come: they are waited out.
    pub(super) fn hush(&mut self, now: Instant) {
        self.is_quiet = true;
        self.free_at = now + QUIET;
    }
}
