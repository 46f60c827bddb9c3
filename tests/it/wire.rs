//! The language of events: what is written is read again, and mistakes are named.

use std::collections::BTreeSet;

use motcua::app::replay::replay;
use motcua::app::wire::{Envelope, event_json, parse_event};
use motcua::domain::event::{Current, Detail, Event, EventKind, NumberRef, When, Wish};
use motcua::domain::rules::{CounterIx, FieldIx, Profile, Rules};
use motcua::domain::text::{Phone, clean};
use motcua::domain::ticket::{Channel, Contact, Errand, Person};
use motcua::domain::time::{Day, Half, Minute, TimeOfDay};
use proptest::option::of;
use proptest::prelude::*;
use strum::VariantNames;

fn rules() -> Rules {
    let mut rules = Rules::of(Profile::Source);
    let fields = ["TP", "tu-phap", "7"].map(|id| rules.add_field(id, id, 10, None));
    for (i, field) in fields.into_iter().enumerate() {
        rules.add_counter(&format!("{}", i + 1), "", &[field]);
    }
    rules
}

fn text() -> impl Strategy<Value = String> {
    let any_text = prop_oneof![
        "[ A-Za-zÀ-ỹ0-9.\"\\\\-]{1,24}",
        Just("Nguyễn Thị Ước".to_owned()),
        any::<String>(),
    ];
    any_text
        .prop_map(|t| clean(&t))
        .prop_filter("empty", |t| !t.is_empty())
}

fn detail() -> impl Strategy<Value = Detail> {
    proptest::sample::select(Detail::VARIANTS).prop_map(|name| name.parse().unwrap())
}

fn phone() -> impl Strategy<Value = Phone> {
    prop_oneof![
        (0..100_000_000_u32).prop_map(|n| Phone::raw(&format!("09{n:08}"))),
        Just(Phone::raw("1414")),
        Just(Phone::raw("VIETTEL")),
    ]
}

fn field() -> impl Strategy<Value = FieldIx> {
    (0..3_u16).prop_map(FieldIx)
}

fn counter() -> impl Strategy<Value = CounterIx> {
    (0..3_u16).prop_map(CounterIx)
}

fn number() -> impl Strategy<Value = NumberRef> {
    (field(), prop_oneof![1..2000_u32, any::<u32>()]).prop_map(|(field, n)| NumberRef { field, n })
}

fn day() -> impl Strategy<Value = Day> {
    (-20_000..376_000_i32).prop_map(Day)
}

fn half() -> impl Strategy<Value = Half> {
    prop_oneof![Just(Half::Am), Just(Half::Pm)]
}

fn time() -> impl Strategy<Value = TimeOfDay> {
    (0..1440_i32).prop_map(TimeOfDay)
}

fn wish() -> impl Strategy<Value = Wish> {
    (day(), of(half()), of(time())).prop_map(|(date, half, time)| Wish { date, half, time })
}

prop_compose! {
    fn person(phone: impl Strategy<Value = Option<Phone>> + 'static)(
        phone in phone,
        (name, procedure, note, helper, code) in (of(text()), of(text()), of(text()), of(text()), of(text())).boxed(),
        channel in proptest::sample::select(Channel::ALL.to_vec()),
        contact in proptest::sample::select(Contact::ALL.to_vec()),
        (consent, errand) in (any::<u16>(), of(proptest::sample::select(Errand::ALL.to_vec()))).boxed(),
    ) -> Person {
        Person { phone, name, procedure, errand, note, channel, helper, consent: Some(consent).filter(|n| *n > 0), contact, code }
    }
}

