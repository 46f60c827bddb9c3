//! More than one day in a message, and times of day when no office is open: both are asked about.

use super::body::{Body, Role};
use super::codes::Kind;
use super::dates::{self, Mention, When};
use super::reading::{Doubt, Intent};
use super::times::{self, is_time};
use super::words::Message;
use crate::domain::time::Day;

const JOINTS: [&str; 6] = ["hoặc", "hay", "or", "và", "với", "hoặc là"];
/// Behind a number that is no day.
const UNITS: [&str; 16] = [
    "h", "g", "giờ", "rưỡi", "bản", "bộ", "tờ", "cái", "người", "tháng", "th", "giấy", "quyển",
    "cuốn", "phút", "bé",
];
/// Said of one day or the other.
const EITHER: [&str; 6] = ["cũng", "đều", "được", "dc", "đc", "nhé"];
/// Words behind which the day stands that is meant after all.
const SLIPS: [&str; 4] = ["nhầm", "lộn", "à không", "quên"];
/// Before a day on which something else was or will be than the visit.
const EVENTS: [&str; 10] = [
    "mất",
    "chết",
    "qua đời",
    "từ trần",
    "hy sinh",
    "hết hạn",
    "hết hiệu lực",
    "quá hạn",
    "hạn đến",
    "hạn tới",
];
/// Said behind such a day, too.
const OVER: [&str; 4] = ["hết hạn", "hết hiệu lực", "quá hạn", "đáo hạn"];
/// Between these and the day.
const OF_EVENT: [&str; 7] = ["ngày", "hôm", "lúc", "vào", "từ", "hồi", "đến"];
/// Before `tôi`, which is no evening.
const BEFORE_ME: [&str; 10] = [
    "cho", "của", "giúp", "giùm", "dùm", "hộ", "nhà", "con", "với", "là",
];
/// An hour before this is most often one of the evening where `toi` may be `tối`: half past seven.
const EVENING_HOURS: std::ops::RangeInclusive<i32> = 5 * 60..=7 * 60 + 30;

