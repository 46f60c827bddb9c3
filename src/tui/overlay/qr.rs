//! The address of the booking page as a QR code on the screen, for a phone held before it.

use ratatui::style::{Color, Style};

use crate::app::qr::Qr;
use crate::tui::pen::{Pen, above, beside};
use crate::tui::words::{CLOSE, qr as words};

/// A module is two columns wide and a line high: nearly square in every font.
const COLUMNS: usize = 2;
/// Black and white that no theme recolours; a console with few colours takes its own. Not a decoration: they are
/// drawn where colours are not wanted, too.
const DARK: Style = Style::new().bg(Color::Indexed(16)).fg(Color::Indexed(16));
const LIGHT: Style = Style::new().bg(Color::Indexed(231)).fg(Color::Indexed(231));
/// The narrowest room for words beside the code.
const BESIDE: usize = 26;
/// Lines for words under the code.
const UNDER: usize = 3;

/// The code, or why there is none.
#[derive(Clone, Debug)]
pub(crate) struct QrWindow {
    found: Result<(String, Qr), String>,
}

impl QrWindow {
    /// For the address of the page, or the words that say why it has none.
    pub(crate) fn new(address: Result<String, String>) -> Self {
        let code = |address: String| match Qr::in_window(&address) {
            Ok(qr) => Ok((address, qr)),
            Err(error) => Err(error.to_string()),
        };
        Self {
            found: address.and_then(code),
        }
    }

    /// Draws it over the whole screen: a code needs all the room there is.
    pub(crate) fn draw(&self, pen: &mut Pen<'_>) {
        pen.clear();
        let strong = pen.theme().strong();
        let plain = Style::new();
        let (address, qr) = match &self.found {
            Ok((address, qr)) => (address, qr),
            Err(why) => {
                let bad = pen.theme().bad();
                return write(pen, &[(words::NONE, strong), (why, bad), (CLOSE, plain)]);
            }
        };
        let (wide, high) = (qr.side() * COLUMNS, qr.side());
        let (width, height) = (usize::from(pen.width()), usize::from(pen.height()));
        let is_beside = width >= wide + BESIDE && height >= high;
        let is_under = width >= wide && height >= high + UNDER;
        if !is_beside && !is_under {
            let small = words::too_small((width, height), (wide, high + UNDER));
            let lines = [
                (words::ADDRESS, strong),
                (address, strong),
                (&*small, plain),
                (CLOSE, plain),
            ];
            return write(pen, &lines);
        }
        for y in 0..high {
            for x in 0..wide {
                let style = if qr.is_dark(x / COLUMNS, y) {
                    DARK
                } else {
                    LIGHT
                };
                pen.put((x as u16, y as u16), " ", style);
            }
        }
        if is_beside {
            let room = beside(pen.area, (width - wide - 2) as u16).1;
            let mut lines = vec![(words::SCAN, strong), (&**address, strong)];
            lines.extend(words::ON_THE_PHONE.map(|words| (words, plain)));
            lines.push((CLOSE, plain));
            write(&mut pen.within(room), &lines);
        } else {
            let under = above(pen.area, (height - high) as u16).1;
            let mut pen = pen.within(under);
            let lines = [(words::SCAN, strong), (address, strong), (CLOSE, plain)];
            for ((line, style), y) in lines.into_iter().zip(0..) {
                pen.put((0, y), line, style);
            }
        }
    }
}

/// Paragraphs with a line between them.
fn write(pen: &mut Pen<'_>, words: &[(&str, Style)]) {
    let mut inner = pen.indented(1);
    let mut y = 1;
    for (words, style) in words {
        y = inner.put_wrapped(y, words, *style) + 1;
    }
}
