//! Small brushes: text that never runs over, cells in columns, words wrapped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use crate::domain::text;

/// Writes `words` in at most `width` columns, ended by `…` when cut. Returns the columns used.
pub fn put(buf: &mut Buffer, (x, y): (u16, u16), width: u16, words: &str, style: Style) -> u16 {
    let area = buf.area;
    if y < area.top() || y >= area.bottom() || x >= area.right() {
        return 0;
    }
    let width = width.min(area.right() - x);
    let cell = text::fit(words, usize::from(width));
    let (end, _) = buf.set_stringn(x, y, &cell, usize::from(width), style);
    end - x
}

/// Writes spans in at most `width` columns; what is too much is left out.
pub fn put_line(buf: &mut Buffer, (x, y): (u16, u16), width: u16, line: &Line<'_>) {
    let area = buf.area;
    if y >= area.top() && y < area.bottom() && x < area.right() {
        buf.set_line(x, y, line, width.min(area.right() - x));
    }
}

/// Draws a frame with a title and gives the room inside.
pub fn framed(buf: &mut Buffer, area: Rect, block: Block<'_>, title: &str, style: Style) -> Rect {
    let inner = block.inner(area);
    block.render(area, buf);
    let room = area.width.saturating_sub(4);
    if !title.is_empty() && area.height > 0 {
        put(
            buf,
            (area.x + 2, area.y),
            room,
            &format!(" {title} "),
            style,
        );
    }
    inner
}

/// Empties an area for what lies over the screen.
pub fn cleared(buf: &mut Buffer, area: Rect) {
    Clear.render(area, buf);
}

/// `words` broken at blanks into lines of at most `width` columns.
pub fn wrapped(words: &str, width: usize) -> Vec<String> {
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
pub fn wrapped_in(words: &str, width: usize, height: usize) -> Vec<String> {
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
        assert_eq!(wrapped("dài-quá-một-dòng", 6), ["dài-q…"]);
        assert_eq!(wrapped_in("một hai ba bốn", 7, 1), ["một ha…"]);
        assert_eq!(wrapped_in("một hai ba bốn", 9, 1), ["một hai…"]);
        assert!(wrapped("", 5).is_empty());
    }
}
