//! The official's hand: overruling the machine (spec/queue.md, "The official's hand").

use super::event::{Call, Current, Event, NumberRef, Output, Reason, Timed, Why};
use super::office::Office;
use super::rules::{CounterIx, FieldIx};
use super::text::clean;
use super::ticket::{Kind, Person, State, Ticket, TicketId};
use super::time::Day;

impl Office {
    pub(super) fn apply_by_hand(
        &mut self,
        event: Event,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        match event {
            Event::Next { counter } => self.next(counter, out),
            Event::SetManual { counter, manual } => {
                self.change_counter(counter, |c| c.manual = manual);
                Ok(())
            }
            Event::Recall { counter } => self.recall(counter, out),
            Event::CallNumber {
                counter,
                number,
                current,
            } => self.call_number(counter, number, current, out),
            Event::Hold { counter } => self.hold(counter, out),
            Event::Resume { number, counter } => self.resume(number, counter, out),
            Event::Requeue { number } => self.requeue(number, out),
            Event::Transfer { counter, field } => self.transfer(counter, field, out),
            Event::Move { number, date, wish } => {
                let ticket = self.find(number, date)?;
                match ticket.state {
                    state if state.is_ahead() => self.move_booking(ticket.id, wish, out),
                    other => Err(Reason::NotActive(other)),
                }
            }
            Event::Undo { counter } => self.undo(counter, out),
            Event::SetPriority { number, priority } => self.set_priority(number, priority, out),
            Event::SetName { number, date, name } => {
                let name = Some(clean(&name)).filter(|n| !n.is_empty());
                self.correct(number, date, out, |person| person.name = name)
            }
            Event::SetProcedure {
                number,
                date,
                procedure,
            } => {
                let procedure = Some(procedure).filter(|p| !p.is_empty());
                self.correct(number, date, out, |person| person.procedure = procedure)
            }
            _ => Ok(()),
        }
    }

    /// Asks for the next person at a counter that does not call by itself.
    fn next(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        self.is_free(ix)?;
        if self.serve_at(ix, out) {
            return Ok(());
        }
        Err(Reason::NobodyWaiting)
    }

    fn is_free(&self, ix: CounterIx) -> Result<(), Reason> {
        let counter = self.counter(ix);
        if !counter.open {
            return Err(Reason::CounterClosed);
        }
        counter.ticket.map_or(Ok(()), |_| Err(Reason::CounterBusy))
    }

    /// The same call again: of the one in service, else of the booking that was last called in vain.
    fn recall(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let counter = self.counter(ix);
        let in_vain = counter
            .last_call
            .and_then(|id| self.ticket(id))
            .filter(|t| t.state == State::Booked);
        let ticket = counter
            .ticket
            .and_then(|id| self.ticket(id))
            .or(in_vain)
            .ok_or(Reason::CounterIdle)?;
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

    /// This one now, whatever the order; also one that was missed, expired or put aside.
    fn call_number(
        &mut self,
        ix: CounterIx,
        number: NumberRef,
        current: Option<Current>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let id = ticket.id;
        match ticket.state {
            // Also one who was finished too early: an undo is refused once the counter has gone on.
            State::Done
            | State::Waiting
            | State::Booked
            | State::Held
            | State::Missed
            | State::Expired
            | State::Unserved => {}
            other => return Err(Reason::NotActive(other)),
        }
        if !self.counter(ix).open {
            return Err(Reason::CounterClosed);
        }
        if self.counter(ix).ticket.is_some() {
            match current {
                None => return Err(Reason::CounterBusy),
                Some(Current::Done) => self.done(ix, out)?,
                Some(Current::Hold) => self.hold(ix, out)?,
            }
        }
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
        let counted = |t: &&Ticket| t.state == State::Expired && t.person.proves_phone();
        let expired = self.ticket(id).filter(counted);
        if let Some(phone) = expired.and_then(|t| t.person.phone.clone()) {
            self.change_phone(&phone, |record| {
                record.strikes = record.strikes.saturating_sub(1);
            });
        }
    }

    fn hold(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.at_counter(ix)?;
        let (id, number) = (ticket.id, ticket.number);
        if self.day_is_over(number.day) {
            return Err(Reason::Closed);
        }
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

    fn resume(
        &mut self,
        number: NumberRef,
        to: Option<CounterIx>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let id = ticket.id;
        if ticket.state != State::Held {
            return Err(Reason::NotActive(ticket.state));
        }
        if let Some(ix) = to
            && self.is_free(ix).is_ok()
        {
            self.call(id, ix, Call::Again, Why::Hand, out);
            return Ok(());
        }
        self.back_into_queue(id, out)
    }

    /// A missed walk-in came after all, or one who had left is back: the old place.
    fn requeue(&mut self, number: NumberRef, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        match ticket.state {
            State::Missed | State::Held => {}
            State::Waiting if !ticket.present => {}
            other => return Err(Reason::NotActive(other)),
        }
        let id = ticket.id;
        self.back_into_queue(id, out)
    }

    fn back_into_queue(&mut self, id: TicketId, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let Some(number) = self.ticket(id).map(|t| t.number) else {
            return Err(Reason::UnknownNumber);
        };
        if self.day_is_over(number.day) {
            return Err(Reason::Closed);
        }
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
    fn transfer(
        &mut self,
        ix: CounterIx,
        field: FieldIx,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.at_counter(ix)?;
        let (id, number, priority) = (ticket.id, ticket.number, ticket.has_priority());
        if number.field == field {
            return Err(Reason::SameField);
        }
        if self.day_is_over(self.now.day()) {
            return Err(Reason::Closed);
        }
        let arrived = ticket.arrived.or(ticket.started).unwrap_or(self.now);
        let person = ticket.person.clone();
        self.finish(id, State::Transferred);
        self.change_counter(ix, |c| c.ticket = None);
        let (new, ahead) = self.add_walkin(field, priority, person, arrived, Some(id));
        self.emit(out, Output::Transferred { number, new, ahead });
        Ok(())
    }

    fn set_priority(
        &mut self,
        number: NumberRef,
        priority: bool,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let (id, number) = (ticket.id, ticket.number);
        if ticket.state.is_final() || ticket.time().is_some() {
            return Err(Reason::NotActive(ticket.state));
        }
        self.change(id, |t| t.kind = Kind::Walkin { priority });
        self.emit(out, Output::Changed { number });
        Ok(())
    }

    fn correct(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        out: &mut Vec<Timed>,
        f: impl FnOnce(&mut Person),
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number) = (ticket.id, ticket.number);
        self.change(id, |t| f(&mut t.person));
        self.emit(out, Output::Changed { number });
        Ok(())
    }
}
