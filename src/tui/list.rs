//! A list with a cursor that stays on its entry while the list changes around it. When somebody else has taken the entry
//! away, nothing is chosen: the next key must not meet another entry unseen.

use super::pen::Pen;

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

/// The entries by their ids, and the cursor.
#[derive(Clone, Debug)]
pub(super) struct List<Id> {
    ids: Vec<Id>,
    at: usize,
    height: usize,
    /// The entry under the cursor is another one than the official chose.
    is_lost: bool,
}

impl<Id> Default for List<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            at: 0,
            height: 0,
            is_lost: false,
        }
    }
}

impl<Id: Copy + PartialEq> List<Id> {
    /// Replaces the entries. The cursor stays on its entry; when that is gone, nothing is chosen until the cursor moves,
    /// or [`Self::go_on`].
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

    /// This desk took the chosen entry away itself: the one that follows is chosen.
    pub(super) fn go_on(&mut self) {
        self.is_lost = false;
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

    /// Moves the cursor.
    pub(super) fn go(&mut self, to: Move) {
        let was_lost = std::mem::take(&mut self.is_lost);
        // The first arrow only shows where the cursor is.
        let by = match to {
            Move::By(_) if was_lost => 0,
            to => to.entries(self.height),
        };
        self.at = self.at.saturating_add_signed(by).min(self.last());
    }

    /// Draws the entries in sight, the one under the cursor among them, each by `row` in a line of its own; `row` is told
    /// whether the cursor is on it.
    pub(super) fn draw(&mut self, pen: &mut Pen<'_>, mut row: impl FnMut(&mut Pen<'_>, Id, bool)) {
        self.height = usize::from(pen.height());
        let top = (self.at + 1).saturating_sub(self.height);
        let shown = self.ids.iter().enumerate().skip(top).take(self.height);
        for ((i, id), y) in shown.zip(0..) {
            row(&mut pen.line(y), *id, i == self.at && !self.is_lost);
        }
    }
}
