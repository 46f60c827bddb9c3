//! `motcua replay`: a written day answered by the machine, for training, disputes and tests (spec/queue.md).

use serde::Deserialize;
use serde_json::Value;

use super::answers::answers_json;
use super::wire::{Id, parse_event};
use crate::domain::Office;
use crate::domain::rules::{Early, Profile, Rules, Share};
use crate::domain::time::{Day, Half, Minute, TimeOfDay};

/// A JSON object in the order in which it is written: fields and counters are served in that order.
#[derive(Debug)]
struct Ordered<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        d.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

#[derive(Deserialize)]
struct File {
    scenarios: Vec<Box<serde_json::value::RawValue>>,
}

/// One day as it is written. What it should answer (`expected`…) may stand beside it and is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    #[serde(default)]
    id: Value,
    start: String,
    #[serde(default)]
    profile: Option<String>,
    #[serde(default)]
    config: Overrides,
    events: Vec<Value>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(default, rename = "expected")]
    _expected: Option<Value>,
    #[serde(default, rename = "expected_improved")]
    _expected_improved: Option<Value>,
}

/// The settings of a profile, by the names of the vectors' `profiles`.
#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields, default)]
struct Overrides {
    sessions: Option<Ordered<[String; 2]>>,
    booked_start: Option<Ordered<String>>,
    mean: Option<Ordered<i32>>,
    counters: Option<Ordered<Vec<Id>>>,
    sms_lead: Option<i32>,
    grace: Option<i32>,
    strikes: Option<u32>,
    block_days: Option<i32>,
    horizon_days: Option<i32>,
    overtime: Option<i32>,
    early: Option<Value>,
    #[serde(deserialize_with = "given")]
    share: Option<Option<Ordered<Vec<f64>>>>,
    #[serde(deserialize_with = "given")]
    share_peak: Option<Option<Ordered<Vec<f64>>>>,
    peak_weekdays: Option<Vec<u8>>,
    spread: Option<bool>,
    gap_two_fields: Option<i32>,
    holidays: Option<Vec<String>>,
    extra_workdays: Option<Vec<String>>,
}

/// Tells `null` from a key that is not there.
fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    d: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

/// Answers every scenario of `text`: one JSON object, an object with `scenarios`, or one scenario a line.
///
/// # Errors
/// The line, and the event where one is at fault, with the cause; what came before it has been passed to `emit`.
pub fn replay(
    text: &str,
    default: Profile,
    explain: bool,
    mut emit: impl FnMut(String),
) -> Result<(), String> {
    if let Ok(file) = serde_json::from_str::<File>(text) {
        for (i, scenario) in file.scenarios.iter().enumerate() {
            let one = answer(scenario.get(), default, explain);
            emit(one.map_err(|e| format!("ngày thứ {}: {e}", i + 1))?);
        }
        return Ok(());
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        emit(answer(text, default, explain)?);
        return Ok(());
    }
    for (i, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            emit(answer(line, default, explain).map_err(|e| format!("dòng {}: {e}", i + 1))?);
        }
    }
    Ok(())
}

fn answer(text: &str, default: Profile, explain: bool) -> Result<String, String> {
    let scenario: Scenario =
        serde_json::from_str(text).map_err(|e| format!("không đọc được: {e}"))?;
    let profile = match scenario.profile.as_deref() {
        None => default,
        Some("source") => Profile::Source,
        Some("improved") => Profile::Improved,
        Some(other) => {
            return Err(format!(
                "không có profile «{other}»; cần source hoặc improved"
            ));
        }
    };
    let start = Minute::parse(&scenario.start).ok_or_else(|| {
        format!(
            "`start` không đúng: «{}»; cần 2026-11-23T06:00",
            scenario.start
        )
    })?;
    let mut office = Office::new(rules(profile, scenario.config)?, start);
    let mut answers = Vec::with_capacity(scenario.events.len());
    let mut out = Vec::new();
    for (i, event) in scenario.events.into_iter().enumerate() {
        let envelope =
            parse_event(office.rules(), event).map_err(|e| format!("sự kiện {}: {e}", i + 1))?;
        let at = envelope
            .at
            .ok_or_else(|| format!("sự kiện {}: thiếu `at`", i + 1))?;
        out.clear();
        office.handle(at, envelope.desk, envelope.event, &mut out);
        answers.push(answers_json(office.rules(), &out, explain));
    }
    Ok(format!(
        "{{\"id\":{},\"outputs\":[{}]}}",
        scenario.id,
        answers.join(",")
    ))
}

