//! Figures of days and periods: on the command line, in the rows that are kept, and proven against the log.

use std::fs;

use motcua::app::figures::close_days;
use motcua::app::live::Live;
use motcua::domain::time::Day;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::support::office::Office;
use crate::support::recount::rules;

const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n
[[field]]\nid = \"tu-phap\"\nname = \"Tư pháp\"\nmean = 10\n
[[counter]]\nid = \"1\"\nname = \"Quầy 1\"\nfields = [\"tu-phap\"]\n";

/// Three walk-ins, served from 8:00, 8:12 and 8:20 to 8:40, and a booking for 9:00 that nobody comes for.
fn a_monday() -> Office {
    let office = Office::new(OFFICE, "2026-11-22 10:00:00");
    office.event(
        &json!({"type": "web", "field": "tu-phap", "date": "2026-11-23", "time": "09:00",
        "phone": "0912345678", "name": "Võ Em"}),
    );
    office.set_clock("2026-11-23 08:00:10");
    for _ in 0..3 {
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    for time in ["08:12", "08:20", "08:40"] {
        office.set_clock(&format!("2026-11-23 {time}:10"));
        office.event(&json!({"type": "done", "counter": "1"}));
    }
    office.set_clock("2026-11-24 08:00:00");
    office.event(&json!({"type": "tick"}));
    office
}

/// Served, walk-ins, booked, no-shows, unserved; waits 0 + 12 + 20; services 12 + 8 + 20; none forgotten.
const ROW: &str = "2026-11-23;tu-phap;3;3;1;1;0;3;32;3;40;0";

fn close(office: &Office, today: &str) {
    let rules = rules(&office.path("motcua.toml"));
    let mut live = Live::open(Store::open(&office.store()).unwrap(), rules).unwrap();
    assert!(close_days(&mut live, Day::parse(today).unwrap()).unwrap());
}

fn kept(office: &Office) -> Vec<(i32, String)> {
    let db = Connection::open(office.store()).unwrap();
    let mut rows = db
        .prepare("SELECT day, body FROM day_figure ORDER BY day")
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

fn report(office: &Office, more: &[&str]) -> String {
    let args = [&["report", "--day", "2026-11-23", "--period"][..], more].concat();
    let done = office.run(&args);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    done.stdout
}

#[test]
fn a_day_is_counted_as_it_was_and_stays_the_same_when_it_is_kept() {
    let office = a_monday();
    let before = report(&office, &["day"]);
    assert!(before.contains(ROW), "{before}");
    assert!(
        before.contains("Chờ trung bình, phút;10,7;—;40 → 12"),
        "{before}"
    );
    assert!(before.contains("Lỡ hẹn;1 (100 %);—;"), "{before}");
    assert!(before.contains("T2;8;3;32"), "{before}");
    assert_eq!(kept(&office).len(), 0);
    close(&office, "2026-11-24");
    let rows = kept(&office);
    assert_eq!(rows.len(), 1, "{rows:?}");
    close(&office, "2026-11-24");
    assert_eq!(kept(&office), rows, "once is enough");
    assert_eq!(report(&office, &["day"]), before);
    // The same day in longer periods.
    for period in ["week", "month", "quarter", "year"] {
        assert!(report(&office, &[period]).contains(ROW), "{period}");
    }
    assert!(report(&office, &["week"]).contains("Tuần;2026-11-23;2026-11-29"));
}

#[test]
fn who_is_erased_stays_in_the_figures() {
    let office = a_monday();
    close(&office, "2026-11-24");
    let (rows, before) = (kept(&office), report(&office, &["year"]));
    let done = office.run(&["citizen", "erase", "0912345678", "--now"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(kept(&office), rows);
    // The log has gone on by the erasure; the rest is the same.
    let figures = |text: &str| {
        text.lines()
            .filter(|l| !l.starts_with("Sổ sự kiện"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(figures(&report(&office, &["year"])), figures(&before));
}

#[test]
fn a_changed_row_is_found_once_the_day_has_settled_and_mended_before() {
    let office = a_monday();
    let forge = || {
        let db = Connection::open(office.store()).unwrap();
        let sql = "UPDATE day_figure SET body = replace(body, '\"sum\":32', '\"sum\":3') WHERE day = (SELECT min(day) FROM day_figure)";
        assert_eq!(db.execute(sql, []).unwrap(), 1);
    };
    close(&office, "2026-11-24");
    let rows = kept(&office);
    forge();
    assert_ne!(kept(&office), rows);
    close(&office, "2026-11-24");
    assert_eq!(
        kept(&office),
        rows,
        "counted anew while it may still change"
    );
    close(&office, "2026-12-20");
    assert_eq!(kept(&office).len(), 27, "a row for each day");
    assert_eq!(office.run(&["check"]).code, Some(0));
    forge();
    let done = office.run(&["check"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.stderr.contains("số liệu ngày 2026-11-23"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_report_is_proven_by_the_log_and_by_no_other() {
    let office = a_monday();
    let (csv, pdf) = (office.path("bao-cao.csv"), office.path("bao-cao.pdf"));
    let (csv_name, pdf_name) = (csv.to_str().unwrap(), pdf.to_str().unwrap());
    report(&office, &["month", "--out", csv_name]);
    report(&office, &["month", "--pdf", pdf_name]);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    // The office has gone on.
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    let proven = |office: &Office, file: &str| office.run(&["check", "--report", file]);
    for file in [csv_name, pdf_name] {
        let done = proven(&office, file);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert!(done.stdout.contains("lập từ sổ này"), "{}", done.stdout);
    }
    let other = a_monday();
    for file in [csv_name, pdf_name] {
        let done = proven(&other, file);
        assert_eq!(done.code, Some(1), "{file}");
        assert!(
            done.stderr.contains("không có trong sổ này"),
            "{}",
            done.stderr
        );
    }
    let text = fs::read_to_string(&csv).unwrap();
    fs::write(&csv, text.replace(";3;32;", ";3;12;")).unwrap();
    let done = proven(&office, csv_name);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("không khớp với sổ"), "{}", done.stderr);
    fs::write(&csv, text.replace(&format!("{ROW}\n"), "")).unwrap();
    assert!(proven(&office, csv_name).stderr.contains("thiếu dòng"));
}

#[test]
fn rules_are_tried_on_the_model_and_on_the_own_past() {
    let office = Office::new(OFFICE, "2026-11-23 08:00:00");
    let first = office.run(&["simulate", "--days", "20", "--booked", "20"]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    for row in [
        "không ai đặt hẹn",
        "source, 20 % hẹn",
        "improved, 20 % hẹn",
        "TP: bớt 1 cán bộ",
        "mẫu: 72 người",
    ] {
        assert!(first.stdout.contains(row), "{row}: {}", first.stdout);
    }
    // Ten days of one person: the past is short, but the office's own.
    for day in 2..=20 {
        if matches!(day % 7, 5 | 6) {
            continue;
        }
        office.set_clock(&format!("2026-12-{day:02} 08:00:10"));
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
        office.set_clock(&format!("2026-12-{day:02} 08:05:10"));
        office.event(&json!({"type": "done", "counter": "1"}));
    }
    office.set_clock("2026-12-22 08:00:00");
    let own = office.run(&["simulate", "--days", "20"]);
    assert!(
        own.stdout
            .contains("của chính cơ quan: 1 người một ngày, 0 % đặt hẹn"),
        "{}",
        own.stdout
    );
    assert!(
        own.stdout.contains("Tư pháp: thêm 1 cán bộ"),
        "{}",
        own.stdout
    );
    let wrong = office.run(&["simulate", "--booked", "120"]);
    assert_eq!(wrong.code, Some(2));
}
