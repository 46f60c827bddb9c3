//! Transaction codes: what a citizen texts, types or scans to mean one booking or dossier.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{clean, engine, nfc};

/// What new codes are made of: no vowel and none of the letters that a Telex keyboard turns
/// into an accent, no look-alikes (domain/sms/messages.md, "Parts").
const ISSUED: [char; 20] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'B', 'C', 'G', 'H', 'K', 'M', 'N', 'P', 'Q', 'T', 'V',
    'Z',
];
/// How many signs follow `MC`.
const LENGTH: usize = 5;

/// What a code is of; its first two letters say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeOf {
    /// A booking or number: `MC`.
    Ticket,
    /// A dossier: `HS`.
    Dossier,
}

impl CodeOf {
    const BOTH: [Self; 2] = [Self::Ticket, Self::Dossier];

    /// How such codes begin.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Ticket => "MC",
            Self::Dossier => "HS",
        }
    }

    /// What begins as such a code does, and the rest of it.
    fn split(typed: &str) -> Option<(Self, &str)> {
        let of = |kind: Self| Some((kind, typed.strip_prefix(kind.prefix())?));
        Self::BOTH.into_iter().find_map(of)
    }
}

/// A transaction code: `MC` (a booking or number) or `HS` (a dossier) and five signs, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Arc<str>);

/// Why a text is no transaction code, and what one looks like.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// It begins neither with `MC` nor with `HS`.
    #[error("mã phải bắt đầu bằng MC hoặc HS, ví dụ MC7K2QF")]
    Form,
    /// Signs are missing or too many: how many follow `MC`.
    #[error("sau MC hoặc HS phải có đúng 5 ký tự, ở đây có {0}; ví dụ MC7K2QF")]
    Length(usize),
    /// A sign that no code has.
    #[error("mã không có «{0}» (không dùng 0, 1, I, L, O và chữ có dấu); ví dụ MC7K2QF")]
    Sign(char),
}

impl Code {
    /// A new code from random numbers, each spread evenly over all of `u32`. Whether it is
    /// free is for the caller to check.
    pub fn new(of: CodeOf, mut random: impl FnMut() -> u32) -> Self {
        let sign = || {
            // The high bits, scaled: the bias of a part in 10⁹ tells no one anything.
            let at = (u64::from(random()) * ISSUED.len() as u64) >> u32::BITS;
            ISSUED[at as usize]
        };
        let signs: String = std::iter::repeat_with(sign).take(LENGTH).collect();
        Self(format!("{}{signs}", of.prefix()).into())
    }

    /// What it is of.
    pub fn of(&self) -> CodeOf {
        CodeOf::split(&self.0).map_or(CodeOf::Ticket, |(of, _)| of)
    }

