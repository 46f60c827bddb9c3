//! What somebody complains of, or wants the office to look into: nobody's booking, but an official's to read.

use super::words::{Message, Token};

const SURELY: [&str; 34] = [
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
const DENIALS: [&str; 7] = ["không", "ko", "k", "chẳng", "chả", "hok", "hông"];
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
    let nobody =
        |at: usize| message.is_any(at, &DENIALS) && message.longest_of(at + 1, &NOBODY) > 0;
    let deserted = says(&AT_OFFICE) && all().any(nobody);
    let overdue = says(&AWAITED) && says(&NOT_YET) && says(&FOR_LONG);
    if encroached || neighbour || deserted || overdue || says(&SURELY) {
        return Some(Grievance::Surely);
    }
    let named = |at: usize| {
        let capital = |at: usize| message.tokens.get(at).is_some_and(Token::is_upper);
        capital(at) && capital(at + 1)
    };
    let said = |at: usize| message.longest_of(at, &PERHAPS) > 0 && !named(at);
    let rude = says(&["cán bộ", "nhân viên", "quầy", "thái độ"]) && says(&RUDELY)
        || says(&["thái độ"]) && says(&BADLY);
    let perhaps = all().any(said) || rude || says(&["đề nghị"]) && says(&TO_ACT);
    perhaps.then_some(Grievance::Perhaps)
}
