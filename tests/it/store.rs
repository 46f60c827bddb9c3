//! The store: whoever catches up knows what a fresh start would know; what was tampered with shows.

use std::fs;

use chrono::{Local, TimeDelta};
use motcua::app::Actor;
use motcua::app::live::{Live, together};
use motcua::app::wire::parse_event;
use motcua::domain::event::When;
use motcua::domain::text::Phone;
use motcua::domain::ticket::Person;
use motcua::domain::time::Minute;
use motcua::domain::{Event, Office as Machine};
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::bench::web::rules as always_open;
use crate::support::busy;
use crate::support::dice::Dice;
use crate::support::inside::inside;
use crate::support::office::{Office, run};
use crate::support::recount::{recount, rules};

const CLOCK: &str = "2026-11-23 07:31:00";

#[test]
fn who_catches_up_knows_what_a_fresh_start_knows() {
    let name = "store::who_catches_up_knows_what_a_fresh_start_knows";
    let Some(office) = inside(name, busy::OFFICE, CLOCK) else {
        return;
    };
    let mut dice = Dice::new(7);
    let rules = rules(&office.path("motcua.toml"));
    let open = || Live::open(Store::open(&office.store()).unwrap(), rules.clone()).unwrap();
    let mut lives = [open(), open()];
    let mut logged = 0;
    for day in 0..3 {
        for i in 0..200 {
            if dice.percent(30) {
                office.turn(TimeDelta::minutes(dice.below(4) as i64));
            }
            // Screens look at the clock all the time.
            lives.iter_mut().for_each(|live| _ = live.now());
            let event = busy::event(
                &mut dice,
                &format!("{day}-{i}"),
                20,
                Local::now().date_naive(),
            );
            let envelope = parse_event(&rules, event.clone()).unwrap();
            let one = dice.below(2) as usize;
            let answer = lives[one]
                .submit(envelope.by(), envelope.event.clone())
                .unwrap();
            logged += usize::from(answer.seq.is_some());
            // Now and then the other one has more than one event to catch up with.
            if i % 10 != 9 && dice.percent(30) {
                continue;
            }
            lives[1 - one].sync().unwrap();
            let fresh = Store::open(&office.store()).unwrap().load(&rules).unwrap();
            let [a, b] = lives.each_ref().map(Live::office);
            let at = a.now().max(b.now()).max(fresh.now()).plus(1);
            for (live, who) in [(a, "A"), (b, "B")] {
                assert_eq!(knows(live, at), knows(&fresh, at), "{who} after {event}");
            }
        }
        // Over night: one of them was not asked whether the clock is right, but sees that somebody was.
        office.turn(
            TimeDelta::days(1)
                - (Local::now().time() - chrono::NaiveTime::from_hms_opt(7, 31, 0).unwrap()),
        );
        assert!(lives[0].clock_in_doubt() && lives[1].clock_in_doubt());
        lives[0].submit(Actor::Time, Event::ClockConfirmed).unwrap();
        lives[1].sync().unwrap();
        assert!(!lives[0].clock_in_doubt() && !lives[1].clock_in_doubt());
    }
    assert!(logged > 300, "only {logged} of 600 events meant anything");
    recount(&office.store(), &rules);
}

/// All that an office knows of today and later, and of what is unfinished, and what it would do next.
fn knows(office: &Machine, at: Minute) -> Vec<String> {
    let today = office.now().day();
    let mut all = vec![format!("{}", office.serial())];
    for day in office.days_from(motcua::domain::time::Day(0)) {
        let tickets = office
            .tickets_of(day)
            .filter(|t| day >= today || !t.state.is_final());
        all.extend(tickets.map(|t| format!("{t:?}")));
    }
    all.extend(
        office
            .rules()
            .counter_indexes()
            .map(|ix| format!("{:?}", office.counter(ix))),
    );
    let phones = (0..40).map(|n| Phone::raw(&format!("09120000{n:02}")));
    let records = phones.filter_map(|phone| Some((office.phone(&phone)?.clone(), phone)));
    all.extend(
        records
            .filter(|(r, _)| *r != Default::default())
            .map(|record| format!("{record:?}")),
    );
    all.extend(office.closed_sessions().map(|closed| format!("{closed:?}")));
    all.extend(
        office
            .journal()
            .entries()
            .iter()
            .map(|entry| format!("{entry:?}")),
    );
    // What follows from all this (queues, slots, timers) shows in what it answers.
    let mut next = office.clone();
    let mut outputs = Vec::new();
    for field in office.rules().field_indexes() {
        let person = || Person {
            phone: Some(Phone::raw("0912000001")),
            ..Person::default()
        };
        next.handle(
            at,
            None,
            Event::Walkin {
                field,
                priority: false,
                person: person(),
            },
            &mut outputs,
        );
        next.handle(
            at,
            None,
            Event::Book {
                field,
                person: person(),
                when: When::Soonest,
                to_confirm: false,
            },
            &mut outputs,
        );
    }
    for counter in office.rules().counter_indexes() {
        next.handle(at, None, Event::Done { counter }, &mut outputs);
        next.handle(at, None, Event::Undo { counter }, &mut outputs);
    }
    next.handle(at.plus(24 * 60), None, Event::Tick, &mut outputs);
    all.extend(outputs.iter().map(|output| format!("{output:?}")));
    all
}

