//! Dossiers: their due dates, their life through the doors, what is told of them, and that the log gives the tables.

mod counter;
mod import;
mod life;
mod page;

use motcua::domain::dossier::{first_due, resumed_due};
use motcua::domain::rules::{Profile, Rules};
use motcua::domain::time::{Day, Minute, TimeOfDay};
use serde_json::Value;

fn days(value: &Value) -> impl Iterator<Item = Day> + '_ {
    let all = value.as_array().into_iter().flatten();
    all.map(|day| Day::parse(day.as_str().unwrap()).unwrap())
}

/// The due date of a worked example, by the pieces that events use.
fn due(case: &Value) -> Day {
    let mut rules = Rules::of(Profile::Source);
    rules.holidays = days(&case["calendar"]["holidays"]).collect();
    rules.extra_workdays = days(&case["calendar"]["extra_workdays"]).collect();
    let received = Minute::parse(case["received"].as_str().unwrap()).unwrap();
    let cutoff = case["limit"]["same_day_cutoff"].as_str();
    let cutoff = cutoff.map_or(rules.dossiers.cutoff, |t| TimeOfDay::parse(t).unwrap());
    let limit = case["limit"]["workdays"].as_u64().unwrap_or(0) as u16;
    let mut due = first_due(&rules, received, limit, cutoff);
    for pause in case["pauses"].as_array().unwrap() {
        let [asked, back] = days(pause).collect::<Vec<_>>()[..] else {
            panic!("{pause}");
        };
        due = resumed_due(&rules, due, asked, back);
    }
    let extension = case["extension"].as_str();
    extension.map_or(due, |day| Day::parse(day).unwrap())
}

#[test]
fn the_107_due_dates_are_computed() {
    let path = format!("{}/tests/data/due_dates.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), 107);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        assert_eq!(due(&case).to_string(), case["want_due"], "{line}");
    }
}
