//! Whom a key is about: the one in service, the chosen row or the new number, never somebody else unseen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::app::status::BoardStatus;
use motcua::domain::Event;
use motcua::domain::event::When;
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, State, Ticket, TicketId, Visit};
use motcua::domain::time::{Day, Minute};

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, LAND, Sample, at, number, wish, with_phone};

const LAND_DESK: CounterIx = CounterIx(1);

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

#[test]
fn after_a_new_number_the_keys_are_about_it() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\n");
    let new = desk.newest().number.n;
    desk.shows(&format!("Dòng {new:03}:"));
    desk.ctrl('u');
    assert!(desk.newest().has_priority());
    desk.says(&format!("Ghi ưu tiên cho {new:03}"));
    desk.f(2);
    assert!(
        !desk.text(120, 40).contains("Dòng "),
        "the next call ends what was chosen before"
    );
}

#[test]
fn the_footer_says_whom_each_group_of_keys_is_about() {
    for width in [80, 120, 200] {
        let mut desk = monday();
        let text = desk.text(width, 40);
        let next = if width == 80 {
            " F3"
        } else {
            "Cao Xuân Hải"
        };
        assert!(
            text.contains(&format!("Quầy 1:  F2 Xong 002 → gọi 007 {next}")),
            "{text}"
        );
        // What else calls the next one says so: of the day's work before a long name, else where there is room.
        let held = match width {
            80 => "",
            _ => "Ctrl+G Giữ → 007",
        };
        assert!(text.contains(held), "{text}");
        assert!(text.contains("F4 Vắng → 007"), "{text}");
        desk.keys("↓");
        let text = desk.text(width, 40);
        assert!(
            text.contains("Quầy 1:  F2 Xong 002") && text.contains("Dòng 007:"),
            "{text}"
        );
    }
}

#[test]
fn a_chosen_row_that_does_not_fit_is_never_replaced_by_another_one() {
    let mut desk = monday();
    desk.keys("↓");
    desk.ctrl('e');
    assert_eq!(
        desk.ticket(6).state,
        State::Missed,
        "007 was chosen, not 006"
    );
    desk.shows("006");
    desk.keys("\n");
    assert_eq!(desk.ticket(6).state, State::Waiting);
}

#[test]
fn a_proposed_number_gives_way_to_the_one_that_is_typed() {
    let mut desk = monday();
    desk.keys("↓#8");
    // By hand: a burst would be a scanner's, which calls nobody.
    desk.sample.now += chrono::TimeDelta::milliseconds(300);
    desk.keys("\n");
    desk.shows("Gọi 008");
    let mut desk = monday();
    desk.keys("↓#\n");
    desk.shows("Gọi 007");
}

#[test]
fn a_finger_that_rests_on_undo_takes_back_one_thing() {
    let mut desk = monday();
    desk.f(2);
    desk.f(2);
    desk.ctrl('z');
    for _ in 0..5 {
        desk.sample.now += chrono::TimeDelta::milliseconds(300);
        desk.burst(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL));
    }
    assert_eq!(desk.serving(), Some(7));
}

#[test]
fn who_was_left_in_service_in_the_evening_is_said_next_morning() {
    let mut desk = monday();
    desk.sample.now += chrono::TimeDelta::hours(23);
    desk.shows("từ T2 23/11");
    desk.shows("F2: xong");
    assert!(!desk.text(120, 40).contains("1403 phút"));
    assert!(desk.text(80, 24).contains("F2: xong"));
}

#[test]
fn a_time_is_found_by_the_words_of_the_telephone() {
    for (typed, day) in [
        ("sang mai", "2026-11-24"),
        ("mai", "2026-11-24"),
        ("t6 sang", "2026-11-27"),
        ("thu sau", "2026-11-27"),
    ] {
        let mut desk = monday();
        desk.f(6);
        desk.keys(&format!("Hồ Văn Ích\n0977 123 456\nkhai tu\n{typed}\n\n\n"));
        let day = Day::parse(day).unwrap();
        let office = &desk.sample.office;
        let booked = office
            .tickets_of(day)
            .any(|t| t.person.name.as_deref() == Some("Hồ Văn Ích"));
        assert!(booked, "{typed}\n{}", desk.text(120, 40));
        if typed == "sang mai" {
            desk.says("đọc cho người dân: ");
            desk.says("Quầy 1");
        }
    }
}

