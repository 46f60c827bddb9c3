//! What a terminal says by itself, in answer to a question that somebody asked it: it comes as keys, and its end is
//! Ctrl+G. It is known by its form alone: the start of a command to an operating system, a number, a semicolon. What
//! only began like it is given back when it turns out to be typed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// No answer is longer.
const LONGEST: usize = 400;

/// What may be an answer, as far as it has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Chatter {
    held: Vec<KeyEvent>,
}

impl Chatter {
    /// Takes a key; answers the keys that were typed: none as long as it may be the terminal's.
    pub(super) fn typed(&mut self, key: KeyEvent) -> Vec<KeyEvent> {
        let begins = key.code == KeyCode::Char(']') && key.modifiers == KeyModifiers::ALT;
        if self.held.is_empty() && !begins {
            return vec![key];
        }
        if self.is_answer() {
            let bell = key.code == KeyCode::Char('g') && key.modifiers == KeyModifiers::CONTROL;
            let end = key.code == KeyCode::Char('\\') && key.modifiers == KeyModifiers::ALT;
            self.held.push(key);
            if bell || end || self.held.len() > LONGEST {
                self.held.clear();
            }
            return Vec::new();
        }
        self.held.push(key);
        let is_open = self.held[1..].iter().all(is_digit) || self.is_answer();
        match is_open {
            true => Vec::new(),
            false => std::mem::take(&mut self.held),
        }
    }

    /// Whether what was held begins as nothing that people type: `ESC ] 11 ;`.
    fn is_answer(&self) -> bool {
        let number = self
            .held
            .iter()
            .skip(1)
            .take_while(|key| is_digit(key))
            .count();
        let after = self.held.get(1 + number);
        number > 0 && after.is_some_and(|key| key.code == KeyCode::Char(';'))
    }
}

fn is_digit(key: &KeyEvent) -> bool {
    key.modifiers.is_empty() && matches!(key.code, KeyCode::Char('0'..='9'))
}
