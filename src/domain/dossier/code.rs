//! The province's codes of dossiers: `H15.50-260706-1377`, or the older `000.A0.01.H26-210212-9090`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::text::fold;

/// A province's code, as it is printed. Two are the same when their letters and digits are: dots, hyphens and blanks are
/// lost where people type or text them.
#[derive(Clone, Debug, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProvinceCode(String);

impl ProvinceCode {
    /// The day and the running number at its end have so many digits at least.
    const TAIL: usize = 10;
    /// No longer code was seen.
    const LONGEST: usize = 40;

    /// Reads a code in any case, with blanks, with or without its dots and hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = fold(text.trim()).to_uppercase();
        let known = |c: char| c.is_ascii_alphanumeric() || " .-–_".contains(c);
        if plain.len() > Self::LONGEST || !plain.chars().all(known) {
            return None;
        }
        let code = Self(plain.split_whitespace().collect::<Vec<_>>().join(" "));
        let key = code.key();
        let tail = key.bytes().rev().take_while(u8::is_ascii_digit).count();
        let head = key.get(..key.len() - tail)?;
        let begins = key.starts_with('H') || key.starts_with("000");
        (tail >= Self::TAIL + 2 && head.contains('H') && begins).then_some(code)
    }

    /// As it was given by the province, or the store.
    pub fn raw(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Its letters and digits.
    pub fn key(&self) -> String {
        let signs = self.0.chars().filter(char::is_ascii_alphanumeric);
        signs.collect::<String>().to_uppercase()
    }

    /// As it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ProvinceCode {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl fmt::Display for ProvinceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let printed = ProvinceCode::parse("H15.50-260706-1377").unwrap();
        for text in [
            "h15.50-260706-1377",
            "H15 50 260706 1377",
            "H1550-260706-1377",
            " H15.50 - 260706 - 1377 ",
        ] {
            assert_eq!(ProvinceCode::parse(text).as_ref(), Some(&printed), "{text}");
        }
        let old = ProvinceCode::parse("000.A0.01.H26-210212-9090").unwrap();
        let typed = ProvinceCode::parse("000 a0 01 h26 210212 9090").unwrap();
        assert_eq!(old, typed);
        assert_ne!(old, printed);
    }

    #[test]
    fn other_texts_are_no_codes() {
        for text in [
            "",
            "H15",
            "0912345678",
            "MC7K2QF",
            "HS7K2QF",
            "260706-1377",
            "ngày 26/07/2026",
            "H15.50-260706-",
        ] {
            assert_eq!(ProvinceCode::parse(text), None, "{text}");
        }
    }
}
