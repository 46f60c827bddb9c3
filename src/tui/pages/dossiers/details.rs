//! What is known of one dossier: under the list, or in a window of its own with the whole phone.

use ratatui::style::Style;

use crate::domain::dossier::Dossier;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::words::dossiers as words;
use crate::tui::words::{self as all_words, Scene};

/// Everything, one thing to a line.
fn lines(scene: &Scene<'_>, d: &Dossier, whole: bool) -> Vec<String> {
    let mut lines = vec![
        words::person(d, whole),
        words::procedure(scene.view, d),
        words::promise(scene.view, d),
    ];
    // The last thing that was done matters most where room is short.
    lines.extend(d.steps.iter().rev().map(words::step));
    lines.retain(|line| !line.is_empty());
    lines
}

/// The panel under the list.
pub(super) fn draw_panel(scene: &Scene<'_>, d: &Dossier, pen: &mut Pen<'_>) {
    let strong = pen.theme().strong();
    let mut frame = pen.framed(&words::heading(d), strong);
    let mut inner = frame.indented(1);
    let mut y = 0;
    for (i, line) in lines(scene, d, false).iter().enumerate() {
        let style = if i == 0 { strong } else { Style::new() };
        y = inner.put_wrapped(y, line, style);
        if y >= inner.height() {
            break;
        }
    }
}

/// A window with the phone in full.
pub(in crate::tui) fn draw_window(scene: &Scene<'_>, d: &Dossier, pen: &mut Pen<'_>) {
    const WIDEST: u16 = 90;
    let width = usize::from(pen.width().min(WIDEST).saturating_sub(4));
    let body = lines(scene, d, true);
    let body: Vec<String> = body.iter().flat_map(|line| wrapped(line, width)).collect();
    let faint = pen.theme().faint();
    let mut window = pen.window(WIDEST, body.len() + 1, &words::heading(d));
    let last = window.height().saturating_sub(1);
    for (line, y) in body.iter().zip(0..last) {
        window.put((0, y), line, Style::new());
    }
    window.put((0, last), all_words::CLOSE, faint);
}
