//! Choosing one of a short list (procedures, fields, officials, reasons): arrows, or typing a
//! few letters without accents.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::input::{Handled, Input, Kind, View};
use crate::domain::text;

/// The longest filter that is of use.
const MAX_FILTER: usize = 40;

/// A list, what was typed to narrow it, and the row the eye is on.
#[derive(Clone, Debug)]
pub struct Choice<Id> {
    items: Vec<(Id, String)>,
    /// The words by which each item is found.
    found_by: Vec<String>,
    /// What is looked for when something is typed.
    read: fn(&str) -> String,
    /// What is not in the list, by what it is found, and why it is not.
    absent: Vec<(String, String)>,
    filter: Input,
    /// Which items match, in their order.
    shown: Vec<usize>,
    /// Which of `shown` is selected.
    at: usize,
    /// Nothing was chosen yet, and nothing is unless it is.
    open: bool,
    /// What was typed was refused: the next letter begins anew.
    refused: bool,
}

/// A row to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The words of the item.
    pub label: &'a str,
    /// Whether Enter would take this one.
    pub selected: bool,
}

impl<Id: PartialEq> Choice<Id> {
    /// A list of ids and labels, in the order in which staff know them; the first is selected.
    pub fn new(items: Vec<(Id, String)>) -> Self {
        Self {
            shown: (0..items.len()).collect(),
            found_by: items.iter().map(|(_, label)| label.clone()).collect(),
            items,
            read: str::to_owned,
            absent: Vec::new(),
            filter: Input::new(Kind::Any, MAX_FILTER),
            at: 0,
            open: false,
            refused: false,
        }
    }

    /// Nothing is selected until something is chosen.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Whether nothing was chosen yet.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Finds each item by these words instead of its label, once `read` has said what is looked for.
    pub fn found_by(
        mut self,
        words: impl Fn(&Id, &str) -> String,
        read: fn(&str) -> String,
    ) -> Self {
        let items = self.items.iter();
        self.found_by = items.map(|(id, label)| words(id, label)).collect();
        self.read = read;
        self
    }

    /// Says of each of these, found by its first words, why it cannot be chosen.
    pub fn without(mut self, absent: Vec<(String, String)>) -> Self {
        self.absent = absent;
        self
    }

    /// Why what was typed fits no item, where that is known.
    pub fn why_nothing(&self) -> Option<&str> {
        let read = (self.read)(self.filter.text());
        let mut absent = self.absent.iter();
        let found = absent.find(|(words, _)| text::matches(words, &read));
        found.map(|(_, why)| why.as_str())
    }

    /// Selects an item when it is shown: the value a form already has.
    pub fn select(&mut self, id: &Id) {
        if let Some(at) = self.shown.iter().position(|&n| self.items[n].0 == *id) {
            self.at = at;
            self.open = false;
        }
    }

    /// The item that Enter takes; none when nothing matches.
    pub fn selected(&self) -> Option<&Id> {
        let at = self.shown.get(self.at).filter(|_| !self.open);
        at.map(|&n| &self.items[n].0)
    }

    /// Takes a key: arrows go through the rows, all others to the filter. After an edit the
    /// first match is selected, so that a few letters and Enter always mean the same.
    pub fn key(&mut self, key: KeyEvent) -> Handled {
        let last = self.shown.len().saturating_sub(1);
        let moves = matches!(
            key.code,
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown
        );
        // The first arrow only shows where the cursor is.
        if moves && key.kind != KeyEventKind::Release && std::mem::take(&mut self.open) {
            return Handled::Edited;
        }
        let was_refused = std::mem::take(&mut self.refused);
        if was_refused && matches!(key.code, KeyCode::Char(_)) {
            self.filter.clear();
        }
        match key.code {
            _ if key.kind == KeyEventKind::Release => return Handled::Ignored,
            // Beyond the first item is the row above; where there is no other one, that below, too. From the last of several
            // nothing leads on: who goes fast through a list must not change the next one.
            KeyCode::Up if self.at == 0 && !self.shown.is_empty() => return Handled::Ignored,
            KeyCode::Down if self.shown.len() == 1 => return Handled::Ignored,
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = last.min(self.at + 1),
            KeyCode::PageUp => self.at = 0,
            KeyCode::PageDown => self.at = last,
            _ => {
                let handled = self.filter.key(key);
                if handled == Handled::Edited {
                    self.narrow();
                }
                return handled;
            }
        }
        Handled::Used
    }

