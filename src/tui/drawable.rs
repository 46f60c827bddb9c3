//! What a terminal can be trusted to draw in the columns that are counted for it. Of other writings, and of letters that it
//! joins or turns round as it likes, each is drawn as one box: else pieces of them stay behind on the screen.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

const BOX: &str = "□";
/// Vietnamese has no letter with more marks.
const MOST_MARKS: usize = 2;

/// A text with a box in the place of each letter that is not to be trusted.
pub(super) fn drawable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_common) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.graphemes(true).map(letter).collect())
}

/// One letter, or the box.
pub(super) fn letter(grapheme: &str) -> &str {
    let mut chars = grapheme.chars();
    let marks = |c: char| matches!(c, '\u{300}'..='\u{36f}');
    let base = chars.next().unwrap_or(' ');
    let alone = chars.clone().next().is_none();
    let marked =
        || is_common(base) && chars.clone().count() <= MOST_MARKS && chars.clone().all(marks);
    let trusted = match alone {
        true => is_common(base) || is_sign(base) || is_ideograph(base),
        false => marked(),
    };
    if trusted { grapheme } else { BOX }
}

/// Letters and digits of Latin, Greek and Cyrillic writing.
fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{1e00}'..='\u{1eff}')
}

/// Signs of one column: punctuation, arrows, frames.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20c0}' | '\u{2100}'..='\u{28ff}')
        && c.width() == Some(1)
}

/// Letters of two columns that stand alone.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_that_a_terminal_may_spoil_is_one_box() {
        for (typed, drawn) in [
            ("Nguyễn Thị Hà", "Nguyễn Thị Hà"),
            (
                "o\u{302}\u{323} Иван 漢 각 – ▸ ╭ ✓",
                "o\u{302}\u{323} Иван 漢 각 – ▸ ╭ ✓",
            ),
            ("\u{1100}\u{1100}\u{1100}\u{1100}a", "□a"),
            ("🇻🇳 🇻", "□ □"),
            ("देव", "□□"),
            ("שלום", "□□□□"),
            ("\u{200f}سلام", "□□□□□"),
            ("👍🏽x⚡", "□x□"),
            ("a\u{301}\u{301}\u{301}b", "□b"),
        ] {
            assert_eq!(drawable(typed), drawn, "{typed}");
        }
    }
}
