//! The name: the longest unbroken run of words that are nothing else.
//!
//! Words at the edges of a run may be a day, a half-day, a procedure, a filler or a title, or belong to the
//! name. Accents, capitals and what a name looks like decide; where they do not, the words stay in the name
//! and what they might have meant is asked for.

use super::body::{Body, Item, Role, Sense};
use super::lexicon::{
    ABOUT, CERTAIN_FAMILIES, FAMILIES, FILLERS, NAME_LIKE, NEVER_NAMES, NEVER_NAMES_ACCENTED,
    ORGANISATIONS, PLACES, PLACES_WITH_NUMBER, Phrases, TITLES, TOUCHING,
};
use super::procedures::Sort;
use super::reading::Intent;
use super::words::Kind;

/// A run of words `[from, to)`, and how much it looks like the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) score: i32,
}

/// What the peeling found out about a run.
#[derive(Default)]
struct Context {
    /// `cho` stands before it.
    behind_cho: bool,
    /// `ten` stands before it.
    labelled: bool,
    organisation: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Body<'_> {
    /// Takes the words of all runs apart; the best one is the name.
    pub(super) fn find_name(&mut self) -> Option<Run> {
        self.drop_never_names();
        let mut best: Option<Run> = None;
        let mut lone = Vec::new();
        let mut at = self.from;
        while at < self.to {
            let end = self.run_end(at);
            if self.is_lone(at, end) {
                lone.push((at, end));
            } else if end > at {
                let run = self.peel(at, end);
                if run.to > run.from && best.is_none_or(|best| run.score > best.score) {
                    best = Some(run);
                }
            }
            at = end.max(at + 1);
        }
        // `DK Mai khai sinh 25/11`: where no other name is, it is one.
        let mut lone = lone.into_iter();
        if best.is_none()
            && let Some((from, to)) = lone.next()
        {
            best = Some(Run { from, to, score: 0 });
        }
        for (from, to) in lone {
            self.peel(from, to);
        }
        best
    }

    /// Whether a run is nothing but one capital word that may also be a day, a title, … or the name.
    fn is_lone(&self, from: usize, to: usize) -> bool {
        let item = self
            .items
            .iter()
            .any(|item| (item.from, item.to) == (from, to));
        let word = to == from + 1 && self.message.is_one(from, &NAME_LIKE);
        (item || word) && self.is_capital(from, to) == Some(true)
    }

    fn drop_never_names(&mut self) {
        for at in self.from..self.to {
            let length = self
                .message
                .longest(at, &NEVER_NAMES)
                .max(self.never_with_accents(at));
            let behind = at
                .checked_sub(1)
                .is_some_and(|before| before >= self.from && self.is_middle(before));
            if length > 0 && !behind && (at..at + length).all(|at| self.is_free(at)) {
                self.take(at, at + length, Role::Dropped);
            }
        }
    }

    fn never_with_accents(&self, at: usize) -> usize {
        let accented = self.message.tokens[at].marks != Default::default();
        let said = accented && self.message.is_one(at, &NEVER_NAMES_ACCENTED);
        usize::from(said && self.is_capital(at, at + 1) != Some(true))
    }

    /// Văn, Thị: never the last word of a name, and never the first.
    fn is_middle(&self, at: usize) -> bool {
        self.message.is_any(at, &["văn", "thị"])
    }

    fn is_family(&self, at: usize) -> bool {
        self.message.is_one(at, &FAMILIES)
    }

    /// The end of the run of free words that begins at a token.
    fn run_end(&self, from: usize) -> usize {
        let organisation = self.message.longest(from, &ORGANISATIONS) > 0;
        let word = |at: usize| {
            let number = organisation && at > from && self.message.number(at, 4).is_some();
            at < self.to
                && self.is_free(at)
                && (self.message.is_word(at) || number)
                && !self.is_mixed(at)
        };
        let mut end = from;
        while word(end) {
            let line = end > from
                && self.message.line_ends(end)
                && end > from + 1
                && !self.is_middle(end - 1);
            if end > from && (self.message.breaks(end) || line) {
                break;
            }
            end += 1;
        }
        end
    }

    /// Letters glued to a number that is no part: `V90`.
    fn is_mixed(&self, at: usize) -> bool {
        let number = |at: usize| {
            self.message
                .tokens
                .get(at)
                .is_some_and(|t| t.kind == Kind::Number)
                && self.roles[at] == Role::Free
        };
        let glued = |at: usize| self.message.gap(at).is_empty();
        number(at + 1) && glued(at + 1) || at > 0 && number(at - 1) && glued(at)
    }

