//! The language of events and answers in JSON (spec/queue.md): what `replay`, `event`, `queue --json` and the event
//! log speak. Fields and counters go by their ids, numbers as `TP-001`, times as `2026-11-23T08:42`.

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::event::{Current, Event, NumberRef, Wish};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::text::{Phone, clean, clean_name};
use crate::domain::ticket::{Channel, Number, Person};
use crate::domain::time::{Day, Half, Minute, TimeOfDay};

/// Why a JSON event is not understood; shown to staff and to those who write scripts.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum WireError {
    /// Not JSON, or a key or a type that no event has.
    #[error("không đọc được JSON: {0}")]
    Json(String),
    /// No such event.
    #[error("không có sự kiện «{0}»; xem `motcua event --help`")]
    UnknownType(String),
    /// A key is missing.
    #[error("sự kiện «{event}» thiếu `{key}`")]
    Missing {
        /// Name of the event.
        event: String,
        /// The missing key.
        key: &'static str,
    },
    /// A key that this event does not have.
    #[error("sự kiện «{event}» không có `{key}`")]
    Superfluous {
        /// Name of the event.
        event: String,
        /// The key.
        key: String,
    },
    /// No such field.
    #[error("không có lĩnh vực «{0}» trong cấu hình")]
    UnknownField(String),
    /// No such counter.
    #[error("không có quầy «{0}» trong cấu hình")]
    UnknownCounter(String),
    /// A value that is none.
    #[error("`{key}` không đúng: «{value}»; cần {want}")]
    Bad {
        /// The key.
        key: &'static str,
        /// What stood there.
        value: String,
        /// What is wanted.
        want: &'static str,
    },
}

/// An id: a short string; a plain number is taken as its decimal string.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "mã lĩnh vực hay quầy phải là chữ hoặc số nguyên không âm")]
        enum Either {
            Text(String),
            Number(u64),
        }
        Ok(Self(match Either::deserialize(d)? {
            Either::Text(text) => text,
            Either::Number(n) => n.to_string(),
        }))
    }
}

/// Every key that an event may have, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(default)]
struct Keys {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    half: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manual: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    helper: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
}

/// An event with its envelope: when, from which desk, by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// When; `None` means now.
    pub at: Option<Minute>,
    /// The desk whose official acts.
    pub desk: Option<CounterIx>,
    /// Id of the official.
    pub actor: Option<String>,
    /// What.
    pub event: Event,
}

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
    let event = Reader { rules, keys: &keys }.event()?;
    let envelope = Envelope {
        at,
        desk,
        actor,
        event,
    };
    refuse_superfluous(&keys, &to_keys(rules, &envelope))?;
    Ok(envelope)
}

/// Writes one event, as it is read again by [`parse_event`].
pub fn event_json(rules: &Rules, envelope: &Envelope) -> String {
    serde_json::to_string(&to_keys(rules, envelope)).unwrap_or_default()
}

fn bad(key: &'static str, value: &str, want: &'static str) -> WireError {
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

struct Reader<'a> {
    rules: &'a Rules,
    keys: &'a Keys,
}

