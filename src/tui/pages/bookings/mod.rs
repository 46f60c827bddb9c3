//! The days ahead with the load of each half-day, and the chosen day's bookings.

mod words;

use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Page, Target};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text::Phone;
use crate::domain::ticket::{Kind, State, Ticket, TicketId};
use crate::domain::time::{Day, Half, Minute};
use crate::tui::list::{Cursor, List, Move, mark};
use crate::tui::pen::{Pen, above, beside};
use crate::tui::theme::Theme;
use crate::tui::view::View;
use crate::tui::words::{Scene, date, date_short, half as half_words, name_or_note, number};

/// The chosen day and booking.
#[derive(Clone, Default)]
pub(super) struct Bookings {
    /// Whether the arrows move in the list, else among the days.
    in_list: bool,
    days: List<Day>,
    list: List<TicketId>,
    /// By so many fields the days are turned, where not all have room.
    turned: usize,
    /// How many bookings the fullest day has.
    most: usize,
    /// The office's events so far, the minute and the day for which the lists hold.
    made: Option<(u64, Minute, Option<Day>)>,
}

impl Page for Bookings {
    fn name(&self) -> &'static str {
        words::PAGE
    }

    fn short_name(&self) -> &'static str {
        words::SHORT
    }

    fn open(&self, scene: &Scene<'_>) -> usize {
        let today = scene.view.office.tickets_of(scene.view.today());
        today.filter(|t| t.state.is_ahead()).count()
    }

    fn refresh(&mut self, scene: &Scene<'_>) {
        let view = scene.view;
        let made = (view.office.serial(), view.minute(), self.days.chosen());
        if self.made == Some(made) {
            return;
        }
        let days = days(view);
        let listed = |day: &Day| {
            view.office
                .tickets_of(*day)
                .filter(|t| is_listed(t))
                .count()
        };
        self.most = days.iter().map(listed).max().unwrap_or(0);
        self.days.set(days);
        self.days.go_on();
        let day = self.days.chosen();
        let of_day = day.into_iter().flat_map(|d| view.office.tickets_of(d));
        let mut list: Vec<&Ticket> = of_day.filter(|t| is_listed(t)).collect();
        list.sort_by_key(|t| (t.time(), t.number.field, t.number.n));
        self.list.set(list.into_iter().map(|t| t.id).collect());
        self.in_list &= !self.list.is_empty();
        self.made = Some((made.0, made.1, day));
    }

    fn target<'a>(&self, view: &View<'a>, _desk: CounterIx) -> Target<'a> {
        let chosen = self.list.chosen().filter(|_| self.in_list);
        Target {
            day: self.days.chosen(),
            is_empty: self.list.is_empty(),
            ..Target::ticket(chosen.and_then(|id| view.office.ticket(id)))
        }
    }

    /// The arrows are among the days again.
    fn enter(&mut self) {
        self.in_list = false;
    }

    fn cursor(&mut self) -> &mut dyn Cursor {
        self
    }

    fn key(&mut self, key: KeyCode) {
        match key {
            KeyCode::Left if !self.in_list => self.turned += 1,
            KeyCode::Left => self.in_list = false,
            KeyCode::Right => self.in_list = !self.list.is_empty(),
            _ => {}
        }
    }

    fn back(&mut self) -> bool {
        std::mem::take(&mut self.in_list)
    }

    /// Of a later day: today's are found in the queue.
    fn show(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        let is_today = ticket.number.day == scene.view.today();
        !is_today && !ticket.state.awaits_answer() && self.choose(ticket, scene)
    }

    fn choose(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        if !is_listed(ticket) {
            return false;
        }
        self.refresh(scene);
        if !self.days.choose(ticket.number.day) {
            return false;
        }
        self.begin_day();
        self.refresh(scene);
        self.in_list = self.list.choose(ticket.id);
        self.in_list
    }

    /// Both parts side by side where there is room, else one over the other.
    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect {
        let body = pen.area;
        let table = DAY + 4 + scene.view.office.rules().fields.len() as u16 * FIELD;
        let (days, list) = if body.width >= table + LIST {
            beside(body, body.width - table)
        } else {
            // What the fullest day's list would leave empty shows more days.
            let most = (self.most as u16).saturating_add(2).max(5);
            above(body, most.min(body.height - body.height * 9 / 20))
        };
        self.draw_days(scene, &mut pen.within(days));
        self.draw_list(scene.view, &mut pen.within(list));
        body
    }
}

/// In the list, or among the days.
impl Cursor for Bookings {
    fn go(&mut self, to: Move) {
        if self.in_list {
            return self.list.go(to);
        }
        self.days.go(to);
        self.begin_day();
    }

    fn point(&mut self, at: Position) -> bool {
        let (in_list, in_days) = (self.list.point(at), self.days.point(at));
        if in_days {
            self.begin_day();
        }
        self.in_list = in_list || self.in_list && !in_days;
        in_list || in_days
    }

    fn go_on(&mut self) {
        self.list.go_on();
    }

    fn let_go(&mut self) {
        self.list.let_go();
    }
}

const DAY: u16 = 10;
const HALF: u16 = 10;
const FIELD: u16 = 2 * HALF + 1;
/// A narrower list of bookings would tear names apart.
const LIST: u16 = 84;

