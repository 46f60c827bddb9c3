//! The screen of requests: who must be answered, and how.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::event::{Event, When};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::{Channel, Number, Person, State, Ticket, TicketId};
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{JUSTICE, LAND, SOCIAL, Sample, at, minute, person, wish};

/// The screen of requests, on a Monday with four requests and a proposal.
fn desk() -> Desk {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    desk.keys("\t\t");
    desk
}

/// The newest ticket of a day.
fn newest<'a>(desk: &'a Desk, day: &str) -> &'a Ticket {
    let day = minute(&format!("{day}T00:00")).day();
    let tickets = desk.sample.office.tickets_of(day);
    tickets.max_by_key(|t| t.id).unwrap()
}

fn state(desk: &Desk, day: &str, n: u32) -> State {
    let number = Number {
        day: minute(&format!("{day}T00:00")).day(),
        field: JUSTICE,
        n,
    };
    desk.sample.office.by_number(number).unwrap().state
}

#[test]
fn what_is_due_first_stands_first_and_late_ones_are_named_everywhere() {
    let mut desk = desk();
    let text = desk.text(120, 40);
    let names = [
        "Mai Văn Khôi",
        "Lò Thị Pành",
        "Nguyễn Văn Thọ",
        "Hà Thị Sen",
        "Quàng Văn Ơn",
    ];
    let at: Vec<_> = names.map(|name| text.find(name)).to_vec();
    assert!(at.is_sorted() && at[0].is_some(), "{at:?}\n{text}");
    desk.shows("4 chờ cơ quan trả lời, 1 quá hạn · 1 chờ người dân");
    desk.shows("quá hạn 1 ngày");
    desk.shows("còn 28 phút");
    desk.shows("còn 5 giờ 24");
    desk.shows("chờ người dân 23 giờ");
    desk.keys("\u{1b}");
    desk.shows("Hàng chờ Tư pháp");
    desk.shows("4 yêu cầu, quá hạn 1");
    desk.shows("! 1 yêu cầu quá 24 giờ chưa trả lời");
}

#[test]
fn one_key_confirms_and_the_next_request_is_chosen() {
    let mut desk = desk();
    desk.ctrl('y');
    desk.says("Xác nhận hẹn 002 Mai Văn Khôi lúc 08:30 thứ Ba 24/11");
    assert_eq!(state(&desk, "2026-11-24", 2), State::Booked);
    desk.shows("3 chờ cơ quan trả lời");
    desk.shows("001 · chờ xác nhận");
    // A bouncing key confirms nobody else.
    desk.burst(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL));
    desk.shows("3 chờ cơ quan trả lời");
    desk.ctrl('z');
    desk.says("Đã hoàn tác: xác nhận");
    assert_eq!(state(&desk, "2026-11-24", 2), State::Requested);
    desk.shows("4 chờ cơ quan trả lời");
}

/// Who has asked already is not told of a booking.
#[test]
fn what_a_phone_has_asked_for_is_called_no_booking() {
    let mut desk = desk();
    desk.f(6);
    desk.keys("Mai Văn Khôi\n0983111222\nkhai tu\n\n\n");
    desk.shows("đã có yêu cầu hẹn 002 Mai Văn Khôi lúc 08:30");
    desk.shows("chưa xác nhận");
    desk.keys("\u{1b}");
    desk.f(6);
    desk.keys("Quàng Văn Ơn\n0388777666\nxay\n\n\n");
    desk.shows("đã có đề nghị hẹn");
    desk.shows("chờ người dân trả lời");
}

#[test]
fn another_time_is_proposed_and_agreed_to_by_telephone() {
    let mut desk = desk();
    desk.ctrl('o');
    desk.shows("Đề nghị giờ khác cho 002 Mai Văn Khôi");
    desk.shows("Người dân xin hẹn lúc 08:30 thứ Ba 24/11");
    desk.keys("27/11 sang\n10h\n");
    desk.says(
        "Đề nghị giờ khác cho 002 ngày 24/11: số mới 002 Mai Văn Khôi lúc 09:50 thứ Sáu 27/11, chờ người dân",
    );
    let t = newest(&desk, "2026-11-27");
    assert_eq!(t.state, State::Proposed);
    desk.shows("3 chờ cơ quan trả lời · 2 chờ người dân");
    // The cursor stays on whom it was proposed to, and the keys say who that is.
    desk.shows("Dòng 002 Mai Văn Khôi (27/11):  Ctrl+Y Người dân đồng ý");
    desk.ctrl('y');
    desk.says("Người dân đồng ý: hẹn 002 Mai Văn Khôi lúc 09:50 thứ Sáu 27/11");
    assert_eq!(newest(&desk, "2026-11-27").state, State::Booked);
}

