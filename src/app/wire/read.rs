//! How the keys of an event are read: every mistake is named by its key.

use super::WireError;
use super::keys::{Id, Keys};
use crate::domain::event::{Current, Event, NumberRef, Wish};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::text::{Phone, clean};
use crate::domain::time::{Day, Half, TimeOfDay};

pub(super) fn bad(key: &'static str, value: &str, want: &'static str) -> WireError {
    WireError::Bad {
        key,
        value: value.to_owned(),
        want,
    }
}

pub(super) fn counter_of(rules: &Rules, id: &Id) -> Result<CounterIx, WireError> {
    rules
        .counter_by_id(&id.0)
        .ok_or_else(|| WireError::UnknownCounter(id.0.clone()))
}

pub(super) struct Reader<'a> {
    pub(super) rules: &'a Rules,
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

    pub(super) fn field_of(&self, id: &Id) -> Result<FieldIx, WireError> {
        let found = self.rules.field_by_id(&id.0);
        found.ok_or_else(|| WireError::UnknownField(id.0.clone()))
    }

    pub(super) fn counter(&self) -> Result<CounterIx, WireError> {
        counter_of(self.rules, self.need("counter", &self.keys.counter)?)
    }

    pub(super) fn number(&self) -> Result<NumberRef, WireError> {
        let text = self.need("number", &self.keys.number)?;
        parse_number(self.rules, text)
    }

    pub(super) fn phone(&self) -> Result<Phone, WireError> {
        Ok(Phone::of(self.need("phone", &self.keys.phone)?))
    }

    pub(super) fn date(&self) -> Result<Option<Day>, WireError> {
        self.keys.date.as_deref().map(read_date).transpose()
    }

    pub(super) fn half(&self) -> Result<Option<Half>, WireError> {
        self.keys.half.as_deref().map(read_half).transpose()
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
    pub(super) fn other_time(&self) -> Result<(Option<Day>, Wish), WireError> {
        let date = self.date()?;
        match &self.keys.to {
            Some(to) => {
                let to = Day::parse(to).ok_or_else(|| bad("to", to, "2026-11-23"))?;
                Ok((date, self.wish(to)?))
            }
            None => Ok((None, self.wish(*self.need("date", &date)?)?)),
        }
    }

    pub(super) fn current(&self) -> Result<Option<Current>, WireError> {
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

    pub(super) fn event(&self) -> Result<Event, WireError> {
        let found = match (self.of_counter()?, self.of_number()?) {
            (None, None) => match self.of_dossier()? {
                None => self.of_office()?,
                found => found,
            },
            (of_counter, of_number) => of_counter.or(of_number),
        };
        found.ok_or_else(|| WireError::UnknownType(self.keys.kind.clone()))
    }
}

pub(super) fn read_date(text: &str) -> Result<Day, WireError> {
    Day::parse(text).ok_or_else(|| bad("date", text, "2026-11-23"))
}

pub(super) fn read_half(text: &str) -> Result<Half, WireError> {
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
