//! The figures at the desk: read while they are looked at, and again when the office has gone on.

use super::Desk;
use crate::app::figures::Report;
use crate::domain::figures::Length;
use crate::domain::time::Minute;

/// What was read last.
#[derive(Default)]
pub(super) struct Figures {
    report: Option<Report>,
    /// For which period, at which event and minute.
    of: Option<(Length, u32, u64, Minute)>,
}

impl Figures {
    /// What the page shows.
    pub(super) fn shown(&self) -> Option<&Report> {
        self.report.as_ref()
    }
}

impl Desk {
    /// Reads the figures that are looked at, unless they are the ones of now. Answers whether anything that is drawn has
    /// changed.
    pub(super) fn read_figures(&mut self) -> bool {
        let Some((length, back)) = self.screen.wants_figures() else {
            return false;
        };
        let now = Minute::from_chrono(self.live.now()).max(self.live.office().now());
        let of = Some((length, back, self.live.office().serial(), now));
        if self.figures.of == of {
            return false;
        }
        match Report::of(&self.live, length, back, now) {
            Ok(report) => {
                let report = Some(report);
                let changed = self.figures.report != report;
                self.figures = Figures { report, of };
                changed
            }
            Err(error) => {
                self.figures.of = of;
                self.fail(&error.to_string());
                true
            }
        }
    }
}
