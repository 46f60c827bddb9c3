//! Messages that came in, what citizens are told, and calls to make; those that need a hand first. Under the list is
//! what is known of the chosen one.

mod act;
mod details;

pub(crate) use details::draw_window;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Act, Page, Target};
use crate::app::post::letters::{Letter, LetterId};
use crate::domain::rules::CounterIx;
use crate::tui::action::Action;
use crate::tui::list::{List, Move};
use crate::tui::pen::{Columns, Pen, above};
use crate::tui::view::View;
use crate::tui::words::Scene;
use crate::tui::words::messages::{self as words, Weight};

/// The page.
#[derive(Default)]
pub(super) struct Messages {
    list: List<Entry>,
}

/// A message or notice, and whether it needs a hand.
type Entry = (LetterId, bool);

impl Page for Messages {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let open = &scene.view.letters.open;
        (open.messages + open.calls + open.unsent) as usize
    }

    fn shows_messages(&self) -> bool {
        true
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let letters = scene.view.letters.list().iter();
        let list = letters.map(|l| (l.id, l.needs_hand())).collect();
        let stays = |(old, open): Entry, (new, still): Entry| old == new && (still || !open);
        self.list.set_by(list, stays);
    }

    fn target<'a>(&self, view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        let chosen = self.list.chosen();
        Target {
            letter: chosen.and_then(|(id, _)| view.letters.get(id)),
            ..Target::default()
        }
    }

    fn go_on(&mut self) {
        self.list.go_on();
    }

    fn go(&mut self, to: Move) {
        self.list.go(to);
    }

    fn first(&self, target: &Target<'_>) -> Vec<Action> {
        let of_letter = target.letter.map_or(&[][..], act::actions_of);
        [of_letter, &[Action::HoldSending]].concat()
    }

    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        act::possible(action, self.target(scene.view, scene.desk).letter, scene)
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        act::act(action, self.target(scene.view, scene.desk).letter, scene)
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let (list, under) = above(body, if body.height >= 30 { 10 } else { 9 });
        let chosen = self.target(scene.view, scene.desk).letter;
        self.draw_list(scene.view, &mut pen.within(list));
        details::draw_panel(scene, chosen, &mut pen.within(under));
        body
    }
}

impl Messages {
    fn draw_list(&mut self, view: &View<'_>, pen: &mut Pen<'_>) {
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&words::title(view), strong);
        draw_cost(view, &mut inner.indented(1));
        let below_cost = above(inner.area, inner.height().saturating_sub(1)).1;
        let mut inner = inner.within(below_cost);
        if self.list.is_empty() {
            let faint = inner.theme().faint();
            inner.put((1, 0), words::NOTHING, faint);
            return;
        }
        let wide = inner.width() >= WIDE;
        let columns = columns(inner.width());
        columns.titles(&mut inner, words::titles(wide));
        let rows = above(inner.area, inner.height().saturating_sub(1)).1;
        self.list
            .draw(&mut inner.within(rows), |pen, (id, _), chosen| {
                if let Some(letter) = view.letters.get(id) {
                    draw_letter(&columns, view, letter, chosen, pen);
                }
            });
    }
}

/// What was sent and what it cost, before it whether sending is held.
fn draw_cost(view: &View<'_>, pen: &mut Pen<'_>) {
    let (bad, faint) = (pen.theme().bad(), pen.theme().faint());
    let used = match view.letters.held {
        true => pen.put((0, 0), words::HELD, bad),
        false => 0,
    };
    pen.put((used, 0), &words::cost(view), faint);
}

/// From this width on times have their day, and what a message is about has a column.
const WIDE: u16 = 110;
/// `chưa rõ đã gửi chưa`.
const STATE: u16 = 20;
/// `0912 ••• 678`.
const PHONE: u16 = 13;
/// `20/11 08:40`.
const TIME: u16 = 12;

/// Mark, time, way, phone, state, what it is about, text; what has no room stands under the list.
fn columns(width: u16) -> Columns<7> {
    let wide = width >= WIDE;
    let (time, way, state) = if wide { (TIME, 9, STATE) } else { (6, 4, 15) };
    let room = width.saturating_sub(2 + time + way + PHONE + state);
    let about = if wide { room / 2 } else { 0 };
    Columns {
        widths: [2, time, way, PHONE, state, about, room - about],
        number: usize::MAX,
    }
}

fn draw_letter(
    columns: &Columns<7>,
    view: &View<'_>,
    letter: &Letter,
    chosen: bool,
    pen: &mut Pen<'_>,
) {
    let theme = pen.theme();
    let (state, weight) = words::letter_state(letter);
    let base = match (chosen, weight) {
        (true, _) => theme.selected(),
        (false, Weight::Past) => theme.faint(),
        (false, _) => Style::new(),
    };
    let coloured = match weight {
        Weight::Past => base,
        Weight::Well => base.patch(theme.good()),
        Weight::Open => base.patch(theme.warning()),
        Weight::Bad => base.patch(theme.bad()),
    };
    pen.style(base);
    let (time, way) = match pen.width() >= WIDE {
        true => (words::moment(view, letter.at), words::way(letter)),
        false => (
            words::moment_short(view, letter.at),
            words::way_short(letter),
        ),
    };
    let cells = [
        (if chosen { "▸" } else { "" }, base),
        (&time, base),
        (way, base),
        (&words::correspondent(letter), base),
        (state, coloured),
        (&words::about(view, letter), base),
        (&words::content(letter), base),
    ];
    columns.put(pen, cells);
}
