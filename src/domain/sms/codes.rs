//! Transaction codes in running text.

use super::spelling::{Marks, is_syllable, letter};
use crate::domain::text::Code;

/// What a token is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// A transaction code.
    Code(Code),
    /// It begins as a code does and is none.
    NoCode,
}

/// How many signs follow `MC` or `HS`.
const SIGNS: usize = 5;
/// What a code may be made of (domain/sms/messages.md, "Parts").
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The code, or what was meant to be one, that begins at a character: where it ends, and what it is.
///
/// Known are `MC7K2QF`, `HS7K2QF`, `mc 7k2qf`, `MC-7K2QF`, one blank anywhere inside, and signs that all stand apart.
pub(super) fn code_at(chars: &[(usize, char)], at: usize) -> Option<(usize, Kind)> {
    let sign = |at: usize| chars.get(at).map(|(_, c)| *c);
    let second = at + 1 + usize::from(sign(at + 1) == Some(' '));
    let prefix = match (
        sign(at)?.to_ascii_lowercase(),
        sign(second)?.to_ascii_lowercase(),
    ) {
        ('m', 'c') => "MC",
        ('h', 's') => "HS",
        _ => return None,
    };
    let between = |c: &char| matches!(c, ' ' | '-' | '.' | ':' | '_' | '#');
    let gap = (0..3).take_while(|i| sign(second + 1 + i).as_ref().is_some_and(between));
    let first = second + 1 + gap.count();
    let glued = first == second + 1 && second == at + 1;
    let end = first + run(chars, first);
    let typed = folded(chars, first, end);
    let number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if typed.len() == SIGNS
        && is_code(&typed)
        && (number(&typed) || !typed.contains(['a', 'e', 'u', 'y']))
    {
        return code(prefix, &typed, end);
    }
    if typed.len() < SIGNS
        && let Some((end, whole)) = apart(chars, end, &typed)
    {
        return code(prefix, &whole, end);
    }
    let letters = typed.contains(|c: char| !c.is_ascii_digit());
    // `MCZZ`: no word has such letters.
    let few = (2..=SIGNS + 1).contains(&typed.len());
    let no_word = prefix == "MC"
        && few
        && !typed.contains(|c| !matches!(c, 'b'..='z') || "eiouy".contains(c));
    (glued && no_word || number(&typed) && (glued || letters)).then_some((end, Kind::NoCode))
}

fn code(prefix: &str, signs: &str, end: usize) -> Option<(usize, Kind)> {
    let code = Code::parse(&format!("{prefix}{signs}")).ok()?;
    Some((end, Kind::Code(code)))
}

/// The signs of a code with blanks in it: `typed` ends at `end`, the rest stands behind a blank, or each
/// sign behind one. The rest must look like no word, day or hour of its own.
fn apart(chars: &[(usize, char)], end: usize, typed: &str) -> Option<(usize, String)> {
    let mut whole = typed.to_owned();
    let mut end = end;
    while whole.len() < SIGNS && chars.get(end)?.1 == ' ' {
        let to = end + 1 + run(chars, end + 1);
        let piece = folded(chars, end + 1, to);
        let single = typed.len() == 1 && piece.len() == 1;
        let last = whole.len() + piece.len() == SIGNS && !typed.is_empty();
        if piece.is_empty() || !(single || last && whole == typed && !has_meaning(&piece)) {
            return None;
        }
        whole.push_str(&piece);
        end = to;
    }
    let number = whole.contains(|c: char| c.is_ascii_digit());
    (whole.len() == SIGNS && number && is_code(&whole)).then_some((end, whole))
}

/// Whether what stands behind an unfinished code may be something else: a word, a number, a weekday, an hour.
fn has_meaning(piece: &str) -> bool {
    let digits = piece.trim_matches(|c: char| c.is_ascii_digit());
    is_syllable(digits) || matches!(digits, "" | "t" | "cn" | "h" | "g" | "k" | "ks" | "ct")
}

fn is_code(signs: &str) -> bool {
    signs
        .bytes()
        .all(|b| ALPHABET.contains(&b.to_ascii_uppercase()))
}

/// How many letters and digits stand in a row from here.
fn run(chars: &[(usize, char)], from: usize) -> usize {
    let rest = chars.get(from..).unwrap_or_default();
    rest.iter().take_while(|(_, c)| c.is_alphanumeric()).count()
}

/// Small letters; a letter with an accent stays one, for no code has any.
fn folded(chars: &[(usize, char)], from: usize, to: usize) -> String {
    let mut base = ' ';
    let run = chars.get(from..to).unwrap_or_default().iter();
    run.map(|&(_, c)| {
        let mut marks = Marks::default();
        letter(c, &mut base, &mut marks);
        if marks.is_empty() {
            c.to_ascii_lowercase()
        } else {
            c
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(usize, Option<String>)> {
        let chars: Vec<_> = text.char_indices().collect();
        let (end, kind) = code_at(&chars, 0)?;
        match kind {
            Kind::Code(code) => Some((end, Some(code.as_str().to_owned()))),
            _ => Some((end, None)),
        }
    }

    #[test]
    fn codes_are_found_in_all_their_forms() {
        for text in [
            "MC4TX9P",
            "mc4tx9p",
            "mc 4tx9p",
            "MC-4TX9P",
            "MC: 4TX9P",
            "MC4TX 9P",
            "MC 4T X9P",
            "M C 4 T X 9 P",
            "MC 4 T X 9 P",
        ] {
            let length = text.chars().count();
            assert_eq!(read(text), Some((length, Some("MC4TX9P".into()))), "{text}");
        }
        assert_eq!(read("MCKHTNV 27/11"), Some((7, Some("MCKHTNV".into()))));
        assert_eq!(read("mc khtnv"), Some((8, Some("MCKHTNV".into()))));
        assert_eq!(read("MC 23456"), Some((8, Some("MC23456".into()))));
    }

    #[test]
    fn what_only_begins_as_a_code_is_known_for_that() {
        for text in [
            "MC4TX",
            "MC4TX9PQ",
            "mc 4tx",
            "MC4TX9O",
            "mc 9ư3he",
            "MC4TX 27/11",
            "MC4TX9 27/11",
        ] {
            assert_eq!(read(text).map(|r| r.1), Some(None), "{text}");
        }
        for text in ["MC4TX t6", "MC7K2 8h", "MC7K sau", "MC4T mai"] {
            assert_eq!(read(text).map(|r| r.1), Some(None), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_codes() {
        for text in [
            "MC",
            "mc khang",
            "mc 12 25/11",
            "mcarthy",
            "mai",
            "McDonald",
            "m",
            "MC 4",
            "mc anh em",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
