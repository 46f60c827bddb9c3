//! What citizens think of how they were served (S5): one rating for each finished visit, and the totals that are shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// So many ratings come out at once, and so many there must be before any total is shown: from fewer one could tell who
/// gave which.
pub const LOT: usize = 5;
/// The most questions of an office's own.
pub const MOST_QUESTIONS: usize = 3;
/// The most characters of a comment that are kept.
pub const LONGEST_COMMENT: usize = 500;
/// So many days after the visit's day it may be rated.
pub const RIGHT_LIVES: i32 = 30;
/// From so many stars on somebody is satisfied.
const SATISFIED: u8 = 4;

/// One rating. In their order nothing is left of the order in which they came.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Rating {
    /// 1 to 5.
    pub stars: u8,
    /// The office's questions that were answered, each 1 to 5.
    pub answers: Vec<(String, u8)>,
    /// What was said besides.
    pub comment: Option<String>,
}

impl Rating {
    /// With its comment cut to what is kept.
    pub fn new(stars: u8, answers: Vec<(String, u8)>, comment: Option<&str>) -> Self {
        let comment = comment.map(|text| text.chars().take(LONGEST_COMMENT).collect());
        Self {
            stars: stars.clamp(1, 5),
            answers,
            comment: comment.filter(|text: &String| !text.is_empty()),
        }
    }
}

/// Whom a rating is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rated {
    /// The official who finished the visit, by id.
    Official(String),
    /// Where nobody signs in: the counter, by id.
    Counter(String),
}

impl Rated {
    /// As it is written in the store.
    pub fn id(&self) -> String {
        match self {
            Self::Official(id) => format!("official/{id}"),
            Self::Counter(id) => format!("counter/{id}"),
        }
    }

    /// Reads it again.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('/')?;
        match kind {
            "official" => Some(Self::Official(id.to_owned())),
            "counter" => Some(Self::Counter(id.to_owned())),
            _ => None,
        }
    }
}

/// A month as ratings bear it: `2026-11`.
pub fn month_of(day: super::time::Day) -> String {
    day.to_string().chars().take(7).collect()
}

/// Ratings counted together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stars {
    /// How many.
    pub count: u32,
    /// All stars together.
    pub sum: u32,
    /// How many gave four or five.
    pub satisfied: u32,
}

impl Stars {
    /// So many ratings of so many stars more.
    pub fn add(&mut self, stars: u8, times: u32) {
        self.count += times;
        self.sum += u32::from(stars) * times;
        self.satisfied += times * u32::from(stars >= SATISFIED);
    }

    /// Others too.
    pub fn join(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.satisfied += other.satisfied;
    }

    /// The mean, and the share of the satisfied in percent; `None` as long as there are too few.
    pub fn shown(&self) -> Option<(f64, f64)> {
        let count = f64::from(self.count);
        (self.count as usize >= LOT).then(|| {
            (
                f64::from(self.sum) / count,
                100.0 * f64::from(self.satisfied) / count,
            )
        })
    }
}

/// The ratings of one official or counter in some months.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// All together.
    pub all: Stars,
    /// By the office's questions.
    pub answers: BTreeMap<String, Stars>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_a_lot_are_not_shown() {
        let mut stars = Stars::default();
        for n in [5, 5, 4, 1] {
            stars.add(n, 1);
        }
        assert_eq!(stars.shown(), None);
        stars.add(3, 1);
        assert_eq!(stars.shown(), Some((3.6, 60.0)));
    }

    #[test]
    fn who_is_rated_is_written_and_read() {
        for who in [
            Rated::Official("ha/2".to_owned()),
            Rated::Counter("1".to_owned()),
        ] {
            assert_eq!(Rated::read(&who.id()), Some(who));
        }
        assert_eq!(Rated::read("x/1"), None);
    }
}
