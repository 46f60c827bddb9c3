//! Taking back the last action of a desk. Each action leaves images of what it changed; an undo puts them back by a
//! new event, and refuses when something of it has moved on since.

use super::event::{CancelReason, EventKind, Output, Reason, Timed};
use super::journal::{Entry, Image};
use super::office::Office;
use super::rules::CounterIx;
use super::ticket::{State, TicketId};
use super::time::Minute;

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
    fn replaced(&self, id: TicketId, time: Minute) -> bool {
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
