//! The machine's beat: let time pass instant by instant, apply the event, expire, dispatch
//! (spec/queue.md, "Time" and "Exactly").

use super::event::{Call, Event, Output, Timed, Why};
use super::office::Office;
use super::rules::{CounterIx, Early, FieldIx};
use super::ticket::{Number, QueueKey, State, TicketId};
use super::time::{Day, Half, Minute};

/// Beyond every number and identity: the upper end of a range over queue keys.
const LAST: (u32, TicketId) = (u32::MAX, TicketId(u64::MAX));

fn from(time: Minute) -> QueueKey {
    (time, 0, TicketId(0))
}

fn through(time: Minute) -> QueueKey {
    (time, LAST.0, LAST.1)
}

impl Office {
    /// Lets everything due up to `at` happen, then `event`. Outputs come in the order in which they happen.
    /// `desk` is the counter whose official acts; what such an event did can be taken back from there.
    pub fn handle(
        &mut self,
        at: Minute,
        desk: Option<CounterIx>,
        event: Event,
        out: &mut Vec<Timed>,
    ) {
        self.begin();
        if at < self.now {
            self.emit(out, Output::ClockBack);
        } else {
            self.advance(at, out);
        }
        let desk = desk.or(event.counter());
        let action = event.undoable_name().filter(|_| desk.is_some());
        self.recording = action.map(|_| Vec::new());
        self.apply(event, out);
        self.expire(out);
        self.dispatch(out);
        if let (Some(images), Some(desk), Some(action)) = (self.recording.take(), desk, action) {
            self.remember(desk, action, images);
        }
    }

    /// The next minute in which something is due by itself: the shell sleeps until then.
    pub fn next_instant(&self) -> Minute {
        let calendar = self.next_calendar_instant();
        let later = (Minute(self.now.0 + 1), TicketId(0));
        self.timers
            .range(later..)
            .next()
            .map_or(calendar, |&(t, _)| t.min(calendar))
    }

    fn next_calendar_instant(&self) -> Minute {
        let day = self.now.day();
        if self.rules.is_workday(day) {
            let (am, pm, over) = (&self.rules.am, &self.rules.pm, self.rules.overtime);
            let mut instants = [am.start.0, am.end.0 + over, pm.start.0, pm.end.0 + over];
            instants.sort_unstable();
            let next = instants
                .iter()
                .map(|m| day.start().plus(*m))
                .find(|t| *t > self.now);
            if let Some(t) = next {
                return t.min(day.next().start());
            }
        }
        day.next().start()
    }

    fn advance(&mut self, to: Minute, out: &mut Vec<Timed>) {
        loop {
            let instant = self.next_instant();
            if instant > to {
                break;
            }
            self.now = instant;
            self.expire(out);
            self.close_day_if_due(out);
            self.dispatch(out);
        }
        self.now = to;
    }

    // ---- expiry and the end of the day ----

    fn expire(&mut self, out: &mut Vec<Timed>) {
        let mut due: Vec<(Minute, TicketId)> = Vec::new();
        for &(_, id) in self.awaited.range(..=(self.now, LAST.1)) {
            due.extend(self.ticket(id).and_then(|t| Some((t.time()?, id))));
        }
        due.sort_unstable();
        for (_, id) in due {
            self.expire_one(id, out);
        }
    }

    /// The holder did not come: a strike, and at more than the allowed ones a lock (S2.4, S2.9).
    pub(super) fn expire_one(&mut self, id: TicketId, out: &mut Vec<Timed>) {
        self.finish(id, State::Expired);
        let Some(ticket) = self.ticket(id) else {
            return;
        };
        let (number, phone) = (ticket.number, ticket.person.phone.clone());
        let Some(phone) = phone else {
            return self.emit(
                out,
                Output::Expired {
                    number,
                    phone: None,
                    strikes: 0,
                },
            );
        };
        let today = self.now.day();
        let (limit, lock_ends) = (self.rules.strikes, today.plus(self.rules.block_days));
        let (mut strikes, mut locked) = (0, false);
        self.change_phone(&phone, |record| {
            if !record.helper {
                record.strikes += 1;
                let running = record.until.is_some_and(|until| today < until);
                locked = record.strikes > limit && !running;
            }
            if locked {
                record.until = Some(lock_ends);
            }
            strikes = record.strikes;
        });
        self.emit(
            out,
            Output::Expired {
                number,
                phone: Some(phone.clone()),
                strikes,
            },
        );
        if locked {
            self.emit(
                out,
                Output::Blocked {
                    phone,
                    until: lock_ends,
                },
            );
        }
    }

