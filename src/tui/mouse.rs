//! The mouse, for who reaches for it: a click presses the key that is named there, or puts the cursor on a row; the wheel
//! goes through the rows. Nothing is done that a key would not do.

use crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::overlay::Overlay;
use super::screen::Screen;
use super::view::{Command, View};

impl Screen {
    /// Takes what the mouse did and answers what is to be done.
    pub fn mouse(&mut self, mouse: MouseEvent, view: &View<'_>) -> Vec<Command> {
        match mouse.kind {
            MouseEventKind::ScrollUp => self.key(KeyCode::Up.into(), view),
            MouseEventKind::ScrollDown => self.key(KeyCode::Down.into(), view),
            MouseEventKind::Down(MouseButton::Left) => {
                self.click(Position::new(mouse.column, mouse.row), view)
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, at: Position, view: &View<'_>) -> Vec<Command> {
        match &mut self.overlay {
            // What stands in a form is never touched by a click that missed.
            Some(Overlay::Form(_)) => {}
            Some(Overlay::Search(search)) => search.point(at),
            shown => {
                let is_window = shown.is_some();
                let spot = self.spots.iter().find(|(area, _)| area.contains(at));
                let pressed = spot.and_then(|(_, key)| self.keys.press(key));
                let closes = is_window.then_some(KeyEvent::from(KeyCode::Esc));
                if let Some(pressed) = pressed.or(closes) {
                    return self.key(pressed, view);
                }
                self.refresh(view);
                if self.pages.shown_mut().cursor().point(at) {
                    self.newest = None;
                }
                self.refresh(view);
            }
        }
        Vec::new()
    }
}
