//! The machine's beat: let time pass instant by instant, apply the event, expire, dispatch
//! (domain/queue.md, "Time" and "Exactly"). Here a booking expires whose holder did not come within the grace (S2.4), and
//! a phone is locked for it (S2.9).

use super::event::{Event, Output, Timed};
use super::office::Office;
use super::rules::CounterIx;
use super::ticket::{State, Ticket, TicketId};
use super::time::{Day, Minute};

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
        let action = event.kind();
        let can_be_undone = action.is_undoable() && desk.is_some();
        self.recording = can_be_undone.then(Vec::new);
        self.apply(event, out);
        self.expire(out);
        self.offer_freed(out);
        self.dispatch(out);
        if let (Some(images), Some(desk)) = (self.recording.take(), desk) {
            self.remember(desk, action, images);
        }
    }

    /// The next minute in which something is due by itself: the shell sleeps until then.
    pub fn next_instant(&self) -> Minute {
        let calendar = self.next_calendar_instant();
        let calendar = self.next_offer().map_or(calendar, |t| t.min(calendar));
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
            self.offer_freed(out);
            self.dispatch(out);
        }
        self.now = to;
    }

    // ---- expiry and the end of the day ----

    fn expire(&mut self, out: &mut Vec<Timed>) {
        let mut due: Vec<(Minute, TicketId)> = Vec::new();
        for &(_, id) in self.awaited.range(..=(self.now, TicketId(u64::MAX))) {
            due.extend(self.ticket(id).and_then(|t| Some((t.time()?, id))));
        }
        due.sort_unstable();
        for (_, id) in due {
            self.expire_one(id, out);
        }
        self.lapse(out);
    }

    /// The holder did not come: a strike, and at more than the allowed ones a lock (S2.4, S2.9).
    pub(super) fn expire_one(&mut self, id: TicketId, out: &mut Vec<Timed>) {
        self.finish(id, State::Expired);
        let Some(ticket) = self.ticket(id) else {
            return;
        };
        let (number, phone) = (ticket.number, ticket.person.phone.clone());
        let is_strike = self.is_strike(ticket);
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
            if !record.helper && is_strike {
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

    /// Whether it speaks against the phone that nobody came for `ticket`. Where strikes are counted by the day, only who was
    /// called in vain counts, and so often a day.
    pub(super) fn is_strike(&self, ticket: &Ticket) -> bool {
        if !ticket.person.proves_phone() {
            return false;
        }
        let Some(most) = self.rules.strikes_per_day else {
            return true;
        };
        let day = ticket.number.day;
        let others = self
            .tickets_of(day)
            // Of days before yesterday nothing is remembered any more.
            .filter(|_| day >= self.now.day().plus(-1))
            .filter(|t| t.id != ticket.id && t.person.phone == ticket.person.phone)
            .filter(|t| t.state == State::Expired && t.was_called() && t.person.proves_phone());
        ticket.was_called() && others.count() < most as usize
    }

    /// Whether the tickets of `day` have had their last chance.
    pub fn day_is_over(&self, day: Day) -> bool {
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
        let open: Vec<_> = open.map(|t| (t.id, t.number, t.state, t.present)).collect();
        for (id, number, state, present) in open {
            if state.awaits_answer() {
                self.lapse_one(id, out);
            } else if state == State::Booked && !present {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{When, Wish};
    use crate::domain::rules::{Profile, Rules};
    use crate::domain::text::Phone;
    use crate::domain::ticket::{Channel, Person};

    /// Four bookings by one door whose holder never came; whether the phone is locked then.
    fn locked_after_four(channel: Channel) -> bool {
        let mut rules = Rules::of(Profile::Source);
        let field = rules.add_field("a", "A", 10, None);
        rules.add_counter("1", "Quầy 1", &[field]);
        let mut office = Office::new(rules, Minute::parse("2026-11-23T07:00").unwrap());
        let phone = Phone::parse("0912345678").unwrap();
        for day in 23..27 {
            let date = Day::parse(&format!("2026-11-{day}")).unwrap();
            let wish = Wish {
                date: date.next(),
                half: None,
                time: None,
            };
            let person = Person {
                phone: Some(phone.clone()),
                channel,
                ..Person::default()
            };
            let event = Event::Book {
                field,
                when: When::Wish(wish),
                to_confirm: false,
                person,
            };
            let at = date.start().plus(18 * 60);
            office.handle(at, None, event, &mut Vec::new());
            let next_evening = date.next().start().plus(17 * 60 + 45);
            office.handle(next_evening, None, Event::Tick, &mut Vec::new());
        }
        office
            .phone(&phone)
            .is_some_and(|record| record.until.is_some())
    }

    #[test]
    fn who_types_a_strangers_number_into_the_form_locks_nobody_out() {
        assert!(locked_after_four(Channel::Sms));
        assert!(!locked_after_four(Channel::Web));
    }
}
