//! Before, keys, after: every action on a real office.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::Event;
use motcua::domain::event::{Call, Detail, Output};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::ticket::State;
use motcua::tui::Command;

use super::desk::{Desk, PLAIN};
use super::sample::{DESK, JUSTICE, LAND, Sample, at, number, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn f2_is_done_and_next() {
    let mut desk = monday();
    assert_eq!(desk.serving(), Some(2));
    desk.f(2);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Done, Some(7))
    );
    desk.says("Xong 002 · gọi 007 Cao Xuân Hải · LED đã hiện · Ctrl+Z để hoàn tác");
}

#[test]
fn f2_twice_within_a_second_is_one_press() {
    let mut desk = monday();
    desk.f(2);
    for _ in 0..5 {
        desk.sample.now += chrono::TimeDelta::milliseconds(400);
        desk.burst(KeyEvent::from(KeyCode::F(2)));
    }
    assert_eq!(
        desk.serving(),
        Some(7),
        "a key that bounces or is held down skips nobody"
    );
    desk.f(2);
    assert_eq!(desk.serving(), Some(8), "a second later it is a new press");
}

#[test]
fn several_things_are_taken_back_as_fast_as_one_types() {
    let mut desk = monday();
    desk.f(2);
    desk.f(2);
    assert_eq!(desk.serving(), Some(8));
    for _ in 0..2 {
        desk.sample.now += chrono::TimeDelta::milliseconds(600);
        desk.burst(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL));
    }
    assert_eq!(desk.serving(), Some(2));
    desk.burst(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::ALT));
    assert_eq!(desk.serving(), Some(7), "and done again");
}

#[test]
fn f2_at_a_counter_called_by_hand_asks_for_the_next() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.event(
        at("08:42"),
        Some(DESK),
        Event::SetManual {
            counter: DESK,
            manual: true,
        },
    );
    let mut desk = Desk::new(sample);
    desk.f(2);
    assert_eq!(desk.serving(), Some(7));
    desk.says("Xong 002 · gọi 007");
    desk.ctrl('z');
    assert_eq!(
        desk.serving(),
        Some(2),
        "the call is taken back, and the end of the one before"
    );
    for _ in 0..6 {
        desk.f(2);
    }
    assert_eq!(desk.serving(), None);
    desk.says("Xong 012 · không còn ai chờ · Ctrl+Z để hoàn tác");
    desk.f(2);
    desk.says("Không có ai chờ để gọi");
}

#[test]
fn f2_at_an_idle_counter_says_why_nothing_happens() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.f(2);
    desk.says("Quầy 1 đang trống; có người chờ là máy tự gọi");
    assert!(
        !desk.text(120, 40).contains("F2 "),
        "the footer does not offer it"
    );
}

#[test]
fn f3_calls_again_as_often_as_wanted() {
    let mut desk = monday();
    for _ in 0..3 {
        desk.f(3);
        let call = desk.outputs.iter().any(|t| {
            matches!(
                t.output,
                Output::Call {
                    call: Call::Recall,
                    ..
                }
            )
        });
        assert!(call);
    }
    desk.says("Gọi lại 002 Trần Văn Cảnh đến Quầy 1");
}

#[test]
fn f4_is_absent_and_can_be_taken_back() {
    let mut desk = monday();
    desk.f(4);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Booked, Some(7))
    );
    desk.says("Vắng 002");
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    desk.says("Đã hoàn tác: vắng · đang phục vụ 002 Trần Văn Cảnh");
}

#[test]
fn hold_and_resume() {
    let mut desk = monday();
    desk.ctrl('g');
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Held, Some(7))
    );
    desk.says("Giữ lại 002 Trần Văn Cảnh · gọi 007");
    desk.ctrl('r');
    desk.shows("Tiếp tục với ai?");
    desk.keys("canh\n");
    desk.shows("Tiếp tục 002 Trần Văn Cảnh");
    desk.press(KeyCode::Enter);
    assert_eq!(
        (desk.ticket(7).state, desk.serving()),
        (State::Held, Some(2))
    );
    desk.says("Giữ lại 007 Cao Xuân Hải · gọi 002 Trần Văn Cảnh");
    desk.sample.now += chrono::TimeDelta::minutes(4);
    desk.ctrl('r');
    desk.keys("7\n");
    desk.shows("Tiếp tục 007");
    desk.keys("↓");
    desk.press(KeyCode::Enter);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Done, Some(7))
    );
    desk.says("Xong 002 · gọi 007 Cao Xuân Hải");
}

#[test]
fn requeue_puts_a_missed_one_back() {
    let mut desk = monday();
    // Who comes back may be called at once: unless the row is chosen, it is shown who that is.
    desk.ctrl('e');
    desk.shows("Đưa ai vào lại hàng");
    assert_eq!(desk.ticket(6).state, State::Missed);
    desk.press(KeyCode::Enter);
    assert_eq!(desk.ticket(6).state, State::Waiting);
    desk.says("006 Đinh Thị Giang về chỗ cũ trong hàng");
    desk.shows("▸ Quầy 1");
    desk.keys("↓?");
    desk.shows("(đã gọi một lần, nay về chỗ cũ)");
}

#[test]
fn who_is_due_only_waits_for_who_is_served() {
    let mut desk = monday();
    desk.keys("↓↓↓↓↓↓");
    desk.f(7);
    desk.keys("\n?");
    desk.shows("chỉ chờ người đang được phục vụ");
}

