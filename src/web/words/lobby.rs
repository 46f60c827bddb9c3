//! The lobby's screen: read from afar, so in few words.

/// In the browser's title.
pub(crate) const TITLE: &str = "Màn hình gọi số";
/// What a display asks the officials for.
pub(crate) const PAIR: &str = "Ghép màn hình này với máy của cơ quan";
/// What to do with the number.
pub(crate) const PAIR_HINT: &str =
    "Cán bộ gõ số này ở màn hình quầy (phím Alt+G). Chỉ ghép màn hình đặt tại cơ quan.";
/// Beside the QR of a paired display.
pub(crate) const BOOK_HERE: &str = "Quét mã để đặt lịch hẹn, xem số";
/// The code of the day.
pub(crate) const DAY_CODE: &str = "Mã hôm nay:";
/// What the picture is.
pub(crate) const QR: &str = "Mã QR của trang đặt hẹn";
/// Called at the time of the appointment, and not there yet.
pub(crate) fn awaited(field: &str, counters: &str, until: impl std::fmt::Display) -> String {
    format!("{field}: mời đến {counters} trước {until}")
}
/// A counter that calls nobody at present.
pub(crate) const FREE: &str = "Đang trống";
/// A counter that pauses.
pub(crate) const PAUSE: &str = "Tạm nghỉ";
/// Before who was called and did not come.
pub(crate) const MISSED: &str = "Vắng khi gọi, đến rồi xin báo quầy:";
/// Before who was called last.
pub(crate) const LAST: &str = "Vừa gọi:";
/// Who comes next.
pub(crate) const NEXT: &str = "Tiếp theo";
/// Nobody.
pub(crate) const NOBODY: &str = "–";
/// The day's bookings.
pub(crate) const BOOKINGS: &str = "Lịch hẹn hôm nay";
/// Heads of its table.
pub(crate) const HEADS: [&str; 4] = ["Giờ", "Số", "Lĩnh vực", "Quầy"];
/// None.
pub(crate) const NO_BOOKINGS: &str = "Hôm nay không còn lịch hẹn nào.";
/// Which part of the bookings is shown.
pub(crate) fn page(at: usize, all: usize) -> String {
    format!("Trang {at}/{all}")
}
/// Cancelled ones.
pub(crate) const CANCELLED: &str = "Đã huỷ";
/// Beside an open booking whose holder is here.
pub(crate) const HERE: &str = "đã đến";
/// Beside one that was called before its time, in vain.
pub(crate) const CALLED: &str = "đã gọi";
/// The screen has lost the office.
pub(crate) const LOST: &str = "Mất liên lạc với máy của cơ quan: số trên màn hình có thể đã cũ";
/// Where numbers are taken.
pub(crate) fn wait(people: usize) -> String {
    format!("{people} người chờ")
}
