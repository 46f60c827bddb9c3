//! A conversation: who was asked for a missing part answers with the part alone, who was offered something says `OK`, who
//! made a slip corrects it (domain/sms/messages.md, "A conversation"). A message of that kind becomes the reading that it completes;
//! all else is read as if nothing had been said before.

use chrono::Datelike;

use super::before::{Before, reading_of};
use super::reading::{missed_lately, open_of};
use super::{DAY, Post};
use crate::app::live::{Live, LiveError};
use crate::domain::office::Office;
use crate::domain::sms::{
    Doubt, Intent, Part, Reading, Reply, agrees_plainly, code_alone, corrects, delayed_by,
    is_from_to, parts, parts_among, reply_to, right_half, several, understand, wishes_otherwise,
};
use crate::domain::text::{Code, Phone};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Day, Minute};

/// Papers, hours, fees that are asked for without a procedure are those of what is spoken of.
fn about_the_same(reading: Reading, last: &Reading) -> Reading {
    let meant = reading.meant.as_deref();
    let Some(meant) = meant.filter(|meant| reading.is_question() && lacks_procedure(meant)) else {
        return reading;
    };
    let meant = Reading {
        procedure: last.procedure.clone(),
        ..meant.clone()
    };
    Reading {
        meant: Some(Box::new(meant)),
        ..reading
    }
}

impl Post {
    /// What a message means behind what was said before.
    pub(super) fn continued(
        &self,
        office: &Office,
        (text, phone, written): (&str, &Phone, Minute),
        reading: Reading,
        before: &Before,
    ) -> Reading {
        let reading = to_the_other_day(office, phone, reading, (text, before));
        let reading = self.of_the_only(office, phone, reading, delayed_by(text));
        if reading.intent != Intent::Unknown || reading.silent {
            return reading;
        }
        let proposed =
            open_of(office, phone).any(|t| t.state == State::Proposed || t.offered().is_some());
        let missed = || open_of(office, phone).any(|t| missed_lately(t, office.now()));
        let silent = || Reading {
            silent: true,
            polite: true,
            ..Reading::default()
        };
        let offered = before.offer().map_or(Intent::Unknown, |offer| offer.intent);
        // Whoever asked for it: what is booked goes only by a word that says so.
        let changes = matches!(offered, Intent::Cancel | Intent::Move);
        let plain = changes && agrees_plainly(offered, text);
        match reply_to(offered, text) {
            // A proposal is the office's own offer, and comes first.
            Some(Reply::Yes | Reply::No) if proposed => return reading,
            Some(Reply::Yes) if before.offer().is_none() && missed() => return reading,
            Some(Reply::Yes) if changes && !plain => {
                return before.asked_again().unwrap_or_else(silent);
            }
            _ if plain => return before.offer().cloned().unwrap_or(reading),
            Some(Reply::Yes) => {
                let known = before.answered || open_of(office, phone).next().is_some();
                let accepted = before.offer().cloned();
                let accepted = accepted.or_else(|| before.asked_again());
                return accepted.unwrap_or_else(|| if known { silent() } else { reading });
            }
            Some(Reply::No) if before.offer().is_some() => return silent(),
            Some(Reply::Polite) if before.answered => return silent(),
            Some(Reply::No | Reply::Polite) => return reading,
            None => {}
        }
        if let Some(accepted) = before.accepted_by_name(text) {
            return accepted.clone();
        }
        let Some(last) = &before.last else {
            return reading;
        };
        let changes_or_books = matches!(last.intent, Intent::Book | Intent::Move);
        // What was asked for, or cannot be had.
        let asked = changes_or_books && !(last.missing.is_empty() && last.offer.is_none());
        let reading = match asked {
            true => about_the_same(reading, last),
            false => reading,
        };
        let changes = matches!(last.intent, Intent::Cancel | Intent::Move);
        if let Some(code) = code_alone(text) {
            if let Some(offer) = before.offer().filter(|o| o.code.as_ref() == Some(&code)) {
                return offer.clone();
            }
            if changes && last.code.is_none() {
                return last.of_code(code);
            }
        }
        if asked && !reading.is_question() {
            let answer = parts(
                &day_of(text, last),
                written,
                &self.vocabulary,
                last.lacks_name(),
                last.asked_week(),
            );
            let lacks = |answer: &Reading| answer.procedure.is_none();
            return match answer {
                Some(answer) if !lacks(&answer) => last.completed(&answer),
                answer => self
                    .cut_in_two(text, written, before)
                    .or_else(|| answer.map(|answer| last.completed(&answer)))
                    .or_else(|| self.shown(office, (text, written), last))
                    .unwrap_or(reading),
            };
        }
        // Another day than the text has that was shown is shown in its place.
        let amends = |offer: &&Reading| matches!(offer.intent, Intent::Book | Intent::Move);
        if let Some(offer) = before.offer().filter(amends)
            && let Some(answer) = parts(text, written, &self.vocabulary, false, None)
        {
            return Reading {
                meant: Some(Box::new(offer.completed(&answer))),
                ..Reading::default()
            };
        }
        self.corrected(office, (text, phone, written), &reading, before)
            .unwrap_or(reading)
    }

