//! What an event's answers mean for citizens who are not there.

use super::zalo::{UNCLEAR, may_have_gone_by_zalo};
use super::{DAY, HOUR, NoticeKind, Post};
use crate::app::Actor;
use crate::app::written::Written;
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::event::{CancelReason, Event, EventKind, Output, Timed};
use crate::domain::notice::{MessageState, NoticeState, Route};
use crate::domain::office::Office;
use crate::domain::ticket::{Channel, Number, State, Ticket, TicketId};
use crate::store::{AlreadyTold, Notice, StoreError};

/// So many bookings by form are confirmed by message to one phone in 24 hours, and so much of all that the page says, too, is
/// told to all phones: freed times, turns that are near, requests that came to nothing. Whoever books there has read it on
/// the page, and may have typed anybody's number.
const FORMS_TOLD_A_DAY: u32 = 3;
const ALL_FORMS_TOLD_A_DAY: u32 = 50;
/// So much of it from one place in an hour.
const SOURCE_TOLD_AN_HOUR: u32 = 5;

/// The event that is about to be taken back or done again, by its serial.
#[derive(Clone, Copy, Debug)]
pub struct Undone {
    seq: u64,
    /// When it is done again, the event that took it back.
    by: Option<u64>,
}

impl Post {
    /// Which event `event` takes back or does again, if it is an undo or redo; asked before it happens.
    pub fn undone_by(&self, office: &Office, event: &Event) -> Option<Undone> {
        let (journal, today) = (office.journal(), office.now().day());
        let entry = match event {
            Event::Undo { counter } => journal.last(*counter, today),
            Event::Redo { counter } => journal.last_undone(*counter, today),
            _ => None,
        };
        entry.map(|entry| Undone {
            seq: entry.serial,
            by: entry.undone.as_ref().map(|undone| undone.serial),
        })
    }

