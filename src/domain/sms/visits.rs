//! What questions say of a visit: that a finished paper is fetched for somebody else, when numbers are given, which day it is about.

use super::dates::{self, When};
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

/// `mấy giờ thì hết nhận hồ sơ`, `trả kết quả tới mấy giờ`: when anything is taken in or given out, and no booking of one's own.
pub(super) fn takes_in_when(message: &Message) -> bool {
    const WHEN: [&str; 4] = ["mấy giờ", "mấy h", "giờ nào", "giờ mô"];
    const AT_COUNTER: [&str; 16] = [
        "nhận hồ sơ",
        "thu hồ sơ",
        "nộp hồ sơ",
        "trả hồ sơ",
        "lấy hồ sơ",
        "nhận hs",
        "nộp hs",
        "trả hs",
        "nhận kết quả",
        "trả kết quả",
        "lấy kết quả",
        "nhận kq",
        "trả kq",
        "lấy kq",
        "nhận giấy",
        "trả giấy",
    ];
    const OWN: [&str; 11] = [
        "lịch",
        "hẹn",
        "lượt",
        "phiên",
        "của em",
        "của tôi",
        "của mình",
        "của con",
        "của cháu",
        "em được",
        "tôi được",
    ];
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    says(&WHEN) && says(&AT_COUNTER) && !says(&OWN)
}

/// Whether a day is spoken of that is not today.
pub(super) fn is_of_another_day(message: &Message, today: Day) -> bool {
    let all = || 0..message.tokens.len();
    let written = |at: usize| {
        let digits = dates::in_digits(message, at, today);
        digits.or_else(|| dates::in_words(message, at, today))
    };
    let is_today = |mention: dates::Mention| mention.when == When::Day(today);
    let other = |at: usize| {
        let named = written(at).is_some() || dates::weekday(message, at).is_some();
        named || message.is_any(at, &["mai", "mốt"]) || dates::week(message, at).is_some()
    };
    // `hôm nay thứ 2 có đông không`
    !all().filter_map(written).any(is_today) && all().any(other)
}
