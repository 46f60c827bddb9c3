//! What an official met on the first day of being new: an offer that outlived its person, a row that a refusal dropped,
//! two numbers that looked alike.

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent};
use motcua::app::post::letters::{LetterId, MessageState, NoticeState};
use motcua::domain::event::{Event, When};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::ticket::State;
use motcua::domain::time::Half;
use motcua::tui::Command;

use super::desk::Desk;
use super::mail::{book, came};
use super::sample::{DESK, JUSTICE, Sample, at, number, rules, wish, with_phone};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// A call of the sample's to make.
pub(super) fn call(desk: &Desk) -> i64 {
    let mut list = desk.sample.letters.page.as_ref().unwrap().list.iter();
    let call = list.find_map(|l| match (l.id, l.told().map(|told| told.state)) {
        (LetterId::Out(id), Some(NoticeState::Call)) => Some(id),
        _ => None,
    });
    call.unwrap()
}

/// A row of the page of bookings was moved, and a call is left to make.
fn moved_with_a_call() -> Desk {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.alt('2');
    desk.keys("↓→");
    desk.ctrl('o');
    desk.keys("thu 6 chieu\n\n\n");
    desk.says("Đổi lịch");
    let call = call(&desk);
    desk.screen
        .offer_called(&Event::Tick, &[call], &desk.sample.view());
    desk.says("Ctrl+Y: đã báo, khỏi gọi");
    desk
}

fn settled(desk: &Desk) -> bool {
    desk.asked.iter().any(|c| matches!(c, Command::Settle(_)))
}

#[test]
fn what_the_last_line_offers_lives_as_long_as_its_words() {
    // An arrow leaves both.
    let mut desk = moved_with_a_call();
    desk.keys("↓");
    desk.says("Ctrl+Y: đã báo, khỏi gọi");
    desk.ctrl('y');
    assert!(settled(&desk));
    // A refusal takes both.
    let mut desk = moved_with_a_call();
    desk.press(KeyCode::Insert);
    desk.says("✕");
    desk.ctrl('y');
    assert!(!settled(&desk));
    // Where the key means another person, nothing is offered, and that one alone is meant.
    let mut desk = moved_with_a_call();
    desk.alt('3');
    let said = desk.said();
    assert!(
        !said.contains("Ctrl+Y") && said.contains("phải gọi báo 1 người"),
        "{said}"
    );
    let first = desk.sample.office.unanswered()[0].id;
    desk.ctrl('y');
    assert!(!settled(&desk));
    let state = desk.sample.office.ticket(first).unwrap().state;
    assert_eq!(state, State::Booked);
    // Another request followed on the page: it is let go, the key would choose it, and what is left to do is only said.
    let call = call(&desk);
    for keys in ["", "↓"] {
        desk.screen
            .offer_called(&Event::Tick, &[call], &desk.sample.view());
        desk.keys(keys);
        let said = desk.said();
        assert!(!said.contains("Ctrl+Y: đã báo"), "{said}");
        assert!(said.contains("phải gọi báo 1 người"), "{said}");
    }
    // Several people are named by how many.
    desk.screen
        .offer_called(&Event::Tick, &[8, 9, 10], &desk.sample.view());
    desk.says("phải gọi báo 3 người");
}

#[test]
fn a_refusal_keeps_whom_it_is_about() {
    // Who is served at another counter stands on no row here.
    let mut desk = monday();
    let served = desk
        .sample
        .view()
        .office
        .counter(CounterIx(1))
        .ticket
        .unwrap();
    let n = desk.sample.office.ticket(served).unwrap().number.n;
    desk.keys("/");
    desk.keys("tran thi binh\n");
    desk.shows(&format!("{n:03} Đất đai"));
    desk.press(KeyCode::Delete);
    desk.says("đang phục vụ ở Quầy 2, không còn gì để huỷ");
    desk.ctrl('n');
    desk.shows(&format!("Họ tên, số điện thoại của {n:03} Đất đai"));
    desk.keys("\u{1b}");
    // The window is closed: whom the next key is about is said.
    desk.keys("/");
    desk.keys("tran thi binh\n\u{1b}");
    desk.says(&format!(
        "Đã đóng {n:03} Đất đai Trần Thị Bình; từ giờ các phím làm cho 002"
    ));
}

/// Goes down the queue to a number.
fn choose(desk: &mut Desk, number: &str) {
    let mark = format!("▸ {number}");
    desk.press(KeyCode::Home);
    for _ in 0..30 {
        if desk.text(120, 40).contains(&mark) {
            return;
        }
        desk.press(KeyCode::Down);
    }
    panic!("no {number} in the queue");
}

#[test]
fn two_open_numbers_that_are_equal_are_told_apart_in_a_title() {
    let mut desk = monday();
    // Two fields have a 001 today; of the own field it is said, too.
    choose(&mut desk, "001");
    desk.ctrl('n');
    desk.shows("Họ tên, số điện thoại của 001 Tư pháp");
    desk.keys("\u{1b}");
    choose(&mut desk, "007");
    desk.ctrl('n');
    desk.shows("Họ tên, số điện thoại của 007 ─");
}

