//! What stands on the terminal, cell by cell. Only cells that differ are sent; where nothing was drawn, nothing is even
//! compared: a cursor that moves on touches a few places of a large screen.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect, Size};

/// A picture, and how it comes onto the terminal: each is one write, if the writer holds it.
pub(super) struct Canvas<W: Write> {
    terminal: CrosstermBackend<W>,
    /// What the terminal shows.
    shown: Buffer,
    /// What it is to show; between two pictures the same.
    next: Buffer,
    /// Where the real cursor is seen.
    cursor: Option<Position>,
}

impl<W: Write> Canvas<W> {
    /// An empty one of that size.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn new(writer: W, size: Size) -> io::Result<Self> {
        let empty = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        let mut canvas = Self {
            terminal: CrosstermBackend::new(writer),
            shown: empty.clone(),
            next: empty,
            cursor: None,
        };
        canvas.terminal.hide_cursor()?;
        canvas.fit(size)?;
        Ok(canvas)
    }

    /// Empties the terminal, which is of another size now.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn fit(&mut self, size: Size) -> io::Result<()> {
        let area = Rect::from((Position::ORIGIN, size));
        self.next.resize(area);
        self.next.reset();
        self.shown = self.next.clone();
        self.terminal.clear_region(ClearType::All)
    }

    /// Shows a new picture, drawn on an empty buffer; `paint` answers where the real cursor belongs.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn draw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        self.next.reset();
        let cursor = paint(&mut self.next);
        self.show(&[self.next.area], cursor)
    }

    /// Shows the last picture with changes; `paint` answers where the real cursor belongs, and on which places it drew:
    /// what differs elsewhere stays unseen. Where it drew on none and answers so, nothing is shown, and this answers `false`.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn redraw(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Option<(Option<Position>, Vec<Rect>)>,
    ) -> io::Result<bool> {
        let Some((cursor, places)) = paint(&mut self.next) else {
            return Ok(false);
        };
        self.show(&places, cursor)?;
        Ok(true)
    }

    fn show(&mut self, places: &[Rect], cursor: Option<Position>) -> io::Result<()> {
        let mut changed = Vec::new();
        for place in places {
            differences(&self.shown, &self.next, *place, &mut changed);
        }
        if !changed.is_empty() {
            let cells = changed.iter().map(|at| (at.x, at.y, &self.next[*at]));
            self.terminal.draw(cells)?;
        }
        for at in changed {
            self.shown[at].clone_from(&self.next[at]);
        }
        match cursor {
            Some(at) => {
                if self.cursor.is_none() {
                    self.terminal.show_cursor()?;
                }
                self.terminal.set_cursor_position(at)?;
            }
            None if self.cursor.is_some() => self.terminal.hide_cursor()?,
            None => {}
        }
        self.cursor = cursor;
        Backend::flush(&mut self.terminal)
    }
}

