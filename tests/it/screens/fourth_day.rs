//! What an official met who had used the program for a day: a weekday taken for a date, keys that meant whom nobody saw.

use chrono::TimeDelta;
use crossterm::event::KeyCode;
use motcua::domain::event::{Event, When};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::Half;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, minute, wish, with_phone};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// The days in the list of a form.
fn rows(desk: &mut Desk) -> Vec<String> {
    let text = desk.text(120, 40);
    let rows = text.lines().filter_map(|line| {
        let row = line.split_once("Thứ ").or(line.split_once("Chủ "))?.1;
        let is_choice = line.contains(" · đ");
        is_choice.then(|| row.chars().take(16).collect())
    });
    rows.collect()
}

#[test]
fn a_weekday_is_no_day_of_a_month() {
    for (typed, first) in [
        ("thu 2", "Hai 23/11 sáng"),
        ("thứ 3", "Ba 24/11 sáng"),
        ("thu3", "Ba 24/11 sáng"),
        ("T 3", "Ba 24/11 sáng"),
        ("t3", "Ba 24/11 sáng"),
        ("chieu thu 4", "Tư 25/11 chiều"),
        ("thu 2 tuan sau", "Hai 30/11 sáng"),
        ("chiều thứ hai tuần sau", "Hai 30/11 chiều"),
        ("thu 6 tuan toi", "Sáu 04/12 sáng"),
        ("1/12", "Ba 01/12 sáng"),
        ("2-12", "Tư 02/12 sáng"),
        ("chieu 2 12", "Tư 02/12 chiều"),
        ("mai", "Ba 24/11 sáng"),
    ] {
        let mut desk = monday();
        desk.alt('2');
        desk.ctrl('w');
        desk.keys("\n");
        desk.keys(typed);
        let rows = rows(&mut desk);
        assert!(rows[0].starts_with(first), "{typed}: {rows:?}");
        let day = first.split(' ').next().unwrap();
        let is_other = |row: &&String| !row.starts_with(day);
        assert_eq!(rows.iter().find(is_other), None, "{typed}");
    }
}

/// Nobody has signed in who must.
fn locked(counters: &[Option<&str>]) -> Desk {
    let mut sample = Sample::monday(Profile::Improved);
    (sample.must_sign_in, sample.signed_in) = (true, None);
    for (official, counter) in sample.officials.iter_mut().zip(counters) {
        official.counter = counter.map(str::to_owned);
    }
    Desk::new(sample)
}

fn signs_in(desk: &Desk) -> Option<(&str, &str)> {
    match &desk.asked[..] {
        [.., Command::SignIn { official, pin }] => Some((official, pin)),
        _ => None,
    }
}

