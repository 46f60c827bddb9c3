//! What an official writes on a ticket, or corrects there, one thing by one event. A further thing is a field of
//! [`Person`] and a variant here, which the wire reads and writes by itself; the store keeps it in a column
//! (`store/schema.rs`, `store/rows.rs`: among `WORDS` there if it is words about a person), and its words are in
//! `tui/words/ticket.rs`, its key in `tui/action.rs`, its form in `tui/forms/ticket.rs`. The phone is more than words: what it had
//! before stands in older bodies of the log (`store/personal.rs`), and in what is to be told (`app/post/readdress.rs`).

use serde::{Deserialize, Serialize};

use super::person::Person;
use super::text::{Phone, clean, clean_name};

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
    /// The phone by which the person is told; empty: none.
    #[serde(rename = "set_phone")]
    #[strum(serialize = "set_phone")]
    Phone,
}

impl Detail {
    /// Under which key of its event the text goes: an older one's own, any other's `text`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Procedure => "procedure",
            Self::Phone => "phone",
        }
    }

    /// The text as it is kept.
    pub fn clean(self, text: &str) -> String {
        match self {
            Self::Name => clean_name(text),
            Self::Procedure => clean(text),
            Self::Phone => Phone::of(text).as_str().to_owned(),
        }
    }

    /// Writes it; an empty text takes away what stood there.
    pub(super) fn write(self, text: &str, person: &mut Person) {
        let text = Some(self.clean(text)).filter(|text| !text.is_empty());
        match self {
            Self::Name => person.name = text,
            Self::Procedure => person.procedure = text,
            Self::Phone => person.phone = text.map(|text| Phone::raw(&text)),
        }
    }
}
