//! Putting a stored office together, and forgetting what is over.

use std::collections::BTreeSet;

use super::dossier::Dossier;
use super::journal::Journal;
use super::office::{Counter, Office, PhoneRecord};
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Number, State, Ticket};
use super::time::{Day, Half, Minute};

impl Office {
    /// Sets the clock and the counts of a loaded office: its time, its events so far, its last ticket's identity.
    pub fn resume_at(&mut self, now: Minute, serial: u64, last_id: u64) {
        self.now = now;
        self.serial = serial;
        self.last_id = self.last_id.max(last_id);
    }

    /// Puts a ticket as the store has it.
    pub fn put_ticket(&mut self, ticket: Ticket) {
        if let Some(old) = self.tickets.remove(&ticket.id) {
            self.index(&old, false);
        }
        let Number { day, field, n } = ticket.number;
        let unheld = ticket.number.is_unheld();
        let last = self.last_number.entry((day, field, unheld)).or_insert(0);
        *last = n.max(*last);
        self.last_id = self.last_id.max(ticket.id.0);
        self.insert(ticket);
    }

    /// Puts a counter as the store has it.
    pub fn put_counter(&mut self, ix: CounterIx, counter: Counter) {
        self.counters[usize::from(ix.0)] = counter;
    }

    /// Puts what the store remembers of a phone.
    pub fn put_phone(&mut self, phone: Phone, record: PhoneRecord) {
        self.phones.insert(phone, record);
    }

    /// Puts the closed half-days as the store has them.
    pub fn put_closed(&mut self, closed: BTreeSet<(Day, FieldIx, Half)>) {
        self.closed = closed;
    }

    /// Puts the journal as the store has it.
    pub fn put_journal(&mut self, journal: Journal) {
        self.journal = journal;
    }

    /// Puts a dossier as the store has it.
    pub fn put_dossier(&mut self, dossier: Dossier) {
        self.dossiers.put(dossier);
    }

    /// Dossiers up to this identity were received, remembered or not.
    pub fn resume_dossiers_at(&mut self, last_id: u64) {
        self.dossiers.resume_at(last_id);
    }

    /// Forgets the tickets and dossiers of days before `day` that came to their end before it; the store still has them. Whose
    /// turn did not come is named on the next working day.
    pub fn forget_before(&mut self, day: Day) {
        let owed = self.rules.workday_before(day.next());
        let kept = self.by_day.split_off(&day);
        for (old_day, ids) in std::mem::replace(&mut self.by_day, kept) {
            for id in ids {
                // One that was finished since may still be taken back.
                let over = |t: &Ticket| {
                    let is_owed = t.state == State::Unserved && t.number.day == owed;
                    t.ended.is_some_and(|ended| ended.day() < day) && !is_owed
                };
                if self.tickets.get(&id).is_some_and(|t| !over(t)) {
                    self.by_day.entry(old_day).or_default().insert(id);
                } else if let Some(t) = self.tickets.remove(&id) {
                    self.index(&t, false);
                    self.numbers.remove(&t.number);
                }
            }
        }
        self.last_number.retain(|(d, ..), _| *d >= day);
        self.dossiers.forget_before(day);
    }
}
