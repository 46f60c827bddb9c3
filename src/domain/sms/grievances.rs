//! What somebody complains of, or wants the office to look into: nobody's booking, but an official's to read.

use super::junk::is_sum;
use super::lexicon::{NOT, PLACES};
use super::times;
use super::words::{Message, Token};

const SURELY: [&str; 40] = [
    "lấn chiếm",
    "lấn ranh",
    "lấn sang đất",
    "lấn qua đất",
    "lấn vào đất",
    "xuống kiểm tra",
    "xuống giải quyết",
    "xuống xử lý",
    "hách dịch",
    "cửa quyền",
    "quát mắng",
    "quát nạt",
    "nạt nộ",
    "cáu gắt",
    "gắt gỏng",
    "nặng lời",
    "hạch sách",
    "nhũng nhiễu",
    "vòi vĩnh",
    "vòi tiền",
    "tiền bồi dưỡng",
    "gây khó dễ",
    "làm ăn kiểu",
    "làm việc kiểu gì",
    "làm việc kiểu đó",
    "làm việc gì kì",
    "làm việc gì kỳ",
    "làm ăn gì kì",
    "làm ăn gì kỳ",
    "làm kiểu gì mà",
    "làm ăn chậm trễ",
    "hẹn đi hẹn lại",
    "hẹn lên hẹn xuống",
    "hẹn tới hẹn lui",
    "đi lên đi xuống",
    "bức xúc",
    "vô trách nhiệm",
    "thiếu trách nhiệm",
    "xem lại thái độ",
    "xem lại cách làm việc",
];
const TO_ACT: [&str; 8] = [
    "chấn chỉnh",
    "xem lại",
    "kiểm tra",
    "giải quyết",
    "xử lý",
    "xử phạt",
    "can thiệp",
    "xã xem",
];
const PERHAPS: [&str; 9] = [
    "không hài lòng",
    "khiếu nại",
    "tố cáo",
    "tố giác",
    "kiến nghị",
    "phản ánh",
    "tranh chấp",
    "xuống xem",
    "xã giải quyết",
];
/// Of officials.
const RUDELY: [&str; 4] = ["khó chịu", "lồi lõm", "coi thường", "nói trống không"];
/// Of how they were.
const BADLY: [&str; 5] = ["không tốt", "ko tốt", "k tốt", "kém", "tệ"];
/// Nobody is where somebody came to.
const NOBODY: [&str; 8] = [
    "gặp ai",
    "gặp được ai",
    "có ai",
    "ai tiếp",
    "ai làm",
    "thấy ai",
    "thấy cán bộ",
    "có cán bộ",
];
const AT_OFFICE: [&str; 9] = [
    "quầy",
    "xã",
    "ubnd",
    "ủy ban",
    "một cửa",
    "cán bộ",
    "phòng",
    "ai tiếp",
    "lên mấy lần",
];
/// A result that is long due.
const AWAITED: [&str; 6] = ["hồ sơ", "kết quả", "giấy tờ", "sổ", "thẻ", "cccd"];
const NOT_YET: [&str; 6] = [
    "chưa thấy trả",
    "chưa trả",
    "chưa thấy đâu",
    "chưa giải quyết",
    "vẫn chưa xong",
    "vẫn chưa có",
];
const FOR_LONG: [&str; 9] = [
    "tháng nay",
    "tháng rồi",
    "tuần nay",
    "tuần rồi",
    "năm nay",
    "mấy lần",
    "lâu quá",
    "quá hẹn",
    "quá hạn",
];

/// Somebody was made to wait: how long, and for nothing.
const WAITS: [&str; 6] = ["ngồi chờ", "ngồi đợi", "chờ", "đợi", "xếp hàng", "ngồi"];
const ALL_THE_TIME: [&str; 14] = [
    "từ sáng",
    "từ trưa",
    "từ đầu giờ",
    "cả buổi",
    "cả sáng",
    "cả chiều",
    "cả ngày",
    "cả tiếng",
    "mấy tiếng",
    "hoài",
    "mãi",
    "lâu quá",
    "nãy giờ",
    "gần tiếng",
];
const IN_VAIN: [&str; 16] = [
    "chưa tới số",
    "chưa đến số",
    "chưa tới lượt",
    "chưa đến lượt",
    "chưa tới phiên",
    "chưa đến phiên",
    "chưa được gọi",
    "chưa đc gọi",
    "chưa ai gọi",
    "chưa thấy gọi",
    "chưa gọi",
    "không ai gọi",
    "ko ai gọi",
    "không gọi",
    "đuổi về",
    "bắt về",
];
/// What is given for money.
const RECEIPT: [&str; 6] = [
    "biên lai",
    "hóa đơn",
    "phiếu thu",
    "phiếu gì",
    "ghi phiếu",
    "giấy thu tiền",
];
const PAID: [&str; 9] = [
    "thu", "lấy", "đòi", "đóng", "nộp", "trả", "bắt", "phí", "tiền",
];
/// Of a sum.
const IS_THAT_SO: [&str; 14] = [
    "có đúng không",
    "có đúng ko",
    "có đúng k",
    "đúng không",
    "đúng quy định",
    "đúng giá",
    "đắt quá",
    "mắc quá",
    "cao quá",
    "nhiều quá",
    "sao thu",
    "giấy ghi",
    "biên lai ghi",
    "niêm yết",
];

