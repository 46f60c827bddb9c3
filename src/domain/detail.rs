//! What an official writes on a ticket, or corrects there, one thing by one event. A further thing is a field of
//! [`Person`] and a variant here, which the wire reads and writes by itself; the store keeps it in a column
//! (`store/schema.rs`, `store/rows.rs`: among `WORDS` there if it is words about a person), and its words are in
//! `tui/words/ticket.rs`, its key in `tui/action.rs`, its form in `tui/forms/ticket.rs`.

use serde::{Deserialize, Serialize};

use super::person::Person;
use super::text::{clean, clean_name};

/// One thing on a ticket, by the name of the event that writes it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
pub enum Detail {
    /// The person's name.
    #[serde(rename = "set_name")]
    #[strum(serialize = "set_name")]
    Name,
    /// The id of the procedure that the person came for.
    #[serde(rename = "set_procedure")]
    #[strum(serialize = "set_procedure")]
    Procedure,
}

impl Detail {
    /// Under which key of its event the text goes: an older one's own, any other's `text`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Procedure => "procedure",
        }
    }

    /// The text as it is kept.
    pub fn clean(self, text: &str) -> String {
        match self {
            Self::Name => clean_name(text),
            Self::Procedure => clean(text),
        }
    }

    /// Writes it; an empty text takes away what stood there.
    pub(super) fn write(self, text: &str, person: &mut Person) {
        let place = match self {
            Self::Name => &mut person.name,
            Self::Procedure => &mut person.procedure,
        };
        *place = Some(self.clean(text)).filter(|text| !text.is_empty());
    }
}
