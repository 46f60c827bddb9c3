//! Words of time count from when a message was written, not from when the office reads it.

use crate::support::letters::{Post, deliver_pdu_of};

const AN: &str = "+84912345678";
/// Monday.
const MORNING: &str = "2026-11-23 07:15:00";

/// What the office answers on Monday morning to a message of that day and hour; nothing when it answers nothing.
fn answered(day: [u32; 3], hour: u32, text: &str) -> Option<String> {
    let post = Post::new(&[], "", MORNING);
    let pdu = deliver_pdu_of(day, AN, text, hour * 3600, None);
    post.modem.control(&format!("PDU {pdu}"));
    let _host = post.host();
    post.await_empty();
    let message = post.messages().pop().expect("the message");
    post.await_store("all notices sent", |post| {
        let sent = |state: &str| state == "sent";
        post.notices()
            .iter()
            .all(|n| sent(n.state.id()))
            .then_some(())
    });
    let answer = post.sent().pop().map(|(_, text)| text);
    assert_eq!(
        answer.is_none(),
        message.state.id() == "open",
        "{message:?}"
    );
    answer
}

#[test]
fn tomorrow_is_the_day_after_it_was_written() {
    let sunday = answered([26, 11, 22], 20, "DK Nguyen Van An khai sinh mai");
    let answer = sunday.expect("an answer");
    assert!(answer.contains("ngay 23/11 (thu 2)"), "{answer}");
}

#[test]
fn a_weekday_is_the_next_one_after_it_was_written() {
    let friday = answered([26, 11, 20], 18, "DK Nguyen Van An khai sinh thu 2");
    let answer = friday.expect("an answer");
    assert!(answer.contains("ngay 23/11 (thu 2)"), "{answer}");
}

#[test]
fn today_that_is_over_is_said_to_be_past() {
    let sunday = answered([26, 11, 22], 9, "DK Nguyen Van An khai sinh hom nay");
    let answer = sunday.expect("an answer");
    assert!(answer.starts_with("Buoi hen nay da qua"), "{answer}");
    assert!(
        answer.contains("DK Nguyen Van An khai sinh 24/11"),
        "{answer}"
    );
}

#[test]
fn what_is_days_old_or_from_the_future_is_left_to_the_official() {
    for (day, hour) in [
        ([25, 11, 23], 9),
        ([26, 11, 19], 9),
        ([26, 11, 23], 9),
        ([26, 13, 40], 9),
    ] {
        let answer = answered(day, hour, "DK Nguyen Van An khai sinh 25/11");
        assert_eq!(answer, None, "{day:?}");
    }
}
