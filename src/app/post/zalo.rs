//! What goes by Zalo: who agreed to it, what stands in the message, and what becomes of it where Zalo fails: a text message,
//! a call, or nothing.
#![doc = include_str!("zalo.md")]

use super::dossiers::was_put_off;
use super::late::is_stale;
use super::words::{self, ONLY_TEXT};
use super::{DAY, MINUTE, NoticeKind, Post, is_number};
use crate::app::clock::{local, midnight};
use crate::app::live::{Live, LiveError};
use crate::app::written::Written;
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::event::EventKind;
use crate::domain::hours;
use crate::domain::notice::{CHAT, FOLLOWER, MessageState, NoticeState, Route};
use crate::domain::text::Phone;
use crate::domain::ticket::{Contact, Person, State, Ticket, TicketId};
use crate::domain::time::Minute;
use crate::domain::words::date;
use crate::domain::zalo::{Filled, Form, ZALO_CONSENT};
use crate::store::{Message, Notice, StoreError, Transaction};

/// What nobody knows to have arrived is looked after when it has had so long.
pub const UNCLEAR_LASTS: i64 = 10 * MINUTE;
/// Without a connection a notice waits for it so long (milliseconds).
pub const PATIENCE: i64 = 15 * MINUTE;
/// A dossier's news waits no longer for Zalo.
const DOSSIER_WAITS: i64 = 3 * DAY;
/// Causes of an end: nobody knows whether Zalo has it; so, and it was told another way, too.
pub(super) const UNCLEAR: &str = "unclear";
const FOLLOWED: &str = "followed";

/// What the office decides about its messages by Zalo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZaloRules {
    /// The forms that Zalo has approved.
    pub forms: Vec<Form>,
    /// What a template message costs, in đồng.
    pub price: u32,
    /// So much may the template messages of a day cost, in đồng.
    pub daily_limit: u32,
}

/// Why nothing goes by Zalo for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closed {
    /// Until then (milliseconds of the wall clock): the night, a quota, the day's money.
    Until(i64),
    /// There is no connection: nothing waits longer for it than [`PATIENCE`].
    Down,
    /// For too long already: nothing waits for it at all.
    CutOff,
}

/// Who wrote to the bot or, by [`Route::Follower`], to the account, as a phone; it is none that can be called.
pub fn chat_phone(route: Route, id: &str) -> Phone {
    let before = match route {
        Route::Follower => FOLLOWER,
        _ => CHAT,
    };
    Phone::raw(&format!("{before}{id}"))
}

/// Template messages that Zalo accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByZalo {
    /// Today.
    pub today: u32,
    /// This month.
    pub this_month: u32,
    /// What those of this month cost, in đồng.
    pub cost: u32,
}

impl ByZalo {
    /// What was saved this month beside as many text messages at this price (S3.3), in đồng; less than nothing where
    /// they would have been cheaper.
    pub fn saved(&self, price: u32) -> i64 {
        i64::from(self.this_month) * i64::from(price) - i64::from(self.cost)
    }
}

impl Post {
    /// By which way a ticket's holder gets a message, and what stands in it; `None` where none can be sent.
    pub(super) fn route(
        &self,
        kind: NoticeKind,
        ticket: &Ticket,
        reason: Option<&str>,
    ) -> Option<(Route, Option<String>)> {
        // What is only asked for has other words than what stands (see `Post::words`).
        let stands = !matches!(
            ticket.state,
            State::Requested | State::Proposed | State::Asked
        );
        let agreed = ticket.person.consent == Some(ZALO_CONSENT);
        let fill = |form| Filled::new(form, |key| self.of_ticket(ticket, reason, key));
        let filled = |_: &Phone| {
            let form = self.form_of(kind).filter(|_| agreed && stands);
            form.map(fill)
        };
        self.route_to(&ticket.person, filled)
    }

