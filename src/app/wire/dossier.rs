//! Events about dossiers, read.

use super::WireError;
use super::read::{Reader, bad};
use crate::domain::dossier::{Act, Appointment, DossierId, Form, ProvinceCode, Receipt, Stage};
use crate::domain::event::Event;
use crate::domain::text::{clean, clean_name};
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
