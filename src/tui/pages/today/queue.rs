//! The queue on the main screen: its lines, the chosen one, how it is drawn. Only the lines in sight are drawn, and
//! the order is computed once for each change of the office and each minute.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::newcomer::Newcomer;
use super::rows::{self, Cells, Place};
use super::words;
use crate::domain::queue_view::{QueueView, Row, Standing};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Minute};
use crate::tui::list::{Cursor, Move};
use crate::tui::pen::{Columns, Pen, above};
use crate::tui::view::View;
use crate::tui::words::Scene;

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Line {
    /// Title of a field, where the list shows several: people, and a newcomer's wait.
    Field(FieldIx, usize, Newcomer),
    /// Title of those who are not here yet.
    Absent(usize),
    /// Title of those who can be taken up again, so many of whom are not listed any more.
    Aside(usize, usize, bool),
    /// Nobody waits in this field.
    Nobody,
    /// The day is over: what it came to in this field.
    Over(FieldIx),
    /// Title of those whose turn did not come, today or on an earlier day.
    Unserved(usize, Option<Day>),
    /// A ticket.
    Ticket(Row),
}

/// A title in the list: its column, words and style.
type Title = (u16, String, Style);

fn draw_line(line: &Result<Cells, Title>, columns: &Columns<9>, pen: &mut Pen<'_>) {
    match line {
        Ok(cells) => {
            pen.style(cells[0].1);
            columns.put(pen, std::array::from_fn(|i| (&*cells[i].0, cells[i].1)));
        }
        Err((indent, words, style)) => drop(pen.put((*indent, 0), words, *style)),
    }
}

/// Whether somebody was called in vain so long ago that hardly anybody comes back: the list is for those who do.
fn is_long_gone(view: &View<'_>, row: &Row) -> bool {
    const LONG: i32 = 60;
    let ended = view.office.ticket(row.id).and_then(|t| t.ended);
    let is_gone = matches!(row.standing, Standing::Missed | Standing::Expired);
    is_gone && ended.is_some_and(|ended| view.minute() > ended.plus(LONG))
}

/// What the lines were made for.
type Made = (u64, Minute, Option<FieldIx>, Option<(u64, Minute)>);

/// The list and its cursor.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// One field, or this counter's own ones.
    field: Option<FieldIx>,
    chosen: Option<TicketId>,
    /// The chosen ticket was taken away by somebody else; nobody is meant until something is chosen anew.
    is_lost: bool,
    top: usize,
    height: usize,
    /// Where the lines were drawn.
    place: Rect,
    lines: Vec<Line>,
    people: usize,
    wait: Option<Newcomer>,
    made: Option<Made>,
    drawn: Option<Drawn>,
}

/// What was drawn last.
#[derive(Clone, Copy, Debug)]
struct Drawn {
    made: Option<Made>,
    top: usize,
    /// The line of the chosen ticket.
    chosen: Option<usize>,
    columns: Columns<9>,
}

/// Above the first ticket is the person in service.
impl Cursor for Queue {
    fn go(&mut self, to: Move) {
        let ids: Vec<TicketId> = self.tickets().map(|row| row.id).collect();
        let at = self.chosen.and_then(|id| ids.iter().position(|i| *i == id));
        let to = match (to, at, to.entries(self.height)) {
            (Move::First, _, _) => Some(0),
            (Move::Last, _, _) => Some(usize::MAX),
            (_, None, by @ 1..) => Some(by.unsigned_abs() - 1),
            (_, None, _) => None,
            (_, Some(at), by) => at.checked_add_signed(by),
        };
        self.is_lost = false;
        self.chosen = to.and_then(|to| ids.get(to).or(ids.last())).copied();
    }

    fn point(&mut self, at: Position) -> bool {
        let nth = self.top + usize::from(at.y.saturating_sub(self.place.y));
        let line = self.lines.get(nth).filter(|_| self.place.contains(at));
        match line {
            Some(&Line::Ticket(row)) => self.choose(Some(row.id)),
            _ => false,
        }
    }

    fn go_on(&mut self) {
        self.is_lost = false;
    }

    fn let_go(&mut self) {
        (self.chosen, self.is_lost) = (None, true);
    }
}

