//! What is needed to tell the office's tables from its log alone: every event with its body, the rules that held, what was
//! erased when; and where two stores differ.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::sql::all;
use super::{Record, Store, StoreError, beside, log, personal, rows};
use crate::domain::Office;
use crate::domain::rules::Rules;
use crate::domain::time::{Day, Minute};

/// What an office has the same, however it came about. (The outbox says what was shown, not what is so.)
const TABLES: [&str; 8] = [
    "ticket",
    "person",
    "dossier",
    "dossier_person",
    "phone",
    "counter",
    "closed_session",
    "journal",
];
/// More differences nobody reads.
const MOST: usize = 20;

/// One event as it was logged.
#[derive(Clone, Debug)]
pub struct Logged {
    /// Its number.
    pub seq: u64,
    /// The office's minute.
    pub at: Minute,
    /// Milliseconds of the wall clock.
    pub wall: i64,
    /// The event's name.
    pub kind: String,
    /// The counter whose official acted.
    pub desk: Option<String>,
    /// The official who acted.
    pub actor: Option<String>,
    /// What exactly happened; of an erased one, without the person. `None` when it is missing.
    pub body: Option<String>,
    /// Whether it was erased.
    pub erased: bool,
}

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// Of a person, who goes by this in what is left of the bodies.
    Person(String),
    /// Of people without a phone who were last here before that day.
    NamelessBefore(Day),
}

/// A store to count in, gone when it is dropped.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    store: Store,
}

impl Scratch {
    /// The office as it has come about so far.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(&self, rules: &Rules) -> Result<Office, StoreError> {
        self.store.run(|db| rows::load(db, rules))
    }

    /// An event has happened.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, office: &Office, record: &Record<'_>) -> Result<(), StoreError> {
        self.store.run(|db| {
            log::append(db, office.serial(), record)?;
            rows::save(db, office)
        })
    }

    /// Something was erased.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn erase(&self, erased: &Erasure) -> Result<(), StoreError> {
        self.store.run(|db| match erased {
            Erasure::Person(person) => personal::erase(db, person),
            Erasure::NamelessBefore(day) => personal::nameless_before(db, *day).map(drop),
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        sweep_away(&self.path);
    }
}

fn sweep_away(scratch: &Path) {
    for ending in ["", "-wal", "-shm", ".head"] {
        let _ = std::fs::remove_file(beside(scratch, ending));
    }
}

