//! The second screen: the days ahead with the load of each half-day, and the chosen day's bookings.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{framed, put};
use super::theme::Look;
use super::view::View;
use super::words;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text::Phone;
use crate::domain::ticket::{Kind, State, Ticket, TicketId};
use crate::domain::time::{Day, Half};

/// Which part the arrows move in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Part {
    #[default]
    Days,
    List,
}

/// The chosen day and booking.
#[derive(Clone, Debug, Default)]
pub struct Bookings {
    part: Part,
    days: Vec<Day>,
    day: Option<Day>,
    list: Vec<TicketId>,
    at: usize,
    height: usize,
}

impl Bookings {
    /// Brings days and list up to date.
    pub fn refresh(&mut self, view: &View<'_>) {
        let (today, rules) = (view.today(), view.office.rules());
        let booked = |day: Day| view.office.tickets_of(day).any(|t| t.state.is_ahead());
        let ahead = (0..=rules.horizon_days).map(|d| today.plus(d));
        let mut days: Vec<Day> = ahead
            .filter(|d| rules.is_workday(*d) || booked(*d))
            .collect();
        // What was moved "however far" is still to be found.
        let horizon = today.plus(rules.horizon_days + 1);
        days.extend(view.office.days_from(horizon).filter(|d| booked(*d)));
        self.days = days;
        let day = self
            .day
            .filter(|d| self.days.contains(d))
            .or(self.days.first().copied());
        self.day = day;
        let of_day = day.into_iter().flat_map(|d| view.office.tickets_of(d));
        let mut list: Vec<&Ticket> = of_day.filter(|t| is_listed(t)).collect();
        list.sort_by_key(|t| (t.time(), t.number.field, t.number.n));
        self.list = list.into_iter().map(|t| t.id).collect();
        self.at = self.at.min(self.list.len().saturating_sub(1));
        if self.list.is_empty() {
            self.part = Part::Days;
        }
    }

    /// The chosen booking, when the arrows move in the list.
    pub fn chosen(&self) -> Option<TicketId> {
        let in_list = self.part == Part::List;
        self.list.get(self.at).copied().filter(|_| in_list)
    }

    /// The chosen day.
    pub fn day(&self) -> Option<Day> {
        self.day
    }

    /// Whether there was something to step back from.
    pub fn back(&mut self) -> bool {
        let was = std::mem::take(&mut self.part);
        was == Part::List
    }

    /// Goes to the list of the chosen day.
    pub fn enter(&mut self) {
        if !self.list.is_empty() {
            self.part = Part::List;
        }
    }

    /// Moves the choice in the part with the arrows.
    pub fn step(&mut self, by: isize) {
        match self.part {
            Part::List => {
                let to = self.at.saturating_add_signed(by);
                self.at = to.min(self.list.len().saturating_sub(1));
            }
            Part::Days => {
                let at = self
                    .days
                    .iter()
                    .position(|d| Some(*d) == self.day)
                    .unwrap_or(0);
                let to = at
                    .saturating_add_signed(by)
                    .min(self.days.len().saturating_sub(1));
                self.day = self.days.get(to).copied();
                self.at = 0;
            }
        }
    }

    /// A page, as far as it is in sight.
    pub fn page(&self) -> isize {
        self.height.max(2) as isize - 1
    }

    /// Draws both parts: side by side where there is room, else one over the other.
    pub fn draw(
        &mut self,
        view: &View<'_>,
        desk: CounterIx,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let table = DAY + 4 + view.office.rules().fields.len() as u16 * FIELD;
        let (left, right) = if area.width >= table + LIST {
            let width = table;
            let right = Rect {
                x: area.x + width,
                width: area.width - width,
                ..area
            };
            (Rect { width, ..area }, right)
        } else {
            let height = area.height * 9 / 20;
            let right = Rect {
                y: area.y + height,
                height: area.height - height,
                ..area
            };
            (Rect { height, ..area }, right)
        };
        self.draw_days(view, desk, buf, left, look);
        self.draw_list(view, buf, right, look);
    }

    fn draw_days(
        &mut self,
        view: &View<'_>,
        desk: CounterIx,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let title = "Lịch hẹn · đã đặt / chỗ";
        let inner = framed(
            buf,
            area,
            look.glyphs.frame(),
            title,
            self.title_style(Part::Days, look),
        );
        if inner.height < 3 {
            return;
        }
        let room = usize::from(inner.width.saturating_sub(DAY + 2) / FIELD);
        let own = &view.desk(desk).fields;
        let mut fields: Vec<FieldIx> = own.clone();
        fields.extend(
            view.office
                .rules()
                .field_indexes()
                .filter(|f| !own.contains(f)),
        );
        fields.truncate(room);
        let mut x = inner.x + DAY + 2;
        for field in &fields {
            put(
                buf,
                (x, inner.y),
                FIELD - 1,
                view.field_name(*field),
                look.theme.strong(),
            );
            for (half, at) in Half::BOTH.into_iter().zip([0, HALF]) {
                put(
                    buf,
                    (x + at, inner.y + 1),
                    HALF - 1,
                    words::half(half),
                    look.theme.faint(),
                );
            }
            x += FIELD;
        }
        let rows = usize::from(inner.height - 2);
        if self.part == Part::Days {
            self.height = rows;
        }
        let at = self
            .days
            .iter()
            .position(|d| Some(*d) == self.day)
            .unwrap_or(0);
        let top = (at + 1).saturating_sub(rows);
        for (day, y) in self.days.iter().skip(top).take(rows).zip(inner.y + 2..) {
            let chosen = Some(*day) == self.day;
            let style = if chosen {
                look.theme.selected()
            } else {
                Style::new()
            };
            put(
                buf,
                (inner.x, y),
                1,
                if chosen { "▸" } else { "" },
                Style::new(),
            );
            put(
                buf,
                (inner.x + 2, y),
                DAY - 1,
                &words::date_short(*day),
                style,
            );
            for (i, field) in fields.iter().enumerate() {
                for (half, off) in Half::BOTH.into_iter().zip([0, HALF]) {
                    let x = inner.x + DAY + 2 + i as u16 * FIELD + off;
                    let (words, style) = load(view, *field, *day, half, look);
                    put(buf, (x, y), HALF - 1, &words, style);
                }
            }
        }
    }

