//! A day at the counter with a lone number pad: no other key is touched. And what the other key maps change.

use std::fs;

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

/// The keys of a pad.
fn is_of_pad(keys: &str) -> bool {
    keys.bytes().all(|b| b"0123456789+-*/.\r".contains(&b))
}

/// One desk with its pad.
struct Pad {
    desk: Desk,
}

impl Pad {
    #[track_caller]
    fn says(&mut self, keys: &str, words: &str) {
        assert!(is_of_pad(keys), "{keys:?}");
        let before = self.desk.last_line();
        assert!(!before.contains(words), "it says so already: {before}");
        self.desk.screen.send(keys);
        self.desk.hears(words);
    }

    #[track_caller]
    fn shows(&mut self, keys: &str, words: &str) {
        assert!(is_of_pad(keys), "{keys:?}");
        self.desk.screen.send(keys);
        self.desk.screen.wait_for(words);
    }
}

#[test]
fn a_day_with_the_number_pad_alone() {
    let office = Office::new(OFFICE, CLOCK);
    let desk = Desk::open(&office, &["--keymap", "numpad"]);
    desk.screen.wait_for("* Cấp số");
    let mut pad = Pad { desk };
    pad.says("*\r", "Cấp số 001 · gọi 001");
    pad.desk.screen.wait_for("Enter Xong 001");
    pad.says("*\r", "Cấp số 002");
    pad.says("*\r", "Cấp số 003");
    pad.says("*\r", "Cấp số 004");
    office.pass(1);
    pad.says("\r", "Xong 001 · gọi 002");
    office.pass(1);
    pad.says("+", "Gọi lại 002");
    pad.says("-", "Vắng 002 · gọi 003");
    pad.says(".", "Đã hoàn tác: vắng");
    pad.desk.wait_serving(&["002", "—", "—", "—"]);
    office.pass(1);
    // A given number: what becomes of who is there is asked, and can be left alone.
    pad.shows("4\r", "Quầy đang phục vụ 002.");
    pad.shows("+", "▸ Xong 002");
    pad.shows("-", "▸ Giữ 002 lại");
    pad.desk.screen.wait_for(".: quay lại");
    pad.desk.screen.send(".");
    pad.desk.screen.wait_gone("Quầy đang phục vụ");
    // A slip in the number.
    pad.shows("44", "Số hoặc mã: 44");
    pad.desk.screen.send(".");
    pad.desk.screen.wait_gone("Số hoặc mã: 44");
    pad.shows("4\r", "Quầy đang phục vụ 002.");
    office.pass(1);
    pad.says("\r", "Giữ lại 002 · gọi 004");
    pad.shows("/", "▸ (không ghi lý do)");
    office.pass(1);
    pad.says("\r", "Quầy 1 tạm nghỉ");
    office.pass(1);
    pad.says("\r", "Xong 004");
    office.pass(1);
    pad.says("/", "Quầy 1 mở lại · gọi 003");
    office.pass(1);
    pad.says("\r", "Xong 003");
    let expected = [
        "walkin",
        "walkin",
        "walkin",
        "walkin",
        "done",
        "recall",
        "absent",
        "undo",
        "call_number",
        "close_counter",
        "done",
        "open_counter",
        "done",
    ];
    assert_eq!(office.events(), expected);
}

#[test]
fn a_bouncing_enter_of_the_pad_finishes_nobody() {
    let office = Office::new(OFFICE, CLOCK);
    let desk = Desk::open(&office, &["--keymap", "numpad"]);
    let mut pad = Pad { desk };
    pad.says("*\r*\r*\r", "Cấp số 003");
    // The Enter that gave the number, pressed twice.
    pad.says("*\r\r\r+", "Gọi lại 001");
    pad.desk.wait_serving(&["001", "—", "—", "—"]);
    office.pass(1);
    pad.says("\r\r\r", "Xong 001 · gọi 002");
    pad.says("+", "Gọi lại 002");
    pad.desk.wait_serving(&["002", "—", "—", "—"]);
}

