//! What events do to dossiers (domain/dossier/dossiers.md, "From, to, who").

use super::due::{first_due, resumed_due};
use super::{Dossier, DossierId, ProvinceCode, Stage, Step};
use crate::domain::catalogue::Procedure;
use crate::domain::event::{Detail, How, Output, Timed, Wish};
use crate::domain::event_kind::EventKind;
use crate::domain::journal::Image;
use crate::domain::office::Office;
use crate::domain::request::Footing;
use crate::domain::rules::FieldIx;
use crate::domain::text::{Phone, clean, clean_name};
use crate::domain::ticket::{Errand, Person, Ticket, TicketId};
use crate::domain::time::{Day, Minute};

/// What is received: from the person in service at a counter, or by post, by a helper, from the province's system.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Receipt {
    /// Whose it is, its procedure, and its own code once that is given.
    pub person: Person,
    /// The province's code.
    pub province: Option<ProvinceCode>,
    /// The limit in working days; 0 is the same day.
    pub limit: Option<u16>,
    /// Whether papers that come back begin the count anew.
    pub anew: bool,
    /// The day on which it is due, where the limit does not say it.
    pub due: Option<Day>,
    /// When it was received, if not just now.
    pub received: Option<Minute>,
    /// How far it is already, where another system has it.
    pub stage: Option<Stage>,
    /// The visit that brought it.
    pub ticket: Option<TicketId>,
}

impl Receipt {
    /// With the limit that its procedure has now, where nothing else says when it is due.
    #[must_use]
    pub fn limited(mut self, procedure: Option<&Procedure>) -> Self {
        if self.limit.is_none() && self.due.is_none() && self.stage.is_none() {
            self.limit = procedure.and_then(|p| p.limit_days);
            self.anew = procedure.is_some_and(|p| p.anew);
        }
        self
    }

    /// What a visit brings, with all that it is known by.
    pub fn of_visit(visit: &Ticket, procedure: Option<&Procedure>) -> Self {
        // What concerns the visit alone (its code, its errand) is none of the dossier's.
        let visitor = visit.person.clone();
        let person = Person {
            phone: visitor.phone,
            name: visitor.name,
            procedure: visitor.procedure,
            note: visitor.note,
            channel: visitor.channel,
            helper: visitor.helper,
            consent: visitor.consent,
            contact: visitor.contact,
            ..Person::default()
        };
        let receipt = Self {
            person,
            ticket: Some(visit.id),
            ..Self::default()
        };
        receipt.limited(procedure)
    }
}

/// A booking that an official makes for a dossier's holder, outside the limits per phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appointment {
    /// Where.
    pub field: FieldIx,
    /// When.
    pub wish: Wish,
    /// Its transaction code, once that is given.
    pub code: Option<String>,
}

/// What is done to a dossier. Words are optional: they can be erased.
#[derive(Clone, PartialEq, Debug)]
pub enum Act {
    /// Somebody works on it.
    Process {
        /// Who.
        to: Option<String>,
    },
    /// Papers are missing.
    AskSupplement {
        /// Which.
        what: Option<String>,
        /// Until when they are to be back.
        until: Option<Day>,
        /// An hour for who brings them, so that nobody queues anew.
        visit: Option<Appointment>,
    },
    /// The papers are back.
    Supplement,
    /// The result is ready.
    Complete,
    /// The result was fetched; what was done while the person waited is completed with it.
    HandOver {
        /// By whom, if not by the holder, and on which paper.
        to: Option<String>,
    },
    /// The office refuses.
    Refuse {
        /// Why, and by which law.
        reason: Option<String>,
    },
    /// The office is late, and names another day.
    Apologise {
        /// Why.
        reason: Option<String>,
        /// The new day.
        due: Day,
    },
    /// The citizen does not want it any more.
    Stop {
        /// Who asked.
        reason: Option<String>,
    },
    /// What was written down wrongly. What is `None` stays.
    Correct {
        /// The holder's name.
        name: Option<String>,
        /// The procedure's id.
        procedure: Option<String>,
        /// The province's code.
        province: Option<ProvinceCode>,
        /// The holder's phone; `Some(None)`: there is none.
        phone: Option<Option<Phone>>,
    },
}

/// Slips that are given before anything is received (Circular 03/2025/TT-VPCP, Annex I).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// 02: what to bring.
    Supplement,
    /// 03: why it cannot be accepted.
    Refusal,
}

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Supplement, Self::Refusal];

    /// The form's number.
    pub fn id(self) -> &'static str {
        match self {
            Self::Supplement => "02",
            Self::Refusal => "03",
        }
    }
}

