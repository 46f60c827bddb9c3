//! Messages that get no answer: machines, adverts, what is meant for the operator.

use super::codes::Kind;
use super::inquiries::closes;
use super::lexicon::{I, NOT, QUESTIONS};
use super::words::{Message, Token};

/// Numbers with fewer digits are short codes.
const SHORTEST_NUMBER: usize = 8;

/// Whether a sender is a machine (`VIETTEL`, `191`): its messages are neither read nor answered.
pub fn is_machine(sender: &str) -> bool {
    let letters = sender.chars().any(char::is_alphabetic);
    let digits = sender.chars().filter(char::is_ascii_digit).count();
    letters || digits < SHORTEST_NUMBER
}

/// How sure it is that nobody waits for an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Junk {
    /// Adverts, links, operators' codes, what a bank tells of an account.
    Surely,
    /// A sum of money; who complains may name one, too.
    Sum,
    /// Words of lenders, which a citizen may use in a whole booking.
    Likely,
    /// Words of adverts, which a citizen may use of a procedure.
    Perhaps,
    /// Words that are those of adverts with the accents that they lack.
    Unaccented,
}

/// Whether a message is an advert or the like.
pub(super) fn junk(message: &Message) -> Option<Junk> {
    let tokens = 0..message.tokens.len();
    if has_link(&message.text) || tokens.clone().any(|at| surely(message, at)) {
        return Some(Junk::Surely);
    }
    const LENDERS: &[&str] = &["nạp", "khuyến mãi", "khuyến mại", "lãi suất"];
    let lends = |at: usize| message.is(at, "vay") && !is_so(message, at);
    const OFFERS: &[&str] = &[
        "ưu đãi",
        "giảm giá",
        "miễn phí",
        "quà tặng",
        "trả góp",
        "data",
        "sale",
        "hotline",
        "cskh",
        "tổng đài",
        "khách hàng",
        "youtube",
        "facebook",
        "tiktok",
        "follow",
        "xổ số",
    ];
    let says = |phrases: &[&str]| message.says(tokens.clone(), phrases);
    const ACCOUNT: &[&str] = &["tk", "gd", "sd", "stk", "số dư", "ghi có", "tài khoản"];
    // `cho hỏi … vay vốn ngân hàng chính sách`, `thuế 0,5% … là sao`: nothing is offered.
    const ASKS: &[&str] = &["cho hỏi", "xin hỏi", "em hỏi", "tôi hỏi", "muốn hỏi"];
    const DUES: &[&str] = &["thuế", "lệ phí", "phí", "trước bạ"];
    let lent = says(LENDERS) || tokens.clone().any(lends);
    let told = has_phone(message) || says(&["bạn"]);
    let lent = lent && (told || !says(ASKS));
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    let asks = |at: usize| message.longest(at, &QUESTIONS) > 0 || no(at);
    let asks = tokens.clone().any(asks);
    let percent = message.text.contains('%') && (told || !asks || !says(DUES));
    let service = service(message);
    let offered = says(OFFERS) || percent || service == Some(Junk::Perhaps);
    if tokens.clone().any(|at| is_sum(message, at)) {
        let sure = (lent || offered || says(ACCOUNT)) && (lends_out(message) || !is_own(message));
        return Some(if sure { Junk::Surely } else { Junk::Sum });
    }
    match lent {
        true => Some(Junk::Likely),
        false => offered.then_some(Junk::Perhaps).or(service),
    }
}

/// `em cần`, `tôi muốn`, `cho con`: who writes wants something himself. A lender speaks to others, and has them write to him.
pub(super) fn is_own(message: &Message) -> bool {
    const WANTS: [&str; 9] = [
        "cần", "muốn", "mún", "xin", "hỏi", "phải", "định", "tính", "bị",
    ];
    const LENDER: [&str; 16] = [
        "anh chị cần",
        "anh chị có",
        "anh chị muốn",
        "anh chị nào",
        "anh chị vay",
        "anh chị đang",
        "anh chị quan",
        "nhu cầu vay",
        "nt em",
        "nt lại em",
        "nhắn em",
        "nhắn lại em",
        "nhắn tin em",
        "ib em",
        "inbox em",
        "ib lại em",
    ];
    let i = |at: usize| message.is_one(at, &I);
    let beside =
        |at: usize, next: &[&str]| i(at) && message.is_any(at + 1, next) && !message.breaks(at + 1);
    const ASKS: [&str; 6] = ["hỏi", "xin", "đặt", "hẹn", "đăng", "đk"];
    let asks = |at: usize| message.is(at, "cho") && beside(at + 1, &ASKS);
    let all = || 0..message.tokens.len();
    // `tôi chuyển khoản lệ phí rồi`
    let fee = message.says(all(), &["lệ phí", "biên lai"]) && all().any(i);
    // `Em là Lê Thị Hoa, cần xác nhận …`
    let named = all().any(|at| beside(at, &["là", "tên"]));
    let needs = |at: usize| {
        let loan = message.is_any(at + 1, &["vay", "tiền", "vốn"]);
        message.breaks(at) && message.is_any(at, &["cần", "muốn", "xin"]) && !loan
    };
    let needs = named && all().any(needs);
    // `a/c cần vay`
    let short = |at| message.is(at, "a") && message.gap(at + 1) == "/" && message.is(at + 1, "c");
    let lender = message.says(all(), &LENDER) || all().any(short);
    fee || !lender && (needs || all().any(|at| beside(at, &WANTS) || asks(at)))
}

