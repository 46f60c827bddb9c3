//! What the office has to do about its dossiers: which are due, late, waiting, or not fetched.

use super::{Dossier, Stage};
use crate::domain::office::Office;
use crate::domain::time::Day;

/// How a dossier stands to its due date, in the order in which it presses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Overdue by so many calendar days.
    Late(i32),
    /// Due today.
    Today,
    /// Due on the next working day.
    Soon,
    /// Due within the week.
    Week,
    /// Waits for papers since so many days.
    Papers(i32),
    /// The result waits to be fetched since so many days.
    Ready(i32),
    /// Due later, or without a date.
    Later,
    /// Over.
    Over,
}

/// So many dossiers of each list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lists {
    /// Due by the end of today.
    pub today: usize,
    /// Due by the end of the week, today's not among them.
    pub week: usize,
    /// Overdue.
    pub late: usize,
    /// Waiting for papers.
    pub papers: usize,
    /// Done and not fetched.
    pub ready: usize,
}

impl Office {
    /// How a dossier stands on `today`.
    pub fn dossier_standing(&self, d: &Dossier, today: Day) -> Standing {
        let since =
            |at: Option<crate::domain::time::Minute>| at.map_or(0, |at| today.0 - at.day().0);
        let due = d.due.filter(|_| d.stage.is_open());
        let counts = d.stage != Stage::AwaitsPapers;
        match (d.stage, due) {
            (Stage::Completed, _) => Standing::Ready(since(d.ended)),
            (stage, _) if stage.is_final() => Standing::Over,
            // Papers that were asked for too late mend nothing.
            (Stage::AwaitsPapers, Some(due)) if d.asked.is_some_and(|at| at.day() > due) => {
                Standing::Late(today.0 - due.0)
            }
            (Stage::AwaitsPapers, _) => Standing::Papers(since(d.asked)),
            (_, Some(due)) if counts && due < today => Standing::Late(today.0 - due.0),
            (_, Some(due)) if due == today => Standing::Today,
            (_, Some(due)) if due <= self.rules().workday_after(today, 1) => Standing::Soon,
            (_, Some(due)) if due <= end_of_week(today) => Standing::Week,
            _ => Standing::Later,
        }
    }

    /// What there is to do about dossiers on `today`.
    pub fn dossier_lists(&self, today: Day) -> Lists {
        let mut lists = Lists::default();
        for d in self.dossiers().iter() {
            match self.dossier_standing(d, today) {
                Standing::Late(_) => lists.late += 1,
                Standing::Today => lists.today += 1,
                Standing::Soon | Standing::Week
                    if d.due.is_some_and(|due| due <= end_of_week(today)) =>
                {
                    lists.week += 1;
                }
                Standing::Papers(_) => lists.papers += 1,
                Standing::Ready(_) => lists.ready += 1,
                Standing::Soon | Standing::Week | Standing::Later | Standing::Over => {}
            }
        }
        lists
    }
}

fn end_of_week(today: Day) -> Day {
    today.plus(6 - i32::from(today.weekday()))
}