#[test]
fn a_new_store_is_opened_by_many_at_once() {
    for _ in 0..5 {
        let office = Office::new(busy::OFFICE, CLOCK);
        let event = json!({"type": "walkin", "field": "TP"}).to_string();
        let numbers = std::thread::scope(|scope| {
            let one = || run(&mut office.motcua(&["event", &event]));
            let all: Vec<_> = (0..6).map(|_| scope.spawn(one)).collect();
            all.into_iter()
                .map(|one| one.join().unwrap())
                .collect::<Vec<_>>()
        });
        assert!(
            numbers.iter().all(|done| done.code == Some(0)),
            "{numbers:#?}"
        );
        assert_eq!(office.queue().as_array().unwrap().len(), 6);
    }
}

#[test]
fn the_log_tells_the_time_by_which_the_office_went() {
    let name = "store::the_log_tells_the_time_by_which_the_office_went";
    let Some(office) = inside(name, busy::OFFICE, CLOCK) else {
        return;
    };
    let rules = rules(&office.path("motcua.toml"));
    let field = rules.field_by_id("TP").unwrap();
    let walkin = Event::Walkin {
        field,
        priority: false,
        person: Person::default(),
    };
    let mut live = Live::open(Store::open(&office.store()).unwrap(), rules.clone()).unwrap();
    live.submit(Actor::Time, walkin.clone()).unwrap();
    // Time passes without anything to be logged, then the clock is set back a little.
    office.turn(TimeDelta::minutes(4));
    assert_eq!(live.submit(Actor::Time, Event::Tick).unwrap().seq, None);
    office.turn(TimeDelta::minutes(-3));
    assert_eq!(live.submit(Actor::Time, walkin).unwrap().seq, Some(2));
    recount(&office.store(), &rules);
}

// ---- tampering ----

