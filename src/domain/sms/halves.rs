//! Half-days beside their days, which are meant whatever follows: `mai chieu luon`, `Le Gia Bao sang mai em nha`.

use super::body::{Body, Item, Role, Sense};
use super::lexicon::{COMES, FILLERS, LEFT_LIKE, TITLES};
use super::names::Run;
use super::people::is_somebody;
use super::reading::Intent;
use super::several_days::SAME_DAY;
use super::times;

impl Body<'_> {
    /// Takes each item that is meant, one after the other: what was taken counts for the next.
    pub(super) fn accept_all(&mut self, is_meant: fn(&Self, usize) -> bool) {
        for item in 0..self.items.len() {
            if is_meant(self, item) {
                self.accept(item);
            }
        }
    }

    /// `chuyển qua buổi chiều cùng ngày`: a move's half-day is of the booking's own day.
    pub(super) fn drop_same_day(&mut self) {
        for at in self.from..self.to {
            let said = self.message.longest_of(at, &SAME_DAY);
            if said > 0 && self.intent == Intent::Move && self.is_free(at) {
                self.take(at, at + said, Role::Dropped);
            }
        }
    }

    /// A half-day directly behind a day or an hour is meant, whatever follows.
    pub(super) fn is_behind_day(&self, item: usize) -> bool {
        let item = &self.items[item];
        let half = matches!(item.sense, Sense::Half(_)) && self.is_free(item.from);
        let gap = self.message.gap(item.from);
        let near = matches!(gap.trim(), "" | "," | "-") && !gap.contains('\n');
        let day = item
            .from
            .checked_sub(1)
            .is_some_and(|before| self.roles[before] == Role::Part);
        half && day && near && !self.is_middle(item.to)
    }

    /// `mai len lay`, `mot qua lam`: whatever name stands before it. `mai e wa lm`, `mai chi em len`: where no name stands before it.
    pub(super) fn is_day_of_coming(&self, item: usize) -> bool {
        const FOR: [&str; 6] = ["lấy", "làm", "lm", "nhận", "nộp", "gặp"];
        /// Words of who comes.
        const MOST: usize = 3;
        let item = &self.items[item];
        let somebody = |at: &usize| is_somebody(self.message, *at);
        let who = (item.to..item.to + MOST).take_while(somebody).count();
        let begins = self.words_before(item.from) == item.from;
        let who = item.to + if begins { who } else { 0 };
        let comes = self.message.longest(who, &COMES) > 0
            && (who > item.to || self.message.is_any(who + 1, &FOR));
        let day =
            matches!(item.sense, Sense::Day(_)) && self.days.is_empty() && self.is_free(item.from);
        let named =
            self.is_capital(item.from, item.to) == Some(true) || self.is_middle_before(item.from);
        day && comes && !named && !self.message.breaks(item.to)
    }

    /// A day with its half beside it is meant behind a whole name and behind a comma, whatever follows: `Le Gia Bao sang mai
    /// luon`, `…, mai chieu em nha`.
    pub(super) fn is_day_half(&self, item: usize) -> bool {
        let item = &self.items[item];
        if !matches!(item.sense, Sense::DayHalf(..))
            || !self.days.is_empty()
            || !self.is_free(item.from)
        {
            return false;
        }
        let mut start = self.words_before(item.from);
        let first = start == item.from && self.message.breaks(start);
        while start < item.from && !self.is_family(start) {
            let said =
                [&FILLERS, &LEFT_LIKE, &TITLES].map(|words| self.message.longest(start, words));
            match said.into_iter().max() {
                None | Some(0) => break,
                Some(length) => start += length,
            }
        }
        let told = self.evidence((item.from, item.to), (start, item.from));
        let least = if told == Some(false) { 2 } else { 3 };
        let whole = item.from >= start + least && !self.is_unfinished(start, item.from);
        let named = |at: usize| self.is_free(at) && self.is_family(at);
        let alone = first && !(item.to..self.run_end(item.from)).any(named);
        told != Some(true) && (whole || alone)
    }

    /// A half-day among words that are no name: `mai em len buoi chieu nha`. `sang` alone may be "come over".
    pub(super) fn is_said_half(&self, item: &Item, run: Run) -> bool {
        let plain = item.to == item.from + 1
            && self.message.is(item.from, "sáng")
            && self.message.tokens[item.from].marks.is_empty();
        let family = |at: usize| self.is_family(at) && !self.is_covered((at, at + 1));
        matches!(item.sense, Sense::Half(_)) && !plain && !(run.from..run.to).any(family)
    }

    /// Whether the half-day directly behind `mai`, up to `end`, is that day's, and `mai` ends no name: `mai chieu`, but not
    /// `Mai sang mai`.
    pub(super) fn is_with_half(&self, at: usize, end: usize) -> bool {
        let next = at + 1;
        let capital = |at: usize| self.is_capital(at, at + 1);
        let named = capital(at) == Some(true) && capital(next) == Some(false);
        self.days.is_empty()
            && !named
            && !self.message.breaks(next)
            && !self.is_to(next)
            && !self.is_middle_before(at)
            && !self.message.is_any(end, &["mai", "mốt"])
    }

    /// Whether `mai chieu` stands at a token.
    pub(super) fn has_half_behind(&self, at: usize) -> bool {
        let next = at + 1;
        let joined = (at..=next).all(|at| self.is_free(at) && !self.message.breaks(at));
        self.message.is_any(at, &["mai", "mốt"])
            && joined
            && times::half(self.message, next)
                .is_some_and(|(_, length)| self.is_with_half(at, next + length))
    }
}
