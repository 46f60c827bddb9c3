//! The keys that do something now, and the line that says what was just done.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::action::Action;
use super::offers::possible;
use super::pages::{Page, Pages};
use super::pen::Pen;
use super::words::{Scene, StatusLine, Tone, footer as words};
use crate::domain::text;

/// What can be done, with its key: `("F2", "Xong, gọi tiếp")`.
pub(super) fn items(scene: &Scene<'_>, pages: &Pages) -> Vec<(String, String)> {
    let page = pages.shown();
    let first = page.first(&page.target(scene.view, scene.desk));
    let all = Action::ALL
        .iter()
        .copied()
        .filter(|action| action.is_in_footer());
    let rest = all.filter(|action| !first.contains(action));
    let item = |action| {
        let (key, label) = item(scene, page, action)?;
        match action {
            Action::NextScreen => Some((key, pages.next_name().to_owned())),
            _ => Some((key, label)),
        }
    };
    first.iter().copied().chain(rest).filter_map(item).collect()
}

/// The same for a choice of actions.
pub(super) fn items_of(
    scene: &Scene<'_>,
    page: &dyn Page,
    actions: &[Action],
) -> Vec<(String, String)> {
    actions
        .iter()
        .filter_map(|action| item(scene, page, *action))
        .collect()
}

fn item(scene: &Scene<'_>, page: &dyn Page, action: Action) -> Option<(String, String)> {
    let binding = scene.keys.binding(action)?;
    let holds = binding.at.is_none_or(|at| at == page.context());
    if !holds || possible(scene, page, action).is_err() {
        return None;
    }
    let target = page.target(scene.view, scene.desk);
    let label = match words::label(scene, action, target.ticket, target.letter) {
        Some(label) => label.to_owned(),
        None if action == Action::Undo => words::undo(scene, &binding.short),
        None => binding.short.clone(),
    };
    Some((scene.key(action), label))
}

/// How many lines of keys a screen so wide has.
pub(super) fn height(width: u16) -> u16 {
    if width >= 150 { 1 } else { 2 }
}

/// Draws as many keys as fit.
pub(super) fn draw(items: &[(String, String)], pen: &mut Pen<'_>) {
    let (mut x, mut y) = (1, 0);
    for (key, label) in items {
        let width = (text::width(key) + 1 + text::width(label)) as u16;
        if x + width > pen.width() && x > 1 {
            (x, y) = (1, y + 1);
        }
        if y >= pen.height() {
            return;
        }
        let key_style = pen.theme().key();
        let used = pen.put((x, y), key, key_style);
        pen.put((x + used + 1, y), label, Style::new());
        x += width + 2;
    }
}

/// Draws the last line: what is being typed on the screen itself, else what was done last. Answers where the real
/// cursor belongs while something is typed.
pub(super) fn draw_last_line(
    said: Option<&StatusLine>,
    entry: &str,
    scene: &Scene<'_>,
    pen: &mut Pen<'_>,
) -> Option<Position> {
    let theme = pen.theme();
    let mut pen = pen.indented(1);
    if !entry.is_empty() {
        let used = pen.put((0, 0), &words::entry(entry), theme.strong());
        pen.put((used, 0), words::ENTRY_KEYS, theme.faint());
        return pen.position((used.min(pen.width().saturating_sub(1)), 0));
    }
    let said = said?;
    let (sign, style) = match said.tone {
        Tone::Good => ("", theme.good()),
        Tone::Bad => ("✕ ", theme.bad()),
        Tone::Plain => ("", theme.strong()),
    };
    let tail = words::tail(scene, said.call, said.undo);
    let time = said.at.format("%H:%M ").to_string();
    let used = pen.put((0, 0), &time, theme.faint());
    let width = pen.width() - used;
    let room = width
        .saturating_sub(text::width(&tail) as u16)
        .max(width / 2);
    let words = format!("{sign}{}", said.words);
    let mine = pen.put_in((used, 0), room, &words, style);
    pen.put((used + mine, 0), &tail, Style::new());
    None
}
