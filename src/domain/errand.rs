//! Why people come back for a dossier.

use serde::{Deserialize, Serialize};

/// Why somebody is here again who brings nothing new: a short service, wherever it stands in the queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Fetches the result of a dossier.
    Result,
    /// Brings the papers that a dossier lacked.
    Papers,
}

impl Errand {
    /// Both, for tables and parsing.
    pub const ALL: [Self; 2] = [Self::Result, Self::Papers];

    /// The name used in events and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Papers => "papers",
        }
    }
}
