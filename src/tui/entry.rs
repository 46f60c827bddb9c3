//! What is typed on the screen itself: a number, a code, or the first letters of a search; and where a search leads.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;
use super::forms::{self, Wrong};
use super::keymap::Context;
use super::offers::possible;
use super::overlay::{Overlay, Search};
use super::scan::is_backspace;
use super::screen::{LONGEST_ENTRY, Screen};
use super::view::{Command, View};
use super::words::{Tone, footer as words};
use crate::domain::text::{Code, CodeOf};
use crate::domain::ticket::TicketId;

impl Screen {
    /// A key while a number or code is typed on the screen itself.
    pub(super) fn entry_key(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        let is_number = self.entry.bytes().all(|b| b.is_ascii_digit());
        let of_number = self.keys.resolve(key, Context::Typing);
        match key.code {
            _ if is_number && of_number == Some(Action::Back) => self.entry.clear(),
            _ if is_number && of_number == Some(Action::CheckIn) => return self.came(view),
            KeyCode::Esc => self.entry.clear(),
            _ if is_backspace(key) => drop(self.entry.pop()),
            KeyCode::Enter => return self.entered(view),
            KeyCode::Char(c) if bare => {
                let action = self.keys.resolve(key, self.pages.shown().context());
                if is_number && !c.is_alphanumeric() && action.is_some() {
                    self.say(view, Tone::Plain, words::is_typing(&self.entry, &self.keys));
                } else if self.entry.len() < LONGEST_ENTRY {
                    self.entry.push(c);
                }
            }
            _ => {
                self.entry.clear();
                return self.page_key(key, view);
            }
        }
        Vec::new()
    }

    /// Enter after a number, a code or a few letters.
    fn entered(&mut self, view: &View<'_>) -> Vec<Command> {
        let typed = std::mem::take(&mut self.entry);
        let scene = self.scene(view);
        let can_call = possible(&scene, self.pages.shown(), Action::CallNumber);
        if let Ok(code) = Code::parse(&typed)
            && code.of() == CodeOf::Dossier
        {
            return vec![Command::FindDossier(code)];
        }
        let answer = if let Ok(code) = Code::parse(&typed) {
            forms::check_in_code(&code, &scene)
        } else if typed.contains(|c: char| c.is_ascii_digit()) {
            // Before a question is asked that would lead to nothing.
            match can_call {
                Ok(()) => forms::call_number_of(&typed, &scene),
                Err(words) => Err(Wrong { row: None, words }),
            }
        } else {
            self.overlay = Some(Overlay::Search(Search::new(&typed, view)));
            return Vec::new();
        };
        self.meant(answer, view)
    }

    /// The person whose number was typed is here.
    fn came(&mut self, view: &View<'_>) -> Vec<Command> {
        let typed = std::mem::take(&mut self.entry);
        let answer = forms::check_in_of(&typed, &self.scene(view));
        self.meant(answer, view)
    }

    /// Goes to a ticket that was found.
    pub(super) fn found(&mut self, id: TicketId, view: &View<'_>) -> Vec<Command> {
        (self.overlay, self.newest) = (None, None);
        let (scene, pages) = self.split(view);
        let ticket = view.office.ticket(id);
        match ticket.is_some_and(|t| pages.show(t, &scene)) {
            true => Vec::new(),
            false => vec![Command::ShowDetails(id)],
        }
    }
}
