//! `motcua replay`: a written day answered by the machine, for training, disputes and tests (domain/queue.md).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::answers::answers_json;
use super::wire::{Envelope, Id, parse_event};
use crate::domain::Office;
use crate::domain::rules::{Early, Field, NumberRule, Profile, Rules, Share};
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
struct File<'a> {
    #[serde(borrow)]
    scenarios: Vec<&'a RawValue>,
}

/// One day as it is written. What it should answer (`expected`…) may stand beside it and is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario<'a> {
    #[serde(default)]
    id: Value,
    start: String,
    #[serde(default)]
    profile: Option<String>,
    #[serde(default)]
    config: Overrides,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
    #[serde(default, rename = "note")]
    _note: IgnoredAny,
    #[serde(default, rename = "expected")]
    _expected: IgnoredAny,
    #[serde(default, rename = "expected_improved")]
    _expected_improved: IgnoredAny,
}

/// The settings of a profile, by the names of the vectors' `profiles`.
#[derive(Deserialize, Default, Debug)]
#[serde(default)]
struct Overrides {
    mean: Option<Ordered<i32>>,
    counters: Option<Ordered<Vec<Id>>>,
    #[serde(flatten)]
    rules: Map<String, Value>,
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
    let text = text.trim_start_matches('\u{feff}');
    let replay = Replay {
        text,
        default,
        explain,
    };
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let whole = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    if lines().nth(1).is_some() && lines().next().is_some_and(whole) {
        return lines().try_for_each(|line| replay.answer(line).map(&mut emit));
    }
    match serde_json::from_str::<File>(text) {
        Err(_) if lines().next().is_none() => Ok(()),
        Ok(file) => file
            .scenarios
            .iter()
            .try_for_each(|one| replay.answer(one.get()).map(&mut emit)),
        Err(_) => replay.answer(text).map(emit),
    }
}

struct Replay<'a> {
    text: &'a str,
    default: Profile,
    explain: bool,
}

impl Replay<'_> {
    /// The line of the file in which `part`, a piece of it, begins.
    fn line_of(&self, part: &str) -> usize {
        let before = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let newlines = self.text.bytes().take(before).filter(|b| *b == b'\n');
        newlines.count() + 1
    }

    fn answer(&self, text: &str) -> Result<String, String> {
        let scenario: Scenario =
            serde_json::from_str(text).map_err(|e| self.unreadable(text, &e))?;
        let here = |e: String| format!("dòng {}: {e}", self.line_of(text));
        let profile = scenario.profile.as_deref();
        let profile = profile
            .map_or(Ok(self.default), profile_by_id)
            .map_err(here)?;
        let start = Minute::parse(&scenario.start).ok_or_else(|| {
            let given = &scenario.start;
            here(format!(
                "`start` không đúng: «{given}»; cần 2026-11-23T06:00"
            ))
        })?;
        let rules = rules(profile, scenario.config).map_err(here)?;
        let mut office = Office::new(rules, start);
        let mut answers = Vec::with_capacity(scenario.events.len());
        let mut out = Vec::new();
        for (i, event) in scenario.events.iter().enumerate() {
            let (at, envelope) = read_event(&office, event.get()).map_err(|e| {
                let line = self.line_of(event.get());
                format!("dòng {line}, sự kiện {}: {e}", i + 1)
            })?;
            out.clear();
            office.handle(at, envelope.desk, envelope.event, &mut out);
            answers.push(answers_json(office.rules(), &out, self.explain));
        }
        let (id, answers) = (scenario.id, answers.join(","));
        Ok(format!("{{\"id\":{id},\"outputs\":[{answers}]}}"))
    }

    fn unreadable(&self, text: &str, e: &serde_json::Error) -> String {
        let line = self.line_of(text) + e.line().max(1) - 1;
        let cause = e.to_string();
        let cause = cause.split(" at line ").next().unwrap_or_default();
        format!("dòng {line}, cột {}: không đọc được: {cause}", e.column())
    }
}

fn read_event(office: &Office, text: &str) -> Result<(Minute, Envelope), String> {
    let json = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let envelope = parse_event(office.rules(), json).map_err(|e| e.to_string())?;
    let at = envelope
        .at
        .ok_or_else(|| format!("sự kiện «{}» thiếu `at`", envelope.event.kind()))?;
    Ok((at, envelope))
}

fn profile_by_id(id: &str) -> Result<Profile, String> {
    Profile::by_id(id).ok_or_else(|| format!("không có profile «{id}»; cần source hoặc improved"))
}

