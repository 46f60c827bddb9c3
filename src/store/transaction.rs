//! What is written as a whole or not at all: one event, or the events of several who ask at the same moment.

use std::ops::Deref;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, ffi, params};

use super::identity::Identity;
use super::outbox::{self, Effect};
use super::{Record, Store, StoreError, log, rows};
use crate::domain::Office;

impl Store {
    /// Begins the transaction of one event: no other process writes until it ends.
    ///
    /// # Errors
    /// When another process holds the database for too long, or it cannot be written.
    pub fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        self.still_gathers()?;
        if self.gathers && self.before.is_none() {
            let whole = Unit::begin(&self.db, false);
            let whole = whole.map_err(|e| StoreError::of(&self.path, e))?;
            self.identity.check(&self.path, &whole)?;
            whole.leave();
            self.before = Some(self.identity.clone());
        }
        let path = self.path.as_path();
        let unit = Unit::begin(&self.db, self.gathers);
        let tx = unit.map_err(|e| StoreError::of(path, e))?;
        let last_seq = self.identity.check(path, &tx)?;
        let identity = &mut self.identity;
        Ok(Transaction {
            tx,
            path,
            identity,
            last_seq,
        })
    }

    /// From here on transactions are gathered: they reach the disk together, by one sync instead of one each, by
    /// [`Store::write_gathered`]. Until then nobody may be told of them, and from the first one on no other process writes.
    pub fn gather(&mut self) {
        self.gathers = true;
    }

    /// Whether transactions are being gathered.
    pub fn gathers(&self) -> bool {
        self.gathers
    }

    /// Fails where a failed disk has ended the whole in the midst: a part would be a whole of its own, and what was seen of
    /// the others is not there.
    pub(super) fn still_gathers(&self) -> Result<(), StoreError> {
        if self.before.is_none() || !self.db.is_autocommit() {
            return Ok(());
        }
        let failed = ffi::Error::new(ffi::SQLITE_IOERR);
        let failed = rusqlite::Error::SqliteFailure(failed, None);
        Err(StoreError::of(&self.path, failed))
    }

    /// Makes all so that was gathered. Only now may anybody be told. Answers whether there was anything.
    ///
    /// # Errors
    /// When the disk did not take it: then nothing of all that has happened.
    pub fn write_gathered(&mut self) -> Result<bool, StoreError> {
        self.gathers = false;
        let Some(before) = self.before.take() else {
            return Ok(false);
        };
        let place = self.identity.check_place(&self.path);
        let written = place.and_then(|()| {
            let ended = self.db.execute_batch("COMMIT");
            ended.map_err(|e| StoreError::of(&self.path, e))
        });
        match written {
            Ok(()) => self.identity.write_down(&self.path),
            Err(_) => {
                // A failed disk may have ended it already.
                let _ = self.db.execute_batch("ROLLBACK");
                self.identity = before;
            }
        }
        written.map(|()| true)
    }
}

/// A transaction of SQLite's, or a part of the one in which others are gathered. Dropped, it leaves nothing.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    db: &'a Connection,
    is_part: bool,
    ended: bool,
}

impl<'a> Unit<'a> {
    fn begin(db: &'a Connection, is_part: bool) -> rusqlite::Result<Self> {
        db.execute_batch(if is_part {
            "SAVEPOINT part"
        } else {
            "BEGIN IMMEDIATE"
        })?;
        Ok(Self {
            db,
            is_part,
            ended: false,
        })
    }

    /// Answers whether it is on the disk now.
    fn end(mut self) -> rusqlite::Result<bool> {
        self.db.execute_batch(if self.is_part {
            "RELEASE part"
        } else {
            "COMMIT"
        })?;
        self.ended = true;
        Ok(!self.is_part)
    }

    /// It goes on without us.
    fn leave(mut self) {
        self.ended = true;
    }
}

impl Deref for Unit<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        if !self.ended {
            let _ = self.db.execute_batch(if self.is_part {
                "ROLLBACK TO part; RELEASE part"
            } else {
                "ROLLBACK"
            });
        }
    }
}

/// The transaction of one event. Dropped without [`Transaction::commit`], nothing has happened.
#[derive(Debug)]
pub struct Transaction<'a> {
    pub(super) tx: Unit<'a>,
    pub(super) path: &'a Path,
    identity: &'a mut Identity,
    /// Of the log, when the transaction began.
    last_seq: u64,
}

impl Transaction<'_> {
    /// Brings the office up to what other processes did; it is then exactly the store's state.
    pub fn catch_up(&self, office: &mut Office) -> Result<(), StoreError> {
        if self.last_seq != office.serial() {
            let caught_up = rows::catch_up(&self.tx, office);
            caught_up.map_err(|e| StoreError::of(self.path, e))?;
        }
        Ok(())
    }

    /// Writes the event, what it changed and its effects.
    pub fn save(
        &self,
        office: &Office,
        record: &Record<'_>,
        effects: &[Effect],
    ) -> Result<(), StoreError> {
        let at = |e| StoreError::of(self.path, e);
        log::append(&self.tx, office.serial(), record).map_err(at)?;
        rows::save(&self.tx, office).map_err(at)?;
        outbox::put(&self.tx, office.serial(), effects).map_err(at)
    }

    /// Puts an effect that no event causes; `seq` is the last event.
    pub fn put(&self, seq: u64, effect: Effect) -> Result<(), StoreError> {
        outbox::put(&self.tx, seq, &[effect]).map_err(|e| StoreError::of(self.path, e))
    }

    /// Whether a transaction code was ever given.
    pub fn knows_code(&self, code: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM person WHERE code = ?1 UNION ALL SELECT 1 FROM dossier_person WHERE code = ?1 LIMIT 1";
        let found = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut s| s.exists([code]));
        found.map_err(|e| StoreError::of(self.path, e))
    }

    /// A value of the store's own.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = ?";
        let value = self.tx.query_row(sql, [key], |row| row.get(0)).optional();
        value.map_err(|e| StoreError::of(self.path, e))
    }

    /// Takes a value of the store's own away.
    pub fn take_meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "DELETE FROM meta WHERE key = ? RETURNING value";
        let value = self.tx.query_row(sql, [key], |row| row.get(0)).optional();
        value.map_err(|e| StoreError::of(self.path, e))
    }

    /// Sets a value of the store's own.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let set = self.tx.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            params![key, value],
        );
        set.map(drop).map_err(|e| StoreError::of(self.path, e))
    }

    /// Makes it so. Only now may anybody be told; of what is gathered, once that is written.
    ///
    /// # Errors
    /// When the disk did not take it: then nothing has happened.
    pub fn commit(self) -> Result<(), StoreError> {
        let path = self.path;
        let head = log::head(&self.tx).map_err(|e| StoreError::of(path, e))?;
        // Nobody else has written since the transaction began.
        self.identity.check_place(path)?;
        let is_on_disk = self.tx.end().map_err(|e| StoreError::of(path, e))?;
        self.identity.see(head);
        if is_on_disk {
            self.identity.write_down(path);
        }
        Ok(())
    }
}
