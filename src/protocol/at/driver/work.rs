//! The daily work: messages read and deleted, and looks at the modem from time to time.
use std::time::{Duration, Instant};

use super::{Driver, Look, Task};
use crate::protocol::at::slots::Slot;
use crate::protocol::at::{Arrival, Failure, Registration};

/// Regular looks in a row that find what no announcement told of, before another port is taken to be told.
const UNHEARD: u8 = 2;
/// How much sooner than usual a look is repeated that cannot wait.
const SOON: u32 = 6;
/// No modem has more storages than that.
const MOST_OTHERS: usize = 4;
/// "Invalid memory index": there is nothing to delete.
const NO_SUCH_INDEX: u16 = 321;
/// Lists that are refused in a row, after others that were not, before the modem is set up anew.
const REFUSED_LISTS: u8 = 1;
/// The storage of status reports; only what is announced is read there.
const REPORTS: &str = "SR";

impl Driver {
    /// The next command, most urgent first: acknowledgements, for which the network waits; what
    /// was announced; room in a crowded storage; the regular looks; what is to be sent, in turn with
    /// deletions.
    pub(super) fn next_work(&mut self, now: Instant) -> Option<Task> {
        if self.to_acknowledge > 0 {
            return Some(Task::Acknowledge);
        }
        if let Some(slot) = self.to_read.first().cloned() {
            return Some(self.in_memory(&slot.memory.clone(), Task::Read(slot)));
        }
        if self.is_crowded()
            && let Some(slot) = self.next_deletion(now, true)
        {
            return Some(self.in_memory(&slot.memory.clone(), Task::Delete(slot)));
        }
        if self.look_at <= now {
            self.queue_looks(now);
        }
        if let Some(look) = self.looks.front().cloned() {
            return Some(self.looking(look));
        }
        let deletion = self.next_deletion(now, false);
        if !(self.deletion_next && deletion.is_some()) && self.prepare_message() {
            return Some(Task::Compose);
        }
        deletion.map(|slot| self.in_memory(&slot.memory.clone(), Task::Delete(slot)))
    }

    /// When there is something to do.
    pub(super) fn next_work_at(&self) -> Instant {
        let at_once = self.to_acknowledge > 0
            || !self.to_read.is_empty()
            || !self.looks.is_empty()
            || !self.outbox.is_empty();
        if at_once {
            return self.free_at;
        }
        let deletion = self.slots.earliest_due();
        deletion.map_or(self.look_at, |at| at.min(self.look_at))
    }

    /// Lists every storage in which messages may lie.
    pub(super) fn queue_lists(&mut self) {
        let memories = std::iter::once(&self.home).chain(&self.others);
        self.looks.extend(memories.cloned().map(Look::List));
    }

    /// A storage other than ours in which messages arrive.
    pub(super) fn know_memory(&mut self, memory: &str) {
        let known = memory == self.home || self.others.iter().any(|other| other == memory);
        if !known && memory != REPORTS && self.others.len() < MOST_OTHERS {
            self.others.push(memory.to_owned());
        }
    }

    /// How long after a look the next one is due: sooner where a network is sought, or nobody announces what comes.
    pub(super) fn look_pause(&self) -> Duration {
        let poll = self.setup.timing.poll;
        match self.state.unheard || self.state.registration == Registration::Searching {
            true => poll / SOON,
            false => poll,
        }
    }

    /// A look at everything, unless one is under way.
    fn queue_looks(&mut self, now: Instant) {
        self.look_at = now + self.look_pause();
        if self.looks.is_empty() {
            self.regular = true;
            self.looks.push_back(Look::Signal);
            self.queue_lists();
            self.looks.extend([Look::Usage, Look::Registration]);
        }
    }

    /// A list has a message that was never announced, though the modem announces what it stores: it tells another port of it.
    pub(super) fn found_unheard(&mut self, now: Instant) {
        // One slip may be a message that came just then.
        if std::mem::take(&mut self.regular) && self.state.arrival == Arrival::Announced {
            self.unheard = self.unheard.saturating_add(1);
            if self.unheard >= UNHEARD {
                self.state.unheard = true;
                self.look_soon(now);
            }
        }
    }

    /// Something could not be read, or there is little room: the next look comes sooner.
    fn look_soon(&mut self, now: Instant) {
        let soon = now + self.setup.timing.poll / SOON;
        self.look_at = self.look_at.min(soon);
    }

    fn looking(&mut self, look: Look) -> Task {
        match &look {
            Look::List(memory) => {
                let memory = memory.clone();
                let task = self.in_memory(&memory, Task::Look(look));
                if let Task::Look(_) = task {
                    self.slots.begin_listing(&memory);
                }
                task
            }
            Look::Usage => self.in_memory(&self.home.clone(), Task::Look(look)),
            _ => Task::Look(look),
        }
    }

    /// The task, or the change to its storage that goes before it.
    fn in_memory(&self, memory: &str, task: Task) -> Task {
        match &self.selected {
            Some(selected) if selected != memory => Task::Select(memory.to_owned()),
            _ => task,
        }
    }

