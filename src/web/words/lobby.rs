//! The lobby's screen: read from afar, so in few words.

/// In the browser's title.
pub const TITLE: &str = "Màn hình gọi số";
/// Heading of the counters.
pub const NOW: &str = "Đang gọi";
/// Called at the time of the appointment, and not there yet.
pub const AWAITED: &str = "Mời đến quầy";
/// A counter that calls nobody at present.
pub const FREE: &str = "Chờ gọi";
/// A counter that pauses.
pub const PAUSE: &str = "Tạm nghỉ";
/// Who comes next.
pub const NEXT: &str = "Tiếp theo";
/// Nobody.
pub const NOBODY: &str = "–";
/// The day's bookings.
pub const BOOKINGS: &str = "Lịch hẹn hôm nay";
/// Heads of its table.
pub const HEADS: [&str; 4] = ["Giờ", "Số", "Lĩnh vực", "Quầy"];
/// None.
pub const NO_BOOKINGS: &str = "Hôm nay không còn lịch hẹn nào.";
/// Those that do not fit.
pub fn more(n: usize) -> String {
    format!("và {n} lịch hẹn sau đó")
}
/// Cancelled ones.
pub const CANCELLED: &str = "Đã huỷ";
/// Beside an open booking whose holder is here.
pub const HERE: &str = "đã đến";
/// Beside one that was called before its time, in vain.
pub const CALLED: &str = "đã gọi";
/// The screen has lost the office.
pub const LOST: &str = "Mất liên lạc với máy của cơ quan: số trên màn hình có thể đã cũ";
/// Where numbers are taken.
pub fn wait(people: usize) -> String {
    format!("{people} người chờ")
}
