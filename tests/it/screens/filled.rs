//! Before, keys, after: forms filled in at a real office.

use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::domain::ticket::{Channel, State};
use motcua::domain::time::Day;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, LAND, Sample, at, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn f5_enter_gives_a_number() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\n");
    let t = desk.newest();
    assert_eq!(
        (t.number.n, t.number.field, t.has_priority()),
        (13, JUSTICE, false)
    );
    desk.says("Cấp số 013 · trước còn 5 người, gọi");
    assert!(desk.screen.is_at_rest());
    desk.ctrl('z');
    assert_eq!(desk.ticket(13).state, State::Cancelled);
    desk.says("Đã hoàn tác: cấp số");
}

#[test]
fn f5_takes_priority_name_phone_and_procedure() {
    let mut desk = monday();
    desk.f(5);
    desk.press(KeyCode::BackTab);
    desk.keys(" \tVàng Thị Mỷ\t0912.345.999\tket\n");
    let t = desk.newest();
    assert!(t.has_priority());
    assert_eq!(t.person.name.as_deref(), Some("Vàng Thị Mỷ"));
    assert_eq!(t.person.phone.as_ref().unwrap().as_str(), "0912345999");
    assert_eq!(t.person.procedure.as_deref(), Some("ket-hon"));
}

#[test]
fn f5_with_a_procedure_of_another_field_gives_a_number_there() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\t\tdat dai\n");
    let t = desk.newest();
    assert_eq!(
        (t.number.field, t.person.procedure.as_deref()),
        (LAND, Some("dat-dai"))
    );
    desk.says("Cấp số 005 Đất đai");
}

#[test]
fn a_refused_form_is_given_back_with_the_reason() {
    let mut desk = monday();
    for _ in 0..2 {
        desk.f(5);
        desk.keys("Vàng Thị Mỷ\t0912345999\n");
    }
    desk.shows("Số điện thoại này đang chờ hoặc đã có hẹn ở lĩnh vực này rồi");
    desk.shows("Họ tên        Vàng Thị Mỷ");
    desk.press(KeyCode::Tab);
    desk.keys("\u{1b}");
    desk.f(5);
    desk.keys("A\t091234\n");
    desk.shows("Số điện thoại có 6 chữ số");
    desk.keys("5999\u{1b}");
    assert!(desk.screen.is_at_rest());
}

#[test]
fn f6_books_as_soon_as_possible() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n\n\n");
    let t = desk.newest();
    assert_eq!(t.person.channel, Channel::Phone);
    assert_eq!(t.person.procedure.as_deref(), Some("khai-tu"));
    assert_eq!(
        t.time(),
        Some(at("10:40")),
        "08:42 + 5 × 10 + 60, on the grid"
    );
    desk.says("Hẹn 013 Hồ Văn Ích lúc 10:40 hôm nay (sớm nhất hôm nay)");
}

#[test]
fn f6_books_a_wished_hour_through_a_helper() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n27/11 chieu\n14h20\n↓↓\n\n");
    desk.shows("Chưa có tên người đặt hộ");
    desk.keys("Trưởng thôn Ba\n");
    let wished = Day::parse("2026-11-27").unwrap();
    let t = desk
        .sample
        .office
        .tickets_of(wished)
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        t.time().unwrap().time().to_string(),
        "14:10",
        "the nearest of the grid, the earlier of two"
    );
    assert_eq!(t.person.channel, Channel::Helper);
    assert_eq!(t.person.helper.as_deref(), Some("Trưởng thôn Ba"));
    desk.says("Hẹn 001 Hồ Văn Ích lúc 14:10 thứ Sáu 27/11");
}

#[test]
fn f6_a_full_half_day_names_the_next_free_time() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n25/11 sang\n\n\n");
    desk.shows("Lúc đó đã hết chỗ; trống gần nhất lúc 13:40 thứ Tư 25/11");
    desk.shows("Hồ Văn Ích");
}

#[test]
fn f7_checks_in_by_number_and_by_code() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("1\n");
    assert!(desk.ticket(1).present);
    desk.says("001 Phạm Văn Em đã có mặt, hẹn 09:00");
    desk.f(7);
    desk.keys("mc 4vn8b\n");
    assert!(desk.ticket(3).present);
    desk.f(7);
    desk.keys("7\n");
    desk.shows("007 Cao Xuân Hải: đã lấy số trực tiếp, không cần ghi có mặt");
    desk.keys("\u{7f}99\n");
    desk.shows("Hôm nay không có số 99");
    desk.keys("\u{7f}\u{7f}MC5ZK9C\n");
    desk.shows("MC5ZK9C của 001 Đất đai Vũ Thị Nga hẹn lúc 08:15 thứ Ba 24/11, chưa phải hôm");
}

#[test]
fn digits_and_enter_call_a_given_number() {
    let mut desk = monday();
    desk.keys("9\n");
    desk.shows("Quầy đang phục vụ 002 Trần Văn Cảnh.");
    // A scanner's own Enter, behind one that stood in a stranger's code: nobody has read the question yet.
    desk.keys("\n\n");
    desk.shows("Quầy đang phục vụ 002 Trần Văn Cảnh.");
    assert_eq!(desk.serving(), Some(2));
    desk.press(KeyCode::Enter);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Held, Some(9))
    );
    desk.keys("011\n↓\n");
    assert_eq!(
        (desk.ticket(9).state, desk.serving()),
        (State::Done, Some(11))
    );
    // Who was finished too early is called again.
    desk.keys("9\n");
    desk.press(KeyCode::Enter);
    assert_eq!(
        (desk.ticket(11).state, desk.serving()),
        (State::Held, Some(9))
    );
    desk.keys("dia-chinh-4\n");
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(4));
    desk.keys("77\n");
    desk.says("Hôm nay không có số 77");
}

