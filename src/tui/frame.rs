//! Puts the parts together into a frame.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::footer::{self, LastLine};
use super::overview::Overview;
use super::page::Page;
use super::paint::{put, wrapped};
use super::screen::{Over, Screen};
use super::view::View;
use super::words::{Scene, number};
use super::{details, forms, header, letters, serving};

/// Smaller terminals show a sentence.
const SMALLEST: (u16, u16) = (80, 24);
/// From this width on the details stand beside the queue.
const WIDE: u16 = 110;
/// The fewest lines of details that leave room for all queues under them.
const DETAILS: u16 = 14;
/// Lines of the details under the queue.
const FOLDED: u16 = 3;

impl Screen {
    /// Draws everything.
    pub fn draw(&mut self, frame: &mut Frame<'_>, view: &View<'_>) {
        let area = frame.area();
        if let Some(cursor) = self.paint(frame.buffer_mut(), area, view) {
            frame.set_cursor_position(cursor);
        }
    }

    /// Draws everything into a buffer; answers where the real cursor belongs.
    pub fn paint(&mut self, buf: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
        self.refresh(view);
        let cursor = if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            self.too_small(buf, area, view);
            None
        } else {
            self.paint_all(buf, area, view)
        };
        self.look.glyphs.settle(buf);
        cursor
    }

    fn too_small(&self, buf: &mut Buffer, area: Rect, view: &View<'_>) {
        let (width, height) = SMALLEST;
        let serving = view.serving(self.desk).map_or(String::new(), |t| {
            format!("Đang phục vụ {}. ", number(t.number))
        });
        let words = format!(
            "{serving}Cửa sổ quá nhỏ ({}×{}); cần ít nhất {width}×{height}: phóng to cửa sổ hoặc giảm cỡ chữ.",
            area.width, area.height
        );
        let lines = wrapped(&words, usize::from(area.width));
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            put(buf, (area.x, y), area.width, line, Style::new());
        }
    }

    fn paint_all(&mut self, buf: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
        let scene = self.scene(view);
        let head = header::height(&scene);
        header::draw(
            &scene,
            buf,
            Rect {
                height: head,
                ..area
            },
            self.look,
        );
        let keys = footer::height(area.width);
        let foot = Rect {
            y: area.bottom() - keys,
            height: keys,
            ..area
        };
        let last = Rect {
            y: foot.y - 1,
            height: 1,
            ..area
        };
        let body = Rect {
            y: area.y + head,
            height: last.y - area.y - head,
            ..area
        };
        let room = match self.page {
            Page::Today => self.paint_today(buf, body, view),
            Page::Bookings => {
                let (desk, look) = (self.desk, self.look);
                self.bookings.draw(view, desk, buf, body, look);
                body
            }
            Page::Requests => {
                let scene = Scene {
                    view,
                    keys: &self.keys,
                    desk: self.desk,
                };
                self.requests.draw(&scene, buf, body, self.look);
                body
            }
            Page::Messages => {
                let scene = Scene {
                    view,
                    keys: &self.keys,
                    desk: self.desk,
                };
                self.letters.draw(&scene, buf, body, self.look);
                body
            }
        };
        let target = self.target(view);
        let scene = self.scene(view);
        if self.over.is_none() {
            footer::draw(&footer::items(&scene, target), buf, foot, self.look);
        }
        let last_line = LastLine {
            said: self.said.as_ref(),
            entry: &self.entry,
        };
        let at_entry = last_line.draw(&scene, buf, last, self.look);
        if let Some(Over::Qr(window)) = &self.over {
            window.draw(buf, area, self.look);
        }
        self.paint_over(buf, body, room, view).or(at_entry)
    }

    /// Those in service, the queue, the details; answers the room for forms: those in service stay in sight.
    fn paint_today(&mut self, buf: &mut Buffer, body: Rect, view: &View<'_>) -> Rect {
        let height = serving::height(view, body.height);
        let (desk, look) = (self.desk, self.look);
        let chosen = self.queue.chosen().is_none();
        serving::draw(view, desk, chosen, buf, Rect { height, ..body }, look);
        let room = Rect {
            y: body.y + height,
            height: body.height - height,
            ..body
        };
        let (queue, beside) = if body.width >= WIDE {
            let side = if body.width >= 160 { 44 } else { 34 };
            let queue = Rect {
                width: room.width - side,
                ..room
            };
            (
                queue,
                Rect {
                    x: queue.right(),
                    width: side,
                    ..room
                },
            )
        } else {
            let queue = Rect {
                height: room.height - FOLDED,
                ..room
            };
            (
                queue,
                Rect {
                    y: queue.bottom(),
                    height: FOLDED,
                    ..room
                },
            )
        };
        self.queue.draw(view, desk, buf, queue, look);
        let glance = Overview::height(view);
        let beside = if body.width >= WIDE && glance > 0 && beside.height >= glance + DETAILS {
            let height = beside.height - glance;
            let y = beside.y + height;
            let area = Rect {
                y,
                height: glance,
                ..beside
            };
            self.overview.draw(view, desk, buf, area, look);
            Rect { height, ..beside }
        } else {
            beside
        };
        let shown = self.target(view).ticket.or_else(|| {
            let next = self.queue.next();
            next.and_then(|id| view.office.ticket(id))
        });
        let scene = self.scene(view);
        if body.width >= WIDE {
            details::draw_panel(&scene, shown, buf, beside, look);
        } else {
            details::draw_folded(&scene, shown, buf, beside, look);
        }
        room
    }

    fn paint_over(
        &mut self,
        buf: &mut Buffer,
        body: Rect,
        room: Rect,
        view: &View<'_>,
    ) -> Option<Position> {
        let (target, look) = (self.target(view), self.look);
        let mut over = self.over.take()?;
        let scene = self.scene(view);
        let cursor = match &mut over {
            Over::Form(form) => forms::draw(form, buf, room, look),
            Over::Search(search) => search.draw(view, buf, room, look),
            Over::Help(help) => {
                help.draw(&scene, target, buf, body, look);
                None
            }
            Over::Phone(id) => {
                if let Some(t) = view.office.ticket(*id) {
                    details::draw_phone(&scene, t, buf, room, look);
                }
                None
            }
            Over::Letter(id) => {
                if let Some(letter) = view.letters.get(*id) {
                    let keys = footer::items_of_letter(&scene, letter);
                    letters::draw_window(&scene, letter, &keys, buf, room, look);
                }
                None
            }
            Over::Qr(_) => None,
            Over::Why(id) | Over::Details(id) => {
                let id = *id;
                let rule_only = matches!(over, Over::Why(_));
                if let Some(t) = view.office.ticket(id) {
                    details::draw_window(&scene, t, rule_only, buf, room, look);
                }
                None
            }
        };
        self.over = Some(over);
        cursor
    }
}
