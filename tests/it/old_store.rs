//! A store that an earlier version wrote, on a day with every door in use: this version opens it, finds it whole,
//! replays its log to the same tables, and goes on with it.

use std::fs;

use serde_json::{Value, json};

use crate::support::office::Office;
use crate::support::recount::{recount, rules};

/// What `tests/data/store-0.1.0` was written by: the catalogue's own four fields, a modem, the web.
const CONFIG: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"02333123456\"\n";
/// A few minutes after its last event.
const CLOCK: &str = "2026-11-23 08:05:00";
/// How many events its log holds.
const EVENTS: u64 = 81;

#[test]
fn a_store_of_an_earlier_version_opens_replays_and_goes_on() {
    let office = Office::new(CONFIG, CLOCK);
    for name in ["motcua.db", "motcua.db.head"] {
        let there = format!(
            "{}/tests/data/store-0.1.0/{name}",
            env!("CARGO_MANIFEST_DIR")
        );
        fs::copy(there, office.path("data").join(name)).unwrap();
    }
    let whole = office.run(&["check"]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
    assert!(whole.stdout.contains(&EVENTS.to_string()), "{whole:?}");

    let states = office.states();
    for known in [
        "tu-phap-006 serving",
        "tu-phap-004 held",
        "cong-an-005 booked",
    ] {
        assert!(states.iter().any(|s| s == known), "{known}: {states:#?}");
    }
    assert_eq!(
        recount(&office.store(), &rules(&office.path("motcua.toml"))),
        EVENTS
    );

    // What an official did with the earlier version can still be taken back, and the day goes on.
    let undone = office.event(&json!({"type": "undo", "counter": 2}));
    let types: Vec<&Value> = undone
        .as_array()
        .unwrap()
        .iter()
        .map(|o| &o["type"])
        .collect();
    assert!(types.contains(&&json!("undone")), "{undone}");
    office.event(&json!({"type": "walkin", "field": "tu-phap", "name": "Người mới"}));
    let whole = office.run(&["check"]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
}
