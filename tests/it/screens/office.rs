//! What an official does to the office itself: a half-day falls out, a phone is unlocked, a counter is called by hand.

use chrono::NaiveDateTime;
use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::domain::text::Phone;
use motcua::domain::time::{Day, Half};

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, LAND, Sample, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

fn load(desk: &Desk, date: &str) -> (usize, usize) {
    let day = Day::parse(date).unwrap();
    desk.sample.office.load(JUSTICE, day, Half::Am)
}

#[test]
fn a_half_day_is_closed_its_bookings_move_and_it_is_opened_again() {
    let mut desk = monday();
    desk.keys("\t↓↓");
    desk.ctrl('w');
    desk.shows("Đóng hoặc mở lại một buổi, một ngày");
    desk.keys("\n");
    desk.shows("▸ Thứ Tư 25/11 sáng (ngày kia) · đóng: chuyển 10 hẹn");
    desk.keys("\n");
    desk.says("Đóng buổi sáng thứ Tư 25/11 của Tư pháp · chuyển 10 hẹn, yêu cầu sang buổi khác");
    assert_eq!(load(&desk, "2026-11-25"), (0, 0));
    desk.ctrl('z');
    desk.says("Đã hoàn tác: đóng buổi");
    assert_eq!(load(&desk, "2026-11-25"), (10, 10));
    desk.ctrl('w');
    desk.keys("\n\n");
    desk.ctrl('w');
    desk.keys("\n");
    desk.shows("▸ Thứ Tư 25/11 sáng (ngày kia) · đang đóng, mở lại");
    desk.keys("\n");
    desk.says("Mở lại buổi sáng thứ Tư 25/11 của Tư pháp");
    assert_eq!(load(&desk, "2026-11-25"), (10, 0));
}

#[test]
fn a_half_day_of_another_field_can_be_closed_too() {
    let mut desk = monday();
    desk.keys("\t↓");
    desk.ctrl('w');
    desk.keys("dat dai\n");
    desk.shows("▸ Thứ Ba 24/11 sáng (ngày mai) · đóng: chuyển 1 hẹn");
    // Of today it is asked first.
    desk.keys("chieu\n");
    desk.shows("Đóng Thứ Hai 23/11 chiều (hôm nay) của Đất đai?");
    assert_eq!(desk.sample.office.closed_sessions().count(), 0);
    desk.press(KeyCode::Enter);
    desk.says("Đóng buổi chiều thứ Hai 23/11 của Đất đai");
    let day = Day::parse("2026-11-23").unwrap();
    let mut closed = desk.sample.office.closed_sessions();
    assert_eq!(closed.next(), Some((day, LAND, Half::Pm)));
}

#[test]
fn the_whole_office_is_closed_for_a_day_and_nobody_is_moved_into_it() {
    let mut desk = monday();
    let day = Day::parse("2026-11-25").unwrap();
    let fields = desk.sample.office.rules().fields.len();
    let booked = desk.sample.office.tickets_of(day).count();
    assert!(booked > 0);
    desk.keys("\t↓↓");
    desk.ctrl('w');
    desk.keys("ca co quan\n");
    desk.keys("25/11↓↓");
    desk.shows("▸ Thứ Tư 25/11 cả ngày (ngày kia) · đóng: chuyển 10 hẹn");
    desk.keys("\n");
    assert_eq!(
        desk.sample
            .office
            .closed_sessions()
            .filter(|(d, ..)| *d == day)
            .count(),
        2 * fields
    );
    let left = desk
        .sample
        .office
        .tickets_of(day)
        .filter(|t| t.state.is_ahead() || t.state.awaits_answer());
    assert_eq!(left.count(), 0, "all were moved to other days");
    let all = desk.sample.office.tickets_of(day).count();
    assert_eq!(
        all, booked,
        "nobody was moved from the morning into the afternoon first"
    );
    let moved = desk.sample.office.days_from(day.plus(1));
    let moved: usize = moved
        .map(|d| desk.sample.office.tickets_of(d).count())
        .sum();
    assert!(moved >= booked, "{moved} of {booked}");
    // One act, taken back and done again as one.
    let office = |desk: &Desk| {
        let office = &desk.sample.office;
        let ahead = office.tickets_of(day).filter(|t| t.state.is_ahead());
        (ahead.count(), office.closed_sessions().count())
    };
    desk.ctrl('z');
    desk.says("Đã hoàn tác: đóng buổi");
    assert_eq!(office(&desk), (booked, 0));
    desk.alt('z');
    assert_eq!(office(&desk), (0, 2 * fields));
    // And opened again.
    desk.ctrl('w');
    desk.keys("ca co quan\n25/11↓↓");
    desk.shows("▸ Thứ Tư 25/11 cả ngày (ngày kia) · đang đóng, mở lại");
    desk.keys("\n");
    assert_eq!(desk.sample.office.closed_sessions().count(), 0);
}

#[test]
fn a_locked_phone_is_unlocked_and_a_helpers_phone_noted() {
    let mut strict = rules(Profile::Improved);
    strict.strikes = 0;
    strict.open_per_phone = Some(4);
    let mut desk = Desk::new(Sample::monday_with(strict));
    desk.sample.now = NaiveDateTime::parse_from_str("2026-11-23 09:30:00", "%F %T").unwrap();
    desk.sample.tick();
    let phone = Phone::raw("0976111222");
    let record = |desk: &Desk| {
        desk.sample
            .office
            .phone(&phone)
            .cloned()
            .unwrap_or_default()
    };
    assert!(record(&desk).until.is_some());
    desk.ctrl('a');
    desk.keys("\u{1b}");
    desk.keys("/lan\n");
    desk.ctrl('a');
    desk.shows("0976 111 222 · bị khoá đặt hẹn, đặt lại được từ 21/02/2027 · lỡ hẹn 1 lần");
    desk.keys("\n");
    desk.says("Mở khoá đặt hẹn cho 0976 ••• 222");
    assert_eq!(record(&desk).until, None);
    desk.ctrl('a');
    desk.keys("la dien thoai\n");
    desk.says("Ghi 0976 ••• 222 là điện thoại của người đặt hộ");
    assert!(record(&desk).helper);
    desk.ctrl('a');
    desk.shows("của người đặt hộ: nhiều nhất 20 lịch hẹn chưa xong");
    desk.keys("khong con\n");
    desk.says("0976 ••• 222 không còn là điện thoại của người đặt hộ");
    assert!(!record(&desk).helper);
}

#[test]
fn a_phone_that_is_typed_is_looked_up_as_it_is_typed() {
    let mut desk = monday();
    desk.keys("\t");
    desk.ctrl('a');
    desk.keys("0912 345 67");
    let text = desk.text(120, 40);
    assert!(!text.contains("không lỡ hẹn"), "{text}");
    desk.keys("8");
    desk.shows("0912 345 678 · không lỡ hẹn lần nào");
    desk.keys("\u{7f}\n\n");
    desk.shows("Số điện thoại có 9 chữ số");
}

#[test]
fn a_counter_is_called_by_hand_or_by_itself() {
    let mut desk = monday();
    desk.f(9);
    desk.keys("bam phim\n");
    desk.says("Quầy 1 chỉ gọi khi cán bộ bấm phím");
    assert!(desk.sample.office.counter(DESK).manual);
    desk.f(9);
    desk.keys("may tu goi\n");
    desk.says("Quầy 1 tự gọi người tiếp theo");
    assert!(!desk.sample.office.counter(DESK).manual);
    assert!(desk.sample.office.counter(DESK).open);
}
