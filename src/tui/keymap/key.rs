//! A key as every terminal can tell it from the others.
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// A key with its modifiers, normalised: letters with Ctrl or Alt are small (Caps Lock changes
/// nothing), Shift is part of the character, Shift+Tab is a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

/// Why a key's name is no key to bind (Vietnamese).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum KeyError {
    #[error("không có phím «{0}»; tên phím như F2, Ctrl+Z, Alt+W, Up, PageDown, Enter")]
    Unknown(String),
    #[error("«{0}» là phím xoá chữ khi gõ tiếng Việt nên không gắn việc được; chọn phím khác")]
    Erases(String),
    #[error("Esc luôn là quay lại một bước nên không gắn việc được; chọn phím khác")]
    Escape,
    #[error("cửa sổ dòng lệnh không phân biệt «{0}» với {1}; chọn phím khác")]
    SameAs(String, &'static str),
    #[error(
        "nhiều cửa sổ dòng lệnh không báo «{0}»; Ctrl chỉ đi với một chữ cái (a–z), Alt với một ký tự, Shift với Tab"
    )]
    NotEverywhere(String),
}

/// Names of the keys that write no character, and how people are shown them.
const NAMED: [(&str, KeyCode, &str); 14] = [
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("pageup", KeyCode::PageUp, "PgUp"),
    ("pagedown", KeyCode::PageDown, "PgDn"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("insert", KeyCode::Insert, "Insert"),
    ("delete", KeyCode::Delete, "Delete"),
    ("enter", KeyCode::Enter, "Enter"),
    ("tab", KeyCode::Tab, "Tab"),
    ("shift+tab", KeyCode::BackTab, "Shift+Tab"),
    ("space", KeyCode::Char(' '), "Phím cách"),
];

impl Key {
    /// The key of an event; releases and keys with other modifiers are none.
    pub fn of(event: KeyEvent) -> Option<Self> {
        let (mut code, mods) = (event.code, event.modifiers);
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        if event.kind == KeyEventKind::Release || !known.contains(mods) {
            return None;
        }
        let ctrl = mods.contains(KeyModifiers::CONTROL);
        let alt = mods.contains(KeyModifiers::ALT);
        let shift = mods.contains(KeyModifiers::SHIFT);
        match code {
            KeyCode::Char(c) if ctrl || alt => code = KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Char(_) | KeyCode::BackTab => {}
            KeyCode::Tab if shift => code = KeyCode::BackTab,
            // Shift+F2 is another key, and on the Linux console quite another one.
            _ if shift => return None,
            _ => {}
        }
        Some(Self { code, ctrl, alt })
    }

    /// The event of a press of it.
    pub(super) fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.ctrl);
        modifiers.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, modifiers)
    }

    /// Reads a key's name as it stands in a key map.
    pub(super) fn parse(name: &str) -> Result<Self, KeyError> {
        let mut rest = name;
        let mut ctrl = false;
        let mut alt = false;
        loop {
            let lower = rest.to_ascii_lowercase();
            let cut = if lower.starts_with("ctrl+") && !ctrl {
                ctrl = true;
                "ctrl+".len()
            } else if lower.starts_with("alt+") && !alt {
                alt = true;
                "alt+".len()
            } else {
                break;
            };
            rest = &rest[cut..];
        }
        let code = code(rest).ok_or_else(|| KeyError::Unknown(name.to_owned()))?;
        let code = match code {
            KeyCode::Char(c) if ctrl || alt => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        let key = Self { code, ctrl, alt };
        key.check(name)?;
        Ok(key)
    }

    /// Refuses what some terminal cannot tell apart, and what belongs to typing.
    fn check(self, name: &str) -> Result<(), KeyError> {
        let name = name.to_owned();
        match (self.code, self.ctrl, self.alt) {
            (KeyCode::Backspace, ..) | (KeyCode::Char('h'), true, _) => Err(KeyError::Erases(name)),
            (KeyCode::Esc, ..) => Err(KeyError::Escape),
            (KeyCode::Char('i'), true, _) => Err(KeyError::SameAs(name, "Tab")),
            (KeyCode::Char('m' | 'j'), true, _) => Err(KeyError::SameAs(name, "Enter")),
            (KeyCode::Char('['), _, true) => Err(KeyError::SameAs(name, "Esc")),
            (KeyCode::Char(c), true, false) if c.is_ascii_lowercase() => Ok(()),
            (KeyCode::Char(c), false, true) if c.is_ascii_graphic() => Ok(()),
            (_, false, false) => Ok(()),
            _ => Err(KeyError::NotEverywhere(name)),
        }
    }

    /// Whether it writes a letter or a digit, which an input method may swallow.
    pub(super) fn is_typed(self) -> bool {
        let plain = !self.ctrl && !self.alt;
        plain && matches!(self.code, KeyCode::Char(c) if c.is_alphanumeric())
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, code, _)) = NAMED.iter().find(|(known, ..)| *known == lower) {
        return Some(*code);
    }
    match lower.as_str() {
        "esc" | "escape" => return Some(KeyCode::Esc),
        "backspace" => return Some(KeyCode::Backspace),
        _ => {}
    }
    let number = lower.strip_prefix('f').and_then(|n| n.parse::<u8>().ok());
    if let Some(number) = number.filter(|number| (1..=12).contains(number)) {
        return Some(KeyCode::F(number));
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if !c.is_control() && c != ' ' => Some(KeyCode::Char(c)),
        _ => None,
    }
}

/// As people are shown it: `F2`, `Ctrl+Z`, `↑`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            write!(f, "Ctrl+")?;
        }
        if self.alt {
            write!(f, "Alt+")?;
        }
        if let Some((.., shown)) = NAMED.iter().find(|(_, code, _)| *code == self.code) {
            return write!(f, "{shown}");
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Esc => write!(f, "Esc"),
            KeyCode::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            other => write!(f, "{other}"),
        }
    }
}
