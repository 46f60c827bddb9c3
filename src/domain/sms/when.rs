//! Days and hours of a message: which of its tokens they are.

use super::body::{Body, Item, Role, Sense};
use super::dates::{self, Mention, When};
use super::lexicon::{FILLERS, RIGHT_LIKE};
use super::reading::{Bound, Doubt, Intent};
use super::spelling::nearly;
use super::times;

/// A denial stands so many words before its day at most.
const DENIED_WITHIN: usize = 3;

/// A day of so many days ahead, with its year, is written for no birth; one of more may be of another century (`12/3/90`).
const MOST_AHEAD: i32 = 400;

/// Short for the year or the day of a birth.
const BORN: [&str; 2] = ["sn", "ns"];

impl Body<'_> {
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
        if let When::Day(day) = mention.when {
            self.named_days.push(day);
        }
        self.days.push(mention.when.clone());
        self.day_starts.push(mention.from);
        self.take_another_day(&mention)
    }

    /// Whether Văn or Thị stands before a token, which then ends a name.
    pub(super) fn is_middle_before(&self, at: usize) -> bool {
        at > self.from && self.is_free(at - 1) && self.message.is_any(at - 1, &["văn", "thị"])
    }

    pub(super) fn dates_in_digits(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let found = if self.is_free(at) && !self.is_weekdays(at) && !self.is_class(at) {
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
                self.name_day_before(at, &mention.when);
                mention.when = When::Wrong(Doubt::TwoDates);
            }
            let from = mention.from;
            if let Some((start, end)) = self.other_event(&mention) {
                self.take(start, end, Role::Dropped);
                at = end;
                continue;
            }
            if self.is_of_other_year(&mention) {
                self.long_past = true;
                self.take(from, mention.to, Role::Dropped);
                at = mention.to;
                continue;
            }
            // `Vo Minh Sinh 12/12/2026`: nobody is born on a day to come.
            let with_year = mention.to > from + 2;
            let newborn = from > self.from + 1
                && self.message.longest_of(from - 2, &["mới sinh", "mới đẻ"]) > 0;
            let to_come = (with_year || newborn)
                && matches!(mention.when, When::Day(day) if day < self.today.plus(MOST_AHEAD));
            if self.is_birth(from) && !to_come {
                let day = usize::from(self.message.is_any(from - 1, &["ngày", "hôm"]));
                let short = self.message.is_any(from - 1 - day, &BORN);
                let given = self.message.is(from - 1 - day, "đẻ");
                let words = if day == 1 || short || given || with_year {
                    1 + day
                } else {
                    0
                };
                self.take(from - words, mention.to, Role::Dropped);
                at = mention.to;
                continue;
            }
            at = self.mention(mention);
            if self.is_lunar(from, at) {
                self.days.push(When::Wrong(Doubt::LunarDate));
            }
        }
    }

    /// `thương binh 3/4`, `bệnh binh hạng 2/3`: how badly somebody was wounded, in the parts of four or three; but not `Ly Thuong Binh 3/1`.
    fn is_class(&self, at: usize) -> bool {
        const WOUNDED: [&str; 2] = ["thương binh", "bệnh binh"];
        const WORDS: usize = 2;
        let digit = |at: usize| self.message.number(at, 1).is_some_and(|n| n <= 4);
        let class = at > self.from && self.message.is_any(at - 1, &["hạng", "loại"]);
        let start = (at - usize::from(class)).checked_sub(WORDS);
        let said = start.is_some_and(|start| {
            let name = self.words_before(start);
            let named =
                self.is_unfinished(name, start) || name + 1 == start && self.is_family(name);
            self.message.longest_of(start, &WOUNDED) == WORDS && !named
        });
        digit(at) && self.message.gap(at + 1) == "/" && digit(at + 1) && said
    }

    /// Whether the date at a token ends a range or is one of several days: `25-26/11`, `25,26/11`, `25 hay 26/11`.
    fn is_range(&self, at: usize) -> bool {
        const JOINTS: [&str; 9] = ["hay", "hoặc", "và", "với", "đến", "tới", "rồi", "or", "qua"];
        let joined = matches!(self.message.gap(at), "-" | "," | ", " | " - " | "&" | " & ");
        let said = at
            .checked_sub(2)
            .filter(|_| self.message.is_any(at - 1, &JOINTS) && !self.message.breaks(at));
        let Some(before) = at.checked_sub(1).filter(|_| joined).or(said) else {
            return false;
        };
        let day = self
            .message
            .number(before, 2)
            .filter(|day| (1..=31).contains(day));
        // `8h30-25/11`, `thu 2-30/11`, `thon 5-25/11`
        let other = [
            "h", "g", "giờ", "thứ", "t", "số", "stt", "thôn", "xóm", "tổ", "ấp", "đội", "khu",
            "phố", "bản", "buôn", "ngõ", "hẻm", "nhà", "lượt", "phiếu",
        ];
        let glued = self.message.gap(before).is_empty();
        let of_other = before > self.from
            && (glued
                || self.message.is_any(before - 1, &other)
                || self.message.gap(before) == ":");
        day.is_some() && !of_other && self.intent != Intent::Cancel && self.is_free(before)
    }

    /// Whether the date at a token is when someone was born: `con sinh 1/10`, `sinh ngay 12/3/1990`; but not `khai sinh 1/10`.
    pub(super) fn is_birth(&self, at: usize) -> bool {
        let day = at > self.from && self.message.is_any(at - 1, &["ngày", "hôm"]);
        let word = at - usize::from(day);
        // `Vo Minh Sinh 27/11`: it ends a name.
        let named = word > self.from + 1 && self.is_capital(word - 2, word) == Some(true);
        if self.is_to_correct(word) {
            return false;
        }
        if word > self.from && self.message.is_any(word - 1, &BORN) {
            return true;
        }
        word > self.from
            && (self.message.is(word - 1, "sinh") || self.is_given_birth(word - 1))
            && !named
            && !(word > self.from + 1 && self.is_registered(word - 2))
    }

    /// `con đẻ 22/11`, `moi de hom 22/11`: without its accent it may be `để`, and Đẻ ends a name.
    fn is_given_birth(&self, at: usize) -> bool {
        let new = at > self.from && self.message.is_any(at - 1, &["mới", "vừa"]);
        let told = new || !self.message.tokens[at].marks.is_empty();
        self.message.is(at, "đẻ") && told && !self.is_middle_before(at)
    }

    /// Whether `nam sinh` before a token is what is to be corrected: `sai nam sinh 7/12`, `cai chinh ngay thang nam sinh 7/12`.
    fn is_to_correct(&self, at: usize) -> bool {
        const VERBS: [&str; 7] = ["sai", "nhầm", "sửa", "đổi", "chỉnh", "chính", "lại"];
        let words = |at: &usize| self.message.is_any(*at, &["sinh", "năm", "tháng", "ngày"]);
        let born = (self.from..at).rev().take_while(words).count();
        let verb = (at - born).checked_sub(1).filter(|_| born > 1);
        verb.is_some_and(|verb| verb >= self.from && self.message.is_any(verb, &VERBS))
    }

    /// Whether a word makes `sinh` behind it a procedure's: `khai sinh`, with a slip of the finger, too.
    fn is_registered(&self, at: usize) -> bool {
        let letters = self.message.tokens[at].letters().as_bytes();
        nearly(letters, b"khai") || self.message.is_any(at, &["giấy", "ks"])
    }

    /// Days that are only a bound (`truoc 30/11`, `sau ngay 30`, `tu 7/12`) or that are denied (`khong phai 25/11`, `khong
    /// di 25/11 duoc`) are no day. Called when the name is known.
    /// Answers the name without a bound at its end.
    pub(super) fn doubt_bounds(&mut self, name: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let name = match name {
            Some((from, to)) if self.ends_with_bound(from, to) => Some((from, to - 1)),
            name => name,
        };
        let named = |at: usize| name.is_some_and(|(from, to)| (from..to).contains(&at));
        let mut side = None;
        let bound = self.day_starts.iter().position(|start| {
            let day = |at: &usize| !self.message.is_any(*at, &["ngày", "hôm"]);
            let mut before = (self.from..*start).rev().filter(day).take(DENIED_WITHIN);
            let open =
                |at: usize| !named(at) && matches!(self.roles[at], Role::Free | Role::Dropped);
            let joined = |at: usize| (at..*start).all(|at| !self.message.breaks(at + 1));
            let says = |at: usize, words: &[&str]| {
                open(at) && joined(at) && self.message.is_any(at, words)
            };
            let first = before.next();
            // Bà Sáu has a name.
            let no_name = |at: &usize| self.is_capital(*at, at + 1) != Some(true);
            const SIDES: [(&str, Bound); 3] = [
                ("trước", Bound::Before),
                ("sau", Bound::After),
                ("từ", Bound::From),
            ];
            side = SIDES.into_iter().find_map(|(word, side)| {
                let bounds = |at: &usize| says(*at, &[word]) && no_name(at);
                first.filter(bounds).map(|_| side)
            });
            side.is_some()
                || first
                    .into_iter()
                    .chain(before)
                    .any(|at| says(at, &["không", "chưa", "trừ"]))
        });
        if let Some(place) = bound {
            let when = self.days.get(place..=place).unwrap_or_default();
            let day = dates::agreed(when, self.week, self.today).ok().flatten();
            let range = self.named_days.len() > 1 && side == Some(Bound::From);
            if let Some(day) = day.filter(|_| !range) {
                self.bounded = true;
                self.named_days.retain(|named| *named != day);
            }
            let alone = self.days.len() == 1;
            let open = side
                .zip(day)
                .filter(|_| alone)
                .map(|(side, day)| Doubt::OpenDay(side, day));
            self.days.push(When::Wrong(open.unwrap_or(Doubt::TwoDates)));
        }
        name
    }

    /// Whether the last word of a name only bounds the day behind it: `le van hai truoc 29/1`, but not `le van tu 29/1`.
    fn ends_with_bound(&self, from: usize, to: usize) -> bool {
        let last = to - 1;
        let least = match () {
            () if self.message.is(last, "trước") => 2,
            () if self.message.is_any(last, &["sau", "từ"]) => 3,
            () => return false,
        };
        let day = self.message.is_any(to, &["ngày", "hôm"]);
        last >= from + least
            && self.day_starts.contains(&(to + usize::from(day)))
            && !self.is_unfinished(from, last)
            && self.is_capital(last, to) != Some(true)
    }

    /// Whether the day in the tokens `[from, to)` is of the lunar calendar by what stands beside it.
    fn is_lunar(&self, from: usize, to: usize) -> bool {
        let names = |at: usize| {
            let length = self
                .message
                .longest_of(at, &["âm lịch", "âl", "al", "tết", "âm"]);
            length > 0 && self.is_free(at)
        };
        let before = |back: usize| {
            from.checked_sub(back)
                .is_some_and(|at| self.message.phrase(at, "âm lịch") > 0)
        };
        (to..to + 2).any(names) || (2..=3).any(before)
    }

    pub(super) fn hours(&mut self) {
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
                self.halves.push((at - length, half));
                hour.from = at - length;
            }
            self.take(hour.from, hour.to, Role::Part);
            at = hour.to;
            // `7h30 sáng nay`; Nay and Ni may be a name, too.
            if hour.has_part()
                && self.is_free(at)
                && self.message.is_any(at, &["nay", "ni"])
                && self.is_capital(at, at + 1) != Some(true)
            {
                at = self.mention(Mention {
                    from: at,
                    to: at + 1,
                    when: When::Day(self.today),
                });
            }
            self.hours.push(hour);
        }
        let late = |at: usize| {
            let named = self.is_middle_before(at) || self.is_capital(at, at + 1) == Some(true);
            times::late(self.message, at)
                .filter(|late| !named && (at..late.to).all(|at| self.is_free(at)))
        };
        if let Some(late) = (self.from..self.to)
            .find_map(late)
            .filter(|_| self.hours.is_empty())
        {
            self.take(late.from, late.to, Role::Part);
            self.hours.push(late);
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

    pub(super) fn dates_in_words(&mut self) {
        let mut at = self.from;
        while at < self.to {
            // The label `Ngày:` is the `ngay` of `ngay 26`, too.
            let label = self.message.is(at, "ngày") && self.roles[at] == Role::Dropped;
            if !self.is_free(at) && !label {
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
                && self.message.is_any(at + 1, &["nay", "ni"])
                && self.is_free(at + 1)
            {
                self.halves.push((at, half));
                at = self.mention(Mention {
                    from: at,
                    to: at + 2,
                    when: When::Day(self.today),
                });
                continue;
            }
            // In a cancellation or a move a reason begins with `chừ`.
            let reason = self.message.is(at, "chừ") && self.intent != Intent::Book;
            let found = dates::in_words(self.message, at, self.today).filter(|_| !reason);
            let found = found
                .map(|m| (m, true))
                .or_else(|| dates::weekday(self.message, at));
            let Some((mention, sure)) =
                found.filter(|(m, _)| (m.from + 1..m.to).all(|at| self.is_free(at)))
            else {
                at += 1;
                continue;
            };
            if let Some(end) = self.past_weekday(&mention) {
                self.take(mention.from, end, Role::Dropped);
                at = end;
                continue;
            }
            if let Some((start, end)) = self.other_event(&mention).filter(|_| sure) {
                self.take(start, end, Role::Dropped);
                at = end;
                continue;
            }
            let sure = sure || self.is_expected(&mention);
            if sure {
                let named_week =
                    (mention.from..mention.to).find_map(|at| dates::week(self.message, at));
                self.week = named_week.map(|(week, _)| week).or(self.week);
                let from = mention.from;
                at = self.mention(mention);
                if self.is_lunar(from, at) {
                    self.days.push(When::Wrong(Doubt::LunarDate));
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

    /// The end of a weekday that is over: `thứ 5 tuần trước`, `nộp hôm thứ 3`.
    fn past_weekday(&self, mention: &Mention) -> Option<usize> {
        const OVER: [&str; 5] = ["tuần trước", "tuần rồi", "tuần qua", "vừa rồi", "vừa qua"];
        const HANDED_IN: [&str; 5] = ["nộp hôm", "gửi hôm", "nộp từ hôm", "sinh hôm", "đẻ hôm"];
        let weekday = matches!(mention.when, When::Weekday(_));
        let over = self.message.longest_of(mention.to, &OVER);
        let before = |back: usize| {
            let start = mention.from.checked_sub(back);
            let registered = |start: usize| start > self.from && self.is_registered(start - 1);
            start.is_some_and(|start| {
                self.message.longest_of(start, &HANDED_IN) == back && !registered(start)
            })
        };
        let week = mention.to > mention.from + 2;
        let past = over > 0 || !week && (before(2) || before(3));
        (weekday && past).then_some(mention.to + over)
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
                || self.message.is(at, "sáng") && self.is_at_beginning(at)
        }) || dates::is_short_weekday(self.message, mention.from)
            && self.is_apart_from_names(mention)
    }

    /// Whether a day stands directly behind a procedure, or a figure at the end of all.
    fn is_apart_from_names(&self, mention: &Mention) -> bool {
        let found = self.vocabulary.find(self.message, &|at| self.is_free(at));
        let idle = |at: usize| {
            let said = [&FILLERS, &RIGHT_LIKE].map(|words| self.message.is_one(at, words));
            !self.is_free(at) || said.contains(&true) || times::half(self.message, at).is_some()
        };
        let figure = self.message.number(mention.from + 1, 1).is_some();
        let initials = self.is_middle_before(mention.from) || self.message.gap(mention.from) == ".";
        found.iter().any(|found| found.to == mention.from)
            || figure && !initials && (mention.to..self.to).all(idle)
    }

    /// `sang thu 5 hoac chieu thu 5`: one half-day or the other.
    fn is_one_of_two(&self, at: usize) -> bool {
        /// Words up to the second one.
        const MOST: usize = 8;
        const OR: [&str; 6] = [
            "hoặc",
            "hay",
            "không thì",
            "không được thì",
            "ko thì",
            "ko được thì",
        ];
        let or = |at: usize| self.message.longest_of(at, &OR) > 0;
        let mut joints = (at + 1..at + MOST).filter(|at| or(*at));
        joints.any(|at| self.message.says(at + 1..at + 5, &["chiều"]))
    }

    /// `sang` is "to" in a move directly before a day.
    pub(super) fn is_to(&self, at: usize) -> bool {
        if !self.message.is(at, "sang") {
            return false;
        }
        // `chuyen dat vuon sang dat o`.
        if self
            .message
            .longest_of(at + 1, &["đất ở", "đất thổ cư", "đất phi"])
            > 0
        {
            return true;
        }
        let day = |at: usize| {
            self.roles.get(at) == Some(&Role::Part)
                || self
                    .message
                    .is_any(at, &["ngày", "sáng", "chiều", "buổi", "mai", "mốt"])
                || dates::weekday(self.message, at).is_some()
                || self
                    .message
                    .is_any(at, &["hôm", "bữa", "dịp", "lúc", "khi"])
                || self.message.is_any(at, &["đầu", "giữa", "cuối"])
                    && self.message.is_any(at + 1, &["tuần", "tháng"])
        };
        // `thành sang thứ năm`: the word before it says "to".
        let again = at > self.from
            && self
                .message
                .is_any(at - 1, &["sang", "thành", "lên", "về", "tới", "đến"]);
        self.intent == Intent::Move && day(at + 1) && !again && !self.is_one_of_two(at)
    }
}
