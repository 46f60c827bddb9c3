//! What people say who were asked or offered something: yes, no, thanks, or only the part that was missing.

use super::assembly::{Assembly, missing};
use super::body::Role;
use super::codes::Kind;
use super::commands::{Command, command, verbs};
use super::dates::Week;
use super::excuses::REASONS;
use super::inquiries::MAY_I;
use super::lexicon::{BEFORE_COMMAND, ENDINGS, FILLERS, LEFT_LIKE, NOT, OPENINGS};
use super::procedures::Vocabulary;
use super::quoted::own_words;
use super::reading::{Doubt, Intent, Part, Reading};
use super::spelling::{Marks, unaccented};
use super::words::Message;
use crate::domain::text::Code;
use crate::domain::time::{Day, Minute};

/// A short answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// `OK`, `Vâng ạ`, `dạ được ạ, em cảm ơn`.
    Yes,
    /// `không`, `thôi`.
    No,
    /// Thanks, a greeting, a sign: nothing is wanted.
    Polite,
}

pub(super) const YES: [&str; 21] = [
    "cũng được",
    "cũng dc",
    "cũng đc",
    "ok",
    "oke",
    "okie",
    "okay",
    "oki",
    "đồng ý",
    "nhất trí",
    "xác nhận",
    "vâng",
    "được",
    "đc",
    "dc",
    "uh",
    "ừ",
    "ừm",
    "yes",
    "đúng rồi",
    "đúng vậy",
];
const NO: [&str; 8] = [
    "không",
    "ko",
    "k",
    "hok",
    "thôi",
    "khỏi",
    "không cần",
    "không được",
];
pub(super) const POLITE: [&str; 40] = [
    "dạ",
    "em",
    "tôi",
    "ạ",
    "nhé",
    "a",
    "nha",
    "nhe",
    "cháu",
    "con",
    "e",
    "ad",
    "anh",
    "chị",
    "cán bộ",
    "cb",
    "nhiều",
    "rồi",
    "đã nhận",
    "nhận được",
    "đã rõ",
    "em hiểu",
    "bác",
    "cô",
    "chú",
    "bạn",
    "ạk",
    "vậy",
    "mình",
    "hi",
    "xã",
    "ubnd",
    "uỷ ban",
    "xin lỗi",
    "rứa",
    "nghe",
    "nghen",
    "hí",
    "hỉ",
    "đi",
];
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

/// Whether a message is nothing but such an answer, and which.
pub fn reply(text: &str) -> Option<Reply> {
    let own = own_words(text);
    let message = Message::read(&own);
    if message.tokens.is_empty() {
        // A smiley, a stop; but nothing that asks, and no quotation.
        let sign = !own.trim().is_empty() && !own.contains('?');
        // Our own words, and thanks for them.
        let whole = Message::read(text);
        let ends = |at: usize, said: usize| said > 0 && at + said + 3 >= whole.tokens.len();
        let thanks = (0..whole.tokens.len()).any(|at| ends(at, whole.longest(at, &ENDINGS)));
        return (sign || own.is_empty() && thanks && !text.contains('?')).then_some(Reply::Polite);
    }
    if own.contains('?') {
        return None;
    }
    let (mut at, mut yes, mut no) = (0, false, false);
    while at < message.tokens.len() {
        let thanks = message.longest(at, &ENDINGS);
        let agreed = message.longest_of(at, &YES);
        let declined = message.longest_of(at, &NO);
        let polite = message.longest_of(at, &POLITE);
        let most = thanks.max(agreed).max(declined).max(polite);
        if most == 0 {
            return None;
        }
        // `không được`, `thôi được`: the longer phrase, then the denial.
        if declined == most {
            no = true;
        } else if agreed == most && polite < most {
            yes = true;
        }
        at += most;
    }
    Some(match (yes, no) {
        (true, false) => Reply::Yes,
        (false, true) => Reply::No,
        (true, true) => return None,
        (false, false) => Reply::Polite,
    })
}

/// [`reply`] to an offer, in which its verb may be said again: `ok huy di` to one to cancel.
pub fn reply_to(offered: Intent, text: &str) -> Option<Reply> {
    let verb = |word: &str| {
        let (fold, marks) = unaccented(word);
        let is = |verb: (String, Marks)| fold == verb.0 && (marks.is_empty() || marks == verb.1);
        verbs(offered).iter().any(|verb| is(unaccented(verb)))
    };
    // With the ends of lines, by which quotations are known.
    let words = text.split_inclusive(char::is_whitespace);
    reply(
        &words
            .filter(|word| !verb(word.trim_end()))
            .collect::<String>(),
    )
}

/// Whether a message asks to be told of an earlier time (`true`) or no longer, and of which booking: `SOM`, `SOM MC7K2QG`,
/// `sớm hơn ạ`, `SOM MC7K2QG KHONG`. Anything else in it is another matter.
pub fn seeks_earlier(text: &str) -> Option<(Option<Code>, bool)> {
    let own = own_words(text);
    let message = Message::read(&own);
    let (mut at, mut named, mut seek) = (0, false, true);
    while at < message.tokens.len() {
        let is_code = matches!(message.tokens[at].kind, Kind::Code(_));
        let wish = message.longest_of(at, &EARLIER);
        let no = message.longest_of(at, &NO);
        let polite = message
            .longest(at, &ENDINGS)
            .max(message.longest_of(at, &POLITE));
        let most = wish.max(no).max(polite).max(usize::from(is_code));
        if most == 0 || (!named && most == no) {
            return None;
        }
        named |= wish == most;
        seek &= no != most;
        at += most;
    }
    let code = message.code(0, message.tokens.len()).ok()?;
    named.then_some((code, seek))
}