#[test]
fn who_was_moved_stays_the_chosen_one() {
    let mut desk = monday();
    desk.alt('2');
    desk.keys("↓→");
    let chosen = |desk: &mut Desk| {
        let text = desk.text(120, 40);
        let mut rows = text.lines().rev();
        let row = rows.find(|l| l.starts_with("│▸")).map(str::to_owned);
        row.unwrap_or_default()
    };
    assert!(chosen(&mut desk).contains("Bùi Văn Phúc"));
    desk.ctrl('o');
    desk.keys("thu 6 chieu\n\n\n");
    desk.says("Bùi Văn Phúc");
    let row = chosen(&mut desk);
    assert!(
        row.contains("Bùi Văn Phúc") && desk.text(120, 40).contains("Thứ Sáu 27/11"),
        "{row}"
    );
    desk.ctrl('d');
    desk.shows("0355 123 456");
}

#[test]
fn a_half_day_is_closed_or_moved_to_where_the_row_stands() {
    let mut desk = monday();
    let book = Event::Book {
        field: JUSTICE,
        when: When::Wish(wish("2026-11-24T14:00")),
        person: with_phone("Hồ Văn Ích", "khai-sinh", "0905111222"),
        to_confirm: false,
    };
    desk.sample.event(at("08:43"), Some(DESK), book);
    desk.alt('2');
    desk.keys("↓→");
    desk.press(KeyCode::End);
    desk.ctrl('w');
    desk.keys("\n");
    let text = desk.text(120, 40);
    let row = text
        .lines()
        .find(|l| l.contains("▸ Thứ Ba"))
        .unwrap_or_default()
        .to_owned();
    assert!(row.contains("Thứ Ba 24/11 chiều (ngày mai)"), "{text}");
    desk.keys("\u{1b}");
}

#[test]
fn a_count_is_no_key_in_the_bar_of_pages() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    let last = |desk: &mut Desk, width| {
        let text = desk.text(width, 24);
        let bar = text.lines().find(|l| l.contains("F1 Trợ giúp"));
        bar.unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        last(&mut desk, 80),
        "Tab [1 Hàng(5)] 2 Hẹn(4) 3 YC(4) 4 Tin 5 Hồ sơ 6 Góp ý 7 Số liệu  F1 Trợ giúp"
    );
    assert!(last(&mut desk, 120).contains("2 Lịch hẹn (4)"));
}

#[test]
fn of_an_empty_list_nobody_is_to_be_chosen() {
    let mut desk = monday();
    desk.alt('3');
    desk.ctrl('y');
    desk.says("Không có yêu cầu nào chờ trả lời");
    desk.alt('2');
    desk.press(KeyCode::End);
    desk.ctrl('d');
    desk.says("chưa có hẹn nào");
}

#[test]
fn what_is_opened_again_says_that_who_was_moved_stays() {
    let mut desk = monday();
    desk.alt('2');
    desk.keys("↓");
    desk.ctrl('w');
    desk.keys("\n\n");
    desk.says("Đóng buổi sáng");
    desk.ctrl('w');
    desk.shows("Buổi này đang đóng");
    assert!(!desk.text(120, 40).contains("Không ai bị tính lỡ hẹn"));
    desk.keys("\n\n");
    desk.says("đã chuyển đi vẫn ở giờ mới");
}

#[test]
fn a_question_about_who_can_be_meant_no_more_closes() {
    let mut desk = monday();
    desk.press(KeyCode::Down);
    desk.press(KeyCode::Delete);
    desk.shows("Không huỷ");
    let text = desk.text(120, 40);
    // Somebody else was faster.
    let row = text
        .lines()
        .find(|l| l.contains("Huỷ 0"))
        .unwrap_or_default();
    let n = row.split("Huỷ ").nth(1).unwrap()[..3].parse().unwrap();
    let gone = Event::Cancel {
        number: number(JUSTICE, n),
        date: None,
    };
    desk.sample.event(at("08:43"), Some(CounterIx(1)), gone);
    desk.press(KeyCode::Enter);
    desk.says("✕");
    assert!(!desk.text(120, 40).contains("Không huỷ"));
}

#[test]
fn a_message_that_lacks_only_the_name_is_finished_by_one_enter() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    let reading = book("", "ket-hon", "2026-11-25", Some(Half::Pm));
    let text = "DK ket hon chieu 25/11";
    let from = (MessageState::Open, Some(reading));
    let message = came(31, "2026-11-23T08:42", "0966555444", text, from);
    let list = &mut desk.sample.letters.page.as_mut().unwrap().list;
    list.push(message);
    desk.sample.sort_mail();
    desk.alt('4');
    desk.press(KeyCode::Home);
    desk.f(6);
    desk.keys("Vừ A Dính");
    // Put aside, the same key at the same message brings it back with what was typed.
    desk.keys("\u{1b}");
    desk.says("F6 ở tin đó để gõ tiếp");
    desk.f(6);
    desk.shows("Vừ A Dính");
    desk.keys("\n");
    desk.says("Hẹn 011 Vừ A Dính lúc 13:40 thứ Tư 25/11");
}

