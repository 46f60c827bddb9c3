//! A text field of one line: its text and cursor, what each key does to them, and the part
//! that is seen in a given width.
//!
//! Vietnamese engines correct what they have typed by sending Backspaces and new letters in
//! one burst, as fast as a paste. So nothing here depends on speed; each Backspace erases one
//! whole letter, and what was inserted is composed (NFC) at once.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::drawable::letter;
use crate::domain::text;

/// What a field takes; the rest is passed over as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Any,
    /// Digits: numbers, PINs.
    Digits,
    /// Digits and what people write between them.
    Phone,
    /// A transaction code or the address a scanner types. An accented letter is kept as its
    /// bare one: were it dropped, the engine that made it would next erase its neighbour.
    Code,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// The field used it, and its text may have changed.
    Edited,
    /// The field used it; its text is the same.
    Used,
    /// A character that the field does not take.
    Refused,
    /// It means nothing to the field.
    Ignored,
}

/// What is seen of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The visible part, never wider than asked for; `…` stands where text goes on.
    pub text: String,
    /// The column of the cursor in it, less than the width.
    pub cursor: u16,
}

/// The state of a field.
#[derive(Clone, Debug)]
pub struct Input {
    kind: Kind,
    /// The most graphemes it holds.
    max: usize,
    /// Always NFC, without hidden characters, blanks the only white space.
    text: String,
    /// A byte of `text`, always between graphemes.
    cursor: usize,
    /// Invisible characters just typed. Some engines send one (U+200C) to shake off a
    /// program's completion, and count it in the Backspaces that follow.
    ghosts: usize,
    /// The text is only a proposal: what is typed first takes its place.
    suggested: bool,
}

impl Input {
    /// An empty field for at most `max` graphemes.
    pub fn new(kind: Kind, max: usize) -> Self {
        Self {
            kind,
            max,
            text: String::new(),
            cursor: 0,
            ghosts: 0,
            suggested: false,
        }
    }

    /// Proposes a text: Enter takes it, and the first character typed or pasted replaces it.
    pub fn suggest(&mut self, text: &str) {
        self.set(text);
        self.suggested = !text.is_empty();
    }

    /// The text as it stands, with the blanks a person is still typing.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it is to be stored: clean.
    pub fn value(&self) -> String {
        text::clean(&self.text)
    }

