//! The machine on a printer's line.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::job::{Dots, SYNC, bands, ending};
use crate::protocol::Machine;

/// A printer that says nothing for so long is off, or its cable is out; a slow line may keep our own bytes for some seconds.
const PATIENCE: Duration = Duration::from_secs(9);
/// While all is well it is asked how it is so often.
const LOOK: Duration = Duration::from_secs(2);
/// While it does not answer a band, sooner.
const LOOK_BUSY: Duration = Duration::from_millis(700);
/// After an interruption answers to what was sent before are awaited for so long.
const QUIET: Duration = Duration::from_millis(1500);

/// How the printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// It answers, or is one that never does; with `false` nothing more is known.
    pub here: bool,
    /// It works: nothing of the following.
    pub ready: bool,
    /// The paper is at its end.
    pub no_paper: bool,
    /// The paper comes to its end.
    pub low_paper: bool,
    /// The cover is open.
    pub open: bool,
    /// Something else is wrong: the cutter, too hot.
    pub fault: bool,
}

/// What it tells its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// How it is, when that has changed.
    State(State),
    /// The slip came out and was cut.
    Printed(i64),
    /// It was interrupted before its cut was sent: the torn piece is made void when the next one is printed.
    Torn(i64),
    /// It was interrupted after its cut was sent.
    Unknown(i64),
    /// The port is to be closed and opened again.
    Reopen,
}

/// A slip under way.
struct Job {
    id: i64,
    bands: VecDeque<Vec<u8>>,
    /// A band was sent and is not answered yet.
    awaits: bool,
    /// Something of it has been sent.
    begun: bool,
    cut_sent: bool,
}

/// The machine.
pub struct Driver {
    answers: bool,
    /// The port is open.
    up: bool,
    state: State,
    told: Option<State>,
    job: Option<Job>,
    /// A torn piece lies in the printer.
    torn: bool,
    /// Which status was asked for.
    asked: Option<u8>,
    next_look: Instant,
    heard: Instant,
    /// Not before then is anything begun: what was sent before an interruption may still be answered.
    quiet_until: Instant,
    seen: State,
    out: VecDeque<Vec<u8>>,
    events: VecDeque<Event>,
}

