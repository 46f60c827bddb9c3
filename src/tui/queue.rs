//! The queue on the main screen: its lines, the chosen one, how it is drawn. Only the lines in sight are drawn, and
//! the order is computed once for each change of the office and each minute.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{framed, put};
use super::rows::{Columns, Place};
use super::theme::Look;
use super::view::View;
use super::words;
use crate::domain::queue_view::{QueueView, Row, Standing, Wait};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text;
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Line {
    /// Title of a field, where the list shows several: people, and a newcomer's wait.
    Field(FieldIx, usize, Wait),
    /// Title of those who are not here yet.
    Absent(usize),
    /// Title of those who can be taken up again.
    Aside(usize),
    /// Nobody waits in this field.
    Nobody,
    /// A ticket.
    Ticket(Row),
}

/// What the lines were made for.
type Made = (u64, Minute, Option<FieldIx>);

/// The list and its cursor.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// One field, or this counter's own ones.
    field: Option<FieldIx>,
    chosen: Option<TicketId>,
    top: usize,
    height: usize,
    lines: Vec<Line>,
    people: usize,
    wait: Option<Wait>,
    made: Option<Made>,
}

impl Queue {
    /// Brings the lines up to date; a chosen ticket that is gone is chosen no more.
    pub fn refresh(&mut self, view: &View<'_>, desk: CounterIx) {
        let made = (view.office.serial(), view.minute(), self.field);
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let own = &view.desk(desk).fields;
        let fields: Vec<FieldIx> = self.field.map_or_else(|| own.clone(), |f| vec![f]);
        self.lines.clear();
        self.people = 0;
        self.wait = None;
        for field in &fields {
            let queue = view.office.queue_view(*field, view.minute());
            self.people += queue.people();
            self.wait = Some(queue.wait);
            self.add(*field, &queue, fields.len() > 1);
        }
        if self.index().is_none() {
            self.chosen = None;
        }
    }

    fn add(&mut self, field: FieldIx, queue: &QueueView, titled: bool) {
        if titled {
            self.lines
                .push(Line::Field(field, queue.people(), queue.wait));
        }
        if queue.waiting.is_empty() {
            self.lines.push(Line::Nobody);
        }
        self.lines
            .extend(queue.waiting.iter().map(|row| Line::Ticket(*row)));
        if !queue.absent.is_empty() {
            self.lines.push(Line::Absent(queue.absent.len()));
            self.lines
                .extend(queue.absent.iter().map(|row| Line::Ticket(*row)));
        }
        if !queue.aside.is_empty() {
            self.lines.push(Line::Aside(queue.aside.len()));
            self.lines
                .extend(queue.aside.iter().map(|row| Line::Ticket(*row)));
        }
    }

    /// The chosen ticket; none stands for the person in service here.
    pub fn chosen(&self) -> Option<TicketId> {
        self.chosen
    }

    /// Who is next.
    pub fn next(&self) -> Option<TicketId> {
        self.tickets()
            .find(|row| row.standing != Standing::Left)
            .map(|row| row.id)
    }

    /// Chooses a ticket when it is in the list.
    pub fn choose(&mut self, id: Option<TicketId>) -> bool {
        self.chosen = id;
        let found = self.index().is_some();
        if !found {
            self.chosen = None;
        }
        found
    }

    /// Shows another field's queue, or this counter's own.
    pub fn show(&mut self, field: Option<FieldIx>) {
        self.field = field;
        self.top = 0;
        self.made = None;
    }

    /// The field that is shown; none: this counter's own.
    pub fn field(&self) -> Option<FieldIx> {
        self.field
    }

    fn tickets(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.lines.iter().filter_map(|line| match line {
            Line::Ticket(row) => Some(row),
            _ => None,
        })
    }

    fn index(&self) -> Option<usize> {
        let chosen = self.chosen?;
        let is_it = |line: &Line| matches!(line, Line::Ticket(row) if row.id == chosen);
        self.lines.iter().position(is_it)
    }

