//! What the screens show of messages in and out, and what officials do with them by hand.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use super::before::reading_of;
use super::{NoticeKind, is_number, is_stale};
use crate::app::Actor;
use crate::app::clock::local;
use crate::app::live::{Answer, Live, LiveError};
use crate::app::written::Written;
use crate::domain::dossier::DossierId;
use crate::domain::event::{Event, Timed};
pub use crate::domain::notice::{MessageState, NoticeState, Route};
use crate::domain::office::Office;
use crate::domain::sms::{Doubt, Intent, Part, Reading, Vocabulary, understand};
use crate::domain::text::{Phone, clean};
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;
use crate::store::{Message, Notice, StoreError};

pub use super::spoken::Spoken;
pub use super::zalo::ByZalo;
pub use crate::store::OpenLetters;

/// So many of the newest are shown, and so many of those that need a hand.
const MOST: u32 = 200;

/// Messages in and out, and what they cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    /// How many need a hand.
    pub open: OpenLetters,
    /// Whether an official holds all sending.
    pub held: bool,
    /// Whether the office has a modem.
    pub has_modem: bool,
    /// Whether anything goes by Zalo.
    pub has_zalo: bool,
    /// By which of Zalo's doors who wrote there can be answered.
    pub chats: Vec<Route>,
    /// All that is shown only while somebody looks at it.
    pub page: Option<LettersPage>,
}

/// What the page of messages shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LettersPage {
    /// Those that need a hand, then the others; each newest first.
    pub list: Vec<Letter>,
    /// Messages sent today, each as often as it is charged.
    pub sent_today: u32,
    /// Likewise this month.
    pub sent_this_month: u32,
    /// What a day's messages may cost, in đồng.
    pub daily_limit: u32,
    /// What one costs, in đồng (S3.3).
    pub price: u32,
    /// What went by Zalo; `None` where the office has no account there.
    pub by_zalo: Option<ByZalo>,
}

/// Which message or notice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LetterId {
    /// A message that came in.
    In(i64),
    /// A notice.
    Out(i64),
}

/// A message that came in, or something that a citizen is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Which.
    pub id: LetterId,
    /// When it came in or was made, by the wall clock.
    pub at: NaiveDateTime,
    /// From or to whom; empty where nothing of it is kept.
    pub phone: Phone,
    /// What it says.
    pub text: String,
    /// The ticket that it is about.
    pub ticket: Option<TicketId>,
    /// The rest.
    pub body: Body,
}

/// What is particular to messages and to notices.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// It came in.
    In(Came),
    /// It goes out.
    Out(Told),
}

/// A message that came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Came {
    /// What became of it.
    pub state: MessageState,
    /// Which part of a long message, and of how many, while others are missing.
    pub part: Option<(u32, u32)>,
    /// What it was understood as.
    pub reading: Option<Box<Reading>>,
}

/// Something that a citizen is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What about.
    pub kind: Option<NoticeKind>,
    /// How far it is.
    pub state: NoticeState,
    /// Why it did not go out.
    pub cause: Option<Cause>,
    /// How often it was tried in vain.
    pub tries: u32,
    /// It is not sent earlier.
    pub not_before: NaiveDateTime,
    /// When it was sent.
    pub sent: Option<NaiveDateTime>,
    /// The message that it answers.
    pub answers: Option<i64>,
    /// By which way.
    pub route: Route,
    /// What a template message cost, in đồng.
    pub cost: u32,
    /// Who answered in own words: an official's id, or a counter's.
    pub by: Option<String>,
    /// The dossier that it is about.
    pub dossier: Option<DossierId>,
    /// What is to be known for saying it in a call.
    pub spoken: Spoken,
}

/// Why a notice did not go out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The host died just then.
    Crash,
    /// The modem fell silent just then.
    NoAnswer,
    /// It would have come too late to be of use.
    Late,
    /// What it says is no longer so: it does not go out any more.
    Stale,
    /// The network gave it back.
    NotDelivered,
    /// Zalo does not reach this phone.
    NotOnZalo,
    /// Zalo took no messages then: the night, a quota, no money.
    ZaloClosed,
    /// There was no way to Zalo.
    NoInternet,
    /// Nobody knows whether Zalo has it; it need not be told another way.
    Unclear,
    /// Nobody knows whether Zalo has it: it was told another way too.
    Followed,
    /// What the modem says, in words.
    Said(String),
}

/// The store's own value that holds all sending while it is `yes`.
const HOLD: &str = "hold-sending";

impl Letters {
    /// Reads how many need a hand, and, for the page of messages, everything.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(live: &mut Live, for_page: bool) -> Result<Self, StoreError> {
        let page = match for_page {
            true => Some(LettersPage::read(live)?),
            false => None,
        };
        Ok(Self {
            open: live.store().open_letters()?,
            held: is_held(live)?,
            has_modem: live.post().has_modem,
            has_zalo: live.post().zalo.is_some(),
            chats: live.post().chats(),
            page,
        })
    }

    /// The letters of the page; none while it is not shown.
    pub fn list(&self) -> &[Letter] {
        self.page.as_ref().map_or(&[], |page| &page.list)
    }

    /// One of them.
    pub fn get(&self, id: LetterId) -> Option<&Letter> {
        self.list().iter().find(|letter| letter.id == id)
    }
}

