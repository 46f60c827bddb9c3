//! That nothing is refused without a reason.

use motcua::domain::Event;
use motcua::domain::event::{NumberRef, Reason};
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::Day;

use super::super::slots;
use super::requests::Asked;
use super::{Observer, Seeing, Seen, hold};

impl Observer<'_> {
    pub(super) fn rejected(&self, event: &Event, reason: Reason) -> Seeing {
        let today = self.now.day();
        let meant = |number: &NumberRef, date: Option<Day>| {
            let (field, n) = (number.field, number.n);
            let day = date.unwrap_or(today);
            self.tickets.get(&Number { day, field, n })
        };
        let is_right = match (event, reason) {
            (Event::Walkin { field, .. }, Reason::Closed) => self.running(*field).is_none(),
            (Event::Walkin { field, .. }, Reason::CounterClosed) => {
                let of_field = &self.rules.field(*field).counters;
                of_field
                    .iter()
                    .all(|ix| self.desks[usize::from(ix.0)].closed)
            }
            (Event::Walkin { field, person, .. }, Reason::AlreadyWaiting)
            | (Event::Book { field, person, .. }, Reason::AlreadyWaiting) => {
                let theirs =
                    |s: &Seen| s.time.is_none() && s.phone.is_some() && s.phone == person.phone;
                self.of_today()
                    .any(|s| s.number.field == *field && s.is_open() && theirs(s))
            }
            (Event::Book { person, .. }, Reason::Blocked) => {
                person.phone.as_ref().is_some_and(|p| self.is_locked(p))
            }
            (Event::Book { .. }, reason) => {
                return slots::check_refusal(self, event, reason);
            }
            (
                Event::Confirm { number, date }
                | Event::Accept { number, date }
                | Event::Decline { number, date, .. }
                | Event::Propose { number, date, .. }
                | Event::Move { number, date, .. },
                Reason::UnknownNumber,
            ) => meant(number, *date).is_none(),
            (event, Reason::NotActive(state)) if answered(event).is_some() => {
                let (number, date, wanted) = answered(event).ok_or("not answered")?;
                meant(number, date).is_some_and(|s| state_of(s) == state)
                    && !wanted.contains(&state)
            }
            (
                Event::Propose { number, date, wish } | Event::Move { number, date, wish },
                reason,
            ) => {
                let seen = meant(number, *date).ok_or("no such number")?;
                return slots::check_unmoved(self, seen, *wish, reason);
            }
            (Event::Arrive { number }, Reason::UnknownNumber) => meant(number, None).is_none(),
            (Event::Arrive { number }, Reason::ExpiredTakeANumber) => {
                meant(number, None).is_some_and(|s| s.ended == Some(State::Expired))
            }
            (Event::Arrive { number }, Reason::NotActive(state)) => {
                meant(number, None).is_some_and(|s| state_of(s) == state && state != State::Booked)
            }
            (Event::Cancel { number, date }, Reason::UnknownNumber) => {
                meant(number, *date).is_none()
            }
            (Event::Cancel { number, date }, Reason::AlreadyCalled) => meant(number, *date)
                .is_some_and(|s| s.is_open() && s.appointed.is_some_and(|at| at <= self.now)),
            (Event::Cancel { number, date }, Reason::NotActive(state)) => {
                meant(number, *date).is_some_and(|s| state_of(s) == state && !s.is_open())
            }
            (Event::Done { counter } | Event::Absent { counter }, Reason::CounterIdle) => {
                self.desks[usize::from(counter.0)].ticket.is_none()
            }
            _ => false,
        };
        hold!(is_right, "refused without a reason");
        Ok(())
    }
}

/// Which number an answer or a move is about, and in which states it can be.
fn answered(event: &Event) -> Option<(&NumberRef, Option<Day>, &'static [State])> {
    const BOTH: [State; 2] = [State::Requested, State::Proposed];
    const AHEAD: [State; 3] = [State::Booked, State::Requested, State::Proposed];
    Some(match event {
        Event::Confirm { number, date } => (number, *date, &BOTH[..1]),
        Event::Accept { number, date } => (number, *date, &BOTH[1..]),
        Event::Decline { number, date, .. } | Event::Propose { number, date, .. } => {
            (number, *date, &BOTH)
        }
        Event::Move { number, date, .. } => (number, *date, &AHEAD),
        _ => return None,
    })
}

fn state_of(s: &Seen) -> State {
    let open = match (s.time, s.asked) {
        (None, _) => State::Waiting,
        (Some(_), None) => State::Booked,
        (Some(_), Some(Asked::Office(_))) => State::Requested,
        (Some(_), Some(Asked::Citizen(_))) => State::Proposed,
    };
    let serving = if s.serving { State::Serving } else { open };
    s.ended.unwrap_or(serving)
}
