//! A command's words that only pass on what is said of others: `dang ky ket hon 3/12 la Thao voi Long hay sao ay`, `… cua Hanh
//! nghe dau hoan lai`, `… ong Bay hay ong Tam vay`, `… di dam cuoi khong`.

use super::assembly::{Assembly, missing};
use super::lexicon::{NOT, TITLES};
use super::offers::is_person;
use super::questions::whether;
use super::reading::{Intent, Part, Reading};
use super::times;
use super::words::Token;

/// The sender does not know it himself, or is glad for others.
const HEARD: [&str; 26] = [
    "hay sao ấy",
    "hay sao á",
    "hay sao đó",
    "hay sao",
    "hình như",
    "nghe nói",
    "nghe đâu",
    "nghe bảo",
    "nghe đồn",
    "nghe kể",
    "nghe tin",
    "nghe ai",
    "thấy bảo",
    "thấy nói",
    "thấy kêu",
    "thấy đồn",
    "người ta nói",
    "người ta bảo",
    "chắc là",
    "chắc của",
    "không biết có phải",
    "đúng hay sai",
    "hay gì á",
    "hay gì đó",
    "chúc mừng",
    "chung vui",
];
/// What is said is to be confirmed, by whoever is asked.
const IS_IT_SO: [&str; 9] = [
    "phải không",
    "phải ko",
    "phải k",
    "phải hông",
    "phải hem",
    "đúng không",
    "đúng ko",
    "đúng k",
    "đúng hông",
];
/// What friends ask each other to.
const FEAST: [&str; 7] = [
    "đi đám cưới",
    "đi đám",
    "đi ăn cưới",
    "ăn cưới",
    "ăn tiệc",
    "dự tiệc",
    "đi nhậu",
];
/// The end of a question.
const ASKED: [&str; 3] = ["hả", "vậy", "nhỉ"];

impl Assembly<'_> {
    /// What a booking that only tells or asks of somebody else's would be if it were meant: nothing is done, and its text to send is
    /// shown, without a name that is nobody's.
    pub(super) fn hearsay(&self, reading: &Reading) -> Option<Reading> {
        let all = || self.body.from..self.body.to;
        let either = all().any(|at| self.is_either(at));
        let spoilt = || all().any(|at| self.is_named(at) && self.is_said(at));
        let asked = || self.asks_others() && (!self.named || self.body.message.says(all(), &FEAST));
        let nobody = self.unsure && reading.missing == [Part::Name];
        let booked = self.body.intent == Intent::Book && (reading.is_complete() || nobody);
        if !booked || !(either || self.is_heard() || asked()) {
            return None;
        }
        let name = reading
            .name
            .clone()
            .filter(|name| !either && !spoilt() && is_person(name));
        let mut meant = Reading {
            name,
            ..reading.clone()
        };
        meant.missing = missing(&meant, &meant.doubts);
        Some(meant)
    }

    /// Whether it is said that others say so; but behind a whole booking and a comma that is of something else.
    fn is_heard(&self) -> bool {
        let message = self.body.message;
        let name = self.run.map_or(self.body.from, |(_, to)| to);
        let whole = self.whole_until().max(name);
        let breaks = |at: usize| message.breaks(at) || message.line_ends(at);
        let aside = |at: usize| self.named && (whole..=at).any(breaks);
        (self.body.from..self.body.to).any(|at| self.is_said(at) && !aside(at))
    }

    /// Whether words at a token say so that are no name's.
    fn is_said(&self, at: usize) -> bool {
        let said = |phrases: &[&str]| self.body.message.longest_of(at, phrases) > 0;
        let name = self.is_named(at) && self.is_upper(at);
        // Nguyen Thi Phai.
        let seems = !self.is_named(at) && said(&["thì phải", "có lẽ"]);
        !name && (said(&HEARD) || said(&IS_IT_SO)) || seems
    }

    fn is_named(&self, at: usize) -> bool {
        self.run.is_some_and(|(from, to)| (from..to).contains(&at))
    }

    /// Whether a word begins with a capital, where that tells something.
    fn is_upper(&self, at: usize) -> bool {
        let token = self.body.message.tokens.get(at);
        token.is_some_and(Token::is_upper)
    }

    /// `ong Bay hay ong Tam`, `Nguyen Van Nam hay Nguyen Van Tam`: one of two people.
    fn is_either(&self, at: usize) -> bool {
        let message = self.body.message;
        let joint = message.is_any(at, &["hay", "hoặc"]) && !self.is_upper(at);
        let (before, next) = (at.wrapping_sub(1), at + 1);
        if !joint || at <= self.body.from || next >= self.body.to || message.breaks(next) {
            return false;
        }
        let half = times::half(message, before).or_else(|| times::half(message, next));
        let title = message.longest(next, &TITLES);
        let somebody = (title > 0 && message.is_word(next + title))
            || self.body.is_family(next) && message.is_word(next + 1)
            || self.is_upper(before) && self.is_upper(next);
        half.is_none() && somebody && (self.is_named(before) || self.is_named(next + title))
    }

    /// Whether it asks something, but for leave: `… khong`, `… ha chi`, `may co di k Lan`, but not `… co duoc khong a`.
    fn asks_others(&self) -> bool {
        let message = self.body.message;
        let has = whether(message).filter(|(from, _)| *from >= self.body.from);
        let asks = |at: usize| {
            let huh = message.is(at, "hả") && !message.tokens[at].marks.is_empty();
            let capital = self.is_upper(at) || at + 1 == self.body.to && message.is(at, "ha");
            // Bich Ha.
            let name = self.is_named(at) && capital;
            let asked = message.is_any(at, &NOT) || message.is_any(at, &ASKED);
            !name && (huh || asked && self.ends_behind(at + 1))
        };
        let asked = (self.body.from + 1..self.body.to).find(|at| asks(*at));
        // `sang k`: that half-day does not suit.
        let Some(at) = has
            .map(|(_, to)| to)
            .or(asked)
            .filter(|_| self.body.refused.is_none())
        else {
            return false;
        };
        !message.is_any(at - 1, &["được", "đc", "dc", "đk"])
    }
}
