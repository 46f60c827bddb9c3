//! A field's queue as people see it: who is here, in the order in which the machine will take them, and why each
//! stands there. It only reads the office; the order is that of "Dispatch" (domain/queue.md), played ahead with the
//! field's mean service time, so that a booking stands where it will cut in. How long they wait, `forecast` says.

mod plan;

use plan::Plan;

use super::office::Office;
use super::rules::{Early, FieldIx};
use super::ticket::{Kind, State, Ticket, TicketId};
use super::time::{Day, Half, Minute};

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
    /// Not here yet, profile `source`: the next free counter calls it through, once before the time.
    CalledOnce,
    /// Here and due within the look-ahead, profile `improved`: before walk-ins.
    SoonDue,
    /// A walk-in with priority.
    Priority,
    /// An ordinary walk-in.
    ByNumber,
    /// A walk-in from another field, who stands where the first arrival belongs, whatever the number here.
    KeptWait,
    /// Fetches a result, where the office takes such ones between others.
    ResultBetween {
        /// After so many others.
        others: u32,
    },
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
    /// The day ended first: the office owes another day.
    Unserved {
        /// For when there is another booking since.
        again: Option<Minute>,
    },
    /// A request that the office must answer first (S1.4).
    Requested {
        /// By when.
        due: Minute,
    },
    /// Another time was offered, and the citizen has not answered yet.
    Proposed {
        /// Until when it is held.
        until: Minute,
    },
    /// A wish that holds no slot, which the office must look at.
    Asked {
        /// By when.
        due: Minute,
    },
}

/// One ticket of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which ticket.
    pub id: TicketId,
    /// Why it stands here.
    pub standing: Standing,
}

/// A field's tickets of today that are not yet finished.
#[derive(Clone, PartialEq, Debug)]
pub struct QueueView {
    /// Those who are here, the next one first.
    pub waiting: Vec<Row>,
    /// Bookings whose holders are not here, by time.
    pub absent: Vec<Row>,
    /// Put aside, missed and expired ones: they can be taken up again by hand. After the day's end, those whose turn did not
    /// come.
    pub aside: Vec<Row>,
    /// Whose turn did not come on the last working day, and who neither has another booking since nor came again; from the
    /// first call on, of those who left a name or phone.
    pub owed: Vec<Row>,
    /// Whether anybody was called today.
    pub has_begun: bool,
}

impl QueueView {
    /// How many people wait in the building.
    pub fn people(&self) -> usize {
        here(&self.waiting)
    }

    /// How many people wait before a ticket; none where it waits for no turn.
    pub fn before(&self, id: TicketId) -> Option<usize> {
        let at = self.waiting.iter().position(|row| row.id == id)?;
        Some(here(&self.waiting[..at]))
    }
}