impl Act {
    /// Its kind of event.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Process { .. } => EventKind::Process,
            Self::AskSupplement { .. } => EventKind::AskSupplement,
            Self::Supplement => EventKind::Supplement,
            Self::Complete => EventKind::Complete,
            Self::HandOver { .. } => EventKind::HandOver,
            Self::Refuse { .. } => EventKind::Refuse,
            Self::Apologise { .. } => EventKind::Apologise,
            Self::Stop { .. } => EventKind::Stop,
            Self::Correct { .. } => EventKind::Correct,
        }
    }

    /// Its words about people.
    fn words(&self) -> Option<String> {
        let words = match self {
            Self::Process { to } | Self::HandOver { to } => to,
            Self::AskSupplement { what, .. } => what,
            Self::Refuse { reason } | Self::Stop { reason } | Self::Apologise { reason, .. } => {
                reason
            }
            Self::Correct { name, .. } => name,
            Self::Supplement | Self::Complete => &None,
        };
        words.as_deref().map(clean).filter(|t| !t.is_empty())
    }
}

impl Office {
    /// The dossiers that are remembered.
    pub fn dossiers(&self) -> &super::Dossiers {
        &self.dossiers
    }

    pub(in crate::domain) fn receive(&mut self, receipt: Receipt, out: &mut Vec<Timed>) {
        let (now, serial) = (self.now(), self.serial());
        let received = receipt.received.unwrap_or(now);
        let cutoff = self.rules().dossiers.cutoff;
        let due = receipt.due.or_else(|| {
            receipt
                .limit
                .map(|limit| first_due(self.rules(), received, limit, cutoff))
        });
        let stage = receipt.stage.unwrap_or(Stage::Received);
        let is_over = stage.is_final() || stage == Stage::Completed;
        let id = self.dossiers.next_id();
        let step = Step {
            at: received,
            what: EventKind::Receive,
            date: due,
            words: None,
            visit: None,
        };
        let dossier = Dossier {
            id,
            province: receipt.province,
            ticket: receipt.ticket,
            stage,
            received,
            limit: receipt.limit,
            anew: receipt.anew,
            due,
            asked: (stage == Stage::AwaitsPapers).then_some(now),
            ended: is_over.then_some(now),
            steps: vec![step],
            person: receipt.person,
            born: serial,
            stamp: serial,
        };
        if let Some(images) = &mut self.recording {
            images.push(Image::NewDossier(id));
        }
        self.dossiers.put(dossier);
        self.changes.dossiers.push(id);
        self.emit(
            out,
            Output::Dossier {
                dossier: id,
                what: EventKind::Receive,
            },
        );
    }

    pub(in crate::domain) fn act_on(&mut self, id: DossierId, act: Act, out: &mut Vec<Timed>) {
        let (now, what, words) = (self.now(), act.kind(), act.words());
        let Some(before) = self.dossiers.get(id) else {
            return;
        };
        let person = before.person.clone();
        let back = match act {
            Act::Supplement => self.due_again(before),
            _ => before.due,
        };
        let visit = match &act {
            Act::AskSupplement { visit, .. } => visit.as_ref(),
            _ => None,
        };
        if let Act::Correct {
            phone: Some(phone), ..
        } = &act
        {
            self.correct_visits(id, person.phone.as_ref(), phone.as_ref());
        }
        let visit = visit.and_then(|visit| self.book_return(visit, person, out));
        self.change_dossier(id, |d| {
            let mut date = None;
            match act {
                Act::Process { .. } => d.stage = Stage::Processing,
                Act::AskSupplement { until, .. } => {
                    d.stage = Stage::AwaitsPapers;
                    d.asked = Some(now);
                    date = until;
                }
                Act::Supplement => {
                    d.stage = Stage::Processing;
                    d.asked = None;
                    d.due = back;
                    date = back;
                }
                Act::Complete => {
                    d.stage = Stage::Completed;
                    d.ended = Some(now);
                }
                Act::HandOver { .. } => {
                    d.stage = Stage::HandedOver;
                    // When it was ready counts, not when it was fetched.
                    d.ended = d.ended.or(Some(now));
                }
                Act::Refuse { .. } => {
                    d.stage = Stage::Refused;
                    d.ended = Some(now);
                }
                Act::Stop { .. } => {
                    d.stage = Stage::Stopped;
                    d.ended = Some(now);
                }
                Act::Apologise { due, .. } => {
                    d.due = Some(due);
                    date = Some(due);
                }
                Act::Correct {
                    name,
                    procedure,
                    province,
                    phone,
                } => {
                    let name = name.as_deref().map(clean_name).filter(|n| !n.is_empty());
                    d.person.name = name.or(d.person.name.take());
                    d.person.procedure = procedure.or(d.person.procedure.take());
                    d.province = province.or(d.province.take());
                    d.person.phone = phone.unwrap_or(d.person.phone.take());
                }
            }
            let at = now;
            d.steps.push(Step {
                at,
                what,
                date,
                words,
                visit,
            });
        });
        self.emit(out, Output::Dossier { dossier: id, what });
    }

