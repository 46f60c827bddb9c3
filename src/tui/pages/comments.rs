//! Comments and complaints (S3.4), for the head of the office: those that wait for an answer first; under the list what the
//! chosen one says.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Act, Page, Target, only_if};
use crate::domain::comment::{Comment, State};
use crate::domain::rules::CounterIx;
use crate::tui::action::Action;
use crate::tui::forms;
use crate::tui::list::{Cursor, List, mark};
use crate::tui::pen::{Pen, above};
use crate::tui::theme::Theme;
use crate::tui::view::{Command, View, drawn};
use crate::tui::words::{Scene, comments as words};

/// The page.
#[derive(Clone, Default)]
pub(super) struct Comments {
    list: List<Place>,
    /// The codes behind the list's entries.
    codes: Vec<String>,
}

/// Which of the codes.
type Place = usize;

/// Those that whoever is here may see.
fn seen<'a>(view: &View<'a>) -> &'a [Comment] {
    match view.head_acts() {
        true => view.comments,
        false => &[],
    }
}

impl Page for Comments {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let open = |c: &&Comment| c.state != State::Answered;
        seen(scene.view).iter().filter(open).count()
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let now: Vec<String> = seen(scene.view).iter().map(|c| c.code.clone()).collect();
        if now == self.codes {
            return;
        }
        let before = self
            .list
            .chosen()
            .and_then(|at| self.codes.get(at))
            .cloned();
        self.list.set((0..now.len()).collect());
        let place = before.and_then(|code| now.iter().position(|c| *c == code));
        if let Some(place) = place {
            self.list.choose(place);
        }
        self.codes = now;
    }

    fn target<'a>(&self, _view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        Target::default()
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.list
    }

    fn first(&self, _target: &Target<'_>) -> Vec<Action> {
        vec![Action::Confirm, Action::Open, Action::Sweep]
    }

    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        let chosen = self.chosen(scene.view);
        let none = || words::NONE_CHOSEN.to_owned();
        match action {
            Action::Confirm | Action::Open | Action::Sweep if !scene.view.head_acts() => {
                Some(Err(words::NOT_YOURS.to_owned()))
            }
            Action::Open => Some(chosen.map(drop).ok_or_else(none)),
            Action::Confirm => Some(
                chosen
                    .ok_or_else(none)
                    .and_then(|c| only_if(c.state == State::Received, words::TAKEN)),
            ),
            Action::Sweep => Some(
                chosen
                    .ok_or_else(none)
                    .and_then(|c| only_if(c.state != State::Answered, words::TAKEN)),
            ),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        let chosen = self.chosen(scene.view)?;
        match action {
            Action::Confirm => Some(Act::Do(Command::TakeComment(chosen.code.clone()))),
            Action::Open => Some(Act::Offer(forms::answer_comment(chosen))),
            Action::Sweep => Some(Act::Do(Command::ShowCommentSource(chosen.code.clone()))),
            _ => None,
        }
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let (list, under) = above(body, if body.height >= 30 { 14 } else { 10 });
        self.draw_list(scene, &mut pen.within(list));
        self.draw_chosen(scene.view, &mut pen.within(under));
        body
    }
}

impl Comments {
    fn chosen<'a>(&self, view: &View<'a>) -> Option<&'a Comment> {
        let code = self.list.chosen().and_then(|at| self.codes.get(at))?;
        seen(view).iter().find(|c| c.code == *code)
    }

    fn draw_list(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        let view = scene.view;
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&words::title(self.open(scene)), strong);
        if self.list.is_empty() {
            let faint = inner.theme().faint();
            let why = match view.head_acts() {
                true => words::NOTHING,
                false => words::NOT_YOURS,
            };
            inner.put_wrapped(0, why, faint);
            return;
        }
        let (theme, codes) = (inner.theme(), &self.codes);
        self.list
            .draw_table(&mut inner, "", words::TITLES, &[4], |at, chosen| {
                let code = codes.get(at)?;
                let comment = seen(view).iter().find(|c| c.code == *code)?;
                Some(cells(view, comment, chosen, theme))
            });
        pen.below(self.list.below());
    }

    fn draw_chosen(&self, view: &View<'_>, pen: &mut Pen<'_>) {
        let chosen = self.chosen(view);
        let title = chosen.map_or(String::new(), words::heading);
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&title, strong);
        let Some(chosen) = chosen else {
            return;
        };
        let mut inner = inner.indented(1);
        let faint = inner.theme().faint();
        let mut y = inner.put_wrapped(0, &drawn(&chosen.text), Style::new());
        if let Some(days) = lapses_in(view, chosen) {
            let near = days <= NEAR;
            let style = if near { inner.theme().bad() } else { faint };
            let line = words::lapses(view.today().plus(days), near);
            y = inner.put_wrapped(y, &line, style);
        }
        for line in words::more(view, chosen) {
            y = inner.put_wrapped(y, &line, faint);
        }
    }
}

/// So many days before its end one that nobody has answered is shown so.
const NEAR: i32 = 14;

/// In how many days one goes by itself that nobody has answered.
fn lapses_in(view: &View<'_>, c: &Comment) -> Option<i32> {
    let last = c.kept_until(view.keep_days);
    (c.state != State::Answered).then_some(last.0 - view.today().0)
}

/// Mark, moment, kind, state, subject.
fn cells(view: &View<'_>, c: &Comment, chosen: bool, theme: Theme) -> [(String, Style); 5] {
    let base = match (chosen, c.state) {
        (true, _) => theme.selected(),
        (false, State::Answered) => theme.faint(),
        (false, _) => Style::new(),
    };
    let is_near = lapses_in(view, c).is_some_and(|days| days <= NEAR);
    let (state, style) = match c.state {
        _ if is_near => (words::NEARLY_LAPSED, base.patch(theme.bad())),
        State::Received => (words::state(c.state), base.patch(theme.warning())),
        _ => (words::state(c.state), base),
    };
    [
        (mark(chosen).to_owned(), base),
        (words::moment(c), base),
        (words::kind(c.kind).to_owned(), base),
        (state.to_owned(), style),
        (drawn(&c.subject), base),
    ]
}
