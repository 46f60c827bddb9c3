//! The keys that do something now, and the line that says what was just done.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::action::Action;
use super::offers::{certain, possible};
use super::pages::{Page, Pages};
use super::pen::Pen;
use super::words::{Scene, StatusLine, Tone, footer as words};
use crate::domain::text;

/// Whom the keys of a group are about: the one in service here, or the chosen row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Office,
    Served,
    Row,
}

const fn group(action: Action) -> Group {
    match action {
        Action::DoneNext | Action::Recall | Action::Absent | Action::Transfer | Action::Hold => {
            Group::Served
        }
        Action::SetPriority
        | Action::SetName
        | Action::SetProcedure
        | Action::Cancel
        | Action::Move
        | Action::Phone
        | Action::Why => Group::Row,
        _ => Group::Office,
    }
}

/// What can be done, with its key: `("F2", "Xong, gọi tiếp")`. Before the keys that are about one person stands who that
/// is: the one in service and the chosen row are two.
pub(super) fn items(scene: &Scene<'_>, pages: &Pages) -> Vec<(String, String)> {
    let page = pages.shown();
    let target = page.target(scene.view, scene.desk);
    let first = page.first(&target);
    let footer = || Action::ALL.iter().copied().filter(|a| a.is_in_footer());
    let of = |wanted: Group| footer().filter(move |a| group(*a) == wanted);
    let served = scene.view.serving(scene.desk);
    let chosen = target
        .ticket
        .filter(|t| served.is_none_or(|s| s.id != t.id));
    let mut items = vec![];
    let mut add = |whom: Option<String>, actions: Vec<Action>| {
        let item = |action| {
            let (key, label) = item(scene, page, action)?;
            match action {
                Action::NextScreen => Some((key, pages.next_name().to_owned())),
                _ => Some((key, label)),
            }
        };
        let actions = actions.into_iter();
        let of_group: Vec<_> = actions.filter_map(item).collect();
        if !of_group.is_empty() {
            items.extend(whom.map(|whom| (String::new(), whom)));
            items.extend(of_group);
        }
    };
    let rest = |wanted| {
        of(wanted)
            .filter(|a| !first.contains(a))
            .collect::<Vec<_>>()
    };
    let row = chosen.map(words::of_row);
    let whom = served.map(|t| words::of_counter(scene, t));
    add(None, vec![Action::Help]);
    if !first.is_empty() {
        add(row.clone(), first.clone());
    }
    add(whom.clone(), rest(Group::Served));
    let office = of(Group::Office).filter(|a| *a != Action::Help && !first.contains(a));
    match row.filter(|_| first.is_empty()) {
        Some(row) => {
            add(Some(row), rest(Group::Row));
            add(None, office.collect());
        }
        // Where no row is chosen, its keys are about the one in service, too.
        None => {
            add(None, office.collect());
            add(whom, rest(Group::Row));
        }
    }
    items
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
    let label = words::label(scene, action, target.ticket, target.letter);
    let label = label.unwrap_or(&binding.short);
    let label = match action {
        Action::Undo => words::undo(scene, label),
        Action::Resume | Action::Requeue => words::whom(label, certain(scene, action, &target)),
        _ => label.to_owned(),
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
        let gap = u16::from(!key.is_empty());
        let width = (text::width(key) + text::width(label)) as u16 + gap;
        if x + width > pen.width() && x > 1 {
            (x, y) = (1, y + 1);
        }
        if y >= pen.height() {
            return;
        }
        let key_style = pen.theme().key();
        let used = pen.put((x, y), key, key_style);
        let label_style = if key.is_empty() {
            pen.theme().strong()
        } else {
            Style::new()
        };
        pen.put((x + used + gap, y), label, label_style);
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