fn event() -> impl Strategy<Value = Event> {
    let session = || (field(), day(), half());
    let current = proptest::sample::select(vec![None, Some(Current::Done), Some(Current::Hold)]);
    let bookings = prop_oneof![
        (field(), any::<bool>(), person(of(phone()))).prop_map(|(field, priority, person)| {
            Event::Walkin {
                field,
                priority,
                person,
            }
        }),
        (field(), person(phone().prop_map(Some))).prop_map(|(field, person)| Event::Book {
            field,
            when: When::Soonest,
            to_confirm: false,
            person,
        }),
        (field(), wish(), any::<bool>(), person(of(phone()))).prop_map(
            |(field, wish, to_confirm, person)| Event::Book {
                field,
                when: When::Wish(wish),
                to_confirm,
                person,
            }
        ),
        (number(), of(day()), wish()).prop_map(|(number, date, wish)| Event::Move {
            number,
            date,
            wish
        }),
        (number(), of(day()), wish()).prop_map(|(number, date, wish)| Event::Propose {
            number,
            date,
            wish
        }),
        session().prop_map(|(field, date, half)| Event::CloseSession { field, date, half }),
        session().prop_map(|(field, date, half)| Event::OpenSession { field, date, half }),
        (any::<bool>(), proptest::collection::vec(session(), 0..4))
            .prop_map(|(open, sessions)| Event::SetSessions { open, sessions }),
    ];
    let of_numbers = prop_oneof![
        number().prop_map(|number| Event::Arrive { number }),
        (number(), of(day())).prop_map(|(number, date)| Event::Cancel { number, date }),
        (number(), of(day())).prop_map(|(number, date)| Event::Confirm { number, date }),
        (number(), of(day())).prop_map(|(number, date)| Event::Accept { number, date }),
        (number(), of(day()), of(text())).prop_map(|(number, date, reason)| Event::Decline {
            number,
            date,
            reason
        }),
        number().prop_map(|number| Event::Leave { number }),
        number().prop_map(|number| Event::Requeue { number }),
        (number(), of(counter())).prop_map(|(number, counter)| Event::Resume { number, counter }),
        (number(), any::<bool>())
            .prop_map(|(number, priority)| Event::SetPriority { number, priority }),
        (number(), of(day()), detail(), text()).prop_map(|(number, date, detail, text)| {
            Event::Set {
                number,
                date,
                detail,
                text: detail.clean(&text),
            }
        }),
    ];
    let of_counters = prop_oneof![
        counter().prop_map(|counter| Event::Done { counter }),
        counter().prop_map(|counter| Event::Absent { counter }),
        (counter(), of(text()))
            .prop_map(|(counter, reason)| Event::CloseCounter { counter, reason }),
        counter().prop_map(|counter| Event::OpenCounter { counter }),
        (counter(), current.clone())
            .prop_map(|(counter, current)| Event::Next { counter, current }),
        (counter(), any::<bool>())
            .prop_map(|(counter, manual)| Event::SetManual { counter, manual }),
        counter().prop_map(|counter| Event::Recall { counter }),
        (counter(), number(), current).prop_map(|(counter, number, current)| {
            Event::CallNumber {
                counter,
                number,
                current,
            }
        }),
        counter().prop_map(|counter| Event::Hold { counter }),
        (counter(), field(), of("[a-z-]{0,12}")).prop_map(|(counter, field, procedure)| {
            Event::Transfer {
                counter,
                field,
                procedure,
            }
        }),
        counter().prop_map(|counter| Event::Undo { counter }),
        counter().prop_map(|counter| Event::Redo { counter }),
    ];
    let others = prop_oneof![
        phone().prop_map(|phone| Event::Unblock { phone }),
        (phone(), any::<bool>()).prop_map(|(phone, helper)| Event::SetHelper { phone, helper }),
        Just(Event::Tick),
        Just(Event::Configured),
        Just(Event::ClockConfirmed),
    ];
    // On the heap: all of them together are too much for a test's stack.
    prop_oneof![
        4 => bookings.boxed(),
        4 => of_numbers.boxed(),
        4 => of_counters.boxed(),
        1 => others.boxed(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_event_is_read_as_it_was_written(
        event in event(),
        at in of((0..20_000_i32, time()).prop_map(|(day, time)| Day(day).at(time))),
        desk in of(counter()),
        actor in of(text()),
    ) {
        let rules = rules();
        let envelope = Envelope { at, desk, actor, citizen: false, event };
        let text = event_json(&rules, &envelope);
        let json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(parse_event(&rules, json), Ok(envelope), "{}", text);
    }
}

/// Every mistake that a hand makes in an event, and what the error must say.
const MISTAKES: [(&str, &[&str]); 29] = [
    (r#"{"type":"walk-in","field":"TP"}"#, &["«walk-in»"]),
    (r#"{"field":"TP"}"#, &["«»"]),
    (r#"{"type":"walkin"}"#, &["walkin", "thiếu", "`field`"]),
    (r#"{"type":"walkin","field":"XX"}"#, &["lĩnh vực", "«XX»"]),
    (
        r#"{"type":"walkin","field":"TP","counter":1}"#,
        &["walkin", "`counter`"],
    ),
    (r#"{"type":"walkin","field":"TP","prio":true}"#, &["prio"]),
    (
        r#"{"type":"walkin","field":"TP","priority":"yes"}"#,
        &["yes"],
    ),
    (
        r#"{"type":"walkin","field":"TP","channel":"fax"}"#,
        &["`channel`", "«fax»", "sms"],
    ),
    (
        r#"{"type":"walkin","field":"TP","helper":7}"#,
        &["`helper`", "«7»"],
    ),
    (r#"{"type":"sms","field":"TP"}"#, &["sms", "`phone`"]),
    (
        r#"{"type":"web","field":"TP","phone":"0912345678"}"#,
        &["web", "`date`"],
    ),
    (
        r#"{"type":"web","field":"TP","date":"2026-02-30"}"#,
        &["`date`", "2026-02-30"],
    ),
    (
        r#"{"type":"web","field":"TP","date":"2026-11-24","half":"am"}"#,
        &["`half`", "«am»", "AM"],
    ),
    (
        r#"{"type":"web","field":"TP","date":"2026-11-24","time":"25:00"}"#,
        &["`time`", "25:00"],
    ),
    (
        r#"{"type":"request","field":"TP","phone":"0912345678"}"#,
        &["request", "`date`"],
    ),
    (
        r#"{"type":"propose","number":"TP-001","date":"2026-11-24","to":"mai"}"#,
        &["`to`", "«mai»"],
    ),
    (
        r#"{"type":"accept","date":"2026-11-24"}"#,
        &["accept", "`number`"],
    ),
    (
        r#"{"type":"confirm","number":"TP-001","reason":"ok"}"#,
        &["confirm", "`reason`"],
    ),
    (
        r#"{"type":"arrive","number":"TP001"}"#,
        &["`number`", "TP001", "TP-001"],
    ),
    (
        r#"{"type":"arrive","number":"TP-+1"}"#,
        &["`number`", "TP-+1"],
    ),
    (
        r#"{"type":"arrive","number":"ZZ-001"}"#,
        &["lĩnh vực", "«ZZ»"],
    ),
    (r#"{"type":"done","counter":"9"}"#, &["quầy", "«9»"]),
    (
        r#"{"type":"done","counter":1,"number":"TP-001"}"#,
        &["done", "`number`"],
    ),
    (
        r#"{"type":"close_session","field":"TP","date":"2026-11-24"}"#,
        &["close_session", "`half`"],
    ),
    (
        r#"{"type":"close_session","sessions":[{"field":"TP","date":"2026-11-24","half":"XX"}]}"#,
        &["`half`", "«XX»"],
    ),
    (
        r#"{"type":"set_helper","phone":"0912345678","helper":"yes"}"#,
        &["`helper`", "true"],
    ),
    (
        r#"{"type":"call_number","counter":1,"number":"TP-001","current":"kick"}"#,
        &["`current`", "«kick»", "hold"],
    ),
    (
        r#"{"type":"tick","at":"2026-11-23T24:10"}"#,
        &["`at`", "2026-11-23T24:10"],
    ),
    (r#"["tick"]"#, &["JSON", "{"]),
];

/// The log of every office is written so: no version may read or write it otherwise.
#[test]
fn each_event_stands_in_the_log_as_it_always_did() {
    let rules = rules();
    let mut unseen: BTreeSet<_> = EventKind::names().collect();
    for line in include_str!("../data/events.jsonl").lines() {
        let read = parse_event(&rules, serde_json::from_str(line).unwrap());
        let envelope = read.unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(event_json(&rules, &envelope), line);
        unseen.remove(envelope.event.kind().id());
    }
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn a_mistake_in_an_event_is_named() {
    let rules = rules();
    for (text, wanted) in MISTAKES {
        let error = parse_event(&rules, serde_json::from_str(text).unwrap());
        let error = error.expect_err(text).to_string();
        for want in wanted {
            assert!(
                error.contains(want),
                "{text}\n gives «{error}», without «{want}»"
            );
        }
    }
}

fn replay_error(text: &str) -> String {
    replay(text, Profile::Source, false, |_| {}).expect_err(text)
}

#[test]
fn a_mistake_in_a_replayed_event_is_found_by_its_line_and_event() {
    let good = r#"{"id":"a","start":"2026-11-23T06:00","events":[{"type":"tick","at":"2026-11-23T07:00"}]}"#;
    for (event, wanted) in MISTAKES {
        let event = event
            .replace("\"TP", "\"DD")
            .replace("counter\":1", "counter\":\"TP1\"")
            .replace("«TP", "«DD");
        let event = event.replacen(
            "{\"",
            "{\"at\":\"2026-11-23T07:01\",\"",
            usize::from(!event.contains("\"at\"")),
        );
        let bad = format!(
            r#"{{"id":"b","start":"2026-11-23T06:00","config":{{"mean":{{"DD":10}},"counters":{{"DD":["TP1"]}}}},
            "events":[{{"type":"tick","at":"2026-11-23T07:00"}},{event}]}}"#
        );
        let of_line = format!("{good}\n\n{}", bad.replace('\n', ""));
        let error = replay_error(&of_line);
        assert!(error.starts_with("dòng 3, sự kiện 2: "), "{error}");
        let named = wanted
            .iter()
            .any(|want| error.contains(&want.replace("TP", "DD")));
        assert!(named, "{event}: {error}");
        let error = replay_error(&bad);
        assert!(error.starts_with("dòng 2, sự kiện 2: "), "{error}");
        let error = replay_error(&format!("{{\"scenarios\":[\n{good},\n{bad}]}}"));
        assert!(error.starts_with("dòng 4, sự kiện 2: "), "{error}");
    }
    let error = replay_error(&good.replace(r#","at":"2026-11-23T07:00""#, ""));
    assert_eq!(error, "dòng 1, sự kiện 1: sự kiện «tick» thiếu `at`");
}

#[test]
fn a_mistake_in_a_replayed_day_is_found_by_its_line() {
    let day = |config: &str| {
        format!(r#"{{"id":1,"start":"2026-11-23T06:00","config":{config},"events":[]}}"#)
    };
    let good = day("{}");
    for (bad, wanted) in [
        (
            good.replace("2026-11-23T06:00", "2026-11-31T06:00"),
            "`start`",
        ),
        (good.replace("\"start\"", "\"begin\""), "begin"),
        (good.replace(r#","events":[]"#, ""), "events"),
        (
            good.replace(r#""id":1"#, r#""id":1,"profile":"fast""#),
            "«fast»",
        ),
        (day(r#"{"graze":5}"#), "graze"),
        (day(r#"{"grace":-1}"#), "`grace`"),
        (day(r#"{"horizon_days":9999999}"#), "`horizon_days`"),
        (day(r#"{"mean":{"TP":0,"DD":10}}"#), "«TP»"),
        (day(r#"{"mean":{"TP":10}}"#), "«DD»"),
        (day(r#"{"sessions":{"XM":["07:30","11:00"]}}"#), "«XM»"),
        (day(r#"{"sessions":{"AM":["07:30","07:10"]}}"#), "AM"),
        (day(r#"{"sessions":{"AM":["07h30","11:00"]}}"#), "«07h30»"),
        (day(r#"{"early":"last"}"#), "`early`"),
        (day(r#"{"holidays":["2/9/2026"]}"#), "«2/9/2026»"),
        (good.replace("[]}", "[}"), "không đọc được"),
        (good.replace("{\"id\"", "\"id\""), "không đọc được"),
        ("[]".to_owned(), "không đọc được"),
    ] {
        let error = replay_error(&format!("{good}\n{bad}\n{good}"));
        assert!(error.starts_with("dòng 2"), "{bad}: {error}");
        assert!(error.contains(wanted), "{bad}: {error}");
        let error = replay_error(&bad);
        assert!(error.starts_with("dòng 1"), "{bad}: {error}");
    }
    assert_eq!(replay("", Profile::Source, false, |_| {}), Ok(()));
}

#[test]
fn what_stands_before_a_mistake_is_answered() {
    let good = r#"{"id":"a","start":"2026-11-23T06:00","events":[]}"#;
    let mut lines = Vec::new();
    let text = format!("{good}\n{good}\nx");
    replay(&text, Profile::Source, false, |line| lines.push(line)).unwrap_err();
    assert_eq!(lines, [r#"{"id":"a","outputs":[]}"#; 2]);
}

#[test]
fn times_are_of_the_minute() {
    let rules = rules();
    let json = serde_json::json!({"type": "tick", "at": "2026-11-23T08:42:59"});
    let at = parse_event(&rules, json).unwrap().at;
    assert_eq!(at, Minute::parse("2026-11-23T08:42"));
}
