//! What a new official meets on the first day: whom a key is about, what a message says, and what can be taken back.

use crossterm::event::KeyCode;
use motcua::domain::comment::{Comment, Kind, State::Received};
use motcua::domain::event::{Event, When};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::Day;
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, number, rules, wish, with_phone};

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
    desk.shows("Dòng 001 Bùi Văn Phúc (24/11):");
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
    desk.says("Số 004 đã xong, không còn gì để huỷ");
    open(&mut desk);
    desk.ctrl('o');
    desk.says("Chỉ lịch hẹn, yêu cầu đã giữ chỗ");
    open(&mut desk);
    desk.ctrl('n');
    desk.keys(" Hai\n");
    desk.says("Ghi họ tên cho 004 Lê Văn Bảy Hai");
    assert_eq!(desk.ticket(2), &served);
}

#[test]
fn a_row_of_another_day_gives_todays_number_no_priority() {
    let mut desk = monday();
    let is_on_the_row = |text: &str| {
        let mut lines = text.lines();
        lines.any(|line| line.contains("Dòng 007 ") && line.contains(" (25/11):"))
    };
    desk.keys("\t↓↓→");
    for _ in 0..20 {
        if is_on_the_row(&desk.text(120, 40)) {
            break;
        }
        desk.keys("↓");
    }
    assert!(is_on_the_row(&desk.text(120, 40)));
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
    desk.says("Đã làm lại: đóng buổi sáng T4 25/11 · 10 lịch hẹn chuyển lại");
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
    desk.keys("↓↓");
    desk.press(KeyCode::Delete);
    assert!(matches!(desk.asked[..], [Command::Settle(_)]));
    desk.shows("Ctrl+Z (2 lần) Hoàn tác: xong 002");
    desk.ctrl('z');
    desk.says("«Đã ghi» không hoàn tác được. Ctrl+Z lần nữa sẽ hoàn tác việc trước đó: xong 002");
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
fn a_busy_counter_goes_on_with_who_was_held_after_one_question() {
    let mut desk = monday();
    desk.shows("Ctrl+R Tiếp tục 010");
    desk.ctrl('r');
    desk.shows("Trước đó");
    desk.shows("Xong 002 Trần Văn Cảnh");
    desk.keys("\n");
    assert_eq!(
        (desk.serving(), desk.ticket(2).state),
        (Some(10), State::Held)
    );
    desk.ctrl('z');
    assert_eq!(
        (desk.serving(), desk.ticket(10).state),
        (Some(2), State::Held)
    );
    desk.ctrl('r');
    desk.keys("↓\n");
    assert_eq!(
        (desk.serving(), desk.ticket(2).state),
        (Some(10), State::Done)
    );
}

#[test]
fn who_was_put_back_into_the_queue_is_taken_back_as_that() {
    let mut desk = monday();
    let resume = Event::Resume {
        number: number(JUSTICE, 10),
        counter: Some(DESK),
    };
    desk.sample.event(at("08:43"), Some(DESK), resume);
    assert_eq!(desk.ticket(10).state, State::Waiting);
    desk.shows("Hoàn tác: vào lại hàng 010");
}

#[test]
fn the_enter_of_habit_leaves_the_reason() {
    let after_hours = Sample::empty(rules(Profile::Improved), "2026-11-23T17:10:00");
    let mut desk = Desk::new(after_hours);
    desk.press(KeyCode::Enter);
    desk.says("Chưa chọn ai");
    desk.f(5);
    desk.says("Ngoài giờ cấp số");
    desk.press(KeyCode::Enter);
    desk.says("Ngoài giờ cấp số");
    desk.press(KeyCode::Down);
    assert!(!desk.text(120, 40).contains("Ngoài giờ cấp số"));
}

#[test]
fn how_to_sign_in_stands_where_it_says_that_nobody_has() {
    let mut desk = monday();
    desk.sample.signed_in = None;
    desk.shows("chưa đăng nhập (F10)");
    desk.f(10);
    desk.keys("dung\n");
    desk.shows("Nhập lại PIN");
    desk.keys("2468");
    desk.shows("Enter: ô sau");
    desk.keys("\n2468");
    desk.shows("Enter: đăng nhập");
}

#[test]
fn who_is_here_is_said_to_be_here_and_nothing_is_done_again() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("1\n");
    assert!(desk.ticket(1).present);
    let serial = desk.sample.office.serial();
    for typed in ["1\n", "van em\n", "0987 654 321\n", "mc7k2qf\n"] {
        desk.f(7);
        desk.keys(typed);
        desk.shows("001 Phạm Văn Em: có mặt từ 08:4");
        desk.keys("\u{1b}");
    }
    assert_eq!(desk.sample.office.serial(), serial);
    // Of two of one name the one who is awaited comes first.
    let namesake = Event::Book {
        field: JUSTICE,
        when: When::Wish(wish("2026-11-23T14:00")),
        person: with_phone("Phạm Văn Em", "khai-sinh", "0911222333"),
        to_confirm: false,
    };
    desk.sample.event(at("08:50"), None, namesake);
    desk.f(7);
    desk.keys("van em\n");
    desk.shows("Phạm Văn Em · hẹn 09:00 · có mặt từ 08:4");
    desk.press(KeyCode::Enter);
    assert!(desk.newest().present);
}

