//! Taking back the last action of a desk, and doing it again. Each action leaves images of what it changed; an undo puts
//! them back by a new event, and refuses when something of it has moved on since. A redo puts back what the undo found.

use super::dossier::Stage;
use super::event::{CancelReason, EventKind, Output, Reason, Timed};
use super::journal::{Entry, Image, Undone};
use super::office::Office;
use super::rules::CounterIx;
use super::ticket::{State, Ticket, TicketId};
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
            undone: None,
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
        let undone = entry.images.iter().filter_map(|i| self.present(i));
        let undone = Some(Undone {
            serial: self.serial,
            images: undone.collect(),
        });
        self.change_journal(|journal| journal.turn(entry.serial, undone));
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

    /// Does again what a desk took back last.
    pub(super) fn redo(&mut self, desk: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let last = self.journal.last_undone(desk, self.now.day());
        let entry = last.cloned().ok_or(Reason::NothingToRedo)?;
        self.change_journal(|journal| journal.turn(entry.serial, None));
        let (counter, action) = (desk, entry.action);
        self.emit(out, Output::Redone { counter, action });
        for image in entry.undone.into_iter().flat_map(|u| u.images) {
            self.restore(image, out);
        }
        Ok(())
    }

    /// How that is now of which an action left an image.
    fn present(&self, image: &Image) -> Option<Image> {
        Some(match image {
            Image::New(id) => Image::Ticket(Box::new(self.ticket(*id)?.clone())),
            Image::Ticket(t) => Image::Ticket(Box::new(self.ticket(t.id)?.clone())),
            Image::Counter(ix, _) => Image::Counter(*ix, self.counter(*ix).clone()),
            Image::Phone {
                phone,
                before,
                after,
            } => Image::Phone {
                phone: phone.clone(),
                before: after.clone(),
                after: before.clone(),
            },
            Image::Session { half, closed } => Image::Session {
                half: *half,
                closed: !closed,
            },
            Image::NewDossier(id) => Image::Dossier(Box::new(self.dossiers.get(*id)?.clone())),
            Image::Dossier(d) => Image::Dossier(Box::new(self.dossiers.get(d.id)?.clone())),
        })
    }

    /// Whether nothing of what a desk took back last has moved on since, and its time is still to come and free.
    pub(super) fn check_redo(&self, desk: CounterIx) -> Result<(), Reason> {
        let last = self.journal.last_undone(desk, self.now.day());
        let entry = last.ok_or(Reason::NothingToRedo)?;
        let stands = |image: &Image| match image {
            Image::New(id) => self.ticket(*id).is_some_and(|t| {
                let phone = t.person.phone.as_ref();
                // Whoever has booked again since keeps that.
                let mut since = phone.into_iter().flat_map(|p| self.open_of_phone(p));
                t.state == State::Cancelled && !since.any(|other| other.id > t.id)
            }),
            Image::Ticket(t) => self.ticket(t.id) == Some(t),
            Image::Counter(ix, counter) => self.counter(*ix) == counter,
            Image::NewDossier(id) => {
                let dossier = self.dossiers.get(*id);
                dossier.is_some_and(|d| d.stage == Stage::Withdrawn)
            }
            Image::Dossier(d) => self.dossiers.get(d.id) == Some(d),
            Image::Phone { .. } | Image::Session { .. } => true,
        };
        if !entry.images.iter().all(stands) {
            return Err(Reason::ChangedSince);
        }
        let again = entry.undone.iter().flat_map(|u| &u.images);
        let mut tickets = again.filter_map(|image| match image {
            Image::Ticket(t) => Some(t),
            _ => None,
        });
        // What a booking was moved from gives its slot back.
        tickets.try_for_each(|t| {
            self.has_room(t, |time| {
                let old = t.origin;
                old.is_some() && self.slot_is_free(t.number.field, time, old)
            })
        })
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
                self.has_room(t, |time| self.replaced(t.id, time))
            }
            Image::Counter(ix, _) if self.counter(*ix).stamp == serial => Ok(()),
            Image::NewDossier(_) | Image::Dossier(_) => {
                let dossier = image.dossier().and_then(|id| self.dossiers.get(id));
                let unchanged = dossier.is_some_and(|d| d.stamp == serial);
                if unchanged {
                    Ok(())
                } else {
                    Err(Reason::ChangedSince)
                }
            }
            Image::Phone { .. } | Image::Session { .. } => Ok(()),
            Image::New(_) | Image::Ticket(_) | Image::Counter(..) => Err(Reason::ChangedSince),
        }
    }

    /// Whether a ticket as it was has its time still to come, and free or kept only by what goes as it comes back.
    fn has_room(&self, t: &Ticket, goes: impl Fn(Minute) -> bool) -> Result<(), Reason> {
        let waits = !t.state.is_final() && t.state != State::Serving;
        if waits && self.day_is_over(t.number.day) {
            return Err(Reason::Closed);
        }
        let time = t.time().filter(|_| t.state.keeps_slot());
        let free = time
            .is_none_or(|time| self.slot_is_free(t.number.field, time, Some(t.id)) || goes(time));
        if free { Ok(()) } else { Err(Reason::SlotTaken) }
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
            Image::NewDossier(id) => self.withdraw(id, out),
            Image::Dossier(d) => self.restore_dossier(*d),
        }
    }
}
