//! What a Vietnamese input method makes of a scanner's letters, read back to the keys: Telex turns `aa` into `â` and `w`
//! into `ư`, VNI does the same by digits, both put the tone over a vowel that may stand far before its key.

use unicode_normalization::UnicodeNormalization;

/// How an input method is asked for marks and tones.
struct Method {
    /// Circumflex by repeating the letter, else by this key.
    circumflex: Option<char>,
    breve: char,
    horn: char,
    /// Bar of đ by repeating the letter, else by this key.
    bar: Option<char>,
    /// Keys of grave, acute, hook, tilde, dot below.
    tones: [char; 5],
}

const METHODS: [Method; 2] = [
    Method {
        circumflex: None,
        breve: 'W',
        horn: 'W',
        bar: None,
        tones: ['F', 'S', 'R', 'X', 'J'],
    },
    Method {
        circumflex: Some('6'),
        breve: '8',
        horn: '7',
        bar: Some('9'),
        tones: ['2', '1', '3', '4', '5'],
    },
];

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// All rows of `length` capital letters and digits of which an input method may have made `word`; none when it has not
/// changed anything, or has swallowed a key (two tones on one vowel): then the row would be shorter.
pub(super) fn typed_as(word: &str, length: usize) -> Vec<String> {
    let upper: String = word.to_uppercase().nfc().collect();
    if upper.is_ascii() || upper.chars().count() > length {
        return Vec::new();
    }
    let mut all = Vec::new();
    for method in &METHODS {
        // A lone W of Telex is Ư, too.
        for alone in [false, true] {
            let Some((letters, keys)) = taken_apart(&upper, method, alone) else {
                continue;
            };
            if letters.len() + keys.len() == length {
                put_back(letters, &keys, &mut all);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// A mark's or tone's key, and the place of the letter behind which it was pressed.
type Key = (usize, char);

/// The letters without their marks, and each mark's key with the place of its letter.
fn taken_apart(upper: &str, method: &Method, alone: bool) -> Option<(Vec<char>, Vec<Key>)> {
    let (mut letters, mut keys) = (Vec::new(), Vec::new());
    for c in upper.chars() {
        if c == 'Đ' {
            keys.push((letters.len(), method.bar.unwrap_or('D')));
            letters.push('D');
            continue;
        }
        let at = letters.len();
        for part in c.nfd() {
            let tone = TONES.iter().position(|tone| *tone == part);
            match (part, tone) {
                (_, Some(tone)) => keys.push((at, method.tones[tone])),
                ('\u{302}', _) => keys.push((at, method.circumflex.unwrap_or(letters[at]))),
                ('\u{306}', _) => keys.push((at, method.breve)),
                ('\u{31b}', _) if alone && letters[at] == 'U' => letters[at] = method.horn,
                ('\u{31b}', _) => keys.push((at, method.horn)),
                (c, _) if c.is_ascii_alphanumeric() => letters.push(c),
                _ => return None,
            }
            letters.get(at)?;
        }
    }
    Some((letters, keys))
}

/// Every row in which each key stands somewhere behind its letter.
fn put_back(letters: Vec<char>, keys: &[Key], all: &mut Vec<String>) {
    let Some(((at, key), rest)) = keys.split_last() else {
        all.push(letters.into_iter().collect());
        return;
    };
    for place in at + 1..=letters.len() {
        let mut more = letters.clone();
        more.insert(place, *key);
        put_back(more, rest, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_engines_make_is_read_back() {
        for (made, keys) in [
            ("Â2B3", "AA2B3"),
            ("Ư7K2Q", "W7K2Q"),
            ("7Ư2Q", "7UW2Q"),
            ("Đ7K2", "DD7K2"),
            ("Đ7K2", "D97K2"),
            ("Ạ7K2", "AJ7K2"),
            ("Ạ7K2", "A7K2J"),
            ("Ạ7K2", "A57K2"),
            ("ấ7k", "AAS7K"),
            ("Ự2KQ", "WJ2KQ"),
            ("Ê7K2", "E67K2"),
            ("Ế7K", "E617K"),
        ] {
            let all = typed_as(made, 5);
            assert!(all.iter().any(|row| row == keys), "{made}: {all:?}");
        }
        assert!(typed_as("AK7K2", 5).is_empty(), "nothing was changed");
        assert!(typed_as("Ạ7K", 5).is_empty(), "a key was swallowed");
        assert!(typed_as("漢7K22", 5).is_empty());
    }
}