    /// The phone of a visit was wrong: so it was at what the visit brought, as far as every process remembers that.
    pub(in crate::domain) fn correct_brought(
        &mut self,
        visit: TicketId,
        was: Option<&Phone>,
        text: &str,
    ) {
        let today = self.now().day();
        let same = |d: &&Dossier| {
            d.person.phone.as_ref() == was && d.ended.is_none_or(|at| at.day() >= today)
        };
        let brought = self.dossiers.of_ticket(visit).filter(same);
        for id in brought.map(|d| d.id).collect::<Vec<_>>() {
            self.change_dossier(id, |d| Detail::Phone.write(text, &mut d.person));
        }
    }

    /// The phone of a dossier was wrong: so it was at the bookings for its papers that are still ahead.
    fn correct_visits(&mut self, id: DossierId, was: Option<&Phone>, phone: Option<&Phone>) {
        let steps = self.dossiers.get(id).map(|d| &d.steps);
        let visits = steps.into_iter().flatten().filter_map(|step| step.visit);
        let same = |t: &&Ticket| !t.state.is_final() && t.person.phone.as_ref() == was;
        let visits = visits.filter_map(|id| self.ticket(id)).filter(same);
        for id in visits.map(|t| t.id).collect::<Vec<_>>() {
            self.change(id, |t| t.person.phone = phone.cloned());
        }
    }

    /// An ordinary booking for who brings papers. It was checked before that there is one.
    fn book_return(
        &mut self,
        visit: &Appointment,
        person: Person,
        out: &mut Vec<Timed>,
    ) -> Option<TicketId> {
        let time = self.slot_of_wish(visit.field, visit.wish).ok()?;
        let person = Person {
            code: visit.code.clone(),
            note: None,
            errand: Some(Errand::Papers),
            ..person
        };
        let number = self.add_booking(visit.field, time, person, Footing::Booked, None);
        let how = How::Wished;
        self.emit(out, Output::Offered { number, time, how });
        self.by_number(number).map(|t| t.id)
    }

    /// When a dossier is due whose papers are back now.
    pub(in crate::domain) fn due_again(&self, d: &Dossier) -> Option<Day> {
        let today = self.now().day();
        match d.limit.filter(|_| d.anew) {
            Some(limit) => {
                let cutoff = self.rules().dossiers.cutoff;
                Some(first_due(self.rules(), self.now(), limit, cutoff))
            }
            None => Some(resumed_due(self.rules(), d.due?, d.asked?.day(), today)),
        }
    }

    /// Other rules hold: a due date that has become a day off goes to the next working day, no other one moves.
    pub(in crate::domain) fn leave_days_off(&mut self, out: &mut Vec<Timed>) {
        let today = self.now().day();
        let falls = |d: &&Dossier| {
            let ahead = d.due.filter(|due| d.stage.is_open() && *due >= today);
            ahead.is_some_and(|due| !self.rules().is_workday(due))
        };
        let moved: Vec<_> = self.dossiers.iter().filter(falls).map(|d| d.id).collect();
        for id in moved {
            let Some(due) = self.dossiers.get(id).and_then(|d| d.due) else {
                continue;
            };
            let next = self.rules().workday_after(due, 1);
            let now = self.now();
            self.change_dossier(id, |d| {
                d.due = Some(next);
                d.steps.push(Step {
                    at: now,
                    what: EventKind::Configured,
                    date: Some(next),
                    words: None,
                    visit: None,
                });
            });
            let what = EventKind::Configured;
            self.emit(out, Output::Dossier { dossier: id, what });
        }
    }

    /// Changes a dossier, its indexes with it.
    fn change_dossier(&mut self, id: DossierId, f: impl FnOnce(&mut Dossier)) {
        let Some(mut dossier) = self.dossiers.take(id) else {
            return;
        };
        if let Some(images) = &mut self.recording
            && !images.iter().any(|i| i.dossier() == Some(id))
        {
            images.push(Image::Dossier(Box::new(dossier.clone())));
        }
        f(&mut dossier);
        dossier.stamp = self.serial();
        self.dossiers.put(dossier);
        self.changes.dossiers.push(id);
    }

    /// Puts a dossier back as it was, its stamp too.
    pub(in crate::domain) fn restore_dossier(&mut self, image: Dossier) {
        self.changes.dossiers.push(image.id);
        self.dossiers.put(image);
    }

    /// Its receipt is taken back.
    pub(in crate::domain) fn withdraw(&mut self, id: DossierId, out: &mut Vec<Timed>) {
        let now = self.now();
        self.change_dossier(id, |d| {
            d.stage = Stage::Withdrawn;
            d.ended = Some(now);
        });
        let what = EventKind::Undo;
        self.emit(out, Output::Dossier { dossier: id, what });
    }
}
