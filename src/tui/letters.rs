//! The fourth screen: messages that came in, what citizens are told, and calls to make; those that need a hand first.
//! Under the list is what is known of the chosen one.

mod act;
mod details;

pub use act::possible_here;
pub use details::draw_window;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::{framed, put};
use super::theme::Look;
use super::view::View;
use super::words::{self, Scene, Weight};
use crate::app::post::letters::{Letter, LetterId};

/// The list and its cursor.
#[derive(Clone, Debug, Default)]
pub struct LetterList {
    /// Each with whether it needs a hand.
    list: Vec<(LetterId, bool)>,
    at: usize,
    height: usize,
}

impl LetterList {
    /// Brings the list up to date. The cursor stays on its letter; when somebody has dealt with that, on the one that
    /// follows.
    pub fn refresh(&mut self, view: &View<'_>) {
        let chosen = self.list.get(self.at).copied();
        let letters = view.letters.list().iter();
        self.list = letters.map(|l| (l.id, l.needs_hand())).collect();
        let found = chosen.and_then(|(id, open)| {
            let stays = |(i, still): &(LetterId, bool)| *i == id && (*still || !open);
            self.list.iter().position(stays)
        });
        self.at = found
            .unwrap_or(self.at)
            .min(self.list.len().saturating_sub(1));
    }

    /// The chosen letter.
    pub fn chosen(&self) -> Option<LetterId> {
        self.list.get(self.at).map(|(id, _)| *id)
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

    /// Draws the list, and the chosen letter under it.
    pub fn draw(&mut self, scene: &Scene<'_>, buf: &mut Buffer, area: Rect, look: Look) {
        let under = if area.height >= 30 { 10 } else { 9 };
        let list = Rect {
            height: area.height.saturating_sub(under),
            ..area
        };
        let panel = Rect {
            y: list.bottom(),
            height: area.height - list.height,
            ..area
        };
        self.draw_list(scene.view, buf, list, look);
        let chosen = self.chosen().and_then(|id| scene.view.letters.get(id));
        details::draw_panel(scene, chosen, buf, panel, look);
    }

    fn draw_list(&mut self, view: &View<'_>, buf: &mut Buffer, area: Rect, look: Look) {
        let title = format!("Tin nhắn · {}", words::open_in_detail(view));
        let style = look.theme.strong();
        let inner = framed(buf, area, look.glyphs.frame(), &title, style);
        draw_cost(view, buf, inner, look);
        let inner = Rect {
            y: inner.y + 1,
            height: inner.height.saturating_sub(1),
            ..inner
        };
        if self.list.is_empty() {
            let words = "Chưa có tin nhắn nào đến hay đi.";
            let at = (inner.x + 1, inner.y);
            put(buf, at, inner.width, words, look.theme.faint());
            return;
        }
        let columns = Columns::of(inner.width);
        columns.titles(buf, Rect { height: 1, ..inner }, look);
        self.height = usize::from(inner.height.saturating_sub(1));
        let top = (self.at + 1).saturating_sub(self.height);
        let shown = self.list.iter().enumerate().skip(top).take(self.height);
        for ((i, (id, _)), y) in shown.zip(inner.y + 1..) {
            if let Some(letter) = view.letters.get(*id) {
                let row = Rect {
                    y,
                    height: 1,
                    ..inner
                };
                columns.letter(view, letter, i == self.at, buf, row, look);
            }
        }
    }
}

/// What was sent and what it cost, before it whether sending is held.
fn draw_cost(view: &View<'_>, buf: &mut Buffer, inner: Rect, look: Look) {
    let (mut x, width) = (inner.x + 1, inner.width.saturating_sub(2));
    if view.letters.held {
        let words = "ĐANG NGỪNG GỬI · ";
        x += put(buf, (x, inner.y), width, words, look.theme.bad());
    }
    let mut words = words::cost(view);
    if !view.letters.has_modem {
        words = "Không có modem nên không gửi tin: việc phải báo thành cuộc gọi".to_owned();
    } else if let Some(signal) = view.modem().and_then(|m| m.signal) {
        words += &format!(" · sóng {signal}/31");
    }
    let room = inner.right().saturating_sub(x + 1);
    put(buf, (x, inner.y), room, &words, look.theme.faint());
}

/// The widths of the columns: mark, time, way, phone, state, what it is about, text.
struct Columns([u16; 7]);

/// `chưa rõ đã gửi chưa`.
const STATE: u16 = 20;
/// `0912 ••• 678`.
const PHONE: u16 = 13;
/// `20/11 08:40`.
const TIME: u16 = 12;

impl Columns {
    /// For a list so wide; what has no room stands under the list.
    fn of(width: u16) -> Self {
        let wide = width >= 110;
        let time = if wide { TIME } else { 6 };
        let way = if wide { 9 } else { 4 };
        let state = if wide { STATE } else { 15 };
        let room = width.saturating_sub(2 + time + way + PHONE + state);
        let about = if wide { room / 2 } else { 0 };
        Self([2, time, way, PHONE, state, about, room - about])
    }

    fn cells(&self, cells: [(&str, Style); 7], buf: &mut Buffer, row: Rect) {
        let mut x = row.x;
        for ((words, style), width) in cells.into_iter().zip(self.0) {
            put(buf, (x, row.y), width.saturating_sub(1), words, style);
            x += width;
        }
    }

    fn titles(&self, buf: &mut Buffer, row: Rect, look: Look) {
        let titles = [
            "",
            "Lúc",
            if self.0[1] == TIME { "Đến, đi" } else { "" },
            "Điện thoại",
            "Tình trạng",
            "Về việc",
            "Nội dung",
        ];
        self.cells(titles.map(|t| (t, look.theme.faint())), buf, row);
    }

    fn letter(
        &self,
        view: &View<'_>,
        letter: &Letter,
        chosen: bool,
        buf: &mut Buffer,
        row: Rect,
        look: Look,
    ) {
        let theme = look.theme;
        let (state, weight) = words::letter_state(letter);
        let base = match (chosen, weight) {
            (true, _) => theme.selected(),
            (false, Weight::Past) => theme.faint(),
            (false, _) => Style::new(),
        };
        buf.set_style(row, base);
        let coloured = match weight {
            Weight::Past => base,
            Weight::Well => base.patch(theme.good()),
            Weight::Open => base.patch(theme.warning()),
            Weight::Bad => base.patch(theme.bad()),
        };
        let wide = self.0[1] == TIME;
        let (time, way) = match wide {
            true => (words::moment(view, letter.at), words::way(letter)),
            false => (
                words::moment_short(view, letter.at),
                words::way_short(letter),
            ),
        };
        let cells = [
            (if chosen { "▸" } else { "" }, base),
            (time.as_str(), base),
            (way, base),
            (&words::correspondent(letter), base),
            (state, coloured),
            (&words::about(view, letter), base),
            (&words::content(letter), base),
        ];
        self.cells(cells, buf, row);
    }
}