    /// Puts what citizens are to be told about an event that has happened.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn tell(
        &self,
        written: &Written<'_>,
        by: Actor<'_>,
        event: &Event,
        undone: Option<Undone>,
    ) -> Result<(), StoreError> {
        // Who is to bring papers reads the hour beside what is missing.
        let told_with_papers = self.papers_with_hour(written).is_some();
        // Who stands at the desk hears there what is done for that one, but not what comes with a half-day that falls out.
        let is_deed = !matches!(
            event.kind(),
            EventKind::CloseSession | EventKind::OpenSession
        );
        let here = by.desk().map(|desk| written.office.counter(desk));
        let here = here.and_then(|counter| written.office.ticket(counter.ticket?));
        for timed in written.outputs {
            if told_with_papers && matches!(timed.output, Output::Offered { .. }) {
                continue;
            }
            if let Some((kind, ticket, reason)) = self.news(written.office, &timed.output, by) {
                let is_of_form = match kind {
                    NoticeKind::Booked => by == Actor::Citizen,
                    // Who declines for a reason has looked at it.
                    NoticeKind::Lapsed | NoticeKind::Declined => reason.is_none(),
                    kind => kind == NoticeKind::EarlierOffered,
                };
                let told = written.tx.already_told();
                if is_of_form && is_kept_back(&told, written.wall, kind, ticket)? {
                    continue;
                }
                let text = self.words(kind, written.office, ticket, reason);
                let is_call = |n: &Notice| n.state == NoticeState::Call;
                let was_heard = has_spoken(event, by, (kind, ticket))
                    || (is_deed && kind != NoticeKind::Lapsed)
                        && here.is_some_and(|here| here.person.is(&ticket.person));
                let notices = self.notices(written, kind, ticket, text, reason);
                for notice in notices.iter().filter(|n| !(was_heard && is_call(n))) {
                    written.tx.put_notice(notice)?;
                }
            }
        }
        self.tell_of_dossiers(written, here)?;
        self.readdress(written, event)?;
        match undone {
            Some(Undone { seq, by: None }) => self.correct(written, seq),
            Some(Undone { seq, by: Some(by) }) => self.repeat(written, seq, by),
            None => Ok(()),
        }
    }

    fn news<'a>(
        &self,
        office: &'a Office,
        output: &'a Output,
        by: Actor<'_>,
    ) -> Option<(NoticeKind, &'a Ticket, Option<&'a str>)> {
        let of = |kind, number: &Number| Some((kind, office.by_number(*number)?, None));
        let official = by != Actor::Citizen;
        match output {
            Output::Offered { number, .. } => {
                let (kind, ticket, _) = of(NoticeKind::Booked, number)?;
                // Who books in person or by telephone is told so, too; a message is answered by who took it.
                let by_web = ticket.person.channel == Channel::Web;
                (official || by_web).then_some((kind, ticket, None))
            }
            Output::Moved { new, .. } if official => of(NoticeKind::Moved, new),
            Output::Cancelled {
                number,
                reason: None,
            } if official => of(NoticeKind::Cancelled, number),
            Output::Confirmed { number, .. } if official => of(NoticeKind::Confirmed, number),
            Output::Proposed { new, .. } => of(NoticeKind::Proposed, new),
            Output::EarlierOffered { number, .. } => of(NoticeKind::EarlierOffered, number),
            // The phone of a wish that held no slot may be anybody's; an official who gives a reason has looked at it.
            Output::Declined {
                number,
                reason: None,
            }
            | Output::Lapsed { number }
                if number.is_unheld() =>
            {
                None
            }
            Output::Declined { number, reason } => {
                let (kind, ticket, _) = of(NoticeKind::Declined, number)?;
                Some((kind, ticket, reason.as_deref()))
            }
            Output::Lapsed { number } => of(NoticeKind::Lapsed, number),
            _ => None,
        }
        .filter(|(kind, ticket, _)| *kind != NoticeKind::Cancelled || ticket.time().is_some())
    }

    /// Tells the phone of a booking what was just done to it on the page: it may not have been its owner. A phone that was
    /// told nothing of the booking is told nothing of its end.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn tell_of_page(&self, written: &Written<'_>) -> Result<(), StoreError> {
        for timed in written.outputs {
            let (kind, number, before) = match &timed.output {
                Output::Moved { number, new, .. } => (NoticeKind::Moved, new, number),
                Output::Cancelled {
                    number,
                    reason: None,
                } => (NoticeKind::CancelledByCitizen, number, number),
                _ => continue,
            };
            let of = |number| written.office.by_number(number);
            let (Some(ticket), Some(before)) = (of(*number), of(*before)) else {
                continue;
            };
            let by_web = before.person.channel == Channel::Web;
            if ticket.time().is_none()
                || (by_web && !written.tx.already_told().of_ticket(before.id)?)
            {
                continue;
            }
            let text = self.words(kind, written.office, ticket, None);
            let mut notices = self.notices(written, kind, ticket, text, None);
            notices.retain(|notice| notice.state == NoticeState::New);
            for notice in notices {
                written.tx.put_notice(&notice)?;
            }
        }
        Ok(())
    }

    /// What was told of an action that is now taken back: unsent messages are dropped, sent ones corrected.
    fn correct(&self, written: &Written<'_>, seq: u64) -> Result<(), StoreError> {
        let taken_back = written
            .outputs
            .iter()
            .any(|t| matches!(t.output, Output::Undone { .. }));
        if !taken_back {
            return Ok(());
        }
        let mut corrected = Vec::new();
        for told in written.tx.notices_of_event(seq)? {
            if matches!(told.state, NoticeState::New | NoticeState::Call) {
                written.tx.turn_notice(told.id, NoticeState::Dropped)?;
                continue;
            }
            let is_told = told.state != NoticeState::Dropped || may_have_gone_by_zalo(&told);
            // It is not said another way any more, either.
            if told.state == NoticeState::Unknown && told.route == Route::Zalo {
                written
                    .tx
                    .end_notice(told.id, NoticeState::Dropped, UNCLEAR)?;
            }
            // What was done again was told more than once.
            if !is_told || corrected.contains(&about(&told)) {
                continue;
            }
            corrected.push(about(&told));
            if let Some(dossier) = dossier_of(written, &told) {
                self.correct_dossier(written, dossier)?;
            }
            if let Some(ticket) = told
                .ticket
                .and_then(|id| standing(written.office, TicketId(id)))
            {
                self.put_correction(written, ticket)?;
            }
        }
        for ticket in taken_back_after_hearing(written) {
            if !corrected.contains(&(Some(ticket.id.0), None)) {
                self.put_correction(written, ticket)?;
            }
        }
        // What a message asked for is not done any more.
        written
            .tx
            .turn_message_of(seq, MessageState::Settled, MessageState::Open)
    }

    /// What was told of an action that is done again is told again; a correction that was not sent yet is dropped.
    fn repeat(&self, written: &Written<'_>, seq: u64, undo: u64) -> Result<(), StoreError> {
        let done_again = |t: &Timed| matches!(t.output, Output::Redone { .. });
        if !written.outputs.iter().any(done_again) {
            return Ok(());
        }
        let (mut unsaid, mut said) = (Vec::new(), Vec::new());
        for told in written.tx.notices_of_event(undo)? {
            if matches!(told.state, NoticeState::New | NoticeState::Call) {
                written.tx.turn_notice(told.id, NoticeState::Dropped)?;
                unsaid.push(about(&told));
            } else if told.state != NoticeState::Dropped {
                said.push(told);
            }
        }
        let mut told_again = Vec::new();
        for told in written.tx.notices_of_event(seq)? {
            let Some(kind) = told.kind else {
                continue;
            };
            let knows = told.state != NoticeState::Dropped && unsaid.contains(&about(&told));
            if knows || told_again.contains(&(kind, about(&told))) {
                continue;
            }
            told_again.push((kind, about(&told)));
            let ticket = told
                .ticket
                .and_then(|id| written.office.ticket(TicketId(id)));
            let notices = match (ticket, dossier_of(written, &told)) {
                (Some(ticket), _) => self.notices(written, kind, ticket, told.text, None),
                (None, Some(d)) => self.dossier_notices(written, kind, d, told.text),
                (None, None) => continue,
            };
            for notice in notices {
                // Taken back once more, it is found with the action's own.
                written.tx.put_notice(&Notice { seq, ..notice })?;
            }
        }
        // Who had it without a message, and was told since that it is off.
        said.retain(|told| !told_again.iter().any(|(_, again)| *again == about(told)));
        let off = said
            .iter()
            .filter(|told| told.kind == Some(NoticeKind::Cancelled));
        let tickets = off.filter_map(|told| written.office.ticket(TicketId(told.ticket?)));
        for ticket in tickets.filter(|t| !t.state.is_final()) {
            self.put_correction(written, ticket)?;
        }
        written
            .tx
            .turn_message_of(seq, MessageState::Open, MessageState::Settled)
    }

    fn put_correction(&self, written: &Written<'_>, ticket: &Ticket) -> Result<(), StoreError> {
        let stands = !ticket.state.is_final();
        let kind = if stands {
            NoticeKind::Corrected
        } else {
            NoticeKind::Cancelled
        };
        let text = self.words(kind, written.office, ticket, None);
        let notices = self.notices(written, kind, ticket, text, None);
        notices
            .iter()
            .try_for_each(|n: &Notice| written.tx.put_notice(n).map(drop))
    }
}

