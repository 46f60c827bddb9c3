//! A scanner types a code and Enter (or Tab, or CR LF) wherever the cursor happens to stand, like a person, only faster. It
//! is known by its form alone, when its end comes; then everything it typed is taken back from where it landed. What a
//! Vietnamese input method made of a code is read back where only one code of the office can be meant.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::text::Code;

/// Longer runs begin anew: no code or address is longer.
const LONGEST: usize = 400;

/// No hand types so fast, key after key.
pub(super) const FAST: TimeDelta = TimeDelta::milliseconds(30);

/// The keys typed since the last key that writes nothing, and the state before them.
#[derive(Clone, Debug)]
pub(super) struct Run<State> {
    before: Option<(State, NaiveDateTime)>,
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
    pub codes: Codes,
}

/// What was scanned.
pub(super) enum Codes {
    /// A code.
    One(Code),
    /// One that an input method has changed, and which codes it may be.
    Changed(Vec<Code>),
}

/// What Enter has ended.
pub(super) enum Ended<State> {
    /// A code, whoever typed it.
    Code(Scan<State>),
    /// Other letters, faster than by hand: what they say, and the state before them.
    Burst(String, State),
}

impl<State> Run<State> {
    /// Takes note of a key; `state` gives the state before it. Answers what a scanner may have typed when the key ends it.
    pub(super) fn key(
        &mut self,
        key: KeyEvent,
        now: NaiveDateTime,
        state: impl FnOnce() -> State,
    ) -> Option<Ended<State>> {
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Enter if bare => return self.end(now),
            // Tab goes on to the next field, unless a code stands before it.
            KeyCode::Tab if bare => {
                let ended = self.end(now);
                return ended.filter(|ended| !matches!(ended, Ended::Burst(..)));
            }
            KeyCode::Char(c) if bare => {
                if self.keys.len() >= LONGEST {
                    self.clear();
                }
                if self.before.is_none() {
                    self.before = Some((state(), now));
                }
                self.typed.push((c, self.keys.len()));
                self.keys.push(key);
            }
            // Vietnamese engines correct what was typed, a scanner's letters too.
            _ if is_backspace(key) && self.before.is_some() => {
                self.typed.pop();
                self.keys.push(key);
            }
            _ => self.clear(),
        }
        None
    }

    fn end(&mut self, now: NaiveDateTime) -> Option<Ended<State>> {
        let run = std::mem::take(self);
        let (before, began) = run.before?;
        let typed: String = run.typed.iter().map(|(c, _)| c).collect();
        let longest = FAST * i32::try_from(run.keys.len()).unwrap_or(i32::MAX);
        let is_fast = (TimeDelta::zero()..longest).contains(&(now - began));
        let (start, codes) = if let Some((start, code)) = Code::at_end(&typed) {
            (start, Codes::One(code))
        } else {
            let changed = Code::changed_at_end(&typed);
            let is_scan =
                |start: usize| is_fast || typed[start..].contains(|c: char| c.is_ascii_digit());
            match changed.filter(|(start, _)| is_scan(*start)) {
                Some((start, codes)) => (start, Codes::Changed(codes)),
                None => return is_fast.then_some(Ended::Burst(typed, before)),
            }
        };
        let letter = typed[..start].chars().count();
        let first = run.typed.get(letter)?.1;
        let mut by_hand = run.keys;
        by_hand.truncate(first);
        Some(Ended::Code(Scan {
            before,
            by_hand,
            codes,
        }))
    }

    /// Whether a letter is among what was typed: then a whole keyboard is there, or a scanner.
    pub(super) fn has_letters(&self) -> bool {
        self.typed.iter().any(|(c, _)| c.is_alphabetic())
    }

    /// Forgets the run.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Both of what engines erase with; 0x08 comes as Ctrl+H.
pub(super) fn is_backspace(key: KeyEvent) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Backspace => true,
        KeyCode::Char('h' | 'H') => control,
        _ => false,
    }
}

/// LF as terminals tell it, which no key of a keyboard sends by itself.
pub(super) fn is_line_feed(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('j') && key.modifiers == KeyModifiers::CONTROL
}
