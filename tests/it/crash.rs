//! Any process may be killed at any moment (ARCHITECTURE.md, invariant 2): what was acknowledged is there, once; the log holds; the
//! boards show the present numbers; and the recount gives the same office.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, TimeDelta};
use motcua::domain::rules::Rules;
use motcua::store::Store;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::support::bridge::Bridge;
use crate::support::busy;
use crate::support::dice::Dice;
use crate::support::office::{Office, run};
use crate::support::peer::Peer;
use crate::support::recount::{recount, rules};

#[test]
fn hosts_killed_on_a_busy_morning() {
    kill_hosts("source", "2026-11-23 07:40:00", 20_261_123);
}

#[test]
fn hosts_killed_on_a_busy_afternoon() {
    kill_hosts("improved", "2026-11-23 13:40:00", 20_261_124);
}

/// 100 times: kill −9 of the host at some moment, be it while it starts or while two doors send events and time passes.
fn kill_hosts(profile: &str, start: &str, seed: u64) {
    let mut dice = Dice::new(seed);
    let bridge = Bridge::new();
    let mut peer = Peer::start(
        "modbus_board.py",
        ["--port", bridge.peer_port().to_str().unwrap()],
    );
    let office = Office::new(&with_boards(profile, &bridge), start);
    let rules = rules(&office.path("motcua.toml"));
    let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%d %H:%M:%S").unwrap();
    let mut ledger = Ledger::default();
    let mut host = office.serve();
    for round in 0..100 {
        if !dice.percent(15) {
            // What is to be seen was decided while no host was there: only the new one can have shown it.
            peer.wait_all_shown(&in_service(&office, &rules));
        }
        let end = Instant::now() + Duration::from_micros(dice.below(60_000));
        let sent = thread::scope(|scope| {
            let doors = open_doors(scope, &office, round, &mut dice, send_some);
            turn_to(&office, start + TimeDelta::minutes(round));
            while Instant::now() < end {
                std::hint::spin_loop();
            }
            host.kill();
            collect(doors)
        });
        sent.into_iter().for_each(|sent| ledger.add(sent));
        let done =
            json!({"type": "done", "counter": dice.pick(&[1, 2]), "actor": format!("{round}")});
        ledger.add(send(&office, done, None));
        ledger.check(&office);
        host = office.serve();
    }
    peer.wait_all_shown(&in_service(&office, &rules));
    drop(host);
    finish(&office, &rules, &ledger);
}

#[test]
fn writers_killed_at_every_step() {
    let mut dice = Dice::new(20_261_125);
    let start = "2026-11-23 08:00:00";
    let office = Office::new(&(busy::OFFICE.to_owned() + &names(60)), start);
    let rules = rules(&office.path("motcua.toml"));
    let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%d %H:%M:%S").unwrap();
    let mut ledger = Ledger::default();
    for round in 0..60 {
        turn_to(&office, start + TimeDelta::minutes(round));
        let sent = thread::scope(|scope| {
            collect(open_doors(
                scope,
                &office,
                round,
                &mut dice,
                send_to_be_killed,
            ))
        });
        sent.into_iter().for_each(|sent| ledger.add(sent));
        ledger.check(&office);
    }
    finish(&office, &rules, &ledger);
}

fn with_boards(profile: &str, bridge: &Bridge) -> String {
    let port = bridge.office_port();
    let board = format!(
        "[[board]]\nport = {port:?}\ndriver = \"modbus\"\nmap = \"led485\"\ncounters = {{ 1 = 1, 2 = 2 }}\n"
    );
    busy::OFFICE.replace("[office]", &format!("[office]\nprofile = {profile:?}"))
        + &board
        + &names(100)
}

/// Each event is known again by who it is from.
fn names(rounds: u32) -> String {
    let of_round = |round| {
        let doors = ["A", "B"].into_iter();
        let sent = doors.flat_map(move |door| (0..4).map(move |i| format!("{round}-{door}-{i}")));
        sent.chain([format!("{round}")])
    };
    busy::officials((0..rounds).flat_map(of_round))
}

