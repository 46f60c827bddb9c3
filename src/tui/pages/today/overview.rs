//! All queues at a glance: people and wait of each field, where the screen has room for it.

use ratatui::style::Style;

use super::words;
use crate::domain::queue_view::Wait;
use crate::domain::rules::FieldIx;
use crate::domain::time::Minute;
use crate::tui::pen::{Columns, Pen};
use crate::tui::view::View;
use crate::tui::words::{Scene, wait_short};

/// The queues, computed once for each change of the office and each minute.
#[derive(Clone, Debug, Default)]
pub(super) struct Overview {
    fields: Vec<(FieldIx, usize, Wait)>,
    made: Option<(u64, Minute)>,
}

const PEOPLE: u16 = 4;
const WAIT: u16 = 14;

impl Overview {
    /// How many lines it takes, frame included; none in an office of one field.
    pub(super) fn height(view: &View<'_>) -> u16 {
        match view.office.rules().fields.len() {
            0 | 1 => 0,
            n => n as u16 + 2,
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        let made = (view.office.serial(), view.minute());
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let fields = view.office.rules().field_indexes();
        let glance = |field| {
            let queue = view.office.queue_view(field, view.minute());
            (field, queue.people(), queue.wait)
        };
        self.fields = fields.map(glance).collect();
    }

    /// Draws a line for each field, this counter's own ones strong.
    pub(super) fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        self.refresh(scene.view);
        let strong = pen.theme().strong();
        let mut inner = pen.framed(words::OVERVIEW, strong);
        let columns = Columns {
            widths: [
                inner.width().saturating_sub(PEOPLE + WAIT + 2),
                PEOPLE + 1,
                WAIT,
            ],
            number: 2,
        };
        let own = &scene.view.desk(scene.desk).fields;
        let mut inner = inner.indented(1);
        for ((field, people, wait), y) in self.fields.iter().zip(0..) {
            let style = if own.contains(field) {
                strong
            } else {
                Style::new()
            };
            let cells = [
                (scene.view.field_name(*field), style),
                (&*format!("{people:>4}"), style),
                (&*wait_short(*wait), style),
            ];
            columns.put(&mut inner.line(y), cells);
        }
    }
}
