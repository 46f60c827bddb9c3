//! What may stand where a command begins: a call to the office, or that all is done already.

use super::lexicon::{BEFORE_COMMAND, BOOK, OPENINGS, TITLES};
use super::people::is_somebody;
use super::words::{Message, Token};

/// Said of what is over: `hom qua em dk …`, `em vua dk …`.
const PAST: [&str; 20] = [
    "hôm qua",
    "hôm trước",
    "hôm bữa",
    "hôm kìa",
    "bữa trước",
    "bữa qua",
    "bữa hổm",
    "tuần trước",
    "tháng trước",
    "ngày hôm qua",
    "hồi nãy",
    "hồi sáng",
    "hồi chiều",
    "hồi tối",
    "lúc nãy",
    "ban nãy",
    "khi nãy",
    "vừa",
    "vừa mới",
    "mới",
];
/// Between that, or *đã*, and the command.
const SENT: [&str; 7] = ["có", "lỡ", "nhắn", "gửi", "soạn", "tin", "để"];
/// No more of these words stand there.
const MOST_BETWEEN: usize = 4;

/// `Da dat lich …`, `em da dk …`, `hom qua em dang ky …`: without an accent, before such a word, `da` is *đã*, something done.
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
    let da = usize::from(message.is(at, "đã"));
    let past = message.longest_of(at, &PAST);
    if da == 0 && past == 0 {
        return booked_already(message, at);
    }
    let mut next = at + da.max(past);
    if past > 0 && message.is(next, "đã") {
        next += 1;
    }
    let joined = |at: usize| !message.breaks(at) && !message.line_ends(at);
    // `em moi chuyen ve xa`: only a booking is told so.
    let done = |at: usize| {
        let told = match past {
            0 => message.longest_of(at, &DONE),
            _ => message.longest_of(at, &DONE[..4]),
        };
        joined(at) && (told > 0 || message.longest(at, &BOOK) > 0)
    };
    // `da em dk …`: what stands between makes a greeting of it, but not `da nhan tin dk …`.
    let said = |at: usize| is_somebody(message, at) || message.is_any(at, &SENT);
    let who = |at: &usize| joined(*at) && said(*at);
    let between = (next..next + MOST_BETWEEN).take_while(who).count();
    let sent = (next..next + between).any(|at| message.is_any(at, &["nhắn", "gửi", "soạn", "lỡ"]));
    booked_already(message, at) || done(next) || (past > 0 || sent) && done(next + between)
}

/// `dang ky xong roi …`, `Đặt lịch rồi ạ …`: the command's own words, told as done. Rồi may be a name, in capitals.
pub(super) fn booked_already(message: &Message, at: usize) -> bool {
    const DONE: [&str; 7] = ["rồi", "xong rồi", "xong", "rùi", "r", "xong r", "xong rùi"];
    const IS_IT_DONE: [&str; 4] = ["được chưa", "đc chưa", "dc chưa", "xong chưa"];
    let end = at + message.longest(at, &BOOK);
    let past = message.longest_of(end, &PAST);
    let booked = end > at;
    // `đặt lịch lúc nãy rồi`, `đặt hẹn hồi sáng, có được chưa`
    let end = end + past;
    let asks = past > 0 && message.says(end..message.tokens.len(), &IS_IT_DONE);
    let done = message
        .longest_of(end, &DONE)
        .max(message.longest_of(end, &IS_IT_DONE));
    if booked && asks {
        return true;
    }
    booked
        && done > 0
        && !message.tokens.get(end).is_some_and(Token::is_upper)
        && !message.is_any(end + done, &["văn", "thị"])
}

/// The tokens of a call to the office: `ad ơi`, `cán bộ ơi`, `ad uiii`.
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
    match called > at && is_oi(message, called) {
        true => called + 1 - at,
        false => 0,
    }
}

/// `ơi`, `uiii` behind who is called.
fn is_oi(message: &Message, at: usize) -> bool {
    let oi = message.tokens.get(at).is_some_and(|token| {
        let rest = token.fold.trim_end_matches('i');
        matches!(rest, "o" | "u" | "oo" | "uo") && rest.len() < token.fold.len()
    });
    oi && !message.breaks(at)
}

/// The end of a call that opens a message and may be for anybody: `Dạ o ơi`, `anh chị ơi`, `cán bộ à`.
pub(super) fn anybody_called(message: &Message) -> Option<usize> {
    /// Words before it, and of who is called.
    const MOST: usize = 4;
    let who = |at: &usize| {
        let office = message.is_any(*at, &["cán", "bộ", "xã", "thầy"]);
        let said = [&OPENINGS, &TITLES, &BEFORE_COMMAND].map(|words| message.is_one(*at, words));
        office || said.contains(&true)
    };
    let called = (0..MOST).take_while(who).count();
    let particle = message.tokens.get(called).is_some_and(|t| t.fold == "a");
    let calls = is_oi(message, called) || particle && !message.breaks(called);
    (called > 0 && calls).then_some(called + 1)
}
