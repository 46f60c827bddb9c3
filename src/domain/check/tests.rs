//! What a phone may have: families share phones, strikes need a call and a day.

use super::*;
use crate::domain::event::{Output, Wish};
use crate::domain::rules::{Profile, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::Channel;
use crate::domain::time::Minute;

const TP: FieldIx = FieldIx(0);
const DD: FieldIx = FieldIx(1);
const COUNTER: CounterIx = CounterIx(0);
const TUESDAY: &str = "2026-11-24";

/// Two fields on Monday 2026-11-23 at 07:00, with the limits of an office.
fn office() -> Office {
    Office::new(rules(), at("2026-11-23T07:00"))
}

fn rules() -> Rules {
    let mut rules = Rules::of(Profile::Source);
    for id in ["tp", "dd", "xh"] {
        let field = rules.add_field(id, id, 10, None);
        rules.add_counter(id, id, &[field]);
    }
    rules.open_per_phone = Some(4);
    rules.strikes_per_day = Some(1);
    rules.walk_in_unlocks = true;
    rules
}

fn at(text: &str) -> Minute {
    Minute::parse(text).unwrap()
}

fn phone() -> Phone {
    Phone::parse("0912345678").unwrap()
}

fn person(name: &str, channel: Channel) -> Person {
    Person {
        phone: Some(phone()),
        name: Some(name.to_owned()).filter(|n| !n.is_empty()),
        channel,
        ..Person::default()
    }
}

fn book(field: FieldIx, name: &str, date: &str) -> Event {
    Event::Book {
        field,
        when: When::Wish(Wish {
            date: Day::parse(date).unwrap(),
            half: None,
            time: None,
        }),
        to_confirm: false,
        person: person(name, Channel::Sms),
    }
}

fn happens(office: &mut Office, now: &str, event: Event) -> Vec<Output> {
    let mut out = Vec::new();
    office.handle(at(now), None, event, &mut out);
    out.into_iter().map(|timed| timed.output).collect()
}

fn is_offered(outputs: &[Output]) -> bool {
    matches!(outputs, [Output::Offered { .. }])
}

#[test]
fn another_name_on_the_same_phone_is_another_person() {
    let mut office = office();
    let now = "2026-11-23T07:00";
    assert!(is_offered(&happens(
        &mut office,
        now,
        book(TP, "Lò Văn An", TUESDAY)
    )));
    for same in ["Lò Văn An", "lo van an", ""] {
        let out = happens(&mut office, now, book(TP, same, "2026-11-25"));
        assert!(
            matches!(out[..], [Output::Already { .. }]),
            "{same}: {out:?}"
        );
    }
    assert!(is_offered(&happens(
        &mut office,
        now,
        book(TP, "Lò Thị Bích", TUESDAY)
    )));
    let number = |name| Event::Walkin {
        field: TP,
        priority: false,
        person: person(name, Channel::Counter),
    };
    let now = "2026-11-23T07:40";
    let first = happens(&mut office, now, number("Lò Văn An"));
    assert!(matches!(first[0], Output::Ticket { .. }), "{first:?}");
    let waiting = happens(&mut office, now, number("Lò Thị Bích"));
    assert!(
        matches!(waiting[..], [Output::Ticket { .. }]),
        "{waiting:?}"
    );
    let again = happens(&mut office, now, number("Lò Thị Bích"));
    assert_eq!(again, [Output::Rejected(Reason::AlreadyWaiting)]);
    // Who takes a number on the phone gets one for each phone.
    let on_the_phone = Event::Walkin {
        field: DD,
        priority: false,
        person: person("Lò Văn Cường", Channel::Web),
    };
    assert_eq!(office.check(&on_the_phone), Err(Reason::AlreadyWaiting));
}

#[test]
fn a_phone_has_four_open_bookings_and_two_of_one_field() {
    let mut office = office();
    let now = "2026-11-23T07:00";
    for (field, name) in [(TP, "Một"), (TP, "Hai"), (DD, "Ba")] {
        assert!(is_offered(&happens(
            &mut office,
            now,
            book(field, name, TUESDAY)
        )));
    }
    let third = happens(&mut office, now, book(TP, "Bốn", TUESDAY));
    assert_eq!(third, [Output::Rejected(Reason::TooMany(3))]);
    assert!(is_offered(&happens(
        &mut office,
        now,
        book(DD, "Bốn", TUESDAY)
    )));
    let fifth = happens(&mut office, now, book(FieldIx(2), "Năm", TUESDAY));
    assert_eq!(fifth, [Output::Rejected(Reason::TooMany(4))]);
    // One who has a booking is told so: that is no booking more.
    let again = happens(&mut office, now, book(TP, "Một", TUESDAY));
    assert!(matches!(again[..], [Output::Already { .. }]), "{again:?}");
}

#[test]
fn a_helper_has_twenty_open_bookings_of_any_field() {
    let mut office = office();
    let now = "2026-11-23T07:00";
    let helper = Event::SetHelper {
        phone: phone(),
        helper: true,
    };
    happens(&mut office, now, helper);
    for i in 0..20 {
        let name = format!("Người {i}");
        let date = if i < 10 { TUESDAY } else { "2026-11-25" };
        assert!(is_offered(&happens(
            &mut office,
            now,
            book(TP, &name, date)
        )));
    }
    let more = happens(&mut office, now, book(DD, "Người cuối", TUESDAY));
    assert_eq!(more, [Output::Rejected(Reason::TooMany(20))]);
}

fn strikes(office: &Office) -> u32 {
    office.phone(&phone()).map_or(0, |record| record.strikes)
}

#[test]
fn bookings_missed_on_one_day_are_one_strike() {
    let mut office = office();
    let now = "2026-11-23T07:00";
    for (field, name) in [(TP, "Một"), (TP, "Hai"), (DD, "Ba")] {
        happens(&mut office, now, book(field, name, TUESDAY));
    }
    let out = happens(&mut office, "2026-11-24T17:31", Event::Tick);
    let expired = out.iter().filter(|o| matches!(o, Output::Expired { .. }));
    assert_eq!((expired.count(), strikes(&office)), (3, 1));
    // One of three is called after all: the others did not come.
    let date = Some(Day::parse(TUESDAY).unwrap());
    let missed = office.find(NumberRef { field: TP, n: 1 }, date);
    assert_eq!(missed.map(|t| t.state), Ok(State::Expired));
    let by_hand = Event::CallNumber {
        counter: COUNTER,
        number: NumberRef { field: TP, n: 1 },
        current: None,
    };
    happens(&mut office, "2026-11-24T17:31", by_hand);
    assert_eq!(strikes(&office), 1);
    // Another day is another strike.
    happens(
        &mut office,
        "2026-11-24T17:32",
        Event::Absent { counter: COUNTER },
    );
    happens(
        &mut office,
        "2026-11-24T17:33",
        book(TP, "Một", "2026-11-25"),
    );
    happens(&mut office, "2026-11-25T17:31", Event::Tick);
    assert_eq!(strikes(&office), 2);
}

#[test]
fn a_booking_that_nobody_was_called_for_is_no_strike() {
    let mut office = office();
    happens(&mut office, "2026-11-23T07:00", book(TP, "Một", TUESDAY));
    let pause = Event::CloseCounter {
        counter: COUNTER,
        reason: None,
    };
    happens(&mut office, "2026-11-24T07:30", pause);
    let out = happens(&mut office, "2026-11-24T17:31", Event::Tick);
    assert!(
        matches!(out[..], [Output::Expired { strikes: 0, .. }]),
        "{out:?}"
    );
    assert_eq!(strikes(&office), 0);
}

/// What comes of `done` on the day after a phone was locked: of a walk-in, or of an earlier booking.
fn served_while_locked(rules: Rules, booked: bool) -> (Vec<Output>, Office) {
    let mut office = Office::new(
        Rules {
            strikes: 0,
            ..rules
        },
        at("2026-11-23T07:00"),
    );
    let now = "2026-11-23T07:00";
    happens(&mut office, now, book(TP, "Lò Văn An", TUESDAY));
    if booked {
        happens(&mut office, now, book(DD, "Lò Văn Bá", "2026-11-25"));
    }
    let over = happens(&mut office, "2026-11-24T17:31", Event::Tick);
    let locked = over.iter().any(|o| matches!(o, Output::Blocked { .. }));
    assert!(locked, "{over:?}");
    let again = happens(
        &mut office,
        "2026-11-24T17:32",
        book(TP, "Lò Văn An", "2026-11-26"),
    );
    assert_eq!(again, [Output::Rejected(Reason::Blocked)]);
    let here = match booked {
        true => Event::Arrive {
            number: NumberRef { field: DD, n: 1 },
        },
        false => Event::Walkin {
            field: DD,
            priority: false,
            person: person("Lò Văn An", Channel::Counter),
        },
    };
    let counter = CounterIx(1);
    let open = Event::OpenCounter { counter };
    happens(&mut office, "2026-11-25T08:00", open);
    happens(&mut office, "2026-11-25T08:00", here);
    let done = happens(&mut office, "2026-11-25T08:20", Event::Done { counter });
    (done, office)
}

#[test]
fn who_walks_in_once_may_book_again() {
    let (done, mut office) = served_while_locked(rules(), false);
    assert_eq!(done, [Output::Unblocked { phone: phone() }]);
    let again = happens(
        &mut office,
        "2026-11-25T08:21",
        book(TP, "Lò Văn An", "2026-11-26"),
    );
    assert!(is_offered(&again), "{again:?}");
    // A kept appointment is none, and on a replayed day nothing lifts a lock but an official.
    let replayed = Rules {
        walk_in_unlocks: false,
        ..rules()
    };
    for (rules, booked) in [(rules(), true), (replayed, false)] {
        let (done, mut office) = served_while_locked(rules, booked);
        assert_eq!(done, [], "{booked}");
        let again = happens(
            &mut office,
            "2026-11-25T08:21",
            book(TP, "Lò Văn An", "2026-11-26"),
        );
        assert_eq!(again, [Output::Rejected(Reason::Blocked)]);
    }
}
