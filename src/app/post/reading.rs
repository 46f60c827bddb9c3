//! What the office does about a message that was understood.

use super::Post;
use crate::domain::catalogue::Catalogue;
use crate::domain::event::{Event, Timed, When, Wish};
use crate::domain::notice::Route;
use crate::domain::office::Office;
use crate::domain::request::MOST_ASKED;
use crate::domain::rules::FieldIx;
use crate::domain::sms::{
    Answers, Intent, Reading, Reply, Topic, counters, reply, seeks_earlier, takes_leave, wants_news,
};
use crate::domain::text::{Code, Phone};
use crate::domain::ticket::{Channel, Number, Person, State, Ticket};
use crate::domain::time::{Day, Half, Minute};

/// What is missing is asked for so often again in one conversation.
const ASKED_AGAIN: u8 = 1;

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plan {
    /// An event, answered by what comes of it.
    Event(Event),
    /// Only an answer.
    Say(String),
    /// How to write; once an hour is enough.
    Help(String),
    /// It was asked for often enough: an official calls.
    Call(String),
    /// The phone was answered as often as may be today, and is told so once.
    Enough(String),
    /// A visit is rated.
    Rate,
    /// The phone wants announcements, or none any more.
    News(bool),
    /// Nothing.
    Silence,
}

/// A message as it was taken.
pub(super) struct Arrived<'a> {
    /// What is cancelled or moved must be named by its code.
    pub needs_code: bool,
    /// What the phone was told last are an official's own words: `OK` answers those.
    pub by_hand: bool,
    pub text: &'a str,
    pub reading: &'a Reading,
    pub phone: &'a Phone,
    pub now: Minute,
}

impl Post {
    /// What to do about a message from a person.
    pub(super) fn plan(&self, office: &Office, letter: &Arrived<'_>) -> Plan {
        let reading = letter.reading;
        if let Some(wanted) = wants_news(letter.text) {
            return Plan::News(wanted);
        }
        if reading.silent {
            // A refusal is kept among what was said: it ends what was offered.
            return match reply(letter.text) {
                Some(Reply::No) if reading.polite => Plan::Say(String::new()),
                _ => Plan::Silence,
            };
        }
        if let Some(plan) = self.agree(office, letter) {
            return plan;
        }
        if let Some((code, seek)) = seeks_earlier(letter.text) {
            return self.seek_earlier(office, letter, code.as_ref(), seek);
        }
        // Who rates is asked when it is known whether there is a visit to rate.
        let asked = !matches!(reading.intent, Intent::Unknown | Intent::Rate);
        let asks = asked && !reading.missing.is_empty();
        if asks {
            let ask = self.ask(office, letter);
            return match reading.asked > ASKED_AGAIN {
                true => Plan::Call(ask),
                false => Plan::Say(ask),
            };
        }
        match reading.intent {
            Intent::Book => self.book(office, letter),
            Intent::Cancel | Intent::Move => self.change(office, letter),
            Intent::Lookup => self.lookup(office, letter),
            Intent::Rate if self.takes_ratings && reading.code.is_none() => {
                Plan::Say(match reading.rating {
                    Some(_) => self.answers.rating_lacks_code(),
                    None => self.ask(office, letter),
                })
            }
            Intent::Rate if self.takes_ratings => Plan::Rate,
            Intent::Rate => Plan::Say(self.answers.no_ratings()),
            Intent::Help => match reading
                .procedure
                .as_deref()
                .and_then(|id| self.catalogue.get(id))
            {
                Some(procedure) => {
                    let case = procedure.case_asked(letter.text);
                    Plan::Say(self.answers.papers(case.as_ref().unwrap_or(procedure)))
                }
                None => Plan::Help(self.help(office, letter.now)),
            },
            Intent::Unknown if reading.told && open_of(office, letter.phone).next().is_some() => {
                let open: Vec<_> = open_of(office, letter.phone).collect();
                Plan::Say(self.standing(office, &open))
            }
            Intent::Unknown if reading.grievance => Plan::Say(self.answers.grievance()),
            Intent::Unknown if reading.told && reading.meant.is_none() => {
                Plan::Say(self.not_found(office, letter))
            }
            Intent::Unknown if reading.is_question() => self.question(office, letter),
            // What was perhaps meant is no general help: its text to send is shown each time.
            Intent::Unknown if reading.meant.is_some() || !reading.doubts.is_empty() => {
                Plan::Say(self.unknown(office, letter))
            }
            // Thanks and the like cost nothing.
            Intent::Unknown if takes_leave(letter.text) => Plan::Silence,
            Intent::Unknown if reply(letter.text).is_some_and(|reply| reply != Reply::No) => {
                Plan::Silence
            }
            Intent::Unknown => Plan::Help(self.left(office, letter)),
        }
    }

