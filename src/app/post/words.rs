//! The words of letters: what the office knows, put into the words of `domain::sms`.

use super::reading::{Arrived, meant, open_of, ticket_of};
use super::{NoticeKind, Post};
use crate::app::waits::foresee;
use crate::domain::event::{Output, Reason, Timed};
use crate::domain::notice::Route;
use crate::domain::office::Office;
use crate::domain::sms::{Answers, Doubt, Facts, Intent, Part, Reading, Template, is_sentence};
use crate::domain::text::{Code, CodeOf, Phone};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Day, Minute};
use crate::domain::words::{date, hour};

/// To who sends a picture, a voice or a sticker.
pub(super) const ONLY_TEXT: &str =
    "Cơ quan chỉ đọc được tin viết bằng chữ. Xin nhắn lại bằng chữ, ví dụ: TC và mã hẹn.";
/// Where no reason was written down.
pub(super) const ASK_AT_DESK: &str = "xin hỏi tại quầy";
pub(super) const NOT_DONE: &str = "cần thêm thời gian giải quyết";

/// In a form of Zalo's: `8h30 ngày 25/11/2026`.
pub(super) fn moment(time: Minute) -> String {
    format!("{} ngày {}", hour(time.time()), date(time.day()))
}

impl Post {
    /// What a ticket's holder is told.
    pub(super) fn words(
        &self,
        kind: NoticeKind,
        office: &Office,
        ticket: &Ticket,
        reason: Option<&str>,
    ) -> String {
        let template = match kind {
            NoticeKind::Moved => moved(ticket),
            NoticeKind::Corrected => awaited(ticket).unwrap_or(Template::Corrected),
            kind => template(kind),
        };
        let mut facts = self.facts(office, ticket);
        if let Some(offer) = ticket
            .offered()
            .filter(|_| kind == NoticeKind::EarlierOffered)
        {
            facts = facts.offered(offer);
        }
        facts.reason = reason
            .unwrap_or("cơ quan sẽ giải thích khi ông/bà hỏi")
            .to_owned();
        self.answers.say(template, &facts)
    }

    /// The answer to a message that caused an event.
    pub(super) fn answer_to(
        &self,
        reading: &Reading,
        office: &Office,
        outputs: &[Timed],
        phone: &Phone,
    ) -> String {
        let next = next_workday(office, office.now());
        let about = ticket_of(office, outputs, phone);
        let awaited = about.and_then(awaited);
        let is_number = about.is_some_and(|t| t.time().is_none());
        for timed in outputs.iter().rev() {
            let template = match &timed.output {
                Output::Offered { .. } => Template::Booked,
                Output::Requested { number, .. } if number.is_unheld() => Template::Asked,
                Output::Requested { .. } => Template::Requested,
                Output::Already { .. } => awaited.unwrap_or(Template::Already),
                Output::Cancelled { reason: None, .. } if is_number => Template::CancelledNumber,
                Output::Cancelled { reason: None, .. } => Template::Cancelled,
                Output::Moved { .. } => about.map_or(Template::Moved, moved),
                Output::Confirmed { .. } => Template::Confirmed,
                Output::SeeksEarlier { seek: true, .. } => Template::EarlierNoted,
                Output::SeeksEarlier { seek: false, .. } => Template::EarlierEnded,
                Output::Rejected(reason) => {
                    let facts = self.facts_of_wish(office, reading, phone);
                    let until = office.phone(phone).and_then(|record| record.until);
                    let next = day_instead(office, reading, *reason);
                    return self.answers.refused(
                        *reason,
                        reading,
                        &self.catalogue,
                        &facts,
                        until,
                        next,
                    );
                }
                _ => continue,
            };
            if let Some(ticket) = about {
                let facts = self.facts(office, ticket);
                let given = ticket.time().map(Minute::time);
                use Template::{Booked, Moved, MovedRequest, Requested};
                let gives = matches!(template, Booked | Moved | MovedRequest | Requested);
                let refused = reading.time.filter(|asked| gives && given != Some(*asked));
                let refused = refused.map(|asked| {
                    let nearest = given.filter(|_| office.has_nearest_slot(ticket, asked));
                    Answers::without(asked, nearest, office.rules())
                });
                // Who books for several is told whose booking it is.
                let several = template == Booked && open_of(office, phone).count() > 1;
                let whose = if several { "{ten}: " } else { "" };
                let before = whose.to_owned() + &refused.unwrap_or_default();
                return self.answers.say_behind(&before, template, &facts);
            }
        }
        self.answers.help(&self.catalogue, next)
    }

    /// The other time that a refusal offered: what `OK` would mean.
    pub(super) fn offer(
        &self,
        office: &Office,
        reading: &Reading,
        outputs: &[Timed],
    ) -> Option<Reading> {
        // What is told as done is answered by how it stands.
        let meant = reading.meant.as_deref().filter(|_| !reading.told);
        if let Some(open) = meant.and_then(|meant| on_open_day(office, meant)) {
            return Some(open);
        }
        let refused = outputs.iter().rev().find_map(|t| match &t.output {
            Output::Rejected(reason) => Some(*reason),
            _ => None,
        })?;
        let mut offer = Reading {
            offer: None,
            ..reading.clone()
        };
        // As `Answers::refused` shows it.
        match refused {
            Reason::FullThen(Some(free)) => {
                (offer.date, offer.time) = (Some(free.day()), Some(free.time()));
                offer.half = None;
            }
            Reason::Past | Reason::TooFar | Reason::NotAWorkday => {
                offer.date = Some(day_instead(office, reading, refused));
            }
            _ => return None,
        }
        Some(offer)
    }