impl Body<'_> {
    /// `DOI MC… từ sáng thứ 3 sang chiều thứ 5`: what stands between *from* and *to* is what was booked; its day is kept.
    pub(super) fn part_left_time(&mut self) {
        let found = from_to(self.message, (self.from, self.to));
        if let Some((from, to)) = found.filter(|_| self.intent == Intent::Move) {
            self.left = dates::first_day(self.message, (from, to), self.today);
            self.take(from, to, Role::Dropped);
        }
    }

    /// The tokens that say what else is on a day: `mat ngay 5/12`, `het han 20/12`, `20/12 la het han`.
    pub(super) fn other_event(&self, day: &Mention) -> Option<(usize, usize)> {
        let next = day.to + usize::from(self.message.is_any(day.to, &["là", "thì"]));
        let over = self.message.longest_of(next, &OVER);
        let behind = over > 0 && (day.to..next + over).all(|at| !self.message.breaks(at));
        let before = self.event_before(day.from).map(|start| (start, day.to));
        before.or_else(|| behind.then_some((day.from, next + over)))
    }

    /// Where it begins to be said before the day at a token.
    fn event_before(&self, at: usize) -> Option<usize> {
        let joined = |place: usize| place > self.from && !self.message.breaks(place);
        let mut day = at;
        while joined(day) && day + 2 > at && self.message.is_any(day - 1, &OF_EVENT) {
            day -= 1;
        }
        (1..=3).find_map(|length| {
            let start = day
                .checked_sub(length)
                .filter(|start| *start >= self.from)?;
            let said = self.message.longest_of(start, &EVENTS) == length && joined(day);
            // `cccd bi mat thu 4`: a card is lost, and the day is the visit's.
            let lost = start > self.from && self.message.is(start - 1, "bị");
            let lost = lost && (day == at || self.is_to_come(at));
            // Mật and Mát are names.
            let first = start.saturating_sub(1);
            let alone = first == self.from || first > 0 && !self.is_free(first - 1);
            let family = length == 1 && first < start && alone && self.is_family(first);
            let named = self.is_middle_before(start)
                || self.is_capital(start, start + 1) == Some(true)
                || family && self.is_free(first);
            (said && !lost && self.is_free(start) && !named).then_some(start)
        })
    }

    /// Whether the date in digits at a token is none of what has happened.
    fn is_to_come(&self, at: usize) -> bool {
        let date = dates::in_digits(self.message, at, self.today);
        date.is_some_and(|date| matches!(date.when, When::Day(day) if day >= self.today))
    }

    /// The end of a mention with one more number of a day behind it: `14/12 hoac 15`, `thu 2, 3 tuan sau`.
    pub(super) fn take_another_day(&mut self, mention: &Mention) -> usize {
        let end = mention.to;
        let message = self.message;
        let listed = matches!(message.gap(end).trim(), "," | "&" | "-" | "/");
        let joint = message.longest_of(end, &JOINTS);
        let at = end + joint;
        let weekday = matches!(mention.when, When::Weekday(_));
        let most = if weekday { 7 } else { 31 };
        let number = message.number(at, 2).filter(|n| (1..=most).contains(n));
        let written = dates::in_digits(message, at, self.today).is_some();
        let unit = message.is_any(at + 1, &UNITS)
            || message.gap(at + 1).starts_with([':', '/', '.', '-'])
            || message.is_word(at + 1) && message.gap(at + 1).is_empty();
        let alone = at + 1 >= self.to
            || message.breaks(at + 1)
            || message.is_any(at + 1, &EITHER)
            || dates::week(message, at + 1).is_some()
            || times::half(message, at + 1).is_some();
        let named = joint > 0 && !message.breaks(end) || listed && alone;
        let Some(number) = number.filter(|_| named && !unit && !written && at < self.to) else {
            return end;
        };
        if self.intent == Intent::Cancel || weekday && number < 2 {
            return end;
        }
        self.take(end, at + 1, Role::Part);
        match mention.when {
            When::Weekday(_) => self.days.push(When::Weekday((number - 2) as u8)),
            When::Day(day) => {
                self.named_days.extend(same_month(day, number));
                self.days.push(When::Wrong(Doubt::TwoDates));
            }
            When::Wrong(_) => self.days.push(When::Wrong(Doubt::TwoDates)),
        }
        at + 1
    }

    /// `mai hay mot`, `hom nay hoac mai`: one day or the other, which is asked.
    pub(super) fn either_day(&mut self) {
        for at in self.from + 1..self.to {
            let joint = self
                .message
                .longest_of(at, &["hoặc là", "hay là", "hoặc", "hay", "or"]);
            let Some(next) = self.day_ahead(at + joint).filter(|_| joint > 0) else {
                continue;
            };
            let hour = self.hours.iter().any(|hour| hour.to == at);
            let written = self.roles[at - 1] == Role::Part && !hour;
            let Some(first) = self.day_ahead(at - 1).map(Some).or(written.then_some(None)) else {
                continue;
            };
            self.named_days.extend(first);
            self.named_days.push(next);
            self.days.push(When::Wrong(Doubt::TwoDates));
            self.take(at - 1, at + joint + 1, Role::Part);
        }
    }

    /// The day of `mai`, `mốt` or `kia` at a free token, unless that ends a name.
    fn day_ahead(&self, at: usize) -> Option<Day> {
        let said = |word: &&(&str, i32)| self.message.is(at, word.0);
        let (_, days) = [("mai", 1), ("mốt", 2), ("kia", 2)].iter().find(said)?;
        (self.is_free(at) && !self.is_middle_before(at)).then(|| self.today.plus(*days))
    }

    /// Whether a date bears a year that is over: of a card, of a wedding, but of no visit.
    pub(super) fn is_of_other_year(&self, mention: &Mention) -> bool {
        use chrono::Datelike;
        let year = self.message.number(mention.to - 1, 4);
        let this_year = self.today.to_chrono().year();
        let written = self.message.tokens[mention.to - 1].fold.len() == 4;
        mention.when == When::Wrong(Doubt::PastDate)
            && written
            && year.is_some_and(|year| (year as i32) < this_year)
            && !self.is_birth(mention.from)
    }

    /// Where no other day is said, one of a year that is over is asked about.
    pub(super) fn heed_long_past(&mut self) {
        if self.long_past && self.days.is_empty() && self.items.is_empty() {
            self.days.push(When::Wrong(Doubt::PastDate));
        }
    }

    /// `thứ 2-3`: two weekdays, and no date.
    pub(super) fn is_weekdays(&self, at: usize) -> bool {
        let weekday = |at: usize| {
            self.message
                .number(at, 1)
                .is_some_and(|n| (2..=7).contains(&n))
        };
        let thu = at > self.from
            && self.message.is(at - 1, "thứ")
            && !self.message.tokens[at - 1].marks.is_empty();
        thu && weekday(at) && weekday(at + 1) && self.message.gap(at + 1).trim() == "-"
    }

    /// The day before a joint: `14` of `14 hoac 15/12`.
    pub(super) fn name_day_before(&mut self, at: usize, when: &When) {
        let number = (1..=2).find_map(|back| self.message.number(at.checked_sub(back)?, 2));
        if let (When::Day(day), Some(number)) = (when, number) {
            self.named_days.extend(same_month(*day, number));
            self.named_days.push(*day);
        }
    }

    /// The days of a message that has several, the likeliest first.
    pub(super) fn days_named(&self) -> Vec<Day> {
        let weekday = |when: &When| match when {
            When::Weekday(_) => dates::agreed(std::slice::from_ref(when), self.week, self.today)
                .ok()
                .flatten(),
            _ => None,
        };
        let mut days = self.named_days.clone();
        if days.is_empty() && !self.bounded {
            days = self.days.iter().filter_map(weekday).collect();
        }
        let mut distinct: Vec<Day> = Vec::new();
        for day in days {
            if !distinct.contains(&day) {
                distinct.push(day);
            }
        }
        let slip =
            |at: usize| self.message.longest_of(at, &SLIPS) > 0 && !self.is_middle_before(at);
        // A move is to the later one: `tu 2/12 sang 4/12`.
        if (self.from..self.to).any(slip) || self.intent == Intent::Move {
            distinct.reverse();
        }
        distinct
    }

    /// `trua mai`, `tối mai 7h`: the office is closed then.
    pub(super) fn closed_times(&mut self) {
        if !matches!(self.intent, Intent::Book | Intent::Move) {
            return;
        }
        self.closed = self.hours.iter().any(times::Hour::is_closed);
        for at in self.from..self.to {
            let named = self.is_middle_before(at) || self.is_capital(at, at + 1) == Some(true);
            if !self.is_free(at) || named {
                continue;
            }
            let accents = !self.message.tokens[at].marks.is_empty();
            let tomorrow = self.message.is_any(at + 1, &["mai", "nay", "mốt", "kia"]);
            let part = |at: usize| self.roles.get(at) == Some(&Role::Part);
            let beside = at > self.from && part(at - 1)
                || part(at + 1)
                || self.message.is_any(at + 1, &["ngày", "thứ", "hôm"]);
            let said = at > self.from
                && self
                    .message
                    .is_any(at - 1, &["buổi", "nghỉ", "lúc", "ban", "giờ"]);
            let noon = self.message.is(at, "trưa")
                && (tomorrow || beside || said)
                && self.hours.is_empty();
            let evening = self.message.is_any(at, &["tối", "đêm"])
                && match accents {
                    true => tomorrow || beside || said,
                    false => tomorrow && self.is_evening(at),
                };
            if noon || evening {
                self.closed = true;
                self.take(at, at + 1, Role::Dropped);
            }
        }
    }

    /// Whether bare `toi` before `mai` is the evening and nobody's `tôi`: the hour tells.
    fn is_evening(&self, at: usize) -> bool {
        let me = at > self.from && self.message.is_any(at - 1, &BEFORE_ME);
        let hour = |hour: &times::Hour| EVENING_HOURS.contains(&hour.time(None).0);
        !me && (self.message.is(at, "đêm") || self.hours.iter().any(hour))
    }
}