    /// The parts that were asked for, among other words: what they make is shown, or refused where the office is closed.
    fn shown(
        &self,
        office: &Office,
        (text, written): (&str, Minute),
        last: &Reading,
    ) -> Option<Reading> {
        let asked = |part| last.missing.contains(&part);
        let found = parts_among(text, written, &self.vocabulary, last.lacks_name())?;
        let whole = last.completed(&Reading {
            procedure: found.procedure.filter(|_| asked(Part::Procedure)),
            date: found.date.filter(|_| asked(Part::Date)),
            days: Vec::new(),
            ..found
        });
        if corrects(text) || !whole.is_complete() {
            return None;
        }
        let closed = whole
            .date
            .is_some_and(|day| !office.rules().is_workday(day));
        Some(match closed {
            true => whole,
            false => Reading {
                meant: Some(Box::new(whole)),
                ..Reading::default()
            },
        })
    }

    /// `DK Vo Thi Lan khai`, and now `sinh 2/12`: one booking, whose procedure stands half in the one text and half in the other.
    fn cut_in_two(&self, text: &str, written: Minute, before: &Before) -> Option<Reading> {
        /// Of a procedure's words so many stand in the first text.
        const MOST: usize = 2;
        let lacks = |last: &&Reading| last.missing.contains(&Part::Procedure);
        let last = before.last.as_ref().filter(lacks)?;
        let said: Vec<&str> = before.text.split_whitespace().collect();
        let procedure = (1..=MOST.min(said.len())).find_map(|words| {
            let text = format!("{} {text}", said[said.len() - words..].join(" "));
            parts(&text, written, &self.vocabulary, false, None)?.procedure
        })?;
        let whole = format!("{} {text}", before.text);
        let whole = understand(&whole, written, &self.vocabulary);
        let agrees = whole.intent == last.intent && whole.procedure == Some(procedure);
        let asked = last.asked + 1;
        (agrees && whole.name.is_some()).then_some(Reading { asked, ..whole })
    }

    /// A cancellation or a move without a code, of a phone that has one such booking open: it is asked about, and `OK` does it.
    /// With a delay in days a move is to that day.
    fn of_the_only(
        &self,
        office: &Office,
        phone: &Phone,
        reading: Reading,
        delay: Option<i32>,
    ) -> Reading {
        let reading = match reading.meant.as_deref() {
            Some(meant) if !meant.is_complete() && !reading.is_question() => {
                let changes = matches!(meant.intent, Intent::Cancel | Intent::Move);
                let whole = meant.code.is_some() && delay.is_none();
                match open_of(office, phone).next() {
                    _ if !changes || whole => reading,
                    Some(_) => meant.clone(),
                    None if meant.code.is_some() => reading,
                    None => Reading::default(),
                }
            }
            _ => reading,
        };
        let changes = matches!(reading.intent, Intent::Cancel | Intent::Move);
        if !changes
            || reading.code.is_some() && delay.is_none()
            || reading.missing.is_empty()
            || !reading.doubts.is_empty()
        {
            return reading;
        }
        let bears = |ticket: &Ticket| reading.code.is_none() || reading.code == code_of(ticket);
        let fits = |ticket: &&Ticket| bears(ticket) && self.fits(office, &reading, ticket);
        let fitting: Vec<_> = open_of(office, phone).filter(fits).collect();
        let [ticket] = fitting[..] else {
            return reading;
        };
        let Some(mut whole) = code_of(ticket).map(|code| reading.of_code(code)) else {
            return reading;
        };
        // `doi sang buoi chieu`: of the same day; `lui lai 1 tuan`: a week behind it.
        let delay = delay.or(whole.half.map(|_| 0));
        if let Some(delay) = delay.filter(|_| whole.intent == Intent::Move && whole.date.is_none())
        {
            whole.date = ticket.time().map(|time| time.day().plus(delay));
            whole.missing.retain(|part| *part != Part::Date);
        }
        match whole.is_complete() {
            true => Reading {
                meant: Some(Box::new(whole)),
                ..Reading::default()
            },
            false => whole,
        }
    }

    /// Whether what a cancellation says of its booking is true of this one.
    fn fits(&self, office: &Office, reading: &Reading, ticket: &Ticket) -> bool {
        let procedure = reading.procedure.as_deref();
        let field = |id| {
            self.catalogue
                .get(id)
                .and_then(|p| office.rules().field_by_id(&p.field))
        };
        let number = reading.number.is_none_or(|n| n == ticket.number.n);
        let day = reading.intent == Intent::Move
            || reading.date.is_none_or(|day| day == ticket.number.day);
        number && day && procedure.is_none_or(|id| field(id) == Some(ticket.number.field))
    }

