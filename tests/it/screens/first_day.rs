//! What a new official meets on the first day: whom a key is about, what a message says, and what can be taken back.

use crossterm::event::KeyCode;
use motcua::domain::comment::{Comment, Kind, State::Received};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::Day;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{DESK, Sample, at, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

const TOMORROW: &str = "2026-11-24";

#[test]
fn after_a_search_the_keys_are_about_who_was_found() {
    let mut desk = monday();
    let served = desk.ticket(2).clone();
    desk.keys("/bui phuc");
    desk.keys("\n");
    desk.shows("Thứ Ba 24/11 · ");
    desk.shows("Dòng 001 (24/11):");
    desk.ctrl('u');
    desk.says("Chỉ người đến trực tiếp");
    desk.ctrl('n');
    desk.keys(" Em\n");
    desk.says("Ghi họ tên cho 001 Bùi Văn Phúc Em ngày 24/11");
    desk.press(KeyCode::Delete);
    desk.shows("Huỷ lịch hẹn này?");
    desk.shows("Huỷ 001 Bùi Văn Phúc Em, hẹn lúc 08:10 thứ Ba 24/11");
    assert_eq!(desk.ticket(2), &served);
}

#[test]
fn while_a_card_is_in_sight_the_keys_are_about_the_one_it_shows() {
    let mut desk = monday();
    let served = desk.ticket(2).clone();
    let open = |desk: &mut Desk| {
        desk.keys("/van bay");
        desk.keys("\n");
        desk.shows("Lê Văn Bảy");
        desk.shows("Esc: đóng");
    };
    open(&mut desk);
    desk.ctrl('u');
    desk.says("Chỉ người đến trực tiếp");
    open(&mut desk);
    desk.press(KeyCode::Delete);
    desk.says("Số này đã xong, không còn gì để huỷ");
    open(&mut desk);
    desk.ctrl('o');
    desk.says("Chỉ lịch hẹn chưa đến lượt");
    open(&mut desk);
    desk.ctrl('n');
    desk.keys(" Hai\n");
    desk.says("Ghi họ tên cho 004 Lê Văn Bảy Hai");
    assert_eq!(desk.ticket(2), &served);
}

#[test]
fn a_row_of_another_day_gives_todays_number_no_priority() {
    let mut desk = monday();
    desk.keys("\t↓↓→");
    for _ in 0..20 {
        if desk.text(120, 40).contains("Dòng 007 (25/11):") {
            break;
        }
        desk.keys("↓");
    }
    desk.shows("Dòng 007 (25/11):");
    assert_eq!(desk.ticket(7).state, State::Waiting);
    desk.ctrl('u');
    assert!(!desk.ticket(7).has_priority(), "today's 007 is another one");
    desk.says("Chỉ người đến trực tiếp");
}

#[test]
fn who_was_moved_together_comes_back_together() {
    let mut desk = monday();
    desk.keys("\t↓↓");
    desk.ctrl('w');
    desk.keys("\n\n");
    desk.shows("Hoàn tác: đóng buổi sáng T4 25/11");
    desk.ctrl('z');
    let said = desk.said();
    assert!(said.contains("10 lịch hẹn về giờ cũ"), "{said}");
    assert!(
        !said.contains("huỷ 0") && !said.contains("đang phục vụ"),
        "{said}"
    );
    desk.alt('z');
    desk.says("Đã làm lại: đóng buổi · 10 lịch hẹn chuyển lại");
}

#[test]
fn a_few_letters_choose_what_begins_with_them() {
    let mut rules = rules(Profile::Improved);
    rules.fields[1].name = "Địa chính – Xây dựng".to_owned();
    let mut desk = Desk::new(Sample::monday_with(rules));
    desk.f(8);
    desk.keys("xa");
    desk.shows("▸ 3 Xã hội");
}

#[test]
fn another_hour_than_the_wished_one_is_said_before_and_after() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nmai\n8h15\n");
    desk.shows("08:15 không có chỗ, gần nhất ");
    desk.keys("\n");
    desk.says("(08:15 không có chỗ) · Đăng ký khai tử · đọc cho người dân");
}

#[test]
fn nothing_is_booked_for_a_procedure_that_nobody_has_said() {
    let mut desk = monday();
    let tomorrow = Day::parse(TOMORROW).unwrap();
    let before = desk.sample.office.tickets_of(tomorrow).count();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\n\nmai\n");
    desk.shows("(chưa chọn)");
    desk.keys("\n\n");
    desk.shows("Chưa chọn; gõ vài chữ hoặc bấm ↓ rồi Enter");
    assert_eq!(desk.sample.office.tickets_of(tomorrow).count(), before);
    desk.keys("khai tu");
    desk.keys("\n\n\n\n");
    assert_eq!(desk.sample.office.tickets_of(tomorrow).count(), before + 1);
}

