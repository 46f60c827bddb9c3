//! Puts the parts together into a frame.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;

use super::footer::{self, KeyLine};
use super::header::Header;
use super::linear;
use super::lobby::Lobby;
use super::overlay::Overlay;
use super::pen::{Pen, above};
use super::screen::{Painted, Screen, scene_of};
use super::view::View;
use super::words::{Scene, too_small};

/// Smaller terminals show a sentence.
const SMALLEST: (u16, u16) = (80, 20);

impl Screen {
    /// Draws everything into an empty buffer; answers where the real cursor belongs.
    pub fn paint(&mut self, buf: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
        self.refresh(view);
        self.painted = None;
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

    /// Brings the last picture, which stands in `buf`, up to date, where of all that it was made from only this screen itself
    /// has changed. Answers where the real cursor belongs, and on which places it drew; nothing, before drawing anything,
    /// when the whole picture must be painted anew.
    pub fn repaint(
        &mut self,
        buf: &mut Buffer,
        view: &View<'_>,
    ) -> Option<(Option<Position>, Vec<Rect>)> {
        self.refresh(view);
        let scene = scene_of!(self, view);
        let painted = self.painted.as_mut()?;
        let said = self.status_line.as_ref();
        let is_same = painted.area == buf.area
            && self.pages.at() == painted.page
            && footer::last_height(said, &self.entry, buf.area.width) == painted.last.height;
        if self.overlay.is_some() || !is_same {
            return None;
        }
        let mut pen = Pen::new(buf, painted.area, self.look);
        let page = self.pages.shown_mut();
        let mut places = page.redraw(&scene, &mut pen.within(painted.body))?;
        let lines = footer::key_lines(&scene, &self.pages, &painted.steady, painted.keys);
        let areas = |lines: &[KeyLine]| lines.iter().map(|line| line.area).collect::<Vec<_>>();
        let changed: Vec<Rect> = if areas(&lines) == areas(&painted.lines) {
            let pairs = lines.iter().zip(&painted.lines);
            let differ = pairs.filter(|(line, before)| line != before);
            differ.map(|(line, _)| line.area).collect()
        } else {
            vec![painted.keys]
        };
        for place in &changed {
            pen.within(*place).clear();
            // The pages' own keys stand in the line under these.
            self.spots.retain(|(spot, _)| !place.intersects(*spot));
        }
        let is_drawn = |line: &&KeyLine| changed.iter().any(|place| place.intersects(line.area));
        for line in lines.iter().filter(is_drawn) {
            self.spots.extend(line.draw(&mut pen));
        }
        painted.lines = lines;
        let mut last = pen.within(painted.last);
        last.clear();
        let said = self.status_line.as_ref();
        let cursor = footer::draw_last_line(said, &self.entry, &scene, &mut last);
        places.extend(changed);
        places.push(painted.last);
        self.look.glyphs.settle(buf);
        Some((cursor, places))
    }

    /// Line by line.
    fn paint_lines(&mut self, pen: &mut Pen<'_>, view: &View<'_>) -> Option<Position> {
        let mut sheet = linear::sheet();
        let area = sheet.area;
        let cursor = self.paint_all(&mut Pen::new(&mut sheet, area, self.look), view);
        // The mouse has nothing to point at: the lines stand elsewhere.
        self.spots.clear();
        self.painted = None;
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
        let scene = scene_of!(self, view);
        let header = Header::new(&scene, pen.width());
        let last_height = footer::last_height(self.status_line.as_ref(), &self.entry, pen.width());
        let keys_height = footer::height(pen.width());
        let [head, body, under] = Layout::vertical([
            Constraint::Length(header.height()),
            Constraint::Fill(1),
            Constraint::Length(last_height + keys_height),
        ])
        .areas(pen.area);
        header.draw(&scene, &mut pen.within(head));
        let mut room = match view.is_locked() {
            true => Lobby::of(view).draw_body(&mut pen.within(body)),
            false => self.pages.shown_mut().draw(&scene, &mut pen.within(body)),
        };
        let (mut last, foot) = above(under, keys_height);
        // A form without room for its lists takes the place of the keys, which are not shown meanwhile.
        if let Some(Overlay::Form(form)) = &mut self.overlay
            && form.height(pen.width()) > room.height
        {
            last = above(under, last_height).1;
            room.height = last.y.saturating_sub(room.y);
        }
        self.spots.clear();
        // Any key but the window's own closes it, and does what it does.
        let has_keys = self.overlay.as_ref().is_none_or(|o| o.card().is_some());
        if has_keys {
            let (keys, pages) = above(foot, 1);
            self.spots = footer::draw_pages(&scene, &self.pages, &mut pen.within(pages));
            let steady = footer::steady(&scene, &self.pages);
            let lines = footer::key_lines(&scene, &self.pages, &steady, keys);
            for line in &lines {
                self.spots.extend(line.draw(pen));
            }
            self.painted = self.overlay.is_none().then_some(Painted {
                page: self.pages.at(),
                area: pen.area,
                body,
                last,
                keys,
                lines,
                steady,
            });
        }
        let said = self.status_line.as_ref();
        let at_entry = footer::draw_last_line(said, &self.entry, &scene, &mut pen.within(last));
        let overlay = self.overlay.as_mut();
        let cursor = overlay.and_then(|o| o.draw(&scene, &self.pages, (body, room), pen));
        cursor.or(at_entry)
    }
}
