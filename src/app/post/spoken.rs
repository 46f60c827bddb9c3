//! What is to be known of a notice for saying it in a call, beside the words of the message.

use super::NoticeKind;
use crate::app::live::Live;
use crate::app::wire::logged;
use crate::domain::event::Event;
use crate::domain::notice::NoticeState;
use crate::domain::ticket::{State, TicketId};
use crate::store::{Notice, StoreError};

/// What is to be known for saying something in a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The ticket by whose time its holder knows the booking that is changed or has ended.
    pub known: Option<TicketId>,
    /// Why a request is declined, with the accents that a message lacks.
    pub reason: Option<String>,
}

impl Spoken {
    /// Of a call to make; nothing of anything else.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn of(live: &Live, call: &Notice) -> Result<Self, StoreError> {
        if call.state != NoticeState::Call {
            return Ok(Self::default());
        }
        let reason = match call.kind {
            Some(NoticeKind::Declined) => live.store().body(call.seq)?,
            _ => None,
        };
        let reason = reason.and_then(|body| logged(live.office().rules(), &body));
        let reason = reason.and_then(|envelope| match envelope.event {
            Event::Decline { reason, .. } => reason,
            _ => None,
        });
        let origin = |id: TicketId| live.office().ticket(id)?.origin;
        let ends = |kind: NoticeKind| kind.holds_of(State::Cancelled);
        let own = call.ticket.map(TicketId);
        let mut known = match call.kind.is_some_and(ends) {
            true => own,
            false => own.and_then(origin),
        };
        // Of several moves only the last one may have been told.
        while let Some(id) = known
            && live.store().already_told().in_vain(id)?
            && let Some(earlier) = origin(id)
        {
            known = Some(earlier);
        }
        Ok(Self { known, reason })
    }
}