/// The word for an earlier time.
const EARLIER: [&str; 4] = ["sớm", "sớm hơn", "muốn sớm hơn", "xin sớm hơn"];

/// The code that a message consists of, with nothing but polite words around it.
pub fn code_alone(text: &str) -> Option<Code> {
    let message = Message::read(text);
    let code = message.code(0, message.tokens.len()).ok().flatten()?;
    let beside = |at: usize| {
        let is_code = matches!(message.tokens[at].kind, Kind::Code(_));
        is_code
            || message.longest_of(at, &POLITE) > 0
            || message.is_any(at, &["mã", "là", "lịch", "cái", "hẹn"])
    };
    (0..message.tokens.len()).all(beside).then_some(code)
}

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
    let no = |at: usize| message.is_any(at, &UNSURE) || message.is_any(at, &NOT);
    let ends = |at: &usize| {
        // Behind a comma: `mai a, tai gio em ban`, `mai a, nha em ban`.
        let reason = message.is_any(*at, &REASONS) || message.is(*at, "nhà");
        let reason = reason && *at > from && message.breaks(*at);
        message.longest(*at, &ENDINGS) > 0 || reason && !(*at..message.tokens.len()).any(no)
    };
    let end = (from..message.tokens.len()).find(ends);
    let end = end.unwrap_or(message.tokens.len());
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
        free && !said && !polite(at)
            || no(at) && !said && !refused
            || matches!(message.tokens[at].kind, Kind::Code(_) | Kind::NoCode)
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
    (!stray && any).then_some(reading)
}

/// Said before what is right.
const CORRECTIONS: [&str; 24] = [
    "chết",
    "chết nhầm",
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

impl Reading {
    /// This booking, which lacks parts, with what was answered: the later word counts.
    #[must_use]
    pub fn completed(&self, answer: &Self) -> Self {
        let mut whole = self.clone();
        whole.asked += 1;
        if answer.date.is_some() || !answer.days.is_empty() {
            whole.days.clone_from(&answer.days);
        }
        whole.name = answer.name.clone().or(whole.name);
        if answer.procedure.is_some() {
            whole.procedure.clone_from(&answer.procedure);
            whole.alias.clone_from(&answer.alias);
        }
        whole.date = answer.date.or(whole.date);
        if answer.time.is_some() || answer.half.is_some() {
            whole.time = answer.time;
            whole.half = answer.half;
        }
        let settled = |doubt: &Doubt| match doubt {
            Doubt::TwoProcedures(..) => whole.procedure.is_some(),
            Doubt::TwoDates | Doubt::NoSuchDate | Doubt::PastDate | Doubt::LunarDate => {
                whole.date.is_some()
            }
            Doubt::SeveralCommands => true,
            Doubt::SeveralPeople(_) => whole.name.is_some(),
            _ => true,
        };
        let mut doubts = answer.doubts.clone();
        if doubts.is_empty() {
            doubts.clone_from(&self.doubts);
        }
        doubts.retain(|doubt| !settled(doubt));
        whole.missing = missing(&whole, &doubts);
        whole.doubts = doubts;
        whole
    }

    /// This cancellation or move, of the booking with this code.
    #[must_use]
    pub fn of_code(&self, code: Code) -> Self {
        let mut whole = Self {
            code: Some(code),
            number: None,
            doubts: Vec::new(),
            ..self.clone()
        };
        whole.missing = missing(&whole, &[]);
        whole
    }

    /// This move, to that one of the days which it names.
    #[must_use]
    pub fn on(&self, day: Day) -> Self {
        let mut whole = Self {
            date: Some(day),
            days: Vec::new(),
            doubts: Vec::new(),
            ..self.clone()
        };
        whole.missing = missing(&whole, &[]);
        whole
    }

    /// The Monday of the week of which a day was asked for.
    pub fn asked_week(&self) -> Option<Day> {
        match self.days[..] {
            [monday] if self.doubts.is_empty() && self.date.is_none() => Some(monday),
            _ => None,
        }
    }

    /// Whether its name was asked for.
    pub fn lacks_name(&self) -> bool {
        self.missing.contains(&Part::Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_answers_are_known() {
        for text in [
            "OK",
            "vâng",
            "dạ được ạ",
            "Ok ạ, em cảm ơn",
            "dong y a",
            "Uh",
            "Yes",
        ] {
            assert_eq!(reply(text), Some(Reply::Yes), "{text}");
        }
        for text in [
            "không",
            "thôi ạ",
            "dạ không ạ, cảm ơn",
            "ko",
            "khong duoc a",
        ] {
            assert_eq!(reply(text), Some(Reply::No), "{text}");
        }
        for text in [
            "cảm ơn",
            "Đã nhận, cảm ơn cán bộ",
            "👍",
            ".",
            "dạ",
            "cam on can bo nhieu",
        ] {
            assert_eq!(reply(text), Some(Reply::Polite), "{text}");
        }
        for text in [
            "",
            "?",
            "ok mai em qua",
            "không đồng ý",
            "DK",
            "được không?",
            "ok 9h",
        ] {
            assert_eq!(reply(text), None, "{text}");
        }
    }
}
