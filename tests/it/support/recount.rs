//! The recount: all logged events once more through a fresh office must give exactly the tables that are there.

use std::fmt::Write;
use std::path::Path;

use motcua::app::wire::parse_event;
use motcua::config::Config;
use motcua::domain::Office;
use motcua::domain::rules::Rules;
use motcua::domain::time::Minute;
use motcua::store::{Record, Store};
use rusqlite::{Connection, OpenFlags};

/// What an office must have the same, however it came about. (The outbox says what was shown, not what is so.)
const TABLES: [&str; 6] = [
    "ticket",
    "person",
    "phone",
    "counter",
    "closed_session",
    "journal",
];

/// The rules of an office's `motcua.toml`.
pub(crate) fn rules(config: &Path) -> Rules {
    Config::load(config)
        .expect("the office's motcua.toml")
        .rules
}

/// Plays the log of `database` once more and compares; answers how many events there were. Who works on the database
/// meanwhile is not disturbed, and does not disturb.
#[track_caller]
pub(crate) fn recount(database: &Path, rules: &Rules) -> u64 {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    db.execute_batch("BEGIN").unwrap();
    let again = tempfile::tempdir().unwrap();
    let again = again.path().join("again.db");
    let mut store = Store::open(&again).unwrap();
    let read = || Connection::open(&again).unwrap();
    compare(&db, &mut store, read, rules).unwrap_or_else(|difference| panic!("{difference}"))
}

/// Plays the log in `db` once more on the new store `again`, which `read` opens for reading.
///
/// # Errors
/// Says where they differ.
pub(crate) fn compare(
    db: &Connection,
    again: &mut Store,
    read: impl FnOnce() -> Connection,
    rules: &Rules,
) -> Result<u64, String> {
    let events = play(db, again, rules)?;
    let (there, anew) = (tables(db), tables(&read()));
    for (there, anew) in there.iter().zip(&anew) {
        if there != anew {
            let line = there.lines().zip(anew.lines()).find(|(a, b)| a != b);
            return Err(format!(
                "the recount of {events} events differs: {line:#?}\nthere:\n{there}\nanew:\n{anew}"
            ));
        }
    }
    Ok(events)
}

/// Lets everything logged happen once more on a new store.
fn play(db: &Connection, store: &mut Store, rules: &Rules) -> Result<u64, String> {
    let step = store.begin().unwrap();
    let sql = "SELECT e.seq, at, wall, kind, desk, actor, salt, body FROM event e LEFT JOIN event_body b ON b.seq = e.seq ORDER BY e.seq";
    let mut statement = db.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut office: Option<Office> = None;
    while let Some(row) = rows.next().unwrap() {
        let (kind, body): (String, String) = (row.get(3).unwrap(), row.get(7).unwrap());
        let (desk, actor): (Option<String>, Option<String>) =
            (row.get(4).unwrap(), row.get(5).unwrap());
        let envelope = parse_event(rules, serde_json::from_str(&body).unwrap());
        let envelope = envelope.map_err(|error| format!("{body}: {error}"))?;
        let at = envelope.at.expect("a logged event has its time");
        let office = office.get_or_insert_with(|| Office::new(rules.clone(), at));
        office.handle(at, envelope.desk, envelope.event, &mut Vec::new());
        let record = Record {
            at: Minute(row.get(1).unwrap()),
            wall: row.get(2).unwrap(),
            kind: &kind,
            desk: desk.as_deref(),
            actor: actor.as_deref(),
            body: &body,
            salt: row.get(6).unwrap(),
        };
        let seq = row.get::<_, i64>(0).unwrap() as u64;
        if (office.now(), office.serial()) != (record.at, seq) {
            return Err(format!(
                "event {seq} at {} is {} at {}: {body}",
                record.at,
                office.serial(),
                office.now()
            ));
        }
        step.save(office, &record, &[]).unwrap();
    }
    step.commit().unwrap();
    Ok(office.map_or(0, |office| office.serial()))
}

/// Each table as text, a row a line.
fn tables(db: &Connection) -> Vec<String> {
    TABLES.map(|table| dump(db, table)).to_vec()
}

fn dump(db: &Connection, table: &str) -> String {
    let mut statement = db
        .prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))
        .unwrap();
    let columns: Vec<String> = statement
        .column_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut rows = statement.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        let _ = write!(text, "{table}:");
        for (i, column) in columns.iter().enumerate() {
            let value: rusqlite::types::Value = row.get(i).unwrap();
            let _ = write!(text, " {column}={value:?}");
        }
        text.push('\n');
    }
    text
}
