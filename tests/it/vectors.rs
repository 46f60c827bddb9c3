//! The worked days in `tests/data`, computed by an independent implementation: the program answers them event by event.

use motcua::app::replay::replay;
use motcua::domain::rules::Profile;
use serde_json::Value;

fn data(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What `replay` prints for `text`. The text goes in as it is written: the order of the fields in it counts.
fn replayed(text: &str, profile: Profile) -> Vec<Value> {
    let mut answers = Vec::new();
    replay(text, profile, false, |line| {
        answers.push(serde_json::from_str(&line).unwrap());
    })
    .unwrap();
    answers
}

/// Compares what each event of a day answers, in order.
fn assert_answers(day: &Value, answer: &Value, want: &Value) {
    let (id, events) = (&day["id"], day["events"].as_array().unwrap());
    assert_eq!(answer["id"], *id);
    let (got, want) = (
        answer["outputs"].as_array().unwrap(),
        want.as_array().unwrap(),
    );
    for (i, event) in events.iter().enumerate() {
        assert!(
            got.get(i) == want.get(i),
            "day {id}, event {}: {event}\n got  {}\n want {}",
            i + 1,
            got.get(i).unwrap_or(&Value::Null),
            want.get(i).unwrap_or(&Value::Null),
        );
    }
    assert_eq!(
        (got.len(), want.len()),
        (events.len(), events.len()),
        "{id}"
    );
}

#[test]
fn the_17_scenarios_are_answered_in_both_profiles() {
    let text = data("scenarios.json");
    let file: Value = serde_json::from_str(&text).unwrap();
    let scenarios = file["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), 17);
    for (profile, key) in [
        (Profile::Source, "expected"),
        (Profile::Improved, "expected_improved"),
    ] {
        let answers = replayed(&text, profile);
        assert_eq!(answers.len(), scenarios.len());
        for (day, answer) in scenarios.iter().zip(&answers) {
            // What `improved` answers stands there only where it differs.
            let want = day.get(key).unwrap_or(&day["expected"]);
            assert_answers(day, answer, want);
        }
    }
}

#[test]
fn the_120_random_days_are_answered() {
    let text = data("random_days.jsonl");
    let answers = replayed(&text, Profile::Source);
    assert_eq!(answers.len(), 120);
    for (line, answer) in text.lines().zip(&answers) {
        let day: Value = serde_json::from_str(line).unwrap();
        assert_answers(&day, answer, &day["expected"]);
    }
}