impl Reader<'_> {
    fn need<'k, T>(&self, key: &'static str, value: &'k Option<T>) -> Result<&'k T, WireError> {
        value.as_ref().ok_or_else(|| WireError::Missing {
            event: self.keys.kind.clone(),
            key,
        })
    }

    fn field(&self) -> Result<FieldIx, WireError> {
        let id = &self.need("field", &self.keys.field)?.0;
        self.rules
            .field_by_id(id)
            .ok_or_else(|| WireError::UnknownField(id.clone()))
    }

    fn counter(&self) -> Result<CounterIx, WireError> {
        counter_of(self.rules, self.need("counter", &self.keys.counter)?)
    }

    fn number(&self) -> Result<NumberRef, WireError> {
        let text = self.need("number", &self.keys.number)?;
        parse_number(self.rules, text)
    }

    fn phone(&self) -> Result<Phone, WireError> {
        Ok(read_phone(self.need("phone", &self.keys.phone)?))
    }

    fn date(&self) -> Result<Option<Day>, WireError> {
        let read = |text: &String| Day::parse(text).ok_or_else(|| bad("date", text, "2026-11-23"));
        self.keys.date.as_ref().map(read).transpose()
    }

    fn half(&self) -> Result<Option<Half>, WireError> {
        let read = |text: &String| {
            let found = Half::BOTH.into_iter().find(|h| h.id() == text);
            found.ok_or_else(|| bad("half", text, "AM hoặc PM"))
        };
        self.keys.half.as_ref().map(read).transpose()
    }

    fn wish(&self, date: Day) -> Result<Wish, WireError> {
        let read = |text: &String| TimeOfDay::parse(text).ok_or_else(|| bad("time", text, "08:30"));
        let time = self.keys.time.as_ref().map(read).transpose()?;
        Ok(Wish {
            date,
            half: self.half()?,
            time,
        })
    }

    /// The day of a booking: of the event's date where `to` tells the new one.
    fn target_date(&self) -> Result<Day, WireError> {
        let text = self.need("to", &self.keys.to)?;
        Day::parse(text).ok_or_else(|| bad("to", text, "2026-11-23"))
    }

    fn person(&self) -> Result<Person, WireError> {
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
        let helper = match &k.helper {
            None => None,
            Some(serde_json::Value::String(helper)) => name(helper),
            Some(other) => return Err(bad("helper", &other.to_string(), "tên người giúp")),
        };
        Ok(Person {
            phone: k.phone.as_deref().filter(|p| !p.is_empty()).map(read_phone),
            name: k.name.as_deref().and_then(name),
            procedure: text(&k.procedure),
            note: text(&k.note),
            channel,
            helper,
            consent: k.consent.unwrap_or(false),
            code: text(&k.code),
        })
    }

    fn event(&self) -> Result<Event, WireError> {
        let k = self.keys;
        Ok(match k.kind.as_str() {
            "walkin" => Event::Walkin {
                field: self.field()?,
                priority: k.priority.unwrap_or(false),
                person: self.person()?,
            },
            "sms" => {
                self.need("phone", &k.phone)?;
                Event::Sms {
                    field: self.field()?,
                    person: self.person()?,
                }
            }
            "web" => {
                let date = self.date()?;
                let wish = self.wish(*self.need("date", &date)?)?;
                Event::Web {
                    field: self.field()?,
                    wish,
                    person: self.person()?,
                }
            }
            "arrive" => Event::Arrive {
                number: self.number()?,
            },
            "cancel" => Event::Cancel {
                number: self.number()?,
                date: self.date()?,
            },
            "leave" => Event::Leave {
                number: self.number()?,
            },
            "done" => Event::Done {
                counter: self.counter()?,
            },
            "absent" => Event::Absent {
                counter: self.counter()?,
            },
            "close_counter" => Event::CloseCounter {
                counter: self.counter()?,
                reason: k.reason.as_deref().map(clean).filter(|t| !t.is_empty()),
            },
            "open_counter" => Event::OpenCounter {
                counter: self.counter()?,
            },
            kind @ ("close_session" | "open_session") => {
                let (field, date, half) = (self.field()?, self.date()?, self.half()?);
                let date = *self.need("date", &date)?;
                let half = *self.need("half", &half)?;
                match kind {
                    "close_session" => Event::CloseSession { field, date, half },
                    _ => Event::OpenSession { field, date, half },
                }
            }
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
            "next" => Event::Next {
                counter: self.counter()?,
            },
            "set_manual" => Event::SetManual {
                counter: self.counter()?,
                manual: *self.need("manual", &k.manual)?,
            },
            "recall" => Event::Recall {
                counter: self.counter()?,
            },
            "call_number" => Event::CallNumber {
                counter: self.counter()?,
                number: self.number()?,
                current: match k.current.as_deref() {
                    None => None,
                    Some("done") => Some(Current::Done),
                    Some("hold") => Some(Current::Hold),
                    Some(other) => return Err(bad("current", other, "done hoặc hold")),
                },
            },
            "hold" => Event::Hold {
                counter: self.counter()?,
            },
            "resume" => Event::Resume {
                number: self.number()?,
                counter: k
                    .counter
                    .as_ref()
                    .map(|id| counter_of(self.rules, id))
                    .transpose()?,
            },
            "requeue" => Event::Requeue {
                number: self.number()?,
            },
            "transfer" => Event::Transfer {
                counter: self.counter()?,
                field: self.field()?,
            },
            // `date` is the day of the number where `to` names the new day; alone it is the new day.
            "move" if k.to.is_some() => Event::Move {
                number: self.number()?,
                date: self.date()?,
                wish: self.wish(self.target_date()?)?,
            },
            "move" => {
                let date = self.date()?;
                let wish = self.wish(*self.need("date", &date)?)?;
                Event::Move {
                    number: self.number()?,
                    date: None,
                    wish,
                }
            }
            "undo" => Event::Undo {
                counter: self.counter()?,
            },
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
            "configured" => Event::Configured,
            "clock_confirmed" => Event::ClockConfirmed,
            other => return Err(WireError::UnknownType(other.to_owned())),
        })
    }
}

