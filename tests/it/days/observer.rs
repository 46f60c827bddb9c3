//! Somebody who stands in the lobby, sees what is asked of the office and what it answers, and holds it to
//! "What always holds" (domain/queue.md). Nothing of the machine is used here but its settings; the numbers in the
//! messages are those of the list.

mod calls;
mod refusals;
mod requests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use motcua::domain::event::{CancelReason, How, Output};
use motcua::domain::rules::{FieldIx, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::{Day, Half, Minute};
use motcua::domain::{Event, Timed};

use super::slots;
use requests::Asked;

/// Fails with the rule that is broken.
macro_rules! hold {
    ($holds:expr, $($why:tt)+) => {
        let holds: bool = $holds;
        if !holds {
            return Err(format!($($why)+));
        }
    };
}
pub(super) use hold;

/// A ticket as it is seen from outside.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub number: Number,
    pub phone: Option<Phone>,
    pub priority: bool,
    /// The appointed time of a booking.
    pub time: Option<Minute>,
    pub present: bool,
    called_new: bool,
    appointed: Option<Minute>,
    pub serving: bool,
    pub ended: Option<State>,
    /// Whose answer it waits for.
    asked: Option<Asked>,
}

impl Seen {
    pub(super) fn is_open(&self) -> bool {
        self.ended.is_none() && !self.serving
    }
}

#[derive(Clone, Default)]
struct Desk {
    closed: bool,
    ticket: Option<Number>,
}

/// What has been seen so far.
pub(super) struct Observer<'r> {
    pub rules: &'r Rules,
    pub now: Minute,
    pub tickets: BTreeMap<Number, Seen>,
    pub closed: BTreeSet<(Day, FieldIx, Half)>,
    desks: Vec<Desk>,
    phones: HashMap<Phone, (u32, Option<Day>)>,
    /// Who has just been finished, and the phone.
    finished: Option<(Number, Phone)>,
    last_number: HashMap<(Day, FieldIx), u32>,
    last_started: HashMap<(Day, FieldIx, bool), u32>,
}

type Seeing = Result<(), String>;

impl<'r> Observer<'r> {
    pub(super) fn new(rules: &'r Rules, start: Minute) -> Self {
        Self {
            rules,
            now: start,
            tickets: BTreeMap::new(),
            closed: BTreeSet::new(),
            desks: vec![Desk::default(); rules.counters.len()],
            phones: HashMap::new(),
            finished: None,
            last_number: HashMap::new(),
            last_started: HashMap::new(),
        }
    }

    /// Sees one event, before which a tick has let the time pass, and what it answers.
    pub(super) fn watch(&mut self, at: Minute, event: &Event, answers: &[Timed]) -> Seeing {
        let back = at < self.now;
        let warned = answers
            .iter()
            .filter(|a| a.output == Output::ClockBack)
            .count();
        hold!(warned == usize::from(back), "clock_back: {warned} warnings");
        if *event != Event::Tick {
            hold!(at <= self.now, "no tick before {event:?}");
            self.before(event);
        }
        for answer in answers {
            hold!(answer.at >= self.now, "time runs backwards: {answer:?}");
            hold!(answer.at <= self.now.max(at), "too late: {answer:?}");
            self.now = answer.at;
            self.see(event, &answer.output)
                .map_err(|e| format!("{e}: {answer:?}"))?;
        }
        self.now = self.now.max(at);
        if let Some((done, phone)) = self.finished.take() {
            let mut same_day = self.tickets.values().filter(|s| s.number.day == done.day);
            let left = same_day.find(|s| {
                let theirs = s.number.field == done.field && s.phone.as_ref() == Some(&phone);
                theirs && s.is_open() && s.time.is_some()
            });
            hold!(left.is_none(), "served, and has {left:?} too");
        }
        self.after()
    }

    /// What an event does without an answer.
    fn before(&mut self, event: &Event) {
        let today = self.now.day();
        match event {
            Event::Leave { number } => {
                let number = Number {
                    day: today,
                    field: number.field,
                    n: number.n,
                };
                if let Some(seen) = self.tickets.get_mut(&number).filter(|s| s.is_open()) {
                    seen.present = false;
                }
            }
            Event::Done { counter } => {
                let Some(number) = self.desks[usize::from(counter.0)].ticket.take() else {
                    return;
                };
                let Some(seen) = self.tickets.get_mut(&number) else {
                    return;
                };
                seen.serving = false;
                seen.present = false;
                seen.ended = Some(State::Done);
                self.finished = seen.phone.clone().map(|phone| (number, phone));
                if let Some(record) = seen.phone.as_ref().and_then(|p| self.phones.get_mut(p)) {
                    record.0 = 0;
                }
            }
            Event::CloseSession { field, date, half } => {
                self.closed.insert((*date, *field, *half));
            }
            Event::SetSessions {
                open: false,
                sessions,
            } => {
                let closed = sessions
                    .iter()
                    .map(|(field, date, half)| (*date, *field, *half));
                self.closed.extend(closed);
            }
            Event::Book { person, .. } => {
                let record = person.phone.as_ref().and_then(|p| self.phones.get_mut(p));
                if let Some(record) = record.filter(|r| r.1.is_some_and(|until| until <= today)) {
                    *record = (0, None);
                }
            }
            _ => {}
        }
    }

