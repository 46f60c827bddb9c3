//! Dossiers: what is late, due, waits for papers, or was not fetched; under the list what is known of the chosen one.

pub(in crate::tui) mod details;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Act, Page, Target};
use crate::domain::dossier::{self, Dossier, DossierId, Standing};
use crate::domain::event::Event;
use crate::domain::rules::CounterIx;
use crate::tui::action::Action;
use crate::tui::forms;
use crate::tui::list::{Cursor, List, mark};
use crate::tui::pen::{Pen, WIDE, above};
use crate::tui::theme::Theme;
use crate::tui::view::{Command, View};
use crate::tui::words::dossiers as words;
use crate::tui::words::{Scene, refusal};

/// What can be done to a dossier, in the order of the footer.
pub(in crate::tui) const ACTIONS: [Action; 9] = [
    Action::Process,
    Action::Complete,
    Action::HandOver,
    Action::AskSupplement,
    Action::Supplement,
    Action::Apologise,
    Action::Refuse,
    Action::StopDossier,
    Action::Correct,
];

/// The page.
#[derive(Clone, Default)]
pub(super) struct Dossiers {
    list: List<DossierId>,
}

impl Page for Dossiers {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let lists = scene.view.office.dossier_lists(scene.view.today());
        lists.late + lists.today
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let (office, today) = (scene.view.office, scene.view.today());
        let key = |d: &Dossier| (rank(office.dossier_standing(d, today)), d.due, d.id);
        let mut all: Vec<_> = office.dossiers().iter().map(key).collect();
        all.sort_unstable();
        self.list.set(all.into_iter().map(|(.., id)| id).collect());
    }

    fn target<'a>(&self, view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        let chosen = self.list.chosen();
        Target {
            dossier: chosen.and_then(|id| view.office.dossiers().get(id)),
            ..Target::default()
        }
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.list
    }

    fn show_dossier(&mut self, id: DossierId, scene: &Scene<'_>) -> bool {
        self.refresh(scene);
        self.list.choose(id)
    }

    fn first(&self, _target: &Target<'_>) -> Vec<Action> {
        [&ACTIONS[..], &[Action::Slip, Action::Receive]].concat()
    }

    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        // What comes by post or a helper is received here, without anybody in service.
        if action == Action::Receive {
            return Some(Ok(()));
        }
        if !ACTIONS.contains(&action) && !matches!(action, Action::Open | Action::Phone) {
            return None;
        }
        let Some(d) = scene.target(self).dossier else {
            return Some(Err(words::NONE_CHOSEN.to_owned()));
        };
        Some(possible(action, d, scene))
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        if action == Action::Receive {
            return Some(Act::Offer(forms::receive(scene, None)));
        }
        let d = scene.target(self).dossier?;
        if matches!(action, Action::Open | Action::Phone) {
            return Some(Act::OpenDossier(Box::new(d.clone())));
        }
        let act = direct(action, d, scene);
        let (dossier, form) = (d.id, forms::dossier(scene, action, d));
        match (act, form) {
            (Some(act), _) => Some(Act::Do(Command::Submit(Event::Dossier { dossier, act }))),
            (None, form) => form.map(Act::Offer),
        }
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let Some(chosen) = self.target(scene.view, scene.desk).dossier else {
            self.draw_list(scene.view, pen);
            return body;
        };
        let (list, under) = above(body, if body.height >= 30 { 13 } else { 9 });
        self.draw_list(scene.view, &mut pen.within(list));
        details::draw_panel(scene, chosen, &mut pen.within(under));
        body
    }
}

/// What needs no question.
fn direct(action: Action, d: &Dossier, scene: &Scene<'_>) -> Option<dossier::Act> {
    Some(match action {
        Action::Process => dossier::Act::Process {
            to: scene.view.official().map(|o| o.name.clone()),
        },
        Action::Supplement => dossier::Act::Supplement,
        Action::Complete => dossier::Act::Complete,
        // Done while the person waits: nobody else takes it.
        Action::HandOver if d.stage.is_open() => dossier::Act::HandOver { to: None },
        _ => return None,
    })
}

/// Whether something can be done to a dossier now; asked with words and a day that would do.
fn possible(action: Action, d: &Dossier, scene: &Scene<'_>) -> Result<(), String> {
    let (to, reason) = (None, None);
    let act = match action {
        Action::Process => dossier::Act::Process { to },
        Action::Complete => dossier::Act::Complete,
        Action::HandOver => dossier::Act::HandOver { to },
        Action::Supplement => dossier::Act::Supplement,
        Action::AskSupplement => dossier::Act::AskSupplement {
            what: reason,
            until: None,
            visit: None,
        },
        Action::Refuse => dossier::Act::Refuse { reason },
        Action::StopDossier => dossier::Act::Stop { reason },
        Action::Apologise => dossier::Act::Apologise {
            reason,
            due: forms::next_workday(scene),
        },
        Action::Correct => dossier::Act::Correct {
            name: None,
            procedure: None,
            province: None,
            phone: None,
        },
        _ => return Ok(()),
    };
    let event = Event::Dossier { dossier: d.id, act };
    let (office, view) = (scene.view.office, scene.view);
    let checked = office.check(&event);
    checked.map_err(|reason| refusal(scene, &event, reason))?;
    match office.needs_head(&event) && !view.head_acts() {
        true => Err(crate::tui::words::offers::NEEDS_HEAD.to_owned()),
        false => Ok(()),
    }
}

/// In which order they are listed.
fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Late(_) => 0,
        Standing::Today => 1,
        Standing::Soon => 2,
        Standing::Week => 3,
        Standing::Papers(_) => 4,
        Standing::Ready(_) => 5,
        Standing::Later => 6,
        Standing::Over => 7,
    }
}

impl Dossiers {
    fn draw_list(&mut self, view: &View<'_>, pen: &mut Pen<'_>) {
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&words::title(view), strong);
        let (theme, width) = (inner.theme(), inner.width());
        let titles = std::array::from_fn(|i| match i {
            // The day of receipt.
            6 if width < WIDE => "",
            i => words::TITLES[i],
        });
        self.list
            .draw_table(&mut inner, words::NOTHING, titles, &[4, 5], |id, chosen| {
                let d = view.office.dossiers().get(id)?;
                Some(cells(view, d, chosen, theme))
            });
        pen.below(self.list.below());
    }
}

/// Mark, haste, code, stage, name, procedure, received.
fn cells(view: &View<'_>, d: &Dossier, chosen: bool, theme: Theme) -> [(String, Style); 7] {
    let standing = view.office.dossier_standing(d, view.today());
    let base = match (chosen, standing) {
        (true, _) => theme.selected(),
        (false, Standing::Over) => theme.faint(),
        _ => Style::new(),
    };
    let haste = match standing {
        Standing::Late(_) => base.patch(theme.bad()),
        Standing::Today | Standing::Soon => base.patch(theme.warning()),
        Standing::Ready(_) => base.patch(theme.good()),
        _ => base,
    };
    [
        (mark(chosen).to_owned(), base),
        (words::standing(d, standing), haste),
        (words::code(d), base.patch(theme.strong())),
        (words::stage(d), base),
        (words::name(d), base),
        (words::procedure(view, d), base),
        (words::received(d), base),
    ]
}
