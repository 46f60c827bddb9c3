//! JSON out, as it is read again by [`super::parse_event`].

use super::Envelope;
use super::keys::{Id, Keys};
use crate::domain::event::{Event, NumberRef, When, Wish};
use crate::domain::rules::{FieldIx, Rules};
use crate::domain::ticket::{Channel, Contact, Person};
use crate::domain::time::Day;

/// Writes one event, as it is read again by [`super::parse_event`].
pub fn event_json(rules: &Rules, envelope: &Envelope) -> String {
    serde_json::to_string(&to_keys(rules, envelope)).unwrap_or_default()
}

pub(super) fn to_keys(rules: &Rules, envelope: &Envelope) -> Keys {
    let event = &envelope.event;
    let mut keys = Keys {
        kind: event.kind().to_string(),
        at: envelope.at.map(|t| t.to_string()),
        desk: envelope.desk.map(|ix| Id(rules.counter(ix).id.clone())),
        actor: envelope.actor.clone(),
        counter: event.counter().map(|ix| Id(rules.counter(ix).id.clone())),
        ..Keys::default()
    };
    let field = |ix: &FieldIx| Some(Id(rules.field(*ix).id.clone()));
    let number = |n: &NumberRef| Some(format!("{}-{:03}", rules.field(n.field).id, n.n));
    let day = |d: &Day| Some(d.to_string());
    match event {
        Event::Walkin {
            field: f,
            priority,
            person,
        } => {
            keys.field = field(f);
            keys.priority = priority.then_some(true);
            put_person(&mut keys, person);
        }
        Event::Book {
            field: f,
            when,
            person,
            ..
        } => {
            keys.field = field(f);
            if let When::Wish(wish) = when {
                keys.date = day(&wish.date);
                put_wish(&mut keys, wish);
            }
            put_person(&mut keys, person);
        }
        Event::Arrive { number: n } | Event::Leave { number: n } | Event::Requeue { number: n } => {
            keys.number = number(n);
        }
        Event::Cancel { number: n, date }
        | Event::Confirm { number: n, date }
        | Event::Accept { number: n, date } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
        }
        Event::Decline {
            number: n,
            date,
            reason,
        } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
            keys.reason.clone_from(reason);
        }
        Event::CloseCounter { reason, .. } => keys.reason.clone_from(reason),
        Event::CloseSession {
            field: f,
            date,
            half,
        }
        | Event::OpenSession {
            field: f,
            date,
            half,
        } => {
            keys.field = field(f);
            keys.date = day(date);
            keys.half = Some(half.id().to_owned());
        }
        Event::Unblock { phone } => keys.phone = Some(phone.to_string()),
        Event::SetHelper { phone, helper } => {
            keys.phone = Some(phone.to_string());
            keys.helper = Some((*helper).into());
        }
        Event::SetManual { manual, .. } => keys.manual = Some(*manual),
        Event::CallNumber {
            number: n, current, ..
        } => {
            keys.number = number(n);
            keys.current = current.map(|c| c.id().to_owned());
        }
        Event::Next { current, .. } => keys.current = current.map(|c| c.id().to_owned()),
        Event::Resume { number: n, .. } => keys.number = number(n),
        Event::Transfer { field: f, .. } => keys.field = field(f),
        Event::Move {
            number: n,
            date,
            wish,
        }
        | Event::Propose {
            number: n,
            date,
            wish,
        } => {
            keys.number = number(n);
            match date {
                None => keys.date = day(&wish.date),
                Some(date) => {
                    keys.date = day(date);
                    keys.to = day(&wish.date);
                }
            }
            put_wish(&mut keys, wish);
        }
        Event::SetPriority {
            number: n,
            priority,
        } => {
            keys.number = number(n);
            keys.priority = Some(*priority);
        }
        Event::SetName {
            number: n,
            date,
            name,
        } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
            keys.name = Some(name.clone());
        }
        Event::SetProcedure {
            number: n,
            date,
            procedure,
        } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
            keys.procedure = Some(procedure.clone());
        }
        Event::Done { .. }
        | Event::Absent { .. }
        | Event::OpenCounter { .. }
        | Event::Recall { .. }
        | Event::Hold { .. }
        | Event::Undo { .. }
        | Event::Tick
        | Event::Configured
        | Event::ClockConfirmed => {}
    }
    keys
}

fn put_wish(keys: &mut Keys, wish: &Wish) {
    keys.half = wish.half.map(|h| h.id().to_owned());
    keys.time = wish.time.map(|t| t.to_string());
}

fn put_person(keys: &mut Keys, person: &Person) {
    keys.phone = person.phone.as_ref().map(ToString::to_string);
    keys.name.clone_from(&person.name);
    keys.procedure.clone_from(&person.procedure);
    keys.note.clone_from(&person.note);
    keys.channel = (person.channel != Channel::default()).then(|| person.channel.id().to_owned());
    keys.helper = person.helper.clone().map(Into::into);
    keys.consent = person.consent.then_some(true);
    keys.contact = (person.contact != Contact::default()).then(|| person.contact.id().to_owned());
    keys.code.clone_from(&person.code);
}
