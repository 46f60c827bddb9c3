//! What officials met who knew the keys already: acts that looked taken back and were not, people whom nobody could tell, keys
//! that meant somebody else.

use chrono::TimeDelta;
use crossterm::event::KeyCode;
use motcua::domain::event::{Event, When, Wish};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::State;
use motcua::domain::time::{Day, Half, Minute};

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, number, person, rules, wish};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn after_a_refusal_the_first_undo_only_says_what_the_next_would_take_back() {
    let mut desk = monday();
    desk.f(2);
    assert_eq!(desk.serving(), Some(7));
    desk.press(KeyCode::Delete);
    desk.says("không còn gì để huỷ");
    desk.shows("Ctrl+Z (2 lần) Hoàn tác: xong 002");
    desk.ctrl('z');
    desk.says("Phím vừa bấm chưa làm gì nên không có gì để hoàn tác. Ctrl+Z lần nữa sẽ hoàn tác việc trước đó: xong 002");
    assert_eq!(desk.serving(), Some(7));
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    // What was done after a refusal is taken back at once.
    desk.press(KeyCode::Delete);
    desk.f(2);
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
}

#[test]
fn what_would_be_done_again_names_whom_it_calls() {
    let mut desk = monday();
    desk.keys("8");
    desk.sample.now += TimeDelta::milliseconds(300);
    desk.press(KeyCode::Enter);
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(8));
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    desk.shows("Alt+Z Làm lại: gọi số 008");
    desk.alt('z');
    assert_eq!(desk.serving(), Some(8));
}

#[test]
fn closing_a_half_day_names_who_has_no_phone_before_and_after() {
    let mut desk = monday();
    let date = Day::parse("2026-11-24").unwrap();
    let half = Some(Half::Am);
    let time = None;
    let book = Event::Book {
        field: JUSTICE,
        when: When::Wish(Wish { date, half, time }),
        person: person("Phạm Thị Huệ", "khai-sinh"),
        to_confirm: false,
    };
    desk.sample.event(at("08:44"), Some(DESK), book);
    desk.keys("\t↓");
    desk.ctrl('w');
    let text = desk.text(120, 40).replace('│', " ");
    let flat: Vec<&str> = text.split_whitespace().collect();
    let wanted = "2 lịch hẹn, yêu cầu sẽ đổi giờ, 1 người không có số điện thoại: Phạm Thị";
    assert!(flat.join(" ").contains(wanted), "{text}");
    // Another half-day, another number.
    desk.keys("\n↓");
    desk.shows("Không có lịch hẹn nào phải đổi giờ.");
    desk.keys("↑\n");
    desk.says("chuyển 2 hẹn, yêu cầu sang buổi khác, 1 người không có số điện thoại: Phạm Thị Huệ");
    desk.sample.now += TimeDelta::seconds(2);
    desk.keys("/thi hue");
    desk.sample.now += TimeDelta::seconds(2);
    desk.keys("\n");
    desk.keys("?");
    desk.shows("không có số điện thoại để báo");
}

#[test]
fn after_a_booking_for_another_day_the_keys_are_about_it() {
    let mut desk = monday();
    let served = desk.ticket(2).clone();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nmai\n\n\n");
    let text = desk.text(120, 40);
    assert!(text.contains("Hồ Văn Ích ngày mai:"), "{text}");
    desk.ctrl('n');
    desk.keys(" Hai\n");
    desk.says("Ghi họ tên cho 002 Hồ Văn Ích Hai ngày 24/11");
    assert_eq!(desk.ticket(2), &served);
    desk.ctrl('u');
    desk.says("Chỉ người đến trực tiếp");
    desk.ctrl('d');
    desk.shows("0977 123 456");
    desk.keys("\u{1b}");
    desk.press(KeyCode::Delete);
    desk.shows("Huỷ lịch hẹn này?");
    desk.keys("\u{1b}");
    // One step back, and they are about who is served again.
    desk.press(KeyCode::Esc);
    assert!(!desk.text(120, 40).contains("ngày mai:"));
    // The next call, too, ends it.
    desk.f(6);
    desk.keys("Hồ Thị An\n0977 123 457\nkhai tu\nmai\n\n\n");
    desk.shows("Hồ Thị An ngày mai:");
    desk.f(2);
    assert!(!desk.text(120, 40).contains("ngày mai:"));
}

