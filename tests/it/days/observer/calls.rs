//! Who is called to which counter, when, and that nobody is forgotten.

use motcua::domain::event::Call;
use motcua::domain::rules::{CounterIx, Early, FieldIx};
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
        let may_be_in_vain = self.is_called_through(number.field);
        let seen = self.known(number)?;
        hold!(seen.is_open() && seen.asked.is_none(), "2: not open");
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
                let called_through = seen.time.is_some() && !present;
                hold!(
                    !called_through || may_be_in_vain,
                    "nobody waits, or not in this profile"
                );
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

    /// Whether early bookings may be called in vain: someone must wait (dispatch 2 and 3).
    fn is_called_through(&self, field: FieldIx) -> bool {
        let waits = |s: &Seen| {
            let early = s.time.is_some_and(|time| time > self.now);
            s.is_open() && (s.time.is_none() || (early && self.turn(s).is_some()))
        };
        let mut of_field = self.of_today().filter(|s| s.number.field == field);
        self.rules.early == Early::First && of_field.any(waits)
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
        let mine = self.known(number)?.clone();
        hold!(!mine.serving, "3: at two counters");
        let turn = self.turn(&mine);
        let first = self
            .of_today()
            .filter(|s| s.number != number && s.number.field == number.field && s.is_open())
            .find(|s| self.turn(s).is_some_and(|other| Some(other) < turn));
        hold!(first.is_none(), "4, 5: before {first:?}");
        if mine.time.is_none() {
            let string = (number.day, number.field, mine.priority);
            let last = self.last_started.entry(string).or_insert(0);
            hold!(*last < number.n, "4: after {last}");
            *last = number.n;
        }
        self.known(number)?.serving = true;
        self.desks[usize::from(counter.0)].ticket = Some(number);
        Ok(())
    }

    /// Whose turn it is: by the steps of the dispatch, then by time or number. Absent bookings have none.
    fn turn(&self, s: &Seen) -> Option<(u8, i32, u32)> {
        let Some(time) = s.time else {
            return Some((4 + u8::from(!s.priority), 0, s.number.n));
        };
        let half = self.served(s.number.field)?;
        let in_session = time < self.now.day().at(self.rules.session(half).end);
        let step = match self.rules.early {
            _ if time <= self.now => 1,
            Early::First => 3,
            Early::Within(ahead) if time <= self.now.plus(ahead) => 3,
            Early::Within(_) => 6,
        };
        (s.present && (in_session || step == 1)).then_some((step, time.0, s.number.n))
    }

    // ---- hours ----

    /// The half-day of `field` that runs by the clock and is not closed.
    pub(crate) fn running(&self, field: FieldIx) -> Option<Half> {
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
            self.waits_rightly(seen)?;
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
