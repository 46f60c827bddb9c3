//! JSON in: every mistake is named by its key.

use super::keys::{Id, Keys, SessionKeys};
use super::write::to_keys;
use super::{CITIZEN, Envelope, WireError};
use crate::domain::event::{Audit, Current, Event, NumberRef, When, Wish};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::text::{Phone, clean, clean_name};
use crate::domain::ticket::{Channel, Contact, Errand, Person, TicketId};
use crate::domain::time::{Day, Half, Minute, TimeOfDay};

/// Reads one event.
///
/// # Errors
/// Names the key that is wrong and what is wanted.
pub fn parse_event(rules: &Rules, json: serde_json::Value) -> Result<Envelope, WireError> {
    if !json.is_object() {
        return Err(WireError::Json("cần {\"type\": …}".to_owned()));
    }
    let keys: Keys = serde_json::from_value(json).map_err(|e| WireError::Json(e.to_string()))?;
    let at = keys
        .at
        .as_deref()
        .map(|t| Minute::parse(t).ok_or_else(|| bad("at", t, "2026-11-23T08:42")))
        .transpose()?;
    let desk = keys
        .desk
        .as_ref()
        .map(|id| counter_of(rules, id))
        .transpose()?;
    let actor = keys.actor.clone();
    let citizen = match keys.by.as_deref() {
        None => false,
        Some(CITIZEN) => true,
        Some(other) => return Err(bad("by", other, CITIZEN)),
    };
    let event = Reader { rules, keys: &keys }.event()?;
    let envelope = Envelope {
        at,
        desk,
        actor,
        citizen,
        event,
    };
    refuse_superfluous(&keys, &to_keys(rules, &envelope))?;
    Ok(envelope)
}

pub(super) fn bad(key: &'static str, value: &str, want: &'static str) -> WireError {
    WireError::Bad {
        key,
        value: value.to_owned(),
        want,
    }
}

fn counter_of(rules: &Rules, id: &Id) -> Result<CounterIx, WireError> {
    rules
        .counter_by_id(&id.0)
        .ok_or_else(|| WireError::UnknownCounter(id.0.clone()))
}

fn refuse_superfluous(given: &Keys, understood: &Keys) -> Result<(), WireError> {
    let object = |keys: &Keys| match serde_json::to_value(keys) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (given, understood) = (object(given), object(understood));
    // A name of blanks or of letters that nobody can see is as good as none.
    let weightless = |v: &serde_json::Value| {
        v.as_bool() == Some(false) || v.as_str().is_some_and(|text| clean(text).is_empty())
    };
    match given
        .iter()
        .find(|(key, value)| !understood.contains_key(*key) && !weightless(value))
    {
        None => Ok(()),
        Some((key, _)) => {
            let event = given
                .get("type")
                .and_then(|t| t.as_str())
                .unwrap_or_default()
                .to_owned();
            Err(WireError::Superfluous {
                event,
                key: key.clone(),
            })
        }
    }
}

pub(super) struct Reader<'a> {
    rules: &'a Rules,
    pub(super) keys: &'a Keys,
}

