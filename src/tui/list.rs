//! A list with a cursor that stays on its entry while the list changes around it. When somebody else has taken the entry
//! away, nothing is chosen: the next key must not meet another entry unseen.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::pen::{Columns, Pen, above};

/// Before what is chosen.
pub(super) const MARK: &str = "▸";

/// [`MARK`], if that is chosen.
pub(super) const fn mark(chosen: bool) -> &'static str {
    if chosen { MARK } else { "" }
}

/// Where the cursor is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Move {
    /// So many entries down; up when negative.
    By(isize),
    /// So many pages down, as far as a page is in sight; up when negative.
    Pages(isize),
    /// To the first entry.
    First,
    /// To the last entry.
    Last,
}

impl Move {
    /// In entries, for a list of which `height` lines are in sight.
    pub(super) fn entries(self, height: usize) -> isize {
        match self {
            Self::By(by) => by,
            Self::Pages(pages) => pages * (height.max(2) as isize - 1),
            Self::First => isize::MIN,
            Self::Last => isize::MAX,
        }
    }
}

/// What the keys and the mouse move.
pub(super) trait Cursor {
    /// Moves it.
    fn go(&mut self, to: Move);

    /// Puts it where the mouse points; answers whether there is an entry.
    fn point(&mut self, at: Position) -> bool;

    /// This desk took the chosen entry away itself: the one that follows is chosen.
    fn go_on(&mut self);

    /// Nothing is chosen until it is moved.
    fn let_go(&mut self);
}

/// The entries by their ids, and the cursor.
#[derive(Clone, Debug)]
pub(super) struct List<Id> {
    ids: Vec<Id>,
    at: usize,
    height: usize,
    /// Where the first entry in sight was drawn, and the others under it.
    place: Rect,
    /// The entry under the cursor is another one than the official chose.
    is_lost: bool,
}

impl<Id> Default for List<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            at: 0,
            height: 0,
            place: Rect::ZERO,
            is_lost: false,
        }
    }
}

impl<Id: Copy + PartialEq> List<Id> {
    /// Replaces the entries. The cursor stays on its entry; when that is gone, nothing is chosen until the cursor moves,
    /// or [`Cursor::go_on`].
    pub(super) fn set(&mut self, ids: Vec<Id>) {
        self.set_by(ids, |old, new| old == new);
    }

    /// [`Self::set`], `is_same` telling whether an entry is still the one that the cursor was on.
    pub(super) fn set_by(&mut self, ids: Vec<Id>, is_same: impl Fn(Id, Id) -> bool) {
        let chosen = self.chosen();
        self.ids = ids;
        let found = chosen.and_then(|old| self.ids.iter().position(|new| is_same(old, *new)));
        self.is_lost |= chosen.is_some() && found.is_none();
        self.at = found.unwrap_or(self.at).min(self.last());
    }

    fn last(&self) -> usize {
        self.ids.len().saturating_sub(1)
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The entry under the cursor.
    pub(super) fn chosen(&self) -> Option<Id> {
        let at = self.ids.get(self.at).copied();
        at.filter(|_| !self.is_lost)
    }

    /// Puts the cursor on an entry; answers whether it is in the list.
    pub(super) fn choose(&mut self, id: Id) -> bool {
        let at = self.ids.iter().position(|i| *i == id);
        self.at = at.unwrap_or(self.at);
        self.is_lost &= at.is_none();
        at.is_some()
    }

    /// Draws the entries in sight, the one under the cursor among them, each by `row` in its style in a line of its own,
    /// behind the mark of the one under the cursor.
    pub(super) fn draw(&mut self, pen: &mut Pen<'_>, mut row: impl FnMut(&mut Pen<'_>, Id, Style)) {
        self.place = pen.area;
        let theme = pen.theme();
        let shown = self.in_sight(usize::from(pen.height()));
        for ((id, chosen), y) in shown.into_iter().zip(0..) {
            let (style, mut line) = (theme.row(chosen), pen.line(y));
            line.put((0, 0), mark(chosen), Style::new());
            row(&mut line, id, style);
        }
    }

    /// [`Self::draw`] with titles over measured columns, of which those in `cut` give way; the first one is the
    /// mark's. Of titled columns one without a title is not shown. `nothing` is said where there are no entries.
    pub(super) fn draw_table<const N: usize>(
        &mut self,
        pen: &mut Pen<'_>,
        nothing: &str,
        titles: [&str; N],
        cut: &[usize],
        cells: impl Fn(Id, bool) -> Option<[(String, Style); N]>,
    ) {
        if self.is_empty() {
            let faint = pen.theme().faint();
            pen.put((1, 0), nothing, faint);
            return;
        }
        let is_titled = titles.iter().any(|title| !title.is_empty());
        let below = u16::from(is_titled);
        self.place = above(pen.area, pen.height().saturating_sub(below)).1;
        let shown = self.in_sight(usize::from(self.place.height));
        let shown = shown.into_iter();
        let mut rows: Vec<_> = shown.filter_map(|(id, chosen)| cells(id, chosen)).collect();
        for i in (1..N).filter(|i| is_titled && titles[*i].is_empty()) {
            rows.iter_mut().for_each(|row| row[i].0.clear());
        }
        let marked = std::array::from_fn(|i| if i == 0 { MARK } else { titles[i] });
        let texts = rows
            .iter()
            .map(|row| row.each_ref().map(|(text, _)| &**text));
        let columns = Columns::measured(pen.width(), cut, texts.chain([marked]));
        columns.titles(pen, titles);
        for (row, y) in rows.iter().zip(below..) {
            let mut line = pen.line(y);
            line.style(row[0].1);
            columns.put(
                &mut line,
                row.each_ref().map(|(text, style)| (&**text, *style)),
            );
        }
    }

    /// How many entries stand below those in sight.
    pub(super) fn below(&self) -> usize {
        self.ids.len().saturating_sub(self.top() + self.height)
    }

    fn top(&self) -> usize {
        (self.at + 1).saturating_sub(self.height)
    }

    /// The entries in so many lines, and on which the cursor is.
    fn in_sight(&mut self, height: usize) -> Vec<(Id, bool)> {
        self.height = height;
        let shown = self.ids.iter().enumerate().skip(self.top()).take(height);
        let is_chosen = |i| i == self.at && !self.is_lost;
        shown.map(|(i, id)| (*id, is_chosen(i))).collect()
    }
}

impl<Id: Copy + PartialEq> Cursor for List<Id> {
    fn go(&mut self, to: Move) {
        let was_lost = std::mem::take(&mut self.is_lost);
        // The first arrow only shows where the cursor is.
        let by = match to {
            Move::By(_) if was_lost => 0,
            to => to.entries(self.height),
        };
        self.at = self.at.saturating_add_signed(by).min(self.last());
    }

    fn point(&mut self, at: Position) -> bool {
        let nth = self.top() + usize::from(at.y.saturating_sub(self.place.y));
        let found = self.place.contains(at) && nth < self.ids.len();
        if found {
            self.at = nth;
            self.is_lost = false;
        }
        found
    }

    fn go_on(&mut self) {
        self.is_lost = false;
    }

    fn let_go(&mut self) {
        self.is_lost = true;
    }
}