/// `+84…`, `84…` and `0…` are one; anything else stays as it was written.
fn read_phone(text: &str) -> Phone {
    Phone::parse(text).unwrap_or_else(|_| Phone::raw(text))
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

/// Writes a number as events and answers do: field id, hyphen, three digits or more.
pub fn number_text(rules: &Rules, number: Number) -> String {
    format!("{}-{:03}", rules.field(number.field).id, number.n)
}

fn to_keys(rules: &Rules, envelope: &Envelope) -> Keys {
    let event = &envelope.event;
    let mut keys = Keys {
        kind: event.name().to_owned(),
        at: envelope.at.map(|t| t.to_string()),
        desk: envelope.desk.map(|ix| Id(rules.counter(ix).id.clone())),
        actor: envelope.actor.clone(),
        counter: event.counter().map(|ix| Id(rules.counter(ix).id.clone())),
        ..Keys::default()
    };
    let field = |ix: &FieldIx| Some(Id(rules.field(*ix).id.clone()));
    let number = |n: &NumberRef| Some(format!("{}-{:03}", rules.field(n.field).id, n.n));
    let day = |d: &Day| Some(d.to_string());
    match event {
        Event::Walkin {
            field: f,
            priority,
            person,
        } => {
            keys.field = field(f);
            keys.priority = priority.then_some(true);
            put_person(&mut keys, person);
        }
        Event::Sms { field: f, person } => {
            keys.field = field(f);
            put_person(&mut keys, person);
        }
        Event::Web {
            field: f,
            wish,
            person,
        } => {
            keys.field = field(f);
            keys.date = day(&wish.date);
            put_wish(&mut keys, wish);
            put_person(&mut keys, person);
        }
        Event::Arrive { number: n } | Event::Leave { number: n } | Event::Requeue { number: n } => {
            keys.number = number(n);
        }
        Event::Cancel { number: n, date } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
        }
        Event::CloseCounter { reason, .. } => keys.reason = reason.clone(),
        Event::CloseSession {
            field: f,
            date,
            half,
        }
        | Event::OpenSession {
            field: f,
            date,
            half,
        } => {
            keys.field = field(f);
            keys.date = day(date);
            keys.half = Some(half.id().to_owned());
        }
        Event::Unblock { phone } => keys.phone = Some(phone.to_string()),
        Event::SetHelper { phone, helper } => {
            keys.phone = Some(phone.to_string());
            keys.helper = Some((*helper).into());
        }
        Event::SetManual { manual, .. } => keys.manual = Some(*manual),
        Event::CallNumber {
            number: n, current, ..
        } => {
            keys.number = number(n);
            let word = |c: &Current| if *c == Current::Done { "done" } else { "hold" }.to_owned();
            keys.current = current.as_ref().map(word);
        }
        Event::Resume { number: n, .. } => keys.number = number(n),
        Event::Transfer { field: f, .. } => keys.field = field(f),
        Event::Move {
            number: n,
            date,
            wish,
        } => {
            keys.number = number(n);
            match date {
                None => keys.date = day(&wish.date),
                Some(date) => {
                    keys.date = day(date);
                    keys.to = day(&wish.date);
                }
            }
            put_wish(&mut keys, wish);
        }
        Event::SetPriority {
            number: n,
            priority,
        } => {
            keys.number = number(n);
            keys.priority = Some(*priority);
        }
        Event::SetName {
            number: n,
            date,
            name,
        } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
            keys.name = Some(name.clone());
        }
        Event::SetProcedure {
            number: n,
            date,
            procedure,
        } => {
            keys.number = number(n);
            keys.date = date.as_ref().and_then(day);
            keys.procedure = Some(procedure.clone());
        }
        Event::Done { .. }
        | Event::Absent { .. }
        | Event::OpenCounter { .. }
        | Event::Next { .. }
        | Event::Recall { .. }
        | Event::Hold { .. }
        | Event::Undo { .. }
        | Event::Tick
        | Event::Configured
        | Event::ClockConfirmed => {}
    }
    keys
}

fn put_wish(keys: &mut Keys, wish: &Wish) {
    keys.half = wish.half.map(|h| h.id().to_owned());
    keys.time = wish.time.map(|t| t.to_string());
}

fn put_person(keys: &mut Keys, person: &Person) {
    keys.phone = person.phone.as_ref().map(ToString::to_string);
    keys.name.clone_from(&person.name);
    keys.procedure.clone_from(&person.procedure);
    keys.note.clone_from(&person.note);
    keys.channel = (person.channel != Channel::default()).then(|| person.channel.id().to_owned());
    keys.helper = person.helper.clone().map(Into::into);
    keys.consent = person.consent.then_some(true);
    keys.code.clone_from(&person.code);
}
