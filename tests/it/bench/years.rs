//! What ten years of data cost: a year's report, which must not take longer the more years are stored, and every page.

use std::path::Path;
use std::time::{Duration, Instant};

use motcua::app::figures::close_days;
use motcua::app::live::Live;
use motcua::domain::time::Day;
use motcua::store::Store;
use rusqlite::params;
use serde_json::json;

use super::pty::Watched;
use super::screen::{config, memory_kib};
use super::{is_full, rounds, stated, stated_times};
use crate::support::office::Office;
use crate::support::recount::rules;

const TODAY: &str = "2026-11-23";
const VISITS_A_DAY: i64 = 77;
const DOSSIERS_A_DAY: i64 = 39;

/// So many workdays before today, written straight into the tables: visits, dossiers and messages. One dossier in
/// thirty of the last month is still open.
fn write_days(store: &Path, days: i64) {
    let mut db = rusqlite::Connection::open(store).unwrap();
    let tx = db.transaction().unwrap();
    let today = i64::from(Day::parse(TODAY).unwrap().0);
    let workdays = (1..).map(|n| today - n).filter(|day| (day + 3) % 7 < 5);
    for (nth, day) in (0..).zip(workdays.take(days as usize)) {
        for n in 1..=VISITS_A_DAY {
            let (id, from) = (1_000_000 + nth * VISITS_A_DAY + n, day * 1440 + 450 + n * 5);
            let time = (n % 4 == 0).then_some(from);
            tx.prepare_cached(
                "INSERT INTO ticket (id, day, field, number, time, priority, state, present, made, arrived, called_new,
                   counter, started, ended, channel, procedure, stamp, rev)
                 VALUES (?1, ?2, 'tu-phap', ?3, ?4, 0, 'done', 0, ?5, ?5, 1, '1', ?5 + 9, ?5 + 18, 'web', 'khai-sinh', 0, 0)",
            )
            .unwrap()
            .execute(params![id, day, n, time, from])
            .unwrap();
            tx.prepare_cached("INSERT INTO person (ticket, phone, name, consent) VALUES (?1, '0912345678', 'Nguyễn Văn A', 0)")
                .unwrap()
                .execute([id])
                .unwrap();
            tx.prepare_cached("INSERT INTO event VALUES (?1, ?2, 0, 'walkin', '1', 'ha', zeroblob(32), zeroblob(32))")
                .unwrap()
                .execute([-id, from])
                .unwrap();
            tx.prepare_cached(
                "INSERT INTO notice (seq, ticket, phone, kind, text, state, made, not_before, sent)
                 VALUES (0, ?1, '0912345678', 'confirmed', 'Đã nhận lịch hẹn', 'delivered', ?2, ?2, ?2)",
            )
            .unwrap()
            .execute([id, (from - 420) * 60_000])
            .unwrap();
        }
        for n in 1..=DOSSIERS_A_DAY {
            let (id, received) = (1 + nth * DOSSIERS_A_DAY + n, day * 1440 + 480 + n);
            let is_open = nth < 22 && n % 30 == 0;
            let stage = if is_open { "processing" } else { "handed_over" };
            let ended = (!is_open).then_some(received + (n % 9) * 1440);
            tx.prepare_cached(
                "INSERT INTO dossier (id, stage, received, days, anew, due, ended, steps, channel, procedure, born, stamp, rev)
                 VALUES (?1, ?2, ?3, 5, 0, ?4, ?5, '[]', 'counter', 'khai-sinh', 0, 0, 0)",
            )
            .unwrap()
            .execute(params![id, stage, received, day + 7, ended])
            .unwrap();
            tx.prepare_cached("INSERT INTO dossier_person VALUES (?1, '0912345678', 'Nguyễn Văn A', NULL, NULL, 0, NULL, 'message', '[]')")
                .unwrap()
                .execute([id])
                .unwrap();
        }
    }
    tx.commit().unwrap();
}

/// One who works at the counter, and a head, who never does.
const OFFICIALS: &str = "[[official]]\nid = \"ha\"\nname = \"Nguyễn Thị Hà\"\n
[[official]]\nid = \"lanh-dao\"\nname = \"Trần Văn Lãnh\"\nrole = \"head\"\n";

fn with_days(days: i64) -> Office {
    let config = config(None) + OFFICIALS;
    let office = Office::new(&config, &format!("{TODAY} 08:00:00"));
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    write_days(&office.store(), days);
    let rules = rules(&office.path("motcua.toml"));
    let mut live = Live::open(Store::open(&office.store()).unwrap(), rules).unwrap();
    while !close_days(&mut live, Day::parse(TODAY).unwrap()).unwrap() {}
    office
}

/// Of 258 workdays each. A report stands a year beside the one before: from two stored on, it reads the same.
fn years() -> Vec<i64> {
    match is_full() {
        true => vec![258, 516, 1290, 2580],
        false => vec![5],
    }
}

/// One report of each office in turn, so that what the machine does besides is the same for all.
#[test]
fn bench_report_of_a_year() {
    let offices: Vec<_> = years().into_iter().map(with_days).collect();
    let mut times = vec![Vec::new(); offices.len()];
    for _ in 0..rounds(30) {
        for (times, office) in times.iter_mut().zip(&offices) {
            let start = Instant::now();
            let done = office.run(&["report", "--period", "year"]);
            times.push(start.elapsed());
            assert_eq!(done.code, Some(0), "{}", done.stderr);
            assert!(done.stdout.contains("Lượt đã xong;"), "{}", done.stdout);
        }
    }
    for (times, days) in times.into_iter().zip(years()) {
        stated_times(
            &format!("report of a year, {days} days stored (aim ≤ 2000 ms)"),
            times,
        );
    }
}

#[test]
fn bench_pages_after_ten_years() {
    let days = years().pop().unwrap_or(5);
    let office = with_days(days);
    let host = office.serve();
    let start = |_| {
        let screen = Watched::start(&office.motcua(&[]), 120, 40);
        screen.tty.until("Hàng chờ") - screen.started
    };
    let times = (0..rounds(20)).map(start).collect();
    stated_times(
        "start → first frame, ten years of dossiers (aim ≤ 30 ms)",
        times,
    );
    let screen = Watched::start(&office.motcua(&[]), 120, 40);
    screen.tty.until("Hàng chờ");
    let (limit, quiet) = (Duration::from_millis(500), Duration::from_millis(60));
    screen.tty.last_bytes(limit, quiet);
    for page in 2..=7 {
        let mut times = Vec::new();
        for _ in 0..rounds(20) {
            let start = screen.tty.write(format!("\x1b{page}").as_bytes());
            let drawn = screen.tty.last_bytes(limit, quiet);
            times.push(drawn.expect("the page was drawn") - start);
            screen.tty.write(b"\x1b1");
            screen.tty.last_bytes(limit, quiet);
        }
        stated_times(
            &format!("page {page}, ten years of dossiers (aim ≤ 40 ms)"),
            times,
        );
    }
    for (name, pid) in [("host", host.pid()), ("screen", screen.pid())] {
        let memory = memory_kib(pid) as f64 / 1024.0;
        stated(
            &format!("{name}: memory, ten years of dossiers (aim ≤ 25)"),
            memory,
            "MiB",
        );
    }
}
