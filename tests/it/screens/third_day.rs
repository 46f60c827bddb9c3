//! What an official met who knows windows and no terminals: hours that were
//! taken for others, keys that did their work on somebody unseen.

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::app::post::letters::{Body, LetterId, MessageState, NoticeState};
use motcua::app::status::PrinterStatus;
use motcua::domain::event::{Detail, Event};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::sms::Reading;
use motcua::domain::ticket::{State, Ticket};
use motcua::domain::time::Minute;
use motcua::tui::Command;

use super::desk::Desk;
use super::mail::came;
use super::sample::{DESK, JUSTICE, Sample, at, minute, number, rules};

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// Nobody is served there any more, and nobody is called.
fn leave_counter(desk: &mut Desk) {
    let leave = Event::CloseCounter {
        counter: DESK,
        reason: None,
    };
    for event in [leave, Event::Done { counter: DESK }] {
        desk.sample.event(at("08:43"), Some(DESK), event);
    }
}

fn newest(desk: &Desk, day: &str) -> Ticket {
    let day = minute(&format!("{day}T00:00")).day();
    let tickets = desk.sample.office.tickets_of(day);
    tickets.max_by_key(|t| t.id).unwrap().clone()
}

#[test]
fn a_half_day_that_was_typed_is_kept_by_the_hour() {
    for (half, hour, time) in [
        ("chieu mai", "3h", "15:00"),
        ("chieu mai", "2h", "14:00"),
        ("mai", "3h", "15:00"),
        ("mai", "9h", "09:00"),
        ("mai", "14h", "14:00"),
    ] {
        let mut desk = monday();
        desk.f(6);
        desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n");
        desk.keys(&format!("{half}\n{hour}"));
        let is_said = desk.text(120, 40).contains("Hẹn lúc");
        assert_eq!(is_said, !time.starts_with('0') && hour != "14h", "{hour}");
        desk.keys("\n\n");
        let t = newest(&desk, "2026-11-24");
        assert_eq!(t.time().unwrap().time().to_string(), time, "{half} {hour}");
    }
    let mut desk = monday();
    desk.f(6);
    desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\nchieu mai\n8h");
    desk.shows("8h không thuộc buổi chiều");
    desk.keys("\n\n");
    desk.shows("8h không thuộc buổi chiều");
    assert_eq!(desk.outputs, []);
    desk.keys("\u{7f}\u{7f}15h");
    desk.keys("\n\n");
    assert_eq!(
        newest(&desk, "2026-11-24").time().unwrap(),
        minute("2026-11-24T15:00")
    );
    // Another time of a booking goes the same way, and says the hour before the last Enter.
    desk.ctrl('o');
    desk.keys("chieu thu sau\n2h");
    desk.shows("Hẹn lúc 14:00 buổi chiều.");
    desk.keys("\n");
    desk.says("lúc 14:00 thứ Sáu 27/11");
}

