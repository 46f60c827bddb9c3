//! Days in messages: how they are written, and which day of the calendar is meant.

use chrono::{Datelike, NaiveDate};

use super::lexicon::WEEKS;
use super::reading::Doubt;
use super::times::NUMBERS;
use super::words::Message;
use crate::domain::time::Day;

/// A day without a year that lies no longer ago than this is asked for: it may be a slip.
const JUST_OVER: i32 = 30;

/// What was written for the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// This day.
    Day(Day),
    /// A weekday, 0 = Monday.
    Weekday(u8),
    /// It cannot be a day to come, or not surely.
    Wrong(Doubt),
}

/// Which week weekdays are meant to be in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Week {
    /// This one, or so many after it.
    After(i32),
}

impl Week {
    /// That of a day.
    pub(super) fn of(day: Day, today: Day) -> Self {
        let monday = |day: Day| day.plus(-i32::from(day.weekday()));
        let mut weeks = 0;
        while monday(today).plus(7 * (weeks + 1)) <= day {
            weeks += 1;
        }
        Self::After(weeks)
    }
}

/// A day as it stands in a message: tokens `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mention {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) when: When,
}

/// A day written with digits at a token: `25/11`, `25-11-2026`, `25 thang 11`, `2026-11-25`.
pub(super) fn in_digits(message: &Message, at: usize, today: Day) -> Option<Mention> {
    with_separators(message, at, today)
        .or_else(|| with_month(message, at, today))
        .or_else(|| month_first(message, at, today))
}

fn with_separators(message: &Message, at: usize, today: Day) -> Option<Mention> {
    let separator = |at: usize| {
        let gap = message.gap(at);
        // Blanks are common only around a slash.
        let gap = if gap.contains('/') { gap.trim() } else { gap };
        matches!(gap, "/" | "-" | ".").then_some(gap)
    };
    let mention = |to, when| Some(Mention { from: at, to, when });
    let first = separator(at + 1)?;
    let is_hour = |at: usize| message.gap(at).is_empty() && message.is_any(at, &["h", "g", "giờ"]);
    if let Some(year) = message
        .number(at, 4)
        .filter(|_| message.tokens[at].fold.len() == 4)
    {
        let (month, day) = (message.number(at + 1, 2)?, message.number(at + 2, 2)?);
        separator(at + 2)?;
        return mention(at + 3, exact(year, month, day, today));
    }
    let (day, month) = (message.number(at, 2)?, message.number(at + 1, 2)?);
    if first != "/" && is_hour(at + 2) {
        return None;
    }
    let third = separator(at + 2).filter(|_| !is_hour(at + 3));
    if third.is_some() && message.number(at + 2, 9).is_some() {
        let digits = message.tokens[at + 2].fold.len();
        if first != "/" && third == Some("/") && digits <= 2 {
            // `12-25/11`: the date begins behind the hyphen.
            return None;
        }
        if third == Some(first) || digits == 4 {
            let when = match (message.number(at + 2, 4), digits) {
                (Some(year), 4) => exact(year, month, day, today),
                (Some(year), 2) => exact(2000 + year, month, day, today),
                _ => When::Wrong(Doubt::NoSuchDate),
            };
            return mention(at + 3, when);
        }
    }
    if let Some(year) = year_behind(message, at + 2) {
        return mention(year.1, exact(year.0, month, day, today));
    }
    let when = next(month, day, today);
    // `8.30` may be anything.
    let unsure = first == "." && when == When::Wrong(Doubt::NoSuchDate) && month > 12;
    (!unsure).then(|| mention(at + 2, when)).flatten()
}

const UNITS: [&[&str]; 9] = [
    &["một", "mốt"],
    &["hai"],
    &["ba"],
    &["bốn", "tư"],
    &["năm", "lăm", "nhăm"],
    &["sáu"],
    &["bảy", "bẩy"],
    &["tám"],
    &["chín"],
];

/// A number of a day in words, and its tokens: `mười tám`, `hai mươi mốt`, `hăm lăm`.
fn day_in_words(message: &Message, at: usize) -> Option<(u32, usize)> {
    const TENS: [(&str, u32); 8] = [
        ("hai mươi", 20),
        ("hai chục", 20),
        ("hăm", 20),
        ("ba mươi", 30),
        ("băm", 30),
        ("mười", 10),
        ("mùng", 0),
        ("mồng", 0),
    ];
    let tens = TENS.map(|(words, tens)| (message.phrase(at, words), tens));
    let (length, tens) = tens.into_iter().max()?;
    let unit = (1..)
        .zip(UNITS)
        .find(|(_, words)| message.is_any(at + length, words));
    match unit {
        Some((unit, _)) if !message.breaks(at + length) => Some((tens + unit, length + 1)),
        _ => (tens > 0 && length > 0).then_some((tens, length)),
    }
}

