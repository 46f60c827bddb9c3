//! Procedures of a message, and words that mean something unless they belong to a name.

use super::body::{Body, Item, Role, Sense};
use super::lexicon::{FILLERS, FORMS, NEVER_GIVEN, ORGANISATIONS, PAPERS, RIGHT_LIKE, TITLES};
use super::procedures::{Found, Sort};
use super::reading::Intent;
use super::times;
use crate::domain::catalogue::OTHERS;
use crate::domain::time::Half;

/// Procedures that give a paper of the civil status, and the one that corrects them.
const OF_CIVIL_STATUS: [&str; 3] = ["khai-sinh", "ket-hon", "khai-tu"];
const CORRECTS: [&str; 6] = [
    "cải chính",
    "đính chính",
    "thay đổi",
    "sửa đổi",
    "sửa",
    "đổi",
];
/// Behind it.
const CORRECTED: [&str; 12] = [
    "tên", "họ", "ngày", "năm", "chữ", "nội", "thông", "giấy", "lại", "đệm", "dân", "sai",
];
/// So many words may stand between.
const WORDS_OF_CORRECTION: usize = 6;

impl Body<'_> {
    pub(super) fn find_procedures(&mut self) {
        let found = self.vocabulary.find(self.message, &|at| self.is_free(at));
        let (denied, found): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|f| f.denied);
        // `chua khai sinh co bi phat khong`: in a question it is what is asked about.
        let (denied, found) = match self.intent == Intent::Help && found.is_empty() {
            true => (found, denied),
            false => (denied, found),
        };
        for found in denied {
            self.take(found.from, found.to, Role::Dropped);
        }
        let (mut sure, unsure): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|f| {
            // Where no name is, it is no name's.
            let sure = f.to > f.from + 1 || self.to <= self.from + 2;
            let nameless = self.intent == Intent::Help && sure;
            let plain = nameless || f.proven || matches!(f.sort, Sort::Plain | Sort::Abbreviation);
            !self.ends_name(f)
                && (plain
                    || self.is_behind_label(f)
                    || f.to > f.from + 1 && (self.is_behind_name(f) || self.is_of_named(f)))
        });
        let others: Vec<(usize, usize)> = sure.iter().map(|f| (f.from, f.to)).collect();
        sure.retain(|f| {
            // In a question `hoi` is no organisation.
            let organisation = self.intent != Intent::Help && self.is_in_organisation(f.from);
            !organisation && !self.is_abbreviation_inside(f, &others)
        });
        let (trades, mut sure): (Vec<_>, Vec<_>) = sure.into_iter().partition(|f| self.is_trade(f));
        for trade in trades {
            self.take(trade.from, trade.to, Role::Dropped);
        }
        let mut doubted = Vec::new();
        for found in &mut sure {
            let other = self
                .vocabulary
                .widen(self.message, &|at| self.is_free(at), found);
            doubted.extend(other.map(|procedure| Found {
                procedure,
                ..*found
            }));
        }
        if sure.is_empty() {
            match self
                .vocabulary
                .find_nearly(self.message, &|at| self.is_free(at))
            {
                Some(found) if found.sort == Sort::Plain && !self.ends_name(&found) => {
                    sure.push(found);
                }
                Some(found) => self.procedure_item(found),
                None => {}
            }
        }
        for place in (1..sure.len()).rev() {
            if self.is_purpose(&sure[place - 1], &sure[place]) {
                let found = sure.remove(place);
                self.take(found.from, found.to, Role::Dropped);
            }
        }
        if sure.is_empty() && self.intent == Intent::Book {
            doubted.extend(self.cases_of_paper());
        }
        for found in &sure {
            if let Some((start, other)) = self.corrected(found) {
                self.take(start, found.from, Role::Dropped);
                doubted.push(other);
            }
        }
        sure.extend(doubted);
        for found in sure {
            self.take(found.from, found.to, Role::Procedure);
            self.procedures.push(found);
        }
        for found in unsure {
            if (found.from..found.to).all(|at| self.is_free(at)) {
                self.procedure_item(found);
            }
        }
    }

    /// `giấy độc thân để cưới vợ`: what a paper is for; `de nghi` asks for something.
    fn is_purpose(&self, paper: &Found, next: &Found) -> bool {
        /// Words between `để` and what is done with the paper.
        const MOST: usize = 4;
        let joined = (paper.to..=next.from).all(|at| !self.message.breaks(at));
        let first = next.from.saturating_sub(MOST).max(paper.to);
        let said = |at: usize| {
            let named = self.is_middle_before(at) || self.is_capital(at, at + 1) == Some(true);
            self.message.is(at, "để") && !self.message.is(at + 1, "nghị") && !named
        };
        let both = (first..next.from).any(|at| self.message.is(at, "luôn"));
        joined && !both && (first..next.from).any(said)
    }

    /// `giấy hôn nhân`: the two procedures that give a paper of this name.
    fn cases_of_paper(&self) -> Vec<Found> {
        let cases = |at: usize| {
            let to = at + self.message.longest(at, &PAPERS);
            let named = self.is_middle_before(at) || self.is_capital(at, to) == Some(true);
            let words = (at..to).all(|at| self.is_free(at)) && !named;
            let cases = self.vocabulary.of_part(self.message.tokens.get(at..to)?);
            let found = |procedure| Found {
                from: at,
                to,
                procedure,
                sort: Sort::Plain,
                proven: false,
                letters: 0,
                denied: false,
            };
            (words && cases.len() == 2).then(|| cases.into_iter().map(found).collect())
        };
        (self.from..self.to).find_map(cases).unwrap_or_default()
    }

    /// `Tôi là Lê Thị Bưởi, hộ kinh doanh cà phê, mai tôi lên xin …`: what somebody lives by who comes for something else.
    fn is_trade(&self, found: &Found) -> bool {
        const AM: [&str; 8] = [
            "tôi là",
            "em là",
            "con là",
            "mình là",
            "tôi tên",
            "em tên",
            "con tên",
            "tên là",
        ];
        const ERRANDS: [&str; 7] = ["xin", "làm", "sao y", "đăng ký", "chứng thực", "cấp", "đổi"];
        let message = self.message;
        let owner = found.from > self.from && message.is(found.from - 1, "chủ");
        let apart = message.breaks(found.from - usize::from(owner));
        // `…, mai tôi lên làm` says nothing else.
        let errand = |at: usize| {
            let next = at + message.longest_of(at, &ERRANDS);
            next > at
                && next < self.to
                && !message.breaks(next)
                && message.longest(next, &RIGHT_LIKE) == 0
        };
        let mut behind = (found.to..self.to).skip_while(|at| !message.breaks(*at));
        message.phrase(found.from, "hộ kinh doanh") > 0
            && apart
            && message.says(self.from..found.from, &AM)
            && behind.any(errand)
    }

    /// What else is meant, perhaps, where a paper of the civil status is to be corrected, and where that is said: `sua ten trong
    /// giay khai sinh`.
    fn corrected(&self, found: &Found) -> Option<(usize, Found)> {
        if !OF_CIVIL_STATUS.contains(&self.vocabulary.id(found.procedure)) {
            return None;
        }
        let corrects = |at: &usize| {
            let said = self.message.longest_of(*at, &CORRECTS);
            let bare = self.message.tokens[*at].marks.is_empty();
            let next = at + said;
            // Sửa and Đội may be anybody's words.
            let first = at.checked_sub(1).is_none_or(|before| !self.is_free(before));
            let sure = !bare
                || said > 1
                || first && next == found.from
                || self.message.is_any(next, &CORRECTED);
            let again = *at > self.from && self.message.is(at - 1, "cấp");
            said > 0
                && sure
                && !again
                && !self.is_middle_before(*at)
                && self.is_capital(*at, next) != Some(true)
        };
        let first = found
            .from
            .saturating_sub(WORDS_OF_CORRECTION)
            .max(self.from);
        let joined = |at: &usize| self.is_free(*at) && !self.message.breaks(*at + 1);
        let mut before = (first..found.from).rev().take_while(joined);
        let other = self.vocabulary.index(OTHERS)?;
        let start = before.find(corrects)?;
        let other = Found {
            procedure: other,
            ..*found
        };
        Some((start, other))
    }

    /// Where the free words before a token begin.
    pub(super) fn words_before(&self, at: usize) -> usize {
        let mut start = at;
        while start > self.from
            && self.is_free(start - 1)
            && self.message.is_word(start - 1)
            && !self.message.breaks(start)
            && !self.message.line_ends(start)
        {
            start -= 1;
        }
        start
    }

    /// Whether an alias stands where a name wants a word: `Le Van Khai Sinh`, `Vu Bao Tro`.
    fn ends_name(&self, found: &Found) -> bool {
        let start = self.words_before(found.from);
        let family = found.from == start + 1 && self.message.is_one(start, &NEVER_GIVEN);
        let capital = self.is_capital(found.from, found.to) == Some(true);
        self.is_unfinished(start, found.from) || family && capital && found.to == found.from + 2
    }

    /// Whether a whole name stands before words that may be a name's, too: `Nguyen Van An bao tu`.
    fn is_behind_name(&self, found: &Found) -> bool {
        let start = self.words_before(found.from);
        let evidence = self.evidence((found.from, found.to), (start, found.from));
        let complete = found.from >= start + 3 && !self.is_unfinished(start, found.from);
        complete && evidence != Some(true) || evidence == Some(false)
    }

    /// `khai tu me ten Nong Thi Sen`: who it is for is named behind.
    fn is_of_named(&self, found: &Found) -> bool {
        let title = self.message.longest(found.to, &TITLES);
        let alone = self.words_before(found.from) == found.from;
        alone && title > 0 && self.message.is(found.to + title, "tên")
    }

    /// `Thủ tục: khai tử`.
    fn is_behind_label(&self, found: &Found) -> bool {
        let label = found
            .from
            .checked_sub(1)
            .is_some_and(|at| self.roles[at] == Role::Dropped);
        label && self.named_at != Some(found.from) && self.message.gap(found.from).trim() == ":"
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
            // `Lam Van Hoi sao y`: a person's name ends with the word.
            let person = self.words_before(start);
            // `Dau tu & Xay dung`
            let breaks = |at: usize| self.message.breaks(at) && self.message.gap(at).trim() != "&";
            // `Hội Người cao tuổi`: the alias is of the kind itself.
            if next > at {
                return !(start + 1..=at).any(breaks);
            }
            if next == start || breaks(at) || person < start && self.is_family(person) {
                return false;
            }
            while next < at {
                match self.message.longest(next, &FORMS) {
                    0 => return false,
                    length => next += length,
                }
            }
            next == at && !(start + 1..=at).any(breaks)
        })
    }

    /// `ct` between two words of one name.
    fn is_abbreviation_inside(&self, found: &Found, others: &[(usize, usize)]) -> bool {
        let name = |at: usize| {
            let mut items = self.items.iter().map(|item| (item.from, item.to));
            let within = |(from, to): (usize, usize)| (from..to).contains(&at);
            let other = items.any(within) || others.iter().copied().any(within);
            let day = self
                .message
                .is_any(at, &["mai", "mốt", "sáng", "chiều", "buổi"]);
            let filler =
                self.message.longest(at, &FILLERS) > 0 || self.message.longest(at, &TITLES) > 1;
            // `lam cmt le van hung`.
            let work = at == self.from && self.message.is(at, "làm");
            self.is_free(at) && self.message.is_word(at) && !other && !day && !filler && !work
        };
        found.sort == Sort::Abbreviation
            && self.message.longest(found.to, &PAPERS) == 0
            && found.from > self.from
            && name(found.from - 1)
            && name(found.to)
            && !self.message.breaks(found.from)
            && !self.message.breaks(found.to)
    }

    /// Words that mean a day or half-day unless they belong to a name.
    pub(super) fn find_items(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let length = self.item_at(at);
            at += length.max(1);
        }
        self.items.sort_by_key(|item| item.from);
    }

    /// `t5 c`, `3/12 s`, `s t5`: directly beside a day, and nobody who is spoken to (`3/12 c nhé`).
    fn half_in_a_letter(&self, at: usize) -> Option<(Half, usize)> {
        let half = match () {
            () if self.message.is_any(at, &["s", "sg"]) => Half::Am,
            () if self.message.is_any(at, &["c", "ch", "chìu"]) => Half::Pm,
            () => return None,
        };
        let near = |at: usize| matches!(self.message.gap(at), "" | " ");
        let word = |at: usize| self.message.is_any(at, &["mai", "mốt"]);
        let day =
            |at: usize| self.roles.get(at) == Some(&Role::Part) || self.is_free(at) && word(at);
        let behind = at > self.from
            && day(at - 1)
            && near(at)
            && !self.hours.iter().any(|hour| hour.to == at);
        // A name may end with a letter.
        let joined = at > self.from && self.is_free(at - 1) && !self.message.breaks(at);
        let named = joined && !word(at - 1);
        let before = !named && day(at + 1) && near(at + 1);
        let ends = at + 1 >= self.to
            || self.message.breaks(at + 1)
            || self.message.line_ends(at + 1)
            || !self.is_free(at + 1);
        (behind && ends || before).then_some((half, 1))
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
        let half_at = |at: usize| {
            let half = times::half(self.message, at).or_else(|| self.half_in_a_letter(at));
            half.filter(|(_, length)| (at..at + length).all(|at| self.is_free(at)))
        };
        let half = half_at(at);
        let day_at = |at: usize| {
            let free = self.is_free(at);
            // `mơi` is tomorrow in the centre of the country; `moi` without accents is "new".
            let dialect =
                || !self.message.tokens[at].marks.is_empty() && self.message.is(at, "mơi");
            let tomorrow = free && (self.message.is(at, "mai") || dialect());
            let bare = self
                .message
                .tokens
                .get(at)
                .is_some_and(|t| t.marks.is_empty());
            let then = free
                && self.message.is(at, "mốt")
                // `mot buoi chieu` is one afternoon or other.
                && !(bare && self.message.is(at + 1, "buổi"))
                && !(at > self.from && self.message.is_any(at - 1, &["tháng", "mười", "mươi"]))
                && !self.message.is_any(at + 1, &["cửa", "bản", "lần", "người"])
                && !(self.message.is(at + 1, "số") && self.message.number(at + 2, 4).is_none());
            (tomorrow || then).then(|| self.today.plus(if tomorrow { 1 } else { 2 }))
        };
        // `mai mốt` is some day soon.
        let soon = self.message.phrase(at, "mai mốt") > 0
            && self.is_free(at + 1)
            && !self.is_middle_before(at)
            && !self.message.tokens[at].capital;
        let joined = self.words_before(at) < at;
        let (sense, length) = match (half, day_at(at)) {
            (None, Some(_)) if soon => {
                self.take(at, at + 2, Role::Dropped);
                return 2;
            }
            (Some(_), _) if self.is_to(at) => return 0,
            // `Le Thi Thu Sang mai chieu`: that half-day is said behind.
            (Some((_, length)), _) if joined && self.has_half_behind(at + length) => return 0,
            (Some((half, length)), _) => match day_at(at + length) {
                // `2/12 chieu Mai Van Tam`
                Some(day)
                    if !self.message.breaks(at + length) && !self.is_middle(at + length + 1) =>
                {
                    (Sense::DayHalf(day, half), length + 1)
                }
                _ => (Sense::Half(half), length),
            },
            (None, Some(day)) => match half_at(at + 1) {
                Some((half, length)) if self.is_with_half(at, at + 1 + length) => {
                    (Sense::DayHalf(day, half), 1 + length)
                }
                _ => (Sense::Day(day), 1),
            },
            (None, None) => return 0,
        };
        self.items.push(Item {
            from: at,
            to: at + length,
            sense,
        });
        length
    }
}