#[test]
fn what_was_not_understood_fills_the_form_as_far_as_it_can_be_read() {
    let text = "toi ten Tran Thi Nga muon den lam giay to cho con chieu thu 5";
    let doubtful = "toi ten Tran Thi Nga, thu 3 hoac thu 5 co duoc khong";
    let unread = |id, text: &str| {
        let reading = Some(Reading::default());
        let state = (MessageState::Open, reading);
        came(id, "2026-11-23T08:40", "0912111333", text, state)
    };
    let on = |text: &str| {
        let mut sample = Sample::monday_of_messages();
        let page = sample.letters.page.as_mut().unwrap();
        page.list.push(unread(77, text));
        sample.sort_mail();
        let mut desk = Desk::new(sample);
        desk.alt('4');
        for _ in 0..20 {
            if desk
                .text(200, 60)
                .lines()
                .any(|l| l.starts_with("│▸") && l.contains("0912 ••• 333"))
            {
                break;
            }
            desk.keys("↓");
        }
        desk.f(6);
        desk
    };
    let mut desk = on(text);
    let flat = |desk: &mut Desk| {
        let text = desk.text(80, 24).replace('│', " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // The message stays in sight while the form is filled.
    let seen = flat(&mut desk);
    assert!(seen.contains(text), "{seen}");
    desk.shows("Tran Thi Nga");
    desk.shows("Thứ Năm 26/11 chiều");
    desk.keys("khai sinh");
    let seen = flat(&mut desk);
    assert!(seen.contains(text), "{seen}");
    // Put aside and taken up again, too.
    desk.keys("\u{1b}");
    desk.f(6);
    desk.f(6);
    let seen = flat(&mut desk);
    assert!(seen.contains(text), "{seen}");
    // Where the day is in doubt it must be said.
    let mut desk = on(doubtful);
    desk.keys("khai sinh\n");
    let text = desk.text(120, 40);
    assert!(!text.contains("▸ Sớm nhất có thể"), "{text}");
    desk.keys("\n\n");
    assert_eq!(desk.outputs, []);
}

#[test]
fn a_request_shows_what_the_citizen_wrote() {
    let mut sample = Sample::monday_of_messages();
    let asked = sample.office.unanswered();
    let by_message = asked
        .iter()
        .find(|t| t.person.name.as_deref() == Some("Nguyễn Văn Thọ"))
        .map(|t| t.id);
    let mut letter = came(
        78,
        "2026-11-23T07:05",
        "0367888999",
        "DK Nguyen Van Tho bao tro chieu nay, me toi khong di duoc",
        (MessageState::Done, Some(Reading::default())),
    );
    letter.ticket = by_message;
    sample.letters.page.as_mut().unwrap().list.push(letter);
    let mut desk = Desk::new(sample);
    desk.alt('3');
    let text = desk.text(120, 40);
    let row = text.lines().find(|l| l.contains("Nguyễn Văn Thọ"));
    assert!(row.expect(&text).contains("DK Nguyen Van Tho"), "{text}");
    let row = text.lines().find(|l| l.contains("Mai Văn Khôi"));
    assert!(row.unwrap().contains("xin xác nhận"), "{text}");
    desk.keys("↓↓");
    desk.shows("me toi khong di duoc");
    desk.press(KeyCode::Home);
    desk.ctrl('y');
    desk.says("Xác nhận hẹn 002 Mai Văn Khôi");
}

#[test]
fn a_call_that_was_noted_by_a_slip_is_taken_back() {
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.f(2);
    desk.alt('4');
    desk.shows("0388 ••• 666 Quàng Văn Ơn:");
    desk.ctrl('y');
    let state = |desk: &Desk| {
        let letter = desk.sample.letter(LetterId::Out(15));
        letter.told().unwrap().state
    };
    assert_eq!(state(&desk), NoticeState::Called);
    // The keys are about the next one, and say who that is; a second press at once does nothing.
    desk.burst(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL));
    assert_eq!(desk.asked.len(), 1);
    desk.shows("0912 ••• 888:");
    desk.shows("Ctrl+Z Hoàn tác: đã gọi");
    desk.says("Ctrl+Z để hoàn tác");
    desk.ctrl('z');
    assert_eq!(state(&desk), NoticeState::Call);
    assert_eq!(desk.asked[1..], [Command::Reopen(LetterId::Out(15))]);
    // What was done before it is next, as ever.
    desk.ctrl('z');
    assert_eq!(desk.serving(), Some(2));
    let seen = |desk: &Desk| match &desk.sample.letter(LetterId::In(7)).body {
        Body::In(came) => came.state,
        Body::Out(_) => unreachable!(),
    };
    let mut desk = Desk::new(Sample::monday_of_messages());
    desk.alt('4');
    desk.keys("↓");
    desk.ctrl('y');
    assert_eq!(seen(&desk), MessageState::Settled);
    desk.ctrl('z');
    assert_eq!(seen(&desk), MessageState::Open);
}

#[test]
fn paper_is_printed_for_whom_it_was_asked() {
    let mut desk = monday();
    let status = desk.sample.status.as_mut().unwrap();
    status.printer = Some(PrinterStatus {
        ready: true,
        ..PrinterStatus::default()
    });
    // Of who is served, where no row is chosen.
    desk.alt('i');
    assert!(matches!(desk.asked[..], [Command::Slip(..)]));
    desk.asked.clear();
    leave_counter(&mut desk);
    desk.alt('i');
    desk.says("Chưa chọn phiếu của ai");
    assert_eq!(desk.asked, []);
    desk.keys("↓");
    desk.alt('i');
    assert!(matches!(desk.asked[..], [Command::Slip(..)]));
}

#[test]
fn who_is_finished_is_called_again_only_after_a_question() {
    let mut desk = monday();
    let (n, ended) = {
        let today = desk.sample.office.tickets_of(at("08:00").day());
        let mut done = today.filter(|t| t.state == State::Done && t.number.field == JUSTICE);
        done.next().map(|t| (t.number.n, t.ended)).unwrap()
    };
    let words = format!("{n:03} đã xong lúc {}.", ended.unwrap().time());
    let ask = |desk: &mut Desk| {
        for c in format!("{n:03}").chars() {
            desk.press(KeyCode::Char(c));
        }
        desk.press(KeyCode::Enter);
    };
    ask(&mut desk);
    desk.shows(&words);
    desk.keys("\u{1b}");
    // A free counter asks, too.
    leave_counter(&mut desk);
    let manual = Event::SetManual {
        counter: DESK,
        manual: true,
    };
    desk.sample.event(at("08:43"), Some(DESK), manual);
    let open = Event::OpenCounter { counter: DESK };
    desk.sample.event(at("08:43"), Some(DESK), open);
    assert_eq!(desk.serving(), None);
    ask(&mut desk);
    desk.shows(&words);
    assert_eq!(desk.serving(), None);
    desk.press(KeyCode::Enter);
    assert_eq!(desk.serving(), Some(n));
}

#[test]
fn a_key_of_another_screen_says_where_it_works() {
    let mut desk = monday();
    desk.ctrl('w');
    desk.says("Ctrl+W: ở màn hình Lịch hẹn (Alt+2)");
    desk.alt('l');
    desk.says("Alt+L: ở màn hình Lịch hẹn (Alt+2)");
    desk.ctrl('y');
    desk.says("Ctrl+Y: ở màn hình Yêu cầu (Alt+3), Tin nhắn (Alt+4), Góp ý (Alt+6)");
    desk.alt('2');
    desk.ctrl('b');
    desk.says("Ctrl+B: ở màn hình Hàng chờ (Alt+1)");
    // All of them stand in the help, those of the screen in sight first.
    for page in ['1', '2', '4'] {
        let mut desk = monday();
        desk.alt(page);
        desk.f(1);
        let text = desk.text(120, 200);
        let place = |words: &str| {
            text.find(words)
                .unwrap_or_else(|| panic!("{words}\n{text}"))
        };
        let heads = [
            "Hàng chờ (Alt+1):",
            "Lịch hẹn (Alt+2):",
            "Tin nhắn (Alt+4):",
        ];
        for (own, head) in ['1', '2', '4'].into_iter().zip(heads) {
            assert_eq!(text.contains(head), page != own, "{head}\n{text}");
        }
        assert!(place("Ở màn hình này") < place("Chỉ ở màn hình"), "{text}");
        for key in ["Ctrl+W", "Alt+L", "Ctrl+Y", "Ctrl+B", "Alt+B"] {
            place(key);
        }
    }
}

#[test]
fn the_key_of_a_half_filled_form_takes_it_up_at_any_speed() {
    for pause in [100, 300, 600, 2000] {
        let mut desk = monday();
        desk.f(5);
        desk.keys("Lý A Páo\u{1b}");
        desk.says("F5 hai lần để gõ tiếp");
        desk.f(5);
        desk.sample.now += TimeDelta::milliseconds(pause);
        desk.burst(KeyEvent::from(KeyCode::F(5)));
        desk.shows("Lý A Páo");
    }
}

#[test]
fn an_enter_that_came_too_early_is_answered_in_the_form() {
    let mut desk = monday();
    for c in ['0', '0', '7'] {
        desk.sample.now += TimeDelta::milliseconds(300);
        desk.burst(KeyEvent::from(KeyCode::Char(c)));
    }
    desk.press(KeyCode::Enter);
    desk.shows("Gọi 007");
    desk.sample.now += TimeDelta::milliseconds(200);
    desk.burst(KeyEvent::from(KeyCode::Enter));
    desk.shows("Biểu mẫu vừa mở nên Enter vừa rồi chưa tính");
    assert_eq!(desk.serving(), Some(2));
    desk.sample.now += TimeDelta::milliseconds(550);
    desk.burst(KeyEvent::from(KeyCode::Enter));
    assert_eq!(desk.serving(), Some(7));
}

#[test]
fn a_field_without_room_is_brought_into_view() {
    let mut rules = rules(Profile::Improved);
    rules.add_field("cong-an", "Công an", 10, Some(4));
    let mut desk = Desk::new(Sample::monday_with(rules));
    desk.alt('2');
    let text = desk.text(80, 24);
    assert!(
        text.contains("cửa sổ hẹp, bấm ← để đổi sang: Công an"),
        "{text}"
    );
    desk.press(KeyCode::Left);
    let text = desk.text(80, 24);
    assert!(text.contains("← để đổi sang: Tư pháp"), "{text}");
    let head = text.lines().nth(2).unwrap();
    assert!(head.contains("Công an"), "{text}");
    // With a long name the key for the transfer keeps its place.
    let mut desk = monday();
    let name = Event::Set {
        number: number(JUSTICE, 7),
        date: None,
        detail: Detail::Name,
        text: "Công Tằng Tôn Nữ Thị Hoàng Phi Yến Khánh".to_owned(),
    };
    desk.sample.event(at("08:43"), Some(DESK), name);
    for width in [80, 90, 100, 120, 150] {
        let text = desk.text(width, 24);
        assert!(text.contains("F8 Chuyển"), "{width}\n{text}");
    }
}

#[test]
fn a_row_of_another_field_says_of_which() {
    let mut desk = monday();
    desk.press(KeyCode::Right);
    desk.keys("↓");
    let text = desk.text(120, 40);
    assert!(text.contains(" Đất đai:"), "{text}");
}

#[test]
fn that_something_can_be_taken_back_is_said_while_it_can() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("\n");
    desk.says("Ctrl+Z để hoàn tác");
    let newest = desk.newest().number;
    // Another counter calls that number: nothing of it can be taken back any more.
    let cancel = Event::Cancel {
        number: newest.into(),
        date: Some(newest.day),
    };
    let now = Minute::from_chrono(desk.sample.now);
    desk.sample.event(now, Some(CounterIx(1)), cancel);
    let said = desk.said();
    assert!(!said.contains("Ctrl+Z để hoàn tác"), "{said}");
}

#[test]
fn names_are_whole_beside_a_column_that_is_nearly_empty() {
    let mut desk = Desk::new(Sample::empty(
        rules(Profile::Improved),
        "2026-11-23T08:00:00",
    ));
    let names = [
        "Nguyễn Thị Hoàng Yến",
        "Công Tằng Tôn Nữ Thị Bình",
        "Sùng Thị Mỷ",
    ];
    for (name, procedure) in names.into_iter().zip(["", "", "chung-thuc"]) {
        let walkin = Event::Walkin {
            field: JUSTICE,
            priority: false,
            person: super::sample::person(name, procedure),
        };
        desk.sample.event(at("08:01"), None, walkin.clone());
    }
    for width in 80..=200 {
        let text = desk.text(width, 40);
        for name in names {
            assert!(text.contains(name), "{width}: {name}\n{text}");
        }
    }
}