/// `25 thang 11 [nam 2026]`, `25 thang sau`.
fn with_month(message: &Message, at: usize, today: Day) -> Option<Mention> {
    let day = message.number(at, 2)?;
    of_month(message, (at, at), day, today)
}

/// The month behind the day that is said in the tokens from `from` to `at`.
fn of_month(
    message: &Message,
    (from, at): (usize, usize),
    day: u32,
    today: Day,
) -> Option<Mention> {
    let mention = |to, when| Some(Mention { from, to, when });
    if message.is_any(at + 1, &["giêng", "chạp"]) {
        return mention(at + 2, When::Wrong(Doubt::LunarDate));
    }
    if !message.is_any(at + 1, &["tháng", "th"]) || message.breaks(at + 1) {
        return None;
    }
    let at_month = at + 2;
    if message.is_any(at_month, &["giêng", "chạp"]) {
        return mention(at_month + 1, When::Wrong(Doubt::LunarDate));
    }
    if message.is_any(at_month, &["này", "nay"]) {
        return mention(at_month + 1, next(month_of(today, 0), day, today));
    }
    if message.is_any(at_month, &["sau", "tới"]) {
        return mention(at_month + 1, next(month_of(today, 1), day, today));
    }
    let (month, end) = match message.number(at_month, 2) {
        Some(month) => (month, at_month + 1),
        None => {
            let (length, number) = NUMBERS
                .into_iter()
                .zip(1..)
                .chain([("tư", 4)])
                .map(|(word, number)| (message.phrase(at_month, word), number))
                .max()?;
            (length > 0).then_some((number, at_month + length))?
        }
    };
    match year_behind(message, end) {
        Some((year, end)) => mention(end, exact(year, month, day, today)),
        None => mention(end, next(month, day, today)),
    }
}

/// `thang 12 ngay 5`.
fn month_first(message: &Message, at: usize, today: Day) -> Option<Mention> {
    let month = message
        .number(at + 1, 2)
        .filter(|_| message.is(at, "tháng"))?;
    let day = message
        .number(at + 3, 2)
        .filter(|_| message.is(at + 2, "ngày"))?;
    Some(Mention {
        from: at,
        to: at + 4,
        when: next(month, day, today),
    })
}

fn month_of(today: Day, later: u32) -> u32 {
    (today.to_chrono().month0() + later) % 12 + 1
}

/// `nam 2026`, `2026`, `/2026` behind day and month: the year, and the token behind it.
fn year_behind(message: &Message, at: usize) -> Option<(u32, usize)> {
    let named = usize::from(message.is(at, "năm"));
    let year = message.number(at + named, 4)?;
    let digits = message.tokens[at + named].fold.len();
    match (digits, named) {
        (4, _) if (2000..2100).contains(&year) => Some((year, at + named + 1)),
        (2, 1) => Some((2000 + year, at + 2)),
        _ => None,
    }
}

