//! The table `[rules]`: single settings that differ from the profile's.
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value};
use super::{Early, Halves, Rules, Session};
use chrono::{NaiveTime, Timelike as _};
use std::ops::RangeInclusive;
use toml::de::DeValue;

pub(super) const RULES: Shape = Shape {
    header: "[rules]",
    keys: &[
        "sessions",
        "booked_start",
        "sms_lead",
        "grace",
        "strikes",
        "strikes_per_day",
        "open_per_phone",
        "block_days",
        "horizon_days",
        "overtime",
        "early",
        "share",
        "share_peak",
        "peak_weekdays",
        "spread",
        "gap_two_fields",
        "holidays",
        "extra_workdays",
    ],
};

const HALVES: Shape = Shape {
    header: "{ AM = …, PM = … }",
    keys: &["AM", "PM"],
};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// What both profiles take for overtime (spec/queue.md, session).
const USUAL_OVERTIME: u32 = 30;

pub(super) fn rules<'d>(doc: &mut Doc<'d>, section: &Section<'d>) -> Rules {
    let mut count = |key, allowed: RangeInclusive<i64>, unit| -> Option<u32> {
        doc.take(section, key, |doc, key, value| {
            doc.number(key, value, allowed, unit)
        })
    };
    let rules = Rules {
        sms_lead: count("sms_lead", 0..=480, "số phút"),
        grace: count("grace", 0..=120, "số phút"),
        strikes: count("strikes", 0..=100, "số lần"),
        strikes_per_day: count("strikes_per_day", 1..=100, "số lần"),
        open_per_phone: count("open_per_phone", 1..=100, "số lịch hẹn"),
        block_days: count("block_days", 1..=3650, "số ngày"),
        horizon_days: count("horizon_days", 1..=365, "số ngày"),
        overtime: count("overtime", 0..=240, "số phút"),
        gap_two_fields: count("gap_two_fields", 0..=240, "số phút"),
        ..Rules::default()
    };
    let sessions = doc.take(section, "sessions", |doc, key, value| {
        halves(doc, key, value, hours)
    });
    let booked_start = doc.take(section, "booked_start", |doc, key, value| {
        halves(doc, key, value, Doc::time)
    });
    let early = doc.take(section, "early", early);
    let share = doc.take(section, "share", |doc, key, value| {
        halves(doc, key, value, shares)
    });
    let share_peak = doc.take(section, "share_peak", |doc, key, value| {
        halves(doc, key, value, shares)
    });
    let rules = Rules {
        sessions,
        booked_start,
        early,
        share,
        share_peak,
        peak_weekdays: doc.take(section, "peak_weekdays", |doc, key, value| {
            list_of(doc, key, value, |doc, key, item| {
                doc.number(key, item, 0..=6, "thứ (0 là thứ Hai, 6 là Chủ nhật)")
            })
        }),
        spread: doc.take(section, "spread", Doc::yes_or_no),
        holidays: dates(doc, section, "holidays"),
        extra_workdays: dates(doc, section, "extra_workdays"),
        ..rules
    };
    // Hours that could not be read are no ground to judge the others by.
    if section.get("sessions").is_none() || rules.sessions.is_some() {
        check(doc, section, &rules);
    }
    rules
}

fn dates<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    key: &'static str,
) -> Vec<chrono::NaiveDate> {
    let dates = doc.take(section, key, |doc, key, value| {
        list_of(doc, key, value, Doc::date)
    });
    dates.unwrap_or_default()
}

/// A list whose items are all looked at, also after a wrong one.
fn list_of<'d, T>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    mut read: impl FnMut(&mut Doc<'d>, &str, &'d Value<'d>) -> Option<T>,
) -> Option<Vec<T>> {
    let items = doc.list(key, value)?;
    let count = items.len();
    let mut read_items = Vec::with_capacity(count);
    for item in items {
        read_items.extend(read(doc, key, item));
    }
    (read_items.len() == count).then_some(read_items)
}

/// `{ AM = …, PM = … }`, both needed.
fn halves<'d, T>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    mut read: impl FnMut(&mut Doc<'d>, &str, &'d Value<'d>) -> Option<T>,
) -> Option<Halves<T>> {
    if value.get_ref().as_table().is_none() {
        return doc.wrong_type(key, value, "{ AM = …, PM = … }");
    }
    let section = doc.section(&HALVES, value, &[])?;
    let am = doc.need(&section, "AM", &mut read);
    let pm = doc.need(&section, "PM", &mut read);
    Some(Halves { am: am?, pm: pm? })
}

