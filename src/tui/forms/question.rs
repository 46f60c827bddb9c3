//! Forms of one row: one choice or one line of text, and what is done with it.

use std::rc::Rc;

use super::{Answer, Fields, Form, Row, pick, picked, text};
use crate::tui::choice::Choice;
use crate::tui::input::Input;
use crate::tui::words::{Scene, forms as words};

type Then<T> = Rc<dyn Fn(&T, &Scene<'_>) -> Answer>;

/// One choice.
#[derive(Clone)]
pub(super) struct Question<T> {
    label: &'static str,
    choice: Choice<T>,
    /// Refused, nothing in it can be put right.
    is_final: bool,
    then: Then<T>,
}

impl<T: PartialEq> Question<T> {
    /// A row with this label, and what is done with the chosen item.
    pub(super) fn new(
        label: &'static str,
        items: Vec<(T, String)>,
        then: impl Fn(&T, &Scene<'_>) -> Answer + 'static,
    ) -> Self {
        Self::of(label, Choice::new(items), then)
    }

    /// The same of a choice.
    pub(super) fn of(
        label: &'static str,
        choice: Choice<T>,
        then: impl Fn(&T, &Scene<'_>) -> Answer + 'static,
    ) -> Self {
        Self {
            label,
            choice,
            is_final: false,
            then: Rc::new(then),
        }
    }

    /// A refusal closes it: the same would be refused again.
    pub(super) fn final_answer(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// Begins with an item.
    pub(super) fn selecting(mut self, item: &T) -> Self {
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

    fn is_final(&self) -> bool {
        self.is_final
    }
}

/// A form that asks yes or no.
pub(super) fn yes_or_no(
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
    Form::new(title, words::CHOOSE, question.final_answer())
}

/// One line of text.
#[derive(Clone)]
pub(super) struct Line {
    label: &'static str,
    hint: &'static str,
    input: Input,
    /// Whether it is a booking's code.
    pub is_code: bool,
    then: Then<String>,
}

impl Line {
    /// A row, and what is done with its text.
    pub(super) fn new(
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
