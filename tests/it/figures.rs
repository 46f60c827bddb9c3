//! Figures of days and periods: on the command line, in the rows that are kept, and proven against the log.

mod year;

use std::fs;
use std::process::Command;

use motcua::app::figures::close_days;
use motcua::app::live::Live;
use motcua::domain::time::Day;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;
use crate::support::print::words;
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
fn who_booked_and_goes_on_in_another_field_is_a_booking_there_and_one_who_may_come_is_nothing_yet()
{
    let office = Office::new(THREE_FIELDS, "2026-11-22 10:00:00");
    for (time, phone) in [("08:00", "0912345678"), ("10:00", "0912345679")] {
        office.event(
            &json!({"type": "web", "field": "TP", "date": "2026-11-23", "time": time,
            "phone": phone, "name": "Võ Em", "channel": "web"}),
        );
    }
    office.set_clock("2026-11-23 07:55:10");
    office.event(&json!({"type": "arrive", "number": "TP-001"}));
    office.set_clock("2026-11-23 08:10:10");
    for (counter, field) in [("1", "DD"), ("3", "XH")] {
        office.event(&json!({"type": "transfer", "counter": counter, "field": field}));
    }
    office.event(&json!({"type": "done", "counter": "4"}));
    // Served, walk-ins, booked, no-shows: in the field where it ended; the one of ten o'clock may yet come.
    let text = report(&office, &["day"]);
    for row in ["TP;0;0;0;0;0;1", "DD;0;0;0;0;0;0", "XH;1;0;1;0;0;0"] {
        assert!(
            text.contains(&format!("2026-11-23;{row};")),
            "{row}: {text}"
        );
    }
    assert!(text.contains("Có hẹn / trực tiếp;1 / 0;"), "{text}");
    assert!(text.contains("Lỡ hẹn;0 (0 %);"), "{text}");
    assert!(text.contains("· hẹn qua web;1 (100 %);"), "{text}");
    office.set_clock("2026-11-24 08:00:00");
    office.event(&json!({"type": "tick"}));
    let text = report(&office, &["day"]);
    assert!(text.contains("Lỡ hẹn;1 (50 %);"), "{text}");
}