#[test]
fn the_search_finds_who_is_booked_for_another_day() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hoàng Thị Lan\n0977 123 456\nkhai tu\nmai\n\n\n");
    desk.keys("/hoang lan");
    desk.shows("T3 24/11");
    desk.keys("\n");
    desk.shows("Hoàng Thị Lan");
}

#[test]
fn who_was_here_some_days_ago_is_found_when_it_is_asked_for() {
    let mut desk = monday();
    let mut before = desk.ticket(9).clone();
    before.id = TicketId(1 << 40);
    before.number.day = Day::parse("2026-11-19").unwrap();
    before.person.name = Some("Bế Văn Hoè".to_owned());
    before.state = State::Done;
    desk.sample.earlier = vec![before];
    desk.keys("/hoe");
    desk.shows("Tìm từ hôm nay trở đi · 0 kết quả");
    // Enter where nothing was found, or Tab.
    desk.keys("\n");
    desk.shows("Tìm cả những ngày trước · 1 kết quả");
    desk.shows("009 Tư pháp · Bế Văn Hoè · đã xong · T5 19/11");
    // Nothing can be done about it any more, and no other row is meant by it.
    desk.keys("\n");
    desk.shows("Tìm cả những ngày trước");
    desk.press(KeyCode::Esc);
    desk.keys("/lan\t");
    desk.shows("Hoàng Thị Lan");
}

#[test]
fn check_in_takes_a_name_or_a_phone_and_asks_where_it_is_several_peoples() {
    let mut desk = monday();
    desk.f(7);
    desk.keys("van em\n");
    assert!(desk.ticket(1).present);
    desk.says("Phạm Văn Em đã có mặt");
    for (door, name) in [("0905111222", "Hồ Văn Ích"), ("0905111222", "Hồ Thị Ích")] {
        let mut person = with_phone(name, "khai-sinh", door);
        person.channel = Channel::Phone;
        let event = Event::Book {
            field: JUSTICE,
            when: When::Wish(wish("2026-11-23T10:00")),
            to_confirm: false,
            person,
        };
        desk.sample.event(at("08:42"), Some(LAND_DESK), event);
    }
    desk.f(7);
    desk.keys("0905111222\n");
    desk.shows("Số nào đã đến?");
    let here = |desk: &Desk| {
        let today = desk.sample.office.tickets_of(at("08:00").day());
        let name = |t: &&Ticket| t.person.name.as_deref().is_some_and(|n| n.ends_with("Ích"));
        today.filter(name).filter(|t| t.present).count()
    };
    assert_eq!(here(&desk), 0);
    desk.keys("↓");
    desk.press(KeyCode::Enter);
    assert_eq!(here(&desk), 1);
}

/// Somebody at another desk does something.
fn elsewhere(desk: &mut Desk, event: Event) {
    let now = Minute::from_chrono(desk.sample.now);
    desk.sample.event(now, Some(LAND_DESK), event);
}

#[test]
fn a_row_that_another_desk_takes_away_gives_its_keys_to_nobody() {
    let mut desk = monday();
    desk.keys("↓");
    desk.shows("Dòng 007:");
    let (served, number) = (desk.ticket(2).clone(), number(JUSTICE, 7));
    elsewhere(&mut desk, Event::Cancel { number, date: None });
    desk.ctrl('u');
    assert_eq!(desk.ticket(2).has_priority(), served.has_priority());
    desk.says("Chưa chọn ai");
    desk.press(KeyCode::Delete);
    assert!(!desk.text(120, 40).contains("Huỷ số này?"));
    desk.ctrl('e');
    assert_eq!(desk.ticket(6).state, State::Missed, "006 was not chosen");
    desk.keys("\u{1b}↓");
    desk.shows("Dòng 008:");
}