#[test]
fn a_full_half_day_is_not_proposed() {
    let mut desk = desk();
    desk.ctrl('o');
    desk.keys("25/11 sang\n\n");
    desk.shows("Lúc đó đã hết chỗ; trống gần nhất");
    desk.shows("Đề nghị giờ khác cho 002 Mai Văn Khôi");
    assert_eq!(state(&desk, "2026-11-24", 2), State::Requested);
}

#[test]
fn declining_needs_a_reason() {
    let mut desk = desk();
    desk.press(KeyCode::Delete);
    desk.shows("Không nhận yêu cầu 002 Mai Văn Khôi ngày 24/11?");
    desk.keys("ly do khac\n\n");
    desk.shows("Ghi lý do: người dân cần biết vì sao");
    desk.keys("cần xác nhận của thôn\n");
    desk.says("Không nhận yêu cầu của 002 Mai Văn Khôi ngày 24/11: cần xác nhận của thôn");
    assert_eq!(state(&desk, "2026-11-24", 2), State::Declined);
    desk.ctrl('z');
    desk.press(KeyCode::Home);
    desk.press(KeyCode::Delete);
    desk.keys("khong lam\n\n");
    desk.says("Không nhận yêu cầu của 002 Mai Văn Khôi ngày 24/11: việc này không làm tại xã");
    desk.ctrl('z');
    // By telephone the citizen takes it back: nobody was refused anything.
    desk.press(KeyCode::Home);
    desk.press(KeyCode::Delete);
    desk.keys("\n");
    desk.says("Huỷ 002 Mai Văn Khôi");
    assert_eq!(state(&desk, "2026-11-24", 2), State::Cancelled);
}

#[test]
fn the_phone_is_shown_in_full_to_call_and_the_answer_is_one_key_away() {
    let mut desk = desk();
    let text = desk.text(120, 40);
    assert!(text.contains("0983 ••• 222"), "{text}");
    assert!(!text.contains("0983 111 222"), "{text}");
    desk.ctrl('d');
    desk.shows("Gọi cho 002 Mai Văn Khôi");
    desk.shows("0983 111 222");
    desk.ctrl('y');
    desk.says("Xác nhận hẹn 002 Mai Văn Khôi");
    desk.keys("\n");
    desk.shows("Muốn được báo bằng cách nhắn tin");
}

#[test]
fn requests_stand_among_the_bookings_too() {
    let mut desk = desk();
    desk.press(KeyCode::BackTab);
    desk.keys("↓→");
    desk.shows("Thứ Ba 24/11 · 3 hẹn");
    desk.shows("chờ xác nhận");
    desk.keys("↓↓");
    desk.ctrl('y');
    desk.says("Xác nhận hẹn 002 Mai Văn Khôi");
    // There is nothing to confirm in an ordinary booking.
    desk.ctrl('y');
    desk.says("Chỉ yêu cầu chưa trả lời mới xác nhận được");
}

#[test]
fn whoever_comes_with_an_open_request_is_not_sent_away_without_a_word() {
    let mut desk = desk();
    desk.sample.now =
        chrono::NaiveDateTime::parse_from_str("2026-11-24 08:00:00", "%F %T").unwrap();
    desk.sample.tick();
    desk.f(7);
    desk.keys("2\n");
    desk.shows("002 Mai Văn Khôi: chờ xác nhận; Ctrl+Y ở màn hình Yêu cầu để xác nhận");
    desk.keys("\u{1b}\u{1b}/khoi\n");
    desk.shows("3 chờ cơ quan trả lời, 2 quá hạn");
    desk.shows("002 · chờ xác nhận");
}

