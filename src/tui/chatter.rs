//! What a terminal says by itself, in answer to a question that somebody asked it: it comes as keys, and its end is
//! Ctrl+G. It is known by its form alone: the start of a command to an operating system, a number, a semicolon. What
//! only began like it is given back when it turns out to be typed.
//!
//! An arrow that a slow line cut behind its ESC comes as Esc and letters: the letters are no text.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The parts of one key are not further apart; nobody types so fast behind Esc.
const CUT: TimeDelta = TimeDelta::milliseconds(50);
/// No answer is longer.
const LONGEST: usize = 400;

/// What may be an answer, as far as it has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Chatter {
    held: Vec<KeyEvent>,
    /// When Esc was the key before.
    esc: Option<NaiveDateTime>,
}

impl Chatter {
    /// Takes a key; answers the keys that were typed: none as long as it may be the terminal's.
    pub(super) fn typed(&mut self, key: KeyEvent, now: NaiveDateTime) -> Vec<KeyEvent> {
        let esc = std::mem::replace(
            &mut self.esc,
            Some(now).filter(|_| key.code == KeyCode::Esc),
        );
        let behind_esc = esc.is_some_and(|esc| now - esc <= CUT);
        if let Some(rest) = self.cut_key(key, behind_esc) {
            return rest;
        }
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

    /// What is behind the ESC of a key that came in two parts: `[D`, `OP`, `[15~`. Answers what of it was typed, once it is
    /// clear; none where it is another thing.
    fn cut_key(&mut self, key: KeyEvent, behind_esc: bool) -> Option<Vec<KeyEvent>> {
        let plain = key.modifiers.difference(KeyModifiers::SHIFT).is_empty();
        let letter = match key.code {
            KeyCode::Char(letter) if plain => Some(letter),
            _ => None,
        };
        let first = self.held.first().map(|first| first.code);
        if first.is_none() && behind_esc && matches!(letter, Some('[' | 'O')) {
            self.held.push(key);
            return Some(Vec::new());
        }
        if !matches!(first, Some(KeyCode::Char('[' | 'O'))) {
            return None;
        }
        let second = self.held.len() == 1 && first == Some(KeyCode::Char('['));
        match letter {
            // The keys F1 to F5 of the Linux console: `ESC [ [ A`.
            Some('[') if second => {
                self.held.push(key);
                Some(Vec::new())
            }
            Some('0'..='9' | ';') => {
                self.held.push(key);
                Some(Vec::new())
            }
            Some('A'..='D' | 'F' | 'H' | 'P'..='S' | 'Z' | '~') => {
                self.held.clear();
                Some(Vec::new())
            }
            _ => {
                self.held.push(key);
                Some(std::mem::take(&mut self.held))
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is typed of these keys, an Esc before them.
    fn behind_esc(keys: &str) -> String {
        let mut chatter = Chatter::default();
        let keys = keys.chars().map(|c| KeyCode::Char(c).into());
        let all = std::iter::once(KeyCode::Esc.into()).chain(keys);
        let typed = all.flat_map(|key| chatter.typed(key, NaiveDateTime::default()));
        typed
            .filter_map(|key: KeyEvent| key.code.as_char())
            .collect()
    }

    #[test]
    fn an_arrow_that_came_in_two_parts_writes_nothing() {
        for (keys, typed) in [
            ("[D", ""),
            ("OP", ""),
            ("[15~", ""),
            ("[1;5C", ""),
            ("[Da", "a"),
            ("[[A", ""),
            ("[[x", "[[x"),
            ("[x", "[x"),
            ("[1x", "[1x"),
            ("Oanh", "Oanh"),
            ("a[D", "a[D"),
        ] {
            assert_eq!(behind_esc(keys), typed, "{keys}");
        }
    }

    #[test]
    fn what_is_typed_a_moment_after_esc_is_text() {
        let mut chatter = Chatter::default();
        let esc = NaiveDateTime::default();
        chatter.typed(KeyCode::Esc.into(), esc);
        let key = KeyEvent::from(KeyCode::Char('O'));
        let later = esc + TimeDelta::milliseconds(200);
        assert_eq!(chatter.typed(key, later), [key]);
    }
}
