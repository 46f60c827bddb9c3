//! A field's queue as people see it: who is here, in the order in which the machine will take them, and why each
//! stands there. It only reads the office; the order is that of "Dispatch" (spec/queue.md), played ahead with the
//! field's mean service time, so that a booking stands where it will cut in.

use std::collections::VecDeque;

use super::office::Office;
use super::rules::{Early, FieldIx};
use super::ticket::{Kind, State, Ticket, TicketId};
use super::time::{Half, Minute};

/// Coefficient of variation of a service (spec/queue.md, "The peak Monday").
const VARIATION: f64 = 0.6;
/// Estimates are rounded to so many minutes: more would be a lie.
const ROUNDING: i32 = 5;

/// Why a ticket stands where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Here, and the appointed time has come: waits only for who is in service.
    Due,
    /// The appointed time has come, but no counter was free to call yet.
    DueUncalled,
    /// Called at the appointed time in vain; kept through this minute (S2.4).
    Awaited {
        /// The last minute in which the booking is still good.
        until: Minute,
    },
    /// Here before the time, profile `source`: before walk-ins (S2.8).
    EarlyFirst,
    /// Not here yet, profile `source`: will be called through once before the time.
    CalledOnce,
    /// Here and due within the look-ahead, profile `improved`: before walk-ins.
    SoonDue,
    /// A walk-in with priority.
    Priority,
    /// An ordinary walk-in.
    ByNumber,
    /// Here before the time, profile `improved`: after walk-ins until the look-ahead.
    EarlyRest {
        /// From this minute on it goes before walk-ins.
        first_from: Minute,
    },
    /// Here, but booked for a later half-day.
    LaterSession,
    /// Not here yet; the time has not come.
    NotYetDue,
    /// Took a number and left: called in its turn, then missed.
    Left,
    /// Put aside by the official.
    Held,
    /// A walk-in that was called in vain.
    Missed,
    /// A booking whose holder did not come within the grace.
    Expired,
}

/// One ticket of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which ticket.
    pub id: TicketId,
    /// Why it stands here.
    pub standing: Standing,
    /// When service is likely to begin, if it can be told.
    pub starts: Option<Minute>,
}

/// How long someone who takes a number now is likely to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// A counter is free.
    None,
    /// Between so many minutes, rounded outwards.
    Minutes {
        /// At least.
        low: i32,
        /// At most.
        high: i32,
    },
    /// Only after the break, from about this minute.
    From(Minute),
    /// Every counter of the field pauses.
    NoCounter,
    /// Not within today's hours.
    NotToday,
}

/// A field's tickets of today that are not yet finished.
#[derive(Clone, PartialEq, Debug)]
pub struct QueueView {
    /// Those who are here, the next one first.
    pub waiting: Vec<Row>,
    /// Bookings whose holders are not here, by time.
    pub absent: Vec<Row>,
    /// Put aside, missed and expired ones: they can be taken up again by hand.
    pub aside: Vec<Row>,
    /// For a newcomer.
    pub wait: Wait,
}

impl QueueView {
    /// How many people wait in the building.
    pub fn people(&self) -> usize {
        let here = |row: &&Row| row.standing != Standing::Left;
        self.waiting.iter().filter(here).count()
    }
}

impl Office {
    /// The queue of a field at the minute `now` (at least [`Office::now`]).
    pub fn queue_view(&self, field: FieldIx, now: Minute) -> QueueView {
        let now = now.max(self.now());
        let of_field = |t: &&Ticket| t.number.field == field;
        let mut plan = Plan::new(self, field, now);
        let (mut absent, mut aside) = (Vec::new(), Vec::new());
        for t in self.tickets_of(now.day()).filter(of_field) {
            match t.state {
                State::Waiting if t.has_priority() => plan.priority.push_back(t),
                State::Waiting => plan.ordinary.push_back(t),
                State::Booked => {
                    plan.bookings.push(t);
                    if !t.present {
                        absent.push(t);
                    }
                }
                State::Held | State::Missed | State::Expired => aside.push(t),
                _ => {}
            }
        }
        plan.bookings.sort_by_key(|t| t.queue_key());
        for queue in [&mut plan.priority, &mut plan.ordinary] {
            queue.make_contiguous().sort_by_key(|t| t.queue_key());
        }
        absent.sort_by_key(|t| t.queue_key());
        // Who comes back was mostly called just now.
        aside.sort_by_key(|t| (order_aside(t.state), std::cmp::Reverse(t.ended), t.id));
        let row = |t: &Ticket, starts| Row {
            id: t.id,
            standing: self.standing(t, now),
            starts,
        };
        let absent = absent.into_iter().map(|t| row(t, None)).collect();
        let aside = aside.into_iter().map(|t| row(t, None)).collect();
        let (order, wait) = plan.play();
        let waiting = order.into_iter().map(|(t, s)| row(t, s)).collect();
        QueueView {
            waiting,
            absent,
            aside,
            wait,
        }
    }

