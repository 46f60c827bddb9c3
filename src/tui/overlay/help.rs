//! The help page, made from the key map: every action of the page with its keys; what cannot be done now is dimmed and says
//! why.

use ratatui::style::Style;

use crate::tui::keymap::Context;
use crate::tui::list::Move;
use crate::tui::offers::possible;
use crate::tui::pages::Page;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::words::{Scene, help as words};

/// The page's scroll.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Help {
    top: usize,
    height: usize,
    lines: usize,
}

const KEYS: u16 = 18;

impl Help {
    /// Scrolls.
    pub(crate) fn scroll(&mut self, to: Move) {
        let most = self.lines.saturating_sub(self.height);
        let by = to.entries(self.height);
        self.top = self.top.saturating_add_signed(by).min(most);
    }

    /// Draws the page.
    pub(crate) fn draw(&mut self, scene: &Scene<'_>, page: &dyn Page, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let line = |binding: &crate::tui::keymap::Binding| {
            let keys: Vec<_> = binding.keys.iter().map(ToString::to_string).collect();
            let keys = keys.join(", ");
            let is_of_page = binding.at.is_none_or(Context::is_screen);
            let why_not = match is_of_page {
                true => possible(scene, page, binding.action),
                false => Ok(()),
            };
            match why_not {
                Ok(()) => (
                    true,
                    (keys, binding.desc.clone(), theme.key(), Style::new()),
                ),
                Err(why) => {
                    let words = words::not_now(&binding.desc, &why);
                    (false, (keys, words, theme.faint(), theme.faint()))
                }
            }
        };
        let fixed = |(keys, desc): (&str, &str)| {
            (keys.to_owned(), desc.to_owned(), theme.key(), Style::new())
        };
        // What can be done now comes first.
        let (mut lines, later): (Vec<_>, Vec<_>) = scene
            .keys
            .bindings()
            .iter()
            // What another page alone has is found there.
            .filter(|b| {
                b.at.is_none_or(|at| !at.is_screen() || at == page.context())
            })
            .map(line)
            .partition(|(can, _)| *can);
        lines.extend(words::FIXED.map(fixed).map(|line| (true, line)));
        lines.extend(later);
        pen.clear();
        let mut frame = pen.framed(words::TITLE, theme.strong());
        let mut inner = frame.indented(1);
        let mut rows: Vec<(String, String, Style, Style)> = Vec::new();
        for (_, (keys, words, key_style, style)) in &lines {
            // Neither keys nor reasons are cut: what has no room goes on in the next line.
            let keys = wrapped(keys, usize::from(KEYS - 1));
            let words = wrapped(words, usize::from(inner.width().saturating_sub(KEYS)));
            for i in 0..keys.len().max(words.len()) {
                let of = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
                rows.push((of(&keys), of(&words), *key_style, *style));
            }
        }
        self.height = usize::from(inner.height().saturating_sub(1));
        self.lines = rows.len();
        self.scroll(Move::By(0));
        let shown = rows.iter().skip(self.top).take(self.height);
        for ((keys, words, key_style, style), y) in shown.zip(0..) {
            inner.put((0, y), keys, *key_style);
            inner.put((KEYS, y), words, *style);
        }
        let last = (self.top + self.height).min(self.lines);
        let words = words::scroll(self.top + 1, last, self.lines);
        inner.put((0, inner.height().saturating_sub(1)), &words, theme.faint());
    }
}