    /// Whether the tickets of `day` have had their last chance.
    pub(super) fn day_is_over(&self, day: Day) -> bool {
        let today = self.now.day();
        let closes = today
            .start()
            .plus(self.rules.pm.end.0 + self.rules.overtime);
        day < today || (day == today && self.rules.is_workday(today) && self.now >= closes)
    }

    fn close_day_if_due(&mut self, out: &mut Vec<Timed>) {
        let today = self.now.day();
        if self.now == today.start() {
            self.close_day(today.plus(-1), out);
        } else if self.now.time().0 == self.rules.pm.end.0 + self.rules.overtime
            && self.rules.is_workday(today)
        {
            self.close_day(today, out);
        }
    }

    fn close_day(&mut self, day: Day, out: &mut Vec<Timed>) {
        let open = self
            .tickets_of(day)
            .filter(|t| !t.state.is_final() && t.state != State::Serving);
        let open: Vec<_> = open
            .map(|t| (t.id, t.number, t.state == State::Booked && !t.present))
            .collect();
        for (id, number, did_not_come) in open {
            if did_not_come {
                self.expire_one(id, out);
            } else {
                self.finish(id, State::Unserved);
                self.emit(out, Output::Unserved { number });
            }
        }
    }

    /// Brings a ticket into a final state.
    pub(super) fn finish(&mut self, id: TicketId, state: State) {
        let now = self.now;
        self.change(id, |t| {
            t.state = state;
            t.present = false;
            t.ended = Some(now);
        });
    }

    // ---- dispatch ----

    /// The half-day whose people of `field` can be served now: the running one, or one that ended less than the
    /// overtime ago.
    pub(super) fn served_session(&self, field: FieldIx) -> Option<Half> {
        let (day, time) = (self.now.day(), self.now.time());
        if !self.rules.is_workday(day) {
            return None;
        }
        let open = |half: Half| !self.closed.contains(&(day, field, half));
        let holds = |half: Half, over: i32| {
            let s = self.rules.session(half);
            open(half) && s.start <= time && time.0 < s.end.0 + over
        };
        let running = Half::BOTH.into_iter().find(|h| holds(*h, 0));
        running.or_else(|| {
            Half::BOTH
                .into_iter()
                .find(|h| holds(*h, self.rules.overtime))
        })
    }

    /// Whether people of `field` can be served now.
    pub fn is_served_now(&self, field: FieldIx) -> bool {
        self.served_session(field).is_some()
    }

    fn dispatch(&mut self, out: &mut Vec<Timed>) {
        for field in self.rules.field_indexes() {
            if !self.anyone_could_be_called(field) {
                continue;
            }
            let Some(half) = self.served_session(field) else {
                continue;
            };
            for i in 0..self.rules.field(field).counters.len() {
                let ix = self.rules.field(field).counters[i];
                let counter = self.counter(ix);
                if counter.open && counter.ticket.is_none() && !self.is_manual(ix) {
                    self.serve_next(field, half, ix, out);
                }
            }
        }
    }

    fn anyone_could_be_called(&self, field: FieldIx) -> bool {
        let queue = &self.queues[usize::from(field.0)];
        if !queue.ordinary.is_empty() || !queue.priority.is_empty() {
            return true;
        }
        let midnight = self.now.day().next().start();
        queue.booked.first().is_some_and(|key| key.0 < midnight)
    }

    /// Finds the next person for a free counter; absent ones on the way are called in vain.
    /// Returns whether someone is served now.
    pub(super) fn serve_next(
        &mut self,
        field: FieldIx,
        half: Half,
        ix: CounterIx,
        out: &mut Vec<Timed>,
    ) -> bool {
        let today = self.now.day();
        let session_end = today.at(self.rules.session(half).end);
        self.serve_due(field, today, ix, out)
            || (self.anyone_waits(field, session_end)
                && (self.serve_early(field, session_end, ix, Phase::BeforeWalkins, out)
                    || self.serve_walkin(field, ix, out)
                    || self.serve_early(field, session_end, ix, Phase::AfterWalkins, out)))
    }

    /// 1. Bookings whose time has come, by (time, number).
    fn serve_due(
        &mut self,
        field: FieldIx,
        today: Day,
        ix: CounterIx,
        out: &mut Vec<Timed>,
    ) -> bool {
        let due = self.booked_between(field, from(today.start()), through(self.now));
        for id in due {
            let Some(t) = self.ticket(id) else { continue };
            let (number, present) = (t.number, t.present);
            if t.appointed.is_none() {
                if self.call(id, ix, Call::Appointed, Why::Due, out) {
                    return true;
                }
            } else if present {
                self.serve(id, number, ix, Why::Due, out);
                return true;
            }
        }
        false
    }

