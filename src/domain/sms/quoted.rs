//! The office's own texts, quoted back, forwarded or cut: they are no command, for nobody wrote them to the office.

use std::sync::LazyLock;

use super::answers::{Template, gsm};

/// Pieces of answers that are put together, in the letters of messages.
const PIECES: [&str; 20] = [
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

/// What a citizen wrote around the office's words: all of it when there are none; nothing when there is nothing else.
pub(super) fn own_words(text: &str) -> String {
    let own = |line: &&str| {
        let marked = line.trim_start().starts_with(['>', '|']);
        let folded = folded(line);
        !marked && !ALL.iter().any(|piece| folded.contains(piece.as_str()))
    };
    let lines: Vec<&str> = text.lines().filter(own).collect();
    lines.join("\n")
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
    }
}
