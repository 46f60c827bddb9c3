//! What no office sends: wrong configurations, absurd events, ten thousand people. Nothing panics, nothing is half done,
//! and each refusal says what is wrong.

use std::fs;
use std::os::unix::ffi::OsStrExt;

use motcua::app::wire::{event_json, parse_event};
use motcua::domain::Office as Machine;
use motcua::domain::time::Minute;
use motcua::store::{Record, Store};
use serde_json::{Value, json};

use crate::support::busy;
use crate::support::office::{Office, run};
use crate::support::recount::{recount, rules};

const CLOCK: &str = "2026-11-23 08:00:00";

#[test]
fn a_wrong_configuration_is_named_by_line() {
    // What stands in motcua.toml, and on which line something of it is wrong.
    let cases = [
        ("[office\nname = \"a\"", 1, "thiếu dấu ]"),
        ("[office]\nname = ", 2, "thiếu giá trị"),
        ("[office]\nname = Một cửa", 2, "dấu nháy"),
        ("[ofice]\nname = \"a\"", 1, "`office`"),
        ("[office]\nprofile = \"nhanh\"", 2, "\"improved\""),
        ("[office]\nauto_call = 1", 2, "true hoặc false"),
        ("[office]\n\nname = \"\"", 3, "để trống"),
        ("[[field]]\nid = \"a\"\nname = \"A\"\nmean = 0", 4, "phút từ 1 đến 240"),
        ("[[field]]\nid = \"a\"\nmean = 10", 1, "thiếu `name`"),
        ("[[field]]\nid = \"a b\"\nname = \"A\"\nmean = 10", 2, "mã \"a b\""),
        ("[[counter]]\nid = 1\nfields = [\"tu-phat\"]", 3, "\"tu-phap\""),
        ("[[counter]]\nid = 1\nfields = []", 3, "`fields` không có gì"),
        ("[rules]\nholidays = [2026-02-30]", 2, "không có ngày"),
        ("[rules]\ngrace = -1", 2, "phút từ 0 đến 120"),
        ("[rules]\novertime = 160", 2, "150 phút"),
        ("[rules]\nsessions = { AM = [\"11:00\", \"07:30\"], PM = [\"13:30\", \"17:00\"] }", 2, "kết thúc trước"),
        ("[[board]]\nport = \"/dev/ttyUSB0\"\ndriver = \"modbus\"\nmap = \"led486\"\ncounters = { 1 = 1 }", 4, "led485"),
        ("[[board]]\nport = \"/dev/ttyUSB0\"\ndriver = \"modbus\"\ncounters = { 9 = 1 }", 4, "quầy"),
        ("[[official]]\nid = \"ha\"\nname = \"Hà\"\nrole = \"boss\"", 4, "\"head\""),
        ("[screen]\nsign_in = \"yes\"", 2, "true hoặc false"),
        ("[store]\npath = 3", 2, "cần chữ"),
    ];
    let office = Office::new(busy::OFFICE, CLOCK);
    for (text, line, words) in cases {
        fs::write(office.path("wrong.toml"), text).unwrap();
        for command in [&["queue"][..], &["serve"], &["event", "{\"type\":\"tick\"}"], &[]] {
            let done = office.run(&[&["--config", "wrong.toml"], command].concat());
            let place = format!("wrong.toml:{line}:");
            assert_eq!(done.code, Some(2), "{text}: {done:?}");
            assert!(done.stderr.contains(&place) && done.stderr.contains(words), "{text}: {}", done.stderr);
            assert_eq!(done.stdout, "");
        }
    }
    assert!(!office.store().exists(), "nothing was begun");
}

