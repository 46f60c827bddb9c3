//! `NHAN TIN` and `TU CHOI`: whether a phone wants the office's announcements (S3.4).

use super::lexicon::ENDINGS;
use super::quoted::own_words;
use super::words::Message;

const WANTED: [&str; 6] = [
    "nhận tin",
    "đăng ký nhận tin",
    "đk nhận tin",
    "dk nhận tin",
    "nhận thông báo",
    "đăng ký nhận thông báo",
];
const REFUSED: [&str; 12] = [
    "từ chối",
    "từ chối nhận tin",
    "từ chối tin",
    "stop",
    "huỷ tin",
    "hủy tin",
    "huỷ nhận tin",
    "hủy nhận tin",
    "ngừng nhận tin",
    "không nhận tin",
    "không nhận tin nữa",
    "thôi nhận tin",
];
// No `dạ`: without accents it is `đã`, and what has been done is no wish.
const POLITE: [&str; 7] = ["xin", "em", "tôi", "ạ", "a", "cho tôi", "nhé"];

/// Whether a message asks for announcements (`true`), or for none any more; `None` where it speaks of anything else, too.
pub fn wants_news(text: &str) -> Option<bool> {
    let own = own_words(text);
    if own.contains('?') {
        return None;
    }
    let message = Message::read(&own);
    let (mut at, mut said) = (0, None);
    while at < message.tokens.len() {
        let wanted = message.longest_of(at, &WANTED);
        let refused = message.longest_of(at, &REFUSED);
        let polite = message
            .longest(at, &ENDINGS)
            .max(message.longest_of(at, &POLITE));
        let most = wanted.max(refused).max(polite);
        if most == 0 {
            return None;
        }
        if most > polite {
            let now = wanted == most;
            if said.is_some_and(|before| before != now) {
                return None;
            }
            said = Some(now);
        }
        at += most;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_command_itself_is_one() {
        for text in ["NHAN TIN", "nhận tin ạ", "Đăng ký nhận tin", "dk nhan tin"] {
            assert_eq!(wants_news(text), Some(true), "{text}");
        }
        for text in [
            "TU CHOI",
            "STOP",
            "stop.",
            "HUY TIN",
            "Từ chối nhận tin ạ",
            "Khong nhan tin nua",
        ] {
            assert_eq!(wants_news(text), Some(false), "{text}");
        }
        for text in [
            "HUY",
            "HUY MC7K2QG",
            "toi chua nhan tin",
            "da nhan tin",
            "khong nhan duoc tin",
            "NHAN TIN STOP",
            "sao lai tu choi ho so?",
            "tu choi ho so",
            "DK khai sinh",
            "",
            "ok",
        ] {
            assert_eq!(wants_news(text), None, "{text}");
        }
    }
}
