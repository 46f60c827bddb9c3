//! What was said before by the phone that sends a message now, and what it was offered.

use crate::domain::sms::{Intent, Reading, Reply, reply};
use crate::domain::text::fold;
use crate::store::Message;

/// What was said before, as far as it matters now.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// What the last message that meant something was read as; one whose parts were only shown leaves open what they were to
    /// complete.
    pub last: Option<Reading>,
    /// Its words.
    pub text: String,
    /// The same, whether its parts were only shown or not.
    newest: Option<Reading>,
    /// The ticket that the newest one led to.
    pub told_of: Option<u64>,
    /// The answer to it is the last thing that this phone was told: who says `OK` to a later reminder accepts no offer.
    is_latest: bool,
    /// What it offered was declined since.
    declined: bool,
    /// Only questions came after it, and the answer to one of them is the last thing that this phone was told.
    asked_since: bool,
    /// The bookings that were offered and neither made nor declined since, the last one first.
    offers: Vec<Reading>,
    /// This phone was answered within the day.
    pub answered: bool,
    misses: usize,
}

/// What a message was read as.
pub(super) fn reading_of(message: &Message) -> Option<Reading> {
    serde_json::from_str(message.reading.as_deref()?).ok()
}

fn is_no(message: &Message) -> bool {
    reply(&message.text) == Some(Reply::No)
}

/// What a message was offered, whole.
fn offer_in(reading: &Reading) -> Option<&Reading> {
    let unknown = reading.intent == Intent::Unknown;
    let meant = reading.meant.as_deref().filter(|_| unknown);
    let offer = reading.offer.as_deref().or(meant)?;
    offer.is_complete().then_some(offer)
}

/// Whether the parts that were asked for stood among other words, so that the whole was only shown.
fn is_shown(reading: &Reading) -> bool {
    let completed = |meant: &Reading| meant.intent == Intent::Book && meant.asked > 0;
    let asked_again = reading.asked > 0;
    reading.intent == Intent::Unknown
        && !asked_again
        && reading.meant.as_deref().is_some_and(completed)
}

/// See [`Before::offers`].
fn open_offers(recent: &[Message]) -> Vec<Reading> {
    let (mut open, mut done) = (Vec::<Reading>::new(), Vec::<Reading>::new());
    for message in recent.iter().take_while(|m| !is_no(m)) {
        let Some(reading) = reading_of(message) else {
            continue;
        };
        let known = |offer: &Reading| {
            let name = |r: &Reading| r.name.as_deref().map(fold);
            let same = |r: &Reading| name(r) == name(offer) && r.procedure == offer.procedure;
            open.iter().any(same) || done.iter().any(same)
        };
        match offer_in(&reading).filter(|offer| offer.intent == Intent::Book) {
            _ if message.ticket.is_some() => done.push(reading),
            Some(offer) if !known(offer) => open.push(offer.clone()),
            _ => {}
        }
    }
    open
}

fn is_miss(message: &Message) -> bool {
    let changes = |r: Reading| matches!(r.intent, Intent::Cancel | Intent::Move);
    message.ticket.is_none() && reading_of(message).is_some_and(changes)
}

impl Before {
    /// `recent` are the sender's messages of the last day, newest first; `answered` is the message that the last notice to
    /// the sender answers.
    pub(super) fn new(recent: &[Message], answered: Option<i64>, answers: u32) -> Self {
        let mut readings = recent.iter().filter_map(|m| {
            let reading = reading_of(m)?;
            // A question in between ends no conversation.
            let idle = reading.intent == Intent::Unknown && reading.meant.is_none()
                || reading.is_question();
            (!idle).then_some((reading, m))
        });
        let newest = readings.next();
        let message = newest.as_ref().map(|(_, message)| *message);
        let mut since = recent
            .iter()
            .take_while(|m| message.is_some_and(|newest| newest.id != m.id));
        let asked_since = since.clone().any(|m| answered == Some(m.id));
        let declined = since.any(is_no);
        let whole = |(reading, _): &(Reading, _)| !is_shown(reading);
        let last = newest
            .clone()
            .filter(whole)
            .or_else(|| readings.find(whole));
        Self {
            text: last
                .as_ref()
                .map(|(_, m)| m.text.clone())
                .unwrap_or_default(),
            last: last.map(|(reading, _)| reading),
            newest: newest.map(|(reading, _)| reading),
            declined,
            asked_since,
            offers: open_offers(recent),
            told_of: message.and_then(|m| m.ticket),
            is_latest: message.is_some_and(|m| answered == Some(m.id)),
            answered: answers > 0,
            misses: recent.iter().filter(|m| is_miss(m)).count(),
        }
    }

    /// How many cancellations and moves of the last day met nothing.
    pub(super) fn misses(&self) -> usize {
        self.misses
    }

    /// Whether this is what `OK` stands for.
    pub(super) fn accepts(&self, reading: &Reading) -> bool {
        self.offer() == Some(reading)
    }

    /// What was offered last, to be asked once more of who says yes by courtesy alone to a cancellation or move, behind a question of
    /// the own, or where two bookings were offered.
    pub(super) fn asked_again(&self) -> Option<Reading> {
        let meant = self.standing_offer().filter(|_| !self.was_asked_again())?;
        Some(Reading {
            asked: 1,
            meant: Some(Box::new(meant.clone())),
            ..Reading::default()
        })
    }

    fn was_asked_again(&self) -> bool {
        let again = |last: &Reading| last.intent == Intent::Unknown && last.asked > 0;
        self.newest.as_ref().is_some_and(again)
    }

    /// What `OK` would mean.
    pub(super) fn offer(&self) -> Option<&Reading> {
        let offer = self.standing_offer().filter(|_| self.is_latest)?;
        let several = self.offers.len() > 1 && !self.was_asked_again();
        (offer.intent != Intent::Book || !several).then_some(offer)
    }

    /// What was offered last, if nothing but questions came after it.
    fn standing_offer(&self) -> Option<&Reading> {
        let stands = (self.is_latest || self.asked_since) && !self.declined;
        offer_in(self.newest.as_ref().filter(|_| stands)?)
    }

    /// Which of the offered bookings is accepted by name: `ok lich cua Tran Van Duc`.
    pub(super) fn accepted_by_name(&self, text: &str) -> Option<&Reading> {
        const AROUND: [&str; 6] = ["cua", "cho", "lich", "hen", "cai", "ten"];
        let said = format!(" {} ", fold(text));
        let named = |offer: &&Reading| {
            let name = offer.name.as_deref().map(fold).unwrap_or_default();
            let name = format!(" {name} ");
            let words = said.replacen(&name, " ", 1);
            let words = words.split_whitespace().filter(|w| !AROUND.contains(w));
            let rest: Vec<&str> = words.collect();
            said.contains(&name) && reply(&rest.join(" ")) == Some(Reply::Yes)
        };
        let mut named = self.offers.iter().filter(named);
        named
            .next()
            .filter(|_| named.next().is_none() && !text.contains('?'))
    }
}
