//! A form over the queue: at the bottom of the room, so that those in service stay in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Form, Row, Widget};
use crate::domain::text;
use crate::tui::paint::{cleared, framed, put, wrapped};
use crate::tui::theme::Look;

const WIDEST: u16 = 80;
const LABEL: u16 = 14;
/// Rows of a list in focus, where there is room for them.
const LIST: usize = 8;

/// Draws the form at the bottom of `room`; answers where the real cursor belongs.
pub fn draw(form: &Form, buf: &mut Buffer, room: Rect, look: Look) -> Option<Position> {
    let width = room.width.min(WIDEST);
    let inner_width = usize::from(width.saturating_sub(4));
    let note = wrapped(&form.note, inner_width);
    let error = form
        .error
        .as_deref()
        .map_or(Vec::new(), |e| wrapped(e, inner_width));
    let shown = form.shown();
    let fixed = note.len() + error.len() + shown.len() + 3;
    let room_for_list = usize::from(room.height).saturating_sub(fixed);
    let list = form
        .rows
        .get(form.focus)
        .map_or(0, |row| match &row.widget {
            Widget::Pick(choice) => choice.rows(LIST.min(room_for_list)).count().max(1),
            _ => 0,
        });
    let height = ((fixed + list) as u16).min(room.height);
    let area = Rect {
        x: room.x + (room.width - width) / 2,
        y: room.bottom() - height,
        width,
        height,
    };
    cleared(buf, area);
    let inner = framed(
        buf,
        area,
        look.glyphs.frame(),
        &form.title,
        look.theme.strong(),
    );
    let left = inner.x + 1;
    let wide = inner.width.saturating_sub(2);
    let mut y = inner.y;
    for line in &note {
        put(buf, (left, y), wide, line, look.theme.faint());
        y += 1;
    }
    let mut cursor = None;
    for i in shown {
        let row = &form.rows[i];
        let focused = i == form.focus;
        let at = draw_row(row, focused, buf, (left, y), wide, look);
        y += 1;
        if focused {
            cursor = at;
            if let Widget::Pick(choice) = &row.widget {
                for item in choice.rows(list) {
                    let mark = if item.selected { "▸ " } else { "  " };
                    let style = if item.selected {
                        look.theme.selected()
                    } else {
                        Style::new()
                    };
                    put(buf, (left + LABEL, y), 2, mark, Style::new());
                    put(
                        buf,
                        (left + LABEL + 2, y),
                        wide.saturating_sub(LABEL + 2),
                        item.label,
                        style,
                    );
                    y += 1;
                }
                if choice.selected().is_none() && list > 0 {
                    let words = "không có dòng nào khớp";
                    put(
                        buf,
                        (left + LABEL + 2, y),
                        wide.saturating_sub(LABEL + 2),
                        words,
                        look.theme.bad(),
                    );
                    y += 1;
                }
            }
        }
    }
    for line in &error {
        put(buf, (left, y), wide, line, look.theme.bad());
        y += 1;
    }
    put(buf, (left, y), wide, &keys(form), look.theme.faint());
    cursor.filter(|at| inner.contains(*at))
}

fn draw_row(
    row: &Row,
    focused: bool,
    buf: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    look: Look,
) -> Option<Position> {
    let label = if focused {
        look.theme.strong()
    } else {
        Style::new()
    };
    put(buf, (x, y), LABEL - 1, row.label, label);
    let (x, width) = (x + LABEL, width.saturating_sub(LABEL));
    let hint = |buf: &mut Buffer, words: &str| {
        put(
            buf,
            (x + 2, y),
            width.saturating_sub(2),
            words,
            look.theme.faint(),
        );
    };
    match &row.widget {
        Widget::Text(input) | Widget::Secret(input) => {
            let mut seen = input.view(width);
            if matches!(row.widget, Widget::Secret(_)) {
                seen.text = "•".repeat(text::width(seen.text.trim_end()));
            }
            if input.is_empty() {
                hint(buf, row.hint);
            } else {
                put(buf, (x, y), width, &seen.text, Style::new());
            }
            focused.then(|| Position::new(x + seen.cursor, y))
        }
        Widget::Flag(on) => {
            let words = if *on { "[x] có" } else { "[ ] không" };
            let used = put(buf, (x, y), width, words, label);
            let room = width.saturating_sub(used + 2);
            put(buf, (x + used + 2, y), room, row.hint, look.theme.faint());
            focused.then(|| Position::new(x + 1, y))
        }
        Widget::Pick(choice) if focused => {
            let seen = choice.filter(width);
            if seen.text.trim().is_empty() {
                let words = match row.label {
                    "" => "↑↓ để chọn",
                    _ => "↑↓ để chọn, hoặc gõ vài chữ không dấu",
                };
                hint(buf, words);
            } else {
                put(buf, (x, y), width, &seen.text, Style::new());
            }
            Some(Position::new(x + seen.cursor, y))
        }
        Widget::Pick(choice) => {
            let chosen = choice.rows(1).find(|item| item.selected);
            put(
                buf,
                (x, y),
                width,
                chosen.map_or("?", |item| item.label),
                Style::new(),
            );
            None
        }
    }
}

/// What the keys do now.
fn keys(form: &Form) -> String {
    let enter = if !form.stepwise || form.is_last() {
        format!("Enter: {}", form.verb)
    } else {
        "Enter: ô sau".to_owned()
    };
    let space = if form.on_flag() {
        " · Dấu cách: đánh dấu"
    } else {
        ""
    };
    if form.shown().len() > 1 {
        format!("{enter}{space} · Tab: ô sau · Shift+Tab: ô trước · Esc: lùi lại")
    } else {
        format!("{enter} · Esc: lùi lại")
    }
}