impl Reader<'_> {
    pub(super) fn need<'k, T>(
        &self,
        key: &'static str,
        value: &'k Option<T>,
    ) -> Result<&'k T, WireError> {
        value.as_ref().ok_or_else(|| WireError::Missing {
            event: self.keys.kind.clone(),
            key,
        })
    }

    pub(super) fn field(&self) -> Result<FieldIx, WireError> {
        self.field_of(self.need("field", &self.keys.field)?)
    }

    fn field_of(&self, id: &Id) -> Result<FieldIx, WireError> {
        let found = self.rules.field_by_id(&id.0);
        found.ok_or_else(|| WireError::UnknownField(id.0.clone()))
    }

    pub(super) fn counter(&self) -> Result<CounterIx, WireError> {
        counter_of(self.rules, self.need("counter", &self.keys.counter)?)
    }

    fn number(&self) -> Result<NumberRef, WireError> {
        let text = self.need("number", &self.keys.number)?;
        parse_number(self.rules, text)
    }

    fn phone(&self) -> Result<Phone, WireError> {
        Ok(Phone::of(self.need("phone", &self.keys.phone)?))
    }

    pub(super) fn date(&self) -> Result<Option<Day>, WireError> {
        self.keys.date.as_deref().map(read_date).transpose()
    }

    fn half(&self) -> Result<Option<Half>, WireError> {
        self.keys.half.as_deref().map(read_half).transpose()
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

    pub(super) fn wish(&self, date: Day) -> Result<Wish, WireError> {
        let read = |text: &String| TimeOfDay::parse(text).ok_or_else(|| bad("time", text, "08:30"));
        let time = self.keys.time.as_ref().map(read).transpose()?;
        Ok(Wish {
            date,
            half: self.half()?,
            time,
        })
    }

    /// The day of the number, and the wish: `date` is the number's where `to` names the new day; alone it is the new day.
    fn other_time(&self) -> Result<(Option<Day>, Wish), WireError> {
        let date = self.date()?;
        match &self.keys.to {
            Some(to) => {
                let to = Day::parse(to).ok_or_else(|| bad("to", to, "2026-11-23"))?;
                Ok((date, self.wish(to)?))
            }
            None => Ok((None, self.wish(*self.need("date", &date)?)?)),
        }
    }

    fn current(&self) -> Result<Option<Current>, WireError> {
        let read = |id: &String| {
            let found = Current::ALL.into_iter().find(|c| c.id() == id);
            found.ok_or_else(|| bad("current", id, "done hoặc hold"))
        };
        self.keys.current.as_ref().map(read).transpose()
    }

    pub(super) fn reason(&self) -> Option<String> {
        let reason = self.keys.reason.as_deref().map(clean);
        reason.filter(|t| !t.is_empty())
    }

    pub(super) fn person(&self) -> Result<Person, WireError> {
        let k = self.keys;
        let text = |t: &Option<String>| t.as_deref().map(clean).filter(|t| !t.is_empty());
        let name = |t: &str| Some(clean_name(t)).filter(|t| !t.is_empty());
        let channel = match &k.channel {
            None => Channel::default(),
            Some(id) => Channel::ALL
                .into_iter()
                .find(|c| c.id() == id)
                .ok_or_else(|| bad("channel", id, "counter, sms, web, phone, helper"))?,
        };
        let errand = k.errand.as_deref().map(|id| {
            let found = Errand::ALL.into_iter().find(|e| e.id() == id);
            found.ok_or_else(|| bad("errand", id, "result, papers"))
        });
        let contact = match &k.contact {
            None => Contact::default(),
            Some(id) => Contact::ALL
                .into_iter()
                .find(|c| c.id() == id)
                .ok_or_else(|| bad("contact", id, "message, call, both"))?,
        };
        let helper = match &k.helper {
            None => None,
            Some(serde_json::Value::String(helper)) => name(helper),
            Some(other) => return Err(bad("helper", &other.to_string(), "tên người đặt hộ")),
        };
        Ok(Person {
            phone: k.phone.as_deref().filter(|p| !p.is_empty()).map(Phone::of),
            name: k.name.as_deref().and_then(name),
            procedure: text(&k.procedure),
            errand: errand.transpose()?,
            note: text(&k.note),
            channel,
            helper,
            consent: k.consent,
            contact,
            code: text(&k.code),
        })
    }

    fn event(&self) -> Result<Event, WireError> {
        let found = match (self.of_counter()?, self.of_number()?) {
            (None, None) => match self.of_dossier()? {
                None => self.of_office()?,
                found => found,
            },
            (of_counter, of_number) => of_counter.or(of_number),
        };
        found.ok_or_else(|| WireError::UnknownType(self.keys.kind.clone()))
    }

    /// What somebody at a counter does.
    fn of_counter(&self) -> Result<Option<Event>, WireError> {
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
            },
            _ => return Ok(None),
        }))
    }

    /// What is done about a number.
    fn of_number(&self) -> Result<Option<Event>, WireError> {
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
                counter: k
                    .counter
                    .as_ref()
                    .map(|id| counter_of(self.rules, id))
                    .transpose()?,
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
            "set_name" => Event::SetName {
                number: self.number()?,
                date: self.date()?,
                name: clean_name(self.need("name", &k.name)?),
            },
            "set_procedure" => Event::SetProcedure {
                number: self.number()?,
                date: self.date()?,
                procedure: clean(self.need("procedure", &k.procedure)?),
            },
            _ => return Ok(None),
        }))
    }

    /// Who comes, on which days, and what the whole office does.
    fn of_office(&self) -> Result<Option<Event>, WireError> {
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
}

fn read_date(text: &str) -> Result<Day, WireError> {
    Day::parse(text).ok_or_else(|| bad("date", text, "2026-11-23"))
}

fn read_half(text: &str) -> Result<Half, WireError> {
    let found = Half::BOTH.into_iter().find(|h| h.id() == text);
    found.ok_or_else(|| bad("half", text, "AM hoặc PM"))
}

/// Reads `TP-001`.
///
/// # Errors
/// Names what is wrong with it.
pub fn parse_number(rules: &Rules, text: &str) -> Result<NumberRef, WireError> {
    let want = "mã lĩnh vực, gạch nối, số: TP-001";
    let (field, n) = text
        .rsplit_once('-')
        .ok_or_else(|| bad("number", text, want))?;
    let digits = !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let n = if digits { n.parse().ok() } else { None };
    let n = n.ok_or_else(|| bad("number", text, want))?;
    let field = rules
        .field_by_id(field)
        .ok_or_else(|| WireError::UnknownField(field.to_owned()))?;
    Ok(NumberRef { field, n })
}