/// The cells of a place that are to be sent, row by row. A letter of two columns is sent by its first one; where it goes, both
/// are sent. One that stands across the place's edge is sent, or left alone, as a whole.
fn differences(shown: &Buffer, next: &Buffer, place: Rect, changed: &mut Vec<Position>) {
    for y in place.top()..place.bottom() {
        let start = shown.index_of(place.left(), y);
        let row = start..start + usize::from(shown.area.right() - place.left());
        let is_cut = place.left() > shown.area.left() && next.content[start - 1].cell_width() > 1;
        let (old, new) = (&shown.content[row.clone()], &next.content[row]);
        // The column up to which a wide letter stands in the way, and up to which one stood.
        let (mut covered, mut stale) = (usize::from(is_cut), 0);
        for (x, (old, new)) in old.iter().zip(new).enumerate() {
            if x >= stale.max(place.width.into()) {
                break;
            }
            if x < covered {
                // A wide letter that began here is cut in two.
                stale = stale.max(x + usize::from(old.cell_width()));
                continue;
            }
            if old == new && x >= stale {
                // Nearly all cells: their width matters only where they are wide.
                if new.symbol().len() > 2 {
                    covered = x + usize::from(new.cell_width());
                }
                continue;
            }
            let (was, is) = (usize::from(old.cell_width()), usize::from(new.cell_width()));
            (covered, stale) = (x + is, stale.max(x + was.max(is)));
            changed.push(Position::new(place.left() + x as u16, y));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use ratatui::style::{Modifier, Style};

    use super::*;

    const SIZE: Size = Size::new(12, 3);

    /// All that was written.
    #[derive(Clone, Default)]
    struct Sent(Rc<RefCell<Vec<u8>>>);

    impl Write for Sent {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A picture with letters of one and two columns.
    fn picture(random: &mut u64) -> Buffer {
        let mut buf = Buffer::empty(Rect::from((Position::ORIGIN, SIZE)));
        let area = buf.area;
        scribble(&mut buf, area, random);
        buf
    }

    fn scribble(buf: &mut Buffer, place: Rect, random: &mut u64) {
        let mut next = |n: usize| {
            *random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (*random >> 33) as usize % n
        };
        for y in place.rows() {
            let letters = (0..12).map(|_| ["a", "ế", " ", "漢", "字"][next(5)]);
            let letters: String = letters.collect();
            let style = [Style::new(), Style::new().add_modifier(Modifier::REVERSED)][next(2)];
            buf.set_stringn(y.x, y.y, letters, y.width.into(), style);
        }
    }

    /// A terminal that has got these bytes.
    fn seen(bytes: &[u8]) -> vt100::Parser {
        let (rows, columns) = (3.try_into().unwrap(), 12.try_into().unwrap());
        let mut terminal = vt100::Parser::new(rows, columns, 0);
        terminal.process(bytes);
        terminal
    }

    fn assert_shows(terminal: &vt100::Parser, picture: &Buffer) {
        for y in 0..SIZE.height {
            let mut x = 0;
            while x < SIZE.width {
                let (cell, wanted) = (terminal.screen().cell(y, x).unwrap(), &picture[(x, y)]);
                let shown = if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                };
                assert_eq!(shown, wanted.symbol(), "{x} {y}\n{picture:?}");
                let is_reversed = wanted.modifier.contains(Modifier::REVERSED);
                assert_eq!(cell.inverse(), is_reversed, "{x} {y}\n{picture:?}");
                x += wanted.cell_width();
            }
        }
    }

    #[test]
    fn the_terminal_shows_what_was_drawn() {
        let mut random = 7;
        let sent = Sent::default();
        let mut canvas = Canvas::new(sent.clone(), SIZE).unwrap();
        for _ in 0..300 {
            let whole = picture(&mut random);
            canvas
                .draw(|buf| {
                    buf.clone_from(&whole);
                    None
                })
                .unwrap();
            assert_shows(&seen(&sent.0.borrow()), &whole);
            let left = (random >> 40) as u16 % SIZE.width;
            let width = 1 + (random >> 50) as u16 % (SIZE.width - left);
            let place = Rect::new(left, 1, width, 1);
            let mut drawn = whole;
            scribble(&mut drawn, place, &mut random);
            let update = |buf: &mut Buffer| {
                buf.clone_from(&drawn);
                Some((None, vec![place]))
            };
            assert!(canvas.redraw(update).unwrap());
            assert_shows(&seen(&sent.0.borrow()), &drawn);
        }
    }

    #[test]
    fn what_stays_the_same_is_not_sent() {
        let sent = Sent::default();
        let mut canvas = Canvas::new(sent.clone(), SIZE).unwrap();
        let whole = picture(&mut 3);
        let mut show = || {
            canvas
                .draw(|buf| {
                    buf.clone_from(&whole);
                    None
                })
                .unwrap();
            sent.0.borrow().len()
        };
        let once = show();
        assert_eq!(show(), once);
    }
}
