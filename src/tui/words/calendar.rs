//! What the form says that closes half-days and days, and opens them again.

use super::forms::near;
use crate::domain::time::{Day, Half};

/// All fields at once.
pub(crate) const WHOLE_OFFICE: &str = "Cả cơ quan (nghỉ lễ, mất điện, bão lũ)";
/// It is not for everybody to close the office.
pub(crate) const OFFICE_NEEDS_HEAD: &str =
    "Đóng cả cơ quan là việc của lãnh đạo: đăng nhập bằng mã lãnh đạo, hoặc chọn một lĩnh vực";

/// A half-day or day with what becomes of it and of so many bookings.
pub(crate) fn session(
    today: Day,
    (day, half): (Day, Option<Half>),
    closed: bool,
    booked: usize,
) -> String {
    let what = match (closed, booked) {
        (true, _) => "đang đóng, mở lại".to_owned(),
        (false, 0) => "đang mở, sẽ đóng".to_owned(),
        (false, booked) => format!("đóng: chuyển {booked} hẹn, yêu cầu"),
    };
    let when = match half {
        Some(half) => near(today, (day, half)),
        None => near(today, (day, Half::Am)).replacen("sáng", "cả ngày", 1),
    };
    format!("{when} · {what}")
}

/// The form.
pub(crate) const SESSION: &str = "Đóng hoặc mở lại một buổi, một ngày";
/// The form.
pub(crate) const SESSION_VERB: &str = "đóng hoặc mở";
/// The form.
pub(crate) const SESSION_NOTE: &str = "Lịch hẹn và yêu cầu của buổi đóng được chuyển sang buổi gần nhất còn chỗ, không ai bị tính lỡ hẹn.";