#[test]
fn who_is_booked_comes_by_the_pad_or_by_the_scanner() {
    let office = Office::new(OFFICE, CLOCK);
    let desk = Desk::open(&office, &["--keymap", "numpad"]);
    let mut pad = Pad { desk };
    let booking = |name: &str, phone: &str| json!({"type": "web", "field": "tu-phap", "date": "2026-11-23", "name": name, "phone": phone});
    office.event(&booking("Lê Văn Cường", "0912345678"));
    office.event(&booking("Trần Thị Bích", "0912345679"));
    pad.desk.wait_row("002", "chưa");
    pad.says("1*", "001 Lê Văn Cường đã có mặt");
    let code = office.codes()[1].clone();
    // An address has the pad's signs in it, dots and slashes above all.
    pad.desk
        .screen
        .send(format!("http://192.168.1.10:8080/ma/{code}\r"));
    pad.desk.hears("002 Trần Thị Bích đã có mặt");
    assert_eq!(office.events(), ["web", "web", "arrive", "arrive"]);
    // What is no booking is told.
    pad.says("7*", "Hôm nay không có số 7");
}

#[test]
fn an_office_changes_some_keys_of_a_map() {
    let office = Office::new(
        "[office]\nname = \"Xã\"\n[screen]\nkeymap = \"./phim.toml\"\n",
        CLOCK,
    );
    let file = office.path("phim.toml");
    fs::write(
        &file,
        "base = \"vi\"\n[[key]]\non = [\"F11\"]\nrun = \"done-next\"\n",
    )
    .unwrap();
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter F5 Enter F5 Enter", "Cấp số 004");
    // The one who came last is chosen.
    desk.screen.wait_for("▸ 004");
    desk.press("«kk»");
    desk.screen.wait_for("▸ 002");
    desk.press("«j»");
    desk.screen.wait_for("▸ 003");
    // An address begins with a letter that leads to another field: the scan leaves the page where it was.
    desk.screen.send("http://10.0.0.2:8080/ma/MC22222\r");
    desk.hears("Không có mã MC22222");
    desk.screen.wait_for("Hàng chờ Tư pháp – Hộ tịch · 3 người");
    desk.says("F11", "Xong 001 · gọi 002");
    // The help is made from it.
    desk.press("F1");
    let row =
        |line: &str| line.contains("F11 ") && line.contains("Ghi xong cho người đang phục vụ");
    desk.screen.wait_until("F11 in the help", |screen| {
        screen.contents().lines().any(row)
    });
    drop(desk);
    fs::write(
        &file,
        "base = \"numpad\"\n\n[[key]]\non = [\"F11\"]\nrun = \"don-next\"\n",
    )
    .unwrap();
    let done = office.run(&[]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr
            .contains("phim.toml:5: không có việc `don-next`"),
        "{}",
        done.stderr
    );
    let done = office.run(&["--keymap", "emacs"]);
    assert!(
        done.stderr.contains("có sẵn: default, numpad, vi"),
        "{}",
        done.stderr
    );
}

/// For a screen reader: the same keys, no frames, the cursor on what is chosen, the last line says what was done.
#[test]
fn the_linear_screen_works_a_day_line_by_line() {
    let office = Office::new(OFFICE, CLOCK);
    let mut reader = office.screen(&["--linear", "--counter", "2"], 80, 24);
    reader.wait_for("Không có ai chờ.");
    let last = |screen: &vt100::Screen| screen.contents().trim_end().to_owned();
    reader.send("\x1b[15~\r");
    reader.wait_until("what was done at the bottom", |screen| {
        last(screen).ends_with("Cấp số 001 · gọi 001 · Ctrl+Z để hoàn tác")
    });
    reader.send("\x1b[15~\r\x1b[15~\r");
    reader.wait_for("Cấp số 003");
    reader.send("\x1b[A");
    reader.wait_until("the cursor on the chosen row", |screen| {
        let (row, column) = screen.cursor_position();
        let line = screen
            .contents()
            .lines()
            .nth(usize::from(row))
            .map(str::to_owned);
        column == 0 && line.is_some_and(|line| line.starts_with("> 002"))
    });
    assert!(
        !reader.text().contains(['│', '╭', '─']),
        "{}",
        reader.text()
    );
    reader.send("\x1bOQ");
    reader.wait_for("Xong 001 · gọi 002");
    assert_eq!(office.ticket("dia-chinh-002")["counter"], "2");
}
