//! Somebody who stands beside a newcomer: what is told over the screen, which goes on below as ever.

use crossterm::event::{Event as Input, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position};
use ratatui::style::Style;

use super::Desk;
use crate::tui::pen::Pen;
use crate::tui::{Screen, View};

/// Lines that the screen itself needs; what is over may be told in.
const OWN: u16 = 20;
/// So much is told at most.
const MOST: u16 = 9;

/// Tells what happens, and hears that the official has begun to work alone.
pub trait Guide {
    /// What is to be seen now.
    fn telling(&self) -> Telling;
    /// The official of this desk has done something.
    fn acted(&self);
}

/// What is told.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// What it is all about, in its first line.
    pub heading: String,
    /// What stands still below it: how the devices are.
    pub standing: String,
    /// What happened, the newest last.
    pub lines: Vec<String>,
}

/// Draws the screen, and over it what is told, as far as there is room. Answers where the real cursor belongs.
pub(super) fn paint(
    screen: &mut Screen,
    buf: &mut Buffer,
    told: Option<&Telling>,
    view: &View<'_>,
) -> Option<Position> {
    let whole = buf.area;
    let room = whole.height.saturating_sub(OWN).min(MOST);
    let Some(told) = told.filter(|_| room > 0) else {
        return screen.paint(buf, whole, view);
    };
    let [above, own] =
        Layout::vertical([Constraint::Length(room), Constraint::Fill(1)]).areas(whole);
    let look = screen.look;
    let mut pen = Pen::new(buf, above, look);
    let theme = pen.theme();
    let width = usize::from(pen.width());
    pen.put(
        (0, 0),
        &format!("{:width$}", told.heading),
        theme.selected(),
    );
    let standing = u16::from(room > 2);
    if standing > 0 {
        pen.put((1, 1), &told.standing, Style::new());
    }
    let first = 1 + standing;
    let fit = usize::from(room - first);
    let skipped = told.lines.len().saturating_sub(fit);
    let newest = told.lines.len().saturating_sub(1);
    for (y, (at, line)) in (first..).zip(told.lines.iter().enumerate().skip(skipped)) {
        let style = if at == newest {
            theme.strong()
        } else {
            theme.faint()
        };
        pen.put((1, y), line, style);
    }
    look.glyphs.settle(buf);
    screen.paint(buf, own, view)
}

impl Desk {
    /// Whether a key ends what the guide shows: at once, without a question, for nothing of it is kept.
    pub(super) fn leaves_guide(&self, input: &Input) -> bool {
        let Input::Key(key) = input else {
            return false;
        };
        if self.setting.guide.is_none() || key.kind == KeyEventKind::Release {
            return false;
        }
        key.modifiers == KeyModifiers::CONTROL && matches!(key.code, KeyCode::Char('c' | 'q'))
    }
}
