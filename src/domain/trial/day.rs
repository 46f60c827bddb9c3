//! One day of a trial.

use std::collections::{BTreeMap, HashMap};

use super::{Trial, monday};
use crate::domain::Office;
use crate::domain::chance::Chance;
use crate::domain::event::{Event, NumberRef, Output, Timed, When, Wish};
use crate::domain::rules::{CounterIx, Early, FieldIx};
use crate::domain::text::Phone;
use crate::domain::ticket::{Number, Person, TicketId};
use crate::domain::time::{Half, Minute};

/// What a day's people waited, in minutes: from the arrival, of who booked and came early from the appointed time, to the
/// first start of the service. Over lunch, while the office is closed, nobody waits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Waits {
    /// Of those who had booked and came in time.
    pub booked: Vec<f64>,
    /// Of all others.
    pub walk_in: Vec<f64>,
    /// So many came and were not served.
    pub unserved: u32,
}

#[derive(Clone, Copy, Debug)]
enum Comes {
    Walkin(FieldIx),
    Booked(Number),
    Finishes(CounterIx),
}

/// What happens when: the minute with its thousandths, then who has stood there longer, then the order of making.
type At = (i64, i64, usize);

struct Run<'a> {
    trial: &'a Trial,
    office: Office,
    chance: Chance,
    agenda: BTreeMap<At, Comes>,
    made: usize,
    /// From when on the waiting of a ticket counts, in minutes.
    since: HashMap<TicketId, f64>,
    waits: Waits,
}

fn thousandths(minutes: f64) -> i64 {
    (minutes * 1000.0) as i64
}

/// The day with this seed.
pub fn play(trial: &Trial, seed: u64) -> Waits {
    let day = trial.demand.day;
    let mut run = Run {
        office: Office::new(trial.rules.clone(), day.plus(-1).start().plus(12 * 60)),
        trial,
        chance: Chance::new(seed),
        agenda: BTreeMap::new(),
        made: 0,
        since: HashMap::new(),
        waits: Waits::default(),
    };
    run.invite();
    while let Some((&(at, stood, nth), &comes)) = run.agenda.first_key_value() {
        let minute = Minute((at / 1000) as i32);
        // What is due by itself comes first, and may put something before the next one.
        let instant = run.office.next_instant();
        if instant <= minute {
            run.handle(instant, f64::from(instant.0), Event::Tick);
            continue;
        }
        run.agenda.remove(&(at, stood, nth));
        run.happen(minute, at as f64 / 1000.0, stood as f64 / 1000.0, comes);
    }
    let evening = day.next().start();
    run.handle(evening, f64::from(evening.0), Event::Tick);
    run.waits.unserved += run.since.len() as u32;
    run.waits
}