impl Queue {
    /// Brings the lines up to date; of a chosen ticket that is gone nothing is left but that it is lost.
    pub(super) fn refresh(&mut self, view: &View<'_>, desk: CounterIx) {
        let forecast = view.forecast.stamp();
        let made = (view.office.serial(), view.minute(), self.field, forecast);
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
            self.wait = Some(Newcomer::of(view, *field));
            let title = (fields.len() > 1).then(|| Newcomer::of(view, *field));
            let nobody = match view.office.day_is_over(view.today()) {
                true => Line::Over(*field),
                false => Line::Nobody,
            };
            self.add(view, *field, &queue, nobody, title);
        }
        if self.index().is_none() {
            self.is_lost |= self.chosen.is_some();
            self.chosen = None;
        }
    }

    /// Whether the chosen ticket was taken away by somebody else.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    fn add(
        &mut self,
        view: &View<'_>,
        field: FieldIx,
        queue: &QueueView,
        nobody: Line,
        title: Option<Newcomer>,
    ) {
        let is_unserved = |row: &&Row| matches!(row.standing, Standing::Unserved { .. });
        let (unserved, aside): (Vec<Row>, Vec<Row>) = queue.aside.iter().partition(is_unserved);
        let all = aside.len();
        let is_gone = |row: &Row| self.chosen != Some(row.id) && is_long_gone(view, row);
        let (gone, aside): (Vec<Row>, Vec<Row>) = aside.into_iter().partition(is_gone);
        let come_back = gone.iter().any(|row| row.standing == Standing::Missed);
        let (people, absent) = (queue.people(), queue.absent.len());
        let title = title.map(|newcomer| Line::Field(field, people, newcomer));
        let tickets = |rows: &[Row]| rows.iter().copied().map(Line::Ticket).collect::<Vec<_>>();
        self.lines.extend(title);
        self.lines
            .extend(queue.waiting.is_empty().then_some(nobody));
        self.lines.extend(tickets(&queue.waiting));
        let owed = queue
            .owed
            .first()
            .and_then(|row| view.office.ticket(row.id));
        let day = owed.map(|t| t.number.day);
        let title = day.map(|_| Line::Unserved(queue.owed.len(), day));
        let owed = title.into_iter().chain(tickets(&queue.owed));
        // Once the day's work has begun they do not stand in its way, and are not forgotten.
        let (first, last) = match queue.has_begun {
            false => (Some(owed), None),
            true => (None, Some(owed)),
        };
        self.lines.extend(first.into_iter().flatten());
        self.lines
            .extend((absent > 0).then_some(Line::Absent(absent)));
        self.lines.extend(tickets(&queue.absent));
        let is_owed = |row: &&Row| row.standing == Standing::Unserved { again: None };
        let owed = unserved.iter().filter(is_owed).count();
        self.lines
            .extend((!unserved.is_empty()).then_some(Line::Unserved(owed, None)));
        self.lines.extend(tickets(&unserved));
        let gone = gone.len();
        self.lines
            .extend((all > 0).then_some(Line::Aside(all, gone, come_back)));
        self.lines.extend(tickets(&aside));
        self.lines.extend(last.into_iter().flatten());
    }

    /// The chosen ticket; none stands for the person in service here.
    pub(super) fn chosen(&self) -> Option<TicketId> {
        self.chosen
    }

    /// Who is next.
    pub(super) fn next(&self) -> Option<TicketId> {
        self.tickets()
            .find(|row| !matches!(row.standing, Standing::Left | Standing::Unserved { .. }))
            .map(|row| row.id)
    }

    /// Chooses a ticket when it is in the list.
    pub(super) fn choose(&mut self, id: Option<TicketId>) -> bool {
        self.chosen = id;
        self.is_lost = false;
        let found = self.index().is_some();
        if !found {
            self.chosen = None;
        }
        found
    }

    /// Shows another field's queue, or this counter's own.
    pub(super) fn show(&mut self, field: Option<FieldIx>) {
        self.field = field;
        self.top = 0;
        self.made = None;
    }

    /// The field that is shown; none: this counter's own.
    pub(super) fn field(&self) -> Option<FieldIx> {
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

    /// Draws the list with its frame.
    pub(super) fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        self.drawn = None;
        let title = self.title(scene, pen.width().saturating_sub(6));
        let mut inner = pen.framed(&title, theme.strong());
        if inner.height() == 0 {
            return;
        }
        self.height = usize::from(inner.height() - 1);
        self.place = above(inner.area, inner.height() - 1).1;
        self.scroll();
        let next = self.next();
        let seen = self.lines.iter().skip(self.top).take(self.height);
        let cells = seen.map(|line| self.cells(line, next, scene, &inner));
        let cells: Vec<Result<Cells, Title>> = cells.collect();
        let tickets: Vec<_> = cells.iter().filter_map(|line| line.as_ref().ok()).collect();
        let columns = rows::columns(inner.width(), &tickets);
        columns.titles(&mut inner, words::TITLES);
        for (line, y) in cells.iter().zip(1..) {
            draw_line(line, &columns, &mut inner.line(y));
        }
        let below = self.lines.len().saturating_sub(self.top + self.height);
        pen.below(below);
        self.drawn = Some(Drawn {
            made: self.made,
            top: self.top,
            chosen: self.index(),
            columns,
        });
    }

    /// Draws the two lines between which the cursor has moved; nothing when the list itself has moved.
    pub(super) fn redraw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Option<Vec<Rect>> {
        let drawn = self.drawn?;
        self.scroll();
        if drawn.made != self.made || drawn.top != self.top || self.place.is_empty() {
            return None;
        }
        let (was, is, next) = (drawn.chosen, self.index(), self.next());
        let mut places = Vec::new();
        for at in [was, is].into_iter().flatten().filter(|_| was != is) {
            let mut pen = pen.within(Rect {
                y: self.place.y + (at - self.top) as u16,
                height: 1,
                ..self.place
            });
            pen.clear();
            let cells = self.cells(&self.lines[at], next, scene, &pen);
            draw_line(&cells, &drawn.columns, &mut pen);
            places.push(pen.area);
        }
        self.drawn = Some(Drawn {
            chosen: is,
            ..drawn
        });
        Some(places)
    }

    /// In a narrow window a long name of a field is said by its beginning, and that nobody waits by the list alone: the
    /// newcomer's wait must be read.
    fn title(&self, scene: &Scene<'_>, room: u16) -> String {
        let desk = scene.view.desk(scene.desk);
        match (self.field, desk.fields.as_slice()) {
            (Some(field), own) | (None, own @ &[field]) => {
                let name = scene.view.field_name(field);
                let short = name.split(" – ").next().unwrap_or(name);
                let (all, some) = (Some(self.people), Some(self.people).filter(|n| *n > 0));
                let hours = self.wait.map_or(String::new(), |newcomer| {
                    words::hours_today(scene.view, field, newcomer)
                });
                let title = |(name, people, hours): (&str, _, &str)| {
                    words::queue(name, own.contains(&field), people, self.wait, hours)
                };
                let ways = [
                    (name, all, &*hours),
                    (name, some, &*hours),
                    (short, some, &*hours),
                    (name, all, ""),
                    (name, some, ""),
                    (short, all, ""),
                ];
                let mut fitting = ways.into_iter().map(title);
                let found = fitting.find(|title| text::width(title) <= room.into());
                found.unwrap_or_else(|| title((short, some, "")))
            }
            _ => words::queues(&desk.name, self.people),
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

    /// The cells of a ticket, or a title.
    fn cells(
        &self,
        line: &Line,
        next: Option<TicketId>,
        scene: &Scene<'_>,
        pen: &Pen<'_>,
    ) -> Result<Cells, Title> {
        let (theme, view) = (pen.theme(), scene.view);
        Err(match *line {
            Line::Field(field, people, wait) => {
                let hours = words::hours_today(view, field, wait);
                let title = |hours| words::field(view.field_name(field), people, wait, hours);
                let long = Some(title(&hours));
                let room = usize::from(pen.width().saturating_sub(1));
                let fits = long.filter(|long| text::width(long) <= room);
                (1, fits.unwrap_or_else(|| title("")), theme.strong())
            }
            Line::Absent(n) => (1, words::absent(n), theme.faint()),
            Line::Aside(n, gone, back) => (1, words::aside(scene, n, gone, back), theme.faint()),
            Line::Nobody => (2, words::NOBODY.to_owned(), theme.faint()),
            Line::Over(field) => (1, words::over(scene, field), theme.strong()),
            Line::Unserved(n, day) => (1, words::unserved(scene, n, day), theme.warning()),
            Line::Ticket(row) => {
                let place = Place {
                    chosen: self.chosen == Some(row.id),
                    next: next == Some(row.id),
                };
                let ticket = view.office.ticket(row.id);
                let cells = ticket.map(|t| rows::cells(view, t, &row, place, pen));
                return cells.ok_or_else(|| (0, String::new(), Style::new()));
            }
        })
    }
}
