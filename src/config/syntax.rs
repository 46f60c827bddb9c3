//! What the TOML parser finds, in the words of the office.
use super::mistake::Problem;
use super::read::{Doc, line_and_column};

/// Notes what the TOML parser found: the first on each line, for the others follow from it.
/// Nothing else is looked at then: after a broken line the rest may stand in the wrong table.
pub(super) fn note(doc: &mut Doc<'_>, text: &str, errors: &[toml::de::Error]) {
    let mut places: Vec<_> = errors
        .iter()
        .map(|error| (error.span().unwrap_or_default(), error.message()))
        .collect();
    places.sort_by_key(|(span, _)| span.start);
    places.dedup_by_key(|(span, _)| line_and_column(text, span.start).0);
    for (span, message) in places {
        let nothing = span.is_empty() && message.starts_with("string values must be quoted");
        let message = if nothing { "missing value" } else { message };
        doc.wrong(span.start, words(message));
    }
}

/// The TOML parser's English, in the words of the office. What is not in the list keeps the
/// parser's own words, so that nothing is lost.
fn words(message: &str) -> Problem {
    const KNOWN: [(&str, &str, &str); 16] = [
        (
            "missing value",
            "thiếu giá trị sau dấu =",
            "ghi giá trị, hoặc xoá cả dòng",
        ),
        (
            "string values must be quoted",
            "giá trị không đọc được",
            "chữ phải nằm giữa hai dấu nháy thẳng, như \"Quầy 1\"; số và true/false thì không",
        ),
        (
            "duplicate key",
            "khoá hoặc bảng này đã ghi ở trên",
            "giữ lại một, xoá một",
        ),
        (
            "unclosed table",
            "tên bảng thiếu dấu ]",
            "viết như [office]",
        ),
        (
            "unclosed array table",
            "tên bảng thiếu dấu ]]",
            "viết như [[field]]",
        ),
        (
            "unclosed array",
            "danh sách thiếu dấu ] ở cuối",
            "thêm dấu ]",
        ),
        ("unclosed inline table", "thiếu dấu } ở cuối", "thêm dấu }"),
        (
            "invalid basic string",
            "chuỗi thiếu dấu nháy đóng, hoặc có ký tự điều khiển",
            "đóng dấu nháy trên cùng một dòng",
        ),
        (
            "missing comma",
            "thiếu dấu phẩy",
            "ngăn cách các giá trị bằng dấu phẩy",
        ),
        ("extra comma", "thừa dấu phẩy", "xoá bớt một dấu phẩy"),
        (
            "key with no value",
            "khoá không có giá trị",
            "viết `khoá = giá trị`",
        ),
        (
            "unquoted keys cannot be empty",
            "thiếu tên khoá",
            "viết `khoá = giá trị`",
        ),
        (
            "invalid unquoted key",
            "tên khoá không đọc được",
            "tên khoá chỉ có chữ không dấu, số, dấu - và _",
        ),
        (
            "unexpected key or value",
            "thừa chữ ở cuối dòng",
            "mỗi dòng một khoá; ghi chú bắt đầu bằng dấu #",
        ),
        (
            "unexpected leading zero",
            "số bắt đầu bằng 0",
            "bỏ số 0 ở đầu, hoặc đặt trong dấu nháy",
        ),
        (
            "missing escaped value",
            "dấu \\ đứng sai chỗ",
            "viết \\\\ nếu cần một dấu \\",
        ),
    ];
    if message.starts_with("invalid date") || message.starts_with("invalid time") {
        return Problem::new(
            "không có ngày hoặc giờ như thế",
            "viết ngày như 2027-02-17, giờ như \"07:30\"",
        );
    }
    // The longest description wins: "unclosed array table" before "unclosed array".
    let found = KNOWN
        .iter()
        .filter(|(start, _, _)| message.starts_with(start))
        .max_by_key(|(start, _, _)| start.len());
    match found {
        Some((_, cause, way_out)) => Problem::new(*cause, *way_out),
        None => Problem::new(
            format!("sai cú pháp TOML ({message})"),
            "so với tệp mẫu do `motcua init` ghi",
        ),
    }
}