    /// Whether all words are capital or none is, where that tells something: the message has both kinds.
    fn is_capital(&self, from: usize, to: usize) -> Option<bool> {
        let tells = |at: &usize| self.message.is_word(*at) && !self.message.sentence_begins(*at);
        let all = || (self.from..self.to).filter(tells);
        let capital = |at: usize| self.message.tokens[at].capital;
        let mixed = all().any(capital) && all().any(|at| !capital(at));
        let only_names = !self.roles.contains(&Role::Procedure);
        let telling = mixed || only_names && all().any(capital);
        if !telling || (from == to) || (from..to).any(|at| !tells(&at)) {
            return None;
        }
        let first = capital(from);
        (from..to).all(|at| capital(at) == first).then_some(first)
    }

    /// What capitals say of words beside the rest of a name: `Some(true)` they are its, `Some(false)` they are not.
    pub(super) fn evidence(&self, words: (usize, usize), rest: (usize, usize)) -> Option<bool> {
        match (
            self.is_capital(words.0, words.1),
            self.is_capital(rest.0, rest.1),
        ) {
            (Some(true), _) => Some(true),
            (Some(false), Some(true)) => Some(false),
            _ => None,
        }
    }

    /// Takes fillers, titles, days, … off both ends of a run; what they mean is noted.
    fn peel(&mut self, from: usize, to: usize) -> Run {
        let (mut left, mut right) = (from, to);
        let mut context = Context {
            labelled: self.named_at == Some(from),
            ..Context::default()
        };
        loop {
            let before = (left, right);
            left = self.peel_left(left, right, from, &mut context);
            if !context.organisation {
                right = self.cut_place(left, right);
            }
            right = self.peel_right(left, right, &context);
            if (left, right) == before {
                break;
            }
        }
        if !context.organisation {
            (left, right) = self.cut_common_words(left, right);
        }
        Run {
            from: left,
            to: right,
            score: self.score(left, right, from, &context),
        }
    }

    fn peel_left(
        &mut self,
        left: usize,
        right: usize,
        start: usize,
        context: &mut Context,
    ) -> usize {
        if left >= right || context.organisation {
            return left;
        }
        let within = |length: usize| length.min(right - left);
        let organisation = self.message.longest(left, &ORGANISATIONS);
        if organisation > 0 && left + organisation < right {
            context.organisation = true;
            return left;
        }
        if let Some(item) = self
            .items
            .iter()
            .position(|item| item.from == left && item.to <= right)
        {
            let length = self.items[item].to - left;
            return if self.item_is_meant(item, Side::Left, (left + length, right)) {
                self.accept(item);
                left + length
            } else {
                left
            };
        }
        let filler = within(self.message.longest(left, &FILLERS));
        if filler > 0 && !self.belongs(Side::Left, (left, left + filler), (left + filler, right)) {
            context.behind_cho |= self.message.is(left, "cho");
            context.labelled |=
                self.message.is(left + filler - 1, "tên") || self.message.phrase(left, "tên") > 0;
            self.take(left, left + filler, Role::Dropped);
            return left + filler;
        }
        let title = within(self.message.longest(left, &TITLES));
        let named = context.behind_cho
            || left == start
                && title > 0
                && self
                    .message
                    .is_any(left, &["ông", "bà", "anh", "chị", "bé"]);
        if title > 0 && named && self.title_is_meant((left, left + title), (left + title, right)) {
            self.take(left, left + title, Role::Dropped);
            return left + title;
        }
        let like = within(self.message.longest(left, &NAME_LIKE));
        if like > 0
            && self.name_like_is_filler(Side::Left, (left, left + like), (left + like, right))
        {
            context.labelled |= self.message.is(left, "là");
            self.take(left, left + like, Role::Dropped);
            return left + like;
        }
        let about = within(self.message.longest(left, &ABOUT));
        let behind_alias =
            start > 0 && self.roles[start - 1] == Role::Procedure && !self.message.breaks(start);
        if about > 0
            && behind_alias
            && !self.belongs(Side::Left, (left, left + about), (left + about, right))
        {
            self.take(left, left + about, Role::Dropped);
            return left + about;
        }
        left
    }

