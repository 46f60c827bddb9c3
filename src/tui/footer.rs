//! The keys that do something now, and the line that says what was just done.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::action::{Action, Group};
use super::offers::{can_undo, certain, meant_chosen, possible};
use super::pages::{InBar, PAGE_KEYS, Page, Pages, Target};
use super::pen::{Pen, WIDE, wrapped};
use super::words::footer::{self as words, CALLS};
use super::words::requests;
use super::words::{Scene, StatusLine, Tone};
use crate::domain::event::Event;
use crate::domain::text;
use crate::domain::ticket::Ticket;

/// Who stands aside comes back.
const TAKES_UP: [Action; 2] = [Action::Resume, Action::Requeue];

/// What can be done, with its key: `("F2", "Gọi tiếp")`.
pub(super) type Item = (String, String);

/// What can be done whoever is chosen; what cannot be done is in it, too.
pub(super) type Steady = Vec<(Action, Option<Item>)>;

/// Taking up again the chosen one is about the row, and the first that is wanted of it.
fn takes_up_row(scene: &Scene<'_>, action: Action, target: &Target<'_>) -> bool {
    TAKES_UP.contains(&action) && meant_chosen(scene, action, target).is_some()
}

/// Whether an action is the same whichever row is chosen, of those that are like the chosen one.
fn is_steady(scene: &Scene<'_>, action: Action, target: &Target<'_>) -> bool {
    match action {
        // Of one whose turn did not come a booking is called otherwise.
        Action::Confirm | Action::Sweep | Action::Booking => false,
        // Said otherwise for a second after a refusal.
        Action::Undo | Action::Redo => false,
        Action::Resume | Action::Requeue => {
            chosen(scene, target).is_some() && !takes_up_row(scene, action, target)
        }
        action => action.group() != Group::Row,
    }
}

/// The chosen row, where it is another one than is in service.
fn chosen<'a>(scene: &Scene<'a>, target: &Target<'a>) -> Option<&'a Ticket> {
    let served = scene.view.serving(scene.desk);
    target
        .ticket
        .filter(|t| served.is_none_or(|s| s.id != t.id))
}

/// What the chosen row changes nothing of.
pub(super) fn steady(scene: &Scene<'_>, pages: &Pages) -> Steady {
    let target = scene.target(pages.shown());
    let actions = Action::ALL.iter().copied();
    actions
        .filter(|action| action.is_in_footer() && is_steady(scene, *action, &target))
        .map(|action| (action, item(scene, pages.shown(), action)))
        .collect()
}

/// What can be done, a line for each group. Before the keys that are about one person stands who that is: the one in service,
/// and the chosen row are two.
///
/// Answers also how many of the office's are the work of the day: they are its first.
fn items(
    scene: &Scene<'_>,
    pages: &Pages,
    steady: &Steady,
    is_roomy: bool,
) -> ([Vec<Item>; 3], usize) {
    let page = pages.shown();
    let target = scene.target(page);
    let first = page.first(&target);
    let (takes_up, others): (Vec<Action>, Vec<Action>) = Action::ALL
        .iter()
        .copied()
        .filter(|a| a.is_in_footer() && !first.contains(a))
        .partition(|a| takes_up_row(scene, *a, &target));
    let known = |action: &Action| match steady.iter().find(|(known, _)| known == action) {
        Some((_, item)) if is_steady(scene, *action, &target) => item.clone(),
        _ => item(scene, page, *action),
    };
    let of = |wanted: Group| {
        let taken = takes_up.iter().filter(|_| wanted == Group::Row);
        let rest = others.iter().filter(|a| a.group() == wanted);
        taken.chain(rest).filter_map(known).collect::<Vec<_>>()
    };
    let is_main = |a: &&Action| a.group() == Group::Office && a.is_main();
    let main = others.iter().filter(is_main).filter_map(known).count();
    let of_whom = |whom: Option<String>, items: Vec<Item>| {
        let whom = whom.filter(|_| !items.is_empty());
        let whom = whom.map(|whom| (String::new(), whom));
        whom.into_iter().chain(items).collect::<Vec<_>>()
    };
    let served = scene.view.serving(scene.desk);
    let counter = served.map(|_| words::of_counter(scene));
    let row = chosen(scene, &target).map(|t| words::of_row(scene, t, is_roomy));
    let row = row.or_else(|| Some(words::of_letter(scene, target.letter?, is_roomy)));
    let (mut of_served, of_row) = (of(Group::Served), of(Group::Row));
    if !first.is_empty() {
        let first = of_whom(row, items_of(scene, page, &first));
        return (
            [of_whom(counter, of_served), first, of(Group::Office)],
            main,
        );
    }
    if row.is_none() {
        // Where no row is chosen, its keys are about the one in service, too.
        of_served.extend(of_whom(served.map(words::of_served), of_row));
        return (
            [of_whom(counter, of_served), vec![], of(Group::Office)],
            main,
        );
    }
    let (of_served, of_row) = (of_whom(counter, of_served), of_whom(row, of_row));
    ([of_served, of_row, of(Group::Office)], main)
}

