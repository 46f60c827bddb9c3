//! What is known of one ticket: beside the queue, under it, or in a window of its own.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::text::Phone;
use crate::domain::ticket::{Ticket, Visit};
use crate::tui::lobby::figures;
use crate::tui::pen::{Pen, above, wrapped};
use crate::tui::view::drawn;
use crate::tui::words::{self, Scene, ticket};

const WIDEST: u16 = 78;

/// Phone and code. A citizen across the desk sees the screen too: the whole phone only in a window of its own.
fn contact(t: &Ticket, whole: bool) -> String {
    let shown = |p: &Phone| if whole { p.to_string() } else { p.masked() };
    let phone = t.person.phone.as_ref().map(shown);
    let parts = [phone, t.person.code.as_deref().map(drawn)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Everything, one thing to a line; empty ones are left out.
fn lines(scene: &Scene<'_>, t: &Ticket, whole: bool) -> Vec<String> {
    let phone = t.person.phone.as_ref();
    let record = phone.and_then(|p| scene.view.office.phone(p));
    let mut lines = vec![
        ticket::name_or_unknown(t),
        contact(t, whole),
        ticket::origin(scene, t),
    ];
    lines.extend(ticket::written(scene, t));
    if record.is_some_and(|r| r.helper) {
        lines.push(ticket::HELPERS_PHONE.to_owned());
    }
    lines.extend(ticket::earlier(scene, t));
    if t.state.awaits_answer() {
        lines.extend(ticket::for_an_answer(scene, t));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// What else helps, after the reason.
fn more(scene: &Scene<'_>, t: &Ticket) -> Vec<String> {
    let mut more = vec![ticket::calls(scene, t)];
    more.retain(|line| !line.is_empty());
    more.extend(ticket::papers(scene, t));
    more
}

/// The panel beside the queue. Answers how many of its lines hold words, the frame's first one among them.
pub(super) fn draw_panel(scene: &Scene<'_>, t: Option<&Ticket>, pen: &mut Pen<'_>) -> u16 {
    /// Longer ones would push the rest out of the panel.
    const LONGEST: u16 = 6;
    let (strong, faint) = (pen.theme().strong(), pen.theme().faint());
    let title = t.map_or(String::new(), |t| {
        ticket::heading(&words::number(t.number), t)
    });
    let mut frame = pen.framed(&title, strong);
    let Some(t) = t else { return 1 };
    let mut inner = frame.indented(1);
    let (mut y, mut cut) = (draw_new_number(scene, t, &mut inner), 0);
    let width = usize::from(inner.width());
    let mut write = |words: &str, style: Style| {
        let needed = wrapped(words, width).len().min(usize::from(LONGEST));
        let (_, rest) = above(inner.area, inner.height().saturating_sub(y));
        let place = Rect {
            height: rest.height.min(LONGEST),
            ..rest
        };
        let used = inner.within(place).put_wrapped(0, words, style);
        cut += needed.saturating_sub(usize::from(used));
        y += used;
    };
    for (i, line) in lines(scene, t, false).iter().enumerate() {
        write(line, if i == 0 { strong } else { Style::new() });
    }
    write(&ticket::because(&words::why(scene, t)), faint);
    for line in more(scene, t) {
        write(&line, Style::new());
    }
    if cut > 0 {
        pen.on_edge(&words::details_below(scene, cut));
    }
    // The frame's last line says what has no room.
    if cut > 0 { pen.height() } else { y + 1 }
}

/// The number that somebody has just got, as large as it is read across the desk: there may be no paper to hand out. Answers
/// the lines that it takes.
fn draw_new_number(scene: &Scene<'_>, t: &Ticket, pen: &mut Pen<'_>) -> u16 {
    let number = words::number(t.number);
    let (wide, high) = figures::size(number.len(), 1);
    let is_new = scene.newest == Some(t.id) && t.time().is_none() && t.waits_here();
    if !is_new || wide > pen.width() || high + 6 > pen.height() {
        return 0;
    }
    let light = pen.theme().selected();
    let place = Rect {
        y: pen.area.y + 1,
        height: high,
        ..pen.area
    };
    figures::draw(&number, 1, light, &mut pen.within(place));
    high + 2
}

/// A few lines under the queue.
pub(super) fn draw_folded(scene: &Scene<'_>, t: Option<&Ticket>, pen: &mut Pen<'_>) {
    let Some(t) = t else { return };
    let (strong, faint) = (pen.theme().strong(), pen.theme().faint());
    let number = words::number(t.number);
    let known = format!("{number} {}", lines(scene, t, false).join(" · "));
    let why = ticket::because(&words::why(scene, t));
    // The lines that the reason does not need are for what is known.
    let needed = wrapped(&why, usize::from(pen.width())).len() as u16;
    let (above_why, _) = above(
        pen.area,
        needed.clamp(1, pen.height().saturating_sub(1).max(1)),
    );
    let y = pen.within(above_why).put_wrapped(0, &known, Style::new());
    pen.put((0, 0), &number, strong);
    pen.put_wrapped(y, &why, faint);
}

/// A window with the phone in full, to call the citizen; the keys of the page still hold.
pub(super) fn draw_phone(scene: &Scene<'_>, t: &Ticket, pen: &mut Pen<'_>) {
    let (strong, faint) = (pen.theme().strong(), pen.theme().faint());
    let phone = t.person.phone.as_ref().map(Phone::spaced);
    let lines = [
        (phone.unwrap_or_default(), strong),
        (ticket::name_or_unknown(t), Style::new()),
        (ticket::origin(scene, t), Style::new()),
        (scene.view.procedure_of(t).unwrap_or_default(), Style::new()),
        (ticket::keys_to_answer(scene, t), faint),
    ];
    let mut window = pen.window(WIDEST, lines.len(), &ticket::call(&scene.who_in_title(t)));
    for ((line, style), y) in lines.iter().zip(0..) {
        window.put((0, y), line, *style);
    }
}

/// A window over the queue with all details.
pub(super) fn draw_window(scene: &Scene<'_>, t: &Ticket, visits: &[Visit], pen: &mut Pen<'_>) {
    let mut body = lines(scene, t, true);
    body.push(ticket::because(&why_sentence(scene, t)));
    body.extend(more(scene, t));
    body.extend(visits.iter().map(|visit| ticket::visit(scene, t, visit)));
    draw_text(&body, &ticket::heading(&scene.told_apart(t.number), t), pen);
}

/// A window over the queue with the rule alone.
pub(super) fn draw_why(scene: &Scene<'_>, t: &Ticket, pen: &mut Pen<'_>) {
    draw_text(
        &[why_sentence(scene, t)],
        &ticket::why_here(&scene.who_in_title(t)),
        pen,
    );
}

fn why_sentence(scene: &Scene<'_>, t: &Ticket) -> String {
    words::sentence(&format!("{}.", words::why(scene, t)))
}

fn draw_text(body: &[String], title: &str, pen: &mut Pen<'_>) {
    let width = usize::from(pen.width().min(WIDEST).saturating_sub(4));
    let lines: Vec<String> = body.iter().flat_map(|l| wrapped(l, width)).collect();
    let faint = pen.theme().faint();
    let mut window = pen.window(WIDEST, lines.len() + 1, title);
    let last = window.height().saturating_sub(1);
    for (line, y) in lines.iter().zip(0..last) {
        window.put((0, y), line, Style::new());
    }
    let keys = words::close(lines.len().saturating_sub(usize::from(last)));
    window.put((0, last), &keys, faint);
}
