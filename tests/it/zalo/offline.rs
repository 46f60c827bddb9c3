//! A whole day without internet: the queue's day is the same as without Zalo, and who must be told is told otherwise.

use std::fs;

use motcua::domain::notice::{NoticeKind, NoticeState, Route};
use motcua::store::{Notice, Store};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;
use crate::support::office::{Office, Running};
use crate::support::watch::Watch;

/// From eight in the morning until five in the afternoon.
const QUARTERS: u32 = 36;
/// More than a day's work would be a leak (kilobytes).
const GROWS: u64 = 24 * 1024;

fn notices(office: &Office) -> Vec<Notice> {
    Store::open(&office.store())
        .unwrap()
        .notices(10_000)
        .unwrap()
}

/// What happened, in order, without the codes that are drawn by lot.
fn log(office: &Office) -> Vec<String> {
    let store = Connection::open(office.store()).unwrap();
    let sql = "SELECT json_extract(body, '$.type') || ' ' || coalesce(json_extract(body, '$.number'), '') || ' '
                 || coalesce(json_extract(body, '$.phone'), '') FROM event_body ORDER BY seq";
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Kilobytes that a program holds.
fn memory(host: &Running) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", host.pid())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Time passes in a leap, which an official then looks at.
fn pass(office: &Office, minutes: i64) {
    office.pass(minutes);
    office.await_status("a leap that is seen", |status| status.clock_in_doubt);
    office.event(&json!({"type": "clock_confirmed"}));
    office.await_status("a clock that is trusted", |status| !status.clock_in_doubt);
}

/// A quarter of an hour of an office's day. What the office refuses at noon it refuses without Zalo, too.
fn quarter(office: &Office, n: u32) {
    let say = |event: Value| drop(office.run(&["event", &event.to_string()]));
    let (date, nth) = match n {
        0..=18 => ("2026-11-24", n),
        _ => ("2026-11-25", n - 18),
    };
    say(json!({"type": "walkin", "field": "TP"}));
    let mut booking = json!({"type": "web", "field": "TP", "date": date, "name": "Lê Chi",
        "phone": format!("09120001{n:02}"), "consent": 3});
    let contact = ["message", "both", "call"][n as usize % 3];
    if contact != "message" {
        booking["contact"] = contact.into();
    }
    say(booking);
    let number = format!("TP-{nth:03}");
    match n % 4 {
        1 => say(json!({"type": "next", "counter": 1})),
        2 => say(json!({"type": "cancel", "number": number, "date": date, "desk": 1})),
        3 => say(json!({"type": "done", "counter": 1})),
        _ => {}
    }
    pass(office, 15);
}

#[test]
fn a_day_without_internet_is_the_queues_own_day() {
    let keys = "bot = true\nfollowers = true\nrelay = \"http://127.0.0.1:9\"\n";
    let Account { office, zalo } = Account::new(&[], MODEM, keys, CLOCK);
    // From now on nobody listens at any of its doors.
    drop(zalo);
    let plain = Office::new(MODEM, CLOCK);
    let (host, _other) = (office.host(), plain.host());
    let before = memory(&host);
    for n in 1..=QUARTERS {
        quarter(&office, n);
        quarter(&plain, n);
    }
    for minutes in [20, 40] {
        pass(&office, minutes);
        pass(&plain, minutes);
    }
    let is_open = |n: &&Notice| {
        let waits = matches!(
            n.state,
            NoticeState::New | NoticeState::Sending | NoticeState::Unknown
        );
        waits && (n.route != Route::Sms || n.kind.is_some_and(NoticeKind::must_reach))
    };
    let watch = Watch::on(&office.path("data"));
    watch.until(
        "nothing that waits for Zalo, nor for a modem that is not there",
        || (notices(&office).iter().filter(is_open).count() == 0).then_some(()),
    );
    let told = notices(&office);
    let of = |kind| told.iter().filter(move |n| n.kind == Some(kind));
    let cancelled = of(NoticeKind::Cancelled);
    let calls = cancelled.clone().filter(|n| n.state == NoticeState::Call);
    assert!(cancelled.clone().count() >= 9, "{told:?}");
    let must_reach: Vec<u64> = cancelled.filter_map(|n| n.ticket).collect();
    let mut called: Vec<u64> = calls.filter_map(|n| n.ticket).collect();
    called.dedup();
    for ticket in must_reach {
        assert!(called.contains(&ticket), "{ticket} is not called: {told:?}");
    }
    let after = memory(&host);
    eprintln!("{} notices; {before} kB, then {after} kB", told.len());
    assert!(after < before + GROWS, "{before} kB, then {after} kB");
    assert_eq!(log(&office), log(&plain));
    // Of the people here today nobody noticed.
    assert_eq!(office.states(), plain.states());
}