#[test]
fn a_message_whose_procedure_is_unknown_names_the_key_that_teaches_it() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    let reading = book(
        "Nguyễn Phúc Hoàng Bảo Ngọc",
        "",
        "2026-11-25",
        Some(Half::Pm),
    );
    let text = "DK Vu A Dinh giay ket hon chieu 25/11";
    let from = (MessageState::Open, Some(reading));
    let message = came(31, "2026-11-23T08:42", "0966555444", text, from);
    let list = &mut desk.sample.letters.page.as_mut().unwrap().list;
    list.push(message);
    desk.sample.sort_mail();
    desk.sample.signed_in = Some("dung".to_owned());
    desk.alt('4');
    desk.press(KeyCode::Home);
    for (width, height) in [(80, 24), (120, 40)] {
        let text = desk.text(width, height);
        assert!(text.contains("Insert Thêm tên gọi"), "{text}");
    }
}

#[test]
fn leaving_the_desk_is_called_what_it_is() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.must_sign_in = true;
    let mut desk = Desk::new(sample);
    desk.f(10);
    desk.shows("Khoá màn hình, hoặc người khác đăng nhập");
    desk.shows("Enter: khoá màn hình");
    desk.press(KeyCode::Down);
    desk.shows("Mã PIN");
    assert!(!desk.text(120, 40).contains("Enter: khoá màn hình"));
}

#[test]
fn who_was_just_noted_as_absent_is_named_by_the_key_that_calls_again() {
    let mut rules = rules(Profile::Improved);
    rules.auto_call = false;
    let mut desk = Desk::new(Sample::monday_with(rules));
    desk.press(KeyCode::Char('7'));
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(7));
    desk.f(4);
    desk.f(3);
    desk.says("007 Cao Xuân Hải: vắng khi gọi; Insert để vào lại hàng");
}

#[test]
fn the_hint_of_the_hour_is_of_the_half_day() {
    let mut desk = monday();
    desk.alt('2');
    desk.keys("↓→");
    desk.ctrl('o');
    desk.keys("thu 6 chieu\n");
    desk.shows("vd. 14:30");
}

#[test]
fn after_closing_time_the_queue_says_that_no_number_is_given() {
    let mut desk = monday();
    desk.sample.now += TimeDelta::minutes(8 * 60 + 25);
    desk.sample.tick();
    desk.shows("· đã hết giờ cấp số");
}

#[test]
fn details_under_the_queue_take_the_lines_that_are_free() {
    let mut desk = monday();
    choose(&mut desk, "001");
    let text = desk.text(80, 24);
    let known = text
        .lines()
        .find(|l| l.trim_start().starts_with("001 Phạm Văn Em"));
    assert!(known.is_some_and(|l| !l.contains('…')), "{text}");
}

/// A scanner that passes on control characters types Delete and Enter out of a stranger's code: nobody has read the question.
#[test]
fn a_question_that_takes_something_away_is_not_answered_by_what_opened_it() {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    desk.keys("↓↓");
    let open = desk.sample.office.clone();
    desk.burst(KeyEvent::from(KeyCode::Delete));
    desk.burst(KeyEvent::from(KeyCode::Enter));
    assert!(!desk.screen.is_idle(), "the question stands");
    let states = |office: &motcua::domain::Office| {
        let all = office.tickets_of(at("08:00").day());
        all.map(|t| (t.id, t.state)).collect::<Vec<_>>()
    };
    assert_eq!(
        states(&desk.sample.office),
        states(&open),
        "nobody is cancelled"
    );
    // By hand it is answered.
    desk.keys("\n");
    assert_ne!(states(&desk.sample.office), states(&open));
}

#[test]
fn a_procedure_is_found_by_what_people_call_it() {
    for (typed, found) in [
        ("sao y", "chung-thuc"),
        ("so do", "dat-dai"),
        ("khai tu", "khai-tu"),
    ] {
        let mut desk = monday();
        desk.f(6);
        desk.keys(&format!("Hồ Văn Ích\n0977 123 456\n{typed}\n\n\n"));
        let booked = &desk.newest().person.procedure;
        assert_eq!(booked.as_deref(), Some(found), "{typed}");
    }
}

#[test]
fn enter_alone_moves_nobody() {
    let mut desk = monday();
    desk.alt('2');
    desk.keys("↓→");
    desk.ctrl('o');
    desk.keys("\n\n\n");
    desk.shows("Chuyển đến");
    desk.keys("thu 6 chieu\n\n\n");
    desk.says("Đổi lịch");
}
