//! The letters that one SMS holds 160 of: GSM 7-bit, of which answers use what is ASCII as well.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::plain;

/// How many septets one message holds.
pub const LIMIT: usize = 160;

/// The septets of a character; `None` when answers do not use it.
fn septets_of(c: char) -> Option<usize> {
    match c {
        '[' | ']' | '{' | '}' | '\\' | '^' | '~' | '|' => Some(2),
        '`' => None,
        ' '..='~' => Some(1),
        _ => None,
    }
}

/// The length of a text in septets; `None` when it holds a character that answers do not use.
pub fn septets(text: &str) -> Option<usize> {
    text.chars().map(septets_of).sum()
}

/// Without accents, typographic signs as plain ones; or the first character for which there is none.
pub(super) fn folded(text: &str) -> Result<String, String> {
    let mut folded = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' => folded.push('"'),
            '‘' | '’' | 'ʼ' | '′' | '´' | '`' => folded.push('\''),
            '–' | '—' | '−' | '‑' => folded.push('-'),
            '…' => folded.push_str("..."),
            '•' | '·' => folded.push('-'),
            c if c.is_whitespace() => folded.push(' '),
            c if septets_of(c).is_some() => folded.push(c),
            c => {
                let sign = text.graphemes(true).find(|sign| sign.contains(c));
                return Err(sign.map_or_else(|| c.to_string(), str::to_owned));
            }
        }
    }
    Ok(folded)
}

/// [`folded`], for what people typed: signs without a counterpart are left out, blanks are single.
pub(super) fn safe(text: &str) -> String {
    let kept: String = text
        .graphemes(true)
        .filter_map(|sign| folded(sign).ok())
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest beginning of `text` that ends between words and has at most `most` septets; a first word that is
/// longer is cut.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let mut used = 0;
    let fits = text.char_indices().find(|(_, c)| {
        used += septets_of(*c).unwrap_or(1);
        used > most
    });
    let Some((end, _)) = fits else { return text };
    let at_word = text[end..].starts_with(' ');
    let kept = &text[..end];
    let kept = match kept.rfind(' ') {
        Some(blank) if !at_word => &kept[..blank],
        _ => kept,
    };
    kept.trim_end_matches([' ', ',', ';', '-', '.', ':', '('])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vietnamese_becomes_plain_letters() {
        assert_eq!(
            folded("Đã huỷ “hẹn” – 8h…").as_deref(),
            Ok("Da huy \"hen\" - 8h...")
        );
        assert_eq!(folded("hẹn 👍"), Err("👍".to_owned()));
        assert_eq!(safe(" Nguyễn\tVăn 漢 Á\n"), "Nguyen Van A");
        assert_eq!(septets("a[b]"), Some(6));
        assert_eq!(septets("é"), None);
    }

    #[test]
    fn cuts_fall_between_words() {
        for (text, most, kept) in [
            ("Nguyen Van An", 13, "Nguyen Van An"),
            ("Nguyen Van An", 12, "Nguyen Van"),
            ("Nguyen Van An", 10, "Nguyen Van"),
            ("Nguyen, Van An", 8, "Nguyen"),
            ("Nguyen", 3, "Ngu"),
            ("[[[", 5, "[["),
            ("", 3, ""),
        ] {
            assert_eq!(cut(text, most), kept, "{text} {most}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_typed_becomes_safe_and_short(text in any::<String>(), most in 0usize..40) {
            let text = safe(&text);
            prop_assert!(septets(&text).is_some());
            prop_assert!(septets(cut(&text, most)).is_some_and(|n| n <= most));
        }
    }
}
