//! Taking back the last action of a desk. Each action leaves images of what it changed; an undo puts them back by a
//! new event, and refuses when something of it has moved on since.

use serde::{Deserialize, Serialize};

use super::event::{CancelReason, EventKind, Output, Reason, Timed};
use super::office::{Counter, Office, PhoneRecord};
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{State, Ticket, TicketId};
use super::time::{Day, Half};

/// So many actions of each desk can be taken back, one after the other.
const DEPTH: usize = 20;

/// How a thing was before an action.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Image {
    /// A ticket that was made by it.
    New(TicketId),
    /// A ticket that was changed by it.
    Ticket(Box<Ticket>),
    /// A counter.
    Counter(CounterIx, Counter),
    /// A phone's strikes and lock, before and after.
    Phone {
        /// Whose.
        phone: Phone,
        /// Before the action.
        before: PhoneRecord,
        /// After it; strikes that came since are kept.
        after: PhoneRecord,
    },
    /// A half-day of a field.
    Session {
        /// Which.
        half: (Day, FieldIx, Half),
        /// Whether it fell out.
        closed: bool,
    },
}

impl Image {
    /// The ticket that it is of.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::New(id) => Some(*id),
            Self::Ticket(t) => Some(t.id),
            _ => None,
        }
    }

    pub(super) fn is_of_counter(&self, ix: CounterIx) -> bool {
        matches!(self, Self::Counter(c, _) if *c == ix)
    }
}

/// An action that can be taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The event's serial.
    pub serial: u64,
    /// From which desk.
    pub desk: CounterIx,
    /// On which day; yesterday's actions stay.
    pub day: Day,
    /// What was done.
    pub action: EventKind,
    /// What it changed.
    pub images: Vec<Image>,
}

/// The actions that can be taken back, oldest first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Journal(Vec<Entry>);

impl Journal {
    /// The last action of a desk on `day`.
    pub fn last(&self, desk: CounterIx, day: Day) -> Option<&Entry> {
        self.0.iter().rev().find(|e| e.desk == desk && e.day == day)
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// From the store's entries, oldest first.
    pub fn from_entries(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    fn push(&mut self, entry: Entry) {
        let (desk, day) = (entry.desk, entry.day);
        self.0.retain(|e| e.day == day);
        let of_desk = self.0.iter().filter(|e| e.desk == desk).count();
        if of_desk >= DEPTH
            && let Some(oldest) = self.0.iter().position(|e| e.desk == desk)
        {
            self.0.remove(oldest);
        }
        self.0.push(entry);
    }

    fn remove(&mut self, serial: u64) {
        self.0.retain(|e| e.serial != serial);
    }
}

impl Office {
    pub(super) fn remember(&mut self, desk: CounterIx, action: EventKind, images: Vec<Image>) {
        if images.is_empty() {
            return;
        }
        let entry = Entry {
            serial: self.serial,
            desk,
            day: self.now.day(),
            action,
            images,
        };
        self.change_journal(|journal| journal.push(entry));
    }

    /// Takes the last action of a desk back.
    pub(super) fn undo(&mut self, desk: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let entry = self
            .journal
            .last(desk, self.now.day())
            .cloned()
            .ok_or(Reason::NothingToUndo)?;
        self.change_journal(|journal| journal.remove(entry.serial));
        self.emit(
            out,
            Output::Undone {
                counter: desk,
                action: entry.action,
            },
        );
        // Backwards: what was changed twice is found as the second change left it.
        for image in entry.images.into_iter().rev() {
            self.restore(image, out);
        }
        Ok(())
    }

    /// Whether nothing of the last action of a desk has moved on since.
    pub(super) fn check_undo(&self, desk: CounterIx) -> Result<(), Reason> {
        let last = self.journal.last(desk, self.now.day());
        let entry = last.ok_or(Reason::NothingToUndo)?;
        let mut images = entry.images.iter();
        images.try_for_each(|image| self.can_restore(image, entry.serial))
    }

    fn can_restore(&self, image: &Image, serial: u64) -> Result<(), Reason> {
        let unchanged = |id: TicketId| self.ticket(id).is_some_and(|t| t.stamp == serial);
        match image {
            Image::New(id) if unchanged(*id) => Ok(()),
            Image::Ticket(t) if unchanged(t.id) => {
                let waits = !t.state.is_final() && t.state != State::Serving;
                if waits && self.day_is_over(t.number.day) {
                    return Err(Reason::Closed);
                }
                let time = t.time().filter(|_| t.state.keeps_slot());
                let free = time.is_none_or(|time| {
                    self.slot_is_free(t.number.field, time, Some(t.id)) || self.replaced(t.id, time)
                });
                if free { Ok(()) } else { Err(Reason::SlotTaken) }
            }
            Image::Counter(ix, _) if self.counter(*ix).stamp == serial => Ok(()),
            Image::Phone { .. } | Image::Session { .. } => Ok(()),
            Image::New(_) | Image::Ticket(_) | Image::Counter(..) => Err(Reason::ChangedSince),
        }
    }

    /// Whether the slot at `time` is kept only by what `id` was moved to: that goes as `id` comes back.
    fn replaced(&self, id: TicketId, time: super::time::Minute) -> bool {
        let successor = self
            .tickets_of(time.day())
            .find(|t| t.origin == Some(id) && t.state.is_ahead());
        successor.is_some_and(|t| self.slot_is_free(t.number.field, time, Some(t.id)))
    }

    fn restore(&mut self, image: Image, out: &mut Vec<Timed>) {
        match image {
            Image::New(id) => {
                self.finish(id, State::Cancelled);
                if let Some(number) = self.ticket(id).map(|t| t.number) {
                    let reason = Some(CancelReason::Undone);
                    self.emit(out, Output::Cancelled { number, reason });
                }
            }
            Image::Ticket(t) => self.restore_ticket(*t),
            Image::Counter(ix, counter) => self.restore_counter(ix, counter),
            Image::Phone {
                phone,
                before,
                after,
            } => {
                if self.phone(&phone) == Some(&after) {
                    self.change_phone(&phone, |record| *record = before);
                }
            }
            Image::Session { half, closed } => self.set_closed(half, closed),
        }
    }
}
