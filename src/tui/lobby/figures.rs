//! Figures that are read across a room, of blanks turned light: every font has them, and no colour is needed.

use ratatui::style::Style;

use crate::tui::pen::Pen;

/// Pixels of a figure.
const WIDE: u16 = 3;
const HIGH: u16 = 5;
/// A pixel is two columns wide and one line high: nearly square in every font.
const COLUMNS: u16 = 2;

/// Rows of the figures 0 to 9, three pixels each.
const FIGURES: [[u8; HIGH as usize]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Columns and lines that so many figures take at a scale.
pub(in crate::tui) fn size(figures: usize, scale: u16) -> (u16, u16) {
    let pixels = figures as u16 * (WIDE + 1) - 1;
    (pixels * COLUMNS * scale, HIGH * scale)
}

/// Draws a number from the pen's corner on.
pub(in crate::tui) fn draw(number: &str, scale: u16, style: Style, pen: &mut Pen<'_>) {
    let mut x = 0;
    for figure in number.chars().filter_map(|c| c.to_digit(10)) {
        let Some(rows) = FIGURES.get(figure as usize) else {
            continue;
        };
        for (y, row) in (0..).zip(rows) {
            for pixel in (0..WIDE).filter(|pixel| row >> (WIDE - 1 - pixel) & 1 == 1) {
                let blank = " ".repeat(usize::from(COLUMNS * scale));
                for line in 0..scale {
                    let at = (x + pixel * COLUMNS * scale, y * scale + line);
                    pen.put(at, &blank, style);
                }
            }
        }
        x += (WIDE + 1) * COLUMNS * scale;
    }
}
