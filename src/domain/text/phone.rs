//! Phone numbers: many ways to write one, one way to keep it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{clean_name, is_hidden};

/// A phone number. `+84 912 345 678`, `84912345678` and `0912.345.678` are the same one,
/// `0912345678`; two phones are equal when they are written the same in that form.
///
/// As data it is a string, read back as it stands: what was logged is replayed unchanged, so
/// whoever lets a number in from outside passes it through [`Phone::parse`] first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Phone(Arc<str>);

/// Why a text is no Vietnamese phone number, and what one looks like.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// No digit at all.
    #[error("chưa có số điện thoại; gõ ví dụ 0912 345 678")]
    Empty,
    /// A character that belongs into no number.
    #[error("số điện thoại không thể có «{0}»; chỉ gõ chữ số, ví dụ 0912 345 678")]
    Letter(char),
    /// No Vietnamese network begins like that; old eleven-digit mobile numbers also land here.
    #[error(
        "đầu số không đúng; di động bắt đầu bằng 03, 05, 07, 08, 09, máy bàn bằng 02, ví dụ 0912 345 678"
    )]
    Prefix,
    /// Digits are missing or too many: how many there are, with the leading 0.
    #[error(
        "số điện thoại có {0} chữ số; di động phải đủ 10 (0912 345 678), máy bàn 11 (0296 3856 789)"
    )]
    Length(usize),
}