fn hours<'d>(doc: &mut Doc<'d>, half: &str, value: &'d Value<'d>) -> Option<Session> {
    let times = list_of(doc, half, value, Doc::time)?;
    let [start, end] = times[..] else {
        doc.wrong(value.span().start, Problem::two_times());
        return None;
    };
    if start < end {
        return Some(Session { start, end });
    }
    let half = half_name(half);
    doc.wrong(value.span().start, Problem::session_order(half));
    None
}

fn shares<'d>(doc: &mut Doc<'d>, half: &str, value: &'d Value<'d>) -> Option<Vec<f64>> {
    list_of(doc, half, value, |doc, _, item| {
        let share = match item.get_ref() {
            DeValue::Float(share) => share.as_str().parse().ok(),
            DeValue::Integer(share) => share.as_str().parse().ok(),
            _ => return doc.wrong_type("tỷ lệ", item, "số từ 0 đến 1"),
        };
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            let found = match item.get_ref() {
                DeValue::Float(share) => share.to_string(),
                DeValue::Integer(share) => share.to_string(),
                _ => String::new(),
            };
            doc.wrong(item.span().start, Problem::not_a_share(&found));
        }
        share
    })
}

fn early(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<Early> {
    if value.get_ref().is_str() {
        doc.word(key, value, &["first"])?;
        return Some(Early::First);
    }
    if !value.get_ref().is_integer() {
        return doc.wrong_type(key, value, "\"first\", hoặc số phút");
    }
    doc.number(key, value, 0..=240, "số phút")
        .map(Early::Within)
}

/// What several settings say together.
fn check(doc: &mut Doc<'_>, section: &Section<'_>, rules: &Rules) {
    let sessions = rules.sessions.unwrap_or_else(usual_sessions);
    if sessions.pm.start < sessions.am.end {
        doc.wrong(section.at("sessions"), Problem::sessions_overlap());
        return;
    }
    let both = [("AM", sessions.am), ("PM", sessions.pm)];
    if let Some(first) = rules.booked_start {
        for ((half, session), first) in both.into_iter().zip([first.am, first.pm]) {
            if first < session.start || first >= session.end {
                let session = session.to_string();
                doc.wrong(
                    section.at("booked_start"),
                    Problem::booked_start(half, &session),
                );
            }
        }
    }
    for (key, share) in [("share", &rules.share), ("share_peak", &rules.share_peak)] {
        let Some(share) = share else { continue };
        for ((half, session), share) in both.into_iter().zip([&share.am, &share.pm]) {
            let (wanted, found) = (session.half_hours(), share.len());
            if wanted != found {
                let problem = Problem::share_length(half, wanted, found);
                doc.wrong(section.at(key), problem);
            }
        }
    }
    let noon = minutes(sessions.pm.start) - minutes(sessions.am.end);
    let most = noon.min(DAY - 1 - minutes(sessions.pm.end));
    if i64::from(rules.overtime.unwrap_or(USUAL_OVERTIME)) > most {
        let key = if rules.overtime.is_some() {
            "overtime"
        } else {
            "sessions"
        };
        doc.wrong(section.at(key), Problem::overtime_too_long(most));
    }
}

/// The office hours of S2.1, which both profiles have.
fn usual_sessions() -> Halves<Session> {
    let session = |start: (u32, u32), end: (u32, u32)| Session {
        start: clock(start),
        end: clock(end),
    };
    Halves {
        am: session((7, 30), (11, 0)),
        pm: session((13, 30), (17, 0)),
    }
}

fn clock((hour, minute): (u32, u32)) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

fn minutes(time: NaiveTime) -> i64 {
    i64::from(time.hour() * 60 + time.minute())
}

fn half_name(half: &str) -> &'static str {
    if half == "AM" { "AM" } else { "PM" }
}

impl Session {
    /// Half hours from the start, the last one perhaps cut short.
    fn half_hours(self) -> usize {
        usize::try_from((minutes(self.end) - minutes(self.start) + 29) / 30).unwrap_or_default()
    }
}

impl std::fmt::Display for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (start, end) = (self.start.format("%H:%M"), self.end.format("%H:%M"));
        write!(f, "{start}–{end}")
    }
}