    /// Whether what was typed fits no item; if so, the next letter begins anew.
    pub fn refuse(&mut self) -> bool {
        self.refused = self.shown.is_empty() && !self.filter.is_empty();
        self.refused
    }

    /// Pastes into the filter.
    pub fn paste(&mut self, pasted: &str) {
        self.filter.paste(pasted);
        self.narrow();
    }

    fn narrow(&mut self) {
        let wanted = self.filter.text();
        let read = (self.read)(wanted);
        let found = |n: &usize| text::matches(&self.found_by[*n], &read);
        self.shown = (0..self.items.len()).filter(found).collect();
        let wanted = text::fold(wanted.trim());
        self.shown
            .sort_by_key(|n| remoteness(&self.items[*n].1, &wanted));
        self.at = 0;
        self.open &= wanted.is_empty();
    }

    /// The filter as it is seen in `width` columns.
    pub fn filter(&self, width: u16) -> View {
        self.filter.view(width)
    }

    /// At most `height` rows of those that match, the selected one among them.
    pub fn rows(&self, height: usize) -> impl Iterator<Item = Row<'_>> {
        let first = (self.at + 1).saturating_sub(height);
        let rows = self.shown.iter().enumerate().skip(first).take(height);
        rows.map(|(row, &n)| Row {
            label: &self.items[n].1,
            selected: row == self.at && !self.open,
        })
    }
}

/// How far a label is from what was typed, folded: it begins with it (behind its digit), has it as whole words, or not.
fn remoteness(label: &str, wanted: &str) -> u8 {
    let label = text::fold(label);
    let words: Vec<&str> = label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let label = words.join(" ");
    let name = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if name.starts_with(wanted) {
        0
    } else {
        u8::from(!format!(" {label} ").contains(&format!(" {wanted} "))) + 1
    }
}

/// A [`Choice`] of whatever.
pub trait Pick {
    /// See [`Choice::key`].
    fn key(&mut self, key: KeyEvent) -> Handled;
    /// See [`Choice::refuse`].
    fn refuse(&mut self) -> bool;
    /// See [`Choice::why_nothing`].
    fn why_nothing(&self) -> Option<&str>;
    /// See [`Choice::paste`].
    fn paste(&mut self, pasted: &str);
    /// See [`Choice::filter`].
    fn filter(&self, width: u16) -> View;
    /// See [`Choice::rows`].
    fn rows(&self, height: usize) -> Vec<Row<'_>>;
}

impl<Id: PartialEq> Pick for Choice<Id> {
    fn key(&mut self, key: KeyEvent) -> Handled {
        self.key(key)
    }

    fn refuse(&mut self) -> bool {
        self.refuse()
    }

    fn why_nothing(&self) -> Option<&str> {
        self.why_nothing()
    }

    fn paste(&mut self, pasted: &str) {
        self.paste(pasted);
    }

    fn filter(&self, width: u16) -> View {
        self.filter(width)
    }

    fn rows(&self, height: usize) -> Vec<Row<'_>> {
        self.rows(height).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROCEDURES: [(&str, &str); 5] = [
        ("khai-sinh", "Đăng ký khai sinh"),
        ("khai-tu", "Đăng ký khai tử"),
        ("ket-hon", "Đăng ký kết hôn"),
        ("dat-dai", "Thủ tục đất đai"),
        ("khac", "Khác"),
    ];

