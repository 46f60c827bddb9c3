//! Forms over a page. A form is a struct of typed fields ([`Fields`]: which rows it asks for, what depends on what, what
//! a filled one means) in a [`Form`], which knows keys, focus and mistakes.

mod announcement;
mod answering;
mod booking;
mod calendar;
mod comment;
mod counter;
mod dossier;
mod draft;
mod draw;
mod lists;
mod meant;
mod message;
mod office;
mod question;
mod sign_in;
mod ticket;

pub(super) use announcement::*;
pub(super) use answering::*;
pub(super) use booking::*;
pub(super) use calendar::*;
pub(super) use comment::*;
pub(super) use counter::*;
pub(super) use dossier::*;
pub(super) use draft::*;
pub(super) use meant::*;
pub(super) use message::*;
pub(super) use office::*;
pub(super) use sign_in::*;
pub(super) use ticket::*;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::choice::{Choice, Pick};
use super::input::{Handled, Input, Kind};
use super::view::Command;
use super::words::{Scene, filling, forms as words};
use crate::domain::event::Event;
use crate::domain::text::Code;
use crate::domain::ticket::{Ticket, TicketId};

/// How a row is filled.
pub(super) enum Widget<'a> {
    /// Text.
    Text(&'a mut Input),
    /// Digits that nobody may read.
    Secret(&'a mut Input),
    /// One of a list.
    Pick(&'a mut dyn Pick),
    /// Yes or no.
    Flag(&'a mut bool),
}

impl Widget<'_> {
    /// What is typed there, if anything.
    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Text(input) | Self::Secret(input) => Some(input.kind()),
            Self::Pick(_) => Some(Kind::Any),
            Self::Flag(_) => None,
        }
    }
}

/// One row. Its label tells it from the others of its form.
pub(super) struct Row<'a> {
    label: &'static str,
    hint: &'static str,
    widget: Widget<'a>,
}

impl<'a> Row<'a> {
    fn new(label: &'static str, hint: &'static str, widget: Widget<'a>) -> Self {
        Self {
            label,
            hint,
            widget,
        }
    }
}

fn text<'a>(label: &'static str, hint: &'static str, input: &'a mut Input) -> Row<'a> {
    Row::new(label, hint, Widget::Text(input))
}

fn secret<'a>(label: &'static str, hint: &'static str, input: &'a mut Input) -> Row<'a> {
    Row::new(label, hint, Widget::Secret(input))
}

fn pick<'a>(label: &'static str, choice: &'a mut dyn Pick) -> Row<'a> {
    Row::new(label, "", Widget::Pick(choice))
}

fn flag<'a>(label: &'static str, hint: &'static str, on: &'a mut bool) -> Row<'a> {
    Row::new(label, hint, Widget::Flag(on))
}

/// Whether a person's name is asked for, and a telephone number or other digits stand there.
fn is_nameless(row: &Row<'_>) -> bool {
    let is_name = [words::NAME, words::HELPER].contains(&row.label);
    let Widget::Text(input) = &row.widget else {
        return false;
    };
    is_name && !input.is_empty() && !input.text().contains(char::is_alphabetic)
}

/// What a filled form leads to.
pub(super) enum Next {
    /// It is done; the form may close.
    Do(Vec<Command>),
    /// One more question.
    Ask(Form),
}

/// What is missing or wrong, in words, and the label of the row where it can be put right.
pub(super) struct Wrong {
    /// The row.
    pub row: Option<&'static str>,
    /// Cause and way out.
    pub words: String,
}

/// What became of a filled form.
pub(super) type Answer = Result<Next, Wrong>;

fn wrong(row: &'static str, words: impl Into<String>) -> Wrong {
    Wrong {
        row: Some(row),
        words: words.into(),
    }
}

fn submit(event: Event) -> Answer {
    Ok(Next::Do(vec![Command::Submit(event)]))
}

/// The chosen item of a row; the official may have typed what no item has.
fn picked<'a, T: PartialEq>(choice: &'a Choice<T>, row: &'static str) -> Result<&'a T, Wrong> {
    let why = match choice.is_open() {
        true => words::NOTHING_CHOSEN,
        false => words::NO_MATCH,
    };
    choice.selected().ok_or_else(|| wrong(row, why))
}

fn about<'a>(id: TicketId, scene: &Scene<'a>) -> Result<&'a Ticket, Wrong> {
    scene.view.office.ticket(id).ok_or_else(|| Wrong {
        row: None,
        words: words::TICKET_GONE.to_owned(),
    })
}