#[test]
fn what_was_tampered_with_shows() {
    let config = busy::OFFICE.to_owned() + &busy::officials(["ha".to_owned()]);
    let office = Office::new(&config, CLOCK);
    for name in ["An", "Bình", "Chi", "Dũng", "Em"] {
        office.event(&json!({"type": "walkin", "field": "TP", "name": name}));
    }
    office.event(&json!({"type": "done", "counter": 1, "actor": "ha"}));
    let checked = office.run(&["check"]);
    assert_eq!(
        (
            checked.code,
            checked.stdout.contains("nguyên vẹn: 6 sự kiện")
        ),
        (Some(0), true),
        "{checked:?}"
    );

    let cases = [
        (
            "UPDATE event_body SET body = replace(body, 'Chi', 'Mai') WHERE seq = 3",
            "sự kiện 3: nội dung",
        ),
        (
            "UPDATE event_body SET salt = zeroblob(16) WHERE seq = 3",
            "sự kiện 3: nội dung",
        ),
        (
            "UPDATE event SET at = at + 1 WHERE seq = 2",
            "sự kiện 2: chuỗi",
        ),
        (
            "UPDATE event SET wall = wall - 1 WHERE seq = 1",
            "sự kiện 1: chuỗi",
        ),
        (
            "UPDATE event SET actor = NULL WHERE seq = 6",
            "sự kiện 6: chuỗi",
        ),
        (
            "UPDATE event SET actor = 'hai' WHERE seq = 6",
            "sự kiện 6: chuỗi",
        ),
        (
            "UPDATE event SET kind = 'sms' WHERE seq = 4",
            "sự kiện 4: chuỗi",
        ),
        (
            "UPDATE event SET digest = zeroblob(32) WHERE seq = 4",
            "sự kiện 4: chuỗi",
        ),
        ("DELETE FROM event WHERE seq = 3", "sự kiện 3: chuỗi"),
        ("DELETE FROM event WHERE seq = 1", "sự kiện 1: chuỗi"),
        (
            "DELETE FROM event WHERE seq = 3; UPDATE event SET seq = seq - 1 WHERE seq > 3",
            "sự kiện 3: chuỗi",
        ),
        (
            "DELETE FROM event WHERE seq > 4; DELETE FROM event_body WHERE seq > 4",
            "có 4, đã từng có 6",
        ),
        ("DELETE FROM event", "có 0, đã từng có 6"),
    ];
    for (sql, words) in cases {
        let copy = copy_of(&office, busy::OFFICE);
        Connection::open(copy.store())
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let checked = copy.run(&["check"]);
        assert!(
            checked.code == Some(1) && checked.stderr.contains(words),
            "{sql}: {checked:?}"
        );
    }

    // Somebody cuts the tail and lets other things have happened: the head outside remembers.
    let copy = copy_of(&office, busy::OFFICE);
    let head = fs::read(copy.path("data/motcua.db.head")).unwrap();
    let cut = "DELETE FROM event WHERE seq > 4; DELETE FROM event_body WHERE seq > 4; DELETE FROM ticket WHERE rev > 4";
    Connection::open(copy.store())
        .unwrap()
        .execute_batch(cut)
        .unwrap();
    for _ in 0..3 {
        copy.event(&json!({"type": "walkin", "field": "DD"}));
    }
    fs::write(copy.path("data/motcua.db.head"), head).unwrap();
    let checked = copy.run(&["check"]);
    assert!(
        checked.code == Some(1) && checked.stderr.contains("sự kiện 6: chuỗi"),
        "{checked:?}"
    );

    // What somebody erased past the program is missed; the office works on all the same.
    let copy = copy_of(&office, busy::OFFICE);
    let erase = "DELETE FROM event_body WHERE seq = 3; DELETE FROM person WHERE name = 'Chi'";
    Connection::open(copy.store())
        .unwrap()
        .execute_batch(erase)
        .unwrap();
    copy.run(&["check"]).refused(&["sự kiện 3: thiếu nội dung"]);
    assert_eq!(copy.queue().as_array().unwrap().len(), 5);
}

/// Another office whose store is a copy of this one's. Nobody may be at work on it.
#[test]
fn who_writes_nothing_together_leaves_the_store_to_others() {
    let dir = tempfile::tempdir().unwrap();
    let rules = always_open();
    let field = rules.field_by_id("tu-phap").unwrap();
    let open = || {
        let store = Store::open(&dir.path().join("motcua.db")).unwrap();
        Live::open(store, rules.clone()).unwrap()
    };
    let walk_in = |live: &mut Live| {
        let event = Event::Walkin {
            field,
            priority: false,
            person: Person::default(),
        };
        live.submit(Actor::Citizen, event).unwrap().seq.unwrap()
    };
    let (mut web, mut desk) = (open(), open());
    let none = walk_in(&mut desk);
    let read = |web: &mut Live| {
        web.sync().unwrap();
        walk_in(&mut desk)
    };
    let at_desk = together(&mut web, |web| web, read).unwrap();
    let both = |web: &mut Live| [walk_in(web), walk_in(web)];
    let on_web = together(&mut web, |web| web, both).unwrap();
    assert_eq!([at_desk, on_web[0], on_web[1]], [1, 2, 3].map(|n| none + n));
    assert!(desk.sync().unwrap());
    assert_eq!(desk.office().serial(), on_web[1]);
}

fn copy_of(office: &Office, config: &str) -> Office {
    let copy = Office::new(
        config,
        &office.now().format("%Y-%m-%d %H:%M:%S").to_string(),
    );
    for ending in ["", ".head"] {
        let file = format!("data/motcua.db{ending}");
        fs::copy(office.path(&file), copy.path(&file)).unwrap();
    }
    copy
}
