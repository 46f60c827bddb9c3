//! A text message that came in: kept, understood, acted on and answered, all in one transaction, once. Of several commands in
//! one message each has a transaction of its own.

use super::before::Before;
use super::limits::{MOST_MISSES, MOST_OPEN, answers_left, is_beyond, is_loop, must_tell};
use super::parts::join;
use super::reading::{Arrived, Plan, ticket_of};
use super::talk::of_list;
use super::{ANSWER_LASTS, DAY, HOUR, NoticeKind, Post, dossiers, rated};
use crate::app::Actor;
use crate::app::clock::local;
use crate::app::live::{Live, LiveError};
use crate::app::ratings::{self, NoRight, Right};
use crate::app::written::Written;
use crate::domain::Event;
use crate::domain::notice::{MessageState, NoticeState, Route};
use crate::domain::sms::{Intent, Reading, as_shown, is_machine, several, understand, wants_news};
use crate::domain::text::{Phone, clean};
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;
use crate::store::{Message, Notice, Secrets, SenderRecord, StoreError};

/// A stamp may be ahead of the office's clock by so much, and behind it by so much more: centres' clocks go wrong, and a
/// modem may have been off over a weekend. What is older lay on a used SIM.
const MOST_AHEAD: i64 = HOUR;
const MOST_BEHIND: i64 = 3 * DAY;
/// A text message as the modem delivers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// What makes it this one and no other: over sender, time stamp, user data and part.
    pub key: Vec<u8>,
    /// Number or name of who sent it.
    pub sender: String,
    /// Whether a person may have written it, as far as the message itself tells: no flash, no report, no short code.
    pub from_person: bool,
    /// Whether it could be read at all.
    pub readable: bool,
    /// What it says.
    pub text: String,
    /// When the service centre took it from its sender.
    pub written: WrittenAt,
    /// Which long message it is a part of (with its sender), which part, and of how many.
    pub part: Option<(String, u32, u32)>,
    /// As it came, in hex.
    pub pdu: String,
    /// By which way it came, and its answer goes.
    pub route: Route,
}

/// When a message was written, by its service centre's stamp. Words of time (`mai`, `thu 2`) count from then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenAt {
    /// In seconds since 1970 began.
    At(i64),
    /// The stamp is nonsense.
    Unknown,
}

