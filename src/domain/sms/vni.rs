//! Words typed with VNI digits that no keyboard turned into accents: `Nguye6n`, `chu7ng1`, `D9K`.

use super::spelling::{HAT, HORN, Marks, is_syllable};

/// Words that a number of their own is often glued to: `thu2`, `to3`, `so5`.
const BEFORE_NUMBERS: [&str; 17] = [
    "thu", "t", "ngay", "thang", "so", "stt", "to", "xom", "thon", "ap", "ban", "khu", "doi",
    "mong", "luc", "phong", "la",
];

/// The letters of such a word and its accents; `None` when its digits are no accents. `fold` is in small letters.
pub(super) fn without_vni(fold: &str) -> Option<(String, Marks)> {
    let mut kept = String::with_capacity(fold.len());
    let (mut marks, mut tones, mut shapes) = (Marks::default(), 0, 0);
    for c in fold.chars() {
        let has = |letters: &[char]| kept.contains(letters);
        let mark = match c {
            'a'..='z' => {
                kept.push(c);
                continue;
            }
            '9' if kept == "d" => 'đ',
            '6' if has(&['a', 'e', 'o']) => HAT,
            '7' if has(&['u', 'o']) => HORN,
            '8' if has(&['a']) => '\u{306}',
            '1' => '\u{301}',
            '2' => '\u{300}',
            '3' => '\u{309}',
            '4' => '\u{303}',
            '5' => '\u{323}',
            _ => return None,
        };
        let tone = matches!(c, '1'..='5');
        if tone && !has(&['a', 'e', 'i', 'o', 'u', 'y']) {
            return None;
        }
        tones += usize::from(tone);
        shapes += usize::from(matches!(c, '6'..='8'));
        marks.add(mark);
        if c == '7' && kept.contains("uo") && marks.count(HORN) == 1 {
            marks.add(HORN);
        }
    }
    let command = kept.starts_with("dk") && kept.len() <= 3 && marks.count('đ') > 0;
    let number = shapes == 0 && marks.count('đ') == 0 && BEFORE_NUMBERS.contains(&kept.as_str());
    let whole = tones <= 1 && shapes <= 2 && !number && (command || is_syllable(&kept));
    (whole && kept.len() < fold.len()).then_some((kept, marks))
}

/// Whether a word shows that its message was typed so: a digit stands between its letters.
pub(super) fn shows_vni(fold: &str) -> bool {
    fold.ends_with(|c: char| c.is_ascii_lowercase()) && without_vni(fold).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::spelling::unaccented;
    use super::*;

    #[test]
    fn digits_for_accents_are_taken_out() {
        for (typed, meant) in [
            ("nguye6n", "nguyên"),
            ("nguye64n", "nguyễn"),
            ("va8n", "văn"),
            ("d9a8ng", "đăng"),
            ("ky1", "ký"),
            ("so63", "sổ"),
            ("d9o3", "đỏ"),
            ("sa1ng", "sáng"),
            ("chu7ng1", "chứng"),
            ("d9k", "đk"),
            ("d9u7o7c5", "được"),
            ("d9uo7ng2", "đường"),
        ] {
            assert_eq!(without_vni(typed), Some(unaccented(meant)), "{typed}");
        }
        for word in [
            "thu2", "so5", "to3", "ct07", "ngay25", "v90", "h1n1", "khai", "ab3", "thon12",
            "mc7k2qf", "8h30",
        ] {
            assert_eq!(without_vni(word), None, "{word}");
        }
    }
}
