//! Events through the store, beside a bare INSERT and COMMIT with the same pragmas on the same disk, taking turns.

use std::time::{Duration, Instant};

use motcua::app::Actor;
use motcua::app::live::Live;
use motcua::domain::Event;
use motcua::domain::rules::{Profile, Rules};
use motcua::domain::ticket::Person;
use motcua::store::Store;
use rusqlite::Connection;

use super::{rounds, stated};

const EVENTS: usize = 200;

fn rules() -> Rules {
    let mut rules = Rules::of(Profile::Source);
    // Open around the clock: a benchmark is run at any hour.
    rules.am.start.0 = 0;
    rules.am.end.0 = 12 * 60;
    rules.pm.start.0 = 12 * 60;
    rules.pm.end.0 = 24 * 60;
    for day in 0..60_000 {
        rules.extra_workdays.insert(motcua::domain::time::Day(day));
    }
    let field = rules.add_field("tu-phap", "Tư pháp", 10, Some(1));
    rules.add_counter("1", "Quầy 1", &[field]);
    rules
}

fn bare(path: &std::path::Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.pragma_update(None, "secure_delete", "ON").unwrap();
    db.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
        .unwrap();
    db
}

#[test]
fn bench_store() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let rules = rules();
    let field = rules.field_by_id("tu-phap").unwrap();
    let counter = rules.counter_by_id("1").unwrap();
    let mut live = Live::open(Store::open(&dir.path().join("motcua.db")).unwrap(), rules).unwrap();
    let db = bare(&dir.path().join("bare.db"));
    let (mut through_store, mut through_bare) = (Duration::ZERO, Duration::ZERO);
    let rounds = rounds(10);
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..EVENTS / 2 {
            let walkin = Event::Walkin {
                field,
                priority: false,
                person: Person::default(),
            };
            assert!(live.submit(Actor::Time, walkin).unwrap().seq.is_some());
            assert!(
                live.submit(Actor::Time, Event::Done { counter })
                    .unwrap()
                    .seq
                    .is_some()
            );
        }
        through_store += start.elapsed();
        let start = Instant::now();
        for i in 0..EVENTS {
            db.prepare_cached("INSERT INTO t (body) VALUES (?)")
                .unwrap()
                .execute([format!("body {i:0200}")])
                .unwrap();
        }
        through_bare += start.elapsed();
    }
    let per_second = |t: Duration| (rounds * EVENTS) as f64 / t.as_secs_f64();
    let (ours, theirs) = (per_second(through_store), per_second(through_bare));
    stated("store: events", ours, "a second");
    let what = "store: events, beside bare INSERT and COMMIT (aim ≥ 0.60)";
    stated(what, ours / theirs, "times as many");
}
