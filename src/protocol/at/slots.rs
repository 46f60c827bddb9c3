//! What is known of the messages that a modem holds.
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::Handle;

/// A stored message is deleted a moment later, so that its answer can go out first.
const HOLD_BACK: Duration = Duration::from_millis(50);

/// Where a message lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) memory: String,
    pub(super) index: u16,
}

/// The messages that were handed over and are not gone yet.
#[derive(Debug, Default)]
pub(super) struct Slots {
    held: BTreeMap<Slot, Held>,
    /// Messages that came without being stored, and wait for their acknowledgement.
    direct: BTreeSet<Handle>,
    /// What was read of messages that did not come through whole.
    doubts: BTreeMap<Slot, String>,
    handles: u64,
}

#[derive(Debug)]
struct Held {
    handle: Handle,
    pdu: String,
    fate: Fate,
    /// Seen in its slot since the port was opened. Before that it must not be deleted: another SIM
    /// may be in, with another message there.
    seen: bool,
    /// Seen in the listing under way.
    listed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The owner has it, and has not stored it yet.
    HandedOver,
    /// To be deleted from this time on.
    Due(Instant),
    /// The modem says that it is deleted. That is believed once it is not listed any more.
    Deleted,
}

/// What [`Slots::stored`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// It lies in a slot and will be deleted.
    InSlot,
    /// It came directly: to be acknowledged.
    Direct,
    /// It is gone already.
    Gone,
}

impl Slots {
    /// A message was seen in a slot. Its handle if it is new; none if it is the one that has been
    /// handed over.
    pub(super) fn see(&mut self, now: Instant, slot: Slot, pdu: &str) -> Option<Handle> {
        self.doubts.remove(&slot);
        if let Some(held) = self.held.get_mut(&slot)
            && held.pdu == pdu
        {
            held.seen = true;
            held.listed = true;
            if held.fate == Fate::Deleted {
                held.fate = Fate::Due(now);
            }
            return None;
        }
        let handle = self.new_handle();
        let held = Held {
            handle,
            pdu: pdu.to_owned(),
            fate: Fate::HandedOver,
            seen: true,
            listed: true,
        };
        self.held.insert(slot, held);
        Some(handle)
    }

    /// The modem announces a message in a slot: what it has said to be deleted there is gone.
    pub(super) fn announce(&mut self, slot: &Slot) {
        if self
            .held
            .get(slot)
            .is_some_and(|held| held.fate == Fate::Deleted)
        {
            self.held.remove(slot);
        }
    }

    /// A message came that lies in no slot.
    pub(super) fn direct(&mut self) -> Handle {
        let handle = self.new_handle();
        self.direct.insert(handle);
        handle
    }

    /// A report came that lies in no slot and that nobody acknowledges.
    pub(super) fn unclaimed(&mut self) -> Handle {
        self.new_handle()
    }

    /// The owner has stored a message.
    pub(super) fn stored(&mut self, now: Instant, handle: Handle) -> Stored {
        if self.direct.remove(&handle) {
            return Stored::Direct;
        }
        let Some(held) = self.held.values_mut().find(|held| held.handle == handle) else {
            return Stored::Gone;
        };
        if held.fate == Fate::HandedOver {
            held.fate = Fate::Due(now + HOLD_BACK);
        }
        Stored::InSlot
    }

    /// Notes a message that did not come through whole; true when it was read the same before.
    pub(super) fn doubt(&mut self, slot: &Slot, pdu: &str) -> bool {
        // A message in this slot that the owner has is still there, as far as anybody knows.
        if let Some(held) = self.held.get_mut(slot) {
            held.listed = true;
        }
        self.doubts.insert(slot.clone(), pdu.to_owned()).as_deref() == Some(pdu)
    }

    /// Forgets a storage that turned out not to be one.
    pub(super) fn forget(&mut self, memory: &str) {
        self.held.retain(|slot, _| slot.memory != memory);
        self.doubts.retain(|slot, _| slot.memory != memory);
    }

    /// Whether a slot was listed with nothing in it.
    pub(super) fn is_listed_empty(&self, slot: &Slot) -> bool {
        self.doubts.get(slot).is_some_and(String::is_empty)
    }

    /// The slot to be emptied next: one that is due, or with `hurry` any that may be.
    pub(super) fn next_due(&self, now: Instant, hurry: bool) -> Option<&Slot> {
        let due = |held: &Held| match held.fate {
            Fate::Due(at) => held.seen && (at <= now || hurry && at <= now + HOLD_BACK),
            _ => false,
        };
        self.held
            .iter()
            .find(|(_, held)| due(held))
            .map(|(slot, _)| slot)
    }

    /// When the next slot is to be emptied.
    pub(super) fn earliest_due(&self) -> Option<Instant> {
        let due = |held: &Held| match held.fate {
            Fate::Due(at) if held.seen => Some(at),
            _ => None,
        };
        self.held.values().filter_map(due).min()
    }

    /// The modem says that a message is deleted.
    pub(super) fn deleted(&mut self, slot: &Slot) {
        if let Some(held) = self.held.get_mut(slot) {
            held.fate = Fate::Deleted;
        }
    }

    /// A deletion did not succeed; it is tried again at `at`.
    pub(super) fn not_deleted(&mut self, slot: &Slot, at: Instant) {
        if let Some(held) = self.held.get_mut(slot) {
            held.fate = Fate::Due(at);
        }
    }

    /// A listing of a storage begins.
    pub(super) fn begin_listing(&mut self, memory: &str) {
        for (_, held) in self
            .held
            .iter_mut()
            .filter(|(slot, _)| slot.memory == memory)
        {
            held.listed = false;
        }
    }

    /// A listing of a storage is complete: what it did not show is gone.
    pub(super) fn end_listing(&mut self, memory: &str) {
        self.held
            .retain(|slot, held| slot.memory != memory || held.listed);
    }

    /// The port was opened anew: what lies where is uncertain until it is seen.
    pub(super) fn reset(&mut self) {
        self.doubts.clear();
        self.direct.clear();
        for held in self.held.values_mut() {
            held.seen = false;
        }
    }

    fn new_handle(&mut self) -> Handle {
        self.handles += 1;
        Handle(self.handles)
    }
}
