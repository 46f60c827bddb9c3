//! `motcua board`: the lobby's screen in a terminal (S2.5), for a second monitor or an old PC without a browser. Big figures
//! of whom each counter calls, who may still come, the last calls, who is next, the day's bookings. Numbers only.

pub(super) mod figures;
mod run;

pub use run::run;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::{Pen, above, beside, wrapped};
use super::theme::Look;
use super::view::View;
use super::words::{self, lobby as say};
use crate::domain::lobby;
use crate::domain::office::Office;
use crate::domain::rules::CounterIx;
use crate::domain::text;
use crate::domain::ticket::State;
use crate::domain::time::Minute;

/// A call is new for so many minutes.
const NEW: i32 = 1;
/// Lines over and under a counter's figures: its name, its field.
const AROUND: u16 = 2;
/// Figures of a number.
const FIGURES: usize = 3;
/// At most so many calls of absent ones.
const AWAITED: usize = 3;
/// At most so many announcements.
const NEWS: usize = 2;
/// Columns of a booking.
const BOOKING: u16 = 38;

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Lobby<'a> {
    /// The office.
    pub office: &'a Office,
    /// Its name.
    pub name: &'a str,
    /// The minute to judge by.
    pub now: Minute,
    /// Which page of the bookings, counted on without end.
    pub turn: usize,
    /// What the office announces now (S3.4), newest first.
    pub news: &'a [String],
    /// The store can be read no more.
    pub is_lost: bool,
}

impl<'a> Lobby<'a> {
    /// What of the office may be seen by anybody.
    pub(super) fn of(view: &View<'a>) -> Self {
        Self {
            office: view.office,
            name: view.office_name,
            now: view.minute(),
            turn: 0,
            news: &[],
            is_lost: false,
        }
    }

    /// Draws everything.
    pub fn paint(&self, buf: &mut Buffer, area: Rect, look: Look) {
        let mut pen = Pen::new(buf, area, look);
        let (head, body) = above(pen.area, pen.height().saturating_sub(1));
        self.draw_head(&mut pen.within(head));
        self.draw_body(&mut pen.within(body));
        look.glyphs.settle(buf);
    }

    /// Draws all but the first line; answers the room for what lies over it.
    pub(super) fn draw_body(&self, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let wide = usize::from(pen.width().saturating_sub(2));
        let notes: Vec<String> = self.notes().iter().flat_map(|n| wrapped(n, wide)).collect();
        let fields = self.office.rules().fields.len() as u16;
        // The calls have at least half of the screen.
        let under = (notes.len() as u16 + fields + 3).clamp(3, (body.height / 2).max(3));
        let (counters, under) = above(body, under);
        self.draw_counters(&mut pen.within(counters));
        self.draw_under(&notes, &mut pen.within(under).indented(1));
        body
    }

    fn draw_head(&self, pen: &mut Pen<'_>) {
        let strong = pen.theme().strong();
        let clock = format!("{}  {}", words::date(self.now.day()), self.now.time());
        let (name, at) = beside(pen.area, text::width(&clock) as u16 + 1);
        pen.within(at).put((0, 0), &clock, strong);
        let name = &mut pen.within(name);
        name.put((1, 0), &super::view::drawn(self.name), strong);
    }

    /// What is said in lines, the most urgent first: what is wrong, who must come, the last calls.
    fn notes(&self) -> Vec<String> {
        let lost = self.is_lost.then(|| say::LOST.to_owned());
        let awaited = say::awaited(self.office, self.now)
            .into_iter()
            .take(AWAITED);
        let last = say::last(self.office, self.now);
        let news = self
            .news
            .iter()
            .take(NEWS)
            .map(|text| super::view::drawn(text));
        lost.into_iter()
            .chain(awaited)
            .chain(news)
            .chain(last)
            .collect()
    }

    fn draw_counters(&self, pen: &mut Pen<'_>) {
        let counters: Vec<CounterIx> = self.office.rules().counter_indexes().collect();
        // Big figures are no words to be read aloud.
        let (columns, scale) = match pen.look.linear {
            true => (1, 0),
            false => grid(counters.len() as u16, (pen.width(), pen.height())),
        };
        let rows = (counters.len() as u16).div_ceil(columns).max(1);
        let (wide, high) = (pen.width() / columns, (pen.height() / rows).max(1));
        for (n, ix) in (0..).zip(counters) {
            let place = Rect {
                x: pen.area.x + n % columns * wide,
                y: pen.area.y + n / columns * high,
                width: wide,
                height: high,
            };
            self.draw_counter(ix, scale, &mut pen.within(place).indented(1));
        }
    }

