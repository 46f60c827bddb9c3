//! What is said of a field to who would take a number now.

use crate::domain::forecast::Wait;
use crate::domain::rules::FieldIx;
use crate::domain::time::Minute;
use crate::tui::view::View;

/// When numbers are given.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Numbers {
    /// It is the hour.
    Now,
    /// From this minute on.
    Later(Minute),
    /// Not today any more.
    NoMore,
    /// Not at all today.
    Off,
}

/// What a title says of a field's next hours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Newcomer {
    /// From when on numbers are given today: already, later, or no more.
    pub numbers: Numbers,
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
            numbers: match view.office.numbers_from(field, view.minute()) {
                Some(from) if from == view.minute() => Numbers::Now,
                Some(from) => Numbers::Later(from),
                None if view
                    .office
                    .open_halves(field, view.today())
                    .next()
                    .is_none() =>
                {
                    Numbers::Off
                }
                None => Numbers::NoMore,
            },
            wait: view.newcomer(field),
            room: view.forecast.room(field),
            left_over: view.forecast.left_over(view.office, field),
        }
    }
}
