//! Half-days that somebody cannot come in, and reasons: `chieu, sang ban di lam`, `sang hoac chieu deu duoc`, `vi 27/11 di vien`.

use super::body::{Body, Role};
use super::dates::{self, When};
use super::lexicon::{FAMILIES, I, NOT};
use super::people::is_somebody;
use super::reading::Intent;
use super::times;
use crate::domain::time::Half;

/// Behind a half-day, whatever follows.
const BUSY: [&str; 34] = [
    "không đi",
    "không rảnh",
    "không được",
    "không đến",
    "không lên",
    "không tới",
    "không qua",
    "không ra",
    "không có",
    "ko đi",
    "ko rảnh",
    "ko được",
    "ko đến",
    "ko lên",
    "k đi",
    "k được",
    "hổng đi",
    "hông đi",
    "hổng được",
    "hông được",
    "bận đi",
    "bận việc",
    "bận họp",
    "bận học",
    "bận làm",
    "bận công",
    "có việc",
    "mắc việc",
    "đi vắng",
    "đi viện",
    "đi khám",
    "đi rẫy",
    "đi học",
    "nghỉ làm",
];
/// Behind a half-day, where nothing else follows: `ban` may be a village, `di lam` what somebody comes for.
const BUSY_AT_END: [&str; 8] = [
    "bận",
    "mắc",
    "kẹt",
    "nghỉ",
    "đi làm",
    "bận rồi",
    "bận quá",
    "bận lắm",
];
const GOES_ON: [&str; 7] = ["nên", "rồi", "mà", "thì", "chỉ", "quá", "lắm"];
/// Between a half-day and what hinders, besides who it is.
const SAID_OF_IT: [&str; 5] = ["thì", "lại", "nớ", "đó", "ấy"];
const DENIALS: [&str; 3] = ["đừng", "tránh", "né"];
const BETWEEN: [&str; 18] = [
    "đi", "đến", "rảnh", "lên", "qua", "được", "đặt", "hẹn", "vào", "xếp", "cho", "em", "tôi",
    "bố", "trí", "lấy", "chọn", "để",
];
/// Said of a half-day that is only the better one, where the other will do: `sang khong duoc thi chieu`.
const ELSE: [&str; 10] = [
    "không được thì",
    "ko được thì",
    "k được thì",
    "không dc thì",
    "ko dc thì",
    "k dc thì",
    "hết chỗ thì",
    "không còn thì",
    "hết thì",
    "đầy thì",
];
const JOINTS: [&str; 5] = ["hoặc", "hay", "và", "với", "or"];
/// Before why.
pub(super) const REASONS: [&str; 4] = ["vì", "do", "bởi", "tại"];