    fn see(&mut self, event: &Event, output: &Output) -> Seeing {
        match output {
            Output::Ticket { number, ahead } => {
                let Event::Walkin {
                    field,
                    priority,
                    person,
                } = event
                else {
                    return Err("a ticket that nobody took".to_owned());
                };
                let waiting = self.present_and_waiting(*field);
                hold!(*ahead == waiting, "ahead is {waiting}");
                hold!(self.running(*field).is_some(), "a ticket outside hours");
                self.add(*number, *field, person.phone.clone(), *priority, None)
            }
            Output::Offered { number, time, how } => {
                let books = matches!(
                    event,
                    Event::Book {
                        to_confirm: false,
                        ..
                    }
                );
                hold!(books, "a booking that nobody made");
                self.given(event, *number, *time, *how)
            }
            Output::Requested { number, time, due } => self.requested(event, *number, *time, *due),
            Output::Confirmed { number, time } => self.confirmed(event, *number, *time),
            Output::Proposed { number, new, time } => self.proposed(event, *number, *new, *time),
            Output::Declined { number, reason } => self.declined(event, *number, reason.as_ref()),
            Output::Lapsed { number } => self.lapsed(*number),
            Output::Already { number, time } => {
                let phone = booker(event).ok_or("nobody books")?.1;
                let seen = self.known(*number)?;
                hold!(
                    seen.is_open() && seen.phone.as_ref() == Some(phone),
                    "not theirs"
                );
                hold!(seen.time == Some(*time), "another time");
                Ok(())
            }
            Output::CheckedIn { number } => {
                let seen = self.open_booking(*number)?;
                seen.present = true;
                Ok(())
            }
            Output::Cancelled { number, reason } => {
                let now = self.now;
                let seen = self.known(*number)?;
                hold!(seen.is_open(), "11: not open any more");
                let by_holder = *reason != Some(CancelReason::ServedAsWalkin);
                let called = by_holder && seen.appointed.is_some_and(|at| at <= now);
                hold!(!called, "taken back after the appointed call");
                hold!(by_holder || seen.time.is_some(), "only bookings are");
                end(seen, State::Cancelled);
                Ok(())
            }
            Output::Call {
                number,
                counter,
                call,
                present,
                ..
            } => self.called(*number, *counter, *call, *present),
            Output::Serve {
                number, counter, ..
            } => {
                let now = self.now;
                let seen = self.open_booking(*number)?;
                let called = match seen.time.is_some_and(|time| time <= now) {
                    true => seen.appointed.is_some(),
                    false => seen.called_new,
                };
                hold!(called && seen.present, "served without a call or absent");
                self.can_take(*number, *counter)?;
                self.starts(*number, *counter)
            }
            Output::Expired {
                number,
                phone,
                strikes,
            } => self.expired(*number, phone.as_ref(), *strikes),
            Output::Blocked { phone, until } => {
                let end = self.now.day().plus(self.rules.block_days);
                hold!(*until == end, "until {end}");
                let limit = self.rules.strikes;
                let record = self.phones.entry(phone.clone()).or_default();
                hold!(record.0 > limit, "{} strikes", record.0);
                record.1 = Some(*until);
                Ok(())
            }
            Output::Unblocked { phone } => {
                self.phones.remove(phone);
                Ok(())
            }
            Output::Absent { number, counter } => {
                let desk = &mut self.desks[usize::from(counter.0)];
                hold!(desk.ticket.take() == Some(*number), "3: is not there");
                let seen = self.known(*number)?;
                seen.serving = false;
                seen.present = false;
                if seen.time.is_none() {
                    end(seen, State::Missed);
                }
                Ok(())
            }
            Output::CounterClosed { counter } => {
                self.desks[usize::from(counter.0)].closed = true;
                Ok(())
            }
            Output::CounterOpen { counter } => {
                self.desks[usize::from(counter.0)].closed = false;
                Ok(())
            }
            Output::Moved {
                number,
                phone,
                old,
                new,
                time,
            } => self.moved(event, *number, phone.as_ref(), (*old, *new), *time),
            Output::Unserved { number } => {
                let over = self.now.time().0;
                let closes = self.rules.pm.end.0 + self.rules.overtime;
                hold!(over == closes || over == 0, "the day is not over");
                let seen = self.known(*number)?;
                hold!(
                    seen.is_open() && (seen.time.is_none() || seen.present),
                    "not waiting"
                );
                end(seen, State::Unserved);
                Ok(())
            }
            Output::Rejected(reason) => self.rejected(event, *reason),
            Output::ClockBack => Ok(()),
            other => Err(format!("{other:?} on a day without the hand")),
        }
    }

