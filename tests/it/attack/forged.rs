//! Texts whose sender is forged: anybody can send them, but what is answered only the owner of the phone reads.

use motcua::domain::ticket::TicketId;
use motcua::store::Store;

use super::{AN, ASKED, HELD, MONDAY, count};
use crate::support::desk::Desk;
use crate::support::letters::Post;

#[test]
fn what_was_not_sent_yet_is_not_agreed_to() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.hold(true);
    // A Sunday: another day is offered.
    post.modem.deliver(AN, "DK Nguyen Van An khai sinh 29/11");
    post.modem.deliver(AN, "OK");
    post.await_empty();
    assert_eq!(post.bookings(), []);
    post.hold(false);
    let offered = post.await_sent(1);
    assert!(offered.contains("30/11"), "{offered}");
    post.office.pass(1);
    let booked = post.ask(AN, "OK");
    assert!(booked.starts_with("Da dat hen MC"), "{booked}");
    let before = post.bookings();
    post.office.pass(1);
    post.hold(true);
    post.modem.deliver(AN, "HUY");
    post.modem.deliver(AN, "OK");
    post.await_empty();
    assert_eq!(post.bookings(), before);
}

#[test]
fn forged_senders_do_not_fill_tomorrow() {
    let post = Post::new(
        &[],
        "[sms]\nper_minute = 6000\nper_ten_minutes = 30\n",
        MONDAY,
    );
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
    let mut desk = Desk::open(&post.office, &[]);
    desk.shows("Alt+3", "gửi bằng tin nhắn lúc quá đông: CHƯA giữ chỗ");
    desk.shows(
        "Alt+X",
        "Huỷ mọi yêu cầu chưa giữ chỗ gửi bằng tin nhắn lúc quá đông?",
    );
    desk.screen.wait_for("từ nhiều số điện thoại");
    // Somebody has read it.
    post.office.pass(1);
    desk.says("Enter", "Huỷ 15 yêu cầu chưa giữ chỗ gửi bằng tin nhắn");
    desk.shows("Ctrl+Z", "Đã hoàn tác: huỷ cùng nguồn");
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
