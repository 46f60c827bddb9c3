//! Forms about the office itself: a half-day that falls out or takes place after all, what is remembered of a phone,
//! whether the clock is right, and the end.

use super::booking::{phone, phone_input};
use super::calendar::{Part, after_a_look, closing, moves};
use super::lists::{half_choice, half_days};
use super::question::{Line, Question, yes_or_no};
use super::{Answer, Fields, Form, Next, Row, Unasked, pick, picked, submit, text, wrong};
use crate::app::slip::order::{SlipKey, Wish};
use crate::domain::event::{Event, EventKind};
use crate::domain::journal::Image;
use crate::domain::rules::FieldIx;
use crate::domain::text::Phone;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Half, Minute};
use crate::tui::action::Action;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::{Command, View};
use crate::tui::words::requests::phone_record as remembered;
use crate::tui::words::{
    Scene, calendar, filling, forms as words, last_of, slips as slip_words, sweep,
};

/// Whether the program is left.
pub(crate) fn quit(scene: &Scene<'_>) -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::Quit]));
    yes_or_no(
        words::QUIT,
        words::REALLY_QUIT.to_owned(),
        words::NO_QUIT,
        then,
    )
    .noted(filling::still_serving(scene))
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

/// Whether a message that went out, or may have, really goes out once more.
pub(crate) fn send_again(id: i64) -> Form {
    let then = move |_: &Scene<'_>| Ok(Next::Do(vec![Command::SendAgain(id)]));
    let yes = words::REALLY_SEND_AGAIN.to_owned();
    yes_or_no(words::SEND_AGAIN, yes, words::NO_SEND_AGAIN, then).noted(words::SENT_BEFORE)
}

/// Whether the booking page is really shut.
pub(crate) fn shut_form() -> Form {
    let then = |_: &Scene<'_>| Ok(Next::Do(vec![Command::ShutForm(true)]));
    let yes = words::REALLY_SHUT.to_owned();
    yes_or_no(words::SHUT_FORM, yes, words::NO_SHUT, then)
}

/// Whether a slip came out of which nobody knows.
pub(crate) fn settle_slip(title: &str, key: SlipKey) -> Form {
    let items = vec![
        (Wish::Done, slip_words::CAME_OUT.to_owned()),
        (Wish::Again, slip_words::AGAIN.to_owned()),
    ];
    let question = Question::new("", items, move |wish, _| {
        Ok(Next::Do(vec![Command::Slip(key, *wish)]))
    });
    Form::new(title, words::CHOOSE, question)
}

/// Whether all that came from one place is really taken back.
pub(crate) fn sweep(scene: &Scene<'_>, tickets: Vec<TicketId>) -> Form {
    let title = sweep::title(scene.view, &tickets);
    let names = sweep::swept(scene.view, &tickets);
    let yes = sweep::really(tickets.len());
    let then = move |_: &Scene<'_>| {
        submit(Event::Sweep {
            tickets: tickets.clone(),
        })
    };
    yes_or_no(title, yes, sweep::NOT, then).noted(names)
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

// ---- a half-day, a day ----

/// A half of a day, or all of it.
type Span = (Day, Option<Half>);

#[derive(Clone)]
struct Session {
    /// None: the whole office.
    field: Choice<Option<FieldIx>>,
    span: Choice<Span>,
    /// Of which the note tells.
    noted: Option<(Option<FieldIx>, Span)>,
}

/// Which half-day or day of which field, or of the whole office, falls out or takes place after all; `day` is the one in
/// sight, `at` the time of the booking that is chosen there.
pub(crate) fn session(scene: &Scene<'_>, day: Day, at: Option<Minute>) -> Form {
    let name = |f| (Some(f), scene.view.field_name(f).to_owned());
    let mut items: Vec<_> = scene.fields_own_first().into_iter().map(name).collect();
    if scene.view.several_fields() {
        items.push((None, calendar::WHOLE_OFFICE.to_owned()));
    }
    let mut fields = Session {
        field: Choice::new(items),
        span: Choice::new(Vec::new()),
        noted: None,
    };
    fields.list(scene.view);
    fields.span.select(&(day, Some(Half::Pm)));
    fields.span.select(&(day, Some(Half::Am)));
    if let Some(at) = at {
        let half = scene.view.office.rules().half_of(at.time());
        fields.span.select(&(day, Some(half)));
    }
    // What was closed a moment ago is what is opened again, not the half-day to which its bookings went.
    let last = last_of(scene, Action::Undo).filter(|e| e.action == EventKind::CloseSession);
    let closed = last.into_iter().flat_map(|entry| &entry.images);
    let mut closed = closed.filter_map(|image| match image {
        Image::Session { half, .. } => Some(*half),
        _ => None,
    });
    if let Some((_, field, half)) = closed.find(|(of, ..)| *of == day) {
        fields.field.select(&Some(field));
        fields.list(scene.view);
        fields.span.select(&(day, Some(half)));
    }
    let note = fields.refresh(scene, "").unwrap_or_default();
    let form = Form::new(calendar::SESSION, calendar::SESSION_VERB, fields).stepwise();
    form.noted(note)
}

/// The half-days of fields that a choice is about, as far as they are not over.
fn parts(view: &View<'_>, field: Option<FieldIx>, (day, half): Span) -> Vec<Part> {
    let all = view.office.rules().field_indexes();
    let fields = all.filter(|f| field.is_none_or(|field| field == *f));
    let halves: Vec<Half> = half_days(view)
        .filter(|(d, h)| *d == day && half.is_none_or(|half| half == *h))
        .map(|(_, half)| half)
        .collect();
    let of_field = |f| {
        halves
            .iter()
            .map(move |half| (f, day, *half))
            .collect::<Vec<_>>()
    };
    fields.flat_map(of_field).collect()
}

impl Session {
    /// Lists the half-days and days of the chosen field that are not over, with what becomes of each; the choice stays.
    fn list(&mut self, view: &View<'_>) {
        let Some(&field) = self.field.selected() else {
            return;
        };
        let rules = view.office.rules();
        let closed: Vec<_> = view.office.closed_sessions().collect();
        let item = |span: Span| {
            let parts = parts(view, field, span);
            let is_closed = |(f, day, half): &Part| closed.contains(&(*day, *f, *half));
            let booked = |(f, day, half): &Part| view.office.to_move(*f, *day, *half).count();
            let all_closed = parts.iter().all(is_closed);
            let booked = parts.iter().map(booked).sum();
            (
                span,
                calendar::session(view.today(), span, all_closed, booked),
            )
        };
        let mut spans: Vec<Span> = Vec::new();
        for (day, half) in half_days(view).filter(|(day, _)| rules.is_workday(*day)) {
            spans.push((day, Some(half)));
            // Of today's afternoon nothing else is left.
            if half == Half::Pm && spans.contains(&(day, Some(Half::Am))) {
                spans.push((day, None));
            }
        }
        let items = spans.into_iter().map(item).collect();
        let mut span = half_choice(view, None, items, |(day, _)| Some(*day));
        if let Some(before) = self.span.selected() {
            span.select(before);
        }
        self.span = span;
    }
}

impl Fields for Session {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            pick(words::FIELD, &mut self.field),
            pick(words::HALF, &mut self.span),
        ]
    }

    fn refresh(&mut self, scene: &Scene<'_>, focus: &str) -> Option<String> {
        if focus == words::FIELD {
            self.list(scene.view);
        }
        let chosen = self
            .field
            .selected()
            .copied()
            .zip(self.span.selected().copied());
        if chosen == std::mem::replace(&mut self.noted, chosen) {
            return None;
        }
        let event =
            chosen.and_then(|(field, span)| closing(scene.view, &parts(scene.view, field, span)));
        Some(match event {
            Some(event) => {
                let moved = calendar::will_move(scene, &moves(scene.view, event));
                format!("{moved} {}", calendar::SESSION_NOTE)
            }
            None => calendar::OPENS_NOTE.to_owned(),
        })
    }

    /// Closes what is open; where all is closed, opens it.
    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let view = scene.view;
        let field = *picked(&self.field, words::FIELD)?;
        let span = *picked(&self.span, words::HALF)?;
        if field.is_none() && !view.head_acts() {
            return Err(wrong(words::FIELD, calendar::OFFICE_NEEDS_HEAD));
        }
        let sessions = parts(view, field, span);
        if sessions.is_empty() {
            return Ok(Next::Do(Vec::new()));
        }
        let Some(closing) = closing(view, &sessions) else {
            let open = true;
            return submit(Event::SetSessions { open, sessions });
        };
        // Today people are there already; of another day its row has said who is moved.
        if span.0 != view.today() {
            return submit(closing);
        }
        let title = calendar::really_close(view, field, span);
        let (after, _) = view.tried(None, closing.clone());
        let note = filling::closes_today(scene, &after);
        after_a_look(title, note, scene, vec![Command::Submit(closing)])
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
