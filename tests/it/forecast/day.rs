//! A day of simulated citizens at the real office: demand and services of domain/queue.md, "The peak Monday".

use std::collections::{BTreeMap, HashMap};

use motcua::domain::event::{NumberRef, Output, When, Wish};
use motcua::domain::forecast::{Habits, Measured, Turn, Wait};
use motcua::domain::rules::{CounterIx, FieldIx, Profile, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, Person, State, TicketId};
use motcua::domain::time::{Day, Half, Minute};
use motcua::domain::{Event, Office, Timed};

use super::chance::Chance;

mod oracle;

/// The share of people who book instead of walking in.
const BOOKED: f64 = 0.3;
/// Of ten who have booked one more does not come.
const NO_SHOW: f64 = 0.1;
/// Monday, 2026-11-23.
const MONDAY: Day = Day(20_780);

/// What kind of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    pub profile: Profile,
    /// People on average.
    pub people: f64,
    /// A peak Monday has its own hours of arrival.
    pub is_peak: bool,
    /// Services take so many times what is configured.
    pub pace: f64,
    /// An official of two leaves at ten.
    pub leaves: bool,
}

/// Who is told a range, and who else foresees the end of the day.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// Every so manieth person is told; 0: nobody.
    pub every: usize,
    /// From this minute of the day on.
    pub from: i32,
    /// So many futures are played by who knows the true laws.
    pub futures: u64,
}

/// Somebody who waited an hour before the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closing {
    /// Whether service today was expected.
    pub said: bool,
    /// Whether it was by who knows the true laws.
    pub known: bool,
    /// Whether it began.
    pub came: bool,
}

/// Somebody was told a wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub ticket: TicketId,
    pub at: Minute,
    pub turn: Turn,
    pub is_booking: bool,
    /// What the plain ways would have said, in minutes: the last waiting time, that of the head of the line, the length
    /// of the line times the mean.
    pub plain: [f64; 3],
    /// When it came true; `None`: not today.
    pub began: Option<Minute>,
}

/// What the day showed.
#[derive(Clone, Default)]
pub(super) struct Seen {
    pub told: Vec<Told>,
    pub closing: Vec<Closing>,
    pub measured: Vec<Measured>,
    /// So many bookings nobody came for, and so many that were served.
    pub bookings: (u32, u32),
}

/// The office of the model: three fields, four counters.
pub(super) fn rules(profile: Profile) -> Rules {
    let mut rules = Rules::of(profile);
    for (id, mean, counters) in [("TP", 10, 2), ("DD", 15, 1), ("XH", 12, 1)] {
        let field = rules.add_field(id, id, mean, None);
        for n in 0..counters {
            rules.add_counter(&format!("{id}{n}"), "", &[field]);
        }
    }
    rules
}

#[derive(Clone, Copy)]
enum Comes {
    Walkin(FieldIx),
    Booking(Number),
    Finishes(CounterIx),
    Leaves(CounterIx),
    Looks,
}

/// A day under way.
#[derive(Clone)]
pub(super) struct Run {
    office: Office,
    kind: Kind,
    chance: Chance,
    /// By time in thousandths of a minute and order of making.
    agenda: BTreeMap<(i64, usize), Comes>,
    made: usize,
    began: HashMap<TicketId, Minute>,
    last_wait: HashMap<FieldIx, f64>,
    /// Since when a counter serves whom it serves, exactly, and the true mean of that.
    serving: BTreeMap<CounterIx, (f64, f64)>,
    /// Whom the forecast expects to be served today, and who knows the true laws.
    expected: Vec<(TicketId, bool, bool)>,
    seen: Seen,
    asked: Asked,
}

impl Run {
    pub(super) fn new(kind: Kind, seed: u64, habits: &Habits, asked: Asked) -> Self {
        let day = if kind.is_peak { MONDAY } else { MONDAY.plus(1) };
        let mut office = Office::new(rules(kind.profile), day.plus(-1).start().plus(12 * 60));
        office.set_habits(std::sync::Arc::new(habits.clone()));
        Self {
            office,
            kind,
            chance: Chance::new(seed),
            agenda: BTreeMap::new(),
            made: 0,
            began: HashMap::new(),
            last_wait: HashMap::new(),
            serving: BTreeMap::new(),
            expected: Vec::new(),
            seen: Seen::default(),
            asked,
        }
    }

    fn plan(&mut self, at: f64, comes: Comes) {
        self.made += 1;
        self.agenda.insert(((at * 1000.0) as i64, self.made), comes);
    }

