//! The kinds of events, by which the log and the journal name them.

use serde::{Deserialize, Serialize};
use strum::VariantNames as _;

use super::detail::Detail;

/// The kinds of events by the names of domain/queue.md, which also stand in the log and in the journal. By
/// whichever door a booking came, it is called `sms` there when it is to be as soon as possible, `web` when a time is
/// wished, `request` when it must be confirmed.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::Display,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[allow(missing_docs)]
pub enum EventKind {
    Walkin,
    #[serde(rename = "sms")]
    #[strum(serialize = "sms")]
    BookSoonest,
    #[serde(rename = "web")]
    #[strum(serialize = "web")]
    BookWish,
    #[serde(rename = "request")]
    #[strum(serialize = "request")]
    BookToConfirm,
    Ask,
    Sweep,
    Confirm,
    Propose,
    Accept,
    Decline,
    Arrive,
    Cancel,
    SeekEarlier,
    Leave,
    Done,
    Absent,
    CloseCounter,
    OpenCounter,
    CloseSession,
    OpenSession,
    Unblock,
    SetHelper,
    Tick,
    Next,
    SetManual,
    Recall,
    CallNumber,
    Hold,
    Resume,
    Requeue,
    Transfer,
    Move,
    Undo,
    Redo,
    SetPriority,
    Receive,
    Process,
    AskSupplement,
    Supplement,
    Complete,
    HandOver,
    Refuse,
    Apologise,
    Stop,
    Correct,
    Advise,
    Configured,
    ClockConfirmed,
    Audit,
    // By the name of the detail; last, as serde wants it.
    #[serde(untagged)]
    #[strum(transparent)]
    Set(Detail),
}

impl EventKind {
    /// The name in the language of events.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The names of all.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let own = Self::VARIANTS.iter();
        let named = own.flat_map(|name| match *name {
            "set" => Detail::VARIANTS,
            _ => std::slice::from_ref(name),
        });
        named.copied()
    }

    /// Whether a desk may take such an event back.
    pub fn is_undoable(self) -> bool {
        !matches!(
            self,
            Self::Tick
                | Self::Undo
                | Self::Redo
                | Self::Recall
                | Self::Unblock
                | Self::SetHelper
                | Self::Configured
                | Self::ClockConfirmed
                | Self::Audit
        )
    }

    /// Whether it is done to a dossier.
    pub fn is_of_dossier(self) -> bool {
        matches!(
            self,
            Self::Receive
                | Self::Process
                | Self::AskSupplement
                | Self::Supplement
                | Self::Complete
                | Self::HandOver
                | Self::Refuse
                | Self::Apologise
                | Self::Stop
                | Self::Correct
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_name_everywhere() {
        for name in EventKind::names() {
            let read: EventKind = serde_json::from_value(name.into()).unwrap();
            assert_eq!((read.id(), read.to_string().as_str()), (name, name));
            assert_eq!(serde_json::to_value(read).unwrap(), name);
        }
    }
}
