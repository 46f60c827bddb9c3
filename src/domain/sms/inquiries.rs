//! What is only asked, and can be nobody's booking: who has to come, which of two will do, whether a result is there.

use super::lexicon::{NOT, QUESTIONS};
use super::procedures::CERTIFYING;
use super::reading::{Intent, Reading, Topic};
use super::words::Message;
use crate::domain::catalogue::COPIED;

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
    (0..message.tokens.len()).any(|at| {
        who(message, at)
            || either(message, at)
            || must(message, at)
            || obliged(message, at)
            || how(message, at)
    })
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

/// `phải có mặt cả hai người à`, but not `phải không`.
fn obliged(message: &Message, at: usize) -> bool {
    let asks = |at: usize| {
        let token = &message.tokens[at];
        let particle = message.is_any(at, &["à", "hả"]) && !token.capital;
        let told = token.fold != "a" || !token.marks.is_empty();
        (particle && told || message.is_any(at, &NOT)) && closes(message, at + 1)
    };
    let end = message.tokens.len().min(at + 1 + MOST);
    message.is(at, "phải") && (at + 2..end).any(asks)
}

/// `… thì sao`, `đăng ký … kiểu gì`, `… làm những bước nào`.
fn how(message: &Message, at: usize) -> bool {
    const HOW: [&str; 7] = [
        "thì sao",
        "kiểu gì",
        "kiểu j",
        "kiểu chi",
        "những bước gì",
        "bước nào",
        "mấy bước",
    ];
    message.longest_of(at, &HOW) > 0
}