    fn draw_counter(&self, ix: CounterIx, scale: u16, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let rules = self.office.rules();
        let name = &rules.counter(ix).name;
        let called = lobby::called(self.office, ix, self.now);
        let free = match self.office.counter(ix).open {
            true => say::FREE,
            false => say::PAUSE,
        };
        let is_new = |at: Minute| (0..=NEW).contains(&(self.now.0 - at.0));
        let new = called.and_then(|t| t.started).is_some_and(is_new);
        let new = if new { say::NEW } else { "" };
        let number = called.map(|t| words::number(t.number));
        let field = called.map_or("", |t| &rules.field(t.number.field).name);
        let Some(scale) = (scale > 0).then_some(scale) else {
            let number = number.as_deref().unwrap_or(free);
            let used = pen.put((0, 0), &format!("{name}: {number} "), theme.strong());
            pen.put((used, 0), &format!("{field} {new}"), Style::new());
            return;
        };
        let used = pen.put((0, 0), &format!("{name} "), theme.strong());
        pen.put((used, 0), new, theme.good());
        let Some(number) = number else {
            pen.put((0, 2), free, theme.faint());
            return;
        };
        let (_, high) = figures::size(FIGURES, scale);
        let at = Rect {
            y: pen.area.y + 1,
            height: high.min(pen.height().saturating_sub(1)),
            ..pen.area
        };
        let light = theme.strong().patch(theme.selected());
        figures::draw(&number, scale, light, &mut pen.within(at));
        pen.put((0, 1 + high), field, Style::new());
    }

    fn draw_under(&self, notes: &[String], pen: &mut Pen<'_>) {
        let strong = pen.theme().strong();
        let mut y = 0;
        for note in notes {
            pen.put((0, y), note, strong);
            y += 1;
        }
        for field in self.office.rules().field_indexes() {
            pen.put(
                (0, y),
                &say::next(self.office, field, self.now),
                Style::new(),
            );
            y += 1;
        }
        let rest = above(pen.area, pen.height().saturating_sub(y)).1;
        self.draw_bookings(&mut pen.within(rest));
    }

    fn draw_bookings(&self, pen: &mut Pen<'_>) {
        let (office, now) = (self.office, self.now);
        let theme = pen.theme();
        let open = lobby::bookings(office, State::Booked, now);
        let cancelled = say::cancelled(office, now).filter(|_| pen.height() > 2);
        let lines = pen
            .height()
            .saturating_sub(1 + u16::from(cancelled.is_some()));
        let columns = (pen.width() / BOOKING).max(1);
        let fits = usize::from(lines * columns).max(1);
        let pages = open.len().div_ceil(fits).max(1);
        let at = self.turn % pages;
        let title = match (open.is_empty(), pages) {
            (true, _) => say::NO_BOOKINGS.to_owned(),
            (_, 1) => say::BOOKINGS.to_owned(),
            _ => format!("{} · {}", say::BOOKINGS, say::page(at + 1, pages)),
        };
        pen.put((0, 0), &title, theme.faint());
        let shown = open.iter().skip(at * fits).take(fits);
        for (n, (time, t)) in (0..).zip(shown) {
            let (x, y) = (n / lines.max(1) * BOOKING, 1 + n % lines.max(1));
            let style = if t.present {
                theme.good()
            } else {
                theme.booked()
            };
            let words = say::booking(office, *time, t);
            pen.put_in((x, y), BOOKING - 2, &words, style);
        }
        if let Some(words) = cancelled {
            pen.put((0, pen.height() - 1), &words, theme.warning());
        }
    }
}

/// In how many columns so many counters stand, and how large their figures are; 0: too little room for figures.
fn grid(counters: u16, (wide, high): (u16, u16)) -> (u16, u16) {
    let scale = |columns: u16| {
        let rows = counters.div_ceil(columns).max(1);
        let (one_wide, one_high) = figures::size(FIGURES, 1);
        let of_width = (wide / columns).saturating_sub(2) / one_wide;
        of_width.min((high / rows).saturating_sub(AROUND) / one_high)
    };
    let best = (1..=counters.max(1)).max_by_key(|columns| (scale(*columns), u16::MAX - columns));
    let columns = best.unwrap_or(1);
    match scale(columns) {
        // In words, as many counters as there are lines, else side by side.
        0 => (counters.div_ceil(high.max(1)).max(1), 0),
        scale => (columns, scale),
    }
}
