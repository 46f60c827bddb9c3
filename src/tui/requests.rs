//! The third screen: requests that the office must answer within 24 hours (S1.4), and proposals that the citizens
//! have not answered yet; under them what is known of the chosen one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::details;
use super::paint::{framed, put};
use super::theme::Look;
use super::view::{View, drawn};
use super::words::{self, Haste, Scene};
use crate::domain::text::Phone;
use crate::domain::ticket::{State, Ticket, TicketId};

/// The list and its cursor.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    list: Vec<TicketId>,
    at: usize,
    height: usize,
}

impl Requests {
    /// Brings the list up to date. The cursor stays on its request; when that is answered, on the one that follows.
    pub fn refresh(&mut self, view: &View<'_>) {
        let chosen = self.chosen();
        let open = view.office.unanswered();
        self.list = open.iter().map(|t| t.id).collect();
        let found = chosen.and_then(|id| self.list.iter().position(|i| *i == id));
        self.at = found
            .unwrap_or(self.at)
            .min(self.list.len().saturating_sub(1));
    }

    /// The chosen request.
    pub fn chosen(&self) -> Option<TicketId> {
        self.list.get(self.at).copied()
    }

    /// Chooses a request; answers whether it is in the list.
    pub fn choose(&mut self, id: TicketId) -> bool {
        let at = self.list.iter().position(|i| *i == id);
        self.at = at.unwrap_or(self.at);
        at.is_some()
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        let to = self.at.saturating_add_signed(by);
        self.at = to.min(self.list.len().saturating_sub(1));
    }

    /// A page, as far as it is in sight.
    pub fn page(&self) -> isize {
        self.height.max(2) as isize - 1
    }

    /// Draws the list, and the chosen request under it.
    pub fn draw(&mut self, scene: &Scene<'_>, buf: &mut Buffer, area: Rect, look: Look) {
        let under = if area.height >= 30 { 12 } else { 9 };
        let list = Rect {
            height: area.height.saturating_sub(under),
            ..area
        };
        let details = Rect {
            y: list.bottom(),
            height: area.height - list.height,
            ..area
        };
        self.draw_list(scene.view, buf, list, look);
        let chosen = self.chosen().and_then(|id| scene.view.office.ticket(id));
        details::draw_panel(scene, chosen, buf, details, look);
    }

    fn draw_list(&mut self, view: &View<'_>, buf: &mut Buffer, area: Rect, look: Look) {
        let (waiting, late) = words::waiting(view);
        let proposed = self.list.len() - waiting.min(self.list.len());
        let mut title = format!("Yêu cầu · {waiting} chờ cơ quan trả lời");
        if late > 0 {
            title += &format!(", {late} quá hạn");
        }
        if proposed > 0 {
            title += &format!(" · {proposed} chờ người dân");
        }
        let style = look.theme.strong();
        let inner = framed(buf, area, look.glyphs.frame(), &title, style);
        if self.list.is_empty() {
            let words = "Không có yêu cầu nào chờ trả lời.";
            put(
                buf,
                (inner.x + 1, inner.y),
                inner.width,
                words,
                look.theme.faint(),
            );
            return;
        }
        let columns = Columns::of(view, inner.width);
        let head = Rect { height: 1, ..inner };
        columns.titles(buf, head, look);
        self.height = usize::from(inner.height.saturating_sub(1));
        let top = (self.at + 1).saturating_sub(self.height);
        let shown = self.list.iter().enumerate().skip(top).take(self.height);
        for ((i, id), y) in shown.zip(inner.y + 1..) {
            if let Some(t) = view.office.ticket(*id) {
                let row = Rect {
                    y,
                    height: 1,
                    ..inner
                };
                columns.request(view, t, i == self.at, buf, row, look);
            }
        }
    }
}

/// The widths of the columns: mark, time left, number, field, wished time, name, procedure, note, phone, channel.
struct Columns([u16; 10]);

/// `chờ dân 9 giờ 59`.
const LEFT: u16 = 17;

impl Columns {
    /// For a list so wide; what has no room stands under the list.
    fn of(view: &View<'_>, width: u16) -> Self {
        let field = if view.several_fields() { 12 } else { 0 };
        let phone = if width >= 116 { 14 } else { 0 };
        let channel = if width >= 132 { 16 } else { 0 };
        let room = width.saturating_sub(2 + LEFT + 5 + field + 16 + phone + channel);
        let note = if room >= 60 { room / 3 } else { 0 };
        let name = (room - note) / 2;
        let procedure = room - note - name;
        Self([2, LEFT, 5, field, 16, name, procedure, note, phone, channel])
    }

    fn titles(&self, buf: &mut Buffer, row: Rect, look: Look) {
        let titles = [
            "",
            "Trả lời",
            "Số",
            "Lĩnh vực",
            "Xin hẹn",
            "Họ tên",
            "Thủ tục",
            "Ghi chú",
            "Điện thoại",
            "Qua",
        ];
        self.cells(titles.map(|t| (t, look.theme.faint())), buf, row);
    }

    fn cells(&self, cells: [(&str, Style); 10], buf: &mut Buffer, row: Rect) {
        let mut x = row.x;
        for (i, ((words, style), width)) in cells.into_iter().zip(self.0).enumerate() {
            let gap = u16::from(i != 2);
            put(buf, (x, row.y), width.saturating_sub(gap), words, style);
            x += width;
        }
    }

    fn request(
        &self,
        view: &View<'_>,
        t: &Ticket,
        chosen: bool,
        buf: &mut Buffer,
        row: Rect,
        look: Look,
    ) {
        let theme = look.theme;
        let ours = t.state == State::Requested;
        let base = match (chosen, ours) {
            (true, _) => theme.selected(),
            (false, true) => Style::new(),
            (false, false) => theme.faint(),
        };
        buf.set_style(row, base);
        let (left, haste) = words::left(t, view.minute());
        let left_style = match haste {
            _ if !ours => base,
            Haste::None => base.patch(theme.good()),
            Haste::Some => base.patch(theme.warning()),
            Haste::Late => base.patch(theme.bad()),
        };
        let wished = t.time().map_or(String::new(), |time| {
            format!("{} {}", words::date_short(time.day()), time.time())
        });
        let note = t.person.note.as_deref().map(drawn).unwrap_or_default();
        let phone = t.person.phone.as_ref();
        let cells = [
            (if chosen { "▸" } else { "" }, base),
            (&left, left_style),
            (&words::number(t.number), base.patch(theme.strong())),
            (view.field_name(t.number.field), base),
            (&wished, base.patch(theme.booked())),
            (&words::name_or_note(t), base),
            (&view.procedure_of(t).unwrap_or_default(), base),
            (&note, base),
            (&phone.map(Phone::masked).unwrap_or_default(), base),
            (words::channel(t.person.channel), base),
        ];
        self.cells(cells, buf, row);
    }
}
