//! What the help page says beside the key map's own words.

use crate::domain::text;

/// Over the keys.
pub(crate) const TITLE: &str = "Trợ giúp: mọi phím";

/// Keys that no key map changes.
pub(crate) const FIXED: [(&str, &str); 6] = [
    ("Esc", "Quay lại một bước; ở màn hình chính: bỏ chọn"),
    ("chữ số, Enter", "Gọi ngay số vừa gõ"),
    (
        "mã MC…, Enter",
        "Ghi có mặt; máy quét mã dùng được ở mọi màn hình",
    ),
    ("chữ, Enter", "Tìm"),
    (
        "Tab, mũi tên",
        "Trong biểu mẫu: sang ô khác, chọn trong danh sách",
    ),
    ("Phím cách", "Trong biểu mẫu: đánh dấu hoặc bỏ đánh dấu"),
];

/// Over what the staff should know: the header has no room for all of it.
pub(crate) const TROUBLES: &str = "Máy đang báo:";

/// Over what can be taken back, one after the other.
pub(crate) fn undo(key: &str) -> String {
    format!("Hoàn tác được, mỗi lần {key} một việc:")
}

/// Over the keys of the screen in sight.
pub(crate) fn here(page: &str) -> String {
    format!("Ở màn hình này ({page}):")
}

/// Over those that only another one has.
pub(crate) fn elsewhere(page: &str, key: &str) -> String {
    format!("Chỉ ở màn hình {page} ({key}):")
}

/// A key that belongs to other screens, each with its own key.
pub(crate) fn works_there(pressed: &str, pages: &[(&str, String)]) -> String {
    let pages = pages.iter().map(|(name, key)| format!("{name} ({key})"));
    format!(
        "{pressed}: ở màn hình {}",
        pages.collect::<Vec<_>>().join(", ")
    )
}

/// An action that cannot be done now.
pub(crate) fn not_now(desc: &str, why: &str) -> String {
    let mut chars = why.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    format!("{desc} — lúc này: {}", text::nfc(&(first + chars.as_str())))
}

/// Which lines are in sight.
pub(crate) fn scroll(first: usize, last: usize, all: usize) -> String {
    format!("↑↓ PgUp PgDn: cuộn ({first}–{last}/{all}) · Esc: đóng")
}
