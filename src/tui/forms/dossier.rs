//! Forms about dossiers: receiving one, and what is done to it that needs words or a day.

use super::booking::{Time, phone, phone_input};
use super::lists::{Procedure, halves, known, procedures};
use super::ticket::{corrected, phone_to_correct, set};
use super::{
    Answer, Fields, Form, Next, Row, filled, flag, needed, optional, pick, picked, submit, text,
    typed, wrong,
};
use crate::domain::dossier::{
    Act, Appointment, Dossier, DossierId, Form as Slip, ProvinceCode, Receipt,
};
use crate::domain::event::{Detail, Event};
use crate::domain::rules::FieldIx;
use crate::domain::text::{MAX_NAME, Phone};
use crate::domain::ticket::{Channel, Person, Ticket, TicketId};
use crate::domain::time::Day;
use crate::domain::words::{CONSENT_AT_DESK, date};
use crate::tui::action::Action;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::{Scene, calendar, dossiers as say, forms as words};

/// The next working day.
pub(crate) fn next_workday(scene: &Scene<'_>) -> Day {
    let rules = scene.view.office.rules();
    rules.workday_after(scene.view.today(), 1)
}

fn day_of(
    input: &Input,
    row: &'static str,
    scene: &Scene<'_>,
) -> Result<Option<Day>, super::Wrong> {
    let read = |typed: &str| calendar::read(typed, scene.view.today());
    typed(input, row, say::NO_DAY, read)
}

// ---- receiving ----

#[derive(Clone)]
struct Reception {
    ticket: Option<TicketId>,
    /// What the visit's own person is known by besides these rows.
    channel: Channel,
    name: Input,
    phone: Input,
    procedure: Choice<Procedure>,
    due: Input,
    agrees: bool,
    province: Input,
}

/// Receives a dossier, of the person in service or of who sent it.
pub(crate) fn receive(scene: &Scene<'_>, ticket: Option<&Ticket>) -> Form {
    let person = ticket.map(|t| t.person.clone()).unwrap_or_default();
    let mut phone = phone_input();
    phone.set(person.phone.as_ref().map_or("", |p| p.as_str()));
    let mut choice = procedures(scene, true);
    if let (Some(t), Some(id)) = (ticket, &person.procedure) {
        choice.select(&Procedure {
            field: t.number.field,
            id: Some(id.clone()),
        });
    }
    let first = match person.name {
        Some(_) => words::PROCEDURE,
        None => words::NAME,
    };
    let fields = Reception {
        ticket: ticket.map(|t| t.id),
        channel: person.channel,
        name: filled(
            Kind::Any,
            MAX_NAME,
            person.name.as_deref().unwrap_or_default(),
        ),
        phone,
        procedure: choice,
        due: Input::new(Kind::Any, 10),
        agrees: person.consent.is_some() || person.channel == Channel::Sms,
        province: Input::new(Kind::Any, 40),
    };
    let title = match ticket {
        Some(t) => say::receive_of(&scene.who(t)),
        None => say::RECEIVE.to_owned(),
    };
    Form::new(title, say::RECEIVE_VERB, fields).focused(first)
}

