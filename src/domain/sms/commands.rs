//! Which command opens a message.

use super::codes::Kind;
use super::lexicon::{
    ALL_RIGHT, BEFORE_COMMAND, BOOK, CANCEL, CANCEL_GOES_ON, FAMILIES, FILLERS, GOES_ON, LEFT_LIKE,
    MOVE, OFFICES, OPENINGS, TITLES,
};
use super::names::is_family_la;
use super::openings::{anybody_called, booked_already, called_at, is_done, slot_at};
use super::people::is_somebody;
use super::reading::Intent;
use super::spelling::{is_syllable, nearly};
use super::words::{Message, Token};

/// A command that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Command {
    pub(super) intent: Intent,
    /// The first token behind it.
    pub(super) end: usize,
    /// It is one short word that people use for other things, too: `hen`, `huy`, `doi`, `giup`.
    pub(super) loose: bool,
    /// The name that stands before it (`toi ten la NAME, …`).
    pub(super) name: Option<(usize, usize)>,
}

impl Command {
    /// What stands from a token on, read as if the command stood before it.
    pub(super) const fn before(intent: Intent, end: usize) -> Self {
        Self {
            intent,
            end,
            loose: false,
            name: None,
        }
    }
}

/// The furthest that a command may stand behind `toi ten la`.
const LONGEST_NAME: usize = 10;
/// The most words of an opening.
const LONGEST_OPENING: usize = 5;

/// The command that opens the message.
pub(super) fn command(message: &Message) -> Option<Command> {
    command_from(message, 0)
}

/// The command for a booking behind a call that may be for anybody: `O ơi cho cháu đăng ký …`. It must be a whole one.
pub(super) fn command_behind_call(message: &Message) -> Option<Command> {
    let command = command_from(message, anybody_called(message)?)?;
    (command.intent == Intent::Book && !command.loose).then_some(command)
}

/// The command with nothing but openings, fillers and a name before it, from a token on.
fn command_from(message: &Message, from: usize) -> Option<Command> {
    let mut at = from;
    while at < message.tokens.len() {
        if let Some(command) = command_at(message, at) {
            return confirmed(message, at, command);
        }
        let filler = filler_at(message, at);
        if let Some(command) = behind_a_name(message, at) {
            return Some(command);
        }
        if is_done(message, at) || has_booking(message, at) {
            return None;
        }
        let opening = message.longest(at, &OPENINGS);
        let called = called_at(message, at).max(helper_at(message, at));
        at = if called > 0 {
            at + called
        } else if opening > 0 {
            behind_opening(message, at + opening)
        } else if filler > 0 {
            at + filler
        } else {
            return None;
        };
    }
    None
}

/// `tôi có hẹn sáng nay mà kẹt xe`: he has a booking, and wants none; but `co hen khai sinh …` is one.
fn has_booking(message: &Message, at: usize) -> bool {
    let hen = message.longest_of(at + 1, &["hẹn", "lịch hẹn"]);
    let who = at > 0 && is_somebody(message, at - 1);
    let but = |at: usize| message.is(at, "rồi") || is_but(message, at);
    let but = || (at + 1 + hen..message.tokens.len()).any(but);
    message.is(at, "có") && hen > 0 && (who || but())
}

/// `mà`, `nhưng`; Ma is a family name.
pub(super) fn is_but(message: &Message, at: usize) -> bool {
    let name = message.tokens[at].capital || message.is_any(at + 1, &["văn", "thị"]);
    message.is_any(at, &["mà", "nhưng"]) && !name
}

