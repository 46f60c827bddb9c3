//! What is only asked, and can be nobody's booking: who has to come, which of two will do, whether a result is there.

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
    const NO: [&str; 7] = ["không", "ko", "k", "hông", "hong", "hok", "hay"];
    let said = message.longest_of(at, &MUST);
    said > 0 && message.says(at + said..=at + MOST, &NO)
}

/// `… thì sao`, `đăng ký … kiểu gì`.
fn how(message: &Message, at: usize) -> bool {
    message.longest_of(at, &["thì sao", "kiểu gì", "kiểu j", "kiểu chi"]) > 0
}

/// Whether it is asked if a result is there: `có kết quả hồ sơ của chị Hoa chưa em?`, with *chưa* at a clause's end.
pub(super) fn awaits_result(message: &Message) -> bool {
    const RESULT: [&str; 6] = ["hồ sơ", "kết quả", "giấy", "sổ", "thẻ", "kq"];
    const THERE: [&str; 7] = ["có", "xong", "được", "ra", "về", "đc", "dc"];
    const POLITE: [&str; 15] = [
        "em",
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
    ];
    (1..message.tokens.len()).any(|at| {
        let end = at + 1 + message.longest_of(at + 1, &POLITE);
        let ends = end >= message.tokens.len()
            || message.breaks(end)
            || message.line_ends(end)
            || message.gap(end).contains(['.', '?', '!']);
        let before = at.saturating_sub(MOST)..at;
        let there = before.clone().any(|at| message.is_any(at, &THERE));
        message.is(at, "chưa") && ends && there && message.says(before, &RESULT)
    })
}
