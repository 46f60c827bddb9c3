//! What is told beside the screen, in Vietnamese.

use crate::domain::ticket::{Kind, Ticket};

/// The office's SIM.
pub(super) const SIM: &str = "0912345678";
/// What is typed here is for this hour only.
pub(super) const NOTHING_KEPT: &str = "Đang chạy thử: danh mục không được ghi lại";
/// The demo opens no port.
pub(super) const NO_WEB: &str =
    "Đang chạy thử: không mở trang đặt hẹn (khi dùng thật, ghi [web] trong motcua.toml)";

/// The first line.
pub(super) fn heading(pace: u32) -> String {
    format!(" CHẠY THỬ, không ghi vào sổ thật · Ctrl+C: thoát · thứ Hai đông, nhanh gấp {pace} lần")
}

/// Before the office opens.
pub(super) fn opening(done: &str, walkin: &str, help: &str) -> [String; 4] {
    [
        "Dưới đây là màn hình thật của quầy 1; bảng LED, modem, máy in phiếu, người dân, cán bộ đều do máy đóng vai.".to_owned(),
        format!("Cứ bấm phím bất cứ lúc nào, như ở quầy: {done} xong và gọi tiếp, {walkin} cấp số, {help} trợ giúp."),
        "Ai làm một việc ở đây thì từ đó máy thôi đóng vai quầy 1, chỉ còn đóng vai ba quầy kia.".to_owned(),
        "07:20 · Mười phút nữa mở cửa; ngoài sân đã có người đợi. Ai đặt hẹn từ thứ Sáu thì đã có giờ.".to_owned(),
    ]
}

/// The user has begun to work.
pub(super) fn yours(done: &str, absent: &str) -> String {
    format!(
        "Máy thôi đóng vai quầy 1: {done} khi làm xong cho một người, {absent} khi gọi mà không ai đến."
    )
}

/// A board's face, for the line of devices.
pub(super) fn board(counter: &str, face: Option<u16>) -> String {
    match face {
        Some(number) => format!("{counter} [{number:>4}]"),
        None => format!("{counter} [    ]"),
    }
}

/// The line of devices.
pub(super) fn standing(boards: &[String], slips: usize) -> String {
    format!(
        "Bảng LED đang hiện: quầy {} · in: {slips} phiếu",
        boards.join("  ")
    )
}

/// The first slip came out.
pub(super) fn printed(millimetres: usize) -> String {
    format!(
        "Máy in ra phiếu đầu tiên, dài {} cm: số lớn, lĩnh vực, giờ lấy, giấy tờ cần có; từ nay cấp số nào in số đó",
        (millimetres + 5) / 10
    )
}

/// A number as it is told: with its field.
pub(super) fn number(n: u32, field: &str) -> String {
    format!("số {n} {field}")
}

pub(super) fn walkin(number: &str, name: &str, ahead: usize, key: &str) -> String {
    format!("{name} đến trực tiếp: cấp {number}, {ahead} người chờ trước · phím {key}")
}

pub(super) fn priority(number: &str, name: &str, key: &str) -> String {
    format!("{name} đến, người cao tuổi: cấp {number}, đánh dấu ưu tiên · phím {key}")
}

pub(super) fn no_number(name: &str) -> String {
    format!(
        "{name} đến nhưng lúc này không cấp số được: ngoài giờ, hoặc mọi quầy của lĩnh vực đang tạm nghỉ"
    )
}

pub(super) fn arrived(number: &str, time: &str, key: &str) -> String {
    format!("Người hẹn {time} ({number}) đã đến: ghi có mặt · phím {key}")
}

pub(super) fn came_late(number: &str) -> String {
    format!("Người hẹn {number} đến khi hẹn đã hết hiệu lực: lấy số như người đến trực tiếp")
}

pub(super) fn called(counter: &str, number: &str, ticket: &Ticket) -> String {
    let why = match ticket.kind {
        Kind::Booking { .. } => "có hẹn",
        Kind::Walkin { priority: true } => "được ưu tiên",
        Kind::Walkin { priority: false } => "đến trực tiếp, đến lượt",
    };
    format!("Quầy {counter} mời {number} ({why}); bảng LED hiện số đó, sau các số gọi thử nếu có")
}

pub(super) fn appointed(number: &str, grace: i32) -> String {
    format!(
        "Đến giờ hẹn của {number} mà chưa thấy đến: gọi một lần, chờ {grace} phút, quầy gọi người khác"
    )
}

pub(super) fn expired(number: &str) -> String {
    format!(
        "Hết thời gian chờ {number}: lịch hẹn hết hiệu lực, ai đến sau thì lấy số như người đến trực tiếp"
    )
}

pub(super) fn done(counter: &str, number: &str, minutes: i32, key: &str) -> String {
    format!("Quầy {counter} làm xong {number} sau {minutes} phút · phím {key}")
}

pub(super) fn absent(counter: &str, number: &str, key: &str) -> String {
    format!("Quầy {counter} gọi {number}, không ai đến: ghi vắng, gọi người tiếp theo · phím {key}")
}

pub(super) fn pauses(counter: &str, reason: &str, key: &str) -> String {
    format!("Quầy {counter} tạm nghỉ ({reason}): không gọi thêm ai · phím {key}")
}

pub(super) fn resumes(counter: &str, key: &str) -> String {
    format!("Quầy {counter} làm việc lại · phím {key}")
}

pub(super) fn requested(number: &str) -> String {
    format!(
        "Yêu cầu hẹn {number} phải có cán bộ xem trước khi xác nhận: nằm ở màn hình Yêu cầu (Tab)"
    )
}

pub(super) fn granted(number: &str, key: &str) -> String {
    format!(
        "Cán bộ xem và xác nhận yêu cầu {number}: modem sẽ nhắn người dân · màn hình Yêu cầu, phím {key}"
    )
}

pub(super) fn texted(from: &str, words: &str) -> String {
    format!("Tin nhắn từ {from}: «{words}»")
}

pub(super) fn answered(to: &str, words: &str) -> String {
    format!("Modem nhắn {to}: «{words}»")
}

pub(super) const LUNCH: &str = "Nghỉ trưa, không còn ai chờ: tua nhanh đến 13:15.";

pub(super) const QUIET: &str = "Không còn ai hẹn, không còn ai chờ: tua nhanh đến hết giờ.";

/// What the day came to; waits in minutes.
pub(super) fn evening(served: usize, booked: Option<i32>, walkin: Option<i32>) -> String {
    let wait = |whose: &str, wait: Option<i32>| {
        wait.map_or(String::new(), |wait| {
            format!(", {whose} chờ trung bình {wait} phút")
        })
    };
    format!(
        "Hết ngày: {served} lượt đã xong{}{}.",
        wait("người có hẹn", booked),
        wait("người đến trực tiếp", walkin)
    )
}

pub(super) const AFTER: [&str; 2] = [
    "Xem lại tuỳ thích; Ctrl+C để thoát. Dùng thật: motcua init, rồi motcua.",
    "Thử bảng, modem, loa của cơ quan: motcua doctor board, motcua doctor modem, motcua doctor voice.",
];
