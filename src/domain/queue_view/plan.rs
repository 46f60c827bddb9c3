//! Dispatch played ahead with the field's mean service time.

use std::collections::VecDeque;

use super::Wait;
use crate::domain::office::Office;
use crate::domain::rules::{Early, FieldIx};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Half, Minute};

/// Coefficient of variation of a service (domain/queue.md, "The peak Monday").
const VARIATION: f64 = 0.6;
/// Estimates are rounded to so many minutes: more would be a lie.
const ROUNDING: i32 = 5;

/// A counter in the plan.
struct Server {
    free: Minute,
    /// Minutes for each of this field's people.
    each: i32,
}

/// Dispatch played ahead.
pub(super) struct Plan<'a> {
    office: &'a Office,
    field: FieldIx,
    now: Minute,
    pub(super) bookings: Vec<&'a Ticket>,
    pub(super) priority: VecDeque<&'a Ticket>,
    pub(super) ordinary: VecDeque<&'a Ticket>,
    newcomer: bool,
    servers: Vec<Server>,
    /// People whose service comes before everyone of this queue.
    before: usize,
}

/// A ticket, when its service is likely to begin, and how long that is as a range.
type Planned<'a> = (&'a Ticket, Option<Minute>, Option<Wait>);

/// Who is taken next.
enum Next<'a> {
    Ticket(&'a Ticket),
    Newcomer,
}

impl<'a> Plan<'a> {
    pub(super) fn new(office: &'a Office, field: FieldIx, now: Minute) -> Self {
        let rules = office.rules();
        let mean = rules.field(field).mean;
        let mut before = 0;
        let mut servers = Vec::new();
        for ix in &rules.field(field).counters {
            let counter = office.counter(*ix);
            if !counter.open {
                continue;
            }
            let serving = counter.ticket.and_then(|id| office.ticket(id));
            let free = serving.map_or(now, |t| {
                before += 1;
                let mean = rules.field(t.number.field).mean;
                let spent = now.0 - t.started.unwrap_or(now).0;
                // Who takes longer than usual is not done in a moment either.
                now.plus((mean - spent).max(mean / 3))
            });
            // A shared counter turns to this field only when the fields before it have nobody left.
            let mut sooner = 0;
            for f in rules.counter(*ix).fields.iter().filter(|f| **f < field) {
                sooner += office.work_waiting(*f);
                before += office.people_waiting(*f);
            }
            servers.push(Server {
                free: free.plus(sooner),
                each: mean,
            });
        }
        Self {
            office,
            field,
            now,
            bookings: Vec::new(),
            priority: VecDeque::new(),
            ordinary: VecDeque::new(),
            newcomer: true,
            servers,
            before,
        }
    }

    /// The order of those who are here, with likely times, and the wait of a newcomer.
    pub(super) fn play(mut self) -> (Vec<Planned<'a>>, Wait) {
        let mut order = Vec::with_capacity(self.ordinary.len() + self.priority.len());
        let no_counter = self.servers.is_empty();
        if no_counter {
            self.servers.push(Server {
                free: self.now,
                each: self.office.rules().field(self.field).mean,
            });
        }
        let (mut before, mut wait) = (self.before, Wait::NotToday);
        let mut first_free = 0;
        while let Some(server) = self.servers.get(first_free) {
            let (was_free, each) = (server.free, server.each);
            let session = self.office.session_for(self.field, was_free);
            let t = session.map_or(was_free, |(_, t)| t);
            let known = session.filter(|_| !no_counter).map(|(_, t)| t);
            let mut free = t;
            match self.next_at(t, session.map(|(half, _)| half)) {
                Some(Next::Newcomer) => wait = self.wait(known, before),
                Some(Next::Ticket(ticket)) => {
                    if ticket.present {
                        order.push((ticket, known, known.map(|_| self.wait(known, before))));
                    } else if ticket.state == State::Waiting {
                        order.push((ticket, None, None));
                    }
                    if ticket.present || ticket.state == State::Booked {
                        free = t.plus(each);
                        before += 1;
                    }
                }
                // Nobody now: go on to the next booked time.
                None => match self.bookings.iter().filter_map(|b| b.time()).min() {
                    Some(time) => free = t.max(time),
                    None => break,
                },
            }
            self.servers[first_free].free = free;
            let earliest = (0..self.servers.len()).min_by_key(|i| self.servers[*i].free);
            first_free = earliest.unwrap_or(0);
        }
        if no_counter {
            wait = Wait::NoCounter;
        }
        (order, wait)
    }

    /// Dispatch 1 to 5 at `t`. Absent bookings are taken to come at their time; those called in vain are not.
    fn next_at(&mut self, t: Minute, half: Option<Half>) -> Option<Next<'a>> {
        let (office, now) = (self.office, self.now);
        let time = |b: &Ticket| b.time().unwrap_or(b.made);
        let overdue = |b: &Ticket| !b.present && time(b) <= now;
        self.bookings.retain(|b| !overdue(b));
        let rules = office.rules();
        let end = half.map(|half| t.day().at(rules.session(half).end));
        let early = |b: &Ticket| b.present && end.is_none_or(|end| time(b) < end);
        let due = self.bookings.iter().position(|b| time(b) <= t);
        let soon = || {
            self.bookings.iter().position(|b| match rules.early {
                Early::First => early(b),
                Early::Within(ahead) => early(b) && time(b) <= t.plus(ahead),
            })
        };
        if let Some(i) = due.or_else(soon) {
            return Some(Next::Ticket(self.bookings.remove(i)));
        }
        if let Some(ticket) = self
            .priority
            .pop_front()
            .or_else(|| self.ordinary.pop_front())
        {
            return Some(Next::Ticket(ticket));
        }
        if std::mem::take(&mut self.newcomer) {
            return Some(Next::Newcomer);
        }
        let rest = self.bookings.iter().position(|b| early(b));
        rest.map(|i| Next::Ticket(self.bookings.remove(i)))
    }

    /// The wait of one who is served at `starts` after `before` others.
    fn wait(&self, starts: Option<Minute>, before: usize) -> Wait {
        let Some(starts) = starts else {
            return Wait::NotToday;
        };
        let session = |t| self.office.session_for(self.field, t);
        let round_up = |minutes: i32| (minutes + ROUNDING - 1).div_euclid(ROUNDING) * ROUNDING;
        let running = session(self.now).filter(|(_, from)| *from == self.now);
        if running.is_none() || running.map(|s| s.0) != session(starts).map(|s| s.0) {
            let later = round_up(starts.0 - starts.day().start().0);
            return Wait::From(starts.day().start().plus(later));
        }
        let minutes = starts.0 - self.now.0;
        if minutes <= 0 {
            return Wait::None;
        }
        let each = self.servers.iter().map(|s| s.each).max().unwrap_or(0);
        let spread = VARIATION * f64::from(each) * (before as f64).sqrt();
        let spread = (spread / self.servers.len() as f64).round() as i32;
        let low = (minutes - spread).max(0) / ROUNDING * ROUNDING;
        Wait::Minutes {
            low,
            high: round_up(minutes + spread).max(low + ROUNDING),
        }
    }
}
