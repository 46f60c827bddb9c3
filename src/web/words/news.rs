//! Announcements (S3.4).

use crate::domain::time::Day;

use super::date;

/// Heading.
pub(crate) const TITLE: &str = "Thông báo của cơ quan";
/// There is none.
pub(crate) const NONE: &str = "Hiện không có thông báo nào.";
/// To all of them.
pub(crate) const ALL: &str = "Xem tất cả thông báo";

/// On which days it holds.
pub(crate) fn days((first, last): (Day, Day)) -> String {
    match first == last {
        true => date(first),
        false => format!("Từ {} đến hết {}", date(first), date(last)),
    }
}

/// How a phone gets them.
pub(crate) fn subscribe(number: &str) -> String {
    format!(
        "Muốn nhận thông báo chung (mất điện, ngày nghỉ) bằng tin nhắn: nhắn NHAN TIN tới {number}. Thôi nhận: nhắn TU CHOI."
    )
}
