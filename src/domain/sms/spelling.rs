//! Vietnamese spelling: accents that tell look-alikes apart, syllables, what a Telex keyboard leaves
//! behind, slips of the finger.

use unicode_normalization::char::decompose_canonical;

/// How many of each accent a word bears, wherever they stand in it: two bits for each of hat, breve,
/// horn, stroke, grave, acute, tilde or hook (half the country does not tell these apart), dot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Marks(u16);

impl Marks {
    fn place(mark: char) -> Option<u16> {
        Some(match mark {
            HAT => 0,
            '\u{306}' => 1,
            HORN => 2,
            'đ' => 3,
            '\u{300}' => 4,
            '\u{301}' => 5,
            '\u{303}' | '\u{309}' => 6,
            '\u{323}' => 7,
            _ => return None,
        })
    }

    pub(super) fn add(&mut self, mark: char) {
        if let Some(place) = Self::place(mark)
            && self.count(mark) < 3
        {
            self.0 += 1 << (2 * place);
        }
    }

    /// How often a word bears an accent.
    pub(super) fn count(self, mark: char) -> u16 {
        Self::place(mark).map_or(0, |place| self.0 >> (2 * place) & 3)
    }

    /// No accent at all.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the accents may be an unfinished form of `whole`: some of them, and no other.
    pub(super) fn within(self, whole: Self) -> bool {
        (0..8).all(|place| self.0 >> (2 * place) & 3 <= whole.0 >> (2 * place) & 3)
    }
}

/// The accents of one character.
pub(super) fn letter(c: char, base: &mut char, marks: &mut Marks) {
    *base = c;
    if c.is_ascii() {
        return;
    }
    match c {
        'đ' | 'ð' | 'ɖ' => {
            *base = 'd';
            marks.add('đ');
        }
        '‘' | '’' | 'ʼ' | 'ʻ' | '′' | '´' => *base = '\'',
        _ => {
            let mut first = true;
            decompose_canonical(c, |part| {
                if first {
                    *base = part;
                    first = false;
                } else {
                    marks.add(part);
                }
            });
        }
    }
}

/// A word in small letters without accents, and its accents.
pub(super) fn unaccented(word: &str) -> (String, Marks) {
    let mut marks = Marks::default();
    let mut fold = String::with_capacity(word.len());
    let mut base = ' ';
    for c in word.chars().flat_map(char::to_lowercase) {
        letter(c, &mut base, &mut marks);
        fold.push(base);
    }
    (fold, marks)
}

/// Whether `k` begins a text that only politeness goes on: `đông k`, `đc k ạ`.
pub(super) fn ends_with_k(text: &str) -> bool {
    const POLITE: [&str; 6] = ["ạ", "a", "v", "vậy", "nhỉ", "ad"];
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.next() == Some("k") && words.all(|word| POLITE.contains(&word))
}

/// `DK. Pham. Van. Hoe. Khai. Tu. 3/12.`: stops between single words are blanks.
/// Whether there were such.
pub(super) fn without_stops(text: String) -> (String, bool) {
    /// Fewer may be sentences of one word.
    const FEWEST: usize = 3;
    let pieces: Vec<&str> = text.trim_end_matches('.').split(". ").collect();
    let words = pieces.iter().filter(|p| p.chars().all(char::is_alphabetic));
    // The command may have none behind it.
    let single = pieces
        .iter()
        .zip([1].into_iter().chain(std::iter::repeat(0)))
        .all(|(piece, blanks)| piece.matches([' ', '\n']).count() <= blanks);
    match single && words.count() >= FEWEST {
        true => (pieces.join(" "), true),
        false => (text, false),
    }
}

const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "th", "tr", "ch", "gh", "gi", "kh", "ph", "b", "c", "d", "g", "h", "k", "l",
    "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
];
const NUCLEI: [&str; 42] = [
    "a", "e", "i", "o", "u", "y", "ai", "ao", "au", "ay", "eo", "eu", "ia", "ie", "iu", "oa", "oe",
    "oi", "ua", "ue", "ui", "uo", "uu", "uy", "ya", "ye", "ieu", "oai", "oao", "oay", "oeo", "uai",
    "uao", "uay", "ueo", "uoi", "uou", "uya", "uye", "uyu", "yeu", "oo",
];
const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether an unaccented word can be a Vietnamese syllable.
pub(super) fn is_syllable(fold: &str) -> bool {
    ONSETS.iter().any(|onset| {
        fold.strip_prefix(onset).is_some_and(|rest| {
            let end = rest
                .find(|c: char| !"aeiouy".contains(c))
                .unwrap_or(rest.len());
            let (nucleus, coda) = rest.split_at(end);
            NUCLEI.contains(&nucleus) && CODAS.contains(&coda)
        })
    })
}

/// Whether an unaccented word begins as words of the highlands' languages do and no Vietnamese syllable: `hlan`, `bloi`, `srung`.
pub(super) fn is_of_highlands(fold: &str) -> bool {
    const SHORTEST: usize = 4;
    fold.len() >= SHORTEST
        && (fold.starts_with(['b', 'd', 'h', 'k', 'm', 'p', 'r']) || fold.starts_with("sr"))
        && fold.get(1..).is_some_and(|rest| {
            let cluster = rest.starts_with(['l', 'r', 'm', 'n', 'b', 'd', 'k', 'p', 'w']);
            cluster && fold[..1] != rest[..1] && is_syllable(rest)
        })
        && !is_syllable(fold)
}