/// The same for a choice of actions.
pub(super) fn items_of(scene: &Scene<'_>, page: &dyn Page, actions: &[Action]) -> Vec<Item> {
    actions
        .iter()
        .filter_map(|action| item(scene, page, *action))
        .collect()
}

fn item(scene: &Scene<'_>, page: &dyn Page, action: Action) -> Option<Item> {
    let binding = scene.keys.binding(action)?;
    let holds = binding.at.is_none_or(|at| at == page.context());
    if !holds || possible(scene, page, action).is_err() {
        return None;
    }
    let target = scene.target(page);
    let label = words::label(scene, action, target.ticket, target.letter);
    let label = label.unwrap_or(&binding.short);
    let label = match action {
        Action::DoneNext => words::done_next(scene),
        Action::Absent | Action::Hold => {
            let counter = scene.desk;
            let event = match action {
                Action::Hold => Event::Hold { counter },
                _ => Event::Absent { counter },
            };
            words::making_room(scene, label, event)
        }
        Action::Undo | Action::Redo => words::undo(scene, action, label),
        Action::Confirm if target.is_lost => requests::next(scene.view),
        // Whose row it is stands before the keys.
        Action::Resume | Action::Requeue if takes_up_row(scene, action, &target) => {
            label.to_owned()
        }
        Action::Resume | Action::Requeue => words::whom(label, certain(scene, action, &target)),
        _ => label.to_owned(),
    };
    Some((scene.key(action), label))
}

/// How many lines the keys and, under them, the pages take in a screen so wide.
pub(super) fn height(width: u16) -> u16 {
    if width >= WIDEST { 3 } else { 4 }
}

/// So wide, the keys of the one in service and of the row stand in one line.
const WIDEST: u16 = 150;

/// Where a key is named: there the mouse presses it.
pub(super) type Spot = (Rect, String);

/// The keys of one group, and where they stand.
#[derive(PartialEq, Eq)]
pub(super) struct KeyLine {
    pub(super) area: Rect,
    items: Vec<Item>,
}

impl KeyLine {
    /// Draws as many as fit.
    pub(super) fn draw(&self, pen: &mut Pen<'_>) -> Vec<Spot> {
        draw_items(&self.items, &mut pen.within(self.area))
    }
}

/// The keys in their place, each group beginning a line.
pub(super) fn key_lines(
    scene: &Scene<'_>,
    pages: &Pages,
    steady: &Steady,
    place: Rect,
) -> Vec<KeyLine> {
    let ([served, row, office], main) = items(scene, pages, steady, place.width >= WIDE);
    let served = with_main_keys(served, place.width);
    let mut groups = match place.width >= WIDEST {
        true => vec![in_one_line(served, row, place.width), office],
        false => {
            let (row, office) = row_first(row, office, main, place.width);
            vec![served, row, office]
        }
    };
    groups.retain(|group| !group.is_empty());
    let last = groups.len().saturating_sub(1);
    let lines = (0..).zip(groups).map(|(y, items)| {
        // The last group takes what room the others leave.
        let is_last = usize::from(y) == last;
        let height = if is_last {
            place.height.saturating_sub(y)
        } else {
            1
        };
        let area = Rect {
            y: place.y + y,
            height,
            ..place
        };
        KeyLine { area, items }
    });
    lines.collect()
}

