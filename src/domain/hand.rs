//! The official's hand: overruling the machine (domain/queue.md, "The official's hand").

use super::event::{Call, Current, Detail, NumberRef, Output, Reason, Timed, Why};
use super::office::Office;
use super::rules::{CounterIx, FieldIx};
use super::ticket::{Kind, State, Ticket, TicketId};
use super::time::Day;

impl Office {
    /// Asks for the next person at a counter that does not call by itself. Who is there is finished or put aside first;
    /// that is done also when nobody waits.
    pub(super) fn next(
        &mut self,
        ix: CounterIx,
        current: Option<Current>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let was_busy = self.counter(ix).ticket.is_some();
        self.make_free(ix, current, out)?;
        if self.serve_at(ix, out) || was_busy {
            return Ok(());
        }
        Err(Reason::NobodyWaiting)
    }

    /// Frees an open counter for another call.
    fn make_free(
        &mut self,
        ix: CounterIx,
        current: Option<Current>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        match current.filter(|_| self.counter(ix).ticket.is_some()) {
            Some(Current::Done) => self.done(ix, out),
            Some(Current::Hold) => self.hold(ix, out),
            None => Ok(()),
        }
    }

    pub(super) fn is_free(&self, ix: CounterIx) -> Result<(), Reason> {
        let counter = self.counter(ix);
        if !counter.open {
            return Err(Reason::CounterClosed);
        }
        counter.ticket.map_or(Ok(()), |_| Err(Reason::CounterBusy))
    }

    /// The same call again: of the one in service, else of the booking that was last called in vain.
    pub(super) fn recall(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.to_recall(ix)?;
        let recall = Output::Call {
            number: ticket.number,
            counter: ix,
            call: Call::Recall,
            present: ticket.present,
            why: Why::Hand,
        };
        // Nothing is changed, so that the action before it can still be taken back.
        self.emit(out, recall);
        Ok(())
    }

    /// Who is called again by a recall.
    pub(super) fn to_recall(&self, ix: CounterIx) -> Result<&Ticket, Reason> {
        let last = self.counter(ix).last_call.and_then(|id| self.ticket(id));
        let in_vain = last.filter(|t| t.state == State::Booked);
        self.at_counter(ix).or(in_vain.ok_or(Reason::CounterIdle))
    }

    /// This one now, whatever the order; also one that was missed, expired or put aside.
    pub(super) fn call_number(
        &mut self,
        ix: CounterIx,
        number: NumberRef,
        current: Option<Current>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let id = self.find(number, None)?.id;
        self.make_free(ix, current, out)?;
        // `done` may just have taken this very booking back: it was the same person's.
        if self.ticket(id).is_some_and(|t| t.state == State::Cancelled) {
            return Err(Reason::NotActive(State::Cancelled));
        }
        self.forgive_expiry(id);
        let now = self.now;
        self.change(id, |t| {
            t.present = true;
            t.ended = None;
            t.arrived = t.arrived.or(Some(now));
        });
        self.call(id, ix, Call::Hand, Why::Hand, out);
        Ok(())
    }

    /// Who is called after having expired is no longer one who did not come: the strike goes, and comes again if
    /// nobody is there.
    fn forgive_expiry(&mut self, id: TicketId) {
        let counted = |t: &&Ticket| t.state == State::Expired && self.is_strike(t);
        let expired = self.ticket(id).filter(counted);
        if let Some(phone) = expired.and_then(|t| t.person.phone.clone()) {
            self.change_phone(&phone, |record| {
                record.strikes = record.strikes.saturating_sub(1);
            });
        }
    }

    pub(super) fn hold(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.at_counter(ix)?;
        let (id, number) = (ticket.id, ticket.number);
        self.change(id, |t| t.state = State::Held);
        self.change_counter(ix, |c| c.ticket = None);
        self.emit(
            out,
            Output::Held {
                number,
                counter: ix,
            },
        );
        Ok(())
    }

    pub(super) fn resume(
        &mut self,
        number: NumberRef,
        to: Option<CounterIx>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let id = self.find(number, None)?.id;
        if let Some(ix) = to
            && self.is_free(ix).is_ok()
        {
            self.call(id, ix, Call::Again, Why::Hand, out);
            return Ok(());
        }
        self.back_into_queue(number, out)
    }

    /// A missed walk-in came after all, or one who had left or was put aside is back: the old place.
    pub(super) fn back_into_queue(
        &mut self,
        number: NumberRef,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let (id, number) = (ticket.id, ticket.number);
        self.change(id, |t| {
            t.state = match t.kind {
                Kind::Walkin { .. } => State::Waiting,
                Kind::Booking { .. } => State::Booked,
            };
            t.present = true;
            t.ended = None;
        });
        self.emit(out, Output::Requeued { number });
        Ok(())
    }

    /// A number in the other field that goes by its first arrival.
    pub(super) fn transfer(
        &mut self,
        ix: CounterIx,
        field: FieldIx,
        procedure: Option<&str>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.at_counter(ix)?;
        let (id, number, priority) = (ticket.id, ticket.number, ticket.has_priority());
        let arrived = ticket.arrived.or(ticket.started).unwrap_or(self.now);
        let mut person = ticket.person.clone();
        if let Some(procedure) = procedure {
            Detail::Procedure.write(procedure, &mut person);
        }
        self.finish(id, State::Transferred);
        self.change_counter(ix, |c| c.ticket = None);
        let (new, ahead) = self.add_walkin(field, priority, person, arrived, Some(id));
        self.emit(out, Output::Transferred { number, new, ahead });
        Ok(())
    }

    pub(super) fn set_priority(
        &mut self,
        number: NumberRef,
        priority: bool,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let (id, number) = (ticket.id, ticket.number);
        self.change(id, |t| t.kind = Kind::Walkin { priority });
        self.emit(out, Output::Changed { number });
        Ok(())
    }

    pub(super) fn set(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        detail: Detail,
        text: &str,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number, was) = (ticket.id, ticket.number, ticket.person.phone.clone());
        if detail == Detail::Phone {
            // What it was moved or transferred from, and to before that was taken back, is the same person's.
            for kin in self.kin(id) {
                self.change(kin, |t| {
                    if t.person.phone == was {
                        detail.write(text, &mut t.person);
                    }
                });
                self.correct_brought(kin, was.as_ref(), text);
            }
            self.correct_brought(id, was.as_ref(), text);
        }
        self.change(id, |t| detail.write(text, &mut t.person));
        self.emit(out, Output::Changed { number });
        Ok(())
    }

    /// The tickets that one came from, and others that came from them, all of which only made room for it. Of days that are
    /// over not every process remembers them: what is written then must not hang on it.
    fn kin(&self, id: TicketId) -> Vec<TicketId> {
        let today = self.now.day();
        let known = |id| self.ticket(id).filter(|t| t.number.day >= today);
        let first = |mut id: TicketId| {
            while let Some(origin) = known(id).and_then(|t| t.origin) {
                id = origin;
            }
            id
        };
        let made_room =
            |state| matches!(state, State::Moved | State::Transferred | State::Cancelled);
        let all = self.tickets.values().filter(|t| t.number.day >= today);
        let kin = all.filter(|t| made_room(t.state) && t.id != id && first(t.id) == first(id));
        let mut kin: Vec<_> = kin.map(|t| t.id).collect();
        kin.sort_unstable();
        kin
    }
}
