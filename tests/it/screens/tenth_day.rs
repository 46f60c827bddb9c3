//! What fresh officials met at the counter: keys that answered nothing, whom the next key is about, what was said twice or not
//! at all.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::event::Event;
use motcua::domain::queue_view::Standing;
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::ticket::State;

use super::desk::Desk;
use super::fifth_day::call;
use super::sample::{DESK, JUSTICE, Sample, at, minute, number, person, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

fn set_clock(desk: &mut Desk, time: &str) {
    desk.sample.now = NaiveDateTime::parse_from_str(time, "%Y-%m-%dT%H:%M").unwrap();
    desk.sample.tick();
}

/// So soon after the key before that it is the same press.
fn again(desk: &mut Desk, key: impl Into<KeyEvent>) {
    desk.sample.now += TimeDelta::milliseconds(300);
    desk.burst(key.into());
}

const CTRL_Y: KeyEvent = KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL);

// ---- whom the next key is about ----

#[test]
fn who_has_just_come_is_whom_the_next_keys_are_about() {
    let mut desk = monday();
    desk.keys("↓↓");
    assert!(!desk.text(120, 40).contains("▸ 001"));
    let code = desk.ticket(1).person.code.clone().unwrap();
    desk.f(7);
    desk.keys(&format!("{code}\n"));
    assert!(desk.ticket(1).present);
    desk.shows("▸ 001");
    desk.shows("Dòng 001:");
    // Who came to another desk is nobody's choice here.
    let mut desk = monday();
    desk.keys("↓↓");
    let chosen = |desk: &mut Desk| {
        let text = desk.text(120, 40);
        let row = text.lines().find(|l| l.contains("Dòng ")).unwrap();
        row[..row.find(':').unwrap()].to_owned()
    };
    let before = chosen(&mut desk);
    let arrive = Event::Arrive {
        number: number(JUSTICE, 1),
    };
    desk.sample.event(at("08:42"), Some(CounterIx(1)), arrive);
    assert!(desk.ticket(1).present);
    assert_eq!(chosen(&mut desk), before);
}

#[test]
fn who_was_booked_for_another_day_is_named_with_that_day_and_is_no_row() {
    for (day, said) in [("mai", "ngày mai:"), ("t6 chieu", "ngày 27/11:")] {
        for width in [80, 120] {
            let mut desk = monday();
            desk.f(6);
            desk.keys(&format!("Hồ Văn Ích\n0977 123 456\nkhai tu\n{day}\n\n\n"));
            let text = desk.text(width, 40);
            let keys = text.lines().find(|l| l.contains(said)).unwrap_or(&text);
            assert!(keys.contains("Hẹn 0"), "{text}");
            assert!(!text.contains("Dòng 0"), "{text}");
            // The keys are about that one.
            desk.press(KeyCode::Delete);
            desk.shows("Hồ Văn Ích, hẹn lúc");
        }
    }
}

#[test]
fn with_no_request_chosen_the_key_that_confirms_chooses_the_first_one() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    let call = call(&desk);
    desk.alt('3');
    desk.ctrl('y');
    desk.says("Xác nhận hẹn");
    desk.screen
        .offer_called(&Event::Tick, &[call], &desk.sample.view());
    // The key is for the requests that are left: that somebody must be called is only said.
    desk.says("phải gọi báo 1 người");
    let next = "Ctrl+Y Chọn yêu cầu tiếp theo (còn ";
    let open = desk.sample.office.unanswered().len();
    for width in [80, 120, 200] {
        let text = desk.text(width, 40);
        assert!(text.contains(next) && !text.contains("▸"), "{text}");
    }
    again(&mut desk, CTRL_Y);
    assert!(desk.text(120, 40).contains(next));
    let first = desk.sample.office.unanswered();
    let first = first.iter().find(|t| t.state.awaits_office()).unwrap().id;
    desk.ctrl('y');
    again(&mut desk, CTRL_Y);
    desk.shows("▸");
    desk.says("chưa xác nhận: xem rồi Ctrl+Y");
    assert_eq!(desk.sample.office.unanswered().len(), open);
    desk.ctrl('y');
    assert_eq!(desk.sample.office.unanswered().len(), open - 1);
    let confirmed = desk.sample.office.ticket(first).unwrap();
    assert_eq!(confirmed.state, State::Booked);
}