/// The long words of the first key give way to the other keys of the day's work: the name first, in a narrow window whom putting
/// aside calls before that, at last whom the others call. Before a whole key has no room, whom those call gives way.
fn with_main_keys(mut served: Vec<Item>, width: u16) -> Vec<Item> {
    /// Whose keys, and the four of every day; with receiving a dossier and putting aside.
    const MAIN: [usize; 2] = [5, 7];
    let over = |served: &[Item], most| {
        let main = &served[..served.len().min(most)];
        (columns(main) + 1).saturating_sub(width + 2)
    };
    let drop_called = |served: &mut [Item], from: usize, most: usize| {
        for nth in (from..served.len().min(most)).rev() {
            if over(served, most) > 0 {
                let label = &mut served[nth].1;
                label.truncate(label.find(CALLS).unwrap_or(label.len()));
            }
        }
    };
    let most = MAIN[usize::from(width >= WIDE)];
    let cut_first = |served: &mut [Item], cut: &dyn Fn(&mut String, usize)| {
        let over = usize::from(over(served, most));
        let first = served.iter_mut().find(|(key, _)| !key.is_empty());
        if let Some((_, label)) = first.filter(|_| over > 0) {
            let room = text::width(label).saturating_sub(over);
            cut(label, room);
        }
    };
    let mut short = served.clone();
    drop_called(&mut short, 2, MAIN[1]);
    if width < WIDE {
        drop_called(&mut served, MAIN[0], MAIN[1]);
    }
    // A name that is cut looks like a question to come: it goes whole, behind the number that the other keys name, too.
    let mut others = served.iter().skip(2);
    let called = others.find_map(|(_, label)| Some(label.split_once(CALLS)?.1.to_owned()));
    cut_first(&mut served, &|label, _| {
        let number = called.as_deref().and_then(|n| Some((label.rfind(n)?, n)));
        label.truncate(number.map_or(label.len(), |(at, n)| at + n.len()));
    });
    drop_called(&mut served, 2, most);
    cut_first(&mut served, &|label, room| *label = text::fit(label, room));
    let fitting = |served: &[Item]| {
        let mut used = 1;
        let fits = |item: &&Item| {
            let fits = used + width_of(item) <= width;
            used += if fits { width_of(item) + 2 } else { 0 };
            fits
        };
        served.iter().take(MAIN[1]).filter(fits).count()
    };
    match fitting(&short) > fitting(&served) {
        true => short,
        false => served,
    }
}

/// Of the keys of the one in service as many as leave room for the first ones of the row.
fn in_one_line(mut served: Vec<Item>, row: Vec<Item>, width: u16) -> Vec<Item> {
    const FIRST: usize = 3;
    let needed = columns(&row[..row.len().min(FIRST)]);
    while columns(&served) + needed > width && served.pop().is_some() {}
    [served, row].concat()
}

/// What of the row's keys has no room in its line stands before all but the office's work of the day.
fn row_first(
    mut row: Vec<Item>,
    mut office: Vec<Item>,
    main: usize,
    width: u16,
) -> (Vec<Item>, Vec<Item>) {
    let mut used = 1;
    let fitting = row.iter().take_while(|item| {
        used += width_of(item) + 2;
        used <= width + 2
    });
    let rest = row.split_off(fitting.count());
    let whom = row
        .first()
        .filter(|(key, _)| key.is_empty() && !rest.is_empty());
    office.splice(main..main, whom.cloned().into_iter().chain(rest));
    (row, office)
}

fn width_of((key, label): &Item) -> u16 {
    (text::width(key) + text::width(label)) as u16 + u16::from(!key.is_empty())
}

/// What items take one after the other, each with the gap behind it.
fn columns(items: &[Item]) -> u16 {
    items.iter().map(|item| width_of(item) + 2).sum()
}

/// As many as fit; one that has no room lets shorter ones pass.
fn draw_items(items: &[Item], pen: &mut Pen<'_>) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut ends = vec![1; usize::from(pen.height())];
    for (i, item) in items.iter().enumerate() {
        let ((key, label), width) = (item, width_of(item));
        let gap = u16::from(!key.is_empty());
        // Whom keys are about is said beside a key.
        let next = items.get(i + 1).filter(|_| key.is_empty());
        let needed = width + next.map_or(0, |next| 2 + width_of(next));
        let Some(y) = ends.iter().position(|x| x + needed <= pen.width()) else {
            continue;
        };
        let x = ends[y];
        ends[y] += width + 2;
        let y = y as u16;
        let key_style = pen.theme().key();
        let used = pen.put((x, y), key, key_style);
        let label_style = match key.is_empty() {
            true => pen.theme().strong(),
            false => Style::new(),
        };
        pen.put((x + used + gap, y), label, label_style);
        if let Some(at) = pen.position((x, y)) {
            spots.push((Rect::new(at.x, at.y, width, 1), key.clone()));
        }
    }
    spots
}

