//! Whom each counter serves, and for how long: this counter's line is the strong one.

use ratatui::style::Style;

use super::words;
use crate::domain::rules::CounterIx;
use crate::domain::text;
use crate::tui::list::mark;
use crate::tui::pen::{Columns, Pen, beside};
use crate::tui::view::View;
use crate::tui::words::{Scene, name_or_note, number};

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
    let room = inner.width() - 2;
    let lines = |roomy| -> Vec<_> { counters.iter().map(|ix| cells(scene, *ix, roomy)).collect() };
    let lines = Some(lines(true))
        .filter(|roomy| inner.width() >= ROOMY || fit(scene, &counters, roomy, room))
        .unwrap_or_else(|| lines(false));
    let rows = lines
        .iter()
        .map(|(cells, _)| cells.each_ref().map(String::as_str));
    let columns = Columns::measured(room, &CUT, rows.clone());
    for (((row, ix), (_, is_long)), y) in rows.zip(&counters).zip(&lines).zip(0..) {
        let own = *ix == scene.desk;
        let base = if own { theme.strong() } else { Style::new() };
        let is_idle = scene.view.serving(*ix).is_none();
        let style = match (is_long, is_idle) {
            (true, _) => base.patch(theme.warning()),
            (_, true) => base.patch(theme.faint()),
            _ => base,
        };
        let mut line = inner.line(y);
        line.put((0, 0), mark(own && chosen), base);
        let rest = beside(line.area, line.width().saturating_sub(2)).1;
        let cells = std::array::from_fn(|i| (row[i], if i < 5 { base } else { style }));
        let mut line = line.within(rest);
        let end = columns.put(&mut line, cells);
        if is_idle {
            line.put((end, 0), &words::idle(scene, *ix), style);
        }
    }
}

/// Whether the counters' fields and whole notes have room, with why a counter is free behind its number.
fn fit(
    scene: &Scene<'_>,
    counters: &[CounterIx],
    lines: &[([String; 7], bool)],
    room: u16,
) -> bool {
    let rows = lines
        .iter()
        .map(|(cells, _)| cells.each_ref().map(String::as_str));
    let idle = counters
        .iter()
        .filter(|ix| scene.view.serving(**ix).is_none());
    let idle = idle.map(|ix| (3, text::width(&words::idle(scene, *ix)) as u16));
    Columns::fit(room, rows, idle)
}

/// From this width on the counters' fields are shown though names are cut for them.
const ROOMY: u16 = 98;
/// Fields, name and procedure give way where room is short.
const CUT: [usize; 3] = [1, 3, 4];

/// Counter, fields, number, name, procedure, minutes, note; whether the service takes long.
fn cells(scene: &Scene<'_>, ix: CounterIx, roomy: bool) -> ([String; 7], bool) {
    let view = scene.view;
    let def = view.desk(ix);
    let fields = def.fields.iter().map(|f| view.field_name(*f));
    let fields = match roomy {
        true => fields.collect::<Vec<_>>().join(", "),
        false => String::new(),
    };
    let Some(t) = view.serving(ix) else {
        let empty = String::new;
        let cells = [
            def.name.clone(),
            fields,
            " —".to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
        ];
        return (cells, false);
    };
    let started = t.started.unwrap_or(view.minute());
    let minutes = view.minute().0 - started.0;
    // Nobody is served over night: the end was not noted in the evening.
    let is_left_over = started.day() != view.today();
    let usual = view.mean_of(t);
    let is_forgotten = view.office.is_perhaps_forgotten(t, view.minute());
    let is_long = is_left_over || is_forgotten || minutes * 4 > usual * 5;
    let taken = match is_left_over {
        true => words::since(started.day()),
        false => words::minutes(minutes, usual),
    };
    let is_open = view.office.counter(ix).open;
    let special = match is_left_over {
        true => words::left_over(scene, ix),
        false => words::special(is_long && is_open, is_forgotten, roomy).to_owned(),
    };
    let note = match is_open {
        true => special,
        false => words::then_pauses(&special, roomy),
    };
    let procedure = view.procedure_of(t).unwrap_or_default();
    // Each field has its own 001.
    let digit = view.digit(t.number.field).filter(|_| !roomy);
    let digit = digit.map_or(String::new(), |digit| format!("{digit}·"));
    let numbered = format!("{digit}{}", number(t.number));
    let cells = [
        def.name.clone(),
        fields,
        numbered,
        name_or_note(t),
        procedure,
        taken,
        note,
    ];
    (cells, is_long)
}
