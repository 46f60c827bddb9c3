//! What people are told of their wait, at the keys and in the store.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::letters::Post;
use crate::support::office::Office;

const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n
[[field]]\nid = \"tu-phap\"\nname = \"Tư pháp\"\nmean = 10\n
[[counter]]\nid = \"1\"\nname = \"Quầy 1\"\nfields = [\"tu-phap\"]\n";

/// The range of minutes in a line: `chờ 10–35 phút`.
fn range(line: &str) -> (i64, i64) {
    let said = line.rsplit("chờ ").next().unwrap();
    let said = said.split(" phút").next().unwrap();
    let (low, high) = match said.strip_prefix("dưới ") {
        Some(high) => ("0", high),
        None => said.split_once('–').unwrap_or_else(|| panic!("{line}")),
    };
    (low.parse().unwrap(), high.parse().unwrap())
}

/// Four people come at once; what the fourth is told.
fn fourth_is_told(office: &Office) -> (i64, i64) {
    let mut desk = Desk::open(office, &[]);
    for n in 1..=4 {
        desk.says("F5 Enter", &format!("Cấp số 00{n}"));
    }
    desk.hears("trước còn 2 người, chờ ");
    let said = range(&desk.last_line());
    // The same stands in the queue, once the forecast has come.
    desk.wait_row("004", "theo số");
    said
}

#[test]
fn an_office_learns_how_long_its_services_take() {
    let office = Office::new(OFFICE, "2026-11-23 08:00:00");
    for n in 0..8 {
        let (hour, minute) = (8 + n * 20 / 60, n * 20 % 60);
        office.set_clock(&format!("2026-11-23 {hour:02}:{minute:02}:00"));
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
        office.set_clock(&format!("2026-11-23 {hour:02}:{:02}:30", minute + 19));
        office.event(&json!({"type": "done", "counter": "1"}));
    }
    office.set_clock("2026-11-24 08:00:00");
    let learnt = fourth_is_told(&office);
    let new = fourth_is_told(&Office::new(OFFICE, "2026-11-24 08:00:00"));
    assert!(
        learnt.0 >= new.0 + 10 && learnt.1 > new.1,
        "{learnt:?} {new:?}"
    );
}

#[test]
fn whether_the_told_waits_held_is_counted_by_the_hour() {
    let office = Office::new(OFFICE, "2026-11-23 08:00:00");
    for _ in 0..3 {
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    let told = || -> Vec<(i64, i64)> {
        let db = rusqlite::Connection::open(office.store()).unwrap();
        let mut told = db.prepare("SELECT high - at, low - at FROM told").unwrap();
        let rows = told.query_map([], |row| Ok((row.get(1)?, row.get(0)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let [(low, high), (_, last)] = told()[..] else {
        panic!("who is served at once is told no wait: {:?}", told())
    };
    assert!(low < high && high < last);
    // The second is called within the range, the third long after hers.
    let done_after = |minutes: i64| {
        let time = office.now() + chrono::TimeDelta::minutes(minutes);
        office.set_clock(&time.format("%Y-%m-%d %H:%M:%S").to_string());
        office.event(&json!({"type": "done", "counter": "1"}));
    };
    done_after(high - 1);
    done_after(last + 10);
    let mut desk = Desk::open(&office, &[]);
    desk.shows("Alt+C", "Đúng 50 % (1 trong 2 lượt)");
    desk.screen.wait_for("8 giờ");
    desk.press("Alt+C");
    desk.screen.wait_gone("Đúng 50 %");
    // What was told is no event: the log alone still gives the office.
    assert_eq!(office.run(&["check"]).code, Some(0));

    let other = Office::new(OFFICE, "2026-11-23 08:00:00");
    let mut desk = Desk::open(&other, &[]);
    desk.shows("Alt+C", "Chưa có lượt nào");
}

#[test]
fn who_comes_too_late_to_be_served_is_told_at_once() {
    let office = Office::new(OFFICE, "2026-11-23 16:30:00");
    let mut desk = Desk::open(&office, &[]);
    desk.screen.wait_for("còn khoảng");
    for n in 1..=9 {
        desk.says("F5 Enter", &format!("Cấp số 00{n}"));
    }
    desk.says("F5 Enter", "Cấp số 010");
    desk.hears("hôm nay khó kịp");
    desk.screen.wait_for("nên ngừng cấp số");
    desk.screen.wait_for("người khó kịp");
}

#[test]
fn a_forgotten_end_is_hinted_at() {
    let office = Office::new(OFFICE, "2026-11-23 08:00:00");
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    office.set_clock("2026-11-23 09:25:00");
    let desk = Desk::open(&office, &[]);
    desk.screen.wait_for("có thể quên bấm Xong");
    assert_eq!(
        office.state("tu-phap-001"),
        "serving",
        "nothing is done by itself"
    );
}

#[test]
fn a_text_message_asks_when_the_turn_comes() {
    let post = Post::new(&[], "", "2026-11-23 08:00:00");
    let _host = post.host();
    for n in 0..6 {
        let phone = format!("091234500{n}");
        let walkin = json!({"type": "walkin", "field": "tu-phap", "phone": phone});
        post.office.event(&walkin);
    }
    let answer = post.ask("+84912345005", "may gio den luot em");
    assert!(answer.starts_with("Truoc ong/ba con "), "{answer}");
    let said = answer
        .split("cho khoang ")
        .nth(1)
        .unwrap_or_else(|| panic!("{answer}"));
    let (low, high) = said.split(" phut").next().unwrap().split_once('-').unwrap();
    let (low, high): (i32, i32) = (low.parse().unwrap(), high.parse().unwrap());
    assert!(low < high, "{answer}");
}