#[test]
fn on_coming_back_the_most_pressing_request_is_chosen() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    desk.alt('3');
    desk.shows("▸");
    desk.alt('1');
    let (number, date) = {
        let open = desk.sample.office.unanswered();
        (open[0].number.into(), Some(open[0].number.day))
    };
    let now = Minute::from_chrono(desk.sample.now);
    let confirm = Event::Confirm { number, date };
    desk.sample.event(now, None, confirm);
    desk.alt('3');
    let next = desk.sample.office.unanswered()[0].id;
    desk.shows("▸");
    desk.ctrl('y');
    let next = desk.sample.office.ticket(next).unwrap();
    assert_eq!(next.state, State::Booked);
}

#[test]
fn under_a_card_stand_the_keys_that_work_on_it() {
    let mut desk = monday();
    desk.keys("/van bay");
    desk.sample.now += TimeDelta::seconds(2);
    desk.keys("\n");
    desk.shows("Esc: đóng");
    desk.shows("Dòng 004:");
    desk.shows("Ctrl+N");
}

#[test]
fn a_word_that_fits_no_procedure_is_refused_where_it_stands() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkethon\n");
    desk.shows("Không có dòng nào khớp với chữ vừa gõ");
    // The next letter begins anew, and so does one after a look elsewhere.
    desk.keys("khaitu\t");
    desk.shows("Không có dòng nào khớp với chữ vừa gõ");
    desk.keys("khai tu\nmai\n\n\n");
    desk.says("Hẹn 002 Hồ Văn Ích");
    desk.says("Đăng ký khai tử");
}

#[test]
fn the_form_for_a_number_names_the_digit_of_each_field() {
    let mut desk = monday();
    desk.f(5);
    desk.shows("Bấm chữ số là cấp số ngay: 1 Tư pháp · 2 Đất đai · 3 Xã hội");
}

#[test]
fn among_the_days_the_way_to_a_row_is_said() {
    let mut desk = monday();
    desk.keys("\t");
    desk.press(KeyCode::Delete);
    desk.says("bấm → vào danh sách của ngày");
}

#[test]
fn who_stands_before_an_empty_chair_is_said_before_any_device() {
    let mut sample = Sample::monday(Profile::Improved);
    let status = sample.status.as_mut().unwrap();
    status.unmanned = vec!["Quầy 2 đang gọi 003 mà không màn hình nào mở ở đó".to_owned()];
    status.voice = Some(motcua::app::status::VoiceStatus {
        trouble: Some("không mở được loa; chạy `sudo usermod -aG audio cán-bộ` ".repeat(3)),
        ..Default::default()
    });
    let mut desk = Desk::new(sample);
    let text = desk.text(80, 24);
    assert!(text.contains("! Quầy 2 đang gọi 003"), "{text}");
}

#[test]
fn a_free_counter_says_who_waits_for_an_hour() {
    let mut desk = empty(Profile::Improved);
    // Afternoon's, who is here already.
    book(&mut desk, "Lý A Páo", "2026-11-23T14:00");
    let number = number(JUSTICE, 1);
    desk.sample
        .event(at("08:30"), None, Event::Arrive { number });
    desk.f(5);
    desk.keys("\n");
    let text = desk.text(80, 24);
    assert!(text.contains("Quầy 1 Tư pháp"), "{text}");
    assert!(text.contains(" Chờ "), "{text}");
    desk.f(2);
    desk.says("Xong 002 · 1 người chờ đến giờ");
}

#[test]
fn who_is_called_before_the_hour_is_only_tried() {
    let mut desk = empty(Profile::Source);
    book(&mut desk, "Võ Em", "2026-11-23T09:30");
    desk.f(5);
    desk.keys("\n");
    desk.says("gọi thử 001, chưa đến giờ hẹn");
}

#[test]
fn who_is_called_at_the_hour_is_awaited_and_not_yet_absent() {
    let mut desk = empty(Profile::Source);
    book(&mut desk, "Võ Em", "2026-11-23T09:30");
    desk.sample.now += TimeDelta::minutes(60);
    let walk_in = || Event::Walkin {
        field: JUSTICE,
        priority: false,
        person: person("Lò Thị Pành", ""),
    };
    for _ in 0..2 {
        desk.sample.event(at("08:31"), None, walk_in());
    }
    desk.sample.event(at("09:30"), None, Event::Tick);
    desk.f(2);
    desk.says("gọi người có hẹn, chờ 001 đến 09:40");
    assert!(!desk.said().contains("vắng khi gọi"));
}

/// An office on whose Monday nobody has come yet.
fn empty(profile: Profile) -> Desk {
    Desk::new(Sample::empty(rules(profile), "2026-11-23T08:30:00"))
}

fn book(desk: &mut Desk, name: &str, time: &str) {
    let book = Event::Book {
        field: JUSTICE,
        when: When::Wish(wish(time)),
        person: person(name, "khai-sinh"),
        to_confirm: false,
    };
    desk.sample.event(at("08:30"), None, book);
}
