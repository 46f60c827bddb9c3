//! What a fresh official met at the counter: the morning after, hours, keys of a chosen row, what can be taken back.

use crossterm::event::KeyCode;
use motcua::domain::event::{Detail, Event};
use motcua::domain::rules::{CounterIx, FieldIx, Profile};
use motcua::domain::time::{Day, Half};

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, LAND, SOCIAL, Sample, at, minute, number, rules, with_phone};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// The sample's office at a time of its Monday, or of another day.
fn set_clock(desk: &mut Desk, time: &str) {
    desk.sample.now = chrono::NaiveDateTime::parse_from_str(time, "%Y-%m-%dT%H:%M").unwrap();
    desk.sample.tick();
}

fn walk_in(desk: &mut Desk, time: &str, field: FieldIx, name: &str) {
    let event = Event::Walkin {
        field,
        priority: false,
        person: with_phone(name, "khai-sinh", "0905111222"),
    };
    desk.sample.event(minute(time), Some(DESK), event);
}

// ---- the morning after ----

#[test]
fn the_morning_names_whose_turn_did_not_come() {
    let mut desk = monday();
    walk_in(&mut desk, "2026-11-23T08:42", JUSTICE, "Hồ Văn Ích");
    set_clock(&mut desk, "2026-11-24T07:10");
    let said = "Chưa đến lượt T2 23/11 · 7: ↑↓ chọn, Ctrl+D xem số ĐT, F6 hẹn ngày khác";
    for (width, height) in [(80, 20), (80, 24), (120, 40), (200, 60)] {
        let text = desk.text(width, height);
        assert!(text.contains(said), "{text}");
    }
    // The key is the evening's, and whoever was booked again is not named any more.
    while !desk.text(120, 40).contains("▸ 007") {
        desk.keys("↓");
    }
    desk.shows("F6 Hẹn ngày khác");
    desk.f(6);
    desk.shows("Đặt hẹn cho 007 Cao Xuân Hải ngày 23/11 (chưa đến lượt)");
    desk.keys("t4 chieu\n\n\n");
    desk.press(KeyCode::Esc);
    desk.shows("Chưa đến lượt T2 23/11 · 6:");
    // An idle counter does not speak of them: nobody waits.
    assert!(!desk.text(120, 40).contains("người chưa đến lượt"));
    walk_in(&mut desk, "2026-11-24T07:31", JUSTICE, "Võ Em");
    set_clock(&mut desk, "2026-11-24T07:31");
    // Yesterday's last one is still at the counter: nobody was called yet.
    desk.shows("Chưa đến lượt T2 23/11 · 6:");
    desk.f(2);
    desk.says("Xong 002");
    // From then on only those are named of whom one can tell that they have come again.
    desk.shows("Chưa đến lượt T2 23/11 · 4:");
}

#[test]
fn whose_turn_did_not_come_on_friday_is_named_on_monday() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-20T16:50:00"));
    for name in ["Hồ Văn Ích", "Võ Em", "Lê Thị Dung"] {
        walk_in(&mut desk, "2026-11-20T16:50", JUSTICE, name);
    }
    for time in ["2026-11-20T17:31", "2026-11-22T09:00", "2026-11-23T07:10"] {
        set_clock(&mut desk, time);
        let yesterday = Day::from_chrono(desk.sample.now.date()).plus(-1);
        desk.sample.office.forget_before(yesterday);
    }
    desk.shows("Chưa đến lượt T6 20/11 · 2:");
    // Of earlier days nobody speaks.
    set_clock(&mut desk, "2026-11-24T07:10");
    assert!(!desk.text(120, 40).contains("Chưa đến lượt"));
}

// ---- hours ----

