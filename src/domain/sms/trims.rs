//! What is cut off a run of words to leave the name: addresses, common words; and how much the rest looks like one.

use super::body::{Body, Role, Sense};
use super::lexicon::{PLACES, PLACES_WITH_NUMBER};
use super::names::Context;

impl Body<'_> {
    /// An address behind a name is cut off; a run that is nothing else is dropped.
    pub(super) fn cut_place(&mut self, left: usize, right: usize) -> usize {
        for at in left..right {
            let place = self.message.longest(at, &PLACES);
            let length = place.max(self.message.longest(at, &PLACES_WITH_NUMBER));
            if length == 0 {
                continue;
            }
            let next = at + length;
            let number = self.message.number(next, 3).is_some()
                && self.is_free(next)
                && !self.message.breaks(next);
            let word = next < right && !self.is_middle(next);
            let accented = !self.message.tokens[at].marks.is_empty();
            let never_names = ["thôn", "xóm", "tdp", "buôn", "khóm"];
            let sure = place > 0 && (length > 1 || self.message.is_any(at, &never_names));
            let capital = self.is_capital(at, at + 1) == Some(true);
            let first = at == left;
            let behind_name =
                !first && !self.is_middle(at - 1) && (at >= left + 2 || accented || number || sure);
            let likely = place > 0 && !capital && (first || at >= left + 3);
            if (first || behind_name)
                && (number || word && (accented && !capital || sure || likely))
            {
                self.take(at, right, Role::Dropped);
                return at;
            }
        }
        right
    }

    /// Where a message has capitals, common words before and behind a name are cut off; where it has none,
    /// those before a certain family name. A day stays: what is a name's is not clear then.
    pub(super) fn cut_common_words(&mut self, left: usize, right: usize) -> (usize, usize) {
        let capital = |at: usize| self.is_capital(at, at + 1);
        let day = |at: usize| {
            let mut items = self.items.iter();
            items.any(|item| item.from == at && matches!(item.sense, Sense::Day(_)))
        };
        let first = (left..right).find(|at| capital(*at) == Some(true));
        // `y Blep Nie`, `h Hen Nie`: names of the highlands begin with the letter.
        let initial = |at: usize| at > left && self.is_initial(at - 1);
        let first = first.map(|at| at - usize::from(initial(at)));
        let last = (left..right).rev().find(|at| capital(*at) == Some(true));
        let (mut from, mut to) = (left, right);
        if let (Some(first), Some(last)) = (first, last) {
            let core = last + 1 - first;
            let small = (left..first).all(|at| capital(at) == Some(false) && !day(at));
            if small && (core >= 2 || first >= left + 2) {
                from = first;
            }
            let behind = right - last - 1;
            let whole = core >= 3 || core == 2 && behind >= 2;
            if behind > 0 && whole && !day(last + 1) && !self.is_unfinished(from, last + 1) {
                to = last + 1;
            }
        } else if left < right && !self.is_family(left) {
            let family = (left + 1..right).find(|at| {
                let certain = self.is_certain_family(*at) && *at + 1 < right;
                certain || self.is_family(*at) && *at + 2 < right && self.is_middle(*at + 1)
            });
            from = family.filter(|_| !day(left)).unwrap_or(left);
        }
        // `Le Thi Ngoc Mai chieu luon`: the half-day behind the name is meant.
        let half =
            |item: &super::body::Item| item.from == to && matches!(item.sense, Sense::Half(_));
        let half = self.items.iter().position(half);
        self.take(left, from, Role::Dropped);
        self.take(to, right, Role::Dropped);
        if let Some(half) =
            half.filter(|_| to < right && self.halves.is_empty() && self.hours.is_empty())
        {
            self.accept(half);
        }
        (from, to)
    }

    /// How much a run looks like the name: its length first.
    pub(super) fn score(&self, left: usize, right: usize, context: &Context) -> i32 {
        let length = (right - left) as i32;
        let capital = self.is_capital(left, right);
        // `…, mẹ là Tran Thi Be`: whose child it is.
        let parent = context.start > self.from
            && self.message.breaks(context.start)
            && self
                .message
                .is_any(context.start, &["mẹ", "má", "bố", "ba", "cha"]);
        let points = [
            (true, 4 * length.min(6)),
            // One word alone is most often who writes: `… toi ten la hue`.
            (context.labelled, if length > 1 { 40 } else { 8 }),
            (parent && !context.behind_cho, -60),
            (context.organisation, 12),
            (self.is_family(left), 6),
            (right > left + 2 && self.is_middle(left + 1), 6),
            (capital == Some(true), 6),
            (capital == Some(false), -6),
            // What follows an alias is most often about it.
            (
                left == context.start && self.is_behind_alias(left) && !context.behind_cho,
                -6,
            ),
            (context.start == self.from, 2),
        ];
        points
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, points)| points)
            .sum()
    }
}
