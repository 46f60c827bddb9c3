//! Whom each counter serves, and for how long: this counter's line is the strong one.

use ratatui::style::Style;

use super::words;
use crate::domain::rules::CounterIx;
use crate::domain::ticket::Ticket;
use crate::tui::pen::{Columns, Pen, beside};
use crate::tui::view::View;
use crate::tui::words::{Scene, name_or_note, number};

const NUMBER: u16 = 6;
const MINUTES: u16 = 14;
const NOTE: u16 = 18;
const NOTE_SHORT: u16 = 9;
/// Wider cells would tear name and minutes apart.
const WIDEST_CELL: u16 = 40;

/// Lines that the panel wants, frame included, in a screen so high.
pub(super) fn height(view: &View<'_>, screen: u16) -> u16 {
    let counters = view.office.rules().counters.len() as u16;
    counters.min((screen / 4).max(3)) + 2
}

/// Which counters are seen when there is not room for all: this one among them.
fn seen(scene: &Scene<'_>, room: usize) -> Vec<CounterIx> {
    let first = (usize::from(scene.desk.0) + 1).saturating_sub(room);
    let all = scene.view.office.rules().counter_indexes();
    all.skip(first).take(room).collect()
}

/// Draws the panel; `chosen` says whether the actions on a row go to whom this counter serves.
pub(super) fn draw(scene: &Scene<'_>, chosen: bool, pen: &mut Pen<'_>) {
    let theme = pen.theme();
    let inner = pen.framed(words::SERVING, theme.strong()).area;
    let counters = seen(scene, usize::from(inner.height));
    let hidden = scene.view.office.rules().counters.len() - counters.len();
    if hidden > 0 {
        let at = (pen.width().saturating_sub(20), pen.height() - 1);
        pen.put_in(at, 18, &words::more_counters(hidden), theme.faint());
    }
    let mut inner = pen.within(inner);
    for (ix, y) in counters.into_iter().zip(0..) {
        let own = ix == scene.desk;
        let base = if own { theme.strong() } else { Style::new() };
        let mut line = inner.line(y);
        line.put((0, 0), if own && chosen { "▸" } else { "" }, base);
        let rest = beside(line.area, line.width().saturating_sub(2)).1;
        draw_counter(scene, ix, base, &mut line.within(rest));
    }
}

fn draw_counter(scene: &Scene<'_>, ix: CounterIx, base: Style, pen: &mut Pen<'_>) {
    let view = scene.view;
    let def = view.desk(ix);
    let (name, fields) = if pen.width() >= 100 { (12, 20) } else { (8, 0) };
    let of: Vec<&str> = def.fields.iter().map(|f| view.field_name(*f)).collect();
    let columns = Columns {
        widths: [name, fields],
        number: usize::MAX,
    };
    columns.put(pen, [(&def.name, base), (&of.join(", "), base)]);
    let rest = beside(pen.area, pen.width().saturating_sub(name + fields)).1;
    let mut pen = pen.within(rest);
    match view.serving(ix) {
        Some(t) => draw_ticket(scene, ix, t, base, &mut pen),
        None => {
            let style = base.patch(pen.theme().faint());
            pen.put_in((0, 0), NUMBER - 1, " —", base);
            pen.put((NUMBER, 0), &words::idle(scene, ix), style);
        }
    }
}

fn draw_ticket(scene: &Scene<'_>, ix: CounterIx, t: &Ticket, base: Style, pen: &mut Pen<'_>) {
    let view = scene.view;
    let roomy = pen.width() >= 80;
    let note_width = if roomy { NOTE } else { NOTE_SHORT };
    let room = pen.width().saturating_sub(NUMBER + MINUTES + note_width);
    let room = room.min(2 * WIDEST_CELL);
    let name = room * 11 / 20;
    let started = t.started.unwrap_or(view.minute());
    let minutes = view.minute().0 - started.0;
    // Nobody is served over night: the end was not noted in the evening.
    let is_left_over = started.day() != view.today();
    let usual = view.mean_of(t);
    let long = is_left_over || minutes * 4 > usual * 5;
    let style = match long {
        true => base.patch(pen.theme().warning()),
        false => base,
    };
    let columns = Columns {
        widths: [NUMBER, name, room - name, MINUTES, note_width],
        number: usize::MAX,
    };
    let taken = match is_left_over {
        true => words::since(started.day()),
        false => words::minutes(minutes, usual),
    };
    let note = match is_left_over {
        true => words::left_over(scene, ix),
        false => words::note(view.office.counter(ix).open, long, roomy).to_owned(),
    };
    let cells = [
        (&*number(t.number), base),
        (&*name_or_note(t), base),
        (&*view.procedure_of(t).unwrap_or_default(), base),
        (&*taken, style),
        (&*note, style),
    ];
    columns.put(pen, cells);
}
