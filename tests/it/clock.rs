//! The clock of an old PC lies (domain/queue.md): small steps are endured, large ones asked about before time is let pass.

use std::fs;

use serde_json::json;

use crate::support::busy::{self, walkin};
use crate::support::desk::Desk;
use crate::support::office::{Office, three_people as office};
use crate::support::recount::{recount, rules};

const AT_FIRST: [&str; 4] = [
    "TP-001 serving",
    "TP-002 waiting",
    "TP-003 waiting",
    "DD-001 booked",
];

#[test]
fn a_clock_set_back_a_little_is_noted_and_endured() {
    let office = office();
    office.set_clock("2026-11-23 07:56:00");
    let answer = office.event(&json!({"type": "done", "counter": 1}));
    assert_eq!(
        answer[0],
        json!({"type": "warn", "at": "2026-11-23T08:00", "reason": "clock_back"})
    );
    assert_eq!(
        office.states(),
        [
            "TP-001 done",
            "TP-002 serving",
            "TP-003 waiting",
            "DD-001 booked"
        ]
    );
    recount(&office.store(), &rules(&office.path("motcua.toml")));
}

#[test]
fn a_clock_far_off_is_asked_about_before_anything_happens() {
    // Set back, the office goes on in its own time; set forward, on a new day.
    let cases = [
        ("2026-11-21 08:00:00", "21/11/2026", "TP-004"),
        ("2026-12-03 08:00:00", "03/12/2026", "TP-001"),
    ];
    for (clock, shown, next) in cases {
        let office = office();
        office.set_clock(clock);
        for event in [
            walkin(),
            json!({"type": "tick"}),
            json!({"type": "done", "counter": 1}),
        ] {
            let done = office.run(&["event", &event.to_string()]);
            done.refused(&[
                "máy đang chỉ 08:00 ngày",
                shown,
                "chỉnh lại giờ",
                "clock_confirmed",
            ]);
        }
        office.event(&json!({"type": "clock_confirmed"}));
        // Once is enough, for everybody.
        office.event(&json!({"type": "done", "counter": 1}));
        let answer = office.event(&walkin());
        let number = answer
            .as_array()
            .unwrap()
            .iter()
            .find(|o| o["type"] == "ticket")
            .unwrap();
        assert_eq!(number["number"], next);
        let events = recount(&office.store(), &rules(&office.path("motcua.toml")));
        assert_eq!(events, 7, "nothing of what was refused was logged");
    }
}

#[test]
fn a_clock_that_leaps_stops_time_until_it_is_confirmed() {
    let cases = [
        ("2026-11-23 15:30:00", "DD-001 expired"),
        ("2026-11-23 07:40:00", "DD-001 booked"),
    ];
    for (leap, booking) in cases {
        let office = office();
        let host = office.host();
        office.set_clock(leap);
        office.ring();
        office.await_status("doubt", |status| status.clock_in_doubt);
        let before = office.states();
        assert_eq!(before, AT_FIRST);
        office
            .run(&["event", &walkin().to_string()])
            .refused(&["có vẻ sai"]);
        // The host does not lose its doubt over it.
        office.ring();
        office
            .run(&["event", &walkin().to_string()])
            .refused(&["có vẻ sai"]);
        assert_eq!(office.states(), before);
        office.event(&json!({"type": "clock_confirmed"}));
        office.event(&json!({"type": "done", "counter": 1}));
        office.await_status("trust", |status| !status.clock_in_doubt);
        let now = ["TP-001 done", "TP-002 serving", "TP-003 waiting", booking];
        assert_eq!(office.states(), now);
        drop(host);
        recount(&office.store(), &rules(&office.path("motcua.toml")));
    }
}

#[test]
fn midnight_passes_while_the_host_works() {
    // Hours so late that the day ends just before midnight.
    let late = "\n[rules]\nsessions = { AM = [\"07:30\", \"11:00\"], PM = [\"13:30\", \"23:50\"] }\novertime = 9\n";
    let office = Office::new(&format!("{}{late}", busy::OFFICE), "2026-11-23 22:20:00");
    office.event(&json!({"type": "sms", "field": "DD", "phone": "0912345678"}));
    office.event(&walkin());
    office.event(&walkin());
    office.set_clock("2026-11-23 23:58:00");
    let host = office.host();
    assert_eq!(
        office.states(),
        ["DD-001 expired", "TP-001 serving", "TP-002 waiting"]
    );
    office.pass(3);
    let midnight = chrono::NaiveDate::from_ymd_opt(2026, 11, 24)
        .unwrap()
        .and_hms_opt(0, 0, 0)
        .unwrap();
    office.await_status("midnight", |status| {
        status.heartbeat >= midnight.and_utc().timestamp()
    });
    assert_eq!(office.states(), [""; 0], "a new day");
    let done = office.event(&json!({"type": "done", "counter": 1}));
    assert_eq!(
        done,
        json!([]),
        "who was in service at midnight is finished after it"
    );
    drop(host);
    office.set_clock("2026-11-24 07:31:00");
    let answer = office.event(&walkin());
    assert_eq!(answer[0]["number"], "TP-001");
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let all = "SELECT group_concat(field || number || ' ' || state || ' ' || coalesce(counter, ''), ', ' ORDER BY id) FROM ticket";
    let all: String = db.query_row(all, [], |row| row.get(0)).unwrap();
    assert_eq!(
        all,
        "DD1 expired , TP1 done 1, TP2 unserved , TP1 serving 1"
    );
    recount(&office.store(), &rules(&office.path("motcua.toml")));
}

#[test]
fn other_rules_wait_for_the_clock_and_are_noted_before_anything_happens_by_them() {
    for by_screen in [false, true] {
        let office = office();
        let desk = by_screen.then(|| Desk::open(&office, &[]));
        let host = (!by_screen).then(|| office.host());
        // A host that begins after the leap has nothing to hold the time against.
        office.await_status("the host at work", |status| status.heartbeat > 0);
        office.set_clock("2026-11-23 15:30:00");
        office.ring();
        office.await_status("doubt", |status| status.clock_in_doubt);
        if let Some(desk) = &desk {
            desk.screen.wait_for("15:30");
        }
        let path = office.path("motcua.toml");
        let text = fs::read_to_string(&path).unwrap();
        // The booking of the morning expires by these rules, when the clock is confirmed.
        fs::write(&path, format!("{text}\n[rules]\ngrace = 31\n")).unwrap();
        office.ring();
        match desk {
            Some(mut desk) => {
                desk.press("Enter");
                office.await_status("trust", |status| !status.clock_in_doubt);
            }
            None => drop(office.event(&json!({"type": "clock_confirmed"}))),
        }
        let events = office.events();
        let at = |kind| events.iter().position(|event| *event == kind);
        assert!(at("configured") < at("clock_confirmed"), "{events:?}");
        let noted = events.iter().filter(|event| **event == "configured");
        assert_eq!(noted.count(), 1, "{events:?}");
        assert!(office.states().contains(&"DD-001 expired".to_owned()));
        drop(host);
        recount(&office.store(), &rules(&path));
    }
}

#[test]
fn who_was_here_yesterday_is_found_next_morning() {
    let office = office();
    office.set_clock("2026-11-24 07:31:00");
    let mut desk = Desk::open(&office, &[]);
    desk.press("«/le chi»");
    desk.screen.wait_for("Tìm từ hôm nay trở đi · 0 kết quả");
    desk.press("Enter");
    desk.screen.wait_for("Tìm cả những ngày trước · 1 kết quả");
}
