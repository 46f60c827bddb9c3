//! Dispatch played ahead with the field's mean service time.

use std::collections::VecDeque;

use crate::domain::office::Office;
use crate::domain::rules::{Early, FieldIx};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Half, Minute};

/// A counter in the plan.
struct Server {
    free: Minute,
}

/// Dispatch played ahead.
pub(super) struct Plan<'a> {
    office: &'a Office,
    field: FieldIx,
    now: Minute,
    pub(super) bookings: Vec<&'a Ticket>,
    pub(super) priority: VecDeque<&'a Ticket>,
    pub(super) ordinary: VecDeque<&'a Ticket>,
    servers: Vec<Server>,
    /// How many others were taken since somebody fetched a result.
    others: u32,
}

/// Minutes that a ticket takes, as far as the order goes by it.
fn takes(office: &Office, t: &Ticket) -> i32 {
    match t.person.errand {
        Some(_) => office.habits().of(t).mean().round() as i32,
        None => office.rules().field(t.number.field).mean,
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(office: &'a Office, field: FieldIx, now: Minute) -> Self {
        let rules = office.rules();
        let mut servers = Vec::new();
        for ix in &rules.field(field).counters {
            let counter = office.counter(*ix);
            if !counter.open {
                continue;
            }
            let serving = counter.ticket.and_then(|id| office.ticket(id));
            let free = serving.map_or(now, |t| {
                let mean = takes(office, t);
                let spent = now.0 - t.started.unwrap_or(now).0;
                // Who takes longer than usual is not done in a moment either.
                now.plus((mean - spent).max(mean / 3))
            });
            // A shared counter turns to this field only when the fields before it have nobody left.
            let mut sooner = 0;
            for f in rules.counter(*ix).fields.iter().filter(|f| **f < field) {
                sooner += office.work_waiting(*f);
            }
            servers.push(Server {
                free: free.plus(sooner),
            });
        }
        Self {
            office,
            field,
            now,
            bookings: Vec::new(),
            priority: VecDeque::new(),
            ordinary: VecDeque::new(),
            others: office.others_since_result(field),
            servers,
        }
    }

    /// The order of those who are here.
    pub(super) fn play(mut self) -> Vec<&'a Ticket> {
        let mut order = Vec::with_capacity(self.ordinary.len() + self.priority.len());
        if self.servers.is_empty() {
            self.servers.push(Server { free: self.now });
        }
        let mut first_free = 0;
        while let Some(server) = self.servers.get(first_free) {
            let was_free = server.free;
            let session = self.office.session_for(self.field, was_free);
            let t = session.map_or(was_free, |(_, t)| t);
            let mut free = t;
            match self.next_at(t, session.map(|(half, _)| half)) {
                Some(ticket) => {
                    if ticket.present || ticket.state == State::Waiting {
                        order.push(ticket);
                    }
                    if ticket.present || ticket.state == State::Booked {
                        free = t.plus(takes(self.office, ticket));
                        self.others = match ticket.fetches_result() {
                            true => 0,
                            false => self.others + 1,
                        };
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
        order
    }

    /// Dispatch 1 to 5 at `t`. Absent bookings are taken to come at their time; those called in vain are not.
    fn next_at(&mut self, t: Minute, half: Option<Half>) -> Option<&'a Ticket> {
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
            return Some(self.bookings.remove(i));
        }
        let walk_in = self.priority.pop_front().or_else(|| {
            let is_due = rules.results_between.is_some_and(|n| self.others >= n);
            let result = self.ordinary.iter().position(|t| t.fetches_result());
            self.ordinary.remove(result.filter(|_| is_due).unwrap_or(0))
        });
        if walk_in.is_some() {
            return walk_in;
        }
        let rest = self.bookings.iter().position(|b| early(b));
        rest.map(|i| self.bookings.remove(i))
    }
}
