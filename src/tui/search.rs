//! Finding a person among today's tickets, whatever became of them: by name without accents, number, phone or code.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::input::{Input, Kind};
use super::paint::{cleared, framed, put};
use super::theme::Look;
use super::view::{View, drawn};
use super::words;
use crate::domain::text::{self, Phone};
use crate::domain::ticket::{Ticket, TicketId};

const LONGEST: usize = 80;

/// What is sought, and what was found.
#[derive(Clone, Debug)]
pub struct Search {
    input: Input,
    found: Vec<TicketId>,
    at: usize,
    /// The office's events so far and the text for which `found` holds.
    made: Option<(u64, String)>,
}

/// What became of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The search goes on.
    Stay,
    /// Back without a result.
    Close,
    /// This one.
    Take(TicketId),
}

impl Search {
    /// A search that begins with what was typed already.
    pub fn new(typed: &str) -> Self {
        let mut input = Input::new(Kind::Any, LONGEST);
        input.set(typed);
        Self {
            input,
            found: Vec::new(),
            at: 0,
            made: None,
        }
    }

    /// Looks again after a key or a change of the office.
    pub fn refresh(&mut self, view: &View<'_>) {
        let made = (view.office.serial(), self.input.text().to_owned());
        if self.made.as_ref() == Some(&made) {
            return;
        }
        let same = self.made.as_ref().is_some_and(|(_, text)| *text == made.1);
        let today = view.today();
        let mut found: Vec<&Ticket> = view
            .office
            .tickets_of(today)
            .filter(|t| matches(t, &made.1))
            .collect();
        // Who is still here comes first.
        found.sort_by_key(|t| (t.state.is_final(), t.number.field, t.number.n));
        self.found = found.into_iter().map(|t| t.id).collect();
        self.at = if same {
            self.at.min(self.found.len().saturating_sub(1))
        } else {
            0
        };
        self.made = Some(made);
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Step {
        let last = self.found.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => return Step::Close,
            KeyCode::Enter => {
                return self
                    .found
                    .get(self.at)
                    .map_or(Step::Stay, |id| Step::Take(*id));
            }
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = last.min(self.at + 1),
            KeyCode::PageUp => self.at = self.at.saturating_sub(5),
            KeyCode::PageDown => self.at = last.min(self.at + 5),
            _ => {
                self.input.key(key);
            }
        }
        Step::Stay
    }

    /// Pastes into the field.
    pub fn paste(&mut self, pasted: &str) {
        self.input.paste(pasted);
    }

    /// Draws field and results; answers where the real cursor belongs.
    pub fn draw(
        &self,
        view: &View<'_>,
        buf: &mut Buffer,
        room: Rect,
        look: Look,
    ) -> Option<Position> {
        let area = Rect {
            height: room.height.min(14),
            y: room.bottom() - room.height.min(14),
            ..room
        };
        cleared(buf, area);
        let title = format!("Tìm trong hôm nay · {} kết quả", self.found.len());
        let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
        let width = inner.width.saturating_sub(2);
        let x = inner.x + 1;
        let seen = self.input.view(width);
        if self.input.is_empty() {
            let hint = "  tên (không cần dấu), số, điện thoại, mã";
            put(buf, (x, inner.y), width, hint, look.theme.faint());
        } else {
            put(buf, (x, inner.y), width, &seen.text, look.theme.strong());
        }
        let rows = usize::from(inner.height.saturating_sub(2));
        let top = (self.at + 1).saturating_sub(rows);
        let shown = self.found.iter().enumerate().skip(top).take(rows);
        for ((i, id), y) in shown.zip(inner.y + 1..) {
            let Some(t) = view.office.ticket(*id) else {
                continue;
            };
            let style = if i == self.at {
                look.theme.selected()
            } else {
                Style::new()
            };
            put(
                buf,
                (x, y),
                2,
                if i == self.at { "▸ " } else { "" },
                Style::new(),
            );
            put(
                buf,
                (x + 2, y),
                width.saturating_sub(2),
                &result(view, t),
                style,
            );
        }
        let keys = "Enter: đến dòng ấy · ↑↓: chọn · Esc: lùi lại";
        put(
            buf,
            (x, inner.bottom().saturating_sub(1)),
            width,
            keys,
            look.theme.faint(),
        );
        Some(Position::new(x + seen.cursor, inner.y)).filter(|at| inner.contains(*at))
    }
}

fn matches(t: &Ticket, wanted: &str) -> bool {
    let person = &t.person;
    let phone = person.phone.as_ref().map_or("", |p| p.as_str());
    let parts = [
        words::number(t.number),
        person.name.clone().unwrap_or_default(),
        phone.to_owned(),
        person.code.clone().unwrap_or_default(),
        person.helper.clone().unwrap_or_default(),
    ];
    text::matches(&parts.join(" "), wanted)
}

fn result(view: &View<'_>, t: &Ticket) -> String {
    let phone = t
        .person
        .phone
        .as_ref()
        .map(Phone::masked)
        .unwrap_or_default();
    let time = t
        .time()
        .map_or(String::new(), |time| format!("hẹn {}", time.time()));
    let parts = [
        format!(
            "{} {}",
            words::number(t.number),
            view.field_name(t.number.field)
        ),
        drawn(&words::name_or_note(t)),
        words::state(t.state).to_owned(),
        time,
        phone,
        t.person.code.as_deref().map(drawn).unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(" · ")
}
