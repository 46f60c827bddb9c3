//! The office's own texts, quoted back, forwarded or cut: they are no command, for nobody wrote them to the office.

use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::answers::{Template, gsm};
use crate::domain::text::MAX_TEXT;

/// Pieces of answers that are put together, in the letters of messages.
const PIECES: [&str; 25] = [
    "ho ten thu tuc ngay",
    "huy: huy ma",
    "doi: doi ma ngay",
    "giay to: giup",
    "huy: nhan huy",
    "xin nhan:",
    "xin nhan lai, vi du",
    ", mang: ",
    "da co hen mc",
    "da duoc goi den",
    "da qua gio nen khong con hieu luc",
    // As it was said before; phones keep it.
    "da qua gio nen da bi huy",
    "moi den nhan tai quay mot cua",
    "cho ong/ba den nhan tai quay",
    "chi dat hen duoc trong",
    "so nay dang co",
    "khong tim thay lich hen",
    "dong y gio nao, nhan ok",
    "con thieu thu tuc",
    ": con hieu luc",
    "so nay vua nhan",
    "dung vay: nhan ok",
    "xin nhan, vi du",
    "can bo se doc tin nay",
    "khong den duoc: huy",
];
/// Shorter pieces of a template may be a citizen's own words.
const SHORTEST: usize = 10;

static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let fixed = Template::ALL.iter().flat_map(|template| {
        let pieces = template.default_text().split(['{', '}']).step_by(2);
        pieces.map(|piece| folded(piece.trim_matches(|c: char| !c.is_alphanumeric())))
    });
    let long = fixed.filter(|piece| piece.len() >= SHORTEST);
    PIECES.iter().map(|&p| p.to_owned()).chain(long).collect()
});

/// What such a line ends in when the command that it shows stands on the next one.
const GOES_ON: [&str; 4] = ["nhan", ":", "huy", "doi"];

/// What a citizen wrote around the office's words: all of it when there are none; nothing when there is nothing else.
pub(super) fn own_words(text: &str) -> String {
    let mut goes_on = false;
    let own = |line: &&str| {
        let marked = line.trim_start().starts_with(['>', '|']);
        let folded = folded(line);
        if folded.is_empty() {
            return true;
        }
        let ours = goes_on || ALL.iter().any(|piece| folded.contains(piece.as_str()));
        goes_on = ours && GOES_ON.iter().any(|end| folded.ends_with(end));
        !marked && !ours
    };
    let lines: Vec<&str> = text.lines().filter(own).collect();
    lines.join("\n")
}

/// A message as it is read and as officials see it, with one kind of line ends. Of one that is too long to be seen whole, quoted
/// lines are left out: what it did must not stand behind them, where nobody sees it.
pub fn as_shown(text: &str) -> String {
    let line_end = |c| {
        matches!(
            c,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let text = text.replace("\r\n", "\n").replace(line_end, "\n");
    let fits = |text: &str| text.graphemes(true).nth(MAX_TEXT).is_none();
    let own = match fits(&text) {
        true => return text,
        false => own_words(&text),
    };
    match fits(&own) {
        true if !own.trim().is_empty() => own,
        true => text.graphemes(true).take(MAX_TEXT).collect(),
        false => own.graphemes(true).take(MAX_TEXT).collect(),
    }
}

fn folded(text: &str) -> String {
    let small = gsm(text).to_lowercase();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words_are_left_out_and_a_citizens_own_stay() {
        let own = "DK Le Thi Na khai sinh 25/11";
        assert_eq!(own_words(own), own);
        assert_eq!(own_words(&format!("> Dat hen: DK ho ten\n{own}")), own);
        let quoted = "Da dat hen MC8TG3K: Thu tuc dat dai, so 2, Quay 2, 8h15 ngay 25/1 (thu 2). Den truoc 10 phut";
        assert_eq!(own_words(quoted), "");
        assert_eq!(own_words(&format!("{quoted}\n{own}")), own);
        // Cut by a line's end before the command that it shows.
        for cut in [
            "Huy: nhan\nHUY MC8TG3K",
            "Huy:\n\nnhan HUY MC8TG3K",
            "Huy: nhan HUY\nMC8TG3K",
        ] {
            let cut = format!("{quoted}. {cut}");
            assert_eq!(own_words(&cut).trim(), "", "{cut}");
            assert_eq!(own_words(&format!("{cut}\n{own}")).trim(), own);
        }
        assert_eq!(
            own_words("can bo bao toi nhan\nHUY MC8TG3K")
                .lines()
                .count(),
            2
        );
    }
    #[test]
    fn what_is_read_is_what_is_seen() {
        let quote = format!("> {}\n", "Loi chuc nam moi ".repeat(7)).repeat(12);
        let shown = as_shown(&format!("{quote}HUY MC8TG3K"));
        assert_eq!(shown, "HUY MC8TG3K");
        assert_eq!(as_shown("> a\u{2028}b\rc\r\nd\u{b}e"), "> a\nb\nc\nd\ne");
        // What is only quoted, and what is long without that, is cut where it is no longer seen.
        for long in [quote.repeat(2), "em chao can bo ".repeat(99)] {
            assert_eq!(as_shown(&long).graphemes(true).count(), MAX_TEXT);
        }
        // An emoji of several characters is seen whole or not at all.
        let long = as_shown(&"👍🏽".repeat(MAX_TEXT + 1));
        assert_eq!(long, "👍🏽".repeat(MAX_TEXT));
    }
}
