//! Dossiers: what a counter receives, followed to its end. `due` counts the days, `act` is what events do to a dossier,
//! `held` what the office remembers of them, `code` the province's codes.
//!
#![doc = include_str!("dossiers.md")]

mod act;
mod check;
mod code;
mod due;
mod held;
mod lists;

pub use super::dossier_rules::DossierRules;
pub use act::{Act, Appointment, Form, Receipt};
pub use code::ProvinceCode;
pub use due::{first_due, resumed_due};
pub use held::Dossiers;
pub use lists::{Lists, Standing};

use serde::{Deserialize, Serialize};

use super::event_kind::EventKind;
use super::ticket::{Errand, Person, TicketId};
use super::time::{Day, Minute};

/// Identity of a dossier, given in the order in which they are received.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DossierId(pub u64);

/// Where a dossier is in its life; the last ones are final.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// `Đã tiếp nhận`.
    Received,
    /// `Đang xử lý`.
    Processing,
    /// `Yêu cầu bổ sung`: the count of days stands still until the papers are back.
    AwaitsPapers,
    /// `Hoàn tất`: the result waits to be fetched.
    Completed,
    /// `Đã trả kết quả`.
    HandedOver,
    /// `Từ chối`.
    Refused,
    /// `Dừng`, at the citizen's wish.
    Stopped,
    /// Its receipt was taken back: the code is burnt.
    Withdrawn,
}

impl Stage {
    /// All of them, for tables and parsing.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::Processing,
        Self::AwaitsPapers,
        Self::Completed,
        Self::HandedOver,
        Self::Refused,
        Self::Stopped,
        Self::Withdrawn,
    ];

    /// The name used in events and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Processing => "processing",
            Self::AwaitsPapers => "awaits_papers",
            Self::Completed => "completed",
            Self::HandedOver => "handed_over",
            Self::Refused => "refused",
            Self::Stopped => "stopped",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing happens to it any more.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::HandedOver | Self::Refused | Self::Stopped | Self::Withdrawn
        )
    }

    /// Whether its result is still to come, so that it can be due.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Processing | Self::AwaitsPapers)
    }
}

/// One thing that was done to a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Minute,
    /// What.
    pub what: EventKind,
    /// The due date from then on, where it changed; for a wait, until when the papers are to be back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// What is missing, why, by whom or to whom; the store keeps it apart, because it can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The booking that was made with it, for who brings the papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<TicketId>,
}

/// What a counter received.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dossier {
    /// Identity.
    pub id: DossierId,
    /// The province's code, when it is known.
    pub province: Option<ProvinceCode>,
    /// The visit that brought it.
    pub ticket: Option<TicketId>,
    /// Where in its life.
    pub stage: Stage,
    /// When it was received.
    pub received: Minute,
    /// The limit with which it was received, in working days; 0 is the same day. A later catalogue moves no date.
    pub limit: Option<u16>,
    /// Whether papers that come back begin the count anew.
    pub anew: bool,
    /// The day at whose end it is due.
    pub due: Option<Day>,
    /// When the papers were asked for that it waits for.
    pub asked: Option<Minute>,
    /// When its result was ready, or it came to its end.
    pub ended: Option<Minute>,
    /// What was done, oldest first.
    pub steps: Vec<Step>,
    /// Whose it is, with its procedure and its own code (`HS…`).
    pub person: Person,
    /// Number of the event that received it.
    pub born: u64,
    /// Serial of the event that changed it last; an undo is refused when it moved on.
    pub stamp: u64,
}

impl Dossier {
    /// What its holder comes for, who comes now.
    pub fn errand(&self) -> Option<Errand> {
        match self.stage {
            Stage::Completed => Some(Errand::Result),
            Stage::AwaitsPapers => Some(Errand::Papers),
            _ => None,
        }
    }

    /// How often something was done.
    pub fn times(&self, what: EventKind) -> usize {
        self.steps.iter().filter(|s| s.what == what).count()
    }

    /// The last step of a kind.
    pub fn last(&self, what: EventKind) -> Option<&Step> {
        self.steps.iter().rev().find(|s| s.what == what)
    }

    /// Its own code, unless it was erased.
    pub fn code(&self) -> Option<&str> {
        self.person.code.as_deref()
    }

    /// The due date that the citizen was promised first, where an apology has set another one since.
    pub fn is_extended(&self) -> bool {
        self.times(EventKind::Apologise) > 0
    }
}
