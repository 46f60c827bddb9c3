//! Choosing the storage for received messages: the one that holds most.
use std::collections::VecDeque;

use super::Driver;
use super::step::Step;
use crate::protocol::at::{Storage, answer};

/// Storages in which no messages to us are received.
const NOT_FOR_MESSAGES: [&str; 3] = ["SR", "BM", "TA"];

/// The ways to select storages, and how far trying them has got.
#[derive(Debug, Default)]
pub(super) struct Trials {
    /// The first of them is being tried.
    waiting: VecDeque<Trial>,
    /// What the modem tells of it.
    pub(super) usage: Option<Storage>,
    /// The best one so far.
    best: Option<(Trial, Storage)>,
}

/// A way to select a storage.
#[derive(Debug, Clone)]
struct Trial {
    memory: String,
    words: String,
}

impl Trials {
    /// From what the modem allows for reading, sending and receiving.
    pub(super) fn new(allowed: &[Vec<String>]) -> Self {
        let list = |at: usize| allowed.get(at).map(Vec::as_slice).unwrap_or_default();
        let (reading, sending, receiving) = (list(0), list(1), list(2));
        let mut names: Vec<&String> = reading
            .iter()
            .filter(|name| !NOT_FOR_MESSAGES.contains(&name.as_str()))
            .filter(|name| receiving.is_empty() || receiving.contains(name))
            .collect();
        // MT is SM and ME in one: messages are announced under the names of these.
        if names.len() > 1 {
            names.retain(|name| *name != "MT");
        }
        let mut waiting = VecDeque::new();
        for name in names {
            let alone = format!("AT+CPMS=\"{name}\"");
            let named = sending.iter().find(|sending| *sending == name);
            if let Some(second) = named.or(sending.first())
                && receiving.contains(name)
            {
                waiting.push_back(Trial {
                    memory: name.clone(),
                    words: format!("{alone},\"{second}\",\"{name}\""),
                });
            }
            waiting.push_back(Trial {
                memory: name.clone(),
                words: alone,
            });
        }
        Self {
            waiting,
            usage: None,
            best: None,
        }
    }

    pub(super) fn words(&self) -> String {
        let trial = self.waiting.front();
        trial.map(|trial| trial.words.clone()).unwrap_or_default()
    }

    /// What the modem answered to the trial.
    pub(super) fn hear(&mut self, text: &str) {
        let trial = self.waiting.front();
        self.usage = trial.and_then(|trial| answer::usage_of(&trial.memory, text));
    }

    /// Ends the trial: the storage that is selected now, none when it was refused.
    fn end(&mut self, refused: bool) -> Option<Storage> {
        let trial = self.waiting.pop_front()?;
        let usage = self.usage.take();
        let is_best = |best: &(Trial, Storage)| best.0.memory == trial.memory;
        if refused {
            // It was to be selected again, and could not be.
            self.best.take_if(|best| is_best(best));
            return None;
        }
        self.waiting.retain(|other| other.memory != trial.memory);
        let usage = usage.unwrap_or(Storage {
            name: trial.memory.clone(),
            used: 0,
            total: 0,
        });
        let best = self.best.as_ref();
        if best.is_none_or(|best| is_best(best) || best.1.total < usage.total) {
            self.best = Some((trial, usage.clone()));
        }
        Some(usage)
    }
}

impl Driver {
    /// The storages are known, if the modem tells them.
    pub(super) fn choose_storage(&mut self) {
        if self.start.trials.waiting.is_empty() {
            self.note_refusal("AT+CPMS", true);
            self.go_on(Step::Usage);
        } else {
            self.go_on(Step::Storage);
        }
    }

    /// One storage was tried: the one that holds most is to be selected in the end.
    pub(super) fn storage_tried(&mut self, refused: bool) {
        if let Some(usage) = self.start.trials.end(refused) {
            if usage.used > 0 {
                self.know_memory(&usage.name);
            }
            self.selected = Some(usage.name);
        }
        let trials = &mut self.start.trials;
        if !trials.waiting.is_empty() {
            return self.go_on(Step::Storage);
        }
        let Some((trial, usage)) = trials.best.clone() else {
            return self.choose_storage();
        };
        if self.selected.as_ref() == Some(&usage.name) {
            self.note_refusal("AT+CPMS", false);
            self.take_home(usage);
            self.go_on(Step::Announcements);
        } else {
            trials.waiting.push_back(trial);
            self.go_on(Step::Storage);
        }
    }

    /// The storage that is selected, whatever we would have liked.
    pub(super) fn usage_told(&mut self) {
        if let Some(usage) = self.start.trials.usage.take() {
            self.selected = Some(usage.name.clone());
            self.take_home(usage);
        }
        self.go_on(Step::Announcements);
    }

    fn take_home(&mut self, usage: Storage) {
        self.home.clone_from(&usage.name);
        self.others.retain(|other| *other != self.home);
        self.state.storage = Some(usage);
    }
}
