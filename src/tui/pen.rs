//! The pen: a place on the screen and how things look there. Columns and lines count from the place's corner, and
//! nothing runs over its edge.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::drawable::drawable;
use super::theme::{Look, Theme};
use super::words;
use crate::domain::text;

/// From this width on there is room for what else is good to know: details stand beside the queue, a name beside the keys of
/// its row, and tables have their last columns.
pub(super) const WIDE: u16 = 110;

/// Draws in one place of the buffer.
pub(super) struct Pen<'b> {
    buf: &'b mut Buffer,
    /// The place.
    pub area: Rect,
    /// Colours and signs.
    pub look: Look,
}

impl<'b> Pen<'b> {
    /// A pen for `area`, as far as the buffer has it.
    pub(super) fn new(buf: &'b mut Buffer, area: Rect, look: Look) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, area, look }
    }

    /// The same pen in another place.
    pub(super) fn within(&mut self, area: Rect) -> Pen<'_> {
        Pen::new(self.buf, area, self.look)
    }

    /// The pen for one line.
    pub(super) fn line(&mut self, y: u16) -> Pen<'_> {
        self.within(Rect {
            y: self.area.y + y,
            height: u16::from(y < self.area.height),
            ..self.area
        })
    }

    /// The same place without so many columns on either side.
    pub(super) fn indented(&mut self, by: u16) -> Pen<'_> {
        self.within(Rect {
            x: self.area.x + by,
            width: self.area.width.saturating_sub(2 * by),
            ..self.area
        })
    }

    /// The pen's colours.
    pub(super) fn theme(&self) -> Theme {
        self.look.theme
    }

    /// Columns.
    pub(super) fn width(&self) -> u16 {
        self.area.width
    }

    /// Lines.
    pub(super) fn height(&self) -> u16 {
        self.area.height
    }

    /// Where on the screen a column of a line is, if it is in this place: for the real cursor.
    pub(super) fn position(&self, (x, y): (u16, u16)) -> Option<Position> {
        (x < self.area.width && y < self.area.height)
            .then(|| Position::new(self.area.x + x, self.area.y + y))
    }

    /// Writes `words` up to the right edge, ended by `…` when cut. Returns the columns used.
    pub(super) fn put(&mut self, at: (u16, u16), words: &str, style: Style) -> u16 {
        self.put_in(at, u16::MAX, words, style)
    }

    /// Writes `words` in at most `width` columns.
    pub(super) fn put_in(
        &mut self,
        (x, y): (u16, u16),
        width: u16,
        words: &str,
        style: Style,
    ) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return 0;
        }
        let width = usize::from(width.min(self.area.width - x));
        let words = text::fit(&drawable(words), width);
        let (x, y) = (self.area.x + x, self.area.y + y);
        let (end, _) = self.buf.set_stringn(x, y, &words, width, style);
        end - x
    }

    /// Writes `words` over as many lines as they need and there are. Returns the next line.
    pub(super) fn put_wrapped(&mut self, y: u16, words: &str, style: Style) -> u16 {
        let room = usize::from(self.area.height.saturating_sub(y));
        let lines = wrapped_in(words, usize::from(self.area.width), room);
        for (line, y) in lines.iter().zip(y..) {
            self.put((0, y), line, style);
        }
        y + lines.len() as u16
    }

    /// Writes spans, without a mark where they are cut.
    pub(super) fn put_line(&mut self, x: u16, line: &Line<'_>) {
        if x < self.area.width {
            let width = self.area.width - x;
            self.buf.set_line(self.area.x + x, self.area.y, line, width);
        }
    }

    /// Gives the whole place a style.
    pub(super) fn style(&mut self, style: Style) {
        self.buf.set_style(self.area, style);
    }

    /// Empties the place for what lies over the page.
    pub(super) fn clear(&mut self) {
        Clear.render(self.area, self.buf);
    }

    /// Draws a frame with a title and gives the room inside.
    pub(super) fn framed(&mut self, title: &str, style: Style) -> Pen<'_> {
        self.frame();
        let inner = self.area.inner(Margin::new(1, 1));
        if !title.is_empty() {
            let room = self.area.width.saturating_sub(4);
            self.put_in((2, 0), room, &format!(" {title} "), style);
        }
        self.within(inner)
    }

    fn frame(&mut self) {
        let lines = self.look.glyphs.frame();
        let (left, top) = (self.area.left(), self.area.top());
        let (Some(right), Some(bottom)) = (
            self.area.right().checked_sub(1).filter(|x| *x >= left),
            self.area.bottom().checked_sub(1).filter(|y| *y >= top),
        ) else {
            return;
        };
        let mut put = |x, y, line: &str| {
            self.buf[(x, y)].set_symbol(line);
        };
        for y in top..=bottom {
            put(left, y, lines.vertical_left);
            put(right, y, lines.vertical_right);
        }
        for x in left..=right {
            put(x, top, lines.horizontal_top);
            put(x, bottom, lines.horizontal_bottom);
        }
        put(right, bottom, lines.bottom_right);
        put(right, top, lines.top_right);
        put(left, bottom, lines.bottom_left);
        put(left, top, lines.top_left);
    }

    /// Says on the frame's lower edge how many lines of the list stand below.
    pub(super) fn below(&mut self, lines: usize) {
        if lines > 0 {
            self.on_edge(&words::below(lines));
        }
    }

    /// Says something on the frame's lower edge, where it has room.
    pub(super) fn on_edge(&mut self, words: &str) {
        let width = text::width(words) as u16;
        if self.width() > width + 4 && self.height() > 1 {
            let at = (self.width() - width - 2, self.height() - 1);
            self.put(at, words, self.look.theme.faint());
        }
    }

    /// Opens a window of so many lines at the bottom of the place, so that those in service stay in sight. Gives the
    /// room inside, without the columns next to the frame.
    pub(super) fn window(&mut self, widest: u16, lines: usize, title: &str) -> Pen<'_> {
        let widest = if self.look.linear { u16::MAX } else { widest };
        let width = self.area.width.min(widest);
        let height = (lines as u16 + 2).min(self.area.height);
        let area = Rect {
            x: self.area.x + (self.area.width - width) / 2,
            y: self.area.bottom() - height,
            width,
            height,
        };
        let mut window = Pen::new(self.buf, area, self.look);
        window.clear();
        let inner = window.framed(title, self.look.theme.strong()).area;
        Pen::new(self.buf, inner, self.look).into_indented()
    }

    fn into_indented(mut self) -> Self {
        self.area = self.indented(1).area;
        self
    }
}