impl Store {
    /// An empty store beside this one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn scratch(&self) -> Result<Scratch, StoreError> {
        let path = beside(&self.path, ".tinh-lai");
        sweep_away(&path);
        let store = Self::open(&path)?;
        super::keep_private(&path);
        // One transaction from beginning to end: nobody needs it after a power cut.
        let begun = store.run(|db| db.execute_batch("PRAGMA synchronous = OFF; BEGIN"));
        let scratch = Scratch { path, store };
        begun.map(|()| scratch)
    }

    /// Goes through the log, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read, or what `see` fails with.
    pub fn each_logged<E: From<StoreError>>(
        &self,
        mut see: impl FnMut(Logged) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT e.seq, at, wall, kind, desk, actor, b.body, t.body FROM event e
                   LEFT JOIN event_body b ON b.seq = e.seq LEFT JOIN event_trace t ON t.seq = e.seq ORDER BY e.seq";
        let at = |e| StoreError::of(&self.path, e);
        let mut statement = self.db.prepare(sql).map_err(at)?;
        let mut rows = statement.query([]).map_err(at)?;
        while let Some(row) = rows.next().map_err(at)? {
            let read = || -> rusqlite::Result<Logged> {
                let (body, trace): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
                Ok(Logged {
                    seq: row.get::<_, i64>(0)? as u64,
                    at: Minute(row.get(1)?),
                    wall: row.get(2)?,
                    kind: row.get(3)?,
                    desk: row.get(4)?,
                    actor: row.get(5)?,
                    erased: body.is_none() && trace.is_some(),
                    body: body.or(trace),
                })
            };
            see(read().map_err(at)?)?;
        }
        Ok(())
    }

    /// The rules that held after so many events, as JSON, oldest first.
    pub fn configurations(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let sql = "SELECT seq, rules FROM configuration ORDER BY seq";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?));
        self.run(|db| all(db, sql, [], read))
    }

    /// What was erased after so many events, oldest first.
    pub fn erasures(&self) -> Result<Vec<(u64, Erasure)>, StoreError> {
        let sql = "SELECT seq, person, day FROM erasure ORDER BY id";
        let read = |row: &rusqlite::Row<'_>| {
            let person: Option<String> = row.get(1)?;
            let erased = match person {
                Some(person) => Erasure::Person(person),
                None => Erasure::NamelessBefore(Day(row.get(2)?)),
            };
            Ok((row.get::<_, i64>(0)? as u64, erased))
        };
        self.run(|db| all(db, sql, [], read))
    }

    /// Where this store differs from one that was counted anew, row by row, in words; at most so many.
    ///
    /// # Errors
    /// When either cannot be read.
    pub fn differences(&self, anew: &Scratch) -> Result<Vec<String>, StoreError> {
        let mut all = Vec::new();
        for table in TABLES {
            let (there, counted) = (self.rows_of(table)?, anew.store.rows_of(table)?);
            let (mut a, mut b) = (there.iter().peekable(), counted.iter().peekable());
            while all.len() < MOST {
                all.push(match (a.peek(), b.peek()) {
                    (None, None) => break,
                    (Some(row), Some(other)) if row == other => {
                        a.next();
                        b.next();
                        continue;
                    }
                    (Some(row), Some(other)) if row.key == other.key => {
                        let words = row.differs(other);
                        a.next();
                        b.next();
                        format!("{table} {words}")
                    }
                    (Some(row), other) if other.is_none_or(|other| row.key < other.key) => {
                        let words = format!("{table} {}: theo sổ không có", row.key);
                        a.next();
                        words
                    }
                    (_, other) => {
                        let words = other.map_or(String::new(), |row| row.key.clone());
                        b.next();
                        format!("{table} {words}: theo sổ phải có, nhưng thiếu")
                    }
                });
            }
        }
        Ok(all)
    }

    fn rows_of(&self, table: &str) -> Result<Vec<Row>, StoreError> {
        self.run(|db| rows_of(db, table))
    }
}

impl super::Transaction<'_> {
    /// Keeps the rules that hold from now on.
    pub fn keep_configuration(&self, rules: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO configuration SELECT coalesce(max(seq), 0), ? FROM event";
        self.run(|tx| tx.execute(sql, [rules]).map(drop))
    }
}

/// A row by its key.
#[derive(Clone, PartialEq, Debug)]
struct Row {
    key: String,
    values: Vec<(String, Value)>,
}

impl Row {
    /// In which column it differs first.
    fn differs(&self, other: &Self) -> String {
        let pairs = self.values.iter().zip(&other.values);
        let words = |value: &Value| match value {
            Value::Null => "(trống)".to_owned(),
            Value::Integer(n) => n.to_string(),
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let found = pairs
            .filter(|(a, b)| a != b)
            .map(|((column, a), (_, b))| {
                format!(
                    "{}: {column} là «{}», theo sổ là «{}»",
                    self.key,
                    words(a),
                    words(b)
                )
            })
            .next();
        found.unwrap_or_default()
    }
}

fn rows_of(db: &Connection, table: &str) -> rusqlite::Result<Vec<Row>> {
    // What was taken back and can be done again is not what is so; earlier versions did not keep it.
    let taken_back = if table == "journal" {
        " WHERE serial > 0"
    } else {
        ""
    };
    let mut statement = db.prepare(&format!("SELECT * FROM {table}{taken_back}"))?;
    let columns: Vec<String> = statement
        .column_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let keys = if table == "closed_session" { 3 } else { 1 };
    let rows = statement.query_map([], |row| {
        let values: Vec<(String, Value)> = columns
            .iter()
            .enumerate()
            // Earlier versions did not keep which event made a ticket.
            .filter(|(_, column)| table != "ticket" || *column != "born")
            .map(|(i, column)| Ok((column.clone(), row.get(i)?)))
            .collect::<rusqlite::Result<_>>()?;
        let key = values.iter().take(keys).map(|(_, value)| match value {
            // Sorted as numbers.
            Value::Integer(n) => format!("{n:>12}"),
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        });
        let key = key.collect::<Vec<_>>().join(" ");
        Ok(Row { key, values })
    })?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(rows)
}