    /// How what a phone has open stands: who waits now is told how many are before.
    pub(super) fn turn(&self, office: &Office, tickets: &[&Ticket], now: Minute) -> String {
        let [ticket] = tickets else {
            return self.standing(office, tickets);
        };
        let queue = office.queue_view(ticket.number.field, now);
        let row = queue
            .waiting
            .iter()
            .enumerate()
            .find(|(_, row)| row.id == ticket.id);
        match row {
            Some((before, row)) => {
                let facts = self.facts(office, ticket);
                let turn = foresee(office, now).turn(row.id);
                let wait = turn.map(|turn| turn.wait);
                self.answers.turn(ticket.state, &facts, before, wait)
            }
            None => self.standing(office, tickets),
        }
    }

    pub(super) fn ask(&self, office: &Office, letter: &Arrived<'_>) -> String {
        let next = next_workday(office, letter.now);
        let reading = letter.reading;
        let changes = matches!(reading.intent, Intent::Cancel | Intent::Move);
        let open = open_of(office, letter.phone).map(|t| self.facts(office, t));
        let open: Vec<Facts> = open.collect();
        if changes && reading.code.is_none() && reading.doubts.is_empty() && open.len() > 1 {
            return self.answers.which_open(reading, &open, next);
        }
        let own = only_code(office, letter.phone);
        if let Some(open) = on_open_day(office, reading).filter(|_| reading.doubts.is_empty()) {
            return self
                .answers
                .closed_day(&open, &self.catalogue, Some(next), own.as_deref());
        }
        let list = self.list_of_helper(office, letter);
        let reading = list.as_ref().unwrap_or(letter.reading);
        self.answers
            .ask(reading, &self.catalogue, next, own.as_deref())
    }

    /// What a helper lacks who names several people: they are booked one by one, so only the rest is asked for.
    fn list_of_helper(&self, office: &Office, letter: &Arrived<'_>) -> Option<Reading> {
        let reading = letter.reading;
        let helper = office.phone(letter.phone).is_some_and(|p| p.helper);
        let names = reading
            .people()
            .filter(|names| helper && names.len() > 1 && reading.missing != [Part::Name])?;
        let mut rest = Reading {
            name: Some(names.join(", ")),
            ..reading.clone()
        };
        rest.missing.retain(|part| *part != Part::Name);
        rest.doubts
            .retain(|doubt| !matches!(doubt, Doubt::SeveralPeople(_)));
        Some(rest)
    }

    pub(super) fn unknown(&self, office: &Office, letter: &Arrived<'_>) -> String {
        let next = next_workday(office, letter.now);
        let meant = letter.reading.meant.as_deref();
        let own = only_code(office, letter.phone);
        if let Some(open) = meant.and_then(|meant| on_open_day(office, meant)) {
            return self
                .answers
                .closed_day(&open, &self.catalogue, None, own.as_deref());
        }
        let change = meant.filter(|m| matches!(m.intent, Intent::Cancel | Intent::Move));
        if let Some(change) = change.filter(|m| m.is_complete() && m.doubts.is_empty())
            && let Some(ticket) = self::meant(office, &self.catalogue, change, letter.phone)
            && !ticket.state.is_final()
        {
            let facts = self.facts(office, ticket);
            return self.answers.asked_to_change(change, &facts);
        }
        self.answers
            .unknown(letter.reading, &self.catalogue, next, own.as_deref())
    }

    /// To what is left to an official: that it is, where it is a sentence; how to write, where somebody tried to.
    pub(super) fn left(&self, office: &Office, letter: &Arrived<'_>) -> String {
        let next = next_workday(office, letter.now);
        match is_sentence(letter.text) {
            true => {
                let own = only_code(office, letter.phone);
                self.answers
                    .left_to_official(&self.catalogue, next, own.as_deref())
            }
            false => self.help(office, letter.now),
        }
    }

    pub(super) fn help(&self, office: &Office, now: Minute) -> String {
        self.answers
            .help(&self.catalogue, next_workday(office, now))
    }

    pub(super) fn not_found(&self, office: &Office, letter: &Arrived<'_>) -> String {
        let open: Vec<Facts> = open_of(office, letter.phone)
            .map(|t| self.facts(office, t))
            .collect();
        let code = letter.reading.code.as_ref();
        if let Some(code) = code
            && Route::of_chat(letter.phone.as_str()).is_some()
        {
            return self.answers.not_by_zalo(code.as_str());
        }
        let dossier = code.filter(|code| code.of() == CodeOf::Dossier).is_some()
            || letter.reading.province.is_some();
        match letter.reading.any_code().filter(|_| dossier) {
            Some(code) => self.answers.no_dossier(code),
            None => self.answers.not_found(code.map(Code::as_str), &open),
        }
    }

