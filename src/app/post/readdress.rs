//! What was to be told to a phone that was typed wrong: it goes to the right one, and the wrong one hears no more.

use super::{NoticeKind, Post, is_number};
use crate::app::written::Written;
use crate::domain::dossier::Act;
use crate::domain::event::{Detail, Event, EventKind};
use crate::domain::notice::NoticeState;
use crate::domain::text::Phone;
use crate::domain::ticket::TicketId;
use crate::store::{Notice, StoreError};

impl Post {
    /// Follows a phone that an event has corrected, or put back, at a ticket or dossier.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub(super) fn readdress(&self, written: &Written<'_>, event: &Event) -> Result<(), StoreError> {
        let is_of_dossier = match event {
            Event::Dossier { act, .. } => matches!(act, Act::Correct { phone: Some(_), .. }),
            _ => false,
        };
        let is_correction = is_of_dossier || event.kind() == EventKind::Set(Detail::Phone);
        if !is_correction && !matches!(event, Event::Undo { .. } | Event::Redo { .. }) {
            return Ok(());
        }
        let changes = written.office.changes();
        for id in &changes.tickets {
            let told = written.tx.notices_about("ticket", id.0)?;
            let phone = written.office.ticket(*id).map(|t| &t.person.phone);
            self.follow(written, told, phone, is_correction)?;
        }
        for id in &changes.dossiers {
            let told = written.tx.notices_about("dossier", id.0)?;
            let phone = written.office.dossiers().get(*id).map(|d| &d.person.phone);
            self.follow(written, told, phone, is_correction)?;
        }
        Ok(())
    }

    /// Gives what is still to be told to the phone that stands there now; what went to the wrong one, and still holds, is told once
    /// more, but not where that was the right one after all.
    fn follow(
        &self,
        written: &Written<'_>,
        mut told: Vec<Notice>,
        phone: Option<&Option<Phone>>,
        is_correction: bool,
    ) -> Result<(), StoreError> {
        let Some(phone) = phone else {
            return Ok(());
        };
        let now = phone.as_ref().map_or("", Phone::as_str);
        let open = |n: &Notice| {
            use NoticeState::{Call, Failed, New, Unknown};
            matches!(n.state, New | Call | Failed | Unknown)
        };
        let sent = |n: &Notice| {
            use NoticeState::{Delivered, Sending, Sent};
            matches!(n.state, Sending | Sent | Delivered)
        };
        let about = |n: &Notice| (n.kind, n.seq);
        let here = told
            .iter()
            .filter(|n| n.phone == now && (sent(n) || open(n)));
        let heard: Vec<_> = here.map(about).collect();
        let knows = |n: &Notice| heard.contains(&about(n));
        // Who wrote is answered where the message came from.
        told.retain(|n| n.answers.is_none() && n.phone != now);
        let last = told.iter().rev().find(|n| sent(n) && tells_the_state(n));
        let last = last.filter(|_| is_correction && !told.iter().any(open));
        let again: Vec<&Notice> = told.iter().filter(|n| open(n)).chain(last).collect();
        for notice in again {
            if open(notice) {
                written.tx.turn_notice(notice.id, NoticeState::Dropped)?;
            }
            if !knows(notice) {
                self.tell_again(written, notice)?;
            }
        }
        Ok(())
    }

    /// The same to whom it concerns now, if it still holds.
    fn tell_again(&self, written: &Written<'_>, told: &Notice) -> Result<(), StoreError> {
        let Some(kind) = told.kind else {
            return Ok(());
        };
        let ticket = told.ticket.map(TicketId);
        let ticket = ticket.and_then(|id| written.office.ticket(id));
        let notices = match (ticket, super::tell::dossier_of(written, told)) {
            (Some(t), _) if kind.holds_of(t.state) => {
                let text = match needs_reason(kind) {
                    true => told.text.clone(),
                    false => self.words(kind, written.office, t, None),
                };
                self.notices(written, kind, t, text, None)
            }
            (None, Some(d)) if kind.holds_of_dossier(d.stage) => {
                let text = match needs_reason(kind) {
                    true => told.text.clone(),
                    false => self.words_of_dossier(kind, d),
                };
                self.dossier_notices(written, kind, d, text)
            }
            _ => return Ok(()),
        };
        for notice in notices {
            // What caused it takes it back, too.
            let (seq, not_before) = (told.seq, notice.not_before.max(told.not_before));
            written.tx.put_notice(&Notice {
                seq,
                not_before,
                ..notice
            })?;
        }
        Ok(())
    }
}

/// Whether a notice tells more than how something stands now: what was said of it stands in its words alone.
fn needs_reason(kind: NoticeKind) -> bool {
    use NoticeKind::{Booked, Confirmed, Moved, Proposed, Reminder};
    use NoticeKind::{DossierBack, DossierReady, DossierReceived, DossierWaits};
    !matches!(
        kind,
        Booked
            | Confirmed
            | Moved
            | Proposed
            | Reminder
            | DossierBack
            | DossierReady
            | DossierReceived
            | DossierWaits
    )
}

/// Whether a notice says how something stands: whoever lacks it does not know.
fn tells_the_state(n: &Notice) -> bool {
    let kind = n.kind.filter(|_| is_number(&Phone::of(&n.phone)));
    kind.is_some_and(|kind| {
        kind.must_reach() || matches!(kind, NoticeKind::Booked | NoticeKind::DossierReceived)
    })
}