/// Whether the citizen has just told an official so, who need not call to say it: that another time suits, or that a request
/// is not needed any more. What came to others by the same event (a request that lapsed) they have not heard.
fn has_spoken(event: &Event, by: Actor<'_>, (kind, ticket): (NoticeKind, &Ticket)) -> bool {
    by != Actor::Citizen
        && match event {
            Event::Accept { .. } => matches!(kind, NoticeKind::Confirmed | NoticeKind::Moved),
            Event::Cancel { .. } => kind == NoticeKind::Cancelled && ticket.due.is_some(),
            _ => false,
        }
}

/// Whether something is said on the page alone: who typed the phone into the form may not be its owner, and could have a
/// stranger pestered. So are few of a kind told to one phone, and of all that the form causes few from one place, and few in
/// all; and who was told nothing of a booking is reminded of nothing, and offered no other time.
pub(super) fn is_kept_back(
    told: &AlreadyTold<'_>,
    wall: i64,
    kind: NoticeKind,
    ticket: &Ticket,
) -> Result<bool, StoreError> {
    let phone = ticket.person.phone.as_ref();
    let Some(phone) = phone.filter(|_| ticket.person.channel == Channel::Web) else {
        return Ok(false);
    };
    let follows = matches!(kind, NoticeKind::Reminder | NoticeKind::EarlierOffered);
    if follows && !told.of_ticket(ticket.id)? {
        return Ok(true);
    }
    let (day, hour) = (wall - DAY, wall - HOUR);
    Ok(kind != NoticeKind::Reminder
        && (told.to_phone(phone.as_str(), kind, day)? >= FORMS_TOLD_A_DAY
            || told.by_source(ticket.id, hour)? >= SOURCE_TOLD_AN_HOUR
            || told.by_forms(day)? >= ALL_FORMS_TOLD_A_DAY))
}

/// Bookings that were taken back and that an official had made with the citizen there or on the telephone, who heard hour and
/// code at once: that no message has gone out yet does not mean that nobody knows.
fn taken_back_after_hearing<'a>(written: &Written<'a>) -> impl Iterator<Item = &'a Ticket> {
    let office = written.office;
    let undone = written.outputs.iter().filter_map(|t| match t.output {
        Output::Cancelled {
            number,
            reason: Some(CancelReason::Undone),
        } => office.by_number(number),
        _ => None,
    });
    undone.filter(|t| {
        let heard = !matches!(t.person.channel, Channel::Sms | Channel::Web);
        heard && t.time().is_some() && t.origin.is_none()
    })
}

/// What a notice is about.
fn about(told: &Notice) -> (Option<u64>, Option<u64>) {
    (told.ticket, told.dossier)
}

pub(super) fn dossier_of<'a>(written: &Written<'a>, told: &Notice) -> Option<&'a Dossier> {
    let id = told.dossier.map(DossierId)?;
    written.office.dossiers().get(id)
}

/// What stands of a ticket that was told of: itself, or, when it was taken back, the one that it had replaced.
fn standing(office: &Office, id: TicketId) -> Option<&Ticket> {
    let ticket = office.ticket(id)?;
    let before = ticket.origin.and_then(|id| office.ticket(id));
    match before {
        Some(before) if ticket.state == State::Cancelled && !before.state.is_final() => {
            Some(before)
        }
        _ => Some(ticket),
    }
}
