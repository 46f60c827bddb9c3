//! A terminal's screen as a picture: every cell of a ratatui buffer at its place, in JetBrains Mono.
//!
//! Each word is anchored at its own column, so that columns stay exact whatever draws the picture; `textLength`
//! holds a word to its cells in a browser without the font.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A cell in pixels: JetBrains Mono advances 0.6 em; 26 px lets box drawing join from row to row.
const CELL: (u32, u32) = (12, 26);
const FONT_SIZE: u32 = 20;
/// From the top of a cell to the line that letters stand on.
const BASELINE: u32 = 20;
/// Around the screen.
const MARGIN: u32 = 12;

/// The colours of a terminal.
pub(crate) struct Theme {
    pub foreground: &'static str,
    pub background: &'static str,
    /// The 16 ANSI colours: black, red, green, yellow, blue, magenta, cyan, white, then the bright ones.
    pub ansi: [&'static str; 16],
}

/// Light text on dark ground.
pub(crate) const DARK: Theme = Theme {
    foreground: "#d8dee9",
    background: "#15191f",
    ansi: [
        "#20252d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2",
        "#c8ccd4", //
        "#5c6370", "#ff8b94", "#b5e08f", "#ffd98f", "#8cc8ff", "#e29bf5", "#7fdbe5", "#ffffff",
    ],
};

/// Dark text on light ground.
pub(crate) const LIGHT: Theme = Theme {
    foreground: "#24292f",
    background: "#fbfbf8",
    ansi: [
        "#24292f", "#b3261e", "#2f6f2f", "#8a5a00", "#1f5fae", "#8a2f9c", "#0f6c78",
        "#d0d4d9", //
        "#6b7280", "#d1483f", "#418f41", "#b07a14", "#3d7fd0", "#a850ba", "#2a8f9d", "#ffffff",
    ],
};

/// What stands in a cell, colours resolved.
#[derive(Clone, PartialEq)]
struct Style {
    ink: String,
    paper: String,
    modifier: Modifier,
}

/// A run of neighbouring cells in one style.
struct Run<'a> {
    style: Style,
    x: u32,
    width: u32,
    /// Column, width and text of each word.
    words: Vec<(u32, u32, String)>,
    last: &'a str,
}

/// Draws `buffer` as an SVG document.
pub(crate) fn svg(buffer: &Buffer, theme: &Theme) -> String {
    let (cols, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (width, height) = (cols * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'JetBrains Mono', monospace\" font-size=\"{FONT_SIZE}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n",
        theme.background
    );
    let rows: Vec<Vec<Run>> = (0..rows).map(|y| runs(buffer, y, theme)).collect();
    // All grounds first: an accent or a box-drawing stroke may reach into the next row.
    for (y, row) in (0..).zip(&rows) {
        for run in row.iter().filter(|run| run.style.paper != theme.background) {
            let (x, y) = origin(run.x, y);
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                run.width * CELL.0,
                CELL.1,
                run.style.paper
            );
        }
    }
    for (y, row) in (0..).zip(&rows) {
        for run in row {
            draw(&mut out, run, y);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn origin(col: u32, row: u32) -> (u32, u32) {
    (MARGIN + col * CELL.0, MARGIN + row * CELL.1)
}

fn runs<'a>(buffer: &'a Buffer, y: u32, theme: &Theme) -> Vec<Run<'a>> {
    let cols = usize::from(buffer.area.width);
    let row = &buffer.content[y as usize * cols..][..cols];
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while let Some(cell) = row.get(x as usize) {
        let symbol = cell.symbol();
        // A wide letter stands in its first cell; the second is not looked at.
        let width = u32::try_from(symbol.width().max(1)).expect("a letter's width");
        let style = style(cell, theme);
        if runs.last().is_none_or(|run| run.style != style) {
            runs.push(Run {
                style,
                x,
                width: 0,
                words: Vec::new(),
                last: " ",
            });
        }
        let run = runs.last_mut().expect("a run to draw in");
        if symbol != " " {
            match run.words.last_mut() {
                Some(word) if joins(run.last, symbol) => {
                    word.1 += width;
                    word.2.push_str(symbol);
                }
                _ => run.words.push((x, width, symbol.to_owned())),
            }
        }
        run.last = symbol;
        run.width += width;
        x += width;
    }
    runs
}

/// Whether a letter belongs to the word of the one before it. Two punctuation marks stand apart: side by side in one
/// word, the font would make a ligature of them (`!=`, `->`), which a terminal does not.
fn joins(last: &str, symbol: &str) -> bool {
    let mark = |text: &str| text.chars().all(|c| c.is_ascii_punctuation());
    last != " " && !(mark(last) && mark(symbol))
}

fn draw(out: &mut String, run: &Run, row: u32) {
    let Style { ink, modifier, .. } = &run.style;
    if modifier.contains(Modifier::HIDDEN) {
        return;
    }
    let (x, y) = origin(run.x, row);
    let mut look = format!("fill=\"{ink}\"");
    if modifier.contains(Modifier::DIM) {
        look.push_str(" fill-opacity=\"0.6\"");
    }
    for (line, at) in [
        (Modifier::UNDERLINED, BASELINE + 3),
        (Modifier::CROSSED_OUT, BASELINE - 6),
    ] {
        if modifier.contains(line) {
            let (width, y) = (run.width * CELL.0, y + at);
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"1\" {look}/>"
            );
        }
    }
    if modifier.contains(Modifier::BOLD) {
        look.push_str(" font-weight=\"bold\"");
    }
    if modifier.contains(Modifier::ITALIC) {
        look.push_str(" font-style=\"italic\"");
    }
    for (col, width, text) in &run.words {
        let (x, y) = (origin(*col, row).0, y + BASELINE);
        let (length, text) = (width * CELL.0, escaped(text));
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" {look}>{text}</text>"
        );
    }
}

