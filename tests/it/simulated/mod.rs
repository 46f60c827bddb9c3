//! The simulated office: one seed makes the days of one office, with its citizens, officials, modem, boards and all that
//! may go wrong with its disk, its PC and its clock; after each day its promises are looked at.
//!
//! `MOTCUA_SEED` and `MOTCUA_DAYS` choose the days of the long run (CONTRIBUTING.md).

mod devices;
mod disk;
mod faults;
mod promises;
mod together;
mod world;

use std::time::Instant;

use motcua::app::Actor;
use motcua::app::citizen::{self, Outcome, keeping_form};
use motcua::app::live::is_refusal;
use motcua::domain::Event;
use motcua::domain::event::{Current, NumberRef, Output, Wish};
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Kind, Number, Person, Ticket};
use motcua::domain::time::{Day, Half, TimeOfDay};
use strum::IntoEnumIterator;

use crate::support::letters::deliver_pdu_of;
use disk::{Trouble, disk};
use faults::Planted;
use promises::{Booking, Told, boards, booked, check};
use together::send_together;
use world::{COUNTERS, FIRST, World, set_clock_wrong, true_time};

/// So many days has a life: one seed, one store.
const DAYS: u64 = 3;
/// So many things are done on a day.
const DEEDS: usize = 30;
/// No more numbers are called in a row than a half-day has slots.
const LONGEST_RUN: usize = 40;
const TROUBLES: [Trouble; 5] = [
    Trouble::Death,
    Trouble::Refused,
    Trouble::Torn,
    Trouble::NotSynced,
    Trouble::Full,
];

/// A promise that was broken.
#[derive(Debug)]
struct Broken {
    seed: u64,
    /// The day of this life, from 1.
    day: u64,
    what: String,
}

/// What happened in a life, to see that it is one.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    days: u64,
    events: u64,
    deaths: u64,
    failures: u64,
    sent: u64,
    bookings: u64,
    /// The end of the log's chain, over all that happened and when.
    chain: Vec<u8>,
}

/// The days of one seed.
fn live(seed: u64, planted: Option<Planted>) -> Result<Seen, Broken> {
    let mut office = Days {
        world: World::new(seed, planted),
        told: Told::default(),
        written: 0,
        books_together: seed.is_multiple_of(4),
    };
    let mut seen = Seen::default();
    for day in 1..=DAYS {
        let date = FIRST.plus(day as i32 - 1);
        let kept = office.day(date);
        kept.map_err(|what| Broken { seed, day, what })?;
        seen.days += 1;
    }
    seen.events = office.world.live().office().serial();
    seen.deaths = office.world.deaths;
    seen.failures = office.world.failures;
    seen.sent = office.world.modem.sent.len() as u64;
    seen.bookings = office.told.bookings.len() as u64;
    let path = office.world.path();
    let sql = "SELECT chain FROM event ORDER BY seq DESC LIMIT 1";
    let chain = office
        .world
        .open(&path)
        .query_row(sql, [], |row| row.get(0));
    seen.chain = chain.unwrap();
    Ok(seen)
}

struct Days {
    world: World,
    told: Told,
    /// Texts so far.
    written: u32,
    /// Whether several send the form at the same moment: in each fourth life.
    books_together: bool,
}

