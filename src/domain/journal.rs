//! The last actions of each desk, with images of what they changed, so that they can be taken back.

use serde::{Deserialize, Serialize};

use super::dossier::{Dossier, DossierId};
use super::event_kind::EventKind;
use super::records::{Counter, PhoneRecord};
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Ticket, TicketId};
use super::time::{Day, Half};

/// So many actions of each desk can be taken back, one after the other.
const DEPTH: usize = 20;

/// How a thing was before an action.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Image {
    /// A ticket that was made by it.
    New(TicketId),
    /// A ticket that was changed by it.
    Ticket(Box<Ticket>),
    /// A counter.
    Counter(CounterIx, Counter),
    /// A phone's strikes and lock, before and after.
    Phone {
        /// Whose.
        phone: Phone,
        /// Before the action.
        before: PhoneRecord,
        /// After it; strikes that came since are kept.
        after: PhoneRecord,
    },
    /// A half-day of a field.
    Session {
        /// Which.
        half: (Day, FieldIx, Half),
        /// Whether it fell out.
        closed: bool,
    },
    /// A dossier that was received by it.
    NewDossier(DossierId),
    /// A dossier that was changed by it.
    Dossier(Box<Dossier>),
}

impl Image {
    /// The ticket that it is of.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::New(id) => Some(*id),
            Self::Ticket(t) => Some(t.id),
            _ => None,
        }
    }

    /// The dossier that it is of.
    pub fn dossier(&self) -> Option<DossierId> {
        match self {
            Self::NewDossier(id) => Some(*id),
            Self::Dossier(d) => Some(d.id),
            _ => None,
        }
    }

    pub(super) fn is_of_counter(&self, ix: CounterIx) -> bool {
        matches!(self, Self::Counter(c, _) if *c == ix)
    }
}

/// An action that can be taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The event's serial.
    pub serial: u64,
    /// From which desk.
    pub desk: CounterIx,
    /// On which day; yesterday's actions stay.
    pub day: Day,
    /// What was done.
    pub action: EventKind,
    /// What it changed.
    pub images: Vec<Image>,
    /// When it was taken back, it can be done again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// That an action was taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Undone {
    /// The serial of the event that did.
    pub serial: u64,
    /// How what the action had changed was before.
    pub images: Vec<Image>,
}

/// The actions that can be taken back, oldest first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Journal(Vec<Entry>);

impl Journal {
    /// The last action of a desk on `day`.
    pub fn last(&self, desk: CounterIx, day: Day) -> Option<&Entry> {
        self.done(desk, day).next()
    }

    /// What a desk did on `day` and did not take back, the last first.
    pub fn done(&self, desk: CounterIx, day: Day) -> impl Iterator<Item = &Entry> {
        let of_desk = self.of_desk(desk, day).rev();
        of_desk.filter(|e| e.undone.is_none())
    }

    /// The last action of a desk on `day` that was taken back, as long as the desk has done nothing else since.
    pub fn last_undone(&self, desk: CounterIx, day: Day) -> Option<&Entry> {
        self.of_desk(desk, day).find(|e| e.undone.is_some())
    }

    fn of_desk(&self, desk: CounterIx, day: Day) -> impl DoubleEndedIterator<Item = &Entry> {
        let all = self.0.iter();
        all.filter(move |e| e.desk == desk && e.day == day)
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// From the store's entries, oldest first.
    pub fn from_entries(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn push(&mut self, entry: Entry) {
        let (desk, day) = (entry.desk, entry.day);
        self.0
            .retain(|e| e.day == day && (e.desk != desk || e.undone.is_none()));
        let of_desk = self.0.iter().filter(|e| e.desk == desk).count();
        if of_desk >= DEPTH
            && let Some(oldest) = self.0.iter().position(|e| e.desk == desk)
        {
            self.0.remove(oldest);
        }
        self.0.push(entry);
    }

    /// An action was taken back, or done again (`None`).
    pub(super) fn turn(&mut self, serial: u64, undone: Option<Undone>) {
        if let Some(entry) = self.0.iter_mut().find(|e| e.serial == serial) {
            entry.undone = undone;
        }
    }
}
