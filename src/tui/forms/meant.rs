//! Which ticket people mean by a code or a number, and what is done with it.

use super::counter::still_served;
use super::question::{Line, Question, yes_or_no};
use super::{Answer, Form, Next, Wrong, about, submit};
use crate::domain::event::{Current, Event};
use crate::domain::rules::FieldIx;
use crate::domain::text::{self, Code, Phone};
use crate::domain::ticket::{Number, State, Ticket, TicketId};
use crate::tui::input::{Input, Kind};
use crate::tui::words::{Scene, filling, forms as words, is_here, not_active, number, sentence};

/// Longer than any code or address on a slip.
const MAX_CODE: usize = 200;
/// No number, with its field's digit, is longer; a telephone's is.
const LONGEST_NUMBER: usize = 4;

/// A booked person is here: code, number, phone or name; it begins with the chosen row.
pub(crate) fn check_in(scene: &Scene<'_>, chosen: Option<&Ticket>) -> Form {
    let mut line = Line::new(
        words::CODE,
        words::CODE_HINT,
        number_of(chosen),
        |typed, scene| check_in_of(typed, scene),
    );
    line.is_code = true;
    Form::new(words::CHECK_IN, words::CHECK_IN_VERB, line).noted(words::row_of(scene, chosen))
}

/// A given number now; it begins with the chosen row.
pub(crate) fn call_number(scene: &Scene<'_>, chosen: Option<&Ticket>) -> Form {
    let line = Line::new(
        words::NUMBER,
        words::NUMBER_HINT,
        number_of(chosen),
        |typed, scene| call_number_of(typed, scene),
    );
    Form::new(words::CALL_NUMBER, words::CALL, line).noted(words::row_of(scene, chosen))
}

/// A number or code, that of the chosen row being proposed.
fn number_of(chosen: Option<&Ticket>) -> Input {
    let mut input = Input::new(Kind::Code, MAX_CODE);
    input.suggest(&chosen.map_or(String::new(), |t| number(t.number)));
    input
}

/// For what one of several tickets is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Which {
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
pub(crate) fn which(what: Which, scene: &Scene<'_>, found: &[&Ticket]) -> Form {
    let label = |t: &&Ticket| (t.id, words::of_several(scene, t));
    let (title, verb) = match what {
        Which::Resume => words::WHICH_RESUMES,
        Which::Requeue => words::WHICH_IS_BACK,
        Which::CheckIn => words::WHICH_CAME,
        Which::Call => words::WHICH_IS_CALLED,
    };
    let then = move |id: &TicketId, scene: &Scene<'_>| {
        let t = about(*id, scene)?;
        match what {
            Which::Resume if scene.view.serving(scene.desk).is_some() => call(t, scene),
            Which::Resume => submit(Event::Resume {
                number: t.number.into(),
                counter: Some(scene.desk),
            }),
            Which::Requeue => submit(Event::Requeue {
                number: t.number.into(),
            }),
            Which::CheckIn => arrive(t, scene),
            Which::Call => call(t, scene),
        }
    };
    let items = found.iter().map(label).collect();
    let question = Question::new(words::NUMBER, items, then);
    Form::new(title, verb, question.final_answer())
}

fn refused(words: impl Into<String>) -> Answer {
    Err(Wrong {
        row: None,
        words: words.into(),
    })
}

fn arrive(t: &Ticket, scene: &Scene<'_>) -> Answer {
    // Nothing would change, and an undo would take nothing back.
    if let Some(since) = is_here(t) {
        return refused(format!("{}: {since}", scene.who(t)));
    }
    submit(Event::Arrive {
        number: t.number.into(),
    })
}

/// Today's bookings of a phone, or of a name in which all these words stand; who is here already comes last.
fn awaited_of<'a>(typed: &str, scene: &Scene<'a>) -> Vec<&'a Ticket> {
    let today = scene.view.office.tickets_of(scene.view.today());
    let awaited = today.filter(|t| t.state == State::Booked);
    let mut awaited: Vec<_> = awaited.filter(|t| is_of(typed, t)).collect();
    awaited.sort_by_key(|t| t.present);
    awaited
}

/// Whether a ticket is of this phone, or of a name in which all these words stand.
fn is_of(typed: &str, t: &Ticket) -> bool {
    match Phone::parse(typed) {
        Ok(phone) => t.person.phone.as_ref() == Some(&phone),
        Err(_) => {
            let name = t.person.name.as_deref().unwrap_or_default();
            text::matches(name, typed)
        }
    }
}

