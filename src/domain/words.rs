//! Words that every door uses: how a ticket stands, and the days of the week. Each door speaks to others (the official,
//! the citizen on the web and by SMS), so that one state has several wordings, and
//! all of them stand here side by side.

use super::dossier::Stage;
use super::sms::Intent;
use super::ticket::{Channel, Errand, Number, State, Ticket};
use super::time::{Day, Half, TimeOfDay};

/// One state of a ticket, for those who read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StateWords {
    /// For the official, at the screen and on the day's list: the rest of a sentence about the number.
    pub desk: &'static str,
    /// For the citizen on the web: a heading.
    pub web: &'static str,
    /// For the citizen by message; by SMS the accents are taken off.
    pub sms: &'static str,
}

const fn words(desk: &'static str, web: &'static str, sms: &'static str) -> StateWords {
    StateWords { desk, web, sms }
}

/// How a ticket stands.
#[rustfmt::skip]
pub const fn state(state: State) -> StateWords {
    match state {
        State::Waiting => words("đang chờ", "Đang chờ gọi số", "đang chờ gọi"),
        State::Booked => words("đã hẹn", "Đã hẹn", "còn hiệu lực"),
        State::Requested => words("chờ xác nhận", "Đã đăng ký, chờ cán bộ xác nhận", "chờ cán bộ xác nhận"),
        State::Proposed => words("chờ người dân trả lời", "Cán bộ đề nghị giờ khác", "chờ ông/bà đồng ý, trả lời OK"),
        State::Asked => words("xin hẹn, chưa giữ chỗ", "Đã gửi yêu cầu, CHƯA có giờ hẹn", "chưa giữ chỗ, chờ cán bộ trả lời"),
        State::Serving => words("đang phục vụ", "Đã gọi số của ông/bà", "đang phục vụ"),
        State::Held => words("đang được giữ lại", "Tạm dừng, chờ bổ sung", "tạm dừng, chờ bổ sung"),
        State::Done => words("đã xong", "Đã làm xong", "đã xong"),
        State::Missed => words("vắng khi gọi", "Vắng khi gọi", "vắng khi gọi, đến rồi xin báo cán bộ tại quầy"),
        State::Cancelled => words("đã huỷ", "Số đã huỷ", "đã huỷ"),
        State::Unserved => words("hết ngày chưa đến lượt", "Hết giờ, chưa được phục vụ", "hết giờ, chưa làm được"),
        State::Expired => words("quá giờ hẹn", "Đã quá giờ hẹn", "đã quá giờ hẹn, không còn hiệu lực"),
        State::Moved => words("đã đổi lịch", "Đã đổi sang giờ khác", "đã đổi sang giờ khác"),
        State::Transferred => words("đã chuyển lĩnh vực", "Đã chuyển sang lĩnh vực khác", "đã chuyển lĩnh vực"),
        State::Declined => words("không được nhận", "Cơ quan không nhận yêu cầu hẹn này", "không được nhận"),
        State::Lapsed => words("hết hạn", "Yêu cầu hết hạn vì chưa được trả lời", "hết hạn vì chưa được trả lời"),
    }
}

/// How a ticket stands, for the citizen by message; `over`: its day is, so that nobody comes back into the queue.
pub const fn by_message(now: State, over: bool) -> &'static str {
    match now {
        State::Missed if over => "vắng khi gọi, không còn dùng được",
        other => state(other).sms,
    }
}

/// The same in a list of what is open, behind one of them; nothing where it only has to be waited for.
pub const fn in_list(state: State) -> &'static str {
    match state {
        State::Requested => " (chờ xác nhận)",
        State::Proposed => " (chờ ông/bà trả lời OK)",
        State::Asked => " (chưa giữ chỗ)",
        State::Serving => " (đang phục vụ)",
        State::Held => " (tạm dừng)",
        _ => "",
    }
}

/// The same of a ticket, for the official: who has a booking and is here is here, and who went away is.
pub const fn stands(t: &Ticket) -> &'static str {
    match t.state {
        State::Booked if t.present => "có mặt",
        State::Waiting if !t.present => "đã về",
        other => state(other).desk,
    }
}

/// The version of what is asked at the desk before messages are sent about a dossier; below it are those of the form on the
/// web.
pub const CONSENT_AT_DESK: u16 = 101;

