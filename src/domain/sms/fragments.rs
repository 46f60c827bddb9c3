//! Messages without a command behind a question or a confirmation: the parts that were asked for, alone or among other words, and
//! corrections.

use super::assembly::Assembly;
use super::body::Role;
use super::codes::Kind;
use super::commands::{Command, command};
use super::dates::Week;
use super::excuses::REASONS;
use super::inquiries::MAY_I;
use super::lexicon::{BEFORE_COMMAND, ENDINGS, FILLERS, LEFT_LIKE, NOT, OPENINGS};
use super::procedures::Vocabulary;
use super::quoted::own_words;
use super::reading::{Intent, Reading};
use super::talk::POLITE;
use super::times;
use super::words::Message;
use crate::domain::time::{Day, Minute};

/// Around what answers a question.
const AROUND: [&str; 20] = [
    "hay",
    "hoặc",
    "thôi",
    "thôi vậy",
    "thôi thì",
    "gì cũng được",
    "nào cũng được",
    "gì cũng dc",
    "nào cũng dc",
    "ok",
    "oke",
    "oki",
    "thì",
    "vậy",
    "dương lịch",
    "cũng được",
    "cũng dc",
    "cũng đc",
    "hỉ",
    "nờ",
];
/// No answer, and no wish, is meant with one of these: `mai em khong di duoc`, `mai chua biet nua`.
const UNSURE: [&str; 8] = [
    "khỏi", "đừng", "chưa", "biết", "nếu", "hỏi", "nhưng", "chắc",
];

/// Said before what is right.
const CORRECTIONS: [&str; 25] = [
    "chết nhầm",
    "chết em nhầm",
    "chết lộn",
    "ấy chết",
    "quên",
    "à quên",
    "nhắn nhầm",
    "nhắn lộn",
    "ghi lộn",
    "em nhắn nhầm",
    "em nhắn lộn",
    "sorry",
    "sr",
    "nhầm rồi",
    "nhầm",
    "em nhầm",
    "lộn rồi",
    "lộn",
    "sửa lại là",
    "sửa lại",
    "à",
    "mới đúng",
    "xin lỗi",
    "là",
    "ghi nhầm",
];

/// The parts of a message that consists of nothing else, read as if they stood behind a booking's command. `name`: whether a
/// name was asked for; else words that may be one do not fit.
/// `week`: the Monday of the week that is spoken of, which a weekday alone is in.
pub fn parts(
    text: &str,
    now: Minute,
    vocabulary: &Vocabulary,
    name: bool,
    week: Option<Day>,
) -> Option<Reading> {
    let (reading, alone) = parts_in(text, now, vocabulary, name, week)?;
    alone.then_some(reading)
}

/// The parts of a message that tells more than these, as long as none of it denies or doubts them: nothing is done for them, but
/// they may be shown. Of what stands behind `vì` none is a part.
pub fn parts_among(
    text: &str,
    now: Minute,
    vocabulary: &Vocabulary,
    name: bool,
) -> Option<Reading> {
    let message = Message::read(text);
    let all = 0..message.tokens.len();
    let reason = |at: &usize| message.is_any(*at, &REASONS) && !message.tokens[*at].capital;
    let end = all.clone().find(reason).unwrap_or(all.end);
    let text = message.slice(0, end);
    let may_i = |at: usize| message.longest_of(at, &MAY_I) > 0;
    let doubted = |at: usize| {
        let asks = at.checked_sub(1).is_some_and(may_i);
        let no = is_doubt(&message, at) && !message.is(at, "chắc") && !asks;
        no || is_code(&message, at)
    };
    let asks = message.text.contains('?') && !all.clone().any(may_i);
    if asks || all.clone().any(doubted) {
        return None;
    }
    let (reading, _) = parts_in(text, now, vocabulary, name, None)?;
    // A half-day that was taken for a name's word.
    let half = reading.half.is_some() || reading.time.is_some();
    let lost = !half && (0..end).any(|at| times::half(&message, at).is_some());
    (reading.doubts.is_empty() && !lost).then_some(reading)
}

