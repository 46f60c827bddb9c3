//! What is cut off a run of words to leave the name: addresses, common words; and how much the rest looks like one.

use super::body::{Body, Role, Sense};
use super::lexicon::{
    BEFORE_ALIAS, FILLERS, NEVER_NAMES, NEVER_NAMES_ACCENTED, ORGANISATIONS, PAPERS, PLACES,
    PLACES_WITH_NUMBER, PURPOSES, TITLES,
};
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
            // `Y Blep Nie xa Ea Tul`, `tran van tam xa vinh thuy`; Huyền, Phương and Tình are names.
            let told = self.is_capital(at, at + 1) == Some(false)
                && self.is_capital(next, next + 1) == Some(true);
            let unit = self.message.is(at, "xã")
                || told && self.message.is_any(at, &["huyện", "phường", "tỉnh"]);
            let whole = at >= left + 3 && (self.is_family(left) || self.is_initial(left));
            let likely = likely || unit && whole && !capital;
            if (first || behind_name)
                && (number || word && (accented && !capital || sure || likely))
            {
                // `ở xã Vĩnh Thuỷ`
                let before = !first && self.message.is_any(at - 1, &["ở", "bên"]);
                let from = if before && at > left + 2 { at - 1 } else { at };
                self.take(from, right, Role::Dropped);
                self.accept_day_behind(next, right);
                return from;
            }
        }
        right
    }

    /// `xã Ea Tul mai`: small letters behind capitals are none of the place.
    fn accept_day_behind(&mut self, place: usize, right: usize) {
        let day = |item: &super::body::Item| {
            item.to == right
                && item.from > place
                && self.is_capital(item.from, right) == Some(false)
                && self.is_capital(place, item.from) == Some(true)
        };
        if let Some(day) = self.items.iter().position(day) {
            self.accept(day);
        }
    }

    /// `Nong Van Toan tu Dong Thap ve`, `Be Van Dan hom Noel`: where somebody comes from, or on which day, is none of the name.
    pub(super) fn cut_origin(&mut self, left: usize, right: usize) -> usize {
        const MOVES: [&str; 8] = ["về", "lên", "qua", "sang", "vào", "ra", "xuống", "tới"];
        /// Words of a place.
        const MOST: usize = 3;
        let found = (left + 2..right.saturating_sub(1)).find_map(|at| {
            let told = self.is_capital(at, at + 1);
            if told == Some(true) || self.is_unfinished(left, at) {
                return None;
            }
            if self.message.is_any(at, &["hôm", "bữa", "dịp", "ngày"]) {
                let day = self.items.iter().any(|item| item.from == at + 1);
                return Some((at, if day { at + 1 } else { right }));
            }
            let moves = (at + 2..right.min(at + 2 + MOST)).find(|at| {
                self.message.is_any(*at, &MOVES) && self.is_capital(*at, at + 1) != Some(true)
            });
            // `Le Van Hung từ Huế`
            let place = told == Some(false) && self.is_capital(at + 1, right) == Some(true);
            let end = moves.map(|at| at + 1).or(place.then_some(right))?;
            self.message
                .is_any(at, &["từ", "ở", "bên"])
                .then_some((at, end))
        });
        let Some((at, end)) = found else {
            return right;
        };
        let day = |item: &super::body::Item| (item.from, item.to) == (end, right);
        let day = self.items.iter().position(day);
        self.take(at, right, Role::Dropped);
        if let Some(day) = day {
            self.accept(day);
        }
        at
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
            // `mẹ em Đỗ Thị Hoa …`: a small letter tells where a sentence begins, too.
            let small = |at: usize| capital(at) == Some(false) || !self.message.tokens[at].capital;
            let small = (left..first).all(|at| small(at) && !day(at));
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

    /// What is certified is none of a name before it: `Le Ngoc Anh bang tot nghiep`.
    pub(super) fn drop_papers(&mut self) {
        for at in self.from + 2..self.to {
            let end = at + self.message.longest(at, &PAPERS);
            let paper = end > at + 1 && (at..end).all(|at| self.is_free(at));
            let start = self.words_before(at);
            let behind = start + 2 <= at && !self.is_middle_before(at);
            if paper && behind && self.is_capital(at, end) != Some(true) {
                // `to van lanh doi bang lai xe`
                let verb = (1..=2).rev().find(|words| {
                    let from = at - words;
                    let name = from >= start + 3 && !self.is_unfinished(start, from);
                    name && self.message.phrase_is(from, *words, &BEFORE_ALIAS)
                });
                self.take(at - verb.unwrap_or(0), end, Role::Dropped);
            }
        }
    }

    /// `tam vang … di lam cong ty Samsung mai`: up to a part, a break or a name nothing is meant.
    pub(super) fn drop_purposes(&mut self) {
        for at in self.from..self.to {
            let said = self.message.longest(at, &PURPOSES);
            if said == 0 || self.is_middle_before(at) || !(at..at + said).all(|at| self.is_free(at))
            {
                continue;
            }
            let item = |at: usize| self.items.iter().any(|item| item.from == at);
            let goes_on = |end: &usize| {
                let next = end + 1;
                let word = self.is_free(next) && !self.message.breaks(next) && !item(next);
                let name = word && self.is_family(*end);
                let apart = self.message.breaks(*end) || self.message.line_ends(*end);
                self.is_free(*end) && !(item(*end) || apart || name)
            };
            let more = (at + said..self.to).take_while(goes_on).count();
            self.take(at, at + said + more, Role::Dropped);
        }
    }

    pub(super) fn drop_never_names(&mut self) {
        for at in self.from..self.to {
            if self.message.longest(at, &ORGANISATIONS) > 0 {
                continue;
            }
            let length = self.message.longest(at, &NEVER_NAMES);
            let length = length.max(self.never_with_accents(at));
            let behind_middle = at > self.from && self.is_middle(at - 1);
            let named =
                length == 1 && at > self.from && self.is_capital(at - 1, at + 1) == Some(true);
            let named = named && self.is_free(at - 1) && !self.message.breaks(at);
            if length > 0
                && !behind_middle
                && !named
                && (at..at + length).all(|at| self.is_free(at))
            {
                self.take(at, at + length, Role::Dropped);
            }
            self.drop_nickname(at);
            self.drop_call(at);
            // `toi ten la hue`: La is a family name, too.
            let is_la = self.message.is(at + 1, "là") && !self.is_middle(at + 2);
            // `… ten Vu Ngoc Anh`: what stands before is none of it.
            if self.message.is(at, "tên")
                && self.is_free(at)
                && !behind_middle
                && self.is_family(at + 1)
                && !is_la
            {
                self.roles[at] = Role::Dropped;
                self.named_at = self.named_at.or(Some(at + 1));
            }
        }
    }

    /// `ong Hai Lua ten that la Nguyen Van Lua`: the name stands behind it.
    fn drop_nickname(&mut self, at: usize) {
        let said = self
            .message
            .longest_of(at, &["tên thật", "tên đầy đủ", "tên giấy tờ"]);
        let la = said > 0 && self.message.is(at + said, "là") && !self.is_middle(at + said + 1);
        let name = at + said + usize::from(la);
        if said > 0 && self.is_family(name) && (at..name).all(|at| self.is_free(at)) {
            self.take(at, name, Role::Dropped);
            self.named_at = Some(name);
        }
    }

    /// `chau oi lam giup ba …`: nobody is called Châu Ơi.
    fn drop_call(&mut self, at: usize) {
        let called = at + self.message.longest(at, &TITLES);
        let begins = at == self.from || self.message.breaks(at);
        if called > at && begins && self.message.is(called, "ơi") && self.is_free(called) {
            self.take(at, called + 1, Role::Dropped);
        }
    }

    fn never_with_accents(&self, at: usize) -> usize {
        let accented = !self.message.tokens[at].marks.is_empty();
        let said = accented && self.message.is_one(at, &NEVER_NAMES_ACCENTED);
        usize::from(said && self.is_capital(at, at + 1) != Some(true))
    }

    /// Whether an alias stands at a token, or behind words of the errand: `lam don | xin xac nhan ho ngheo`.
    pub(super) fn leads_to_alias(&self, at: usize) -> bool {
        let mut at = at;
        while at < self.to && !self.message.breaks(at) {
            at += match self.roles[at] {
                Role::Procedure => return true,
                Role::Dropped => 1,
                Role::Free => {
                    let said =
                        [&BEFORE_ALIAS, &FILLERS].map(|words| self.message.longest(at, words));
                    match said.into_iter().fold(0, usize::max) {
                        0 => return false,
                        length => length,
                    }
                }
                Role::Part => return false,
            };
        }
        false
    }

    /// Whether the word before a token is the card or the application that follows: `the bhyt`, `don xin …`.
    pub(super) fn is_paper_of(&self, at: usize) -> bool {
        const CARDS: [&str; 6] = ["bhyt", "bảo hiểm", "cccd", "căn cước", "cmnd", "chứng minh"];
        let said = |word: &str, next: &[&str]| {
            self.message.is(at - 1, word) && self.message.longest_of(at, next) > 0
        };
        !self.message.breaks(at)
            && (said("thẻ", &CARDS) || said("đơn", &["xin", "đề nghị"]) && self.leads_to_alias(at))
    }

    /// Whether the word before a token says that what follows is fetched: `LAY KHAI SINH`, `NHẬN TIỀN …`. Nhân and Lành are names.
    pub(super) fn is_fetched(&self, at: usize) -> bool {
        let verb = at - 1;
        let accented = !self.message.tokens[verb].marks.is_empty();
        let money = self.message.is_any(at, &["tiền", "lương", "quà"]);
        let sure = self.message.is_any(verb, &["lấy", "rút"]);
        let said =
            sure || (accented || money) && self.message.is_any(verb, &["nhận", "lãnh", "lĩnh"]);
        let grant = self.message.is(verb, "lãnh")
            && self.message.longest_of(at, &["trợ cấp", "chế độ"]) > 0;
        (said || grant) && !self.message.breaks(at) && (money || self.leads_to_alias(at))
    }

    /// How many words at the end of a name say for whom it is, without naming him: `le thi say cho chong`.
    pub(super) fn for_whom(&self, left: usize, right: usize) -> Option<usize> {
        let cho = (left + 2..right)
            .rev()
            .find(|at| self.message.is(*at, "cho"))?;
        let title = self.message.phrase_is(cho + 1, right - cho - 1, &TITLES);
        let whole = self.is_family(left) && !self.is_unfinished(left, cho);
        let told = self.is_capital(cho, right) == Some(true);
        (title && whole && !told).then_some(right - cho)
    }
}
