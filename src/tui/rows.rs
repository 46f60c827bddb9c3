//! A ticket's line in the queue: its columns, and how they share the width.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::put;
use super::theme::Look;
use super::view::View;
use super::words;
use crate::domain::queue_view::{Row, Standing};
use crate::domain::ticket::Ticket;
use crate::domain::time::Minute;

/// What is special about a row.
#[derive(Clone, Copy)]
pub struct Place {
    /// The row under the cursor.
    pub chosen: bool,
    /// Who is called next.
    pub next: bool,
}

/// Where each column begins, and how wide it is.
pub struct Columns {
    name: u16,
    procedure: u16,
    starts: u16,
    why: u16,
}

const MARK: u16 = 2;
const NUMBER: u16 = 5;
const KIND: u16 = 9;
const TIME: u16 = 6;
const SINCE: u16 = 7;
const WHY: u16 = 17;

impl Columns {
    /// For a list so wide.
    pub fn of(width: u16) -> Self {
        let starts = if width >= 96 { 8 } else { 0 };
        let why = if width >= 120 { WHY + 6 } else { WHY };
        let room = width.saturating_sub(MARK + NUMBER + KIND + TIME + SINCE + starts + why);
        let name = (room * 11 / 20).min(40);
        Self {
            name,
            procedure: (room - name).min(40),
            starts,
            why,
        }
    }

    /// Writes the titles.
    pub fn titles(&self, buf: &mut Buffer, (x, y): (u16, u16), look: Look) {
        let titles = [
            "",
            "Số",
            "Loại",
            "Họ tên",
            "Thủ tục",
            "Hẹn",
            "Có mặt",
            "Dự kiến",
            "Vì sao",
        ];
        self.cells(titles.map(|t| (t, look.theme.faint())), buf, (x, y));
    }

    fn cells(&self, cells: [(&str, Style); 9], buf: &mut Buffer, (mut x, y): (u16, u16)) {
        let widths = [
            MARK,
            NUMBER,
            KIND,
            self.name,
            self.procedure,
            TIME,
            SINCE,
            self.starts,
            self.why,
        ];
        for (i, ((words, style), width)) in cells.into_iter().zip(widths).enumerate() {
            // A number is never cut, and nothing stands behind the last column.
            let gap = u16::from(i != 1 && i + 1 != widths.len());
            put(buf, (x, y), width.saturating_sub(gap), words, style);
            x += width;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a brush needs its paper")]
    /// Writes a ticket's row.
    pub fn ticket(
        &self,
        t: &Ticket,
        row: &Row,
        Place { chosen, next }: Place,
        view: &View<'_>,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let theme = look.theme;
        let here = t.waits_here() || row.standing == Standing::Held;
        let base = match (chosen, next, here) {
            (true, _, _) => theme.selected(),
            (false, true, _) => theme.strong(),
            (false, false, true) => Style::new(),
            (false, false, false) => theme.faint(),
        };
        buf.set_style(area, base);
        let time = |t: Option<Minute>| t.map_or("—".to_owned(), |t| t.time().to_string());
        let since = match (here, t.arrived) {
            (true, Some(arrived)) => arrived.time().to_string(),
            (true, None) => String::new(),
            (false, _) if row.standing == Standing::Left => "đã về".to_owned(),
            (false, _) => "chưa".to_owned(),
        };
        let kind = match (words::kind(t), t.time()) {
            (_, Some(_)) => base.patch(theme.booked()),
            _ if t.has_priority() => base.patch(theme.priority()),
            _ => base,
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
            (if chosen { "▸" } else { "" }, base),
            (&words::number(t.number), base.patch(theme.strong())),
            (words::kind(t), kind),
            (&words::name_or_note(t), base),
            (&view.procedure_of(t).unwrap_or_default(), base),
            (&time(t.time()), base),
            (&since, base),
            (&starts, base),
            (&words::standing(row.standing), why),
        ];
        self.cells(cells, buf, (area.x, area.y));
    }
}