impl Phone {
    /// Reads a Vietnamese number with any spacing, dots, dashes and brackets, after `+84`,
    /// `0084`, `84` or `0`: ten digits of a mobile phone, eleven of a land line (`02…`).
    ///
    /// # Errors
    /// [`PhoneError`] says what is wrong, in words for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let mut digits = String::new();
        let mut abroad = false;
        // Compatibility forms: phones set to Chinese or Japanese type full-width digits.
        for c in text.nfkc() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() && !abroad => abroad = true,
                '.' | '-' | '(' | ')' | '/' | ',' | '\u{2010}'..='\u{2015}' => {}
                c if c.is_whitespace() || is_hidden(c) => {}
                c => return Err(PhoneError::Letter(c)),
            }
        }
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        let international = match digits.strip_prefix("00") {
            Some(rest) => Some(rest),
            None => (abroad || digits.starts_with("84")).then_some(&*digits),
        };
        let national = match international {
            // "+84 (0) 912 …" carries the 0 along.
            Some(number) => match number.strip_prefix("84").ok_or(PhoneError::Prefix)? {
                rest if rest.starts_with('0') => rest.to_owned(),
                rest => format!("0{rest}"),
            },
            None => digits,
        };
        let expected = match national.as_bytes() {
            [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..] => 10,
            [b'0', b'2', ..] => 11,
            [] | [b'0'] => return Err(PhoneError::Length(national.len())),
            _ => return Err(PhoneError::Prefix),
        };
        if national.len() != expected {
            return Err(PhoneError::Length(national.len()));
        }
        Ok(Self(national.into()))
    }

    /// A sender that is no Vietnamese number (`VIETTEL`, `1414`, a number abroad), as it
    /// stands but for characters that cannot be drawn.
    pub fn raw(text: &str) -> Self {
        Self(clean_name(text).into())
    }

    /// [`Phone::parse`], where it can be read, else [`Phone::raw`].
    pub fn of(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self::raw(text))
    }

    /// Whether it is a Vietnamese mobile phone: only there does the office's SIM send anything. Numbers abroad, of
    /// satellites and of services cost many times as much, and a forged sender chooses them.
    pub fn is_mobile(&self) -> bool {
        self.0.len() == 10 && Self::parse(&self.0).is_ok_and(|parsed| parsed == *self)
    }

    /// The number as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as people read it aloud: `0912 345 678`.
    pub fn spaced(&self) -> String {
        let number = &*self.0;
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        match number.len() {
            10..=11 if digits => {
                let (head, tail) = number.split_at(number.len() - 3);
                let (head, middle) = head.split_at(4);
                format!("{head} {middle} {tail}")
            }
            _ => number.to_owned(),
        }
    }

    /// For paper and pages that anybody may find: `0912 ••• •••`. Its last four digits open what belongs to it.
    pub fn head(&self) -> String {
        let head: String = self.0.graphemes(true).take(4).collect();
        format!("{head} ••• •••")
    }

    /// The number for eyes that need not know it: `0912 ••• 678`. A short code or the name of
    /// a sender is no one's secret and stays whole.
    pub fn masked(&self) -> String {
        let signs: Vec<&str> = self.0.graphemes(true).collect();
        let shown = match signs.len() {
            0..7 => return self.0.to_string(),
            7..10 => 0,
            _ => 4,
        };
        if !self.0.contains(|c: char| c.is_ascii_digit()) {
            return self.0.to_string();
        }
        let (head, rest) = signs.split_at(shown);
        let (hidden, tail) = rest.split_at(rest.len() - 3);
        let parts = [head.concat(), "•".repeat(hidden.len()), tail.concat()];
        parts.join(" ").trim_start().to_owned()
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<String> for Phone {
    fn from(text: String) -> Self {
        Self::raw(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0.as_ref().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_ways_to_write_one_number() {
        for text in [
            "0912345678",
            "0912 345 678",
            " 0912.345.678\n",
            "0912-345–678",
            "(0912) 345678",
            "+84912345678",
            "+84 (0) 912 345 678",
            "84 912 345 678",
            "0084912345678",
            "\u{202a}+84 912\u{a0}345\u{200b}678\u{202c}",
            "０９１２３４５６７８",
        ] {
            assert_eq!(
                Phone::parse(text).map(|p| p.to_string()),
                Ok("0912345678".to_owned()),
                "{text:?}"
            );
        }
        assert_eq!(
            Phone::parse("0296 3856 789").unwrap().as_str(),
            "02963856789"
        );
        assert_eq!(
            Phone::parse("+84 24 3825 0001").unwrap().as_str(),
            "02438250001"
        );
        assert_eq!(Phone::parse("0841234567").unwrap().as_str(), "0841234567");
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_cause() {
        for (text, error) in [
            ("", PhoneError::Empty),
            (" +-", PhoneError::Empty),
            ("VIETTEL", PhoneError::Letter('V')),
            ("09123a5678", PhoneError::Letter('a')),
            ("0912+345678", PhoneError::Letter('+')),
            ("091234567", PhoneError::Length(9)),
            ("09123456789", PhoneError::Length(11)),
            ("0912345678/0987654321", PhoneError::Length(20)),
            ("0296385678", PhoneError::Length(10)),
            ("0", PhoneError::Length(1)),
            ("84", PhoneError::Length(1)),
            ("01692345678", PhoneError::Prefix),
            ("912345678", PhoneError::Prefix),
            ("1414", PhoneError::Prefix),
            ("+8613812345678", PhoneError::Prefix),
            ("+0912345678", PhoneError::Prefix),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text:?}");
        }
        let said = PhoneError::Length(9).to_string();
        assert!(
            said.contains("9 chữ số") && said.contains("0912 345 678"),
            "{said}"
        );
    }

    #[test]
    fn masks_leave_the_last_three() {
        for (number, masked) in [
            ("0912345678", "0912 ••• 678"),
            ("02963856789", "0296 •••• 789"),
            ("+8613812345678", "+861 ••••••• 678"),
            ("12345678", "••••• 678"),
            ("1414", "1414"),
            ("VIETCOMBANK", "VIETCOMBANK"),
            ("", ""),
        ] {
            assert_eq!(Phone::raw(number).masked(), masked);
        }
    }

    #[test]
    fn as_data_it_is_a_string_and_comes_back_unchanged() {
        let phone = Phone::parse("+84912345678").unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), "\"0912345678\"");
        for text in ["0912345678", "VIETTEL", "+8613812345678", "84912345678"] {
            let json = serde_json::to_string(text).unwrap();
            let back: Phone = serde_json::from_str(&json).unwrap();
            assert_eq!(back, Phone::raw(text));
            assert_eq!(serde_json::to_string(&back).unwrap(), json);
        }
        assert_eq!(Phone::raw("VIET\u{1b}\u{202e}TEL").as_str(), "VIETTEL");
    }

    proptest! {
        #[test]
        fn spacing_and_prefix_do_not_matter(
            number in "0[35789][0-9]{8}|02[0-9]{9}",
            gaps in prop::collection::vec("[ .()\u{a0}-]{0,2}", 12),
            prefix in prop::sample::select(vec!["0", "84", "+84", "0084", "+840"]),
        ) {
            let mut typed = prefix.to_owned();
            for (digit, gap) in number[1..].chars().zip(&gaps) {
                typed.push_str(gap);
                typed.push(digit);
            }
            prop_assert_eq!(Phone::parse(&typed), Ok(Phone::raw(&number)));
        }

        #[test]
        fn what_is_accepted_is_final(text in "[+0-9 .-]{0,16}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert!(matches!(phone.as_str().len(), 10 | 11));
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            let _ = Phone::parse(&text);
            let _ = Phone::raw(&text).masked();
        }
    }
}