impl WrittenAt {
    /// In milliseconds, when it can be true for a message that is taken at `wall`.
    fn sane(self, wall: i64) -> Option<i64> {
        let Self::At(seconds) = self else {
            return None;
        };
        let at = seconds * 1000;
        (wall - MOST_BEHIND..=wall + MOST_AHEAD)
            .contains(&at)
            .then_some(at)
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was known: nothing happened.
    Known,
    /// It is in the store, with all that it caused.
    Kept,
}

/// Takes a message. When this answers, the message may be deleted from the modem.
///
/// # Errors
/// When the store cannot be written or the clock is in doubt: nothing has happened, and the message is offered again.
pub fn receive(live: &mut Live, incoming: Incoming) -> Result<Received, LiveError> {
    live.sync()?;
    if is_known(live, &incoming.key)? {
        return Ok(Received::Known);
    }
    let wall = live.wall();
    let phone = Phone::of(&incoming.sender);
    let mut message = Message {
        key: incoming.key,
        sender: phone.as_str().to_owned(),
        received: wall,
        pdu: incoming.pdu,
        text: clean(&incoming.text),
        ..Message::default()
    };
    // As it came, with the ends of its lines: they tell one part from the next.
    let mut text = incoming.text;
    let mut earlier = Vec::new();
    if let Some((concat, part, parts)) = incoming.part {
        message.part = Some((part, parts));
        message.concat = Some(concat);
        match join(live, &message, &text)? {
            Some((whole, parts)) => {
                text = whole;
                earlier = parts;
            }
            None => {
                // Kept as it came: the blank where two parts meet belongs to the text.
                message.text = text;
                message.state = MessageState::Part;
                live.write(|step| step.put_message(&message))?;
                return Ok(Received::Kept);
            }
        }
    }
    let mut sender = Sender {
        is_person: incoming.from_person
            && (incoming.route.is_chat() || phone.is_mobile() && !is_machine(&incoming.sender)),
        route: incoming.route,
        is_readable: incoming.readable,
        written: incoming.written.sane(wall),
        record: SenderRecord::default(),
        is_left: false,
        phone,
    };
    let text = as_shown(&text);
    // Each command of several is a message of its own. The last one bears the key: while it is missing, all are not done.
    let now = sender.wrote(live);
    let is_helper = live.office().phone(&sender.phone).is_some_and(|p| p.helper);
    let mut several = match sender.is_person {
        true => several(&text, now, &live.post().vocabulary, is_helper),
        false => Vec::new(),
    };
    if several.is_empty() && is_helper && sender.is_person {
        several = of_list(live, sender.phone.as_str(), &text, now)?;
    }
    several.truncate(MOST_AT_ONCE);
    let mut last = several.pop().unwrap_or(text);
    let mut misses = 0;
    for (at, text) in several.iter().enumerate() {
        let mut key = message.key.clone();
        key.push(at as u8 + 1);
        if !is_known(live, &key)? {
            let one = Message {
                key,
                part: None,
                concat: None,
                ..message.clone()
            };
            misses += usize::from(!sender.take(live, one, text, &[])?);
        }
        if misses >= MOST_MISSES && !is_helper {
            let rest = several[at + 1..].iter().chain([&last]);
            last = rest.cloned().collect::<Vec<_>>().join("\n");
            sender.is_left = true;
            break;
        }
    }
    sender.take(live, message, &last, &earlier)?;
    Ok(Received::Kept)
}

/// Whether a message was taken before; of one that rated, only a mark is kept.
fn is_known(live: &mut Live, key: &[u8]) -> Result<bool, LiveError> {
    if live.store().knows_message(key)? {
        return Ok(true);
    }
    if Secrets::read(live.store().path())?.links.is_none() {
        return Ok(false);
    }
    let key = ratings::key_of_message(live, key)?;
    Ok(live.store().knows_message(&key)?)
}

/// No message holds more commands.
const MOST_AT_ONCE: usize = 20;

/// Who sent it.
struct Sender {
    phone: Phone,
    is_person: bool,
    is_readable: bool,
    route: Route,
    /// When it was written, in milliseconds; none where that cannot be true.
    written: Option<i64>,
    record: SenderRecord,
    /// The rest of a message of which too much did nothing: it is left to an official.
    is_left: bool,
}

impl Sender {
    /// The minute that words of time count from.
    fn wrote(&self, live: &mut Live) -> Minute {
        let now = Minute::from_chrono(live.now());
        let at = |at| Minute::from_chrono(local(at)).min(now);
        self.written.map_or(now, at)
    }

