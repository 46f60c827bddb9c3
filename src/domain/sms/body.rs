//! The parts of a message behind its command: what each token is taken for.

use super::dates::{self, Mention, Week, When};
use super::lexicon::{FORMS, IDLE_LABELS, LABELS, NAME_LABELS, NUMBER_LABELS, ORGANISATIONS};
use super::procedures::{Found, Sort, Vocabulary};
use super::reading::Intent;
use super::times::{self, Hour};
use super::words::{Kind, Message};
use crate::domain::time::{Day, Half};

/// Numbers of phones and identity cards have at least so many digits.
const LONG_NUMBER: usize = 9;

/// What a token was taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Nothing yet.
    Free,
    /// A part of the message.
    Part,
    /// Words of a procedure.
    Procedure,
    /// Of no meaning.
    Dropped,
}

/// What a word means unless it belongs to a name: tokens `[from, to)`.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Item {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) sense: Sense,
}

/// See [`Item`].
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sense {
    /// `mai`, `mot`.
    Day(Day),
    /// `thu hai` without accents.
    Weekday(When),
    /// `sang mai`.
    DayHalf(Day, Half),
    /// `sang`, `chieu`.
    Half(Half),
    /// `dat`, `bao tu`.
    Procedure(Found),
}

/// The message behind the command under reading.
pub(super) struct Body<'a> {
    pub(super) message: &'a Message,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) intent: Intent,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) roles: Vec<Role>,
    pub(super) days: Vec<When>,
    pub(super) week: Option<Week>,
    pub(super) hours: Vec<Hour>,
    pub(super) halves: Vec<Half>,
    pub(super) procedures: Vec<Found>,
    pub(super) items: Vec<Item>,
    /// Where a label says that the name begins.
    pub(super) named_at: Option<usize>,
    /// Any word but the command was typed with accents.
    pub(super) accented: bool,
    pub(super) today: Day,
}

impl<'a> Body<'a> {
    /// Finds all parts but the name in the tokens `[from, to)`.
    pub(super) fn read(
        message: &'a Message,
        vocabulary: &'a Vocabulary,
        intent: Intent,
        (from, to): (usize, usize),
        today: Day,
    ) -> Self {
        let words = message.tokens.get(from..to).unwrap_or_default();
        let mut body = Self {
            message,
            vocabulary,
            intent,
            from,
            to,
            roles: vec![Role::Free; message.tokens.len()],
            days: Vec::new(),
            week: None,
            hours: Vec::new(),
            halves: Vec::new(),
            procedures: Vec::new(),
            items: Vec::new(),
            named_at: None,
            accented: words
                .iter()
                .any(|t| t.kind == Kind::Word && !t.marks.is_empty()),
            today,
        };
        body.labels();
        body.long_numbers();
        body.dates_in_digits();
        body.hours();
        body.dates_in_words();
        body.find_procedures();
        body.find_items();
        body
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        (self.from..self.to).contains(&at) && self.roles[at] == Role::Free
    }

    pub(super) fn take(&mut self, from: usize, to: usize, role: Role) {
        for at in from..to.min(self.roles.len()) {
            self.roles[at] = role;
        }
    }