#[test]
fn a_blind_enter_before_another_call_finishes_nobody() {
    let mut desk = monday();
    desk.keys("#8");
    for _ in 0..2 {
        desk.press(KeyCode::Enter);
    }
    assert_eq!(desk.serving(), Some(8));
    assert_eq!(desk.ticket(2).state, State::Held);
    let mut desk = monday();
    desk.ctrl('r');
    desk.shows("Tiếp tục 010");
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(10));
    assert_eq!(desk.ticket(2).state, State::Held);
}

// ---- keys that do nothing ----

#[test]
fn a_key_of_the_cursor_that_finds_no_row_says_so() {
    let mut desk = monday();
    desk.keys("↑");
    desk.says("Đang ở trên cùng: các phím làm cho 002 Trần Văn Cảnh ở Quầy 1");
    desk.keys("↓");
    desk.shows("▸ 007");
    desk.f(2);
    desk.keys("↓↑");
    desk.says("Xong 002");
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.keys("↑");
    desk.says("Đang ở trên cùng: Quầy 1 chưa phục vụ ai");
    desk.keys("↓");
    desk.says("Hàng chờ không có ai để chọn");
}

#[test]
fn a_key_that_is_pressed_twice_says_that_it_counts_once() {
    let mut desk = monday();
    desk.f(2);
    for _ in 0..2 {
        again(&mut desk, KeyCode::F(2));
    }
    let said = desk.said();
    assert!(said.contains("Xong 002 · gọi 007 Cao Xuân Hải"), "{said}");
    assert_eq!(said.matches("bấm liền hai lần chỉ tính một").count(), 1);
    assert!(said.contains("Ctrl+Z để hoàn tác"), "{said}");
    assert_eq!(desk.serving(), Some(7));
}

// ---- what is said ----

#[test]
fn a_counter_that_pauses_says_so_beside_what_else_is_special() {
    let mut desk = monday();
    desk.f(9);
    desk.keys("\n");
    desk.shows("rồi tạm nghỉ");
    set_clock(&mut desk, "2026-11-23T10:40");
    desk.shows("có thể quên bấm Xong · rồi tạm nghỉ");
    assert!(desk.text(80, 24).contains("quên Xong? · rồi nghỉ"));
}

#[test]
fn who_is_due_waits_for_whom_there_is() {
    let mut desk = monday();
    let code = desk.ticket(3).person.code.clone().unwrap();
    desk.f(7);
    desk.keys(&format!("{code}\n"));
    desk.keys("?");
    desk.shows("chỉ chờ người đang được phục vụ");
    desk.press(KeyCode::Esc);
    let pause = Event::CloseCounter {
        counter: DESK,
        reason: None,
    };
    desk.sample.event(at("08:43"), Some(DESK), pause);
    let done = Event::Done { counter: DESK };
    desk.sample.event(at("08:43"), Some(DESK), done);
    desk.keys("?");
    desk.shows("có mặt từ 08:42; mọi quầy đang tạm nghỉ, chờ quầy mở");
    assert!(!desk.text(120, 40).contains("đang được phục vụ"));
}

#[test]
fn who_goes_to_another_field_is_named_by_the_new_number_once() {
    let mut desk = monday();
    let open = Event::OpenCounter {
        counter: CounterIx(2),
    };
    desk.sample.event(at("08:42"), Some(CounterIx(2)), open);
    desk.f(8);
    desk.keys("xa hoi\n\n");
    let said = desk.said();
    let new = desk.newest().number.n;
    assert!(
        said.contains(&format!("số mới {new:03} · gọi đến Quầy 3 · gọi 007")),
        "{said}"
    );
}

