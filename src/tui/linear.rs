//! The screen line by line, for who reads it by ear or by finger: the same screen without frames and columns, one thing a
//! line, the real cursor on what is chosen. What was just done stands in the last line.
//!
//! It is drawn as ever on a sheet of its own, on which nothing stands side by side, and read off that.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::list::MARK;
use super::pen::{Pen, WIDE, above, wrapped};

/// The widest on which nothing stands beside the queue.
const WIDEST: u16 = WIDE - 1;
/// Lines that hold every list whole.
const HIGH: u16 = 100;

/// A sheet to draw on.
pub(super) fn sheet() -> Buffer {
    Buffer::empty(Rect::new(0, 0, WIDEST, HIGH))
}

/// A line, and where in it the cursor belongs.
#[derive(Default)]
struct Line {
    words: String,
    cursor: Option<u16>,
}

/// Reads a sheet off into `pen`; `cursor` is where it belongs on the sheet, `on_chosen` whether it goes to the chosen entry
/// below it instead. `last` are the sheet's lines that stay in sight at the bottom. Answers where the cursor belongs.
pub(super) fn read_off(
    sheet: &Buffer,
    cursor: Option<Position>,
    on_chosen: bool,
    last: Range<u16>,
    pen: &mut Pen<'_>,
) -> Option<Position> {
    let from = cursor.map_or(0, |at| at.y);
    let chosen = (from..HIGH).find(|y| is_chosen(sheet, *y));
    let at = match (cursor, chosen) {
        (Some(at), None) => Some(at),
        (Some(at), Some(_)) if !on_chosen => Some(at),
        (_, Some(y)) => Some(Position::new(0, y)),
        (None, None) => None,
    };
    let lines: Vec<Line> = (0..HIGH)
        .filter(|y| !last.contains(y))
        .filter_map(|y| line(sheet, y, at))
        .collect();
    let width = usize::from(pen.width()).max(1);
    let said: Vec<Line> = last.filter_map(|y| line(sheet, y, at)).collect();
    let said_at = said.first().and_then(|said| said.cursor);
    let said: Vec<String> = said.into_iter().map(|said| said.words).collect();
    let said = wrapped(&said.join(" "), width);
    let (body, foot) = above(pen.area, (said.len() as u16).max(1));
    let mut rows: Vec<String> = Vec::new();
    let mut focus = None;
    for line in &lines {
        if let Some(column) = line.cursor {
            let row = usize::from(column) / width;
            focus = Some((rows.len() + row, column % width as u16));
        }
        rows.extend(wrapped(&line.words, width));
    }
    let high = usize::from(body.height).max(1);
    let row = focus.map_or(0, |(row, _)| row);
    // The focus in the midst: what it belongs to stands before it, what can be chosen and which keys hold behind it.
    let top = row
        .saturating_sub(high / 2)
        .min(rows.len().saturating_sub(high));
    for (words, y) in rows.iter().skip(top).take(high).zip(0..) {
        pen.within(body).put((0, y), words, Style::new());
    }
    for (words, y) in said.iter().zip(0..) {
        pen.within(foot).put((0, y), words, Style::new());
    }
    match focus {
        Some((row, column)) => Some(Position::new(body.x + column, body.y + (row - top) as u16)),
        None => Some(Position::new(foot.x + said_at.unwrap_or(0), foot.y)),
    }
}

fn is_chosen(sheet: &Buffer, y: u16) -> bool {
    let mut signs = (0..WIDEST).filter_map(|x| sheet.cell((x, y)));
    signs
        .find(|cell| !is_blank(cell.symbol()))
        .map(ratatui::buffer::Cell::symbol)
        == Some(MARK)
}

/// Nothing to be read: blanks and frames.
fn is_blank(sign: &str) -> bool {
    sign.chars()
        .all(|c| c == ' ' || matches!(c, '\u{2500}'..='\u{257f}'))
}

/// A line of the sheet without its frames; what stands in columns is parted by commas. None where nothing stands.
fn line(sheet: &Buffer, y: u16, at: Option<Position>) -> Option<Line> {
    let mut words = String::new();
    let (mut blanks, mut cursor) = (0, None);
    for x in 0..WIDEST {
        if at == Some(Position::new(x, y)) {
            // Behind what is typed stand blanks that nobody sees.
            let pending = if words.is_empty() { 0 } else { blanks.min(1) };
            cursor = Some((words.chars().count() + pending) as u16);
        }
        let sign = sheet
            .cell((x, y))
            .map_or(" ", ratatui::buffer::Cell::symbol);
        if is_blank(sign) {
            blanks += 1;
            continue;
        }
        match blanks {
            0 => {}
            _ if words.is_empty() => {}
            1 => words.push(' '),
            _ if words.ends_with([':', ',', '·']) || words == MARK => words.push(' '),
            _ => words.push_str(", "),
        }
        words.push_str(sign);
        blanks = 0;
    }
    (!words.is_empty()).then_some(Line { words, cursor })
}
