//! What a filled form means: commands, another question, or what is still missing.

use super::letter::learned;
use super::meant::{call, call_busy, call_number, check_in};
use super::{Form, Item, Slot, What, office};
use crate::app::pin;
use crate::domain::event::{Event, NumberRef, When, Wish};
use crate::domain::text::Phone;
use crate::domain::ticket::{Channel, Person, State, Ticket, TicketId};
use crate::domain::time::{Day, TimeOfDay};
use crate::tui::view::Command;
use crate::tui::words::{self, Scene};

/// What a filled form leads to.
#[derive(Debug)]
pub enum Outcome {
    /// Done; the form may close.
    Do(Vec<Command>),
    /// One more question.
    Ask(Form),
    /// Something is missing or wrong: where, and what.
    Wrong(Option<Slot>, String),
}

/// A wrong or missing answer.
pub(super) type Wrong = (Option<Slot>, String);

/// Reads a form that the official wants done.
pub fn read(form: &Form, scene: &Scene<'_>) -> Outcome {
    let read = match form.what() {
        What::WalkIn => walk_in(form, scene),
        What::Booking => booking(form).and_then(submit),
        What::BookMessage(message) => {
            booking(form).map(|event| vec![Command::Book { event, message }])
        }
        What::Learn(message) => learned(form, message),
        What::CheckIn => return check_in(&form.text(Slot::Number), scene),
        What::CallNumber => return call_number(&form.text(Slot::Number), scene),
        What::CheckInOf => with_ticket(form, scene, |t| submit(arrive(t))),
        What::CallOf => match chosen(form, scene) {
            Ok(t) => return call(t, scene),
            Err(wrong) => Err(wrong),
        },
        What::CallBusy(id) => call_busy(form, scene, id),
        What::Transfer => match form.item(Slot::Field) {
            Some(Item::Field(field)) => submit(Event::Transfer {
                counter: scene.desk,
                field: *field,
            }),
            _ => nothing_chosen(Slot::Field),
        },
        What::Pause => pause(form, scene),
        What::SignIn => sign_in(form),
        What::ResumeOf => with_ticket(form, scene, |t| submit(resume(t, scene))),
        What::RequeueOf => with_ticket(form, scene, |t| {
            submit(Event::Requeue { number: number(t) })
        }),
        What::Name(id) => about(id, scene, |t| {
            submit(Event::SetName {
                number: number(t),
                date: date(t),
                name: form.text(Slot::Name),
            })
        }),
        What::Procedure(id) => match form.item(Slot::Procedure) {
            Some(Item::Procedure(_, procedure)) => about(id, scene, |t| {
                let procedure = procedure.clone().unwrap_or_default();
                submit(Event::SetProcedure {
                    number: number(t),
                    date: date(t),
                    procedure,
                })
            }),
            _ => nothing_chosen(Slot::Procedure),
        },
        What::Move(id) => other_time(form, scene, id, |number, date, wish| Event::Move {
            number,
            date,
            wish,
        }),
        What::Propose(id) => other_time(form, scene, id, |number, date, wish| Event::Propose {
            number,
            date,
            wish,
        }),
        What::Decline(id) => decline(form, scene, id),
        What::Cancel(id) => yes(
            form,
            |scene| {
                about(id, scene, |t| {
                    submit(Event::Cancel {
                        number: number(t),
                        date: date(t),
                    })
                })
            },
            scene,
        ),
        What::Session => office::session(form, scene),
        What::PhoneRecord => office::phone_record(form),
        What::Quit => yes(form, |_| Ok(vec![Command::Quit]), scene),
        What::Clock => yes(form, |_| Ok(vec![Command::ConfirmClock]), scene),
    };
    match read {
        Ok(commands) => Outcome::Do(commands),
        Err((slot, words)) => Outcome::Wrong(slot, words),
    }
}

pub(super) fn missing(slot: Slot, words: &str) -> Wrong {
    (Some(slot), words.to_owned())
}

pub(super) fn nothing_chosen<T>(slot: Slot) -> Result<T, Wrong> {
    Err(missing(
        slot,
        "Không có dòng nào khớp với chữ vừa gõ; xoá bớt rồi chọn lại",
    ))
}

pub(super) fn submit(event: Event) -> Result<Vec<Command>, Wrong> {
    Ok(vec![Command::Submit(event)])
}