impl Days {
    fn day(&mut self, date: Day) -> Result<(), String> {
        self.world.sleep_until(date.at(TimeOfDay(7 * 60 + 25)));
        self.look_at_ease(60)?;
        for counter in COUNTERS {
            let open = Event::OpenCounter { counter };
            self.official(counter, open);
        }
        if self.world.planted == Some(Planted::TailCut) {
            let path = self.world.path();
            let (path, old) = (
                path.to_string_lossy().into_owned(),
                path.with_extension("old"),
            );
            disk(|disk| disk.copy(&path, &old.to_string_lossy()));
        }
        let mut minutes: Vec<i32> = (0..DEEDS)
            .map(|_| 7 * 60 + 30 + self.world.dice.below(9 * 60 + 30) as i32)
            .collect();
        minutes.sort_unstable();
        for (at, minute) in minutes.into_iter().enumerate() {
            self.world.sleep_until(date.at(TimeOfDay(minute)));
            self.deed(date);
            self.world.pass(4);
            if at % 10 == 9 {
                self.look_at_ease(70)?;
            }
        }
        self.world.sleep_until(date.at(TimeOfDay(17 * 60 + 40)));
        self.look_at_ease(60)?;
        self.world.pass(150);
        check(
            &mut self.world,
            &self.told,
            date.at(TimeOfDay(17 * 60 + 40)),
        )
    }

    /// When all works again and nobody does anything, the boards are right.
    fn look_at_ease(&mut self, seconds: u64) -> Result<(), String> {
        self.world.heal();
        self.world.pass(seconds);
        // A run of absent numbers that has just begun is shown one after the other.
        for _ in 0..LONGEST_RUN {
            if !self.world.calls_wait() {
                break;
            }
            self.world.pass(4);
        }
        boards(&mut self.world)
    }

    fn deed(&mut self, date: Day) {
        self.trouble();
        if self.world.dice.percent(10)
            && let Some(planted) = self.world.planted
        {
            planted.strike(&mut self.world);
        }
        match self.world.dice.below(100) {
            0..20 => self.book(date),
            20..27 => self.cancel(),
            27..42 => self.text(date),
            42..57 => self.walk_in(),
            57..64 => self.arrive(date),
            _ => self.work(),
        }
    }

    /// Something goes wrong, or right again.
    fn trouble(&mut self) {
        let world = &mut self.world;
        match world.dice.below(100) {
            0..20 => {
                let trouble = *world.dice.pick(&TROUBLES);
                let after = world.dice.below(30);
                disk(|disk| disk.plan(after, trouble));
            }
            20..23 => world.modem.falls_silent_after_sending = true,
            23..26 => world.modem.refuses = true,
            26..28 => world.modem.is_silent = true,
            28..31 => world.bus.is_silent = true,
            31..33 => {
                let days = *world.dice.pick(&[40, 400, -40]);
                set_clock_wrong(days * 24 * 60 * 60 * 1000);
                world.pass(1);
                if world.planted == Some(Planted::LeapBelieved) {
                    faults::believe(world);
                }
            }
            33..36 => world.die(),
            36..70 => world.heal(),
            _ => {}
        }
    }

    fn book(&mut self, date: Day) {
        let dice = &mut self.world.dice;
        let field = FieldIx(dice.below(2) as u16);
        let wish = Wish {
            date: date.plus(dice.below(4) as i32),
            half: Some(*dice.pick(&Half::BOTH)),
            time: None,
        };
        let person = Person {
            phone: Phone::parse(&format!("09123456{:02}", dice.below(40))).ok(),
            channel: Channel::Web,
            consent: Some(2),
            ..Person::default()
        };
        if self.books_together {
            return self.book_together(field, wish, &person);
        }
        let done = self.world.attempt(|live| {
            citizen::book(live, field, wish, person, keeping_form(Vec::new(), None))
        });
        match done {
            Some(Outcome::Done(ticket)) => self.told.bookings.extend(promise(&ticket)),
            None => self.say_it_is_booked(field, date),
            _ => {}
        }
    }

    /// Several who send the form at the same moment.
    fn book_together(&mut self, field: FieldIx, wish: Wish, person: &Person) {
        let others = 1 + self.world.dice.below(3);
        let phones: Vec<u64> = (0..=others).map(|_| self.world.dice.below(40)).collect();
        let Some(done) = send_together(&mut self.world, field, wish, person, &phones) else {
            return self.say_it_is_booked(field, wish.date);
        };
        for outcome in done {
            if let Ok(Outcome::Done(ticket)) = outcome {
                self.told.bookings.extend(promise(&ticket));
            }
        }
    }