#[test]
fn what_lapses_or_is_answered_elsewhere_leaves_the_list() {
    let mut desk = desk();
    let confirm = Event::Confirm {
        number: super::sample::number(JUSTICE, 2),
        date: Some(minute("2026-11-24T00:00").day()),
    };
    desk.sample.event(at("08:43"), None, confirm);
    desk.keys("↑");
    desk.shows("3 chờ cơ quan trả lời · 1 chờ người dân");
    desk.shows("Lò Thị Pành");
    desk.sample.now =
        chrono::NaiveDateTime::parse_from_str("2026-11-30 08:00:00", "%F %T").unwrap();
    desk.sample.tick();
    desk.shows("Không có yêu cầu nào chờ trả lời.");
    desk.ctrl('y');
    desk.says("Không có yêu cầu nào chờ trả lời");
    desk.keys("\u{1b}");
    assert!(desk.screen.is_at_rest());
}

// ---- what comes from outside ----

fn web(name: &str) -> Person {
    Person {
        channel: Channel::Web,
        ..person(name, "khai-sinh")
    }
}

/// Lets something come in and gives it to the screen, as the terminal loop does.
fn comes(desk: &mut Desk, events: Vec<Event>) -> Vec<Command> {
    let before = desk.sample.office.newest();
    for event in events {
        desk.sample.event(at("08:43"), None, event);
    }
    told(desk, before)
}

fn told(desk: &mut Desk, before: TicketId) -> Vec<Command> {
    let view = desk.sample.view();
    let came = view.office.made_after(before);
    desk.screen.noticed(&came, &view)
}

#[test]
fn a_booking_or_request_from_outside_is_heard_and_seen_without_taking_the_keyboard() {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    desk.f(5);
    let event = Event::Book {
        field: JUSTICE,
        person: web("Tô Hoài"),
        when: When::Soonest,
        to_confirm: false,
    };
    assert_eq!(comes(&mut desk, vec![event]), [Command::Bell]);
    desk.says("Hẹn mới qua web: 013 Tô Hoài lúc 10:40 hôm nay");
    desk.shows("Cấp số cho người đến trực tiếp");
    let request = |name, time| Event::Book {
        field: JUSTICE,
        when: When::Wish(wish(time)),
        person: web(name),
        to_confirm: true,
    };
    let both = vec![
        request("Lê Thị Nụ", "2026-11-24T09:00"),
        request("Đào Văn Út", "2026-11-24T10:00"),
    ];
    assert_eq!(comes(&mut desk, both), [Command::Bell]);
    desk.says("Yêu cầu mới qua web: 003 Đào Văn Út lúc 09:50 thứ Ba 24/11, chờ xác nhận · và 1 hẹn, yêu cầu khác");
}

#[test]
fn what_is_no_news_here_is_not_heard() {
    let mut desk = Desk::new(Sample::monday_of_requests(Profile::Improved));
    let said = desk.said();
    let quiet = |desk: &mut Desk, event| {
        assert_eq!(comes(desk, vec![event]), []);
        assert_eq!(desk.said(), said);
    };
    let walkin = Event::Walkin {
        field: JUSTICE,
        priority: false,
        person: Person::default(),
    };
    quiet(&mut desk, walkin);
    let of_another_counter = Event::Book {
        field: LAND,
        person: web("Tô Hoài"),
        when: When::Soonest,
        to_confirm: false,
    };
    quiet(&mut desk, of_another_counter);
    let of_an_official = Event::Book {
        field: JUSTICE,
        when: When::Wish(wish("2026-11-24T09:00")),
        person: Person {
            channel: Channel::Phone,
            ..person("Tô Hoài", "khai-sinh")
        },
        to_confirm: false,
    };
    quiet(&mut desk, of_an_official);
    let refused = Event::Book {
        field: SOCIAL,
        when: When::Wish(wish("2026-11-22T09:00")),
        person: web("Tô Hoài"),
        to_confirm: false,
    };
    quiet(&mut desk, refused);
    let moved = Event::Move {
        number: super::sample::number(JUSTICE, 2),
        date: Some(minute("2026-11-24T00:00").day()),
        wish: wish("2026-11-24T14:00"),
    };
    quiet(&mut desk, moved);
    // Nothing at all has come.
    let newest = desk.sample.office.newest();
    assert_eq!(told(&mut desk, newest), []);
}
