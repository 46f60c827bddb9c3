//! What is known of one message or notice: under the list, or in a window of its own with the whole phone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::post::letters::{Body, Letter, LetterId};
use crate::tui::paint::{cleared, framed, put, wrapped, wrapped_in};
use crate::tui::theme::Look;
use crate::tui::words::{self, Scene, moment, sentence};

/// Where it goes, when, and how far it is.
fn title(scene: &Scene<'_>, letter: &Letter) -> String {
    let (state, _) = words::letter_state(letter);
    let at = moment(scene.view, letter.at);
    let what = match words::way(letter) {
        "đến" => "Tin đến",
        "đi" => "Tin đi",
        _ => "Cuộc gọi",
    };
    let sent = letter.told().and_then(|told| told.sent);
    let sent = sent.map_or(String::new(), |t| format!(" lúc {}", moment(scene.view, t)));
    format!("{what} {at} · {state}{sent}")
}

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
        Body::In(_) => lines.push((format!("Hiểu là: {about}"), plain)),
        Body::Out(told) => {
            lines.push((sentence(&about), plain));
            if let Some(trouble) = words::trouble(scene.view, told) {
                lines.push((trouble, look.theme.warning()));
            }
        }
    }
    lines.push((format!("“{}”", words::content(letter)), plain));
    let ticket = letter.ticket.and_then(|id| words::letter_ticket(scene, id));
    lines.extend(ticket.map(|words| (format!("Lượt: {words}"), plain)));
    lines.extend(other_side(scene, letter).map(|words| (words, faint)));
    lines
}

/// What a message was answered, or which message a notice answers.
fn other_side(scene: &Scene<'_>, letter: &Letter) -> Option<String> {
    let list = scene.view.letters.list();
    match (letter.id, &letter.body) {
        (LetterId::In(id), _) => {
            let answers = |l: &&Letter| l.told().is_some_and(|told| told.answers == Some(id));
            let answer = list.iter().find(answers)?;
            let (state, _) = words::letter_state(answer);
            Some(format!("Trả lời ({state}): “{}”", words::content(answer)))
        }
        (_, Body::Out(told)) => {
            let message = scene.view.letters.get(LetterId::In(told.answers?))?;
            Some(format!("Trả lời tin: “{}”", words::content(message)))
        }
        _ => None,
    }
}

/// The panel under the list.
pub(super) fn draw_panel(
    scene: &Scene<'_>,
    letter: Option<&Letter>,
    buf: &mut Buffer,
    area: Rect,
    look: Look,
) {
    let title = letter.map_or(String::new(), |letter| title(scene, letter));
    let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
    let Some(letter) = letter else { return };
    let width = inner.width.saturating_sub(2);
    let mut y = inner.y;
    for (words, style) in lines(scene, letter, false, look) {
        let room = usize::from(inner.bottom().saturating_sub(y));
        for line in wrapped_in(&words, usize::from(width), room) {
            put(buf, (inner.x + 1, y), width, &line, style);
            y += 1;
        }
    }
}

/// A window over the list, with the phone in full; the keys of the page still hold.
pub fn draw_window(
    scene: &Scene<'_>,
    letter: &Letter,
    keys: &[(String, String)],
    buf: &mut Buffer,
    room: Rect,
    look: Look,
) {
    let width = room.width.min(90);
    let inner_width = width.saturating_sub(4);
    let mut body = Vec::new();
    for (words, style) in lines(scene, letter, true, look) {
        let wrapped = wrapped(&words, usize::from(inner_width));
        body.extend(wrapped.into_iter().map(|line| (line, style)));
    }
    // The keys stay in sight whatever a message is long.
    let most = usize::from(room.height.saturating_sub(3));
    let is_cut = body.len() > most;
    body.truncate(most);
    if let Some((last, _)) = body.last_mut().filter(|_| is_cut) {
        *last = "…".to_owned();
    }
    let keys: Vec<String> = keys
        .iter()
        .map(|(key, label)| format!("{key}: {label}"))
        .collect();
    let keys = [keys.as_slice(), &["Esc: đóng".to_owned()]]
        .concat()
        .join(" · ");
    body.push((keys, look.theme.faint()));
    let height = (body.len() as u16 + 2).min(room.height);
    let area = Rect {
        x: room.x + (room.width - width) / 2,
        y: room.bottom() - height,
        width,
        height,
    };
    cleared(buf, area);
    let title = title(scene, letter);
    let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
    for ((line, style), y) in body.iter().zip(inner.y..inner.bottom()) {
        put(buf, (inner.x + 1, y), inner_width, line, *style);
    }
}