    /// A planted fault: the page says so all the same.
    fn say_it_is_booked(&mut self, field: FieldIx, day: Day) {
        if self.world.planted == Some(Planted::AnsweredBeforeCommit) {
            self.told.bookings.push(Booking {
                code: "MC00000".to_owned(),
                number: Number { day, field, n: 0 },
                time: day.start(),
                cancelled: None,
            });
        }
    }

    fn cancel(&mut self) {
        if self.told.bookings.is_empty() {
            return;
        }
        let at = self.world.dice.below(self.told.bookings.len() as u64) as usize;
        let number = self.told.bookings[at].number;
        let done = self
            .world
            .attempt(|live| citizen::cancel(live, number, keeping_form(Vec::new(), None)));
        let booking = &mut self.told.bookings[at];
        match done {
            Some(Outcome::Done(_)) => booking.cancelled = Some(true),
            Some(_) => {}
            None if self.world.planted == Some(Planted::RefusedWriteForgotten) => {
                booking.cancelled = Some(true);
            }
            None if booking.cancelled == Some(false) => booking.cancelled = None,
            None => {}
        }
    }

    fn text(&mut self, date: Day) {
        let dice = &mut self.world.dice;
        let phone = format!("+849876543{:02}", dice.below(15));
        let codes = self.world.modem.sent.iter();
        let code = codes.rev().find_map(|(to, text)| {
            let own = to.ends_with(&phone[3..]);
            booked(text).filter(|_| own)
        });
        let on = date.plus(1 + dice.below(3) as i32).to_chrono();
        let on = on.format("%d/%m").to_string();
        self.written += 1;
        let name: String = self
            .written
            .to_string()
            .bytes()
            .map(|digit| char::from(b'a' + digit - b'0'))
            .collect();
        let text = match code {
            Some(code) if dice.percent(40) => {
                format!("HUY {code} {}", ".".repeat(self.written as usize % 50))
            }
            _ => format!("DK Tran Van Q{name} khai sinh {on}"),
        };
        if self.told.texts.contains(&text) {
            return;
        }
        let second = ((true_time() / 1000) % 86_400) as u32;
        let today = date.to_chrono();
        let stamp = |format: &str| today.format(format).to_string().parse().unwrap_or(0);
        let stamp = [stamp("%y"), stamp("%m"), stamp("%d")];
        let pdu = |n| deliver_pdu_of(stamp, &phone, &text, n, None);
        self.world.modem.deliver(&pdu(second));
        if self.world.planted == Some(Planted::TextTwice) {
            self.world.modem.deliver(&pdu(second + 1));
        }
        self.told.texts.push(text);
    }

    fn walk_in(&mut self) {
        let event = Event::Walkin {
            field: FieldIx(self.world.dice.below(2) as u16),
            priority: self.world.dice.percent(15),
            person: Person::default(),
        };
        let given = |output: &Output| match output {
            Output::Ticket { number, .. } => Some(*number),
            _ => None,
        };
        let nobody = Actor::Official {
            desk: None,
            id: None,
        };
        let answer = self.world.attempt(|live| live.submit(nobody, event));
        let outputs = answer.map(|answer| answer.outputs).unwrap_or_default();
        let rules = &self.world.config.rules;
        self.told.walkins.extend(
            outputs
                .iter()
                .filter_map(|t| given(&t.output))
                .map(|number| (number.day.0, rules.field(number.field).id.clone(), number.n)),
        );
    }

    fn arrive(&mut self, date: Day) {
        let today: Vec<NumberRef> = self
            .told
            .bookings
            .iter()
            .filter(|booking| booking.number.day == date)
            .map(|booking| booking.number.into())
            .collect();
        if !today.is_empty() {
            let number = *self.world.dice.pick(&today);
            self.official(COUNTERS[0], Event::Arrive { number });
        }
    }

