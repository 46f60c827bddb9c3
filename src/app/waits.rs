//! How long people will wait: what the office's past says of it, the forecast of the present minute, and what was told.

use std::sync::Arc;

use super::written::Written;
use crate::domain::catalogue::Catalogue;
use crate::domain::event::Output;
use crate::domain::forecast::{Forecast, Habits};
use crate::domain::office::Office;
use crate::domain::time::Minute;
use crate::store::{Store, StoreError};

pub use crate::store::Held;

/// Services of so many days are looked at: an office that works faster than in spring is known by summer.
const PAST: i32 = 90;
/// The ranges of so many days are counted.
const COUNTED: i32 = 30;

/// The forecast for an office at a minute; alike in every process.
pub fn foresee(office: &Office, now: Minute) -> Forecast {
    office.forecast(now, now.day().0.unsigned_abs().into())
}

/// What services take, as far as the store knows.
pub(super) fn learn(
    store: &Store,
    office: &Office,
    catalogue: &Catalogue,
) -> Result<Arc<Habits>, StoreError> {
    let today = office.now().day();
    let from = today.plus(-PAST);
    let rules = office.rules();
    let measured = store.measured(rules, from, today)?;
    let bookings = store.kept_bookings(from, today)?;
    let means = catalogue.procedures.iter().filter_map(|p| {
        let field = rules.field_by_id(&p.field)?;
        Some((field, p.id.clone(), p.mean))
    });
    let means: Vec<_> = means.collect();
    Ok(Arc::new(Habits::learnt(rules, &means, &measured, bookings)))
}

/// How often the ranges of late held, by hour.
///
/// # Errors
/// When the database cannot be read.
pub fn held(store: &Store, now: Minute) -> Result<Vec<Held>, StoreError> {
    store.held(now.day().plus(-COUNTED))
}

/// The forecast that was made last.
#[derive(Debug, Default)]
pub(super) struct Foresight(Arc<Forecast>);

impl Foresight {
    /// The forecast for this office at this minute: made anew when it is not the last one.
    pub(super) fn of(&mut self, office: &Office, now: Minute) -> Arc<Forecast> {
        if self.0.stamp() != Some((office.serial(), now)) {
            self.0 = Arc::new(foresee(office, now));
        }
        Arc::clone(&self.0)
    }

    /// Keeps what those are told who came with this event, and what became of what others were told.
    pub(super) fn keep(&mut self, written: &Written<'_>) -> Result<(), StoreError> {
        let office = written.office;
        let ticket = |number| office.by_number(number);
        for timed in written.outputs {
            match timed.output {
                Output::Ticket { number, .. } | Output::CheckedIn { number } => {
                    let waits = ticket(number).filter(|t| t.waits_here());
                    let turn = waits.and_then(|t| self.of(office, office.now()).turn(t.id));
                    let range = turn.and_then(|turn| turn.wait.minutes(office.now()));
                    if let (Some(t), Some(range)) = (waits, range) {
                        written.tx.keep_told(t.id, office.now(), range)?;
                    }
                }
                Output::Call {
                    number,
                    present: true,
                    ..
                }
                | Output::Serve { number, .. } => {
                    if let Some(t) = ticket(number) {
                        written.tx.note_turn(t.id, timed.at)?;
                    }
                }
                Output::Unserved { number } => {
                    if let Some(t) = ticket(number) {
                        written.tx.note_unserved(t.id)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
