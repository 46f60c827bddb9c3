//! Who works here.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Answer, Fields, Form, Next, Row, Unasked, Widget, pick, picked, secret, wrong};
use crate::app::pin;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::{Command, Official, drawn};
use crate::tui::words::{Scene, filling, forms as words};

#[derive(Clone)]
struct SignIn {
    /// None signs out.
    official: Choice<Option<String>>,
    /// The chosen official has no PIN yet, and chooses one.
    is_new: bool,
    /// What Enter does where nobody takes over.
    leaves: &'static str,
    pin: Input,
    again: Input,
}

/// Who works here.
pub(crate) fn sign_in(scene: &Scene<'_>) -> Form {
    let view = scene.view;
    let others = view
        .officials
        .iter()
        .filter(|o| Some(o.id.as_str()) != view.signed_in);
    // First: whoever is here signs out far more often than another one takes over.
    let sign_out = |o: &Official| (None, filling::sign_out(&drawn(&o.name), view.must_sign_in));
    let mut items: Vec<_> = view.official().map(sign_out).into_iter().collect();
    items.extend(others.map(|o| (Some(o.id.clone()), drawn(&o.name))));
    let digits = || Input::new(Kind::Digits, *pin::DIGITS.end());
    let mut fields = SignIn {
        official: Choice::new(items),
        is_new: false,
        leaves: "",
        pin: digits(),
        again: digits(),
    };
    let expected = expected(scene).map(|o| o.id.clone());
    if expected.is_some() {
        fields.official.select(&expected);
    }
    fields.refresh(scene, "");
    let (leaves, verb) = match view.must_sign_in {
        true => filling::LOCKS,
        false => filling::SIGNS_OUT,
    };
    fields.leaves = verb;
    let is_here = view.official().is_some();
    let title = if is_here { leaves } else { words::SIGN_IN };
    let mut form = Form::new(title, words::SIGN_IN_VERB, fields).stepwise();
    if expected.is_some() {
        form = form.focused(words::PIN);
    }
    form.unasked = Some(Unasked::SignIn);
    form.is_locked = view.is_locked();
    match form.is_locked {
        true => form.noted(filling::locked(scene)),
        false => form,
    }
}

/// Who will sign in where nobody has: the only official, or the only one who worked at this counter last.
fn expected<'a>(scene: &Scene<'a>) -> Option<&'a Official> {
    let (view, here) = (scene.view, &scene.view.desk(scene.desk).id);
    let is_only = view.officials.len() == 1;
    let mut those = view
        .officials
        .iter()
        .filter(|o| is_only || o.counter.as_ref() == Some(here));
    let one = those.next().filter(|_| view.signed_in.is_none())?;
    those.next().is_none().then_some(one)
}

impl Fields for SignIn {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let signs_out = self.official.selected() == Some(&None);
        let pin = secret(words::PIN, words::PIN_HINT, &mut self.pin);
        let again = secret(words::PIN_AGAIN, words::PIN_AGAIN_HINT, &mut self.again);
        let mut rows = vec![pick(words::OFFICIAL, &mut self.official)];
        rows.extend((!signs_out).then_some(pin));
        rows.extend((!signs_out && self.is_new).then_some(again));
        rows
    }

    fn verb(&self) -> Option<&'static str> {
        let signs_out = self.official.selected() == Some(&None);
        signs_out.then_some(self.leaves)
    }

    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let id = self.official.selected().and_then(Option::as_ref);
        let chosen = scene.view.officials.iter().find(|o| Some(&o.id) == id);
        self.is_new = chosen.is_some_and(|o| !o.has_pin);
        None
    }

    fn submit(&self, _scene: &Scene<'_>) -> Answer {
        let Some(official) = picked(&self.official, words::OFFICIAL)?.clone() else {
            return Ok(Next::Do(vec![Command::SignOut]));
        };
        let pin = self.pin.value();
        if !pin::DIGITS.contains(&pin.len()) {
            return Err(wrong(words::PIN, words::PIN_LENGTH));
        }
        let signs_in = Command::SignIn {
            official: official.clone(),
            pin: pin.clone(),
        };
        if !self.is_new {
            return Ok(Next::Do(vec![signs_in]));
        }
        if self.again.value() != pin {
            return Err(wrong(words::PIN, words::PINS_DIFFER));
        }
        Ok(Next::Do(vec![Command::SetPin { official, pin }, signs_in]))
    }
}

/// Rows that nobody may read.
impl Form {
    /// Empties what nobody may read, and waits for it again.
    pub(in crate::tui) fn forget_secrets(&mut self) {
        let mut first = None;
        for (i, row) in self.fields.rows().into_iter().enumerate() {
            if let Widget::Secret(input) = row.widget {
                input.clear();
                first = first.or(Some(i));
            }
        }
        self.focus = first.unwrap_or(self.focus);
    }

    /// Whether the row in focus waits for what nobody may read: an Enter for the name above it is none for that.
    pub(super) fn lacks_pin(&mut self) -> bool {
        let rows = self.fields.rows();
        let row = rows.get(self.focus).map(|row| &row.widget);
        matches!(row, Some(Widget::Secret(input)) if input.is_empty())
    }

    /// Digits belong to the PIN, and are seen nowhere else; a name typed there belongs to the list of names. Answers whether
    /// the key is done with.
    pub(super) fn goes_to_pin(&mut self, key: KeyEvent) -> bool {
        let is_bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        let KeyCode::Char(c) = key.code else {
            return false;
        };
        if !is_bare || self.unasked != Some(Unasked::SignIn) {
            return false;
        }
        let rows = self.fields.rows();
        let pin = rows
            .iter()
            .enumerate()
            .find_map(|(i, row)| match &row.widget {
                Widget::Secret(input) => Some((i, input.is_empty())),
                _ => None,
            });
        drop(rows);
        match pin {
            Some((at, _)) if c.is_ascii_digit() => self.focus = self.focus.max(at),
            Some((at, true)) if self.focus == at && c.is_alphabetic() => self.focus = 0,
            None if c.is_ascii_digit() => {
                self.error = Some(words::NAME_FIRST.to_owned());
                return true;
            }
            _ => {}
        }
        false
    }
}
