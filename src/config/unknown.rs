//! A key in the wrong place, or misspelt, in the words the office reads.

/// A key that a table does not know, with what was probably meant.
#[derive(Debug, Clone)]
pub(super) struct UnknownKey {
    pub key: String,
    pub header: String,
    /// The nearest key that this table knows.
    pub near: Option<String>,
    /// The table that does know the key.
    pub home: Option<&'static str>,
    pub known: &'static [&'static str],
}

impl UnknownKey {
    /// Cause and way out, in Vietnamese.
    pub(super) fn words(&self) -> (String, String) {
        let cause = if self.header.is_empty() {
            format!("`{}` nằm ngoài mọi bảng", self.key)
        } else {
            format!("{} không có khoá `{}`", self.header, self.key)
        };
        let way_out = match (&self.near, self.home) {
            (Some(near), _) => format!("có phải ý bạn là `{near}`?"),
            (None, Some(home)) => format!("khoá này thuộc {home}"),
            (None, None) if self.known.is_empty() => {
                "đặt dưới bảng của nó, ví dụ [office]; xem tệp mẫu do `motcua init` ghi".to_owned()
            }
            (None, None) => format!("các khoá dùng được: {}", self.known.join(", ")),
        };
        (cause, way_out)
    }
}
