//! Ratings after a visit (S5).

/// Heading of the form.
pub(crate) const TITLE: &str = "Ông/bà hài lòng đến đâu?";
/// Who is rated, and how it is kept.
pub(crate) fn about(who: &str) -> String {
    format!(
        "Đánh giá {who}. Mỗi lượt một lần. Điểm không ghi kèm tên hay số điện thoại; cơ quan chỉ thấy khi đủ 5 lượt, gộp theo tháng."
    )
}
/// The question.
pub(crate) const STARS: &str = "Việc phục vụ lần này";
/// What the figures mean.
pub(crate) const SCALE: [(&str, &str); 5] = [
    ("5", "5 – Rất hài lòng"),
    ("4", "4 – Hài lòng"),
    ("3", "3 – Bình thường"),
    ("2", "2 – Không hài lòng"),
    ("1", "1 – Rất không hài lòng"),
];
/// A comment.
pub(crate) const COMMENT: &str =
    "Góp ý thêm (không bắt buộc). Xin đừng ghi tên, số điện thoại: lãnh đạo đọc nguyên văn";
/// The button.
pub(crate) const SEND: &str = "Gửi đánh giá";
/// Nothing was chosen.
pub(crate) const NO_STARS: &str = "Chọn một điểm từ 1 đến 5";
/// After it.
pub(crate) const THANKS: &str = "Đã nhận đánh giá. Cảm ơn ông/bà";
/// It was rated before: what was sent now is not counted.
pub(crate) const BEFORE: &str = "Đã nhận đánh giá của lượt này trước đó";
/// This visit has been rated.
pub(crate) const USED: &str = "Lượt này đã được đánh giá.";
/// A counter where nobody signs in.
pub(crate) fn counter(name: &str) -> String {
    format!("người phục vụ tại {name}")
}
/// An official.
pub(crate) fn official(name: &str) -> String {
    format!("cán bộ {name}")
}
