//! The answer to a comment or complaint.

use super::question::{Line, Question, yes_or_no};
use super::{Form, Next, filled, wrong};
use crate::domain::comment::{Comment, LONGEST_TEXT};
use crate::tui::input::Kind;
use crate::tui::view::{Command, View, drawn};
use crate::tui::words::{Scene, comments as words};

/// Asks for the answer; of one that was answered, shows it to be put right.
pub(crate) fn answer_comment(comment: &Comment) -> Form {
    let before = comment.answer.as_deref().unwrap_or_default();
    typed(words::form(comment), comment.code.clone(), before)
}

fn typed(title: String, code: String, before: &str) -> Form {
    let input = filled(Kind::Any, LONGEST_TEXT, before);
    let over = title.clone();
    let then = move |text: &String, _: &Scene<'_>| match text.trim() {
        "" => Err(wrong(words::ANSWER, words::NO_ANSWER)),
        text => Ok(Next::Ask(second_look(
            over.clone(),
            code.clone(),
            text.to_owned(),
        ))),
    };
    let line = Line::new(words::ANSWER, words::ANSWER_HINT, input, then);
    Form::new(title, words::SEE, line)
}

/// What everybody reads from now on is read once more first. A stray Enter publishes nothing.
fn second_look(title: String, code: String, text: String) -> Form {
    let note = drawn(&text);
    let items = [(false, words::AGAIN), (true, words::PUBLISH)];
    let items = items.map(|(yes, label)| (yes, label.to_owned()));
    let over = title.clone();
    let question = Question::new(words::ANSWER, items.into(), move |yes, _: &Scene<'_>| {
        Ok(match yes {
            true => Next::Do(vec![Command::AnswerComment {
                code: code.clone(),
                text: text.clone(),
            }]),
            false => Next::Ask(typed(over.clone(), code.clone(), &text)),
        })
    });
    Form::new(title, words::SEND, question).noted(note)
}

/// Whether all that came from one place is really answered as sent in bulk.
pub(crate) fn sweep_comments(view: &View<'_>, codes: &[String]) -> Form {
    let subjects = words::swept(view, codes);
    let yes = words::really_sweep(codes.len());
    let codes = codes.to_vec();
    let then = move |_: &Scene<'_>| Ok(Next::Do(vec![Command::SweepComments(codes.clone())]));
    yes_or_no(words::SWEEP, yes, words::NO_SWEEP, then).noted(subjects)
}
