//! Messages on a real terminal: heard, turned into bookings, settled, sent again, held; and a word that is learned.

use std::fs;

use chrono::TimeDelta;
use motcua::app::Actor;
use motcua::app::live::{Live, is_refusal};
use motcua::app::post::letters::{book, is_held, settle_notice};
use motcua::domain::Event;
use motcua::domain::event::{When, Wish};
use motcua::domain::notice::{MessageState, NoticeKind, NoticeState};
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::sms::{Intent, Part, Reading};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person};
use motcua::domain::time::{Day, Half};
use motcua::store::{Message, Notice, Store};
use serde_json::json;

use crate::support::desk::Desk;
use crate::support::inside::inside;
use crate::support::office::Office;
use crate::support::texts::Texts;

const CLOCK: &str = "2026-11-23 08:00:00";
/// There is no such modem: nothing goes out by itself.
const BY: Actor<'_> = Actor::Official {
    desk: None,
    id: None,
};
const OFFICE: &str =
    "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[modem]\nport = \"/dev/khong-co-modem\"\n";

fn office() -> Office {
    Office::new(OFFICE, CLOCK)
}

/// The store of the office, which a screen or host has made.
fn store(office: &Office) -> Store {
    Store::open(&office.store()).expect("the store")
}

/// Milliseconds of the office's wall clock.
fn wall(office: &Office) -> i64 {
    (office.now() - TimeDelta::hours(7))
        .and_utc()
        .timestamp_millis()
}

fn reading(name: &str, procedure: Option<&str>, date: &str) -> Reading {
    Reading {
        intent: Intent::Book,
        name: Some(name.to_owned()),
        procedure: procedure.map(str::to_owned),
        date: Day::parse(date),
        half: Some(Half::Am),
        missing: procedure.map_or(vec![Part::Procedure], |_| Vec::new()),
        ..Reading::default()
    }
}

/// A message as the host puts it into the store.
fn comes(office: &Office, state: &str, from: &str, text: &str, reading: &Reading) -> i64 {
    let message = Message {
        key: text.as_bytes().to_vec(),
        sender: from.to_owned(),
        received: wall(office),
        text: text.to_owned(),
        state: state.parse().expect("a state"),
        reading: serde_json::to_string(reading).ok(),
        ..Message::default()
    };
    let mut store = store(office);
    let step = store.begin().expect("a transaction");
    let id = step.put_message(&message).expect("a message");
    step.commit().expect("a commit");
    office.ring();
    id
}

/// A notice as an event puts it, brought into a state as the host does.
fn goes(office: &Office, state: &str, text: &str) -> i64 {
    let wall = wall(office);
    let notice = Notice {
        phone: "0912345678".to_owned(),
        kind: Some(NoticeKind::Moved),
        text: text.to_owned(),
        state: if state == "call" {
            NoticeState::Call
        } else {
            NoticeState::New
        },
        made: wall,
        not_before: wall,
        ..Notice::default()
    };
    let mut store = store(office);
    let step = store.begin().expect("a transaction");
    let id = step.put_notice(&notice).expect("a notice");
    step.commit().expect("a commit");
    if !matches!(state, "new" | "call") {
        store.mark_sending(id).expect("marked");
    }
    match state {
        "failed" | "unknown" => {
            store.notice_failed(id, state.parse().expect("a state"), "no-answer", None)
        }
        "sent" => store.notice_sent(id, wall, None),
        _ => Ok(()),
    }
    .expect("a state");
    office.ring();
    id
}

fn message(office: &Office, id: i64) -> Message {
    store(office)
        .message(id)
        .expect("the store")
        .expect("a message")
}

/// State and text of all notices, oldest first.
fn notices(office: &Office) -> Vec<(String, String)> {
    let all = store(office).notices(100).expect("the store");
    all.into_iter()
        .rev()
        .map(|n| (n.state.id().to_owned(), n.text))
        .collect()
}

fn state(office: &Office, id: i64) -> String {
    let all = store(office).notices(100).expect("the store");
    all.into_iter()
        .find(|n| n.id == id)
        .expect("a notice")
        .state
        .id()
        .to_owned()
}

