//! Letters: text messages that citizens send (`inbox`), and what they are told (`tell`, `due`) by message or, where that
//! cannot be, by a call that an official makes. `letters` is what the screens show of both, `by_hand` what an official
//! answers.
//!
//! What citizens are told is written in the transaction of the event that makes it true; sending it is the host's work.

mod before;
pub mod by_hand;
mod dossiers;
mod due;
mod inbox;
mod late;
pub mod letters;
mod limits;
mod parts;
mod rated;
mod readdress;
mod reading;
mod spoken;
mod talk;
mod tell;
mod trial;
mod words;
pub mod zalo;

pub use due::put_due;
pub use inbox::{Incoming, Received, WrittenAt, receive};
pub use late::{call_instead, drop_worthless, is_stale, money_is_spent};
pub use parts::show_incomplete;
pub use tell::Undone;
pub use trial::Trial;
pub use zalo::ZaloRules;

use std::sync::Arc;

use crate::domain::catalogue::Catalogue;
use crate::domain::event::Event;
pub use crate::domain::notice::NoticeKind;
use crate::domain::notice::{NoticeState, Route};
use crate::domain::office::Office;
use crate::domain::sms::{Answers, SmsRules, Vocabulary};
use crate::domain::text::Phone;
use crate::domain::ticket::{Contact, Person, Ticket};
use crate::domain::time::{Day, Minute};
use crate::store::Notice;

use super::Actor;
use super::written::Written;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Answers are worth nothing after so long.
const ANSWER_LASTS: i64 = 12 * HOUR;
/// "Your turn is near" is worth nothing after so long.
const NEAR_LASTS: i64 = 30 * MINUTE;
/// What must be told is called out by an official when the modem has not worked for so long.
pub const CALL_INSTEAD: i64 = 30 * MINUTE;

/// How citizens are told what concerns them.
#[derive(Clone, Debug, Default)]
pub struct Post {
    /// Whether there is a modem: without it, what must be told becomes a call.
    pub has_modem: bool,
    /// The office's settings for messages.
    pub rules: SmsRules,
    /// The office's words.
    pub answers: Answers,
    /// Whether ratings are taken (S5).
    pub takes_ratings: bool,
    /// Whether each number that is given at a counter is printed.
    pub prints_numbers: bool,
    /// Whether slips can be printed at all.
    pub has_printer: bool,
    /// What goes by Zalo; `None`: nothing.
    pub zalo: Option<ZaloRules>,
    /// Whether the office has a bot that citizens write to.
    pub has_chat: bool,
    /// Whether what citizens write to the office's account at Zalo comes here.
    pub has_account_chat: bool,
    /// Whether an official confirms each booking (S1.4), by whichever door it comes.
    confirm: bool,
    /// The procedures as they are now.
    catalogue: Arc<Catalogue>,
    /// The words for them.
    vocabulary: Arc<Vocabulary>,
}

impl Post {
    /// `has_modem`: whether messages can be sent; `confirm`: whether an official confirms each booking.
    pub fn new(
        has_modem: bool,
        rules: SmsRules,
        answers: Answers,
        confirm: bool,
        catalogue: Arc<Catalogue>,
    ) -> Self {
        Self {
            has_modem,
            rules,
            answers,
            takes_ratings: false,
            prints_numbers: false,
            has_printer: false,
            zalo: None,
            has_chat: false,
            has_account_chat: false,
            confirm,
            vocabulary: Arc::new(Vocabulary::new(&catalogue)),
            catalogue,
        }
    }

    /// What an official books has been looked at; what a citizen books may have to be.
    pub(super) fn confirming(&self, event: Event, by: Actor<'_>, today: Day) -> Event {
        match by {
            Actor::Citizen => event.confirmed_where_needed(self.confirm, &self.catalogue, today),
            _ => event,
        }
    }

    /// Whether an official must look at a citizen's booking for this procedure (S1.4).
    pub fn is_request(&self, procedure: &str) -> bool {
        let procedure = self.catalogue.get(procedure);
        self.confirm || procedure.is_some_and(|p| p.on_request)
    }

    /// A dossier is received with the limit that its procedure has now.
    pub(super) fn completing(&self, mut event: Event) -> Event {
        if let Event::Receive { receipt, .. } = &mut event {
            let id = receipt.person.procedure.as_deref();
            let procedure = id.and_then(|id| self.catalogue.get(id));
            **receipt = std::mem::take(&mut **receipt).limited(procedure);
        }
        event
    }

