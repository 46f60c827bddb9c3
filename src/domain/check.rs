//! What is possible now: the one place that refuses. [`Office::handle`] asks it before each event, and screens ask it to
//! say beforehand what a key would answer. Here are the limits of one phone, too: open bookings (S1.7), locks (S2.9).

use super::event::{Current, Detail, Event, NumberRef, Reason, When, Wish};
use super::office::Office;
use super::rules::{CounterIx, FieldIx, OPEN_PER_FIELD, OPEN_PER_HELPER};
use super::ticket::{Person, State, Ticket, TicketId};
use super::time::{Day, Minute};

impl Office {
    /// Whether `event` can happen now. What only shows while it happens is not foreseen: that nobody
    /// comes to a `next`, or that the number to call is taken back as its holder is finished.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self, event: &Event) -> Result<(), Reason> {
        match event {
            Event::Walkin { field, person, .. } => self.check_walkin(*field, person),
            Event::Book {
                field,
                when,
                person,
                ..
            } => self.check_booking(*field, *when, person),
            // Looked at without the phone: who asks is told nothing of others.
            Event::Ask { field, wish, .. } => self.slot_of_wish(*field, *wish).map(drop),
            Event::Sweep { tickets } => self.check_sweep(tickets),
            Event::Confirm { number, date } => {
                self.among(*number, *date, |t| t.state.awaits_office())?;
                self.check_granting(self.find(*number, *date)?)
            }
            Event::Accept { number, date } => self.among(*number, *date, |t| {
                t.state == State::Proposed || t.offered().is_some()
            }),
            Event::Decline { number, date, .. } => {
                self.among(*number, *date, |t| t.state.awaits_answer())
            }
            Event::Propose { number, date, wish } => {
                self.among(*number, *date, |t| t.state.awaits_answer())?;
                self.other_time(self.find(*number, *date)?, *wish).map(drop)
            }
            Event::Move { number, date, wish } => {
                self.among(*number, *date, |t| t.state.is_ahead())?;
                self.other_time(self.find(*number, *date)?, *wish).map(drop)
            }
            Event::SeekEarlier { number, date, seek } => self.among(*number, *date, |t| {
                t.seeks_earlier().is_some() || (*seek && t.may_seek_earlier())
            }),
            Event::Arrive { number } => match self.find(*number, None)?.state {
                State::Expired => Err(Reason::ExpiredTakeANumber),
                _ => self.among(*number, None, |t| t.state == State::Booked),
            },
            Event::Cancel { number, date } => self.check_cancel(*number, *date),
            Event::Set {
                number,
                date,
                detail,
                ..
            } => self.check_set(*number, *date, *detail),
            Event::SetPriority { number, .. } => {
                self.among(*number, None, |t| !t.state.is_final() && t.time().is_none())
            }
            Event::Receive { receipt, .. } => self.check_receipt(receipt),
            Event::Dossier { dossier, act } => self.check_act(*dossier, act),
            Event::Done { counter } | Event::Absent { counter } | Event::Advise { counter, .. } => {
                self.at_counter(*counter).map(drop)
            }
            Event::Hold { counter } => self.check_hold(*counter),
            Event::Transfer { counter, field, .. } => {
                if self.at_counter(*counter)?.number.field == *field {
                    return Err(Reason::SameField);
                }
                self.still_open(self.now.day())
            }
            Event::Recall { counter } => self.to_recall(*counter).map(drop),
            Event::Next { counter, current } => self.can_be_freed(*counter, *current),
            Event::CallNumber {
                counter,
                number,
                current,
            } => {
                self.among(*number, None, |t| t.state.can_be_called())?;
                self.can_be_freed(*counter, *current)
            }
            Event::Resume { number, counter } => {
                self.among(*number, None, |t| t.state == State::Held)?;
                match counter {
                    Some(ix) if self.is_free(*ix).is_ok() => Ok(()),
                    _ => self.still_open(self.now.day()),
                }
            }
            Event::Requeue { number } => {
                self.among(*number, None, |t| match t.state {
                    State::Missed | State::Held => true,
                    state => state == State::Waiting && !t.present,
                })?;
                self.still_open(self.now.day())
            }
            Event::Undo { counter } => self.check_undo(*counter),
            Event::Redo { counter } => self.check_redo(*counter),
            Event::Leave { .. }
            | Event::CloseCounter { .. }
            | Event::OpenCounter { .. }
            | Event::CloseSession { .. }
            | Event::OpenSession { .. }
            | Event::SetSessions { .. }
            | Event::Unblock { .. }
            | Event::SetHelper { .. }
            | Event::Tick
            | Event::SetManual { .. }
            | Event::Configured
            | Event::ClockConfirmed
            | Event::Audit { .. } => Ok(()),
        }
    }

    /// Who was called at the booked time is awaited; the grace decides.
    fn check_cancel(&self, number: NumberRef, date: Option<Day>) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let called = ticket.state == State::Booked && ticket.appointed.is_some();
        if called && ticket.time().is_some_and(|time| time <= self.now) {
            return Err(Reason::AlreadyCalled);
        }
        self.among(number, date, Ticket::can_be_taken_back)
    }

    /// Once a ticket is over, its end was counted for the phone that it had.
    fn check_set(
        &self,
        number: NumberRef,
        date: Option<Day>,
        detail: Detail,
    ) -> Result<(), Reason> {
        self.among(number, date, |t| {
            detail != Detail::Phone || !t.state.is_final() || t.state == State::Missed
        })
    }

    /// The ticket must be one of `those`.
    fn among(
        &self,
        number: NumberRef,
        date: Option<Day>,
        those: impl FnOnce(&Ticket) -> bool,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        match those(ticket) {
            true => Ok(()),
            false => Err(Reason::NotActive(ticket.state)),
        }
    }

    fn still_open(&self, day: Day) -> Result<(), Reason> {
        match self.day_is_over(day) {
            true => Err(Reason::Closed),
            false => Ok(()),
        }
    }

    fn check_sweep(&self, tickets: &[TicketId]) -> Result<(), Reason> {
        let mut tickets = tickets.iter().filter_map(|id| self.ticket(*id));
        match tickets.any(Ticket::can_be_taken_back) {
            true => Ok(()),
            false => Err(Reason::UnknownNumber),
        }
    }

    fn check_granting(&self, ticket: &Ticket) -> Result<(), Reason> {
        match ticket.state {
            State::Asked => self.time_granted(ticket).map(drop),
            _ => Ok(()),
        }
    }

    fn check_walkin(&self, field: FieldIx, person: &Person) -> Result<(), Reason> {
        let today = self.now.day();
        let gives_numbers = self.rules.is_workday(today)
            && self
                .running_half()
                .is_some_and(|half| !self.closed.contains(&(today, field, half)));
        if !gives_numbers {
            return Err(Reason::Closed);
        }
        let mut counters = self.rules.field(field).counters.iter();
        if counters.all(|ix| !self.counter(*ix).open) {
            return Err(Reason::CounterClosed);
        }
        match self.waits_as_walkin(field, person) {
            true => Err(Reason::AlreadyWaiting),
            false => Ok(()),
        }
    }

    fn check_booking(&self, field: FieldIx, when: When, person: &Person) -> Result<(), Reason> {
        if let Some(phone) = &person.phone
            && let Some(until) = self.phone(phone).and_then(|record| record.until)
            && self.now.day() < until
        {
            return Err(Reason::Blocked);
        }
        match self.same_wish(field, when, person) {
            // An open booking is answered, one in the queue is refused.
            Some(ticket) if ticket.time().is_some() => Ok(()),
            Some(_) => Err(Reason::AlreadyWaiting),
            None => {
                self.check_open_per_phone(field, person)?;
                self.time_for(field, when, person).map(drop)
            }
        }
    }

    /// What the same person has open in a field already: bookings, and a walk-in of today. Another name on the same phone
    /// is another person; a helper's phone is never asked.
    fn all_standing_of(&self, field: FieldIx, person: &Person) -> impl Iterator<Item = &Ticket> {
        let phone = person.phone.as_ref().filter(|p| !self.is_helper(p));
        let today = self.now.day();
        let open = phone
            .into_iter()
            .flat_map(|phone| self.open_of_phone(phone));
        open.filter(move |t| t.number.field == field && t.person.may_be(person))
            .filter(move |t| {
                t.state.is_ahead() || (t.state == State::Waiting && t.number.day == today)
            })
    }

    /// The first of it.
    pub(super) fn standing_of(&self, field: FieldIx, person: &Person) -> Option<&Ticket> {
        let mut all = self.all_standing_of(field, person);
        all.next()
    }

    /// What of it a booking would only repeat. An official who types another procedure and another day books something else.
    pub(super) fn same_wish(&self, field: FieldIx, when: When, person: &Person) -> Option<&Ticket> {
        let is_other = |t: &Ticket| match (when, t.time()) {
            (When::Wish(wish), Some(time)) => {
                let is_typed = person.channel.is_of_desk();
                is_typed && !t.person.may_come_for(person) && wish.date != time.day()
            }
            _ => false,
        };
        let mut all = self.all_standing_of(field, person);
        all.find(|t| !is_other(t))
    }

    /// The slot that a wish gets which held none so far: the free one nearest to it on its day, if its phone may book.
    pub(super) fn time_granted(&self, asked: &Ticket) -> Result<Minute, Reason> {
        let (field, person) = (asked.number.field, &asked.person);
        let time = asked.time().ok_or(Reason::NotActive(asked.state))?;
        if self.standing_of(field, person).is_some() {
            return Err(Reason::AlreadyWaiting);
        }
        let wish = Wish {
            date: time.day(),
            half: None,
            time: Some(time.time()),
        };
        self.check_booking(field, When::Wish(wish), person)?;
        self.other_time(asked, wish)
    }

    /// A phone books for a family, not for a crowd; a helper's for a whole village.
    fn check_open_per_phone(&self, field: FieldIx, person: &Person) -> Result<(), Reason> {
        let (Some(most), Some(phone)) = (self.rules.open_per_phone, &person.phone) else {
            return Ok(());
        };
        let open = || self.open_of_phone(phone).filter(|t| t.state.is_ahead());
        let in_field = || open().filter(|t| t.number.field == field).count();
        let full = match self.is_helper(phone) {
            true => open().count() >= OPEN_PER_HELPER,
            false => open().count() >= most || in_field() >= OPEN_PER_FIELD,
        };
        match full {
            true => Err(Reason::TooMany(open().count())),
            false => Ok(()),
        }
    }

    /// Whether the counter is free for another call, or `current` says what becomes of the one who is there.
    fn can_be_freed(&self, ix: CounterIx, current: Option<Current>) -> Result<(), Reason> {
        match (self.is_free(ix), current) {
            (Err(Reason::CounterBusy), Some(Current::Done)) => Ok(()),
            (Err(Reason::CounterBusy), Some(Current::Hold)) => self.check_hold(ix),
            (free, _) => free,
        }
    }

    fn check_hold(&self, ix: CounterIx) -> Result<(), Reason> {
        self.still_open(self.at_counter(ix)?.number.day)
    }
}

#[cfg(test)]
mod tests;