/// Said of a loan by who gives it.
pub(super) fn lends_out(message: &Message) -> bool {
    const LENDS: [&str; 22] = [
        "duyệt",
        "giải ngân",
        "không thế chấp",
        "ko thế chấp",
        "không cần thế chấp",
        "tín chấp",
        "chỉ cần",
        "online",
        "lãi",
        "hạn mức",
        "gói vay",
        "hỗ trợ vay",
        "nhận vay",
        "vay nhanh",
        "vay nóng",
        "tiêu dùng",
        "nợ xấu",
        "nhân viên ngân hàng",
        "nạp thẻ",
        "khuyến mãi",
        "khách hàng",
        "bên em",
    ];
    // `xã có cho vay vốn không`
    let lends = |at: usize| {
        let asked = at > 0 && message.is(at - 1, "có");
        message.phrase(at, "cho vay") > 0 && !asked
    };
    let all = || 0..message.tokens.len();
    let says = |phrases: &[&str]| message.says(all(), phrases);
    // `Vay 50 triệu …`
    let offered = message.is(0, "vay") && all().any(|at| is_sum(message, at));
    offered
        || says(&LENDS)
        || message.text.contains('%')
        || all().any(lends)
        || has_phone(message) && says(&CONTACT)
}

/// Before a telephone, or what is written to.
const CONTACT: [&str; 7] = ["liên hệ", "lh", "zalo", "gọi", "alo", "call", "hotline"];

fn has_phone(message: &Message) -> bool {
    /// Digits of a telephone.
    const FEWEST: usize = 9;
    let phone = |token: &Token| token.kind == Kind::Number && token.fold.len() >= FEWEST;
    message.tokens.iter().any(phone)
}

/// `may gio mo cua vay em`: without an accent, behind a question or before its end, `vay` is *vậy*.
fn is_so(message: &Message, at: usize) -> bool {
    const BEFORE: [&str; 16] = [
        "gì", "đâu", "nào", "sao", "như", "thế", "chưa", "không", "ko", "k", "rồi", "mấy", "ai",
        "lâu", "nhiêu", "chi",
    ];
    const LOAN: [&str; 8] = ["cần", "muốn", "cho", "được", "xin", "trợ", "tiền", "đi"];
    const POLITE: [&str; 20] = [
        "ạ",
        "a",
        "em",
        "anh",
        "chị",
        "ad",
        "nhỉ",
        "cán bộ",
        "ta",
        "cô",
        "chú",
        "bác",
        "nha",
        "nhé",
        "hả",
        "à",
        "mà",
        "thì",
        "là",
        "bạn",
    ];
    let before = at.checked_sub(1);
    let next = at + 1;
    let ends = next >= message.tokens.len()
        || message.breaks(next)
        || message.line_ends(next)
        || message.gap(next).contains(['.', '?', '!']);
    let said = before.is_some_and(|before| message.is_any(before, &BEFORE));
    let loan = before.is_some_and(|before| message.is_any(before, &LOAN));
    let then =
        at == 0 && message.is_any(next, &["mai", "để", "giờ", "sáng", "chiều", "nếu", "khi"]);
    message.tokens[at].marks.is_empty()
        && (said || then || !loan && (ends || message.longest_of(next, &POLITE) > 0))
}

fn surely(message: &Message, at: usize) -> bool {
    let number = |at: usize, digits: std::ops::RangeInclusive<usize>| {
        let token = message.tokens.get(at).filter(|t| t.kind == Kind::Number);
        token.is_some_and(|t| digits.contains(&t.fold.len()))
    };
    // `gui 191`, `LH 0912…`.
    let operator = message.is_any(at, &["gửi", "gui"])
        && number(at + 1, 3..=5)
        && !message.gap(at + 2).starts_with(['/', ':']);
    let contact = message.is(at, "lh")
        && message
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.fold.starts_with('0'));
    let opening = at == 0 && message.is_any(at, &["qc", "tb", "quảng cáo"]);
    let trick = message.longest_of(
        at,
        &[
            "trúng thưởng",
            "otp",
            "mã xác thực",
            "cá cược",
            "trúng giải",
        ],
    ) > 0;
    operator || contact || opening || trick
}

