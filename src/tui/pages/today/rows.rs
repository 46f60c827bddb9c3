//! A ticket's line in the queue: its columns, and how they share the width.

use ratatui::style::Style;

use super::words;
use crate::domain::queue_view::{Row, Standing};
use crate::domain::ticket::Ticket;
use crate::domain::time::Minute;
use crate::tui::list::{MARK, mark};
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

/// From this width on a list has a column for the expected time though names are cut for it.
const ROOMY: u16 = 82;
/// Name and procedure give way where room is short.
const CUT: [usize; 2] = [3, 4];

/// The cells of a row: mark, number, kind, name, procedure, booked time, since when here, expected time, why.
pub(super) type Cells = [(String, Style); 9];

/// Columns for these rows, in a list so wide.
pub(super) fn columns(width: u16, rows: &[&Cells]) -> Columns<9> {
    // The mark has its place.
    let titles = std::array::from_fn(|i| if i == 0 { MARK } else { words::TITLES[i] });
    let cells = rows
        .iter()
        .map(|row| std::array::from_fn(|i| row[i].0.as_str()));
    let all = cells.chain([titles]);
    if width >= ROOMY || Columns::fit(width, all.clone(), []) {
        return Columns::measured(width, &CUT, all);
    }
    let without = all.map(|mut row: [&str; 9]| {
        row[7] = "";
        row
    });
    Columns::measured(width, &CUT, without)
}

/// What a ticket's row says.
pub(super) fn cells(view: &View<'_>, t: &Ticket, row: &Row, place: Place, pen: &Pen<'_>) -> Cells {
    let theme = pen.theme();
    let here = t.waits_here() || matches!(row.standing, Standing::Held | Standing::Unserved { .. });
    let base = match (place.chosen, place.next, here) {
        (true, _, _) => theme.selected(),
        (false, true, _) => theme.strong(),
        (false, false, true) => Style::new(),
        (false, false, false) => theme.faint(),
    };
    // What every other row says, too, is passed over: who has priority or an hour is to be seen.
    let quiet = match place.chosen {
        true => base,
        false => base.patch(theme.faint()),
    };
    let time = |t: Option<Minute>| t.map_or(String::new(), |t| t.time().to_string());
    let since = match (here, t.arrived) {
        (true, Some(arrived)) => arrived.time().to_string(),
        (true, None) => String::new(),
        (false, _) if row.standing == Standing::Left => words::WENT_AWAY.to_owned(),
        (false, _) => words::NOT_HERE.to_owned(),
    };
    let kind_style = match t.time() {
        Some(_) => base.patch(theme.booked()),
        None if t.has_priority() => base.patch(theme.priority()),
        None => quiet,
    };
    let why = match row.standing {
        Standing::Due | Standing::SoonDue | Standing::EarlyFirst => base.patch(theme.good()),
        Standing::Awaited { .. } | Standing::DueUncalled => base.patch(theme.warning()),
        Standing::ByNumber => quiet,
        _ => base,
    };
    let turn = view.forecast.turn(t.id).filter(|_| t.waits_here());
    let starts = turn.map_or(String::new(), words::wait_in_row);
    [
        (mark(place.chosen).to_owned(), base),
        (number(t.number), base.patch(theme.strong())),
        (kind(t).to_owned(), kind_style),
        (name_or_note(t), base),
        (view.procedure_of(t).unwrap_or_default(), base),
        (time(t.time()), base),
        (since, base),
        (starts, base),
        (
            match row.standing {
                Standing::Unserved { again } => words::again_or_phone(t, again),
                other => standing(other),
            },
            why,
        ),
    ]
}