    // ---- tickets ----

    fn known(&mut self, number: Number) -> Result<&mut Seen, String> {
        self.tickets
            .get_mut(&number)
            .ok_or("1: never given".to_owned())
    }

    fn open_booking(&mut self, number: Number) -> Result<&mut Seen, String> {
        let seen = self.known(number)?;
        let open = seen.time.is_some() && seen.is_open() && seen.asked.is_none();
        hold!(open, "no open booking");
        Ok(seen)
    }

    fn add(
        &mut self,
        number: Number,
        field: FieldIx,
        phone: Option<Phone>,
        priority: bool,
        time: Option<Minute>,
    ) -> Seeing {
        let day = time.unwrap_or(self.now).day();
        hold!(
            number.field == field && number.day == day,
            "1: another string"
        );
        let last = self.last_number.entry((day, field)).or_insert(0);
        *last += 1;
        hold!(number.n == *last, "1: should be {last}");
        let seen = Seen {
            number,
            phone,
            priority,
            time,
            present: time.is_none(),
            called_new: false,
            appointed: None,
            serving: false,
            ended: None,
            asked: None,
        };
        self.tickets.insert(number, seen);
        Ok(())
    }

    fn given(&mut self, event: &Event, number: Number, time: Minute, how: How) -> Seeing {
        let (field, phone) = booker(event).ok_or("nobody books")?;
        hold!(!self.is_locked(phone), "9: a locked phone");
        let standing = self.tickets.values().find(|s| {
            s.is_open() && s.number.field == field && s.phone.as_ref() == Some(phone) && {
                s.time.is_some() || s.number.day == self.now.day()
            }
        });
        hold!(standing.is_none(), "has {standing:?} already");
        slots::check_offer(self, event, field, phone, time, how)?;
        self.add(number, field, Some(phone.clone()), false, Some(time))
    }

    fn expired(&mut self, number: Number, phone: Option<&Phone>, strikes: u32) -> Seeing {
        let (now, rules) = (self.now, self.rules);
        let seen = self.open_booking(number)?;
        hold!(!seen.present, "8: is present");
        hold!(seen.phone.as_ref() == phone, "another phone");
        let late = seen.appointed.is_some_and(|at| now > at.plus(rules.grace));
        let closes = rules.pm.end.0 + rules.overtime;
        let day_over = now.day() > number.day || now.time().0 >= closes;
        hold!(late || day_over, "within the grace");
        end(seen, State::Expired);
        let Some(phone) = phone else {
            return Ok(());
        };
        let record = self.phones.entry(phone.clone()).or_default();
        record.0 += 1;
        hold!(record.0 == strikes, "{} strikes", record.0);
        Ok(())
    }

    pub(super) fn is_locked(&self, phone: &Phone) -> bool {
        let until = self.phones.get(phone).and_then(|r| r.1);
        until.is_some_and(|until| self.now.day() < until)
    }

    pub(super) fn present_and_waiting(&self, field: FieldIx) -> usize {
        let here = |s: &&Seen| s.number.field == field && s.is_open() && s.present;
        self.of_today().filter(here).count()
    }

    fn of_today(&self) -> impl Iterator<Item = &Seen> {
        let number = |day, field, n| Number { day, field, n };
        let day = self.now.day();
        let (first, last) = (
            number(day, FieldIx(0), 0),
            number(day, FieldIx(u16::MAX), u32::MAX),
        );
        self.tickets.range(first..=last).map(|(_, seen)| seen)
    }
}

fn end(seen: &mut Seen, state: State) {
    seen.present = false;
    seen.ended = Some(state);
}

fn booker(event: &Event) -> Option<(FieldIx, &Phone)> {
    match event {
        Event::Book { field, person, .. } => Some((*field, person.phone.as_ref()?)),
        _ => None,
    }
}
