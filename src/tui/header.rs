//! The first line: where, who, when, and whether everything works; under it what does not, in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::lamps;
use super::paint::{put, put_line};
use super::theme::Look;
use super::view::{View, drawn};
use super::words::{self, Scene};
use crate::domain::text;

/// At most so many lines of troubles.
const TROUBLES: usize = 2;

/// So many columns hold office, counter, official, and a whole sentence about requests.
const ROOMY: u16 = 70;

/// In fewer columns an office's name says nothing.
const FEWEST: usize = 8;

/// How many lines the header takes.
pub fn height(scene: &Scene<'_>) -> u16 {
    1 + lamps::troubles(scene).len().min(TROUBLES) as u16
}

/// What waits for the office, before the clock: requests, messages, calls. Answers where that begins.
fn draw_waiting(
    view: &View<'_>,
    buf: &mut Buffer,
    (from, to): (u16, u16),
    y: u16,
    look: Look,
) -> u16 {
    let is_roomy = to - from >= ROOMY;
    let letters = words::open_letters(view, is_roomy).map(|words| (words, look.theme.warning()));
    let taken = letters
        .as_ref()
        .map_or(0, |(words, _)| text::width(words) as u16);
    let (waiting, late) = words::waiting(view);
    let requests = match (waiting, late) {
        (0, _) => None,
        (_, 0) => Some((format!("{waiting} yêu cầu"), look.theme.warning())),
        // The line below has the words, too.
        _ if to - from < ROOMY + taken => {
            Some((format!("{waiting} yêu cầu (!)"), look.theme.bad()))
        }
        _ => Some((
            format!("{waiting} yêu cầu, quá hạn {late}"),
            look.theme.bad(),
        )),
    };
    let mut at = to;
    for (words, style) in letters.into_iter().chain(requests) {
        let width = text::width(&words) as u16;
        at = at.saturating_sub(width + 2).max(from);
        put(buf, (at, y), width, &words, style);
    }
    at
}

/// Draws the header.
pub fn draw(scene: &Scene<'_>, buf: &mut Buffer, area: Rect, look: Look) {
    let view = scene.view;
    let gap = if area.width >= 110 { 2 } else { 1 };
    let lamps = Line::from(lamps::spans(view, gap, look));
    let lamps_width = lamps.width() as u16 + 1;
    let at = area.right().saturating_sub(lamps_width);
    put_line(buf, (at, area.y), lamps_width, &lamps);
    let clock = words::clock(view.now, area.width >= 110);
    let clock_width = text::width(&clock) as u16;
    let room = at.saturating_sub(area.x);
    let clock_at = area.x + room.saturating_sub(clock_width + gap as u16);
    let left_end = draw_waiting(view, buf, (area.x, clock_at), area.y, look);
    put(
        buf,
        (clock_at, area.y),
        clock_width,
        &clock,
        look.theme.strong(),
    );
    let official = match view.official() {
        Some(official) => format!(" · {}", drawn(&official.name)),
        None if view.officials.is_empty() => String::new(),
        None => " · chưa đăng nhập".to_owned(),
    };
    let desk = format!("{}{official}", view.desk(scene.desk).name);
    let left = usize::from(left_end.saturating_sub(area.x + 2));
    // The counter and the official matter more here than the office's name, which they know.
    let room = left.saturating_sub(text::width(&desk) + text::width(" · "));
    let office = match room {
        0..FEWEST => String::new(),
        room => text::fit(&drawn(view.office_name), room) + " · ",
    };
    put(
        buf,
        (area.x + 1, area.y),
        left as u16,
        &format!("{office}{desk}"),
        look.theme.strong(),
    );
    let troubles = lamps::troubles(scene);
    let more = troubles.len().saturating_sub(TROUBLES);
    let shown = troubles
        .iter()
        .take(TROUBLES)
        .zip(area.y + 1..area.bottom());
    for (i, (words, y)) in shown.enumerate() {
        let more = if i + 1 == TROUBLES && more > 0 {
            format!(" (+{more} việc nữa)")
        } else {
            String::new()
        };
        let style = look.theme.bad();
        let width = area.width.saturating_sub(2);
        let left = width.saturating_sub(text::width(&more) as u16);
        let used = put(buf, (area.x + 1, y), left, &format!("! {words}"), style);
        put(
            buf,
            (area.x + 1 + used, y),
            width - used,
            &more,
            Style::new(),
        );
    }
}