impl Fields for Reception {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            text(words::NAME, "", &mut self.name),
            text(words::PHONE, words::OPTIONAL, &mut self.phone),
            pick(words::PROCEDURE, &mut self.procedure),
            text(say::DUE, say::DUE_HINT, &mut self.due),
            flag(say::MESSAGES, say::MESSAGES_HINT, &mut self.agrees),
            text(say::PROVINCE, words::OPTIONAL, &mut self.province),
        ]
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let name = Some(needed(&self.name, words::NAME, say::NO_HOLDER)?);
        let id = picked(&self.procedure, words::PROCEDURE)?.id.clone();
        let known = id.as_deref().and_then(|id| scene.view.procedure(id));
        let province = province(&self.province)?;
        let receipt = Receipt {
            person: Person {
                name,
                phone: phone(&self.phone)?,
                procedure: id,
                channel: self.channel,
                consent: self.agrees.then_some(CONSENT_AT_DESK),
                ..Person::default()
            },
            province,
            due: day_of(&self.due, say::DUE, scene)?,
            ticket: self.ticket,
            ..Receipt::default()
        };
        let receipt = receipt.limited(known);
        if receipt.due.is_none() && receipt.limit.is_none() {
            return Err(wrong(say::DUE, say::NO_LIMIT));
        }
        let ticket = self.ticket.and_then(|id| scene.view.office.ticket(id));
        let learned = ticket.map_or(Vec::new(), |t| self.learned(scene, t, &receipt.person));
        let receive = Event::Receive {
            counter: self.ticket.map(|_| scene.desk),
            receipt: Box::new(receipt),
        };
        // Of a dossier that is refused nothing is kept but the form.
        if scene.view.office.check(&receive).is_err() {
            return submit(receive);
        }
        let events = learned.into_iter().chain([receive]);
        Ok(Next::Do(events.map(Command::Submit).collect()))
    }
}

impl Reception {
    /// What was not known of the visit before: it is written down there, too.
    fn learned(&self, scene: &Scene<'_>, t: &Ticket, person: &Person) -> Vec<Event> {
        let name = person.name.clone().filter(|_| t.person.name.is_none());
        let name = name.map(|name| set(t, Detail::Name, name));
        let own = self
            .procedure
            .selected()
            .filter(|p| p.field == t.number.field);
        let procedure = own.and_then(|p| p.id.clone());
        let procedure = procedure.filter(|_| t.person.procedure.is_none());
        let procedure = procedure.map(|procedure| set(t, Detail::Procedure, procedure));
        let all = name.into_iter().chain(procedure);
        all.filter(|event| scene.view.office.check(event).is_ok())
            .collect()
    }
}

fn province(input: &Input) -> Result<Option<ProvinceCode>, super::Wrong> {
    let read = ProvinceCode::parse;
    typed(input, say::PROVINCE, say::NO_PROVINCE, read)
}

// ---- what needs words or a day ----

#[derive(Clone)]
struct Deed {
    dossier: DossierId,
    action: Action,
    words: Input,
    more: Input,
    procedure: Choice<Procedure>,
    phone: Input,
    /// The phone that stood there when the form opened.
    showed: Option<Phone>,
    /// Where who brings papers is booked, and when.
    field: Option<FieldIx>,
    visit: Time,
}

/// Asks what an action needs to know; `None` for one that needs nothing.
pub(crate) fn dossier(scene: &Scene<'_>, action: Action, d: &Dossier) -> Option<Form> {
    let (title, verb) = say::of_dossier(action)?;
    let name = d.person.name.as_deref().unwrap_or_default();
    let mut choice = procedures(scene, true);
    if let Some(known) = known(scene, d.person.procedure.as_deref()) {
        choice.select(&known);
    }
    let field = choice.selected().map(|procedure| procedure.field);
    let mut times = vec![(None, say::NO_VISIT.to_owned())];
    times.extend(field.into_iter().flat_map(|field| halves(scene, field)));
    let is_correction = action == Action::Correct;
    let mut fields = Deed {
        dossier: d.id,
        action,
        words: filled(Kind::Any, MAX_NAME, if is_correction { name } else { "" }),
        more: Input::new(Kind::Any, MAX_NAME),
        procedure: choice,
        phone: phone_to_correct(d.person.phone.as_ref()),
        showed: d.person.phone.clone(),
        field,
        visit: Time::new(scene, field, times),
    };
    if let Some(code) = d.province.as_ref().filter(|_| is_correction) {
        fields.more.set(code.as_str());
    }
    if action == Action::Apologise {
        fields.more.suggest(&date(next_workday(scene)));
    }
    let code = say::code(d);
    Some(Form::new(format!("{title} {code}"), verb, fields).noted(name))
}

