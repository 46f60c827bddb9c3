use proptest::prelude::*;

use super::*;
use crate::domain::event::{Current, Event, NumberRef, When, Wish};
use crate::domain::rules::{CounterIx, Profile, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::{Errand, Person};
use crate::domain::time::TimeOfDay;

const TP: FieldIx = FieldIx(0);

fn at(time: &str) -> Minute {
    Minute::parse(&format!("2026-11-23T{time}")).unwrap()
}

/// One field with so many counters that call by hand, on a Friday before the Monday.
fn office(profile: Profile, counters: usize) -> Office {
    let mut rules = Rules::of(profile);
    rules.share_peak = None;
    rules.auto_call = false;
    let field = rules.add_field("TP", "Tư pháp", 10, None);
    for n in 0..counters {
        rules.add_counter(&n.to_string(), "Quầy", &[field]);
    }
    Office::new(rules, Minute::parse("2026-11-20T15:00").unwrap())
}

fn does(office: &mut Office, time: &str, event: Event) {
    office.handle(at(time), None, event, &mut Vec::new());
}

fn book(office: &mut Office, n: u32, time: &str) {
    let wish = Wish {
        date: at(time).day(),
        half: None,
        time: Some(at(time).time()),
    };
    let person = Person {
        phone: Some(Phone::raw(&format!("09{n:08}"))),
        ..Person::default()
    };
    let before = office.now();
    office.handle(
        before,
        None,
        Event::Book {
            field: TP,
            when: When::Wish(wish),
            person,
            to_confirm: false,
        },
        &mut Vec::new(),
    );
}

fn walkin(priority: bool) -> Event {
    walkin_for(priority, None)
}

fn walkin_for(priority: bool, errand: Option<Errand>) -> Event {
    Event::Walkin {
        field: TP,
        priority,
        person: Person {
            errand,
            ..Person::default()
        },
    }
}

fn arrive(n: u32) -> Event {
    Event::Arrive { number: number(n) }
}

fn number(n: u32) -> NumberRef {
    NumberRef { field: TP, n }
}

fn order(office: &Office, rows: &[Row]) -> Vec<(u32, Standing)> {
    let n = |row: &Row| office.ticket(row.id).unwrap().number.n;
    rows.iter().map(|row| (n(row), row.standing)).collect()
}

/// A morning with one of each kind: 1 due, 2 soon due, 3 early, 4 awaited, 5 absent, then walk-ins.
fn morning(profile: Profile) -> Office {
    let mut office = office(profile, 1);
    for (n, time) in [
        (1, "08:30"),
        (2, "08:50"),
        (3, "09:30"),
        (4, "08:20"),
        (5, "10:00"),
        (6, "14:00"),
    ] {
        book(&mut office, n, time);
    }
    does(&mut office, "07:40", walkin(false));
    does(&mut office, "07:41", walkin(false));
    does(&mut office, "07:42", walkin(true));
    does(&mut office, "07:43", walkin(false));
    does(
        &mut office,
        "07:44",
        Event::Next {
            counter: CounterIx(0),
            current: None,
        },
    );
    for n in [1, 2, 3, 6] {
        does(&mut office, "08:25", arrive(n));
    }
    does(&mut office, "08:26", Event::Leave { number: number(8) });
    does(&mut office, "08:42", Event::Tick);
    office
}

#[test]
fn in_the_improved_profile_each_stands_where_the_machine_takes_it() {
    let office = morning(Profile::Improved);
    let queue = office.queue_view(TP, at("08:42"));
    assert_eq!(
        order(&office, &queue.waiting),
        [
            (1, Standing::Due),
            (2, Standing::SoonDue),
            (7, Standing::ByNumber),
            (8, Standing::Left),
            (10, Standing::ByNumber),
            (
                3,
                Standing::EarlyRest {
                    first_from: at("09:20")
                }
            ),
            (6, Standing::LaterSession),
        ],
    );
    assert_eq!(
        order(&office, &queue.absent),
        [(4, Standing::DueUncalled), (5, Standing::NotYetDue)]
    );
    assert_eq!(queue.people(), 6);
}

#[test]
fn in_the_source_profile_early_ones_go_before_walkins() {
    let office = morning(Profile::Source);
    let queue = office.queue_view(TP, at("08:42"));
    let waiting: Vec<_> = order(&office, &queue.waiting);
    assert_eq!(
        waiting[..4],
        [
            (1, Standing::Due),
            (2, Standing::EarlyFirst),
            (3, Standing::EarlyFirst),
            (7, Standing::ByNumber),
        ]
    );
    let absent = order(&office, &queue.absent);
    assert_eq!(
        absent[1],
        (5, Standing::NotYetDue),
        "was called through at 07:44"
    );
    let mut fresh = self::office(Profile::Source, 1);
    book(&mut fresh, 1, "09:00");
    let queue = fresh.queue_view(TP, at("08:00"));
    assert_eq!(
        order(&fresh, &queue.absent),
        [(1, Standing::NotYetDue)],
        "nobody waits: an idle room is not called through"
    );
    let mut busy = self::office(Profile::Source, 1);
    for _ in 0..2 {
        does(&mut busy, "07:40", walkin(false));
    }
    book(&mut busy, 3, "09:00");
    let queue = busy.queue_view(TP, at("08:00"));
    assert_eq!(order(&busy, &queue.absent), [(3, Standing::CalledOnce)]);
}

#[test]
fn missed_held_and_expired_ones_stand_apart() {
    let mut office = office(Profile::Improved, 1);
    book(&mut office, 1, "08:00");
    let counter = CounterIx(0);
    for _ in 0..3 {
        does(&mut office, "07:40", walkin(false));
    }
    does(
        &mut office,
        "07:45",
        Event::Next {
            counter,
            current: None,
        },
    );
    does(&mut office, "07:50", Event::Absent { counter });
    does(
        &mut office,
        "07:50",
        Event::Next {
            counter,
            current: None,
        },
    );
    does(&mut office, "07:55", Event::Hold { counter });
    does(
        &mut office,
        "08:00",
        Event::Next {
            counter,
            current: None,
        },
    );
    let queue = office.queue_view(TP, at("08:01"));
    assert_eq!(
        order(&office, &queue.absent),
        [(1, Standing::Awaited { until: at("08:15") })]
    );
    does(&mut office, "08:16", Event::Tick);
    let queue = office.queue_view(TP, at("08:16"));
    assert_eq!(
        order(&office, &queue.aside),
        [
            (3, Standing::Held),
            (2, Standing::Missed),
            (1, Standing::Expired)
        ]
    );
    assert!(queue.waiting.is_empty() && queue.absent.is_empty());
}

#[test]
fn a_booking_stands_where_it_will_cut_in() {
    let mut office = office(Profile::Improved, 1);
    book(&mut office, 1, "08:30");
    for _ in 0..8 {
        does(&mut office, "08:00", walkin(false));
    }
    does(&mut office, "08:00", arrive(1));
    let queue = office.queue_view(TP, at("08:00"));
    let numbers: Vec<u32> = order(&office, &queue.waiting).iter().map(|r| r.0).collect();
    assert_eq!(
        numbers,
        [2, 3, 1, 4, 5, 6, 7, 8, 9],
        "from 08:20 it goes before walk-ins"
    );
}

/// The numbers in the order in which two counters would take them.
fn taken_by_hand(results_between: Option<u32>) -> (Vec<u32>, Vec<u32>) {
    let mut rules = office(Profile::Source, 1).rules().clone();
    rules.results_between = results_between;
    let mut office = Office::new(rules, Minute::parse("2026-11-20T15:00").unwrap());
    let result = Some(Errand::Result);
    for errand in [
        None,
        None,
        None,
        None,
        result,
        Some(Errand::Papers),
        result,
        None,
    ] {
        does(&mut office, "08:00", walkin_for(false, errand));
    }
    let counter = CounterIx(0);
    let planned = order(&office, &office.queue_view(TP, at("08:00")).waiting);
    let mut taken = Vec::new();
    for n in 0..8 {
        let (time, current) = (at("08:00").plus(n), Some(Current::Done));
        office.handle(
            time,
            None,
            Event::Next { counter, current },
            &mut Vec::new(),
        );
        let id = office.counter(counter).ticket.unwrap();
        taken.push(office.ticket(id).unwrap().number.n);
    }
    (planned.into_iter().map(|row| row.0).collect(), taken)
}

#[test]
fn results_go_between_others_only_where_the_office_wants_it() {
    for (between, wanted) in [
        (None, [1, 2, 3, 4, 5, 6, 7, 8]),
        (Some(1), [1, 5, 2, 7, 3, 4, 6, 8]),
        (Some(2), [1, 2, 5, 3, 4, 7, 6, 8]),
        (Some(9), [1, 2, 3, 4, 5, 6, 7, 8]),
    ] {
        let (planned, taken) = taken_by_hand(between);
        assert_eq!(taken, wanted, "{between:?}");
        assert_eq!(planned, wanted, "{between:?}");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Walkin(bool, bool),
    Book(u8),
    Arrive(u8),
    Leave(u8),
    Next(u8),
    Done(u8),
    Absent(u8),
    Hold(u8),
    Resume(u8),
    Wait(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<(bool, bool)>().prop_map(|(priority, fetches)| Step::Walkin(priority, fetches)),
        (0..40u8).prop_map(Step::Book),
        (1..20u8).prop_map(Step::Arrive),
        (1..20u8).prop_map(Step::Leave),
        (0..2u8).prop_map(Step::Next),
        (0..2u8).prop_map(Step::Done),
        (0..2u8).prop_map(Step::Absent),
        (0..2u8).prop_map(Step::Hold),
        (1..20u8).prop_map(Step::Resume),
        (1..40u8).prop_map(Step::Wait),
    ]
}

proptest! {
    /// Whoever stands first is whom the machine takes; everyone who is here stands in the list exactly once.
    #[test]
    fn the_first_one_is_the_next_one(
        source in any::<bool>(),
        begin in 450..1000i32,
        results_between in prop::option::of(1..3u32),
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let profile = if source { Profile::Source } else { Profile::Improved };
        let mut rules = office(profile, 2).rules().clone();
        rules.results_between = results_between;
        let mut office = Office::new(rules, Minute::parse("2026-11-20T15:00").unwrap());
        let day = at("00:00").day();
        let mut now = day.at(TimeOfDay(begin));
        let mut out = Vec::new();
        for step in steps {
            let counter = |n: u8| CounterIx(u16::from(n));
            let event = match step {
                Step::Walkin(priority, fetches) => walkin_for(priority, fetches.then_some(Errand::Result)),
                Step::Book(slot) => {
                    let time = Some(TimeOfDay(480 + 10 * i32::from(slot)));
                    let wish = Wish { date: day, half: None, time };
                    Event::Book { field: TP, when: When::Wish(wish), person: Person::default(), to_confirm: false }
                }
                Step::Arrive(n) => arrive(u32::from(n)),
                Step::Leave(n) => Event::Leave { number: number(u32::from(n)) },
                Step::Next(n) => Event::Next { counter: counter(n), current: None },
                Step::Done(n) => Event::Done { counter: counter(n) },
                Step::Absent(n) => Event::Absent { counter: counter(n) },
                Step::Hold(n) => Event::Hold { counter: counter(n) },
                Step::Resume(n) => Event::Resume { number: number(u32::from(n)), counter: None },
                Step::Wait(minutes) => {
                    now = now.plus(i32::from(minutes));
                    Event::Tick
                }
            };
            office.handle(now, None, event, &mut out);
        }
        for n in 0..2 {
            office.handle(now, None, Event::Done { counter: CounterIx(n) }, &mut out);
        }
        let in_hours = office.served_session(TP).is_some();
        for _ in 0..60 {
            let queue = office.queue_view(TP, now);
            let mut ids: Vec<_> = queue.waiting.iter().map(|row| row.id).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), queue.waiting.len());
            let here = |t: &&Ticket| t.waits_here() || (t.state == State::Waiting && !t.present);
            prop_assert_eq!(ids.len(), office.tickets_of(now.day()).filter(here).count());
            let session = office.served_session(TP);
            let mut rows = queue.waiting.iter();
            let not_now = |r: &&Row| matches!(r.standing, Standing::Left | Standing::LaterSession);
            let first = rows.find(|r| !not_now(r)).map(|row| row.id);
            office.handle(now, None, Event::Next { counter: CounterIx(0), current: None }, &mut out);
            let served = office.counter(CounterIx(0)).ticket;
            if session.is_none() {
                break;
            }
            prop_assert!(in_hours);
            prop_assert_eq!(served, first);
            office.handle(now, None, Event::Done { counter: CounterIx(0) }, &mut out);
            if served.is_none() {
                break;
            }
        }
    }
}

#[test]
fn numbers_are_given_in_hours_at_open_counters() {
    let mut office = office(Profile::Improved, 1);
    for (time, given) in [
        ("07:29", false),
        ("07:30", true),
        ("10:59", true),
        ("11:00", false),
        ("13:30", true),
    ] {
        assert_eq!(office.takes_walkins(TP, at(time)), given, "{time}");
    }
    does(
        &mut office,
        "08:00",
        Event::CloseCounter {
            counter: CounterIx(0),
            reason: None,
        },
    );
    assert!(!office.takes_walkins(TP, at("08:00")));
}
