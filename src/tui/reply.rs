//! What the screen makes of answers: the last line, and a refused form given back.

use super::forms::Form;
use super::screen::Screen;
use super::view::{Command, View};
use super::words::{Tone, heard, heard_letter, said};
use crate::app::post::letters::Letter;
use crate::domain::event::{Event, Timed};
use crate::domain::ticket::Ticket;

impl Screen {
    /// The office's answers to an event of this desk, `seq` being the event's number. `view` is the office after it.
    pub fn answered(&mut self, event: &Event, outputs: &[Timed], seq: u64, view: &View<'_>) {
        let line = said(&self.scene(view), event, outputs, seq);
        let sent = self.sent.take();
        if line.tone == Tone::Bad
            && let Some(mut form) = sent
        {
            form.refuse(None, line.words.clone());
            self.give_back(form);
        }
        let moves_on = matches!(
            event,
            Event::CallNumber { .. } | Event::Done { .. } | Event::Next { .. }
        );
        if moves_on && line.tone == Tone::Good {
            self.queue.choose(None);
        }
        self.said = Some(line);
        self.refresh(view);
    }

    /// What was asked for could not be done at all; `words` say why, and what to do.
    pub fn failed(&mut self, words: &str, view: &View<'_>) {
        let words = crate::domain::text::clean(words);
        if let Some(mut form) = self.sent.take() {
            form.refuse(None, words.clone());
            self.give_back(form);
        }
        self.say(view, Tone::Bad, words);
        self.refresh(view);
    }

    /// What was asked for and is no event went well: signed in, clock confirmed, board tried.
    pub fn succeeded(&mut self, words: &str, view: &View<'_>) {
        self.sent = None;
        self.say(view, Tone::Good, words);
        self.refresh(view);
    }

    fn give_back(&mut self, mut form: Form) {
        form.forget_secrets();
        if self.over.is_none() {
            self.open(form);
        } else if form.what().is_kept() {
            self.keep(form);
        }
    }

    /// Tickets that were made elsewhere, oldest first: a booking or request by SMS or on the web is told, without taking
    /// the keyboard.
    pub fn noticed(&mut self, came: &[&Ticket], view: &View<'_>) -> Vec<Command> {
        self.refresh(view);
        match heard(&self.scene(view), came) {
            Some(line) => {
                self.said = Some(line);
                vec![Command::Bell]
            }
            None => Vec::new(),
        }
    }
}

impl Screen {
    /// A message has come that somebody should look at, or one that waited is now to be looked at (`None`).
    pub fn noticed_letter(&mut self, letter: Option<&Letter>, view: &View<'_>) -> Vec<Command> {
        self.refresh(view);
        match heard_letter(&self.scene(view), letter) {
            Some(line) => {
                self.said = Some(line);
                vec![Command::Bell]
            }
            None => Vec::new(),
        }
    }
}