    /// By which way a person gets a message; a template message of Zalo's where `filled` answers one for the phone.
    fn route_to(
        &self,
        person: &Person,
        filled: impl FnOnce(&Phone) -> Option<Filled>,
    ) -> Option<(Route, Option<String>)> {
        let phone = person.phone.as_ref()?;
        if person.contact == Contact::Call {
            return None;
        }
        if let Some(route) = Route::of_chat(phone.as_str()) {
            return self.can_chat(route).then_some((route, None));
        }
        if !phone.is_mobile() {
            return None;
        }
        match filled(phone) {
            Some(filled) => Some((Route::Zalo, serde_json::to_string(&filled).ok())),
            None => self.has_modem.then_some((Route::Sms, None)),
        }
    }

    /// Likewise of a dossier; `agreed`: to messages at all. To Zalo agreed who ticked it on the form, and who has got
    /// its messages before.
    pub(super) fn route_of_dossier(
        &self,
        written: &Written<'_>,
        kind: NoticeKind,
        dossier: &Dossier,
        agreed: bool,
    ) -> Option<(Route, Option<String>)> {
        // A store that cannot be read now will not take the notice either.
        let has_worked =
            |phone: &Phone| written.tx.zalo_has_worked(phone.as_str()).unwrap_or(false);
        // The form apologises for being late.
        let fits = !(kind == NoticeKind::DossierLate && was_put_off(dossier));
        let has_ticked = dossier.person.consent == Some(ZALO_CONSENT);
        let filled = |phone: &Phone| {
            let form = self.form_of(kind).filter(|_| fits);
            let form = form.filter(|_| has_ticked || has_worked(phone))?;
            Some(Filled::new(form, |key| self.of_dossier(dossier, kind, key)))
        };
        agreed.then(|| self.route_to(&dossier.person, filled))?
    }

    fn can_chat(&self, route: Route) -> bool {
        match route {
            Route::Follower => self.has_account_chat,
            _ => self.has_chat,
        }
    }

    fn form_of(&self, kind: NoticeKind) -> Option<Form> {
        let rules = self.zalo.as_ref()?;
        Form::of(kind).filter(|form| rules.forms.contains(form))
    }

    /// Whether there is a way for a message of this kind to a ticket's holder.
    pub(super) fn can_tell(&self, kind: NoticeKind, ticket: &Ticket) -> bool {
        self.route(kind, ticket, None).is_some()
    }

