//! What is only asked, and can be nobody's booking: who has to come, which of two will do, whether a result is there.

use super::lexicon::NOT;
use super::words::Message;

pub(super) const MAY_I: [&str; 12] = [
    "được không",
    "được ko",
    "được k",
    "dc không",
    "dc ko",
    "dc k",
    "đc ko",
    "đc k",
    "được hông",
    "được hok",
    "được khôn",
    "đc không",
];

/// So many words stand between the beginning of such a question and its end.
const MOST: usize = 12;

/// Whether a message asks who may or must come, or whether one or the other will do: `ai đi lấy hộ được không`, `2 đứa phải có mặt hay
/// 1 đứa cũng được`, `có phải cả hai vợ chồng cùng đi không`.
pub(super) fn asks_who(message: &Message) -> bool {
    (0..message.tokens.len())
        .any(|at| who(message, at) || either(message, at) || must(message, at) || how(message, at))
}

/// `ai đi lấy … được không`; Ái is a name.
fn who(message: &Message, at: usize) -> bool {
    const DOES: [&str; 17] = [
        "đi",
        "lấy",
        "làm",
        "nộp",
        "nhận",
        "ký",
        "lên",
        "ra",
        "đến",
        "tới",
        "cũng",
        "được",
        "đứng",
        "khai",
        "phải",
        "đăng ký",
        "có thể",
    ];
    let token = &message.tokens[at];
    let ai = token.fold == "ai" && token.marks.is_empty();
    let does = message.longest_of(at + 1, &DOES) > 0;
    ai && does && message.says(at + 1..=at + MOST, &[&MAY_I[..], &WILL_DO].concat())
}

/// `phải … hay …`, `… hay … cũng được`.
fn either(message: &Message, at: usize) -> bool {
    let or = message.is_any(at, &["hay", "hoặc"]);
    let before = at.saturating_sub(MOST)..at;
    // `sáng hay chiều cũng được`
    let time = |at: usize| {
        let day = [
            "sáng", "chiều", "mai", "mốt", "nay", "thứ", "ngày", "buổi", "t", "tuần",
        ];
        message.is_any(at, &day)
            || message
                .number(at, 2)
                .is_some_and(|_| !message.is_word(at + 1))
    };
    let or = or && at > 0 && !time(at - 1) && !time(at + 1);
    or && (message.says(before, &["phải"]) || message.says(at + 1..=at + MOST, &WILL_DO))
}

const WILL_DO: [&str; 6] = [
    "cũng được",
    "cũng dc",
    "cũng đc",
    "thôi cũng được",
    "là được",
    "đều được",
];

/// `có phải cả hai cùng đi không`.
fn must(message: &Message, at: usize) -> bool {
    const MUST: [&str; 4] = ["có phải", "có cần phải", "có bắt buộc", "có nhất thiết"];
    let said = message.longest_of(at, &MUST);
    let no = |at: usize| message.is_any(at, &NOT) || message.is(at, "hay");
    said > 0 && (at + said..=at + MOST).any(no)
}

/// `… thì sao`, `đăng ký … kiểu gì`.
fn how(message: &Message, at: usize) -> bool {
    message.longest_of(at, &["thì sao", "kiểu gì", "kiểu j", "kiểu chi"]) > 0
}

/// Whether nothing but politeness stands from a token on, up to the end of what is asked.
pub(super) fn closes(message: &Message, from: usize) -> bool {
    const POLITE: [&str; 25] = [
        "em",
        "e",
        "ạ",
        "a",
        "anh",
        "chị",
        "cô",
        "chú",
        "bác",
        "ad",
        "cán bộ",
        "vậy",
        "hả",
        "nhỉ",
        "xã",
        "cháu",
        "ơi",
        "nha",
        "nhé",
        "rứa",
        "ta",
        "hè",
        "hỉ",
        "mình",
        "bạn",
    ];
    let ends = |at: usize| {
        at >= message.tokens.len()
            || message.breaks(at)
            || message.line_ends(at)
            || message.gap(at).contains(['.', '?', '!'])
    };
    let mut at = from;
    while !ends(at) {
        match message.longest_of(at, &POLITE) {
            0 => return false,
            said => at += said,
        }
    }
    true
}

/// Whether it is asked if a result is there: `có kết quả hồ sơ của chị Hoa chưa em?`, with *chưa* at a clause's end.
pub(super) fn awaits_result(message: &Message) -> bool {
    const RESULT: [&str; 6] = ["hồ sơ", "kết quả", "giấy", "sổ", "thẻ", "kq"];
    const THERE: [&str; 7] = ["có", "xong", "được", "ra", "về", "đc", "dc"];
    (1..message.tokens.len()).any(|at| {
        let before = at.saturating_sub(MOST)..at;
        let there = before.clone().any(|at| message.is_any(at, &THERE));
        message.is(at, "chưa") && closes(message, at + 1) && there && message.says(before, &RESULT)
    })
}