    /// Why a ticket stands where it stands in its queue at `now`.
    pub fn standing(&self, t: &Ticket, now: Minute) -> Standing {
        match (t.state, t.kind) {
            (State::Held, _) => Standing::Held,
            (State::Expired, _) => Standing::Expired,
            (State::Booked, Kind::Booking { time }) => self.standing_of_booking(t, time, now),
            (State::Waiting, _) if !t.present => Standing::Left,
            (State::Waiting, Kind::Walkin { priority: true }) => Standing::Priority,
            (State::Waiting, _) => Standing::ByNumber,
            _ => Standing::Missed,
        }
    }

    fn standing_of_booking(&self, t: &Ticket, time: Minute, now: Minute) -> Standing {
        let rules = self.rules();
        if time <= now {
            return match (t.present, t.appointed) {
                (true, _) => Standing::Due,
                (false, None) => Standing::DueUncalled,
                (false, Some(called)) => Standing::Awaited {
                    until: called.plus(rules.grace),
                },
            };
        }
        let later = self
            .session_for(t.number.field, now)
            .is_some_and(|(half, _)| half != rules.half_of(time.time()));
        match (t.present, rules.early) {
            (true, _) if later => Standing::LaterSession,
            (true, Early::First) => Standing::EarlyFirst,
            (true, Early::Within(ahead)) if time <= now.plus(ahead) => Standing::SoonDue,
            (true, Early::Within(ahead)) => Standing::EarlyRest {
                first_from: time.plus(-ahead),
            },
            (false, Early::First) if !t.called_new && !later => Standing::CalledOnce,
            (false, _) => Standing::NotYetDue,
        }
    }

    /// The half-day in which someone of the field can be served at `t` or next on that day, and from when.
    fn session_for(&self, field: FieldIx, t: Minute) -> Option<(Half, Minute)> {
        let (day, rules) = (t.day(), self.rules());
        if !rules.is_workday(day) {
            return None;
        }
        let open: Vec<Half> = Half::BOTH
            .into_iter()
            .filter(|half| !self.closed_sessions().any(|c| c == (day, field, *half)))
            .collect();
        let bounds = |half: &Half| {
            let s = rules.session(*half);
            (day.at(s.start), day.at(s.end))
        };
        let running = open
            .iter()
            .find(|h| (bounds(h).0..bounds(h).1).contains(&t));
        let not_over = |h: &&Half| t < bounds(h).1.plus(rules.overtime);
        let half = running.or_else(|| open.iter().find(not_over))?;
        Some((*half, t.max(bounds(half).0)))
    }
}

fn order_aside(state: State) -> u8 {
    match state {
        State::Held => 0,
        State::Missed => 1,
        _ => 2,
    }
}

/// A counter in the plan.
struct Server {
    free: Minute,
    /// Minutes for each of this field's people, longer where other fields' people share it.
    each: i32,
}

/// Dispatch played ahead.
struct Plan<'a> {
    office: &'a Office,
    field: FieldIx,
    now: Minute,
    bookings: Vec<&'a Ticket>,
    priority: VecDeque<&'a Ticket>,
    ordinary: VecDeque<&'a Ticket>,
    newcomer: bool,
    servers: Vec<Server>,
    busy: usize,
}

/// Who is taken next.
enum Next<'a> {
    Ticket(&'a Ticket),
    Newcomer,
}

impl<'a> Plan<'a> {
    fn new(office: &'a Office, field: FieldIx, now: Minute) -> Self {
        let rules = office.rules();
        let mean = rules.field(field).mean;
        let mut busy = 0;
        let mut servers = Vec::new();
        for ix in &rules.field(field).counters {
            let counter = office.counter(*ix);
            if !counter.open {
                continue;
            }
            let serving = counter.ticket.and_then(|id| office.ticket(id));
            let free = serving.map_or(now, |t| {
                busy += 1;
                let mean = rules.field(t.number.field).mean;
                let spent = now.0 - t.started.unwrap_or(now).0;
                // Who takes longer than usual is not done in a moment either.
                now.plus((mean - spent).max(mean / 3))
            });
            let shared = |f: &&FieldIx| **f == field || office.people_waiting(**f) > 0;
            let each = mean * rules.counter(*ix).fields.iter().filter(shared).count() as i32;
            servers.push(Server { free, each });
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
            busy,
        }
    }

    /// The order of those who are here, with likely times, and the wait of a newcomer.
    fn play(mut self) -> (Vec<(&'a Ticket, Option<Minute>)>, Wait) {
        let mut order = Vec::with_capacity(self.ordinary.len() + self.priority.len());
        let no_counter = self.servers.is_empty();
        if no_counter {
            self.servers.push(Server {
                free: self.now,
                each: self.office.rules().field(self.field).mean,
            });
        }
        let (mut before, mut wait) = (self.busy, Wait::NotToday);
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
                        order.push((ticket, known));
                    } else if ticket.state == State::Waiting {
                        order.push((ticket, None));
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

#[cfg(test)]
mod tests;