/// The tokens of who writes for several people, before `đăng ký giúp bà con: …`: `Trưởng thôn`, `Tổ trưởng tổ 5`.
fn helper_at(message: &Message, at: usize) -> usize {
    /// Of the name of the place.
    const MOST: usize = 3;
    const FOR: [&str; 6] = [
        "giúp bà con",
        "hộ bà con",
        "cho bà con",
        "giúp",
        "hộ",
        "cho",
    ];
    let end = at + message.longest(at, &OFFICES);
    let lists = |at: &usize| {
        let Some((_, command)) = booking_at(message, *at) else {
            return false;
        };
        let list = command.end + message.longest_of(command.end, &FOR);
        list > command.end && message.gap(list).contains(':')
    };
    let found = (end..=end + MOST).find(lists).filter(|_| end > at);
    found.map_or(0, |found| found - at)
}

/// A command is none in some company: `dk roi`, `Huy oi`; `giup` may be a filler before another one.
fn confirmed(message: &Message, at: usize, command: Command) -> Option<Command> {
    let next = command.end;
    if booked_already(message, at) && next > at + 1 {
        return None;
    }
    if command.intent == Intent::Book && next == at + 1 && message.is_one(next, &ALL_RIGHT) {
        let family = message.is_any(next + 1, &["văn", "thị"]);
        // Ma is a family name: a booking has figures, or a name in capitals.
        let figures = message.tokens[next..]
            .iter()
            .any(|token| token.kind == Kind::Number);
        let capitals = message.tokens[next..].iter().take(2).all(Token::is_upper);
        return (family || message.is_any(next, &["ma", "r"]) && (figures || capitals))
            .then_some(command);
    }
    let called = message.is_any(next, &["ơi", "ah", "ak"])
        || message.is_any(next, &["à", "này"]) && !message.tokens[next].marks.is_empty();
    // `hen may mai 8h ra ruong`, but not `hẹn mấy giờ`, `hen may chi`
    let several = message.is(next, "mấy") && message.longest(next + 1, &TITLES) > 0;
    let friend = message.is_any(next, &["mày", "tao", "tụi", "bây"])
        && !message.tokens[next].capital
        && !several
        && !message.is_any(next + 1, &["giờ", "h"]);
    if command.loose && (called || friend || is_no_move(message, at)) {
        return None;
    }
    if command.intent == Intent::Help && command.loose {
        let mut at = next;
        while filler_at(message, at) > 0 && command_at(message, at).is_none() {
            at += filler_at(message, at);
        }
        let other =
            command_at(message, at).filter(|other| other.intent != Intent::Help && !other.loose);
        return Some(other.unwrap_or(command));
    }
    Some(command)
}

/// `doi qua chua an gi`, `doi chi xiu`: without accents *đói* and *đợi* look like it.
pub(super) fn is_no_move(message: &Message, at: usize) -> bool {
    const HUNGRY: [&str; 7] = [
        "quá chưa",
        "quá mà",
        "quá trời",
        "quá nên",
        "quá à",
        "bụng",
        "cơm",
    ];
    const WHILE: [&str; 6] = ["xíu", "chút", "tí", "xí", "lát", "tẹo"];
    let bare = message.is(at, "đổi") && message.tokens[at].marks.is_empty();
    let waits = |at: usize| message.is_any(at, &WHILE);
    bare && (message.longest_of(at + 1, &HUNGRY) > 0 || (at + 1..at + 4).any(waits))
}

/// Fillers and what else may be said before a command, in tokens.
fn filler_at(message: &Message, at: usize) -> usize {
    let said = [&FILLERS, &LEFT_LIKE, &BEFORE_COMMAND].map(|words| message.longest(at, words));
    said.into_iter().max().unwrap_or_default()
}

/// Where the message goes on behind an opening: at the command, or behind the next comma or line end.
fn behind_opening(message: &Message, at: usize) -> usize {
    let mut next = at;
    let told = |at: usize| command_at(message, at).is_some() || is_done(message, at);
    while filler_at(message, next) > 0 && !told(next) {
        next += filler_at(message, next);
    }
    if told(next) {
        return next;
    }
    (at..=at + LONGEST_OPENING)
        .find(|&end| end < message.tokens.len() && ends_opening(message, end))
        .unwrap_or(at)
}

