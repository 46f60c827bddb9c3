//! Finding a person among the tickets of today and the days to come, whatever became of them: by name without accents, number, phone or code.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Position;

use crate::domain::text;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::input::{Input, Kind};
use crate::tui::list::{Cursor, List, Move};
use crate::tui::pen::{Pen, above};
use crate::tui::view::View;
use crate::tui::words::{number, search as words};

const LONGEST: usize = 80;
/// Lines of the window, frame included.
const HEIGHT: u16 = 14;

/// What is sought, and what was found.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    input: Input,
    found: List<TicketId>,
    /// The office's events so far and the text for which `found` holds.
    made: Option<(u64, String)>,
}

/// What became of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// The search goes on.
    Stay,
    /// Back without a result.
    Close,
    /// This one.
    Take(TicketId),
}

impl Search {
    /// A search that begins with what was typed already.
    pub(crate) fn new(typed: &str, view: &View<'_>) -> Self {
        let mut input = Input::new(Kind::Any, LONGEST);
        input.set(typed);
        let mut search = Self {
            input,
            found: List::default(),
            made: None,
        };
        search.refresh(view);
        search
    }

    /// Looks again after a key or a change of the office.
    pub(crate) fn refresh(&mut self, view: &View<'_>) {
        let made = (view.office.serial(), self.input.text().to_owned());
        if self.made.as_ref() == Some(&made) {
            return;
        }
        if self.made.as_ref().is_none_or(|(_, text)| *text != made.1) {
            self.found = List::default();
        }
        let days = view.office.days_from(view.today());
        let all = days.flat_map(|day| view.office.tickets_of(day));
        let mut found: Vec<&Ticket> = all.filter(|t| matches(t, &made.1)).collect();
        // Who is still to come or here goes before what is over, whatever the day.
        found.sort_by_key(|t| (t.state.is_final(), t.number.day, t.number.field, t.number.n));
        self.found.set(found.into_iter().map(|t| t.id).collect());
        self.made = Some(made);
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, key: KeyEvent) -> Found {
        match key.code {
            KeyCode::Esc => return Found::Close,
            KeyCode::Enter => return self.found.chosen().map_or(Found::Stay, Found::Take),
            KeyCode::Up => self.found.go(Move::By(-1)),
            KeyCode::Down => self.found.go(Move::By(1)),
            KeyCode::PageUp => self.found.go(Move::By(-5)),
            KeyCode::PageDown => self.found.go(Move::By(5)),
            _ => {
                self.input.key(key);
            }
        }
        Found::Stay
    }

    /// Puts the cursor where the mouse points.
    pub(crate) fn point(&mut self, at: Position) {
        self.found.point(at);
    }

    /// Pastes into the field.
    pub(crate) fn paste(&mut self, pasted: &str) {
        self.input.paste(pasted);
    }

    /// Draws field and results; answers where the real cursor belongs.
    pub(crate) fn draw(&mut self, view: &View<'_>, pen: &mut Pen<'_>) -> Option<Position> {
        let theme = pen.theme();
        let area = above(pen.area, HEIGHT).1;
        let mut pen = pen.within(area);
        pen.clear();
        let mut frame = pen.framed(&words::title(self.found.len()), theme.strong());
        let mut inner = frame.indented(1);
        let seen = self.input.view(inner.width());
        match self.input.is_empty() {
            true => inner.put((2, 0), words::HINT, theme.faint()),
            false => inner.put((0, 0), &seen.text, theme.strong()),
        };
        let results = above(inner.area, inner.height().saturating_sub(1)).1;
        let (results, keys) = above(results, 1);
        self.found
            .draw(&mut inner.within(results), |pen, id, style| {
                if let Some(t) = view.office.ticket(id) {
                    pen.put((2, 0), &words::result(view, t), style);
                }
            });
        inner.within(keys).put((0, 0), words::KEYS, theme.faint());
        inner.position((seen.cursor, 0))
    }
}

fn matches(t: &Ticket, wanted: &str) -> bool {
    let person = &t.person;
    let phone = person.phone.as_ref().map_or("", |p| p.as_str());
    let parts = [
        &number(t.number),
        person.name.as_deref().unwrap_or_default(),
        phone,
        person.code.as_deref().unwrap_or_default(),
        person.helper.as_deref().unwrap_or_default(),
    ];
    text::matches(&parts.join(" "), wanted)
}
