//! Announcements (S3.4): written, looked at a second time, sent, stopped, resumed and withdrawn by heads; who agreed to them.
//! The rules are `domain::announcement`'s.

use super::Actor;
use super::clock::midnight;
use super::live::{Live, LiveError};
use super::written::Written;
use crate::domain::announcement::{
    Announcement, AnnouncementId, Draft, Progress, Reach, State, left_of_day,
};
use crate::domain::event::{Audit, Event};
use crate::domain::hours;
use crate::domain::notice::{NoticeKind, NoticeState};
use crate::domain::text::Phone;
use crate::domain::time::Minute;
use crate::store::{Agreed, Notice, StoreError, Times};

/// So many of the newest are listed.
const LISTED: u32 = 50;
const MINUTE: i64 = 60 * 1000;

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It goes out.
    Going,
    /// It would reach more, or cost more, than was seen: it is looked at again.
    Grown(Reach),
    /// It is no draft any more: somebody else was faster.
    Changed,
}

/// The newest ones, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn list(live: &Live) -> Result<Vec<(Announcement, Progress)>, StoreError> {
    live.store().announcements(LISTED)
}

/// Those that the pages show now, newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn shown(live: &Live, now: Minute) -> Result<Vec<Announcement>, StoreError> {
    live.store().announcements_of(now.day())
}

/// Keeps what a head wrote; nobody sees it yet.
///
/// # Errors
/// When the store cannot be written.
pub fn write(
    live: &mut Live,
    by: Option<&str>,
    draft: &Draft,
) -> Result<AnnouncementId, LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| tx.put_announcement(draft, now, by))
}

/// How far it comes now, and what it costs.
///
/// # Errors
/// When the store cannot be read.
pub fn reach(live: &mut Live, draft: &Draft) -> Result<Reach, StoreError> {
    let now = Minute::from_chrono(live.now());
    let agreed = live.store().agreed()?;
    let post = live.post();
    let phones = match draft.message {
        Some(_) if post.has_modem => agreed.phones,
        _ => 0,
    };
    let Agreed {
        chats, followers, ..
    } = agreed;
    let of = |is: bool, n: u32| if is { n } else { 0 };
    let rules = &post.rules;
    let today = match now.time() < hours::ANNOUNCEMENTS.to {
        true => left_of_day(sent_today(live)?, rules.price, rules.daily_limit),
        false => 0,
    };
    let days = draft.days.1.0 - now.day().0 + 1;
    Ok(Reach {
        phones,
        chats: of(draft.by_zalo && post.has_chat, chats),
        followers: of(draft.by_zalo && post.zalo.is_some(), followers),
        price: rules.price,
        left: (today, left_of_day(0, rules.price, rules.daily_limit)),
        days: u32::try_from(days).unwrap_or(0),
    })
}

/// Sends an announcement whose reach a head has seen: from now on it stands on the pages, and one message waits for each who
/// agreed, all in the transaction that notes the text and who sent it in the log.
///
/// # Errors
/// When the store cannot be read or written, or the clock is in doubt: nothing has happened.
pub fn send(
    live: &mut Live,
    by: Actor<'_>,
    id: AnnouncementId,
    seen: &Reach,
) -> Result<Sent, LiveError> {
    let Some(a) = live
        .store()
        .announcement(id)?
        .filter(|a| a.state == State::Draft)
    else {
        return Ok(Sent::Changed);
    };
    let now = reach(live, &a.draft)?;
    if !now.is_within(seen) {
        return Ok(Sent::Grown(now));
    }
    let post = live.post();
    let is_possible = Announcement {
        draft: Draft {
            message: a.draft.message.clone().filter(|_| post.has_modem),
            by_zalo: a.draft.by_zalo && (post.zalo.is_some() || post.has_chat),
            ..a.draft.clone()
        },
        ..a.clone()
    };
    let mut text = a.draft.text.clone();
    text.extend(
        is_possible
            .draft
            .message
            .iter()
            .map(|sms| format!(" | SMS: {sms}")),
    );
    let (_, last) = a.draft.days;
    let end = last.start().0 + hours::ANNOUNCEMENTS.to.0;
    let write = |written: &Written<'_>| {
        if !written
            .tx
            .turn_announcement(id, State::Draft, State::Sending)?
        {
            return Ok(());
        }
        let ahead = i64::from(end - written.office.now().0) * MINUTE;
        let times = Times {
            now: written.wall,
            end: written.wall + ahead,
        };
        let seq = written.seq.unwrap_or(0);
        written
            .tx
            .put_announced(&is_possible, by.official(), seq, times)
    };
    note(live, by, Audit::Announced, id, &text, write)?;
    Ok(Sent::Going)
}

