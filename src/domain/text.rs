//! Vietnamese text: what people type and send, made safe to store, to compare and to draw.
//!
//! Everything is kept in NFC, compared without case and accents, measured in columns and
//! cut by grapheme. Phones and transaction codes live in the submodules.

mod code;
mod engine;
mod phone;

pub use code::{Code, CodeError, CodeOf};
pub use phone::{Phone, PhoneError};

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The longest name of a person or organisation that is kept, in graphemes.
pub const MAX_NAME: usize = 80;
/// The longest text of any other kind (comment, note, message) that is kept, in graphemes.
pub const MAX_TEXT: usize = 1000;
/// The most characters one grapheme may hold. Vietnamese needs three even when decomposed;
/// without a bound, one "letter" with thousands of marks would pass every limit by grapheme.
pub(crate) const MAX_CLUSTER: usize = 4;

/// `text` in NFC, the one form in which text is stored, compared and drawn.
pub fn nfc(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

/// What a person typed or sent, made safe to store and to draw: NFC, one line, no control,
/// bidirectional or invisible characters, white space folded to one blank and trimmed, at
/// most [`MAX_TEXT`] graphemes.
pub fn clean(text: &str) -> String {
    clean_to(text, MAX_TEXT)
}

/// [`clean`], with the bound for names, [`MAX_NAME`].
pub fn clean_name(text: &str) -> String {
    clean_to(text, MAX_NAME)
}

/// Whether a name can be one: letters, and no address of a page or of mail, which phones open by a touch. A dot within a word
/// stands behind a title and before a capital (`Tr.Văn`, `TP.HCM`).
pub fn is_name(name: &str) -> bool {
    // Phones read other widths and the ideographic full stop likewise (RFC 5895, 2).
    let name = name.nfkc().collect::<String>().replace('\u{3002}', ".");
    let is_address = |word: &str| {
        let mut parts = word.split('.').peekable();
        while let (Some(title), Some(rest)) = (parts.next(), parts.peek().copied()) {
            let title = title.rsplit(|c: char| !c.is_alphanumeric()).next();
            let title = title.unwrap_or_default();
            let is_title = title.chars().count() <= 2
                && [title, rest]
                    .iter()
                    .all(|part| part.starts_with(char::is_uppercase));
            if !title.is_empty() && rest.starts_with(char::is_alphanumeric) && !is_title {
                return true;
            }
        }
        false
    };
    name.contains(char::is_alphabetic)
        && !name.contains(['/', ':', '@'])
        && !name.split_whitespace().any(is_address)
}

fn clean_to(text: &str, max: usize) -> String {
    // Nearly everything is so already.
    let is_clean = text.chars().all(is_plain) && text.trim() == text && !text.contains("  ");
    if is_clean && text.chars().count() <= max {
        return text.to_owned();
    }
    let visible = text.chars().filter(|&c| c.is_whitespace() || !is_hidden(c));
    let visible = nfc(&visible.collect::<String>());
    let mut line = String::with_capacity(text.len());
    for c in visible.chars() {
        let fresh = line.is_empty() || line.ends_with(' ');
        if c.is_whitespace() {
            if !fresh {
                line.push(' ');
            }
        } else if !(fresh && is_combining_mark(c)) {
            // A mark without a letter would be drawn onto whatever stands before the text.
            line.push(c);
        }
    }
    let bounded: String = line
        .graphemes(true)
        .take(max)
        .flat_map(|g| g.chars().take(MAX_CLUSTER))
        .collect();
    nfc(bounded.trim_end())
}

/// Whether a character has no picture of its own, or changes how its neighbours are drawn:
/// controls, marks of direction, joiners, fillers, tags, variation selectors.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// `text` without accents, case kept, đ as d; of composed and decomposed text alike.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfd()
        .filter(|&c| !is_combining_mark(c))
        .map(|c| match c {
            // Old fonts and converters put the Icelandic and African letters in place of ours.
            'đ' | 'ð' | 'ɖ' => 'd',
            'Đ' | 'Ð' | 'Ɖ' => 'D',
            _ => c,
        })
        .nfc()
        .collect()
}

/// `text` as it is searched and compared: lower case, no accents, đ as d, one apostrophe.
pub fn fold(text: &str) -> String {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    plain(&lower).replace(is_apostrophe, "'")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '‘' | '’' | 'ʼ' | 'ʻ' | '′' | '´' | '`')
}

/// Whether a search for `needle` finds `haystack`, ignoring case, accents and punctuation.
///
/// Every word of the needle must be found, in any order: a word of letters as the beginning
/// of a word (`an` finds An and Ân, not Văn), a word with a digit anywhere in one (`678`
/// finds the phone it ends). An empty needle finds everything.
pub fn matches(haystack: &str, needle: &str) -> bool {
    let haystack = fold(haystack);
    words(&fold(needle)).all(|wanted| {
        let anywhere = wanted.contains(|c: char| c.is_ascii_digit());
        words(&haystack).any(|word| word.starts_with(wanted) || anywhere && word.contains(wanted))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether two names agree: equal but for case, white space and the way accents are written.
///
/// A name typed without any accent agrees with each of its accented forms. Two accented names
/// must have the same accents, for Hà and Hạ may be sisters who share a phone; where the tone
/// stands (hòa, hoà) does not matter, nor hỏi for ngã, which half the country does not tell
/// apart. Two empty names agree: whether a missing name may is for the caller to say.
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (spelled(a), spelled(b));
    let accented = |name: &str| name.split(' ').any(|word| !accents(word).is_empty());
    fold(&a) == fold(&b)
        && (!accented(&a)
            || !accented(&b)
            || a.split(' ').map(accents).eq(b.split(' ').map(accents)))
}

/// A name with `H'`, `H’` and `H '` (Ê Đê, Mnông …) brought to one form.
fn spelled(name: &str) -> String {
    clean_name(name)
        .replace(is_apostrophe, "'")
        .replace("' ", "'")
        .replace(" '", "'")
}

/// The accents of one word, wherever they stand in it.
fn accents(word: &str) -> Vec<char> {
    let lower = word.to_lowercase();
    let mut marks: Vec<char> = lower
        .nfd()
        .filter_map(|c| match c {
            'đ' | 'ð' | 'ɖ' => Some('đ'),
            '\u{309}' => Some('\u{303}'),
            c => is_combining_mark(c).then_some(c),
        })
        .collect();
    marks.sort_unstable();
    marks
}

/// The columns `text` takes on a terminal, counted as the screen draws it: by grapheme.
pub fn width(text: &str) -> usize {
    // Nearly everything on a screen is plain, and each frame measures all of it.
    if text.chars().all(is_plain) {
        return text.chars().count();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Whether a character takes one column by itself and joins no other: ASCII, and Vietnamese composed (NFC).
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{c0}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

/// `text` in at most `columns` columns: when too long, cut between graphemes and ended by `…`.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let mut used = 0;
    let kept: String = text
        .graphemes(true)
        .take_while(|g| {
            used += g.width();
            used <= room
        })
        .collect();
    kept.trim_end().to_owned() + "…"
}

/// [`fit`], filled with blanks behind to exactly `columns` columns: words.
pub fn align_left(text: &str, columns: usize) -> String {
    let mut cell = fit(text, columns);
    cell.extend(std::iter::repeat_n(' ', columns - width(&cell)));
    cell
}

/// [`fit`], filled with blanks in front to exactly `columns` columns: numbers.
pub fn align_right(text: &str, columns: usize) -> String {
    let cell = fit(text, columns);
    " ".repeat(columns - width(&cell)) + &cell
}

#[cfg(test)]
mod tests;
