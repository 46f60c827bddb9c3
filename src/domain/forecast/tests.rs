use std::sync::Arc;

use super::*;
use crate::domain::event::{Event, NumberRef, When, Wish};
use crate::domain::rules::{CounterIx, Profile, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::{Errand, Person};

const TP: FieldIx = FieldIx(0);

fn at(time: &str) -> Minute {
    Minute::parse(&format!("2026-11-24T{time}")).unwrap()
}

/// A Tuesday's office of one field with so many counters.
fn office(counters: usize) -> Office {
    let mut rules = Rules::of(Profile::Improved);
    let field = rules.add_field("TP", "Tư pháp", 10, None);
    for n in 0..counters {
        rules.add_counter(&n.to_string(), "Quầy", &[field]);
    }
    Office::new(rules, Minute::parse("2026-11-23T15:00").unwrap())
}

fn does(office: &mut Office, time: &str, event: Event) {
    office.handle(at(time), None, event, &mut Vec::new());
}

fn comes(office: &mut Office, time: &str, procedure: Option<&str>) -> TicketId {
    let person = Person {
        procedure: procedure.map(str::to_owned),
        ..Person::default()
    };
    walks_in(office, time, person)
}

/// Who comes at 09:00 for a second errand, or for a first one.
fn comes_back(office: &mut Office, errand: Option<Errand>) {
    let person = Person {
        errand,
        ..Person::default()
    };
    walks_in(office, "09:00", person);
}

fn walks_in(office: &mut Office, time: &str, person: Person) -> TicketId {
    let (field, priority) = (TP, false);
    let event = Event::Walkin {
        field,
        priority,
        person,
    };
    does(office, time, event);
    office.newest()
}

fn newcomer(office: &Office, time: &str) -> Wait {
    office.forecast(at(time), 1).newcomer(TP).unwrap().wait
}

/// Lowest and highest minute; where the clock is told, from eight o'clock on.
fn minutes(wait: Wait) -> (i32, i32) {
    let eight = at("08:00").0;
    match wait {
        Wait::Minutes { low, high } => (low, high),
        Wait::Between { from, to } => (from.0 - eight, to.0 - eight),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_wait_is_an_honest_range() {
    let mut office = office(2);
    assert_eq!(newcomer(&office, "07:00"), Wait::AtOpening(at("07:30")));
    assert_eq!(newcomer(&office, "07:40"), Wait::None);
    assert_eq!(newcomer(&office, "17:40"), Wait::NotToday);
    for _ in 0..8 {
        comes(&mut office, "07:40", None);
    }
    // Two in service, six waiting, two counters: about 35 minutes, of which nothing was measured yet.
    let (low, high) = minutes(newcomer(&office, "07:40"));
    assert!(
        (15..30).contains(&low) && (40..65).contains(&high),
        "{low} {high}"
    );
    let counter = CounterIx(1);
    let reason = None;
    does(
        &mut office,
        "07:40",
        Event::CloseCounter { counter, reason },
    );
    let (lower, higher) = minutes(newcomer(&office, "07:40"));
    assert!(lower > low + 10 && higher > high + 20, "{lower} {higher}");
    let counter = CounterIx(0);
    let reason = None;
    does(
        &mut office,
        "07:41",
        Event::CloseCounter { counter, reason },
    );
    assert_eq!(newcomer(&office, "07:41"), Wait::NoCounter);
    let forecast = office.forecast(at("07:41"), 1);
    assert_eq!(
        forecast.left_over(&office, TP),
        0,
        "nobody knows when it goes on"
    );
}

#[test]
fn the_same_office_and_seed_forecast_the_same() {
    let mut office = office(1);
    for _ in 0..6 {
        comes(&mut office, "07:40", None);
    }
    let again = office.clone().forecast(at("07:41"), 3);
    assert_eq!(office.forecast(at("07:41"), 3), again);
}

#[test]
fn the_longer_the_line_the_later_the_turn() {
    let mut office = office(1);
    let ids: Vec<_> = (0..10).map(|_| comes(&mut office, "08:00", None)).collect();
    let forecast = office.forecast(at("08:00"), 1);
    let bounds: Vec<_> = ids[1..]
        .iter()
        .map(|id| minutes(forecast.turn(*id).unwrap().wait))
        .collect();
    assert!(bounds.is_sorted(), "{bounds:?}");
    assert_eq!(forecast.turn(ids[0]), None, "who is served waits no more");
}

/// How long the last of six would wait, at 10:00, after services of so many minutes this morning.
fn after_services_of(each: i32) -> (i32, i32) {
    let mut office = office(1);
    let counter = CounterIx(0);
    for n in 0..6 {
        let start = at("08:00").plus(n * each);
        office.handle(start, None, walkin(), &mut Vec::new());
        let end = start.plus(each);
        office.handle(end, None, Event::Done { counter }, &mut Vec::new());
    }
    for _ in 0..3 {
        comes(&mut office, "10:00", None);
    }
    minutes(newcomer(&office, "10:00"))
}

fn walkin() -> Event {
    Event::Walkin {
        field: TP,
        priority: false,
        person: Person::default(),
    }
}

#[test]
fn the_pace_of_today_is_believed() {
    let (slow, usual, fast) = (
        after_services_of(20),
        after_services_of(9),
        after_services_of(4),
    );
    assert!(
        fast.1 < usual.1 && usual.1 < slow.1,
        "{fast:?} {usual:?} {slow:?}"
    );
    assert!(
        fast.0 < usual.0 && usual.0 < slow.0,
        "{fast:?} {usual:?} {slow:?}"
    );
}

/// How long a newcomer waits at 09:00 behind five of them who come for a result, and after what was measured.
fn behind_five(errand: Option<Errand>, measured: &[Measured]) -> (i32, i32) {
    let mut office = office(1);
    let habits = Habits::learnt(office.rules(), &[], measured, (0, 0));
    office.set_habits(Arc::new(habits));
    for _ in 0..5 {
        comes_back(&mut office, errand);
    }
    minutes(newcomer(&office, "09:00"))
}

#[test]
fn who_comes_back_takes_two_minutes_until_it_was_measured() {
    let usual = behind_five(None, &[]);
    for errand in Errand::ALL {
        let quick = behind_five(Some(errand), &[]);
        assert!(
            quick.1 <= 25 && quick.1 * 2 < usual.1,
            "{quick:?} {usual:?}"
        );
        let measured = vec![
            Measured {
                field: TP,
                procedure: Some("khai-sinh".to_owned()),
                errand: Some(errand),
                minutes: 8,
            };
            30
        ];
        let slow = behind_five(Some(errand), &measured);
        assert!(
            slow.0 > quick.1 && slow.1 > 2 * quick.1 - 10,
            "{slow:?} {quick:?}"
        );
        // What was measured of them says nothing of the others.
        assert_eq!(behind_five(None, &measured), usual);
    }
}

#[test]
fn a_result_between_others_is_forecast_where_the_machine_takes_it() {
    let last_of_seven = |results_between| {
        let mut rules = office(1).rules().clone();
        rules.results_between = results_between;
        let mut office = Office::new(rules, Minute::parse("2026-11-23T15:00").unwrap());
        for n in 0..7 {
            comes_back(&mut office, (n == 6).then_some(Errand::Result));
        }
        let forecast = office.forecast(at("09:00"), 1);
        minutes(forecast.turn(office.newest()).unwrap().wait)
    };
    let (by_number, second, fifth) = (
        last_of_seven(None),
        last_of_seven(Some(1)),
        last_of_seven(Some(4)),
    );
    assert!(
        second.1 < fifth.0 + 10 && fifth.1 < by_number.1 && second.1 * 3 < by_number.1 + 20,
        "{second:?} {fifth:?} {by_number:?}"
    );
}

#[test]
fn a_procedure_takes_what_it_took_here() {
    let mut office = office(1);
    let measured = |id: &str, minutes| Measured {
        field: TP,
        procedure: Some(id.to_owned()),
        errand: None,
        minutes,
    };
    let measured: Vec<_> = (0..40)
        .flat_map(|n| [measured("nhanh", 2 + n % 3), measured("lâu", 25 + n % 10)])
        .collect();
    let habits = Habits::learnt(office.rules(), &[], &measured, (0, 0));
    let mut other = office.clone();
    let id = comes(&mut other, "08:00", Some("lâu"));
    let mean = habits.of(other.ticket(id).unwrap()).mean();
    assert!((26.0..34.0).contains(&mean), "{mean}");
    office.set_habits(Arc::new(habits));
    let after = |id| {
        let mut office = office.clone();
        for _ in 0..4 {
            comes(&mut office, "08:00", Some(id));
        }
        minutes(newcomer(&office, "08:00"))
    };
    let (quick, long) = (after("nhanh"), after("lâu"));
    assert!(quick.1 <= 25 && long.0 >= 80, "{quick:?} {long:?}");
}

#[test]
fn the_break_is_told_by_the_clock() {
    let mut office = office(1);
    for _ in 0..8 {
        comes(&mut office, "10:50", None);
    }
    let Wait::Between { from, to } = newcomer(&office, "10:50") else {
        panic!("{:?}", newcomer(&office, "10:50"))
    };
    assert!(from >= at("13:30") && to <= at("15:00"), "{from:?} {to:?}");
    assert!(to.0 - from.0 >= 10);
}

#[test]
fn the_end_of_the_day_is_foreseen() {
    let mut office = office(1);
    let ids: Vec<_> = (0..14).map(|_| comes(&mut office, "15:30", None)).collect();
    let forecast = office.forecast(at("15:30"), 1);
    let today = |n: usize| forecast.turn(ids[n]).unwrap().today;
    assert!(
        today(2) > 0.95 && today(13) < 0.5,
        "{} {}",
        today(2),
        today(13)
    );
    assert!(forecast.left_over(&office, TP) >= 1);
    assert_eq!(
        forecast.room(TP),
        Some(0),
        "no more numbers should be given"
    );
    assert!(forecast.newcomer(TP).unwrap().is_beyond_today());
    let empty = self::office(1);
    let room = |time| empty.forecast(at(time), 1).room(TP);
    assert_eq!(room("09:00"), None);
    let (early, late) = (room("15:30").unwrap(), room("16:45").unwrap());
    assert!(
        (7..13).contains(&early) && (2..5).contains(&late),
        "{early} {late}"
    );
}

#[test]
fn a_forgotten_end_is_noticed_and_not_believed() {
    let mut office = office(1);
    let served = comes(&mut office, "08:00", None);
    let waiting = comes(&mut office, "08:01", None);
    let ticket = |office: &Office| office.ticket(served).unwrap().clone();
    assert!(!office.is_perhaps_forgotten(&ticket(&office), at("08:25")));
    assert!(office.is_perhaps_forgotten(&ticket(&office), at("09:30")));
    let next = |time: &str| office.forecast(at(time), 1).turn(waiting).unwrap().wait;
    // Who is there for 25 minutes will be there for some more; after ninety nobody is.
    assert!(minutes(next("09:30")).1 <= 15, "{:?}", next("09:30"));
    // Nor does it make the day look slow: all wait no longer than behind one who has just begun.
    let mut fresh = self::office(1);
    for _ in 0..2 {
        comes(&mut fresh, "09:30", None);
    }
    for _ in 0..5 {
        comes(&mut office, "09:30", None);
        comes(&mut fresh, "09:30", None);
    }
    let (with, without) = (
        minutes(newcomer(&office, "09:30")),
        minutes(newcomer(&fresh, "09:30")),
    );
    assert!(with.1 <= without.1 + 5, "{with:?} {without:?}");
    does(
        &mut office,
        "09:31",
        Event::Done {
            counter: CounterIx(0),
        },
    );
    // A measured end that was forgotten is no service of 91 minutes.
    let usual = office.habits().of_field(TP);
    assert!(usual.rarely() < 91.0);
}

#[test]
fn bookings_still_to_come_are_reckoned_with() {
    let book = |office: &mut Office, n: u32, time: &str| {
        let wish = Wish {
            date: at(time).day(),
            half: None,
            time: Some(at(time).time()),
        };
        let person = Person {
            phone: Some(Phone::raw(&format!("09{n:08}"))),
            ..Person::default()
        };
        let event = Event::Book {
            field: TP,
            when: When::Wish(wish),
            person,
            to_confirm: false,
        };
        office.handle(office.now(), None, event, &mut Vec::new());
    };
    let waits = |bookings: u32| {
        let mut office = office(1);
        for n in 0..bookings {
            book(
                &mut office,
                n,
                &format!("{:02}:{:02}", 8 + n * 10 / 60, n * 10 % 60),
            );
        }
        let last = (0..4)
            .map(|_| comes(&mut office, "08:00", None))
            .last()
            .unwrap();
        minutes(office.forecast(at("08:00"), 1).turn(last).unwrap().wait)
    };
    let (without, with) = (waits(0), waits(6));
    assert!(
        with.0 > without.0 && with.1 > without.1 + 10,
        "{without:?} {with:?}"
    );
    // Who is here at the time goes first.
    let mut office = office(1);
    book(&mut office, 1, "08:30");
    for _ in 0..6 {
        comes(&mut office, "08:20", None);
    }
    let number = NumberRef { field: TP, n: 1 };
    does(&mut office, "08:25", Event::Arrive { number });
    let booked = office
        .tickets_of(at("08:25").day())
        .find(|t| t.time().is_some());
    let turn = office
        .forecast(at("08:25"), 1)
        .turn(booked.unwrap().id)
        .unwrap();
    assert!(minutes(turn.wait).1 <= 25, "{turn:?}");
}

#[test]
fn a_shared_counter_takes_who_came_first() {
    let mut rules = Rules::of(Profile::Improved);
    let first = rules.add_field("A", "A", 10, None);
    let second = rules.add_field("B", "B", 10, None);
    rules.add_counter("1", "Quầy", &[first, second]);
    let mut office = Office::new(rules, at("07:30"));
    for _ in 0..3 {
        comes(&mut office, "07:40", None);
    }
    let forecast = office.forecast(at("07:40"), 1);
    let wait = |field| forecast.newcomer(field).unwrap().wait;
    assert_eq!(wait(first), wait(second));
    assert!(minutes(wait(second)).0 >= 10);
}