    fn procedures() -> Choice<&'static str> {
        let items = PROCEDURES.map(|(id, label)| (id, label.to_owned()));
        Choice::new(items.into())
    }

    fn send(choice: &mut Choice<&'static str>, typed: &str) {
        for c in typed.chars() {
            let code = match c {
                '\u{7f}' => KeyCode::Backspace,
                '↓' => KeyCode::Down,
                '↑' => KeyCode::Up,
                '⇟' => KeyCode::PageDown,
                '⇞' => KeyCode::PageUp,
                c => KeyCode::Char(c),
            };
            let handled = choice.key(code.into());
            let may_lead_on = matches!(code, KeyCode::Up | KeyCode::Down);
            assert!(may_lead_on || handled != Handled::Ignored, "{code:?}");
        }
    }

    #[test]
    fn arrows_and_letters_select() {
        for (typed, selected) in [
            ("", Some("khai-sinh")),
            ("↑", Some("khai-sinh")),
            ("↓↓", Some("ket-hon")),
            ("⇟↓", Some("khac")),
            ("⇟⇞", Some("khai-sinh")),
            ("dat", Some("dat-dai")),
            ("đất", Some("dat-dai")),
            ("d\u{7f}đa\u{7f}ât\u{7f}\u{7f}ất", Some("dat-dai")),
            ("khai↓", Some("khai-tu")),
            ("khai↓↓↓", Some("khai-tu")),
            ("↓↓↓khai", Some("khai-sinh")),
            ("kh k", Some("khai-sinh")),
            ("xyz", None),
            ("xyz↓", None),
            ("xyz\u{7f}\u{7f}\u{7f}", Some("khai-sinh")),
        ] {
            let mut choice = procedures();
            send(&mut choice, typed);
            assert_eq!(choice.selected().copied(), selected, "{typed:?}");
        }
    }

    #[test]
    fn what_begins_with_the_letters_goes_before_what_has_them_inside() {
        let items = ["1 Địa chính – Xã", "2 Tài xa lộ", "3 Xã hội", "Xây dựng"];
        let items = items.map(|label| (label, label.to_owned()));
        let mut choice = Choice::new(items.into());
        send(&mut choice, "xa");
        let found: Vec<_> = choice.rows(9).map(|row| row.label).collect();
        assert_eq!(
            found,
            ["3 Xã hội", "Xây dựng", "1 Địa chính – Xã", "2 Tài xa lộ"]
        );
    }

    #[test]
    fn nothing_is_chosen_unless_somebody_chooses() {
        let mut choice = procedures().open();
        assert_eq!(choice.selected(), None);
        assert!(!choice.rows(5).any(|row| row.selected));
        send(&mut choice, "dat\u{7f}\u{7f}\u{7f}");
        assert_eq!(choice.selected(), Some(&"khai-sinh"));
        let mut choice = procedures().open();
        send(&mut choice, "↓");
        assert_eq!(choice.selected(), Some(&"khai-sinh"));
        send(&mut choice, "↓");
        assert_eq!(choice.selected(), Some(&"khai-tu"));
    }

    #[test]
    fn the_value_of_a_form_is_selected() {
        let mut choice = procedures();
        choice.select(&"dat-dai");
        assert_eq!(choice.selected(), Some(&"dat-dai"));
        choice.select(&"no-such");
        assert_eq!(choice.selected(), Some(&"dat-dai"));
    }

    #[test]
    fn what_is_no_choice_is_left_to_others() {
        let mut choice = procedures();
        for code in [KeyCode::Enter, KeyCode::Esc, KeyCode::F(2), KeyCode::Tab] {
            assert_eq!(choice.key(code.into()), Handled::Ignored);
        }
        assert_eq!(choice.key(KeyCode::Up.into()), Handled::Ignored);
        send(&mut choice, "⇟");
        assert_eq!(choice.key(KeyCode::Up.into()), Handled::Used);
        assert_eq!(choice.key(KeyCode::Down.into()), Handled::Used);
        assert_eq!(choice.key(KeyCode::Down.into()), Handled::Used);
        choice.paste("kết\nhôn");
        assert_eq!(choice.selected(), Some(&"ket-hon"));
        assert_eq!(choice.filter(20).text, "kết hôn ");
    }

    #[test]
    fn rows_keep_the_selected_one_in_sight() {
        let mut choice = procedures();
        let labels = |choice: &Choice<&str>| -> Vec<String> {
            let mark = |row: Row| format!("{}{}", if row.selected { "▸" } else { "" }, row.label);
            choice.rows(2).map(mark).collect()
        };
        assert_eq!(labels(&choice), ["▸Đăng ký khai sinh", "Đăng ký khai tử"]);
        send(&mut choice, "↓↓");
        assert_eq!(labels(&choice), ["Đăng ký khai tử", "▸Đăng ký kết hôn"]);
        send(&mut choice, "khac");
        assert_eq!(labels(&choice), ["▸Khác"]);
    }

    proptest! {
        #[test]
        fn the_selected_row_is_always_among_those_seen(
            typed in "[a-zđ \u{7f}↓↑⇟⇞]{0,30}",
            height in 1usize..6,
        ) {
            let mut choice = procedures();
            send(&mut choice, &typed);
            let seen = choice.rows(height).filter(|row| row.selected).count();
            prop_assert_eq!(seen, usize::from(choice.selected().is_some()));
            prop_assert!(choice.rows(height).count() <= height);
        }
    }
}
