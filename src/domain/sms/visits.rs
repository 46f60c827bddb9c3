//! What questions say of a visit: that a finished paper is fetched for somebody else, when numbers are given, which day it is about, how one
//! books it.

use super::dates::{self, When};
use super::reading::{Intent, Reading};
use super::whole::missing;
use super::words::Message;
use crate::domain::time::Day;

/// `lấy giấy khai sinh dùm mẹ`, `đi lấy thay giấy kết hôn`: what somebody else has had made. `lấy hộ khẩu` is none.
pub(super) fn fetches(message: &Message) -> bool {
    const FOR: [&str; 6] = ["giùm", "dùm", "giúp", "hộ", "thay", "thế"];
    const OTHER: [&str; 9] = [
        "hộ khẩu",
        "hộ tịch",
        "hộ chiếu",
        "hộ nghèo",
        "hộ kinh",
        "thay đổi",
        "thế nào",
        "giúp em",
        "giúp tôi",
    ];
    let of_other = |at: usize| message.is_any(at, &FOR) && message.longest_of(at, &OTHER) == 0;
    let own = |at: &usize| !message.is_any(*at, &["làm", "cần", "thì", "phải", "mang"]);
    (0..message.tokens.len()).any(|at| {
        let verb = message.is_any(at, &["lấy", "nhận"]);
        let what = (at + 1..at + 4).any(|at| message.is(at, "giấy"));
        let behind = at + 1..message.tokens.len();
        let mut behind = behind.take_while(|at| !message.breaks(*at)).take_while(own);
        verb && what && behind.any(of_other)
    })
}

/// `mấy giờ bắt đầu lấy số`: when numbers are given.
pub(super) fn begins_when(message: &Message) -> bool {
    const NUMBERS: [&str; 6] = [
        "lấy số",
        "bốc số",
        "bấm số",
        "phát số",
        "cấp số",
        "phát phiếu",
    ];
    /// Of `thì xã bắt đầu được`.
    const BETWEEN: usize = 4;
    (0..message.tokens.len()).any(|at| {
        let end = at + message.phrase(at, "mấy giờ");
        end > at && message.says(end..=end + BETWEEN, &NUMBERS)
    })
}

/// Whether a day is spoken of that is not today.
pub(super) fn is_of_another_day(message: &Message, today: Day) -> bool {
    (0..message.tokens.len()).any(|at| {
        let written = dates::in_digits(message, at, today);
        let mention = written.or_else(|| dates::in_words(message, at, today));
        let other = |mention: dates::Mention| mention.when != When::Day(today);
        mention.is_some_and(other)
            || dates::weekday(message, at).is_some()
            || message.is_any(at, &["mai", "mốt"])
            || dates::week(message, at).is_some()
    })
}

/// The text to send of who asks how he books for what he names: `làm giấy tờ nhà đất thì cần đặt lịch thế nào`.
pub(super) fn how_to_book(message: &Message, named: &Reading) -> Option<Reading> {
    const BOOKING: [&str; 6] = [
        "đặt lịch hẹn",
        "đặt lịch",
        "đặt hẹn",
        "lấy hẹn",
        "hẹn lịch",
        "đặt",
    ];
    const HOW: [&str; 5] = ["thế nào", "như thế nào", "như nào", "làm sao", "ra sao"];
    let asked = |at: usize| {
        let booking = message.longest_of(at, &BOOKING);
        let before = message.longest_of(at, &["làm sao để", "thế nào để", "cách"]);
        booking > 0 && message.says(at + booking..=at + booking + 1, &HOW)
            || before > 0 && message.longest_of(at + before, &BOOKING) > 0
    };
    let asks = named.procedure.is_some() && (0..message.tokens.len()).any(asked);
    let mut book = Reading {
        intent: Intent::Book,
        procedure: named.procedure.clone(),
        alias: named.alias.clone(),
        ..Reading::default()
    };
    book.missing = missing(&book, &[]);
    asks.then_some(book)
}
