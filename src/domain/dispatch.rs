//! Dispatch: who is called to a free counter (domain/queue.md, "Dispatch").

use super::event::{Call, Output, Timed, Why};
use super::office::Office;
use super::rules::{CounterIx, Early, FieldIx};
use super::ticket::{Number, QueueKey, State, Ticket, TicketId};
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

    /// Whether the next free counter calls through the field's bookings of this session that are before their time (2, 3).
    pub(super) fn calls_through(&self, field: FieldIx) -> bool {
        let half = self.served_session(field);
        let end = half.map(|half| self.now.day().at(self.rules.session(half).end));
        self.rules.early == Early::First && end.is_some_and(|end| self.anyone_waits(field, end))
    }

    pub(super) fn dispatch(&mut self, out: &mut Vec<Timed>) {
        for field in self.rules.field_indexes() {
            if !self.anyone_could_be_called(field) {
                continue;
            }
            for i in 0..self.rules.field(field).counters.len() {
                let ix = self.rules.field(field).counters[i];
                let counter = self.counter(ix);
                if counter.open && counter.ticket.is_none() && !self.is_manual(ix) {
                    self.serve_at(ix, out);
                }
            }
        }
    }

    /// Finds the next person for a free counter, in whichever of its fields someone has the strongest claim. Answers
    /// whether someone is served now.
    pub(super) fn serve_at(&mut self, ix: CounterIx, out: &mut Vec<Timed>) -> bool {
        let fields = &self.rules.counter(ix).fields;
        if let [field] = fields[..] {
            let half = self.served_session(field);
            return half.is_some_and(|half| self.serve_next(field, half, ix, out));
        }
        let mut claims: Vec<_> = fields
            .iter()
            .map(|field| (self.claim(*field), *field))
            .collect();
        // The configuration's order decides between equal claims.
        claims.sort_by_key(|(claim, _)| *claim);
        claims.into_iter().any(|(_, field)| {
            let half = self.served_session(field);
            half.is_some_and(|half| self.serve_next(field, half, ix, out))
        })
    }

    /// How strongly a field's people claim a counter that serves several fields, so that none is starved: due bookings
    /// first, then priority, then whoever has waited longest.
    fn claim(&self, field: FieldIx) -> (u8, Minute) {
        let queue = &self.queues[usize::from(field.0)];
        let today = from(self.now.day().start());
        let due = queue.booked.range(today..through(self.now)).find(|key| {
            let ticket = self.ticket(key.2);
            ticket.is_some_and(|t| t.present || t.appointed.is_none())
        });
        let heads = [due, queue.priority.first(), queue.ordinary.first()];
        let first = heads
            .into_iter()
            .zip(0..)
            .find_map(|(head, rank)| Some((rank, head?.0)));
        first.unwrap_or((u8::MAX, self.now))
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
    fn serve_next(
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
            let (id, why) = match (queue.priority.first(), queue.ordinary.first()) {
                (Some(key), _) => (key.2, Why::Priority),
                (None, Some(key)) => match self.result_between(field) {
                    Some(result) if result != key.2 => (result, Why::ResultBetween),
                    _ => (key.2, Why::ByNumber),
                },
                (None, None) => return false,
            };
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

    /// Who waits for a result and goes before the other ordinary walk-ins now, where the office wants it so.
    fn result_between(&self, field: FieldIx) -> Option<TicketId> {
        let others = self.rules.results_between?;
        if self.others_since_result(field) < others {
            return None;
        }
        let waiting = self.queues[usize::from(field.0)].ordinary.iter();
        let mut ids = waiting.map(|key| key.2);
        ids.find(|id| self.ticket(*id).is_some_and(Ticket::fetches_result))
    }

    /// How many others of a field were taken today since somebody fetched a result; counted only where it matters.
    pub(super) fn others_since_result(&self, field: FieldIx) -> u32 {
        if self.rules.results_between.is_none() {
            return 0;
        }
        let of_field = self.tickets_of(self.now.day());
        let of_field = of_field.filter(|t| t.number.field == field);
        let mut taken: Vec<_> = of_field
            .filter_map(|t| Some((t.started?, t.id, t.fetches_result())))
            .collect();
        taken.sort_unstable();
        let others = taken.iter().rev().take_while(|taken| !taken.2);
        others.count() as u32
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
