//! The address of the booking page as a QR code on the screen, for a phone held before it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::paint::{cleared, put, wrapped};
use super::theme::Look;
use crate::app::qr::Qr;

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

const TITLE: &str = "Quét để mở trang đặt hẹn";
const CLOSE: &str = "Esc: đóng";

/// The code, or why there is none.
#[derive(Clone, Debug)]
pub struct QrWindow {
    found: Result<(String, Qr), String>,
}

impl QrWindow {
    /// For the address of the page, or the words that say why it has none.
    pub fn new(address: Result<String, String>) -> Self {
        let code = |address: String| match Qr::of(&address) {
            Ok(qr) => Ok((address, qr)),
            Err(error) => Err(error.to_string()),
        };
        Self {
            found: address.and_then(code),
        }
    }

    /// Draws it over the whole screen: a code needs all the room there is.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: Look) {
        cleared(buf, area);
        let strong = look.theme.strong();
        let plain = Style::new();
        let (address, qr) = match &self.found {
            Ok((address, qr)) => (address, qr),
            Err(why) => {
                let words = [("Chưa có mã QR", strong), (why, plain), (CLOSE, plain)];
                return write(buf, area, &words);
            }
        };
        let (wide, high) = (qr.side() * COLUMNS, qr.side());
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let beside = width >= wide + BESIDE && height >= high;
        let under = width >= wide && height >= high + UNDER;
        if !beside && !under {
            let small = format!(
                "Cửa sổ {width}×{height} quá nhỏ để hiện mã QR: cần {wide}×{}; phóng to cửa sổ, giảm cỡ chữ, hoặc in mã bằng lệnh `motcua poster`.",
                high + UNDER
            );
            let words = [
                ("Địa chỉ trang đặt hẹn", strong),
                (address, strong),
                (&*small, plain),
                (CLOSE, plain),
            ];
            return write(buf, area, &words);
        }
        for y in 0..high {
            for x in 0..wide {
                let style = if qr.is_dark(x / COLUMNS, y) {
                    DARK
                } else {
                    LIGHT
                };
                let (x, y) = (area.x + x as u16, area.y + y as u16);
                buf.set_string(x, y, " ", style);
            }
        }
        if beside {
            let room = Rect {
                x: area.x + wide as u16 + 2,
                width: area.width - wide as u16 - 2,
                ..area
            };
            let words = [
                (TITLE, strong),
                (address, strong),
                ("Điện thoại phải vào Wi-Fi của cơ quan.", plain),
                ("Mở bằng máy ảnh hoặc Chrome.", plain),
                ("Máy báo không có internet: chọn Vẫn kết nối.", plain),
                (CLOSE, plain),
            ];
            write(buf, room, &words);
        } else {
            let at = |line: u16| (area.x, area.y + high as u16 + line);
            put(buf, at(0), area.width, TITLE, strong);
            put(buf, at(1), area.width, address, strong);
            put(buf, at(2), area.width, CLOSE, plain);
        }
    }
}

/// Paragraphs with a line between them. An address is never broken.
fn write(buf: &mut Buffer, area: Rect, words: &[(&str, Style)]) {
    let mut y = area.y + 1;
    for (words, style) in words {
        for line in wrapped(words, usize::from(area.width.saturating_sub(2))) {
            if y < area.bottom() {
                put(
                    buf,
                    (area.x + 1, y),
                    area.width.saturating_sub(2),
                    &line,
                    *style,
                );
            }
            y += 1;
        }
        y += 1;
    }
}