fn optional(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// What must be typed in a row; `why` says what is missing.
fn needed(input: &Input, row: &'static str, why: &'static str) -> Result<String, Wrong> {
    optional(input.value()).ok_or_else(|| wrong(row, why))
}

/// What is typed in a row, if anything; `why` says what is wrong with what `read` cannot read.
fn typed<T>(
    input: &Input,
    row: &'static str,
    why: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    let typed = optional(input.value());
    let read = typed.map(|typed| read(&typed).ok_or_else(|| wrong(row, why)));
    read.transpose()
}

fn filled(kind: Kind, max: usize, text: &str) -> Input {
    let mut input = Input::new(kind, max);
    input.set(text);
    input
}

/// The fields of one kind of form.
pub(super) trait Fields: CloneFields {
    /// The rows that are asked for now; some depend on others.
    fn rows(&mut self) -> Vec<Row<'_>>;

    /// Brings what depends on another row, or on the office, up to date; `focus` is the row in focus. Answers what is to
    /// be said over the rows, if that changes.
    fn refresh(&mut self, _scene: &Scene<'_>, _focus: &str) -> Option<String> {
        None
    }

    /// What the filled form means: commands, another question, or what is still missing.
    fn submit(&self, scene: &Scene<'_>) -> Answer;

    /// A digit in a row that takes none, before anything was filled in; answers whether that says all.
    fn digit(&mut self, _digit: char, _focus: &str) -> bool {
        false
    }

    /// What Enter does, where that depends on what is chosen.
    fn verb(&self) -> Option<&'static str> {
        None
    }

    /// Whether nothing in it could be put right after a refusal.
    fn is_final(&self) -> bool {
        false
    }

    /// Whether its only row asks for a booking's code.
    fn takes_code(&self) -> bool {
        false
    }
}

/// Boxed fields can be copied: what a scanner types into a form is taken back from it.
pub(super) trait CloneFields {
    /// A copy.
    fn copied(&self) -> Box<dyn Fields>;
}

impl<T: Fields + Clone + 'static> CloneFields for T {
    fn copied(&self) -> Box<dyn Fields> {
        Box::new(self.clone())
    }
}

/// A form with what was filled in so far.
pub(super) struct Form {
    title: String,
    /// A line over the rows: whom it is about, or what is offered.
    note: String,
    fields: Box<dyn Fields>,
    /// Which of the rows that are asked for.
    focus: usize,
    error: Option<String>,
    /// Whether that is a refusal, else what a key means.
    is_refused: bool,
    /// What Enter does, in words.
    verb: &'static str,
    /// Whether Enter goes from row to row and acts in the last one only.
    stepwise: bool,
    touched: bool,
    /// As what a half-filled one is kept, if it is worth that.
    pub draft: Option<Draft>,
    /// Whether it is one that opens by itself.
    pub unasked: Option<Unasked>,
    /// There is nothing to go back to.
    pub is_locked: bool,
    /// What it asks takes something away from people: no Enter that comes with the key which opened it is an answer.
    pub is_grave: bool,
}

impl Clone for Form {
    fn clone(&self) -> Self {
        Self {
            title: self.title.clone(),
            note: self.note.clone(),
            fields: self.fields.copied(),
            error: self.error.clone(),
            ..*self
        }
    }
}

/// What became of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pressed {
    /// The form stays.
    Stay,
    /// The form stays; the key means nothing in it.
    Unknown,
    /// The official goes back.
    Close,
    /// The official wants it done.
    Submit,
}

impl Form {
    fn new(title: impl Into<String>, verb: &'static str, fields: impl Fields + 'static) -> Self {
        Self {
            title: title.into(),
            note: String::new(),
            fields: Box::new(fields),
            focus: 0,
            error: None,
            is_refused: false,
            verb,
            stepwise: false,
            touched: false,
            draft: None,
            unasked: None,
            is_locked: false,
            is_grave: false,
        }
    }

    fn grave(mut self) -> Self {
        self.is_grave = true;
        self
    }

    fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn stepwise(mut self) -> Self {
        self.stepwise = true;
        self
    }

    fn kept_as(mut self, draft: Draft) -> Self {
        self.draft = Some(draft);
        self
    }

    fn focused(mut self, row: &str) -> Self {
        let at = self.fields.rows().iter().position(|r| r.label == row);
        self.focus = at.unwrap_or(0);
        self
    }

    fn last_focused(mut self) -> Self {
        self.focus = self.fields.rows().len().saturating_sub(1);
        self
    }

    /// Whether something was filled in.
    pub(super) fn is_touched(&self) -> bool {
        self.touched
    }

    /// Says what is wrong, with the focus where it can be put right.
    pub(super) fn refuse(&mut self, wrong: Wrong) {
        let rows = self.fields.rows();
        let at = rows.iter().position(|row| Some(row.label) == wrong.row);
        self.focus = at.unwrap_or(self.focus);
        self.error = Some(wrong.words);
        self.is_refused = true;
    }

    /// Whether a refusal stands in it that names this key.
    pub(super) fn refusal_names(&self, key: &str) -> bool {
        let words = self.error.as_deref().filter(|_| self.is_refused);
        words.is_some_and(|words| words.split([' ', ';', ',', ':']).any(|word| word == key))
    }

    /// Answers a key that means nothing here.
    pub(super) fn hint(&mut self, words: String) {
        self.error = Some(words);
        self.is_refused = false;
    }

