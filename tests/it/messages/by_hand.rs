//! What an official answers to a message in own words.

use motcua::domain::event::{Audit, Event};
use motcua::domain::notice::{MessageState, NoticeKind, NoticeState};
use motcua::domain::rules::CounterIx;
use motcua::store::{Message, Store};
use rusqlite::Connection;
use serde_json::json;

use super::{AN, MONDAY};
use crate::personal::is_anywhere;
use crate::support::desk::Desk;
use crate::support::letters::Post;

const ASKED: &str = "hang xom nuoi heo hoi qua, de nghi xa xu ly";
const SAID: &str = "Chiều mai cán bộ xuống xem, ông/bà ở nhà nhé";
const SENT: &str = "Chieu mai can bo xuong xem, ong/ba o nha nhe";

/// A citizen's message that an official is to read, and the screen on which it is chosen.
#[track_caller]
fn asked(post: &Post, text: &str) -> Desk {
    let answer = post.ask(AN, text);
    assert!(answer.contains("Can bo se doc tin nay"), "{answer}");
    let mut desk = Desk::open(&post.office, &[]);
    desk.shows("Alt+4", "Tin nhắn · 1 cần xem");
    desk.screen.wait_for("Alt+M Trả lời");
    desk
}

#[track_caller]
fn say(desk: &mut Desk, text: &str) {
    desk.shows("Alt+M", "Trả lời tin nhắn");
    desk.shows(&format!("«{text}»"), text);
    desk.says("Enter", "Đã trả lời 0912 ••• 678");
}

fn state(post: &Post) -> MessageState {
    post.messages().first().expect("a message").state
}

#[test]
fn an_official_answers_in_own_words_and_nothing_is_counted_or_accepted_by_it() {
    // One answer of the two a day has gone out.
    let post = Post::new(&[], "[sms]\nanswers_a_day = 2\n", MONDAY);
    let mut host = post.host();
    let mut desk = asked(&post, ASKED);
    say(&mut desk, SAID);
    assert_eq!(post.await_sent(2), SENT);
    assert_eq!(post.sent()[1].0, "0912345678");
    desk.screen.wait_for("không có gì cần xử lý");
    desk.screen.wait_for("cán bộ trả lời");
    assert_eq!(state(&post), MessageState::Settled);
    let noted = post.office.log().pop().expect("an event");
    let is_noted = matches!(
        noted.event,
        Event::Audit {
            what: Audit::Answered,
            ..
        }
    );
    assert!(is_noted && noted.desk == Some(CounterIx(0)), "{noted:?}");
    // It has left.
    post.await_store("that it was sent", |post| {
        let reply = post.notices().pop()?;
        let is_sent = reply.state == NoticeState::Sent && reply.kind == Some(NoticeKind::Reply);
        is_sent.then_some(())
    });
    desk.says("Ctrl+Z", "tin trả lời đã đi nên không rút lại được");
    assert_eq!(state(&post), MessageState::Settled);
    // Beside the message stands who answered it, when, and whether that has left.
    desk.shows("End", "Quầy 1 trả lời 09:0");
    desk.screen.wait_for(&format!("(đã gửi): «{SENT}»"));

    let answer = post.ask(AN, "TC MC2B3CD");
    assert!(answer.starts_with("Khong tim thay lich hen"), "{answer}");
    drop(desk);
    post.await_empty();
    host.kill();
    let erase = ["citizen", "erase", "0912345678", "--now"];
    assert!(is_anywhere(&post.office, SENT).is_some());
    let done = post.office.run(&erase);
    assert_eq!(done.code, Some(0), "{done:?}");
    for text in [SENT, SAID, "0912345678"] {
        assert_eq!(is_anywhere(&post.office, text), None, "{text}");
    }
}

