//! Whether somebody agrees to lose or change what is booked: who is asked need not be who had written.

use super::commands::verbs;
use super::quoted::own_words;
use super::reading::Intent;
use super::talk::{POLITE, YES};
use super::words::Message;

/// Of what says yes, what says more than that something was heard.
const PLAIN_YES: [&str; 9] = [
    "ok",
    "oke",
    "okie",
    "okay",
    "oki",
    "đồng ý",
    "xác nhận",
    "đúng rồi",
    "đúng vậy",
];
/// What only says that something was heard.
const HEARD: [&str; 5] = ["đã nhận", "nhận được", "đã rõ", "em hiểu", "xin lỗi"];

/// Whether an answer to an offered cancellation or move agrees to it in so many words: by its verb or a plain yes. Thanks and
/// courtesy do not: who was asked need not be who had written.
pub fn agrees_plainly(offered: Intent, text: &str) -> bool {
    let own = own_words(text);
    let message = Message::read(&own);
    let (mut at, mut plain) = (0, false);
    while at < message.tokens.len() {
        let agreed = message.longest_of(at, &PLAIN_YES);
        let verb = usize::from(message.is_any(at, verbs(offered)));
        let polite = message.longest_of(at, &POLITE);
        let most = agreed
            .max(verb)
            .max(polite)
            .max(message.longest_of(at, &YES));
        if most == 0 || message.longest_of(at, &HEARD) >= most {
            return false;
        }
        plain |= agreed.max(verb) == most;
        at += most;
    }
    plain && !own.contains('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courtesy_agrees_to_no_change() {
        for text in [
            "OK",
            "dạ ok ạ",
            "đồng ý",
            "dung vay",
            "xac nhan a",
            "huy",
            "vang, huy di",
            "ừ hủy nhé",
        ] {
            assert!(agrees_plainly(Intent::Cancel, text), "{text}");
        }
        for text in [
            "Dạ vâng em cảm ơn",
            "vang a",
            "được ạ",
            "uh",
            "ok cam on",
            "ok da nhan",
            "huy?",
            "ok nhung khong huy",
            "",
        ] {
            assert!(!agrees_plainly(Intent::Cancel, text), "{text}");
        }
        assert!(agrees_plainly(Intent::Move, "ok doi di"));
        assert!(!agrees_plainly(Intent::Move, "huy"));
    }
}