    fn peel_right(&mut self, left: usize, right: usize, context: &Context) -> usize {
        if left >= right {
            return right;
        }
        let ends = |words: &Phrases, body: &Self| {
            let lengths = (1..=5.min(right - left)).rev();
            lengths
                .into_iter()
                .find(|length| body.message.phrase_is(right - length, *length, words))
        };
        if let Some(item) = self
            .items
            .iter()
            .position(|item| item.to == right && item.from >= left)
        {
            let from = self.items[item].from;
            if self.item_is_meant(item, Side::Right, (left, from)) {
                self.accept(item);
                return from;
            }
            return right;
        }
        if let Some(length) = ends(&FILLERS, self)
            && !self.belongs(Side::Right, (right - length, right), (left, right - length))
        {
            self.take(right - length, right, Role::Dropped);
            return right - length;
        }
        if context.organisation {
            return right;
        }
        if let Some(length) = ends(&NAME_LIKE, self)
            && self.name_like_is_filler(
                Side::Right,
                (right - length, right),
                (left, right - length),
            )
        {
            self.take(right - length, right, Role::Dropped);
            return right - length;
        }
        let before_alias =
            self.roles.get(right) == Some(&Role::Procedure) && !self.message.breaks(right);
        if let Some(length) = ends(&ABOUT, self)
            && before_alias
            && right - length > left + 2
            && !self.belongs(Side::Right, (right - length, right), (left, right - length))
        {
            self.take(right - length, right, Role::Dropped);
            return right - length;
        }
        right
    }

    /// What is sure about words at the edge of a name: `Some(true)` they are its, `Some(false)` they are not.
    fn edge_evidence(
        &self,
        side: Side,
        words: (usize, usize),
        rest: (usize, usize),
    ) -> Option<bool> {
        if rest.0 >= rest.1 {
            return Some(false);
        }
        let incomplete = match side {
            Side::Left => self.is_middle(rest.0),
            Side::Right => self.is_middle(rest.1 - 1),
        };
        if incomplete {
            return Some(true);
        }
        self.evidence((words.0, words.1), (rest.0, rest.1))
    }

    /// Whether a filler at the edge is a name's word after all: Văn or Thị stands beside it.
    fn belongs(&self, side: Side, words: (usize, usize), rest: (usize, usize)) -> bool {
        let beside = match side {
            Side::Left => rest.0,
            Side::Right => rest.1.saturating_sub(1),
        };
        rest.0 < rest.1
            && self.is_middle(beside)
            && self.is_capital(words.0, words.1) != Some(false)
    }

    fn title_is_meant(&self, words: (usize, usize), rest: (usize, usize)) -> bool {
        let accented = !self.message.tokens[words.0].marks.is_empty();
        match self.edge_evidence(Side::Left, words, rest) {
            Some(true) => {
                rest.0 < rest.1 && !self.is_middle(rest.0) && (accented || self.is_family(rest.0))
            }
            _ => rest.0 < rest.1,
        }
    }

    /// Whether a filler that may be a syllable of a name is a filler here.
    fn name_like_is_filler(&self, side: Side, words: (usize, usize), rest: (usize, usize)) -> bool {
        let token = &self.message.tokens[words.0];
        let length = rest.1.saturating_sub(rest.0);
        if let Some(name) = self.edge_evidence(side, words, rest) {
            return !name;
        }
        if self.items.iter().any(|item| (item.from, item.to) == rest) {
            return true;
        }
        let family = self.is_family(rest.0);
        if side == Side::Left && family && length >= 2 || !token.marks.is_empty() {
            return true;
        }
        if self.message.is_one(words.0, &TOUCHING) {
            let ends_message = words.1 == self.to && self.message.is(words.0, "a");
            return length < 2 || side == Side::Right && ends_message && length >= 3;
        }
        match side {
            Side::Left => true,
            Side::Right => length >= 3 || length == 1 && !family,
        }
    }

    /// Whether a day, half-day or procedure at the edge of a run is meant as such.
    fn item_is_meant(&self, item: usize, side: Side, rest: (usize, usize)) -> bool {
        let Item { from, to, sense } = &self.items[item];
        let length = rest.1.saturating_sub(rest.0);
        // Nothing but other such words.
        let covered = |at: usize| {
            self.items
                .iter()
                .any(|item| (item.from..item.to).contains(&at))
        };
        if (rest.0..rest.1).all(covered) && self.is_capital(rest.0, rest.1) != Some(true) {
            return true;
        }
        let accented = self.message.tokens[*from].marks != Default::default();
        let evidence = self.edge_evidence(side, (*from, *to), rest);
        let family = side == Side::Left && self.is_family(rest.0) && length >= 2;
        if self.intent != Intent::Book {
            return evidence != Some(true) || !self.is_family(rest.0);
        }
        match sense {
            Sense::Day(_) => accented && evidence != Some(true),
            Sense::Weekday(_) | Sense::DayHalf(..) => {
                evidence.map_or(length >= 3 || family, |name| !name)
            }
            Sense::Half(_) => {
                let buoi = self.message.is_any(*from, &["buổi", "đầu", "cuối"]);
                let outside = match side {
                    Side::Left => from.checked_sub(1),
                    Side::Right => Some(*to),
                };
                let at_date = outside.is_some_and(|at| self.roles.get(at) == Some(&Role::Part));
                let alone = self.halves.is_empty() && self.hours.is_empty();
                buoi || evidence.map_or(alone && at_date && length >= 3, |name| !name)
            }
            Sense::Procedure(found) => {
                let other = self
                    .procedures
                    .iter()
                    .any(|other| other.procedure != found.procedure);
                let same = self
                    .procedures
                    .iter()
                    .any(|other| other.procedure == found.procedure);
                let khac = self.message.is(*from, "khác");
                match (evidence, found.sort) {
                    (Some(true), _) => false,
                    (Some(false), _) => {
                        length >= 3 || same || khac || family || length == 2 && *to > from + 1
                    }
                    (None, _) if other => *to > from + 1 && length >= 3,
                    (None, Sort::Doubtful) => family,
                    (None, _) if khac => side == Side::Right || family,
                    (None, _) if *to > from + 1 => length >= 2 && (side == Side::Right || family),
                    (None, _) => family,
                }
            }
        }
    }