/// Check-in by code, address, number, phone or name.
pub(crate) fn check_in_of(typed: &str, scene: &Scene<'_>) -> Answer {
    if typed.is_empty() {
        return refused(words::NO_CODE);
    }
    let error = match Code::parse(typed) {
        Ok(code) => return check_in_code(&code, scene),
        Err(error) => error,
    };
    // A phone or a name may be several people's: then the official sees whom it means before anybody is checked in.
    let awaited = awaited_of(typed, scene);
    match awaited[..] {
        [one] if !one.present => return arrive(one, scene),
        [first, ..] if !first.present => {
            return Ok(Next::Ask(which(Which::CheckIn, scene, &awaited)));
        }
        _ => {}
    }
    if typed.to_uppercase().starts_with("MC") {
        return refused(sentence(&error.to_string()));
    }
    if let Some(code) = without_prefix(typed, scene) {
        return check_in_code(&code, scene);
    }
    let found = meant(typed, scene);
    if found.is_empty() && is_name_or_phone(typed) {
        return refused(of_any_day(typed, scene));
    }
    let open: Vec<&Ticket> = found
        .iter()
        .copied()
        .filter(|t| t.state == State::Booked)
        .collect();
    match (open.as_slice(), found.as_slice()) {
        ([one], _) => arrive(one, scene),
        ([], []) => refused(filling::unknown_here(typed)),
        ([], [other, ..]) => back_or_refused(other, scene),
        (several, _) => Ok(Next::Ask(which(Which::CheckIn, scene, several))),
    }
}

/// A code that somebody has, read out or typed without the two letters that all codes begin with.
fn without_prefix(typed: &str, scene: &Scene<'_>) -> Option<Code> {
    let code = Code::parse(&format!("MC{typed}")).ok()?;
    let is_known = of_code(&code, scene).next().is_some();
    is_known.then_some(code)
}

/// Whoever has a code, from today on.
fn of_code<'a>(code: &Code, scene: &Scene<'a>) -> impl Iterator<Item = &'a Ticket> {
    let office = scene.view.office;
    let days = office.days_from(scene.view.today());
    let tickets = days.flat_map(|day| office.tickets_of(day));
    tickets.filter(move |t| t.person.code.as_deref() == Some(code.as_str()))
}

fn is_name_or_phone(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    digits == 0 || digits > LONGEST_NUMBER
}

/// Who was noted as absent or gone and is here after all gets the old place; of anybody else it is said why not.
fn back_or_refused(t: &Ticket, scene: &Scene<'_>) -> Answer {
    let back = Event::Requeue {
        number: t.number.into(),
    };
    let is_gone = t.state == State::Missed || (t.state == State::Waiting && !t.present);
    if is_gone && scene.view.office.check(&back).is_ok() {
        return submit(back);
    }
    refused(format!(
        "{}: {}",
        scene.who(t),
        filling::arrives_not(scene, t)
    ))
}

/// Whom of any day a phone or name means, when nobody of today can be checked in: said, never acted on.
fn of_any_day(typed: &str, scene: &Scene<'_>) -> String {
    let (office, today) = (scene.view.office, scene.view.today());
    let days = office.days_from(today);
    let all = days.flat_map(|day| office.tickets_of(day));
    let found: Vec<&Ticket> = all.filter(|t| is_of(typed, t)).collect();
    let open = found.iter().filter(|t| !t.state.is_final());
    match standing(&found) {
        Some(t) => filling::of_another_day(scene, t, open.count().saturating_sub(1)),
        None => filling::nobody_of(scene, typed),
    }
}

/// Of several tickets of one person the one that tells how it stands: what something can still be done about, then the last
/// that gave way to no other: a half-day that was closed by mistake leaves such behind.
fn standing<'a>(found: &[&'a Ticket]) -> Option<&'a Ticket> {
    let open = found.iter().find(|t| !t.state.is_final());
    let gave_way = |t: &Ticket| {
        matches!(
            t.state,
            State::Cancelled | State::Moved | State::Transferred
        )
    };
    let stood = || found.iter().rfind(|t| !gave_way(t));
    open.or_else(stood).or(found.last()).copied()
}

/// Check-in by a code that was scanned.
pub(crate) fn check_in_code(code: &Code, scene: &Scene<'_>) -> Answer {
    let today = scene.view.today();
    let tickets: Vec<_> = of_code(code, scene).collect();
    match standing(&tickets) {
        None => refused(words::unknown_code(scene, code)),
        Some(t) if t.number.day != today => refused(words::not_today(scene, code, t)),
        Some(t) if t.state == State::Booked => arrive(t, scene),
        Some(t) => refused(filling::code_of(scene, code, t)),
    }
}