#[test]
fn a_request_that_another_desk_answers_passes_its_keys_to_no_other_one() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    desk.press(KeyCode::Tab);
    desk.press(KeyCode::Tab);
    let open = |desk: &Desk| desk.sample.office.unanswered().len();
    let before = open(&desk);
    let (number, date) = {
        let open = desk.sample.office.unanswered();
        (open[0].number.into(), Some(open[0].number.day))
    };
    desk.shows("Xác nhận");
    elsewhere(&mut desk, Event::Confirm { number, date });
    desk.ctrl('y');
    assert_eq!(open(&desk), before - 1, "nobody else's request is granted");
    desk.says("chưa xác nhận: xem rồi Ctrl+Y");
    desk.ctrl('y');
    desk.ctrl('y');
    assert_eq!(
        open(&desk),
        before - 3,
        "what this desk answers leads to the next one"
    );
}

#[test]
fn a_question_about_the_one_in_service_holds_for_nobody_else() {
    let mut desk = monday();
    desk.f(8);
    let counter = DESK;
    elsewhere(&mut desk, Event::Done { counter });
    assert_eq!(desk.serving(), Some(7));
    desk.keys("\n");
    assert_eq!(desk.serving(), Some(7));
    desk.shows("Quầy vừa đổi người đang phục vụ");
}

#[test]
fn a_key_names_the_only_one_it_can_mean() {
    let mut desk = monday();
    desk.shows("Ctrl+R Tiếp tục 010");
}

#[test]
fn a_refusal_does_not_outlive_the_next_key() {
    let mut desk = monday();
    desk.press(KeyCode::Delete);
    desk.says("không còn gì để huỷ");
    desk.f(5);
    assert!(!desk.text(120, 40).contains("không còn gì để huỷ"));
}

#[test]
fn a_key_of_the_page_is_answered_in_a_form() {
    let mut desk = monday();
    desk.f(5);
    desk.f(7);
    desk.shows("Esc để quay lại, rồi F7 Có hẹn đến");
    desk.f(1);
    desk.shows("làm thì Enter, thôi thì Esc");
}

#[test]
fn a_counter_called_by_hand_says_so_all_the_time() {
    let mut desk = monday();
    let (counter, manual) = (DESK, true);
    elsewhere(&mut desk, Event::SetManual { counter, manual });
    for width in [80, 120, 200] {
        let text = desk.text(width, 40);
        assert!(text.contains("Quầy 1 (gọi bằng phím)"), "{text}");
    }
}

#[test]
fn an_undo_names_who_came_back() {
    let mut desk = monday();
    desk.keys("↓");
    desk.press(KeyCode::Delete);
    desk.keys("↑\n");
    assert_eq!(desk.ticket(7).state, State::Cancelled);
    desk.ctrl('z');
    desk.says("Đã hoàn tác: huỷ");
    desk.says("007 Cao Xuân Hải đang chờ");
}

#[test]
fn boards_of_one_port_have_one_trouble_with_the_cure_first() {
    let mut desk = monday();
    let cause = "cắm lại dây USB (không thấy cổng /dev/ttyUSB0)";
    let status = desk.sample.status.as_mut().unwrap();
    status.boards = ["1", "2"]
        .map(|counter| BoardStatus {
            counter: counter.to_owned(),
            trouble: Some(cause.to_owned()),
            ..status.boards[0].clone()
        })
        .into();
    let text = desk.text(120, 40);
    assert_eq!(text.matches("cắm lại dây USB").count(), 1, "{text}");
    assert!(text.contains("! LED Quầy 1, Quầy 2"), "{text}");
}

