//! Hours and half-days in messages.

use super::lexicon::NOT;
use super::words::Message;
use crate::domain::time::{Half, TimeOfDay};

/// Hours up to this one are the afternoon's when nothing says otherwise: 1:00 to 5:30.
const AFTERNOON: std::ops::RangeInclusive<i32> = 60..=5 * 60 + 30;
const NOON: i32 = 12 * 60;

/// An hour as it stands in a message: tokens `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hour {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Minutes after midnight, as written.
    minutes: i32,
    /// What stands beside it.
    part: Option<PartOfDay>,
}

/// A part of the day that an hour is said with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PartOfDay {
    Half(Half),
    Noon,
    Evening,
}

/// Whether a time is said at a token: `chiều`, `thứ sáu`, `8h`.
pub(super) fn is_time(message: &Message, at: usize) -> bool {
    const DAYS: [&str; 9] = [
        "mai", "mốt", "thứ", "t", "ngày", "hôm", "buổi", "tuần", "sang",
    ];
    half(message, at).is_some() || message.number(at, 2).is_some() || message.is_any(at, &DAYS)
}

/// The hour at a token: `8h30`, `8 gio 30`, `14:30`, `14g`, `8 ruoi`, `9h kem 15`, `2h chieu`. `free` are the
/// tokens that no date has taken.
pub(super) fn hour(message: &Message, at: usize, free: &dyn Fn(usize) -> bool) -> Option<Hour> {
    let from = at;
    let (hours, at) = match in_words(message, at) {
        Some((hours, length)) if (at..at + length).all(free) => (hours, at + length - 1),
        _ => (message.number(at, 2)? as i32, at),
    };
    if hours >= 24 || !free(at) || is_network(message, at) {
        return None;
    }
    let minutes_at = |at: usize| {
        let minutes = message
            .number(at, 2)
            .filter(|minutes| *minutes < 60 && free(at))?;
        Some(minutes as i32)
    };
    let (mut minutes, mut to);
    if message.gap(at + 1) == ":"
        && message
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.fold.len() == 2)
    {
        minutes = minutes_at(at + 1)?;
        to = at + 2;
        if message.gap(to) == ":" && minutes_at(to).is_some() {
            to += 1;
        }
        to += usize::from(message.gap(to).is_empty() && message.is_any(to, &["h", "am", "pm"]));
        if message.is(to - 1, "pm") && hours < 12 {
            minutes += NOON;
        }
    } else if message.is(at + 1, "rưỡi") && !message.breaks(at + 1) {
        (minutes, to) = (30, at + 2);
    } else if message.is_any(at + 1, &["am", "pm"]) && message.gap(at + 1).is_empty() && hours <= 12
    {
        let later = message.is(at + 1, "pm") && hours < 12;
        (minutes, to) = (if later { NOON } else { 0 }, at + 2);
    } else if message.is_any(at + 1, &["h", "g", "giờ"])
        && !message.breaks(at + 1)
        && !message.line_ends(at + 1)
    {
        (minutes, to) = (0, at + 2);
        let near = matches!(message.gap(to), "" | " " | ":");
        let two = message.tokens.get(to).is_some_and(|t| t.fold.len() == 2)
            || !message.gap(to).contains(' ');
        if near
            && two
            && let Some(behind) = minutes_at(to)
        {
            minutes = behind;
            to += 1;
            to += usize::from(message.is_any(to, &["p", "phút", "ph"]));
        } else if let Some((behind, length)) = minutes_in_words(message, to)
            .filter(|(_, length)| *length > 1 || message.is_any(to + length, &["p", "phút", "ph"]))
        {
            minutes = behind;
            to += length;
            to += usize::from(message.is_any(to, &["p", "phút", "ph"]));
        } else if message.is(to, "rưỡi") {
            minutes = 30;
            to += 1;
        }
    } else {
        return None;
    }
    let less = minutes_at(to + 1).map(|less| (less, 1));
    if message.is_any(to, &["kém", "thiếu"])
        && let Some((less, length)) = less.or_else(|| minutes_in_words(message, to + 1))
    {
        minutes -= less;
        to += 1 + length;
        to += usize::from(message.is_any(to, &["p", "phút", "ph"]));
    }
    let behind = part_at(message, to).filter(|_| !message.breaks(to));
    let early = (6 * 60..7 * 60 + 30).contains(&(hours * 60 + minutes)) && !message.breaks(to);
    let evening = early && is_evening(message, to);
    let behind = behind.or(evening.then_some((PartOfDay::Evening, 1)));
    let (part, to) = match behind {
        Some((part, length)) => (Some(part), to + length),
        None => (None, to),
    };
    Some(Hour {
        from,
        to,
        minutes: hours * 60 + minutes,
        part,
    })
    .filter(|hour| hour.minutes >= 0)
}

