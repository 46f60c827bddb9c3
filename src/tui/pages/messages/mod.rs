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
use crate::tui::list::{Cursor, List, mark};
use crate::tui::pen::{Pen, WIDE, above};
use crate::tui::theme::Theme;
use crate::tui::view::View;
use crate::tui::words::Scene;
use crate::tui::words::messages::{self as words, Weight};

/// The page.
#[derive(Clone, Default)]
pub(super) struct Messages {
    list: List<Entry>,
}

/// A message or notice, and whether it needs a hand.
type Entry = (LetterId, bool);

impl Page for Messages {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn short_name(&self) -> &'static str {
        words::SHORT
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

    fn enter(&mut self) {
        self.list = List::default();
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.list
    }

    fn choose_letter(&mut self, id: LetterId, scene: &Scene<'_>) {
        self.refresh(scene);
        if let Some(letter) = scene.view.letters.get(id) {
            self.list.choose((id, letter.needs_hand()));
        }
    }

    fn first(&self, target: &Target<'_>) -> Vec<Action> {
        let of_letter = target.letter.map_or(&[][..], act::actions_of);
        [of_letter, &[Action::HoldSending, Action::Announce]].concat()
    }

    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        act::possible(action, self.target(scene.view, scene.desk).letter, scene)
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        act::act(action, self.target(scene.view, scene.desk).letter, scene)
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let Some(chosen) = self.target(scene.view, scene.desk).letter else {
            self.draw_list(scene.view, pen);
            return body;
        };
        let (list, under) = above(body, if body.height >= 30 { 10 } else { 9 });
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
        // Times have their day, and what a message is about has a column.
        let (theme, wide) = (inner.theme(), inner.width() >= WIDE);
        let titles = words::titles(wide);
        self.list.draw_table(
            &mut inner,
            words::NOTHING,
            titles,
            &[5, 6],
            |(id, _), chosen| {
                let letter = view.letters.get(id)?;
                Some(cells(view, letter, chosen, wide, theme))
            },
        );
        pen.below(self.list.below());
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

/// Mark, time, way, phone, state, what it is about, text; what has no room stands under the list.
fn cells(
    view: &View<'_>,
    letter: &Letter,
    chosen: bool,
    wide: bool,
    theme: Theme,
) -> [(String, Style); 7] {
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
    let (time, way) = match wide {
        true => (words::moment(view, letter.at), words::way(letter)),
        false => (
            words::moment_short(view, letter.at),
            words::way_short(letter),
        ),
    };
    [
        (mark(chosen).to_owned(), base),
        (time, base),
        (way.to_owned(), base),
        (words::correspondent(letter), base),
        (state.to_owned(), coloured),
        (words::about(view, letter), base),
        (words::content(letter), base),
    ]
}
