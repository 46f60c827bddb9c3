//! What an office decides about its dossiers.

use serde::{Deserialize, Serialize};

use super::event_kind::EventKind;
use super::time::TimeOfDay;

/// The settings, of `[rules]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DossierRules {
    /// What is to be done on the same day must be received before it.
    pub cutoff: TimeOfDay,
    /// So many apologies an official may make for a dossier; more are the head's.
    pub apologies: u16,
    /// What only a head of the office decides.
    pub by_head: Vec<EventKind>,
}

impl DossierRules {
    /// What may be left to the head alone.
    pub const BY_HEAD: [EventKind; 3] = [EventKind::Refuse, EventKind::Stop, EventKind::Apologise];
}

impl Default for DossierRules {
    fn default() -> Self {
        Self {
            cutoff: TimeOfDay(15 * 60),
            apologies: 1,
            by_head: vec![EventKind::Refuse, EventKind::Stop],
        }
    }
}
