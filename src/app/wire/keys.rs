//! The keys of an event, as they stand in JSON.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::event::{Detail, Wish};
use crate::domain::ticket::consent;

/// An id: a short string; a plain number is taken as its decimal string.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "mã lĩnh vực hay quầy phải là chữ hoặc số nguyên không âm"
        )]
        enum Either {
            Text(String),
            Number(u64),
        }
        Ok(Self(match Either::deserialize(d)? {
            Either::Text(text) => text,
            Either::Number(n) => n.to_string(),
        }))
    }
}

/// One of several half-days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionKeys {
    pub field: Id,
    pub date: String,
    pub half: String,
}

/// Every key that an event may have, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(default)]
pub(super) struct Keys {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counter: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tickets: Option<Vec<u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Vec<SessionKeys>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anew: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manual: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seek: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errand: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helper: Option<serde_json::Value>,
    #[serde(with = "consent", skip_serializing_if = "Option::is_none")]
    pub consent: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub official: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Keys {
    /// The text of a detail.
    pub(super) fn of_detail(&self, detail: Detail) -> &Option<String> {
        match detail.key() {
            "name" => &self.name,
            "procedure" => &self.procedure,
            "phone" => &self.phone,
            _ => &self.text,
        }
    }

    /// Puts it down.
    pub(super) fn put_detail(&mut self, detail: Detail, text: String) {
        let place = match detail.key() {
            "name" => &mut self.name,
            "procedure" => &mut self.procedure,
            "phone" => &mut self.phone,
            _ => &mut self.text,
        };
        *place = Some(text);
    }

    /// The half-day or hour of a wish; its day stands under the event's own key.
    pub(super) fn put_wish(&mut self, wish: &Wish) {
        self.half = wish.half.map(|h| h.id().to_owned());
        self.time = wish.time.map(|t| t.to_string());
    }
}