    /// Reads a code as a person writes it (small letters, blanks inside, with all of the
    /// larger alphabet of domain/sms/messages.md) or as a scanner types it: the code alone, or an
    /// address that ends in `/ma/CODE` or `/hs/CODE`.
    ///
    /// # Errors
    /// [`CodeError`] says what is wrong, in words for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let typed = clean(text).replace(' ', "").to_uppercase();
        let code = in_address(&typed).unwrap_or(&typed);
        let (of, signs) = CodeOf::split(code).ok_or(CodeError::Form)?;
        let stranger = |c: &char| !c.is_ascii_alphanumeric() || "01ILO".contains(*c);
        if let Some(sign) = signs.chars().find(stranger) {
            return Err(CodeError::Sign(sign));
        }
        if signs.len() != LENGTH {
            return Err(CodeError::Length(signs.len()));
        }
        Ok(Self(format!("{}{signs}", of.prefix()).into()))
    }

    /// Reads a field that holds nothing but a code, as people copy one: with dashes and dots, or without its `MC`. What
    /// no code has (0, O, 1, I, L) is refused as ever: which sign was meant would be a guess.
    ///
    /// # Errors
    /// As [`Code::parse`].
    pub fn of_field(text: &str) -> Result<Self, CodeError> {
        let typed = clean(text).to_uppercase();
        if in_address(&typed).is_some() {
            return Self::parse(text);
        }
        let signs: String = typed
            .chars()
            .filter(|c| !" -–.,_:/#".contains(*c))
            .collect();
        match signs.chars().count() == LENGTH && CodeOf::split(&signs).is_none() {
            true => Self::parse(&format!("MC{signs}")),
            false => Self::parse(&signs),
        }
    }

    /// The scan at the end of what a keyboard sent, when there is one: the byte where it
    /// begins, and its code. A scanner types wherever the cursor happens to stand, so other
    /// text may come first. Known by form alone (tui/counter.md), it must be an address, or a code
    /// without blanks, of issued signs or at least with a digit: McArthy is a name.
    pub fn at_end(typed: &str) -> Option<(usize, Self)> {
        let upper = typed.to_ascii_uppercase();
        if let Some(start) = upper.rfind("HTTP://").or_else(|| upper.rfind("HTTPS://")) {
            let scan = &typed[start..];
            if !scan.contains(char::is_whitespace) && in_address(&upper[start..]).is_some() {
                return Some((start, Self::parse(scan).ok()?));
            }
        }
        let start = upper.len().checked_sub("MC".len() + LENGTH)?;
        let (_, signs) = CodeOf::split(upper.get(start..)?)?;
        let issued = signs.chars().all(|c| ISSUED.contains(&c));
        let numbered = signs.contains(|c: char| c.is_ascii_digit());
        let code = (issued || numbered).then(|| Self::parse(&typed[start..]).ok())??;
        Some((start, code))
    }

    /// The scan at the end of what a keyboard sent through a Vietnamese input method, when it has the form of a code that
    /// was changed: the byte where it begins, and the codes that the keys may have been, perhaps none. New codes have no
    /// letter that is changed (domain/sms/messages.md); those of the larger alphabet do. Without a digit it may be a name.
    pub fn changed_at_end(typed: &str) -> Option<(usize, Vec<Self>)> {
        let upper = |text: &str| nfc(text).to_uppercase();
        let all = upper(typed);
        let word = all.rsplit(' ').next()?;
        let scan = match word.rfind("HTTP") {
            Some(address) => &word[address..],
            None => &word[word.rfind("MC")?..],
        };
        let signs = in_address(scan).unwrap_or(scan).strip_prefix("MC")?;
        let has_form = |c: char| c.is_alphanumeric();
        if signs.is_ascii() || signs.chars().count() > LENGTH || !signs.chars().all(has_form) {
            return None;
        }
        let mut starts = typed.char_indices().map(|(start, _)| start);
        let start = starts.find(|start| upper(&typed[*start..]) == scan)?;
        let rows = engine::typed_as(signs, LENGTH).into_iter();
        let codes = rows.filter_map(|row| Self::parse(&format!("MC{row}")).ok());
        Some((start, codes.collect()))
    }

    /// The code as it is kept and printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows `/ma/` or `/hs/` in an address in capitals, without a query, a fragment or a last slash.