impl Fields for Deed {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let (own, more) = (&mut self.words, &mut self.more);
        match self.action {
            Action::AskSupplement => {
                let mut rows = vec![
                    text(say::MISSING, "", own),
                    text(say::UNTIL, say::UNTIL_HINT, more),
                ];
                rows.extend(self.visit.rows(say::VISIT));
                rows
            }
            Action::HandOver => vec![text(say::TAKER, say::TAKER_HINT, own)],
            Action::Refuse => vec![text(words::WHY, "", own), text(say::BASIS, "", more)],
            Action::Apologise => vec![text(words::WHY, "", own), text(say::NEW_DUE, "", more)],
            Action::StopDossier => vec![text(words::WHY, say::STOP_HINT, own)],
            _ => vec![
                text(words::NAME, "", own),
                text(words::PHONE, words::NO_PHONE, &mut self.phone),
                pick(words::PROCEDURE, &mut self.procedure),
                text(say::PROVINCE, words::OPTIONAL, more),
            ],
        }
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let said = optional(self.words.value());
        let more = optional(self.more.value());
        let needed = |row, why| needed(&self.words, row, why);
        let act = match self.action {
            Action::AskSupplement => Act::AskSupplement {
                what: Some(needed(say::MISSING, say::NOTHING_MISSING)?),
                until: day_of(&self.more, say::UNTIL, scene)?,
                visit: self.appointment()?,
            },
            Action::HandOver => Act::HandOver { to: said },
            Action::Refuse => {
                let reason = needed(words::WHY, words::NO_REASON)?;
                let basis = more.ok_or_else(|| wrong(say::BASIS, say::NO_BASIS))?;
                Act::Refuse {
                    reason: Some(format!("{reason} ({basis})")),
                }
            }
            Action::Apologise => Act::Apologise {
                reason: Some(needed(words::WHY, words::NO_REASON)?),
                due: day_of(&self.more, say::NEW_DUE, scene)?
                    .ok_or_else(|| wrong(say::NEW_DUE, say::NO_DAY))?,
            },
            Action::StopDossier => Act::Stop {
                reason: Some(needed(words::WHY, words::NO_REASON)?),
            },
            _ => Act::Correct {
                name: said,
                procedure: picked(&self.procedure, words::PROCEDURE)?.id.clone(),
                province: province(&self.more)?,
                phone: corrected(&self.phone, self.showed.as_ref())?,
            },
        };
        let dossier = self.dossier;
        submit(Event::Dossier { dossier, act })
    }
}

impl Deed {
    /// The hour for who brings papers, where the official offers one.
    fn appointment(&self) -> Result<Option<Appointment>, super::Wrong> {
        let wish = self.visit.wish(say::VISIT)?;
        let booked = wish.zip(self.field);
        Ok(booked.map(|(wish, field)| Appointment {
            field,
            wish,
            code: None,
        }))
    }
}

// ---- before anything is received ----

#[derive(Clone)]
struct Advice {
    form: Choice<Slip>,
    reason: Input,
}

/// What the person in service is told before anything is received.
pub(crate) fn advise(scene: &Scene<'_>, present: &Ticket) -> Form {
    let fields = Advice {
        form: Choice::new(
            say::SLIPS
                .map(|(slip, label)| (slip, label.to_owned()))
                .into(),
        ),
        reason: Input::new(Kind::Any, MAX_NAME),
    };
    Form::new(
        say::advise_of(&scene.who(present)),
        say::ADVISE_VERB,
        fields,
    )
    .stepwise()
}

impl Fields for Advice {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            pick(say::SLIP, &mut self.form),
            text(words::WHY, "", &mut self.reason),
        ]
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        submit(Event::Advise {
            counter: scene.desk,
            form: *picked(&self.form, say::SLIP)?,
            reason: Some(needed(&self.reason, words::WHY, words::NO_REASON)?),
        })
    }
}