    fn work(&mut self) {
        let counter = *self.world.dice.pick(&COUNTERS);
        let event = match self.world.dice.below(100) {
            0..45 => Event::Done { counter },
            45..60 => Event::Absent { counter },
            60..70 => Event::Next {
                counter,
                current: Some(Current::Done),
            },
            70..76 => Event::Recall { counter },
            76..82 => Event::Hold { counter },
            _ => Event::Undo { counter },
        };
        let undoes = matches!(event, Event::Undo { .. });
        if undoes && self.world.planted == Some(Planted::UndoForgetsBoard) {
            self.world.bus.is_stuck = true;
        }
        let done = self.official(counter, event);
        if done.is_none() && self.world.planted == Some(Planted::BoardBeforeCommit) {
            self.world.bus.faces.insert(1, Some(999));
        }
    }

    /// An official does something. `None`: it failed.
    fn official(&mut self, counter: CounterIx, event: Event) -> Option<bool> {
        let by = Actor::Official {
            desk: Some(counter),
            id: None,
        };
        let answer = self.world.attempt(|live| live.submit(by, event));
        answer.map(|answer| !is_refusal(&answer.outputs))
    }
}

/// What the page tells of a booking.
fn promise(ticket: &Ticket) -> Option<Booking> {
    let Kind::Booking { time } = ticket.kind else {
        return None;
    };
    Some(Booking {
        code: ticket.person.code.clone()?,
        number: ticket.number,
        time,
        cancelled: Some(false),
    })
}

fn number(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().expect("a number"))
}

/// Lives from `seed` on, until so many days are over.
fn run(seed: u64, days: u64) -> Seen {
    let (begin, mut all) = (Instant::now(), Seen::default());
    for seed in seed.. {
        if all.days >= days {
            break;
        }
        let seen = live(seed, None).unwrap_or_else(|broken| {
            panic!(
                "after {} days: {broken:?}: MOTCUA_SEED={seed} MOTCUA_DAYS=1",
                all.days
            )
        });
        all.days += seen.days;
        all.events += seen.events;
        all.deaths += seen.deaths;
        all.failures += seen.failures;
        all.sent += seen.sent;
        all.bookings += seen.bookings;
    }
    let minutes = begin.elapsed().as_secs_f64() / 60.0;
    eprintln!("{all:?}, {:.0} days a minute", all.days as f64 / minutes);
    all
}

#[test]
fn the_same_days_keep_every_promise() {
    let all = run(1, 60);
    // Days on which promises were broken once: an undo of what was finished a day late, after a restart; a log with a hole
    // where a sync had failed; an old log that hid what was written past it; several bookings of which a failed disk had taken
    // back the first while the next were asked for.
    for seed in [42, 79, 167, 267, 314, 6507, 39008] {
        run(seed, DAYS);
    }
    assert!(all.events > all.days * 10, "{all:?}");
    assert!(all.deaths > 0 && all.failures > 0, "{all:?}");
    assert!(all.sent > 0 && all.bookings > 0, "{all:?}");
}

#[test]
fn a_seed_gives_the_same_days_again() {
    for seed in 1..=4 {
        assert_eq!(live(seed, None).ok(), live(seed, None).ok());
    }
}

#[test]
#[ignore = "as long as MOTCUA_DAYS says"]
fn many_days_keep_every_promise() {
    run(number("MOTCUA_SEED", 1), number("MOTCUA_DAYS", 1000));
}

#[test]
fn each_planted_fault_is_found() {
    let mut missed = Vec::new();
    for planted in Planted::iter() {
        let found = (1..=40).find_map(|seed| live(seed, Some(planted)).err());
        let name = planted.name();
        let Some(Broken { seed, day, what }) = found else {
            eprintln!("{name:24} is not found");
            missed.push(name);
            continue;
        };
        let days = (seed - 1) * DAYS + day;
        eprintln!("{name:24} seed {seed:2}, {days:3} days: {what:.90}");
    }
    assert!(missed.is_empty(), "{missed:?}");
}