    /// What the office knows, of the procedure that is named or booked; or how what this phone has open stands in the queue.
    fn question(&self, office: &Office, letter: &Arrived<'_>) -> Plan {
        let mut open: Vec<_> = open_of(office, letter.phone).collect();
        let asked = letter.reading.meant.as_deref();
        let turn = asked.is_some_and(|meant| meant.intent == Intent::Lookup);
        if turn && !open.is_empty() {
            let is_today = |t: &&Ticket| t.number.day == letter.now.day();
            if open.iter().any(is_today) {
                open.retain(is_today);
            }
            return Plan::Say(self.turn(office, &open, letter.now));
        }
        if turn && asked.and_then(|meant| meant.topic).is_none() {
            return Plan::Help(self.answers.nothing_open());
        }
        let booked = open.first().filter(|_| open.len() == 1);
        let booked = booked.and_then(|ticket| ticket.person.procedure.as_deref());
        let named = asked.and_then(|meant| meant.procedure.as_deref());
        let topic = asked.and_then(|meant| meant.topic);
        let lost = topic == Some(Topic::Lost);
        let booked = booked.filter(|_| !lost);
        let procedure = named.or(booked).and_then(|id| self.catalogue.get(id));
        // Its papers are those of who has what is lost.
        let procedure = procedure.filter(|procedure| !lost || procedure.gives_again());
        let case = procedure.and_then(|procedure| procedure.case_asked(letter.text));
        let procedure = case.as_ref().or(procedure);
        let own = asked.and_then(|meant| meant.alias.as_deref());
        let rules = office.rules();
        let known = match topic {
            Some(Topic::Hours) => Some(Answers::opening(rules)),
            Some(Topic::Place) => {
                let named = named.and_then(|id| self.catalogue.get(id));
                let at = named.zip(named.and_then(|p| rules.field_by_id(&p.field)));
                let at = at.map(|(procedure, field)| (procedure, counters(office, field)));
                let at = at.as_ref().map(|(procedure, at)| (*procedure, at.as_str()));
                self.answers.address(at)
            }
            Some(Topic::Room) => {
                let field = named.and_then(|id| self.catalogue.get(id));
                let field = field.and_then(|procedure| rules.field_by_id(&procedure.field));
                let said = asked.filter(|meant| meant.doubts.is_empty());
                said.and_then(|said| self.room(office, field, said.date, letter.now))
            }
            Some(Topic::PapersAndFee) => procedure.map(|p| {
                self.answers
                    .papers_and(p, own, "Phí, lệ phí", p.fee.as_deref())
            }),
            Some(Topic::PapersAndLimit) => procedure.map(|p| {
                self.answers
                    .papers_and(p, own, "Thời hạn", p.time_limit.as_deref())
            }),
            Some(Topic::Result) => Some(Answers::fetching()),
            Some(Topic::Called) => Answers::called(&served(office), waiting(office, letter.now)),
            Some(Topic::Crowd) => Some(Answers::crowd(waiting(office, letter.now), rules)),
            Some(Topic::Phone) => self.answers.phone(),
            Some(Topic::Fee) => procedure.and_then(|procedure| self.answers.fee(procedure, own)),
            Some(Topic::Limit) => procedure.and_then(|p| self.answers.limit(p, own)),
            Some(Topic::FeeAndLimit) => procedure.and_then(|p| self.answers.fee_and_limit(p, own)),
            _ => None,
        };
        // Papers are no answer to who asks what it costs and how long it takes.
        let of_procedure = !matches!(
            topic,
            Some(Topic::Called | Topic::Phone | Topic::FeeAndLimit)
        );
        match (known, procedure) {
            (Some(known), _) => Plan::Say(known),
            (None, Some(procedure)) if of_procedure => Plan::Say(self.answers.papers(procedure)),
            (None, _) => Plan::Help(self.left(office, letter)),
        }
    }