/// What remains of a word when the letters are taken out that a Telex keyboard should have turned into
/// accents (`chuwngs`, `thuwcj`, `ddawng`, `nguyeen`), and those accents: `None` when there are none, or no
/// syllable remains.
pub(super) fn without_telex(fold: &str) -> Option<(String, Marks)> {
    if fold.len() < 3 || !fold.bytes().all(|b| b.is_ascii_lowercase()) || is_syllable(fold) {
        return None;
    }
    let letters = fold.as_bytes();
    let mut kept = String::with_capacity(letters.len());
    let mut marks = Marks::default();
    for (i, &b) in letters.iter().enumerate() {
        let doubled = i > 0 && letters[i - 1] == b;
        let vowels = kept.contains(is_vowel);
        match b {
            b'd' if i == 1 && doubled => marks.add('đ'),
            b'w' if vowels => horn(&kept, &mut marks),
            b'w' => {
                kept.push('u');
                marks.add(HORN);
            }
            b'a' | b'e' | b'o' if doubled => marks.add(HAT),
            b's' if vowels => marks.add('\u{301}'),
            b'f' if vowels => marks.add('\u{300}'),
            b'r' if vowels => marks.add('\u{309}'),
            b'x' if vowels => marks.add('\u{303}'),
            b'j' if vowels => marks.add('\u{323}'),
            b'z' if vowels => {}
            _ => kept.push(char::from(b)),
        }
    }
    if is_syllable(&kept) {
        return Some((kept, marks));
    }
    // The hat may have been typed at the end: `nguyene`.
    let last = kept.pop()?;
    marks.add(HAT);
    (matches!(last, 'a' | 'e' | 'o') && kept.contains(last) && is_syllable(&kept))
        .then_some((kept, marks))
}

pub(super) const HAT: char = '\u{302}';
pub(super) const HORN: char = '\u{31b}';

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// What a `w` behind these letters stands for: ă, ư, ơ, or both letters of ươ.
fn horn(kept: &str, marks: &mut Marks) {
    let bare = marks.count(HORN) == 0;
    if kept.ends_with('a') {
        marks.add('\u{306}');
    } else {
        marks.add(HORN);
        if bare && kept.contains("uo") {
            marks.add(HORN);
        }
    }
}

/// Whether two words are equal but for at most one letter more, less or other, or two neighbours swapped.
pub(super) fn nearly(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], _) => true,
            ([x, y, rest @ ..], [v, w, more @ ..]) if x == w && y == v && rest == more => true,
            _ => short[1..] == long[1..],
        },
        1 => *short == long[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_count_wherever_they_stand() {
        for (a, b) in [("huỷ", "hủy"), ("hòa", "hoà"), ("MỸ", "mỷ"), ("ký", "kí")] {
            assert_eq!(unaccented(a).1, unaccented(b).1, "{a} {b}");
        }
        for (a, b) in [
            ("sang", "sáng"),
            ("đổi", "đội"),
            ("thứ", "thư"),
            ("đất", "đạt"),
        ] {
            assert_ne!(unaccented(a).1, unaccented(b).1, "{a} {b}");
        }
        assert!(unaccented("thưc").1.within(unaccented("thực").1));
        assert!(!unaccented("thúc").1.within(unaccented("thực").1));
        assert_eq!(unaccented("ĐƯỜNG").0, "duong");
    }

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in [
            "nguyen", "huyen", "quoc", "giuong", "gi", "y", "a", "nghieng", "khuya", "oanh",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "sihn", "thuvc", "ks", "dk", "hsang", "nguyeen", "huyr", "", "tnhh", "chugn",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn what_telex_leaves_is_taken_out() {
        for (typed, meant) in [
            ("nguyeenx", "nguyễn"),
            ("nguyenex", "nguyễn"),
            ("ddawng", "đăng"),
            ("kys", "ký"),
            ("chuwngs", "chứng"),
            ("thuwcj", "thực"),
            ("thws", "thứ"),
            ("huyr", "hủy"),
            ("ddoir", "đỏi"),
            ("ddooir", "đổi"),
            ("chieeuf", "chiều"),
            ("dduwowngf", "đường"),
            ("dduowngf", "đường"),
            ("nguoiwf", "người"),
            ("ddatj", "đạt"),
            ("ddaats", "đất"),
            ("sangs", "sáng"),
        ] {
            assert_eq!(without_telex(typed), Some(unaccented(meant)), "{typed}");
        }
        for word in ["khai", "ks", "sihn", "as", "xin", "tnhh", "mcs"] {
            assert_eq!(without_telex(word), None, "{word}");
        }
    }

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        for (a, b, near) in [
            ("khaisinh", "khaisinh", true),
            ("khaisihn", "khaisinh", true),
            ("khaisin", "khaisinh", true),
            ("khaisinhh", "khaisinh", true),
            ("khaisimh", "khaisinh", true),
            ("khasihn", "khaisinh", false),
            ("kaisihn", "khaisinh", false),
            ("", "a", true),
            ("", "", true),
        ] {
            assert_eq!(nearly(a.as_bytes(), b.as_bytes()), near, "{a} {b}");
            assert_eq!(nearly(b.as_bytes(), a.as_bytes()), near, "{b} {a}");
        }
    }
}