fn yes(
    form: &Form,
    then: impl FnOnce(&Scene<'_>) -> Result<Vec<Command>, Wrong>,
    scene: &Scene<'_>,
) -> Result<Vec<Command>, Wrong> {
    match form.item(Slot::Answer) {
        Some(Item::Yes) => then(scene),
        Some(_) => Ok(Vec::new()),
        None => nothing_chosen(Slot::Answer),
    }
}

pub(super) fn number(t: &Ticket) -> NumberRef {
    t.number.into()
}

fn date(t: &Ticket) -> Option<Day> {
    Some(t.number.day)
}

pub(super) fn arrive(t: &Ticket) -> Event {
    Event::Arrive { number: number(t) }
}

/// Goes on with a held one here.
pub fn resume(t: &Ticket, scene: &Scene<'_>) -> Event {
    Event::Resume {
        number: number(t),
        counter: Some(scene.desk),
    }
}

/// Puts a missed one back.
pub fn requeue(t: &Ticket) -> Event {
    Event::Requeue { number: number(t) }
}

pub(super) fn about<T>(
    id: TicketId,
    scene: &Scene<'_>,
    then: impl FnOnce(&Ticket) -> Result<T, Wrong>,
) -> Result<T, Wrong> {
    match scene.view.office.ticket(id) {
        Some(t) => then(t),
        None => Err((
            None,
            "Số này không còn trong danh sách; Esc để đóng".to_owned(),
        )),
    }
}

fn chosen<'a>(form: &Form, scene: &Scene<'a>) -> Result<&'a Ticket, Wrong> {
    match form.item(Slot::Answer) {
        Some(Item::Ticket(id)) => match scene.view.office.ticket(*id) {
            Some(t) => Ok(t),
            None => Err((
                None,
                "Số này không còn trong danh sách; Esc để đóng".to_owned(),
            )),
        },
        _ => Err(missing(
            Slot::Answer,
            "Không có dòng nào khớp; xoá bớt chữ rồi chọn lại",
        )),
    }
}

fn with_ticket(
    form: &Form,
    scene: &Scene<'_>,
    then: impl FnOnce(&Ticket) -> Result<Vec<Command>, Wrong>,
) -> Result<Vec<Command>, Wrong> {
    chosen(form, scene).and_then(then)
}

// ---- numbers and bookings ----

pub(super) fn phone(form: &Form) -> Result<Option<Phone>, Wrong> {
    let typed = form.text(Slot::Phone);
    if typed.is_empty() {
        return Ok(None);
    }
    let phone = Phone::parse(&typed);
    phone
        .map(Some)
        .map_err(|error| (Some(Slot::Phone), words::sentence(&error.to_string())))
}

fn optional(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

fn walk_in(form: &Form, scene: &Scene<'_>) -> Result<Vec<Command>, Wrong> {
    let Some(Item::Field(chosen)) = form.item(Slot::Field) else {
        return nothing_chosen(Slot::Field);
    };
    let (field, procedure) = match form.item(Slot::Procedure) {
        Some(Item::Procedure(field, Some(id))) if field != chosen => {
            let names = (procedure_name(scene, id), scene.view.field_name(*field));
            let words = format!("“{}” thuộc {}; đổi lĩnh vực hoặc thủ tục", names.0, names.1);
            return Err((Some(Slot::Field), words));
        }
        Some(Item::Procedure(_, procedure)) => (*chosen, procedure.clone()),
        _ => return nothing_chosen(Slot::Procedure),
    };
    let person = Person {
        phone: phone(form)?,
        name: optional(form.text(Slot::Name)),
        procedure,
        ..Person::default()
    };
    submit(Event::Walkin {
        field,
        priority: form.flag(Slot::Priority),
        person,
    })
}

fn procedure_name<'a>(scene: &'a Scene<'_>, id: &'a str) -> &'a str {
    let found = scene.view.procedures.iter().find(|p| p.id == id);
    found.map_or(id, |p| p.name.as_str())
}

fn booking(form: &Form) -> Result<Event, Wrong> {
    let name = optional(form.text(Slot::Name));
    if name.is_none() {
        return Err(missing(
            Slot::Name,
            "Chưa có họ tên: cần để gọi và để nhận ra khi đến",
        ));
    }
    let Some(Item::Procedure(field, procedure)) = form.item(Slot::Procedure) else {
        return nothing_chosen(Slot::Procedure);
    };
    let channel = match (form.what(), form.item(Slot::Channel)) {
        (What::BookMessage(_), _) => Channel::Sms,
        (_, Some(Item::Channel(channel))) => *channel,
        _ => return nothing_chosen(Slot::Channel),
    };
    let helper = optional(form.text(Slot::Helper)).filter(|_| channel == Channel::Helper);
    if channel == Channel::Helper && helper.is_none() {
        return Err(missing(Slot::Helper, "Chưa có tên người đặt giúp"));
    }
    let person = Person {
        phone: phone(form)?,
        name,
        procedure: procedure.clone(),
        channel,
        helper,
        // Who writes to the office's number for an appointment agrees to its being noted.
        consent: channel == Channel::Sms,
        ..Person::default()
    };
    Ok(Event::Book {
        field: *field,
        when: wish(form)?.map_or(When::Soonest, When::Wish),
        to_confirm: false,
        person,
    })
}

/// Another half-day or hour for a ticket.
fn other_time(
    form: &Form,
    scene: &Scene<'_>,
    id: TicketId,
    event: impl FnOnce(NumberRef, Option<Day>, Wish) -> Event,
) -> Result<Vec<Command>, Wrong> {
    let wish = wish(form)?.ok_or_else(|| missing(Slot::When, "Chọn buổi muốn chuyển sang"))?;
    about(id, scene, |t| submit(event(number(t), date(t), wish)))
}

