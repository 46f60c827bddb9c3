//! The events of an ordinary day: taking a number, checking in, finishing, closing.

use super::dossier::Form;
use super::event::{CancelReason, Event, NumberRef, Output, Reason, Timed};
use super::office::Office;
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Channel, Kind, Number, Person, State, Ticket, TicketId};
use super::time::{Day, Half, Minute};

impl Office {
    pub(super) fn apply(&mut self, event: Event, out: &mut Vec<Timed>) {
        if let Event::Book { person, .. } = &event {
            self.lift_lock_that_ran_out(person);
        }
        let answer = self.check(&event).and_then(|()| self.act(event, out));
        if let Err(reason) = answer {
            self.emit(out, Output::Rejected(reason));
        }
    }

    /// What each event does once it has been found possible.
    fn act(&mut self, event: Event, out: &mut Vec<Timed>) -> Result<(), Reason> {
        match event {
            Event::Walkin {
                field,
                priority,
                person,
            } => self.walk_in(field, priority, person, out),
            Event::Book {
                field,
                when,
                to_confirm,
                person,
            } => self.book(field, when, to_confirm, person, out),
            Event::Ask {
                field,
                wish,
                person,
            } => self.ask(field, wish, person, out),
            Event::Sweep { tickets } => self.sweep(&tickets, out),
            Event::Confirm { number, date } | Event::Accept { number, date } => {
                self.agree(number, date, out)
            }
            Event::Propose { number, date, wish } => self.propose(number, date, wish, out),
            Event::Decline {
                number,
                date,
                reason,
            } => self.decline(number, date, reason, out),
            Event::Arrive { number } => self.arrive(number, out),
            Event::Cancel { number, date } => self.cancel(number, date, out),
            Event::SeekEarlier { number, date, seek } => self.seek_earlier(number, date, seek, out),
            Event::Leave { number } => self.leave(number),
            Event::Done { counter } => self.done(counter, out),
            Event::Absent { counter } => self.absent(counter, out),
            Event::CloseCounter { counter, reason } => self.close_counter(counter, reason, out),
            Event::OpenCounter { counter } => self.open_counter(counter, out),
            Event::CloseSession { field, date, half } => {
                self.close_sessions(&[(field, date, half)], out)
            }
            Event::OpenSession { field, date, half } => {
                self.open_sessions(&[(field, date, half)], out)
            }
            Event::SetSessions { open, sessions } => match open {
                true => self.open_sessions(&sessions, out),
                false => self.close_sessions(&sessions, out),
            },
            Event::Unblock { phone } => {
                self.unblock(&phone);
                self.emit(out, Output::Unblocked { phone });
                Ok(())
            }
            Event::SetHelper { phone, helper } => {
                self.change_phone(&phone, |record| record.helper = helper);
                Ok(())
            }
            Event::Tick | Event::ClockConfirmed | Event::Audit { .. } => Ok(()),
            Event::Configured => self.configured(out),
            Event::Receive { receipt, .. } => {
                self.receive(*receipt, out);
                Ok(())
            }
            Event::Dossier { dossier, act } => {
                self.act_on(dossier, act, out);
                Ok(())
            }
            Event::Advise { counter, form, .. } => self.advise(counter, form, out),
            Event::Next { counter, current } => self.next(counter, current, out),
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
            Event::Requeue { number } => self.back_into_queue(number, out),
            Event::Transfer {
                counter,
                field,
                procedure,
            } => self.transfer(counter, field, procedure.as_deref(), out),
            Event::Move { number, date, wish } => self.move_booking(number, date, wish, out),
            Event::Undo { counter } => self.undo(counter, out),
            Event::Redo { counter } => self.redo(counter, out),
            Event::SetPriority { number, priority } => self.set_priority(number, priority, out),
            Event::Set {
                number,
                date,
                detail,
                text,
            } => self.set(number, date, detail, &text, out),
        }
    }

    fn configured(&mut self, out: &mut Vec<Timed>) -> Result<(), Reason> {
        self.change_journal(super::journal::Journal::clear);
        self.leave_days_off(out);
        Ok(())
    }

