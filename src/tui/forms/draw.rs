//! How a form looks: at the bottom of the room, so that those in service stay in sight.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::{Form, Row, Widget};
use crate::domain::text;
use crate::tui::keymap::Keymap;
use crate::tui::list::mark;
use crate::tui::pen::{Pen, beside, wrapped};
use crate::tui::words::forms as words;

const WIDEST: u16 = 80;
const LABEL: u16 = 14;
/// Rows of a list in focus, where there is room for them.
const LIST: usize = 8;

impl Form {
    /// Whether the focus is in a list.
    pub(crate) fn is_on_list(&mut self) -> bool {
        let rows = self.fields.rows();
        matches!(rows.get(self.focus), Some(row) if matches!(row.widget, Widget::Pick(_)))
    }

    /// Whether the row in focus is a list of which nothing fits what was typed; why is then said.
    pub(super) fn fits_nothing(&mut self) -> bool {
        let mut rows = self.fields.rows();
        let Some(Widget::Pick(choice)) = rows.get_mut(self.focus).map(|row| &mut row.widget) else {
            return false;
        };
        let is_nothing = choice.refuse();
        let why = choice.why_nothing().unwrap_or(words::NO_MATCH).to_owned();
        drop(rows);
        if is_nothing {
            self.error = Some(why);
        }
        is_nothing
    }

    /// So many lines hold it with the longest of its lists, as far as lists are shown.
    pub(crate) fn height(&mut self, width: u16) -> u16 {
        let width = usize::from(width.min(WIDEST).saturating_sub(4));
        let said = [Some(self.note.as_str()), self.error.as_deref()];
        let said = said.into_iter().flatten().map(|s| wrapped(s, width).len());
        let said = said.sum::<usize>();
        let rows = self.fields.rows();
        let list = |row: &Row<'_>| match &row.widget {
            Widget::Pick(choice) => choice.rows(LIST).len(),
            _ => 0,
        };
        let list = rows.iter().map(list).max().unwrap_or(0);
        (said + rows.len() + list + 3) as u16
    }

    /// Draws the form; answers where the real cursor belongs.
    pub(crate) fn draw(&mut self, map: &Keymap, pen: &mut Pen<'_>) -> Option<Position> {
        let width = usize::from(pen.width().min(WIDEST).saturating_sub(4));
        let note = wrapped(&self.note, width);
        let error = self
            .error
            .as_deref()
            .map_or(Vec::new(), |e| wrapped(e, width));
        let acts = self.acts();
        let has_back = !self.is_locked;
        let verb = self.fields.verb().unwrap_or(self.verb);
        let rows = self.fields.rows();
        let fixed = note.len() + error.len() + rows.len() + 1;
        let room = usize::from(pen.height()).saturating_sub(fixed + 2);
        let focused = rows.get(self.focus).map(|row| &row.widget);
        let list = match focused {
            Some(Widget::Pick(choice)) => choice.rows(LIST.min(room)).len().max(1),
            _ => 0,
        };
        let keys = words::keys(
            map,
            if acts { verb } else { words::NEXT_ROW },
            matches!(focused, Some(Widget::Flag(_))),
            rows.len() > 1,
            has_back,
        );
        let theme = pen.theme();
        let mut window = pen.window(WIDEST, fixed + list, &self.title);
        let mut y = 0;
        for line in &note {
            window.put((0, y), line, theme.faint());
            y += 1;
        }
        let mut cursor = None;
        for (i, row) in rows.iter().enumerate() {
            let at = draw_row(row, i == self.focus, map, &mut window.line(y));
            y += 1;
            if i == self.focus {
                cursor = at;
                y = draw_list(row, list, y, &mut window);
            }
        }
        for line in &error {
            window.put((0, y), line, theme.bad());
            y += 1;
        }
        window.put((0, y), &keys, theme.faint());
        cursor
    }
}

/// What can be chosen in the row in focus. Answers the next line.
fn draw_list(row: &Row<'_>, height: usize, mut y: u16, pen: &mut Pen<'_>) -> u16 {
    let Widget::Pick(choice) = &row.widget else {
        return y;
    };
    let theme = pen.theme();
    let items = choice.rows(height);
    let last = choice.rows(usize::MAX).pop().map(|item| item.label);
    let is_cut = items.last().map(|item| item.label) != last;
    for item in &items {
        pen.put((LABEL, y), mark(item.selected), Style::new());
        pen.put((LABEL + 2, y), item.label, theme.row(item.selected));
        y += 1;
    }
    if is_cut && !items.is_empty() {
        pen.put((LABEL - 2, y - 1), words::MORE_BELOW, theme.faint());
    }
    if items.is_empty() && height > 0 {
        let why = choice.why_nothing().unwrap_or(words::NOTHING_MATCHES);
        pen.put((LABEL + 2, y), why, theme.bad());
        y += 1;
    }
    y
}

fn draw_row(row: &Row<'_>, focused: bool, map: &Keymap, pen: &mut Pen<'_>) -> Option<Position> {
    let theme = pen.theme();
    let style = if focused {
        theme.strong()
    } else {
        Style::new()
    };
    pen.put_in((0, 0), LABEL - 1, row.label, style);
    let field = beside(pen.area, pen.width().saturating_sub(LABEL)).1;
    let mut pen = pen.within(field);
    let cursor = match &row.widget {
        Widget::Text(input) | Widget::Secret(input) => {
            let mut seen = input.view(pen.width());
            if matches!(row.widget, Widget::Secret(_)) {
                seen.text = "•".repeat(text::width(seen.text.trim_end()));
            }
            match input.is_empty() {
                true => pen.put((2, 0), row.hint, theme.faint()),
                false => pen.put((0, 0), &seen.text, Style::new()),
            };
            seen.cursor
        }
        Widget::Flag(on) => {
            let used = pen.put((0, 0), words::flag(**on), style);
            pen.put((used + 2, 0), row.hint, theme.faint());
            1
        }
        Widget::Pick(choice) if focused => {
            let seen = choice.filter(pen.width());
            match seen.text.trim().is_empty() {
                true => pen.put((2, 0), &words::how_to_choose(row.label, map), theme.faint()),
                false => pen.put((0, 0), &seen.text, Style::new()),
            };
            seen.cursor
        }
        Widget::Pick(choice) => {
            let rows = choice.rows(1);
            let chosen = rows.first().filter(|item| item.selected);
            let label = chosen.map_or(words::NOT_CHOSEN, |item| item.label);
            pen.put((0, 0), label, Style::new());
            0
        }
    };
    pen.position((cursor, 0)).filter(|_| focused)
}