fn in_address(upper: &str) -> Option<&str> {
    let path = upper.split(['?', '#']).next()?.trim_end_matches('/');
    let (before, last) = path.rsplit_once('/')?;
    (before.ends_with("/MA") || before.ends_with("/HS")).then_some(last)
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.as_ref().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_in_all_its_forms() {
        for text in [
            "MC7K2QF",
            "mc7k2qf",
            " mc 7k2qf\r",
            "M C 7 K 2 Q F",
            "http://192.168.1.10:8080/ma/MC7K2QF",
            "HTTP://192.168.1.10:8080/MA/mc7k2qf",
            "https://motcua.vinhthuy.vn/ma/MC7K2QF/?q=1#x",
            "/ma/MC7K2QF",
        ] {
            let code = Code::parse(text).map(|c| c.to_string());
            assert_eq!(code, Ok("MC7K2QF".to_owned()), "{text:?}");
        }
        assert!(Code::parse("MCAERSX").is_ok(), "the larger alphabet");
    }

    #[test]
    fn a_field_for_a_code_forgives_how_it_was_copied() {
        for text in [
            "MC-9P997",
            "9P997",
            "9p997.",
            "MC9P997.",
            " mc 9p-997",
            "/ma/MC9P997",
        ] {
            let code = Code::of_field(text).map(|c| c.to_string());
            assert_eq!(code, Ok("MC9P997".to_owned()), "{text:?}");
        }
        for (text, error) in [
            ("MC9P9O7", CodeError::Sign('O')),
            ("9P9I7", CodeError::Sign('I')),
            ("MC9P9", CodeError::Length(3)),
            ("9P9978", CodeError::Form),
            ("", CodeError::Form),
        ] {
            assert_eq!(Code::of_field(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused_with_its_cause() {
        for (text, error) in [
            ("", CodeError::Form),
            ("7K2QF", CodeError::Form),
            ("http://192.168.1.10:8080/dat-lich", CodeError::Form),
            ("http://192.168.1.10/ma/", CodeError::Form),
            ("MC", CodeError::Length(0)),
            ("MC7K2Q", CodeError::Length(4)),
            ("MC7K2QF5", CodeError::Length(6)),
            ("MC7K2QO", CodeError::Sign('O')),
            ("mc 9ư3he", CodeError::Sign('Ư')),
            ("MC7K2Q]", CodeError::Sign(']')),
        ] {
            assert_eq!(Code::parse(text), Err(error), "{text:?}");
        }
        assert!(CodeError::Sign('O').to_string().contains("MC7K2QF"));
    }

    #[test]
    fn a_scan_is_found_behind_other_text() {
        for (typed, start) in [
            ("MC7K2QT", Some(0)),
            ("mc7k2qt", Some(0)),
            ("Nguyễn VMC7K2QT", Some(10)),
            ("An http://10.0.0.2:8080/ma/MC7K2QT", Some(3)),
            ("http://a/ http://10.0.0.2/ma/MC7K2QT", Some(10)),
            ("MC7K2QT ", None),
            ("MC 7K2QT", None),
            ("Anna McArthy", None),
            ("MC 7K2Q", None),
            ("http://10.0.0.2/ma/ MC7K2QT", Some(20)),
            ("ễ7K2QT", None),
            ("MC7K2", None),
            ("", None),
        ] {
            let found = Code::at_end(typed);
            assert_eq!(found.as_ref().map(|f| f.0), start, "{typed:?}");
            assert!(found.is_none_or(|f| f.1.as_str() == "MC7K2QT"));
        }
    }

    #[test]
    fn a_scan_that_an_input_method_changed_is_known() {
        let codes = |typed: &str| {
            let (start, codes) = Code::changed_at_end(typed)?;
            let codes: Vec<_> = codes.iter().map(Code::to_string).collect();
            Some((typed[start..].to_owned(), codes))
        };
        for (typed, scan, code) in [
            ("MCƯ7K2Q", "MCƯ7K2Q", "MCW7K2Q"),
            ("An mcâ7k2", "mcâ7k2", "MCAA7K2"),
            ("Nguyễnmcâ7k2", "mcâ7k2", "MCAA7K2"),
            ("Anmca\u{302}7k2", "mca\u{302}7k2", "MCAA7K2"),
            ("http://a/ma/MCĐ7K2", "http://a/ma/MCĐ7K2", "MCDD7K2"),
        ] {
            let (found, all) = codes(typed).unwrap_or_default();
            assert_eq!(found, scan, "{typed}");
            assert!(all.contains(&code.to_owned()), "{typed}: {all:?}");
        }
        let swallowed = codes("MCẠ7").map(|(_, codes)| codes);
        assert_eq!(swallowed, Some(vec![]), "a key was swallowed");
        for other in ["MC7K2QF", "Ấ7K2Q", "MCẠ7K2Q9", "MC Ạ7K", "MCẠ-7", ""] {
            assert_eq!(codes(other), None, "{other}");
        }
    }

    #[test]
    fn new_codes_use_the_whole_alphabet_and_nothing_else() {
        let step = u32::MAX / 997;
        let mut state = 0u32;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..400 {
            let code = Code::new(CodeOf::Ticket, || {
                state = state.wrapping_add(step);
                state
            });
            assert_eq!(Code::parse(code.as_str()), Ok(code.clone()));
            seen.extend(code.as_str().chars().skip(2));
        }
        assert!(seen.iter().copied().eq(ISSUED));
        assert_eq!(Code::new(CodeOf::Ticket, || 0).as_str(), "MC22222");
        assert_eq!(Code::new(CodeOf::Ticket, || u32::MAX).as_str(), "MCZZZZZ");
    }

    #[test]
    fn as_data_it_is_a_string() {
        let code: Code = serde_json::from_str("\"mc 7k2qf\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"MC7K2QF\"");
        assert!(serde_json::from_str::<Code>("\"MC7\"").is_err());
    }

    proptest! {
        #[test]
        fn every_issued_code_is_read_back(numbers in prop::array::uniform5(any::<u32>())) {
            let mut left = numbers.into_iter();
            let code = Code::new(CodeOf::Ticket, || left.next().unwrap());
            let small = code.as_str().to_lowercase();
            prop_assert_eq!(Code::parse(&small), Ok(code.clone()));
            prop_assert_eq!(Code::at_end(&format!("x{small}")), Some((1, code)));
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            let _ = Code::parse(&text);
            let _ = Code::at_end(&text);
        }
    }
}