    /// The whole day.
    pub(super) fn day(mut self) -> Seen {
        let day = self.office.now().day().next();
        let midnight = f64::from(day.start().0);
        self.invite(day);
        if self.kind.leaves {
            self.plan(midnight + 600.0, Comes::Leaves(CounterIx(1)));
        }
        self.plan(midnight + 960.0, Comes::Looks);
        self.go_on();
        self.end(day);
        self.close(day)
    }

    /// All that is on the agenda, and what follows from it.
    fn go_on(&mut self) {
        while let Some((&(at, nth), &comes)) = self.agenda.first_key_value() {
            let minute = Minute((at / 1000) as i32);
            // What happens by itself comes first, and may put something before the next one.
            let instant = self.office.next_instant();
            if instant <= minute {
                self.handle(instant, f64::from(instant.0), Event::Tick);
                continue;
            }
            self.agenda.remove(&(at, nth));
            self.happen(minute, at as f64 / 1000.0, comes);
        }
    }

    fn end(&mut self, day: Day) {
        let evening = day.start().plus(23 * 60);
        self.handle(evening, f64::from(evening.0), Event::Tick);
    }

    /// Who comes, and when.
    fn invite(&mut self, day: Day) {
        let (morning, burst) = if self.kind.is_peak {
            (0.8, 0.55)
        } else {
            (0.65, 0.3)
        };
        let midnight = f64::from(day.start().0);
        for nth in 0..self.chance.poisson(self.kind.people) {
            let half = if self.chance.is(morning) {
                Half::Am
            } else {
                Half::Pm
            };
            let u = self.chance.even();
            let field = FieldIx(if u < 0.6 { 0 } else { 1 + u16::from(u > 0.82) });
            if self.chance.is(BOOKED) {
                loop {
                    let stays_away = self.chance.is(NO_SHOW);
                    self.book(day, field, half, nth, stays_away);
                    if !stays_away {
                        break;
                    }
                }
                continue;
            }
            let in_burst = self.chance.is(match half {
                Half::Am => burst,
                Half::Pm => 0.2,
            });
            let at = match (half, in_burst) {
                (Half::Am, true) => self.chance.triangle(435.0, 448.0, 470.0),
                (Half::Am, false) => self.chance.triangle(450.0, 465.0, 645.0),
                (Half::Pm, true) => self.chance.triangle(800.0, 811.0, 830.0),
                (Half::Pm, false) => self.chance.triangle(810.0, 840.0, 1000.0),
            };
            // Numbers are given from the opening on.
            let opening = if half == Half::Am { 450.0 } else { 810.0 };
            self.plan(midnight + at.max(opening), Comes::Walkin(field));
        }
    }

    fn book(&mut self, day: Day, field: FieldIx, half: Half, nth: usize, stays_away: bool) {
        let event = Event::Book {
            field,
            when: When::Wish(Wish {
                date: day,
                half: Some(half),
                time: None,
            }),
            person: Person {
                phone: Some(Phone::raw(&format!("09{:08}", self.made * 1000 + nth))),
                ..Person::default()
            },
            to_confirm: false,
        };
        let mut out = Vec::new();
        let now = self.office.now();
        self.office.handle(now, None, event, &mut out);
        let Some(Output::Offered { number, time, .. }) = out.first().map(|t| &t.output) else {
            return;
        };
        let at = f64::from(time.0) + late_by(&mut self.chance);
        self.made += 1;
        if !stays_away && number.day == day {
            self.plan(at, Comes::Booking(*number));
        }
    }

    fn happen(&mut self, minute: Minute, exact: f64, comes: Comes) {
        match comes {
            Comes::Walkin(field) => self.take_number(minute, exact, field),
            Comes::Booking(Number { field, n, .. }) => {
                let number = NumberRef { field, n };
                let out = self.handle(minute, exact, Event::Arrive { number });
                let checked_in = out.iter().find_map(|t| match t.output {
                    Output::CheckedIn { number } => self.office.by_number(number),
                    _ => None,
                });
                match checked_in.map(|t| t.id) {
                    Some(id) => self.tell(id, minute),
                    // Too late: the tail of the walk-ins.
                    None => self.take_number(minute, exact, field),
                }
            }
            Comes::Finishes(counter) => {
                self.handle(minute, exact, Event::Done { counter });
            }
            Comes::Leaves(counter) => {
                let reason = None;
                self.handle(minute, exact, Event::CloseCounter { counter, reason });
            }
            Comes::Looks => self.look(minute),
        }
    }

    fn take_number(&mut self, minute: Minute, exact: f64, field: FieldIx) {
        let event = Event::Walkin {
            field,
            priority: false,
            person: Person::default(),
        };
        let out = self.handle(minute, exact, event);
        let ticket = out.iter().find_map(|t| match t.output {
            Output::Ticket { number, .. } => self.office.by_number(number),
            _ => None,
        });
        if let Some(id) = ticket.map(|t| t.id) {
            self.tell(id, minute);
        }
    }

