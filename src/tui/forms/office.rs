//! Forms about the office itself: a half-day that falls out or takes place after all, what is remembered of a phone,
//! whether the clock is right, and the end.

use super::booking::{phone, phone_input};
use super::lists::{HalfDay, half_choice, half_days};
use super::question::{Line, yes_or_no};
use super::{Answer, Fields, Form, Next, Row, Unasked, pick, picked, submit, text, wrong};
use crate::domain::event::Event;
use crate::domain::rules::FieldIx;
use crate::domain::text::Phone;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Half};
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::{Command, View};
use crate::tui::words::requests::phone_record as remembered;
use crate::tui::words::{Scene, forms as words};

/// Whether the program is left.
pub(crate) fn quit() -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::Quit]));
    yes_or_no(
        words::QUIT,
        words::REALLY_QUIT.to_owned(),
        words::NO_QUIT,
        then,
    )
}

/// Whether all sending of messages really stops.
pub(crate) fn hold_sending() -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::HoldSending(true)]));
    yes_or_no(
        words::HOLD_SENDING,
        words::REALLY_HOLD.to_owned(),
        words::NO_HOLD,
        then,
    )
}

/// Whether the booking page is really shut.
pub(crate) fn shut_form() -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::ShutForm(true)]));
    let yes = words::REALLY_SHUT.to_owned();
    yes_or_no(words::SHUT_FORM, yes, words::NO_SHUT, then)
}

/// Whether all that came from one place is really taken back.
pub(crate) fn sweep(scene: &Scene<'_>, tickets: Vec<TicketId>) -> Form {
    let names = words::swept(scene.view, &tickets);
    let yes = words::really_sweep(tickets.len());
    let then = move |_: &Scene<'_>| {
        submit(Event::Sweep {
            tickets: tickets.clone(),
        })
    };
    yes_or_no(words::SWEEP, yes, words::NO_SWEEP, then).noted(names)
}

/// Which display in the lobby is the office's.
pub(crate) fn pair_display() -> Form {
    let input = Input::new(Kind::Digits, 8);
    let line = Line::new(
        words::DISPLAY,
        words::DISPLAY_HINT,
        input,
        |typed, _| match typed.len() {
            8 => Ok(Next::Do(vec![Command::PairDisplay(typed.clone())])),
            0 => Ok(Next::Ask(forget_displays())),
            _ => Err(wrong(words::DISPLAY, words::DISPLAY_LENGTH)),
        },
    );
    Form::new(words::PAIR_DISPLAY, words::PAIR, line).noted(words::PAIR_NOTE)
}

fn forget_displays() -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::ForgetDisplays]));
    let yes = words::REALLY_FORGET.to_owned();
    yes_or_no(words::FORGET_DISPLAYS, yes, words::NO_FORGET, then)
}

/// Whether date and time are right.
pub(crate) fn clock(scene: &Scene<'_>) -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::ConfirmClock]));
    let yes = words::CLOCK_RIGHT.to_owned();
    let mut form = yes_or_no(words::CLOCK, yes, words::CLOCK_WRONG, then);
    form.unasked = Some(Unasked::Clock);
    form.noted(words::clock_note(scene.view))
}

// ---- a half-day ----

#[derive(Clone)]
struct Session {
    field: Choice<FieldIx>,
    half: Choice<HalfDay>,
}

/// Which half-day of which field falls out, or takes place after all; `day` is the one in sight.
pub(crate) fn session(scene: &Scene<'_>, day: Day) -> Form {
    let name = |f| (f, scene.view.field_name(f).to_owned());
    let items = scene.fields_own_first().into_iter().map(name).collect();
    let mut fields = Session {
        field: Choice::new(items),
        half: Choice::new(Vec::new()),
    };
    fields.list(scene.view);
    fields.half.select(&(day, Half::Pm));
    fields.half.select(&(day, Half::Am));
    let form = Form::new(words::SESSION, words::SESSION_VERB, fields).stepwise();
    form.noted(words::SESSION_NOTE)
}

fn is_closed(view: &View<'_>, half: (Day, FieldIx, Half)) -> bool {
    view.office.closed_sessions().any(|closed| closed == half)
}

impl Session {
    /// Lists the half-days of the chosen field that are not over, with what becomes of each; the choice stays.
    fn list(&mut self, view: &View<'_>) {
        let Some(&field) = self.field.selected() else {
            return;
        };
        let rules = view.office.rules();
        let item = |(day, half)| {
            let closed = is_closed(view, (day, field, half));
            let booked = view.office.load(field, day, half).1;
            (
                (day, half),
                words::session(view.today(), (day, half), closed, booked),
            )
        };
        let workdays = half_days(view).filter(|(day, _)| rules.is_workday(*day));
        let mut half = half_choice(workdays.map(item).collect(), |(day, _)| Some(*day));
        if let Some(before) = self.half.selected() {
            half.select(before);
        }
        self.half = half;
    }
}

impl Fields for Session {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            pick(words::FIELD, &mut self.field),
            pick(words::HALF, &mut self.half),
        ]
    }

    fn refresh(&mut self, scene: &Scene<'_>, focus: &str) -> Option<String> {
        if focus == words::FIELD {
            self.list(scene.view);
        }
        None
    }

    /// Closes what is open, opens what is closed.
    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let field = *picked(&self.field, words::FIELD)?;
        let (date, half) = *picked(&self.half, words::HALF)?;
        submit(match is_closed(scene.view, (date, field, half)) {
            true => Event::OpenSession { field, date, half },
            false => Event::CloseSession { field, date, half },
        })
    }
}

// ---- a phone ----

/// What can be changed of a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Change {
    /// It may book again.
    Unblock,
    /// It is, or is no longer, a helper's.
    Helper(bool),
}

#[derive(Clone)]
struct PhoneRecord {
    phone: Input,
    change: Choice<Change>,
}

/// What is remembered of a phone, and what can be changed of it.
pub(crate) fn phone_record(scene: &Scene<'_>, known: Option<&Phone>) -> Form {
    let items = [
        (Change::Unblock, words::UNBLOCK),
        (Change::Helper(true), words::IS_HELPER),
        (Change::Helper(false), words::IS_NO_HELPER),
    ];
    let items = items.map(|(change, label)| (change, label.to_owned()));
    let mut fields = PhoneRecord {
        phone: phone_input(),
        change: Choice::new(items.into()),
    };
    fields.phone.set(known.map_or("", Phone::as_str));
    let note = fields.refresh(scene, "").unwrap_or_default();
    let form = Form::new(words::PHONE_RECORD, words::NOTE, fields).stepwise();
    let form = form.noted(note);
    form.focused(if known.is_some() {
        words::TASK
    } else {
        words::PHONE
    })
}

impl Fields for PhoneRecord {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            text(words::PHONE, "", &mut self.phone),
            pick(words::TASK, &mut self.change),
        ]
    }

    /// Says what is remembered of the phone that stands there.
    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let phone = Phone::parse(&self.phone.value()).ok();
        Some(phone.map_or(String::new(), |phone| remembered(scene.view, &phone)))
    }

    fn submit(&self, _scene: &Scene<'_>) -> Answer {
        let phone = phone(&self.phone)?;
        let phone = phone.ok_or_else(|| wrong(words::PHONE, words::TYPE_PHONE))?;
        submit(match *picked(&self.change, words::TASK)? {
            Change::Unblock => Event::Unblock { phone },
            Change::Helper(helper) => Event::SetHelper { phone, helper },
        })
    }
}
