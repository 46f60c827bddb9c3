//! Which key does what: data, read once, looked up without side effects.
//!
//! A map is a TOML file of entries `{ on, run, short, desc, at? }`. Three are embedded: `default`, and what `numpad` and
//! `vi` change of it. An office's own file changes one of them in the same way (`base`), or stands for itself.
//! Forms and questions keep their own fixed keys (Esc, Enter, Tab, arrows); a map may add others that stand for these.

mod file;
mod key;
#[cfg(test)]
mod tests;

pub use super::action::Action;
pub use key::Key;

use crossterm::event::{KeyCode, KeyEvent};
use std::path::{Path, PathBuf};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The counter's screen with its queue.
    Main,
    /// Any other screen: bookings, messages, set-up.
    List,
    /// A form, question or window over it: keys that stand for the fixed ones.
    Form,
    /// While a number is typed on the screen itself.
    Typing,
}

impl Context {
    /// As it stands in a map.
    const NAMES: [(&str, Self); 4] = [
        ("main", Self::Main),
        ("list", Self::List),
        ("form", Self::Form),
        ("typing", Self::Typing),
    ];

    /// Whether it is a screen, else what lies over one.
    pub(super) fn is_screen(self) -> bool {
        matches!(self, Self::Main | Self::List)
    }
}

/// What an entry of the key map says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// By which keys, the first one being the one to show.
    pub keys: Vec<Key>,
    /// Where; `None`: on every screen.
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

/// The embedded maps; the first one is whole, the others say what they change of it.
const EMBEDDED: [(&str, &str); 3] = [
    ("default", include_str!("../../../keymaps/default.toml")),
    ("numpad", include_str!("../../../keymaps/numpad.toml")),
    ("vi", include_str!("../../../keymaps/vi.toml")),
];

/// Why a key map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// There is no embedded map of that name.
    #[error("không có bảng phím «{0}»; có sẵn: {names}; hoặc ghi đường dẫn của tệp, như \"./phim.toml\"", names = names())]
    Unknown(String),
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

fn names() -> String {
    EMBEDDED.map(|(name, _)| name).join(", ")
}

fn list(path: &Path, mistakes: &[KeymapMistake]) -> String {
    let lines = mistakes
        .iter()
        .map(|mistake| format!("{}:{}: {}", path.display(), mistake.line, mistake.words));
    lines.collect::<Vec<_>>().join("\n")
}

impl Keymap {
    /// The embedded map of a name: `default` for function keys, `numpad` for a lone number pad, `vi`.
    ///
    /// # Errors
    /// There is no such map.
    pub fn named(name: &str) -> Result<Self, KeymapError> {
        let known = EMBEDDED.iter().find(|(known, _)| *known == name);
        let (name, text) = known.ok_or_else(|| KeymapError::Unknown(name.to_owned()))?;
        Self::parse(text).map_err(|mistakes| KeymapError::Mistakes {
            path: format!("keymaps/{name}.toml").into(),
            mistakes,
        })
    }

    /// An office's own map.
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

    /// What a key does on a screen or while a number is typed, if anything.
    pub fn resolve(&self, event: KeyEvent, context: Context) -> Option<Action> {
        let key = Key::of(event)?;
        let here = |binding: &&Binding| match binding.at {
            None => context.is_screen(),
            Some(at) => at == context,
        };
        self.bindings
            .iter()
            .filter(here)
            .find(|binding| binding.keys.contains(&key))
            .map(|binding| binding.action)
    }

    /// In a form or window: the fixed key for which a key of the map stands, else the key itself.
    pub(super) fn in_form(&self, event: KeyEvent) -> KeyEvent {
        let code = self.resolve(event, Context::Form).and_then(fixed);
        code.map_or(event, KeyEvent::from)
    }

    /// The key that does it in a form or window: the first one of the map that stands for it there, else the fixed one.
    pub(super) fn key_in_form(&self, action: Action) -> String {
        self.over(action, Context::Form)
    }

    /// The same while a number is typed.
    pub(super) fn key_while_typing(&self, action: Action) -> String {
        self.over(action, Context::Typing)
    }

    fn over(&self, action: Action, at: Context) -> String {
        let mut bindings = self.bindings.iter();
        let found = bindings.find(|b| b.action == action && b.at == Some(at));
        let key = found.and_then(|binding| binding.keys.first().copied());
        let fixed = || Key::of(fixed(action)?.into());
        key.or_else(fixed)
            .map_or(String::new(), |key| key.to_string())
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

    /// The first of them, by which an action is named; empty where it has none.
    pub fn key_of(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// The entry of an action.
    pub fn binding(&self, action: Action) -> Option<&Binding> {
        let on_screens = |b: &&Binding| b.action == action && b.at.is_none_or(Context::is_screen);
        self.bindings.iter().find(on_screens)
    }

    /// All entries, in the file's order: the help page.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

/// The fixed key of forms and windows that does the same.
fn fixed(action: Action) -> Option<KeyCode> {
    Some(match action {
        Action::Back => KeyCode::Esc,
        Action::Up => KeyCode::Up,
        Action::Down => KeyCode::Down,
        Action::NextRow => KeyCode::Tab,
        Action::Mark => KeyCode::Char(' '),
        _ => return None,
    })
}

/// Whether an action may be bound there.
fn is_of(action: Action, at: Option<Context>) -> bool {
    match at {
        Some(Context::Form) => fixed(action).is_some(),
        Some(Context::Typing) => matches!(action, Action::Back | Action::CheckIn),
        _ => !action.is_of_forms(),
    }
}