    fn of_ticket(&self, ticket: &Ticket, reason: Option<&str>, key: &str) -> String {
        let person = &ticket.person;
        match key {
            "ten" => person.name.clone().unwrap_or_default(),
            "ma" => person.code.clone().unwrap_or_default(),
            "thu_tuc" => self.procedure_name(person.procedure.as_deref()),
            "thoi_gian" => ticket.time().map(words::moment).unwrap_or_default(),
            "ly_do" => reason.unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }

    fn of_dossier(&self, dossier: &Dossier, kind: NoticeKind, key: &str) -> String {
        let person = &dossier.person;
        let said = |what| dossier.last(what).and_then(|step| step.words.clone());
        match key {
            "ten" => person.name.clone().unwrap_or_default(),
            "ma" => dossier.code().unwrap_or_default().to_owned(),
            "thu_tuc" => self.procedure_name(person.procedure.as_deref()),
            "hen_tra" => dossier.due.map(date).unwrap_or_default(),
            "ly_do" if kind == NoticeKind::DossierPapers => {
                said(EventKind::AskSupplement).unwrap_or_else(|| words::ASK_AT_DESK.to_owned())
            }
            "ly_do" => said(EventKind::Apologise).unwrap_or_else(|| words::NOT_DONE.to_owned()),
            _ => String::new(),
        }
    }

    fn procedure_name(&self, id: Option<&str>) -> String {
        let known = id.and_then(|id| self.catalogue.get(id));
        known.map_or_else(|| id.unwrap_or_default().to_owned(), |p| p.name.clone())
    }
}

/// The next template message to send, with what stands in it. Those that cannot go by Zalo are sent another way, those
/// that are worth nothing any more are dropped. `closed`: none goes out now.
///
/// # Errors
/// When the store cannot be read or written.
pub fn next_by_zalo(
    live: &mut Live,
    closed: Option<Closed>,
) -> Result<Option<(Notice, Filled)>, LiveError> {
    let wall = live.wall();
    let mut due = live.store().new_notices(Route::Zalo)?;
    due.retain(|n| n.not_before <= wall);
    due.sort_by_key(|n| (n.kind.map_or(u8::MAX, NoticeKind::rank), n.id));
    let closed = match closed {
        Some(closed) => Some(closed),
        None => resting(live)?.map(Closed::Until),
    };
    for notice in due {
        if is_stale(&notice, live.store())? {
            live.write(|step| step.end_notice(notice.id, NoticeState::Dropped, "stale"))?;
            continue;
        }
        let is_late = notice.worthless_after.is_some_and(|t| t < wall);
        let is_known_not = live.store().is_not_on_zalo(&notice.phone, wall)?;
        let waits = |until| can_wait(live, &notice, until);
        match closed {
            _ if is_late => fall_back(live, &notice, "late")?,
            _ if is_known_not => fall_back(live, &notice, "not-on-zalo")?,
            Some(Closed::Down) if wall - notice.not_before < PATIENCE => {}
            Some(Closed::Down | Closed::CutOff) => fall_back(live, &notice, "no-internet")?,
            Some(Closed::Until(until)) if waits(until) => {
                live.write(|step| step.postpone_notice(notice.id, until))?;
            }
            Some(Closed::Until(_)) => fall_back(live, &notice, "zalo-closed")?,
            None => match filled(&notice) {
                Some(filled) => return Ok(Some((notice, filled))),
                None => fall_back(live, &notice, "zalo-closed")?,
            },
        }
    }
    Ok(None)
}

fn filled(notice: &Notice) -> Option<Filled> {
    serde_json::from_str(notice.form.as_deref()?).ok()
}

/// Until when template messages rest by themselves: over night, and when the day's money is spent.
fn resting(live: &Live) -> Result<Option<i64>, StoreError> {
    let wall = live.wall();
    let time = Minute::from_chrono(local(wall)).time();
    let rests = !hours::ZALO.hold(time) || zalo_money_is_spent(live)?;
    Ok(rests.then(|| next_morning(wall)))
}

/// Whether the day's money for template messages is used up.
///
/// # Errors
/// When the store cannot be read.
pub fn zalo_money_is_spent(live: &Live) -> Result<bool, StoreError> {
    let Some(rules) = &live.post().zalo else {
        return Ok(false);
    };
    let (_, spent) = live.store().sent_by_zalo_since(midnight(live.wall()))?;
    Ok(spent.saturating_add(rules.price) > rules.daily_limit)
}

/// When the night is over, seen from a moment of the wall clock.
pub fn next_morning(wall: i64) -> i64 {
    let morning = midnight(wall) + i64::from(hours::ZALO.from.0) * MINUTE;
    match morning > wall {
        true => morning,
        false => morning + DAY,
    }
}

/// Whether a notice may wait so long for Zalo: not what changes somebody's way, nor what is of today.
pub fn can_wait(live: &Live, notice: &Notice, until: i64) -> bool {
    let ends = notice.worthless_after.unwrap_or(i64::MAX);
    match notice.dossier {
        Some(_) => until < ends.min(notice.made + DOSSIER_WAITS),
        None => until < ends && !matters(live, notice),
    }
}

/// Whether it must arrive in time: a booking of today, one that was moved or cancelled, what else must be called out.
fn matters(live: &Live, notice: &Notice) -> bool {
    let today = live.office().now().day();
    let ticket = notice.ticket.map(TicketId);
    let time = ticket.and_then(|id| live.office().ticket(id)?.time());
    notice.kind.is_some_and(NoticeKind::must_reach) || time.is_some_and(|t| t.day() == today)
}

/// Zalo is out of the question for a notice: it is sent by the modem, or to be called, or ends.
///
/// # Errors
/// When the store cannot be written.
pub fn fall_back(live: &mut Live, notice: &Notice, cause: &str) -> Result<(), LiveError> {
    let wall = live.wall();
    let to = instead(live, notice);
    live.write(|step| {
        let to = one_call(step, notice, to)?;
        step.take_from_zalo(notice.id, to, cause, wall)
    })
}

fn instead(live: &Live, notice: &Notice) -> NoticeState {
    let is_late = notice.worthless_after.is_some_and(|t| t < live.wall());
    let phone = Phone::raw(&notice.phone);
    let must_reach = notice.kind.is_some_and(NoticeKind::must_reach);
    match live.post().has_modem && phone.is_mobile() && !is_late {
        true => NoticeState::New,
        false if must_reach && is_number(&phone) => NoticeState::Call,
        false => NoticeState::Dropped,
    }
}

/// Who asked for a message and a call has the call already.
fn one_call(
    step: &Transaction<'_>,
    notice: &Notice,
    to: NoticeState,
) -> Result<NoticeState, StoreError> {
    Ok(match to == NoticeState::Call && step.has_call(notice)? {
        true => NoticeState::Dropped,
        false => to,
    })
}

/// Nobody knows whether Zalo has a notice.
///
/// # Errors
/// When the store cannot be written.
pub fn unclear(live: &Live, id: i64, cause: &str) -> Result<(), StoreError> {
    let look = live.wall() + UNCLEAR_LASTS;
    live.store().unclear_at_zalo(id, cause, look)
}

/// Whether a notice that has ended may stand on the citizen's phone all the same.
pub(super) fn may_have_gone_by_zalo(notice: &Notice) -> bool {
    matches!(notice.cause.as_deref(), Some(UNCLEAR | FOLLOWED))
}

/// What may have been sent by Zalo, and matters, is said another way when it has had its time: never by Zalo again.
///
/// # Errors
/// When the store cannot be read or written.
pub fn follow_unclear(live: &mut Live) -> Result<(), LiveError> {
    let wall = live.wall();
    for notice in live.store().unclear_notices(wall)? {
        let is_needed = matters(live, &notice) && !is_stale(&notice, live.store())?;
        let to = match is_needed {
            true => instead(live, &notice),
            false => NoticeState::Dropped,
        };
        let text = said_again(live, &notice);
        live.write(|step| {
            let to = one_call(step, &notice, to)?;
            if to != NoticeState::Dropped {
                step.put_notice(&Notice {
                    text,
                    state: to,
                    not_before: wall,
                    route: Route::Sms,
                    form: None,
                    ..notice.clone()
                })?;
            }
            let cause = match to {
                NoticeState::Dropped => UNCLEAR,
                _ => FOLLOWED,
            };
            step.end_notice(notice.id, NoticeState::Dropped, cause)
                .map(drop)
        })?;
    }
    Ok(())
}

/// What a notice says, for who may have it already, as it is true now.
fn said_again(live: &Live, notice: &Notice) -> String {
    let (post, office) = (live.post().again(), live.office());
    let ticket = notice.ticket.and_then(|id| office.ticket(TicketId(id)));
    let dossier = notice.dossier.map(DossierId);
    let dossier = dossier.and_then(|id| office.dossiers().get(id));
    match (notice.kind, ticket, dossier) {
        (Some(kind), Some(ticket), _) => post.words(kind, office, ticket, None),
        (Some(kind), None, Some(dossier)) => post.words_of_dossier(kind, dossier),
        _ => notice.text.clone(),
    }
}

/// A picture, a voice or the like from who wrote on Zalo: one line a day says that only text is read.
///
/// # Errors
/// When the store cannot be read or written.
pub fn take_wordless(
    live: &mut Live,
    key: Vec<u8>,
    route: Route,
    phone: &Phone,
) -> Result<(), LiveError> {
    if live.store().knows_message(&key)? {
        return Ok(());
    }
    let wall = live.wall();
    live.write(|step| {
        let message = Message {
            key,
            sender: phone.as_str().to_owned(),
            received: wall,
            state: MessageState::Silent,
            ..Message::default()
        };
        let id = step.put_message(&message)?;
        if !step.was_told_so(phone.as_str(), ONLY_TEXT, wall - DAY)? {
            step.put_notice(&Notice {
                answers: Some(id),
                phone: phone.as_str().to_owned(),
                kind: Some(NoticeKind::Answer),
                text: ONLY_TEXT.to_owned(),
                made: wall,
                not_before: wall,
                worthless_after: Some(wall + DAY),
                route,
                ..Notice::default()
            })?;
        }
        Ok(())
    })
}
