//! The main page: those in service, the queue, and what is known of the chosen one.

mod newcomer;
mod overview;
mod queue;
mod rows;
mod serving;
mod words;

use ratatui::layout::Rect;

use self::overview::Overview;
use self::queue::Queue;
use super::{Act, Page, Target};
use crate::domain::figures::Length;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::Ticket;
use crate::tui::action::Action;
use crate::tui::details;
use crate::tui::keymap::Context;
use crate::tui::list::Cursor;
use crate::tui::pen::{Pen, WIDE, above, beside};
use crate::tui::view::View;
use crate::tui::words::slips::NOTHING_CHOSEN;
use crate::tui::words::{Card, Scene};

/// The fewest lines of details that leave room for all queues under them.
const DETAILS: u16 = 14;
/// Lines of the details under the queue.
const FOLDED: u16 = 3;

/// The page.
#[derive(Clone, Default)]
pub(super) struct Today {
    queue: Queue,
    overview: Overview,
    drawn: Option<Drawn>,
    /// After the hours the page says what the day came to.
    is_over: bool,
}

/// What was drawn last.
#[derive(Clone, Copy)]
struct Drawn {
    /// Where the queue is.
    queue: Rect,
    /// The keys were about whom this counter serves.
    is_chosen: bool,
    /// Lines of the details that hold words.
    details: u16,
}

impl Page for Today {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn short_name(&self) -> &'static str {
        words::SHORT
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let view = scene.view;
        let fields = view.desk(scene.desk).fields.iter();
        fields.map(|f| view.office.people_waiting(*f)).sum()
    }

    fn context(&self) -> Context {
        Context::Main
    }

    fn wants_figures(&self) -> Option<(Length, u32)> {
        self.is_over.then_some((Length::Day, 0))
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        self.is_over = scene.view.office.day_is_over(scene.view.today());
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

    fn cursor(&mut self) -> &mut dyn Cursor {
        &mut self.queue
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

    /// Without a row the keys are about who is served; where nobody is, about nobody.
    fn offers(&self, action: Action, scene: &Scene<'_>) -> Option<Result<(), String>> {
        let is_meant = self.queue.chosen().is_some()
            || scene.card.is_some()
            || scene.view.serving(scene.desk).is_some();
        let is_slip = action == Action::Slip && scene.view.printer().is_some();
        (is_slip && !is_meant).then(|| Err(NOTHING_CHOSEN.to_owned()))
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
        let places = Places::new(scene.view, pen.area);
        let is_chosen = self.serves_chosen(scene);
        serving::draw(scene, is_chosen, &mut pen.within(places.serving));
        self.queue.draw(scene, &mut pen.within(places.queue));
        if let Some(overview) = places.overview {
            self.overview.draw(scene, &mut pen.within(overview));
        }
        let details = self.draw_details(scene, places.folded, &mut pen.within(places.details));
        self.drawn = Some(Drawn {
            queue: places.queue,
            is_chosen,
            details,
        });
        places.room
    }

    fn redraw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Option<Vec<Rect>> {
        let places = Places::new(scene.view, pen.area);
        let before = self.drawn.filter(|drawn| drawn.queue == places.queue)?;
        let mut drawn = self.queue.redraw(scene, &mut pen.within(places.queue))?;
        let is_chosen = self.serves_chosen(scene);
        if is_chosen != before.is_chosen {
            let mut pen = pen.within(places.serving);
            pen.clear();
            serving::draw(scene, is_chosen, &mut pen);
            drawn.push(places.serving);
        }
        let written = |lines: u16| Rect {
            height: lines.min(places.details.height),
            ..places.details
        };
        pen.within(written(before.details)).clear();
        let details = self.draw_details(scene, places.folded, &mut pen.within(places.details));
        drawn.push(written(before.details.max(details)));
        self.drawn = Some(Drawn {
            is_chosen,
            details,
            ..before
        });
        Some(drawn)
    }
}

/// Where the parts of the page stand.
struct Places {
    serving: Rect,
    queue: Rect,
    details: Rect,
    /// The details stand under the queue, in a few lines.
    folded: bool,
    overview: Option<Rect>,
    /// All under those in service.
    room: Rect,
}

impl Places {
    fn new(view: &View<'_>, body: Rect) -> Self {
        let (serving, room) = above(body, body.height - serving::height(view, body.height));
        let folded = body.width < WIDE;
        let (queue, mut details) = match folded {
            true => above(room, FOLDED),
            false => beside(room, if body.width >= 160 { 44 } else { 34 }),
        };
        let glance = Overview::height(view);
        let has_room = !folded && details.height >= glance + DETAILS;
        let overview = (glance > 0 && has_room).then(|| {
            let under;
            (details, under) = above(details, glance);
            under
        });
        Self {
            serving,
            queue,
            details,
            folded,
            overview,
            room,
        }
    }
}

impl Today {
    /// Whether the keys are about whom this counter serves.
    fn serves_chosen(&self, scene: &Scene<'_>) -> bool {
        let served = scene.view.serving(scene.desk).map(|t| t.id);
        let is_other = |card| served.is_none_or(|id| card != Card::Ticket(id));
        self.queue.chosen().is_none() && !self.queue.is_lost() && !scene.card.is_some_and(is_other)
    }

    /// Of the chosen one, else of who is next: beside the queue a panel, under it a few lines. Answers how many lines hold
    /// words.
    fn draw_details(&self, scene: &Scene<'_>, folded: bool, pen: &mut Pen<'_>) -> u16 {
        let target = scene.target(self).ticket;
        let shown = target.or_else(|| self.next(scene));
        if !folded {
            return details::draw_panel(scene, shown, pen);
        }
        details::draw_folded(scene, shown, &mut pen.indented(1));
        pen.height()
    }

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
