//! What may stand where a command begins: a call to the office, or that all is done already.

use super::lexicon::BOOK;
use super::words::{Message, Token};

/// `Da dat lich …`, `em da dang ky …`: without an accent, before such a word, `da` is *đã*, something done.
pub(super) fn is_done(message: &Message, at: usize) -> bool {
    const DONE: [&str; 9] = [
        "đặt",
        "đăng ký",
        "đăng kí",
        "hẹn",
        "hủy",
        "xác nhận",
        "đổi",
        "dời",
        "chuyển",
    ];
    let da = message.is(at, "đã");
    booked_already(message, at)
        || da
            && !message.breaks(at + 1)
            && !message.line_ends(at + 1)
            && message.longest_of(at + 1, &DONE) > 0
}

/// `dang ky xong roi …`, `Đặt lịch rồi ạ …`: the command's own words, told as done. Rồi may be a name, in capitals.
pub(super) fn booked_already(message: &Message, at: usize) -> bool {
    const DONE: [&str; 7] = ["rồi", "xong rồi", "xong", "rùi", "r", "xong r", "xong rùi"];
    let end = at + message.longest(at, &BOOK);
    let done = message.longest_of(end, &DONE);
    let named = |token: &Token| token.capital && token.small;
    end > at
        && done > 0
        && !message.tokens.get(end).is_some_and(named)
        && !message.is_any(end + done, &["văn", "thị"])
}

/// The tokens of a call to the office: `ad ơi`, `cán bộ ơi`, `ad uiii`. `Anh ơi` may be for anybody.
pub(super) fn called_at(message: &Message, at: usize) -> usize {
    const OFFICE: [&str; 10] = [
        "ad",
        "add",
        "admin",
        "adm",
        "cán bộ",
        "cb",
        "xã",
        "ubnd",
        "ủy ban",
        "một cửa",
    ];
    let called = at + message.longest_of(at, &OFFICE);
    let oi = message.tokens.get(called).filter(|token| {
        let rest = token.fold.trim_end_matches('i');
        matches!(rest, "o" | "u" | "oo" | "uo") && rest.len() < token.fold.len()
    });
    match oi.filter(|_| called > at && !message.breaks(called)) {
        Some(_) => called + 1 - at,
        None => 0,
    }
}
