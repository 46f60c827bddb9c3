//! Labels of copied forms, and long numbers, which are part of nothing.

use chrono::Datelike;

use super::body::{Body, Role};
use super::codes::Kind;
use super::lexicon::{IDLE_LABELS, LABELS, NAME_LABELS, NUMBER_LABELS};
use super::reading::Intent;

/// Numbers of phones and identity cards have at least so many digits.
const LONG_NUMBER: usize = 9;

impl Body<'_> {
    /// The numbers of a list's lines: `4. Giờ: 14h`.
    fn line_numbers(&mut self) {
        for at in self.from..self.to {
            let begins = at == self.from || self.message.line_ends(at);
            let listed = matches!(self.message.gap(at + 1).trim(), "." | ")" | "/" | "-");
            let number = self.message.number(at, 2).is_some();
            if begins && listed && number && self.message.longest(at + 1, &LABELS) > 0 {
                self.roles[at] = Role::Dropped;
            }
        }
    }

    /// `sinh nam 1950`, `sn 1950`: when somebody was born.
    fn birth_years(&mut self) {
        let this_year = self.today.to_chrono().year();
        for at in self.from..self.to {
            let said = self
                .message
                .longest_of(at, &["sinh năm", "năm sinh", "sn", "sinh"]);
            let year = self.message.number(at + said, 4);
            let past = year.is_some_and(|year| (1900..=this_year).contains(&(year as i32)));
            let other = at > self.from && self.message.is_any(at - 1, &["khai", "giấy"])
                || self.is_middle_before(at)
                || self.is_capital(at, at + 1) == Some(true);
            if said > 0 && past && !other {
                self.take(at, at + said + 1, Role::Dropped);
            }
        }
    }

    /// How many copies are wanted: `sao y 3 ban`. They are the procedure's words, behind which the name may stand.
    fn copies(&mut self) {
        const PIECES: [&str; 9] = [
            "b", "bản", "bộ", "tờ", "cái", "quyển", "cuốn", "tấm", "giấy",
        ];
        const NUMBERED: [&str; 16] = [
            "thôn", "xóm", "tổ", "đội", "khu", "ấp", "số", "ngõ", "bản", "buôn", "tháng", "ngày",
            "thứ", "t", "hôm", "hẻm",
        ];
        if self.intent != Intent::Book {
            return;
        }
        for at in self.from..self.to {
            let counted = self.message.number(at, 2).is_some()
                && self.message.is_any(at + 1, &PIECES)
                && matches!(self.message.gap(at + 1), "" | " ");
            let apart = matches!(self.message.gap(at), " " | ", " | "\n" | " (");
            let numbered = at > self.from && self.message.is_any(at - 1, &NUMBERED);
            let copy = self.message.is_any(at + 2, &["sao", "chính", "photo"]);
            if counted && apart && !numbered && !copy {
                self.take(at, at + 2, Role::Procedure);
            }
        }
    }

    /// `sang tên xe máy`: no land, nor any other matter of the office.
    pub(super) fn drop_vehicles(&mut self) {
        const SAID: [&str; 3] = ["sang tên", "chuyển tên", "đổi tên"];
        const THINGS: [&str; 6] = ["xe", "ô tô", "oto", "mô tô", "moto", "sim"];
        const INSURANCES: [&str; 11] = [
            "xã hội",
            "thất nghiệp",
            "nhân thọ",
            "tai nạn",
            "tự nguyện",
            "cháy nổ",
            "xe máy",
            "xe",
            "ô tô",
            "cho xe máy",
            "cho xe",
        ];
        for at in self.from..self.to {
            for (said, things) in [(&SAID[..], &THINGS[..]), (&["bảo hiểm"], &INSURANCES)] {
                let said = self.message.longest_of(at, said);
                let thing = self.message.longest_of(at + said, things);
                if said > 0 && thing > 0 && self.is_free(at) {
                    self.take(at, at + said + thing, Role::Dropped);
                }
            }
        }
    }

    /// `ngay nao cung duoc`: no day, which is asked for.
    fn any_day(&mut self) {
        const WHICHEVER: [&str; 6] = [
            "ngày nào cũng",
            "hôm nào cũng",
            "bữa nào cũng",
            "khi nào cũng",
            "lúc nào cũng",
            "giờ nào cũng",
        ];
        for at in self.from..self.to {
            let said = self.message.longest_of(at, &WHICHEVER);
            if said > 0 {
                let well = self
                    .message
                    .is_any(at + said, &["được", "dc", "đc", "ok", "oke", "rảnh"]);
                self.take(at, at + said + usize::from(well), Role::Dropped);
            }
        }
    }

    /// Labels of a copied form: before a colon, or in brackets of their own.
    pub(super) fn labels(&mut self) {
        self.line_numbers();
        self.birth_years();
        self.copies();
        self.any_day();
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
    pub(super) fn long_numbers(&mut self) {
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
}
