//! What people say who were asked or offered something: yes, no, thanks; and what a part that was missing makes of what it was missing in.

use super::assembly::missing;
use super::codes::Kind;
use super::commands::verbs;
use super::lexicon::ENDINGS;
use super::quoted::own_words;
use super::reading::{Doubt, Intent, Part, Reading};
use super::spelling::{Marks, unaccented};
use super::words::Message;
use crate::domain::text::Code;
use crate::domain::time::Day;

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
pub(super) const POLITE: [&str; 45] = [
    "ơi",
    "o",
    "đó",
    "đấy",
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
    "nhiu",
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
        let settled = |doubt: &Doubt, by: &Self| match doubt {
            Doubt::TwoProcedures(..) => by.procedure.is_some(),
            Doubt::SeveralPeople(_) => by.name.is_some(),
            Doubt::OutOfHours => by.time.is_some() || by.half.is_some(),
            doubt if doubt.is_of_day() => by.date.is_some(),
            _ => true,
        };
        let mut doubts = answer.doubts.clone();
        doubts.retain(|doubt| !settled(doubt, answer));
        // What is in doubt now was not said before either.
        for doubt in &doubts {
            match doubt {
                Doubt::TwoProcedures(..) => whole.procedure = None,
                Doubt::SeveralPeople(_) => whole.name = None,
                doubt if doubt.is_of_day() => whole.date = None,
                _ => {}
            }
        }
        if answer.doubts.is_empty() {
            doubts.clone_from(&self.doubts);
            doubts.retain(|doubt| !settled(doubt, &whole));
        }
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
