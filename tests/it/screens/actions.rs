//! Before, keys, after: every action on a real office.

use crossterm::event::{KeyCode, KeyEvent};
use motcua::domain::Event;
use motcua::domain::event::{Call, Output};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::ticket::{Channel, Number, State, Ticket};
use motcua::domain::time::Day;
use motcua::tui::Command;

use super::desk::{Desk, PLAIN};
use super::sample::{DESK, JUSTICE, LAND, SOCIAL, Sample, at, number, person, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

fn today() -> Day {
    at("08:00").day()
}

impl Desk {
    fn ticket(&self, n: u32) -> &Ticket {
        let number = Number {
            day: today(),
            field: JUSTICE,
            n,
        };
        self.sample.office.by_number(number).unwrap()
    }

    fn serving(&self) -> Option<u32> {
        let id = self.sample.office.counter(self.screen.desk()).ticket?;
        self.sample.office.ticket(id).map(|t| t.number.n)
    }

    fn newest(&self) -> &Ticket {
        let tickets = self.sample.office.tickets_of(today());
        tickets.max_by_key(|t| t.id).unwrap()
    }

    fn says(&mut self, words: &str) {
        let said = self.said();
        assert!(said.contains(words), "“{said}” lacks “{words}”");
    }

    fn shows(&mut self, words: &str) {
        let text = self.text(120, 40);
        assert!(text.contains(words), "“{words}” is not in\n{text}");
    }
}

#[test]
fn f2_is_done_and_next() {
    let mut desk = monday();
    assert_eq!(desk.serving(), Some(2));
    desk.f(2);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Done, Some(7))
    );
    desk.says("Xong 002 · gọi 007 Cao Xuân Hải đến Quầy 1 · LED đã hiện · Ctrl+Z để hoàn tác");
}

#[test]
fn f2_twice_within_a_second_is_one_press() {
    let mut desk = monday();
    desk.f(2);
    for _ in 0..5 {
        desk.sample.now += chrono::TimeDelta::milliseconds(400);
        desk.burst(KeyEvent::from(KeyCode::F(2)));
    }
    assert_eq!(
        desk.serving(),
        Some(7),
        "a key that bounces or is held down skips nobody"
    );
    desk.f(2);
    assert_eq!(desk.serving(), Some(8), "a second later it is a new press");
}

#[test]
fn f2_at_a_counter_called_by_hand_asks_for_the_next() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.event(
        at("08:42"),
        Some(DESK),
        Event::SetManual {
            counter: DESK,
            manual: true,
        },
    );
    let mut desk = Desk::new(sample);
    desk.f(2);
    assert_eq!(desk.serving(), Some(7));
    desk.says("Gọi 007");
    desk.ctrl('z');
    assert_eq!(desk.serving(), None, "the call is taken back");
    desk.ctrl('z');
    assert_eq!(
        desk.serving(),
        Some(2),
        "and then the end of the one before"
    );
    for _ in 0..6 {
        desk.f(2);
    }
    assert_eq!(desk.serving(), None);
    desk.says("Xong 012 · không còn ai chờ · Ctrl+Z để hoàn tác");
    desk.f(2);
    desk.says("Không có ai chờ để gọi");
}

#[test]
fn f2_at_an_idle_counter_says_why_nothing_happens() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.f(2);
    desk.says("Quầy 1 đang trống; có người chờ là máy tự gọi");
    assert!(
        !desk.text(120, 40).contains("F2 "),
        "the footer does not offer it"
    );
}

#[test]
fn f3_calls_again_as_often_as_wanted() {
    let mut desk = monday();
    for _ in 0..3 {
        desk.f(3);
        let call = desk.outputs.iter().any(|t| {
            matches!(
                t.output,
                Output::Call {
                    call: Call::Recall,
                    ..
                }
            )
        });
        assert!(call);
    }
    desk.says("Gọi 002 Trần Văn Cảnh đến Quầy 1");
}

#[test]
fn f4_is_absent_and_can_be_taken_back() {
    let mut desk = monday();
    desk.f(4);
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Booked, Some(7))
    );
    desk.says("Vắng 002");
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    desk.says("Đã hoàn tác: vắng · đang phục vụ 002 Trần Văn Cảnh");
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
    desk.says("Cấp số 013 · trước còn 5 người, chờ");
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
    desk.shows("Số điện thoại này đang chờ ở lĩnh vực này rồi");
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
    desk.shows("Chưa có tên người đặt giúp");
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
    desk.says("Hẹn 001 Hồ Văn Ích lúc 14:10 Thứ Sáu 27/11");
}