fn ends_opening(message: &Message, at: usize) -> bool {
    at > 0 && message.gap(at).contains([',', '\n', '.', '!', ':', ';'])
}

/// Whether a family name with Văn, Thị or capitals begins at a token.
fn is_whole_name(message: &Message, at: usize) -> bool {
    let middle = message.is_any(at + 1, &["văn", "thị"]) && message.gap(at + 1) == " ";
    let tokens = message.tokens.get(at..at + 3).unwrap_or_default();
    let capitals = tokens.len() == 3 && tokens.iter().all(|token| token.capital);
    message.is_one(at, &FAMILIES) && (middle || capitals)
}

/// `toi ten la NAME xin dang ky …`.
fn behind_a_name(message: &Message, at: usize) -> Option<Command> {
    let i = usize::from(is_somebody(message, at) || message.is(at, "t"));
    let said = message.longest_of(
        at,
        &[
            "tôi tên là",
            "em tên là",
            "tên tôi là",
            "tên em là",
            "tên là",
            "tên",
        ],
    );
    let named = match (i, message.longest_of(at + i, &["tên là", "tên", "là"])) {
        (1, n) if n > 0 && !is_family_la(message, at + 1) => 1 + n,
        // `tôi Quách Văn Nẫm xin đặt lịch`.
        (1, _) if said == 0 && is_whole_name(message, at + 1) => 1,
        _ => said,
    };
    if named == 0 {
        return None;
    }
    let from = at + named;
    let last = (from + LONGEST_NAME).min(message.tokens.len());
    let mut before = (from + 1..last).take_while(|place| !is_done(message, *place));
    before.find_map(|place| {
        let command = command_at(message, place)?;
        let mut to = place;
        while to > from && filler_before(message, from, to) > 0 {
            to -= filler_before(message, from, to);
        }
        // A single short word may belong to the name, unless something shows where that ends.
        let apart = to < place || message.breaks(place) || message.line_ends(place);
        let sure = !command.loose
            || apart
            || matches!(message.tokens.get(command.end)?.kind, Kind::Code(_));
        (sure && to > from).then_some(Command {
            name: Some((from, to)),
            ..command
        })
    })
}

/// Fillers that end before `to`, in tokens: `xin`, `muon`, `can`.
fn filler_before(message: &Message, from: usize, to: usize) -> usize {
    const WISH: &[&str] = &[
        "xin",
        "muốn",
        "cần",
        "nhờ",
        "xin được",
        "muốn xin",
        "được",
        "nay",
        "hôm nay",
        "em",
        "tôi",
        "cho em",
    ];
    let counts = WISH.iter().map(|words| words.split(' ').count());
    let found = counts.zip(WISH);
    found
        .filter(|(count, words)| to >= from + 1 + count && message.phrase(to - count, words) > 0)
        .map(|(count, _)| count)
        .max()
        .unwrap_or_default()
}

/// The verbs of changing what is booked.
pub(super) const fn verbs(intent: Intent) -> &'static [&'static str] {
    match intent {
        Intent::Cancel => &["hủy"],
        Intent::Move => &["đổi", "dời"],
        _ => &[],
    }
}

