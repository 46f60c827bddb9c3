//! Whether the text to send is shown to who gave no command. Nothing made of words that are no name, no procedure and no day is
//! ever offered, and nothing to who only asks, denies or tells.

use super::commands::{Command, booking_at};
use super::inquiries::{MAY_I, asks_who};
use super::lexicon::{COMES, FAMILIES, NOT, OPENINGS, ORGANISATIONS};
use super::lost::is_slip;
use super::people::is_somebody;
use super::questions::{asks_papers, whether};
use super::reading::{Intent, Reading};
use super::spelling::is_syllable;
use super::visits::asks_crowd;
use super::words::{Message, Token};

/// Whether somebody wants something for himself, who gave no command: a wish, a command elsewhere, or a name. Nothing is
/// offered to who only tells what to bring.
fn is_wished(message: &Message, end: usize, book: &Reading) -> bool {
    const WISHES: [&str; 22] = [
        "muốn",
        "mún",
        "mun",
        "làm",
        "lm",
        "xin",
        "cần",
        "nhờ",
        "cho em",
        "cho tôi",
        "cho mình",
        "cho con",
        "cho cháu",
        "cho e",
        "cho chị",
        "đặt",
        "giúp",
        "giùm",
        "dùm",
        "nộp",
        "xác nhận",
        "hẹn",
    ];
    let says = |phrases: &[&str]| message.says(0..end, phrases);
    let named = book.name.as_deref().is_some_and(is_person);
    let command = (0..end).any(|at| booking_at(message, at).is_some());
    let comes = book.date.is_some() && comes_for(message, (0, end));
    let wished = command || named || comes || says(&WISHES);
    let whole = named && book.date.is_some();
    let which = says(&["xã nào", "huyện nào", "tỉnh nào", "nơi nào", "chỗ nào"]);
    let asks = whether(message).is_some() && !command || asks_who(message) || asks_papers(message);
    let asked = (asks || which) && !whole;
    wished
        && !asked
        && !asks_from_elsewhere(message, book)
        && !is_slip(message)
        && !will_not_come(message, end)
}

/// The booking whose text is shown to who gave no command, without what is nobody's name; what is missing is the caller's. `sure`: a word for booking stands there.
pub(super) fn offered(message: &Message, end: usize, book: Reading, sure: bool) -> Option<Reading> {
    let known = book.procedure.is_some() && book.intent == Intent::Book;
    if !known || !(sure || is_wished(message, end, &book)) {
        return None;
    }
    // The first word has a capital in any case: `Nhận làm khai sinh giúp em …`.
    let first = |name: &str| !name.contains(' ') && message.text.starts_with(name);
    let name = book.name.clone();
    let name = name.filter(|name| is_person(name) && !first(name));
    let sensible = name.is_some() || book.date.is_some();
    sensible.then_some(Reading {
        name,
        told: false,
        meant: None,
        ..book
    })
}

/// `dat cho anh Krajan Plin tach thua 10/12`: without `lịch` it is no command, but may be meant so.
pub(super) fn set_for(message: &Message) -> Option<Command> {
    let set = message.is(0, "đặt") && message.is_any(1, &["cho", "giúp", "giùm", "dùm", "hộ"]);
    set.then_some(Command {
        intent: Intent::Book,
        end: 1,
        loose: false,
        name: None,
    })
}

/// `mai em lên chứng thực …`: who says that he comes; but not to fetch or to ask.
pub(super) fn comes_for(message: &Message, (from, end): (usize, usize)) -> bool {
    const OTHER: [&str; 8] = [
        "lấy",
        "gặp",
        "hỏi",
        "trả kết quả",
        "nhận kết quả",
        "họp",
        "đón",
        "xem",
    ];
    let comes = |at: usize| is_somebody(message, at) && message.longest(at + 1, &COMES) > 0;
    (from..end).any(comes) && !message.says(from..end, &OTHER) && !asks_crowd(message)
}

/// Whether somebody asks if he may, and what looks like a name is where he is from, or a neighbour: `tôi người xã Ea Tul, … được không`.
fn asks_from_elsewhere(message: &Message, book: &Reading) -> bool {
    const FROM: [&str; 12] = [
        "xã",
        "hộ khẩu",
        "người",
        "ở",
        "quê",
        "huyện",
        "tỉnh",
        "phường",
        "buôn",
        "thôn",
        "từ",
        "bên",
    ];
    const NEIGHBOURS: [&str; 6] = [
        "hàng xóm",
        "ông bạn",
        "bà bạn",
        "chị bạn",
        "anh bạn",
        "cô bạn",
    ];
    let all = || 0..message.tokens.len();
    let Some(name) = book.name.as_deref().filter(|_| message.says(all(), &MAY_I)) else {
        return false;
    };
    let words = Message::read(name);
    let begins = |at: &usize| message.text[message.tokens[*at].start..].starts_with(name);
    let from = |at: usize| {
        let length = |back: usize| {
            at.checked_sub(back)
                .map_or(0, |from| message.longest_of(from, &FROM))
        };
        length(1) == 1 || length(2) == 2
    };
    let neighbour = words.says(0..words.tokens.len(), &NEIGHBOURS);
    neighbour || all().find(begins).is_some_and(from)
}

