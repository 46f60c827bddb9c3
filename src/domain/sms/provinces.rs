//! The province's codes of dossiers, wherever they stand in a message: `TC H15 50 260706 1377`.

use super::reading::{Doubt, Intent, Part, Reading};
use crate::domain::dossier::ProvinceCode;

/// No code is typed in more pieces.
const MOST_PIECES: usize = 7;

/// A text without the codes, and these. They come out first: their figures would be days, hours and numbers.
pub(super) fn without_codes(text: &str) -> (String, Vec<ProvinceCode>) {
    let pieces = pieces(text);
    let (mut rest, mut codes) = (String::with_capacity(text.len()), Vec::new());
    let (mut at, mut copied) = (0, 0);
    while at < pieces.len() {
        let ends = (at + 1..=(at + MOST_PIECES).min(pieces.len())).filter_map(|end| {
            let span = (pieces[at].0, pieces[end - 1].1);
            let typed = &text[span.0..span.1];
            let whole = begins(typed).then(|| ProvinceCode::parse(typed)).flatten();
            whole.map(|code| (end, span, code))
        });
        match ends.into_iter().next() {
            Some((end, span, code)) => {
                rest.push_str(&text[copied..span.0]);
                copied = span.1;
                if !codes.contains(&code) {
                    codes.push(code);
                }
                at = end;
            }
            None => at += 1,
        }
    }
    rest.push_str(&text[copied..]);
    (rest, codes)
}

/// Where each piece of a text begins and ends, without the punctuation around it.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let apart = |c: char| c.is_whitespace() || ":;,()[]\"?!".contains(c);
    let mut pieces = Vec::new();
    let mut from = 0;
    for piece in text.split(apart) {
        let whole = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let start = from + piece.find(whole).unwrap_or_default();
        if !whole.is_empty() {
            pieces.push((start, start + whole.len()));
        }
        from += piece.len();
        from += text[from..].chars().next().map_or(0, char::len_utf8);
    }
    pieces
}

/// Whether it begins as the codes do, and not as a name before somebody's number does: `H15…`, `000…`.
fn begins(typed: &str) -> bool {
    let mut signs = typed.chars().filter(char::is_ascii_alphanumeric);
    let first: String = signs.by_ref().take(3).collect();
    let province = first.strip_prefix(['H', 'h']);
    first == "000"
        || province.is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// What a message with such codes means: a question for the dossier, unless it is about a booking.
pub(super) fn asked(reading: Reading, codes: Vec<ProvinceCode>) -> Reading {
    let asks = matches!(
        reading.intent,
        Intent::Lookup | Intent::Unknown | Intent::Help
    );
    let Some(first) = codes.first().filter(|_| asks && !reading.silent) else {
        return reading;
    };
    let own = [Some(&reading), reading.meant.as_deref()];
    let booked = own
        .into_iter()
        .flatten()
        .any(|reading| reading.code.is_some());
    if codes.len() > 1 || booked || !reading.doubts.is_empty() {
        return Reading {
            intent: Intent::Lookup,
            missing: vec![Part::Code],
            doubts: vec![Doubt::TwoCodes],
            codes: codes.iter().map(ToString::to_string).collect(),
            ..Reading::default()
        };
    }
    Reading {
        intent: Intent::Lookup,
        province: Some(first.clone()),
        ..Reading::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_wherever_they_stand() {
        for (text, rest) in [
            ("tc h15.50-261103-0421", "tc "),
            ("TC H15 50 260706 1377", "TC "),
            (
                "Ho so: 000.A0.01.H26-261212-9090, xong chua?",
                "Ho so: , xong chua?",
            ),
            ("H15.50-260706-1377", ""),
        ] {
            let (left, codes) = without_codes(text);
            assert_eq!((left.as_str(), codes.len()), (rest, 1), "{text}");
        }
        let two = "tc H15.50-260706-1377 va H15.50-260706-1378, H15 50 260706 1377";
        assert_eq!(without_codes(two).1.len(), 2);
    }

    #[test]
    fn names_and_numbers_are_no_codes() {
        for text in [
            "dk Ho Hai 045123456789 sao y 27/11",
            "DK Hà 0912345678 27/11 8h",
            "H15",
            "000",
            "",
            "é, :",
        ] {
            assert_eq!(without_codes(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }
}
