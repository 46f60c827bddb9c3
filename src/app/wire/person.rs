//! Who comes, read and written.

use super::WireError;
use super::keys::Keys;
use super::read::{Reader, bad};
use crate::domain::text::{Phone, clean, clean_name};
use crate::domain::ticket::{Channel, Contact, Errand, Person};

impl Reader<'_> {
    pub(super) fn person(&self) -> Result<Person, WireError> {
        let k = self.keys;
        let text = |t: &Option<String>| t.as_deref().map(clean).filter(|t| !t.is_empty());
        let name = |t: &str| Some(clean_name(t)).filter(|t| !t.is_empty());
        let channel = match &k.channel {
            None => Channel::default(),
            Some(id) => Channel::ALL
                .into_iter()
                .find(|c| c.id() == id)
                .ok_or_else(|| bad("channel", id, "counter, sms, web, phone, helper"))?,
        };
        let contact = match &k.contact {
            None => Contact::default(),
            Some(id) => Contact::ALL
                .into_iter()
                .find(|c| c.id() == id)
                .ok_or_else(|| bad("contact", id, "message, call, both"))?,
        };
        let helper = match &k.helper {
            None => None,
            Some(serde_json::Value::String(helper)) => name(helper),
            Some(other) => return Err(bad("helper", &other.to_string(), "tên người đặt hộ")),
        };
        let mut person = Person {
            phone: k.phone.as_deref().filter(|p| !p.is_empty()).map(Phone::of),
            name: k.name.as_deref().and_then(name),
            procedure: text(&k.procedure),
            note: text(&k.note),
            channel,
            helper,
            consent: k.consent,
            contact,
            code: text(&k.code),
            // What only officials write comes by other events (`Detail`).
            ..Person::default()
        };
        if let Some(id) = &k.errand {
            let found = Errand::ALL.into_iter().find(|e| e.id() == id);
            person.errand = Some(found.ok_or_else(|| bad("errand", id, "result, papers"))?);
        }
        Ok(person)
    }
}

pub(super) fn put_person(keys: &mut Keys, person: &Person) {
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
