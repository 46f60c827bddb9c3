//! Whole days with wishes, cancellations and answers in any order.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::domain::event::{Event, NumberRef, Output, Timed, When, Wish};
use crate::domain::office::Office;
use crate::domain::rules::{FieldIx, Profile, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::{Number, Person, State, Ticket};
use crate::domain::time::{Half, Minute, TimeOfDay};

const FIELD: FieldIx = FieldIx(0);

fn at(text: &str) -> Minute {
    Minute::parse(text).unwrap()
}

/// One field of ten-minute slots; the first day is Monday 2026-11-23.
struct Town {
    office: Office,
    out: Vec<Timed>,
}

impl Town {
    fn new(start: &str) -> Self {
        let mut rules = Rules::of(Profile::Source);
        let field = rules.add_field("TP", "Tư pháp", 10, None);
        rules.add_counter("1", "Quầy 1", &[field]);
        let office = Office::new(rules, at(start));
        let out = Vec::new();
        Self { office, out }
    }

    fn give(&mut self, time: Minute, event: Event) -> &[Timed] {
        self.out.clear();
        self.office.handle(time, None, event, &mut self.out);
        &self.out
    }

    fn book(&mut self, now: Minute, phone: usize, time: &str) -> Number {
        let wished = at(time);
        let wish = Wish {
            date: wished.day(),
            half: None,
            time: Some(wished.time()),
        };
        let person = Person {
            phone: Some(Phone::raw(&format!("09{phone:08}"))),
            ..Person::default()
        };
        let event = Event::Book {
            field: FIELD,
            when: When::Wish(wish),
            to_confirm: false,
            person,
        };
        match self.give(now, event) {
            [
                ..,
                Timed {
                    output: Output::Offered { number, .. },
                    ..
                },
            ] => *number,
            other => panic!("{other:?}"),
        }
    }

    fn seek(&mut self, now: Minute, number: Number, seek: bool) {
        let (number, date) = (number.into(), Some(number.day));
        self.give(now, Event::SeekEarlier { number, date, seek });
    }

    fn cancel(&mut self, now: Minute, number: Number) {
        let (number, date) = (number.into(), Some(number.day));
        self.give(now, Event::Cancel { number, date });
    }

    fn accept(&mut self, now: Minute, number: Number) -> &[Timed] {
        let (number, date) = (number.into(), Some(number.day));
        self.give(now, Event::Accept { number, date })
    }

    /// What was offered to whom until when, as time passes.
    fn offered_by(&mut self, now: Minute) -> Vec<(u32, String, String)> {
        let offers = self.give(now, Event::Tick).iter().filter_map(|timed| {
            let Output::EarlierOffered {
                number,
                time,
                until,
            } = timed.output
            else {
                return None;
            };
            Some((number.n, time.to_string(), until.time().to_string()))
        });
        offers.collect()
    }

    fn time_of(&self, number: Number) -> (State, Option<Minute>) {
        let ticket = self.office.by_number(number).unwrap();
        (ticket.state, ticket.time())
    }
}

/// Three booked tomorrow; the second and the third would come earlier.
fn three() -> (Town, [Number; 3]) {
    let mut town = Town::new("2026-11-23T07:00");
    let now = at("2026-11-23T07:00");
    let times = ["08:30", "09:30", "10:00"];
    let mut n = 0;
    let numbers = times.map(|time| {
        n += 1;
        town.book(now, n, &format!("2026-11-24T{time}"))
    });
    town.seek(at("2026-11-23T07:05"), numbers[2], true);
    town.seek(at("2026-11-23T07:06"), numbers[1], true);
    (town, numbers)
}

#[test]
fn a_freed_time_is_offered_in_the_order_of_asking() {
    let (mut town, [first, second, third]) = three();
    town.cancel(at("2026-11-23T08:00"), first);
    assert!(
        town.offered_by(at("2026-11-23T08:01")).is_empty(),
        "it settles first"
    );
    let offer =
        |number: Number, until: &str| (number.n, "2026-11-24T08:30".to_owned(), until.to_owned());
    assert_eq!(
        town.offered_by(at("2026-11-23T08:02")),
        [offer(third, "08:32")]
    );
    // Held for the third: nobody else can book it.
    let taken = town.book(at("2026-11-23T08:03"), 9, "2026-11-24T08:30");
    assert_ne!(town.time_of(taken).1, Some(at("2026-11-24T08:30")));
    // No answer: the next one is asked, and the third keeps the time but not the wish.
    assert_eq!(
        town.offered_by(at("2026-11-23T08:32")),
        [offer(second, "09:02")]
    );
    let late = town.accept(at("2026-11-23T08:33"), third);
    assert!(matches!(late[0].output, Output::Rejected(_)), "{late:?}");
    let yes = town.accept(at("2026-11-23T08:40"), second);
    let Output::Moved { new, time, .. } = yes[0].output else {
        panic!("{yes:?}");
    };
    assert_eq!(time, at("2026-11-24T08:30"));
    assert_eq!(town.time_of(new), (State::Booked, Some(time)));
    assert_eq!(town.time_of(second).0, State::Moved);
    assert_eq!(
        town.time_of(third),
        (State::Booked, Some(at("2026-11-24T10:00")))
    );
}

#[test]
fn who_says_no_gives_it_to_the_next_at_once() {
    let (mut town, [first, second, third]) = three();
    town.cancel(at("2026-11-23T08:00"), first);
    town.give(at("2026-11-23T08:10"), Event::Tick);
    town.seek(at("2026-11-23T08:11"), third, false);
    let offer = town.office.by_number(second).and_then(Ticket::offered);
    assert_eq!(offer.map(|o| o.time), Some(at("2026-11-24T08:30")));
    assert_eq!(town.office.by_number(third).unwrap().earlier, None);
}

#[test]
fn nobody_is_asked_at_night_or_too_late_to_come() {
    let (mut town, [first, _, third]) = three();
    town.cancel(at("2026-11-23T22:00"), first);
    assert!(town.offered_by(at("2026-11-24T06:29")).is_empty());
    // At 6:30 an answer by 7:00 is of use; the slot of 8:30 is an hour and a half away.
    let offered = town.offered_by(at("2026-11-24T06:30"));
    assert_eq!(offered[0].0, third.n);
    let (mut town, [first, ..]) = three();
    town.cancel(at("2026-11-24T07:25"), first);
    assert!(town.offered_by(at("2026-11-24T12:00")).is_empty());
}

#[test]
fn a_half_day_that_falls_out_takes_the_offer_with_it() {
    let (mut town, [first, _, third]) = three();
    town.cancel(at("2026-11-23T08:00"), first);
    town.give(at("2026-11-23T08:10"), Event::Tick);
    let closed = Event::CloseSession {
        field: FIELD,
        date: third.day,
        half: Half::Am,
    };
    town.give(at("2026-11-23T08:11"), closed);
    assert_eq!(town.time_of(third).0, State::Moved);
    let tickets = town.office.tickets_of(third.day);
    let open: Vec<_> = tickets.filter(|t| t.state == State::Booked).collect();
    assert_eq!(open.len(), 2, "each once, in the afternoon");
    assert!(open.iter().all(|t| t.offered().is_none()));
    // Who says yes to it now hears that it is gone.
    let mut missed = town
        .office
        .tickets_of(third.day)
        .filter_map(Ticket::missed_offer);
    assert!(missed.any(|offer| offer.time == at("2026-11-24T08:30")));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Book(i32),
    Seek,
    No,
    Yes,
    Cancel,
}

/// Who does what, so many minutes after the one before.
fn steps() -> impl Strategy<Value = Vec<(i32, usize, Step)>> {
    let step = prop_oneof![
        4 => (0..18).prop_map(Step::Book),
        4 => Just(Step::Seek),
        1 => Just(Step::No),
        5 => Just(Step::Yes),
        3 => Just(Step::Cancel),
    ];
    prop::collection::vec((0..8, 0..8_usize, step), 40..160)
}

/// What people have and wish, by the answers alone.
#[derive(Default)]
struct Ledger {
    open: BTreeMap<usize, Number>,
    /// In which order they asked.
    since: BTreeMap<usize, usize>,
    asked: usize,
    offers: BTreeMap<usize, (Minute, Minute)>,
}

impl Ledger {
    fn forgets(&mut self, who: usize) {
        self.since.remove(&who);
        self.offers.remove(&who);
    }

    /// An offer that nobody answered ends the wish.
    fn passes(&mut self, now: Minute) {
        let over = self.offers.iter().filter(|(_, (_, until))| *until <= now);
        for who in over.map(|(who, _)| *who).collect::<Vec<_>>() {
            self.forgets(who);
        }
    }

    /// Whoever is offered something asked before all others whom it would suit.
    fn offered(&mut self, town: &Town, number: Number, time: Minute, until: Minute) {
        let (&who, _) = self.open.iter().find(|(_, n)| **n == number).unwrap();
        let place = |who: &usize| self.since.get(who).copied();
        let mine = place(&who).expect("nobody is offered what was not asked for");
        for (other, number) in self
            .open
            .iter()
            .filter(|(other, _)| !self.offers.contains_key(other))
        {
            let later = town.time_of(*number).1 > Some(time);
            let first = place(other).is_some_and(|place| place < mine);
            assert!(!(later && first), "{other} asked before {who}");
        }
        assert!(until < time && until > town.office.now().plus(-1));
        assert!(
            self.offers.insert(who, (time, until)).is_none(),
            "one at a time"
        );
    }
}

/// No time is kept for two, and nobody was left without one.
fn all_is_well(town: &Town, ledger: &Ledger) {
    let mut kept = BTreeSet::new();
    for number in ledger.open.values() {
        let ticket = town.office.by_number(*number).unwrap();
        assert_eq!(ticket.state, State::Booked);
        let offer = ticket.offered().map(|o| o.time);
        for time in ticket.time().into_iter().chain(offer) {
            assert!(kept.insert(time), "two for {time}");
        }
    }
}

fn goes_well(steps: Vec<(i32, usize, Step)>) -> usize {
    let mut now = at("2026-11-23T06:40");
    let mut town = Town::new("2026-11-23T06:00");
    let mut ledger = Ledger::default();
    let mut taken = 0;
    for (minutes, who, step) in steps {
        now = now.plus(minutes);
        let mine = ledger.open.get(&who).copied();
        let event = match (step, mine) {
            (Step::Book(slot), None) => booking(who, slot),
            (Step::Book(_), Some(_)) | (_, None) => Event::Tick,
            (step, Some(number)) => {
                let (date, number) = (Some(number.day), NumberRef::from(number));
                match step {
                    Step::Seek => Event::SeekEarlier {
                        number,
                        date,
                        seek: true,
                    },
                    Step::No => Event::SeekEarlier {
                        number,
                        date,
                        seek: false,
                    },
                    Step::Yes => Event::Accept { number, date },
                    _ => Event::Cancel { number, date },
                }
            }
        };
        // What time brings comes before what is done.
        let passed = town.give(now, Event::Tick).to_vec();
        follow(&mut ledger, &town, who, &passed);
        ledger.passes(now);
        let could = ledger.offers.contains_key(&who);
        let answers = town.give(now, event.clone()).to_vec();
        match (&event, answers.first().map(|timed| &timed.output)) {
            (Event::SeekEarlier { seek: true, .. }, first)
                if !matches!(first, Some(Output::Rejected(_))) =>
            {
                ledger.asked += 1;
                ledger.since.entry(who).or_insert(ledger.asked);
            }
            (Event::SeekEarlier { seek: false, .. }, first) => {
                let refused = matches!(first, Some(Output::Rejected(_)));
                assert_eq!(refused, !ledger.since.contains_key(&who));
                ledger.forgets(who);
            }
            (Event::Accept { .. }, Some(Output::Rejected(_))) => assert!(!could),
            (Event::Accept { .. }, Some(Output::Moved { time, .. })) => {
                assert_eq!(ledger.offers[&who].0, *time);
                taken += 1;
            }
            _ => {}
        }
        follow(&mut ledger, &town, who, &answers);
        all_is_well(&town, &ledger);
    }
    taken
}

fn booking(who: usize, slot: i32) -> Event {
    let wish = Wish {
        date: at("2026-11-24T08:00").day(),
        half: None,
        time: Some(TimeOfDay(480 + slot * 10)),
    };
    let person = Person {
        phone: Some(Phone::raw(&format!("09{who:08}"))),
        ..Person::default()
    };
    Event::Book {
        field: FIELD,
        when: When::Wish(wish),
        to_confirm: false,
        person,
    }
}

/// Writes down what was answered, in its order.
fn follow(ledger: &mut Ledger, town: &Town, who: usize, answers: &[Timed]) {
    for timed in answers {
        match timed.output {
            Output::Offered { number, .. } => drop(ledger.open.insert(who, number)),
            Output::Cancelled { number, .. } if ledger.open.get(&who) == Some(&number) => {
                ledger.open.remove(&who);
                ledger.forgets(who);
            }
            Output::Moved { number, new, .. } if ledger.open.get(&who) == Some(&number) => {
                ledger.open.insert(who, new);
                ledger.forgets(who);
            }
            Output::EarlierOffered {
                number,
                time,
                until,
            } => {
                ledger.passes(timed.at);
                ledger.offered(town, number, time, until);
            }
            _ => {}
        }
    }
}

/// So many random days hold: nobody without a time, no time for two, the order of asking.
#[test]
fn a_thousand_random_days_keep_every_promise() {
    let taken = Cell::new(0);
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(1000)
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&steps(), |steps| {
            taken.set(taken.get() + goes_well(steps));
            Ok(())
        })
        .unwrap();
    let taken = taken.get();
    assert!(taken > 500, "freed times were taken {taken} times only");
}