#[test]
fn f8_transfers_to_another_field() {
    let mut desk = monday();
    desk.f(8);
    desk.keys("dat\n");
    let t = desk.newest();
    assert_eq!(
        (t.number.field, t.person.name.as_deref()),
        (LAND, Some("Trần Văn Cảnh"))
    );
    assert_eq!(desk.ticket(2).state, State::Transferred);
    desk.says("002 Trần Văn Cảnh chuyển sang Đất đai, số mới 005 · trước còn 1 người");
}

#[test]
fn f9_pauses_with_a_reason_and_opens_again() {
    let mut desk = monday();
    desk.f(9);
    desk.keys("hop\tđến 09:00\n");
    let counter = desk.sample.office.counter(DESK);
    assert!(!counter.open);
    assert_eq!(counter.reason.as_deref(), Some("họp đến 09:00"));
    desk.says("Quầy 1 tạm nghỉ sau khi xong 002: họp đến 09:00");
    desk.shows("F9 Mở lại");
    desk.f(5);
    desk.keys("\n");
    desk.shows("Mọi quầy của Tư pháp đang tạm nghỉ nên không cấp số");
    desk.keys("\u{1b}");
    desk.f(9);
    assert!(desk.sample.office.counter(DESK).open);
    desk.says("Quầy 1 mở lại");
}

#[test]
fn a_doubtful_clock_is_asked_about() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.status.as_mut().unwrap().clock_in_doubt = true;
    let mut desk = Desk::new(sample);
    desk.shows("Ngày giờ của máy có đúng không?");
    desk.keys("↓\n");
    desk.says("Chỉnh ngày giờ của máy");
    desk.f(2);
    assert_eq!(
        desk.serving(),
        Some(2),
        "nothing is done by a clock that may be wrong"
    );
    desk.shows("Ngày giờ của máy có đúng không?");
    desk.keys("\n");
    assert_eq!(desk.asked, [Command::ConfirmClock]);
}

#[test]
fn the_board_is_tried_where_there_is_one() {
    let mut desk = monday();
    desk.f(12);
    assert_eq!(desk.asked, [Command::TestBoard]);
    let mut desk = Desk::at(Sample::monday(Profile::Improved), CounterIx(2), PLAIN);
    desk.f(12);
    assert!(desk.asked.is_empty());
    desk.says("Quầy 3 không có bảng LED");
}

#[test]
fn leaving_is_asked_about() {
    let mut desk = monday();
    desk.ctrl('c');
    desk.keys("↓\n");
    assert!(desk.asked.is_empty());
    desk.ctrl('c');
    desk.keys("\n");
    assert_eq!(desk.asked, [Command::Quit]);
}

#[test]
fn undo_names_what_it_takes_back_and_refuses_what_has_moved_on() {
    let mut desk = monday();
    desk.f(2);
    desk.shows("Ctrl+Z Hoàn tác: xong 002");
    desk.ctrl('z');
    desk.says("Đã hoàn tác: xong · đang phục vụ 002 Trần Văn Cảnh");
    desk.f(5);
    desk.keys("Ai Đó\n");
    let number = number(JUSTICE, 13);
    desk.sample.event(
        at("08:50"),
        Some(CounterIx(1)),
        Event::Set {
            number,
            date: None,
            detail: Detail::Name,
            text: "Khác".into(),
        },
    );
    desk.ctrl('z');
    desk.says("Không hoàn tác được vì sau đó đã có thay đổi khác");
}

#[test]
fn what_was_taken_back_is_done_again_as_long_as_nothing_else_was_done() {
    let mut desk = monday();
    desk.alt('z');
    desk.says("Không còn việc nào vừa hoàn tác để làm lại");
    desk.f(2);
    desk.f(2);
    desk.ctrl('z');
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    desk.shows("Alt+Z Làm lại: xong 002");
    desk.alt('z');
    desk.says("Đã làm lại: xong · đang phục vụ 007 Cao Xuân Hải");
    // A finger that rests on the key does one thing again.
    desk.sample.now += chrono::TimeDelta::milliseconds(300);
    desk.burst(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::ALT));
    assert_eq!(desk.serving(), Some(7));
    desk.alt('z');
    let second = desk.serving();
    assert_ne!(second, Some(7));
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(7), "it can be taken back once more");
    let number = number(JUSTICE, 7);
    desk.sample.event(
        at("08:50"),
        Some(CounterIx(1)),
        Event::Set {
            number,
            date: None,
            detail: Detail::Name,
            text: "Khác".into(),
        },
    );
    desk.alt('z');
    assert_eq!(desk.serving(), Some(7));
    desk.says("Không làm lại được vì sau đó đã có thay đổi khác");
    desk.ctrl('z');
    desk.f(2);
    desk.alt('z');
    desk.says("Không còn việc nào vừa hoàn tác để làm lại");
}

#[test]
fn the_bookings_screen_cancels_and_moves() {
    let mut desk = monday();
    desk.keys("\t↓↓→");
    desk.shows("Thứ Tư 25/11 · 10 hẹn");
    desk.press(KeyCode::Delete);
    desk.keys("\n");
    desk.shows("Thứ Tư 25/11 · 9 hẹn");
    desk.shows("còn 1");
    desk.ctrl('o');
    desk.keys("27/11 sang\n\n");
    // Who was moved is still the chosen one, on the new day.
    desk.shows("Thứ Sáu 27/11 · 1 hẹn");
    desk.keys("\u{1b}\u{1b}");
    assert!(desk.screen.is_at_rest());
}

#[test]
fn help_names_every_key_and_dims_what_cannot_be_done() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.f(1);
    let text = desk.text(120, 140);
    for words in ["F2 ", "Ctrl+Z", "lúc này: quầy 1 đang trống", "máy quét mã"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    desk.f(5);
    desk.shows("Cấp số cho người đến trực tiếp");
}
