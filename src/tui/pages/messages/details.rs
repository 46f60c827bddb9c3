//! What is known of one message or notice: under the list, or in a window of its own with the whole phone.

use ratatui::style::Style;

use super::act::actions_of;
use crate::app::post::letters::{Body, Letter, LetterId};
use crate::tui::footer;
use crate::tui::pages::Page;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::theme::Look;
use crate::tui::words::{Scene, answering, keys_line, messages as words, script, sentence};

/// Everything, one thing to a line, with how strong it is drawn.
fn lines(scene: &Scene<'_>, letter: &Letter, whole: bool, look: Look) -> Vec<(String, Style)> {
    let (strong, plain, faint) = (look.theme.strong(), Style::new(), look.theme.faint());
    let phone = match whole && !letter.phone.as_str().is_empty() {
        true => letter.phone.spaced(),
        false => words::correspondent(letter),
    };
    let about = words::about(scene.view, letter);
    let mut lines = vec![(phone, strong)];
    match &letter.body {
        Body::In(_) => lines.push((words::understood_as(&about), plain)),
        Body::Out(told) => {
            lines.push((sentence(&about), plain));
            let trouble = words::trouble(scene.view, told);
            lines.extend(trouble.map(|words| (words, look.theme.warning())));
        }
    }
    // A call is spoken: what a message would say tells of answers by message, which the office may not be able to take.
    match script(scene, letter) {
        Some(script) => lines.push((script, plain)),
        None => lines.push((words::quoted(letter), plain)),
    }
    let ticket = letter.ticket.and_then(|id| words::letter_ticket(scene, id));
    lines.extend(ticket.map(|words| (words, plain)));
    lines.extend(other_side(scene, letter).map(|words| (words, faint)));
    lines
}

/// What a message was answered, or which message a notice answers.
fn other_side(scene: &Scene<'_>, letter: &Letter) -> Option<String> {
    let letters = scene.view.letters;
    match (letter.id, &letter.body) {
        (LetterId::In(id), _) => {
            let answers = |l: &&Letter| l.told().is_some_and(|told| told.answers == Some(id));
            let answer = letters.list().iter().find(answers);
            answer.map(|answer| answering::answered_by(scene.view, answer))
        }
        (_, Body::Out(told)) => letters
            .get(LetterId::In(told.answers?))
            .map(words::answer_to),
        _ => None,
    }
}

/// The panel under the list.
pub(super) fn draw_panel(scene: &Scene<'_>, letter: &Letter, pen: &mut Pen<'_>) {
    let (look, strong) = (pen.look, pen.theme().strong());
    let mut frame = pen.framed(&words::heading(scene.view, letter), strong);
    let mut inner = frame.indented(1);
    let mut y = 0;
    for (words, style) in lines(scene, letter, false, look) {
        y = inner.put_wrapped(y, &words, style);
    }
}

/// A window over the list, with the phone in full; the keys of the page still hold.
pub(crate) fn draw_window(scene: &Scene<'_>, page: &dyn Page, letter: &Letter, pen: &mut Pen<'_>) {
    const WIDEST: u16 = 90;
    let width = usize::from(pen.width().min(WIDEST).saturating_sub(4));
    let mut body = Vec::new();
    for (words, style) in lines(scene, letter, true, pen.look) {
        let wrapped = wrapped(&words, width);
        body.extend(wrapped.into_iter().map(|line| (line, style)));
    }
    let keys = keys_line(&footer::items_of(scene, page, actions_of(letter)));
    let keys = wrapped(&keys, width);
    // The keys stay in sight whatever a message is long.
    let most = usize::from(pen.height().saturating_sub(2)).saturating_sub(keys.len());
    let is_cut = body.len() > most;
    body.truncate(most);
    if let Some((last, _)) = body.last_mut().filter(|_| is_cut) {
        *last = "…".to_owned();
    }
    let faint = pen.theme().faint();
    body.extend(keys.into_iter().map(|line| (line, faint)));
    let mut window = pen.window(WIDEST, body.len(), &words::heading(scene.view, letter));
    for ((line, style), y) in body.iter().zip(0..) {
        window.put((0, y), line, *style);
    }
}
