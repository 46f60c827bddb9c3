//! JSON in and out.

use super::events::put;
use super::keys::{Id, Keys};
use super::person::put_person;
use super::read::{Reader, bad, counter_of};
use super::{CITIZEN, Envelope, WireError};
use crate::domain::rules::Rules;
use crate::domain::text::clean;
use crate::domain::time::Minute;

/// What the log says of an event; `None` for what only another version can read.
pub fn logged(rules: &Rules, body: &str) -> Option<Envelope> {
    parse_event(rules, serde_json::from_str(body).ok()?).ok()
}

/// Reads one event.
///
/// # Errors
/// Names the key that is wrong and what is wanted.
pub fn parse_event(rules: &Rules, json: serde_json::Value) -> Result<Envelope, WireError> {
    if !json.is_object() {
        return Err(WireError::Json("cần {\"type\": …}".to_owned()));
    }
    let keys: Keys = serde_json::from_value(json).map_err(|e| WireError::Json(e.to_string()))?;
    let at = keys
        .at
        .as_deref()
        .map(|t| Minute::parse(t).ok_or_else(|| bad("at", t, "2026-11-23T08:42")))
        .transpose()?;
    let desk = keys
        .desk
        .as_ref()
        .map(|id| counter_of(rules, id))
        .transpose()?;
    let actor = keys.actor.clone();
    let citizen = match keys.by.as_deref() {
        None => false,
        Some(CITIZEN) => true,
        Some(other) => return Err(bad("by", other, CITIZEN)),
    };
    let event = Reader { rules, keys: &keys }.event()?;
    let envelope = Envelope {
        at,
        desk,
        actor,
        citizen,
        event,
    };
    refuse_superfluous(&keys, &to_keys(rules, &envelope))?;
    Ok(envelope)
}

fn refuse_superfluous(given: &Keys, understood: &Keys) -> Result<(), WireError> {
    let object = |keys: &Keys| match serde_json::to_value(keys) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (given, understood) = (object(given), object(understood));
    // A name of blanks or of letters that nobody can see is as good as none.
    let weightless = |v: &serde_json::Value| {
        v.as_bool() == Some(false) || v.as_str().is_some_and(|text| clean(text).is_empty())
    };
    match given
        .iter()
        .find(|(key, value)| !understood.contains_key(*key) && !weightless(value))
    {
        None => Ok(()),
        Some((key, _)) => {
            let event = given
                .get("type")
                .and_then(|t| t.as_str())
                .unwrap_or_default()
                .to_owned();
            Err(WireError::Superfluous {
                event,
                key: key.clone(),
            })
        }
    }
}

/// Writes one event, as it is read again by [`parse_event`].
pub fn event_json(rules: &Rules, envelope: &Envelope) -> String {
    serde_json::to_string(&to_keys(rules, envelope)).unwrap_or_default()
}

fn to_keys(rules: &Rules, envelope: &Envelope) -> Keys {
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