fn turn_to(office: &Office, time: NaiveDateTime) {
    office.set_clock(&time.format("%Y-%m-%d %H:%M:%S").to_string());
}

/// The addresses of the boards whose counters serve someone, with the number they must show.
fn in_service(office: &Office, rules: &Rules) -> Vec<(u8, u32)> {
    let loaded = Store::open(&office.store()).unwrap().load(rules).unwrap();
    let at = |ix| {
        loaded
            .ticket(loaded.counter(ix).ticket?)
            .map(|ticket| ticket.number.n)
    };
    rules
        .counter_indexes()
        .filter_map(|ix| Some((ix.0 as u8 + 1, at(ix)?)))
        .collect()
}

#[track_caller]
fn finish(office: &Office, rules: &Rules, ledger: &Ledger) {
    let store = Store::open(&office.store()).unwrap();
    assert_eq!(store.verify_log().unwrap(), None);
    store.check().unwrap();
    let events = recount(&office.store(), rules);
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let count = |fate| ledger.0.values().filter(|sent| sent.fate == fate).count();
    println!(
        "{} events sent: {} taken, {} refused, {} unanswered; {events} logged",
        ledger.0.len(),
        count(Fate::Taken),
        count(Fate::Refused),
        count(Fate::Unknown)
    );
    // A day on which nearly everything was refused would say nothing.
    assert!(count(Fate::Taken) > ledger.0.len() / 3);
}

// ---- doors ----

/// What became of an event that was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// Answered, and the office is another one since.
    Taken,
    /// Answered, and nothing came of it.
    Refused,
    /// The sender was killed before its answer was read: there, or not there.
    Unknown,
}

struct Sent {
    event: Value,
    fate: Fate,
    /// A number was given.
    ticket: bool,
}

/// Two doors through which events come in at the same time.
fn open_doors<'scope>(
    scope: &'scope Scope<'scope, '_>,
    office: &'scope Office,
    round: i64,
    dice: &mut Dice,
    send: fn(&Office, &str, Dice) -> Vec<Sent>,
) -> [ScopedJoinHandle<'scope, Vec<Sent>>; 2] {
    ["A", "B"].map(|door| {
        let dice = dice.fork();
        scope.spawn(move || send(office, &format!("{round}-{door}"), dice))
    })
}

