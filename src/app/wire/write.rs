//! JSON out, as it is read again by [`super::parse_event`].

use super::dossier_keys::{put_act, put_receipt};
use super::keys::{Id, Keys, SessionKeys};
use super::{CITIZEN, Envelope};
use crate::domain::event::{Event, When};
use crate::domain::rules::{FieldIx, Rules};
use crate::domain::ticket::{Channel, Contact, Person};
use crate::domain::time::{Day, Half};

/// Writes one event, as it is read again by [`super::parse_event`].
pub fn event_json(rules: &Rules, envelope: &Envelope) -> String {
    serde_json::to_string(&to_keys(rules, envelope)).unwrap_or_default()
}

pub(super) fn to_keys(rules: &Rules, envelope: &Envelope) -> Keys {
    let event = &envelope.event;
    let counter = |ix| Id(rules.counter(ix).id.clone());
    let number = event.number();
    let mut keys = Keys {
        kind: event.kind().to_string(),
        at: envelope.at.map(|t| t.to_string()),
        desk: envelope.desk.map(counter),
        actor: envelope.actor.clone(),
        by: envelope.citizen.then(|| CITIZEN.to_owned()),
        counter: event.counter().map(counter),
        field: event.field().map(|ix| Id(rules.field(ix).id.clone())),
        number: number.map(|(n, _)| format!("{}-{:03}", rules.field(n.field).id, n.n)),
        date: number.and_then(|(_, date)| date).map(|day| day.to_string()),
        ..Keys::default()
    };
    if let Some(person) = event.person() {
        put_person(&mut keys, person);
    }
    match event {
        Event::Walkin { priority, .. } => keys.priority = priority.then_some(true),
        Event::Book {
            when: When::Wish(wish),
            ..
        }
        | Event::Ask { wish, .. } => {
            keys.date = Some(wish.date.to_string());
            keys.put_wish(wish);
        }
        Event::Move { date, wish, .. } | Event::Propose { date, wish, .. } => {
            let new_day = if date.is_none() {
                &mut keys.date
            } else {
                &mut keys.to
            };
            *new_day = Some(wish.date.to_string());
            keys.put_wish(wish);
        }
        Event::Decline { reason, .. } | Event::CloseCounter { reason, .. } => {
            keys.reason.clone_from(reason);
        }
        Event::CloseSession { date, half, .. } | Event::OpenSession { date, half, .. } => {
            keys.date = Some(date.to_string());
            keys.half = Some(half.id().to_owned());
        }
        Event::SetSessions { sessions, .. } => put_sessions(rules, &mut keys, sessions),
        Event::Unblock { phone } => keys.phone = Some(phone.to_string()),
        Event::SetHelper { phone, helper } => {
            keys.phone = Some(phone.to_string());
            keys.helper = Some((*helper).into());
        }
        Event::Sweep { tickets } => keys.tickets = Some(tickets.iter().map(|id| id.0).collect()),
        Event::SeekEarlier { seek, .. } => keys.seek = Some(*seek),
        Event::SetManual { manual, .. } => keys.manual = Some(*manual),
        Event::CallNumber { current, .. } | Event::Next { current, .. } => {
            keys.current = current.map(|c| c.id().to_owned());
        }
        Event::SetPriority { priority, .. } => keys.priority = Some(*priority),
        Event::SetName { name, .. } => keys.name = Some(name.clone()),
        Event::SetProcedure { procedure, .. } => keys.procedure = Some(procedure.clone()),
        Event::Audit {
            what,
            official,
            text,
        } => {
            keys.what = Some(what.id().to_owned());
            keys.text.clone_from(text);
            keys.official.clone_from(official);
        }
        Event::Receive { receipt, .. } => put_receipt(&mut keys, receipt),
        Event::Dossier { dossier, act } => put_act(rules, &mut keys, *dossier, act),
        Event::Advise { form, reason, .. } => {
            keys.form = Some(form.id().to_owned());
            keys.reason.clone_from(reason);
        }
        Event::Book {
            when: When::Soonest,
            ..
        }
        | Event::Confirm { .. }
        | Event::Accept { .. }
        | Event::Arrive { .. }
        | Event::Cancel { .. }
        | Event::Leave { .. }
        | Event::Requeue { .. }
        | Event::Resume { .. }
        | Event::Transfer { .. }
        | Event::Done { .. }
        | Event::Absent { .. }
        | Event::OpenCounter { .. }
        | Event::Recall { .. }
        | Event::Hold { .. }
        | Event::Undo { .. }
        | Event::Redo { .. }
        | Event::Tick
        | Event::Configured
        | Event::ClockConfirmed => {}
    }
    keys
}

fn put_sessions(rules: &Rules, keys: &mut Keys, sessions: &[(FieldIx, Day, Half)]) {
    let session = |(field, date, half): &(FieldIx, Day, Half)| SessionKeys {
        field: Id(rules.field(*field).id.clone()),
        date: date.to_string(),
        half: half.id().to_owned(),
    };
    keys.sessions = Some(sessions.iter().map(session).collect());
}

fn put_person(keys: &mut Keys, person: &Person) {
    keys.phone = person.phone.as_ref().map(ToString::to_string);
    keys.name.clone_from(&person.name);
    keys.procedure.clone_from(&person.procedure);
    keys.errand = person.errand.map(|errand| errand.id().to_owned());
    keys.note.clone_from(&person.note);
    keys.channel = (person.channel != Channel::default()).then(|| person.channel.id().to_owned());
    keys.helper = person.helper.clone().map(Into::into);
    keys.consent = person.consent;
    keys.contact = (person.contact != Contact::default()).then(|| person.contact.id().to_owned());
    keys.code.clone_from(&person.code);
}
