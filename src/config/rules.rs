//! The table `[rules]`: single settings that differ from the profile's. What holds without them stands in `domain::rules`.
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value};
use crate::domain::dossier::DossierRules;
use crate::domain::rules::{Early, NumberRule, Rules, Session, Share};
use crate::domain::time::{DAY_MINUTES, Half, TimeOfDay};
use toml::de::DeValue;

const HALVES: Shape = Shape {
    header: "{ AM = …, PM = … }",
    keys: &["AM", "PM"],
};

/// Sets what the table says; the others stay as the profile has them.
pub(super) fn rules<'d>(doc: &mut Doc<'d>, section: &Section<'d>, rules: &mut Rules) {
    for NumberRule { key, range, set } in NumberRule::ALL {
        let unit = match key {
            "strikes" | "strikes_per_day" | "dossier_apologies" => "số lần",
            "open_per_phone" => "số lịch hẹn",
            "results_between" => "số lượt",
            key if key.ends_with("_days") => "số ngày",
            _ => "số phút",
        };
        let read = |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| {
            doc.number(key, value, range, unit)
        };
        if let Some(number) = doc.take(section, key, read) {
            set(rules, number);
        }
    }
    let sessions = doc.take(section, "sessions", |doc, key, value| {
        halves(doc, key, value, hours)
    });
    for (half, (start, end)) in Half::BOTH.into_iter().zip(sessions.into_iter().flatten()) {
        let session = rules.session_mut(half);
        (session.start, session.end) = (start, end);
    }
    let booked_start = doc.take(section, "booked_start", |doc, key, value| {
        halves(doc, key, value, Doc::time)
    });
    if let Some([am, pm]) = booked_start {
        (rules.am.booked_start, rules.pm.booked_start) = (am, pm);
    }
    set(&mut rules.early, doc.take(section, "early", early));
    let mut share = |key| {
        let shares = doc.take(section, key, |doc, key, value| {
            halves(doc, key, value, shares)
        });
        shares.map(|[am, pm]| Share { am, pm })
    };
    let (share, share_peak) = (share("share"), share("share_peak"));
    // Hours that could not be read are no ground to judge the others by.
    if section.get("sessions").is_none() || sessions.is_some() {
        let shares = [("share", &share), ("share_peak", &share_peak)];
        check(doc, section, rules, booked_start.is_some(), shares);
    }
    set(&mut rules.share, share.map(Some));
    set(&mut rules.share_peak, share_peak.map(Some));
    let weekdays = doc.take(section, "peak_weekdays", |doc, key, value| {
        list_of(doc, key, value, |doc, key, item| {
            doc.number(key, item, 0..=6, "thứ (0 là thứ Hai, 6 là Chủ nhật)")
        })
    });
    set(&mut rules.peak_weekdays, weekdays);
    set(
        &mut rules.spread,
        doc.take(section, "spread", Doc::yes_or_no),
    );
    let mut days = |key| {
        let days = doc.take(section, key, |doc, key, value| {
            list_of(doc, key, value, Doc::date)
        });
        days.into_iter().flatten().collect()
    };
    rules.holidays = days("holidays");
    rules.extra_workdays = days("extra_workdays");
    let cutoff = doc.take(section, "dossier_cutoff", Doc::time);
    set(&mut rules.dossiers.cutoff, cutoff);
    let by_head = doc.take(section, "dossier_by_head", |doc, key, value| {
        list_of(doc, key, value, |doc, key, item| {
            let word = doc.word(key, item, &["refuse", "stop", "apologise"])?;
            DossierRules::BY_HEAD
                .into_iter()
                .find(|kind| kind.id() == word)
        })
    });
    set(&mut rules.dossiers.by_head, by_head);
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
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
) -> Option<[T; 2]> {
    if value.get_ref().as_table().is_none() {
        return doc.wrong_type(key, value, "{ AM = …, PM = … }");
    }
    let section = doc.section(&HALVES, value, &[])?;
    let am = doc.need(&section, "AM", &mut read);
    let pm = doc.need(&section, "PM", &mut read);
    Some([am?, pm?])
}

/// The hours of a half-day, `[start, end)`.
fn hours<'d>(
    doc: &mut Doc<'d>,
    half: &str,
    value: &'d Value<'d>,
) -> Option<(TimeOfDay, TimeOfDay)> {
    let times = list_of(doc, half, value, Doc::time)?;
    let [start, end] = times[..] else {
        doc.wrong(value.span().start, Problem::two_times());
        return None;
    };
    if start < end {
        return Some((start, end));
    }
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
    doc.number(key, value, Early::RANGE, "số phút")
        .map(Early::Within)
}

/// What several settings say together; `shares` are those of the table.
fn check(
    doc: &mut Doc<'_>,
    section: &Section<'_>,
    rules: &Rules,
    has_booked_start: bool,
    shares: [(&str, &Option<Share>); 2],
) {
    if rules.pm.start < rules.am.end {
        doc.wrong(section.at("sessions"), Problem::sessions_overlap());
        return;
    }
    for half in Half::BOTH {
        let session = rules.session(half);
        let first = session.booked_start;
        if has_booked_start && (first < session.start || first >= session.end) {
            let hours = format!("{}–{}", session.start, session.end);
            doc.wrong(
                section.at("booked_start"),
                Problem::booked_start(half.id(), &hours),
            );
        }
    }
    for (key, share) in shares {
        let Some(share) = share else { continue };
        for (half, share) in Half::BOTH.into_iter().zip([&share.am, &share.pm]) {
            let (wanted, found) = (half_hours(rules.session(half)), share.len());
            if wanted != found {
                let problem = Problem::share_length(half.id(), wanted, found);
                doc.wrong(section.at(key), problem);
            }
        }
    }
    let noon = rules.pm.start.0 - rules.am.end.0;
    let most = noon.min(DAY_MINUTES - 1 - rules.pm.end.0);
    if rules.overtime > most {
        let key = match section.get("overtime") {
            Some(_) => "overtime",
            None => "sessions",
        };
        doc.wrong(section.at(key), Problem::overtime_too_long(most));
    }
}

/// Half hours from the start, the last one perhaps cut short.
fn half_hours(session: &Session) -> usize {
    usize::try_from((session.end.0 - session.start.0 + 29) / 30).unwrap_or_default()
}