    fn handle(&mut self, minute: Minute, exact: f64, event: Event) -> Vec<Timed> {
        let mut out = Vec::new();
        self.office.handle(minute, None, event, &mut out);
        for Timed { at, output } in &out {
            let (Output::Call {
                number,
                counter,
                present: true,
                ..
            }
            | Output::Serve {
                number, counter, ..
            }) = output
            else {
                continue;
            };
            let ticket = self.office.by_number(*number).unwrap();
            let arrived = ticket.arrived.unwrap_or(*at);
            self.began.insert(ticket.id, *at);
            self.last_wait
                .insert(number.field, f64::from(at.0 - arrived.0));
            let mean = f64::from(self.office.rules().field(number.field).mean);
            let (from, mean) = (exact.max(f64::from(at.0)), mean * self.kind.pace);
            self.serving.insert(*counter, (from, mean));
            let service = self.chance.service(mean);
            self.plan(from + service, Comes::Finishes(*counter));
        }
        out
    }

    /// Tells somebody who is here how long it will take.
    fn tell(&mut self, id: TicketId, now: Minute) {
        let ticket = self.office.ticket(id).unwrap();
        let waits = matches!(ticket.state, State::Waiting | State::Booked);
        let Asked { every, from, .. } = self.asked;
        let is_asked = every > 0 && self.made.is_multiple_of(every) && now.time().0 >= from;
        if !waits || !is_asked {
            return;
        }
        let (field, is_booking) = (ticket.number.field, ticket.time().is_some());
        let turn = self.office.forecast(now, 1).turn(id).unwrap();
        let rules = self.office.rules();
        let counters = rules.field(field).counters.iter();
        let open = counters.filter(|ix| self.office.counter(**ix).open).count();
        let ahead = self.office.people_waiting(field) - 1;
        let queue = self.office.queue_view(field, now);
        let head = queue
            .waiting
            .first()
            .and_then(|row| self.office.ticket(row.id));
        let head = head
            .and_then(|t| t.arrived)
            .map_or(0, |arrived| now.0 - arrived.0);
        let line = ahead as f64 * f64::from(rules.field(field).mean) / open.max(1) as f64;
        self.seen.told.push(Told {
            ticket: id,
            at: now,
            turn,
            is_booking,
            plain: [
                self.last_wait.get(&field).copied().unwrap_or(0.0),
                f64::from(head),
                line,
            ],
            began: None,
        });
    }

    /// An hour before the end.
    fn look(&mut self, now: Minute) {
        let today = self.office.tickets_of(now.day());
        let waiting: Vec<TicketId> = today.filter(|t| t.waits_here()).map(|t| t.id).collect();
        if waiting.is_empty() {
            return;
        }
        let forecast = self.office.forecast(now, 1);
        let foreseen = self.foreseen(now, self.asked.futures);
        for id in waiting {
            let turn = forecast.turn(id);
            let said = turn.is_some_and(|turn| !turn.is_beyond_today());
            let known = foreseen.get(&id).is_some_and(|share| *share >= 0.5);
            self.expected.push((id, said, known));
        }
    }

    fn close(mut self, day: Day) -> Seen {
        for told in &mut self.seen.told {
            told.began = self.began.get(&told.ticket).copied();
        }
        for (id, said, known) in &self.expected {
            self.seen.closing.push(Closing {
                said: *said,
                known: *known,
                came: self.began.contains_key(id),
            });
        }
        for t in self.office.tickets_of(day) {
            match (t.state, t.started, t.ended) {
                (State::Done, Some(started), Some(ended)) => {
                    self.seen.bookings.1 += u32::from(t.time().is_some());
                    self.seen.measured.push(Measured {
                        field: t.number.field,
                        procedure: None,
                        errand: None,
                        minutes: ended.0 - started.0,
                    });
                }
                (State::Expired, ..) => self.seen.bookings.0 += 1,
                _ => {}
            }
        }
        self.seen
    }
}

/// Minutes after the appointed time that somebody comes.
fn late_by(chance: &mut Chance) -> f64 {
    (-10.0 + 10.0 * chance.normal()).clamp(-45.0, 40.0)
}

/// Whether a said range held.
pub(super) fn held(told: &Told) -> Option<bool> {
    let (from, to) = told.turn.wait.minutes(told.at)?;
    Some(match told.began {
        Some(began) => from <= began && to.is_none_or(|to| began <= to),
        None => matches!(told.turn.wait, Wait::PerhapsNotToday { .. }),
    })
}
