//! A form over the queue: rows of text, choices and marks, one of them in focus. What a form asks for stands in
//! `make` (of messages in `letter`), what its answers mean in `read`, how it looks in `draw`.

mod ask;
mod draw;
mod letter;
mod lists;
mod make;
mod meant;
mod office;
mod read;

pub use draw::draw;
pub use meant::{call_number, check_in_code};
pub use read::{Outcome, confirm, read, requeue, resume};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::choice::Choice;
use super::input::{Handled, Input};
use crate::domain::event::Current;
use crate::domain::rules::FieldIx;
use crate::domain::ticket::{Channel, TicketId};
use crate::domain::time::{Day, Half};

/// Which form it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A number for someone who walked in.
    WalkIn,
    /// A booking for someone who phones or is helped.
    Booking,
    /// A booking that a message asks for.
    BookMessage(i64),
    /// A word of a message for the catalogue.
    Learn(i64),
    /// A booked person is here.
    CheckIn,
    /// Which of several tickets with that number is here.
    CheckInOf,
    /// A given number now.
    CallNumber,
    /// Which of several tickets with that number is called.
    CallOf,
    /// What becomes of the person at the counter when this one is called.
    CallBusy(TicketId),
    /// To which field the person in service goes.
    Transfer,
    /// Why the counter pauses.
    Pause,
    /// Who works here.
    SignIn,
    /// Which held one goes on.
    ResumeOf,
    /// Which missed one came after all.
    RequeueOf,
    /// The name of a ticket.
    Name(TicketId),
    /// The procedure of a ticket.
    Procedure(TicketId),
    /// Another time for a booking.
    Move(TicketId),
    /// Another time than the requested one.
    Propose(TicketId),
    /// Why a request is not granted.
    Decline(TicketId),
    /// Whether a ticket is really cancelled.
    Cancel(TicketId),
    /// Which half-day falls out, or takes place after all.
    Session,
    /// What is remembered of a phone.
    PhoneRecord,
    /// Whether the program is left.
    Quit,
    /// Whether date and time are right.
    Clock,
}

impl What {
    /// Whether a half-filled one is worth keeping.
    pub const fn is_kept(self) -> bool {
        matches!(
            self,
            Self::WalkIn
                | Self::Booking
                | Self::BookMessage(_)
                | Self::Name(_)
                | Self::Move(_)
                | Self::Propose(_)
        )
    }
}

/// What can be chosen in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// A field.
    Field(FieldIx),
    /// A procedure of the catalogue in its field, or none yet.
    Procedure(FieldIx, Option<String>),
    /// As soon as possible, from today on.
    Soonest,
    /// A half-day.
    Half(Day, Half),
    /// By which door a booking comes.
    Channel(Channel),
    /// An official.
    Official(String),
    /// The official leaves the desk.
    SignOut,
    /// Why a counter pauses, or a request is declined.
    Reason(Option<&'static str>),
    /// The citizen does not want it any more.
    Withdrawn,
    /// The counter works on; it is called by hand, or by itself.
    Manual(bool),
    /// A phone may book again.
    Unblock,
    /// A phone is, or is no longer, a helper's.
    Helper(bool),
    /// A ticket.
    Ticket(TicketId),
    /// What becomes of the person at the counter.
    Current(Current),
    /// Do it.
    Yes,
    /// Leave it.
    No,
}

/// What a row asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Slot {
    Answer,
    Channel,
    Field,
    Helper,
    Hour,
    Name,
    Number,
    Official,
    Phone,
    Pin,
    PinAgain,
    Priority,
    Procedure,
    Reason,
    ReasonText,
    When,
    Word,
}

/// How a row is filled.
#[derive(Clone, Debug)]
pub enum Widget {
    /// Text.
    Text(Input),
    /// Digits that nobody may read.
    Secret(Input),
    /// One of a list.
    Pick(Choice<Item>),
    /// Yes or no.
    Flag(bool),
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    slot: Slot,
    label: &'static str,
    hint: &'static str,
    widget: Widget,
}

/// A form with what was filled in so far.
#[derive(Clone, Debug)]
pub struct Form {
    what: What,
    title: String,
    /// A line over the rows: whom it is about, or what is offered.
    note: String,
    rows: Vec<Row>,
    focus: usize,
    error: Option<String>,
    /// What Enter does, in words.
    verb: &'static str,
    /// Whether Enter goes from row to row and acts in the last one only.
    stepwise: bool,
    touched: bool,
    /// The chosen official has no PIN yet.
    new_pin: bool,
}

/// What became of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The form stays.
    Stay,
    /// The official goes back.
    Close,
    /// The official wants it done.
    Submit,
}

impl Form {
    /// Which form it is.
    pub fn what(&self) -> What {
        self.what
    }

    /// Whether something was filled in.
    pub fn is_touched(&self) -> bool {
        self.touched
    }

