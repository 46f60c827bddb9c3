//! What a word at the edge of a name is: of the name, or a day, a half-day, a procedure, a filler, a title.
//!
//! In this order: what stands beside it (Văn, Thị, a family name), accents and capitals, what a name looks
//! like. A day is never taken out of a name (domain/sms/messages.md, "Names").

use super::body::{Body, Item, Role, Sense};
use super::codes::Kind;
use super::dates::When;
use super::lexicon::{
    GOES_ON_BEHIND, INTRODUCTIONS, NAMES_ALONE, NEVER_GIVEN, NEVER_NAMES, TITLES, TOUCHING,
};
use super::procedures::{Found, Sort};
use super::reading::Intent;

/// An alias with a slip behind a name has so many letters at least; a shorter one may be the name's own words.
const LETTERS_BEHIND_NAME: usize = 8;

/// Which end of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Words at an edge of a run, and the rest of it: tokens `[from, to)`.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) side: Side,
    pub(super) words: (usize, usize),
    pub(super) rest: (usize, usize),
}

impl Edge {
    /// How many words the rest has.
    fn length(&self) -> usize {
        self.rest.1.saturating_sub(self.rest.0)
    }
}

impl Body<'_> {
    /// Whether all words are capital or none is, where that tells something: the message has both kinds, and is
    /// not written in capitals throughout. The first word of a sentence tells nothing.
    pub(super) fn is_capital(&self, from: usize, to: usize) -> Option<bool> {
        let tells = |at: &usize| self.message.is_word(*at) && !self.message.sentence_begins(*at);
        let all = || (self.from..self.to).filter(tells);
        let capital = |at: usize| self.message.tokens[at].capital;
        if self.is_loud() {
            return None;
        }
        let mixed = all().any(capital) && !all().all(capital);
        let only_names = !self.roles.contains(&Role::Procedure) && all().any(capital);
        let mut told = (from..to).filter(tells).map(capital);
        let first = told.next().filter(|_| mixed || only_names)?;
        told.all(|other| other == first).then_some(first)
    }

    /// Whether the message is written in capitals, but for a word here and there.
    pub(super) fn is_loud(&self) -> bool {
        let tokens = self
            .message
            .tokens
            .get(self.from..self.to)
            .unwrap_or_default();
        let words = || {
            tokens
                .iter()
                .filter(|t| t.kind == Kind::Word && t.fold.len() > 1)
        };
        let loud = words().filter(|token| !token.small).count();
        10 * loud >= 7 * words().count()
    }

    /// What capitals say of words beside the rest of a name: `Some(true)` they are its, `Some(false)` they are not.
    pub(super) fn evidence(&self, words: (usize, usize), rest: (usize, usize)) -> Option<bool> {
        let small = |(from, to): (usize, usize)| {
            let words = self.message.tokens.get(from..to).unwrap_or_default();
            words.iter().filter(|token| token.small).count()
        };
        if self.is_loud() && small(words) == words.1 - words.0 && small(rest) == 0 {
            return Some(false);
        }
        let rest = self.is_capital(rest.0, rest.1);
        match (self.is_capital(words.0, words.1), rest) {
            (Some(true), _) => Some(true),
            (Some(false), Some(true)) => Some(false),
            _ => None,
        }
    }

    /// [`Body::evidence`], and what stands beside the words.
    fn told(&self, edge: &Edge) -> Option<bool> {
        if edge.length() == 0 {
            return Some(false);
        }
        if self.wants_one(edge) {
            return Some(true);
        }
        self.evidence(edge.words, edge.rest)
    }

    /// Whether the rest is no name without a word at this edge.
    fn wants_one(&self, edge: &Edge) -> bool {
        match edge.side {
            Side::Left => edge.length() > 0 && self.is_middle(edge.rest.0),
            Side::Right => self.is_unfinished(edge.rest.0, edge.rest.1),
        }
    }

    /// Whether a filler is a name's word after all.
    pub(super) fn is_wanted(&self, edge: &Edge) -> bool {
        self.wants_one(edge) && self.is_capital(edge.words.0, edge.words.1) != Some(false)
    }

    /// Whether a title stands before a name.
    pub(super) fn is_title(&self, edge: &Edge) -> bool {
        let accented = !self.message.tokens[edge.words.0].marks.is_empty();
        let next = edge.rest.0;
        match self.told(edge) {
            Some(true) => {
                edge.length() > 0 && !self.is_middle(next) && (accented || self.is_family(next))
            }
            _ => edge.length() > 0,
        }
    }

    /// Whether words are nothing but a title, and no name in capitals.
    pub(super) fn is_title_alone(&self, from: usize, to: usize) -> bool {
        // `ba ngoai`, of which the first word is a filler, too.
        let title = |back: &usize| {
            from >= self.from + back
                && self
                    .message
                    .phrase_is(from - back, to - from + back, &TITLES)
        };
        (0..=1).any(|back| title(&back)) && self.is_capital(from, to) != Some(true)
    }

    /// Whether a word behind a whole name is none of it: capitals tell, or an hour follows.
    pub(super) fn is_no_name(&self, edge: &Edge) -> bool {
        let told = self.told(edge);
        edge.length() >= 3 && told != Some(true) && (told == Some(false) || self.is_at_part(edge))
    }

    /// Whether words about an alias (`ban chinh`, `lai`) stand between it and a name.
    pub(super) fn is_about(&self, edge: &Edge) -> bool {
        let one = edge.words.1 == edge.words.0 + 1;
        let family = one && self.is_family(edge.words.0) && edge.length() > 0;
        !self.is_wanted(edge)
            && self.told(edge) != Some(true)
            && (!family || self.is_certain_family(edge.rest.0))
    }

    /// Whether a filler that may be a syllable of a name is a filler here.
    pub(super) fn is_filler(&self, edge: &Edge) -> bool {
        let alone = edge.length() == 0 && self.message.is_one(edge.words.0, &NAMES_ALONE);
        if alone && self.is_capital(edge.words.0, edge.words.1) == Some(true) {
            return false;
        }
        if let Some(name) = self.told(edge) {
            return !name;
        }
        let (word, length) = (edge.words.0, edge.length());
        if self.is_covered(edge.rest) {
            return true;
        }
        let accented = !self.message.tokens[word].marks.is_empty();
        let touching = edge.words.1 == word + 1 && self.message.is_one(word, &TOUCHING);
        match edge.side {
            // Hồ, Lại, Chu: a family name, unless another one follows.
            Side::Left if self.is_family(word) => {
                let next = edge.rest.0;
                let certain = self.is_certain_family(next)
                    || self.is_family(next) && self.is_middle(next + 1);
                length != 2 && certain || self.is_errand(word)
            }
            Side::Left => accented || !touching || length < 2 || self.is_family(edge.rest.0),
            Side::Right
                if accented
                    && !self
                        .message
                        .is_any(word, &["thế", "lại", "hẹn", "lịch", "lúc"]) =>
            {
                true
            }
            Side::Right => {
                let end = edge.words.1;
                let apart =
                    end == self.to || self.message.breaks(end) || self.message.line_ends(end);
                let whole = length >= 2 || self.is_family(edge.rest.0);
                if self.message.is_any(word, &["tầm", "khoảng", "lúc"]) {
                    !apart && length >= 3 && self.is_at_part(edge)
                } else if self.message.is_one(word, &GOES_ON_BEHIND) {
                    // `chu Ba | lam can cuoc`
                    let name = word > self.from && self.is_capital(word - 1, word) == Some(true);
                    let small = name && self.is_capital(word, word + 1) == Some(false);
                    let whole = self.is_of_highlands(edge.rest.0, edge.rest.1) || small;
                    !apart && (length >= 3 || whole)
                } else if touching {
                    // `ly thi huong nha`, at the end of all that is said
                    let named = length >= 3 && self.is_middle(edge.rest.0 + 1);
                    !whole || apart && named && self.message.is(word, "nha")
                } else {
                    length >= 3 || !whole
                }
            }
        }
    }

    /// Whether `lam` is work to be done, and not the family name Lâm: `lam giay to dat`.
    pub(super) fn is_errand(&self, at: usize) -> bool {
        const WORK: [&str; 5] = ["giấy tờ", "giấy", "thủ tục", "hồ sơ", "lại giấy"];
        self.message.is(at, "làm") && self.message.longest_of(at + 1, &WORK) > 0
    }

    /// Whether a word belongs to what an errand is about: `lam ho so`, `nhan luong huu`, `ly hon`.
    pub(super) fn is_of_errand(&self, at: usize) -> bool {
        let said = |from: usize| {
            let never = self.message.longest(from, &NEVER_NAMES);
            never > 1 && from + never > at || self.is_errand(from)
        };
        (at.saturating_sub(2).max(self.from)..=at).any(said)
    }

    /// Whether a run is nothing but words that mean a day, a half-day or a procedure.
    pub(super) fn is_covered(&self, (from, to): (usize, usize)) -> bool {
        let covered = |at: usize| {
            self.items
                .iter()
                .any(|item| (item.from..item.to).contains(&at))
        };
        (from..to).all(covered)
    }

    /// Whether a day, half-day or procedure at the edge of a run is meant as such.
    pub(super) fn item_is_meant(&self, item: usize, edge: &Edge) -> bool {
        let Item { from, sense, .. } = &self.items[item];
        let length = edge.length();
        let (start, end) = edge.rest;
        if self.is_covered(edge.rest) && self.is_capital(start, end) != Some(true) {
            return true;
        }
        let told = self.told(edge);
        let family = edge.side == Side::Left && self.is_family(start) && length >= 2;
        if self.intent != Intent::Book {
            return told != Some(true) || !self.is_family(start);
        }
        match sense {
            Sense::Day(_) => {
                let accented = !self.message.tokens[*from].marks.is_empty();
                self.days.is_empty() && told != Some(true) && (accented || self.is_day(edge, told))
            }
            Sense::Weekday(_) | Sense::DayHalf(..) => {
                told.map_or(length >= 3 || family, |name| !name)
            }
            Sense::Half(_) => {
                let named = self.message.is_any(*from, &["buổi", "đầu", "cuối"]);
                let alone = self.halves.is_empty();
                let sure = alone && length >= 3 && self.is_at_part(edge);
                named || told.map_or(sure, |name| !name)
            }
            Sense::Procedure(found) => self.procedure_is_meant(found, edge, told),
        }
    }

    /// Whether `mai` beside a name is the day: `mai cho chong em Le Van A`, `Le Thi Mai mai`, `Le Van Hai mai` in capitals.
    fn is_day(&self, edge: &Edge, told: Option<bool>) -> bool {
        let (from, to) = edge.words;
        let again = || {
            let folds = |at: usize| &self.message.tokens[at].fold;
            to == from + 1 && edge.length() >= 2 && folds(from) == folds(from - 1)
        };
        match edge.side {
            Side::Left => {
                let family = self.message.is_one(to, &NEVER_GIVEN);
                let small = told == Some(false) && family;
                self.message.is(to, "cho") && self.is_for_someone(to) || small && edge.length() >= 3
            }
            Side::Right => {
                // `Nguyen Thi Ngoc mai` may be a name in spite of its letters.
                let sure = self.is_at_part(edge) || self.message.is(edge.rest.0 + 1, "văn");
                let small = told == Some(false) && edge.length() >= 3 && sure;
                // `le thi hoa nop ho so mai`
                const PAPERS: [&str; 3] = ["giấy tờ", "hồ sơ", "thủ tục"];
                let papers = from > 1 && self.message.longest_of(from - 2, &PAPERS) > 0;
                self.message.is(from, "mai") && (again() || small || papers)
            }
        }
    }

    fn procedure_is_meant(&self, found: &Found, edge: &Edge, told: Option<bool>) -> bool {
        let length = edge.length();
        let right = edge.side == Side::Right;
        if !right && self.is_for_someone(found.to) {
            return true;
        }
        let family = !right && self.is_family(edge.rest.0) && length >= 2;
        let words = found.to > found.from + 1;
        let same = |other: &Found| other.procedure == found.procedure;
        let khac = self.message.is(found.from, "khác");
        let before = |count: &usize| {
            self.message
                .phrase_is(found.from - count, *count, &INTRODUCTIONS)
        };
        let introduced = right && (1..=2.min(length)).any(|count| before(&count)) && length >= 3;
        // `Cil K'Bet | dat`
        let highlands = right && told == Some(false) && !words && {
            let (from, to) = edge.rest;
            length > 1 && length >= self.fewest_words(from, to, 1)
        };
        match told {
            _ if introduced && told != Some(true) || highlands => true,
            Some(true) => false,
            Some(false) => {
                length >= 3
                    || self.procedures.iter().any(same)
                    || khac
                    || family
                    || length == 2 && words
            }
            // `nguyen thi ha dat chuyen nhuong`: another word for it follows.
            None if right && !words && self.goes_on(found) => {
                length > 3 || length == 3 && self.is_middle(edge.rest.0 + 1)
            }
            // Another one stands elsewhere: then it is the name's.
            None if !self.procedures.iter().all(same) => words && length >= 3,
            None if found.sort == Sort::Doubtful => {
                // `vo van kiet khia sinh`: a whole name stands before it.
                let whole = right && length >= 3 && self.is_family(edge.rest.0);
                family || whole && words && found.letters >= LETTERS_BEHIND_NAME
            }
            None if khac => right || family,
            None if words => length >= 2 && (right || family),
            None => family,
        }
    }

    /// Whether another alias of the same procedure stands directly behind one.
    fn goes_on(&self, found: &Found) -> bool {
        let next = |other: &Found| other.from == found.to && other.procedure == found.procedure;
        self.procedures.iter().any(next) && !self.message.breaks(found.to)
    }

    /// Whether someone is named behind what is done for him: `cho chu Mai Van Lieu`, `bo toi Le Van Ba`.
    fn is_for_someone(&self, at: usize) -> bool {
        let cho = self.message.is_any(at, &["cho", "giúp", "giùm", "dùm"]);
        let mut next = at + usize::from(cho);
        next += self.title_at(next);
        next += usize::from(next > at && self.message.is_any(next, &["tôi", "em", "mình", "cháu"]));
        let named = self.is_free(next) && self.message.is_word(next);
        // `khai tu cho chong`: nobody is named, but nobody is called Tu Cho Chong.
        if cho && next > at + 1 && !self.is_free(next) {
            return true;
        }
        named && (cho || next > at && self.is_family(next) && self.is_free(next + 1))
    }

    /// Whether a day or an hour, or the `ngay` before it, stands behind the edge.
    fn is_at_part(&self, edge: &Edge) -> bool {
        let part = |at: usize| self.roles.get(at) == Some(&Role::Part);
        match edge.side {
            Side::Left => edge.words.0.checked_sub(1).is_some_and(part),
            Side::Right => {
                let next = edge.words.1;
                part(next) || self.message.is(next, "ngày") && part(next + 1)
            }
        }
    }

    /// Notes what an item means.
    pub(super) fn accept(&mut self, item: usize) {
        let Item { from, to, sense } = self.items[item].clone();
        match sense {
            Sense::Day(day) => self.days.push(When::Day(day)),
            Sense::Weekday(when) => self.days.push(when),
            Sense::DayHalf(day, half) => {
                self.days.push(When::Day(day));
                self.halves.push((from, half));
            }
            Sense::Half(half) => self.halves.push((from, half)),
            Sense::Procedure(found) => self.procedures.push(found),
        }
        self.take(from, to, Role::Part);
    }
}