/// All pages with what is open on each, the shown one marked, and the key of the help.
pub(super) fn draw_pages(scene: &Scene<'_>, pages: &Pages, pen: &mut Pen<'_>) -> Vec<Spot> {
    let mut spots = Vec::new();
    let theme = pen.theme();
    let page = pages.shown();
    let help = items_of(scene, page, &[Action::Help]);
    let help_width = help
        .iter()
        .map(|(key, label)| text::width(key) + text::width(label) + 1);
    let right = pen
        .width()
        .saturating_sub(help_width.sum::<usize>() as u16 + 2);
    let mut x = 1 + pen.put((1, 0), &scene.key(Action::NextScreen), theme.key());
    if pen.width() >= WIDE {
        x += pen.put(
            (x, 0),
            &words::page_keys(&scene.key(PAGE_KEYS[0])),
            theme.key(),
        );
    }
    let bar = pages.bar(scene);
    // Where room is short the pages stand close, by their short names, their keys and counts closer, at last without keys.
    let ways = [
        (3, false, Some(" "), " "),
        (2, false, Some(" "), " "),
        (1, true, Some(" "), " "),
        (1, true, Some(" "), ""),
        (1, true, Some(""), ""),
        (1, true, None, ""),
    ];
    let named = |(gap, short, key, count): (u16, bool, Option<&str>, &str)| {
        let name = |(nth, page): (usize, &InBar)| {
            let name = if short { page.short } else { page.name };
            let nth = key.map_or(String::new(), |gap| format!("{nth}{gap}"));
            words::page(&nth, name, count, page.open)
        };
        (gap, (1..).zip(&bar).map(name).collect::<Vec<_>>())
    };
    // Behind the bracket of the shown one is a blank, too.
    let behind_shown = |gap| u16::from(gap == 1);
    let fits = |(gap, names): &(u16, Vec<String>)| {
        let widths = names.iter().map(|name| text::width(name) as u16 + gap);
        x + 1 + behind_shown(*gap) + widths.sum::<u16>() < right
    };
    let found = ways.into_iter().map(named).find(fits);
    let (gap, names) = found.unwrap_or_else(|| named(ways[5]));
    for (words, page) in names.iter().zip(&bar) {
        let width = text::width(words) as u16;
        if x + 2 + width >= right {
            break;
        }
        let style = match page.is_shown {
            true => theme.strong(),
            false => Style::new(),
        };
        pen.put((x + 2, 0), words, style);
        if page.is_shown {
            pen.put((x + 1, 0), "[", style);
            pen.put((x + 2 + width, 0), "]", style);
        }
        if let Some(at) = pen.position((x + 2, 0)) {
            spots.push((Rect::new(at.x, at.y, width, 1), scene.key(page.key)));
        }
        x += width + gap + if page.is_shown { behind_shown(gap) } else { 0 };
    }
    let area = Rect {
        x: pen.area.x + right.saturating_sub(1),
        width: pen.width() - right.saturating_sub(1),
        ..pen.area
    };
    spots.extend(draw_items(&help, &mut pen.within(area)));
    spots
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
        pen.put((used, 0), &words::entry_keys(scene.keys), theme.faint());
        return pen.position((used.min(pen.width().saturating_sub(1)), 0));
    }
    let said = said?;
    let (sign, style) = match said.tone {
        Tone::Good => ("", theme.good()),
        Tone::Bad => ("✕ ", theme.bad()),
        Tone::Plain => ("", theme.strong()),
    };
    let time = said.at.format(TIME).to_string();
    let used = pen.put((0, 0), &time, theme.faint());
    let lines = wrapped(
        &format!("{sign}{}", said.words),
        usize::from(pen.width() - used),
    );
    for (line, y) in lines.iter().zip(0..) {
        pen.put((used, y), line, style);
    }
    // What was done comes first; the rest as far as it fits whole.
    let at = lines.last().map_or(0, |last| text::width(last) as u16) + used;
    let (mut x, y) = (at, lines.len().saturating_sub(1) as u16);
    for part in words::tail(scene, said.call, said.undo && can_undo(scene)) {
        if x + text::width(&part) as u16 <= pen.width() {
            x += pen.put((x, y), &part, Style::new());
        }
    }
    None
}

const TIME: &str = "%H:%M ";

/// How many lines the last line takes: what was done is never cut.
pub(super) fn last_height(said: Option<&StatusLine>, entry: &str, width: u16) -> u16 {
    const MOST: u16 = 3;
    let Some(said) = said.filter(|_| entry.is_empty()) else {
        return 1;
    };
    let sign = if said.tone == Tone::Bad { 2 } else { 0 };
    let taken = said.at.format(TIME).to_string().len() + 2 + sign;
    let lines = wrapped(&said.words, usize::from(width).saturating_sub(taken));
    (lines.len() as u16).clamp(1, MOST)
}
