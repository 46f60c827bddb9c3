//! What may stand where a command begins: a call to the office, or that all is done already.

use super::lexicon::{BOOK, OPENINGS, TITLES};
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

/// The office, as people call it.
pub(super) const OFFICE: [&str; 10] = [
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
/// Officials, as people call them; an old one calls a young one `cháu`. Of `em`, `con`, `mẹ` nobody knows whose they are.
pub(super) const OFFICIALS: [&str; 9] =
    ["anh", "chị", "cô", "chú", "bác", "o", "dì", "thầy", "cháu"];

/// The tokens of a call to the office: `ad ơi`, `cán bộ ơi`, `ad uiii`; but not `ông xã ơi`.
pub(super) fn called_at(message: &Message, at: usize) -> usize {
    let called = at + message.longest_of(at, &OFFICE);
    let spouse = at > 0 && message.is_any(at - 1, &["ông", "bà"]);
    match called > at && !spouse && is_oi(message, called) {
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

/// `ơi`, `à` behind who is called.
fn is_call(message: &Message, at: usize) -> bool {
    let particle = message.tokens.get(at).is_some_and(|t| t.fold == "a");
    is_oi(message, at) || particle && !message.breaks(at)
}

/// The end of a call that opens a message and may be for an official: `Dạ o ơi`, `anh chị ơi`, `cán bộ à`.
pub(super) fn anybody_called(message: &Message) -> Option<usize> {
    /// Words before it, and of who is called.
    const MOST: usize = 4;
    let who = |at| {
        message
            .longest_of(at, &OFFICE)
            .max(message.longest_of(at, &OFFICIALS))
    };
    let (mut at, mut called) = (0, false);
    while at < MOST {
        let before = message.longest(at, &OPENINGS);
        let before = before.max(message.longest_of(at, &["các", "mấy", "nhờ"]));
        match who(at).max(before) {
            0 => break,
            said => (at, called) = (at + said, who(at) > 0),
        }
    }
    (called && is_call(message, at)).then_some(at + 1)
}

/// Whether a booking behind a token, or up to the end, is somebody's of the family to make: `alo vợ ơi, đăng ký …`, `đăng ký … nhé vợ`.
pub(super) fn is_for_family(message: &Message, command: usize) -> bool {
    const SPOUSES: [&str; 6] = ["vợ", "chồng", "vk", "ck", "bà xã", "ông xã"];
    const ENDS: [&str; 6] = ["nhé", "nha", "nghe", "nghen", "nhen", "hen"];
    let kin = |at| {
        let spouse = message.longest_of(at, &SPOUSES);
        let official = message.longest_of(at, &OFFICIALS) > 0;
        spouse.max(match official {
            true => 0,
            false => message.longest(at, &TITLES),
        })
    };
    // `can bo oi`
    let office = |at: usize| at > 0 && message.longest_of(at - 1, &OFFICE) > 1;
    let called = |at: usize| kin(at) > 0 && !office(at) && is_oi(message, at + kin(at));
    let last = message.tokens.len();
    let told = |at: usize| {
        let spouse = at + 1 + message.longest_of(at + 1, &SPOUSES);
        let ends = spouse == last || spouse + 1 == last && message.is_any(spouse, &ENDS);
        message.is_any(at, &ENDS) && spouse > at + 1 && ends
    };
    (0..command).any(called) || (command..last).any(told)
}

/// The tokens of `hẹn`, and of `xin lịch làm …`, `xin lịch hẹn cho …`. Who asks for a timetable or for somebody's day books nothing:
/// `xin lịch trả kết quả …`, `xin lịch hẹn của mẹ …`.
pub(super) fn slot_at(message: &Message, at: usize) -> usize {
    const WISHED: [&str; 7] = ["làm", "lm", "đi làm", "để làm", "cho", "đăng ký", "đăng kí"];
    let slot = message.longest_of(at, &["xin lịch hẹn", "xin lịch"]);
    let end = at + slot;
    if slot == 0 {
        let asked = at > 1 && message.phrase(at - 2, "xin lịch hẹn") > 0;
        return usize::from(message.is(at, "hẹn") && !asked);
    }
    let wished = message.longest_of(end, &WISHED);
    let other =
        message.is(end + wished, "việc") || message.says(end..message.tokens.len(), &["của"]);
    match wished > 0 && !other {
        true => slot,
        false => 0,
    }
}