    fn draw_list(&mut self, view: &View<'_>, buf: &mut Buffer, area: Rect, look: Look) {
        let day = self.day.map_or(String::new(), words::date);
        let title = format!("{day} · {} hẹn", self.list.len());
        let inner = framed(
            buf,
            area,
            look.glyphs.frame(),
            &title,
            self.title_style(Part::List, look),
        );
        let rows = usize::from(inner.height);
        if self.list.is_empty() {
            put(
                buf,
                (inner.x + 1, inner.y),
                inner.width,
                "Chưa có hẹn nào.",
                look.theme.faint(),
            );
        }
        if self.part == Part::List {
            self.height = rows;
        }
        let in_list = self.part == Part::List;
        let top = if in_list {
            (self.at + 1).saturating_sub(rows)
        } else {
            0
        };
        for ((i, id), y) in self
            .list
            .iter()
            .enumerate()
            .skip(top)
            .take(rows)
            .zip(inner.y..)
        {
            let Some(t) = view.office.ticket(*id) else {
                continue;
            };
            let chosen = in_list && i == self.at;
            let row = Rect {
                y,
                height: 1,
                ..inner
            };
            draw_booking(view, t, chosen, buf, row, look);
        }
    }

    fn title_style(&self, part: Part, look: Look) -> Style {
        if self.part == part {
            look.theme.strong()
        } else {
            look.theme.faint()
        }
    }
}

const DAY: u16 = 10;
const HALF: u16 = 10;
const FIELD: u16 = 2 * HALF + 1;
/// A narrower list of bookings would tear names apart.
const LIST: u16 = 84;

/// Open bookings and requests, those in service, and what became of today's.
fn is_listed(t: &Ticket) -> bool {
    let booking = matches!(t.kind, Kind::Booking { .. });
    booking
        && !matches!(
            t.state,
            State::Moved | State::Cancelled | State::Transferred | State::Declined | State::Lapsed
        )
}

/// `12/18`, and a word when it matters: the colour only repeats it.
fn load(view: &View<'_>, field: FieldIx, day: Day, half: Half, look: Look) -> (String, Style) {
    let (all, taken) = view.office.load(field, day, half);
    if all == 0 {
        return ("nghỉ".to_owned(), look.theme.faint());
    }
    let words = format!("{taken}/{all}");
    match taken * 10 / all {
        10.. => (format!("{words} kín"), look.theme.bad()),
        8.. => (format!("{words} gần"), look.theme.warning()),
        1.. => (words, look.theme.good()),
        _ => (words, Style::new()),
    }
}

fn draw_booking(
    view: &View<'_>,
    t: &Ticket,
    chosen: bool,
    buf: &mut Buffer,
    area: Rect,
    look: Look,
) {
    let base = if chosen {
        look.theme.selected()
    } else {
        Style::new()
    };
    buf.set_style(area, base);
    let time = t
        .time()
        .map_or(String::new(), |time| time.time().to_string());
    let field = if view.several_fields() { 12 } else { 0 };
    let phone = t
        .person
        .phone
        .as_ref()
        .map(Phone::masked)
        .unwrap_or_default();
    let fixed = 2 + 6 + 5 + field + 14 + 13;
    let room = area.width.saturating_sub(fixed);
    let name = room * 11 / 20;
    let state = match t.state {
        State::Booked if t.present => "có mặt",
        State::Proposed => "chờ dân",
        State::Booked => words::channel(t.person.channel),
        other => words::state(other),
    };
    let state_style = match t.state.awaits_answer() {
        true => base.patch(look.theme.warning()),
        false => base,
    };
    let number = words::number(t.number);
    let who = words::name_or_note(t);
    let cells: [(&str, u16); 8] = [
        (if chosen { "▸" } else { "" }, 2),
        (&time, 6),
        (&number, 5),
        (view.field_name(t.number.field), field),
        (&who, name),
        (&view.procedure_of(t).unwrap_or_default(), room - name),
        (&phone, 14),
        (state, 13),
    ];
    let mut x = area.x;
    for (i, (words, width)) in cells.into_iter().enumerate() {
        let style = if i == 7 { state_style } else { base };
        put(buf, (x, area.y), width.saturating_sub(1), words, style);
        x += width;
    }
}