/// The columns of a list. A cell ends one column before the next one begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns<const N: usize> {
    /// How wide each is.
    pub widths: [u16; N],
}

impl<const N: usize> Columns<N> {
    /// Columns as wide as what they hold, with a blank behind each. Where that is more than `room`, those that may be cut
    /// give way where the least is lost by it: a long word in one row takes no room from all others.
    pub(super) fn measured<'a>(
        room: u16,
        cut: &[usize],
        rows: impl IntoIterator<Item = [&'a str; N]>,
    ) -> Self {
        /// A narrower column says nothing, unless there is no other way.
        const LEAST: u16 = 10;
        let rows: Vec<[&str; N]> = rows.into_iter().collect();
        let mut columns = Self {
            widths: Self::widths(rows.iter().copied()),
        };
        let cells: Vec<[u16; N]> = rows
            .iter()
            .map(|row| row.map(|cell| text::width(cell) as u16))
            .collect();
        // Behind the last one no gap is needed.
        let mut over = columns.widths.iter().sum::<u16>().saturating_sub(room + 1);
        while over > 0 {
            // Of a long text little is lost, of a name much.
            let loss = |i: usize| {
                let is_cut = |row: &&[u16; N]| row[i] > 0 && columns.room(row, i) <= row[i] + 1;
                let cut = cells.iter().filter(is_cut);
                cut.map(|row| 1000 / u32::from(row[i])).sum::<u32>()
            };
            let gives_way = |least: u16| {
                let wide = cut.iter().copied().filter(|i| columns.widths[*i] > least);
                wide.min_by_key(|i| (loss(*i), u16::MAX - columns.widths[*i]))
            };
            // The last column is prose, which is read elsewhere, too: it leaves the others room for a few words.
            let (last, others): (Vec<usize>, Vec<usize>) = cut.iter().partition(|i| **i + 1 == N);
            let others = others.iter().map(|i| columns.widths[*i]).max().unwrap_or(0);
            let prose = last
                .first()
                .copied()
                .filter(|i| 2 * columns.widths[*i] > 3 * others);
            let Some(i) = prose.or_else(|| gives_way(LEAST)).or_else(|| gives_way(1)) else {
                break;
            };
            columns.widths[i] -= 1;
            over -= 1;
        }
        columns
    }

