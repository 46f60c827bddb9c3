//! What people ask without a command: which papers to bring, when their turn comes.

use super::reading::{Intent, Reading};
use super::words::Message;

const PAPERS: [&str; 25] = [
    "giấy tờ gì",
    "giấy tờ chi",
    "giấy tờ nào",
    "giấy gì",
    "giấy chi",
    "mang gì",
    "mang chi",
    "mang theo gì",
    "mang theo giấy",
    "mang theo những gì",
    "mang những gì",
    "đem gì",
    "đem chi",
    "đem theo gì",
    "đem theo giấy",
    "đem giấy",
    "mang giấy",
    "cần gì",
    "cần chi",
    "cần những gì",
    "hồ sơ gì",
    "hồ sơ gồm",
    "thủ tục gồm",
    "chuẩn bị gì",
    "chuẩn bị giấy",
];
const TURN: [&str; 19] = [
    "đến lượt",
    "tới lượt",
    "đến phiên",
    "tới phiên",
    "đến số",
    "tới số",
    "bao lâu nữa",
    "chờ bao lâu",
    "đợi bao lâu",
    "chờ lâu không",
    "còn mấy người",
    "còn bao nhiêu người",
    "hẹn mấy giờ",
    "hẹn lúc mấy giờ",
    "lịch mấy giờ",
    "mấy giờ hẹn",
    "lịch hẹn mấy giờ",
    "khi nào đến em",
    "bao giờ đến em",
];

/// What is asked, as the command would ask it: the papers as help, the turn as a lookup. `procedure` is the one that is named.
pub(super) fn question(message: &Message, procedure: Option<String>) -> Option<Reading> {
    let says =
        |phrases: &[&str]| (0..message.tokens.len()).any(|at| message.longest_of(at, phrases) > 0);
    let intent = match () {
        () if says(&PAPERS) => Intent::Help,
        () if says(&TURN) => Intent::Lookup,
        () => return None,
    };
    let procedure = procedure.filter(|_| intent == Intent::Help);
    Some(Reading {
        intent,
        procedure,
        ..Reading::default()
    })
}