/// A given number now.
pub(crate) fn call_number_of(typed: &str, scene: &Scene<'_>) -> Answer {
    if typed.is_empty() {
        return refused(words::NO_NUMBER);
    }
    let found = meant(typed, scene);
    let callable = found.iter().copied().filter(|t| t.state.can_be_called());
    let mut callable: Vec<_> = callable.collect();
    // A quick Enter means who is here.
    callable.sort_by_key(|t| !t.waits_here());
    match (callable.as_slice(), found.as_slice()) {
        ([one], _) => call(one, scene),
        ([], []) => refused(words::unknown_number(scene, typed)),
        ([], [other, ..]) => refused(format!(
            "{}: {}",
            scene.who(other),
            not_active(scene, other.state, other.counter)
        )),
        (several, _) => Ok(Next::Ask(which(Which::Call, scene, several))),
    }
}

/// Calls a ticket; asks first what becomes of the person at the counter.
pub(super) fn call(t: &Ticket, scene: &Scene<'_>) -> Answer {
    let counter = scene.desk;
    if let Some(present) = scene.view.serving(counter) {
        return Ok(Next::Ask(call_instead(t, present, scene)));
    }
    let (id, is_done) = (t.id, t.state == State::Done);
    let calls = move |scene: &Scene<'_>| {
        submit(Event::CallNumber {
            counter,
            number: about(id, scene)?.number.into(),
            current: None,
        })
    };
    if !is_done {
        return calls(scene);
    }
    let title = words::call(&scene.who(t));
    let form = yes_or_no(
        &title,
        filling::CALL_AGAIN.to_owned(),
        filling::NO_CALL,
        calls,
    );
    Ok(Next::Ask(form.noted(filling::done_at(t))))
}

/// What becomes of the person at the counter, `present`, before `t` is called.
pub(crate) fn call_instead(t: &Ticket, present: &Ticket, scene: &Scene<'_>) -> Form {
    let now = scene.who(present);
    let can_hold = Event::Hold {
        counter: scene.desk,
    };
    let can_hold = scene.view.office.check(&can_hold).is_ok();
    // Who is put aside by a blind Enter has lost nothing.
    let hold = can_hold.then(|| (Current::Hold, words::hold(&now)));
    let done = (Current::Done, words::done(&now));
    let items = hold.into_iter().chain([done]).collect();
    let goes_on = t.state == State::Held;
    let (id, asked_of) = (t.id, present.id);
    let question = Question::new(words::BEFORE, items, move |current, scene| {
        // Meanwhile the counter may have become free; another one there was not asked about.
        let present = scene.view.serving(scene.desk);
        if present.is_some() {
            still_served(asked_of, scene)?;
        }
        submit(Event::CallNumber {
            counter: scene.desk,
            number: about(id, scene)?.number.into(),
            current: present.map(|_| *current),
        })
    });
    let form = match goes_on {
        true => Form::new(words::go_on_with(&scene.who(t)), words::GO_ON, question),
        false => Form::new(words::call(&scene.who(t)), words::CALL, question),
    };
    let done = filling::done_at(t);
    form.noted(format!("{} {done}", words::is_serving(&now)).trim_end())
}

/// Today's tickets that people may mean by a number: `15`, `015`, `TP-015`, or `2015` with the field's digit as on a
/// board. Those of this counter's fields hide the others.
fn meant<'a>(typed: &str, scene: &Scene<'a>) -> Vec<&'a Ticket> {
    let view = scene.view;
    let rules = view.office.rules();
    let today = view.today();
    let ticket = |field: FieldIx, n: u32| {
        view.office.by_number(Number {
            day: today,
            field,
            n,
        })
    };
    let typed = typed.replace(' ', "");
    if let Some((id, digits)) = typed.rsplit_once('-') {
        let field = rules
            .fields
            .iter()
            .position(|f| f.id.eq_ignore_ascii_case(id));
        let found = field.zip(digits.parse().ok());
        return found
            .and_then(|(f, n)| ticket(FieldIx(f as u16), n))
            .into_iter()
            .collect();
    }
    let Ok(n) = typed.parse::<u32>() else {
        return Vec::new();
    };
    let own = &view.desk(scene.desk).fields;
    let of = |fields: &mut dyn Iterator<Item = FieldIx>| -> Vec<&'a Ticket> {
        fields.filter_map(|f| ticket(f, n)).collect()
    };
    let mut found = of(&mut own.iter().copied());
    if found.is_empty() {
        found = of(&mut rules.field_indexes());
    }
    if found.is_empty() && typed.len() == 4 {
        let digit = |f: &FieldIx| rules.field(*f).digit.map(u32::from) == Some(n / 1000);
        let field = rules.field_indexes().find(digit);
        found.extend(field.and_then(|f| ticket(f, n % 1000)));
    }
    found
}