#[test]
fn while_no_numbers_are_given_the_queue_says_when_they_are() {
    let mut desk = monday();
    let hours = "(07:30–11:00, 13:30–17:00)";
    for (time, said) in [
        ("2026-11-23T17:40", "đã hết giờ cấp số"),
        ("2026-11-24T07:10", "chưa cấp số: từ 07:30"),
        ("2026-11-24T11:40", "chưa cấp số: từ 13:30"),
    ] {
        set_clock(&mut desk, time);
        for (width, height) in [(80, 20), (80, 24), (120, 40)] {
            let text = desk.text(width, height);
            assert!(text.contains(&format!("{said} {hours}")), "{text}");
        }
    }
    set_clock(&mut desk, "2026-11-24T14:10");
    assert!(!desk.text(120, 40).contains("(07:30"));
    let close = |half| Event::CloseSession {
        field: JUSTICE,
        date: Day::parse("2026-11-25").unwrap(),
        half,
    };
    let now = minute("2026-11-24T14:10");
    desk.sample.event(now, Some(DESK), close(Half::Am));
    set_clock(&mut desk, "2026-11-25T07:10");
    desk.shows("chưa cấp số: từ 13:30 (13:30–17:00)");
    let now = minute("2026-11-25T07:10");
    desk.sample.event(now, Some(DESK), close(Half::Pm));
    desk.shows("· hôm nay nghỉ ");
    // A Sunday.
    set_clock(&mut desk, "2026-11-29T09:00");
    desk.shows("· hôm nay nghỉ ");
}

// ---- what is promised ----

#[test]
fn that_somebody_is_tried_is_said_only_where_the_next_counter_does_it() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    walk_in(&mut desk, "2026-11-23T08:00", JUSTICE, "Hồ Văn Ích");
    let event = Event::Book {
        field: JUSTICE,
        when: motcua::domain::event::When::Wish(super::sample::wish("2026-11-23T09:40")),
        person: with_phone("Võ Em", "khai-sinh", "0905111333"),
        to_confirm: false,
    };
    desk.sample.event(at("08:05"), Some(DESK), event);
    set_clock(&mut desk, "2026-11-23T08:07");
    // Nobody waits: nothing is called through.
    desk.shows("chưa đến giờ");
    assert!(!desk.text(120, 40).contains("gọi thử"));
    walk_in(&mut desk, "2026-11-23T08:08", JUSTICE, "Lê Thị Dung");
    desk.shows("sẽ gọi thử");
    desk.f(2);
    desk.says("gọi thử 002, chưa đến giờ hẹn");
}

// ---- keys of a chosen row ----