    /// Another time for the booking that was just confirmed: corrected it is moved, else asked.
    fn corrected(
        &self,
        office: &Office,
        (text, phone, written): (&str, &Phone, Minute),
        reading: &Reading,
        before: &Before,
    ) -> Option<Reading> {
        let mut open = open_of(office, phone);
        let ticket = open.next().filter(|t| Some(t.id.0) == before.told_of)?;
        if open.next().is_some() || reading.meant.is_some() {
            return None;
        }
        let right = right_half(text);
        let alone = parts(&right, written, &self.vocabulary, false, None);
        let plain = alone.is_some();
        let wishes = corrects(text) || wishes_otherwise(text);
        let among = || parts_among(&right, written, &self.vocabulary, false).filter(|_| wishes);
        let wish = alone.or_else(among)?;
        if wish.procedure.is_some() || !wish.doubts.is_empty() {
            return None;
        }
        let moved = Reading {
            intent: Intent::Move,
            code: code_of(ticket),
            date: wish.date.or_else(|| Some(ticket.time()?.day())),
            half: wish.half,
            time: wish.time,
            ..Reading::default()
        };
        moved.code.as_ref()?;
        let agrees = |half| half == ticket.time().map(|t| office.rules().half_of(t.time()));
        let time = ticket.time().map(Minute::time);
        let same = moved.date == ticket.time().map(Minute::day)
            && (moved.half.is_none() || agrees(moved.half))
            && (moved.time.is_none() || moved.time == time);
        Some(match corrects(text) && plain {
            true => moved,
            // `ok mai em len`: so it stands.
            false if same => Reading {
                silent: true,
                polite: true,
                ..Reading::default()
            },
            false => Reading {
                meant: Some(Box::new(moved)),
                ..Reading::default()
            },
        })
    }
}

/// The messages that a helper's list consists of, of which `text` says what was missing; none when it is something else.
pub(super) fn of_list(
    live: &Live,
    phone: &str,
    text: &str,
    now: Minute,
) -> Result<Vec<String>, LiveError> {
    let recent = live.store().recent_messages(phone, live.wall() - DAY)?;
    let before = Before::new(&recent, None, 0).last;
    let is_list = before.is_some_and(|before| before.people().is_some());
    let mut lists = recent
        .iter()
        .filter(|m| reading_of(m).is_some_and(|r| r.people().is_some()));
    let vocabulary = &live.post().vocabulary;
    Ok(match lists.next() {
        Some(list) if is_list && parts(text, now, vocabulary, false, None).is_some() => {
            several(&format!("{} {text}", list.text), now, vocabulary, true)
        }
        _ => Vec::new(),
    })
}

/// Of the two days of a move the one is meant that is not the booking's own: `tu 2/12 sang 4/12`.
/// Who is asked and says again from which one to which is taken at his word.
fn to_the_other_day(
    office: &Office,
    phone: &Phone,
    reading: Reading,
    (text, before): (&str, &Before),
) -> Reading {
    let [one, other] = reading.days[..] else {
        return reading;
    };
    if reading.intent != Intent::Move || reading.doubts != [Doubt::TwoDates] {
        return reading;
    }
    let last = before.last.as_ref();
    let same = |last: &Reading| (last.intent, &last.code) == (Intent::Move, &reading.code);
    let again = last.is_some_and(|last| same(last) && last.days == reading.days);
    let is_from_to = is_from_to(text);
    if is_from_to && again {
        return reading.on(one);
    }
    let bears = |t: &&Ticket| reading.code.is_none() || reading.code == code_of(t);
    let fitting: Vec<_> = open_of(office, phone).filter(bears).collect();
    let own = match fitting[..] {
        [ticket] => ticket.time().map(Minute::day),
        _ => None,
    };
    let day = match own {
        Some(own) if own == one && !is_from_to => other,
        Some(own) if own == other => one,
        _ => return reading,
    };
    reading.on(day)
}

/// `26`, to who was asked which of several days is meant.
fn day_of(text: &str, last: &Reading) -> String {
    let number = text.trim().parse::<u32>();
    let (first, last) = (last.days.iter().min(), last.days.iter().max());
    let of_month = |day: &Day| day.to_chrono().day();
    let named = |n: &u32| {
        let days = first
            .zip(last)
            .map(|(first, last)| of_month(first)..=of_month(last));
        days.is_some_and(|days| days.contains(n))
    };
    match number.ok().filter(named) {
        Some(day) => format!("ngay {day}"),
        None => text.to_owned(),
    }
}

/// Whether a question is of what is spoken of: when the turn comes is asked of no procedure.
fn lacks_procedure(asked: &Reading) -> bool {
    asked.intent == Intent::Help && asked.procedure.is_none()
}

fn code_of(ticket: &Ticket) -> Option<Code> {
    Code::parse(ticket.person.code.as_deref()?).ok()
}