#[test]
fn the_keys_of_the_day_stay_in_sight_whatever_is_chosen() {
    for (width, height) in [(80, 20), (80, 23), (80, 24), (120, 40), (200, 60)] {
        let mut desk = monday();
        for keys in ["", "↓"] {
            desk.keys(keys);
            let text = desk.text(width, height);
            for key in [
                "F2 ", "F3 ", "F4 ", "F5 ", "F6 ", "F7 ", "F8 ", "F9 ", "Ctrl+Z ", "Tab", "F1 ",
            ] {
                assert!(text.contains(key), "{key}\n{text}");
            }
        }
    }
}

#[test]
fn a_key_leads_to_each_page_and_the_bar_says_what_is_open_there() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    for (nth, shown, short) in [
        ('3', "[3 Yêu cầu (4)]", "YC(4)]"),
        ('2', "[2 Lịch hẹn ", "Hẹn("),
        ('4', "[4 Tin nhắn", "Tin"),
        ('6', "[6 Góp ý]", "Góp ý]"),
        ('1', "[1 Hàng chờ (5)]", "Hàng(5)]"),
    ] {
        desk.burst(KeyEvent::new(KeyCode::Char(nth), KeyModifiers::ALT));
        for width in [120, 200] {
            let text = desk.text(width, 24);
            assert!(text.contains(shown), "{text}");
        }
        // In 80 columns their names are short, and the numbers stay.
        let text = desk.text(80, 24);
        assert!(text.contains(&format!("[{nth} {short}")), "{text}");
    }
}

#[test]
fn a_number_pad_recalls_notes_absence_and_gives_numbers() {
    let mut desk = monday();
    desk.press(KeyCode::Char('+'));
    desk.says("Gọi lại 002");
    desk.press(KeyCode::Char('-'));
    desk.says("Vắng 002");
    desk.press(KeyCode::Char('*'));
    desk.shows("Cấp số cho người đến trực tiếp");
}

#[test]
fn a_call_to_make_has_words_to_speak() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.keys("\t\t\t↑");
    desk.shows("Nói với người dân: cơ quan đề nghị hẹn lúc 14:30 thứ Năm 26/11, số 001");
}

#[test]
fn the_details_say_what_to_bring_what_was_called_and_earlier_visits() {
    let mut desk = monday();
    let visit = |date: &str, state, name: &str| Visit {
        day: Day::parse(date).unwrap(),
        procedure: Some("khai-sinh".to_owned()),
        state,
        name: Some(name.to_owned()),
    };
    desk.sample.visits = vec![
        visit("2026-10-02", State::Done, "Hoàng Thị Lan"),
        visit("2025-03-04", State::Expired, "Lê Văn Bé"),
    ];
    desk.keys("↓↓↓↓↓↓");
    desk.shows("Giấy tờ: Tờ khai");
    desk.keys("\n");
    for words in [
        "Giấy tờ: Tờ khai (1 bản chính)",
        "· Giấy xác nhận",
        "Gọi theo giờ hẹn 08:33",
        "Lần trước (cùng số điện thoại): 02/10/2026 · Đăng ký khai sinh · đã xong",
        "04/03/2025 · Đăng ký khai sinh · Lê Văn Bé",
    ] {
        desk.shows(words);
    }
}

#[test]
fn a_fields_digit_gives_a_number_there() {
    let mut desk = monday();
    desk.f(5);
    desk.shows("Bấm chữ số là cấp số ngay");
    desk.keys("2");
    assert_eq!(desk.newest().number.field, LAND);
    desk.says("Cấp số 00");
    // A digit in a name or a phone is one.
    desk.f(5);
    desk.keys("An\t0912345678\n");
    let person = &desk.newest().person;
    assert_eq!(person.phone, Phone::parse("0912345678").ok());
    // A digit of no field means nothing.
    let before = desk.newest().id;
    desk.f(5);
    desk.keys("9\u{1b}");
    assert_eq!(desk.newest().id, before);
    // The number pad alone.
    desk.keys("*2");
    assert_ne!(desk.newest().id, before);
}
