//! Requests: times that an official must look at before they are bookings (S1.3, S1.4; domain/queue.md, "Requests").
//!
//! `requested → booked | proposed | declined | lapsed`, `proposed → booked | declined | lapsed`. Both keep their slot
//! from others and are never called; the citizen may take them back or move them like a booking.

use super::catalogue::Catalogue;
use super::event::{Event, NumberRef, Output, Reason, Timed, When, Wish};
use super::office::Office;
use super::rules::FieldIx;
use super::ticket::{Person, State, Ticket, TicketId};
use super::time::{DAY_MINUTES, Day, Half, Minute};

/// So many minutes has the office to answer a request, and the citizen to answer a proposal (S1.4).
pub const ANSWER_WITHIN: i32 = DAY_MINUTES;
/// So many wishes that hold no slot wait for the officials at most.
pub const MOST_ASKED: usize = 100;
/// So many minutes of work has it for a wish that holds no slot.
const ASKED_WITHIN: i32 = 24 * 60;

impl Event {
    /// A citizen's booking becomes a request where an official must look at it first (S1.4), by whichever door it comes:
    /// each one, where the office wants it so, or those of procedures that need it.
    pub fn confirmed_where_needed(mut self, each: bool, catalogue: &Catalogue, today: Day) -> Self {
        if let Self::Book {
            when,
            to_confirm,
            person,
            ..
        } = &mut self
        {
            let procedure = person.procedure.as_deref();
            let procedure = procedure.and_then(|id| catalogue.get(id));
            *to_confirm |= each || procedure.is_some_and(|p| p.on_request);
            // A request is for a day.
            if *to_confirm && *when == When::Soonest {
                *when = When::Wish(Wish {
                    date: today,
                    half: None,
                    time: None,
                });
            }
        }
        self
    }
}

/// On what a booked time stands.
#[derive(Clone, Copy)]
pub(super) enum Footing {
    /// It is agreed.
    Booked,
    /// The office must answer until then.
    Requested(Minute),
    /// The citizen must answer until then.
    Proposed(Minute),
    /// It holds no slot; the office must answer until then.
    Asked(Minute),
}

impl Footing {
    pub(super) fn parts(self) -> (State, Option<Minute>) {
        match self {
            Self::Booked => (State::Booked, None),
            Self::Requested(due) => (State::Requested, Some(due)),
            Self::Proposed(due) => (State::Proposed, Some(due)),
            Self::Asked(due) => (State::Asked, Some(due)),
        }
    }
}

impl Office {
    /// Requests and proposals that nobody has answered yet: the office's turn before the citizens', each by when an
    /// answer is wanted.
    pub fn unanswered(&self) -> Vec<&Ticket> {
        let open = self.unanswered.iter();
        let mut open: Vec<&Ticket> = open.filter_map(|(_, id)| self.ticket(*id)).collect();
        open.sort_by_key(|t| (t.state == State::Proposed, t.answer_by(), t.id));
        open
    }

    /// On what a ticket's place stands when it gets another time without anybody's wish. The office still owes its
    /// answer when it did; the citizen has not heard of the new time yet.
    pub(super) fn footing(&self, id: TicketId) -> Footing {
        let anew = self.answer_time();
        match self.ticket(id).map(|t| (t.state, t.due)) {
            Some((State::Requested, due)) => Footing::Requested(due.unwrap_or(anew)),
            Some((State::Proposed, _)) => Footing::Proposed(anew),
            _ => Footing::Booked,
        }
    }

    pub(super) fn answer_time(&self) -> Minute {
        self.now.plus(ANSWER_WITHIN)
    }

    /// Takes a wish that holds no slot until an official has looked at it.
    pub(super) fn ask(
        &mut self,
        field: FieldIx,
        wish: Wish,
        person: Person,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let time = self.slot_of_wish(field, wish)?;
        let due = self.after_work(ASKED_WITHIN);
        let number = self.add_booking(field, time, person, Footing::Asked(due), None);
        self.emit(out, Output::Requested { number, time, due });
        Ok(())
    }

    /// The minute by which the office has worked for so many minutes from now on.
    fn after_work(&self, mut minutes: i32) -> Minute {
        let days = (0..=self.rules.horizon_days).map(|d| self.now.day().plus(d));
        for day in days.filter(|day| self.rules.is_workday(*day)) {
            for half in Half::BOTH {
                let session = self.rules.session(half);
                let from = day.at(session.start).max(self.now);
                let worked = day.at(session.end).0 - from.0;
                if worked >= minutes {
                    return from.plus(minutes);
                }
                minutes -= worked.max(0);
            }
        }
        self.now.plus(self.rules.horizon_days * DAY_MINUTES)
    }

    /// The office grants what was requested, or the citizen agrees to what was proposed or offered.
    pub(super) fn agree(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number) = (ticket.id, ticket.number);
        if let Some(offer) = ticket.offered() {
            self.take_offer(id, offer, out);
            return Ok(());
        }
        if ticket.state == State::Asked {
            let time = self.time_granted(ticket)?;
            if let Some(number) = self.replace(id, time, Footing::Booked) {
                self.emit(out, Output::Confirmed { number, time });
            }
            return Ok(());
        }
        let time = ticket.time().ok_or(Reason::NotActive(ticket.state))?;
        self.change(id, |t| {
            t.state = State::Booked;
            t.due = None;
        });
        self.emit(out, Output::Confirmed { number, time });
        Ok(())
    }

    /// Another time, held under a number of its own until the citizen has answered.
    pub(super) fn propose(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        wish: Wish,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number, time) = (ticket.id, ticket.number, self.other_time(ticket, wish)?);
        let footing = Footing::Proposed(self.answer_time());
        if let Some(new) = self.replace(id, time, footing) {
            self.emit(out, Output::Proposed { number, new, time });
        }
        Ok(())
    }

    pub(super) fn decline(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        reason: Option<String>,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number) = (ticket.id, ticket.number);
        self.finish(id, State::Declined);
        self.emit(out, Output::Declined { number, reason });
        Ok(())
    }

    /// What nobody answered in time lapses, by booked time, without a strike.
    pub(super) fn lapse(&mut self, out: &mut Vec<Timed>) {
        let over = ..=(self.now, TicketId(u64::MAX));
        let mut over: Vec<(Option<Minute>, TicketId)> = self
            .unanswered
            .range(over)
            .map(|&(_, id)| (self.ticket(id).and_then(Ticket::time), id))
            .collect();
        over.sort_unstable();
        for (_, id) in over {
            self.lapse_one(id, out);
        }
    }

    pub(super) fn lapse_one(&mut self, id: TicketId, out: &mut Vec<Timed>) {
        self.finish(id, State::Lapsed);
        if let Some(number) = self.ticket(id).map(|t| t.number) {
            self.emit(out, Output::Lapsed { number });
        }
    }
}

#[cfg(test)]
mod tests;