    fn advise(
        &mut self,
        counter: CounterIx,
        form: Form,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let number = self.at_counter(counter)?.number;
        self.emit(out, Output::Advised { number, form });
        Ok(())
    }

    fn walk_in(
        &mut self,
        field: FieldIx,
        priority: bool,
        person: Person,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let (number, ahead) = self.add_walkin(field, priority, person, self.now, None);
        self.emit(out, Output::Ticket { number, ahead });
        Ok(())
    }

    fn close_counter(
        &mut self,
        counter: CounterIx,
        reason: Option<String>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        self.change_counter(counter, |c| (c.open, c.reason) = (false, reason));
        self.emit(out, Output::CounterClosed { counter });
        Ok(())
    }

    fn open_sessions(
        &mut self,
        sessions: &[(FieldIx, Day, Half)],
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        for &(field, date, half) in sessions {
            self.set_closed((date, field, half), false);
            self.emit(out, Output::SessionOpen { field, date, half });
        }
        Ok(())
    }

    fn open_counter(&mut self, counter: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        self.change_counter(counter, |c| (c.open, c.reason) = (true, None));
        self.emit(out, Output::CounterOpen { counter });
        Ok(())
    }

    pub(super) fn unblock(&mut self, phone: &Phone) {
        self.change_phone(phone, |record| {
            record.strikes = 0;
            record.until = None;
        });
    }

    /// The ticket that people mean by a number, on `date` or today.
    pub(super) fn find(&self, number: NumberRef, date: Option<Day>) -> Result<&Ticket, Reason> {
        let day = date.unwrap_or(self.now.day());
        let number = Number {
            day,
            field: number.field,
            n: number.n,
        };
        self.by_number(number).ok_or(Reason::UnknownNumber)
    }

    /// The half-day that is running by the clock, `[start, end)`, on any day.
    pub(super) fn running_half(&self) -> Option<Half> {
        let time = self.now.time();
        Half::BOTH.into_iter().find(|half| {
            let s = self.rules.session(*half);
            s.start <= time && time < s.end
        })
    }

    pub(super) fn is_helper(&self, phone: &Phone) -> bool {
        self.phone(phone).is_some_and(|record| record.helper)
    }

    /// A new walk-in who arrived at `arrived`; answers the number and how many are ahead.
    pub(super) fn add_walkin(
        &mut self,
        field: FieldIx,
        priority: bool,
        person: Person,
        arrived: Minute,
        origin: Option<TicketId>,
    ) -> (Number, usize) {
        let ahead = self.queues[usize::from(field.0)].present;
        let now = self.now;
        let number = self.add(field, now.day(), false, |id, number| Ticket {
            present: true,
            arrived: Some(arrived),
            origin,
            ..blank(
                id,
                number,
                Kind::Walkin { priority },
                State::Waiting,
                now,
                person,
            )
        });
        (number, ahead)
    }

    /// Whether the same person waits in the field already: families share phones. Who takes a number on the phone gets one
    /// for each phone, whatever names are given.
    pub(super) fn waits_as_walkin(&self, field: FieldIx, person: &Person) -> bool {
        let Some(phone) = person.phone.as_ref().filter(|p| !self.is_helper(p)) else {
            return false;
        };
        let today = self.now.day();
        self.open_of_phone(phone)
            .filter(|t| t.state == State::Waiting && t.number.day == today)
            .any(|t| {
                person.channel == Channel::Web
                    || (t.number.field == field && t.person.may_be(person))
            })
    }

    fn arrive(&mut self, number: NumberRef, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.find(number, None)?;
        let (id, number) = (ticket.id, ticket.number);
        let now = self.now;
        self.change(id, |t| {
            t.present = true;
            t.arrived = t.arrived.or(Some(now));
        });
        self.emit(out, Output::CheckedIn { number });
        Ok(())
    }