    /// Takes one message, whose `text` still has the ends of its lines. Answers whether something came of it.
    fn take(
        &mut self,
        live: &mut Live,
        mut message: Message,
        text: &str,
        earlier: &[i64],
    ) -> Result<bool, LiveError> {
        message.text = clean(text);
        let (wall, phone) = (live.wall(), self.phone.as_str());
        let store = live.store();
        self.record = store.sender_record(phone, &message.text, wall - DAY, wall - HOUR)?;
        take(live, message, text, earlier, self)
    }
}

fn take(
    live: &mut Live,
    mut message: Message,
    text: &str,
    earlier: &[i64],
    sender: &Sender,
) -> Result<bool, LiveError> {
    let mut taken = decide(live, text, sender)?;
    if let (Plan::Rate, Some(code)) = (&taken.plan, &taken.reading.code) {
        taken.right = Some(ratings::right_of_code(live, code, &sender.phone)?);
    }
    message.state = taken.state(sender);
    if taken.reading.intent == Intent::Rate {
        // Of a rating nothing is kept that leads to who gave it.
        message.pdu.clear();
        message.text.clear();
        message.sender.clear();
        message.key = ratings::key_of_message(live, &message.key)?;
    }
    let event = match &taken.plan {
        Plan::Event(event) => event.clone(),
        _ => Event::Tick,
    };
    let post = live.post().clone();
    let extra = |written: &Written<'_>| taken.write(written, &post, &message, earlier, sender);
    let answer = live.submit_with(Actor::Citizen, event, extra)?;
    Ok(match taken.plan {
        Plan::Event(_) => answer.seq.is_some(),
        Plan::Rate | Plan::News(_) => true,
        _ => false,
    })
}

/// What a message was read as, and what is done about it.
struct Taken {
    reading: Reading,
    plan: Plan,
    /// The visit that it rates.
    right: Option<Result<Right, NoRight>>,
    is_loop: bool,
    /// It would be helped, but was within the hour.
    is_unhelped: bool,
    /// The phone may be answered once more today.
    answers_left: bool,
}

fn decide(live: &mut Live, text: &str, sender: &Sender) -> Result<Taken, LiveError> {
    let now = Minute::from_chrono(live.now());
    let written = sender.wrote(live);
    let live = &*live;
    let (post, phone) = (live.post(), &sender.phone);
    let reading = understand(text, written, &post.vocabulary);
    let recent = live
        .store()
        .recent_messages(phone.as_str(), live.wall() - DAY)?;
    let (kind, answered) = live.store().last_told(phone.as_str())?;
    let by_hand = kind == Some(NoticeKind::Reply);
    let answered = answered.filter(|_| !by_hand);
    let before = Before::new(&recent, answered, sender.record.answers);
    let said = (text, phone, written);
    let reading = post.continued(live.office(), said, reading, &before);
    let is_loop = is_loop(&sender.record, text);
    let news = wants_news(text).filter(|_| sender.is_person);
    // What it said besides, or what is left, is no part of a conversation.
    let reading = if news.is_some() || sender.is_left {
        Reading::default()
    } else {
        reading
    };
    let letter = Arrived {
        needs_code: before.misses() >= MOST_MISSES,
        by_hand,
        text,
        reading: &reading,
        phone,
        now,
    };
    let is_read = sender.is_person && !is_loop && !sender.is_left && sender.written.is_some();
    let plan = match is_read {
        // Who wants no announcements gets none, whenever and however often that was written.
        _ if news == Some(false) => Plan::News(false),
        true => match dossiers::asked(live, &letter)? {
            Some(plan) => plan,
            None => post.plan(live.office(), &letter),
        },
        false => Plan::Silence,
    };
    let answers_left = answers_left(live, phone, &sender.record);
    // Who asks how to write is told; who is only not understood, once an hour.
    let is_unhelped =
        matches!(plan, Plan::Help(_)) && sender.record.helps > 0 && reading.intent != Intent::Help;
    // Beyond the limit nothing is promised that nobody is told of.
    let plan = match plan {
        _ if is_unhelped => Plan::Silence,
        plan if answers_left || is_beyond(&plan, text, before.accepts(&reading)) => plan,
        _ => {
            let enough = post.answers.enough_today();
            let is_told = live.store().was_answered_with(
                phone.as_str(),
                &sender.route.letters(&enough),
                live.wall() - DAY,
            )?;
            if is_told {
                Plan::Silence
            } else {
                Plan::Enough(enough)
            }
        }
    };
    Ok(Taken {
        reading,
        plan,
        right: None,
        is_loop,
        is_unhelped,
        answers_left,
    })
}

impl Taken {
    /// Keeps the message, and what its sender is answered.
    fn write(
        &self,
        written: &Written<'_>,
        post: &Post,
        message: &Message,
        earlier: &[i64],
        sender: &Sender,
    ) -> Result<(), StoreError> {
        let phone = &sender.phone;
        let is_rating = self.reading.intent == Intent::Rate;
        let ticket = ticket_of(written.office, written.outputs, phone).map(|t| t.id.0);
        let ticket = ticket.filter(|_| !is_rating);
        let caused = matches!(self.plan, Plan::Event(_))
            .then_some(written.seq)
            .flatten();
        let mut reading = self.reading.clone();
        let offer = post.offer(written.office, &reading, written.outputs);
        reading.offer = offer.map(Box::new);
        let kept = (!is_rating).then(|| serde_json::to_string(&reading).ok());
        let message = Message {
            seq: caused,
            ticket,
            reading: kept.flatten(),
            ..message.clone()
        };
        let id = written.tx.put_message(&message)?;
        let now = written.office.now();
        if let (Plan::Event(Event::Ask { .. }), Some(ticket)) = (&self.plan, ticket) {
            written.tx.keep_crowded(TicketId(ticket), now)?;
        }
        match self.plan {
            Plan::News(true) => drop(written.tx.subscribe(phone.as_str(), now, false, None)?),
            Plan::News(false) => written.tx.refuse(phone.as_str(), now)?,
            _ => {}
        }
        for part in earlier {
            let joined = MessageState::Joined;
            written.tx.settle_message(*part, joined, None, None)?;
            if is_rating {
                written.tx.blank_message(*part)?;
            }
        }
        let must_tell = self.answers_left || must_tell(&self.plan, written.outputs);
        let answer = match self.plan {
            Plan::Rate => {
                let (reading, right) = (&self.reading, self.right.as_ref());
                rated::rate(written, &post.answers, (reading, right), phone)?
            }
            _ => self.answer(written, post, phone),
        };
        let Some((kind, text)) = answer.filter(|_| must_tell) else {
            return Ok(());
        };
        let not_before = post.send_time(written.office.now(), written.wall);
        let notice = Notice {
            seq: caused.unwrap_or(0),
            answers: Some(id),
            ticket,
            phone: phone.as_str().to_owned(),
            route: sender.route,
            state: match self.plan {
                Plan::Call(_) if sender.route == Route::Sms => NoticeState::Call,
                _ => NoticeState::New,
            },
            kind: Some(kind),
            text,
            made: written.wall,
            not_before,
            worthless_after: Some(not_before + ANSWER_LASTS),
            ..Notice::default()
        };
        written.tx.put_notice(&notice).map(drop)
    }

