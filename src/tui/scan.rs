//! A scanner types a code and Enter wherever the cursor happens to stand, like a person, only faster. It is known by
//! its form alone, when Enter comes; then everything it typed is taken back from where it landed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::text::Code;

/// Longer runs begin anew: no code or address is longer.
const LONGEST: usize = 400;

/// The keys typed since the last key that writes nothing, and the state before them.
#[derive(Clone, Debug)]
pub(super) struct Run<State> {
    before: Option<State>,
    keys: Vec<KeyEvent>,
    /// Each letter still standing, and the index of its key.
    typed: Vec<(char, usize)>,
}

impl<State> Default for Run<State> {
    fn default() -> Self {
        Self {
            before: None,
            keys: Vec::new(),
            typed: Vec::new(),
        }
    }
}

/// What was typed by a scanner: where to go back to, what was typed by hand before it, and the code.
pub(super) struct Scan<State> {
    /// The state before the run.
    pub before: State,
    /// The run's keys before the scan.
    pub by_hand: Vec<KeyEvent>,
    /// The code.
    pub code: Code,
}

impl<State> Run<State> {
    /// Takes note of a key; `now` gives the state before it. Answers a scan when the key ends one.
    pub(super) fn key(
        &mut self,
        key: KeyEvent,
        now: impl FnOnce() -> State,
    ) -> Option<Scan<State>> {
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Enter if bare => return self.end(),
            KeyCode::Char(c) if bare => {
                if self.keys.len() >= LONGEST {
                    self.clear();
                }
                if self.before.is_none() {
                    self.before = Some(now());
                }
                self.typed.push((c, self.keys.len()));
                self.keys.push(key);
            }
            // Vietnamese engines correct what was typed, a scanner's letters too.
            KeyCode::Backspace if self.before.is_some() => {
                self.typed.pop();
                self.keys.push(key);
            }
            _ => self.clear(),
        }
        None
    }

    fn end(&mut self) -> Option<Scan<State>> {
        let run = std::mem::take(self);
        let typed: String = run.typed.iter().map(|(c, _)| c).collect();
        let (start, code) = Code::at_end(&typed)?;
        let letter = typed[..start].chars().count();
        let first = run.typed.get(letter)?.1;
        let mut by_hand = run.keys;
        by_hand.truncate(first);
        Some(Scan {
            before: run.before?,
            by_hand,
            code,
        })
    }

    /// Forgets the run.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
