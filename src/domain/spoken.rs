//! Numbers in words, as they are read aloud: machines that speak misread Vietnamese digits (15 → "mười năm"), so they get
//! words only. The eighteen words are all that an office must record.

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// All words that numbers up to 9999 are made of.
pub const WORDS: [&str; 18] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "mốt",
    "tư", "lăm", "linh", "trăm", "nghìn",
];

/// The words of a number: 2024 is hai nghìn không trăm hai mươi tư. From a million on its digits are read one by one.
pub fn number(n: u32) -> Vec<&'static str> {
    match n {
        0 => vec![DIGITS[0]],
        1..1000 => below_thousand(n, false),
        1000..1_000_000 => {
            let mut words = number(n / 1000);
            words.push("nghìn");
            if !n.is_multiple_of(1000) {
                words.extend(below_thousand(n % 1000, true));
            }
            words
        }
        _ => {
            let digits = n.to_string().into_bytes();
            let word = |digit: u8| DIGITS[usize::from(digit - b'0')];
            digits.into_iter().map(word).collect()
        }
    }
}

/// A number from 1 to 999; `whole` says its hundreds even when there are none.
fn below_thousand(n: u32, whole: bool) -> Vec<&'static str> {
    let (hundreds, tens, units) = (n / 100, n / 10 % 10, n % 10);
    let digit = |n: u32| DIGITS[n as usize];
    let mut words = Vec::new();
    if hundreds > 0 || whole {
        words.extend([digit(hundreds), "trăm"]);
    }
    let has_higher = !words.is_empty();
    match tens {
        0 if units > 0 && has_higher => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        tens => words.extend([digit(tens), "mươi"]),
    }
    words.extend(match (tens, units) {
        (_, 0) => None,
        (2.., 1) => Some("mốt"),
        (2.., 4) => Some("tư"),
        (1.., 5) => Some("lăm"),
        (_, units) => Some(digit(units)),
    });
    words
}

/// A text whose numbers are in words: `Quầy 12A` is Quầy mười hai A.
pub fn in_words(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = from.split_at(end.unwrap_or(from.len()));
        words += before;
        // What is too long for a number is left as it is.
        match digits.parse() {
            Ok(n) => words += &number(n).join(" "),
            Err(_) => words += digits,
        }
        if after.starts_with(char::is_alphabetic) {
            words.push(' ');
        }
        rest = after;
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/data/spoken.tsv`: the rule as two independent spellers agree on it.
    #[test]
    fn numbers_to_9999_are_spelt_as_others_spell_them() {
        let table = include_str!("../../tests/data/spoken.tsv");
        let mut count = 0;
        for line in table.lines() {
            let (n, words) = line.split_once('\t').unwrap();
            assert_eq!(number(n.parse().unwrap()).join(" "), words, "{n}");
            count += 1;
        }
        assert_eq!(count, 10_000);
    }

    #[test]
    fn no_number_needs_a_word_that_nobody_recorded() {
        let all = (0..10_000).flat_map(number);
        let mut used: Vec<_> = all.collect();
        used.sort_unstable();
        used.dedup();
        let mut words = WORDS.to_vec();
        words.sort_unstable();
        assert_eq!(used, words);
    }

    #[test]
    fn larger_numbers_are_read_too() {
        let said = |n| number(n).join(" ");
        assert_eq!(said(12_005), "mười hai nghìn không trăm linh năm");
        assert_eq!(said(1_000_002), "một không không không không không hai");
    }

    #[test]
    fn names_are_read_without_digits() {
        assert_eq!(in_words("Quầy 12A, phòng 3"), "Quầy mười hai A, phòng ba");
        assert_eq!(in_words("Tư pháp"), "Tư pháp");
    }
}
