//! What is told beside the screen, and whether the user works by now.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::clock::PACE;
use super::devices::Devices;
use super::words;
use crate::domain::rules::Rules;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::run::{Guide, Telling};

/// So many lines are kept: more than any terminal shows.
const KEPT: usize = 20;

/// What both the people's thread and the screen look at.
pub(super) struct Stage {
    devices: Arc<Devices>,
    /// The counters' names for people, in the order of their boards' addresses.
    counters: Vec<String>,
    keys: Keymap,
    lines: Mutex<VecDeque<String>>,
    acted: AtomicBool,
}

impl Stage {
    pub(super) fn new(devices: Arc<Devices>, keys: &Keymap, rules: &Rules) -> Self {
        Self {
            devices,
            counters: rules.counters.iter().map(|c| c.id.clone()).collect(),
            keys: keys.clone(),
            lines: Mutex::default(),
            acted: AtomicBool::new(false),
        }
    }

    /// Tells something new.
    pub(super) fn tell(&self, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(line);
        while lines.len() > KEPT {
            lines.pop_front();
        }
    }

    /// The key that does something, as the key map has it.
    pub(super) fn key(&self, action: Action) -> String {
        self.keys.key_of(action)
    }

    /// Whether the counter in sight is the user's.
    pub(super) fn is_theirs(&self) -> bool {
        self.acted.load(Ordering::Relaxed)
    }
}

impl Guide for Arc<Stage> {
    fn telling(&self) -> Telling {
        let boards = (1..).zip(&self.counters);
        let boards = boards.map(|(unit, id)| words::board(id, self.devices.face(unit)));
        Telling {
            heading: words::heading(PACE),
            standing: words::standing(&boards.collect::<Vec<_>>(), self.devices.slips().0),
            lines: {
                let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
                lines.iter().cloned().collect()
            },
        }
    }

    fn acted(&self) {
        if !self.acted.swap(true, Ordering::Relaxed) {
            self.tell(words::yours(
                &self.key(Action::DoneNext),
                &self.key(Action::Absent),
            ));
        }
    }
}
