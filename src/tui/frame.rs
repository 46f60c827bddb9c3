//! Puts the parts together into a frame.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;

use super::footer;
use super::header::Header;
use super::linear;
use super::overlay::Overlay;
use super::pen::Pen;
use super::screen::Screen;
use super::view::View;
use super::words::{Scene, too_small};

/// Smaller terminals show a sentence.
const SMALLEST: (u16, u16) = (80, 20);

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
        let mut pen = Pen::new(buf, area, self.look);
        let is_small = area.width < SMALLEST.0 || area.height < SMALLEST.1;
        let cursor = if is_small && !self.look.linear {
            let words = too_small(view.serving(self.desk), (area.width, area.height), SMALLEST);
            pen.put_wrapped(0, &words, Style::new());
            None
        } else if self.look.linear {
            self.paint_lines(&mut pen, view)
        } else {
            self.paint_all(&mut pen, view)
        };
        self.look.glyphs.settle(buf);
        cursor
    }

    /// Line by line.
    fn paint_lines(&mut self, pen: &mut Pen<'_>, view: &View<'_>) -> Option<Position> {
        let mut sheet = linear::sheet();
        let area = sheet.area;
        let cursor = self.paint_all(&mut Pen::new(&mut sheet, area, self.look), view);
        // The mouse has nothing to point at: the lines stand elsewhere.
        self.spots.clear();
        let on_chosen = match &mut self.overlay {
            Some(Overlay::Form(form)) => form.is_on_list(),
            // What is typed is to be heard.
            Some(Overlay::Search(_)) => false,
            _ => true,
        };
        let said = footer::last_height(self.status_line.as_ref(), &self.entry, area.width);
        let last = area.height - footer::height(area.width) - said;
        linear::read_off(&sheet, cursor, on_chosen, last..last + said, pen)
    }

    fn paint_all(&mut self, pen: &mut Pen<'_>, view: &View<'_>) -> Option<Position> {
        let scene = Scene {
            view,
            keys: &self.keys,
            desk: self.desk,
        };
        let header = Header::new(&scene, pen.width());
        let last_height = footer::last_height(self.status_line.as_ref(), &self.entry, pen.width());
        let [head, body, last, foot] = Layout::vertical([
            Constraint::Length(header.height()),
            Constraint::Fill(1),
            Constraint::Length(last_height),
            Constraint::Length(footer::height(pen.width())),
        ])
        .areas(pen.area);
        header.draw(&scene, &mut pen.within(head));
        let room = self.pages.shown_mut().draw(&scene, &mut pen.within(body));
        self.spots.clear();
        if self.overlay.is_none() {
            self.spots = footer::draw(&scene, &self.pages, &mut pen.within(foot));
        }
        let said = self.status_line.as_ref();
        let at_entry = footer::draw_last_line(said, &self.entry, &scene, &mut pen.within(last));
        let page = self.pages.shown();
        let overlay = self.overlay.as_mut();
        let cursor = overlay.and_then(|o| o.draw(&scene, page, (body, room), pen));
        cursor.or(at_entry)
    }
}