#[test]
fn f6_a_full_half_day_names_the_next_free_time() {
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n25/11 sang\n\n\n");
    desk.shows("Lúc đó đã kín; trống gần nhất lúc 13:40 Thứ Tư 25/11");
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
    desk.shows("007 Cao Xuân Hải: đã lấy số tại chỗ, không cần nhận mã");
    desk.keys("\u{7f}99\n");
    desk.shows("Hôm nay không có số 99");
    desk.keys("\u{7f}\u{7f}MC5ZK9C\n");
    desk.shows("MC5ZK9C của 001 Đất đai Vũ Thị Nga hẹn lúc 08:15 Thứ Ba 24/11, chưa phải hôm");
}

#[test]
fn digits_and_enter_call_a_given_number() {
    let mut desk = monday();
    desk.keys("9\n");
    desk.shows("Quầy đang phục vụ 002 Trần Văn Cảnh.");
    desk.keys("\n");
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Done, Some(9))
    );
    desk.keys("011\n↓\n");
    assert_eq!(
        (desk.ticket(9).state, desk.serving()),
        (State::Held, Some(11))
    );
    desk.keys("2\n");
    desk.says("002 Trần Văn Cảnh: Số này đã xong");
    desk.keys("dia-chinh-4\n\n");
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
fn hold_and_resume() {
    let mut desk = monday();
    desk.ctrl('g');
    assert_eq!(
        (desk.ticket(2).state, desk.serving()),
        (State::Held, Some(7))
    );
    desk.says("Giữ lại 002 Trần Văn Cảnh · gọi 007");
    desk.ctrl('r');
    desk.shows("Tiếp tục với ai?");
    desk.keys("canh\n");
    assert_eq!(desk.ticket(2).state, State::Booked);
    desk.says("Quầy đang bận nên 002 Trần Văn Cảnh về chỗ cũ trong hàng");
    desk.ctrl('r');
    assert_eq!(
        desk.ticket(10).state,
        State::Waiting,
        "only one is left, so it is meant"
    );
}

#[test]
fn requeue_puts_a_missed_one_back() {
    let mut desk = monday();
    desk.ctrl('e');
    assert_eq!(desk.ticket(6).state, State::Waiting);
    desk.says("006 Đinh Thị Giang về chỗ cũ trong hàng");
    desk.shows("▸ Quầy 1");
    desk.keys("↓?");
    desk.shows("(đã gọi một lần, nay trả lại chỗ cũ)");
}

#[test]
fn f8_transfers_to_another_field() {
    let mut desk = monday();
    desk.f(8);
    desk.keys("dat\n");
    let t = desk.newest();
    assert_eq!(
        (t.number.field, t.person.name.as_deref()),
        (LAND, Some("Trần Văn Cảnh"))
    );
    assert_eq!(desk.ticket(2).state, State::Transferred);
    desk.says("002 chuyển sang Đất đai, số mới 005 · trước còn 1 người");
}

#[test]
fn f9_pauses_with_a_reason_and_opens_again() {
    let mut desk = monday();
    desk.f(9);
    desk.keys("hop\tđến 09:00\n");
    let counter = desk.sample.office.counter(DESK);
    assert!(!counter.open);
    assert_eq!(counter.reason.as_deref(), Some("họp đến 09:00"));
    desk.says("Quầy 1 tạm nghỉ: họp đến 09:00");
    desk.shows("F9 Mở lại");
    desk.f(5);
    desk.keys("\n");
    desk.shows("Mọi quầy của Tư pháp đang nghỉ nên không cấp số");
    desk.keys("\u{1b}");
    desk.f(9);
    assert!(desk.sample.office.counter(DESK).open);
    desk.says("Quầy 1 mở lại");
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
    desk.says("Đổi lịch 001 thành 002 Phạm Văn Em lúc 15:00 Thứ Ba 24/11");
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
    desk.says("008 Sùng A Chứ đã bỏ về");
    desk.shows("đã về  đã bỏ về");
}

#[test]
fn with_nothing_chosen_the_name_is_that_of_the_one_in_service() {
    let mut desk = monday();
    desk.ctrl('n');
    desk.shows("Họ tên của 002");
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
    desk.keys("\n12\n12\n");
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
    desk.keys("↓\n");
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
    assert!(desk.screen.is_at_rest());
    desk.f(2);
    desk.says("Chưa đăng nhập; F10 để đăng nhập");
    assert_eq!(desk.serving(), Some(2));
    desk.keys("9\n");
    desk.says("Chưa đăng nhập");
    desk.keys("MC7K2QF\n");
    assert!(!desk.ticket(1).present);
}