/// How sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Grievance {
    /// Whatever else is said, nobody comes for it: `hàng xóm lấn đất tôi`.
    Surely,
    /// `khiếu nại`, for which somebody may come, too.
    Perhaps,
}

/// Whether a message without a command is one.
pub(super) fn grievance(message: &Message) -> Option<Grievance> {
    let all = || 0..message.tokens.len();
    let says = |phrases: &[&str]| message.says(all(), phrases);
    // Lan is somebody's name, and so is Phan Anh.
    let encroached = all().any(|at| message.is(at, "lấn") && !message.tokens[at].marks.is_empty());
    let neighbour = says(&["hàng xóm", "nhà bên", "nhà kế bên"]) && says(&TO_ACT);
    let nobody = |at: usize| is_denial(message, at) && message.longest_of(at + 1, &NOBODY) > 0;
    let deserted = says(&AT_OFFICE) && all().any(nobody);
    let overdue = says(&AWAITED) && says(&NOT_YET) && says(&FOR_LONG);
    let treated = overcharged(message) || waited_in_vain(message) || kept_waiting(message);
    if encroached || neighbour || deserted || overdue || treated || says(&SURELY) {
        return Some(Grievance::Surely);
    }
    let named = |at: usize| {
        let capital = |at: usize| message.tokens.get(at).is_some_and(Token::is_upper);
        capital(at) && capital(at + 1)
    };
    let said = |at: usize| message.longest_of(at, &PERHAPS) > 0 && !named(at);
    let rude = says(&["cán bộ", "nhân viên", "quầy", "thái độ"]) && says(&RUDELY)
        || says(&["thái độ"]) && says(&BADLY);
    let perhaps = all().any(said)
        || is_out_of_order(message)
        || is_asked_to_act(message)
        || rude
        || says(&["đề nghị"]) && says(&TO_ACT);
    perhaps.then_some(Grievance::Perhaps)
}

/// `đường thôn 3 hư hết rồi`: what all use is broken. Bare `duong` may be a name or Bình Dương.
fn is_out_of_order(message: &Message) -> bool {
    const PUBLIC: [&str; 9] = [
        "đường",
        "cống",
        "mương",
        "cầu",
        "đèn đường",
        "trụ điện",
        "cột điện",
        "dây điện",
        "kênh",
    ];
    const BROKEN: [&str; 13] = [
        "hư",
        "hỏng",
        "ngập",
        "sụt",
        "sạt",
        "sạt lở",
        "lún",
        "nghẹt",
        "tắc",
        "gãy",
        "ổ gà",
        "xuống cấp",
        "lầy lội",
    ];
    /// Words between the two.
    const BETWEEN: usize = 6;
    (0..message.tokens.len()).any(|at| {
        let end = at + message.longest_of(at, &PUBLIC);
        let named = message.tokens[at].is_upper() && !message.sentence_begins(at);
        let bare = message.tokens[at].marks.is_empty() && at > 0 && !message.is_one(end, &PLACES);
        let asked = at > 0 && message.is_any(at - 1, &["yêu", "nhu"]);
        end > at && !named && !bare && !asked && message.says(end..=end + BETWEEN, &BROKEN)
    })
}

/// `nhờ xã xử lý gấp`, `xã có biết không`, `đổ rác ra mương`: the office is to look into something.
fn is_asked_to_act(message: &Message) -> bool {
    const TOLD: [&str; 10] = [
        "xã có biết",
        "xã có hay",
        "ubnd có biết",
        "cán bộ có biết",
        "ổ gà",
        "ô nhiễm",
        "hôi thối",
        "đổ rác",
        "vứt rác",
        "đốt rác",
    ];
    const OFFICE: [&str; 5] = ["xã", "ubnd", "ủy ban", "chính quyền", "cơ quan chức năng"];
    const ACTS: [&str; 8] = [
        "xử lý",
        "can thiệp",
        "giải quyết",
        "sửa",
        "dẹp",
        "nhắc nhở",
        "xử phạt",
        "ngăn chặn",
    ];
    let all = || 0..message.tokens.len();
    let acts = |at: usize| {
        let end = at + message.longest_of(at, &OFFICE);
        end > at && message.says(end..=end + 2, &ACTS)
    };
    message.says(all(), &TOLD) || all().any(acts)
}