impl LettersPage {
    fn read(live: &mut Live) -> Result<Self, StoreError> {
        let (now, wall) = (live.now(), live.wall());
        let midnight = now.date().and_time(NaiveTime::MIN);
        let since = |from: NaiveDateTime| wall - (now - from).num_milliseconds();
        let month = midnight.with_day(1).unwrap_or(midnight);
        let store = live.store();
        let mut list: Vec<Letter> = store.messages(MOST)?.into_iter().map(came).collect();
        for notice in store.notices(MOST)? {
            let spoken = Spoken::of(live, &notice)?;
            // Its turn has not come yet: then it will be passed over.
            let is_stale = notice.state == NoticeState::New && is_stale(&notice, live.store())?;
            let mut letter = told(notice);
            if let Body::Out(told) = &mut letter.body {
                told.spoken = spoken;
                if is_stale {
                    told.cause = Some(Cause::Stale);
                }
            }
            list.push(letter);
        }
        list.sort_by_key(|l| (!l.needs_hand(), std::cmp::Reverse((l.at, l.id))));
        let by_zalo = match live.post().zalo {
            Some(_) => {
                let (this_month, cost) = store.sent_by_zalo_since(since(month))?;
                Some(ByZalo {
                    today: store.sent_by_zalo_since(since(midnight))?.0,
                    this_month,
                    cost,
                })
            }
            None => None,
        };
        Ok(Self {
            list,
            by_zalo,
            sent_today: store.sent_since(since(midnight))?,
            sent_this_month: store.sent_since(since(month))?,
            daily_limit: live.post().rules.daily_limit,
            price: live.post().rules.price,
        })
    }
}

impl Letter {
    /// Whether an official should do something about it.
    pub fn needs_hand(&self) -> bool {
        match &self.body {
            Body::In(came) => came.state == MessageState::Open,
            Body::Out(told) => matches!(
                told.state,
                NoticeState::Call | NoticeState::Unknown | NoticeState::Failed
            ),
        }
    }

    /// Whether there is a number that can be called, or a message sent to.
    pub fn has_number(&self) -> bool {
        is_number(&self.phone)
    }

    /// What came in.
    pub fn came(&self) -> Option<&Came> {
        match &self.body {
            Body::In(came) => Some(came),
            Body::Out(_) => None,
        }
    }

    /// What goes out.
    pub fn told(&self) -> Option<&Told> {
        match &self.body {
            Body::In(_) => None,
            Body::Out(told) => Some(told),
        }
    }
}

impl Came {
    /// What the sender seems to want: also where it is only a guess, which nothing was done upon.
    pub fn wish(&self) -> Option<&Reading> {
        self.reading.as_deref().map(wish_of)
    }
}

/// What a message says for a booking where it was not understood as one: for an official to see and mend, never to act
/// upon. Of a name only one that is written as names are.
pub fn as_booking(letter: &Letter, vocabulary: &Vocabulary) -> Reading {
    let asked = format!("DK {}", letter.text);
    let mut reading = understand(&asked, Minute::from_chrono(letter.at), vocabulary);
    let is_name = |name: &mut String| name.split(' ').all(|w| w.starts_with(char::is_uppercase));
    reading.name = reading.name.take_if(is_name);
    reading
}

/// What a message asks for, or seems to.
fn wish_of(reading: &Reading) -> &Reading {
    match (&reading.meant, reading.intent) {
        (Some(meant), Intent::Unknown) => meant,
        _ => reading,
    }
}

fn wish_of_mut(reading: &mut Reading) -> &mut Reading {
    match reading.intent == Intent::Unknown && reading.meant.is_some() {
        true => reading.meant.get_or_insert_default(),
        false => reading,
    }
}

pub(super) fn came(m: Message) -> Letter {
    let reading = reading_of(&m).map(Box::new);
    // A long message that is complete bears its last part's number, and was read.
    let part = m.part.filter(|_| m.reading.is_none());
    Letter {
        id: LetterId::In(m.id),
        at: local(m.received),
        phone: Phone::of(&m.sender),
        text: clean(&m.text),
        ticket: m.ticket.map(TicketId),
        body: Body::In(Came {
            state: m.state,
            part,
            reading,
        }),
    }
}

pub(super) fn told(n: Notice) -> Letter {
    let cause = n.cause.map(|cause| match cause.as_str() {
        "crash" => Cause::Crash,
        "no-answer" => Cause::NoAnswer,
        "late" => Cause::Late,
        "stale" => Cause::Stale,
        "not-delivered" => Cause::NotDelivered,
        "not-on-zalo" => Cause::NotOnZalo,
        "zalo-closed" => Cause::ZaloClosed,
        "no-internet" => Cause::NoInternet,
        "unclear" => Cause::Unclear,
        "followed" => Cause::Followed,
        said => Cause::Said(clean(said)),
    });
    Letter {
        id: LetterId::Out(n.id),
        at: local(n.made),
        phone: Phone::of(&n.phone),
        text: clean(&n.text),
        ticket: n.ticket.map(TicketId),
        body: Body::Out(Told {
            kind: n.kind,
            state: n.state,
            cause,
            tries: n.tries,
            not_before: local(n.not_before),
            sent: n.sent.map(local),
            answers: n.answers,
            route: n.route,
            cost: n.cost,
            by: n.by,
            dossier: n.dossier.map(DossierId),
            spoken: Spoken::default(),
        }),
    }
}

