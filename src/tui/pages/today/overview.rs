//! All queues at a glance: people and wait of each field, where the screen has room for it.

use ratatui::style::Style;

use super::newcomer::Newcomer;
use super::words;
use crate::domain::rules::FieldIx;
use crate::domain::text;
use crate::domain::time::Minute;
use crate::tui::pen::{Columns, Pen};
use crate::tui::view::View;
use crate::tui::words::Scene;

/// What they were made for: office, minute, forecast.
type Made = (u64, Minute, Option<(u64, Minute)>);

/// The queues, computed once for each change of the office and each minute.
#[derive(Clone, Debug, Default)]
pub(super) struct Overview {
    fields: Vec<(FieldIx, usize, Newcomer)>,
    made: Option<Made>,
}

impl Overview {
    /// How many lines it takes, frame included; none in an office of one field.
    pub(super) fn height(view: &View<'_>) -> u16 {
        match view.office.rules().fields.len() {
            0 | 1 => 0,
            n => n as u16 + 2,
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        let made = (view.office.serial(), view.minute(), view.forecast.stamp());
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let fields = view.office.rules().field_indexes();
        let glance = |field| {
            let queue = view.office.queue_view(field, view.minute());
            (field, queue.people(), Newcomer::of(view, field))
        };
        self.fields = fields.map(glance).collect();
    }

    /// Draws a line for each field, this counter's own ones strong.
    pub(super) fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        self.refresh(scene.view);
        let strong = pen.theme().strong();
        let mut inner = pen.framed(words::OVERVIEW, strong);
        let own = &scene.view.desk(scene.desk).fields;
        let mut inner = inner.indented(1);
        let view = scene.view;
        let said = |(field, people, newcomer): &(FieldIx, usize, Newcomer)| {
            (
                view.digit(*field).map_or(String::new(), String::from),
                view.field_name(*field),
                format!("{people:>2}"),
                words::glance(*newcomer),
            )
        };
        let mut lines: Vec<_> = self.fields.iter().map(said).collect();
        fn cells<'c>(
            (digit, name, people, wait): &'c (String, &'c str, String, String),
        ) -> [&'c str; 4] {
            [digit, name, people, wait]
        }
        let columns = Columns::measured(inner.width(), &[1], lines.iter().map(cells));
        // Of `Tư pháp – Hộ tịch` the head alone, rather than a torn name; the digit tells two of one head apart.
        for line in &mut lines {
            if text::width(line.1) >= usize::from(columns.widths[1]) {
                line.1 = line.1.split(" – ").next().unwrap_or(line.1);
            }
        }
        let rows = lines.iter().map(cells);
        let columns = Columns::measured(inner.width(), &[1], rows.clone());
        for ((row, (field, ..)), y) in rows.zip(&self.fields).zip(0..) {
            let style = match own.contains(field) {
                true => strong,
                false => Style::new(),
            };
            let cells = row.map(|cell| (cell, style));
            columns.put(&mut inner.line(y), cells);
        }
    }
}
