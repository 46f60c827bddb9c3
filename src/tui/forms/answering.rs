//! The answer to a message, in an official's own words.

use super::{Answer, Draft, Fields, Form, Next, Row, needed, text, wrong};
use crate::app::post::letters::Letter;
use crate::domain::notice::Route;
use crate::domain::sms::answers::MOST_SEPTETS;
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::{Scene, answering as words};

#[derive(Clone)]
struct Reply {
    message: i64,
    to: Letter,
    text: Input,
}

/// Asks for the answer; over it stands what will go out.
pub(crate) fn answer_message(message: i64, letter: &Letter) -> Form {
    let fields = Reply {
        message,
        to: letter.clone(),
        text: Input::new(Kind::Any, MOST_SEPTETS),
    };
    let note = fields.note();
    Form::new(words::TITLE, words::SEND, fields)
        .noted(note)
        .kept_as(Draft::Answer(message))
}

impl Reply {
    /// What goes out, and how many more letters have room in one message.
    fn said(&self) -> (String, Option<usize>) {
        let route = Route::of_chat(self.to.phone.as_str()).unwrap_or_default();
        let said = route.letters(&self.text.value());
        let room = MOST_SEPTETS.checked_sub(said.chars().count());
        (said, room)
    }

    fn note(&self) -> String {
        let (said, room) = self.said();
        words::note(&self.to, &said, room)
    }
}

impl Fields for Reply {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![text(words::TEXT, words::TEXT_HINT, &mut self.text)]
    }

    fn refresh(&mut self, _scene: &Scene<'_>, _focus: &str) -> Option<String> {
        Some(self.note())
    }

    fn submit(&self, _scene: &Scene<'_>) -> Answer {
        let typed = needed(&self.text, words::TEXT, words::NO_TEXT)?;
        match self.said() {
            (said, _) if said.trim().is_empty() => Err(wrong(words::TEXT, words::NO_TEXT)),
            (_, None) => Err(wrong(words::TEXT, words::TOO_LONG)),
            _ => Ok(Next::Do(vec![Command::Answer {
                message: self.message,
                text: typed,
            }])),
        }
    }
}