    /// Moves the choice by so many tickets; above the first one is the person in service.
    pub fn step(&mut self, by: isize) {
        let ids: Vec<TicketId> = self.tickets().map(|row| row.id).collect();
        let at = self.chosen.and_then(|id| ids.iter().position(|i| *i == id));
        let to = match (at, by) {
            (None, 1..) => Some(by.unsigned_abs() - 1),
            (None, _) => None,
            (Some(at), _) => at.checked_add_signed(by),
        };
        self.chosen = to.and_then(|to| ids.get(to).or(ids.last())).copied();
    }

    /// A page, as far as it is in sight.
    pub fn page(&self) -> isize {
        self.height.max(2) as isize - 1
    }

    /// Chooses the first or the last ticket.
    pub fn end(&mut self, last: bool) {
        let id = if last {
            self.tickets().next_back()
        } else {
            self.tickets().next()
        };
        self.chosen = id.map(|row| row.id);
    }

    /// Draws the list with its frame.
    pub fn draw(
        &mut self,
        view: &View<'_>,
        desk: CounterIx,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let title = self.title(view, desk);
        let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
        if inner.height == 0 {
            return;
        }
        let columns = Columns::of(inner.width);
        columns.titles(buf, (inner.x, inner.y), look);
        self.height = usize::from(inner.height - 1);
        self.scroll();
        let seen = self.lines.iter().skip(self.top).take(self.height);
        for (line, y) in seen.zip(inner.y + 1..) {
            self.draw_line(
                line,
                view,
                &columns,
                buf,
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
                look,
            );
        }
        let below = self.lines.len().saturating_sub(self.top + self.height);
        if below > 0 && area.width > 20 {
            let words = format!(" còn {below} dòng ↓ ");
            let width = text::width(&words) as u16;
            let at = (area.right().saturating_sub(width + 2), area.bottom() - 1);
            put(buf, at, width, &words, look.theme.faint());
        }
    }

    fn title(&self, view: &View<'_>, desk: CounterIx) -> String {
        let own = &view.desk(desk).fields;
        let people = match self.people {
            0 => "không có ai chờ".to_owned(),
            n => format!("{n} người"),
        };
        match (self.field, own.as_slice()) {
            (Some(field), _) | (None, &[field]) => {
                let foreign = if own.contains(&field) {
                    ""
                } else {
                    " (lĩnh vực khác)"
                };
                let wait = self.wait.map_or(String::new(), words::wait);
                format!(
                    "Hàng chờ {}{foreign} · {people} · {wait}",
                    view.field_name(field)
                )
            }
            _ => format!("Hàng chờ của {} · {people}", view.desk(desk).name),
        }
    }

    fn scroll(&mut self) {
        let most = self.lines.len().saturating_sub(self.height);
        match self.index() {
            // The titles above the first ticket belong to it.
            Some(at)
                if self.lines[..at]
                    .iter()
                    .all(|l| !matches!(l, Line::Ticket(_))) =>
            {
                self.top = 0;
            }
            Some(at) => {
                self.top = self.top.min(at).max((at + 1).saturating_sub(self.height));
            }
            None => self.top = 0,
        }
        self.top = self.top.min(most);
    }

    fn draw_line(
        &self,
        line: &Line,
        view: &View<'_>,
        columns: &Columns,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let Rect { x, y, width, .. } = area;
        let theme = look.theme;
        match *line {
            Line::Field(field, people, wait) => {
                let name = view.field_name(field);
                let words = format!("{name} · {people} người · {}", words::wait(wait));
                put(buf, (x + 1, y), width - 1, &words, theme.strong());
            }
            Line::Absent(n) => {
                put(
                    buf,
                    (x + 1, y),
                    width - 1,
                    &format!("Có hẹn, chưa có mặt · {n}"),
                    theme.faint(),
                );
            }
            Line::Aside(n) => {
                let words = format!("Giữ lại, gọi vắng, quá hẹn · {n}");
                put(buf, (x + 1, y), width - 1, &words, theme.faint());
            }
            Line::Nobody => {
                put(
                    buf,
                    (x + 2, y),
                    width - 2,
                    "Không có ai chờ.",
                    theme.faint(),
                );
            }
            Line::Ticket(row) => {
                if let Some(t) = view.office.ticket(row.id) {
                    let place = Place {
                        chosen: self.chosen == Some(row.id),
                        next: self.next() == Some(row.id),
                    };
                    columns.ticket(t, &row, place, view, buf, area, look);
                }
            }
        }
    }
}
