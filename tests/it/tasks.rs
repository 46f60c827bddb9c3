//! The tasks of a day at the counter, each with the keys that it took a new official, and those it takes: never more.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

/// How many keys these are; what is only the citizen's own (`{name}`, phone) is typed by whoever does it at all.
fn count(keys: &str) -> usize {
    let (mut count, mut rest) = (0, keys.trim_start());
    while !rest.is_empty() {
        let after = if let Some((_, after)) = rest.strip_prefix('{').and_then(|r| r.split_once('}'))
        {
            after
        } else if let Some((text, after)) = rest.strip_prefix('«').and_then(|r| r.split_once('»'))
        {
            count += text.chars().count();
            after
        } else {
            count += 1;
            rest.split_once(' ').map_or("", |(_, after)| after)
        };
        rest = after.trim_start();
    }
    count
}

/// A day's tasks, done one after the other on one screen.
struct Day {
    office: Office,
    desk: Desk,
    table: String,
}

impl Day {
    fn begin() -> Self {
        let office = Office::new(OFFICE, CLOCK);
        let desk = Desk::open(&office, &[]);
        let table = String::new();
        Self {
            office,
            desk,
            table,
        }
    }

    /// A task by its keys, which took `before`; its end is seen by `words` anywhere on the screen.
    #[track_caller]
    fn task(&mut self, task: &str, before: usize, keys: &str, words: &str) {
        let now = count(keys);
        self.table += &format!("{task:<32} {before:>3} {now:>3}   {keys}\n");
        assert!(
            now <= before,
            "{task}: {now} keys, not {before}\n{}",
            self.table
        );
        let text = self.desk.screen.text();
        assert!(
            !text.contains(words),
            "“{words}” stands there already:\n{text}"
        );
        let keys = keys.replace('{', "«").replace('}', "»");
        let (first, rest) = keys.split_once(" Enter").unwrap_or((&keys, ""));
        self.desk.press(first);
        if !rest.is_empty() || keys.ends_with(" Enter") {
            // A person reads the question before the answer; two presses within a second are one.
            if first == "Delete" {
                self.desk.screen.wait_for("Huỷ số này?");
                self.office.pass(1);
            }
            self.desk.press(&format!("Enter{rest}"));
        }
        self.desk.screen.wait_for(words);
        // The next task is another moment.
        self.office.pass(1);
    }

    fn event(&self, event: &serde_json::Value) {
        self.office.event(event);
    }
}

#[test]
fn no_task_takes_more_keys_than_it_took() {
    let mut day = Day::begin();
    day.task("number", 2, "F5 Enter", "Cấp số 001 · gọi 001");
    day.task(
        "number with a name",
        2,
        "F5 {Lê Thị Dung} Enter",
        "Cấp số 002 Lê Thị Dung",
    );
    day.task(
        "name and elderly",
        4,
        "F5 {Trần Văn Tuấn} Enter Ctrl+U",
        "Ghi ưu tiên cho 003",
    );
    day.task("cancel", 2, "Delete Enter", "Huỷ 003 Trần Văn Tuấn");
    day.task("undo of it", 1, "Ctrl+Z", "Đã hoàn tác: huỷ");
    day.task(
        "number in another field",
        8,
        "F5 «2»",
        "Cấp số 001 Địa chính",
    );
    day.task("pause", 2, "F9 Enter", "Quầy 1 tạm nghỉ");
    day.task("open again", 1, "F9", "Quầy 1 mở lại");
    day.task("recall", 1, "F3", "Gọi lại 001");
    day.task("absent and next", 1, "F4", "Vắng 001 · gọi 003");
    day.task("put back", 2, "Insert Enter", "001 về chỗ cũ trong hàng");
    day.task("hold", 1, "Ctrl+G", "Giữ lại 003");
    day.task("next", 1, "F2", "Xong 001 · gọi 002");
    day.task(
        "resume (busy counter)",
        2,
        "Ctrl+R Enter",
        "Giữ lại 002 Lê Thị Dung · gọi 003",
    );
    day.task("undo", 1, "Ctrl+Z", "Đã hoàn tác: gọi số");
    day.task("redo", 2, "Alt+z", "Đã làm lại: gọi số");
    day.task("transfer", 4, "F8 «ho» Enter", "chuyển sang Xã hội");
    day.task(
        "booking by telephone, tomorrow",
        18,
        "F6 {Hoàng Thị Lan} Enter {0912345678} Enter Down Enter «mai» Enter Enter Enter",
        "đọc cho người dân: mã MC",
    );
    day.task(
        "tomorrow's bookings",
        2,
        "Alt+2 Down",
        "Thứ Ba 24/11 · 1 hẹn",
    );
    day.task(
        "back to the queue",
        1,
        "Alt+1",
        "Hàng chờ Tư pháp – Hộ tịch · ",
    );
    let today = |name: &str, phone: &str, time: &str| {
        json!({"type": "request", "field": "tu-phap", "name": name, "phone": phone,
            "date": "2026-11-23", "time": time})
    };
    day.event(&today("Mai Văn Khôi", "0983111222", "14:00"));
    day.task("confirm a request", 3, "Alt+3 Ctrl+Y", "Xác nhận hẹn");
    day.task(
        "check in by name",
        12,
        "Alt+1 F7 «khoi» Enter Enter",
        "Mai Văn Khôi đã có mặt",
    );
    day.task("read messages", 1, "Alt+4", "Tin nhắn · 1 cần gọi");
    day.task("QR", 3, "Alt+q", "Chưa có mã QR");
    println!(
        "task                          before now   keys\n{}",
        day.table
    );
}

#[test]
fn who_comes_again_is_known_by_the_phone() {
    let office = Office::new(OFFICE, CLOCK);
    let come = |name: &str| {
        office.event(&json!({"type": "walkin", "field": "tu-phap", "name": name,
            "phone": "0912345678", "procedure": "khai-sinh"}));
    };
    come("Lê Thị Dung");
    office.event(&json!({"type": "done", "counter": 1}));
    office.set_clock("2026-11-24 08:00:00");
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    come("Lê Thị Dung");
    let mut desk = Desk::open(&office, &[]);
    desk.wait_row("002", "Lê Thị Dung");
    desk.shows(
        "Down Enter",
        "Lần trước (cùng số điện thoại): 23/11/2026 · Đăng ký khai sinh · đã xong",
    );
    assert!(desk.screen.text().contains("Giấy tờ: "));
}
