//! Each event, read and written: of a counter, of a number, of the whole office. (Those about dossiers: `dossier`.)

use super::WireError;
use super::dossier::{put_act, put_receipt};
use super::keys::{Id, Keys, SessionKeys};
use super::read::{Reader, bad, read_date, read_half};
use crate::domain::event::{Audit, Detail, Event, When};
use crate::domain::rules::{FieldIx, Rules};
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Half};

impl Reader<'_> {
    /// What somebody at a counter does.
    pub(super) fn of_counter(&self) -> Result<Option<Event>, WireError> {
        let k = self.keys;
        let counter = || self.counter();
        Ok(Some(match k.kind.as_str() {
            "done" => Event::Done {
                counter: counter()?,
            },
            "absent" => Event::Absent {
                counter: counter()?,
            },
            "open_counter" => Event::OpenCounter {
                counter: counter()?,
            },
            "recall" => Event::Recall {
                counter: counter()?,
            },
            "hold" => Event::Hold {
                counter: counter()?,
            },
            "undo" => Event::Undo {
                counter: counter()?,
            },
            "redo" => Event::Redo {
                counter: counter()?,
            },
            "close_counter" => Event::CloseCounter {
                counter: counter()?,
                reason: self.reason(),
            },
            "next" => Event::Next {
                counter: counter()?,
                current: self.current()?,
            },
            "set_manual" => Event::SetManual {
                counter: counter()?,
                manual: *self.need("manual", &k.manual)?,
            },
            "call_number" => Event::CallNumber {
                counter: counter()?,
                number: self.number()?,
                current: self.current()?,
            },
            "transfer" => Event::Transfer {
                counter: counter()?,
                field: self.field()?,
                procedure: k.procedure.as_deref().map(|p| Detail::Procedure.clean(p)),
            },
            _ => return Ok(None),
        }))
    }

    /// What is done about a number.
    pub(super) fn of_number(&self) -> Result<Option<Event>, WireError> {
        let k = self.keys;
        let number = || self.number();
        Ok(Some(match k.kind.as_str() {
            "arrive" => Event::Arrive { number: number()? },
            "leave" => Event::Leave { number: number()? },
            "requeue" => Event::Requeue { number: number()? },
            "confirm" => Event::Confirm {
                number: number()?,
                date: self.date()?,
            },
            "accept" => Event::Accept {
                number: number()?,
                date: self.date()?,
            },
            "cancel" => Event::Cancel {
                number: number()?,
                date: self.date()?,
            },
            "seek_earlier" => Event::SeekEarlier {
                number: number()?,
                date: self.date()?,
                seek: *self.need("seek", &k.seek)?,
            },
            "decline" => Event::Decline {
                number: self.number()?,
                date: self.date()?,
                reason: self.reason(),
            },
            "resume" => Event::Resume {
                number: self.number()?,
                counter: k.counter.is_some().then(|| self.counter()).transpose()?,
            },
            kind @ ("move" | "propose") => {
                let number = self.number()?;
                let (date, wish) = self.other_time()?;
                match kind {
                    "move" => Event::Move { number, date, wish },
                    _ => Event::Propose { number, date, wish },
                }
            }
            "set_priority" => Event::SetPriority {
                number: self.number()?,
                priority: *self.need("priority", &k.priority)?,
            },
            kind => match kind.parse::<Detail>() {
                Ok(detail) => Event::Set {
                    number: self.number()?,
                    date: self.date()?,
                    detail,
                    text: detail.clean(self.need(detail.key(), k.of_detail(detail))?),
                },
                Err(_) => return Ok(None),
            },
        }))
    }

    /// Who comes, on which days, and what the whole office does.
    pub(super) fn of_office(&self) -> Result<Option<Event>, WireError> {
        let k = self.keys;
        Ok(Some(match k.kind.as_str() {
            "walkin" => Event::Walkin {
                field: self.field()?,
                priority: k.priority.unwrap_or(false),
                person: self.person()?,
            },
            kind @ ("sms" | "web" | "request") => {
                let when = if kind == "sms" {
                    self.need("phone", &k.phone)?;
                    When::Soonest
                } else {
                    let date = self.date()?;
                    When::Wish(self.wish(*self.need("date", &date)?)?)
                };
                Event::Book {
                    field: self.field()?,
                    when,
                    to_confirm: kind == "request",
                    person: self.person()?,
                }
            }
            "ask" => {
                let date = self.date()?;
                Event::Ask {
                    field: self.field()?,
                    wish: self.wish(*self.need("date", &date)?)?,
                    person: self.person()?,
                }
            }
            "sweep" => {
                let tickets = self.need("tickets", &k.tickets)?.iter();
                Event::Sweep {
                    tickets: tickets.map(|id| TicketId(*id)).collect(),
                }
            }
            "close_session" => self.of_sessions(false)?,
            "open_session" => self.of_sessions(true)?,
            "unblock" => Event::Unblock {
                phone: self.phone()?,
            },
            "set_helper" => {
                let helper = match self.need("helper", &k.helper)? {
                    serde_json::Value::Bool(helper) => *helper,
                    other => return Err(bad("helper", &other.to_string(), "true hoặc false")),
                };
                Event::SetHelper {
                    phone: self.phone()?,
                    helper,
                }
            }
            "tick" => Event::Tick,
            "configured" => Event::Configured,
            "clock_confirmed" => Event::ClockConfirmed,
            "audit" => {
                let what = self.need("what", &k.what)?;
                Event::Audit {
                    what: Audit::by_id(what).ok_or_else(|| bad("what", what, "wrong_pin, …"))?,
                    official: k.official.clone(),
                    text: k.text.clone(),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// One half-day, or several.
    fn of_sessions(&self, open: bool) -> Result<Event, WireError> {
        if let Some(sessions) = &self.keys.sessions {
            let read = |session: &SessionKeys| {
                let (date, half) = (read_date(&session.date)?, read_half(&session.half)?);
                Ok((self.field_of(&session.field)?, date, half))
            };
            let sessions = sessions
                .iter()
                .map(read)
                .collect::<Result<_, WireError>>()?;
            return Ok(Event::SetSessions { open, sessions });
        }
        let (field, date, half) = (self.field()?, self.date()?, self.half()?);
        let date = *self.need("date", &date)?;
        let half = *self.need("half", &half)?;
        Ok(match open {
            true => Event::OpenSession { field, date, half },
            false => Event::CloseSession { field, date, half },
        })
    }
}

/// Puts down what one event has beside what its accessors tell of it.
pub(super) fn put(rules: &Rules, keys: &mut Keys, event: &Event) {
    match event {
        Event::Walkin { priority, .. } => keys.priority = priority.then_some(true),
        Event::Book {
            when: When::Wish(wish),
            ..
        }
        | Event::Ask { wish, .. } => {
            keys.date = Some(wish.date.to_string());
            keys.put_wish(wish);
        }
        Event::Move { date, wish, .. } | Event::Propose { date, wish, .. } => {
            let new_day = if date.is_none() {
                &mut keys.date
            } else {
                &mut keys.to
            };
            *new_day = Some(wish.date.to_string());
            keys.put_wish(wish);
        }
        Event::Decline { reason, .. } | Event::CloseCounter { reason, .. } => {
            keys.reason.clone_from(reason);
        }
        Event::CloseSession { date, half, .. } | Event::OpenSession { date, half, .. } => {
            keys.date = Some(date.to_string());
            keys.half = Some(half.id().to_owned());
        }
        Event::SetSessions { sessions, .. } => put_sessions(rules, keys, sessions),
        Event::Unblock { phone } => keys.phone = Some(phone.to_string()),
        Event::SetHelper { phone, helper } => {
            keys.phone = Some(phone.to_string());
            keys.helper = Some((*helper).into());
        }
        Event::Sweep { tickets } => keys.tickets = Some(tickets.iter().map(|id| id.0).collect()),
        Event::SeekEarlier { seek, .. } => keys.seek = Some(*seek),
        Event::SetManual { manual, .. } => keys.manual = Some(*manual),
        Event::CallNumber { current, .. } | Event::Next { current, .. } => {
            keys.current = current.map(|c| c.id().to_owned());
        }
        Event::Transfer { procedure, .. } => keys.procedure.clone_from(procedure),
        Event::SetPriority { priority, .. } => keys.priority = Some(*priority),
        Event::Set { detail, text, .. } => keys.put_detail(*detail, text.clone()),
        Event::Audit {
            what,
            official,
            text,
        } => {
            keys.what = Some(what.id().to_owned());
            keys.text.clone_from(text);
            keys.official.clone_from(official);
        }
        Event::Receive { receipt, .. } => put_receipt(keys, receipt),
        Event::Dossier { dossier, act } => put_act(rules, keys, *dossier, act),
        Event::Advise { form, reason, .. } => {
            keys.form = Some(form.id().to_owned());
            keys.reason.clone_from(reason);
        }
        Event::Book {
            when: When::Soonest,
            ..
        }
        | Event::Confirm { .. }
        | Event::Accept { .. }
        | Event::Arrive { .. }
        | Event::Cancel { .. }
        | Event::Leave { .. }
        | Event::Requeue { .. }
        | Event::Resume { .. }
        | Event::Done { .. }
        | Event::Absent { .. }
        | Event::OpenCounter { .. }
        | Event::Recall { .. }
        | Event::Hold { .. }
        | Event::Undo { .. }
        | Event::Redo { .. }
        | Event::Tick
        | Event::Configured
        | Event::ClockConfirmed => {}
    }
}

fn put_sessions(rules: &Rules, keys: &mut Keys, sessions: &[(FieldIx, Day, Half)]) {
    let session = |(field, date, half): &(FieldIx, Day, Half)| SessionKeys {
        field: Id(rules.field(*field).id.clone()),
        date: date.to_string(),
        half: half.id().to_owned(),
    };
    keys.sessions = Some(sessions.iter().map(session).collect());
}