    /// Says what is wrong, with the focus where it can be put right.
    pub fn refuse(&mut self, slot: Option<Slot>, words: String) {
        self.error = Some(words);
        let shown = self.shown();
        if let Some(at) =
            slot.and_then(|slot| shown.iter().position(|i| self.rows[*i].slot == slot))
        {
            self.focus = shown[at];
        }
    }

    /// Replaces the line over the rows.
    pub fn remark(&mut self, words: String) {
        self.note = words;
    }

    /// Whether the row in focus is a mark that the space key sets.
    fn on_flag(&self) -> bool {
        matches!(
            self.rows.get(self.focus).map(|row| &row.widget),
            Some(Widget::Flag(_))
        )
    }

    /// Empties what nobody may read, and waits for it again.
    pub fn forget_secrets(&mut self) {
        let mut first = None;
        for (i, row) in self.rows.iter_mut().enumerate() {
            if let Widget::Secret(input) = &mut row.widget {
                input.clear();
                first = first.or(Some(i));
            }
        }
        self.focus = first.unwrap_or(self.focus);
    }

    /// Puts a text into a row.
    pub fn fill(&mut self, slot: Slot, words: &str) {
        let row = self.rows.iter_mut().find(|row| row.slot == slot);
        if let Some(Widget::Text(input)) = row.map(|row| &mut row.widget) {
            input.set(words);
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Step {
        match key.code {
            KeyCode::Esc => return Step::Close,
            KeyCode::Char('c' | 'C') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Step::Close;
            }
            KeyCode::Enter if !self.stepwise || self.is_last() => return Step::Submit,
            KeyCode::Enter | KeyCode::Tab => self.go(1),
            KeyCode::BackTab => self.go(-1),
            _ => self.edit(key),
        }
        Step::Stay
    }

    fn edit(&mut self, key: KeyEvent) {
        let Some(row) = self.rows.get_mut(self.focus) else {
            return;
        };
        let handled = match &mut row.widget {
            Widget::Text(input) | Widget::Secret(input) => input.key(key),
            Widget::Pick(choice) => choice.key(key),
            Widget::Flag(on)
                if matches!(
                    key.code,
                    KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right
                ) =>
            {
                *on = !*on;
                Handled::Edited
            }
            Widget::Flag(_) => Handled::Ignored,
        };
        match handled {
            Handled::Edited => {
                self.touched = true;
                self.error = None;
            }
            Handled::Used => self.error = None,
            Handled::Ignored => match key.code {
                KeyCode::Up => self.go(-1),
                KeyCode::Down => self.go(1),
                _ => {}
            },
        }
    }

    /// Pastes into the row in focus.
    pub fn paste(&mut self, pasted: &str) {
        let Some(row) = self.rows.get_mut(self.focus) else {
            return;
        };
        match &mut row.widget {
            Widget::Text(input) | Widget::Secret(input) => {
                input.paste(pasted);
            }
            Widget::Pick(choice) => choice.paste(pasted),
            Widget::Flag(_) => return,
        }
        self.touched = true;
        self.error = None;
    }

    /// The rows that are asked for, some depend on others.
    fn shown(&self) -> Vec<usize> {
        let asked = |row: &Row| match row.slot {
            Slot::Helper => self.item(Slot::Channel) == Some(&Item::Channel(Channel::Helper)),
            Slot::Hour => matches!(self.item(Slot::When), Some(Item::Half(..))),
            Slot::ReasonText => !matches!(
                self.item(Slot::Reason),
                Some(Item::Withdrawn | Item::Manual(_))
            ),
            Slot::Pin => self.item(Slot::Official) != Some(&Item::SignOut),
            Slot::PinAgain => self.new_pin && self.item(Slot::Official) != Some(&Item::SignOut),
            _ => true,
        };
        (0..self.rows.len())
            .filter(|i| asked(&self.rows[*i]))
            .collect()
    }

    fn is_last(&self) -> bool {
        self.shown().last() == Some(&self.focus)
    }

    fn go(&mut self, by: isize) {
        let shown = self.shown();
        let at = shown.iter().position(|i| *i == self.focus).unwrap_or(0);
        let to = at
            .saturating_add_signed(by)
            .min(shown.len().saturating_sub(1));
        self.focus = shown.get(to).copied().unwrap_or(0);
    }

    fn row(&self, slot: Slot) -> Option<&Row> {
        self.rows.iter().find(|row| row.slot == slot)
    }

    fn item(&self, slot: Slot) -> Option<&Item> {
        match &self.row(slot)?.widget {
            Widget::Pick(choice) => choice.selected(),
            _ => None,
        }
    }

    fn text(&self, slot: Slot) -> String {
        match self.row(slot).map(|row| &row.widget) {
            Some(Widget::Text(input) | Widget::Secret(input)) => input.value(),
            _ => String::new(),
        }
    }

    fn flag(&self, slot: Slot) -> bool {
        matches!(
            self.row(slot).map(|row| &row.widget),
            Some(Widget::Flag(true))
        )
    }
}
