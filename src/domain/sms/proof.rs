//! What who writes on Zalo shows: a code, and behind it the last four digits of the phone that it belongs to.

use crate::domain::text::Code;

/// A code with four digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The code.
    pub code: Code,
    /// The digits.
    pub digits: String,
    /// The text without the digits.
    pub rest: String,
}

/// Reads it out of a message: `TC MC7K2QF 5678`.
pub fn proof(text: &str) -> Option<Proof> {
    let bare = |word: &str| word.trim_matches(['.', ',', ';', ':', '(', ')']).to_owned();
    let mut words = text.split_whitespace();
    let (word, code) = words.find_map(|word| Some((word, Code::parse(&bare(word)).ok()?)))?;
    let (before, after) = text.split_once(word)?;
    let next = after.split_whitespace().next()?;
    let digits = bare(next);
    let is_four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let (_, behind) = after.split_once(next).filter(|_| is_four)?;
    Some(Proof {
        code,
        digits,
        rest: format!("{before}{word}{behind}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_behind_a_code_are_a_proof() {
        let read = |text: &str| {
            let found = proof(text)?;
            Some((found.code.to_string(), found.digits, found.rest))
        };
        let found = |digits: &str, rest: &str| {
            Some(("MC7K2QF".to_owned(), digits.to_owned(), rest.to_owned()))
        };
        assert_eq!(read("TC MC7K2QF 5678"), found("5678", "TC MC7K2QF"));
        assert_eq!(read("huy mc7k2qf, 0001."), found("0001", "huy mc7k2qf,"));
        assert_eq!(
            read("DOI MC7K2QF 5678 26/11\nsang"),
            found("5678", "DOI MC7K2QF 26/11\nsang")
        );
        for text in [
            "TC MC7K2QF",
            "DOI MC7K2QF 26/11/2026",
            "DOI MC7K2QF ngay 26 thang 11 nam 2026",
            "TC MC7K2QF 56789",
            "TC 5678",
            "5678 MC7K2QF",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
