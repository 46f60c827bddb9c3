//! Days off, leave and counters, decided by a head at the screen: written into the configuration, in force at once in every
//! process, and still counted anew from the log.

use std::fs;

use motcua::config::Config;
use motcua::domain::time::Day;
use serde_json::{Value, json};

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "# Của xã\n[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

fn book(name: &str, phone: &str, date: &str) -> Value {
    json!({"type": "web", "field": "tu-phap", "date": date, "half": "AM", "name": name,
        "phone": phone})
}

/// What the log says is what the tables say.
fn is_proved(office: &Office) {
    let check = office.run(&["check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
}

fn config(office: &Office) -> (String, Config) {
    let path = office.path("motcua.toml");
    let text = fs::read_to_string(&path).unwrap();
    (text, Config::load(&path).unwrap())
}

#[test]
fn a_day_off_moves_who_was_booked_and_holds_in_every_process_at_once() {
    let office = Office::new(OFFICE, CLOCK);
    for (name, phone) in [("Vũ Thị Nga", "0912000111"), ("Lê Văn Tám", "0912000222")] {
        let answer = office.event(&book(name, phone, "2026-11-25"));
        assert_eq!(answer[0]["type"], "offered", "{answer}");
    }
    let (before, _) = config(&office);
    let mut first = Desk::open(&office, &[]);
    let mut other = Desk::open(&office, &["--counter", "2"]);
    first.shows("Alt+2 Down Down Alt+L", "Ngày nghỉ lễ, ngày làm bù");
    first.screen.wait_for("Ngày nghỉ: chưa ghi ngày nào");
    first.shows("Enter", "đang là ngày làm việc, đã có 2 hẹn, yêu cầu");
    first.press("«25/11» Enter Enter");
    // Whom it moves where is seen before it is done.
    first.screen.wait_for("Chuyển 2:");
    first.screen.wait_for("Vũ Thị Nga T4 25/11 08:00");
    assert!(!office.events().contains(&"close_session"));
    office.pass(1);
    first.says("Enter", "Đã ghi thứ Tư 25/11: ngày nghỉ");

    let (text, config) = config(&office);
    let day = Day::parse("2026-11-25").unwrap();
    assert!(config.rules.holidays.contains(&day));
    assert!(text.contains("# Của xã"), "{text}");
    assert_eq!(
        text.replace("\n[rules]\nholidays = [2026-11-25]\n", "")
            .trim(),
        before.trim()
    );
    // A screen that was open before, and a program that begins now.
    other.screen.send("\x1b2");
    other.screen.wait_gone("T4 25/11");
    let asked = book("Hồ Thị Ba", "0912000333", "2026-11-25").to_string();
    let refused = office.run(&["event", &asked]);
    assert_eq!(refused.code, Some(1), "{refused:?}");

    assert!(office.events().contains(&"configured"));
    is_proved(&office);

    // And back: what was closed takes place again.
    first.shows("Alt+L Enter", "đang là ngày nghỉ");
    first.press("«25/11» Enter «thuong le» Enter");
    first.hears("Đã ghi thứ Tư 25/11: như thường lệ trong tuần");
    let offered = office.event(&book("Hồ Thị Ba", "0912000333", "2026-11-25"));
    assert_eq!(offered[0]["type"], "offered", "{offered}");
    is_proved(&office);
}

#[test]
fn an_officials_leave_closes_only_what_nobody_else_serves() {
    let shared = format!(
        "{OFFICE}[[counter]]\nid = \"1\"\nfields = [\"tu-phap\", \"cong-an\"]\n[[counter]]\nid = \"2\"\nfields = [\"cong-an\"]\n[[official]]\nid = \"lan\"\nname = \"Nguyễn Thị Lan\"\n"
    );
    let office = Office::new(&shared, CLOCK);
    office.event(&book("Vũ Thị Nga", "0912000111", "2026-11-25"));
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+2 Alt+L «nghi phep»");
    desk.press("Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
    desk.press("«can bo» Enter");
    desk.screen.wait_for("Cán bộ nghỉ");
    desk.press("Enter Enter «24/11» Enter «26/11» Enter");
    desk.screen
        .wait_for("Không còn ai làm: Tư pháp – Hộ tịch (1 hẹn, yêu cầu)");
    desk.screen.wait_for("Quầy khác vẫn làm:");
    office.pass(1);
    desk.press("Enter");
    desk.screen
        .wait_for("Nguyễn Thị Lan nghỉ T3 24/11 – T5 26/11");
    desk.screen.wait_for("Đóng 6 buổi");
    desk.screen.wait_for("Vũ Thị Nga T4 25/11 08:00 → T6");
    office.pass(1);
    desk.press("Enter");
    desk.hears("Đóng 6 buổi, sáng thứ Ba 24/11 đến chiều thứ Năm 26/11, của Tư pháp – Hộ tịch");
    let names = ["close_session", "undo", "redo"];
    let log = || {
        let mut events = office.events();
        events.retain(|event| names.contains(event));
        events
    };
    assert_eq!(log(), ["close_session"]);
    is_proved(&office);
    // One act for who made it: taken back as one, and done again as one.
    let wished = |phone| {
        let asked = book("Hồ Thị Ba", phone, "2026-11-24").to_string();
        office.run(&["event", &asked]).stdout
    };
    assert!(wished("0912000444").contains("counter_closed"));
    office.pass(2);
    desk.says("Ctrl+Z", "Đã hoàn tác: đóng buổi");
    desk.hears("1 lịch hẹn về giờ cũ");
    assert!(wished("0912000444").contains("offered"));
    is_proved(&office);
    office.pass(2);
    desk.says("Alt+Z", "Đã làm lại");
    assert!(wished("0912000555").contains("counter_closed"));
    assert_eq!(log(), names);
    is_proved(&office);
}

#[test]
fn a_counter_gets_a_name_and_fields_and_a_new_one_opens_without_a_restart() {
    let office = Office::new(OFFICE, CLOCK);
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+2 Alt+L «quay va» Enter");
    desk.screen.wait_for("Thêm một quầy");
    desk.press("«them» Enter");
    desk.screen.wait_for("Tên quầy");
    desk.press("« phụ» Enter");
    desk.screen.wait_for("Quầy 5 phụ: phục vụ lĩnh vực nào");
    // None yet: that is refused, in words.
    desk.press("«luu» Enter");
    desk.screen.wait_for("Quầy cần ít nhất một lĩnh vực");
    desk.press("Backspace Backspace Backspace");
    desk.press("«tu phap» Enter");
    desk.screen.wait_for("[x] Tư pháp");
    desk.press("«luu»");
    desk.screen.wait_for("▸ Lưu");
    office.pass(1);
    desk.says("Enter", "Đã ghi Quầy 5 phụ: Tư pháp – Hộ tịch");
    let (_, config) = config(&office);
    let new = config.rules.counters.last().unwrap();
    assert_eq!((new.id.as_str(), new.name.as_str()), ("5", "Quầy 5 phụ"));
    // It is there for who opens a screen, and for numbers.
    let mut fifth = Desk::open(&office, &["--counter", "5"]);
    fifth.says("F5 Enter", "Cấp số 001");
    is_proved(&office);
}

#[test]
fn where_officials_sign_in_only_a_head_decides() {
    let signed = format!(
        "{OFFICE}[screen]\nsign_in = true\n[[official]]\nid = \"lan\"\nname = \"Nguyễn Thị Lan\"\n"
    );
    let office = Office::new(&signed, CLOCK);
    let mut desk = Desk::asked(&office, &[]);
    desk.press("Enter «1234» Enter «1234» Enter");
    desk.hears("Đã đăng nhập");
    desk.says("Alt+2 Alt+L", "Việc này cần lãnh đạo đăng nhập");
}

#[test]
fn a_mistake_in_the_configuration_is_named_on_every_screen_and_the_rules_from_before_stay() {
    let office = Office::new(OFFICE, CLOCK);
    let mut first = Desk::open(&office, &[]);
    let other = Desk::open(&office, &["--counter", "2"]);
    let path = office.path("motcua.toml");
    let (before, _) = config(&office);
    fs::write(&path, format!("{before}\n[rules]\ngrace = \"lâu\"\n")).unwrap();
    let named = "quy tắc đang dùng bản trước vì motcua.toml sai, dòng";
    first.screen.wait_for(named);
    other.screen.wait_for(named);
    first.says("F5 Enter", "Cấp số 001");
    fs::write(&path, format!("{before}\n[rules]\ngrace = 20\n")).unwrap();
    first.screen.wait_gone(named);
    other.screen.wait_gone(named);
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    assert_eq!(
        office
            .events()
            .iter()
            .filter(|e| **e == "configured")
            .count(),
        1
    );
    is_proved(&office);
}

/// Read as it is, it would be an office of the program's own making.
#[test]
fn an_emptied_configuration_is_named_and_the_rules_from_before_stay() {
    let office = Office::new(OFFICE, CLOCK);
    let _host = office.host();
    let mut desk = Desk::open(&office, &[]);
    let path = office.path("motcua.toml");
    let (before, _) = config(&office);
    fs::write(&path, "").unwrap();
    let named = "quy tắc đang dùng bản trước vì motcua.toml sai, dòng 1: tệp trống";
    desk.screen.wait_for(named);
    desk.says("F5 Enter", "Cấp số 001");
    assert!(!office.events().contains(&"configured"));
    fs::write(&path, before).unwrap();
    desk.screen.wait_gone(named);
    is_proved(&office);
}