/// How a dossier stands.
#[rustfmt::skip]
pub const fn dossier(stage: Stage) -> StateWords {
    match stage {
        Stage::Received => words("đã tiếp nhận", "Đã tiếp nhận", "đã tiếp nhận"),
        Stage::Processing => words("đang xử lý", "Đang xử lý", "đang xử lý"),
        Stage::AwaitsPapers => words("chờ bổ sung", "Cần bổ sung giấy tờ", "cần bổ sung"),
        Stage::Completed => words("đã có kết quả", "Đã có kết quả, mời đến nhận", "đã có kết quả, mời đến nhận"),
        Stage::HandedOver => words("đã trả kết quả", "Đã trả kết quả", "đã trả kết quả"),
        Stage::Refused => words("bị từ chối", "Hồ sơ bị từ chối", "bị từ chối"),
        Stage::Stopped => words("đã dừng", "Đã dừng giải quyết theo đề nghị", "đã dừng theo đề nghị"),
        Stage::Withdrawn => words("đã thu hồi mã", "Mã này không còn dùng: việc tiếp nhận đã được rút lại", "mã không còn dùng, hồ sơ chưa được tiếp nhận"),
    }
}

/// A number as it is printed and called: `015`; `YC1` of a wish that holds no slot.
pub fn number(number: Number) -> String {
    match number.is_unheld() {
        true => format!("YC{}", number.n - Number::UNHELD),
        false => format!("{:03}", number.n),
    }
}

/// What a message is about.
pub const fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Book => "đặt hẹn",
        Intent::Cancel => "huỷ hẹn",
        Intent::Move => "đổi lịch",
        Intent::Lookup => "tra cứu",
        Intent::Rate => "đánh giá",
        Intent::Help => "hỏi cách làm",
        Intent::Unknown => "chưa hiểu",
    }
}

/// `7h30`, as citizens read an hour in a sentence; tables and boards have `07:30`.
pub fn hour(TimeOfDay(minutes): TimeOfDay) -> String {
    format!("{}h{:02}", minutes / 60, minutes % 60)
}

const WEEKDAYS: [&str; 7] = [
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
];

/// `thứ Hai`, as within a sentence (Decree 30/2020/NĐ-CP, appendix II).
pub fn weekday(day: Day) -> &'static str {
    WEEKDAYS[usize::from(day.weekday())]
}

/// `T2`, of a weekday counted from Monday, 0.
pub fn weekday_short(weekday: u8) -> &'static str {
    const SHORT: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
    SHORT[usize::from(weekday) % 7]
}

/// `25/11/2026`.
pub fn date(day: Day) -> String {
    day.to_chrono().format("%d/%m/%Y").to_string()
}

/// `sáng`, `chiều`.
pub const fn half(half: Half) -> &'static str {
    match half {
        Half::Am => "sáng",
        Half::Pm => "chiều",
    }
}

/// Words at the beginning of a sentence.
pub fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |c| {
        c.to_uppercase().collect::<String>() + chars.as_str()
    })
}

/// `1 bản chính, 2 bản sao`.
pub fn copies(originals: u32, copies: u32) -> String {
    match (originals, copies) {
        (0, 0) => "mang theo".to_owned(),
        (n, 0) => format!("{n} bản chính"),
        (0, n) => format!("{n} bản sao"),
        (a, b) => format!("{a} bản chính, {b} bản sao"),
    }
}

/// A name that need not be known to who looks over the shoulder: `N••••• V•• A•`.
pub fn masked_name(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        let rest = letters.count();
        first + &"•".repeat(rest.min(5))
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Why somebody is here again who brings nothing new.
pub const fn errand(errand: Errand) -> &'static str {
    match errand {
        Errand::Result => "nhận kết quả",
        Errand::Papers => "bổ sung giấy tờ",
    }
}

/// By which door.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => "tại quầy",
        Channel::Sms => "qua SMS",
        Channel::Web => "qua web",
        Channel::Phone => "qua điện thoại",
        Channel::Helper => "nhờ người đặt hộ",
    }
}

/// `4.200 đ`.
pub fn money(dong: u64) -> String {
    let digits = dong.to_string();
    let mut words = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            words.push('.');
        }
        words.push(digit);
    }
    words + " đ"
}
