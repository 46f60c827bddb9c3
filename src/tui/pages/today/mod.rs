//! The main page: those in service, the queue, and what is known of the chosen one.

mod newcomer;
mod overview;
mod queue;
mod rows;
mod serving;
mod words;

use ratatui::layout::{Position, Rect};

use self::overview::Overview;
use self::queue::Queue;
use super::{Act, Page, Target};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::Ticket;
use crate::tui::action::Action;
use crate::tui::details;
use crate::tui::keymap::Context;
use crate::tui::list::Move;
use crate::tui::pen::{Pen, above, beside};
use crate::tui::view::View;
use crate::tui::words::Scene;

/// From this width on the details stand beside the queue.
const WIDE: u16 = 110;
/// The fewest lines of details that leave room for all queues under them.
const DETAILS: u16 = 14;
/// Lines of the details under the queue.
const FOLDED: u16 = 3;

/// The page.
#[derive(Clone, Default)]
pub(super) struct Today {
    queue: Queue,
    overview: Overview,
}

impl Page for Today {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let view = scene.view;
        let fields = view.desk(scene.desk).fields.iter();
        fields.map(|f| view.office.people_waiting(*f)).sum()
    }

    fn context(&self) -> Context {
        Context::Main
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        self.queue.refresh(scene.view, scene.desk);
    }

    fn target<'a>(&self, view: &View<'a>, desk: CounterIx) -> Target<'a> {
        let serving = || view.serving(desk);
        if self.queue.is_lost() {
            return Target {
                is_lost: true,
                ..Target::default()
            };
        }
        let chosen = self.queue.chosen();
        Target::ticket(chosen.map_or_else(serving, |id| view.office.ticket(id)))
    }

    fn go_on(&mut self) {
        self.queue.go_on();
    }

    fn go(&mut self, to: Move) {
        self.queue.go(to);
    }

    fn point(&mut self, at: Position) {
        self.queue.point(at);
    }

    fn back(&mut self) -> bool {
        self.queue.choose(None);
        self.queue.show(None);
        true
    }

    /// In this counter's queue, else in that of its own field.
    fn show(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        if ticket.state.awaits_answer() {
            return false;
        }
        self.refresh(scene);
        if scene
            .view
            .serving(scene.desk)
            .is_some_and(|t| t.id == ticket.id)
        {
            self.queue.choose(None);
            return true;
        }
        if self.queue.choose(Some(ticket.id)) {
            return true;
        }
        let before = self.queue.field();
        self.queue.show(Some(ticket.number.field));
        self.refresh(scene);
        let found = self.queue.choose(Some(ticket.id));
        if !found {
            self.queue.show(before);
        }
        found
    }

    fn counter_moved_on(&mut self) {
        self.back();
    }

    fn act(&mut self, action: Action, scene: &Scene<'_>) -> Option<Act> {
        match action {
            Action::NextField => self.turn(1, scene),
            Action::PreviousField => self.turn(-1, scene),
            _ => return None,
        }
        Some(Act::Seen)
    }

    /// The room for forms is that under those in service, who stay in sight.
    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let (top, room) = above(body, body.height - serving::height(scene.view, body.height));
        let is_chosen = self.queue.chosen().is_none() && !self.queue.is_lost();
        serving::draw(scene, is_chosen, &mut pen.within(top));
        if body.width < WIDE {
            let (queue, under) = above(room, FOLDED);
            self.queue.draw(scene, &mut pen.within(queue));
            let shown = self
                .target(scene.view, scene.desk)
                .ticket
                .or_else(|| self.next(scene));
            details::draw_folded(scene, shown, &mut pen.within(under).indented(1));
            return room;
        }
        let (queue, mut side) = beside(room, if body.width >= 160 { 44 } else { 34 });
        self.queue.draw(scene, &mut pen.within(queue));
        let glance = Overview::height(scene.view);
        if glance > 0 && side.height >= glance + DETAILS {
            let (details, under) = above(side, glance);
            self.overview.draw(scene, &mut pen.within(under));
            side = details;
        }
        let shown = self
            .target(scene.view, scene.desk)
            .ticket
            .or_else(|| self.next(scene));
        details::draw_panel(scene, shown, &mut pen.within(side));
        room
    }
}

impl Today {
    fn next<'a>(&self, scene: &Scene<'a>) -> Option<&'a Ticket> {
        scene.view.office.ticket(self.queue.next()?)
    }

    /// Another field's queue: this counter's own, then each field alone.
    fn turn(&mut self, by: isize, scene: &Scene<'_>) {
        let own = &scene.view.desk(scene.desk).fields;
        let alone = |f: &FieldIx| own.len() > 1 || own[..] != [*f];
        let fields = scene.view.office.rules().field_indexes();
        let mut stops = vec![None];
        stops.extend(fields.filter(alone).map(Some));
        let at = stops.iter().position(|s| *s == self.queue.field());
        let to = (at.unwrap_or(0) as isize + by).rem_euclid(stops.len() as isize);
        self.queue.choose(None);
        self.queue.show(stops.get(to as usize).copied().flatten());
    }
}