    /// The same, for what may have been told already.
    fn again(&self) -> Self {
        Self {
            answers: self.answers.clone().again(),
            ..self.clone()
        }
    }

    /// The procedures in force.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// The words for them.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Other procedures are in force.
    pub fn set_catalogue(&mut self, catalogue: Arc<Catalogue>) {
        self.vocabulary = Arc::new(Vocabulary::new(&catalogue));
        self.catalogue = catalogue;
    }

    /// What is to be told to a ticket's holder, as it goes into the store: a message, a call, or both.
    fn notices(
        &self,
        written: &Written<'_>,
        kind: NoticeKind,
        ticket: &Ticket,
        text: String,
        reason: Option<&str>,
    ) -> Vec<Notice> {
        let Some(phone) = ticket.person.phone.as_ref().filter(|p| can_be_told(p)) else {
            return Vec::new();
        };
        let not_before = self.send_time(written.office.now(), written.wall);
        let notice = Notice {
            ticket: Some(ticket.id.0),
            not_before,
            worthless_after: self.worthless_after(written, kind, ticket, not_before),
            ..fresh(written, kind, phone, text)
        };
        by_all_ways(notice, self.route(kind, ticket, reason), &ticket.person)
    }

    /// Until when it is worth something to its reader.
    fn worthless_after(
        &self,
        written: &Written<'_>,
        kind: NoticeKind,
        ticket: &Ticket,
        not_before: i64,
    ) -> Option<i64> {
        match kind {
            NoticeKind::Near => Some(not_before + NEAR_LASTS),
            NoticeKind::EarlierOffered => {
                let until = ticket.offered().map(|offer| offer.until);
                until.map(|until| wall_of(written.office, written.wall, until))
            }
            // What did not come about, or no longer stands, is worth knowing also after its hour.
            NoticeKind::Answer
            | NoticeKind::Help
            | NoticeKind::Rated
            | NoticeKind::NotRated
            | NoticeKind::Cancelled
            | NoticeKind::CancelledByCitizen
            | NoticeKind::Declined
            | NoticeKind::Lapsed => Some(not_before + ANSWER_LASTS),
            _ => ticket
                .time()
                .map(|time| wall_of(written.office, written.wall, time)),
        }
    }

    /// When a message may go out that is made now: after the quiet time, if the office keeps one.
    fn send_time(&self, now: Minute, wall: i64) -> i64 {
        let time = now.time();
        match self.rules.quiet {
            Some(quiet) if quiet.hold(time) => {
                let wait = (quiet.to.0 - time.0).rem_euclid(24 * 60);
                wall + i64::from(wait) * 60_000
            }
            _ => wall,
        }
    }
}

/// The wall clock's milliseconds of a minute of the office.
fn wall_of(office: &Office, wall: i64, minute: Minute) -> i64 {
    wall + i64::from(minute.0 - office.now().0) * 60_000
}

/// A notice to a phone, about nothing yet.
fn fresh(written: &Written<'_>, kind: NoticeKind, phone: &Phone, text: String) -> Notice {
    Notice {
        seq: written.seq.unwrap_or(0),
        phone: phone.as_str().to_owned(),
        kind: Some(kind),
        text,
        made: written.wall,
        ..Notice::default()
    }
}

/// A message by the way that is open, and a call where there is none, or one is wished, too, and it must reach.
fn by_all_ways(
    notice: Notice,
    way: Option<(Route, Option<String>)>,
    person: &Person,
) -> Vec<Notice> {
    let calls = way.is_none() || person.contact == Contact::Both;
    let must_reach = notice.kind.is_some_and(NoticeKind::must_reach);
    let calls = calls && must_reach && person.phone.as_ref().is_some_and(is_number);
    let message = way.map(|(route, form)| Notice {
        route,
        form,
        state: NoticeState::New,
        ..notice.clone()
    });
    let call = calls.then_some(Notice {
        state: NoticeState::Call,
        ..notice
    });
    message.into_iter().chain(call).collect()
}

/// Whether its holder can be told anything: by a number, or as who wrote on Zalo.
fn can_be_told(phone: &Phone) -> bool {
    is_number(phone) || Route::of_chat(phone.as_str()).is_some()
}

/// Whether a message can be sent there: a number of a phone, not a short code or a name.
pub fn is_number(phone: &Phone) -> bool {
    let digits = phone.as_str().strip_prefix('+').unwrap_or(phone.as_str());
    digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_digit())
}
