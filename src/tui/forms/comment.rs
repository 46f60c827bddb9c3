//! The answer to a comment or complaint.

use super::question::{Line, yes_or_no};
use super::{Form, Next, filled, wrong};
use crate::domain::comment::{Comment, LONGEST_TEXT};
use crate::tui::input::Kind;
use crate::tui::view::{Command, View};
use crate::tui::words::{Scene, comments as words};

/// Asks for the answer; of one that was answered, shows it to be put right.
pub(crate) fn answer_comment(comment: &Comment) -> Form {
    let before = comment.answer.as_deref().unwrap_or_default();
    let input = filled(Kind::Any, LONGEST_TEXT, before);
    let code = comment.code.clone();
    let then = move |text: &String, _: &Scene<'_>| match text.trim() {
        "" => Err(wrong(words::ANSWER, words::NO_ANSWER)),
        text => Ok(Next::Do(vec![Command::AnswerComment {
            code: code.clone(),
            text: text.to_owned(),
        }])),
    };
    let line = Line::new(words::ANSWER, words::ANSWER_HINT, input, then);
    let title = words::form(comment);
    Form::new(&title, words::SEND, line)
}

/// Whether all that came from one place is really answered as sent in bulk.
pub(crate) fn sweep_comments(view: &View<'_>, codes: &[String]) -> Form {
    let subjects = words::swept(view, codes);
    let yes = words::really_sweep(codes.len());
    let codes = codes.to_vec();
    let then = move |_: &Scene<'_>| Ok(Next::Do(vec![Command::SweepComments(codes.clone())]));
    yes_or_no(words::SWEEP, yes, words::NO_SWEEP, then).noted(subjects)
}