#[test]
fn a_long_name_gives_way_to_whom_the_other_keys_call() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    for name in ["Một", "Tôn Nữ Hoàng Thị Phương Thảo Nguyên Hạnh", "Ba"] {
        let event = Event::Walkin {
            field: JUSTICE,
            priority: false,
            person: person(name, ""),
        };
        desk.sample.event(at("08:00"), Some(DESK), event);
    }
    for width in [80, 120, 200] {
        let text = desk.text(width, 40);
        assert!(text.contains("F2 Xong 001 → gọi 002 "), "{text}");
        assert!(text.contains("F4 Vắng → 002"), "{text}");
    }
}

// ---- whose turn did not come ----

#[test]
fn whose_turn_did_not_come_yesterday_is_named_until_nobody_is_left() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T16:50:00"));
    let walk_in = |desk: &mut Desk, time: &str, name: &str| {
        let event = Event::Walkin {
            field: JUSTICE,
            priority: false,
            person: person(name, "khai-sinh"),
        };
        desk.sample.event(minute(time), Some(DESK), event);
    };
    for name in ["Hồ Văn Ích", "Võ Em", "Lê Thị Dung"] {
        walk_in(&mut desk, "2026-11-23T16:50", name);
    }
    desk.f(2);
    set_clock(&mut desk, "2026-11-24T07:31");
    desk.shows("Chưa đến lượt T2 23/11 · 1:");
    // Others wait and are called: the list ends with it.
    walk_in(&mut desk, "2026-11-24T07:31", "Mai Văn Khôi");
    desk.f(2);
    walk_in(&mut desk, "2026-11-24T07:32", "Hà Thị Sen");
    let text = desk.text(120, 40);
    let title = text.find("Chưa đến lượt T2 23/11 · 1:");
    assert!(title > text.find("Hà Thị Sen"), "{text}");
    // Who comes again is not owed anything any more.
    walk_in(&mut desk, "2026-11-24T07:33", "Lê Thị Dung");
    assert!(!desk.text(120, 40).contains("Chưa đến lượt"));
}

// ---- what is not talked over, and what is not so ----

#[test]
fn a_refusal_stays_when_its_key_bounces() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.f(4);
    let refused = desk.said();
    assert!(refused.contains("✕"), "{refused}");
    again(&mut desk, KeyCode::F(4));
    assert_eq!(desk.said(), refused);
    // Another key is not taken for the one that was refused.
    desk.press(KeyCode::Esc);
    assert_ne!(desk.said(), refused);
}

#[test]
fn what_was_just_done_is_not_talked_over_by_the_cursor() {
    let mut desk = monday();
    desk.f(2);
    desk.says("Xong 002");
    desk.keys("↑");
    desk.says("Xong 002");
}

#[test]
fn a_booking_of_another_day_is_not_tried_before_its_time_today() {
    let mut desk = Desk::new(Sample::monday(Profile::Source));
    let mut book = |name, phone, when, days| {
        desk.f(6);
        desk.keys(&format!("{name}\n{phone}\nkhai tu\n{when}\n\n"));
        desk.press(KeyCode::Esc);
        let office = &desk.sample.office;
        let day = at("08:42").day().plus(days);
        let t = office.tickets_of(day).max_by_key(|t| t.id).unwrap();
        let time = t.time().unwrap().time().to_string();
        (time, office.standing(t, at("08:42")))
    };
    let today = book("Hồ Văn Ích", "0977 123 456", "sang nay\n10 giờ 40", 0);
    assert_eq!(today, ("10:40".to_owned(), Standing::CalledOnce));
    let tomorrow = book("Võ Em", "0977 123 457", "sang mai\n9 giờ 30", 1);
    assert_eq!(tomorrow, ("09:30".to_owned(), Standing::NotYetDue));
}