impl Driver {
    /// `answers`: whether it tells how it is.
    pub fn new(answers: bool, now: Instant) -> Self {
        Self {
            answers,
            up: false,
            state: State::default(),
            told: None,
            job: None,
            torn: false,
            asked: None,
            next_look: now,
            heard: now,
            quiet_until: now,
            seen: State::default(),
            out: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Begins a slip, as soon as the printer can; answers whether there was none under way.
    pub fn print(&mut self, id: i64, dots: &Dots) -> bool {
        if self.job.is_some() {
            return false;
        }
        self.job = Some(Job {
            id,
            bands: bands(dots, self.torn),
            awaits: false,
            begun: false,
            cut_sent: false,
        });
        true
    }

    /// A torn piece may lie in the printer: it is made void before the next slip.
    pub fn void_first(&mut self) {
        self.torn = true;
        if self.up {
            self.out.push_back(ending());
        }
    }

    /// The printer is gone: what becomes of the slip under way?
    fn interrupt(&mut self, now: Instant) {
        self.out.clear();
        self.asked = None;
        self.quiet_until = now + QUIET;
        // The slip first: who reads that the printer is gone finds the slip as it is.
        if let Some(job) = self.job.take() {
            self.torn |= job.begun && !job.cut_sent;
            self.events.push_back(match job.cut_sent {
                true => Event::Unknown(job.id),
                false => Event::Torn(job.id),
            });
        }
        self.set(State::default());
    }

    fn set(&mut self, state: State) {
        self.state = state;
        if self.told != Some(state) {
            self.told = Some(state);
            self.events.push_back(Event::State(state));
        }
    }

    /// Sends the next band, if the last one is answered.
    fn go_on(&mut self, now: Instant) {
        if !self.up || now < self.quiet_until || !self.out.is_empty() || !self.state.here {
            return;
        }
        let ready = self.state.ready;
        let Some(job) = &mut self.job else {
            return;
        };
        if job.awaits || (!job.begun && !ready) {
            return;
        }
        let Some(mut band) = job.bands.pop_front() else {
            let id = job.id;
            self.job = None;
            self.torn = false;
            self.events.push_back(Event::Printed(id));
            return;
        };
        job.begun = true;
        job.cut_sent |= job.bands.is_empty();
        if self.answers {
            band.extend(SYNC);
            job.awaits = true;
            self.next_look = now + LOOK_BUSY;
            self.heard = now;
        }
        self.out.push_back(band);
    }

    /// Asks how it is, in turn: whether it works; if not, why.
    fn look(&mut self, now: Instant) {
        if !self.answers || now < self.next_look || !self.out.is_empty() {
            return;
        }
        self.ask(1, now);
    }

    fn ask(&mut self, n: u8, now: Instant) {
        self.asked = Some(n);
        self.out.push_back(vec![0x10, 0x04, n]);
        let busy = self.job.is_some() || !self.state.ready;
        self.next_look = now + if busy { LOOK_BUSY } else { LOOK };
    }

    fn take_status(&mut self, n: u8, byte: u8, now: Instant) {
        self.asked = None;
        let mut seen = self.seen;
        match n {
            1 => {
                let works = byte & 0x08 == 0;
                seen = State {
                    here: true,
                    ready: works,
                    low_paper: seen.low_paper,
                    ..State::default()
                };
                self.seen = seen;
                return self.ask(if works { 4 } else { 2 }, now);
            }
            2 => {
                seen.open = byte & 0x04 != 0;
                seen.no_paper = byte & 0x20 != 0;
                seen.fault = byte & 0x40 != 0;
                self.seen = seen;
                return self.ask(4, now);
            }
            _ => {
                seen.low_paper = byte & 0x0c != 0;
                seen.no_paper |= byte & 0x60 != 0;
                self.seen = seen;
            }
        }
        self.set(seen);
    }
}

impl Machine for Driver {
    type Event = Event;

    fn reset(&mut self, now: Instant) {
        self.interrupt(now);
        self.up = true;
        (self.heard, self.next_look) = (now, now);
        if self.torn {
            self.out.push_back(ending());
        }
        if !self.answers {
            self.set(State {
                here: true,
                ready: true,
                ..State::default()
            });
        }
    }

    fn lose(&mut self) {
        self.up = false;
        let quiet = self.quiet_until;
        self.interrupt(quiet);
    }

    fn handle_input(&mut self, now: Instant, bytes: &[u8]) {
        for byte in bytes {
            self.heard = now;
            // The fixed bits tell the answer to DLE EOT (xxx1xx1x) from that to GS r (xxx0xxxx); others were not asked for.
            match (byte & 0x93, byte & 0x90, self.asked) {
                (0x12, _, Some(n)) => self.take_status(n, *byte, now),
                (_, 0x00, _) => {
                    if let Some(job) = &mut self.job
                        && now >= self.quiet_until
                    {
                        job.awaits = false;
                    } else {
                        self.quiet_until = now + QUIET;
                    }
                }
                _ => {}
            }
        }
    }

    fn handle_timeout(&mut self, now: Instant) {
        if !self.up {
            return;
        }
        let silent = self.answers && now.saturating_duration_since(self.heard) > PATIENCE;
        if silent && (self.asked.is_some() || self.job.as_ref().is_some_and(|job| job.awaits)) {
            self.interrupt(now);
            // What it has not taken must not come out later, with its beginning lost.
            self.events.push_back(Event::Reopen);
            self.up = false;
            return;
        }
        self.go_on(now);
        self.look(now);
    }

    fn poll_transmit(&mut self, _now: Instant) -> Option<Vec<u8>> {
        self.out.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        if !self.up {
            return None;
        }
        if !self.answers {
            return self.job.as_ref().map(|_| self.quiet_until);
        }
        let silent = self.heard + PATIENCE;
        let mut next = self.next_look.min(silent);
        let can = |job: &Job| !job.awaits && self.state.here && (job.begun || self.state.ready);
        if self.job.as_ref().is_some_and(can) {
            next = next.min(self.quiet_until);
        }
        Some(next)
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn asks_reopen(event: &Event) -> bool {
        *event == Event::Reopen
    }
}
