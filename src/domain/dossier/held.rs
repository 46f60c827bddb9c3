//! What the office remembers of its dossiers: those that are not over, and those that came to their end today. The store
//! has all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Dossier, DossierId, ProvinceCode};
use crate::domain::text::Phone;
use crate::domain::ticket::TicketId;
use crate::domain::time::Day;

/// The dossiers by their identity.
#[derive(Clone, Debug, Default)]
pub struct Dossiers {
    all: BTreeMap<DossierId, Dossier>,
    by_code: HashMap<String, DossierId>,
    by_province: HashMap<String, DossierId>,
    by_ticket: HashMap<TicketId, BTreeSet<DossierId>>,
    last_id: u64,
}

impl Dossiers {
    /// The dossier with this identity, as long as it is remembered.
    pub fn get(&self, id: DossierId) -> Option<&Dossier> {
        self.all.get(&id)
    }

    /// All that are remembered, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Dossier> {
        self.all.values()
    }

    /// By its own code.
    pub fn by_code(&self, code: &str) -> Option<&Dossier> {
        self.get(*self.by_code.get(code)?)
    }

    /// By the province's code.
    pub fn by_province(&self, code: &ProvinceCode) -> Option<&Dossier> {
        self.get(*self.by_province.get(&code.key())?)
    }

    /// What a visit has brought so far.
    pub fn of_ticket(&self, ticket: TicketId) -> impl Iterator<Item = &Dossier> {
        let ids = self.by_ticket.get(&ticket).into_iter().flatten();
        ids.filter_map(|id| self.get(*id))
    }

    /// Those of a phone, oldest first.
    pub fn of_phone<'a>(&'a self, phone: &'a Phone) -> impl Iterator<Item = &'a Dossier> {
        self.iter()
            .filter(move |d| d.person.phone.as_ref() == Some(phone))
    }

    /// The identity that was given last.
    pub fn last_id(&self) -> u64 {
        self.last_id
    }

    /// Identities up to this one were given.
    pub fn resume_at(&mut self, last_id: u64) {
        self.last_id = self.last_id.max(last_id);
    }

    pub(super) fn next_id(&mut self) -> DossierId {
        self.last_id += 1;
        DossierId(self.last_id)
    }

    /// Puts a dossier, in the place of what it was.
    pub fn put(&mut self, dossier: Dossier) {
        self.take(dossier.id);
        self.resume_at(dossier.id.0);
        if let Some(code) = dossier.code() {
            self.by_code.insert(code.to_owned(), dossier.id);
        }
        if let Some(code) = &dossier.province {
            self.by_province.insert(code.key(), dossier.id);
        }
        if let Some(ticket) = dossier.ticket {
            self.by_ticket.entry(ticket).or_default().insert(dossier.id);
        }
        self.all.insert(dossier.id, dossier);
    }

    pub(super) fn take(&mut self, id: DossierId) -> Option<Dossier> {
        let dossier = self.all.remove(&id)?;
        if let Some(code) = dossier.code() {
            self.by_code.remove(code);
        }
        if let Some(code) = &dossier.province {
            self.by_province.remove(&code.key());
        }
        if let Some(ids) = dossier.ticket.and_then(|t| self.by_ticket.get_mut(&t)) {
            ids.remove(&id);
        }
        Some(dossier)
    }

    /// Forgets what came to its end before `day`.
    pub fn forget_before(&mut self, day: Day) {
        let over =
            |d: &&Dossier| d.stage.is_final() && d.ended.is_some_and(|ended| ended.day() < day);
        let over: Vec<_> = self.iter().filter(over).map(|d| d.id).collect();
        for id in over {
            self.take(id);
        }
    }
}
