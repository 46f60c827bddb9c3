//! What is said of how often the waits that people were told came true.

use crate::app::waits::Held;

/// Over it.
pub(crate) const TITLE: &str = "Thời gian chờ đã báo có đúng không (30 ngày qua)";
/// Nothing was counted yet.
pub(crate) const NONE: &str = "Chưa có lượt nào: khi có người lấy số hoặc được ghi có mặt mà phải chờ, máy ghi khoảng chờ đã báo và so với lúc gọi thật.";
/// Over the columns.
pub(crate) const TITLES: [&str; 3] = ["Báo lúc", "Đúng", "Số lượt"];

/// All hours together.
pub(crate) fn total(held: Held) -> String {
    format!(
        "Đúng {} ({} trong {} lượt). Nên vào khoảng 8 trong 10: ít hơn là báo quá chắc, nhiều hơn là báo quá rộng.",
        percent(held),
        held.held,
        held.told
    )
}

/// One hour.
pub(crate) fn row(held: Held) -> [String; 3] {
    [
        format!("{} giờ", held.hour),
        percent(held),
        held.told.to_string(),
    ]
}

fn percent(held: Held) -> String {
    format!("{} %", (held.held * 100 + held.told / 2) / held.told.max(1))
}
