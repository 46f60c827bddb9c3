//! Text messages in somebody else's name, by the dozen: what they cost, what they hide, whom they silence.

use motcua::domain::notice::{MessageState, NoticeState};
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use super::{AN, MONDAY, count};
use crate::support::letters::{Post, deliver_pdu};

pub(super) const BOOK: &str = "DK Nguyen Van An khai sinh 25/11";
const OTHER: &str = "+84987654321";

/// The code that an answer bears.
pub(super) fn code_in(answer: &str) -> String {
    let mut words = answer.split(|c: char| !c.is_alphanumeric());
    let code = words.find(|word| word.starts_with("MC") && word.len() == 7);
    code.unwrap_or_else(|| panic!("no code: {answer}"))
        .to_owned()
}

fn wrong_codes() -> String {
    let lines = "BCGHKMNPQRT"
        .chars()
        .map(|letter| format!("HUY MC2B3C{letter}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn open_of(post: &Post, sender: &str) -> Vec<String> {
    let messages = post.messages().into_iter();
    let open = messages.filter(|m| m.sender == sender && m.state == MessageState::Open);
    open.map(|m| m.text).collect()
}

#[test]
fn a_text_of_eleven_wrong_commands_costs_three_answers() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.deliver_long(AN, &wrong_codes(), 1);
    post.await_empty();
    let told = post.notices();
    assert_eq!(told.len(), 3, "{told:?}");
    // The rest is for an official to read.
    let open = open_of(&post, "0912345678");
    assert!(
        open.len() == 1 && open[0].starts_with("HUY MC2B3CH") && open[0].ends_with("MC2B3CT"),
        "{open:?}"
    );
    // Who books for a family gets an answer for each.
    let names = ["Le Thi Na", "Le Van Ba"];
    let lines = names.map(|name| format!("DK {name} khai sinh 25/11"));
    post.deliver_long(OTHER, &lines.join("\n"), 2);
    post.await_empty();
    assert_eq!(post.bookings().len(), 2);
}

#[test]
fn a_cancellation_is_called_out_when_the_money_is_spent() {
    let post = Post::new(&[], "[sms]\ndaily_limit = 1050\n", MONDAY);
    let _host = post.host();
    let code = code_in(&post.ask(AN, BOOK));
    post.deliver_long(OTHER, &wrong_codes(), 1);
    post.await_sent(3);
    post.modem.deliver(AN, &format!("HUY {code}"));
    let call = post.await_store("a call to make", |post| {
        let mut notices = post.notices().into_iter();
        notices.find(|n| n.state == NoticeState::Call)
    });
    assert!(
        call.text.starts_with(&format!("Da huy {code}")),
        "{}",
        call.text
    );
    assert_eq!(call.phone, "0912345678");
    // What did nothing waits.
    let waiting = post.notices().into_iter();
    assert_eq!(
        waiting.filter(|n| n.state == NoticeState::New).count(),
        1,
        "350 đ each, 1,050 đ a day"
    );
}

#[test]
fn what_was_done_to_a_booking_is_told_before_other_answers() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let code = code_in(&post.ask(AN, BOOK));
    post.hold(true);
    post.deliver_long(OTHER, &wrong_codes(), 1);
    post.modem.deliver(AN, &format!("HUY {code}"));
    post.await_store("the cancellation", |post| {
        post.bookings().is_empty().then_some(())
    });
    post.hold(false);
    let first = post.await_sent(2);
    assert!(first.starts_with(&format!("Da huy {code}")), "{first}");
}

#[test]
fn one_sim_does_not_fill_the_officials_page() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let complaint = "can bo hach dich, hen di hen lai may lan";
    post.ask(OTHER, complaint);
    for i in 0..12 {
        let text = format!("toi khong den duoc vi me toi moi mat lan {i}");
        post.modem.deliver(AN, &text);
    }
    post.await_empty();
    assert_eq!(open_of(&post, "0912345678").len(), 3);
    assert_eq!(open_of(&post, "0987654321"), [complaint]);
    assert_eq!(
        post.messages().len(),
        13,
        "kept, whether it is shown or not"
    );
    // However many one sender has left open, on other days too, the page has those of others.
    let db = Connection::open(post.office.store()).unwrap();
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
        INSERT INTO message (key, sender, received, pdu, text, state)
        SELECT randomblob(8), '0912345678', 0, '', 'alo ' || i, 'open' FROM n";
    db.execute(sql, []).unwrap();
    let page = Store::open(&post.office.store())
        .unwrap()
        .messages(200)
        .unwrap();
    assert!(page.iter().any(|m| m.text == complaint));
    assert!(page.iter().filter(|m| m.sender == "0912345678").count() >= 3);
}

#[test]
fn lone_parts_of_long_messages_are_few_of_each_phone() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let part = |from: &str, text: &str, n: u8, which| {
        let pdu = deliver_pdu(from, text, u32::from(n), Some((n, 2, which)));
        post.modem.control(&format!("PDU {pdu}"));
    };
    for n in 1..8 {
        part(AN, &format!("DK Nguyen Van An {n} khai "), n, 1);
        part("+8613912345678", "xin chao", 100 + n, 1);
    }
    post.await_empty();
    for _ in 0..11 {
        // A leap would be doubted.
        post.office.pass(1);
        post.office.event(&json!({"type": "tick"}));
    }
    post.await_store("what is shown", |post| {
        let waits = "SELECT count(*) FROM message WHERE state = 'part'";
        (count(&post.office, waits) == 0).then_some(())
    });
    assert_eq!(open_of(&post, "0912345678").len(), 3);
    let open = "SELECT count(*) FROM message WHERE state = 'open'";
    assert_eq!(count(&post.office, open), 3, "none of a number abroad");
    // Whatever is not shown is still joined.
    part(AN, "sinh 25/11", 7, 2);
    post.await_sent(1);
    assert_eq!(post.bookings().len(), 1);
}

#[test]
fn a_forged_flood_does_not_silence_a_phone() {
    let post = Post::new(&[], "[sms]\nanswers_a_day = 4\n", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An khac 25/11");
    // No offer stands yet.
    for n in 1..4 {
        post.deliver_long(AN, "ok", n);
    }
    post.deliver_long(AN, &wrong_codes(), 4);
    post.await_sent(4);
    post.office.event(
        &json!({"type": "propose", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26", "time": "09:00",
        "desk": 1}),
    );
    post.await_sent(5);
    // What more is asked is not done, and that is said once; an official sees it.
    let enough = post.ask(AN, "DK Nguyen Van An ket hon 27/11");
    assert!(
        enough.starts_with(
            "Hom nay so nay da nhan qua nhieu, tin gui them chua duoc xu ly. Xin goi 02333123456"
        ),
        "{enough}"
    );
    post.deliver_long(AN, "DK Nguyen Van An chung thuc 27/11", 5);
    post.await_empty();
    assert_eq!(post.bookings(), []);
    assert_eq!(open_of(&post, "0912345678").len(), 3);
    // What the office offered is taken all the same, and that is told.
    let agreed = post.ask(AN, "ok");
    assert!(agreed.starts_with("Da xac nhan hen MC"), "{agreed}");
    assert_eq!(post.sent().len(), 7);
    assert_eq!(post.bookings().len(), 1);
}

#[test]
fn who_asks_for_help_gets_it_also_after_a_general_one() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    assert!(post.ask(AN, "alo").contains("Dat hen: DK"));
    assert!(post.ask(AN, "GIUP").contains("Dat hen: DK"));
}