/// Whether words can be somebody's name: a family name and more, capitals throughout, an organisation.
pub(super) fn is_person(name: &str) -> bool {
    let name = Message::read(name);
    // `Mai em đợi chị … nhớ mang cccd`
    let day = name.is(0, "mai") && !name.is_any(1, &["văn", "thị"]);
    let several = name.tokens.len() > 1;
    let capitals = name.tokens.iter().all(|token| token.capital);
    let initial = name.is_any(0, &["y", "h"]);
    let word = |token: &Token| is_syllable(&token.fold);
    // `ma chua thay tin`, `lam xong chua`: Ma and Lâm are family names, too.
    const GREETED: [&str; 9] = ["xã", "ubnd", "cán", "cb", "ad", "anh", "chị", "cô", "các"];
    const SPOKEN_TO: [&str; 5] = ["em", "chị", "chú", "cô", "bác"];
    const SINCE: [&str; 7] = ["tháng", "hôm", "ngày", "năm", "tuần", "hồi", "lúc"];
    // Chảo is a family name, too.
    let greets = name.longest(0, &OPENINGS) > 0 && name.is_any(1, &GREETED);
    // `Ai đi lấy …`, `… được hả em`, `từ tháng 9`.
    let small = |at: usize| !name.tokens[at].capital;
    let ai = |token: &Token| token.fold == "ai" && token.marks.is_empty();
    let asks = !several && name.tokens.first().is_some_and(ai);
    let spoken = name.tokens.len() == 2 && small(1) && name.is_any(1, &SPOKEN_TO);
    let since = several && small(0) && name.is(0, "từ") && name.is_any(1, &SINCE);
    if greets || asks || spoken || since || is_talk(&name) {
        return false;
    }
    name.longest(0, &ORGANISATIONS) > 0
        || several && (initial || name.is_one(0, &FAMILIES) && (!day || capitals))
        || capitals && (several || name.tokens.iter().all(word))
}

/// Whether small words that are said, and no part of a name, stand behind the first one: `chua toi so thi em`.
pub(super) fn is_talk(name: &Message) -> bool {
    const TALK: [&str; 9] = [
        "chưa", "không", "ko", "thấy", "xong", "rồi", "cần", "mà", "sao",
    ];
    let first = name.is(0, "chưa") && name.tokens.len() > 2;
    let talk = |at: usize| !name.tokens[at].capital && name.is_any(at, &TALK);
    first && talk(0) || (1..name.tokens.len()).any(talk)
}

/// Whether somebody says that he does not come, or wants nothing: `em khong len lam cccd duoc`, `khoi dk … nua`.
fn will_not_come(message: &Message, end: usize) -> bool {
    const DOES: [&str; 9] = [
        "đi", "về", "rảnh", "làm", "cần", "muốn", "phải", "xin", "nhờ",
    ];
    let comes = |at: usize| message.is_any(at, &DOES) || message.longest(at, &COMES) > 0;
    // `em khong dk duoc qua mang, …`: he wants to.
    let able = |at: usize| message.is_any(at, &["được", "đc", "dc"]);
    (0..end).any(|at| {
        let next = at + 1;
        let denied = message.is_any(at, &NOT) || message.is_any(at, &["khỏi", "đừng", "chưa"]);
        let booking = booking_at(message, next).filter(|_| denied);
        match booking {
            Some((_, command)) => !(command.end..end).any(able),
            None => {
                let stays = denied && comes(next);
                stays && !(next..end).any(|at| booking_at(message, at).is_some())
            }
        }
    })
}

/// Whether a crowd is told something: `Thông báo tiêm chủng …, bà con mang theo giấy khai sinh`.
pub(super) fn is_announced(message: &Message, end: usize) -> bool {
    const CROWD: [&str; 8] = [
        "thông báo",
        "kính mời",
        "trân trọng mời",
        "bà con",
        "toàn thể",
        "mọi người",
        "các hộ",
        "nhân dân",
    ];
    // `ba con là Trần Văn Bảy` is the father; in a message without accents it may be either.
    let plain = || message.tokens.iter().all(|token| token.marks.is_empty());
    let father = |at: usize| {
        let bare = message.phrase(at, "bà con") > 0 && message.tokens[at].marks.is_empty();
        bare && (message.is_any(at + 2, &["là", "tên", "muốn"]) || !plain())
    };
    (0..end).any(|at| message.longest_of(at, &CROWD) > 0 && !father(at))
}