/// How many of them have not gone away.
fn here(rows: &[Row]) -> usize {
    let gone = rows.iter().filter(|row| row.standing == Standing::Left);
    rows.len() - gone.count()
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
                State::Held | State::Missed | State::Expired | State::Unserved => {
                    aside.push(t);
                }
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
        let row = |t: &Ticket| Row {
            id: t.id,
            standing: self.standing(t, now),
        };
        let absent = absent.into_iter().map(row).collect();
        let aside = aside.into_iter().map(row).collect();
        let mut today = self.tickets_of(now.day()).filter(of_field);
        let has_begun = today.any(|t| t.was_called() || t.started.is_some());
        let before = self.rules().workday_before(now.day());
        // Who left neither name nor phone is not known to have come again.
        let owed = self.owed(field, before);
        let owed = owed.filter(|t| !has_begun || t.person.is_known());
        let owed = owed.map(row).collect();
        let waiting = plan.play().into_iter().map(row).collect();
        QueueView {
            waiting,
            absent,
            aside,
            owed,
            has_begun,
        }
    }

    /// What somebody got in the field since the day ended without a turn. Who left no phone is known by the name.
    fn got_since<'a>(&'a self, t: &'a Ticket) -> impl Iterator<Item = &'a Ticket> {
        let (person, field) = (&t.person, t.number.field);
        let is_theirs = move |b: &&Ticket| {
            let same = b.person.phone == person.phone && b.person.may_be(person);
            let named = person.phone.is_some() || b.person.name.is_some();
            let since = t.ended.is_some_and(|ended| b.made >= ended);
            person.is_known() && same && named && since && b.number.field == field
        };
        self.made_after(t.id).into_iter().filter(is_theirs)
    }

    /// The time of an open booking of that kind.
    fn booked_again(&self, t: &Ticket) -> Option<Minute> {
        let booked = self.got_since(t).filter(|b| b.state.is_ahead());
        booked.filter_map(Ticket::time).next()
    }

    /// A day's people of a field whose turn did not come, and who neither have another booking since nor came again.
    pub fn owed(&self, field: FieldIx, day: Day) -> impl Iterator<Item = &Ticket> {
        let of_field = self.tickets_of(day);
        let of_field = of_field.filter(move |t| t.number.field == field);
        let is_mended = |b: &Ticket| {
            b.state.keeps_slot() || matches!(b.state, State::Waiting | State::Transferred)
        };
        of_field.filter(move |t| t.state == State::Unserved && !self.got_since(t).any(is_mended))
    }

    /// Minutes until all who wait in a field are served by its open counters.
    fn work_waiting(&self, field: FieldIx) -> i32 {
        let field_rules = self.rules().field(field);
        let open = field_rules
            .counters
            .iter()
            .filter(|ix| self.counter(**ix).open);
        let people = self.people_waiting(field) as i32;
        people * field_rules.mean / (open.count() as i32).max(1)
    }

    /// Whether a walk-in could get a number of the field at `now`.
    pub fn takes_walkins(&self, field: FieldIx, now: Minute) -> bool {
        let mut counters = self.rules().field(field).counters.iter();
        self.numbers_from(field, now) == Some(now) && counters.any(|ix| self.counter(*ix).open)
    }

    /// From when on the hours allow numbers of the field, on the day of `now`: `now` itself, or the next half-day's beginning.
    pub fn numbers_from(&self, field: FieldIx, now: Minute) -> Option<Minute> {
        let (day, rules) = (now.day(), self.rules());
        let mut open = self.open_halves(field, day);
        let half = open.find(|half| now.time() < rules.session(*half).end);
        half.map(|half| now.max(day.at(rules.session(half).start)))
    }

    /// The half-days of a day on which a field is open.
    pub fn open_halves(&self, field: FieldIx, day: Day) -> impl Iterator<Item = Half> + '_ {
        let is_closed = move |half: &Half| {
            self.closed_sessions()
                .any(|closed| closed == (day, field, *half))
        };
        let halves = Half::BOTH.into_iter();
        halves.filter(move |half| self.rules().is_workday(day) && !is_closed(half))
    }

    /// Why a ticket stands where it stands in its queue at `now`.
    pub fn standing(&self, t: &Ticket, now: Minute) -> Standing {
        match (t.state, t.kind) {
            (State::Held, _) => Standing::Held,
            (State::Expired, _) => Standing::Expired,
            (State::Unserved, _) => Standing::Unserved {
                again: self.booked_again(t),
            },
            (State::Requested, Kind::Booking { time }) => Standing::Requested {
                due: t.answer_by().unwrap_or(time),
            },
            (State::Proposed, Kind::Booking { time }) => Standing::Proposed {
                until: t.answer_by().unwrap_or(time),
            },
            (State::Asked, Kind::Booking { time }) => Standing::Asked {
                due: t.answer_by().unwrap_or(time),
            },
            (State::Booked, Kind::Booking { time }) => self.standing_of_booking(t, time, now),
            (State::Waiting, _) if !t.present => Standing::Left,
            (State::Waiting, Kind::Walkin { priority: true }) => Standing::Priority,
            (State::Waiting, _) => match self.rules().results_between {
                Some(others) if t.fetches_result() => Standing::ResultBetween { others },
                _ if t.origin.is_some() && t.arrived < Some(t.made) => Standing::KeptWait,
                _ => Standing::ByNumber,
            },
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
                    until: rules.grace_ends(called),
                },
            };
        }
        let session = self.session_for(t.number.field, now);
        let later = time.day() != now.day()
            || session.is_some_and(|(half, _)| half != rules.half_of(time.time()));
        match (t.present, rules.early) {
            (true, _) if later => Standing::LaterSession,
            (true, Early::First) => Standing::EarlyFirst,
            (true, Early::Within(ahead)) if time <= now.plus(ahead) => Standing::SoonDue,
            (true, Early::Within(ahead)) => Standing::EarlyRest {
                first_from: time.plus(-ahead),
            },
            (false, _) if !t.called_new && !later && self.calls_through(t.number.field) => {
                Standing::CalledOnce
            }
            (false, _) => Standing::NotYetDue,
        }
    }

    /// The half-day in which someone of the field can be served at `t` or next on that day, and from when.
    fn session_for(&self, field: FieldIx, t: Minute) -> Option<(Half, Minute)> {
        let (day, rules) = (t.day(), self.rules());
        let open: Vec<Half> = self.open_halves(field, day).collect();
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
        State::Unserved => 1,
        State::Missed => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests;
