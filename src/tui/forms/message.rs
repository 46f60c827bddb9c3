//! Forms about a message: the booking that it asks for, and a word of it for the catalogue.

use super::booking::{Booking, Note, Source};
use super::lists::{self, Procedure, halves, known};
use super::{Answer, Draft, Fields, Form, Next, Row, filled, needed, pick, picked, text, words};
use crate::app::post::letters::{Letter, as_booking};
use crate::domain::sms::{Intent, Reading};
use crate::domain::text::fold;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::Scene;
use crate::tui::words::messages::not_bookable;

/// The longest word for a procedure that the catalogue takes.
const LONGEST_WORD: usize = 60;

/// What a booking is filled with.
fn asked(scene: &Scene<'_>, letter: &Letter) -> Reading {
    let wish = wish(letter);
    match wish.intent {
        Intent::Unknown => as_booking(letter, scene.view.vocabulary),
        _ => wish,
    }
}

fn wish(letter: &Letter) -> Reading {
    letter
        .came()
        .and_then(|c| c.wish())
        .cloned()
        .unwrap_or_default()
}

/// The booking that a message asks for, filled with what it was understood as. The focus is on the first thing that is
/// missing; once nothing is, Enter books wherever it stands.
pub(crate) fn book_message(scene: &Scene<'_>, id: i64, letter: &Letter) -> Form {
    let wish = asked(scene, letter);
    let mut fields = Booking::new(scene, Source::Message(id));
    fields.phone.set(letter.phone.as_str());
    fields.name.set(wish.name.as_deref().unwrap_or_default());
    let has_procedure = fields.choose_procedure(scene, &wish);
    fields.list_times(scene);
    let has_time = fields.choose_time(scene, &wish);
    if !has_time {
        fields.time.half = fields.time.half.open();
    }
    let known = [
        (words::NAME, wish.name.is_some()),
        (words::PROCEDURE, has_procedure),
        (words::WHEN, has_time),
    ];
    let mut note = words::quoted(letter);
    if let Some(day) = wish.date.filter(|_| has_procedure && !has_time) {
        note += " ";
        note += &not_bookable(day);
    }
    fields.note = Note::new(note.clone());
    let note = fields.refresh(scene, "").unwrap_or(note);
    let form = Form::new(words::BOOK_MESSAGE, words::BOOK, fields);
    let form = form.noted(note).kept_as(Draft::OfMessage(id));
    match known.into_iter().find(|(_, known)| !known) {
        Some((row, _)) => form.focused(row),
        None => form.last_focused(),
    }
}

impl Booking {
    /// Chooses the procedure of a message, if the catalogue has it; answers whether it has.
    fn choose_procedure(&mut self, scene: &Scene<'_>, wish: &Reading) -> bool {
        let known = known(scene, wish.procedure.as_deref());
        if let Some(known) = &known {
            self.procedure.select(known);
        }
        known.is_some()
    }

    /// Chooses the half-day of a message; without one the first of its day that has room. Answers whether there is one.
    fn choose_time(&mut self, scene: &Scene<'_>, wish: &Reading) -> bool {
        let field = self.procedure.selected().map(|p| p.field);
        // The day is kept also where the procedure is still to be said.
        let field = field.or(scene.fields_own_first().first().copied());
        let (Some(day), Some(field)) = (wish.date, field) else {
            return false;
        };
        if day == scene.view.today() && wish.half.is_none() {
            // As the office does it by itself: today, as soon as it can be (S2.6).
            self.time.half.select(&None);
            return true;
        }
        let listed = halves(scene, field)
            .into_iter()
            .filter_map(|(half, _)| half);
        let of_day = listed.filter(|(d, h)| *d == day && wish.half.is_none_or(|half| half == *h));
        let found: Vec<_> = of_day.collect();
        let has_room = |(d, h): &&(_, _)| {
            let (all, taken) = scene.view.office.load(field, *d, *h);
            taken < all
        };
        let Some(half) = found.iter().find(has_room).or(found.first()) else {
            return false;
        };
        self.time.half.select(&Some(*half));
        let hour = wish.time.map_or(String::new(), |time| time.to_string());
        self.time.hour.set(&hour);
        true
    }
}