    /// Replaces the line over the rows; a message that is booked by stays in sight.
    pub(super) fn remark(&mut self, words: String) {
        let is_kept = self.draft.is_some_and(Draft::is_of_message);
        if !is_kept {
            self.note = words;
        } else if !self.note.starts_with(&words) {
            self.note = format!("{words} {}", self.note);
        }
    }

    /// Whether nothing in it could be put right after a refusal, which therefore closes it.
    pub(super) fn is_final(&self) -> bool {
        self.fields.is_final()
    }

    /// Whether it asks for a booking's code.
    pub(super) fn takes_code(&self) -> bool {
        self.fields.takes_code()
    }

    /// Fills in a booking's code.
    pub(super) fn fill_code(&mut self, code: &Code) {
        if let Some(Widget::Text(input)) = self.fields.rows().pop().map(|row| row.widget) {
            input.set(code.as_str());
        }
    }

    /// Brings what depends on another row, or on the office, up to date.
    pub(super) fn refresh(&mut self, scene: &Scene<'_>) {
        let focus = self
            .fields
            .rows()
            .get(self.focus)
            .map_or("", |row| row.label);
        if let Some(note) = self.fields.refresh(scene, focus) {
            self.note = note;
        }
    }

    /// What the filled form means.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub(super) fn submit(&self, scene: &Scene<'_>) -> Answer {
        let mut fields = self.fields.copied();
        let mut rows = fields.rows().into_iter();
        if let Some(row) = rows.find(is_nameless) {
            return Err(wrong(row.label, words::NAME_HAS_LETTERS));
        }
        self.fields.submit(scene)
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: KeyEvent) -> Pressed {
        match key.code {
            KeyCode::Esc => return Pressed::Close,
            KeyCode::Char('c' | 'C') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Pressed::Close;
            }
            KeyCode::Char(c) if self.is_whole(c) => return Pressed::Submit,
            KeyCode::Enter | KeyCode::Tab if self.fits_nothing() => {}
            KeyCode::Enter if self.lacks_pin() => self.error = Some(words::PIN_LENGTH.to_owned()),
            KeyCode::Enter if self.acts() => return Pressed::Submit,
            KeyCode::Enter | KeyCode::Tab => self.go(1),
            KeyCode::BackTab => self.go(-1),
            _ => return self.edit(key),
        }
        Pressed::Stay
    }

    /// Whether a digit alone says all that an untouched form asks for.
    fn is_whole(&mut self, typed: char) -> bool {
        let rows = self.fields.rows();
        let focus = rows.get(self.focus).map_or("", |row| row.label);
        typed.is_ascii_digit() && !self.touched && self.fields.digit(typed, focus)
    }

    /// Whether Enter acts, else it goes to the next row.
    fn acts(&mut self) -> bool {
        !self.stepwise || self.focus + 1 >= self.fields.rows().len()
    }

    fn edit(&mut self, key: KeyEvent) -> Pressed {
        if self.goes_to_pin(key) {
            return Pressed::Stay;
        }
        let mut rows = self.fields.rows();
        let Some(row) = rows.get_mut(self.focus) else {
            return Pressed::Unknown;
        };
        let handled = match &mut row.widget {
            Widget::Text(input) | Widget::Secret(input) => input.key(key),
            Widget::Pick(choice) => choice.key(key),
            Widget::Flag(on) => match key.code {
                KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right => {
                    **on = !**on;
                    Handled::Edited
                }
                KeyCode::Char(_) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
                    Handled::Refused
                }
                _ => Handled::Ignored,
            },
        };
        let takes = filling::takes(row.label, row.widget.kind());
        drop(rows);
        match (handled, key.code) {
            // A letter that goes nowhere is said: whoever looks at the citizen would miss it.
            (Handled::Refused, _) => self.error = Some(takes),
            (Handled::Edited, _) => {
                self.touched = true;
                self.error = None;
            }
            (Handled::Used, _) => self.error = None,
            (Handled::Ignored, KeyCode::Up) => self.go(-1),
            (Handled::Ignored, KeyCode::Down) => self.go(1),
            (Handled::Ignored, _) => return Pressed::Unknown,
        }
        Pressed::Stay
    }

    /// Pastes into the row in focus.
    pub(super) fn paste(&mut self, pasted: &str) {
        let mut rows = self.fields.rows();
        match rows.get_mut(self.focus).map(|row| &mut row.widget) {
            Some(Widget::Text(input) | Widget::Secret(input)) => {
                input.paste(pasted);
            }
            Some(Widget::Pick(choice)) => choice.paste(pasted),
            Some(Widget::Flag(_)) | None => return,
        }
        drop(rows);
        self.touched = true;
        self.error = None;
    }

    /// Above the first row is the last one, and under that the first.
    fn go(&mut self, by: isize) {
        let rows = self.fields.rows().len().max(1) as isize;
        self.focus = (self.focus as isize + by).rem_euclid(rows) as usize;
    }
}