    /// The columns of a cell, with those of the empty ones behind it.
    fn room(&self, cells: &[u16; N], i: usize) -> u16 {
        let empty = (i + 1..N).take_while(|j| cells[*j] == 0);
        self.widths[i] + empty.map(|j| self.widths[j]).sum::<u16>()
    }

    fn widths<'a>(rows: impl IntoIterator<Item = [&'a str; N]>) -> [u16; N] {
        let mut widths = [0; N];
        for row in rows {
            for (cell, width) in row.into_iter().zip(&mut widths) {
                let gap = u16::from(!cell.is_empty());
                *width = (*width).max(text::width(cell) as u16 + gap);
            }
        }
        widths
    }

    /// Whether rows have room for all that they hold; behind those of `tails`, which reach so far, more is to be said.
    pub(super) fn fit<'a>(
        room: u16,
        rows: impl IntoIterator<Item = [&'a str; N]>,
        tails: impl IntoIterator<Item = (usize, u16)>,
    ) -> bool {
        let widths = Self::widths(rows);
        let to = |column: usize| widths.iter().take(column).sum::<u16>();
        let mut tails = tails.into_iter();
        to(N) <= room + 1 && tails.all(|(column, more)| to(column) + more <= room)
    }

    /// Writes the titles in the first line.
    pub(super) fn titles(&self, pen: &mut Pen<'_>, titles: [&str; N]) {
        let faint = pen.theme().faint();
        self.put(pen, titles.map(|title| (title, faint)));
    }

    /// Writes a row in the first line; over empty cells what stands before them goes on. Returns the column behind its last
    /// cell that is not empty.
    pub(super) fn put(&self, pen: &mut Pen<'_>, cells: [(&str, Style); N]) -> u16 {
        let (mut x, mut end) = (0, 0);
        let widths = cells.map(|(words, _)| text::width(words) as u16);
        for (i, (words, style)) in cells.into_iter().enumerate() {
            let room = self.room(&widths, i);
            pen.put_in((x, 0), room.saturating_sub(1), words, style);
            x += self.widths[i];
            end = if words.is_empty() { end } else { x };
        }
        end
    }
}

/// Two places, one above the other, the lower one with so many lines.
pub(super) fn above(area: Rect, lines: u16) -> (Rect, Rect) {
    split(Layout::vertical, area, lines)
}

/// Two places side by side, the right one with so many columns.
pub(super) fn beside(area: Rect, columns: u16) -> (Rect, Rect) {
    split(Layout::horizontal, area, columns)
}

fn split(direction: fn([Constraint; 2]) -> Layout, area: Rect, last: u16) -> (Rect, Rect) {
    let [first, last] = direction([Constraint::Fill(1), Constraint::Max(last)]).areas(area);
    (first, last)
}

/// `words` broken at the ends of lines, and at blanks into lines of at most `width` columns.
pub(super) fn wrapped(words: &str, width: usize) -> Vec<String> {
    let lines = words.split('\n').flat_map(|line| broken(line, width));
    lines.collect()
}

fn broken(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split(' ').filter(|w| !w.is_empty()) {
        let joined = text::width(&line) + 1 + text::width(word);
        if !line.is_empty() && joined > width {
            lines.push(text::fit(&std::mem::take(&mut line), width));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(text::fit(&line, width));
    }
    lines
}

/// [`wrapped`] in at most `height` lines; the last one ends with `…` when there is more.
pub(super) fn wrapped_in(words: &str, width: usize, height: usize) -> Vec<String> {
    let mut lines = wrapped(words, width);
    if lines.len() > height {
        lines.truncate(height);
        if let Some(last) = lines.last_mut() {
            *last = text::fit(&format!("{last} … …"), width.min(text::width(last) + 2));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_what_is_left_out_is_marked() {
        assert_eq!(wrapped("một hai ba", 7), ["một hai", "ba"]);
        assert_eq!(wrapped("một\nhai ba\n", 9), ["một", "hai ba"]);
        assert_eq!(wrapped("dài-quá-một-dòng", 6), ["dài-q…"]);
        assert_eq!(wrapped_in("một hai ba bốn", 7, 1), ["một ha…"]);
        assert_eq!(wrapped_in("một hai ba bốn", 9, 1), ["một hai…"]);
        assert!(wrapped("", 5).is_empty());
    }
}
