//! All queues at a glance: people and wait of each field, where the screen has room for it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{framed, put};
use super::theme::Look;
use super::view::View;
use super::words;
use crate::domain::queue_view::Wait;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::time::Minute;

/// The queues, computed once for each change of the office and each minute.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    fields: Vec<(FieldIx, usize, Wait)>,
    made: Option<(u64, Minute)>,
}

const PEOPLE: u16 = 4;
const WAIT: u16 = 14;

impl Overview {
    /// How many lines it takes, frame included; none in an office of one field.
    pub fn height(view: &View<'_>) -> u16 {
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
    pub fn draw(
        &mut self,
        view: &View<'_>,
        desk: CounterIx,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        self.refresh(view);
        let title = "Các hàng chờ";
        let inner = framed(buf, area, look.glyphs.frame(), title, look.theme.strong());
        let own = &view.desk(desk).fields;
        for ((field, people, wait), y) in self.fields.iter().zip(inner.y..inner.bottom()) {
            let style = if own.contains(field) {
                look.theme.strong()
            } else {
                Style::new()
            };
            let name = inner.width.saturating_sub(PEOPLE + WAIT + 2);
            let x = inner.x + 1;
            put(
                buf,
                (x, y),
                name.saturating_sub(1),
                view.field_name(*field),
                style,
            );
            put(buf, (x + name, y), PEOPLE, &format!("{people:>4}"), style);
            let words = words::wait_short(*wait);
            put(buf, (x + name + PEOPLE + 1, y), WAIT, &words, style);
        }
    }
}
