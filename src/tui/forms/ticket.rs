//! Forms about one ticket: its name, its procedure, another time, and its end.

use super::booking::{Note, Time};
use super::lists::{halves, of_one_field};
use super::question::{Line, Question, yes_or_no};
use super::{
    Answer, Draft, Fields, Form, Row, about, filled, optional, pick, picked, submit, text, wrong,
};
use crate::domain::event::{Detail, Event};
use crate::domain::text::MAX_NAME;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::action::Action;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::words::{Scene, forms as words, sentence, ticket as says};

/// What an action asks about the chosen ticket; `None` where nothing is asked, or nothing about it alone.
pub(crate) fn ticket(scene: &Scene<'_>, action: Action, t: &Ticket) -> Option<Form> {
    Some(match action {
        Action::SetName => name(scene, t),
        Action::SetProcedure => procedure(scene, t),
        Action::Move if t.state.awaits_answer() => propose(scene, t),
        Action::Move => move_booking(scene, t),
        Action::Cancel if t.state.awaits_answer() => decline(scene, t),
        Action::Cancel => cancel(scene, t),
        _ => return None,
    })
}

/// The name of a ticket.
fn name(scene: &Scene<'_>, t: &Ticket) -> Form {
    let id = t.id;
    let input = filled(
        Kind::Any,
        MAX_NAME,
        t.person.name.as_deref().unwrap_or_default(),
    );
    let line = Line::new(says::label(Detail::Name), "", input, move |name, scene| {
        let t = about(id, scene)?;
        submit(set(t, Detail::Name, name.clone()))
    });
    let title = says::title(Detail::Name, &scene.told_apart(t.number));
    let form = Form::new(title, words::NOTE, line);
    form.kept_as(Draft::Written(id, Action::SetName))
}

/// The procedure of a ticket.
fn procedure(scene: &Scene<'_>, t: &Ticket) -> Form {
    let (id, own) = (t.id, of_one_field(scene, t.number.field));
    let then = move |procedure: &Option<String>, scene: &Scene<'_>| {
        let t = about(id, scene)?;
        let procedure = procedure.clone().unwrap_or_default();
        submit(set(t, Detail::Procedure, procedure))
    };
    let question = Question::of(says::label(Detail::Procedure), own, then);
    let question = question.selecting(&t.person.procedure);
    let title = says::title(Detail::Procedure, &scene.who_in_title(t));
    Form::new(title, words::NOTE, question)
}

/// Writes something on a ticket.
pub(super) fn set(t: &Ticket, detail: Detail, text: String) -> Event {
    let (number, date) = t.number.named();
    Event::Set {
        number,
        date,
        detail,
        text,
    }
}

fn cancelled(t: &Ticket) -> Answer {
    let (number, date) = t.number.named();
    submit(Event::Cancel { number, date })
}

/// Whether a ticket is really cancelled.
fn cancel(scene: &Scene<'_>, t: &Ticket) -> Form {
    let id = t.id;
    let then = move |scene: &Scene<'_>| cancelled(about(id, scene)?);
    let title = match t.time() {
        Some(_) => words::CANCEL_BOOKING,
        None => words::CANCEL,
    };
    yes_or_no(
        title,
        words::really_cancel(scene, t),
        words::NO_CANCEL,
        then,
    )
    .grave()
}

// ---- another time ----

#[derive(Clone)]
struct OtherTime {
    ticket: TicketId,
    label: &'static str,
    time: Time,
    /// The citizen must agree to it.
    is_proposal: bool,
    note: Note,
}

/// Another time for a booking. None is chosen that nobody has named: Enter alone moves nobody.
fn move_booking(scene: &Scene<'_>, t: &Ticket) -> Form {
    let field = t.number.field;
    let mut time = Time::new(scene, Some(field), halves(scene, field));
    time.half = time.half.open();
    let fields = OtherTime {
        ticket: t.id,
        label: words::TO,
        time,
        is_proposal: false,
        note: Note::new(words::booked_now(scene, t)),
    };
    let form = Form::new(words::move_of(&scene.undated(t)), words::MOVE, fields);
    let form = form.noted(words::booked_now(scene, t));
    form.stepwise().kept_as(Draft::Move(t.id))
}

/// Another time than the requested one, which the citizen must agree to. It begins with the requested half-day.
fn propose(scene: &Scene<'_>, t: &Ticket) -> Form {
    let mut time = Time::new(scene, Some(t.number.field), halves(scene, t.number.field));
    if let Some(old) = t.time() {
        let half = scene.view.office.rules().half_of(old.time());
        time.half.select(&Some((old.day(), half)));
    }
    let fields = OtherTime {
        ticket: t.id,
        label: words::HALF,
        time,
        is_proposal: true,
        note: Note::new(words::proposed_now(scene, t)),
    };
    let form = Form::new(words::propose_to(&scene.undated(t)), words::PROPOSE, fields);
    let form = form.noted(words::proposed_now(scene, t));
    form.stepwise().kept_as(Draft::Proposal(t.id))
}

impl Fields for OtherTime {
    fn rows(&mut self) -> Vec<Row<'_>> {
        self.time.rows(self.label)
    }

    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let t = about(self.ticket, scene).ok()?;
        let hour = self.time.other_hour(scene, t.number.field);
        self.note.of_hour(hour)
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let wish = self.time.wish(self.label)?;
        let wish = wish.ok_or_else(|| wrong(self.label, words::NO_HALF))?;
        let t = about(self.ticket, scene)?;
        let (number, date) = t.number.named();
        submit(match self.is_proposal {
            true => Event::Propose { number, date, wish },
            false => Event::Move { number, date, wish },
        })
    }
}

// ---- a request that is not granted ----

#[derive(Clone, PartialEq)]
enum Refusal {
    /// The citizen takes it back by telephone.
    Withdrawn,
    /// The office's reason; none when it is typed.
    Reason(Option<&'static str>),
}

#[derive(Clone)]
struct Decline {
    ticket: TicketId,
    why: Choice<Refusal>,
    more: Input,
}

/// Why a request is not granted.
fn decline(scene: &Scene<'_>, t: &Ticket) -> Form {
    let mut items = vec![(Refusal::Withdrawn, words::WITHDRAWN.to_owned())];
    items.extend(words::DECLINE_REASONS.map(|r| (Refusal::Reason(Some(r)), sentence(r))));
    items.push((Refusal::Reason(None), words::OTHER_REASON.to_owned()));
    let fields = Decline {
        ticket: t.id,
        why: Choice::new(items),
        more: Input::new(Kind::Any, MAX_NAME),
    };
    Form::new(words::decline_of(&scene.who(t)), words::DECLINE, fields).stepwise()
}

impl Fields for Decline {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let has_reason = self.why.selected() != Some(&Refusal::Withdrawn);
        let more = text(words::MORE, words::DECLINE_HINT, &mut self.more);
        let mut rows = vec![pick(words::WHY, &mut self.why)];
        rows.extend(has_reason.then_some(more));
        rows
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let reason = match picked(&self.why, words::WHY)? {
            Refusal::Withdrawn => return cancelled(about(self.ticket, scene)?),
            Refusal::Reason(reason) => reason.map(str::to_owned),
        };
        let typed = optional(self.more.value());
        let parts: Vec<String> = reason.into_iter().chain(typed).collect();
        if parts.is_empty() {
            return Err(wrong(words::MORE, words::NO_REASON));
        }
        let t = about(self.ticket, scene)?;
        let (number, date) = t.number.named();
        submit(Event::Decline {
            number,
            date,
            reason: Some(parts.join("; ")),
        })
    }
}
