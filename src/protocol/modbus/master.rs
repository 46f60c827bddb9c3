//! The one that speaks first on a bus of boards: a state machine without clock or port.
//!
//! The owner calls [`Master::show`] when a number changes, and drives it like any [`Machine`].
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::{BROADCAST, EXCEPTION_LEN, Map, Reply, Request, TooWide};
use crate::protocol::{Face, Machine};

#[cfg(test)]
mod tests;

/// Bits of one character on the wire, counted as Modbus does (start, 8 data, parity or stop, stop).
const CHARACTER_BITS: u32 = 11;
/// Above 19200 baud the gap stays what it is there (Modbus over serial line 1.02, 2.5.1.1).
const LEAST_GAP: Duration = Duration::from_micros(1750);
/// What a board may take to think, besides the time that the bytes need on the wire.
const REPLY_WAIT: Duration = Duration::from_millis(280);
/// What boards need to carry out a broadcast, which none of them answers.
const BROADCAST_WAIT: Duration = Duration::from_millis(200);
/// A line that is never quiet keeps us from sending for so long, then it is spoken over.
const NOISE_LIMIT: Duration = Duration::from_millis(300);
/// The first try and two repeats.
const TRIES: u8 = 3;
const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LAST_BACKOFF: Duration = Duration::from_secs(30);

/// Why a board does not show its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not a byte came back.
    Silence,
    /// Bytes came back, but no valid answer.
    Corrupt,
    /// The board refused, with this Modbus exception code.
    Exception(u8),
}

/// What has become of the faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The board acknowledged the face; on [`BROADCAST`], which nobody acknowledges, it was sent.
    /// Comes again for the same face when the board or the port had been away.
    Shown {
        /// The board's address.
        unit: u8,
        /// What it shows.
        face: Face,
        /// The tag given to [`Master::show`].
        tag: u64,
    },
    /// The board does not show what it should; it is tried again from time to time. Comes again
    /// when the reason changes.
    Dead {
        /// The board's address.
        unit: u8,
        /// Why.
        fault: Fault,
    },
    /// A dead board answers again.
    Alive {
        /// The board's address.
        unit: u8,
    },
    /// The number has more digits than the board, which is made blank instead.
    TooWide {
        /// The board's address.
        unit: u8,
        /// The tag given to [`Master::show_or_blank`].
        tag: u64,
        /// How many digits the board has.
        digits: u8,
    },
}

/// One bus and the faces that its boards are to show.
#[derive(Debug)]
pub struct Master {
    map: Map,
    character: Duration,
    gap: Duration,
    units: BTreeMap<u8, Unit>,
    exchange: Option<Exchange>,
    /// Bytes since the request, as far as they may still belong to an answer.
    heard: Vec<u8>,
    /// No frame may start before.
    free_at: Instant,
    /// Since when the line has not been quiet.
    noise_since: Instant,
    turns: u64,
    events: VecDeque<Event>,
}

#[derive(Debug)]
struct Unit {
    wanted: Wanted,
    shown: bool,
    setup: Setup,
    misses: u8,
    outage: Option<Outage>,
}

#[derive(Debug, Clone)]
struct Wanted {
    request: Request,
    face: Face,
    tag: u64,
    turn: u64,
}

/// How far the write of [`Map::setup`] has come. It is tried once per face, so that a board whose
/// answers are lost still gets its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setup {
    Due,
    Unanswered,
    Done,
}

#[derive(Debug)]
struct Outage {
    fault: Fault,
    backoff: Duration,
    retry_at: Instant,
}

/// A request on the wire.
#[derive(Debug)]
struct Exchange {
    request: Request,
    /// The face it carries; none for a setup.
    face: Option<Wanted>,
    deadline: Instant,
    noisy: bool,
}

impl Master {
    /// A bus of boards of one map, at `baud` bits a second, quiet since `now`.
    #[must_use]
    pub fn new(map: Map, baud: u32, now: Instant) -> Self {
        let character = Duration::from_secs(1) * CHARACTER_BITS / baud.max(1);
        Self {
            map,
            character,
            gap: (character * 7 / 2).max(LEAST_GAP),
            units: BTreeMap::new(),
            exchange: None,
            heard: Vec::new(),
            free_at: now,
            noise_since: now,
            turns: 0,
            events: VecDeque::new(),
        }
    }

    /// Makes `face` what `unit` is to show; a face that was still waiting is forgotten. A dead
    /// board keeps its back-off, for trying it would hold up the calls of the others.
    ///
    /// # Errors
    /// [`TooWide`] when the number does not fit; nothing changes then.
    pub fn show(&mut self, unit: u8, face: Face, tag: u64) -> Result<(), TooWide> {
        let request = self.map.request(unit, face)?;
        self.turns += 1;
        let wanted = Wanted {
            request,
            face,
            tag,
            turn: self.turns,
        };
        if let Some(state) = self.units.get_mut(&unit) {
            state.wanted = wanted;
            state.shown = false;
        } else {
            self.units.insert(unit, Unit::new(wanted));
        }
        Ok(())
    }

    /// Like [`Master::show`], but a number that does not fit makes the board blank: the number
    /// before it must not call the wrong person. [`Event::TooWide`] tells.
    pub fn show_or_blank(&mut self, unit: u8, face: Face, tag: u64) {
        if let Err(TooWide { digits }) = self.show(unit, face, tag) {
            self.events.push_back(Event::TooWide { unit, tag, digits });
            // A blank always fits.
            let _ = self.show(unit, Face::Blank, tag);
        }
    }

