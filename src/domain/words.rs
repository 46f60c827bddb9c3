//! Words that every door uses: how a ticket stands, and the days of the week. Each door speaks to others (the official,
//! the citizen on the web and by SMS), so that one state has several wordings, and
//! all of them stand here side by side.

use super::dossier::Stage;
use super::ticket::{Channel, State};
use super::time::Day;

/// One state of a ticket, for those who read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StateWords {
    /// For the official, at the screen and on the day's list: the rest of a sentence about the number.
    pub desk: &'static str,
    /// For the citizen on the web: a heading.
    pub web: &'static str,
    /// For the citizen by SMS, without accents.
    pub sms: &'static str,
}

const fn words(desk: &'static str, web: &'static str, sms: &'static str) -> StateWords {
    StateWords { desk, web, sms }
}

/// How a ticket stands.
#[rustfmt::skip]
pub const fn state(state: State) -> StateWords {
    match state {
        State::Waiting => words("đang chờ", "Đang chờ gọi số", "dang cho goi"),
        State::Booked => words("đã hẹn", "Đã hẹn", "con hieu luc"),
        State::Requested => words("chờ xác nhận", "Đã đăng ký, chờ cán bộ xác nhận", "cho can bo xac nhan"),
        State::Proposed => words("chờ người dân trả lời", "Cán bộ đề nghị giờ khác", "cho ong/ba dong y, tra loi OK"),
        State::Asked => words("xin hẹn, chưa giữ chỗ", "Đã gửi yêu cầu, CHƯA có giờ hẹn", "chua giu cho, cho can bo tra loi"),
        State::Serving => words("đang phục vụ", "Đang được phục vụ", "dang phuc vu"),
        State::Held => words("đang được giữ lại", "Tạm dừng, chờ bổ sung", "tam dung, cho bo sung"),
        State::Done => words("đã xong", "Đã làm xong", "da xong"),
        State::Missed => words("vắng khi gọi", "Đã gọi nhưng vắng mặt", "da goi ma vang mat"),
        State::Cancelled => words("đã huỷ", "Số đã huỷ", "da huy"),
        State::Unserved => words("hết ngày chưa tới lượt", "Hết giờ, chưa được phục vụ", "het gio, chua lam duoc"),
        State::Expired => words("quá giờ hẹn", "Đã quá giờ hẹn", "da qua gio hen nen da bi huy"),
        State::Moved => words("đã đổi lịch", "Đã đổi sang giờ khác", "da doi sang gio khac"),
        State::Transferred => words("đã chuyển lĩnh vực", "Đã chuyển sang lĩnh vực khác", "da chuyen linh vuc"),
        State::Declined => words("không được nhận", "Cơ quan không nhận yêu cầu hẹn này", "khong duoc chap nhan"),
        State::Lapsed => words("hết hạn trả lời", "Yêu cầu hết hạn vì chưa được trả lời", "da qua han xac nhan"),
    }
}

/// The version of what is asked at the desk before messages are sent about a dossier; below it are those of the form on the
/// web.
pub const CONSENT_AT_DESK: u16 = 101;

/// How a dossier stands.
#[rustfmt::skip]
pub const fn dossier(stage: Stage) -> StateWords {
    match stage {
        Stage::Received => words("đã tiếp nhận", "Đã tiếp nhận", "da tiep nhan"),
        Stage::Processing => words("đang xử lý", "Đang xử lý", "dang xu ly"),
        Stage::AwaitsPapers => words("chờ bổ sung", "Cần bổ sung giấy tờ", "can bo sung"),
        Stage::Completed => words("đã có kết quả", "Đã có kết quả, mời đến nhận", "da co ket qua, moi den nhan"),
        Stage::HandedOver => words("đã trả kết quả", "Đã trả kết quả", "da tra ket qua"),
        Stage::Refused => words("bị từ chối", "Hồ sơ bị từ chối", "bi tu choi"),
        Stage::Stopped => words("đã dừng", "Đã dừng giải quyết theo đề nghị", "da dung theo de nghi"),
        Stage::Withdrawn => words("đã thu hồi mã", "Mã này không còn dùng: việc tiếp nhận đã được rút lại", "ma khong con dung, ho so chua duoc tiep nhan"),
    }
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

/// The same words at the beginning of a sentence.
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
