//! That nothing is refused without a reason.

use motcua::domain::Event;
use motcua::domain::event::{NumberRef, Reason};
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::Day;

use super::super::slots;
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
            | (
                Event::Sms { field, person } | Event::Web { field, person, .. },
                Reason::AlreadyWaiting,
            ) => {
                let theirs =
                    |s: &Seen| s.time.is_none() && s.phone.is_some() && s.phone == person.phone;
                self.of_today()
                    .any(|s| s.number.field == *field && s.is_open() && theirs(s))
            }
            (Event::Sms { person, .. } | Event::Web { person, .. }, Reason::Blocked) => {
                person.phone.as_ref().is_some_and(|p| self.is_locked(p))
            }
            (Event::Sms { .. } | Event::Web { .. }, reason) => {
                return slots::check_refusal(self, event, reason);
            }
            (Event::Arrive { number }, Reason::UnknownNumber) => meant(number, None).is_none(),
            (Event::Arrive { number }, Reason::ExpiredTakeANumber) => {
                meant(number, None).is_some_and(|s| s.ended == Some(State::Expired))
            }
            (Event::Arrive { number }, Reason::NotActive(state)) => meant(number, None)
                .is_some_and(|s| state_of(s) == state && (s.time.is_none() || !s.is_open())),
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

fn state_of(s: &Seen) -> State {
    let open = match s.time {
        Some(_) => State::Booked,
        None => State::Waiting,
    };
    let serving = if s.serving { State::Serving } else { open };
    s.ended.unwrap_or(serving)
}
