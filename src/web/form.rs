//! What was typed: fields of a query or of a form that was sent, each once, made safe before anything else sees it.

use crate::domain::text::{clean, clean_name};

/// More fields than any form of ours has: somebody tries something.
const MOST: usize = 40;

/// Named values, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads `a=1&b=2`; `None` when there are too many fields.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let fields: Vec<_> = form_urlencoded::parse(bytes)
            .take(MOST + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        (fields.len() <= MOST).then_some(Self { fields })
    }

    /// The first value of this name as it came; empty when there is none.
    pub(super) fn raw(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(n, _)| n == name);
        field.map_or("", |(_, value)| value)
    }

    /// Whether there is something of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// A name or another short line.
    pub(super) fn line(&self, name: &str) -> String {
        clean_name(self.raw(name))
    }

    /// A longer text, in one line.
    pub(super) fn text(&self, name: &str) -> String {
        clean(self.raw(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_made_safe() {
        let form = Form::read(
            "ten=Nguy%E1%BB%85n+V%C4%83n%0d%0aAn%1b%5b31m%E2%80%AE&x=%ff%00&ten=khac&=&a&%"
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(form.line("ten"), "Nguyễn Văn An[31m");
        assert_eq!(form.line("x"), "\u{fffd}");
        assert_eq!(form.line("không có"), "");
        assert!(!form.has("a") && form.has("ten"));
    }

    #[test]
    fn too_many_fields_are_refused() {
        let of = |n: usize| Form::read("a=1&".repeat(n).as_bytes());
        assert!(of(MOST).is_some());
        assert_eq!(of(MOST + 1), None);
        assert_eq!(of(10_000), None);
    }
}