#[test]
fn the_chosen_row_can_be_called() {
    let mut desk = monday();
    desk.keys("↓↓#\n\n");
    assert_eq!(desk.serving(), Some(8));
}

#[test]
fn cancelling_shows_who_and_asks() {
    let mut desk = monday();
    desk.keys("↓");
    desk.press(KeyCode::Delete);
    desk.shows("Huỷ 007 Cao Xuân Hải");
    desk.keys("↓\n");
    assert_eq!(desk.ticket(7).state, State::Waiting);
    desk.press(KeyCode::Delete);
    desk.keys("\n");
    assert_eq!(desk.ticket(7).state, State::Cancelled);
    desk.says("Huỷ 007 Cao Xuân Hải");
    desk.ctrl('z');
    assert_eq!(desk.ticket(7).state, State::Waiting);
}

#[test]
fn a_booking_is_moved() {
    let mut desk = monday();
    desk.keys("↓↓↓↓↓↓↓");
    desk.ctrl('o');
    desk.keys("24/11 chieu\n15:00\n");
    assert_eq!(desk.ticket(1).state, State::Moved);
    desk.says("Đổi lịch 001, số mới 002 Phạm Văn Em lúc 15:00 thứ Ba 24/11");
}

#[test]
fn name_procedure_and_priority_of_the_chosen_row() {
    let mut desk = monday();
    desk.keys("↓↓");
    desk.ctrl('n');
    desk.keys("Sùng A Chứ\n");
    assert_eq!(desk.ticket(8).person.name.as_deref(), Some("Sùng A Chứ"));
    desk.ctrl('p');
    desk.keys("chung\n");
    assert_eq!(
        desk.ticket(8).person.procedure.as_deref(),
        Some("chung-thuc")
    );
    desk.ctrl('u');
    assert!(desk.ticket(8).has_priority());
    desk.says("Ghi ưu tiên cho 008 Sùng A Chứ");
    desk.ctrl('b');
    assert!(!desk.ticket(8).present);
    desk.says("008 Sùng A Chứ đã về");
    let text = desk.text(120, 40);
    let is_gone = |line: &str| line.contains("008") && line.matches("đã về").count() == 2;
    assert!(text.lines().any(is_gone), "{text}");
}

#[test]
fn with_nothing_chosen_the_name_is_that_of_the_one_in_service() {
    let mut desk = monday();
    desk.ctrl('n');
    desk.shows("Họ tên, số điện thoại của 002");
    desk.keys(" Em\n");
    assert_eq!(
        desk.ticket(2).person.name.as_deref(),
        Some("Trần Văn Cảnh Em")
    );
}

#[test]
fn signing_in_sets_the_first_pin_twice() {
    let mut desk = monday();
    desk.f(10);
    desk.keys("↓\n12\n12\n");
    desk.shows("Mã PIN có 4 đến 8 chữ số");
    desk.keys("1234\n1243\n");
    desk.shows("Hai lần nhập không giống nhau");
    desk.keys("1234\n1234\n");
    let pin = "1234".to_owned();
    let official = "dung".to_owned();
    let asked = [
        Command::SetPin {
            official: official.clone(),
            pin: pin.clone(),
        },
        Command::SignIn { official, pin },
    ];
    assert_eq!(desk.asked, asked);
    desk.asked.clear();
    desk.f(10);
    desk.keys("\n");
    assert_eq!(desk.asked, [Command::SignOut]);
}

#[test]
fn a_wrong_pin_is_asked_for_again() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.signed_in = None;
    sample.must_sign_in = true;
    let mut desk = Desk::new(sample);
    desk.fails = Some("mã PIN không đúng".to_owned());
    desk.shows("Cán bộ");
    desk.keys("\n9999\n");
    desk.shows("mã PIN không đúng");
    desk.shows("4 đến 8 chữ số");
    desk.keys("\u{1b}");
    desk.f(2);
    desk.shows("Màn hình đang khoá");
    assert_eq!(desk.serving(), Some(2));
    desk.keys("9\nMC7K2QF\n");
    assert!(!desk.ticket(1).present);
}

#[test]
fn a_counter_of_several_fields_shows_each_and_asks_which() {
    let mut rules = rules(Profile::Source);
    rules.share_counter(DESK, &[LAND]);
    let mut desk = Desk::new(Sample::empty(rules, "2026-11-23T08:00:00"));
    for keys in ["\n", "↓\n", "\n", "↓\n"] {
        desk.f(5);
        desk.keys(keys);
    }
    desk.says("Cấp số 002 Đất đai · là người chờ đầu tiên");
    desk.shows("Hàng chờ của Quầy 1 · 2 người");
    desk.shows("Tư pháp · 1 người · chờ");
    desk.shows("Đất đai · 1 người · chờ");
    desk.keys("2\n");
    desk.shows("Gọi số nào?");
    desk.keys("dat\n\n");
    assert_eq!(desk.serving(), Some(2));
    desk.keys("→");
    desk.shows("Hàng chờ Tư pháp · 1 người");
    desk.keys("←");
    desk.shows("Hàng chờ của Quầy 1");
}