/// The time that is said by the end of a half-day, at a token: `gần trưa`, `cuối giờ chiều`. Bare `chieu muon` may be *chiều muốn*:
/// then something else must follow than a word.
pub(super) fn late(message: &Message, at: usize) -> Option<Hour> {
    const MORNING: (Half, i32) = (Half::Am, 10 * 60 + 30);
    const AFTERNOON: (Half, i32) = (Half::Pm, 16 * 60);
    const MORNINGS: [&str; 6] = [
        "gần trưa",
        "sát trưa",
        "cuối giờ sáng",
        "cuối buổi sáng",
        "cuối sáng",
        "sáng muộn",
    ];
    const AFTERNOONS: [&str; 6] = [
        "xế chiều",
        "cuối giờ chiều",
        "cuối buổi chiều",
        "cuối chiều",
        "chiều muộn",
        "muộn chiều",
    ];
    let said = [(MORNING, &MORNINGS), (AFTERNOON, &AFTERNOONS)];
    let ((half, minutes), length) = said
        .map(|(time, phrases)| (time, message.longest_of(at, phrases)))
        .into_iter()
        .find(|(_, length)| *length > 0)?;
    let to = at + length;
    let wish = message.is(to - 1, "muốn") && message.is_word(to) && !message.breaks(to);
    (!wish).then_some(Hour {
        from: at,
        to,
        minutes,
        part: Some(PartOfDay::Half(half)),
    })
}

/// One to twelve, as hours and months are counted.
pub(super) const NUMBERS: [&str; 12] = [
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
];

/// An hour in words before `giờ`, and its tokens: `hai gio chieu`, `mười một giờ`.
fn in_words(message: &Message, at: usize) -> Option<(i32, usize)> {
    let named = (1..)
        .zip(NUMBERS)
        .map(|(hours, name)| (hours, message.longest_of(at, &[name])));
    let (hours, length) = named.max_by_key(|(_, length)| *length)?;
    let last = at + length;
    let first = message.tokens.get(at)?;
    // Without accents `bay gio` is most often "now", and `sau gio` "after the hours"; `Hai` and `Nam` are names, too.
    let unclear = first.capital || (first.marks.is_empty() && matches!(hours, 6 | 7));
    (length > 0 && !unclear && message.is(last, "giờ") && !message.breaks(last))
        .then_some((hours, length))
}

/// Minutes in words, and their tokens: `ba muoi`, `muoi lam`.
fn minutes_in_words(message: &Message, at: usize) -> Option<(i32, usize)> {
    const NAMES: [(&str, i32); 12] = [
        ("năm", 5),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai lăm", 25),
        ("hai mươi lăm", 25),
        ("ba mươi", 30),
        ("ba lăm", 35),
        ("bốn mươi", 40),
        ("bốn lăm", 45),
        ("bốn mươi lăm", 45),
        ("năm mươi", 50),
    ];
    let found = NAMES.map(|(name, minutes)| (message.phrase(at, name), minutes));
    let (length, minutes) = found.into_iter().max()?;
    (length > 0).then_some((minutes, length))
}

/// `4G` is no hour.
fn is_network(message: &Message, at: usize) -> bool {
    let next = message.tokens.get(at + 1);
    message.number(at, 1).is_some_and(|n| (3..=5).contains(&n))
        && message.gap(at + 1).is_empty()
        && next.is_some_and(|token| token.fold == "g" && token.capital)
}

/// A part of the day that directly follows an hour, and its tokens.
fn part_at(message: &Message, at: usize) -> Option<(PartOfDay, usize)> {
    if let Some((half, length)) = half(message, at) {
        return Some((PartOfDay::Half(half), length));
    }
    let accents = !message.tokens.get(at)?.marks.is_empty();
    // `2h chiêu`: a slip of the accents.
    if matches!(message.tokens[at].fold.as_str(), "chieu" | "chiu") && !message.tokens[at].capital {
        return Some((PartOfDay::Half(Half::Pm), 1));
    }
    if message.is(at, "trưa") {
        return Some((PartOfDay::Noon, 1));
    }
    // Without accents `toi` is most often "I", which ends no sentence behind an hour.
    let last = at + 1 == message.tokens.len() || message.breaks(at + 1);
    // `7h toi 1/12`
    let date = message.number(at + 1, 2).is_some() && message.gap(at + 2) == "/";
    let last = last || date;
    ((accents || last) && message.is(at, "tối")).then_some((PartOfDay::Evening, 1))
}