#[test]
fn a_message_is_heard_and_becomes_a_booking_in_three_keys() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    let meant = Reading {
        meant: Some(Box::new(reading(
            "Sùng Thị Mai",
            Some("khai-sinh"),
            "2026-11-25",
        ))),
        ..Reading::default()
    };
    // A form is open: what is typed goes on.
    desk.press("F5 «Trần Văn»");
    desk.screen.wait_for("Họ tên        Trần Văn");
    let text = "chi oi lam khai sinh cho chau Sung Thi Mai sang 25/11 nhe";
    let id = comes(&office, "open", "0966555444", text, &meant);
    desk.hears("Tin nhắn mới cần xem, 0966 ••• 444: «chi oi lam khai sinh");
    assert_eq!(desk.screen.bells(), 1);
    desk.screen.wait_for("1 tin");
    desk.says("« Cảnh» Enter", "Cấp số 001 Trần Văn Cảnh");

    desk.shows("Tab Tab Tab", "Tin nhắn · 1 cần xem");
    desk.screen.wait_for("▸ 08:");
    desk.shows("F6", "Đặt hẹn theo tin nhắn");
    desk.says("Enter", "Hẹn 001 Sùng Thị Mai lúc 08:00 thứ Tư 25/11");
    assert_eq!(desk.screen.bells(), 1);
    desk.screen.wait_for("không có gì cần xử lý");
    let settled = message(&office, id);
    assert_eq!(settled.state.id(), "settled");
    let booking = office.log().pop().expect("an event");
    assert_eq!(settled.seq, store(&office).last_seq().ok());
    let Event::Book { person, .. } = booking.event else {
        panic!("{booking:?}");
    };
    assert_eq!((person.channel, person.consent), (Channel::Sms, None));
    let ticket = settled.ticket.expect("the booking's ticket");
    // The citizen is told, by the same transaction.
    let told = store(&office).notices(10).expect("the store");
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind.map(NoticeKind::id), told[0].state.id()),
        (Some("booked"), "new")
    );
    assert_eq!(told[0].ticket, Some(ticket));
    desk.screen.wait_for("chờ gửi");

    // Taken back, it waits for somebody again; done again, it does not.
    desk.says("Ctrl+Z", "Đã hoàn tác: đặt hẹn · huỷ 001");
    assert_eq!(message(&office, id).state.id(), "open");
    desk.screen.wait_for("Tin nhắn · 1 cần xem");
    // Whoever comes back to the page finds it chosen.
    desk.press("Alt+1");
    desk.screen.wait_for("Hàng chờ");
    desk.press("Alt+4");
    desk.screen
        .wait_until("a chosen row", |s| chosen(s).is_some_and(|(at, _)| at == 0));
    desk.says("Alt+Z", "Đã làm lại: đặt hẹn");
    assert_eq!(message(&office, id).state.id(), "settled");
}

/// The row of the list with the cursor: which one, and what stands there.
fn chosen(screen: &vt100::Screen) -> Option<(usize, String)> {
    let width = screen.size().1.get();
    let rows = screen.rows(0, width);
    let list = rows.skip_while(|row| !row.contains("Tình trạng")).skip(1);
    list.enumerate().find(|(_, row)| row.contains('▸'))
}

/// Moves the cursor to the row with these words.
#[track_caller]
fn choose(desk: &mut Desk, words: &str) {
    desk.press("Home");
    for at in 0..10 {
        let is_there = |screen: &vt100::Screen| chosen(screen).is_some_and(|(n, _)| n == at);
        desk.screen.wait_until("the next row", is_there);
        let row = desk.screen.look(chosen).expect("a row").1;
        if row.contains(words) {
            return;
        }
        desk.press("Down");
    }
    panic!("no row “{words}”");
}