/// Somebody who does other people's errands for money: `Nhận làm sổ đỏ nhanh, … Zalo 09…`. Without accents *chuyên* is *chuyển*.
fn service(message: &Message) -> Option<Junk> {
    const OPENS: [&str; 5] = [
        "nhận làm",
        "chuyên làm",
        "chuyên nhận",
        "dịch vụ làm",
        "bên em nhận làm",
    ];
    const PRAISE: [&str; 8] = [
        "nhanh",
        "trọn gói",
        "uy tín",
        "giá rẻ",
        "bao đậu",
        "lấy ngay",
        "tận nơi",
        "nhanh gọn",
    ];
    /// Who asks for the service.
    const FOR_ME: [&str; 9] = [
        "giúp em",
        "giúp tôi",
        "giúp mình",
        "giúp con",
        "giúp cháu",
        "cho em",
        "cho tôi",
        "cho mình",
        "giùm em",
    ];
    let all = || 0..message.tokens.len();
    let asked = message.is(0, "nhận") && message.says(all(), &FOR_ME);
    let opening = message.longest_of(0, &OPENS);
    let phone = has_phone(message);
    let accented = |at: usize| !message.tokens[at].accents().is_empty();
    let offers = phone
        && opening > 0
        && !asked
        && message.says(all(), &PRAISE)
        && message.says(all(), &CONTACT);
    offers.then_some(match (0..opening).any(accented) {
        true => Junk::Perhaps,
        false => Junk::Unaccented,
    })
}

/// `30tr`, `50k`, `100.000d`, `500 nghìn`.
pub(super) fn is_sum(message: &Message, at: usize) -> bool {
    let is_number = |at: usize| {
        message
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == Kind::Number)
    };
    if !is_number(at) || matches!(message.gap(at + 1), "/" | "-") || message.gap(at).ends_with('/')
    {
        return false;
    }
    let glued = message.gap(at + 1).is_empty()
        && message.is_any(at + 1, &["tr", "k", "đ", "vnd", "vnđ", "ngàn", "tỷ", "củ"]);
    let spaced = message.is_any(at + 1, &["triệu", "nghìn", "tỷ", "vnđ", "vnd", "đồng", "trđ", "ngàn"])
        && !message.breaks(at + 1)
        // `3 dong` may be the village Đông.
        && (!message.tokens[at + 1].marks.is_empty() || !message.is_any(at + 1, &["đồng", "tỷ", "ngàn"]));
    glued || spaced
}

/// An address of the web: `http://…`, `www.…`, `abc.com`, `bit.ly/x`.
fn has_link(text: &str) -> bool {
    const ENDS: [&str; 16] = [
        "com", "vn", "net", "org", "info", "xyz", "top", "club", "shop", "site", "online", "me",
        "ly", "cc", "asia", "link",
    ];
    let lower = text.to_lowercase();
    lower.contains("http:") || lower.contains("https:") || lower.contains("www.") || {
        let words =
            lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"'));
        words.into_iter().any(|word| {
            let host = word
                .split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches('.');
            let named = host.rsplit_once('.').is_some_and(|(name, end)| {
                ENDS.contains(&end)
                    && name.len() >= 2
                    && name
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            });
            named && host.is_ascii()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_have_letters_or_short_numbers() {
        for sender in [
            "VIETTEL",
            "191",
            "1414",
            "9029",
            "",
            "MB Bank",
            "+8410",
            "1800abc123",
        ] {
            assert!(is_machine(sender), "{sender}");
        }
        for sender in ["0912345678", "+84912345678", "84912345678", "02033123456"] {
            assert!(!is_machine(sender), "{sender}");
        }
    }

    #[test]
    fn adverts_are_known_by_what_they_offer() {
        let known = |text: &str| junk(&Message::read(text));
        for text in [
            "xem http://a.b/c",
            "vao bit.ly/abc",
            "shopee.vn sale",
            "vay 30tr",
            "LH 0912345678",
            "soan A gui 191",
            "QC: giam gia",
            "TK 0451 -500.000VND",
        ] {
            assert_eq!(known(text), Some(Junk::Surely), "{text}");
        }
        for text in ["nhan 50k", "500 nghìn", "100.000đ"] {
            assert_eq!(known(text), Some(Junk::Sum), "{text}");
        }
        assert_eq!(known("nap the"), Some(Junk::Likely));
        assert_eq!(known("uu dai 50%"), Some(Junk::Perhaps));
        for text in [
            "DK Lê Lan khai sinh 25/11",
            "thon 3 dong",
            "Ng.Van An",
            "8h30 ngay 1.12",
            "gui 25/11",
            "vậy nhé",
        ] {
            assert_eq!(known(text), None, "{text}");
        }
    }
}
