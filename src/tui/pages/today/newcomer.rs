//! What is said of a field to who would take a number now.

use crate::domain::forecast::Wait;
use crate::domain::rules::FieldIx;
use crate::domain::time::Half;
use crate::tui::view::View;

/// What a title says of a field's next hours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Newcomer {
    /// No number is given any more today.
    pub is_over: bool,
    /// The wait of who takes a number now.
    pub wait: Wait,
    /// How many more numbers can be given today, near its end.
    pub room: Option<usize>,
    /// So many of those who wait will probably not be served today.
    pub left_over: usize,
}

impl Newcomer {
    pub(super) fn of(view: &View<'_>, field: FieldIx) -> Self {
        Self {
            is_over: view.minute() >= view.today().at(view.office.rules().session(Half::Pm).end),
            wait: view.newcomer(field),
            room: view.forecast.room(field),
            left_over: view.forecast.left_over(view.office, field),
        }
    }
}