/// The command that begins at a token.
pub(super) fn command_at(message: &Message, at: usize) -> Option<Command> {
    let of = |intent, length: usize, loose| {
        (length > 0).then(|| Command {
            intent,
            end: goes_on(message, at + length, intent),
            loose,
            name: None,
        })
    };
    let (cancel, change) = (verbs(Intent::Cancel), verbs(Intent::Move));
    let help = ["hướng dẫn", "hd", "help", "trợ giúp"];
    let short = |words: &[&str]| message.longest_of(at, words);
    let said = |words, verbs: &[&str]| message.longest(at, words).max(asked(message, at, verbs));
    // `hẹn thêm lịch`
    let more = if message.is(at + 1, "thêm") {
        asked(message, at, &["hẹn"])
    } else {
        0
    };
    of(Intent::Book, said(&BOOK, &["đặt"]).max(more), false)
        .or_else(|| of(Intent::Cancel, said(&CANCEL, cancel), false))
        .or_else(|| of(Intent::Move, said(&MOVE, change), false))
        .or_else(|| of(Intent::Cancel, of_code(message, at, &["xóa", "bỏ"]), false))
        .or_else(|| of(Intent::Move, of_code(message, at, &["hoãn", "lùi"]), false))
        .or_else(|| of(Intent::Cancel, short(cancel), true))
        .or_else(|| of(Intent::Move, short(change), true))
        .or_else(|| of(Intent::Book, slot_at(message, at), true))
        .or_else(|| of(Intent::Lookup, short(&["tra cứu", "tc"]), false))
        .or_else(|| {
            let status = of(Intent::Lookup, short(&["tình trạng"]), true)?;
            (message.phrase(status.end, "hôn nhân") == 0).then_some(status)
        })
        .or_else(|| of(Intent::Rate, short(&["đánh giá", "đg"]), false))
        .or_else(|| of(Intent::Help, short(&help), false))
        .or_else(|| of(Intent::Help, short(&["giúp"]), true))
}

/// The command for a booking at a token, unless it may be another word.
pub(super) fn booking_at(message: &Message, at: usize) -> Option<(usize, Command)> {
    let command = command_at(message, at)?;
    (command.intent == Intent::Book && !command.loose).then_some((at, command))
}

/// The command that the first word is one letter away from, and no word itself: `SK`, `DKK`, `ĐL`.
pub(super) fn slipped(message: &Message) -> Option<Command> {
    let word = message.tokens.first().filter(|t| t.kind == Kind::Word)?;
    // Husband, wife, and all right.
    if matches!(word.fold.as_str(), "vk" | "ck" | "ok") && !is_whole_name(message, 1) {
        return None;
    }
    let near = |command: &[u8]| nearly(command, word.fold.as_bytes());
    let slip = (near(b"dk") || near(b"dky")) && !is_syllable(&word.fold);
    slip.then_some(Command::before(Intent::Book, 1))
}

/// The tokens of `xoá lịch MC…`, `bỏ giúp em cái hẹn MC…`: such a verb is a command only before the code.
fn of_code(message: &Message, at: usize, verbs: &[&str]) -> usize {
    let end = behind_wish(message, at);
    let end = end + message.longest_of(end, &["lịch hẹn", "lịch", "cuộc hẹn", "hẹn"]);
    let code = message.tokens.get(end).map(|token| &token.kind);
    match matches!(code, Some(Kind::Code(_))) && message.is_any(at, verbs) {
        true => end - at,
        false => 0,
    }
}

/// Behind a verb and `giúp em một`, `cho tôi`.
fn behind_wish(message: &Message, at: usize) -> usize {
    const BETWEEN: [&str; 15] = [
        "giúp", "giùm", "dùm", "hộ", "cho", "em", "tôi", "mình", "con", "cháu", "e", "một", "cái",
        "tui", "thêm",
    ];
    /// Of these words.
    const MOST: usize = 6;
    let mut end = at + 1;
    loop {
        let one = usize::from(message.number(end, 1) == Some(1));
        let who = message
            .longest(end, &TITLES)
            .max(message.longest_of(end, &BETWEEN));
        match who.max(one) {
            0 => return end,
            more if end + more > at + MOST => return end,
            more => end += more,
        }
    }
}

/// The tokens of `đặt giúp em một lịch`, `huỷ cho tôi lịch hẹn`.
fn asked(message: &Message, at: usize, verbs: &[&str]) -> usize {
    let end = behind_wish(message, at);
    let lich = message.longest_of(end, &["lịch hẹn", "lịch", "cuộc hẹn", "hẹn"]);
    match end > at + 1 && lich > 0 && message.is_any(at, verbs) {
        true => end + lich - at,
        false => 0,
    }
}