/// The day with that number in the month of another.
fn same_month(day: Day, number: u32) -> Option<Day> {
    use chrono::Datelike;
    let other = day.to_chrono().with_day(number)?;
    Some(Day::from_chrono(other))
}

/// Behind a verb of changing, before the new time.
pub(super) const TO: [&str; 7] = ["sang", "qua", "xuống", "lên", "lại", "về", "thành"];
/// Of the booking's own day.
pub(super) const SAME_DAY: [&str; 4] = ["cùng hôm đó", "cùng ngày đó", "cùng ngày", "cùng hôm"];

/// By how many days somebody wants it later: `lùi lịch lại 1 tuần`; none, `sang chiều cùng ngày`. Who has been ill for three days
/// says no such thing, nor who wants it earlier.
pub(super) fn delay(message: &Message) -> Option<i32> {
    const LATER: [&str; 3] = ["lùi", "hoãn", "lại"];
    const BETWEEN: [&str; 26] = [
        "lịch", "hẹn", "buổi", "cái", "cho", "giúp", "giùm", "dùm", "hộ", "em", "e", "tôi", "tui",
        "mình", "con", "cháu", "chị", "mẹ", "ba", "của", "thêm", "khoảng", "chừng", "tầm", "độ",
        "sau",
    ];
    const OTHER: [&str; 7] = ["khác", "nào", "nay", "rồi", "qua", "trước", "sớm"];
    let all = 0..message.tokens.len();
    if message.says(all.clone(), &SAME_DAY) {
        return Some(0);
    }
    let later = |at: usize| {
        let joined = |before: &usize| !message.breaks(before + 1);
        let between = |before: &usize| {
            let code = matches!(message.tokens[*before].kind, Kind::Code(_));
            !code && !message.is_any(*before, &BETWEEN)
        };
        let mut before = (0..at).rev().take_while(joined);
        before
            .find(between)
            .is_some_and(|before| message.is_any(before, &LATER))
    };
    let mut stretches = all.filter_map(|at| {
        let one = message.is(at, "một").then_some(1);
        let count = message.number(at, 2).or(one).filter(|count| *count > 0)?;
        let days = match () {
            () if message.is_any(at + 2, &OTHER) || !later(at) => return None,
            () if message.is(at + 1, "tuần") => 7,
            () if message.is_any(at + 1, &["ngày", "hôm", "bữa"]) => 1,
            () => return None,
        };
        i32::try_from(days * count).ok()
    });
    stretches.next()
}

/// Whether a text wants a booking moved from one time to another: `từ thứ 3 sang thứ 5`.
pub fn is_from_to(text: &str) -> bool {
    let message = Message::read(text);
    from_to(&message, (0, message.tokens.len())).is_some()
}

/// Where *from* stands before a time, and *to* behind it.
fn from_to(message: &Message, (start, end): (usize, usize)) -> Option<(usize, usize)> {
    // `thu tu 2/12 em len 8h`
    let weekday = |at: usize| {
        let bare = message.tokens[at].accents().is_empty();
        bare && at > 0 && message.is_any(at - 1, &["thứ", "t"])
    };
    let from = |at: &usize| message.is(*at, "từ") && is_time(message, at + 1) && !weekday(*at);
    let to = |at: &usize| message.is_any(*at, &TO) && is_time(message, at + 1);
    let from = (start..end).find(from)?;
    let to = (from + 2..end).rev().find(to)?;
    Some((from, to))
}

/// By how many days a text wants a booking later: `lùi lịch lại 1 tuần` is seven.
pub fn delayed_by(text: &str) -> Option<i32> {
    delay(&Message::read(text))
}
