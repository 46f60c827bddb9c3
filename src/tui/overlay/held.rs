//! How often the waits that people were told came true, by hour.

use ratatui::style::Style;

use crate::app::waits::Held;
use crate::tui::pen::{Columns, Pen};
use crate::tui::words::{CLOSE, held as words};

/// The window.
#[derive(Clone, Debug)]
pub(crate) struct HeldWindow {
    hours: Result<Vec<Held>, String>,
}

impl HeldWindow {
    /// For what was counted, or the words that say why it could not be.
    pub(crate) fn new(hours: Result<Vec<Held>, String>) -> Self {
        Self { hours }
    }

    /// Draws it.
    pub(crate) fn draw(&self, pen: &mut Pen<'_>) {
        pen.clear();
        let theme = pen.theme();
        let mut inner = pen.framed(words::TITLE, theme.strong());
        let mut inner = inner.indented(1);
        let hours = match &self.hours {
            Ok(hours) if hours.is_empty() => {
                inner.put_wrapped(0, words::NONE, Style::new());
                return;
            }
            Ok(hours) => hours,
            Err(why) => {
                inner.put_wrapped(0, why, theme.warning());
                return;
            }
        };
        let total = Held {
            hour: 0,
            told: hours.iter().map(|h| h.told).sum(),
            held: hours.iter().map(|h| h.held).sum(),
        };
        let y = inner.put_wrapped(0, &words::total(total), theme.strong());
        let rows: Vec<[String; 3]> = hours.iter().map(|h| words::row(*h)).collect();
        let titles = [words::TITLES];
        let cells = rows.iter().map(|row| row.each_ref().map(String::as_str));
        let columns =
            Columns::measured(inner.width(), &[], titles.into_iter().chain(cells.clone()));
        let lines = titles.into_iter().map(|t| (t, theme.faint()));
        let lines = lines.chain(cells.map(|row| (row, Style::new())));
        for ((row, style), y) in lines.zip(y..inner.height().saturating_sub(1)) {
            columns.put(&mut inner.line(y), row.map(|cell| (cell, style)));
        }
        let last = inner.height().saturating_sub(1);
        inner.put((0, last), CLOSE, theme.faint());
    }
}
