//! The one that speaks first on a line of boards: a state machine without clock or port.
//!
//! The owner calls [`Master::show`] when a number changes, and drives it like any [`Machine`].
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::driver::{Driver, Pace, Write};
use super::unit::{Setup, Unit, Wanted};
use crate::protocol::{Face, Machine, TooWide};

#[cfg(test)]
mod tests;

/// Bits of one character on the wire, counted as Modbus does (start, 8 data, parity or stop, stop).
const CHARACTER_BITS: u32 = 11;
/// A line that is never quiet keeps us from sending for so long, then it is spoken over.
const NOISE_LIMIT: Duration = Duration::from_millis(300);
/// So long after its time an answer may still come in.
const LATE: Duration = Duration::from_secs(2);

/// Why a board does not show its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not a byte came back.
    Silence,
    /// Bytes came back, but no valid answer.
    Corrupt,
    /// The board refused, with this Modbus exception code.
    Exception(u8),
    /// The board refused, and does not say why.
    Refused,
}

/// What has become of the faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The board acknowledged the face. Comes again for the same face when the board or the port had been away.
    Shown {
        /// The board's address.
        unit: u8,
        /// What it shows.
        face: Face,
        /// The tag given to [`Master::show`].
        tag: u64,
    },
    /// The face has left for a board that never answers: whether it is shown nobody knows. Comes again when the port
    /// had been away.
    Sent {
        /// The board's address.
        unit: u8,
        /// What was sent.
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

/// One line and the faces that its boards are to show.
#[derive(Debug)]
pub struct Master {
    driver: Driver,
    pace: Pace,
    character: Duration,
    units: BTreeMap<u8, Unit>,
    exchange: Option<Exchange>,
    /// Bytes since the last frame, as far as they may still belong to an answer.
    heard: Vec<u8>,
    /// Answers that may still come in, though their time is over.
    owed: Vec<Owed>,
    /// No frame may start before.
    free_at: Instant,
    /// Since when the line has not been quiet.
    noise_since: Instant,
    turns: u64,
    events: VecDeque<Event>,
}

/// A frame on the wire.
#[derive(Debug)]
struct Exchange {
    address: u8,
    answer: Answer,
    /// The face it carries; none for a setup.
    face: Option<Wanted>,
    deadline: Instant,
    noisy: bool,
    /// An answer came that may have been for an earlier frame.
    unsure: bool,
}

/// An answer to a frame that was given up. Where it says the same as another frame's, it is not taken for that.
#[derive(Debug)]
struct Owed {
    answer: Answer,
    address: u8,
    turn: Option<u64>,
    until: Instant,
}

impl Exchange {
    fn turn(&self) -> Option<u64> {
        self.face.as_ref().map(|face| face.turn)
    }
}

impl Master {
    /// A line of boards of one kind, at `baud` bits a second, quiet since `now`.
    #[must_use]
    pub fn new(driver: Driver, baud: u32, now: Instant) -> Self {
        let character = Duration::from_secs(1) * CHARACTER_BITS / baud.max(1);
        Self {
            pace: driver.pace(character),
            driver,
            character,
            units: BTreeMap::new(),
            exchange: None,
            heard: Vec::new(),
            owed: Vec::new(),
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
        let write = self.driver.write(unit, face)?;
        self.turns += 1;
        let wanted = Wanted {
            write,
            face,
            tag,
            turn: self.turns,
            copies: self.pace.copies.max(1),
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

    /// Looks for answers in what was heard. One that is owed from before is not taken for the present frame's.
    fn find_answers(&mut self, now: Instant) {
        self.owed.retain(|owed| now < owed.until);
        if let Some(exchange) = &mut self.exchange {
            while let Some((result, place)) = exchange.answer.find(&self.heard) {
                let turn = exchange.face.as_ref().map(|face| face.turn);
                let mine = (exchange.address, turn);
                let said = &self.heard[place.clone()];
                let is_earlier = |owed: &Owed| {
                    (owed.address, owed.turn) != mine && owed.answer.find(said).is_some()
                };
                let earlier = self.owed.iter().position(is_earlier);
                self.heard.drain(..place.end);
                let Some(earlier) = earlier else {
                    self.finish(now, result);
                    return;
                };
                self.owed.remove(earlier);
                exchange.unsure = true;
            }
        } else {
            let heard = &mut self.heard;
            self.owed.retain(|owed| match owed.answer.find(heard) {
                Some((_, place)) => {
                    heard.drain(..place.end);
                    false
                }
                None => true,
            });
        }
        let waiting = self.exchange.as_ref().map(|exchange| exchange.answer.len());
        let longest = self
            .owed
            .iter()
            .map(|owed| owed.answer.len())
            .chain(waiting)
            .max();
        let keep = longest.unwrap_or(0).saturating_sub(1);
        let surplus = self.heard.len().saturating_sub(keep);
        self.heard.drain(..surplus);
    }

    fn finish(&mut self, now: Instant, result: Result<(), Fault>) {
        let Some(exchange) = self.exchange.take() else {
            return;
        };
        self.hold_off(now);
        let address = exchange.address;
        let Some(unit) = self.units.get_mut(&address) else {
            return;
        };
        let Some(face) = exchange.face else {
            // A board that refuses the register has no decimals to clear.
            unit.setup = Setup::Done;
            return;
        };
        if let Err(fault) = result {
            self.events.extend(unit.fail(address, fault, now));
            return;
        }
        unit.misses = 0;
        if unit.outage.take().is_some() {
            self.events.push_back(Event::Alive { unit: address });
            // It may have lost its settings while it was away: begin with the setup.
            if self.driver.setup(address).is_some() {
                return;
            }
        }
        if face.turn == unit.wanted.turn {
            unit.wanted.copies = unit.wanted.copies.saturating_sub(1);
            let is_again = std::mem::replace(&mut unit.shown, true);
            let never_answers = exchange.answer == Answer::Never;
            if never_answers {
                unit.again_at = match unit.wanted.copies {
                    0 => self.pace.again.map(|again| now + again),
                    _ => Some(now),
                };
            }
            if is_again {
                return;
            }
        }
        if unit.setup == Setup::Unanswered {
            unit.setup = Setup::Due;
        }
        let (unit, face, tag) = (address, face.face, face.tag);
        self.events.push_back(match exchange.answer {
            Answer::Never => Event::Sent { unit, face, tag },
            _ => Event::Shown { unit, face, tag },
        });
    }

    /// Keeps the gap between what was last heard and the next frame.
    fn hold_off(&mut self, now: Instant) {
        if now >= self.free_at {
            self.noise_since = now;
        }
        self.free_at = if now - self.noise_since < NOISE_LIMIT {
            now + self.pace.gap
        } else {
            now
        };
    }

    fn duration(&self, characters: usize) -> Duration {
        self.character * characters as u32
    }

    /// Sends a frame: answers its bytes.
    fn send(&mut self, now: Instant, address: u8, write: Write, face: Option<Wanted>) -> Vec<u8> {
        let wait = match &write.answer {
            Answer::Never => self.pace.pause + self.duration(write.frame.len()),
            answer => self.pace.wait + self.duration(write.frame.len() + answer.len()),
        };
        self.heard.clear();
        self.exchange = Some(Exchange {
            address,
            answer: write.answer,
            face,
            deadline: now + wait,
            noisy: false,
            unsure: false,
        });
        write.frame
    }
}

impl Machine for Master {
    type Event = Event;

    /// Every board gets its face again.
    fn reset(&mut self, now: Instant) {
        self.exchange = None;
        self.owed.clear();
        self.heard.clear();
        self.free_at = now + self.pace.gap;
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
        if let Some(exchange) = &mut self.exchange {
            exchange.noisy = true;
        }
        self.heard.extend_from_slice(bytes);
        self.find_answers(now);
    }

    fn handle_timeout(&mut self, now: Instant) {
        let Some(exchange) = self.exchange.take_if(|exchange| exchange.deadline <= now) else {
            return;
        };
        if exchange.answer == Answer::Never {
            self.exchange = Some(exchange);
            self.finish(now, Ok(()));
            return;
        }
        self.owed.push(Owed {
            answer: exchange.answer.clone(),
            address: exchange.address,
            turn: exchange.turn(),
            until: now + LATE,
        });
        let fault = if exchange.noisy {
            Fault::Corrupt
        } else {
            Fault::Silence
        };
        let Some(unit) = self.units.get_mut(&exchange.address) else {
            return;
        };
        if exchange.face.is_some() && !exchange.unsure {
            unit.misses += 1;
            if unit.outage.is_some() || unit.misses >= self.pace.tries {
                self.events.extend(unit.fail(exchange.address, fault, now));
            }
        }
    }

    fn poll_transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        if self.exchange.is_some() || now < self.free_at {
            return None;
        }
        let (address, unit) = self
            .units
            .iter_mut()
            .filter(|(_, unit)| {
                unit.due_at()
                    .is_some_and(|at| at.is_none_or(|at| at <= now))
            })
            .min_by_key(|(_, unit)| {
                (
                    unit.shown,
                    unit.outage.is_some(),
                    unit.misses,
                    unit.wanted.turn,
                )
            })?;
        let address = *address;
        unit.again_at = None;
        // A dead board is asked with its face alone, in one try: that is what holds up the others least.
        let setup = (unit.outage.is_none() && unit.setup == Setup::Due)
            .then(|| self.driver.setup(address))
            .flatten();
        let (write, face) = match setup {
            Some(write) => {
                unit.setup = Setup::Unanswered;
                (write, None)
            }
            None => (unit.wanted.write.clone(), Some(unit.wanted.clone())),
        };
        Some(self.send(now, address, write, face))
    }

    fn poll_timeout(&self) -> Option<Instant> {
        if let Some(exchange) = &self.exchange {
            return Some(exchange.deadline);
        }
        let due = self.units.values().filter_map(Unit::due_at);
        due.map(|at| at.unwrap_or(self.free_at).max(self.free_at))
            .min()
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }
}
