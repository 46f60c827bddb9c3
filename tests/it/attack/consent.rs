//! Who gets another one to agree without knowing it: by courtesy, by our own words sent back, by what an official does not see.

use super::texts::{BOOK, code_in};
use super::{AN, MONDAY};
use crate::support::letters::Post;

const OTHER: &str = "+84987654321";

#[test]
fn courtesy_cancels_nothing() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let code = code_in(&post.ask(AN, BOOK));
    let asked = post.ask(AN, "huy");
    assert_eq!(
        asked,
        "So nay vua nhan huy lich hen 8h 25/11 (thu 4). Dung vay: nhan OK. Khong phai: khong can lam gi"
    );
    // Asked once more, then no more.
    assert_eq!(post.ask(AN, "vang a"), asked);
    for polite in [
        "Dạ vâng em cảm ơn",
        "được ạ",
        "uh",
        "ok cam on em",
        "da em cam on",
    ] {
        post.modem.deliver(AN, polite);
        post.await_empty();
        assert_eq!(post.bookings().len(), 1, "{polite}");
    }
    let gone = post.ask(AN, "dung vay");
    assert!(gone.starts_with(&format!("Da huy {code}")), "{gone}");
    assert_eq!(post.bookings(), []);
    assert_eq!(post.sent().len(), 4);
}

#[test]
fn courtesy_moves_nothing() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    post.ask(AN, BOOK);
    let day = post.bookings()[0].2;
    let asked = post.ask(AN, "doi sang chieu 27/11");
    assert_eq!(
        asked,
        "So nay vua nhan doi lich hen 8h 25/11 (thu 4) sang 27/11 buoi chieu. Dung vay: nhan OK. Khong phai: khong can lam gi"
    );
    post.modem.deliver(AN, "Dạ vâng em cảm ơn");
    post.await_empty();
    assert_eq!(post.bookings()[0].2, day);
    post.ask(AN, "vang, doi di");
    assert_eq!(post.bookings()[0].2, day + 2);
}

#[test]
fn our_words_cut_before_the_command_cancel_nothing() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let booked = post.ask(AN, BOOK);
    let code = code_in(&booked);
    assert!(
        booked.ends_with(&format!("Huy: nhan HUY {code}")),
        "{booked}"
    );
    let cut = booked.replace("nhan HUY", "nhan\nHUY");
    let asked = "Chua ro tin nhan nay nen chua lam gi. Neu dung y, xin nhan:";
    for (n, text) in (1..).zip([
        cut,
        format!("{asked}\nHUY {code}"),
        format!("{asked}\n\nHUY {code}"),
    ]) {
        post.deliver_long(AN, &text, n);
        post.await_empty();
        assert_eq!(post.bookings().len(), 1, "{text}");
    }
    let gone = post.ask(AN, &format!("HUY {code}"));
    assert!(gone.starts_with(&format!("Da huy {code}")), "{gone}");
}

#[test]
fn an_official_sees_the_line_that_did_something() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    let code = code_in(&post.ask(AN, BOOK));
    let quoted = format!("> {}\n", "Loi chuc nam moi an khang thinh vuong ".repeat(3));
    post.deliver_long(AN, &format!("{}HUY {code}", quoted.repeat(10)), 1);
    assert!(post.await_sent(2).starts_with("Da huy MC"));
    let messages = post.messages();
    let shown = messages
        .iter()
        .find(|m| m.text.contains(&format!("HUY {code}")));
    assert!(shown.is_some_and(|m| m.ticket.is_some()), "{messages:?}");
    // Whatever ends a line ends it for both: each command is a message of its own, as it is shown.
    let code = code_in(&post.ask(OTHER, "DK Le Van Ba khai sinh 25/11"));
    post.deliver_long(OTHER, &format!("TC {code}\u{2028}HUY {code}"), 2);
    post.await_sent(5);
    let messages = post.messages();
    for line in [format!("TC {code}"), format!("HUY {code}")] {
        assert!(
            messages.iter().any(|m| m.text == line),
            "{line}: {messages:?}"
        );
    }
}