/// Whether nothing but politeness stands from a token on, up to the end of what is asked.
pub(super) fn closes(message: &Message, from: usize) -> bool {
    const POLITE: [&str; 26] = [
        "o",
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

/// How long a paper may be used is asked, and not how long it takes: `dùng được mấy tháng`, `bao lâu thì hết hạn`; but not `hết hạn, làm
/// lại bao lâu`.
fn asks_validity(message: &Message) -> bool {
    const VALID: [&str; 22] = [
        "có hạn",
        "hạn bao",
        "hạn mấy",
        "hạn trong",
        "có thời hạn",
        "dùng được",
        "dùng dc",
        "dùng đc",
        "sử dụng",
        "xài được",
        "xài dc",
        "dùng trong",
        "dùng bao",
        "dùng mấy",
        "xài bao",
        "xài mấy",
        "giá trị",
        "hết hạn",
        "hiệu lực",
        "còn hạn",
        "hạn dùng",
        "thời hạn sử dụng",
    ];
    const MADE: [&str; 9] = [
        "làm",
        "đổi",
        "cấp",
        "xin",
        "lấy",
        "gia hạn",
        "trả",
        "nhận",
        "giải quyết",
    ];
    const HOW_LONG: [&str; 3] = ["bao lâu", "mấy", "bao nhiêu"];
    /// Words between the two.
    const NEAR: usize = 6;
    let asked = |at: usize| message.longest_of(at, &HOW_LONG) > 0;
    let apart = |from: usize, to: usize| (from..to).any(|at| message.longest_of(at, &MADE) > 0);
    (0..message.tokens.len()).any(|at| {
        // `thời hạn bao lâu` is what it takes.
        let limit = at > 0 && message.is(at - 1, "thời");
        let said = message.longest_of(at, &VALID) * usize::from(!limit);
        let behind = (at + 1..=at + said + NEAR).find(|next| asked(*next));
        let before = (at.saturating_sub(NEAR)..at).find(|before| asked(*before));
        said > 0
            && (behind.is_some_and(|next| !apart(at + said, next))
                || before.is_some_and(|before| !apart(before, at)))
    })
}

/// The procedure of which each case is one of its own in the catalogue.
const LAND: &str = "dat-dai";

/// The one case of land that is named: `sang tên sổ đỏ` is a sale unless another one is said.
fn land_case(message: &Message) -> Option<&'static str> {
    const CASES: [(&str, &[&str]); 4] = [
        ("dat-tang-cho", &["tặng cho", "cho tặng", "tặng đất"]),
        ("dat-thua-ke", &["thừa kế"]),
        (
            "dat-tach-thua",
            &[
                "tách thửa",
                "hợp thửa",
                "gộp thửa",
                "tách sổ",
                "tách bìa",
                "tách đất",
            ],
        ),
        (
            "dat-cap-doi",
            &["cấp đổi", "gia hạn đất", "gia hạn sử dụng đất"],
        ),
    ];
    const SALE: [&str; 7] = [
        "sang tên",
        "chuyển nhượng",
        "sang nhượng",
        "mua bán",
        "bán đất",
        "mua đất",
        "chuyển tên",
    ];
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    let mut named = CASES.into_iter().filter(|(_, words)| says(words));
    match (named.next(), named.next()) {
        (Some((case, _)), None) => Some(case),
        (None, _) => says(&SALE).then_some("dat-chuyen-nhuong"),
        _ => None,
    }
}

/// How somebody asks whether what he waits for is ready: `ho so dat toi mo roi`.
pub(super) const READY: [&str; 18] = [
    "bao giờ thì có",
    "khi nào thì có",
    "bao giờ lấy được",
    "khi nào lấy được",
    "xong chưa",
    "được chưa",
    "đc chưa",
    "dc chưa",
    "có chưa",
    "tới đâu",
    "đến đâu",
    "tới mô",
    "đến mô",
    "sao rồi",
    "bao giờ xong",
    "khi nào xong",
    "bao giờ có",
    "khi nào có",
];

/// Whether it is asked how the booking or dossier with a code stands: it is told at once.
pub(super) fn asks_of_code(message: &Message, lookup: &Reading) -> bool {
    const WHEN: [&str; 6] = [
        "bữa nào",
        "hôm nào",
        "lúc nào",
        "thứ mấy",
        "mấy h",
        "quầy nào",
    ];
    let all = || 0..message.tokens.len();
    let asks = message.says(all(), &WHEN)
        || message.says(all(), &READY)
        || all().any(|at| message.longest(at, &QUESTIONS) > 0);
    let code = lookup.intent == Intent::Lookup && lookup.code.is_some();
    code && lookup.missing.is_empty() && asks && !message.says(all(), &MAY_I)
}

/// `mat bao lau`, but not `may thang roi chua xong`, nor how long it may be used.
pub(super) fn asks_limit(message: &Message) -> bool {
    const LIMIT: [&str; 9] = [
        "nhiu ngày",
        "bao lâu",
        "mấy ngày",
        "mấy hôm",
        "mấy bữa",
        "mấy tuần",
        "mấy tháng",
        "bao nhiêu ngày",
        "bao nhiu ngày",
    ];
    let asked = |at: usize| {
        let length = message.longest_of(at, &LIMIT);
        length > 0 && !message.is_any(at + length, &["rồi", "nay", "qua", "trước"])
    };
    (0..message.tokens.len()).any(asked) && !asks_validity(message)
}

/// What is asked of a price or a time, with its procedure and the asker's word for that: of land the case that is named, which an
/// official knows where none is; both where both are asked.
pub(super) fn priced(
    message: &Message,
    procedure: Option<String>,
    alias: Option<String>,
    topic: Topic,
) -> Option<(Option<String>, Option<String>, Topic)> {
    if !matches!(topic, Topic::Fee | Topic::Limit) {
        return Some((procedure, alias, topic));
    }
    let both = topic == Topic::Fee && procedure.is_some() && asks_limit(message);
    let topic = if both { Topic::FeeAndLimit } else { topic };
    match procedure.as_deref() {
        Some(LAND) => match land_case(message) {
            Some(case) => Some((Some(case.to_owned()), None, topic)),
            // That it depends is an answer to how long it takes, and none to what it costs.
            None => (topic == Topic::Limit).then_some((procedure, alias, topic)),
        },
        _ => Some((procedure, alias, topic)),
    }
}

/// Whether it is asked if a permit is needed at all: that depends on the house and the place, and an official knows.
pub(super) fn asks_for_need(message: &Message) -> bool {
    const PERMIT: [&str; 9] = [
        "có phải xin phép",
        "có cần xin phép",
        "có phải xin giấy",
        "có cần giấy phép",
        "có cần xin giấy phép",
        "có cần phép",
        "có phải có giấy phép",
        "có cần phải xin phép",
        "có cần phải có giấy phép",
    ];
    message.says(0..message.tokens.len(), &PERMIT)
}

/// A contract, a will, an authority to act: each is certified in its own way, of which an official knows.
pub(super) fn is_of_contract(message: &Message, procedure: Option<&str>) -> bool {
    const CONTRACTS: [&str; 4] = ["hợp đồng", "giấy ủy quyền", "văn bản ủy quyền", "di chúc"];
    const CASES: [&str; 2] = ["bản sao", "chữ ký"];
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    procedure == Some(CERTIFYING) && says(&CONTRACTS) && !says(&CASES) && !says(&COPIED)
}
