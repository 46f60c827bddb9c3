//! The window in which the office's voice is recorded, phrase by phrase.

use crossterm::event::KeyCode;
use ratatui::style::Style;

use super::Overlay;
use crate::tui::pen::Pen;
use crate::tui::screen::Screen;
use crate::tui::view::{Command, Take};
use crate::tui::words::{CLOSE, record as words};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Ready,
    Recording,
    Heard,
}

/// The window.
#[derive(Clone, Debug)]
pub(crate) struct RecordWindow {
    missing: Vec<String>,
    /// So many phrases make a voice.
    all: usize,
    at: usize,
    step: Step,
    /// Why the last thing did not work.
    wrong: Option<String>,
}

impl RecordWindow {
    fn key(&mut self, code: KeyCode) -> Option<Take> {
        let phrase = self.missing.get(self.at)?.clone();
        let last = self.missing.len() - 1;
        match (self.step, code) {
            (Step::Ready, KeyCode::Enter) => return Some(Take::Start),
            (Step::Recording, KeyCode::Enter) => return Some(Take::Stop),
            (Step::Heard, KeyCode::Enter) => return Some(Take::Keep(phrase)),
            (Step::Heard, KeyCode::Up) => return Some(Take::Play),
            (Step::Heard, KeyCode::Left) => return Some(Take::Start),
            (Step::Ready, KeyCode::Left) => self.at = self.at.checked_sub(1).unwrap_or(last),
            (Step::Ready | Step::Heard, KeyCode::Right) => {
                self.at = if self.at == last { 0 } else { self.at + 1 };
                self.step = Step::Ready;
            }
            _ => return None,
        }
        self.wrong = None;
        None
    }

    fn done(&mut self, take: &Take, done: Result<(), String>) {
        let is_done = done.is_ok();
        self.wrong = done.err();
        self.step = match take {
            Take::Start if is_done => Step::Recording,
            Take::Stop if is_done => Step::Heard,
            Take::Keep(phrase) if is_done => {
                self.missing.retain(|missing| missing != phrase);
                self.at = self.at.min(self.missing.len().saturating_sub(1));
                Step::Ready
            }
            Take::Start | Take::Stop => Step::Ready,
            _ => self.step,
        };
    }

    /// Draws it.
    pub(crate) fn draw(&self, pen: &mut Pen<'_>) {
        pen.clear();
        let theme = pen.theme();
        let mut inner = pen.framed(words::TITLE, theme.strong());
        let mut inner = inner.indented(1);
        let last = inner.height().saturating_sub(1);
        let Some(phrase) = self.missing.get(self.at) else {
            inner.put_wrapped(0, words::ALL, Style::new());
            inner.put((0, last), CLOSE, theme.faint());
            return;
        };
        let (does, keys, style) = match self.step {
            Step::Ready => (words::READY, words::READY_KEYS, Style::new()),
            Step::Recording => (words::RECORDING, words::RECORDING_KEYS, theme.bad()),
            Step::Heard => (words::HEARD, words::HEARD_KEYS, Style::new()),
        };
        let which = words::phrase(self.at, self.missing.len(), self.all);
        let y = inner.put_wrapped(0, &which, Style::new());
        let y = inner.put_wrapped(y + 1, &format!("«{phrase}»"), theme.strong());
        let y = inner.put_wrapped(y + 1, does, style);
        let y = inner.put_wrapped(y, keys, theme.faint());
        if let Some(wrong) = &self.wrong {
            inner.put_wrapped(y, wrong, theme.warning());
        }
    }
}

impl Screen {
    /// Shows what is still to be recorded, of so many phrases.
    pub fn show_record(&mut self, (missing, all): (Vec<String>, usize)) {
        self.overlay = Some(Overlay::Record(Box::new(RecordWindow {
            missing,
            all,
            at: 0,
            step: Step::Ready,
            wrong: None,
        })));
    }

    /// What became of a step of the recording.
    pub fn recorded(&mut self, take: &Take, done: Result<(), String>) {
        if let Some(Overlay::Record(window)) = &mut self.overlay {
            window.done(take, done);
        }
    }

    /// A key while the voice is recorded.
    pub(in crate::tui) fn record_key(&mut self, code: KeyCode) -> Vec<Command> {
        let take = match (&mut self.overlay, code) {
            (Some(Overlay::Record(window)), code) if code != KeyCode::Esc => window.key(code),
            _ => {
                self.overlay = None;
                Some(Take::Leave)
            }
        };
        take.map(Command::Record).into_iter().collect()
    }
}
