//! Which ticket people mean by a code or a number, and what is done with it.

use super::read::{Outcome, Wrong, about, arrive, nothing_chosen, number, submit};
use super::{Form, Item, Slot, What};
use crate::domain::event::{Current, Event};
use crate::domain::rules::FieldIx;
use crate::domain::text::Code;
use crate::domain::ticket::{Number, State, Ticket, TicketId};
use crate::tui::keymap::Action;
use crate::tui::view::Command;
use crate::tui::words::{self, Scene};

/// Check-in by code, address or number.
pub fn check_in(typed: &str, scene: &Scene<'_>) -> Outcome {
    if typed.is_empty() {
        return Outcome::Wrong(
            Some(Slot::Number),
            "Gõ hoặc quét mã MC…, hoặc gõ số".to_owned(),
        );
    }
    match Code::parse(typed) {
        Ok(code) => check_in_code(&code, scene),
        Err(_)
            if typed.contains(|c: char| c.is_ascii_digit())
                && !typed.to_uppercase().starts_with("MC") =>
        {
            let found = meant(typed, scene);
            let open: Vec<_> = found
                .iter()
                .copied()
                .filter(|t| t.state == State::Booked)
                .collect();
            match (open.as_slice(), found.as_slice()) {
                ([one], _) => Outcome::Do(vec![Command::Submit(arrive(one))]),
                ([], []) => unknown(typed, scene),
                ([], [other, ..]) => Outcome::Wrong(
                    Some(Slot::Number),
                    format!("{}: {}", scene.who(other), arrives_not(other, scene)),
                ),
                (several, _) => {
                    Outcome::Ask(Form::which(What::CheckInOf, scene, several.iter().copied()))
                }
            }
        }
        Err(error) => Outcome::Wrong(Some(Slot::Number), words::sentence(&error.to_string())),
    }
}

/// Check-in by a code that was scanned.
pub fn check_in_code(code: &Code, scene: &Scene<'_>) -> Outcome {
    let view = scene.view;
    let of_code = |t: &&Ticket| t.person.code.as_deref() == Some(code.as_str());
    let today = view.today();
    let tickets: Vec<_> = view
        .office
        .days_from(today)
        .flat_map(|day| view.office.tickets_of(day))
        .filter(of_code)
        .collect();
    let open = tickets.iter().find(|t| !t.state.is_final());
    let wrong = |words| Outcome::Wrong(Some(Slot::Number), words);
    match open.or(tickets.last()) {
        None => wrong(format!(
            "Không có mã {code} hôm nay hay những ngày tới; tìm theo tên bằng {}",
            scene.key(Action::Search)
        )),
        Some(t) if t.number.day != today => wrong(format!(
            "{code} của {} hẹn {}, chưa phải hôm nay; {} để cấp số",
            scene.who(t),
            t.time().map_or(String::new(), |time| scene.at(time)),
            scene.key(Action::WalkIn)
        )),
        Some(t) if t.state == State::Booked => Outcome::Do(vec![Command::Submit(arrive(t))]),
        Some(t) => wrong(format!(
            "{code} là {}: {}",
            scene.who(t),
            arrives_not(t, scene)
        )),
    }
}

fn arrives_not(t: &Ticket, scene: &Scene<'_>) -> String {
    match (t.state, t.time()) {
        (State::Waiting, None) => "đã lấy số tại chỗ, không cần nhận mã".to_owned(),
        _ => words::not_active(scene, t.state),
    }
}

fn unknown(typed: &str, scene: &Scene<'_>) -> Outcome {
    let words = format!(
        "Hôm nay không có số {typed}; tìm theo tên hoặc số điện thoại bằng {}",
        scene.key(Action::Search)
    );
    Outcome::Wrong(Some(Slot::Number), words)
}

/// A given number now.
pub fn call_number(typed: &str, scene: &Scene<'_>) -> Outcome {
    if typed.is_empty() {
        return Outcome::Wrong(Some(Slot::Number), "Gõ số muốn gọi".to_owned());
    }
    let found = meant(typed, scene);
    let callable: Vec<_> = found
        .iter()
        .copied()
        .filter(|t| t.state.can_be_called())
        .collect();
    match (callable.as_slice(), found.as_slice()) {
        ([one], _) => call(one, scene),
        ([], []) => unknown(typed, scene),
        ([], [other, ..]) => Outcome::Wrong(
            Some(Slot::Number),
            format!(
                "{}: {}",
                scene.who(other),
                words::not_active(scene, other.state)
            ),
        ),
        (several, _) => Outcome::Ask(Form::which(What::CallOf, scene, several.iter().copied())),
    }
}

pub(super) fn call(t: &Ticket, scene: &Scene<'_>) -> Outcome {
    match scene.view.serving(scene.desk) {
        Some(present) => Outcome::Ask(Form::call_busy(scene, t, present)),
        None => Outcome::Do(vec![Command::Submit(Event::CallNumber {
            counter: scene.desk,
            number: number(t),
            current: None,
        })]),
    }
}

pub(super) fn call_busy(
    form: &Form,
    scene: &Scene<'_>,
    id: TicketId,
) -> Result<Vec<Command>, Wrong> {
    let Some(Item::Current(current)) = form.item(Slot::Answer) else {
        return nothing_chosen(Slot::Answer);
    };
    // Meanwhile the counter may have become free.
    let current: Option<Current> = scene.view.serving(scene.desk).map(|_| *current);
    about(id, scene, |t| {
        submit(Event::CallNumber {
            counter: scene.desk,
            number: number(t),
            current,
        })
    })
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
