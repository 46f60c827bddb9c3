//! What citizens are told when its time has come: a reminder the evening before, and that the turn is near.

use super::dossiers::put_waiting;
use super::tell::is_kept_back;
use super::{NoticeKind, can_be_told};
use crate::app::live::{Live, LiveError};
use crate::domain::hours;
use crate::domain::office::Office;
use crate::domain::queue_view::Standing;
use crate::domain::ticket::{Channel, Contact, State, Ticket};
use crate::domain::time::Minute;

/// Whose turn comes after so many others is told that it is near.
const NEAR: usize = 2;

/// Puts what is due at `now` and was not put before.
///
/// # Errors
/// When the store cannot be written.
pub fn put_due(live: &mut Live) -> Result<(), LiveError> {
    live.sync()?;
    let now = Minute::from_chrono(live.now()).max(live.office().now());
    put_waiting(live, now)?;
    let post = live.post().clone();
    if !post.has_modem && post.zalo.is_none() && !post.has_chat && !post.has_account_chat {
        return Ok(());
    }
    let mut due = Vec::new();
    if post.rules.reminder {
        due.extend(reminders(live.office(), now).map(|t| (NoticeKind::Reminder, t.clone())));
    }
    if post.rules.near {
        due.extend(
            near(live.office(), now)
                .into_iter()
                .map(|t| (NoticeKind::Near, t.clone())),
        );
    }
    due.retain(|(kind, ticket)| gets_messages(ticket) && post.can_tell(*kind, ticket));
    let told = |(kind, ticket): &(NoticeKind, Ticket)| live.store().was_told(ticket.id.0, *kind);
    let mut fresh = Vec::new();
    for item in due {
        let (already, (kind, ticket)) = (live.store().already_told(), &item);
        if !told(&item)? && !is_kept_back(&already, live.wall(), *kind, ticket)? {
            fresh.push(item);
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    live.write_beside(|written| {
        for (kind, ticket) in &fresh {
            // One of those before it may have been the last that may be told.
            if is_kept_back(&written.tx.already_told(), written.wall, *kind, ticket)? {
                continue;
            }
            let text = post.words(*kind, written.office, ticket, None);
            for notice in post.notices(written, *kind, ticket, text, None) {
                written.tx.put_notice(&notice)?;
            }
        }
        Ok(())
    })
}

fn gets_messages(ticket: &Ticket) -> bool {
    let person = &ticket.person;
    person.phone.as_ref().is_some_and(can_be_told) && person.contact != Contact::Call
}

/// Bookings of the next working day, on the last one before it; who booked only today knows it.
fn reminders(office: &Office, now: Minute) -> impl Iterator<Item = &Ticket> {
    let evening = hours::REMINDERS.hold(now.time());
    let (today, rules) = (now.day(), office.rules());
    let is_time = evening && rules.is_workday(today);
    let next = is_time.then(|| rules.workday_after(today, 1));
    next.into_iter()
        .flat_map(|day| office.tickets_of(day))
        .filter(move |t| t.state == State::Booked && t.made.day() < today)
}

/// Those who wait elsewhere with a phone in the hand: they took a number on it, or have left for a while.
fn near(office: &Office, now: Minute) -> Vec<&Ticket> {
    let mut near = Vec::new();
    for field in office.rules().field_indexes() {
        if !office.takes_walkins(field, now) {
            continue;
        }
        let queue = office.queue_view(field, now);
        for row in queue.waiting.iter().take(NEAR + 1) {
            let Some(ticket) = office.ticket(row.id) else {
                continue;
            };
            let elsewhere = ticket.person.channel == Channel::Web || row.standing == Standing::Left;
            if ticket.time().is_none() && elsewhere && ticket.made < now {
                near.push(ticket);
            }
        }
    }
    near
}