#[test]
fn only_visits_about_a_dossier_are_counted_with_the_dossiers() {
    let office = Office::new(OFFICE, "2026-11-23 08:00:00");
    let done = || office.event(&json!({"type": "done", "counter": "1"}));
    // Five visits: one brings two dossiers, one fetches a result, one is told what is missing.
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    for _ in 0..2 {
        office.event(&json!({"type": "receive", "counter": "1", "ticket": 1, "limit": 3}));
    }
    office.event(&json!({"type": "walkin", "field": "tu-phap", "errand": "result"}));
    for _ in 0..3 {
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    done();
    done();
    office.event(&json!({"type": "advise", "counter": "1", "form": "02", "reason": "CCCD"}));
    for _ in 0..3 {
        done();
    }
    let text = report(&office, &["day"]);
    for said in [
        "Lượt đã xong;5;",
        "Hồ sơ nhận;2;",
        "Số lần đến mỗi hồ sơ;1,5;",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Brought without a number it was brought all the same.
    office.event(&json!({"type": "receive", "counter": "1", "limit": 3}));
    let text = report(&office, &["day"]);
    assert!(text.contains("Số lần đến mỗi hồ sơ;1,3;"), "{text}");
    // Of a day on which nobody was served nothing was forgotten, nor could be.
    assert!(text.contains("Có lẽ quên bấm xong;0;—;"), "{text}");
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
    let on_paper: Vec<String> = words(&pdf)
        .remove(0)
        .1
        .into_iter()
        .map(|(word, _)| word)
        .collect();
    let on_paper = on_paper.join(" ");
    assert!(
        on_paper.contains("40, nay 12") && !on_paper.contains('?'),
        "{on_paper}"
    );
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
        "mẫu, đông người: 72 người",
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

const THREE_FIELDS: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n
[[field]]\nid = \"TP\"\nname = \"Tư pháp\"\nmean = 10\n
[[field]]\nid = \"DD\"\nname = \"Đất đai\"\nmean = 15\n
[[field]]\nid = \"XH\"\nname = \"Xã hội\"\nmean = 12\n
[[counter]]\nid = \"1\"\nname = \"Quầy 1\"\nfields = [\"TP\"]\n
[[counter]]\nid = \"2\"\nname = \"Quầy 2\"\nfields = [\"TP\"]\n
[[counter]]\nid = \"3\"\nname = \"Quầy 3\"\nfields = [\"DD\"]\n
[[counter]]\nid = \"4\"\nname = \"Quầy 4\"\nfields = [\"XH\"]\n";

/// Two weeks of it in the suite; `MOTCUA_YEARS=1`: a year of 20,000 visits and 9,000 dossiers, or several.
#[test]
fn a_simulated_year_is_what_somebody_else_counts_from_the_log() {
    let years: i32 = std::env::var("MOTCUA_YEARS").map_or(0, |n| n.parse().unwrap());
    let (from, to, period) = match years {
        0 => ("2026-03-01", "2026-03-13".to_owned(), "month"),
        more => ("2026-01-01", format!("{}-12-31", 2025 + more), "year"),
    };
    let office = Office::new(THREE_FIELDS, &format!("{to} 20:00:00"));
    let rules = rules(&office.path("motcua.toml"));
    let last = Day::parse(&to).unwrap();
    year::play(&office.store(), rules, Day::parse(from).unwrap(), last);
    office.set_clock(&format!("{} 08:00:00", last.plus(1)));
    let csv = office.path("bao-cao.csv");
    let recount = || {
        let done = office.run(&[
            "report",
            "--period",
            period,
            "--day",
            &to,
            "--out",
            csv.to_str().unwrap(),
        ]);
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/figures/recount.py");
        let mut python = Command::new("python3");
        python
            .arg(script)
            .arg(office.store())
            .arg(&csv)
            .arg("TP=10,DD=15,XH=12");
        python.output().unwrap()
    };
    let said = |out: &std::process::Output| {
        [&*out.stdout, &*out.stderr]
            .map(|b| String::from_utf8_lossy(b).into_owned())
            .concat()
    };
    let counted = recount();
    println!("{}", said(&counted));
    assert!(counted.status.success(), "{}", said(&counted));
    // The fault that it would find: one dossier that the tables have later than the log.
    let db = Connection::open(office.store()).unwrap();
    let sql = "UPDATE dossier SET due = due - 60 WHERE id = (SELECT min(id) FROM dossier
               WHERE stage = 'handed_over' AND ended < (due + 1) * 1440 AND received > (SELECT max(received) FROM dossier) - 20000)";
    assert_eq!(db.execute(sql, []).unwrap(), 1);
    let counted = recount();
    assert!(
        !counted.status.success() && said(&counted).contains("Hồ sơ đúng hạn / trễ: log"),
        "{}",
        said(&counted)
    );
}

#[test]
fn totals_and_hours_are_proven_once_the_period_is_over() {
    let office = a_monday();
    let csv = office.path("bao-cao.csv");
    let name = csv.to_str().unwrap();
    let proven = || office.run(&["check", "--report", name]);
    report(&office, &["day", "--out", name]);
    let done = proven();
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stdout.contains("số của kỳ và bảng giờ khớp"),
        "{}",
        done.stdout
    );
    let text = fs::read_to_string(&csv).unwrap();
    for (told, forged, why) in [
        ("Lượt đã xong;3;", "Lượt đã xong;4;", "«Lượt đã xong;4;"),
        ("T2;8;3;32", "T2;8;3;31", "«T2;8;3;31»"),
        (
            "Có lẽ quên bấm xong;0;—;\n",
            "",
            "thiếu dòng «Có lẽ quên bấm xong",
        ),
    ] {
        assert!(text.contains(told), "{told}: {text}");
        fs::write(&csv, text.replace(told, forged)).unwrap();
        let done = proven();
        assert_eq!(done.code, Some(1), "{told}: {}", done.stdout);
        assert!(done.stderr.contains(why), "{}", done.stderr);
    }
    // Of a period that goes on the sums may grow: nothing is said of them, but of the one before.
    report(&office, &["week", "--out", name]);
    let text = fs::read_to_string(&csv).unwrap();
    fs::write(&csv, text.replace("Lượt đã xong;3;0", "Lượt đã xong;4;0")).unwrap();
    let done = proven();
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("Kỳ này chưa hết"), "{}", done.stdout);
    fs::write(&csv, text.replace("Lượt đã xong;3;0", "Lượt đã xong;3;1")).unwrap();
    assert_eq!(proven().code, Some(1));
}

#[test]
fn what_goes_by_zalo_is_counted_with_what_it_costs() {
    let office = a_monday();
    let db = Connection::open(office.store()).unwrap();
    for (route, parts, cost) in [
        ("sms", 2, 0),
        ("zalo", 1, 200),
        ("zalo", 1, 200),
        ("chat", 1, 0),
    ] {
        let sql = "INSERT INTO notice (seq, phone, kind, text, state, made, not_before, parts, sent, route, cost)
                   SELECT 0, '0912345678', 'confirmed', 'x', 'sent', wall, wall, ?2, wall, ?1, ?3
                   FROM event WHERE kind = 'walkin' LIMIT 1";
        assert_eq!(
            db.execute(sql, rusqlite::params![route, parts, cost])
                .unwrap(),
            1
        );
    }
    let text = report(&office, &["day"]);
    assert!(text.contains("Tin gửi;4 (1.100 đ);0 (0 đ);"), "{text}");
    assert!(
        text.contains("· qua Zalo;2 (400 đ);0 (0 đ);\n· tiết kiệm nhờ Zalo;300 đ;0 đ;\n"),
        "{text}"
    );
}

#[test]
fn the_counter_says_at_the_days_end_what_the_day_came_to() {
    let office = Office::new(OFFICE, "2026-11-23 16:40:00");
    for name in ["Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"] {
        office.event(&json!({"type": "walkin", "field": "tu-phap", "name": name}));
    }
    office.set_clock("2026-11-23 16:50:00");
    office.event(&json!({"type": "done", "counter": "1"}));
    office.set_clock("2026-11-23 17:31:00");
    let desk = Desk::open(&office, &[]);
    // The first waited for nobody, the second for ten minutes.
    desk.screen
        .wait_for("Hôm nay: xong 1 · chưa đến lượt 1 · vắng 0 · chờ trung bình 5,0 phút");
    desk.screen.wait_for("Chưa đến lượt · 1");
    desk.screen.wait_for("Lê Chi");
}