    /// Whether nothing but blanks stands in it.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        self.clear();
        self.paste(text);
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.place(String::new(), "");
        self.ghosts = 0;
    }

    /// Inserts pasted text, made one clean line and cut where the field is full.
    pub fn paste(&mut self, pasted: &str) -> Handled {
        if std::mem::take(&mut self.suggested) {
            self.clear();
        }
        self.ghosts = 0;
        for grapheme in text::clean(pasted).graphemes(true) {
            if !self.insert(grapheme) {
                break;
            }
        }
        Handled::Edited
    }

    /// Takes a key. Ctrl+H is Backspace: it is what terminals send for 0x08. No other one with Ctrl erases anything: on the
    /// screen such keys act on a person, and are pressed here by who means that.
    pub fn key(&mut self, key: KeyEvent) -> Handled {
        if key.kind == KeyEventKind::Release {
            return Handled::Ignored;
        }
        let ghosts = std::mem::take(&mut self.ghosts);
        let suggested = std::mem::take(&mut self.suggested);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Char('h' | 'H') if control => self.backspace(ghosts),
            KeyCode::Backspace | KeyCode::Char('\u{8}' | '\u{7f}') => self.backspace(ghosts),
            KeyCode::Char(c) if bare => {
                if suggested {
                    self.clear();
                }
                self.char(c, ghosts)
            }
            KeyCode::Delete => self.erase(self.cursor..self.next()),
            KeyCode::Left => self.go(self.previous()),
            KeyCode::Right => self.go(self.next()),
            KeyCode::Home => self.go(0),
            KeyCode::End => self.go(self.text.len()),
            _ => Handled::Ignored,
        }
    }

    fn char(&mut self, c: char, ghosts: usize) -> Handled {
        if c.is_whitespace() {
            self.insert(" ");
        } else if text::is_hidden(c) {
            self.ghosts = ghosts + 1;
            return Handled::Used;
        } else {
            let mut buffer = [0; 4];
            let typed: &str = c.encode_utf8(&mut buffer);
            self.insert(typed);
            if self.filtered(typed).is_empty() {
                return Handled::Refused;
            }
        }
        Handled::Edited
    }

    /// What it takes.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    fn backspace(&mut self, ghosts: usize) -> Handled {
        match ghosts.checked_sub(1) {
            Some(left) => {
                self.ghosts = left;
                Handled::Used
            }
            None => self.erase(self.previous()..self.cursor),
        }
    }

    fn erase(&mut self, range: std::ops::Range<usize>) -> Handled {
        let right = self.text[range.end..].to_owned();
        self.place(self.text[..range.start].to_owned(), &right);
        Handled::Edited
    }

    fn go(&mut self, to: usize) -> Handled {
        self.cursor = to;
        Handled::Used
    }

    /// Inserts visible characters at the cursor; false when there is no room for them.
    fn insert(&mut self, typed: &str) -> bool {
        let taken = self.filtered(typed);
        let (left, right) = self.text.split_at(self.cursor);
        let alone = left.is_empty() || left.ends_with(' ');
        if taken.is_empty() || alone && taken.starts_with(is_combining_mark) {
            return true;
        }
        let (left, right) = (format!("{left}{taken}"), right.to_owned());
        let whole = text::nfc(&format!("{left}{right}"));
        let overgrown = |g: &str| g.chars().count() > text::MAX_CLUSTER;
        if whole.graphemes(true).count() > self.max || whole.graphemes(true).any(overgrown) {
            return false;
        }
        self.place(left, &right);
        true
    }

    fn filtered(&self, typed: &str) -> String {
        let keep = |takes: fn(&char) -> bool| typed.chars().filter(takes).collect();
        match self.kind {
            Kind::Any => typed.to_owned(),
            Kind::Digits => keep(char::is_ascii_digit),
            Kind::Phone => keep(|c| c.is_ascii_digit() || " +.-()".contains(*c)),
            Kind::Code => {
                let mut bare = text::plain(typed);
                bare.retain(|c| c == ' ' || c.is_ascii_graphic());
                bare
            }
        }
    }

    /// Makes the text of the two sides of the cursor. They may join into one letter there, so
    /// the cursor goes behind it.
    fn place(&mut self, left: String, right: &str) {
        let at = text::nfc(&left).len();
        self.text = text::nfc(&(left + right));
        let behind = self.boundaries().find(|&b| b >= at);
        self.cursor = behind.unwrap_or(self.text.len());
    }

    /// The bytes between graphemes, both ends included.
    fn boundaries(&self) -> impl DoubleEndedIterator<Item = usize> {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain(std::iter::once(self.text.len()))
    }

    fn previous(&self) -> usize {
        let before = self.boundaries().rfind(|&b| b < self.cursor);
        before.unwrap_or(0)
    }

    fn next(&self) -> usize {
        let behind = self.boundaries().find(|&b| b > self.cursor);
        behind.unwrap_or(self.text.len())
    }

    /// What is seen in `width` columns: the whole text while it fits with the cursor behind
    /// it, else a part around the cursor.
    pub fn view(&self, width: u16) -> View {
        let width = usize::from(width);
        let mut cells: Vec<&str> = self.text.graphemes(true).map(letter).collect();
        let at = self.text[..self.cursor].graphemes(true).count();
        if at == cells.len() {
            // The cursor behind the text takes a column of its own.
            cells.push(" ");
        }
        let widths: Vec<usize> = cells.iter().map(|cell| text::width(cell)).collect();
        let columns = |from: usize, to: usize| -> usize { widths[from..to].iter().sum() };
        // In very few columns the marks would leave no room for the text.
        let mark = usize::from(width >= 4);
        let mark_if = |cut: bool| if cut { mark } else { 0 };
        let fits = |from: usize, to: usize| {
            let marks = mark_if(from > 0) + mark_if(to < cells.len());
            marks + columns(from, to) <= width
        };
        let whole = fits(0, cells.len());
        let start = (0..at)
            .find(|&from| whole || fits(from, at + 1))
            .unwrap_or(at);
        let end = (start..=cells.len())
            .rev()
            .find(|&to| fits(start, to))
            .unwrap_or(start);
        let ellipsis = |cut: bool| if mark_if(cut) > 0 { "…" } else { "" };
        let front = ellipsis(start > 0);
        let seen = cells[start..end].concat();
        let cursor = text::width(front) + columns(start, at);
        View {
            text: format!("{front}{seen}{}", ellipsis(end < cells.len())),
            cursor: cursor.min(width.saturating_sub(1)) as u16,
        }
    }
}

#[cfg(test)]
mod tests;
