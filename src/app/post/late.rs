//! Notices that could not be sent while they were worth something.

use crate::app::clock::midnight;
use crate::app::live::{Live, LiveError};
use crate::domain::dossier::DossierId;
use crate::domain::notice::{NoticeKind, NoticeState, Route};
use crate::store::{Notice, Store, StoreError};

/// Takes out what lost its worth before it could be sent. What a citizen must know all the same becomes a call to make.
///
/// # Errors
/// When the store cannot be read or written.
pub fn drop_worthless(live: &mut Live) -> Result<(), LiveError> {
    let wall = live.wall();
    let is_late = |n: &Notice| n.worthless_after.is_some_and(|t| t < wall);
    turn_late(live, is_late, |n| {
        match about_ticket(n) || n.kind.is_some_and(NoticeKind::must_reach) {
            true => NoticeState::Call,
            false => NoticeState::Dropped,
        }
    })
}

/// While the modem does not work, or the day's money is spent: what must be told, and should have gone before `before`, becomes
/// a call; so does the answer that tells what somebody's message did to a booking, for whose number it bears need not have
/// sent it.
///
/// # Errors
/// When the store cannot be read or written.
pub fn call_instead(live: &mut Live, before: i64) -> Result<(), LiveError> {
    let must_reach = |n: &Notice| n.kind.is_some_and(NoticeKind::must_reach);
    let did = |n: &Notice| about_ticket(n) && n.seq > 0;
    let is_late = |n: &Notice| n.not_before < before && (must_reach(n) || did(n));
    turn_late(live, is_late, |_| NoticeState::Call)
}

fn about_ticket(notice: &Notice) -> bool {
    notice.kind == Some(NoticeKind::Answer) && notice.ticket.is_some()
}

/// Whether another message would cost more than the office gives for a day.
///
/// # Errors
/// When the store cannot be read.
pub fn money_is_spent(live: &Live) -> Result<bool, StoreError> {
    let (rules, wall) = (&live.post().rules, live.wall());
    let sent = live.store().sent_since(midnight(wall))?;
    Ok((sent + 1).saturating_mul(rules.price) > rules.daily_limit)
}

fn turn_late(
    live: &mut Live,
    is_late: impl Fn(&Notice) -> bool,
    to: impl Fn(&Notice) -> NoticeState,
) -> Result<(), LiveError> {
    let mut late = live.store().new_notices(Route::Sms)?;
    late.retain(is_late);
    if late.is_empty() {
        return Ok(());
    }
    live.write(|step| {
        let mut late = late.iter();
        late.try_for_each(|n| step.end_notice(n.id, to(n), "late").map(drop))
    })
}

/// Whether a notice speaks of a ticket or dossier that has gone another way since.
///
/// # Errors
/// When the store cannot be read.
pub fn is_stale(notice: &Notice, store: &Store) -> Result<bool, StoreError> {
    if let (Some(kind), Some(dossier)) = (notice.kind, notice.dossier) {
        let dossier = store.dossier(DossierId(dossier))?;
        return Ok(dossier.is_some_and(|d| !kind.holds_of_dossier(d.stage)));
    }
    let (Some(kind), Some(ticket)) = (notice.kind, notice.ticket) else {
        return Ok(false);
    };
    let state = store.state_of_ticket(ticket)?;
    Ok(state.is_some_and(|state| !kind.holds_of(state)))
}
