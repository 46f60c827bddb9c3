//! Texts whose sender is forged: anybody can send them, but what is answered only the owner of the phone reads.

use motcua::domain::ticket::TicketId;
use motcua::store::Store;

use super::{AN, ASKED, HELD, MONDAY, count};
use crate::support::letters::Post;

const WISH: &str = "DK Nguyen Van An khai sinh 25/11";

/// The code in a text of ours.
fn code(text: &str) -> String {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let code = words.find(|w| w.starts_with("MC") && w.len() == 7);
    code.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn forged_texts_without_a_code_neither_cancel_nor_move() {
    let post = Post::new(&[], "[sms]\nanswers_a_day = 100\n", MONDAY);
    let _host = post.host();
    let code = code(&post.ask(AN, WISH));
    let before = post.bookings();
    let cases = [
        ("HUY", format!("HUY {code}")),
        ("doi sang ngay 26/11", format!("DOI {code} 26/11")),
    ];
    for (forged, shown) in &cases {
        // At once, before the question is out.
        post.modem.deliver(AN, forged);
        post.modem.deliver(AN, "OK");
        post.await_empty();
        assert_eq!(post.bookings(), before, "{forged}");
        post.await_store("all answers", |post| {
            let waits = |n: &motcua::store::Notice| matches!(n.state.id(), "new" | "sending");
            (!post.notices().iter().any(waits)).then_some(())
        });
        // The same text in the same second is the same message.
        post.office.pass(1);
        // The question has the text to send, and so has the answer to an OK.
        for text in [forged, &"ok"] {
            let question = post.ask(AN, text);
            assert!(question.contains(shown.as_str()), "{text}: {question}");
        }
    }
    // What is missing completes no move either.
    post.ask(AN, "doi lich");
    let question = post.ask(AN, "26/11");
    assert!(question.contains(&format!("DOI {code}")), "{question}");
    assert_eq!(post.bookings(), before);
    // The owner, who reads it, sends it.
    let moved = post.ask(AN, &format!("DOI {code} 26/11"));
    assert!(moved.contains("doi sang"), "{moved}");
    post.office.pass(1);
    post.ask(AN, "HUY");
    let cancelled = post.ask(AN, &code);
    assert!(
        cancelled.starts_with(&format!("Da huy {code}")),
        "{cancelled}"
    );
}

#[test]
fn what_was_not_sent_yet_is_not_agreed_to() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let hold = |held: &str| {
        let mut store = Store::open(&post.office.store()).unwrap();
        let step = store.begin().unwrap();
        step.set_meta("hold-sending", held).unwrap();
        step.commit().unwrap();
        post.office.ring();
    };
    hold("yes");
    // A Sunday: another day is offered.
    post.modem.deliver(AN, "DK Nguyen Van An khai sinh 29/11");
    post.modem.deliver(AN, "OK");
    post.await_empty();
    assert_eq!(post.bookings(), []);
    hold("no");
    let offered = post.await_sent(1);
    assert!(offered.contains("30/11"), "{offered}");
    post.office.pass(1);
    let booked = post.ask(AN, "OK");
    assert!(booked.starts_with("Da dat hen MC"), "{booked}");
}

#[test]
fn forged_senders_do_not_fill_tomorrow() {
    let post = Post::new(&[], "[sms]\nper_minute = 6000\n", MONDAY);
    let _host = post.host();
    let procedures = ["khai sinh", "xay dung", "cu tru", "bao tro"];
    let book = |i: usize| {
        let text = format!("DK Nguyen Van An {} 24/11", procedures[i % 4]);
        post.modem.deliver(&format!("+8493500{i:04}"), &text);
    };
    for i in 0..45 {
        book(i);
    }
    post.await_empty();
    assert_eq!(count(&post.office, HELD), 30, "of 45");
    assert_eq!(count(&post.office, ASKED), 15, "wishes that hold nothing");
    post.office.await_status("a word to the staff", |status| {
        let words = "quá nhiều lịch đặt bằng tin nhắn";
        status.notices.iter().any(|n| n.contains(words))
    });
    // Who has a booking is answered with it, and the same wish twice is one.
    book(0);
    book(44);
    post.await_empty();
    assert_eq!(count(&post.office, ASKED), 15);
    let last = post.notices().pop().unwrap();
    assert!(last.text.contains("0935000044") || last.phone == "0935000044");
    // A citizen meanwhile is told how it is, and an official's word makes a booking of it.
    let told = |phone: &str| {
        let notices = post.notices().into_iter();
        let told: Vec<String> = notices
            .filter(|n| n.phone == phone)
            .map(|n| n.text)
            .collect();
        told.join("\n")
    };
    assert!(
        told("0935000044").contains("CHUA giu cho"),
        "{}",
        told("0935000044")
    );
    let first = |sql: &str| {
        let db = rusqlite::Connection::open(post.office.store()).unwrap();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        db.query_row(sql, [], row).unwrap()
    };
    let (wish, number) =
        first("SELECT id, number FROM ticket WHERE state = 'asked' AND field = 'tu-phap'");
    let of_crowd = |id: i64| {
        let store = Store::open(&post.office.store()).unwrap();
        store.of_same_source(TicketId(id as u64)).unwrap().len()
    };
    assert_eq!(of_crowd(wish), 15, "taken back as one");
    post.office.event(&serde_json::json!({"type": "confirm",
        "number": format!("tu-phap-{number}"), "date": "2026-11-24", "desk": 1}));
    assert_eq!(count(&post.office, HELD), 31);
    let (wish, _) = first("SELECT id, number FROM ticket WHERE state = 'asked'");
    assert_eq!(of_crowd(wish), 14, "but not who was looked at");
}

#[test]
fn an_address_is_no_name_in_a_text() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    for name in [
        "Vietgov.top",
        "CONG TY VIETGOV.TOP",
        "Nguyen Van Nop vietgov.top",
    ] {
        post.modem
            .deliver(AN, &format!("DK {name} khai sinh 25/11"));
    }
    post.await_empty();
    assert_eq!(post.bookings(), []);
    post.modem.deliver(AN, "DK Tr.Van Nam khai sinh 25/11");
    post.await_store("a booking", |post| {
        (post.bookings().len() == 1).then_some(())
    });
}
