//! Whom each counter serves, and for how long: this counter's line is the strong one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{framed, put};
use super::theme::Look;
use super::view::View;
use super::words;
use crate::domain::rules::CounterIx;
use crate::domain::ticket::Ticket;

/// Lines that the panel wants, frame included, in a screen so high.
pub fn height(view: &View<'_>, screen: u16) -> u16 {
    let counters = view.office.rules().counters.len() as u16;
    counters.min((screen / 4).max(3)) + 2
}

/// Which counters are seen when there is not room for all: this one among them.
fn seen(view: &View<'_>, desk: CounterIx, room: usize) -> Vec<CounterIx> {
    let all: Vec<CounterIx> = view.office.rules().counter_indexes().collect();
    let at = usize::from(desk.0);
    let first = (at + 1).saturating_sub(room);
    all.into_iter().skip(first).take(room).collect()
}

/// Draws the panel; `chosen` says whether the actions on a row go to whom this counter serves.
pub fn draw(
    view: &View<'_>,
    desk: CounterIx,
    chosen: bool,
    buf: &mut Buffer,
    area: Rect,
    look: Look,
) {
    let inner = framed(
        buf,
        area,
        look.glyphs.frame(),
        "Đang phục vụ",
        look.theme.strong(),
    );
    let counters = seen(view, desk, usize::from(inner.height));
    let hidden = view.office.rules().counters.len() - counters.len();
    if hidden > 0 {
        let words = format!(" và {hidden} quầy nữa ");
        let at = (area.right().saturating_sub(20), area.bottom() - 1);
        put(buf, at, 18, &words, look.theme.faint());
    }
    for (ix, y) in counters.into_iter().zip(inner.y..) {
        let own = ix == desk;
        let base = if own {
            look.theme.strong()
        } else {
            Style::new()
        };
        let line = Line {
            view,
            desk,
            ix,
            base,
            look,
        };
        let mark = if own && chosen { "▸" } else { "" };
        put(buf, (inner.x, y), 1, mark, base);
        line.draw(
            buf,
            Rect {
                x: inner.x + 2,
                y,
                width: inner.width.saturating_sub(2),
                height: 1,
            },
        );
    }
}

struct Line<'a> {
    view: &'a View<'a>,
    desk: CounterIx,
    ix: CounterIx,
    base: Style,
    look: Look,
}

const NUMBER: u16 = 6;
const MINUTES: u16 = 14;
const NOTE: u16 = 18;
const NOTE_SHORT: u16 = 9;
/// Wider cells would tear name and minutes apart.
const WIDEST_CELL: u16 = 40;

impl Line<'_> {
    fn draw(&self, buf: &mut Buffer, area: Rect) {
        let Rect {
            mut x, y, width, ..
        } = area;
        let def = self.view.desk(self.ix);
        let name = if width >= 100 { 12 } else { 8 };
        put(buf, (x, y), name - 1, &def.name, self.base);
        x += name;
        let fields = if width >= 100 { 20 } else { 0 };
        let of: Vec<&str> = def
            .fields
            .iter()
            .map(|f| self.view.field_name(*f))
            .collect();
        put(buf, (x, y), fields.max(1) - 1, &of.join(", "), self.base);
        x += fields;
        let room = area.right() - x;
        match self.view.serving(self.ix) {
            Some(t) => self.ticket(
                t,
                buf,
                Rect {
                    x,
                    width: room,
                    ..area
                },
            ),
            None => {
                put(buf, (x, y), NUMBER - 1, " —", self.base);
                let style = self.base.patch(self.look.theme.faint());
                put(buf, (x + NUMBER, y), room - NUMBER, &self.idle(), style);
            }
        }
    }

    fn ticket(&self, t: &Ticket, buf: &mut Buffer, area: Rect) {
        let Rect {
            mut x, y, width, ..
        } = area;
        let roomy = width >= 80;
        let note_width = if roomy { NOTE } else { NOTE_SHORT };
        let room = width
            .saturating_sub(NUMBER + MINUTES + note_width)
            .min(2 * WIDEST_CELL);
        let name = room * 11 / 20;
        put(buf, (x, y), NUMBER - 1, &words::number(t.number), self.base);
        x += NUMBER;
        put(
            buf,
            (x, y),
            name.saturating_sub(1),
            &words::name_or_note(t),
            self.base,
        );
        x += name;
        let procedure = self.view.procedure_of(t).unwrap_or_default();
        put(
            buf,
            (x, y),
            (room - name).saturating_sub(1),
            &procedure,
            self.base,
        );
        x += room - name;
        let minutes = self.view.minute().0 - t.started.unwrap_or(self.view.minute()).0;
        let mean = self.view.mean_of(t);
        let long = minutes * 4 > mean * 5;
        let style = if long {
            self.base.patch(self.look.theme.warning())
        } else {
            self.base
        };
        put(
            buf,
            (x, y),
            MINUTES - 1,
            &format!("{minutes:>3} phút / {mean}"),
            style,
        );
        x += MINUTES;
        let counter = self.view.office.counter(self.ix);
        let note = match (counter.open, long, roomy) {
            (false, _, true) => "rồi tạm nghỉ",
            (false, _, false) => "rồi nghỉ",
            (true, true, true) => "lâu hơn thường lệ",
            (true, true, false) => "lâu hơn",
            (true, false, _) => "",
        };
        put(buf, (x, y), note_width - 1, note, style);
    }

    /// Why nobody is served.
    fn idle(&self) -> String {
        let counter = self.view.office.counter(self.ix);
        if !counter.open {
            return match &counter.reason {
                Some(reason) => format!("tạm nghỉ: {}", super::view::drawn(reason)),
                None => "tạm nghỉ".to_owned(),
            };
        }
        let waiting: usize = self
            .view
            .desk(self.ix)
            .fields
            .iter()
            .map(|f| self.view.office.people_waiting(*f))
            .sum();
        match (waiting, self.view.office.is_manual(self.ix)) {
            (0, _) => "trống, chưa có ai chờ".to_owned(),
            (n, true) if self.ix == self.desk => format!("trống, {n} người chờ được gọi"),
            (n, true) => format!("trống, {n} người chờ"),
            (n, false) => format!("trống, {n} người chờ đến giờ"),
        }
    }
}
