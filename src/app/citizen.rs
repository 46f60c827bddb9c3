//! What citizens do by themselves on the web: book, look up, cancel, move, say that they are here,
//! take a number. Each is one transaction, in which the door may keep rows of its own. What is only looked up is as the last
//! [`Live::sync`] left it: the door calls that once for each request.

use super::Actor;
use super::live::{Live, LiveError, random};
use super::wire::{logged, number_text};
use super::written::Written;
use crate::domain::event::{Event, EventKind, Output, Reason, When, Wish};
use crate::domain::rules::FieldIx;
use crate::domain::text::Code;
use crate::domain::ticket::{Number, Person, State, Ticket, TicketId};
use crate::domain::time::Minute;
use crate::store::{Secrets, StoreError};

/// So often may a booking be moved on the page.
const MOST_MOVES: usize = 3;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// As wished: the ticket as it is now.
    Done(Box<Ticket>),
    /// The phone has this open booking in the field already. Whoever asks may not be the one who made it.
    Already(Box<Ticket>),
    /// Refused.
    Refused(Reason),
    /// Moved so often already that the desk should do it: each move takes a number that is never used again.
    MovedOften,
}

/// What else is written in the transaction of an event; see [`Live::submit_with`].
pub trait Extra: FnOnce(&Written<'_>) -> Result<(), StoreError> {}
impl<F: FnOnce(&Written<'_>) -> Result<(), StoreError>> Extra for F {}

/// Books.
///
/// # Errors
/// See [`Live::submit`]: then nothing has happened.
pub fn book(
    live: &mut Live,
    field: FieldIx,
    wish: Wish,
    person: Person,
    extra: impl Extra,
) -> Result<Outcome, LiveError> {
    let event = Event::Book {
        field,
        when: When::Wish(wish),
        to_confirm: false,
        person,
    };
    act(live, event, extra)
}

/// Asks, without holding a slot: who does not show to be here, or comes while the form takes no more.
///
/// # Errors
/// See [`Live::submit`]: then nothing has happened.
pub fn ask(
    live: &mut Live,
    field: FieldIx,
    wish: Wish,
    person: Person,
    extra: impl Extra,
) -> Result<Outcome, LiveError> {
    let event = Event::Ask {
        field,
        wish,
        person,
    };
    act(live, event, extra)
}

/// Takes a number for right now: one open number for each phone.
///
/// # Errors
/// See [`Live::submit`].
pub fn take_number(
    live: &mut Live,
    field: FieldIx,
    person: Person,
    extra: impl Extra,
) -> Result<Outcome, LiveError> {
    let event = Event::Walkin {
        field,
        priority: false,
        person,
    };
    act(live, event, extra)
}

/// Takes a ticket back.
///
/// # Errors
/// See [`Live::submit`].
pub fn cancel(live: &mut Live, number: Number, extra: impl Extra) -> Result<Outcome, LiveError> {
    let (number, date) = number.named();
    act(live, Event::Cancel { number, date }, extra)
}

/// Gives a booking another time.
///
/// # Errors
/// See [`Live::submit`].
pub fn move_to(
    live: &mut Live,
    number: Number,
    wish: Wish,
    extra: impl Extra,
) -> Result<Outcome, LiveError> {
    let mut moves = 0;
    let mut at = live.office().by_number(number).and_then(|t| t.origin);
    while let Some(id) = at.filter(|_| moves < MOST_MOVES) {
        moves += 1;
        let before = live.store().ticket(id, live.office().rules())?;
        at = before.and_then(|t| t.origin);
    }
    if moves >= MOST_MOVES {
        return Ok(Outcome::MovedOften);
    }
    let (number, date) = number.named();
    act(live, Event::Move { number, date, wish }, extra)
}

/// Agrees to the time that the office proposes or offers.
///
/// # Errors
/// See [`Live::submit`].
pub fn accept(live: &mut Live, number: Number, extra: impl Extra) -> Result<Outcome, LiveError> {
    let (number, date) = number.named();
    act(live, Event::Accept { number, date }, extra)
}

/// An earlier time is wished if one is freed, or no longer. Who has said so already says nothing new.
///
/// # Errors
/// See [`Live::submit`].
pub fn seek_earlier(
    live: &mut Live,
    number: Number,
    seek: bool,
    extra: impl Extra,
) -> Result<Outcome, LiveError> {
    let known = live.office().by_number(number);
    if let Some(own) = known.filter(|t| t.earlier.is_some() == seek) {
        return Ok(Outcome::Already(Box::new(own.clone())));
    }
    let (number, date) = number.named();
    act(live, Event::SeekEarlier { number, date, seek }, extra)
}

/// The citizen is here; only on the booking's day. Who has said so already says nothing new, and the log does not grow by it.
///
/// # Errors
/// See [`Live::submit`].
pub fn check_in(live: &mut Live, number: Number, extra: impl Extra) -> Result<Outcome, LiveError> {
    let event = Event::Arrive {
        number: number.into(),
    };
    if number.day != Minute::from_chrono(live.now()).day() {
        return Ok(Outcome::Refused(Reason::UnknownNumber));
    }
    let known = live.office().by_number(number);
    if let Some(own) = known.filter(|t| t.state == State::Booked && t.present) {
        return Ok(Outcome::Already(Box::new(own.clone())));
    }
    act(live, event, extra)
}

/// The ticket that bears a code: of several (moved, transferred) the open one, else the last.
///
/// # Errors
/// When the database cannot be read.
pub fn find(live: &Live, code: &Code) -> Result<Option<Ticket>, LiveError> {
    Ok(live
        .store()
        .ticket_of_code(code.as_str(), live.office().rules())?)
}

/// The ticket that a form made when it was sent before.
///
/// # Errors
/// When the database cannot be read.
pub fn of_form(live: &Live, nonce: &[u8]) -> Result<Option<Ticket>, LiveError> {
    let Some(id) = live.store().ticket_of_form(nonce)? else {
        return Ok(None);
    };
    Ok(live.store().ticket(id, live.office().rules())?)
}

/// How a ticket came to stand as it does.
#[derive(Clone, Debug, PartialEq)]
pub struct LastChange {
    /// By what.
    pub kind: EventKind,
    /// When.
    pub at: Minute,
    /// By the citizen, or somebody who had the link or the phone; by the office; `None` where the log does not say.
    pub by_citizen: Option<bool>,
    /// What the official said about it.
    pub reason: Option<String>,
}

/// How a ticket came to stand as it does, if the log still says so.
///
/// # Errors
/// When the database cannot be read.
pub fn last_change(live: &Live, ticket: &Ticket) -> Result<Option<LastChange>, LiveError> {
    let body = live.store().body(ticket.stamp)?;
    let envelope = body.and_then(|body| logged(live.office().rules(), &body));
    Ok(envelope.map(|envelope| {
        let closes = envelope.event.kind() == EventKind::CloseSession;
        let by_office = closes || envelope.desk.is_some() || envelope.actor.is_some();
        LastChange {
            kind: envelope.event.kind(),
            at: envelope.at.unwrap_or(ticket.made),
            by_citizen: (by_office || envelope.citizen).then_some(envelope.citizen),
            reason: match envelope.event {
                Event::Decline { reason, .. } => reason,
                _ => None,
            },
        }
    }))
}

/// When a booking was checked in at the counter, and that was taken back since.
///
/// # Errors
/// When the database cannot be read.
pub fn undone_check_in(live: &Live, ticket: &Ticket) -> Result<Option<Minute>, LiveError> {
    if ticket.state != State::Booked
        || ticket.present
        || ticket.number.day != live.office().now().day()
    {
        return Ok(None);
    }
    let number = number_text(live.office().rules(), ticket.number);
    Ok(live.store().arrival_after(&number, ticket.stamp)?)
}

/// Keeps the nonces of a form with the ticket that it makes, so that the same form sent again gives the same ticket; and,
/// for a while, where it came from.
pub fn keeping_form(nonces: Vec<[u8; 16]>, source: Option<[u8; 16]>) -> impl Extra {
    move |written: &Written<'_>| {
        let Some(id) = made(written) else {
            return Ok(());
        };
        let now = written.office.now();
        if let Some(source) = source {
            written.tx.keep_source(id, &source, now)?;
        }
        let keep = |nonce| written.tx.keep_form(nonce, id, now);
        nonces.iter().try_for_each(|nonce| keep(nonce))
    }
}

/// A secret for marks that only this office can make; made when it is first needed, and new after a restore.
///
/// # Errors
/// When its file cannot be read or written, or the system gives no random numbers.
pub fn secret(live: &mut Live) -> Result<String, LiveError> {
    let database = live.store().path().to_owned();
    let mut secrets = Secrets::read(&database)?;
    if let Some(secret) = secrets.links {
        return Ok(secret);
    }
    // Version 0.1.0 kept it where every backup has it. Links that were given out still open.
    let kept = live.write(|tx| tx.take_meta("citizen_secret"))?;
    let secret = match kept {
        Some(secret) => secret,
        None => {
            let bytes = random::<32>()?;
            bytes.iter().map(|b| format!("{b:02x}")).collect()
        }
    };
    secrets.links = Some(secret.clone());
    secrets.write(&database)?;
    Ok(secret)
}

fn act(live: &mut Live, event: Event, extra: impl Extra) -> Result<Outcome, LiveError> {
    let post = live.post().clone();
    let extra = |written: &Written<'_>| {
        extra(written)?;
        post.tell_of_page(written)
    };
    let answer = live.submit_with(Actor::Citizen, event, extra)?;
    let office = live.office();
    let ticket = |number| office.by_number(number).cloned().map(Box::new);
    // Time passes with the event: calls and expiries of others come before its own answer.
    let own = answer.outputs.iter().rev().find_map(|t| match t.output {
        Output::Rejected(reason) => Some(Outcome::Refused(reason)),
        Output::Already { number, .. } => ticket(number).map(Outcome::Already),
        _ => t.output.answered().and_then(ticket).map(Outcome::Done),
    });
    Ok(own.unwrap_or(Outcome::Refused(Reason::UnknownNumber)))
}

fn made(written: &Written<'_>) -> Option<TicketId> {
    let mut newest_first = written.outputs.iter().rev();
    let number = newest_first.find_map(|t| t.output.given())?;
    written.office.by_number(number).map(|t| t.id)
}
