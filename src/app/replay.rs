//! `motcua replay`: a written day answered by the machine, for training, disputes and tests (spec/queue.md).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::answers::answers_json;
use super::wire::{Envelope, Id, parse_event};
use crate::domain::Office;
use crate::domain::rules::{Early, Profile, Rules, Share};
use crate::domain::time::{DAY_MINUTES, Day, Half, Minute, TimeOfDay};

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
    match id {
        "source" => Ok(Profile::Source),
        "improved" => Ok(Profile::Improved),
        other => Err(format!(
            "không có profile «{other}»; cần source hoặc improved"
        )),
    }
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
        if start >= end {
            return Err(format!(
                "buổi {name} kết thúc trước khi bắt đầu: {start}–{end}"
            ));
        }
        let session = rules.session_mut(half);
        (session.start, session.end) = (start, end);
    }
    for (name, value) in o.booked_start.map(|s| s.0).unwrap_or_default() {
        let half = half(&name)?;
        rules.session_mut(half).booked_start = time(&value)?;
    }
    let day = DAY_MINUTES;
    set_within("sms_lead", &mut rules.sms_lead, o.sms_lead, 7 * day)?;
    set_within("grace", &mut rules.grace, o.grace, day)?;
    set(&mut rules.strikes, o.strikes);
    set_within("block_days", &mut rules.block_days, o.block_days, 36_600)?;
    set_within(
        "horizon_days",
        &mut rules.horizon_days,
        o.horizon_days,
        3_660,
    )?;
    set_within("overtime", &mut rules.overtime, o.overtime, day)?;
    set(&mut rules.peak_weekdays, o.peak_weekdays);
    set(&mut rules.spread, o.spread);
    set_within(
        "gap_two_fields",
        &mut rules.gap_two_fields,
        o.gap_two_fields,
        day,
    )?;
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

/// Sets a number that counts something, and so has a sensible end.
fn set_within(name: &str, setting: &mut i32, value: Option<i32>, most: i32) -> Result<(), String> {
    if let Some(wrong) = value.filter(|v| !(0..=most).contains(v)) {
        return Err(format!("`{name}` phải từ 0 đến {most}, không phải {wrong}"));
    }
    set(setting, value);
    Ok(())
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