fn style(cell: &Cell, theme: &Theme) -> Style {
    let mut ink = colour(cell.fg, theme.foreground, theme);
    let mut paper = colour(cell.bg, theme.background, theme);
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    Style {
        ink,
        paper,
        modifier: cell.modifier,
    }
}

fn colour(colour: Color, default: &str, theme: &Theme) -> String {
    let ansi = match colour {
        Color::Reset => return default.to_owned(),
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(n) => return indexed(n, theme),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    theme.ansi[ansi].to_owned()
}

/// xterm's 256 colours: 16 of the theme, a cube of 6×6×6, 24 greys.
fn indexed(n: u8, theme: &Theme) -> String {
    let (r, g, b) = match n {
        0..16 => return theme.ansi[usize::from(n)].to_owned(),
        16..232 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = n - 16;
            (level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232.. => {
            let grey = 8 + 10 * (n - 232);
            (grey, grey, grey)
        }
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[test]
fn columns_colours_and_markup() {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
    buffer.set_string(0, 0, "a<b  漢ệ", Style::new());
    buffer.set_string(1, 1, "Số", Style::new().red().bold().reversed());
    let drawn = svg(&buffer, &DARK);
    let (red, ground) = (DARK.ansi[1], DARK.background);
    for line in [
        &format!(
            "<text x=\"12\" y=\"32\" textLength=\"36\" fill=\"{}\">a&lt;b</text>",
            DARK.foreground
        ),
        // The wide letter takes columns 5 and 6.
        &format!(
            "<text x=\"72\" y=\"32\" textLength=\"36\" fill=\"{}\">漢ệ</text>",
            DARK.foreground
        ),
        &format!("<rect x=\"24\" y=\"38\" width=\"24\" height=\"26\" fill=\"{red}\"/>"),
        &format!(
            "<text x=\"24\" y=\"58\" textLength=\"24\" fill=\"{ground}\" font-weight=\"bold\">Số</text>"
        ),
    ] {
        assert!(
            drawn.lines().any(|drawn| drawn == line),
            "no {line} in\n{drawn}"
        );
    }
    assert_eq!(indexed(1, &DARK), red);
    assert_eq!(indexed(16, &DARK), "#000000");
    assert_eq!(indexed(208, &DARK), "#ff8700");
    assert_eq!(indexed(255, &DARK), "#eeeeee");
}

/// What a terminal shows, as [`svg`] draws it.
pub(crate) fn buffer_of(screen: &vt100::Screen) -> Buffer {
    let (rows, cols) = (screen.size().0.get(), screen.size().1.get());
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, cols, rows));
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    for (x, y) in (0..rows).flat_map(|y| (0..cols).map(move |x| (x, y))) {
        let Some(cell) = screen.cell(y, x) else {
            continue;
        };
        let modifiers = [
            (cell.bold(), Modifier::BOLD),
            (cell.dim(), Modifier::DIM),
            (cell.underline(), Modifier::UNDERLINED),
            (cell.inverse(), Modifier::REVERSED),
        ];
        let set = modifiers.into_iter().filter(|(set, _)| *set);
        let drawn = &mut buffer[(x, y)];
        drawn.set_symbol(if cell.has_contents() {
            cell.contents()
        } else {
            " "
        });
        drawn.fg = colour(cell.fgcolor());
        drawn.bg = colour(cell.bgcolor());
        drawn.modifier = set.map(|(_, modifier)| modifier).collect();
    }
    buffer
}
