//! Who takes leave with thanks and wishes, and waits for no answer.

use super::codes::Kind;
use super::lexicon::ENDINGS;
use super::people::is_somebody;
use super::quoted::own_words;
use super::talk::{POLITE, YES};
use super::words::{Message, Token};

/// Wishes at parting.
const WISHES: [&str; 22] = [
    "chúc",
    "sức khỏe",
    "mạnh khỏe",
    "khỏe mạnh",
    "khỏe",
    "vui",
    "vui vẻ",
    "may mắn",
    "hạnh phúc",
    "bình an",
    "thành công",
    "tốt lành",
    "tốt đẹp",
    "công tác tốt",
    "cả nhà",
    "gia đình",
    "mọi người",
    "luôn",
    "dồi dào",
    "ngày mới",
    "buổi tối",
    "năm mới",
];
/// That somebody comes, and what he was helped with.
const COMING: [&str; 37] = [
    "mai",
    "mốt",
    "hôm nay",
    "ngày mai",
    "sáng",
    "chiều",
    "buổi",
    "thứ",
    "ngày",
    "h",
    "giờ",
    "rưỡi",
    "lên",
    "qua",
    "đến",
    "tới",
    "ra",
    "sẽ",
    "có mặt",
    "đúng giờ",
    "đúng hẹn",
    "hẹn gặp lại",
    "gặp lại",
    "gặp",
    "hẹn mai",
    "thì",
    "ok",
    "tui",
    "đã giúp",
    "đã hướng dẫn",
    "đã hỗ trợ",
    "hướng dẫn",
    "giúp đỡ",
    "nhiệt tình",
    "lắm",
    "rất",
    "quý",
];
/// How well somebody was served.
const PRAISE: [&str; 26] = [
    "quá",
    "tận tình",
    "chu đáo",
    "dễ thương",
    "tử tế",
    "thân thiện",
    "vui tính",
    "niềm nở",
    "tư vấn",
    "phục vụ",
    "hỗ trợ",
    "làm việc",
    "tốt",
    "nhanh",
    "nhanh chóng",
    "gái",
    "các",
    "thật",
    "đã",
    "tuyệt vời",
    "và",
    "ghê",
    "mẹ",
    "ba",
    "vợ",
    "chồng",
];
/// What is done, beside thanks: `giấy tờ xong hết rồi`.
const DONE: [&str; 20] = [
    "đã nộp rồi",
    "nộp rồi",
    "nộp xong",
    "làm nhanh lắm",
    "làm xong",
    "xong",
    "xong xuôi",
    "xong hết",
    "hết",
    "đủ",
    "giấy tờ",
    "mọi việc",
    "việc",
    "khai sinh",
    "căn cước",
    "cccd",
    "hộ khẩu",
    "sổ đỏ",
    "kết hôn",
    "khai tử",
];
/// Said by who meant somebody else.
const WRONG_NUMBER: [&str; 9] = [
    "nhắn nhầm số",
    "nhắn lộn số",
    "gửi nhầm số",
    "gửi lộn số",
    "nhầm số",
    "lộn số",
    "nhắn nhầm máy",
    "nhắn nhầm người",
    "gửi nhầm người",
];

/// Whether a message is nothing but thanks, that its sender will come (`cảm ơn, vậy mai em lên ạ`) and wishes (`…, chúc cô mạnh khoẻ`).
pub fn takes_leave(text: &str) -> bool {
    let own = own_words(text);
    let message = Message::read(&own);
    const FETCHED: [&str; 8] = ["lấy", "nhận", "giấy", "sổ", "thẻ", "kết quả", "hồ sơ", "về"];
    const FAMILY: [&str; 8] = ["vợ", "chồng", "ba", "bố", "mẹ", "má", "nhà", "đã"];
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    let number = |token: &Token| token.kind == Kind::Number;
    let done =
        says(&["xong", "nhận đủ", "nộp rồi", "nhanh lắm"]) && !message.tokens.iter().any(number);
    let (mut at, mut thanks, mut later) = (0, false, false);
    while at < message.tokens.len() {
        let ending = message.longest(at, &ENDINGS);
        thanks |= ending > 0;
        let wrong = message.longest_of(at, &WRONG_NUMBER);
        let sorry = message.longest_of(at, &["sorry", "sr"]);
        let ended = message.longest_of(at, &DONE) * usize::from(done);
        let wait = waits(&message, at).max(wrong);
        later |= wait > 0;
        let wait = wait.max(sorry).max(ended);
        let family = message.longest_of(at, &FAMILY).min(usize::from(later) * 2);
        let ending = ending.max(wait).max(family);
        let said = [&YES[..], &POLITE, &COMING, &WISHES, &PRAISE, &FETCHED]
            .map(|words| message.longest_of(at, words));
        let number = usize::from(message.tokens[at].kind == Kind::Number);
        match said.into_iter().fold(ending.max(number), usize::max) {
            0 => return false,
            length => at += length,
        }
    }
    (thanks || later) && !own.contains('?') && !urges(&message)
}

/// `làm việc nhanh đi`, `phục vụ mẹ nhanh nhé`: who wants something done thanks beforehand.
fn urges(message: &Message) -> bool {
    const WORK: [&str; 7] = [
        "phục vụ",
        "hỗ trợ",
        "tư vấn",
        "làm việc",
        "hướng dẫn",
        "giúp đỡ",
        "làm",
    ];
    const QUICKLY: [&str; 4] = ["nhanh chóng", "nhanh", "lẹ", "gấp"];
    const URGED: [&str; 11] = [
        "đi", "lên", "nhé", "nha", "nghe", "nghen", "với", "giúp", "giùm", "dùm", "hộ",
    ];
    const PRAISED: [&str; 7] = ["quá", "lắm", "ghê", "rất", "thật", "đã", "chúc"];
    let all = 0..message.tokens.len();
    let quick = |at: usize| {
        let length = message.longest_of(at, &QUICKLY);
        length > 0 && message.is_any(at + length, &URGED)
    };
    let clause = |at: usize| {
        let end = (at + 1..message.tokens.len()).find(|at| message.breaks(*at));
        let end = end.unwrap_or(message.tokens.len());
        let urged = (end.saturating_sub(2)..end).any(|at| message.is_any(at, &URGED));
        let work = message.breaks(at) && message.longest_of(at, &WORK) > 0;
        work && urged && !message.says(at..end, &PRAISED)
    };
    !message.says(all.clone(), &["chúc"]) && all.into_iter().any(|at| quick(at) || clause(at))
}

/// The tokens of `để anh hỏi lại`: something is to be found out first.
fn waits(message: &Message, at: usize) -> usize {
    const AGAIN: [&str; 5] = ["hỏi lại", "xem lại", "coi lại", "tính lại", "bàn lại"];
    let end = at + 1 + usize::from(is_somebody(message, at + 1));
    let again = message.longest_of(end, &AGAIN);
    match message.is(at, "để") && again > 0 {
        true => end + again - at,
        false => 0,
    }
}
