//! Which key does what: data, read once, looked up without side effects.
//!
//! The map is a TOML file of entries `{ on, run, short, desc, at? }`, embedded, and replaced as a
//! whole by an office's own file. Forms and questions keep their own fixed keys (Esc, Enter, Tab,
//! arrows) and do not ask here.

mod file;
mod key;
#[cfg(test)]
mod tests;

pub use super::action::Action;
pub use key::Key;

use crossterm::event::KeyEvent;
use std::path::{Path, PathBuf};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The counter's screen with its queue.
    Main,
    /// Any other screen: bookings, messages, set-up.
    List,
}

/// What an entry of the key map says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// By which keys, the first one being the one to show.
    pub keys: Vec<Key>,
    /// Where; `None`: everywhere.
    pub at: Option<Context>,
    /// A label for the footer (Vietnamese).
    pub short: String,
    /// A sentence for the help page (Vietnamese).
    pub desc: String,
}

/// A checked key map: no key twice in one place, a key for everything needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// A mistake in a key map: its line and, in Vietnamese, cause and way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeymapMistake {
    /// From 1.
    pub line: usize,
    /// Cause and way out.
    pub words: String,
}

/// Why a key map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// The file cannot be read as text.
    #[error("không đọc được bảng phím {path}; kiểm tra `keymap` dưới [screen] ({source})")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// All mistakes in the file.
    #[error("{}", list(path, mistakes))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// At least one, by line.
        mistakes: Vec<KeymapMistake>,
    },
}

fn list(path: &Path, mistakes: &[KeymapMistake]) -> String {
    let lines = mistakes
        .iter()
        .map(|mistake| format!("{}:{}: {}", path.display(), mistake.line, mistake.words));
    lines.collect::<Vec<_>>().join("\n")
}

impl Keymap {
    /// The default map, for function keys.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn embedded() -> Result<Self, KeymapError> {
        const PATH: &str = "keymaps/default.toml";
        let text = include_str!("../../../keymaps/default.toml");
        Self::parse(text).map_err(|mistakes| KeymapError::Mistakes {
            path: PATH.into(),
            mistakes,
        })
    }

    /// An office's own map, in place of the default one.
    ///
    /// # Errors
    /// The file cannot be read or contains mistakes.
    pub fn load(path: &Path) -> Result<Self, KeymapError> {
        let text = std::fs::read_to_string(path).map_err(|source| KeymapError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text).map_err(|mistakes| KeymapError::Mistakes {
            path: path.to_owned(),
            mistakes,
        })
    }

    /// Reads a map's text.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn parse(text: &str) -> Result<Self, Vec<KeymapMistake>> {
        file::read(text).map(|bindings| Self { bindings })
    }

    /// What a key does here, if anything.
    pub fn resolve(&self, event: KeyEvent, context: Context) -> Option<Action> {
        let key = Key::of(event)?;
        let here = |binding: &&Binding| binding.at.is_none_or(|at| at == context);
        self.bindings
            .iter()
            .filter(here)
            .find(|binding| binding.keys.contains(&key))
            .map(|binding| binding.action)
    }

    /// A press of the key that people know by this name.
    pub(super) fn press(&self, name: &str) -> Option<KeyEvent> {
        let mut keys = self.bindings.iter().flat_map(|binding| &binding.keys);
        let key = keys.find(|key| key.to_string() == name)?;
        Some(key.event())
    }

    /// The keys of an action as people are shown them: `F2`, `Ctrl+Z`, `↑`.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let keys = self.binding(action).map(|binding| &binding.keys[..]);
        keys.unwrap_or_default()
            .iter()
            .map(Key::to_string)
            .collect()
    }

    /// The entry of an action.
    pub fn binding(&self, action: Action) -> Option<&Binding> {
        self.bindings.iter().find(|b| b.action == action)
    }

    /// All entries, in the file's order: the help page.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}