/// Workdays up to the horizon, and whatever day has a booking: what was moved "however far" is still to be found.
fn days(view: &View<'_>) -> Vec<Day> {
    let (today, rules) = (view.today(), view.office.rules());
    let booked = |day: Day| view.office.tickets_of(day).any(|t| t.state.is_ahead());
    let near = (0..=rules.horizon_days).map(|d| today.plus(d));
    let near = near.filter(|d| rules.is_workday(*d) || booked(*d));
    let horizon = today.plus(rules.horizon_days + 1);
    let far = view.office.days_from(horizon).filter(|d| booked(*d));
    near.chain(far).collect()
}

/// Open bookings and requests, those in service, and what became of today's.
fn is_listed(t: &Ticket) -> bool {
    let booking = matches!(t.kind, Kind::Booking { .. });
    booking
        && !matches!(
            t.state,
            State::Moved | State::Cancelled | State::Transferred | State::Declined | State::Lapsed
        )
}

impl Bookings {
    /// The list of the chosen day is made anew, also when it is the same day.
    fn begin_day(&mut self) {
        (self.list, self.made) = (List::default(), None);
    }

    fn draw_days(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        let view = scene.view;
        let mut inner = pen.framed("", self.title_style(!self.in_list, pen));
        if inner.height() < 3 {
            return;
        }
        let theme = inner.theme();
        let room = usize::from(inner.width().saturating_sub(DAY + 2) / FIELD);
        let mut fields = scene.fields_own_first();
        if room < fields.len() {
            let by = self.turned % fields.len();
            fields.rotate_left(by);
        }
        let hidden = fields.split_off(room.min(fields.len()));
        let columns = || (0..).map(|i| DAY + 2 + i * FIELD);
        let halves = || Half::BOTH.into_iter().zip([0, HALF]);
        for (field, x) in fields.iter().zip(columns()) {
            inner.put_in((x, 0), FIELD - 1, view.field_name(*field), theme.strong());
            for (half, off) in halves() {
                inner.put_in((x + off, 1), HALF - 1, half_words(half), theme.faint());
            }
        }
        let rows = above(inner.area, inner.height() - 2).1;
        self.days.draw(&mut inner.within(rows), |pen, day, style| {
            pen.put_in((2, 0), DAY - 1, &date_short(day), style);
            for (field, x) in fields.iter().zip(columns()) {
                for (half, off) in halves() {
                    let (words, style) = load(view, (*field, day, half), pen);
                    pen.put_in((x + off, 0), HALF - 1, &words, style);
                }
            }
        });
        let hidden: Vec<_> = hidden.iter().map(|field| view.field_name(*field)).collect();
        pen.put(
            (2, 0),
            &words::days(&hidden),
            self.title_style(!self.in_list, pen),
        );
        pen.below(self.days.below());
    }

    fn draw_list(&mut self, view: &View<'_>, pen: &mut Pen<'_>) {
        let date = self.days.chosen().map_or(String::new(), date);
        let title = words::day(&date, self.list.len(), self.in_list);
        let mut inner = pen.framed(&title, self.title_style(self.in_list, pen));
        let (in_list, theme) = (self.in_list, inner.theme());
        let is_narrow = inner.width() < LIST;
        let cut = [3, 4, 5];
        self.list
            .draw_table(&mut inner, words::NOTHING, [""; 8], &cut, |id, chosen| {
                let t = view.office.ticket(id)?;
                Some(cells(view, t, in_list && chosen, is_narrow, theme))
            });
        pen.below(self.list.below());
    }

    fn title_style(&self, active: bool, pen: &Pen<'_>) -> Style {
        match active {
            true => pen.theme().strong(),
            false => pen.theme().faint(),
        }
    }
}

/// `12/18`, and a word when it matters: the colour only repeats it.
fn load(
    view: &View<'_>,
    (field, day, half): (FieldIx, Day, Half),
    pen: &Pen<'_>,
) -> (String, Style) {
    let theme = pen.theme();
    let (mut all, taken) = view.office.load(field, day, half);
    if all == 0 {
        return (words::OFF.to_owned(), theme.faint());
    }
    if day == view.today() {
        // Slots that have passed unused are nobody's.
        all = taken + view.office.free(field, day, half, view.minute());
        let is_over = view.minute() >= day.at(view.office.rules().session(half).end);
        if all == 0 || is_over {
            return (words::no_more(is_over).to_owned(), theme.faint());
        }
    }
    let load = format!("{taken}/{all}");
    match taken * 10 / all {
        10.. => (format!("{load} {}", words::FULL), theme.bad()),
        8.. => (words::nearly_full(all - taken), theme.warning()),
        1.. => (load, theme.good()),
        _ => (load, Style::new()),
    }
}

/// Mark, time, number, field, name, procedure, phone, state.
fn cells(
    view: &View<'_>,
    t: &Ticket,
    chosen: bool,
    is_narrow: bool,
    theme: Theme,
) -> [(String, Style); 8] {
    let base = theme.row(chosen);
    let state = match t.state.awaits_answer() {
        true => base.patch(theme.warning()),
        false => base,
    };
    let field = match view.several_fields() {
        true if is_narrow => view.field_head(t.number.field),
        true => view.field_name(t.number.field).to_owned(),
        false => String::new(),
    };
    let time = t.time().map(|time| time.time().to_string());
    let phone = t.person.phone.as_ref().map(Phone::masked);
    [
        (mark(chosen).to_owned(), base),
        (time.unwrap_or_default(), base),
        (number(t.number), base),
        (field, base),
        (name_or_note(t), base),
        (words::procedure(view, t, is_narrow), base),
        (phone.unwrap_or_default(), base),
        (words::standing(t, is_narrow).to_owned(), state),
    ]
}
