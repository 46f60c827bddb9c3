//! Events about dossiers, read and written.

use super::WireError;
use super::keys::{Id, Keys};
use super::read::{Reader, bad};
use crate::domain::dossier::{Act, Appointment, DossierId, Form, ProvinceCode, Receipt, Stage};
use crate::domain::event::Event;
use crate::domain::rules::Rules;
use crate::domain::text::{Phone, clean, clean_name};
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Minute};

impl Reader<'_> {
    /// What is received, and what is done with it.
    pub(super) fn of_dossier(&self) -> Result<Option<Event>, WireError> {
        let k = self.keys;
        let name = || k.name.as_deref().map(clean_name).filter(|n| !n.is_empty());
        let act = match k.kind.as_str() {
            "receive" => {
                let receipt = Box::new(self.receipt()?);
                let counter = k.counter.is_some().then(|| self.counter()).transpose()?;
                return Ok(Some(Event::Receive { counter, receipt }));
            }
            "advise" => {
                let id = self.need("form", &k.form)?;
                let form = Form::ALL.into_iter().find(|form| form.id() == id);
                return Ok(Some(Event::Advise {
                    counter: self.counter()?,
                    form: form.ok_or_else(|| bad("form", id, "02 hoặc 03"))?,
                    reason: self.reason(),
                }));
            }
            "process" => Act::Process { to: name() },
            "ask_supplement" => Act::AskSupplement {
                what: self.reason(),
                until: self.date()?,
                visit: self.visit()?,
            },
            "supplement" => Act::Supplement,
            "complete" => Act::Complete,
            "hand_over" => Act::HandOver { to: name() },
            "refuse" => Act::Refuse {
                reason: self.reason(),
            },
            "apologise" => Act::Apologise {
                reason: self.reason(),
                due: *self.need("date", &self.date()?)?,
            },
            "stop" => Act::Stop {
                reason: self.reason(),
            },
            "correct" => Act::Correct {
                name: name(),
                procedure: k.procedure.as_deref().map(clean).filter(|p| !p.is_empty()),
                province: self.province()?,
                phone: k.phone.as_deref().map(|phone| match phone {
                    "" => None,
                    phone => Some(Phone::of(phone)),
                }),
            },
            _ => return Ok(None),
        };
        let dossier = DossierId(*self.need("dossier", &k.dossier)?);
        Ok(Some(Event::Dossier { dossier, act }))
    }

    /// An hour for who brings papers: its day, with `half` or `time` as for a booking.
    fn visit(&self) -> Result<Option<Appointment>, WireError> {
        let read = |text: &String| {
            let day = Day::parse(text).ok_or_else(|| bad("visit", text, "2026-11-23"))?;
            Ok(Appointment {
                field: self.field()?,
                wish: self.wish(day)?,
                code: self.keys.code.clone(),
            })
        };
        self.keys.visit.as_ref().map(read).transpose()
    }

    fn receipt(&self) -> Result<Receipt, WireError> {
        let k = self.keys;
        let day = |t: &String| Day::parse(t).ok_or_else(|| bad("due", t, "2026-11-23"));
        let minute =
            |t: &String| Minute::parse(t).ok_or_else(|| bad("received", t, "2026-11-23T08:42"));
        let stage = |id: &String| {
            let found = Stage::ALL.into_iter().find(|stage| stage.id() == id);
            found.ok_or_else(|| bad("stage", id, "received, processing, …"))
        };
        Ok(Receipt {
            person: self.person()?,
            province: self.province()?,
            limit: k.limit,
            anew: k.anew.unwrap_or(false),
            due: k.due.as_ref().map(day).transpose()?,
            received: k.received.as_ref().map(minute).transpose()?,
            stage: k.stage.as_ref().map(stage).transpose()?,
            ticket: k.ticket.map(TicketId),
        })
    }

    fn province(&self) -> Result<Option<ProvinceCode>, WireError> {
        let read = |text: &String| {
            let code = ProvinceCode::parse(text);
            code.ok_or_else(|| bad("province", text, "H15.50-260706-1377"))
        };
        self.keys.province.as_ref().map(read).transpose()
    }
}

pub(super) fn put_receipt(keys: &mut Keys, receipt: &Receipt) {
    keys.province = receipt.province.as_ref().map(ToString::to_string);
    keys.limit = receipt.limit;
    keys.anew = receipt.anew.then_some(true);
    keys.due = receipt.due.map(|day| day.to_string());
    keys.received = receipt.received.map(|at| at.to_string());
    keys.stage = receipt.stage.map(|stage| stage.id().to_owned());
    keys.ticket = receipt.ticket.map(|id| id.0);
}

pub(super) fn put_act(rules: &Rules, keys: &mut Keys, dossier: DossierId, act: &Act) {
    keys.dossier = Some(dossier.0);
    match act {
        Act::Process { to } | Act::HandOver { to } => keys.name.clone_from(to),
        Act::AskSupplement { what, until, visit } => {
            keys.reason.clone_from(what);
            keys.date = until.map(|day| day.to_string());
            if let Some(visit) = visit {
                keys.visit = Some(visit.wish.date.to_string());
                keys.field = Some(Id(rules.field(visit.field).id.clone()));
                keys.code.clone_from(&visit.code);
                keys.put_wish(&visit.wish);
            }
        }
        Act::Refuse { reason } | Act::Stop { reason } => keys.reason.clone_from(reason),
        Act::Apologise { reason, due } => {
            keys.reason.clone_from(reason);
            keys.date = Some(due.to_string());
        }
        Act::Correct {
            name,
            procedure,
            province,
            phone,
        } => {
            let phone = phone.as_ref();
            keys.phone = phone.map(|p| p.as_ref().map_or(String::new(), ToString::to_string));
            keys.name.clone_from(name);
            keys.procedure.clone_from(procedure);
            keys.province = province.as_ref().map(ToString::to_string);
        }
        Act::Supplement | Act::Complete => {}
    }
}