    fn next_deletion(&self, now: Instant, hurry: bool) -> Option<Slot> {
        self.slots.next_due(now, hurry).cloned()
    }

    fn is_crowded(&self) -> bool {
        let storage = self.state.storage.as_ref();
        storage.is_some_and(super::super::Storage::is_crowded)
    }

    /// A command of the daily work has got its final result.
    pub(super) fn work_done(&mut self, now: Instant, task: Task, failure: Option<Failure>) {
        let refused = failure.is_some();
        match task {
            Task::Look(look) => self.looked(now, &look, failure.as_ref()),
            Task::Select(memory) if !refused => self.selected = Some(memory),
            Task::Select(memory) => self.not_selected(&memory),
            Task::Read(slot) => {
                self.to_read.retain(|other| *other != slot);
                // It was listed, and now there is nothing to be seen of it.
                match failure {
                    None if self.slots.is_listed_empty(&slot) => {
                        let _ = self.hand_over(now, slot, String::new());
                    }
                    None => {}
                    // It may lie in another slot or storage than was announced.
                    Some(_) => self.look_soon(now),
                }
            }
            Task::Delete(slot) => match failure {
                None | Some(Failure::Message(NO_SUCH_INDEX)) => {
                    self.slots.deleted(&slot);
                    self.deletion_next = false;
                    self.note_refusal("AT+CMGD", false);
                    if let Some(storage) = &mut self.state.storage {
                        storage.used = storage.used.saturating_sub(1);
                    }
                }
                Some(_) => {
                    self.note_refusal("AT+CMGD", true);
                    self.retry_deletion(now, &slot);
                }
            },
            Task::Acknowledge => {
                self.to_acknowledge = self.to_acknowledge.saturating_sub(1);
                // Too late: the modem passes on nothing more until it is told again.
                if refused && self.state.arrival == Arrival::Direct {
                    self.looks.push_front(Look::Announce);
                }
            }
            _ => {}
        }
    }

    fn retry_deletion(&mut self, now: Instant, slot: &Slot) {
        self.deletion_next = false;
        self.slots.not_deleted(slot, now + self.setup.timing.poll);
    }

    /// A command of the daily work got no answer. It is not repeated at once, for it may be the one
    /// on which the modem hangs.
    pub(super) fn work_unanswered(&mut self, now: Instant, task: Task) {
        match task {
            Task::Look(look) => self.looks_done(&look),
            Task::Select(memory) => self.not_selected(&memory),
            Task::Read(slot) => self.to_read.retain(|other| *other != slot),
            Task::Delete(slot) => self.retry_deletion(now, &slot),
            Task::Acknowledge => self.to_acknowledge = self.to_acknowledge.saturating_sub(1),
            _ => {}
        }
    }

    /// A look is over.
    pub(super) fn looks_done(&mut self, look: &Look) {
        if self.looks.front() == Some(look) {
            self.looks.pop_front();
            self.state.looked |= self.looks.is_empty();
        }
    }

    fn looked(&mut self, now: Instant, look: &Look, failure: Option<&Failure>) {
        self.looks_done(look);
        let refused = failure.is_some();
        match look {
            Look::List(memory) => {
                // Some say so of an empty storage.
                let refused = refused && failure != Some(&Failure::Message(NO_SUCH_INDEX));
                let refused = std::mem::take(&mut self.listed_as_text) || refused;
                // What worked until now: it has started anew without a word, and forgotten its settings.
                self.restart_due |= refused && self.lists && self.refused_lists == REFUSED_LISTS;
                self.refused_lists = match refused {
                    true => self.refused_lists.saturating_add(1),
                    false => 0,
                };
                self.lists |= !refused;
                self.note_refusal("AT+CMGL", refused);
                if !refused {
                    self.slots.end_listing(memory);
                } else if self.lists || self.refused_lists <= REFUSED_LISTS {
                    // One that knows no lists is not asked in a hurry for ever.
                    self.look_soon(now);
                }
            }
            Look::Usage if self.is_crowded() => self.look_soon(now),
            // It cannot be asked: better once too often than not at all.
            Look::Settings => self.restart_due |= refused,
            Look::Signal => self.note_refusal("AT+CSQ", refused),
            Look::Registration => self.note_refusal("AT+CREG?", refused),
            _ => {}
        }
    }

    /// A storage that cannot be selected: its name means the one that is, but for our own, without
    /// which all must be set up anew.
    fn not_selected(&mut self, memory: &str) {
        if memory == self.home {
            self.restart_due = true;
            return;
        }
        self.aliases.push(memory.to_owned());
        self.others.retain(|other| other != memory);
        self.looks
            .retain(|look| !matches!(look, Look::List(listed) if listed == memory));
        for slot in &mut self.to_read {
            if slot.memory == memory {
                slot.memory.clone_from(&self.home);
            }
        }
        self.slots.forget(memory);
    }
}