    pub(super) fn standing(&self, office: &Office, tickets: &[&Ticket]) -> String {
        let all: Vec<_> = tickets
            .iter()
            .map(|t| (t.state, self.facts(office, t)))
            .collect();
        self.answers.open_ones(&all)
    }

    /// Which of several bookings or proposals is meant: the word must be sent with a code.
    pub(super) fn which_of(&self, office: &Office, tickets: &[&Ticket], word: &str) -> String {
        let all: Vec<_> = tickets.iter().map(|t| self.facts(office, t)).collect();
        self.answers.which_of(&all, word)
    }

    /// To who says `OK` when the offer is over.
    pub(super) fn offer_is_gone(&self, office: &Office, ticket: &Ticket) -> String {
        let facts = self.facts(office, ticket);
        self.answers.say(Template::EarlierGone, &facts)
    }

    fn facts(&self, office: &Office, ticket: &Ticket) -> Facts {
        let id = ticket.person.procedure.as_deref();
        let procedure = id.and_then(|id| self.catalogue.get(id));
        Facts::of(office, ticket, procedure.map(|p| p.name.as_str()))
    }

    /// What is known of a wish that was refused: of the ticket that it is about, if there is one.
    fn facts_of_wish(&self, office: &Office, reading: &Reading, phone: &Phone) -> Facts {
        if let Some(ticket) = meant(office, &self.catalogue, reading, phone) {
            return self.facts(office, ticket);
        }
        let code = reading.code.as_ref().map(Code::as_str);
        let procedure = reading
            .procedure
            .as_deref()
            .and_then(|id| self.catalogue.get(id));
        let field = procedure.and_then(|p| office.rules().field_by_id(&p.field));
        Facts {
            code: code.unwrap_or_default().to_owned(),
            procedure: procedure.map(|p| p.name.clone()).unwrap_or_default(),
            field: field
                .map(|f| office.rules().field(f).name.clone())
                .unwrap_or_default(),
            ..Facts::default()
        }
    }
}

/// What is said of a ticket that still waits for somebody's word, whatever else has changed.
fn awaited(ticket: &Ticket) -> Option<Template> {
    match ticket.state {
        State::Requested => Some(Template::Requested),
        State::Proposed => Some(Template::Proposed),
        _ => None,
    }
}

fn moved(ticket: &Ticket) -> Template {
    match ticket.state {
        State::Requested => Template::MovedRequest,
        State::Proposed => Template::Proposed,
        _ => Template::Moved,
    }
}

fn template(kind: NoticeKind) -> Template {
    match kind {
        NoticeKind::Answer
        | NoticeKind::Help
        | NoticeKind::Rated
        | NoticeKind::NotRated
        | NoticeKind::Booked => Template::Booked,
        NoticeKind::Moved => Template::Moved,
        NoticeKind::Cancelled => Template::CancelledByOffice,
        NoticeKind::CancelledByCitizen => Template::Cancelled,
        NoticeKind::Confirmed => Template::Confirmed,
        NoticeKind::Proposed => Template::Proposed,
        NoticeKind::EarlierOffered => Template::EarlierOffered,
        NoticeKind::Declined => Template::Declined,
        NoticeKind::Lapsed => Template::Lapsed,
        NoticeKind::Corrected => Template::Corrected,
        NoticeKind::Reminder => Template::Reminder,
        NoticeKind::Near => Template::Near,
        // Dossiers have words of their own.
        _ => Template::DossierReceived,
    }
}

/// The first working day after `now`: for examples that can be copied as they are.
fn next_workday(office: &Office, now: Minute) -> Day {
    office.rules().workday_after(now.day(), 1)
}

/// The day that is shown in place of a wish's own: as near to it as can be booked.
fn day_instead(office: &Office, reading: &Reading, refused: Reason) -> Day {
    let rules = office.rules();
    let (today, last) = (office.now().day(), rules.horizon_days);
    let mut days: Vec<Day> = (1..=last).map(|n| today.plus(n)).collect();
    days.retain(|day| rules.is_workday(*day));
    let day = match refused {
        Reason::TooFar => days.last(),
        Reason::NotAWorkday => days.iter().find(|day| Some(**day) > reading.date),
        _ => None,
    };
    day.copied()
        .unwrap_or_else(|| next_workday(office, office.now()))
}

/// A wish for a day on which the office is closed, on the next one on which it is not.
fn on_open_day(office: &Office, wish: &Reading) -> Option<Reading> {
    let wishes = matches!(wish.intent, Intent::Book | Intent::Move);
    let closed = wish
        .date
        .filter(|day| wishes && !office.rules().is_workday(*day));
    closed.map(|day| Reading {
        date: Some(office.rules().workday_after(day, 1)),
        ..wish.clone()
    })
}

/// The code of the only booking that a phone has open.
fn only_code(office: &Office, phone: &Phone) -> Option<String> {
    let mut open = open_of(office, phone).filter_map(|t| t.person.code.clone());
    let first = open.next()?;
    open.next().is_none().then_some(first)
}
