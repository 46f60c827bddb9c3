//! Finding a person among the tickets of today and the days to come, whatever became of them, and on request of the days before:
//! by name without accents, number, phone or code.

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
    /// The tickets of the days before today, once they were asked for: only to be looked at.
    earlier: Option<Vec<Ticket>>,
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
    /// The days before are wanted, too.
    Earlier,
}

impl Search {
    /// A search that begins with what was typed already.
    pub(crate) fn new(typed: &str, view: &View<'_>) -> Self {
        let mut input = Input::new(Kind::Any, LONGEST);
        input.set(typed);
        let mut search = Self {
            input,
            found: List::default(),
            earlier: None,
            made: None,
        };
        search.refresh(view);
        search
    }

    /// Looks among these tickets of the days before, too.
    pub(crate) fn with_earlier(&mut self, earlier: Vec<Ticket>, view: &View<'_>) {
        (self.earlier, self.made) = (Some(earlier), None);
        self.refresh(view);
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
        let today = view.today();
        let days = view.office.days_from(today);
        let all = days.flat_map(|day| view.office.tickets_of(day));
        let is_told_once = |t: &&Ticket| {
            let again = words::held_again(view, t);
            again.is_none_or(|again| !matches(again, &made.1))
        };
        let mut found: Vec<&Ticket> = all
            .chain(self.earlier.iter().flatten())
            .filter(|t| matches(t, &made.1))
            .filter(is_told_once)
            .collect();
        // Who is still to come or here goes before what is over, whatever the day; of the days before the last one is first.
        found.sort_by_key(|t| {
            let day = t.number.day;
            let before = today.0 - day.0;
            let nth = if before > 0 { before } else { day.0 };
            (
                before > 0,
                t.state.is_final(),
                nth,
                t.number.field,
                t.number.n,
            )
        });
        let found = found.into_iter().map(|t| t.id).collect();
        self.found.set(found);
        self.made = Some(made);
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, key: KeyEvent) -> Found {
        match key.code {
            KeyCode::Esc => return Found::Close,
            KeyCode::Enter if self.found.is_empty() => return self.wants_earlier(),
            KeyCode::Tab => return self.wants_earlier(),
            KeyCode::Enter => {
                let chosen = self.found.chosen();
                let chosen = chosen.filter(|id| of_earlier(&self.earlier, *id).is_none());
                return chosen.map_or(Found::Stay, Found::Take);
            }
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

    fn wants_earlier(&self) -> Found {
        match self.earlier {
            None => Found::Earlier,
            Some(_) => Found::Stay,
        }
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
        let title = words::title(self.found.len(), self.earlier.is_some());
        let mut frame = pen.framed(&title, theme.strong());
        let mut inner = frame.indented(1);
        let seen = self.input.view(inner.width());
        match self.input.is_empty() {
            true => inner.put((2, 0), words::HINT, theme.faint()),
            false => inner.put((0, 0), &seen.text, theme.strong()),
        };
        let results = above(inner.area, inner.height().saturating_sub(1)).1;
        let (results, keys) = above(results, 1);
        let earlier = &self.earlier;
        self.found
            .draw(&mut inner.within(results), |pen, id, style| {
                if let Some(t) = of_earlier(earlier, id).or_else(|| view.office.ticket(id)) {
                    pen.put((2, 0), &words::result(view, t), style);
                }
            });
        let said = words::keys(earlier.is_some());
        inner.within(keys).put((0, 0), said, theme.faint());
        inner.position((seen.cursor, 0))
    }
}

fn of_earlier(earlier: &Option<Vec<Ticket>>, id: TicketId) -> Option<&Ticket> {
    earlier.iter().flatten().find(|t| t.id == id)
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