    /// `SOM`: an earlier time is wished, or no longer. With several bookings, the code must say which.
    fn seek_earlier(
        &self,
        office: &Office,
        letter: &Arrived<'_>,
        code: Option<&Code>,
        seek: bool,
    ) -> Plan {
        let bears = |t: &&Ticket| code.is_none_or(|c| t.person.code.as_deref() == Some(c.as_str()));
        let mut open: Vec<_> = open_of(office, letter.phone).filter(bears).collect();
        let first = open.first().copied();
        if !open.is_empty() && Route::of_chat(letter.phone.as_str()).is_some() {
            return Plan::Say(self.answers.no_earlier_by_zalo());
        }
        open.retain(|t| t.may_seek_earlier());
        match open[..] {
            [] => Plan::Say(match first.and_then(|t| t.person.code.as_deref()) {
                Some(code) => self.answers.no_earlier(code),
                None => self.not_found(office, letter),
            }),
            [one] => {
                let (number, date) = one.number.named();
                Plan::Event(Event::SeekEarlier { number, date, seek })
            }
            _ => Plan::Say(self.which_of(office, &open, "SOM")),
        }
    }

    /// `OK` to what the office proposes or offers; with several of them, the code must say which.
    fn agree(&self, office: &Office, letter: &Arrived<'_>) -> Option<Plan> {
        let words = letter.text.trim();
        let (words, code) = match words
            .rsplit_once(' ')
            .map(|(rest, last)| (rest, Code::parse(last)))
        {
            Some((rest, Ok(code))) => (rest, Some(code)),
            _ => (words, None),
        };
        let is_for_us = code.is_some() || !letter.by_hand;
        let reply = reply(words).filter(|reply| *reply != Reply::Polite && is_for_us)?;
        let bears = |t: &&Ticket| {
            code.as_ref()
                .is_none_or(|c| t.person.code.as_deref() == Some(c.as_str()))
        };
        let proposed: Vec<_> = open_of(office, letter.phone)
            .filter(|t| t.state == State::Proposed || t.offered().is_some())
            .filter(bears)
            .collect();
        match proposed[..] {
            // Who says `OK` too late would come at a time that somebody else has.
            [] if reply == Reply::Yes => {
                let missed = |t: &&Ticket| missed_lately(t, letter.now);
                let missed = open_of(office, letter.phone).filter(bears).find(missed)?;
                Some(Plan::Say(self.offer_is_gone(office, missed)))
            }
            [] => None,
            [one] => {
                let (number, date) = one.number.named();
                let seek = false;
                Some(Plan::Event(match reply {
                    Reply::No if one.offered().is_some() => {
                        Event::SeekEarlier { number, date, seek }
                    }
                    Reply::No => Event::Cancel { number, date },
                    _ => Event::Accept { number, date },
                }))
            }
            _ => Some(Plan::Say(self.which_of(office, &proposed, "OK"))),
        }
    }