/// The end of a command with the words that repeat or complete it.
fn goes_on(message: &Message, end: usize, intent: Intent) -> usize {
    if intent == Intent::Help {
        return end + message.longest(end, &BOOK);
    }
    if !matches!(intent, Intent::Book | Intent::Cancel | Intent::Move) {
        return end;
    }
    let mut at = end;
    loop {
        let again = match intent {
            Intent::Book => message
                .longest_of(at, &["đk", "đky", "đki"])
                .max(again(message, at)),
            Intent::Cancel => message.longest(at, &CANCEL_GOES_ON),
            _ => 0,
        };
        let more = again.max(message.longest(at, &GOES_ON));
        if more == 0 || message.line_ends(at) {
            return at;
        }
        at += more;
    }
}

/// `dang ky` once more, but not the name Đặng Kỳ.
fn again(message: &Message, at: usize) -> usize {
    let length = message.longest_of(at, &["đăng ký", "đăng kí"]);
    let next = at + length;
    let name_goes_on = message.is_word(next)
        && message.tokens[next].capital
        && message.tokens[at].capital
        && !message.is_one(next, &FAMILIES);
    if length > 0 && !name_goes_on {
        length
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Intent, String)> {
        let message = Message::read(text);
        let command = command(&message)?;
        let rest = message.slice(command.end, message.tokens.len());
        Some((command.intent, rest.to_owned()))
    }

    #[test]
    fn a_command_opens_the_message() {
        for (text, intent, rest) in [
            ("DK Lê Lan", Intent::Book, "Lê Lan"),
            ("dky: Lê Lan", Intent::Book, "Lê Lan"),
            ("đặt lịch hẹn Lê Lan", Intent::Book, "Lê Lan"),
            ("dang ky dk Le Lan", Intent::Book, "Le Lan"),
            ("DK Dang Ky Anh", Intent::Book, "Dang Ky Anh"),
            ("cho em xin huỷ lịch MC4TX9P", Intent::Cancel, "MC4TX9P"),
            (
                "Dạ chào cán bộ xã Vĩnh Thủy, doi lich hen MC4TX9P",
                Intent::Move,
                "MC4TX9P",
            ),
            ("Kính gửi UBND\nTC", Intent::Lookup, ""),
            ("tình trạng hồ sơ", Intent::Lookup, "hồ sơ"),
            ("giúp em đăng ký Lê Lan", Intent::Book, "Lê Lan"),
            ("giup em voi", Intent::Help, "em voi"),
            ("DK Ma Van Tinh", Intent::Book, "Ma Van Tinh"),
            ("HUYMC4TX9P", Intent::Cancel, "MC4TX9P"),
            ("DKYen Nhi", Intent::Book, "Yen Nhi"),
            ("dkylan", Intent::Book, "lan"),
            ("datlich Le Lan", Intent::Book, "Le Lan"),
        ] {
            assert_eq!(found(text), Some((intent, rest.to_owned())), "{text}");
        }
    }

    #[test]
    fn elsewhere_it_is_none() {
        for text in [
            "Soan DK Le Lan",
            "Le Lan DK",
            "dk roi nhe",
            "Huy ơi",
            "Huyền ơi",
            "đợi em",
            "đội 3",
            "Đừng huỷ MC4TX9P",
            "tình trạng hôn nhân",
            "Em bận, huỷ giúp MC4TX9P",
            "",
            "chưa đăng ký",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_may_stand_before_it() {
        let message = Message::read("tôi tên là Trần Quang Huy xin đăng ký khai sinh");
        let command = command(&message).unwrap();
        assert_eq!(command.intent, Intent::Book);
        let (from, to) = command.name.unwrap();
        assert_eq!(message.slice(from, to), "Trần Quang Huy");
    }
}
