//! The calls in the outbox, as each part that makes them known reads them.

use crate::app::effects::{BOARD, BoardCall};
use crate::app::live::{Live, LiveError};
use crate::domain::rules::CounterIx;

/// Reads each call once.
#[derive(Default)]
pub(super) struct Outbox {
    /// The last effect that was taken; `None` before the first look.
    last: Option<i64>,
}

/// One of the calls.
pub(super) struct Taken {
    /// Its effect in the outbox.
    pub effect: i64,
    /// The event that caused it.
    pub seq: u64,
    /// Where and what; `None` when the office has no such counter any more.
    pub call: Option<(CounterIx, BoardCall)>,
    /// An earlier host left it behind.
    pub is_stale: bool,
}

impl Outbox {
    /// Those that have come since the last look, oldest first.
    pub(super) fn take(&mut self, live: &Live) -> Result<Vec<Taken>, LiveError> {
        let before = self.last.unwrap_or(0);
        let pending = live.store().pending(BOARD, before)?;
        let last = pending.last().map_or(before, |effect| effect.id);
        let is_stale = self.last.replace(last).is_none();
        let rules = live.office().rules();
        let taken = pending.iter().map(|effect| Taken {
            effect: effect.id,
            seq: effect.seq,
            call: rules
                .counter_by_id(&effect.target)
                .zip(serde_json::from_str(&effect.body).ok()),
            is_stale,
        });
        Ok(taken.collect())
    }
}
