//! The first day of an official who has only the hand-out: where such people went wrong, the screen says what to do.

use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::Half;
use motcua::tui::Screen;
use motcua::tui::keymap::Keymap;

use super::desk::{Desk, PLAIN};
use super::sample::{DESK, LAND, Sample, at};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn letters_that_a_row_does_not_take_are_said_and_change_nothing() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("Vàng Thị Mỷ\tM");
    desk.shows("Ô Điện thoại chỉ nhận chữ số; tên thì ghi ở ô Họ tên (↑)");
    desk.keys("0");
    assert!(!desk.text(120, 40).contains("chỉ nhận chữ số"));
    desk.keys("912345999");
    // Above the first row stands the last one.
    desk.press(KeyCode::Up);
    desk.press(KeyCode::Up);
    desk.keys("x");
    desk.shows("Ô Ưu tiên chỉ đánh dấu bằng phím cách (Space); ↑↓ để sang ô khác");
    desk.keys(" \n");
    let t = desk.newest();
    assert!(t.has_priority());
    assert_eq!(t.person.name.as_deref(), Some("Vàng Thị Mỷ"));
    assert_eq!(t.person.phone.as_ref().unwrap().as_str(), "0912345999");
}

#[test]
fn no_letter_of_a_name_is_taken_for_priority() {
    let mut desk = monday();
    desk.f(5);
    let text = desk.text(120, 40);
    let place = |label: &str| text.rfind(label).expect(label);
    assert!(place("│ Họ tên ") < place("│ Ưu tiên "), "{text}");
    desk.keys("An Bình\n");
    assert!(!desk.newest().has_priority());
}

#[test]
fn the_key_that_brings_the_absent_one_back_stands_with_the_row() {
    for width in [80, 100, 120, 150, 200] {
        let mut desk = monday();
        desk.press(KeyCode::End);
        let text = desk.text(width, 40);
        let row = text.lines().find(|line| line.contains("Dòng 006:"));
        let row = row.unwrap_or_else(|| panic!("{width}\n{text}"));
        assert!(row.contains("Insert Vào lại hàng  "), "{width}\n{text}");
    }
}

#[test]
fn everyone_who_waits_has_a_wait_beside_the_name() {
    for width in [120, 140, 160, 200] {
        let text = monday().text(width, 40);
        let title = text.lines().find(|line| line.contains(" Chờ "));
        assert!(title.is_some(), "{width}\n{text}");
        let row = text.lines().find(|line| line.contains(" 007 trực tiếp"));
        assert!(row.is_some_and(|row| row.contains("0–40 ")), "{text}");
        // A procedure still tells itself from its neighbours.
        assert!(text.contains("Đăng ký khai tử") && text.contains("Đăng ký khai sinh"));
    }
}

#[test]
fn check_in_says_on_which_day_somebody_comes_and_what_can_be_done() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("vu thi nga\n");
    let text = desk.text(120, 40);
    assert!(!text.contains("Mã phải bắt đầu"), "{text}");
    desk.shows("Ngày khác: 001 Đất đai Vũ Thị Nga hẹn");
    desk.shows("24/11");
    desk.shows("F5 cấp số");
    desk.keys("\u{1b}");
    desk.f(7);
    desk.keys("khong co ai\n");
    desk.shows("Không tìm thấy lịch hẹn nào của «khong co ai»");
    desk.keys("\u{1b}");
    desk.f(7);
    desk.keys("Cao Xuân Hải\n");
    desk.shows("007 Cao Xuân Hải: đã lấy số trực tiếp, không cần ghi có mặt");
    let unchanged = desk.outputs.is_empty();
    assert!(unchanged, "{:?}", desk.outputs);
}

#[test]
fn a_typed_number_and_check_in_bring_the_absent_one_back() {
    let mut desk = monday();
    desk.screen = Screen::new(DESK, Keymap::named("numpad").unwrap(), PLAIN);
    assert_eq!(desk.ticket(6).state, State::Missed);
    desk.keys("6*");
    assert_eq!(desk.ticket(6).state, State::Waiting);
    desk.says("006 Đinh Thị Giang về chỗ cũ trong hàng");
}

#[test]
fn slots_that_have_passed_are_not_offered() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.now += chrono::TimeDelta::hours(7);
    sample.tick();
    let mut desk = Desk::new(sample);
    desk.f(6);
    desk.keys("Hồ Văn Ích\n\ndat dai\n");
    let text = desk.text(120, 40);
    let today: Vec<&str> = text.lines().filter(|l| l.contains("hôm nay)")).collect();
    let all = desk.sample.office.load(LAND, at("16:00").day(), Half::Pm);
    assert!(all.0 > 0);
    for line in today {
        assert!(
            line.contains("hết chỗ") || line.contains("còn ") && !line.contains('/'),
            "{text}"
        );
    }
}

#[test]
fn an_undone_closing_names_no_numbers_of_another_day() {
    let mut desk = monday();
    desk.keys("\t↓↓");
    desk.ctrl('w');
    desk.keys("\n\n");
    let said = desk.said();
    assert!(
        said.ends_with("Ctrl+Z để hoàn tác") && !said.contains('…'),
        "{said}"
    );
    desk.ctrl('z');
    let said = desk.said();
    assert!(said.contains("10 lịch hẹn về giờ cũ"), "{said}");
    assert!(!said.contains("Người dân"), "{said}");
}

#[test]
fn neither_reasons_nor_results_are_cut_at_any_width() {
    for width in 80..=200 {
        let mut desk = monday();
        desk.f(1);
        let text = desk.text(width, 240);
        // A code's stand-in is no cut.
        assert!(!text.replace("MC…", "").contains('…'), "{width}\n{text}");
        desk.keys("\u{1b}\t↓↓");
        desk.ctrl('w');
        desk.keys("\n\n");
        let text = desk.text(width, 40);
        let flat: Vec<&str> = text.split_whitespace().collect();
        let wanted =
            "Đóng buổi sáng thứ Tư 25/11 của Tư pháp · chuyển 10 hẹn, yêu cầu sang buổi khác";
        assert!(flat.join(" ").contains(wanted), "{width}\n{text}");
    }
}

#[test]
fn what_is_not_well_is_said_whole_at_any_width() {
    for width in 80..=200 {
        let mut sample = Sample::monday(Profile::Improved);
        sample.status.as_mut().unwrap().notices = vec![
            "danh mục đang dùng bản trước vì tu-phap.toml sai, dòng 12: thiếu dấu ngoặc; còn 3 chỗ nữa, xem bằng `motcua catalogue`"
                .to_owned(),
        ];
        let mut desk = Desk::new(sample);
        let text = desk.text(width, 40);
        let flat: Vec<&str> = text.split_whitespace().collect();
        assert!(
            flat.join(" ").contains("xem bằng `motcua catalogue`"),
            "{width}\n{text}"
        );
    }
}