fn is_denial(message: &Message, at: usize) -> bool {
    message.is_any(at, &NOT) || message.is_any(at, &["chẳng", "chả"])
}

/// `thu 50 nghìn mà không có biên lai`, `làm căn cước thu 150k có đúng không`.
fn overcharged(message: &Message) -> bool {
    let all = || 0..message.tokens.len();
    let denied = |at: usize| is_denial(message, at) || message.is(at, "chưa");
    // `không được đưa biên lai`
    let without = |at: usize| {
        let receipt = message.says(at + 1..=at + 4, &RECEIPT);
        denied(at) && receipt && !message.is_any(at + 1, &["cần", "phải"])
    };
    let sum = || all().any(|at| is_sum(message, at));
    let says = |phrases: &[&str]| message.says(all(), phrases);
    let demanded = || says(&["thu", "phí", "đòi", "lấy"]) && says(&IS_THAT_SO);
    // `quầy 1 đòi 100k mới làm nhanh`
    let by_office = || says(&AT_OFFICE) && says(&["thu", "đòi", "lấy", "vòi", "bắt"]);
    // `cán bộ đòi đưa thêm tiền`
    let bribe = |at: usize| {
        message.is_any(at, &["đòi", "vòi", "ép"]) && message.says(at + 1..=at + 5, &["tiền"])
    };
    let bribed = all().any(bribe) && says(&AT_OFFICE);
    says(&PAID) && all().any(without) || sum() && (demanded() || by_office()) || bribed
}

/// `ngồi chờ từ 7h tới 10h vẫn chưa tới số`; without its accent `chờ` is `cho`, but not before how long.
fn waited_in_vain(message: &Message) -> bool {
    /// Words between waiting and how long.
    const BETWEEN: usize = 3;
    let all = || 0..message.tokens.len();
    let long = |at: usize| {
        let since = message.is(at, "từ") && message.number(at + 1, 2).is_some();
        let hours = message.number(at, 2).is_some() && message.is(at + 1, "tiếng");
        since || hours || message.longest_of(at, &ALL_THE_TIME) > 0
    };
    let waits = |at: usize| {
        let end = at + message.longest_of(at, &WAITS);
        let bare = end == at + 1 && message.is(at, "chờ") && message.tokens[at].marks.is_empty();
        end > at && (end..=end + if bare { 0 } else { BETWEEN }).any(long)
    };
    message.says(all(), &IN_VAIN) && all().any(waits)
}

/// `hẹn 8h mà 10h mới được làm`, `hẹn 8h mà chờ tới 10h`: the booked hour, and a later one.
pub(super) fn kept_waiting(message: &Message) -> bool {
    /// Words between the two, and before what came late.
    const BETWEEN: usize = 6;
    const BUT: [&str; 4] = ["mà", "nhưng", "vậy mà", "thế mà"];
    const AT_LAST: [&str; 15] = [
        "mới được làm",
        "mới đc làm",
        "mới dc làm",
        "mới được gọi",
        "mới được tiếp",
        "mới được vào",
        "mới được ký",
        "mới gọi",
        "mới làm cho",
        "mới tiếp",
        "mới tới lượt",
        "mới đến lượt",
        "mới tới phiên",
        "mới tới số",
        "mới có người",
    ];
    let last = message.tokens.len();
    let hour = |at: usize| times::hour(message, at, &|_| true).map(|hour| hour.to);
    let hour_in = |from: usize| (from..last.min(from + BETWEEN)).find_map(hour);
    (0..last).any(|at| {
        let booked = message.is(at, "hẹn").then(|| hour_in(at + 1)).flatten();
        booked.is_some_and(|booked| {
            let Some(but) = (booked..booked + 3).find(|at| message.longest_of(*at, &BUT) > 0)
            else {
                return false;
            };
            let waits = message.says(but + 1..=but + 3, &["chờ", "đợi"]);
            let later = hour_in(but + 1);
            later.is_some_and(|later| waits || message.says(later..later + 4, &AT_LAST))
        })
    })
}