/// The footer in 80 columns.
fn keys(desk: &mut Desk, height: u16) -> String {
    let text = desk.text(80, height);
    let lines: Vec<&str> = text.lines().rev().take(4).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

#[test]
fn in_a_small_window_the_keys_of_the_chosen_row_come_before_rarer_ones() {
    for height in [20, 24] {
        let mut desk = monday();
        desk.keys("↓");
        let footer = keys(&mut desk, height);
        for key in ["Ctrl+B", "Delete", "Ctrl+U", "Ctrl+N", "F5", "Ctrl+Z"] {
            assert!(footer.contains(key), "{key}\n{footer}");
        }
        // The row's number stands before its keys, once.
        desk.press(KeyCode::End);
        desk.keys("↑");
        let footer = keys(&mut desk, height);
        assert!(footer.contains("Ctrl+Z"), "{footer}");
        assert!(
            footer.contains("Dòng 010:  Ctrl+R Tiếp tục  Insert Vào lại hàng  Delete Huỷ số"),
            "{footer}"
        );
        // Where nobody is in service there is room for all of them, and they go before what is rare.
        desk.press(KeyCode::Home);
        desk.f(9);
        desk.keys("\n\n");
        desk.f(2);
        desk.keys("↓");
        let footer = keys(&mut desk, height);
        let all = ["Ctrl+B", "Delete", "Ctrl+U", "Ctrl+N", "Ctrl+P", "? Vì sao"];
        assert!(all.iter().all(|key| footer.contains(key)), "{footer}");
        assert!(footer.matches("Dòng 0").count() == 2, "{footer}");
    }
}

// ---- what is taken back ----

#[test]
fn what_is_taken_back_leaves_no_page_other_than_it_was() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    let page = |desk: &mut Desk, nth| {
        desk.alt(nth);
        let text = desk.text(120, 40);
        let body = text.lines().skip(1).take(33).collect::<Vec<_>>().join("\n");
        // Waits are estimated anew.
        let mut body: Vec<char> = body
            .replace(|c: char| c.is_ascii_digit(), "0")
            .chars()
            .collect();
        body.dedup();
        (body.into_iter().collect::<String>(), text)
    };
    // Whoever is in service there keeps the time: what is said before is what is done.
    desk.alt('2');
    desk.ctrl('w');
    desk.shows("2 lịch hẹn, yêu cầu sẽ đổi giờ");
    desk.shows("Thứ Hai 23/11 sáng (hôm nay) · đóng: chuyển 2 hẹn");
    desk.press(KeyCode::Esc);
    let sessions = |field, day: &str, half| (field, Day::parse(day).unwrap(), half);
    for session in [
        sessions(JUSTICE, "2026-11-23", Half::Am),
        sessions(LAND, "2026-11-23", Half::Am),
        sessions(LAND, "2026-11-24", Half::Am),
        sessions(SOCIAL, "2026-11-23", Half::Pm),
        sessions(JUSTICE, "2026-11-25", Half::Am),
        sessions(JUSTICE, "2026-11-27", Half::Am),
    ] {
        let before: Vec<_> = "12345".chars().map(|c| page(&mut desk, c)).collect();
        let (field, date, half) = session;
        let now = motcua::domain::time::Minute::from_chrono(desk.sample.now);
        let event = Event::CloseSession { field, date, half };
        desk.sample.event(now, Some(DESK), event);
        desk.text(120, 40);
        desk.ctrl('z');
        let after: Vec<_> = "12345".chars().map(|c| page(&mut desk, c)).collect();
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.0, after.0, "{session:?}\n{}\n{}", before.1, after.1);
        }
    }
}

#[test]
fn help_lists_what_one_undo_after_the_other_takes_back() {
    let mut desk = monday();
    desk.f(2);
    desk.f(5);
    desk.keys("Vàng Thị Mỷ\n");
    desk.f(1);
    for said in [
        "Hoàn tác được, mỗi lần Ctrl+Z một việc:",
        "1                 cấp số 013 Vàng Thị Mỷ",
        "2                 xong 002 Trần Văn Cảnh",
        "3                 giữ lại 010",
    ] {
        desk.shows(said);
    }
    desk.press(KeyCode::Esc);
    desk.ctrl('z');
    desk.f(1);
    desk.shows("1                 xong 002 Trần Văn Cảnh");
    // Somebody else has called that one since: nothing is promised.
    desk.press(KeyCode::Esc);
    let name = Event::Set {
        number: number(JUSTICE, 2),
        date: None,
        detail: Detail::Name,
        text: "x".to_owned(),
    };
    let now = motcua::domain::time::Minute::from_chrono(desk.sample.now);
    desk.sample.event(now, Some(CounterIx(1)), name);
    desk.f(1);
    assert!(!desk.text(120, 40).contains("Hoàn tác được"));
}

#[test]
fn whoever_got_the_hour_back_is_found_once() {
    let mut desk = monday();
    let event = Event::CloseSession {
        field: JUSTICE,
        date: Day::parse("2026-11-23").unwrap(),
        half: Half::Am,
    };
    desk.sample.event(at("08:42"), Some(DESK), event);
    desk.ctrl('z');
    desk.says("2 lịch hẹn về giờ cũ");
    desk.keys("/hoang lan");
    desk.shows("· 1 kết quả");
    desk.shows("▸ 003 Tư pháp · Hoàng Thị Lan · đã hẹn · hẹn 08:30");
    desk.press(KeyCode::Esc);
    // The number that was taken back may have been told to somebody.
    desk.keys("/013");
    desk.shows("▸ 013 Tư pháp · Hoàng Thị Lan · đã huỷ, nay 003");
}