#[test]
fn what_cannot_be_taken_back_is_said_before_something_older_is() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.f(2);
    assert_eq!(desk.serving(), Some(7));
    desk.keys("\t\t\t↑");
    desk.shows("Nói với người dân: ");
    desk.ctrl('y');
    assert!(matches!(desk.asked[..], [Command::Settle(_)]));
    desk.shows("Ctrl+Z Việc trước: xong 002");
    desk.ctrl('z');
    desk.says("“Đã ghi” không hoàn tác được. Ctrl+Z lần nữa sẽ hoàn tác việc trước đó: xong 002");
    assert_eq!(desk.serving(), Some(7));
    desk.shows("Ctrl+Z Hoàn tác: xong 002");
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
}

#[test]
fn who_is_here_is_found_as_being_here() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("van em\n\n");
    assert!(desk.ticket(1).present);
    desk.sample.now += chrono::TimeDelta::seconds(2);
    desk.keys("/van em");
    desk.shows("Phạm Văn Em · có mặt");
}

#[test]
fn a_busy_counter_says_that_who_was_held_goes_back_into_the_queue() {
    let mut desk = monday();
    desk.ctrl('g');
    desk.ctrl('r');
    desk.shows("Quầy đang bận: đưa ai về chỗ cũ trong hàng?");
}

#[test]
fn leaving_says_who_is_not_finished() {
    let mut desk = monday();
    desk.ctrl('c');
    desk.shows("002 Trần Văn Cảnh chưa xong (F2: xong).");
}

#[test]
fn after_the_last_half_day_nobody_is_told_that_there_is_no_wait() {
    let mut desk = monday();
    desk.sample.now += chrono::TimeDelta::minutes(505);
    desk.sample.tick();
    let text = desk.text(120, 40);
    assert!(!text.contains("không phải chờ"), "{text}");
    desk.shows("người mới: hôm nay khó kịp");
}

#[test]
fn one_enter_too_many_opens_nobody() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\n\n");
    desk.says("Cấp số 0");
    assert!(!desk.text(120, 40).contains("Esc: đóng"));
    desk.press(KeyCode::Enter);
    desk.shows("Esc: đóng");
}

#[test]
fn the_footer_of_a_page_has_only_keys_of_that_page() {
    let mut desk = monday();
    for nth in ['5', '6'] {
        desk.alt(nth);
        let text = desk.text(200, 40);
        for elsewhere in ["Gửi lại", "Dạy máy", "Dừng gửi"] {
            assert!(!text.contains(elsewhere), "{elsewhere}\n{text}");
        }
    }
}

#[test]
fn what_a_dossier_brings_to_light_is_known_of_the_visit_too() {
    let mut desk = monday();
    // 002, 007, then who gave no name.
    desk.f(2);
    desk.f(2);
    let served = |desk: &Desk| desk.sample.view().serving(DESK).unwrap().clone();
    while served(&desk).person.name.is_some() {
        desk.f(2);
    }
    let id = served(&desk).id;
    desk.alt('h');
    desk.keys("Sùng A Dế\t\tkhai tu\t4/12\n");
    let text = desk.text(120, 40);
    let office = &desk.sample.office;
    assert!(office.dossiers().of_ticket(id).next().is_some(), "{text}");
    assert!(office.dossiers().of_ticket(id).next().is_some());
    let name = &office.ticket(id).unwrap().person.name;
    assert_eq!(name.as_deref(), Some("Sùng A Dế"));
}

#[test]
fn an_answer_is_looked_at_before_everybody_reads_it() {
    let mut desk = monday();
    desk.sample.comments = vec![Comment {
        code: "GY2345".to_owned(),
        key: "ABCD".to_owned(),
        made: at("08:00"),
        kind: Kind::Comment,
        subject: "Ghế ngồi".to_owned(),
        text: "Xin thêm ghế".to_owned(),
        phone: None,
        state: Received,
        taken: None,
        answered: None,
        answer: None,
        actor: None,
    }];
    desk.alt('6');
    desk.press(KeyCode::Enter);
    let answered = |desk: &Desk| {
        let is_answer = |c: &Command| matches!(c, Command::AnswerComment { .. });
        desk.asked.iter().any(is_answer)
    };
    desk.keys("Đã kê thêm");
    desk.press(KeyCode::Enter);
    desk.shows("Đăng lên trang của cơ quan");
    assert!(!answered(&desk));
    // A stray Enter publishes nothing: it is put right first.
    desk.press(KeyCode::Enter);
    desk.keys(" 5 ghế");
    desk.press(KeyCode::Enter);
    desk.shows("Đã kê thêm 5 ghế");
    assert!(!answered(&desk));
    desk.press(KeyCode::Down);
    desk.press(KeyCode::Enter);
    assert!(answered(&desk));
}