    fn book(&self, office: &Office, letter: &Arrived<'_>) -> Plan {
        let reading = letter.reading;
        let procedure = reading
            .procedure
            .as_deref()
            .and_then(|id| self.catalogue.get(id));
        let field = procedure.and_then(|p| office.rules().field_by_id(&p.field));
        let (Some(procedure), Some(field), Some(date)) = (procedure, field, reading.date) else {
            return Plan::Say(self.ask(office, letter));
        };
        let person = Person {
            phone: Some(letter.phone.clone()),
            name: reading.name.clone(),
            procedure: Some(procedure.id.clone()),
            channel: Channel::Sms,
            ..Person::default()
        };
        let wish = Wish {
            date,
            half: reading.half,
            time: reading.time,
        };
        let soonest = date == letter.now.day() && reading.half.is_none();
        let booking = Event::Book {
            field,
            when: if soonest {
                When::Soonest
            } else {
                When::Wish(wish)
            },
            to_confirm: false,
            person: person.clone(),
        };
        // A sender can be forged, and a hundred of them take no more than so many slots.
        let most = self.rules.per_ten_minutes;
        let crowded = office.is_crowded(Channel::Sms, letter.now, most);
        if !crowded || !office.would_hold(&booking) {
            return Plan::Event(booking);
        }
        let is_known = |t: &&Ticket| t.state == State::Asked && t.number.field == field;
        match open_of(office, letter.phone).find(is_known) {
            Some(known) => Plan::Say(self.standing(office, &[known])),
            None if office.asked() >= MOST_ASKED => Plan::Say(self.answers.takes_no_more()),
            None => Plan::Event(Event::Ask {
                field,
                wish,
                person,
            }),
        }
    }

    /// Cancels or moves; only what belongs to this phone.
    fn change(&self, office: &Office, letter: &Arrived<'_>) -> Plan {
        let reading = letter.reading;
        let named = !letter.needs_code || reading.code.is_some();
        let ticket = meant(office, &self.catalogue, reading, letter.phone);
        let Some(ticket) = ticket.filter(|_| named) else {
            return Plan::Say(self.not_found(office, letter));
        };
        let (number, date) = ticket.number.named();
        match (reading.intent, reading.date) {
            (Intent::Move, Some(day)) => Plan::Event(Event::Move {
                number,
                date,
                wish: Wish {
                    date: day,
                    half: reading.half,
                    time: reading.time,
                },
            }),
            (Intent::Move, None) => Plan::Say(self.ask(office, letter)),
            _ => Plan::Event(Event::Cancel { number, date }),
        }
    }

    /// On which half-days of a day there is room for bookings of a field, or of any; without a day, on the next one with room.
    /// Today after the office's hours is the next one, too.
    fn room(
        &self,
        office: &Office,
        field: Option<FieldIx>,
        day: Option<Day>,
        now: Minute,
    ) -> Option<String> {
        let rules = office.rules();
        let fields = || {
            let all = rules.field_indexes();
            all.filter(|one| field.is_none_or(|own| own == *one))
        };
        // Who does not say what for is told what holds for every field.
        let free = |day: Day, half| fields().all(|field| office.free(field, day, half, now) > 0);
        let full = |day: Day, half| fields().all(|field| office.free(field, day, half, now) == 0);
        let halves = |day: Day| (free(day, Half::Am), free(day, Half::Pm));
        let with_room = |day: &Day| rules.is_workday(*day) && halves(*day) != (false, false);
        let differs = |day: Day| {
            Half::BOTH
                .into_iter()
                .any(|half| !free(day, half) && !full(day, half))
        };
        let over = |day: &Day| *day == now.day() && now.time() >= rules.session(Half::Pm).end;
        let mut days = (0..=rules.horizon_days).map(|n| now.day().plus(n));
        let last = now.day().plus(rules.horizon_days);
        match day
            .filter(|day| !over(day))
            .or_else(|| days.find(with_room))
        {
            Some(day) if day < now.day() || rules.is_workday(day) && differs(day) => None,
            Some(day) if day > last => Some(self.answers.too_far()),
            Some(day) if rules.is_workday(day) => Some(Answers::room(day, halves(day))),
            _ => Some(Answers::opening(rules)),
        }
    }

