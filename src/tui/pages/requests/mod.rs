//! Requests that the office must answer within 24 hours (S1.4), and proposals that the citizens have not answered yet;
//! under them what is known of the chosen one.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Act, Page, Target};
use crate::domain::rules::CounterIx;
use crate::domain::text::Phone;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::action::Action;
use crate::tui::details;
use crate::tui::list::{Cursor, List, mark};
use crate::tui::pen::{Pen, WIDE, above};
use crate::tui::theme::Theme;
use crate::tui::view::View;
use crate::tui::words::Scene;
use crate::tui::words::requests::{self as words, Haste};
use crate::tui::words::{channel, date_short, name_or_note, written};

/// The page.
#[derive(Clone, Default)]
pub(super) struct Requests {
    list: List<TicketId>,
}

impl Page for Requests {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn short_name(&self) -> &'static str {
        words::SHORT
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        words::waiting(scene.view).0
    }

    /// What a request says by message is what the official answers.
    fn shows_messages(&self) -> bool {
        true
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let open = scene.view.office.unanswered();
        self.list.set(open.iter().map(|t| t.id).collect());
    }

    fn target<'a>(&self, view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        Target {
            is_empty: self.list.is_empty(),
            is_lost: !self.list.is_empty() && self.list.chosen().is_none(),
            ..Target::ticket(self.list.chosen().and_then(|id| view.office.ticket(id)))
        }
    }

    fn enter(&mut self) {
        self.list = List::default();
    }

    /// Where nobody is chosen, the key that confirms shows whom it would be about, and does no more.
    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        let next = self.next(scene).filter(|_| action == Action::Confirm);
        next.map(|_| Ok(()))
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        let next = self.next(scene).filter(|_| action == Action::Confirm)?;
        self.list.choose(next.id);
        Some(Act::Say(words::chosen(scene, next)))
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.list
    }

    fn show(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        self.refresh(scene);
        self.list.choose(ticket.id)
    }

    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        // In a small window the details get the lines that the list leaves.
        let under = match body.height {
            30.. => 12,
            height => height
                .saturating_sub(self.list.len() as u16 + 3)
                .clamp(9, 12),
        };
        let Some(chosen) = self.target(scene.view, scene.desk).ticket else {
            self.draw_list(scene.view, pen);
            return body;
        };
        let (list, under) = above(body, under);
        self.draw_list(scene.view, &mut pen.within(list));
        details::draw_panel(scene, Some(chosen), &mut pen.within(under));
        body
    }
}

impl Requests {
    /// Where nobody is chosen: who is to be answered first.
    fn next<'a>(&self, scene: &Scene<'a>) -> Option<&'a Ticket> {
        let is_meant = scene.target(self).is_lost;
        let mut open = scene.view.office.unanswered().into_iter();
        open.find(|t| is_meant && t.state.awaits_office())
    }

    fn draw_list(&mut self, view: &View<'_>, pen: &mut Pen<'_>) {
        let title = words::title(view, self.list.len());
        let strong = pen.theme().strong();
        let mut inner = pen.framed(&title, strong);
        let (theme, width) = (inner.theme(), inner.width());
        let cut = [3, 5, 6, 7];
        self.list.draw_table(
            &mut inner,
            words::NOTHING,
            titles(view, width),
            &cut,
            |id, chosen| {
                let t = view.office.ticket(id)?;
                Some(cells(view, t, chosen, theme))
            },
        );
        pen.below(self.list.below());
    }
}

/// The titles of the columns for which there is room; what has none stands under the list.
fn titles(view: &View<'_>, width: u16) -> [&'static str; 10] {
    let is_shown = |i| match i {
        3 => view.several_fields(),
        7 => width >= WIDE,
        8 => width >= 150,
        9 => width >= 132,
        _ => true,
    };
    std::array::from_fn(|i| if is_shown(i) { words::TITLES[i] } else { "" })
}

/// Mark, time left, number, field, wished time, name, procedure, note, phone, channel.
fn cells(view: &View<'_>, t: &Ticket, chosen: bool, theme: Theme) -> [(String, Style); 10] {
    let ours = t.state.awaits_office();
    let base = match (chosen, ours) {
        (true, _) => theme.selected(),
        (false, true) => Style::new(),
        (false, false) => theme.faint(),
    };
    let (left, haste) = words::left(t, view.minute());
    let left_style = match haste {
        _ if !ours => base,
        Haste::Ample => base.patch(theme.good()),
        Haste::Pressing => base.patch(theme.warning()),
        Haste::Late => base.patch(theme.bad()),
    };
    let wished = t.time().map_or(String::new(), |time| {
        format!("{} {}", date_short(time.day()), time.time())
    });
    let note = written(view, t).unwrap_or_default();
    let phone = t.person.phone.as_ref();
    [
        (mark(chosen).to_owned(), base),
        (left, left_style),
        (words::number_of(t), base.patch(theme.strong())),
        (view.field_name(t.number.field).to_owned(), base),
        (wished, base.patch(theme.booked())),
        (name_or_note(t), base),
        (view.procedure_of(t).unwrap_or_default(), base),
        (note, base),
        (phone.map(Phone::masked).unwrap_or_default(), base),
        (channel(t.person.channel).to_owned(), base),
    ]
}
