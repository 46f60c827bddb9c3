//! Forms about this counter: a pause, and the person in service.

use super::lists::{fields, of_one_field};
use super::{Answer, Fields, Form, Row, Wrong, optional, pick, picked, submit, text};
use crate::domain::event::Event;
use crate::domain::rules::FieldIx;
use crate::domain::text::MAX_NAME;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::words::{Scene, forms as words};

/// A question about the one in service holds for nobody else.
pub(super) fn still_served(id: TicketId, scene: &Scene<'_>) -> Result<(), Wrong> {
    match scene.view.serving(scene.desk) {
        Some(t) if t.id == id => Ok(()),
        _ => Err(Wrong {
            row: None,
            words: words::COUNTER_CHANGED.to_owned(),
        }),
    }
}

/// To which field the person in service goes.
pub(crate) fn transfer(scene: &Scene<'_>, present: &Ticket) -> Form {
    let mut fields = Transfer {
        ticket: present.id,
        to: Choice::new(fields(scene, Some(present.number.field))),
        procedure: Choice::new(Vec::new()),
        of: None,
    };
    fields.refresh(scene, "");
    let title = words::transfer_of(&scene.who(present));
    Form::new(title, words::TRANSFER, fields).noted(words::TRANSFER_NOTE)
}

#[derive(Clone)]
struct Transfer {
    ticket: TicketId,
    to: Choice<FieldIx>,
    /// Of the field that is chosen: what was done here is not done there.
    procedure: Choice<Option<String>>,
    of: Option<FieldIx>,
}

impl Fields for Transfer {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            pick(words::TO, &mut self.to),
            pick(words::PROCEDURE, &mut self.procedure),
        ]
    }

    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let to = self.to.selected().copied();
        if let Some(field) = to.filter(|_| to != self.of) {
            self.procedure = of_one_field(scene, field);
            self.of = to;
        }
        None
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        still_served(self.ticket, scene)?;
        let procedure = picked(&self.procedure, words::PROCEDURE)?;
        submit(Event::Transfer {
            counter: scene.desk,
            field: *picked(&self.to, words::TO)?,
            procedure: Some(procedure.clone().unwrap_or_default()),
        })
    }
}

#[derive(Clone, PartialEq)]
enum How {
    /// It pauses, for a reason that need not be typed, or another one.
    Pause(Option<&'static str>),
    /// It works on, and is called by hand, or by itself.
    Manual(bool),
}

#[derive(Clone)]
struct Pause {
    how: Choice<How>,
    more: Input,
}

/// Why the counter pauses.
pub(crate) fn pause(scene: &Scene<'_>) -> Form {
    let view = scene.view;
    let mut items = vec![(How::Pause(None), words::PAUSE_WITHOUT.to_owned())];
    items.extend(words::PAUSE_REASONS.map(|r| (How::Pause(Some(r)), r.to_owned())));
    // Where the office calls nobody by itself, a counter cannot either.
    if view.office.rules().auto_call {
        let manual = !view.office.counter(scene.desk).manual;
        items.push((How::Manual(manual), words::manual(manual).to_owned()));
    }
    let fields = Pause {
        how: Choice::new(items),
        more: Input::new(Kind::Any, MAX_NAME),
    };
    let alone = |f: &&FieldIx| {
        let mut counters = view.office.rules().field(**f).counters.iter();
        !counters.any(|ix| *ix != scene.desk && view.office.counter(*ix).open)
    };
    let last: Vec<_> = view.desk(scene.desk).fields.iter().filter(alone).collect();
    let names: Vec<_> = last.into_iter().map(|f| view.field_name(*f)).collect();
    Form::new(words::PAUSE, words::PAUSE_VERB, fields).noted(words::last_counter(&names))
}

impl Fields for Pause {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let pauses = !matches!(self.how.selected(), Some(How::Manual(_)));
        let more = text(words::MORE, words::PAUSE_HINT, &mut self.more);
        let mut rows = vec![pick(words::REASON, &mut self.how)];
        rows.extend(pauses.then_some(more));
        rows
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let counter = scene.desk;
        match *picked(&self.how, words::REASON)? {
            How::Manual(manual) => submit(Event::SetManual { counter, manual }),
            How::Pause(reason) => {
                let words = [reason.unwrap_or_default(), &self.more.value()].join(" ");
                let reason = optional(words.trim().to_owned());
                submit(Event::CloseCounter { counter, reason })
            }
        }
    }
}
