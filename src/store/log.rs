//! The event log: append-only, chained by hashes over salted digests, so that a person's data can be erased while the
//! chain still proves what happened (ARCHITECTURE.md, invariant 6).

use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Store, StoreError, beside, no_link};
use crate::domain::time::{Day, Minute};

/// One event as it goes into the log.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The office's minute.
    pub at: Minute,
    /// Milliseconds of the wall clock.
    pub wall: i64,
    /// The event's name.
    pub kind: &'a str,
    /// The counter whose official acted.
    pub desk: Option<&'a str>,
    /// The official who acted.
    pub actor: Option<&'a str>,
    /// What exactly happened, as JSON.
    pub body: &'a str,
    /// Fresh random bytes: without them a digest could be guessed from a name and a phone.
    pub salt: [u8; 16],
}

/// Where the log does not hold.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A body is not the one that was logged.
    #[error("sự kiện {0}: nội dung không khớp với sổ")]
    Body(u64),
    /// A row was changed, added or taken out.
    #[error("sự kiện {0}: chuỗi băm của sổ bị đứt")]
    Chain(u64),
    /// What was last acknowledged is not known any more.
    #[error("thiếu tệp {}: không biết sổ đã từng có đến đâu; nếu chính cơ quan xoá nó thì lần ghi sau tự có lại", .0.display())]
    NoHead(PathBuf),
    /// The end that the office signed is not in the log.
    #[error("sổ đã bị viết lại: dấu mà máy chủ ký ở sự kiện {0} không còn khớp")]
    Seal(u64),
    /// A backup's end is not in the log.
    #[error("sổ không nối tiếp bản sao lưu {1}: sự kiện {0} khác")]
    Backup(u64, String),
    /// Events at the end are gone.
    #[error("sổ thiếu các sự kiện cuối: có {have}, đã từng có {had}")]
    Tail {
        /// The last event there is.
        have: u64,
        /// The last event that was acknowledged.
        had: u64,
    },
}

/// The chain's end: sequence number and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub seq: u64,
    pub chain: [u8; 32],
}

struct Row {
    seq: u64,
    at: i64,
    wall: i64,
    kind: String,
    desk: Option<String>,
    actor: Option<String>,
    digest: [u8; 32],
    chain: [u8; 32],
}

pub(super) fn last_seq(db: &Connection) -> rusqlite::Result<u64> {
    let mut statement = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?;
    statement
        .query_row([], |row| row.get::<_, i64>(0))
        .map(|n| n as u64)
}

pub(super) fn append(db: &Connection, seq: u64, record: &Record<'_>) -> rusqlite::Result<()> {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(record.salt)
        .chain_update(record.body)
        .finalize()
        .into();
    let before = head(db)?.map_or([0; 32], |head| head.chain);
    let mut row = Row {
        seq,
        at: i64::from(record.at.0),
        wall: record.wall,
        kind: record.kind.to_owned(),
        desk: record.desk.map(str::to_owned),
        actor: record.actor.map(str::to_owned),
        digest,
        chain: [0; 32],
    };
    row.chain = link(&before, &row);
    db.prepare_cached("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            seq as i64, row.at, row.wall, row.kind, row.desk, row.actor, row.digest, row.chain
        ])?;
    let mut body = db.prepare_cached("INSERT INTO event_body VALUES (?, ?, ?)")?;
    body.execute(params![seq as i64, record.salt, record.body])?;
    Ok(())
}

/// The next link: over the chain so far and everything of the row but its body, which its digest stands for.
fn link(before: &[u8; 32], row: &Row) -> [u8; 32] {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    // Lengths go first, so that no two rows read the same.
    let words = [row.kind.clone(), text(&row.desk), text(&row.actor)];
    let mut hash = Sha256::new().chain_update(before);
    for number in [row.seq as i64, row.at, row.wall] {
        hash.update(number.to_be_bytes());
    }
    for word in words {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word);
    }
    hash.chain_update(row.digest).finalize().into()
}

pub(super) fn head(db: &Connection) -> rusqlite::Result<Option<Head>> {
    let mut statement =
        db.prepare_cached("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1")?;
    let head = |row: &rusqlite::Row<'_>| {
        Ok(Head {
            seq: row.get::<_, i64>(0)? as u64,
            chain: row.get(1)?,
        })
    };
    statement.query_row([], head).optional()
}

// ---- the head outside of the database ----

pub(super) fn head_path(database: &Path) -> PathBuf {
    beside(database, ".head")
}

/// Keeps the chain's end beside the database, so that a cut tail shows. It is a witness, not a promise: where it cannot
/// be written, the event stands all the same.
pub(super) fn write_head(database: &Path, head: &Head) {
    let line = format!("{:>20} {}\n", head.seq, hex(&head.chain));
    let file = no_link()
        .write(true)
        .create(true)
        .truncate(false)
        .open(head_path(database));
    if let Ok(mut file) = file {
        let _ = file.write_all(line.as_bytes());
    }
}

pub(super) fn read_head(database: &Path) -> Option<(u64, String)> {
    read_end(&std::fs::read_to_string(head_path(database)).ok()?)
}

