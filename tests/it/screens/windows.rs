//! What fresh officials met in the counter's windows.

use crossterm::event::KeyCode;
use motcua::domain::event::{Detail, Event};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::time::Half;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, number, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// The official has gone, and must sign in again.
fn lock(desk: &mut Desk) {
    (desk.sample.must_sign_in, desk.sample.signed_in) = (true, None);
}

// ---- signing in ----

#[test]
fn enter_goes_from_the_name_to_the_pin_and_says_what_is_missing_there() {
    for is_new in [false, true] {
        let mut desk = monday();
        lock(&mut desk);
        for official in &mut desk.sample.officials {
            official.has_pin = !is_new;
        }
        desk.shows("Enter: ô sau");
        desk.shows("▸ Nguyễn Thị Hà");
        desk.keys("dung\n");
        assert!(!desk.text(120, 40).contains("▸"), "the list is left");
        desk.keys("\n");
        desk.shows("gõ ở ô này rồi Enter");
        desk.keys("1234\n");
        if is_new {
            assert_eq!(desk.asked, []);
            desk.keys("1234\n");
        }
        let last = desk.asked.last();
        assert!(
            matches!(last, Some(Command::SignIn { official, .. }) if official == "dung"),
            "{last:?}"
        );
    }
}

#[test]
fn while_a_pin_is_checked_the_last_line_says_so() {
    let mut desk = monday();
    lock(&mut desk);
    desk.keys("\n1234\n");
    desk.says("Đang kiểm tra mã PIN…");
    desk.screen.failed("mã PIN không đúng", &desk.sample.view());
    desk.shows("mã PIN không đúng");
    assert!(!desk.text(120, 40).contains("Đang kiểm tra"));
    desk.keys("1234\n");
    desk.says("Đang kiểm tra mã PIN…");
    desk.sample.signed_in = Some("ha".to_owned());
    desk.screen.succeeded("Đã đăng nhập", &desk.sample.view());
    desk.says("Đã đăng nhập");
}

// ---- the end of work ----

#[test]
fn leaving_and_closing_say_what_is_left_and_what_becomes_of_it() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    desk.sample.letters.open.calls = 2;
    let left = [
        "Còn 5 người chờ ở đây.",
        "Còn 1 yêu cầu quá 24 giờ chưa trả lời.",
        "Còn 2 cuộc gọi báo tin chưa gọi.",
    ];
    desk.ctrl('c');
    for (width, height) in [(80, 24), (120, 40)] {
        let text = desk.text(width, height);
        let lines: Vec<&str> = text.lines().collect();
        let at = left.map(|words| lines.iter().position(|line| line.contains(words)));
        assert!(
            at[0].is_some() && at.is_sorted_by(|a, b| a < b),
            "a line each\n{text}"
        );
        assert!(text.contains("Không mất gì: mở lại chương trình"), "{text}");
    }
    desk.press(KeyCode::Esc);
    desk.alt('2');
    desk.ctrl('w');
    desk.keys("\n\n");
    desk.shows("HÔM NAY");
    desk.shows("Còn 5 người chờ ở đây: vẫn giữ số, máy không tự gọi nữa thì gõ số để gọi");
    // Whoever waits is served on while the other half-day is closed.
    desk.press(KeyCode::Esc);
    desk.ctrl('w');
    let closed = desk.sample.office.closed_sessions().count();
    desk.keys("\n");
    desk.keys("chieu 23");
    desk.keys("\n");
    desk.shows("HÔM NAY");
    assert_eq!(desk.sample.office.closed_sessions().count(), closed);
    assert!(
        !desk.text(120, 40).contains("vẫn giữ số"),
        "{}",
        desk.text(120, 40)
    );
    // It is as it says.
    let (field, half) = (JUSTICE, Half::Am);
    let date = at("08:00").day();
    desk.press(KeyCode::Esc);
    let event = Event::CloseSession { field, date, half };
    desk.sample.event(at("08:43"), Some(DESK), event);
    desk.alt('1');
    desk.keys("7\n");
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(7));
    // Where nothing is left nothing is said.
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.ctrl('c');
    let text = desk.text(120, 40);
    assert!(
        !text.contains("Còn ") && !text.contains("Không mất gì"),
        "{text}"
    );
}

#[test]
fn a_locked_screen_that_is_left_names_nobody() {
    let mut desk = monday();
    lock(&mut desk);
    desk.ctrl('c');
    desk.shows("002 chưa xong");
    desk.shows("Còn 5 người chờ ở đây.");
    assert!(!desk.text(120, 40).contains("Trần Văn Cảnh"));
}

// ---- what was taken back ----

#[test]
fn a_number_that_was_taken_back_was_not_called_for_the_lobby() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    for _ in 0..2 {
        desk.f(5);
        desk.keys("\n");
        assert!(desk.serving().is_some(), "called at once");
        desk.f(2);
    }
    desk.ctrl('z');
    desk.ctrl('z');
    lock(&mut desk);
    desk.shows("Vừa gọi: 001 Quầy 1");
    assert!(!desk.text(120, 40).contains("002 Quầy 1"));
}

#[test]
fn help_lists_undos_up_to_the_one_that_would_be_refused_and_says_why() {
    let mut desk = monday();
    desk.f(2);
    let name = Event::Set {
        number: number(JUSTICE, 2),
        date: None,
        detail: Detail::Name,
        text: "x".to_owned(),
    };
    let now = motcua::domain::time::Minute::from_chrono(desk.sample.now);
    desk.sample.event(now, Some(CounterIx(1)), name);
    desk.f(5);
    desk.keys("Vàng Thị Mỷ\n");
    desk.f(1);
    desk.shows("1                 cấp số 013 Vàng Thị Mỷ");
    desk.shows("✕                 xong 002: Không hoàn tác được vì sau đó đã có thay đổi khác");
    let text = desk.text(120, 40);
    assert!(!text.contains("giữ lại 010"), "{text}");
}