#[test]
fn a_doubtful_clock_is_asked_about() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.status.as_mut().unwrap().clock_in_doubt = true;
    let mut desk = Desk::new(sample);
    desk.shows("Ngày giờ của máy có đúng không?");
    desk.keys("↓\n");
    desk.says("Chỉnh ngày giờ của máy");
    desk.f(2);
    assert_eq!(
        desk.serving(),
        Some(2),
        "nothing is done by a clock that may be wrong"
    );
    desk.shows("Ngày giờ của máy có đúng không?");
    desk.keys("\n");
    assert_eq!(desk.asked, [Command::ConfirmClock]);
}

#[test]
fn the_board_is_tried_where_there_is_one() {
    let mut desk = monday();
    desk.f(12);
    assert_eq!(desk.asked, [Command::TestBoard]);
    let mut desk = Desk::at(Sample::monday(Profile::Improved), CounterIx(2), PLAIN);
    desk.f(12);
    assert!(desk.asked.is_empty());
    desk.says("Quầy 3 không có bảng LED");
}

#[test]
fn leaving_is_asked_about() {
    let mut desk = monday();
    desk.ctrl('c');
    desk.keys("↓\n");
    assert!(desk.asked.is_empty());
    desk.ctrl('c');
    desk.keys("\n");
    assert_eq!(desk.asked, [Command::Quit]);
}

#[test]
fn undo_names_what_it_takes_back_and_refuses_what_has_moved_on() {
    let mut desk = monday();
    desk.f(2);
    desk.shows("Ctrl+Z Hoàn tác: xong 002");
    desk.ctrl('z');
    desk.says("Đã hoàn tác: xong · đang phục vụ 002 Trần Văn Cảnh");
    desk.f(5);
    desk.keys("Ai Đó\n");
    let number = number(JUSTICE, 13);
    desk.sample.event(
        at("08:50"),
        Some(CounterIx(1)),
        Event::SetName {
            number,
            date: None,
            name: "Khác".into(),
        },
    );
    desk.ctrl('z');
    desk.says("Không hoàn tác được vì sau đó đã có thay đổi khác");
}

#[test]
fn a_booking_from_outside_is_heard_and_seen_without_taking_the_keyboard() {
    let mut desk = monday();
    desk.f(5);
    let person = motcua::domain::ticket::Person {
        channel: Channel::Web,
        ..person("Tô Hoài", "khai-sinh")
    };
    let event = Event::Sms {
        field: JUSTICE,
        person,
    };
    let outputs = desk.sample.event(at("08:43"), None, event.clone());
    let commands = desk.screen.noticed(&event, &outputs, &desk.sample.view());
    assert_eq!(commands, [Command::Bell]);
    desk.says("Hẹn mới qua web: 013 Tô Hoài lúc 10:40 hôm nay");
    desk.shows("Lấy số cho người đến không hẹn");
    let event = Event::Walkin {
        field: SOCIAL,
        priority: false,
        person: motcua::domain::ticket::Person::default(),
    };
    assert!(
        desk.screen
            .noticed(&event, &[], &desk.sample.view())
            .is_empty()
    );
}

#[test]
fn the_bookings_screen_cancels_and_moves() {
    let mut desk = monday();
    desk.keys("\t↓↓→");
    desk.shows("Thứ Tư 25/11 · 10 hẹn");
    desk.press(KeyCode::Delete);
    desk.keys("\n");
    desk.shows("Thứ Tư 25/11 · 9 hẹn");
    desk.shows("9/10 gần");
    desk.ctrl('o');
    desk.keys("27/11 sang\n\n");
    desk.shows("Thứ Tư 25/11 · 8 hẹn");
    desk.keys("\u{1b}\u{1b}");
    assert!(desk.screen.is_at_rest());
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
    desk.says("Cấp số 002 Đất đai · là người đầu tiên chờ");
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

#[test]
fn help_names_every_key_and_dims_what_cannot_be_done() {
    let mut desk = Desk::new(Sample::empty(rules(Profile::Source), "2026-11-23T08:00:00"));
    desk.f(1);
    let text = desk.text(120, 60);
    for words in ["F2 ", "Ctrl+Z", "lúc này: quầy 1 đang trống", "máy quét mã"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    desk.f(5);
    desk.shows("Lấy số cho người đến không hẹn");
}