    fn cancel(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number) = (ticket.id, ticket.number);
        self.finish(id, State::Cancelled);
        self.emit(
            out,
            Output::Cancelled {
                number,
                reason: None,
            },
        );
        Ok(())
    }

    /// Takes back at once what one source has made.
    fn sweep(&mut self, tickets: &[TicketId], out: &mut Vec<Timed>) -> Result<(), Reason> {
        for id in tickets {
            let Some(ticket) = self.ticket(*id).filter(|t| t.can_be_taken_back()) else {
                continue;
            };
            let number = ticket.number;
            self.finish(*id, State::Cancelled);
            let reason = Some(CancelReason::Swept);
            self.emit(out, Output::Cancelled { number, reason });
        }
        Ok(())
    }

    fn leave(&mut self, number: NumberRef) -> Result<(), Reason> {
        if let Ok(ticket) = self.find(number, None)
            && ticket.waits_here()
        {
            let id = ticket.id;
            self.change(id, |t| t.present = false);
        }
        Ok(())
    }

    pub(super) fn at_counter(&self, counter: CounterIx) -> Result<&Ticket, Reason> {
        let id = self.counter(counter).ticket.ok_or(Reason::CounterIdle)?;
        self.ticket(id).ok_or(Reason::CounterIdle)
    }

    pub(super) fn done(&mut self, counter: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.at_counter(counter)?;
        let (id, phone) = (ticket.id, ticket.person.phone.clone());
        let walked_in = ticket.time().is_none();
        let taken_back = self.booked_besides(ticket);
        self.finish(id, State::Done);
        self.change_counter(counter, |c| c.ticket = None);
        if let Some(phone) = phone
            && let Some(record) = self.phone(&phone)
        {
            let today = self.now.day();
            let locked = record.until.is_some_and(|until| today < until);
            if locked && walked_in && self.rules.walk_in_unlocks {
                self.unblock(&phone);
                self.emit(out, Output::Unblocked { phone });
            } else if record.strikes > 0 {
                self.change_phone(&phone, |record| record.strikes = 0);
            }
        }
        for (id, number) in taken_back {
            self.finish(id, State::Cancelled);
            let reason = Some(CancelReason::ServedAsWalkin);
            self.emit(out, Output::Cancelled { number, reason });
        }
        Ok(())
    }

    /// The open bookings of the same person for the same thing, which are taken back when `served` is done. Families
    /// share phones: a booking under another name stays, as does one for another procedure.
    fn booked_besides(&self, served: &Ticket) -> Vec<(TicketId, Number)> {
        let Some(phone) = served.person.phone.as_ref().filter(|p| !self.is_helper(p)) else {
            return Vec::new();
        };
        let Number { day, field, .. } = served.number;
        self.open_of_phone(phone)
            .filter(|t| t.state.is_ahead() && t.number.field == field && t.number.day == day)
            .filter(|t| t.person.may_be(&served.person))
            .filter(|t| t.person.may_come_for(&served.person))
            .map(|t| (t.id, t.number))
            .collect()
    }

    fn absent(&mut self, counter: CounterIx, out: &mut Vec<Timed>) -> Result<(), Reason> {
        let ticket = self.at_counter(counter)?;
        let (id, number, kind) = (ticket.id, ticket.number, ticket.kind);
        self.change_counter(counter, |c| c.ticket = None);
        self.emit(out, Output::Absent { number, counter });
        match kind {
            Kind::Walkin { .. } => self.finish(id, State::Missed),
            Kind::Booking { .. } => {
                self.change(id, |t| {
                    t.state = State::Booked;
                    t.present = false;
                });
                if self.day_is_over(number.day) {
                    self.expire_one(id, out);
                }
            }
        }
        Ok(())
    }
}

/// A ticket of which nothing but its beginning is known.
pub(super) fn blank(
    id: TicketId,
    number: Number,
    kind: Kind,
    state: State,
    made: Minute,
    person: Person,
) -> Ticket {
    Ticket {
        id,
        number,
        kind,
        state,
        present: false,
        made,
        arrived: None,
        called_new: false,
        appointed: None,
        counter: None,
        started: None,
        ended: None,
        origin: None,
        due: None,
        earlier: None,
        offer: None,
        person,
        stamp: 0,
    }
}
