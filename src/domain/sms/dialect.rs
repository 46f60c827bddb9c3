//! How questions are asked in Quảng Trị, in the words that everybody writes: `mai xã có mần việc không`, `cần giấy chi rứa`.

use super::spelling::unaccented;
use super::words::Message;

/// What a word says behind one of these; behind none of them, where none is listed.
const WORDS: [(&str, &str, &[&str]); 8] = [
    ("mần", "làm", &[]),
    ("bựa", "bữa", &[]),
    ("rứa", "vậy", &[]),
    ("chừ", "giờ", &["bao"]),
    ("răng", "sao", &["làm", "mần", "ra", "vì", "tại", "thì"]),
    (
        "mô",
        "nào",
        &["khi", "bữa", "ngày", "hôm", "chỗ", "nơi", "giờ", "bựa"],
    ),
    ("mô", "đâu", &["ở", "tới", "đến", "đi"]),
    (
        "chi",
        "gì",
        &[
            "giấy",
            "tờ",
            "cần",
            "mang",
            "đem",
            "những",
            "sơ",
            "theo",
            "bị",
            "thêm",
            "làm",
            "mần",
            "thủ tục",
            "kiểu",
        ],
    ),
];

impl Message {
    /// The same with words of everybody; only for what is asked, for Mẫn and Chi are names.
    pub(super) fn in_standard(&self) -> Self {
        let mut standard = self.clone();
        for at in 0..self.tokens.len() {
            let behind = |words: &[&str]| at > 0 && self.is_any(at - 1, words);
            let said = |(word, _, before): &&(&str, &str, &[&str])| {
                self.is(at, word) && (before.is_empty() || behind(before))
            };
            let name = self.tokens[at].is_upper() && !self.sentence_begins(at);
            let found = WORDS.iter().find(said).filter(|_| !name);
            if let (Some((_, word, _)), Some(token)) = (found, standard.tokens.get_mut(at)) {
                (token.fold, token.marks) = unaccented(word);
                token.telex = None;
            }
        }
        standard
    }
}