/// The parts of a message, and whether nothing else stands in it.
fn parts_in(
    text: &str,
    now: Minute,
    vocabulary: &Vocabulary,
    name: bool,
    week: Option<Day>,
) -> Option<(Reading, bool)> {
    let own = own_words(text);
    let message = Message::read(&own);
    let may_i = |at: usize| message.longest_of(at, &MAY_I);
    let asks = own.contains('?') && (0..message.tokens.len()).all(|at| may_i(at) == 0);
    if message.tokens.is_empty() || command(&message).is_some() || asks {
        return None;
    }
    let mut from = 0;
    while from < message.tokens.len() {
        let opening = message.longest(from, &OPENINGS);
        let before = [&CORRECTIONS[..], &AROUND].map(|words| message.longest_of(from, words));
        // `khong, 1/12`.
        let no = usize::from(message.is_any(from, &["không", "ko"]) && message.breaks(from + 1));
        // `cam on, mai em len`: the answer is behind it.
        let thanks = message.longest(from, &ENDINGS);
        let said = before
            .into_iter()
            .fold(opening.max(no).max(thanks), usize::max);
        if said == 0 {
            break;
        }
        from += said;
    }
    let no = |at: usize| is_doubt(&message, at);
    let ends = |at: &usize| {
        // Behind a comma: `mai a, tai gio em ban`, `mai a, nha em ban`.
        let reason = message.is_any(*at, &REASONS) || message.is(*at, "nhà");
        let reason = reason && *at > from && message.breaks(*at);
        message.longest(*at, &ENDINGS) > 0 || reason && !(*at..message.tokens.len()).any(no)
    };
    let end = (from..message.tokens.len()).find(ends);
    let mut end = end.unwrap_or(message.tokens.len());
    // `chieu mai nghe chi`: who has named himself before names nobody by the words he ends with.
    while !name && end > from + 1 && message.longest_of(end - 1, &POLITE) > 0 {
        end -= 1;
    }
    let as_if = Command {
        intent: Intent::Book,
        end: from,
        loose: false,
        name: None,
    };
    let mut whole = Assembly::new(&message, vocabulary, as_if, end, now.day());
    let run = whole.run;
    let named = whole.named;
    if let Some(week) = week.filter(|_| whole.body.week.is_none() && !whole.body.days.is_empty()) {
        whole.body.week = Some(Week::of(week, now.day()));
    }
    let mut reading = whole.parts();
    let in_name =
        |at: usize| name && named && run.is_some_and(|(from, to)| (from..to).contains(&at));
    let in_phrase = |at: usize| {
        (0..4).any(|back| {
            let start = at.checked_sub(back).filter(|start| *start >= from);
            let said = |start| {
                let around = message.longest_of(start, &AROUND).max(may_i(start));
                let right = message.longest_of(start, &CORRECTIONS);
                around.max(right).max(message.phrase(start, "không phải"))
            };
            start.is_some_and(|start| said(start) > back)
        })
    };
    let polite = |at: usize| {
        [&FILLERS, &LEFT_LIKE, &BEFORE_COMMAND]
            .iter()
            .any(|words| message.is_one(at, words))
            || message.longest_of(at, &POLITE) > 0
    };
    let refused = whole.body.refused.is_some();
    let stray = (from..end).any(|at| {
        let free = whole.body.roles[at] == Role::Free;
        // The one day of `24 hay 25/11`.
        let day = reading.days.len() > 1 && message.tokens[at].kind == Kind::Number;
        let said = in_name(at) || in_phrase(at) || day;
        free && !said && !polite(at) || no(at) && !said && !refused || is_code(&message, at)
    });
    if !(name && named) {
        reading.name = None;
    }
    let any = reading.name.is_some()
        || reading.procedure.is_some()
        || reading.date.is_some()
        || reading.half.is_some()
        || !reading.days.is_empty()
        || !reading.doubts.is_empty();
    any.then_some((reading, !stray))
}

fn is_doubt(message: &Message, at: usize) -> bool {
    message.is_any(at, &UNSURE) || message.is_any(at, &NOT)
}

/// A code, or what begins as one: another matter than a part that was asked for.
fn is_code(message: &Message, at: usize) -> bool {
    matches!(message.tokens[at].kind, Kind::Code(_) | Kind::NoCode)
}

/// Whether it is wished or asked that something be otherwise: `tầm 3 rưỡi được không`, `cứ để 26/11 như cũ`.
pub fn wishes_otherwise(text: &str) -> bool {
    let message = Message::read(text);
    let all = 0..message.tokens.len();
    message.says(all.clone(), &MAY_I) || message.says(all, &["như cũ", "cứ để"])
}

/// Whether a message corrects what was said before: `nham, ngay 26`, `30/11 moi dung`, `ngày 27 chứ ko phải 26`.
pub fn corrects(text: &str) -> bool {
    const SAID: [&str; 4] = ["nhầm", "lộn", "sửa lại", "mới đúng"];
    let message = Message::read(text);
    message.says(0..message.tokens.len(), &SAID) || denial(&message).is_some()
}

/// What stands before that which is said to be wrong, if anything: `ngay 27` of `ngay 27 chu khong phai 26`.
pub fn right_half(text: &str) -> String {
    let message = Message::read(text);
    let end = denial(&message).and_then(|at| Some(message.tokens[..at].last()?.end));
    let half = end.and_then(|end| message.text.get(..end));
    half.unwrap_or(text).to_owned()
}

/// Where `chứ không phải …` or `không phải …` begins.
fn denial(message: &Message) -> Option<usize> {
    let no = |at: usize| message.is_any(at, &NOT) && message.is(at + 1, "phải");
    let at = (0..message.tokens.len()).find(|at| no(*at))?;
    let but = at.checked_sub(1).filter(|at| message.is(*at, "chứ"));
    Some(but.unwrap_or(at))
}
