//! Its loop: it follows by itself; a key only ends it.

use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;

use super::Lobby;
use crate::app::announcements;
use crate::app::live::Live;
use crate::domain::time::Minute;
use crate::tui::terminal::{RawTerminal, end_signals};
use crate::tui::theme::Look;

/// It looks around at least so often: the clock, a bell that was missed.
const LOOK: Duration = Duration::from_secs(1);
/// So many seconds each page of the bookings stands (S2.5).
const PAGE_SECONDS: i64 = 10;

/// Shows the office of that name until `q`, Esc or Ctrl+C, a signal, or the end of the terminal.
///
/// # Errors
/// When the terminal cannot be used, or the bell cannot be hung.
pub fn run(mut live: Live, name: &str, look: Look) -> io::Result<()> {
    let bell = live.hang_bell()?;
    let mut terminal = RawTerminal::take(end_signals()?)?;
    let mut drawn = None;
    loop {
        let is_lost = live.sync().is_err();
        let now = live.now();
        let turn = now.and_utc().timestamp().div_euclid(PAGE_SECONDS);
        let minute = match live.clock_in_doubt() {
            true => live.office().now(),
            false => Minute::from_chrono(now).max(live.office().now()),
        };
        let shown = announcements::shown(&live, minute).unwrap_or_default();
        let news: Vec<String> = shown.into_iter().map(|a| a.draft.text).collect();
        let frame = (live.office().serial(), minute, turn, is_lost, news);
        if drawn.as_ref() != Some(&frame) {
            let lobby = Lobby {
                office: live.office(),
                name,
                now: minute,
                turn: usize::try_from(turn).unwrap_or(0),
                news: &frame.4,
                is_lost,
            };
            let paint = |buf: &mut Buffer| {
                lobby.paint(buf, buf.area, look);
                None
            };
            // A terminal that cannot be drawn on is gone.
            if terminal.fit().is_err() || terminal.canvas().draw(paint).is_err() {
                return Ok(());
            }
            drawn = Some(frame);
        }
        let woken = terminal.wait(bell.as_fd(), LOOK);
        bell.hush();
        let Ok(inputs) = terminal.inputs() else {
            return Ok(());
        };
        if woken.end || inputs.iter().any(ends) {
            return Ok(());
        }
        if !inputs.is_empty() || woken.resized {
            drawn = None;
        }
    }
}

fn ends(input: &Event) -> bool {
    let Event::Key(key) = input else {
        return false;
    };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc | KeyCode::Char('q' | 'Q') => true,
        KeyCode::Char('c') => control,
        _ => false,
    }
}