#[derive(Clone)]
struct Learn {
    message: i64,
    word: Input,
    procedure: Choice<Procedure>,
}

/// A word of a message that is to be one for a procedure from now on.
pub(crate) fn learn(scene: &Scene<'_>, id: i64, letter: &Letter) -> Form {
    let wish = wish(letter);
    // What nobody has said is not filled in.
    let mut procedure = lists::in_catalogue(scene).open();
    if let Some(known) = known(scene, wish.procedure.as_deref()) {
        procedure.select(&known);
    }
    let fields = Learn {
        message: id,
        word: filled(Kind::Any, LONGEST_WORD, &phrase(&letter.text, &wish)),
        procedure,
    };
    let form = Form::new(words::LEARN, words::LEARN_VERB, fields).stepwise();
    form.noted(words::learn_note(letter))
}

impl Fields for Learn {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            text(words::WORD, words::WORD_HINT, &mut self.word),
            pick(words::IS_PROCEDURE, &mut self.procedure),
        ]
    }

    fn submit(&self, _scene: &Scene<'_>) -> Answer {
        let word = needed(&self.word, words::WORD, words::NO_WORD)?;
        let procedure = picked(&self.procedure, words::IS_PROCEDURE)?;
        let procedure = procedure.id.clone().unwrap_or_default();
        Ok(Next::Do(vec![Command::Learn {
            word,
            procedure,
            message: self.message,
        }]))
    }
}

/// The words of a message that may be a name of a procedure; of a whole sentence none is offered.
fn phrase(message: &str, wish: &Reading) -> String {
    const MOST: usize = 4;
    let words = unknown_words(message, wish);
    match words.split(' ').count() {
        0..=MOST => words,
        _ => String::new(),
    }
}

/// The words of a message that were not understood, as far as that can be told: without its command, its name, and
/// what has digits. Where nothing is left, the name has swallowed them.
fn unknown_words(message: &str, wish: &Reading) -> String {
    let command = usize::from(wish.intent != Intent::Unknown);
    let words: Vec<&str> = message
        .split(' ')
        .skip(command)
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()))
        .collect();
    let name = wish.name.as_deref().map(fold).unwrap_or_default();
    let name: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let at = (!name.is_empty())
        .then(|| folded.windows(name.len()).position(|run| run == name))
        .flatten();
    let rest: Vec<&str> = match at {
        Some(at) => {
            let (before, behind) = words.split_at(at);
            [before, &behind[name.len()..]].concat()
        }
        None => words.clone(),
    };
    let chosen = if rest.is_empty() { words } else { rest };
    chosen.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_understood_is_offered() {
        let wish = |name: &str, intent| Reading {
            intent,
            name: Some(name.to_owned()).filter(|n| !n.is_empty()),
            ..Reading::default()
        };
        for (message, name, intent, words) in [
            (
                "DK Nguyen Van A giay de 25/11",
                "Nguyen Van A",
                Intent::Book,
                "giay de",
            ),
            (
                "DK giấy đẻ Nguyễn Văn A 25/11",
                "nguyen van a",
                Intent::Book,
                "giấy đẻ",
            ),
            (
                "DK Nguyen Van A giay de 25/11",
                "Nguyen Van A giay de",
                Intent::Book,
                "Nguyen Van A giay de",
            ),
            ("xin giay de", "", Intent::Unknown, "xin giay de"),
            ("DK", "", Intent::Book, ""),
        ] {
            assert_eq!(
                unknown_words(message, &wish(name, intent)),
                words,
                "{message}"
            );
        }
        let sentence = "cho em hoi lam lai so do cho nha em";
        assert_eq!(phrase(sentence, &wish("", Intent::Unknown)), "");
        assert_eq!(
            phrase("xin giay de", &wish("", Intent::Unknown)),
            "xin giay de"
        );
    }
}
