//! The help page, made from the key map: every action with its keys, those of the page in sight first; of these, what
//! cannot be done now is dimmed and says why.

use ratatui::style::Style;

use crate::tui::action::Action;
use crate::tui::keymap::{Binding, Context};
use crate::tui::list::Move;
use crate::tui::offers::possible;
use crate::tui::pages::{Pages, homes};
use crate::tui::pen::{Pen, wrapped};
use crate::tui::words::{Scene, header, help as words};

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
    pub(crate) fn draw(&mut self, scene: &Scene<'_>, pages: &Pages, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let page = pages.shown();
        let named = |binding: &Binding| {
            let keys: Vec<_> = binding.keys.iter().map(ToString::to_string).collect();
            (
                keys.join(", "),
                binding.desc.clone(),
                theme.key(),
                Style::new(),
            )
        };
        let line = |binding: &Binding| {
            let is_of_page = binding.at.is_none_or(Context::is_screen);
            let why_not = possible(scene, page, binding.action).err();
            match why_not.filter(|_| is_of_page) {
                None => (true, named(binding)),
                Some(why) => {
                    let (keys, desc, ..) = named(binding);
                    let words = words::not_now(&desc, &why);
                    (false, (keys, words, theme.faint(), theme.faint()))
                }
            }
        };
        let fixed = |(keys, desc): (&str, &str)| {
            (keys.to_owned(), desc.to_owned(), theme.key(), Style::new())
        };
        let heading = |words: String| (words, String::new(), theme.strong(), theme.strong());
        // What can be done now comes first; then what another screen alone has, under its name.
        let all = scene.keys.bindings().iter();
        let own = all.clone().filter(|b| {
            let is_elsewhere =
                b.at.is_some_and(|at| at.is_screen() && at != page.context());
            !is_elsewhere && homes(b.action, b.at).is_none_or(|homes| homes.contains(&pages.key()))
        });
        let (can, later): (Vec<_>, Vec<_>) = own.map(line).partition(|(can, _)| *can);
        let troubles = header::troubles(scene);
        let over = (!troubles.is_empty()).then(|| heading(words::TROUBLES.to_owned()));
        let trouble = |words| ("!".to_owned(), words, theme.bad(), Style::new());
        let mut lines: Vec<_> = over.into_iter().collect();
        lines.extend(troubles.into_iter().map(trouble));
        let (steps, stop) = words::undo_steps(scene);
        if !steps.is_empty() {
            lines.push(heading(words::undo(&scene.key(Action::Undo))));
        }
        let step = |(n, words)| fixed((&format!("{n}"), words));
        lines.extend((1..).zip(steps.iter().map(String::as_str)).map(step));
        lines.extend(stop.map(|stop| ("✕".to_owned(), stop, theme.faint(), theme.faint())));
        lines.push(heading(words::here(page.name())));
        lines.extend(can.into_iter().map(|(_, line)| line));
        lines.extend(words::FIXED.map(fixed));
        lines.extend(later.into_iter().map(|(_, line)| line));
        for other in pages.bar(scene).iter().filter(|page| !page.is_shown) {
            let is_there =
                |b: &&Binding| homes(b.action, b.at).is_some_and(|at| at.contains(&other.key));
            let mut there = all.clone().filter(is_there).peekable();
            if there.peek().is_some() {
                lines.push(heading(words::elsewhere(other.name, &scene.key(other.key))));
            }
            lines.extend(there.map(named));
        }
        pen.clear();
        let mut frame = pen.framed(words::TITLE, theme.strong());
        let mut inner = frame.indented(1);
        let mut rows: Vec<(String, String, Style, Style)> = Vec::new();
        for (keys, words, key_style, style) in &lines {
            // Neither keys nor reasons are cut: what has no room goes on in the next line.
            let keys = match words.is_empty() {
                true => vec![keys.clone()],
                false => wrapped(keys, usize::from(KEYS - 1)),
            };
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