    /// Notes what an item means.
    fn accept(&mut self, item: usize) {
        let Item { from, to, sense } = self.items[item].clone();
        match sense {
            Sense::Day(day) => self.days.push(super::dates::When::Day(day)),
            Sense::Weekday(when) => self.days.push(when),
            Sense::DayHalf(day, half) => {
                self.days.push(super::dates::When::Day(day));
                self.halves.push(half);
            }
            Sense::Half(half) => self.halves.push(half),
            Sense::Procedure(found) => self.procedures.push(found),
        }
        self.take(from, to, Role::Part);
    }

    /// An address behind a name is cut off; a run that is nothing else is dropped.
    fn cut_place(&mut self, left: usize, right: usize) -> usize {
        for at in left..right {
            let place = self.message.longest(at, &PLACES);
            let numbered = self.message.longest(at, &PLACES_WITH_NUMBER);
            let length = place.max(numbered);
            if length == 0 {
                continue;
            }
            let next = at + length;
            let number = self.message.number(next, 3).is_some() && !self.message.breaks(next);
            let word = next < right;
            let accented = !self.message.tokens[at].marks.is_empty();
            let sure = place > 0
                && (length > 1
                    || self
                        .message
                        .is_any(at, &["thôn", "xóm", "tdp", "buôn", "khóm"]));
            let capital = self.is_capital(at, at + 1) == Some(true);
            let complete = at == left
                || !self.is_middle(at - 1) && (at >= left + 2 || accented || number || sure);
            let meant = number
                || word
                    && !self.is_middle(next)
                    && (accented && !capital
                        || sure
                        || place > 0 && !capital && (at >= left + 3 || at == left));
            if complete && meant {
                self.take(at, right, Role::Dropped);
                return at;
            }
        }
        right
    }

    /// Where a message has capitals, common words before and behind a name are cut off; where it has none,
    /// those before a certain family name.
    fn cut_common_words(&mut self, left: usize, right: usize) -> (usize, usize) {
        let capital = |at: usize| self.is_capital(at, at + 1);
        let first = (left..right).find(|at| capital(*at) == Some(true));
        let last = (left..right).rev().find(|at| capital(*at) == Some(true));
        let (mut from, mut to) = (left, right);
        if let (Some(first), Some(last)) = (first, last) {
            let core = last + 1 - first;
            let before = (left..first).all(|at| capital(at) == Some(false));
            if first > left && before && (core >= 2 || first >= left + 2) {
                from = first;
            }
            let behind = right - last - 1;
            if behind > 0 && !self.is_middle(last) && (core >= 3 || core == 2 && behind >= 2) {
                to = last + 1;
            }
        } else if !self.is_family(left) {
            let family = (left + 1..right).find(|at| {
                let certain = self.message.is_one(*at, &CERTAIN_FAMILIES) && *at + 1 < right;
                certain || self.is_family(*at) && *at + 2 < right && self.is_middle(*at + 1)
            });
            from = family.unwrap_or(left);
        }
        self.take(left, from, Role::Dropped);
        self.take(to, right, Role::Dropped);
        (from, to)
    }

    /// How much a run looks like the name: its length first.
    fn score(&self, left: usize, right: usize, start: usize, context: &Context) -> i32 {
        let length = (right - left) as i32;
        let mut score = 4 * length.min(6);
        if context.labelled {
            score += 40;
        }
        if context.organisation {
            score += 12;
        }
        if self.is_family(left) {
            score += 6;
        }
        if right > left + 2 && self.is_middle(left + 1) {
            score += 6;
        }
        match self.is_capital(left, right) {
            Some(true) => score += 6,
            Some(false) => score -= 6,
            None => {}
        }
        let behind_alias =
            start > 0 && self.roles[start - 1] == Role::Procedure && !self.message.breaks(start);
        if behind_alias && !context.behind_cho && start == left {
            score -= 6;
        }
        if start == self.from {
            score += 2;
        }
        score
    }
}