#[test]
fn messages_calls_and_notices_are_dealt_with_by_one_key_each() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    // The host has begun: it doubts what an earlier one left half sent.
    desk.screen.wait_for("SMS ✕");
    let failed = goes(&office, "failed", "Tin hong");
    let unknown = goes(&office, "unknown", "Tin chua ro");
    let sent = goes(&office, "sent", "Tin da gui");
    let call = goes(&office, "call", "Cuoc goi");
    let seen = comes(
        &office,
        "open",
        "0977888999",
        "cho hoi co lam thu bay khong",
        &Reading::default(),
    );
    desk.screen.wait_for("3 tin, 1 cần gọi");
    desk.shows(
        "Tab Tab Tab",
        "Tin nhắn · 1 cần xem, 1 cần gọi, 2 chưa gửi được",
    );
    desk.screen
        .wait_for("Gửi hôm nay 1 tin (350/200.000 đ), tháng này 1 (350 đ)");
    choose(&mut desk, "cho hoi co lam");
    desk.says(
        "Alt+M",
        "Đang không gửi được SMS để trả lời: Ctrl+D xem số rồi gọi",
    );
    desk.says("Ctrl+Y", "Đã ghi là đã xem");
    assert_eq!(message(&office, seen).state.id(), "settled");
    choose(&mut desk, "Cuoc goi");
    desk.shows("Ctrl+D", "0912 345 678");
    desk.says("Ctrl+Y", "Đã ghi là đã gọi");
    assert_eq!(state(&office, call), "called");
    choose(&mut desk, "Tin hong");
    desk.screen
        .wait_for("Modem không trả lời đúng lúc đang gửi");
    desk.says("Ctrl+R", "Tin chờ gửi lại");
    assert_eq!(state(&office, failed), "new");
    choose(&mut desk, "Tin chua ro");
    desk.says("Delete", "Không gửi tin này nữa");
    assert_eq!(state(&office, unknown), "dropped");
    desk.screen.wait_for("không có gì cần xử lý");
    // What was sent goes out once more as a message of its own: both cost.
    choose(&mut desk, "Tin da gui");
    desk.shows("Ctrl+R", "Gửi lại tin này?");
    desk.press("Enter");
    desk.screen.wait_until("it twice", |s| {
        s.contents().matches("Tin da gui").count() > 2
    });
    assert_eq!(state(&office, sent), "sent");
    let again = notices(&office).pop().expect("a notice");
    assert_eq!(again, ("new".to_owned(), "Tin da gui".to_owned()));

    // It asks first: this stops every message of the office.
    desk.press("Ctrl+G");
    desk.shows("Enter", "ĐANG DỪNG GỬI");
    desk.screen
        .wait_for("! Đang dừng gửi mọi tin nhắn, 2 tin đang chờ");
    let hold = || store(&office).meta("hold-sending").expect("the store");
    assert_eq!(hold().as_deref(), Some("yes"));
    // The other desks see it, too.
    let other = Desk::open(&office, &["--counter", "2"]);
    other.screen.wait_for("! Đang dừng gửi mọi tin nhắn");
    // The same key within a second is one that bounces.
    desk.says("Home Ctrl+G", "Gửi tiếp các tin đang chờ");
    other.screen.wait_gone("Đang dừng gửi");
    assert_eq!(hold().as_deref(), Some("no"));
}

#[test]
fn a_word_of_a_message_is_learned_into_the_offices_own_file() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    let text = "DK Le Thi Hoa giay de 25/11 sang";
    let asked = reading("Le Thi Hoa", None, "2026-11-25");
    let id = comes(&office, "done", "0978222333", text, &asked);
    desk.shows(
        "Tab Tab Tab",
        "đặt hẹn · Le Thi Hoa · T4 25/11 sáng · thiếu thủ tục",
    );
    desk.shows("Insert", "Cụm từ        giay de sang");
    desk.press("Backspace Backspace Backspace Backspace Backspace Enter «khai tu» Enter");
    desk.hears("Từ nay «giay de» được hiểu là Đăng ký khai tử");
    let file = fs::read_to_string(office.path("danh-muc/tu-phap.toml")).expect("the file");
    assert!(
        file.contains("\"giay de\"]") && file.starts_with("# Thủ tục"),
        "{file}"
    );
    assert_eq!(office.run(&["catalogue"]).code, Some(0));
    // It was a slip: the same word cannot be another procedure's, and the screen says whose it is.
    let read: Reading =
        serde_json::from_str(&message(&office, id).reading.expect("a reading")).expect("JSON");
    assert_eq!(read.procedure.as_deref(), Some("khai-tu"));
    assert_eq!(read.missing, []);
    desk.says("Insert", "Chỉ tin đến mà máy chưa hiểu thủ tục");
    let other = "DK Vang A Su giay de 26/11";
    comes(
        &office,
        "done",
        "0978222444",
        other,
        &reading("Vang A Su", None, "2026-11-26"),
    );
    desk.screen.wait_for("Vang A Su");
    desk.press("Home");
    desk.shows("Insert", "Cụm từ        giay de");
    desk.press("Enter «khai sinh» Enter");
    desk.screen
        .wait_for("«giay de» đang là tên gọi của Đăng ký khai tử");
    desk.press("Esc");
    // What was learned fills the booking.
    desk.screen.wait_gone("Cụm từ");
    desk.press("End");
    desk.shows("F6", "Thủ tục       Đăng ký khai tử");
    desk.says("Enter", "Hẹn 001 Le Thi Hoa lúc 08:00 thứ Tư 25/11");
}

const CALLS: &str = "letters::a_call_tells_what_is_so_now";
const REFUSED: &str = "letters::a_refused_booking_leaves_its_message_open";

