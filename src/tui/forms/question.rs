//! Forms of one row: one choice or one line of text, and what is done with it.

use std::rc::Rc;

use super::meant::{call, call_number_of, check_in_of};
use super::{Answer, Fields, Form, Row, about, filled, pick, picked, submit, text};
use crate::domain::event::Event;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::words::{Scene, forms as words};

/// Longer than any code or address on a slip.
const MAX_CODE: usize = 200;

type Then<T> = Rc<dyn Fn(&T, &Scene<'_>) -> Answer>;

/// One choice.
#[derive(Clone)]
pub struct Question<T> {
    label: &'static str,
    choice: Choice<T>,
    then: Then<T>,
}

impl<T: PartialEq> Question<T> {
    /// A row with this label, and what is done with the chosen item.
    pub fn new(
        label: &'static str,
        items: Vec<(T, String)>,
        then: impl Fn(&T, &Scene<'_>) -> Answer + 'static,
    ) -> Self {
        Self {
            label,
            choice: Choice::new(items),
            then: Rc::new(then),
        }
    }

    /// Begins with an item.
    pub fn selecting(mut self, item: &T) -> Self {
        self.choice.select(item);
        self
    }
}

impl<T: PartialEq + Clone + 'static> Fields for Question<T> {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![pick(self.label, &mut self.choice)]
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        (self.then)(picked(&self.choice, self.label)?, scene)
    }
}

/// A form that asks yes or no.
pub fn yes_or_no(
    title: &str,
    yes: String,
    no: &str,
    then: impl Fn(&Scene<'_>) -> Answer + 'static,
) -> Form {
    let items = vec![(true, yes), (false, no.to_owned())];
    let question = Question::new("", items, move |is_yes, scene| match is_yes {
        true => then(scene),
        false => Ok(super::Next::Do(Vec::new())),
    });
    Form::new(title, words::CHOOSE, question)
}

/// One line of text.
#[derive(Clone)]
pub struct Line {
    label: &'static str,
    hint: &'static str,
    input: Input,
    is_code: bool,
    then: Then<String>,
}

impl Line {
    /// A row, and what is done with its text.
    pub fn new(
        label: &'static str,
        hint: &'static str,
        input: Input,
        then: impl Fn(&String, &Scene<'_>) -> Answer + 'static,
    ) -> Self {
        Self {
            label,
            hint,
            input,
            is_code: false,
            then: Rc::new(then),
        }
    }
}

impl Fields for Line {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![text(self.label, self.hint, &mut self.input)]
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        (self.then)(&self.input.value(), scene)
    }

    fn takes_code(&self) -> bool {
        self.is_code
    }
}

/// A booked person is here: code or number.
pub fn check_in() -> Form {
    let input = Input::new(Kind::Code, MAX_CODE);
    let line = Line::new(words::CODE, words::CODE_HINT, input, |typed, scene| {
        check_in_of(typed, scene)
    });
    let fields = Line {
        is_code: true,
        ..line
    };
    Form::new(words::CHECK_IN, words::CHECK_IN_VERB, fields)
}

/// A given number now, `number` being that of the chosen row.
pub fn call_number(number: Option<String>) -> Form {
    let input = filled(Kind::Code, MAX_CODE, &number.unwrap_or_default());
    let line = Line::new(words::NUMBER, words::NUMBER_HINT, input, |typed, scene| {
        call_number_of(typed, scene)
    });
    Form::new(words::CALL_NUMBER, words::CALL, line)
}

/// For what one of several tickets is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// To go on with.
    Resume,
    /// To be put back into the queue.
    Requeue,
    /// To be checked in.
    CheckIn,
    /// To be called now.
    Call,
}

/// Which of several tickets is meant.
pub fn which(what: Which, scene: &Scene<'_>, found: &[&Ticket]) -> Form {
    let label = |t: &&Ticket| (t.id, words::of_several(scene, t));
    let (title, verb) = words::which(what);
    let then = move |id: &TicketId, scene: &Scene<'_>| {
        let t = about(*id, scene)?;
        match what {
            Which::Resume => submit(Event::Resume {
                number: t.number.into(),
                counter: Some(scene.desk),
            }),
            Which::Requeue => submit(Event::Requeue {
                number: t.number.into(),
            }),
            Which::CheckIn => submit(Event::Arrive {
                number: t.number.into(),
            }),
            Which::Call => call(t, scene),
        }
    };
    let items = found.iter().map(label).collect();
    Form::new(title, verb, Question::new(words::NUMBER, items, then))
}
