//! The answer to a message, in an official's own words.

use super::forms;
use super::messages::{correspondent, letter_state, moment, quoted};
use super::{Scene, zalo};
use crate::app::post::letters::Letter;
use crate::tui::action::Action;
use crate::tui::view::View;

words! {
    TITLE = "Trả lời tin nhắn";
    SEND = "gửi";
    TEXT = "Trả lời";
    TEXT_HINT = "vd. Chiều thứ Sáu cơ quan vẫn làm việc, mời ông/bà đến";
    NO_TEXT = "Ghi lời trả lời";
    TOO_LONG = "Một tin chứa 160 ký tự: viết ngắn hơn";
    NOTHING_TO_ANSWER = "Chỉ tin đến đang cần xem mới trả lời được";
    NOBODY = "Tin này không có số để trả lời";
    NO_CHAT = "Cơ quan đang không nhắn được qua Zalo với người này";
}

/// To whom it goes, what it answers, how it reads there, and how much more has room.
pub(crate) fn note(to: &Letter, said: &str, room: Option<usize>) -> String {
    let (by, accents) = match to.has_number() {
        true => ("SMS", "không có dấu"),
        false => (zalo::WAY, "giữ nguyên dấu"),
    };
    let room = room.map_or(TOO_LONG.to_owned(), |room| format!("còn {room} ký tự"));
    let reads = match said {
        "" => accents.to_owned(),
        said => format!("{accents}, sẽ là «{said}»"),
    };
    let (whose, asked) = (correspondent(to), forms::quoted(to));
    format!("Gửi tới {whose}: {asked} Một tin {by} {reads}; {room}.")
}

/// The modem sends nothing now.
pub(crate) fn no_modem(scene: &Scene<'_>) -> String {
    let key = scene.key(Action::Phone);
    format!("Đang không gửi được SMS để trả lời: {key} xem số rồi gọi cho người dân")
}

/// There no message arrives.
pub(crate) fn no_mobile(scene: &Scene<'_>) -> String {
    let key = scene.key(Action::Phone);
    format!("Số này không nhận được SMS: {key} xem số rồi gọi cho người dân")
}

/// The answer to a message; of one in own words, who gave it and when.
pub(crate) fn answered_by(view: &View<'_>, answer: &Letter) -> String {
    let (state, _) = letter_state(answer);
    let who = answer.told().and_then(|told| told.by.as_ref());
    let what = who.map_or("Trả lời".to_owned(), |id| {
        format!("{} trả lời {}", view.who_acted(id), moment(view, answer.at))
    });
    format!("{what} ({state}): {}", quoted(answer))
}