    /// 2. An idle room is not called through: there must be a walk-in, or a present early booking of the session.
    fn anyone_waits(&self, field: FieldIx, session_end: Minute) -> bool {
        let queue = &self.queues[usize::from(field.0)];
        let walkin = !queue.ordinary.is_empty() || !queue.priority.is_empty();
        let early = || self.booked_between(field, from(self.now.plus(1)), from(session_end));
        walkin
            || early()
                .iter()
                .any(|id| self.ticket(*id).is_some_and(|t| t.present))
    }

    /// 3 and 5. Bookings of the session that are before their time, as the profile wants it.
    fn serve_early(
        &mut self,
        field: FieldIx,
        end: Minute,
        ix: CounterIx,
        phase: Phase,
        out: &mut Vec<Timed>,
    ) -> bool {
        let (until, present_only, why) = match (self.rules.early, phase) {
            (Early::First, _) => (end, false, Why::CalledThrough),
            (Early::Within(ahead), Phase::BeforeWalkins) => {
                (end.min(self.now.plus(ahead + 1)), true, Why::SoonDue)
            }
            (Early::Within(_), Phase::AfterWalkins) => (end, true, Why::EarlyRest),
        };
        let early = self.booked_between(field, from(self.now.plus(1)), from(until));
        for id in early {
            let Some(t) = self.ticket(id) else { continue };
            let (number, present) = (t.number, t.present);
            if present_only && !present {
                continue;
            }
            if !t.called_new {
                if self.call(id, ix, Call::New, why, out) {
                    return true;
                }
            } else if present {
                self.serve(id, number, ix, why, out);
                return true;
            }
        }
        false
    }

    /// 4. Walk-ins: those with priority, then the others, by number; one who left is called in vain.
    fn serve_walkin(&mut self, field: FieldIx, ix: CounterIx, out: &mut Vec<Timed>) -> bool {
        loop {
            let queue = &self.queues[usize::from(field.0)];
            let (key, why) = match (queue.priority.first(), queue.ordinary.first()) {
                (Some(key), _) => (*key, Why::Priority),
                (None, Some(key)) => (*key, Why::ByNumber),
                (None, None) => return false,
            };
            let id = key.2;
            let Some(t) = self.ticket(id) else {
                return false;
            };
            let call = if t.called_new { Call::Again } else { Call::New };
            if self.call(id, ix, call, why, out) {
                return true;
            }
            self.finish(id, State::Missed);
        }
    }

    fn booked_between(&self, field: FieldIx, first: QueueKey, last: QueueKey) -> Vec<TicketId> {
        if first >= last {
            return Vec::new();
        }
        let booked = &self.queues[usize::from(field.0)].booked;
        booked.range(first..last).map(|key| key.2).collect()
    }

    /// Calls a ticket to a counter: it goes on the board and is read aloud. Whoever is present is served now; answers
    /// whether it is so.
    pub(super) fn call(
        &mut self,
        id: TicketId,
        counter: CounterIx,
        call: Call,
        why: Why,
        out: &mut Vec<Timed>,
    ) -> bool {
        let now = self.now;
        let Some(t) = self.ticket(id) else {
            return false;
        };
        let (number, present) = (t.number, t.present);
        self.change(id, |t| {
            match call {
                Call::Appointed => t.appointed = Some(now),
                _ => t.called_new = true,
            }
            if present {
                t.begin_service(counter, now);
            }
        });
        self.change_counter(counter, |c| {
            c.last_call = Some(id);
            if present {
                c.ticket = Some(id);
            }
        });
        self.emit(
            out,
            Output::Call {
                number,
                counter,
                call,
                present,
                why,
            },
        );
        present
    }

    /// Service begins without another call.
    fn serve(
        &mut self,
        id: TicketId,
        number: Number,
        counter: CounterIx,
        why: Why,
        out: &mut Vec<Timed>,
    ) {
        let now = self.now;
        self.change(id, |t| t.begin_service(counter, now));
        self.change_counter(counter, |c| {
            c.ticket = Some(id);
            c.last_call = Some(id);
        });
        self.emit(
            out,
            Output::Serve {
                number,
                counter,
                why,
            },
        );
    }
}

#[derive(Clone, Copy)]
enum Phase {
    BeforeWalkins,
    AfterWalkins,
}