    /// Whether an official should look at it.
    fn state(&self, sender: &Sender) -> MessageState {
        // Of a rating nothing is kept that could be looked at.
        let is_rating = self.reading.intent == Intent::Rate;
        let is_limited = !is_rating && (self.is_loop || !self.answers_left || sender.is_left);
        let is_unasked = is_limited || self.is_unhelped || !sender.is_readable;
        let is_unasked = is_unasked || sender.written.is_none();
        // A question to which the office knows no answer.
        let unanswered = self.is_unhelped || matches!(self.plan, Plan::Help(_));
        let unclear = self.reading.intent == Intent::Unknown
            && !self.reading.silent
            && (!self.reading.is_question() || unanswered && self.reading.asks_the_office())
            && match self.plan {
                Plan::Event(_) | Plan::News(_) => false,
                // What gets no second help nobody else would see.
                Plan::Silence => self.is_unhelped,
                _ => true,
            };
        match self.plan {
            _ if is_unasked && sender.record.open >= MOST_OPEN => MessageState::Silent,
            _ if !sender.is_readable => MessageState::Open,
            _ if !sender.is_person => MessageState::Silent,
            Plan::News(false) => MessageState::Done,
            _ if sender.written.is_none() || is_limited || unclear => MessageState::Open,
            // There is no number to call.
            Plan::Call(_) if sender.route.is_chat() => MessageState::Open,
            Plan::Silence => MessageState::Silent,
            _ => MessageState::Done,
        }
    }

    fn answer(
        &self,
        written: &Written<'_>,
        post: &Post,
        phone: &Phone,
    ) -> Option<(NoticeKind, String)> {
        let (office, outputs) = (written.office, written.outputs);
        let (kind, text) = match &self.plan {
            Plan::Event(_) => {
                let answer = post.answer_to(&self.reading, office, outputs, phone);
                (NoticeKind::Answer, answer)
            }
            Plan::News(true) => (NoticeKind::Answer, post.answers.subscribed()),
            Plan::News(false) => (NoticeKind::Answer, post.answers.unsubscribed()),
            Plan::Say(text) | Plan::Call(text) | Plan::Enough(text) => {
                (NoticeKind::Answer, text.clone())
            }
            Plan::Help(text) => (NoticeKind::Help, text.clone()),
            Plan::Rate | Plan::Silence => return None,
        };
        (!text.is_empty()).then_some((kind, text))
    }
}
