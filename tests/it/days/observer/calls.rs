//! Who is called to which counter, when, and that nobody is forgotten.

use motcua::domain::event::Call;
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::{Day, Half};

use super::{Observer, Seeing, Seen, end, hold};

impl Observer<'_> {
    pub(super) fn called(
        &mut self,
        number: Number,
        counter: CounterIx,
        call: Call,
        present: bool,
    ) -> Seeing {
        self.can_take(number, counter)?;
        let now = self.now;
        let seen = self.known(number)?;
        hold!(seen.is_open(), "2: not open");
        hold!(seen.present == present, "is present: {}", seen.present);
        let due = seen.time.is_some_and(|time| time <= now);
        match call {
            Call::New => {
                hold!(
                    !seen.called_new && seen.appointed.is_none(),
                    "2: called before"
                );
                hold!(!due, "2: is due");
                seen.called_new = true;
            }
            Call::Appointed => {
                hold!(due && seen.appointed.is_none(), "2: not due, or once more");
                seen.appointed = Some(now);
            }
            other => return Err(format!("{other:?} on a day without the hand")),
        }
        if present {
            return self.starts(number, counter);
        }
        if seen.time.is_none() {
            end(seen, State::Missed);
        }
        Ok(())
    }

    pub(super) fn can_take(&self, number: Number, counter: CounterIx) -> Seeing {
        let desk = &self.desks[usize::from(counter.0)];
        hold!(desk.ticket.is_none(), "3: the counter is busy");
        hold!(!desk.closed, "the counter is closed");
        let serves = &self.rules.counter(counter).fields;
        hold!(serves.contains(&number.field), "the counter is for others");
        hold!(number.day == self.now.day(), "of another day");
        hold!(self.served(number.field).is_some(), "out of hours");
        Ok(())
    }

    pub(super) fn starts(&mut self, number: Number, counter: CounterIx) -> Seeing {
        let now = self.now;
        let mine = self.known(number)?.clone();
        let key = (mine.time.filter(|time| *time <= now), number.n);
        for other in self.of_today().filter(|s| s.number != number) {
            hold!(
                !(other.serving && other.number == number),
                "3: at two counters"
            );
            let due = other.time.filter(|time| *time <= now);
            let waits = other.number.field == number.field && other.is_open() && other.present;
            if waits && due.is_some() {
                let earlier = key.0.is_some() && key < (due, other.number.n);
                hold!(earlier, "5: {:?} is due and waits", other.number);
            }
        }
        if mine.time.is_none() {
            let last = self
                .last_started
                .entry((number.day, number.field, mine.priority))
                .or_insert(0);
            hold!(*last < number.n, "4: after {last}");
            *last = number.n;
            let ahead = self.of_today().find(|s| {
                let before = (!s.priority, s.number.n) < (!mine.priority, number.n);
                s.number.field == number.field && s.time.is_none() && s.is_open() && before
            });
            hold!(ahead.is_none(), "4: before {ahead:?}");
        }
        self.known(number)?.serving = true;
        self.desks[usize::from(counter.0)].ticket = Some(number);
        Ok(())
    }

    // ---- hours ----

    /// The half-day of `field` that runs by the clock and is not closed.
    pub fn running(&self, field: FieldIx) -> Option<Half> {
        self.hours(field, 0)
    }

    /// The half-day whose people are served now, also in its overtime.
    pub(super) fn served(&self, field: FieldIx) -> Option<Half> {
        let over = self.rules.overtime;
        self.hours(field, 0).or_else(|| self.hours(field, over))
    }

    fn hours(&self, field: FieldIx, over: i32) -> Option<Half> {
        let (day, time) = (self.now.day(), self.now.time().0);
        let workday = self.rules.is_workday(day);
        Half::BOTH.into_iter().find(|half| {
            let s = self.rules.session(*half);
            let holds = s.start.0 <= time && time < s.end.0 + over;
            workday && holds && !self.closed.contains(&(day, field, *half))
        })
    }

    // ---- after each event ----

    pub(super) fn after(&self) -> Seeing {
        for field in self.rules.field_indexes() {
            self.nobody_waits_at_an_idle_counter(field)?;
        }
        for seen in self.tickets.values().filter(|s| s.is_open()) {
            let over = seen
                .appointed
                .is_some_and(|at| self.now > at.plus(self.rules.grace));
            hold!(!over || seen.present, "should have expired: {seen:?}");
            hold!(!self.is_over(seen.number.day), "11: not final: {seen:?}");
        }
        Ok(())
    }

    /// Whether `day` is closed: its bookings and walk-ins have all come to an end.
    fn is_over(&self, day: Day) -> bool {
        let today = self.now.day();
        let closes = self.rules.pm.end.0 + self.rules.overtime;
        let closed = self.rules.is_workday(day) && self.now.time().0 >= closes;
        day < today || (day == today && closed)
    }

    fn nobody_waits_at_an_idle_counter(&self, field: FieldIx) -> Seeing {
        let Some(half) = self.served(field) else {
            return Ok(());
        };
        let idle = |ix: &&CounterIx| {
            let desk = &self.desks[usize::from(ix.0)];
            !desk.closed && desk.ticket.is_none()
        };
        let Some(idle) = self.rules.field(field).counters.iter().find(idle) else {
            return Ok(());
        };
        let session_end = self.now.day().at(self.rules.session(half).end);
        let eligible = |s: &&Seen| {
            let in_time = s.time.is_none_or(|t| t <= self.now || t < session_end);
            s.number.field == field && s.is_open() && s.present && in_time
        };
        let waits = self.of_today().find(eligible);
        hold!(waits.is_none(), "7: {idle:?} idles before {waits:?}");
        Ok(())
    }
}