/// The newest message that an official should look at.
///
/// # Errors
/// When the store cannot be read.
pub fn newest_open(live: &Live, open: &OpenLetters) -> Result<Option<Letter>, StoreError> {
    match open.newest {
        Some(id) => Ok(live.store().message(id)?.map(came)),
        None => Ok(None),
    }
}

/// Whether an official holds all sending.
///
/// # Errors
/// When the store cannot be read.
pub fn is_held(live: &Live) -> Result<bool, StoreError> {
    Ok(live.store().meta(HOLD)?.as_deref() == Some("yes"))
}

/// Holds all sending, or lets it go on.
///
/// # Errors
/// When the store cannot be written.
pub fn hold(live: &mut Live, held: bool) -> Result<(), LiveError> {
    live.write(|step| step.set_meta(HOLD, if held { "yes" } else { "no" }))
}

/// A notice that did not go out, or did, is sent (again). Answers whether it could be.
///
/// # Errors
/// When the store cannot be written.
pub fn send_again(live: &mut Live, id: i64) -> Result<bool, LiveError> {
    let wall = live.wall();
    live.write(|step| match step.notice(id)?.map(|n| n.state) {
        Some(NoticeState::Failed | NoticeState::Unknown | NoticeState::Dropped) => {
            step.renew_notice(id, wall)
        }
        Some(NoticeState::Sent | NoticeState::Delivered) => {
            step.repeat_notice(id, wall).map(|()| true)
        }
        _ => Ok(false),
    })
}

/// An official made the call, or gives a notice up. Answers the notice as it is then, while it was still open.
///
/// # Errors
/// When the store cannot be written.
pub fn settle_notice(live: &mut Live, id: i64) -> Result<Option<Letter>, LiveError> {
    live.write(|step| {
        for to in [NoticeState::Called, NoticeState::Dropped] {
            if step.turn_notice(id, to)? {
                return Ok(step.notice(id)?.map(told));
            }
        }
        Ok(None)
    })
}

/// An official has looked at a message; answers it, where it is still there.
///
/// # Errors
/// When the store cannot be read or written.
pub fn settle_message(live: &mut Live, id: i64) -> Result<Option<Letter>, LiveError> {
    live.write(|step| step.settle_message(id, MessageState::Settled, None, None))?;
    Ok(live.store().message(id)?.map(came))
}

/// An official books what a message asks for: the booking, the word to the citizen and the message's end are one
/// transaction. When the booking is refused, the message stays as it is.
///
/// # Errors
/// See [`Live::submit`].
pub fn book(
    live: &mut Live,
    by: Actor<'_>,
    event: Event,
    message: i64,
) -> Result<Answer, LiveError> {
    let settle = |written: &Written<'_>| match booked(written.office, written.outputs) {
        Some(ticket) => {
            written
                .tx
                .settle_message(message, MessageState::Settled, written.seq, Some(ticket.0))
        }
        None => Ok(()),
    };
    let answer = live.submit_with(by, event, settle)?;
    if answer.seq.is_none() {
        live.ring();
    }
    Ok(answer)
}

/// The booking that stands by these answers, whether it was made or stood already.
pub fn booked(office: &Office, outputs: &[Timed]) -> Option<TicketId> {
    let number = outputs.iter().find_map(|t| t.output.answered())?;
    Some(office.by_number(number)?.id)
}

/// An official says which procedure a message is about, whose word for it the catalogue has learned: it is read again.
///
/// # Errors
/// When the store cannot be read or written.
pub fn read_again(live: &mut Live, id: i64, procedure: &str) -> Result<(), LiveError> {
    let Some(message) = live.store().message(id)? else {
        return Ok(());
    };
    let now = Minute::from_chrono(local(message.received));
    let mut reading = understand(&message.text, now, &live.post().vocabulary);
    // Words of time counted from when it was written, which only the first reading knew.
    let before = reading_of(&message);
    if let Some(first) = before.as_ref().map(wish_of) {
        wish_of_mut(&mut reading).date = first.date;
    }
    let is_about = |reading: &Reading| reading.procedure.as_deref() == Some(procedure);
    if !is_about(&reading) && !reading.meant.as_deref().is_some_and(is_about) {
        // Whatever else is in its way, an official has said it.
        reading = before.unwrap_or_default();
        let wish = wish_of_mut(&mut reading);
        wish.procedure = Some(procedure.to_owned());
        wish.missing.retain(|part| *part != Part::Procedure);
        wish.doubts
            .retain(|doubt| !matches!(doubt, Doubt::TwoProcedures(..)));
    }
    let Ok(json) = serde_json::to_string(&reading) else {
        return Ok(());
    };
    live.write(|step| step.correct_reading(id, &json))
}