#[test]
fn who_says_ok_to_an_official_accepts_nothing_that_was_offered_before() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let noted = post.ask(AN, "DK Nguyen Van An khac 25/11");
    let code = noted.split([' ', ':']).find(|word| word.starts_with("MC"));
    post.office.event(&json!({"type": "propose", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26",
        "time": "09:00", "desk": 1}));
    post.await_sent(2);
    let mut desk = asked(&post, ASKED);
    say(&mut desk, SAID);
    assert_eq!(post.await_sent(4), SENT);
    for thanks in ["ok a", "vâng", "dạ em cảm ơn"] {
        post.modem.deliver(AN, thanks);
    }
    post.await_empty();
    assert_eq!((post.bookings(), post.sent().len()), (vec![], 4));
    let states = post.messages().into_iter().map(|m| m.state).skip(2);
    assert_eq!(states.collect::<Vec<_>>(), [MessageState::Silent; 3]);
    // With its code it is the proposal that is meant.
    let agreed = post.ask(AN, &format!("ok {}", code.expect("a code")));
    assert!(agreed.starts_with("Da xac nhan hen MC"), "{agreed}");
}

#[test]
fn an_answer_that_has_not_left_is_taken_back() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let mut desk = asked(&post, ASKED);
    post.hold(true);
    // What ends between the message and its answer leaves neither.
    let db = Connection::open(post.office.store()).unwrap();
    let ends = "CREATE TRIGGER dies BEFORE INSERT ON notice BEGIN SELECT RAISE(ABORT, 'dies'); END";
    db.execute_batch(ends).unwrap();
    let before = post.office.log().len();
    desk.shows("Alt+M", "Trả lời tin nhắn");
    desk.says(&format!("«{SAID}» Enter"), "dies");
    assert_eq!(
        (state(&post), post.office.log().len()),
        (MessageState::Open, before)
    );
    db.execute_batch("DROP TRIGGER dies").unwrap();
    desk.says("Enter", "Đã trả lời 0912 ••• 678");
    desk.shows("F1", "1                 trả lời tin");
    desk.press("Esc");
    desk.says(
        "Ctrl+Z",
        "tin của 0912 ••• 678 lại cần xem; tin trả lời không gửi nữa",
    );
    assert_eq!(state(&post), MessageState::Open);
    post.hold(false);
    say(&mut desk, &SAID.replace("Chiều", "Sáng.."));
    assert_eq!(post.await_sent(2), SENT.replace("Chieu", "Sang.."));
}

#[test]
fn of_two_who_answer_at_once_only_one_does() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let mut desk = asked(&post, ASKED);
    post.hold(true);
    let db = Connection::open(post.office.store()).unwrap();
    let faster = "CREATE TRIGGER faster AFTER INSERT ON event BEGIN UPDATE message SET state = 'settled'; END";
    db.execute_batch(faster).unwrap();
    let told = post.notices().len();
    desk.shows("Alt+M", "Trả lời tin nhắn");
    desk.says(&format!("«{SAID}» Enter"), "Tin này vừa đổi tình trạng");
    assert_eq!(post.notices().len(), told);
}

#[test]
fn what_cannot_go_out_is_called_out_in_the_officials_words_and_on_zalo_the_message_waits_again() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An");
    let mut desk = asked(&post, ASKED);
    post.hold(true);
    say(&mut desk, SAID);
    let db = Connection::open(post.office.store()).unwrap();
    let turn = |set: &str| {
        let sql = format!("UPDATE notice SET {set} WHERE kind = 'reply'");
        db.execute(&sql, []).unwrap();
    };
    turn("state = 'call'");
    // It was understood in part.
    let part = "UPDATE message SET reading = (SELECT reading FROM message ORDER BY id LIMIT 1)";
    db.execute(part, []).unwrap();
    drop(desk);
    let mut desk = Desk::open(&post.office, &[]);
    desk.shows("Alt+4", "Cán bộ trả lời: Quầy 1");
    let shown = desk.screen.text();
    assert!(shown.contains(&format!("│ «{SENT}»")), "{shown}");
    turn("state = 'sending', route = 'follower'");
    let reply = post.notices().into_iter();
    let reply = reply.filter(|n| n.kind == Some(NoticeKind::Reply));
    let id = reply.map(|n| n.id).next().expect("an answer");
    let store = Store::open(&post.office.store()).unwrap();
    store
        .notice_failed(id, NoticeState::Failed, "no-answer", None)
        .unwrap();
    let waits = |m: &Message| m.text == ASKED && m.state == MessageState::Open;
    assert!(post.messages().iter().any(waits));
}