#[test]
fn a_refused_booking_leaves_its_message_open() {
    let Some(office) = inside(REFUSED, OFFICE, CLOCK) else {
        return;
    };
    let mut live = Texts::new(&office, "motcua.db").live;
    let message = Message {
        key: vec![1],
        sender: "0966555444".to_owned(),
        state: MessageState::Open,
        ..Message::default()
    };
    let id = live.write(|step| step.put_message(&message)).unwrap();
    let event = |date: &str| Event::Book {
        field: FieldIx(0),
        when: When::Wish(Wish {
            date: Day::parse(date).unwrap(),
            half: Some(Half::Am),
            time: None,
        }),
        person: Person {
            phone: Phone::parse("0966555444").ok(),
            name: Some("Sùng Thị Mai".to_owned()),
            channel: Channel::Sms,
            ..Person::default()
        },
        to_confirm: false,
    };
    let answer = book(&mut live, BY, event("2026-11-20"), id).unwrap();
    assert!(is_refusal(&answer.outputs));
    let state = |live: &Live| {
        let message = live.store().message(id).unwrap().unwrap();
        (message.state, message.ticket)
    };
    assert_eq!(state(&live), (MessageState::Open, None));
    assert!(live.store().notices(10).unwrap().is_empty());
    // The same booking twice is one: the message is settled with the one that stands.
    for _ in 0..2 {
        book(&mut live, BY, event("2026-11-25"), id).unwrap();
    }
    let day = Day::parse("2026-11-25").unwrap();
    let tickets: Vec<_> = live.office().tickets_of(day).map(|t| t.id.0).collect();
    assert_eq!(state(&live), (MessageState::Settled, Some(tickets[0])));
    assert_eq!(
        (tickets.len(), live.store().notices(10).unwrap().len()),
        (1, 1)
    );
    assert!(!is_held(&live).unwrap());
}

#[test]
fn a_call_tells_what_is_so_now() {
    let no_modem = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";
    let Some(office) = inside(CALLS, no_modem, CLOCK) else {
        return;
    };
    let mut live = Texts::new(&office, "motcua.db").live;
    let counter = CounterIx(0);
    let by = Actor::Official {
        desk: Some(counter),
        id: None,
    };
    let (field, day, half) = (FieldIx(0), Day::parse("2026-11-25").unwrap(), Half::Am);
    let book = Event::Book {
        field,
        when: When::Wish(Wish {
            date: day,
            half: Some(half),
            time: None,
        }),
        person: Person {
            phone: Phone::parse("0966555444").ok(),
            name: Some("Sùng Thị Mai".to_owned()),
            channel: Channel::Phone,
            ..Person::default()
        },
        to_confirm: true,
    };
    live.submit(by, book).unwrap();
    let number = live.office().tickets_of(day).next().unwrap().number.into();
    let date = Some(day);
    live.submit(by, Event::Confirm { number, date }).unwrap();
    let calls = |live: &Live| {
        let all = live.store().notices(10).unwrap().into_iter();
        let calls = all.filter(|n| n.state == NoticeState::Call);
        let kinds: Vec<_> = calls.filter_map(|n| n.kind).collect();
        let open = live.store().open_letters().unwrap().calls;
        assert_eq!(open as usize, kinds.len());
        kinds
    };
    assert_eq!(calls(&live), [NoticeKind::Confirmed]);
    let date = day;
    let close = Event::CloseSession { field, date, half };
    live.submit(by, close).unwrap();
    assert_eq!(
        calls(&live),
        [NoticeKind::Moved],
        "the old hour is told to nobody"
    );
    live.submit(by, Event::Undo { counter }).unwrap();
    assert_eq!(calls(&live), [NoticeKind::Confirmed], "it is true again");
    let close = Event::CloseSession { field, date, half };
    live.submit(by, close).unwrap();
    let newest = live.store().notices(10).unwrap().into_iter();
    let newest = newest
        .filter(|n| n.state == NoticeState::Call)
        .map(|n| n.id)
        .max();
    settle_notice(&mut live, newest.unwrap()).unwrap();
    let open = live.store().open_letters().unwrap().calls;
    assert_eq!(open, 0, "what was called out leaves no older call");
}

#[test]
fn a_message_that_another_one_replaces_is_shown_as_none_that_goes_out() {
    let office = office();
    office.event(
        &json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "name": "Sùng Thị Mai", "phone": "0912345678"}),
    );
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+4");
    desk.screen.wait_for("chờ gửi");
    office.event(
        &json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "time": "09:00"}),
    );
    desk.screen.wait_for("báo đổi lịch");
    let text = desk.screen.text();
    let row = |what: &str| {
        text.lines()
            .find(|line| line.contains(what))
            .expect("a row")
    };
    assert!(row("báo giờ hẹn").contains("đã đổi, không gửi"), "{text}");
    assert!(row("báo đổi lịch").contains("chờ gửi"), "{text}");
}
