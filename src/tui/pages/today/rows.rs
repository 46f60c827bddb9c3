//! A ticket's line in the queue: its columns, and how they share the width.

use ratatui::style::Style;

use super::words;
use crate::domain::queue_view::{Row, Standing};
use crate::domain::ticket::Ticket;
use crate::domain::time::Minute;
use crate::tui::pen::{Columns, Pen};
use crate::tui::view::View;
use crate::tui::words::{kind, name_or_note, number, standing};

/// What is special about a row.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The row under the cursor.
    pub chosen: bool,
    /// Who is called next.
    pub next: bool,
}

const MARK: u16 = 2;
const NUMBER: u16 = 5;
const KIND: u16 = 10;
const TIME: u16 = 6;
const SINCE: u16 = 7;
const WHY: u16 = 17;

/// Mark, number, kind, name, procedure, booked time, since when here, expected time, why: for a list so wide.
pub(super) fn columns(width: u16) -> Columns<9> {
    let starts = if width >= 96 { 8 } else { 0 };
    let why = if width >= 120 { WHY + 6 } else { WHY };
    let room = width.saturating_sub(MARK + NUMBER + KIND + TIME + SINCE + starts + why);
    let name = (room * 11 / 20).min(40);
    let procedure = (room - name).min(40);
    Columns {
        widths: [
            MARK, NUMBER, KIND, name, procedure, TIME, SINCE, starts, why,
        ],
        number: 1,
    }
}

/// Writes a ticket's row.
pub(super) fn draw(
    columns: &Columns<9>,
    view: &View<'_>,
    t: &Ticket,
    row: &Row,
    place: Place,
    pen: &mut Pen<'_>,
) {
    let theme = pen.theme();
    let here = t.waits_here() || row.standing == Standing::Held;
    let base = match (place.chosen, place.next, here) {
        (true, _, _) => theme.selected(),
        (false, true, _) => theme.strong(),
        (false, false, true) => Style::new(),
        (false, false, false) => theme.faint(),
    };
    pen.style(base);
    let time = |t: Option<Minute>| t.map_or("—".to_owned(), |t| t.time().to_string());
    let since = match (here, t.arrived) {
        (true, Some(arrived)) => arrived.time().to_string(),
        (true, None) => String::new(),
        (false, _) if row.standing == Standing::Left => words::WENT_AWAY.to_owned(),
        (false, _) => words::NOT_HERE.to_owned(),
    };
    let kind_style = match t.time() {
        Some(_) => base.patch(theme.booked()),
        None if t.has_priority() => base.patch(theme.priority()),
        None => base,
    };
    let why = match row.standing {
        Standing::Due | Standing::SoonDue | Standing::EarlyFirst => base.patch(theme.good()),
        Standing::Awaited { .. } | Standing::DueUncalled => base.patch(theme.warning()),
        _ => base,
    };
    let starts = row
        .starts
        .map_or(String::new(), |t| format!("~{}", t.time()));
    let cells = [
        (if place.chosen { "▸" } else { "" }, base),
        (&number(t.number), base.patch(theme.strong())),
        (kind(t), kind_style),
        (&name_or_note(t), base),
        (&view.procedure_of(t).unwrap_or_default(), base),
        (&time(t.time()), base),
        (&since, base),
        (&starts, base),
        (&standing(row.standing), why),
    ];
    columns.put(pen, cells);
}
