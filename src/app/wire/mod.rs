//! The language of events in JSON (domain/queue.md): what `replay`, `event` and the event log speak. Fields and counters
//! go by their ids, numbers as `TP-001`, times as `2026-11-23T08:42`.

mod dossier;
mod events;
mod json;
mod keys;
mod person;
mod read;

use super::Actor;
use crate::domain::event::Event;
use crate::domain::rules::{CounterIx, Rules};
use crate::domain::ticket::Number;
use crate::domain::time::Minute;

pub use json::{event_json, logged, parse_event};
pub use keys::Id;
pub use read::parse_number;

/// Why a JSON event is not understood; shown to staff and to those who write scripts.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WireError {
    /// Not JSON, or a key or a type that no event has.
    #[error("không đọc được JSON: {0}")]
    Json(String),
    /// No such event.
    #[error("không có sự kiện «{0}»; xem `motcua event --help`")]
    UnknownType(String),
    /// A key is missing.
    #[error("sự kiện «{event}» thiếu `{key}`")]
    Missing {
        /// Name of the event.
        event: String,
        /// The missing key.
        key: &'static str,
    },
    /// A key that this event does not have.
    #[error("sự kiện «{event}» không có `{key}`")]
    Superfluous {
        /// Name of the event.
        event: String,
        /// The key.
        key: String,
    },
    /// No such field.
    #[error("không có lĩnh vực «{0}» trong cấu hình")]
    UnknownField(String),
    /// No such counter.
    #[error("không có quầy «{0}» trong cấu hình")]
    UnknownCounter(String),
    /// A value that is none.
    #[error("`{key}` không đúng: «{value}»; cần {want}")]
    Bad {
        /// The key.
        key: &'static str,
        /// What stood there.
        value: String,
        /// What is wanted.
        want: &'static str,
    },
}

/// What `by` says of events that citizens caused by themselves.
const CITIZEN: &str = "citizen";

/// An event with its envelope: when, from which desk, by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// When; `None` means now.
    pub at: Option<Minute>,
    /// The desk whose official acts.
    pub desk: Option<CounterIx>,
    /// Id of the official.
    pub actor: Option<String>,
    /// The citizen did it, on the web or by a message.
    pub citizen: bool,
    /// What.
    pub event: Event,
}

impl Envelope {
    /// Who acts.
    pub fn by(&self) -> Actor<'_> {
        if self.citizen {
            return Actor::Citizen;
        }
        Actor::Official {
            desk: self.desk,
            id: self.actor.as_deref(),
        }
    }
}

/// Writes a number as events and answers do: field id, hyphen, three digits or more.
pub fn number_text(rules: &Rules, number: Number) -> String {
    format!("{}-{:03}", rules.field(number.field).id, number.n)
}