impl Body<'_> {
    /// Leaves out what stands behind `vi`, `do`, … once the day is said. Names have such words, too: without their accents
    /// they are reasons only where no name can be.
    pub(super) fn drop_reason(&mut self) {
        let named = self.intent == Intent::Book;
        let reason = |at: &usize| {
            let next = at + 1;
            let told = self.message.is_one(next, &I)
                || self.message.is_any(next, &SAID_OF_IT)
                || self
                    .message
                    .is_any(next, &["bị", "bận", "phải", "hôm", "mai"])
                || times::half(self.message, next).is_some();
            let sure = !named || told || !self.message.tokens[*at].marks.is_empty();
            let paper = *at > self.from && self.message.is(at - 1, "sổ");
            sure && !paper && self.message.is_any(*at, &REASONS)
        };
        let day = |at: usize| {
            dates::in_digits(self.message, at, self.today).is_some()
                || dates::in_words(self.message, at, self.today).is_some()
                || dates::weekday(self.message, at).is_some_and(|(_, sure)| sure)
                || dates::is_short_weekday(self.message, at)
                || self.message.is_any(at, &["mai", "mốt"])
        };
        let start = (self.from..self.to).find(reason);
        if let Some(start) = start.filter(|start| (self.from..*start).any(day)) {
            self.take(start, self.to, Role::Dropped);
        }
    }

    /// Takes out half-days that are denied, and both where either will do.
    pub(super) fn excuses(&mut self) {
        let mut at = self.from;
        while at < self.to {
            let named = self.is_middle_before(at)
                || at > self.from && self.message.tokens[at].capital && self.is_family(at - 1);
            let half = times::half(self.message, at).filter(|_| self.is_free(at) && !named);
            let Some((half, length)) = half else {
                at += 1;
                continue;
            };
            let behind = at + length;
            if self.is_first_free(behind) {
                self.take(at, behind + 1, Role::Part);
                self.halves.push((at, half));
            } else if let Some(end) = self.other_half(half, behind) {
                self.take(at, end, Role::Dropped);
            } else if let Some(start) = self.denial_before(at) {
                self.take(start, behind, Role::Dropped);
                self.refused = Some(half);
            } else if let Some(end) = self.excuse_behind(behind) {
                self.take(at, end, Role::Dropped);
                self.refused = Some(half);
            }
            at = behind;
        }
    }

    /// `14/1 chiêu`: a slip of the accents directly behind a day, an hour or `buoi`, or before a day, where no name is.
    pub(super) fn half_with_wrong_accents(&mut self) {
        for at in self.from..self.to {
            let chieu = self.is_free(at)
                && self.message.tokens[at].fold == "chieu"
                && !self.message.is(at, "chiều")
                && self.message.is_word(at);
            if !chieu || self.is_middle_before(at) {
                continue;
            }
            let part = |at: usize| self.roles.get(at) == Some(&Role::Part);
            let before = at.checked_sub(1).filter(|before| *before >= self.from);
            let gap = self.message.gap(at);
            let near = matches!(gap.trim(), "" | "," | "-") && !gap.contains('\n');
            let buoi = before.is_some_and(|before| self.message.is(before, "buổi"));
            let name = self.message.tokens[at].capital
                && self.message.is_word(at + 1)
                && self.message.tokens[at + 1].capital;
            let behind = near && !name && (buoi || before.is_some_and(part));
            let today = self.message.is_any(at + 1, &["nay", "ni"]) && self.is_free(at + 1);
            let day =
                today || part(at + 1) || self.is_free(at + 1) && self.message.is(at + 1, "mai");
            let ahead = day && !self.message.breaks(at + 1) && self.ends_no_name(at);
            if behind || ahead {
                self.take(at - usize::from(buoi), at + 1, Role::Part);
                self.halves.push((at, Half::Pm));
                if today {
                    self.take(at + 1, at + 2, Role::Part);
                    self.days.push(When::Day(self.today));
                }
            }
        }
    }

    /// Whether the words before a token are none that it may end as a name: a part, a break, or a whole name without accents, whose
    /// writer would set none here.
    fn ends_no_name(&self, at: usize) -> bool {
        let joined = |before: &usize| {
            self.is_free(*before)
                && self.message.is_word(*before)
                && !self.message.breaks(*before + 1)
        };
        let words: Vec<usize> = (self.from..at).rev().take_while(joined).collect();
        let plain = |at: &usize| self.message.tokens[*at].marks.is_empty();
        let whole = words.len() >= 3 && words.last().is_some_and(|first| self.is_family(*first));
        words.is_empty() || whole && words.iter().all(plain)
    }

    /// `chieu moi ranh`.
    fn is_first_free(&self, at: usize) -> bool {
        const THEN: [&str; 9] = ["rảnh", "đi", "được", "dc", "đc", "lên", "về", "có", "tới"];
        self.message.is(at, "mới") && !self.message.breaks(at) && self.message.is_any(at + 1, &THEN)
    }

    /// The end of `… hoac chieu`.
    fn other_half(&self, half: Half, at: usize) -> Option<usize> {
        let joint = self.message.is_any(at, &JOINTS) && !self.message.breaks(at);
        let joint = usize::from(joint).max(self.message.longest_of(at, &ELSE));
        if joint == 0 {
            return None;
        }
        let next = at + joint;
        let (other, length) = times::half(self.message, next)?;
        (other != half && self.is_free(next)).then_some(next + length)
    }

    /// Where the denial before a half-day begins: `khong di buoi sang`.
    fn denial_before(&self, at: usize) -> Option<usize> {
        let joined = |place: &usize| {
            *place >= self.from && self.is_free(*place) && !self.message.breaks(*place + 1)
        };
        let mut before = (0..at).rev().take(4).take_while(joined);
        loop {
            let place = before.next()?;
            let except =
                !self.message.tokens[place].marks.is_empty() && self.message.is(place, "trừ");
            let denial = self.message.is_any(place, &NOT) || self.message.is_any(place, &DENIALS);
            let denial = denial && !self.is_no_denial(place);
            if except || denial {
                return Some(place);
            }
            if !self.message.is_any(place, &BETWEEN) {
                return None;
            }
        }
    }

    /// `Do Xuan Hong chieu thu 2`, `so hong chieu thu 2`: a family name or the paper stands before it, so it is no `hông`.
    fn is_no_denial(&self, at: usize) -> bool {
        let bare = self.message.is_any(at, &["hong", "tránh", "né"])
            && self.message.tokens[at].marks.is_empty();
        let joined = |before: &usize| self.is_free(*before) && !self.message.breaks(*before + 1);
        let mut before = (self.from..at).rev().take(3).take_while(joined);
        let paper = at > self.from && self.message.is_any(at - 1, &["sổ", "giấy"]);
        bare && (paper || before.any(|before| self.is_family(before)))
    }

    /// The end of `em ban di lam` behind a half-day.
    fn excuse_behind(&self, at: usize) -> Option<usize> {
        let start = at;
        let mut at = at;
        for _ in 0..2 {
            let said = is_somebody(self.message, at) || self.message.is_any(at, &SAID_OF_IT);
            at += usize::from(said && !self.message.breaks(at));
        }
        if at >= self.to || self.message.breaks(at) || self.message.tokens[at].is_upper() {
            return None;
        }
        let sure = self.message.longest_of(at, &BUSY);
        // `em bận dạy`; but Bàn is a family name.
        let busy = at > start && self.message.is(at, "bận") && !self.is_middle(at + 1);
        let sure = sure.max(usize::from(busy));
        let last = self.message.longest_of(at, &BUSY_AT_END);
        let ends =
            |at: usize| at >= self.to || self.message.breaks(at) || self.message.line_ends(at);
        let whole = last > 0
            && (ends(at + last)
                || self.message.is_any(at + last, &GOES_ON)
                || times::half(self.message, at + last).is_some());
        let mut end = match (sure, whole) {
            (0, false) => return None,
            (0, true) => at + last,
            (sure, _) => at + sure,
        };
        // What else is said of it, up to the comma.
        while !ends(end)
            && self.is_free(end)
            && !self.message.is_any(end, &GOES_ON)
            && times::half(self.message, end).is_none()
        {
            let word = self.message.is_word(end) && !self.message.tokens[end].capital;
            if !word || self.message.longest(end, &FAMILIES) > 0 {
                break;
            }
            end += 1;
        }
        Some(end)
    }
}