/// No more messages of it go out, or they go on. Answers whether that was still to be done.
///
/// # Errors
/// Likewise.
pub fn stop(
    live: &mut Live,
    by: Actor<'_>,
    id: AnnouncementId,
    stopped: bool,
) -> Result<bool, LiveError> {
    let (from, to, what) = match stopped {
        true => (State::Sending, State::Stopped, Audit::AnnouncementStopped),
        false => (State::Stopped, State::Sending, Audit::AnnouncementResumed),
    };
    let is_so = |a: &Announcement| a.state == from;
    change(live, by, (id, what), is_so, |written| {
        written.tx.turn_announcement(id, from, to).map(drop)
    })
}

/// Takes it from the pages; its messages are another matter. Answers whether it stood there.
///
/// # Errors
/// Likewise.
pub fn withdraw(live: &mut Live, by: Actor<'_>, id: AnnouncementId) -> Result<bool, LiveError> {
    let stands = |a: &Announcement| a.state != State::Draft && !a.withdrawn;
    let what = Audit::AnnouncementWithdrawn;
    change(live, by, (id, what), stands, |written| {
        written.tx.withdraw_announcement(id).map(drop)
    })
}

/// Throws a draft away. Answers whether it still was one.
///
/// # Errors
/// When the store cannot be written.
pub fn discard(live: &mut Live, id: AnnouncementId) -> Result<bool, LiveError> {
    live.write(|tx| tx.discard_announcement(id))
}

fn change(
    live: &mut Live,
    by: Actor<'_>,
    (id, what): (AnnouncementId, Audit),
    can: impl Fn(&Announcement) -> bool,
    write: impl FnOnce(&Written<'_>) -> Result<(), StoreError>,
) -> Result<bool, LiveError> {
    let Some(a) = live.store().announcement(id)?.filter(can) else {
        return Ok(false);
    };
    note(live, by, what, id, &a.draft.text, write)?;
    Ok(true)
}

/// Notes in the log what is done, and does it in the same transaction.
fn note(
    live: &mut Live,
    by: Actor<'_>,
    what: Audit,
    id: AnnouncementId,
    text: &str,
    write: impl FnOnce(&Written<'_>) -> Result<(), StoreError>,
) -> Result<(), LiveError> {
    let event = Event::Audit {
        what,
        official: None,
        text: Some(format!("{}: {text}", id.0)),
    };
    live.submit_with(by, event, write).map(drop)
}

/// An official enters a phone whose owner asked for announcements; the phone is told, for it may be somebody else's. Answers
/// false where the phone has refused them.
///
/// # Errors
/// When the store cannot be written.
pub fn subscribe(live: &mut Live, by: Option<&str>, phone: &Phone) -> Result<bool, LiveError> {
    let now = Minute::from_chrono(live.now());
    let wall = live.wall();
    let text = live.post().answers.subscribed();
    let can_tell = live.post().has_modem;
    live.write(|tx| {
        let done = tx.subscribe(phone.as_str(), now, true, by)?;
        if done && can_tell {
            tx.put_notice(&Notice {
                phone: phone.as_str().to_owned(),
                kind: Some(NoticeKind::Help),
                text,
                state: NoticeState::New,
                made: wall,
                not_before: wall,
                worthless_after: Some(wall + 24 * 60 * MINUTE),
                ..Notice::default()
            })?;
        }
        Ok(done)
    })
}

/// Whether messages of announcements may go out now: by day, not in the office's quiet time.
pub fn may_go(live: &mut Live) -> bool {
    let time = Minute::from_chrono(live.now()).time();
    let quiet = live.post().rules.quiet;
    hours::ANNOUNCEMENTS.hold(time) && !quiet.is_some_and(|quiet| quiet.hold(time))
}

/// Whether one more may go to a phone: there is money for it.
///
/// # Errors
/// When the store cannot be read.
pub fn may_cost(live: &mut Live) -> Result<bool, StoreError> {
    let sent = sent_today(live)?;
    let may_go = may_go(live);
    let rules = &live.post().rules;
    Ok(may_go && left_of_day(sent, rules.price, rules.daily_limit) > 0)
}

fn sent_today(live: &Live) -> Result<u32, StoreError> {
    live.store().sent_since(midnight(live.wall()))
}
