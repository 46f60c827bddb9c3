//! Commands that no blank parts from the next word.

use super::spelling::{is_syllable, without_telex};

/// Commands that are glued to the next word, and the words they consist of, in letters.
const GLUED: [(&str, &[usize]); 14] = [
    ("dangky", &[4, 2]),
    ("dangki", &[4, 2]),
    ("datlich", &[3, 4]),
    ("dathen", &[3, 3]),
    ("henlich", &[3, 4]),
    ("huylich", &[3, 4]),
    ("doilich", &[3, 4]),
    ("chuyenlich", &[6, 4]),
    ("tracuu", &[3, 3]),
    ("danhgia", &[4, 3]),
    ("huongdan", &[5, 3]),
    ("tinhtrang", &[4, 5]),
    ("ddk", &[3]),
    ("ddangky", &[5, 2]),
];

/// The lengths of the words of a command that a run of letters begins with, when no blank follows it.
pub(super) fn glued_command(fold: &str) -> Vec<usize> {
    if is_syllable(fold) {
        return Vec::new();
    }
    let word = |rest: &str| is_syllable(rest) || without_telex(rest).is_some();
    if let Some((prefix, pieces)) = GLUED.iter().find(|(prefix, _)| fold.starts_with(prefix)) {
        let rest = &fold[prefix.len()..];
        return match (pieces.len(), rest) {
            (1, "" | "y" | "i") => Vec::new(),
            (2, "") => pieces[..1].to_vec(),
            _ => pieces.to_vec(),
        };
    }
    if let Some(rest) = fold.strip_prefix("dk") {
        let longer = rest.strip_prefix(['y', 'i']).filter(|after| word(after));
        return match (rest, longer) {
            ("" | "y" | "i", _) => Vec::new(),
            // `DKK`, `DKL`: a slip of the finger, and no name begins with the letter.
            (one, _) if one.len() == 1 && !one.contains(['a', 'e', 'h']) => Vec::new(),
            (_, Some(_)) if !word(rest) => vec![3],
            _ => vec![2],
        };
    }
    let command = ["huy", "doi", "hen", "giup", "tc", "dg", "hd"]
        .into_iter()
        .find(|command| {
            fold.strip_prefix(command)
                .is_some_and(|rest| rest.starts_with("mc") || word(rest))
        });
    command
        .map(|command| vec![command.len()])
        .unwrap_or_default()
}

/// The letters of a unit of time that is glued to the word behind it: `9hsang`.
pub(super) fn unit_before(fold: &str) -> Option<usize> {
    if is_syllable(fold) {
        return None;
    }
    ["gio", "h", "g"].into_iter().find_map(|unit| {
        let rest = fold.strip_prefix(unit)?;
        (is_syllable(rest) || without_telex(rest).is_some()).then_some(unit.len())
    })
}
