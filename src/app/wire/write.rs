//! JSON out, as it is read again by [`super::parse_event`].

use super::events::put;
use super::keys::{Id, Keys};
use super::person::put_person;
use super::{CITIZEN, Envelope};
use crate::domain::rules::Rules;

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
    put(rules, &mut keys, event);
    keys
}