fn decline(form: &Form, scene: &Scene<'_>, id: TicketId) -> Result<Vec<Command>, Wrong> {
    let reason = match form.item(Slot::Reason) {
        Some(Item::Withdrawn) => {
            return about(id, scene, |t| {
                submit(Event::Cancel {
                    number: number(t),
                    date: date(t),
                })
            });
        }
        Some(Item::Reason(reason)) => *reason,
        _ => return nothing_chosen(Slot::Reason),
    };
    let typed = optional(form.text(Slot::ReasonText));
    let parts: Vec<String> = reason.map(str::to_owned).into_iter().chain(typed).collect();
    if parts.is_empty() {
        return Err(missing(
            Slot::ReasonText,
            "Ghi lý do: người dân cần biết vì sao",
        ));
    }
    about(id, scene, |t| {
        submit(Event::Decline {
            number: number(t),
            date: date(t),
            reason: Some(parts.join("; ")),
        })
    })
}

/// Grants a request, or notes that the citizen agrees to a proposal.
pub fn confirm(t: &Ticket) -> Event {
    let (number, date) = (number(t), date(t));
    match t.state {
        State::Proposed => Event::Accept { number, date },
        _ => Event::Confirm { number, date },
    }
}

/// The wished half-day or hour; none for as soon as possible.
fn wish(form: &Form) -> Result<Option<Wish>, Wrong> {
    let (date, half) = match form.item(Slot::When) {
        Some(Item::Half(date, half)) => (*date, *half),
        Some(_) => return Ok(None),
        None => return nothing_chosen(Slot::When),
    };
    let typed = form.text(Slot::Hour);
    let hour = match typed.as_str() {
        "" => None,
        typed => Some(hour(typed).ok_or_else(|| {
            missing(
                Slot::Hour,
                "Giờ viết như 9:30, 9h30 hoặc 930; để trống là giờ trống đầu tiên",
            )
        })?),
    };
    Ok(Some(match hour {
        None => Wish {
            date,
            half: Some(half),
            time: None,
        },
        time => Wish {
            date,
            half: None,
            time,
        },
    }))
}

/// An hour as people write it: `9:30`, `9h30`, `9h`, `9`, `930`, `0930`.
fn hour(typed: &str) -> Option<TimeOfDay> {
    let typed = typed.replace(' ', "").to_lowercase();
    let (hours, minutes) = match typed.split_once([':', 'h', '.', 'g']) {
        Some((hours, minutes)) => (hours, minutes),
        None if typed.len() > 2 && typed.is_ascii() => typed.split_at(typed.len() - 2),
        None => (typed.as_str(), ""),
    };
    if hours.is_empty() {
        return None;
    }
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    TimeOfDay::parse(&format!("{hours:0>2}:{minutes:0>2}"))
}

fn pause(form: &Form, scene: &Scene<'_>) -> Result<Vec<Command>, Wrong> {
    let reason = match form.item(Slot::Reason) {
        Some(Item::Reason(reason)) => reason,
        Some(Item::Manual(manual)) => {
            return submit(Event::SetManual {
                counter: scene.desk,
                manual: *manual,
            });
        }
        _ => return nothing_chosen(Slot::Reason),
    };
    let more = form.text(Slot::ReasonText);
    let words = [reason.unwrap_or_default(), more.as_str()].join(" ");
    let reason = optional(words.trim().to_owned());
    submit(Event::CloseCounter {
        counter: scene.desk,
        reason,
    })
}

fn sign_in(form: &Form) -> Result<Vec<Command>, Wrong> {
    let official = match form.item(Slot::Official) {
        Some(Item::SignOut) => return Ok(vec![Command::SignOut]),
        Some(Item::Official(id)) => id.clone(),
        _ => return nothing_chosen(Slot::Official),
    };
    let pin = form.text(Slot::Pin);
    if !pin::DIGITS.contains(&pin.len()) {
        return Err(missing(Slot::Pin, "Mã PIN có 4 đến 8 chữ số"));
    }
    if !form.new_pin {
        return Ok(vec![Command::SignIn { official, pin }]);
    }
    if form.text(Slot::PinAgain) != pin {
        return Err(missing(
            Slot::Pin,
            "Hai lần nhập không giống nhau; nhập lại cả hai",
        ));
    }
    Ok(vec![
        Command::SetPin {
            official: official.clone(),
            pin: pin.clone(),
        },
        Command::SignIn { official, pin },
    ])
}

#[cfg(test)]
mod tests {
    use super::hour;

    #[test]
    fn hours_as_people_write_them() {
        for typed in ["9:30", "9h30", "09.30", "930", "0930", "9 h 30", "9g30"] {
            assert_eq!(
                hour(typed).map(|t| t.to_string()).as_deref(),
                Some("09:30"),
                "{typed}"
            );
        }
        assert_eq!(hour("14").map(|t| t.to_string()).as_deref(), Some("14:00"));
        assert_eq!(hour("8h").map(|t| t.to_string()).as_deref(), Some("08:00"));
        for typed in ["25:00", "9:75", "x", "ắ30", ":", "9:3:0"] {
            assert_eq!(hour(typed), None, "{typed}");
        }
    }
}