impl Run<'_> {
    fn plan(&mut self, at: f64, stood: f64, comes: Comes) {
        self.made += 1;
        let key = (thousandths(at), thousandths(stood), self.made);
        self.agenda.insert(key, comes);
    }

    fn invite(&mut self) {
        let demand = &self.trial.demand;
        for _ in 0..self.chance.poisson(demand.people) {
            let field = demand.field(&mut self.chance);
            let (half, at) = demand.fields[field].arrivals.draw(&mut self.chance);
            let field = FieldIx(field as u16);
            // Where the half-day is full, the machine offers the day's other one; as many people come all the same.
            let books = self.chance.is(demand.booked)
                && (self.book(field, half) || self.book(field, half.other()));
            if !books {
                self.walk_in(field, at);
            }
        }
    }

    fn midnight(&self) -> f64 {
        f64::from(self.trial.demand.day.start().0)
    }

    /// Numbers are given from the opening on; who has stood there longest is first.
    fn walk_in(&mut self, field: FieldIx, at: f64) {
        let rules = &self.trial.rules;
        let opening = match at < f64::from(rules.am.end.0) {
            true => rules.am.start,
            false => rules.pm.start,
        };
        let midnight = self.midnight();
        let open = at.max(f64::from(opening.0));
        self.plan(midnight + open, midnight + at, Comes::Walkin(field));
    }

    /// Books a time, and one more for each who will not come; answers whether there was one.
    fn book(&mut self, field: FieldIx, half: Half) -> bool {
        loop {
            let stays_away = self.chance.is(self.trial.demand.no_shows);
            let Some((number, time)) = self.booking(field, half) else {
                return false;
            };
            if stays_away {
                continue;
            }
            let (mean, spread) = monday::LATE;
            let late =
                (mean + spread * self.chance.normal()).clamp(monday::LATEST.0, monday::LATEST.1);
            let at = f64::from(time.0) + late;
            match late > f64::from(self.trial.rules.grace) {
                // The tail of the walk-ins; the booking expires by itself.
                true => self.walk_in(field, at - self.midnight()),
                false => self.plan(at, at, Comes::Booked(number)),
            }
            return true;
        }
    }

    fn booking(&mut self, field: FieldIx, half: Half) -> Option<(Number, Minute)> {
        self.made += 1;
        let day = self.trial.demand.day;
        let wish = Wish {
            date: day,
            half: Some(half),
            time: None,
        };
        let event = Event::Book {
            field,
            when: When::Wish(wish),
            person: Person {
                phone: Some(Phone::raw(&format!("09{:08}", self.made))),
                ..Person::default()
            },
            to_confirm: false,
        };
        let mut out = Vec::new();
        self.office.handle(self.office.now(), None, event, &mut out);
        out.iter().find_map(|timed| match &timed.output {
            Output::Offered { number, time, .. } if number.day == day => Some((*number, *time)),
            _ => None,
        })
    }

    fn happen(&mut self, minute: Minute, exact: f64, stood: f64, comes: Comes) {
        match comes {
            Comes::Walkin(field) => self.take_number(minute, exact, stood, field),
            Comes::Booked(number) => {
                let known = self.office.by_number(number).map(|t| (t.id, t.time()));
                if let Some(time) = self.waits_for_the_time(number, minute) {
                    self.plan(time, time, Comes::Booked(number));
                    return;
                }
                if let Some((id, Some(time))) = known {
                    self.since.insert(id, exact.max(f64::from(time.0)));
                    let number = NumberRef::from(number);
                    let out = self.handle(minute, exact, Event::Arrive { number });
                    let is_in = |t: &Timed| matches!(t.output, Output::CheckedIn { .. });
                    if out.iter().any(is_in) {
                        return;
                    }
                    self.since.remove(&id);
                }
                // Too late: the tail of the walk-ins.
                self.take_number(minute, exact, stood, number.field);
            }
            Comes::Finishes(counter) => {
                self.handle(minute, exact, Event::Done { counter });
            }
        }
    }

    /// Where all numbers are called through once (S2.8), nobody checks in before the time: who was called in vain is called
    /// again at the appointed time, and waits for that. Answers the time, in minutes.
    fn waits_for_the_time(&self, number: Number, now: Minute) -> Option<f64> {
        let ticket = self.office.by_number(number).filter(|t| t.called_new)?;
        let time = ticket.time().filter(|time| now < *time)?;
        (self.trial.rules.early == Early::First).then(|| f64::from(time.0))
    }

    fn take_number(&mut self, minute: Minute, exact: f64, stood: f64, field: FieldIx) {
        let event = Event::Walkin {
            field,
            priority: false,
            person: Person::default(),
        };
        // The number's service may begin in the same event.
        let next = TicketId(self.office.newest().0 + 1);
        self.since.insert(next, stood);
        self.handle(minute, exact, event);
        if self.office.newest() != next {
            // The office was closed.
            self.since.remove(&next);
            self.waits.unserved += 1;
        }
    }

    fn waited(&self, since: f64, started: f64) -> f64 {
        let rules = &self.trial.rules;
        let closes = self.midnight() + f64::from(rules.am.end.0 + rules.overtime);
        let opens = self.midnight() + f64::from(rules.pm.start.0);
        let lunch = (started.min(opens) - since.max(closes)).max(0.0);
        (started - since - lunch).max(0.0)
    }

    fn handle(&mut self, minute: Minute, exact: f64, event: Event) -> Vec<Timed> {
        let mut out = Vec::new();
        self.office.handle(minute, None, event, &mut out);
        for Timed { at, output } in &out {
            let (number, counter) = match output {
                Output::Call {
                    number,
                    counter,
                    present: true,
                    ..
                }
                | Output::Serve {
                    number, counter, ..
                } => (*number, *counter),
                _ => continue,
            };
            let Some(ticket) = self.office.by_number(number) else {
                continue;
            };
            let (id, is_booking) = (ticket.id, ticket.time().is_some());
            let started = exact.max(f64::from(at.0));
            if let Some(since) = self.since.remove(&id) {
                let waited = self.waited(since, started);
                match is_booking {
                    true => self.waits.booked.push(waited),
                    false => self.waits.walk_in.push(waited),
                }
            }
            let service = &self.trial.demand.fields[usize::from(number.field.0)].service;
            let ends = started + service.draw(&mut self.chance);
            self.plan(ends, ends, Comes::Finishes(counter));
        }
        out
    }
}
