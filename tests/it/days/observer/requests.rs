//! Requests and proposals (S1.4): held like bookings, never called, answered in time or lapsed.

use motcua::domain::Event;
use motcua::domain::event::How;
use motcua::domain::event::NumberRef;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::{Day, Minute};

use super::super::slots;
use super::{Observer, Seeing, Seen, end, hold};

/// A day and a night to answer.
const ANSWER: i32 = 1440;

/// Whose answer a ticket waits for, and until when that is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    Office(Minute),
    Citizen(Minute),
}

impl Seen {
    /// When it lapses.
    fn lapses(&self) -> Option<Minute> {
        let time = self.time?;
        match self.asked.filter(|_| self.ended.is_none())? {
            Asked::Office(_) => Some(time),
            Asked::Citizen(due) => Some(time.min(due)),
        }
    }
}

impl Observer<'_> {
    pub(super) fn requested(
        &mut self,
        event: &Event,
        number: Number,
        time: Minute,
        due: Minute,
    ) -> Seeing {
        let asked_for = matches!(
            event,
            Event::Book {
                to_confirm: true,
                ..
            }
        );
        hold!(asked_for, "nobody asked");
        hold!(due == self.now.plus(ANSWER), "due is not a day from now");
        self.given(event, number, time, How::Wished)?;
        self.known(number)?.asked = Some(Asked::Office(due));
        Ok(())
    }

    pub(super) fn confirmed(&mut self, event: &Event, number: Number, time: Minute) -> Seeing {
        let today = self.now.day();
        let seen = self.known(number)?;
        let right = match (event, seen.asked) {
            (Event::Confirm { number: n, date }, Some(Asked::Office(_)))
            | (Event::Accept { number: n, date }, Some(Asked::Citizen(_))) => {
                is_meant(*n, *date, today, number)
            }
            _ => false,
        };
        hold!(right && seen.is_open(), "not this one's turn");
        hold!(seen.time == Some(time), "another time");
        seen.asked = None;
        Ok(())
    }

    pub(super) fn proposed(
        &mut self,
        event: &Event,
        number: Number,
        new: Number,
        time: Minute,
    ) -> Seeing {
        let Event::Propose {
            number: n,
            date,
            wish,
        } = event
        else {
            return Err("nobody proposed".to_owned());
        };
        hold!(
            is_meant(*n, *date, self.now.day(), number),
            "another number"
        );
        let seen = self.known(number)?.clone();
        slots::check_wished(self, &seen, *wish, time)?;
        let phone = self.unanswered(number, State::Moved)?;
        self.add(new, number.field, phone, false, Some(time))?;
        let due = self.now.plus(ANSWER);
        self.known(new)?.asked = Some(Asked::Citizen(due));
        Ok(())
    }

    pub(super) fn declined(
        &mut self,
        event: &Event,
        number: Number,
        why: Option<&String>,
    ) -> Seeing {
        let Event::Decline {
            number: n,
            date,
            reason,
        } = event
        else {
            return Err("nobody declined".to_owned());
        };
        hold!(
            is_meant(*n, *date, self.now.day(), number),
            "another number"
        );
        hold!(reason.as_ref() == why, "another reason");
        self.unanswered(number, State::Declined).map(drop)
    }

    pub(super) fn lapsed(&mut self, number: Number) -> Seeing {
        let now = self.now;
        let lapses = self.known(number)?.lapses();
        hold!(lapses == Some(now), "lapses {lapses:?}");
        self.unanswered(number, State::Lapsed).map(drop)
    }

    /// A booking, request or proposal got another time.
    pub(super) fn moved(
        &mut self,
        event: &Event,
        number: Number,
        phone: Option<&Phone>,
        (old, new): (Minute, Number),
        time: Minute,
    ) -> Seeing {
        let (now, today) = (self.now, self.now.day());
        let seen = self.known(number)?.clone();
        hold!(seen.time == Some(old) && seen.is_open(), "not open");
        hold!(seen.phone.as_ref() == phone, "another one");
        let asked = seen.asked;
        let anew = now.plus(ANSWER);
        let asked = match event {
            Event::CloseSession { .. } | Event::SetSessions { .. } => {
                slots::check_moved(self, &seen, old, time)?;
                match asked {
                    Some(Asked::Citizen(_)) => Some(Asked::Citizen(anew)),
                    as_before => as_before,
                }
            }
            Event::Move {
                number: n,
                date,
                wish,
            } => {
                hold!(is_meant(*n, *date, today, number), "another number");
                slots::check_wished(self, &seen, *wish, time)?;
                match asked {
                    Some(Asked::Citizen(_)) => Some(Asked::Office(anew)),
                    as_before => as_before,
                }
            }
            _ => return Err("moved without a reason".to_owned()),
        };
        end(self.known(number)?, State::Moved);
        self.add(new, number.field, phone.cloned(), false, Some(time))?;
        self.known(new)?.asked = asked;
        Ok(())
    }

    /// Ends what waited for an answer; gives its phone.
    fn unanswered(&mut self, number: Number, state: State) -> Result<Option<Phone>, String> {
        let seen = self.known(number)?;
        let waits = seen.asked.is_some() && seen.is_open();
        hold!(waits, "does not wait for an answer");
        end(seen, state);
        Ok(seen.phone.clone())
    }

    /// What must hold of an open ticket after each event.
    pub(super) fn waits_rightly(&self, seen: &Seen) -> Seeing {
        let Some(lapses) = seen.lapses() else {
            return Ok(());
        };
        hold!(self.now < lapses, "should have lapsed: {seen:?}");
        let time = seen.time.unwrap_or(lapses);
        let half = self.rules.half_of(time.time());
        let closed = self.closed.contains(&(time.day(), seen.number.field, half));
        hold!(!closed, "its half-day fell out: {seen:?}");
        let untouched = !seen.present && !seen.called_new && seen.appointed.is_none();
        hold!(untouched, "called or here: {seen:?}");
        Ok(())
    }
}

fn is_meant(n: NumberRef, date: Option<Day>, today: Day, number: Number) -> bool {
    let day = date.unwrap_or(today);
    (n.field, n.n, day) == (number.field, number.n, number.day)
}