/// Whether `toi` without its accent at a token, behind an hour at which nobody comes yet, is the evening: `7h toi co duoc khong`, `7h toi
/// thu 5`; but `7h toi co mat`, `7h toi la …` is *tôi*.
fn is_evening(message: &Message, at: usize) -> bool {
    const MAY: [&str; 6] = ["có được", "có đc", "có dc", "được", "đc", "dc"];
    /// Words between the two.
    const NEAR: usize = 2;
    let next = at + 1;
    let may = message.longest_of(next, &MAY);
    let asked = |at: usize| message.is_any(at, &NOT);
    let asks = may > 0 && (next + may..=next + may + NEAR).any(asked);
    let weekday = message.is(next, "thứ")
        && (message.number(next + 1, 1).is_some() || message.is_any(next + 1, &NUMBERS[1..7]));
    let day = weekday
        || message.is(next, "ngày") && message.number(next + 1, 2).is_some()
        || message.is(next, "mai")
            && !message.tokens[next].capital
            && !message.is_any(next + 1, &["văn", "thị"]);
    message.is(at, "tối") && (asks || day)
}

/// The half-day that is named at a token, and how many tokens name it.
pub(super) fn half(message: &Message, at: usize) -> Option<(Half, usize)> {
    let around = message.longest_of(
        at,
        &[
            "vào buổi",
            "đầu giờ",
            "cuối giờ",
            "đầu buổi",
            "cuối buổi",
            "buổi",
        ],
    );
    let word = at + around;
    // `sấng`: the keyboard doubled a letter (`saangs`).
    // `sáng sớm`, but not behind `Thị`.
    let early = message.is(word + 1, "sớm") && !message.breaks(word + 1);
    let named = word > 0 && message.is_any(word - 1, &["văn", "thị"]);
    let half = if message.is_any(word, &["sáng", "sấng"]) {
        let length = if early && !named { 2 } else { 1 };
        return Some((Half::Am, around + length));
    } else if message.is(word, "chiều") || said_in_south(message, word, around > 0) {
        Half::Pm
    } else {
        return None;
    };
    Some((half, around + 1))
}

/// `chìu`, `xế`, `buổi xế`: the afternoon, as it is said in the south. Bare `chiu` may be *chịu*, and bare `xe` a vehicle.
fn said_in_south(message: &Message, at: usize, named: bool) -> bool {
    let accented = |at: usize| !message.tokens[at].marks.is_empty();
    message.is_any(at, &["chìu", "xế"]) && (named || accented(at))
}

impl Hour {
    /// Whether the half-day is said with it.
    pub(super) fn has_part(&self) -> bool {
        self.part.is_some()
    }

    /// Whether it is one of the noon break or the evening, as that is said: `12h trua`, `7h tối`.
    pub(super) fn is_closed(&self) -> bool {
        let noon = NOON..NOON + 60;
        match self.part {
            Some(PartOfDay::Evening) => true,
            Some(PartOfDay::Noon) => noon.contains(&self.minutes),
            _ => false,
        }
    }

    /// The time of day that is meant, with the half-day that the rest of the message names.
    pub(super) fn time(&self, half: Option<Half>) -> TimeOfDay {
        let part = self.part.or(half.map(PartOfDay::Half));
        let early = self.minutes < NOON;
        let later = match part {
            Some(PartOfDay::Half(Half::Pm) | PartOfDay::Evening) => early && self.minutes >= 60,
            Some(PartOfDay::Noon) => self.minutes < 3 * 60,
            Some(PartOfDay::Half(Half::Am)) => false,
            None => AFTERNOON.contains(&self.minutes),
        };
        TimeOfDay(if later {
            self.minutes + NOON
        } else {
            self.minutes
        })
    }
}

/// The half-day of an hour.
pub(super) fn half_of(time: TimeOfDay) -> Half {
    if time.0 < NOON { Half::Am } else { Half::Pm }
}