/// The office of the vectors: fields TP and DD, one counter each, changed by what the scenario says.
fn rules(profile: Profile, overrides: Overrides) -> Result<Rules, String> {
    let mut rules = Rules::of(profile);
    let means = overrides
        .mean
        .map_or_else(|| vec![("TP".into(), 10), ("DD".into(), 15)], |m| m.0);
    let id = |text: &str| Id(text.to_owned());
    let counters = overrides.counters.map_or_else(
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
        if !Field::MEAN.contains(&mean) {
            let (least, most) = (Field::MEAN.start(), Field::MEAN.end());
            return Err(format!(
                "`mean` của «{field}» phải từ {least} đến {most} phút, không phải {mean}"
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
    for (key, value) in overrides.rules {
        set(&mut rules, &key, value)?;
    }
    Ok(rules)
}

/// Sets one rule as the scenario has it.
fn set(rules: &mut Rules, key: &str, value: Value) -> Result<(), String> {
    if let Some(number) = NumberRule::ALL.into_iter().find(|rule| rule.key == key) {
        (number.set)(rules, within(key, &number.range, read(key, value)?)?);
        return Ok(());
    }
    match key {
        "sessions" => {
            for (name, [start, end]) in read::<Halves<[String; 2]>>(key, value)? {
                let [start, end] = [time(&start)?, time(&end)?];
                if start >= end {
                    return Err(format!(
                        "buổi {name} kết thúc trước khi bắt đầu: {start}–{end}"
                    ));
                }
                let session = rules.session_mut(half(&name)?);
                (session.start, session.end) = (start, end);
            }
        }
        "booked_start" => {
            for (name, value) in read::<Halves<String>>(key, value)? {
                rules.session_mut(half(&name)?).booked_start = time(&value)?;
            }
        }
        "early" => {
            rules.early = match value {
                Value::String(word) if word == "first" => Early::First,
                Value::Number(_) => Early::Within(within(key, &Early::RANGE, read(key, value)?)?),
                other => {
                    return Err(format!(
                        "`early` không đúng: {other}; cần \"first\" hoặc số phút"
                    ));
                }
            };
        }
        "share" => rules.share = share(key, value)?,
        "share_peak" => rules.share_peak = share(key, value)?,
        "peak_weekdays" => rules.peak_weekdays = read(key, value)?,
        "spread" => rules.spread = read(key, value)?,
        "holidays" => rules.holidays = days(key, value)?,
        "extra_workdays" => rules.extra_workdays = days(key, value)?,
        other => return Err(format!("không có khoá «{other}»")),
    }
    Ok(())
}

/// Values for the morning, the afternoon, or both.
type Halves<T> = BTreeMap<String, T>;

fn read<T: DeserializeOwned>(key: &str, value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|e| format!("`{key}` không đọc được: {e}"))
}

/// A number of the range that holds for `[rules]`, too.
fn within(key: &str, range: &RangeInclusive<i32>, number: i64) -> Result<i32, String> {
    let inside = i32::try_from(number).ok().filter(|n| range.contains(n));
    inside.ok_or_else(|| {
        let (least, most) = (range.start(), range.end());
        format!("`{key}` phải từ {least} đến {most}, không phải {number}")
    })
}

fn half(name: &str) -> Result<Half, String> {
    let found = Half::BOTH.into_iter().find(|h| h.id() == name);
    found.ok_or_else(|| format!("không có buổi «{name}»; cần AM hoặc PM"))
}

fn time(text: &str) -> Result<TimeOfDay, String> {
    TimeOfDay::parse(text).ok_or_else(|| format!("giờ không đúng: «{text}»; cần 07:30"))
}

fn days(key: &str, value: Value) -> Result<BTreeSet<Day>, String> {
    let day = |text: &String| {
        Day::parse(text).ok_or_else(|| format!("ngày không đúng: «{text}»; cần 2026-09-02"))
    };
    read::<Vec<String>>(key, value)?.iter().map(day).collect()
}

/// `null`: all may be booked.
fn share(key: &str, value: Value) -> Result<Option<Share>, String> {
    let Some(halves) = read::<Option<Halves<Vec<f64>>>>(key, value)? else {
        return Ok(None);
    };
    let (mut am, mut pm) = (Vec::new(), Vec::new());
    for (name, values) in halves {
        match half(&name)? {
            Half::Am => am = values,
            Half::Pm => pm = values,
        }
    }
    Ok(Some(Share { am, pm }))
}
