//! Local time in whole minutes (UTC+7, no summer time). No clock is read here.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// Minutes in a day.
pub const DAY_MINUTES: i32 = 24 * 60;

/// A local minute, counted from 1970-01-01 00:00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minute(pub i32);

/// A local calendar day, counted from 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// A time of day in minutes after midnight.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeOfDay(pub i32);

/// The half-day session that a booking is in: 07:30–11:00 or 13:30–17:00 (S1.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Half {
    /// Morning (`Buổi sáng`).
    #[serde(rename = "AM")]
    Am,
    /// Afternoon (`Buổi chiều`).
    #[serde(rename = "PM")]
    Pm,
}

impl Half {
    /// Both, in the order of the day.
    pub const BOTH: [Self; 2] = [Self::Am, Self::Pm];

    /// The other half of the day.
    pub fn other(self) -> Self {
        match self {
            Self::Am => Self::Pm,
            Self::Pm => Self::Am,
        }
    }

    /// The name used in events: `AM` or `PM`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Am => "AM",
            Self::Pm => "PM",
        }
    }
}

impl Minute {
    /// The day that holds this minute.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(DAY_MINUTES))
    }

    /// The time of day.
    pub fn time(self) -> TimeOfDay {
        TimeOfDay(self.0.rem_euclid(DAY_MINUTES))
    }

    /// This minute, `minutes` later.
    pub fn plus(self, minutes: i32) -> Self {
        Self(self.0.saturating_add(minutes))
    }

    /// From a chrono time; seconds are cut off.
    pub fn from_chrono(t: NaiveDateTime) -> Self {
        Day::from_chrono(t.date()).at(TimeOfDay((t.hour() * 60 + t.minute()) as i32))
    }

    /// `YYYY-MM-DDTHH:MM`, as in events; seconds may follow and are cut off.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
            .ok()
            .map(Self::from_chrono)
            .filter(|t| t.day().is_sane())
    }
}

impl Day {
    const EPOCH_FROM_CE: i32 = 719_163;

    /// The minute of this day at `time`.
    pub fn at(self, time: TimeOfDay) -> Minute {
        self.start().plus(time.0)
    }

    /// Midnight at the beginning of this day.
    pub fn start(self) -> Minute {
        Minute(self.0.saturating_mul(DAY_MINUTES))
    }

    /// The day after.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// This day, `days` later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// 0 = Monday … 6 = Sunday.
    pub fn weekday(self) -> u8 {
        // Day 0 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// From a chrono date.
    pub fn from_chrono(d: NaiveDate) -> Self {
        Self(d.num_days_from_ce() - Self::EPOCH_FROM_CE)
    }

    /// As a chrono date.
    pub fn to_chrono(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(Self::EPOCH_FROM_CE))
            .unwrap_or(NaiveDate::MAX)
    }

    /// `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .map(Self::from_chrono)
            .filter(|d| d.is_sane())
    }

    /// Whether minutes of this day can be counted without overflow: years 1900 to 2999.
    fn is_sane(self) -> bool {
        (-25_567..376_200).contains(&self.0)
    }
}

impl TimeOfDay {
    /// `HH:MM`.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveTime::parse_from_str(text, "%H:%M")
            .ok()
            .map(Self::from_chrono)
    }

    /// From a chrono time of day; seconds are cut off.
    pub fn from_chrono(t: NaiveTime) -> Self {
        Self((t.hour() * 60 + t.minute()) as i32)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day(), self.time())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_chrono().format("%Y-%m-%d"))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_minutes_agree_with_the_calendar() {
        let t = Minute::parse("2026-11-23T08:42").unwrap();
        assert_eq!(t.to_string(), "2026-11-23T08:42");
        assert_eq!(t.day().weekday(), 0, "a Monday");
        assert_eq!(t.time(), TimeOfDay(8 * 60 + 42));
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(
            Day::parse("2024-02-29").unwrap().next().to_string(),
            "2024-03-01"
        );
        assert_eq!(Minute::parse("2026-11-23T08:42:59"), Some(t));
    }

    #[test]
    fn unreal_dates_and_times_are_refused() {
        for text in [
            "2026-02-30T08:00",
            "2026-11-23T24:00",
            "2026-11-23",
            "",
            "9999-01-01T00:00",
            "x",
        ] {
            assert_eq!(Minute::parse(text), None, "{text}");
        }
        assert_eq!(Day::parse("2026-13-01"), None);
        assert_eq!(TimeOfDay::parse("7h30"), None);
    }
}