    fn finish(&mut self, now: Instant, reply: Reply) {
        let Some(exchange) = self.exchange.take() else {
            return;
        };
        self.hold_off(now);
        let address = exchange.request.unit();
        let Some(unit) = self.units.get_mut(&address) else {
            return;
        };
        match (exchange.face, reply) {
            // A board that refuses the register has no decimals to clear.
            (None, _) => unit.setup = Setup::Done,
            (Some(_), Reply::Exception(code)) => {
                self.events
                    .extend(unit.fail(address, Fault::Exception(code), now));
            }
            (Some(face), Reply::Done) => {
                unit.misses = 0;
                if unit.outage.take().is_some() {
                    self.events.push_back(Event::Alive { unit: address });
                    // It may have lost its settings while it was away: begin with the setup.
                    if self.map.setup(address).is_some() {
                        return;
                    }
                }
                unit.shown = face.turn == unit.wanted.turn;
                if unit.setup == Setup::Unanswered {
                    unit.setup = Setup::Due;
                }
                self.events.push_back(Event::Shown {
                    unit: address,
                    face: face.face,
                    tag: face.tag,
                });
            }
        }
    }

    /// Keeps the gap between what was last heard and the next frame.
    fn hold_off(&mut self, now: Instant) {
        if now >= self.free_at {
            self.noise_since = now;
        }
        self.free_at = if now - self.noise_since < NOISE_LIMIT {
            now + self.gap
        } else {
            now
        };
    }

    fn duration(&self, characters: usize) -> Duration {
        self.character * characters as u32
    }
}

impl Machine for Master {
    type Event = Event;

    /// Every board gets its face again.
    fn reset(&mut self, now: Instant) {
        self.exchange = None;
        self.free_at = now + self.gap;
        for unit in self.units.values_mut() {
            unit.start_over();
            if let Some(outage) = &mut unit.outage {
                outage.retry_at = now;
            }
        }
    }

    fn handle_input(&mut self, now: Instant, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.hold_off(now);
        let Some(exchange) = &mut self.exchange else {
            return;
        };
        exchange.noisy = true;
        self.heard.extend_from_slice(bytes);
        let request = &exchange.request;
        match request.find_reply(&self.heard) {
            Some(reply) if request.unit() != BROADCAST => self.finish(now, reply),
            _ => {
                let keep = request.answer().len().max(EXCEPTION_LEN) - 1;
                let surplus = self.heard.len().saturating_sub(keep);
                self.heard.drain(..surplus);
            }
        }
    }

    fn handle_timeout(&mut self, now: Instant) {
        let Some(exchange) = self.exchange.take_if(|exchange| exchange.deadline <= now) else {
            return;
        };
        if exchange.request.unit() == BROADCAST {
            self.exchange = Some(exchange);
            self.finish(now, Reply::Done);
            return;
        }
        let fault = if exchange.noisy {
            Fault::Corrupt
        } else {
            Fault::Silence
        };
        let Some(unit) = self.units.get_mut(&exchange.request.unit()) else {
            return;
        };
        if exchange.face.is_some() {
            unit.misses += 1;
            if unit.outage.is_some() || unit.misses >= TRIES {
                self.events
                    .extend(unit.fail(exchange.request.unit(), fault, now));
            }
        }
    }

    fn poll_transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        if self.exchange.is_some() || now < self.free_at {
            return None;
        }
        let unit = self
            .units
            .values_mut()
            .filter(|unit| !unit.shown && unit.retry_at().is_none_or(|at| at <= now))
            .min_by_key(|unit| (unit.outage.is_some(), unit.misses, unit.wanted.turn))?;
        let (request, face) = match unit.next_setup(self.map) {
            Some(request) => {
                unit.setup = Setup::Unanswered;
                (request, None)
            }
            None => (unit.wanted.request.clone(), Some(unit.wanted.clone())),
        };
        let frame = request.frame();
        let wait = if request.unit() == BROADCAST {
            BROADCAST_WAIT + self.duration(frame.len())
        } else {
            REPLY_WAIT + self.duration(frame.len() + request.answer().len())
        };
        self.heard.clear();
        self.exchange = Some(Exchange {
            request,
            face,
            deadline: now + wait,
            noisy: false,
        });
        Some(frame)
    }

    fn poll_timeout(&self) -> Option<Instant> {
        if let Some(exchange) = &self.exchange {
            return Some(exchange.deadline);
        }
        self.units
            .values()
            .filter(|unit| !unit.shown)
            .map(|unit| unit.retry_at().unwrap_or(self.free_at).max(self.free_at))
            .min()
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }
}

impl Unit {
    fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            shown: false,
            setup: Setup::Due,
            misses: 0,
            outage: None,
        }
    }

    fn start_over(&mut self) {
        self.shown = false;
        self.setup = Setup::Due;
        self.misses = 0;
    }

    fn retry_at(&self) -> Option<Instant> {
        self.outage.as_ref().map(|outage| outage.retry_at)
    }

    /// A dead board is asked with its face alone, in one try: that is what holds up the others
    /// least.
    fn next_setup(&self, map: Map) -> Option<Request> {
        if self.outage.is_some() || self.setup != Setup::Due {
            return None;
        }
        map.setup(self.wanted.request.unit())
    }

    /// Marks the board dead, or dead for longer; an event if that is news.
    fn fail(&mut self, address: u8, fault: Fault, now: Instant) -> Option<Event> {
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