#[test]
fn forms_take_the_lines_of_the_keys_that_are_not_shown() {
    let mut desk = monday();
    desk.f(9);
    let text = desk.text(80, 24);
    assert!(
        text.contains("Không nghỉ: từ nay chỉ gọi khi bấm phím"),
        "{text}"
    );
    desk.keys("\u{1b}");
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n");
    let text = desk.text(80, 24);
    assert!(text.contains("Đang phục vụ"), "{text}");
    assert!(text.contains("Thứ Tư 25/11 chiều (ngày kia)"), "{text}");
}

#[test]
fn a_mark_leaves_room_for_the_way_back() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("↑");
    let text = desk.text(80, 24);
    assert!(
        text.contains("đánh dấu · Shift+Tab: ô trước · Esc: quay lại"),
        "{text}"
    );
}

#[test]
fn what_is_kept_half_filled_names_its_key_and_is_said_on_its_page_only() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("Vàng\u{1b}");
    desk.says("cất lại: F5 hai lần để gõ tiếp");
    desk.press(KeyCode::Tab);
    assert!(!desk.text(120, 40).contains("cất lại"));
    desk.keys("\t\t\t\t\t\t");
    desk.f(5);
    desk.f(5);
    desk.shows("Họ tên        Vàng");
}

#[test]
fn the_way_into_the_list_of_a_day_is_said() {
    let mut desk = monday();
    desk.keys("\t↓");
    desk.shows("hẹn · → vào danh sách");
    desk.keys("→");
    assert!(!desk.text(120, 40).contains("→ vào danh sách"));
}

#[test]
fn a_half_day_that_is_over_is_not_full_but_over() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("1\n\t");
    assert!(desk.ticket(1).present);
    desk.sample.now += chrono::TimeDelta::minutes(143);
    desk.sample.tick();
    let text = desk.text(120, 40);
    let today = text.lines().find(|line| line.contains("▸ T2 23/11"));
    let today = today.unwrap_or_else(|| panic!("{text}"));
    assert!(
        today.contains("hết giờ") && !today.contains("2/2"),
        "{text}"
    );
}

#[test]
fn the_help_begins_with_what_can_be_done_now() {
    let mut desk = monday();
    desk.f(1);
    let text = desk.text(120, 200);
    let last = text
        .find("đánh dấu hoặc bỏ đánh dấu")
        .expect("the last key that can be used");
    let first = text.find("— lúc này:").expect("a key that cannot");
    assert!(last < first, "{text}");
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
    desk.shows("· đã hết giờ cấp số");
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
        for elsewhere in ["Gửi lại", "Thêm tên gọi", "Dừng gửi"] {
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