/// The office of the vectors: fields TP and DD, one counter each, changed by what the scenario says.
fn rules(profile: Profile, o: Overrides) -> Result<Rules, String> {
    let mut rules = Rules::of(profile);
    let means = o
        .mean
        .map_or_else(|| vec![("TP".into(), 10), ("DD".into(), 15)], |m| m.0);
    let id = |text: &str| Id(text.to_owned());
    let counters = o.counters.map_or_else(
        || {
            vec![
                ("TP".into(), vec![id("TP1")]),
                ("DD".into(), vec![id("DD1")]),
            ]
        },
        |c| c.0,
    );
    for (field, _) in &counters {
        let mean = means.iter().find(|(f, _)| f == field).map(|m| m.1);
        let mean = mean.ok_or_else(|| format!("`mean` thiếu lĩnh vực «{field}»"))?;
        if !(1..=600).contains(&mean) {
            return Err(format!(
                "`mean` của «{field}» phải từ 1 đến 600 phút, không phải {mean}"
            ));
        }
        rules.add_field(field, field, mean, None);
    }
    for (field, ids) in &counters {
        for counter in ids {
            let ix = rules.field_by_id(field).into_iter().collect::<Vec<_>>();
            match rules.counter_by_id(&counter.0) {
                None => {
                    rules.add_counter(&counter.0, &counter.0, &ix);
                }
                Some(known) => rules.share_counter(known, &ix),
            }
        }
    }
    for (name, value) in o.sessions.map(|s| s.0).unwrap_or_default() {
        let half = half(&name)?;
        let [start, end] = [time(&value[0])?, time(&value[1])?];
        let session = rules.session_mut(half);
        (session.start, session.end) = (start, end);
    }
    for (name, value) in o.booked_start.map(|s| s.0).unwrap_or_default() {
        let half = half(&name)?;
        rules.session_mut(half).booked_start = time(&value)?;
    }
    set(&mut rules.sms_lead, o.sms_lead);
    set(&mut rules.grace, o.grace);
    set(&mut rules.strikes, o.strikes);
    set(&mut rules.block_days, o.block_days);
    set(&mut rules.horizon_days, o.horizon_days);
    set(&mut rules.overtime, o.overtime);
    set(&mut rules.peak_weekdays, o.peak_weekdays);
    set(&mut rules.spread, o.spread);
    set(&mut rules.gap_two_fields, o.gap_two_fields);
    set(
        &mut rules.share,
        o.share.map(|s| s.map(share).transpose()).transpose()?,
    );
    set(
        &mut rules.share_peak,
        o.share_peak.map(|s| s.map(share).transpose()).transpose()?,
    );
    set(&mut rules.early, o.early.as_ref().map(early).transpose()?);
    rules.holidays = days(o.holidays)?;
    rules.extra_workdays = days(o.extra_workdays)?;
    Ok(rules)
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

fn half(name: &str) -> Result<Half, String> {
    let found = Half::BOTH.into_iter().find(|h| h.id() == name);
    found.ok_or_else(|| format!("không có buổi «{name}»; cần AM hoặc PM"))
}

fn time(text: &str) -> Result<TimeOfDay, String> {
    TimeOfDay::parse(text).ok_or_else(|| format!("giờ không đúng: «{text}»; cần 07:30"))
}

fn days(texts: Option<Vec<String>>) -> Result<std::collections::BTreeSet<Day>, String> {
    let day = |text: &String| {
        Day::parse(text).ok_or_else(|| format!("ngày không đúng: «{text}»; cần 2026-09-02"))
    };
    texts.unwrap_or_default().iter().map(day).collect()
}

fn early(value: &Value) -> Result<Early, String> {
    match (value.as_str(), value.as_i64()) {
        (Some("first"), _) => Ok(Early::First),
        (_, Some(minutes @ 0..=600)) => Ok(Early::Within(minutes as i32)),
        _ => Err(format!(
            "`early` không đúng: {value}; cần \"first\" hoặc số phút"
        )),
    }
}

fn share(of_halves: Ordered<Vec<f64>>) -> Result<Share, String> {
    let mut share = Share {
        am: Vec::new(),
        pm: Vec::new(),
    };
    for (name, values) in of_halves.0 {
        match half(&name)? {
            Half::Am => share.am = values,
            Half::Pm => share.pm = values,
        }
    }
    Ok(share)
}