/// The words around a day that belong to it: `ngay`, `hom`, `mung`.
pub(super) fn in_words(message: &Message, at: usize, today: Day) -> Option<Mention> {
    let mention = |to, when| Some(Mention { from: at, to, when });
    let day_after = |days| When::Day(today.plus(days));
    let said = |words: &[&str]| message.longest_of(at, words);
    let length = said(&[
        "ngày hôm nay",
        "hôm nay",
        "hum nay",
        "hum ni",
        "bữa nay",
        "hôm ni",
        "bữa ni",
        "chiều ni",
        "sáng ni",
        "ngày nay",
        "hnay",
        "sáng nay",
        "chiều nay",
        "trưa nay",
    ]);
    let now = message.is(at, "chừ") && !message.tokens[at].marks.is_empty();
    let length = length.max(usize::from(now));
    if length > 0 {
        return mention(at + length, day_after(0));
    }
    let length = said(&["ngày mai", "hôm mai", "bữa mai"]);
    if length > 0 {
        return mention(at + length, day_after(1));
    }
    let length = said(&["ngày kia", "ngày mốt", "bữa mốt", "hôm mốt"]);
    if length > 0 {
        return mention(at + length, day_after(2));
    }
    if message.is_any(at, &["mùng", "mồng", "mong"]) && message.number(at + 1, 2).is_some() {
        let solar = with_month(message, at + 1, today);
        let when = solar
            .as_ref()
            .map_or(When::Wrong(Doubt::LunarDate), |m| m.when.clone());
        return mention(solar.map_or(at + 2, |m| m.to), when);
    }
    if message.is(at, "rằm") && message.is(at + 1, "tháng") {
        return mention(at + 3, When::Wrong(Doubt::LunarDate));
    }
    if message.is(at, "rằm") && message.is_any(at + 1, &["này", "tới", "sau"]) {
        return mention(at + 2, When::Wrong(Doubt::LunarDate));
    }
    if message.is_any(at, &["ngày", "hôm"]) {
        if message.is(at + 1, "rằm") {
            return mention(at + 2, When::Wrong(Doubt::LunarDate));
        }
        // `ngày mười tám tháng một`.
        if let Some((day, length)) = day_in_words(message, at + 1)
            && let Some(mention) = of_month(message, (at, at + length), day, today)
        {
            return Some(mention);
        }
        let day = message.number(at + 1, 2)?;
        let unit = message.is_any(at + 2, &["h", "g", "giờ", "rưỡi"])
            || message.gap(at + 2).starts_with(':');
        return if unit {
            None
        } else {
            mention(at + 2, next_of_month(day, today))
        };
    }
    None
}

/// The first day that is written in the tokens `[from, to)`.
pub(super) fn first_day(message: &Message, (from, to): (usize, usize), today: Day) -> Option<Day> {
    let week = (from..to).find_map(|at| week(message, at));
    (from..to).find_map(|at| {
        let said = in_digits(message, at, today)
            .or_else(|| in_words(message, at, today))
            .or_else(|| weekday(message, at).map(|(weekday, _)| weekday));
        match said {
            Some(said) => agreed(&[said.when], week.map(|(week, _)| week), today).ok()?,
            None => None,
        }
    })
}

/// A weekday, with what shows that it is one: digits, `CN`, or words around it. `sure` tells a weekday
/// from the end of a name (Thu Hai).
pub(super) fn weekday(message: &Message, at: usize) -> Option<(Mention, bool)> {
    const NAMES: [(&[&str], u8); 6] = [
        (&["hai"], 0),
        (&["ba"], 1),
        (&["tư"], 2),
        (&["năm"], 3),
        (&["sáu"], 4),
        (&["bảy", "bẩy"], 5),
    ];
    let found = |length, day, sure: bool| {
        let (week, more) = modifier(message, at + length);
        let when = When::Weekday(day);
        let mention = Mention {
            from: at,
            to: at + length + more,
            when,
        };
        Some((mention, sure || week || more > 0))
    };
    let name = || {
        NAMES
            .iter()
            .find(|(names, _)| message.is_any(at + 1, names))
    };
    let gap = message.gap(at + 1);
    let short = is_short_weekday(message, at) && matches!(gap, "" | "." | " " | "-");
    if message.is(at, "thứ") || short {
        if let Some(day @ 2..=7) = message.number(at + 1, 1) {
            return found(2, (day - 2) as u8, !short || gap.is_empty());
        }
        if message.is(at, "thứ") && !message.breaks(at + 1) {
            let (_, day) = name()?;
            return found(2, *day, !message.tokens[at].marks.is_empty());
        }
        if let (".", Some((_, day))) = (gap, name()) {
            return found(2, *day, false);
        }
    }
    // `giấy cn quyền sử dụng đất`
    let certified = message.is(at + 1, "quyền") || at > 0 && message.is(at - 1, "giấy");
    if message.is(at, "cn") && !certified {
        return found(1, 6, true);
    }
    if message.phrase(at, "chủ nhật") > 0 {
        return found(2, 6, !message.tokens[at].marks.is_empty());
    }
    None
}

/// `T4`, `th4`; with a sign between (`t.4`, `t 4`, `T.Tư`) it is one only where no name can be.
pub(super) fn is_short_weekday(message: &Message, at: usize) -> bool {
    message.is_any(at, &["t", "th"])
}