#[test]
fn a_pin_is_read_by_nobody_wherever_the_cursor_stands() {
    // Nobody was last at this counter: the list is asked first.
    let mut desk = locked(&[None, None]);
    desk.keys("2468");
    assert!(!desk.text(120, 40).contains("2468"));
    desk.shows("••••");
    desk.keys("\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    let mut desk = locked(&[None, None]);
    desk.keys("ha2468\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    // Who worked here last needs only the PIN; another name finds its row.
    let mut desk = locked(&[None, Some("1")]);
    let (_, cursor) = desk.painted(120, 40);
    let line = desk.text(120, 40);
    let line = line.lines().nth(usize::from(cursor.unwrap().y)).unwrap();
    assert!(line.contains("Mã PIN"), "{line}");
    desk.keys("ha\n2468\n");
    assert_eq!(signs_in(&desk), Some(("ha", "2468")));
    // Where nobody is asked for a PIN, a digit goes nowhere.
    let mut desk = monday();
    desk.f(10);
    desk.keys("2468");
    assert!(!desk.text(120, 40).contains("2468"));
    desk.shows("Chữ số chỉ gõ ở ô Mã PIN");
}

#[test]
fn who_was_taken_back_is_whom_the_next_key_is_about() {
    // A request is confirmed, taken back, and confirmed again: never the next one.
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    desk.alt('3');
    let first = desk.sample.office.unanswered()[0].id;
    let state = |desk: &Desk, id| desk.sample.office.ticket(id).unwrap().state;
    desk.ctrl('y');
    assert_eq!(state(&desk, first), State::Booked);
    desk.ctrl('z');
    assert!(state(&desk, first).awaits_answer());
    desk.ctrl('y');
    assert_eq!(state(&desk, first), State::Booked);
    // A call that was noted as made by a slip; another one is chosen after it.
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.alt('4');
    desk.shows("0388 ••• 666 Quàng Văn Ơn:");
    desk.ctrl('y');
    desk.shows("0912 ••• 888:");
    desk.ctrl('z');
    desk.shows("0388 ••• 666 Quàng Văn Ơn:");
    // A booking of another day that was cancelled stands in its list again, and is the chosen row.
    let mut desk = monday();
    desk.alt('2');
    desk.keys("↓→");
    let row = |desk: &mut Desk| {
        let text = desk.text(120, 40);
        let mut rows = text.lines().rev();
        let row = rows.find(|l| l.starts_with("│▸")).map(str::to_owned);
        row.unwrap_or_default()
    };
    let chosen = row(&mut desk);
    assert!(chosen.contains("Bùi Văn Phúc"), "{chosen}");
    desk.press(KeyCode::Delete);
    desk.press(KeyCode::Enter);
    assert!(!row(&mut desk).contains("Bùi Văn Phúc"));
    desk.ctrl('z');
    assert_eq!(row(&mut desk), chosen);
    // One key at the counter takes nobody in the queue for chosen.
    let mut desk = monday();
    desk.f(2);
    desk.ctrl('z');
    desk.shows("Quầy 1:  F2 Xong 002");
    assert!(!desk.text(120, 40).contains("Dòng"));
}

#[test]
fn a_booking_made_among_the_bookings_is_the_chosen_row() {
    let mut desk = monday();
    desk.alt('2');
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nthu 5 chieu\n\n\n");
    let text = desk.text(120, 40);
    let row = text
        .lines()
        .find(|l| l.starts_with("│▸") && l.contains("Hồ Văn Ích"));
    assert!(row.is_some() && text.contains("Thứ Năm 26/11"), "{text}");
    desk.press(KeyCode::Delete);
    desk.shows("Hồ Văn Ích, hẹn");
}

#[test]
fn keys_about_who_has_just_come_or_is_served_mean_nobody_unseen() {
    // Who has just got a number is the chosen row, and nobody has looked at it.
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nhom nay\n\n\n");
    desk.says("Hồ Văn Ích");
    desk.f(7);
    desk.press(KeyCode::Enter);
    desk.shows("Gõ hoặc quét mã");
    desk.keys("\u{1b}");
    // A row that was chosen by hand is proposed, with its name.
    desk.press(KeyCode::Home);
    let awaited = |desk: &Desk| {
        let today = desk.sample.office.tickets_of(at("08:00").day());
        today
            .filter(|t| t.state == State::Booked && !t.present)
            .count()
    };
    let before = awaited(&desk);
    for _ in 0..30 {
        if desk.text(120, 40).contains("▸ 001") {
            break;
        }
        desk.press(KeyCode::Down);
    }
    desk.f(7);
    desk.shows("Dòng đang chọn: 001 Phạm Văn Em · hẹn 09:00");
    desk.press(KeyCode::Enter);
    assert_eq!(awaited(&desk), before - 1);
    // Who is served waits no more: no priority is given unseen.
    let mut desk = monday();
    desk.ctrl('u');
    desk.says("Chỉ người đến trực tiếp đang chờ");
}

#[test]
fn two_of_one_name_are_told_apart() {
    let mut desk = monday();
    for (time, phone) in [
        ("2026-11-23T10:40", "0905111222"),
        ("2026-11-23T13:40", "0905111333"),
    ] {
        let person = with_phone("Nguyễn Văn Ân", "khai-sinh", phone);
        let wish = wish(time);
        let book = Event::Book {
            field: JUSTICE,
            when: When::Wish(wish),
            person,
            to_confirm: false,
        };
        desk.sample.event(at("08:43"), Some(DESK), book);
    }
    desk.f(7);
    desk.keys("van an\n");
    let text = desk.text(120, 40);
    for (time, phone) in [("10:40", "0905 ••• 222"), ("13:40", "0905 ••• 333")] {
        let row = format!("Nguyễn Văn Ân · hẹn {time} · {phone} · ");
        assert!(text.contains(&row), "{row}\n{text}");
    }
}

#[test]
fn a_telephone_number_is_nobodys_name() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("0905 111 222\n");
    desk.shows("Họ tên phải có chữ");
    assert_eq!(desk.outputs, []);
    desk.keys("\u{1b}");
    desk.press(KeyCode::Down);
    desk.ctrl('n');
    desk.keys("\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}0905111222\n");
    desk.shows("Họ tên phải có chữ");
}

#[test]
fn a_half_day_that_does_not_take_place_is_named() {
    let mut desk = monday();
    let day = minute("2026-11-24T00:00").day();
    let close = Event::CloseSession {
        field: JUSTICE,
        date: day,
        half: Half::Pm,
    };
    desk.sample.event(at("08:43"), Some(DESK), close);
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nchieu mai");
    desk.shows("Chiều thứ Ba 24/11: nghỉ");
    desk.keys("\n");
    desk.shows("Chiều thứ Ba 24/11: nghỉ");
    desk.keys("thu 7");
    desk.shows("Sáng thứ Bảy 28/11: nghỉ");
    desk.keys("\nxyz");
    desk.shows("không có dòng nào khớp");
}

#[test]
fn a_refusal_grows_old() {
    let mut desk = monday();
    desk.ctrl('w');
    desk.says("ở màn hình Lịch hẹn");
    desk.sample.now += TimeDelta::minutes(4);
    desk.says("ở màn hình Lịch hẹn");
    desk.sample.now += TimeDelta::minutes(2);
    let said = desk.said();
    assert!(!said.contains("Lịch hẹn"), "{said}");
}

#[test]
fn a_narrow_list_of_bookings_says_for_what() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nmai\n\n\n");
    desk.alt('2');
    desk.press(KeyCode::Down);
    let text = desk.text(80, 24);
    for words in ["Khai tử", "Khai sinh", "điện thoại"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}