#[test]
fn absurd_events_are_refused_in_words() {
    let office = Office::new(busy::OFFICE, CLOCK);
    office.event(&json!({"type": "walkin", "field": "TP"}));
    office.event(&json!({"type": "web", "field": "DD", "date": "2026-11-24", "half": "AM", "phone": "0912345678"}));
    let long = "ơ".repeat(60_000);
    let deep = "[".repeat(50_000);
    // The event, the exit code, and a word of what is said.
    let usage: &[(&str, &str)] = &[
        ("", "JSON"),
        ("walkin", "JSON"),
        ("[]", "{\"type\""),
        ("null", "{\"type\""),
        ("{}", "sự kiện"),
        (&deep, "JSON"),
        (r#"{"type":5}"#, "JSON"),
        (r#"{"type":"walkin"}"#, "thiếu `field`"),
        (r#"{"type":"walk-in","field":"TP"}"#, "không có sự kiện «walk-in»"),
        (r#"{"type":"walkin","field":"tp"}"#, "không có lĩnh vực «tp»"),
        (r#"{"type":"walkin","field":"TP","nam":"An"}"#, "nam"),
        (r#"{"type":"walkin","field":"TP","number":"TP-001"}"#, "không có `number`"),
        (r#"{"type":"walkin","field":"TP","name":"\ud800"}"#, "JSON"),
        (r#"{"type":"walkin","field":"TP","name":["An"]}"#, "JSON"),
        (r#"{"type":"done","counter":99}"#, "không có quầy «99»"),
        (r#"{"type":"done","counter":5000000000}"#, "không có quầy «5000000000»"),
        (r#"{"type":"done","counter":-1}"#, "số nguyên không âm"),
        (r#"{"type":"done","counter":1.5}"#, "số nguyên không âm"),
        (r#"{"type":"done","counter":1e400}"#, "JSON"),
        (r#"{"type":"arrive","number":"TP-4294967296"}"#, "TP-4294967296"),
        (r#"{"type":"arrive","number":"TP-99999999999999999999999"}"#, "TP-9999"),
        (r#"{"type":"arrive","number":"TP-１"}"#, "TP-001"),
        (r#"{"type":"arrive","number":"TP"}"#, "TP-001"),
        (r#"{"type":"arrive","number":"-"}"#, "TP-001"),
        (r#"{"type":"web","field":"DD","date":"2026-02-30"}"#, "`date`"),
        (r#"{"type":"web","field":"DD","date":"9999-12-31"}"#, "`date`"),
        (r#"{"type":"web","field":"DD","date":"0000-00-00"}"#, "`date`"),
        (r#"{"type":"web","field":"DD","date":"2026-11-24","time":"24:00"}"#, "`time`"),
        (r#"{"type":"web","field":"DD","date":"2026-11-24","half":"am"}"#, "AM hoặc PM"),
        (r#"{"type":"tick","at":"2999-13-01T00:00"}"#, "`at`"),
    ];
    for (event, words) in usage {
        let done = office.run(&["event", event]);
        let shown: String = event.chars().take(80).collect();
        assert_eq!(done.code, Some(2), "{shown}: {done:?}");
        assert!(done.stderr.contains(words) && !done.stderr.contains("panicked"), "{shown}: {}", done.stderr);
        assert_eq!(done.stdout, "", "{shown}");
        assert!(done.stderr.len() < 1000, "{shown}: too many words");
    }
    let refused: &[(&str, &str)] = &[
        (r#"{"type":"arrive","number":"TP-4294967295"}"#, "unknown_number"),
        (r#"{"type":"arrive","number":"TP-000"}"#, "unknown_number"),
        (r#"{"type":"web","field":"DD","date":"2999-12-31"}"#, "too_far"),
        (r#"{"type":"web","field":"DD","date":"1900-01-01"}"#, "past"),
        (r#"{"type":"move","number":"DD-001","date":"2026-11-24","to":"2999-12-31"}"#, "too_far"),
        (r#"{"type":"cancel","number":"DD-001","date":"1900-01-01"}"#, "unknown_number"),
        (r#"{"type":"undo","counter":2}"#, "nothing_to_undo"),
    ];
    for (event, reason) in refused {
        let done = office.run(&["event", event]);
        assert!(done.code == Some(1) && done.stdout.contains(reason), "{event}: {done:?}");
        assert!(done.stderr.contains("từ chối"), "{event}: {done:?}");
    }
    // Odd, but harmless.
    let taken = [
        json!({"type": "close_session", "field": "TP", "date": "2999-12-31", "half": "PM"}),
        json!({"type": "close_session", "field": "TP", "date": "1900-01-01", "half": "PM"}),
        json!({"type": "unblock", "phone": "x".repeat(20_000)}),
        json!({"type": "walkin", "field": "TP", "name": long, "phone": "không có số"}),
        json!({"type": "walkin", "field": "TP", "note": long}),
        json!({"type": "close_counter", "counter": 1, "reason": "\u{202e}\u{7}nghỉ\r\n trưa\u{0}"}),
    ];
    taken.iter().for_each(|event| drop(office.event(event)));
    let queue = office.queue();
    let longest = queue.as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).map(|name| name.chars().count());
    assert_eq!(longest.max(), Some(80));
    assert_eq!(office.run(&["check"]).code, Some(0));
    let kept = fs::metadata(office.store()).unwrap().len();
    assert!(kept < 400_000, "{kept} bytes of nonsense");
    recount(&office.store(), &rules(&office.path("motcua.toml")));
}

#[test]
fn a_megabyte_of_a_name_is_a_name_of_80_letters() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let rules = rules(&office.path("motcua.toml"));
    for letter in ["a", "ế", "e\u{302}\u{301}", "\u{301}", "🏳️‍🌈", "\u{202e}"] {
        let name = letter.repeat(1_000_000 / letter.len());
        let event = json!({"type": "walkin", "field": "TP", "name": name, "note": name});
        let kept = event_json(&rules, &parse_event(&rules, event).unwrap());
        assert!(kept.len() < 20_000, "{letter:?}: {}", kept.len());
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let mut command = office.motcua(&["event"]);
    command.arg(std::ffi::OsStr::from_bytes(b"{\"type\":\"tick\xff\"}"));
    let done = run(&mut command);
    assert!(done.code == Some(2) && !done.stderr.contains("panicked"), "{done:?}");
}

#[test]
fn names_are_cleaned_before_anybody_sees_them() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let name = "\u{202e}\u{1b}[31mNguye\u{302}\u{303}n\u{7}\u{200b}  Thị\n\tHoa\u{0}\u{feff} ";
    office.event(&json!({"type": "walkin", "field": "TP", "name": name, "phone": "\u{202d}0912\u{200b} 345 678\u{7}"}));
    office.event(&json!({"type": "set_name", "number": "TP-001", "name": format!("{name}{name}")}));
    office.event(&json!({"type": "walkin", "field": "TP", "name": name}));
    let names = |queue: Value| -> Vec<String> {
        queue.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(office.queue()), ["[31mNguyễn Thị Hoa [31mNguyễn Thị Hoa", "[31mNguyễn Thị Hoa"]);
    let list = office.run(&["queue"]).stdout;
    assert!(list.contains("0912345678"), "{list}");
    let strange = |c: char| c != '\n' && (c.is_control() || "\u{200b}\u{202d}\u{202e}\u{feff}".contains(c));
    assert!(!list.contains(strange), "{list:?}");
}

#[test]
fn ten_thousand_people_can_wait() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let rules = rules(&office.path("motcua.toml"));
    let mut store = Store::open(&office.store()).unwrap();
    let at = Minute::parse("2026-11-23T07:45").unwrap();
    let mut machine = Machine::new(rules.clone(), at);
    let step = store.begin().unwrap();
    for i in 0..10_000 {
        let event = json!({"type": "walkin", "field": if i % 3 == 0 { "DD" } else { "TP" }, "name": format!("Khách {i}")});
        let mut envelope = parse_event(&rules, event).unwrap();
        envelope.at = Some(at);
        let body = event_json(&rules, &envelope);
        machine.handle(at, None, envelope.event, &mut Vec::new());
        // The clock of the test's office, 07:45 there.
        let wall = 1_795_394_700_000;
        let record = Record { at, wall, kind: "walkin", desk: None, actor: None, body: &body, salt: [7; 16] };
        step.save(&machine, &record, &[]).unwrap();
    }
    step.commit().unwrap();
    drop(store);
    assert_eq!(office.queue().as_array().unwrap().len(), 10_000);
    let mut host = office.host();
    let answer = office.event(&json!({"type": "done", "counter": 1}));
    assert_eq!(answer[0]["number"], "TP-002", "{answer}");
    let answer = office.event(&json!({"type": "walkin", "field": "TP"}));
    assert_eq!(answer[0]["ahead"], 6664, "{answer}");
    assert_eq!(office.run(&["backup"]).code, Some(0));
    assert_eq!(office.run(&["check"]).code, Some(0));
    host.kill();
    assert!(recount(&office.store(), &rules) >= 10_002);
}

#[test]
fn a_configuration_that_lost_a_counter_loses_nobody() {
    let office = Office::new(busy::OFFICE, CLOCK);
    for field in ["TP", "DD", "DD"] {
        office.event(&json!({"type": "walkin", "field": field, "desk": 2}));
    }
    office.event(&json!({"type": "hold", "counter": 2}));
    let config = fs::read_to_string(office.path("motcua.toml")).unwrap();
    // Field DD and counter 2 are gone, and with them what their places in the file meant.
    let (fields, rest) = config.split_once("[[field]]\nid = \"DD\"").unwrap();
    let counters = rest.split_once("[[counter]]\nid = 1").unwrap().1;
    let (first, second) = counters.split_once("[[counter]]\nid = 2").unwrap();
    let store = second.split_once("[store]").unwrap().1;
    fs::write(office.path("motcua.toml"), format!("{fields}[[counter]]\nid = 1{first}[store]{store}")).unwrap();
    assert_eq!(office.queue().as_array().unwrap().len(), 3);
    for event in [json!({"type": "undo", "counter": 1}), json!({"type": "done", "counter": 1})] {
        let done = office.run(&["event", &event.to_string()]);
        assert!(matches!(done.code, Some(0 | 1)) && !done.stderr.contains("panicked"), "{event}: {done:?}");
    }
    // Back again: both are still there.
    fs::write(office.path("motcua.toml"), config).unwrap();
    let states: Vec<_> = office.queue().as_array().unwrap().iter().map(|row| row["state"].clone()).collect();
    assert_eq!(states, ["done", "held", "serving"]);
    office.event(&json!({"type": "resume", "number": "DD-001"}));
}