/// What may follow a weekday: whether it names a week (which [`week`] reads), and how many tokens more belong to it.
fn modifier(message: &Message, at: usize) -> (bool, usize) {
    let week = message.longest(at, &WEEKS);
    if week > 0 {
        return (true, week);
    }
    (
        false,
        message.longest_of(
            at,
            &[
                "tới đây",
                "sắp tới",
                "tới",
                "này",
                "ni",
                "kế tiếp",
                "kế",
                "tiếp theo",
            ],
        ),
    )
}

/// The week that is named at a token, and how many tokens name it.
pub(super) fn week(message: &Message, at: usize) -> Option<(Week, usize)> {
    let length = message.longest(at, &WEEKS);
    let weeks = match () {
        () if length == 0 => return None,
        () if message.phrase(at, "tuần sau nữa") > 0 => 2,
        () if message.is_any(at + 1, &["này", "nay", "ni"]) => 0,
        () => 1,
    };
    Some((Week::After(weeks), length))
}

/// The one day that all mentions agree on, or why there is none.
pub(super) fn agreed(
    mentions: &[When],
    week: Option<Week>,
    today: Day,
) -> Result<Option<Day>, Doubt> {
    // `10/11 am lich`: that it is lunar says more than that such a day is past.
    let wrong = |when: &When| match when {
        When::Wrong(doubt) => Some(doubt.clone()),
        _ => None,
    };
    let mut wrongs = mentions.iter().filter_map(wrong);
    if let Some(first) = wrongs.next() {
        let lunar = wrongs.any(|other| other == Doubt::LunarDate);
        return Err(if lunar { Doubt::LunarDate } else { first });
    }
    let mut days = mentions.iter().filter_map(|when| match when {
        When::Day(day) => Some(*day),
        _ => None,
    });
    let mut weekdays = mentions.iter().filter_map(|when| match when {
        When::Weekday(weekday) => Some(*weekday),
        _ => None,
    });
    if let Some(day) = days.next() {
        let agree =
            days.all(|other| other == day) && weekdays.all(|weekday| weekday == day.weekday());
        return if agree {
            Ok(Some(day))
        } else {
            Err(Doubt::TwoDates)
        };
    }
    let Some(weekday) = weekdays.next() else {
        return Ok(None);
    };
    if weekdays.any(|other| other != weekday) {
        return Err(Doubt::TwoDates);
    }
    let day = match week {
        None => {
            let ahead = (i32::from(weekday) - i32::from(today.weekday())).rem_euclid(7);
            today.plus(if ahead == 0 { 7 } else { ahead })
        }
        Some(Week::After(weeks)) => {
            let monday = today.plus(-i32::from(today.weekday()));
            monday.plus(7 * weeks + i32::from(weekday))
        }
    };
    if day < today {
        Err(Doubt::PastDate)
    } else {
        Ok(Some(day))
    }
}

fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    NaiveDate::from_ymd_opt(year, month, day).map(Day::from_chrono)
}

/// A date with its year.
fn exact(year: u32, month: u32, day: u32, today: Day) -> When {
    match day_of(year as i32, month, day) {
        None => When::Wrong(Doubt::NoSuchDate),
        Some(day) if day < today => When::Wrong(Doubt::PastDate),
        Some(day) => When::Day(day),
    }
}

/// A day and month without a year: the next such day, today included.
fn next(month: u32, day: u32, today: Day) -> When {
    let this_year = today.to_chrono().year();
    let of_year = |year| day_of(year, month, day);
    let just_over = [this_year - 1, this_year]
        .into_iter()
        .filter_map(of_year)
        .any(|day| (today.plus(-JUST_OVER)..today).contains(&day));
    if just_over {
        return When::Wrong(Doubt::PastDate);
    }
    let coming = match of_year(this_year) {
        Some(day) if day >= today => Some(day),
        // 29/2 is asked for in other years than a leap year.
        Some(_) => of_year(this_year + 1),
        None => None,
    };
    coming.map_or(When::Wrong(Doubt::NoSuchDate), When::Day)
}

/// `ngay 25`: in the next month that has it, today included.
fn next_of_month(day: u32, today: Day) -> When {
    let date = today.to_chrono();
    let months = (0..12).map(|later| {
        let months = date.year() * 12 + date.month0() as i32 + later;
        day_of(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, day)
    });
    let coming = months.flatten().find(|day| *day >= today);
    coming.map_or(When::Wrong(Doubt::NoSuchDate), When::Day)
}
