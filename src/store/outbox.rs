//! Effects to carry out after the commit: at least once, each with an id of its own (ARCHITECTURE.md, invariant 7).

use rusqlite::{Connection, params};

use super::sql::change;
use super::{Store, StoreError};

/// Something to be done outside: a number to show, later a message to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// By which device: `board`.
    pub channel: &'static str,
    /// Where: a counter's id.
    pub target: String,
    /// What, as JSON.
    pub body: String,
}

/// An effect that is still to be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Identity.
    pub id: i64,
    /// The event that caused it.
    pub seq: u64,
    /// Where.
    pub target: String,
    /// What, as JSON.
    pub body: String,
}

pub(super) fn put(db: &Connection, seq: u64, effects: &[Effect]) -> rusqlite::Result<()> {
    if effects.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO outbox (seq, channel, target, body, state) VALUES (?, ?, ?, ?, 'new')";
    let mut insert = db.prepare_cached(sql)?;
    for effect in effects {
        insert.execute(params![
            seq as i64,
            effect.channel,
            effect.target,
            effect.body
        ])?;
    }
    Ok(())
}

impl Store {
    /// What is still to be done on a channel, oldest first, after the effect `after`.
    pub fn pending(&self, channel: &str, after: i64) -> Result<Vec<Pending>, StoreError> {
        let read = || {
            let sql = "SELECT id, seq, target, body FROM outbox
                       WHERE channel = ? AND id > ? AND state IN ('new', 'sending') ORDER BY id";
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map(params![channel, after], |row| {
                let seq = row.get::<_, i64>(1)? as u64;
                Ok(Pending {
                    id: row.get(0)?,
                    seq,
                    target: row.get(2)?,
                    body: row.get(3)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|e| StoreError::of(&self.path, e))
    }

    /// Settles effects: `done` when carried out, `dropped` when they have lost their worth.
    ///
    /// # Errors
    /// When the database cannot be written; they are then offered again.
    pub fn settle(&mut self, ids: &[i64], state: &str) -> Result<(), StoreError> {
        let path = self.path.clone();
        let settle = |db: &mut Connection| {
            let tx = db.transaction()?;
            for id in ids {
                let sql = "UPDATE outbox SET state = ? WHERE id = ?";
                change(&tx, sql, params![state, id])?;
            }
            tx.commit()
        };
        settle(&mut self.db).map_err(|e| StoreError::of(&path, e))
    }
}