/// The end of a chain as it is written down.
pub(super) fn read_end(line: &str) -> Option<(u64, String)> {
    let (seq, hex) = line.trim().split_once(' ')?;
    Some((seq.parse().ok()?, hex.to_owned()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl Store {
    /// The last event of a kind that a counter's official caused after `seq`.
    pub fn last_of_desk(
        &self,
        kind: &str,
        desk: &str,
        seq: u64,
    ) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT max(seq) FROM event WHERE seq > ? AND kind = ? AND desk = ?";
        let found: Option<i64> = self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            statement.query_row(rusqlite::params![seq as i64, kind, desk], |row| row.get(0))
        })?;
        Ok(found.map(|seq| seq as u64))
    }

    /// When a number was last checked in after `seq`. The ticket would bear that event's number, had it not been taken back.
    pub fn arrival_after(&self, number: &str, seq: u64) -> Result<Option<Minute>, StoreError> {
        let sql = "SELECT max(at) FROM event JOIN event_body USING (seq)
                   WHERE seq > ? AND kind = 'arrive' AND json_extract(body, '$.number') = ?";
        let found: Option<i32> = self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            statement.query_row(rusqlite::params![seq as i64, number], |row| row.get(0))
        })?;
        Ok(found.map(Minute))
    }
}

impl Store {
    /// Compares the chain's end with what was last acknowledged: cheap, for every start.
    pub fn check_tail(&self) -> Result<Option<Broken>, StoreError> {
        let Some((had, hex)) = read_head(&self.path) else {
            return Ok(None);
        };
        let have = self.last_seq()?;
        if have < had {
            return Ok(Some(Broken::Tail { have, had }));
        }
        Ok((!self.has_link(had, &hex)?).then_some(Broken::Chain(had)))
    }

    /// Goes through the whole chain. A body that was erased is no fault.
    pub fn verify_log(&self) -> Result<Option<Broken>, StoreError> {
        let broken = walk(&self.db).map_err(|e| StoreError::of(&self.path, e))?;
        if broken.is_some() {
            return Ok(broken);
        }
        let head = head_path(&self.path);
        if !head.exists() && self.last_seq()? > 0 {
            return Ok(Some(Broken::NoHead(head)));
        }
        self.check_tail()
    }

    /// Whether the log still has the event `seq` with this hash of the chain, in hexadecimal digits.
    /// The day on which an event was written.
    pub fn day_of_event(&self, seq: u64) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT at FROM event WHERE seq = ?";
        self.run(|db| {
            let at = db.query_row(sql, [seq as i64], |row| row.get::<_, i32>(0));
            Ok(at.optional()?.map(|at| Minute(at).day()))
        })
    }

    /// Whether the event has this link of the chain.
    pub fn has_link(&self, seq: u64, hex: &str) -> Result<bool, StoreError> {
        let sql = "SELECT lower(hex(chain)) FROM event WHERE seq = ?";
        let chain = self.run(|db| {
            let chain = db.query_row(sql, [seq as i64], |row| row.get::<_, String>(0));
            chain.optional()
        })?;
        Ok(chain.as_deref() == Some(hex))
    }

    /// The chain's end: how many events, and its hash in hexadecimal digits.
    pub fn log_end(&self) -> Result<Option<(u64, String)>, StoreError> {
        let head = self.run(head)?;
        Ok(head.map(|head| (head.seq, hex(&head.chain))))
    }

    /// What exactly happened in an event, unless it was erased.
    pub fn body(&self, seq: u64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM event_body WHERE seq = ?";
        let body = self.db.query_row(sql, [seq as i64], |row| row.get(0));
        body.optional().map_err(|e| StoreError::of(&self.path, e))
    }

    /// The bodies of all events after `seq`, oldest first, for a recount or a dispute.
    pub fn bodies_after(&self, seq: u64) -> Result<Vec<(u64, String)>, StoreError> {
        let read = || {
            let mut statement = self
                .db
                .prepare("SELECT seq, body FROM event_body WHERE seq > ? ORDER BY seq")?;
            let rows = statement.query_map([seq as i64], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get(1)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|e| StoreError::of(&self.path, e))
    }
}

/// Goes through the chain from its beginning; what is broken first.
pub(super) fn walk(db: &Connection) -> rusqlite::Result<Option<Broken>> {
    let sql = "SELECT e.seq, at, wall, kind, desk, actor, digest, chain, salt, body
               FROM event e LEFT JOIN event_body b ON b.seq = e.seq ORDER BY e.seq";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut before, mut expected) = ([0; 32], 1);
    while let Some(r) = rows.next()? {
        let row = Row {
            seq: r.get::<_, i64>(0)? as u64,
            at: r.get(1)?,
            wall: r.get(2)?,
            kind: r.get(3)?,
            desk: r.get(4)?,
            actor: r.get(5)?,
            digest: r.get(6)?,
            chain: r.get(7)?,
        };
        if row.seq != expected || link(&before, &row) != row.chain {
            return Ok(Some(Broken::Chain(expected)));
        }
        if let (Some(salt), Some(body)) = (
            r.get::<_, Option<[u8; 16]>>(8)?,
            r.get::<_, Option<String>>(9)?,
        ) {
            let digest: [u8; 32] = Sha256::new()
                .chain_update(salt)
                .chain_update(body)
                .finalize()
                .into();
            if digest != row.digest {
                return Ok(Some(Broken::Body(row.seq)));
            }
        }
        before = row.chain;
        expected += 1;
    }
    Ok(None)
}