    /// Labels of a copied form: before a colon, or in brackets of their own.
    fn labels(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let length = self.message.longest(at, &LABELS);
            let end = at + length;
            let colon = self.message.gap(end).trim_start().starts_with([':', '=']);
            let brackets = self.message.gap(at).contains(['[', '('])
                && self.message.gap(end).starts_with([']', ')']);
            if length == 0 || !(colon || brackets) || end >= self.to {
                at += 1;
                continue;
            }
            self.take(at, end, Role::Dropped);
            if self.message.phrase_is(at, length, &NAME_LABELS) {
                self.named_at = Some(end);
            }
            at = end;
            if self.message.phrase_is(end - length, length, &IDLE_LABELS) {
                while at < self.to
                    && (at == end || !self.message.breaks(at) && !self.message.line_ends(at))
                {
                    self.roles[at] = Role::Dropped;
                    at += 1;
                }
            }
        }
    }

    /// Phones and identity numbers, with their labels.
    fn long_numbers(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let end = self.long_number(at);
            if end > at {
                self.take(at, end, Role::Dropped);
                let label = (1..=4).rev().find(|length| {
                    at.checked_sub(*length).is_some_and(|start| {
                        start >= self.from && self.message.phrase_is(start, *length, &NUMBER_LABELS)
                    })
                });
                self.take(at - label.unwrap_or(0), at, Role::Dropped);
            }
            at = end.max(at + 1);
        }
    }

    /// The end of a long number that begins at a token; the token itself when there is none.
    fn long_number(&self, at: usize) -> usize {
        let digits = |at: usize| {
            let token = self
                .message
                .tokens
                .get(at)
                .filter(|t| t.kind == Kind::Number && at < self.to)?;
            Some(token.fold.len())
        };
        let Some(mut total) = digits(at) else {
            return at;
        };
        if total >= LONG_NUMBER {
            return at + 1;
        }
        let phone = self.message.tokens[at].fold.starts_with('0') && total >= 3
            || self.message.gap(at).ends_with('+');
        let mut end = at + 1;
        while phone
            && matches!(self.message.gap(end), " " | "." | "-")
            && digits(end).is_some_and(|n| n >= 2)
        {
            total += digits(end).unwrap_or_default();
            end += 1;
            if (LONG_NUMBER..=12).contains(&total)
                && digits(end).is_none_or(|n| n < 3 || total + n > 12)
            {
                return end;
            }
        }
        at
    }

    fn mention(&mut self, mention: Mention) -> usize {
        self.take(mention.from, mention.to, Role::Part);
        let before = mention
            .from
            .checked_sub(1)
            .filter(|before| self.is_free(*before));
        let said = |at: usize| {
            self.message.is_any(at, &["ngày", "hôm", "mùng", "mồng"]) && !self.is_middle_before(at)
        };
        if before.is_some_and(said) {
            self.roles[mention.from - 1] = Role::Dropped;
        }
        self.days.push(mention.when);
        mention.to
    }

    /// Whether Văn or Thị stands before a token, which then ends a name.
    fn is_middle_before(&self, at: usize) -> bool {
        at > self.from && self.is_free(at - 1) && self.message.is_any(at - 1, &["văn", "thị"])
    }

    fn dates_in_digits(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let found = if self.is_free(at) {
                dates::in_digits(self.message, at, self.today)
            } else {
                None
            };
            let Some(mut mention) = found.filter(|m| (m.from..m.to).all(|at| self.is_free(at)))
            else {
                at += 1;
                continue;
            };
            if self.is_range(at) {
                mention.when = When::Wrong(super::reading::Doubt::TwoDates);
            }
            at = self.mention(mention);
            if self.is_lunar(at) {
                self.days
                    .push(When::Wrong(super::reading::Doubt::LunarDate));
            }
        }
    }

    /// Whether the date at a token ends a range: `25-26/11`.
    fn is_range(&self, at: usize) -> bool {
        let joined = matches!(self.message.gap(at), "-" | ",");
        let day = at
            .checked_sub(1)
            .and_then(|before| self.message.number(before, 2));
        joined
            && self.intent != Intent::Cancel
            && day.is_some_and(|day| (1..=31).contains(&day))
            && self.is_free(at - 1)
    }

    /// Whether a day is of the lunar calendar by what follows it.
    fn is_lunar(&self, at: usize) -> bool {
        let near = (at..at + 2).any(|at| {
            let length = self
                .message
                .longest_of(at, &["âm lịch", "âl", "al", "tết", "âm"]);
            length > 0 && self.is_free(at)
        });
        near && !self.message.breaks(at)
    }

    fn hours(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let hour = times::hour(self.message, at, &|at| self.is_free(at));
            let Some(mut hour) = hour.filter(|hour| hour.to <= self.to) else {
                at += 1;
                continue;
            };
            // `chieu 2h` is `2h chieu`; the half-day is taken as one beside the hour.
            let before = (1..=3).find(|length| {
                at.checked_sub(*length).is_some_and(|start| {
                    start >= self.from
                        && self.is_free(start)
                        && times::half(self.message, start).is_some_and(|(_, n)| n == *length)
                })
            });
            if let (Some(length), false) = (before, hour.has_part())
                && self.stands_alone(at - length)
                && !self.is_to(at - length)
                && let Some((half, _)) = times::half(self.message, at - length)
            {
                self.halves.push(half);
                hour.from = at - length;
            }
            self.take(hour.from, hour.to, Role::Part);
            at = hour.to;
            self.hours.push(hour);
        }
    }

    /// Whether no word that may be a name's stands directly before a token.
    fn stands_alone(&self, at: usize) -> bool {
        at == self.from
            || self.message.breaks(at)
            || !self.is_free(at - 1)
            || !self.message.is_word(at - 1)
            || self.message.is_any(at - 1, &["vào", "ngày", "lúc", "buổi"])
    }

    fn dates_in_words(&mut self) {
        let mut at = self.from;
        while at < self.to {
            // The label `Ngày:` is the `ngay` of `ngay 26`, too.
            if !self.is_free(at)
                && !(self.message.is(at, "ngày") && self.roles[at] == Role::Dropped)
            {
                at += 1;
                continue;
            }
            if let Some((week, length)) = dates::week(self.message, at) {
                self.week = Some(week);
                self.take(at, at + length, Role::Part);
                at += length;
                continue;
            }
            if let Some((half, 1)) = times::half(self.message, at)
                && self.message.is(at + 1, "nay")
                && self.is_free(at + 1)
            {
                self.halves.push(half);
                at = self.mention(Mention {
                    from: at,
                    to: at + 2,
                    when: When::Day(self.today),
                });
                continue;
            }
            let found = dates::in_words(self.message, at, self.today);
            let found = found
                .map(|m| (m, true))
                .or_else(|| dates::weekday(self.message, at));
            let Some((mention, sure)) =
                found.filter(|(m, _)| (m.from + 1..m.to).all(|at| self.is_free(at)))
            else {
                at += 1;
                continue;
            };
            let sure = sure || self.is_expected(&mention);
            if sure {
                let named_week =
                    (mention.from..mention.to).find_map(|at| dates::week(self.message, at));
                self.week = named_week.map(|(week, _)| week).or(self.week);
                at = self.mention(mention);
                if self.is_lunar(at) {
                    self.days
                        .push(When::Wrong(super::reading::Doubt::LunarDate));
                }
            } else {
                at = mention.to;
                let sense = Sense::Weekday(mention.when);
                self.items.push(Item {
                    from: mention.from,
                    to: mention.to,
                    sense,
                });
            }
        }
    }

    /// Whether the words around `thu hai` show that it is a day.
    fn is_expected(&self, mention: &Mention) -> bool {
        let before = mention
            .from
            .checked_sub(1)
            .filter(|before| *before >= self.from);
        before.is_some_and(|at| {
            self.message
                .is_any(at, &["ngày", "chiều", "vào", "buổi", "hôm"])
        })
    }

    fn find_procedures(&mut self) {
        let found = self.vocabulary.find(self.message, &|at| self.is_free(at));
        let (mut sure, unsure): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|f| {
            f.proven
                || matches!(f.sort, Sort::Plain | Sort::Abbreviation)
                || f.to > f.from + 1 && self.is_behind_name(f)
        });
        sure.retain(|f| !self.is_in_organisation(f.from) && !self.is_abbreviation_inside(f));
        if sure.is_empty() && unsure.is_empty() {
            let near = self
                .vocabulary
                .find_nearly(self.message, &|at| self.is_free(at));
            match near {
                Some(found) if found.sort == Sort::Plain => sure.push(found),
                Some(found) => self.procedure_item(found),
                None => {}
            }
        }
        for found in sure {
            self.take(found.from, found.to, Role::Procedure);
            self.procedures.push(found);
        }
        unsure
            .into_iter()
            .for_each(|found| self.procedure_item(found));
    }

    /// Whether a whole name stands before words that may be a name's, too: `Nguyen Van An bao tu`.
    fn is_behind_name(&self, found: &Found) -> bool {
        let mut start = found.from;
        while start > self.from
            && self.is_free(start - 1)
            && self.message.is_word(start - 1)
            && !self.message.breaks(start)
        {
            start -= 1;
        }
        let complete = found.from >= start + 2 && !self.is_middle_before(found.from);
        complete && self.evidence((found.from, found.to), (start, found.from)) != Some(true)
    }

    fn procedure_item(&mut self, found: Found) {
        self.items.push(Item {
            from: found.from,
            to: found.to,
            sense: Sense::Procedure(found),
        });
    }

    /// Whether a token stands within the name of an organisation, directly behind its kind: `Cong ty Xay dung`.
    fn is_in_organisation(&self, at: usize) -> bool {
        (self.from..at).any(|start| {
            let mut next = start + self.message.longest(start, &ORGANISATIONS);
            if next == start || self.message.breaks(at) {
                return false;
            }
            while next < at {
                match self.message.longest(next, &FORMS) {
                    0 => return false,
                    length => next += length,
                }
            }
            next == at && !(start + 1..=at).any(|at| self.message.breaks(at))
        })
    }

    /// `ct` between two words of one name.
    fn is_abbreviation_inside(&self, found: &Found) -> bool {
        let name = |at: usize| self.is_free(at) && self.message.is_word(at);
        found.sort == Sort::Abbreviation
            && found.from > self.from
            && name(found.from - 1)
            && name(found.to)
            && !self.message.breaks(found.from)
            && !self.message.breaks(found.to)
    }

    /// Words that mean a day or half-day unless they belong to a name.
    fn find_items(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let length = self.item_at(at);
            at += length.max(1);
        }
        self.items.sort_by_key(|item| item.from);
    }

    fn item_at(&mut self, at: usize) -> usize {
        if !self.is_free(at)
            || self
                .items
                .iter()
                .any(|item| (item.from..item.to).contains(&at))
        {
            return 0;
        }
        let half = times::half(self.message, at)
            .filter(|(_, length)| (at..at + length).all(|at| self.is_free(at)));
        let day_at = |at: usize| {
            let free = self.is_free(at);
            let tomorrow = free && self.message.is(at, "mai");
            let then = free
                && self.message.is(at, "mốt")
                && !self.message.is_any(at + 1, &["cửa", "bản", "số", "lần"]);
            (tomorrow || then).then(|| self.today.plus(if tomorrow { 1 } else { 2 }))
        };
        let (sense, length) = match (half, day_at(at)) {
            (Some(_), _) if self.is_to(at) => return 0,
            (Some((half, length)), _) => match day_at(at + length) {
                Some(day) if !self.message.breaks(at + length) => {
                    (Sense::DayHalf(day, half), length + 1)
                }
                _ => (Sense::Half(half), length),
            },
            (None, Some(day)) => (Sense::Day(day), 1),
            (None, None) => return 0,
        };
        self.items.push(Item {
            from: at,
            to: at + length,
            sense,
        });
        length
    }

    /// `sang` is "to" in a move directly before a day, and in a message with accents.
    fn is_to(&self, at: usize) -> bool {
        if !self.message.is(at, "sang") {
            return false;
        }
        let day = |at: usize| {
            self.roles.get(at) == Some(&Role::Part)
                || self
                    .message
                    .is_any(at, &["ngày", "sáng", "chiều", "buổi", "mai", "mốt"])
                || dates::weekday(self.message, at).is_some()
        };
        let again = at > self.from && self.message.is(at - 1, "sang");
        self.accented || self.intent == Intent::Move && day(at + 1) && !again
    }
}
