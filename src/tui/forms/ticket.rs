//! Forms about one ticket: its name, its procedure, another time, and its end.

use super::booking::{Note, Time, phone, phone_input};
use super::lists::{halves, of_one_field};
use super::question::{Question, yes_or_no};
use super::{
    Answer, Draft, Fields, Form, Next, Row, Widget, Wrong, about, filled, optional, pick, picked,
    submit, text, wrong,
};
use crate::app::post::is_number;
use crate::domain::event::{Detail, Event};
use crate::domain::text::{MAX_NAME, Phone};
use crate::domain::ticket::{Person, Ticket, TicketId};
use crate::tui::action::Action;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::requests::of_phone;
use crate::tui::words::{Scene, forms as words, sentence, ticket as says};

/// What an action asks about the chosen ticket; `None` where nothing is asked, or nothing about it alone.
pub(crate) fn ticket(scene: &Scene<'_>, action: Action, t: &Ticket) -> Option<Form> {
    Some(match action {
        Action::SetName => who(scene, t),
        Action::SetProcedure => procedure(scene, t),
        Action::Move if t.state.awaits_answer() => propose(scene, t),
        Action::Move => move_booking(scene, t),
        Action::Cancel if t.state.awaits_answer() => decline(scene, t),
        Action::Cancel => cancel(scene, t),
        _ => return None,
    })
}

impl Form {
    /// The key that would write on a ticket goes to the row where the form asks for the same, or marks it; answers whether
    /// there is one.
    pub(in crate::tui) fn goes_to(&mut self, action: Action) -> bool {
        let label = match action {
            Action::SetName => words::NAME,
            Action::SetProcedure => words::PROCEDURE,
            Action::SetPriority => words::PRIORITY,
            _ => return false,
        };
        let mut rows = self.fields.rows();
        let at = rows.iter().position(|row| row.label == label);
        let is_flag = match at.map(|at| &mut rows[at].widget) {
            Some(Widget::Flag(on)) => {
                **on = !**on;
                true
            }
            _ => false,
        };
        drop(rows);
        self.touched |= is_flag;
        // Whoever marks something goes on typing.
        self.focus = at.filter(|_| !is_flag).unwrap_or(self.focus);
        self.error = None;
        at.is_some()
    }
}

// ---- who it is ----

/// The phone as it is corrected: a number, or none; who wrote on Zalo has another sign there.
pub(super) fn phone_to_correct(phone: Option<&Phone>) -> Input {
    let mut input = phone_input();
    input.set(phone.filter(|p| is_number(p)).map_or("", Phone::as_str));
    input
}

/// The corrected phone; `None`: it stays as it is, whatever another desk has made of what the form `showed`. An empty row takes a
/// number away.
pub(super) fn corrected(
    input: &Input,
    showed: Option<&Phone>,
) -> Result<Option<Option<Phone>>, Wrong> {
    let before = phone_to_correct(showed);
    let typed = phone(input)?;
    let is_same = typed.as_ref() == showed || input.value() == before.value();
    Ok((!is_same).then_some(typed))
}

/// Name and phone of a ticket.
#[derive(Clone)]
struct Who {
    ticket: TicketId,
    /// What was known when the form opened: only what is typed otherwise is written.
    showed: Person,
    name: Input,
    /// Once it is over, its end was counted for the phone that it had.
    phone: Option<Input>,
}

fn who(scene: &Scene<'_>, t: &Ticket) -> Form {
    let person = &t.person;
    let can = scene
        .view
        .office
        .check(&set(t, Detail::Phone, String::new()));
    let fields = Who {
        ticket: t.id,
        showed: person.clone(),
        name: filled(
            Kind::Any,
            MAX_NAME,
            person.name.as_deref().unwrap_or_default(),
        ),
        phone: can.ok().map(|()| phone_to_correct(person.phone.as_ref())),
    };
    let title = says::title_of_person(&scene.told_apart(t.number));
    let form = Form::new(title, words::NOTE, fields);
    form.kept_as(Draft::Written(t.id, Action::SetName))
}

impl Fields for Who {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let mut rows = vec![text(words::NAME, "", &mut self.name)];
        let phone = self.phone.as_mut();
        rows.extend(phone.map(|phone| text(words::PHONE, words::NO_PHONE, phone)));
        rows
    }

    /// A phone may be another one's: its limits are for who books by himself, and here they are only said.
    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let phone = Phone::parse(&self.phone.as_ref()?.value()).ok();
        let t = about(self.ticket, scene).ok()?;
        let new = phone.filter(|phone| t.person.phone.as_ref() != Some(phone));
        Some(new.map_or(String::new(), |phone| {
            let besides = scene.view.office.open_of_phone(&phone).count();
            of_phone(scene.view, &phone, besides)
        }))
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let t = about(self.ticket, scene)?;
        let phone = self.phone.as_ref();
        let phone = phone.map(|phone| corrected(phone, self.showed.phone.as_ref()));
        let phone = phone.transpose()?.flatten();
        let phone = phone.map(|phone| phone.map_or(String::new(), |phone| phone.to_string()));
        let name = self.name.value();
        // Whoever only looked wrote the name once more.
        let is_name = phone.is_none() || self.showed.name.as_deref().unwrap_or_default() != name;
        let name = is_name.then(|| set(t, Detail::Name, name));
        let phone = phone.map(|phone| set(t, Detail::Phone, phone));
        let events = name.into_iter().chain(phone);
        Ok(Next::Do(events.map(Command::Submit).collect()))
    }
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