fn collect(doors: [ScopedJoinHandle<'_, Vec<Sent>>; 2]) -> Vec<Sent> {
    doors
        .into_iter()
        .flat_map(|door| door.join().unwrap())
        .collect()
}

/// Some events, one after the other; a few of the programs that send them are killed.
fn send_some(office: &Office, name: &str, mut dice: Dice) -> Vec<Sent> {
    let one = |i| {
        let event = busy::event(&mut dice, &format!("{name}-{i}"), 20, office.now().date());
        let kill = dice.percent(10).then(|| Moment::Later(dice.below(15_000)));
        send(office, event, kill)
    };
    (0..3).map(one).collect()
}

fn send_to_be_killed(office: &Office, name: &str, mut dice: Dice) -> Vec<Sent> {
    let one = |i| {
        let event = busy::event(&mut dice, &format!("{name}-{i}"), 20, office.now().date());
        let moment = match dice.below(10) {
            0..6 => None,
            6..8 => Some(Moment::Committed),
            _ => Some(Moment::Later(dice.below(40_000))),
        };
        send(office, event, moment)
    };
    (0..4).map(one).collect()
}

/// When a sender is killed.
enum Moment {
    /// So many microseconds after its start.
    Later(u64),
    /// As soon as some commit has come to its end: the chain's head outside of the database is another one.
    Committed,
}

fn send(office: &Office, event: Value, kill: Option<Moment>) -> Sent {
    let mut command = office.motcua(&["event", &event.to_string()]);
    let Some(moment) = kill else {
        let done = run(&mut command);
        assert!(matches!(done.code, Some(0 | 1)), "{event}: {done:?}");
        assert_ne!(done.stdout, "", "{event}: {done:?}");
        return Sent::answered(event, &done.stdout);
    };
    let head = office.path("data/motcua.db.head");
    let before = fs::read(&head).ok();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    match moment {
        Moment::Later(micros) => {
            let end = Instant::now() + Duration::from_micros(micros);
            while Instant::now() < end {
                std::hint::spin_loop();
            }
        }
        Moment::Committed => {
            while fs::read(&head).ok() == before && matches!(child.try_wait(), Ok(None)) {}
        }
    }
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    // It may have been quicker: then its answer counts.
    if output.stdout.ends_with(b"\n") {
        Sent::answered(event, std::str::from_utf8(&output.stdout).unwrap())
    } else {
        Sent {
            event,
            fate: Fate::Unknown,
            ticket: false,
        }
    }
}

impl Sent {
    fn answered(event: Value, answer: &str) -> Self {
        let outputs: Value =
            serde_json::from_str(answer).unwrap_or_else(|e| panic!("{event}: {answer}: {e}"));
        let has = |kinds: &[&str]| {
            outputs
                .as_array()
                .unwrap()
                .iter()
                .any(|o| kinds.contains(&o["type"].as_str().unwrap()))
        };
        let all = outputs.as_array().unwrap().len();
        let idle = outputs.as_array().unwrap().iter();
        let idle = idle
            .filter(|o| {
                ["already", "rejected", "session_open", "unblocked", "warn"]
                    .contains(&o["type"].as_str().unwrap())
            })
            .count();
        let fate = if idle < all {
            Fate::Taken
        } else {
            Fate::Refused
        };
        Self {
            event,
            fate,
            ticket: has(&["ticket", "offered", "requested"]),
        }
    }
}

/// All events that were sent, by the name they carry.
#[derive(Default)]
struct Ledger(BTreeMap<String, Sent>);

impl Ledger {
    fn add(&mut self, sent: Sent) {
        let name = sent.event["actor"].as_str().unwrap().to_owned();
        assert!(self.0.insert(name, sent).is_none());
    }

    /// Everything must be as it was answered.
    #[track_caller]
    fn check(&self, office: &Office) {
        let db =
            Connection::open_with_flags(office.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let counts = |sql: &str| -> BTreeMap<String, i64> {
            let mut statement = db.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.unwrap().map(Result::unwrap).collect()
        };
        let logged =
            counts("SELECT actor, count(*) FROM event WHERE actor IS NOT NULL GROUP BY actor");
        // One who is moved or transferred has a further ticket of the same note; that one names its origin.
        let sql = "SELECT note, count(*) FROM ticket t JOIN person p ON p.ticket = t.id
                   WHERE origin IS NULL AND note IS NOT NULL GROUP BY note";
        let tickets = counts(sql);
        for (name, sent) in &self.0 {
            let of = |counts: &BTreeMap<String, i64>| counts.get(name).copied().unwrap_or(0);
            let (times, people) = (of(&logged), of(&tickets));
            let right = match sent.fate {
                Fate::Taken => times == 1 && people == i64::from(sent.ticket),
                // Nothing came of it but, perhaps, that time passed.
                Fate::Refused => times <= 1 && people == 0,
                Fate::Unknown => times <= 1 && people <= times,
            };
            assert!(
                right,
                "{:?}, logged {times} times, {people} tickets: {}",
                sent.fate, sent.event
            );
        }
        let unknown: Vec<_> = logged
            .keys()
            .filter(|name| !self.0.contains_key(*name))
            .collect();
        assert!(unknown.is_empty(), "events that nobody sent: {unknown:?}");
    }
}
