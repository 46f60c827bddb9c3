//! Who stands behind a ticket or a dossier.

use serde::{Deserialize, Serialize};

use super::errand::Errand;
use super::text::{Phone, same_name};

/// By which door a ticket came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At the counter.
    #[default]
    Counter,
    /// By text message.
    Sms,
    /// By the web form.
    Web,
    /// By telephone; an official typed it.
    Phone,
    /// Through the village head or the digital team (S1.7).
    Helper,
}

impl Channel {
    /// All channels, for tables and parsing.
    pub const ALL: [Self; 5] = [
        Self::Counter,
        Self::Sms,
        Self::Web,
        Self::Phone,
        Self::Helper,
    ];

    /// Whether an official typed what came by it.
    pub fn is_of_desk(self) -> bool {
        matches!(self, Self::Counter | Self::Phone | Self::Helper)
    }

    /// The name used in events and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Sms => "sms",
            Self::Web => "web",
            Self::Phone => "phone",
            Self::Helper => "helper",
        }
    }
}

/// How a citizen wants to be told (S1.2, part 7).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// By message.
    #[default]
    Message,
    /// By telephone.
    Call,
    /// By both.
    Both,
}

impl Contact {
    /// All ways, for tables and parsing.
    pub const ALL: [Self; 3] = [Self::Message, Self::Call, Self::Both];

    /// The name used in events and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Call => "call",
            Self::Both => "both",
        }
    }
}

/// What the office knows of the person behind a ticket. All of it can be erased.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Who is told, and by whom bookings are counted.
    pub phone: Option<Phone>,
    /// Name of the person or organisation, NFC.
    pub name: Option<String>,
    /// Id of the procedure in the catalogue.
    pub procedure: Option<String>,
    /// What for, where it is nothing new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errand: Option<Errand>,
    /// What else was said.
    pub note: Option<String>,
    /// By which door.
    pub channel: Channel,
    /// Who helped, when someone booked in the person's name (S1.7).
    pub helper: Option<String>,
    /// The version of the words that the citizen agreed to when these data were asked for; when, the ticket says. `None`
    /// where nothing was asked: who texts, phones or comes for an appointment gives what it needs (Law 91/2025/QH15).
    #[serde(with = "consent")]
    pub consent: Option<u16>,
    /// How to tell the citizen something.
    pub contact: Contact,
    /// Transaction code that the citizen is given (`MC…`); it stays through moves.
    pub code: Option<String>,
}

/// A version as it is written: 0.1.0 had one, and said whether it was agreed to.
pub mod consent {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged, expecting = "true, false hoặc số bản của lời đồng ý")]
    enum Written {
        Given(bool),
        Version(u16),
    }

    pub(crate) fn serialize<S: Serializer>(
        version: &Option<u16>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let written = match *version {
            None => Written::Given(false),
            Some(1) => Written::Given(true),
            Some(version) => Written::Version(version),
        };
        written.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u16>, D::Error> {
        Ok(match Written::deserialize(from)? {
            Written::Given(given) => given.then_some(1),
            Written::Version(version) => Some(version).filter(|version| *version > 0),
        })
    }
}

impl Person {
    /// Whether a booking that led to nothing speaks against the phone (S2.9). Anybody can type anybody's number into the
    /// form: that locks nobody out.
    pub(super) fn proves_phone(&self) -> bool {
        self.channel != Channel::Web
    }

    /// Whether it may be for the same: the procedures agree, or one is not known.
    pub(super) fn may_come_for(&self, other: &Self) -> bool {
        let both = self.procedure.as_ref().zip(other.procedure.as_ref());
        both.is_none_or(|(a, b)| a == b)
    }

    /// Whether it is certainly the same person: phone and name are known, and agree.
    pub fn is(&self, other: &Self) -> bool {
        let both = self.name.as_ref().zip(other.name.as_ref());
        self.phone.is_some()
            && self.phone == other.phone
            && both.is_some_and(|(a, b)| same_name(a, b))
    }

    /// Whether one can tell that it is the same person again.
    pub(super) fn is_known(&self) -> bool {
        self.phone.is_some() || self.name.is_some()
    }

    /// Whether it may be the same person, by the same phone: the names agree, or one is missing.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        match (&self.name, &other.name) {
            (Some(a), Some(b)) => same_name(a, b),
            _ => true,
        }
    }
}