    fn lookup(&self, office: &Office, letter: &Arrived<'_>) -> Plan {
        match &letter.reading.code {
            Some(code) => match of_code(office, letter.phone, code) {
                Some(ticket) => Plan::Say(self.standing(office, &[ticket])),
                None => Plan::Say(self.not_found(office, letter)),
            },
            None if letter.reading.province.is_some() => Plan::Say(self.not_found(office, letter)),
            None => {
                let open: Vec<_> = open_of(office, letter.phone).collect();
                match open.is_empty() {
                    // A bare TC from someone with nothing open is the operator's, or a slip.
                    true if letter.text.trim().eq_ignore_ascii_case("tc") => Plan::Silence,
                    true => Plan::Help(self.answers.nothing_open()),
                    false => Plan::Say(self.standing(office, &open)),
                }
            }
        }
    }
}

/// The ticket that a cancellation or a move is about.
pub(super) fn meant<'a>(
    office: &'a Office,
    catalogue: &Catalogue,
    reading: &Reading,
    phone: &'a Phone,
) -> Option<&'a Ticket> {
    if let Some(code) = &reading.code {
        return of_code(office, phone, code);
    }
    let procedure = catalogue.get(reading.procedure.as_deref()?)?;
    let number = Number {
        day: reading.date?,
        field: office.rules().field_by_id(&procedure.field)?,
        n: reading.number?,
    };
    let ticket = office.by_number(number)?;
    (ticket.person.phone.as_ref() == Some(phone)).then_some(ticket)
}

/// How many people wait in the building.
fn waiting(office: &Office, now: Minute) -> usize {
    let fields = office.rules().field_indexes();
    fields
        .map(|field| office.queue_view(field, now).people())
        .sum()
}

/// Which number each counter serves.
fn served(office: &Office) -> Vec<(&str, u32)> {
    let rules = office.rules();
    let serves = |counter| {
        let ticket = office.ticket(office.counter(counter).ticket?)?;
        Some((rules.counter(counter).name.as_str(), ticket.number.n))
    };
    rules.counter_indexes().filter_map(serves).collect()
}

/// What a phone has open, soonest first.
pub(super) fn open_of<'a>(
    office: &'a Office,
    phone: &'a Phone,
) -> impl Iterator<Item = &'a Ticket> {
    remembered(office, phone).filter(|t| !t.state.is_final())
}

/// The open ticket of that code, else the last one; only for the phone that made it.
fn of_code<'a>(office: &'a Office, phone: &'a Phone, code: &Code) -> Option<&'a Ticket> {
    let bears = |t: &&Ticket| t.person.code.as_deref() == Some(code.as_str());
    let all = || remembered(office, phone).filter(bears);
    all()
        .find(|t| !t.state.is_final())
        .or_else(|| all().max_by_key(|t| t.id))
}

fn remembered<'a>(office: &'a Office, phone: &'a Phone) -> impl Iterator<Item = &'a Ticket> {
    let yesterday = office.now().day().plus(-1);
    let days = office.days_from(yesterday);
    days.flat_map(|day| office.tickets_of(day))
        .filter(move |t| t.person.phone.as_ref() == Some(phone))
}

/// Whether a ticket's holder was offered a freed time today and did not answer in time.
pub(super) fn missed_lately(ticket: &Ticket, now: Minute) -> bool {
    let missed = ticket.missed_offer();
    missed.is_some_and(|offer| offer.until.day() == now.day() && offer.time > now)
}

/// The ticket that an event of a citizen's message was about.
pub(super) fn ticket_of<'a>(
    office: &'a Office,
    outputs: &[Timed],
    phone: &Phone,
) -> Option<&'a Ticket> {
    let numbers = outputs.iter().rev();
    numbers
        .filter_map(|t| office.by_number(t.output.answered()?))
        .find(|t| t.person.phone.as_ref() == Some(phone))
}
