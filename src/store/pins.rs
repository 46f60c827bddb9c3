//! Officials' PINs, and how often they were mistaken.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError, Transaction};

/// Wrong PINs in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPins {
    /// How many.
    pub times: u32,
    /// When the last one was typed, in milliseconds of the wall clock.
    pub last: i64,
}

impl Store {
    /// The hash of an official's PIN, if one was set.
    pub fn pin_hash(&self, official: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT hash FROM pin WHERE official = ?";
        let found = self.db.query_row(sql, [official], |row| row.get(0));
        found.optional().map_err(|e| StoreError::of(&self.path, e))
    }

    /// All officials who have a PIN, each with its hash.
    pub fn pins(&self) -> Result<Vec<(String, String)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let mut all = self.db.prepare("SELECT official, hash FROM pin")?;
            all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|e| StoreError::of(&self.path, e))
    }

    /// Sets them.
    pub fn put_pins(&mut self, pins: &[(String, String)]) -> Result<(), StoreError> {
        let tx = self.begin()?;
        for (official, hash) in pins {
            tx.set_pin_hash(official, Some(hash))?;
        }
        tx.commit()
    }
}

impl Transaction<'_> {
    /// [`Store::pin_hash`]
    pub fn pin_hash(&self, official: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT hash FROM pin WHERE official = ?";
        let found = self.tx.query_row(sql, [official], |row| row.get(0));
        found.optional().map_err(|e| StoreError::of(self.path, e))
    }

    /// Sets, or with `None` takes away, the hash of an official's PIN; what was mistaken before is forgotten.
    pub fn set_pin_hash(&self, official: &str, hash: Option<&str>) -> Result<(), StoreError> {
        self.forget_wrong_pins(official)?;
        match hash {
            Some(hash) => {
                let sql = "INSERT OR REPLACE INTO pin VALUES (?, ?)";
                self.write(sql, [official, hash])
            }
            None => self.write("DELETE FROM pin WHERE official = ?", [official]),
        }
    }

    /// The wrong PINs typed for an official since the last right one.
    pub fn wrong_pins(&self, official: &str) -> Result<Option<WrongPins>, StoreError> {
        let sql = "SELECT times, last FROM wrong_pin WHERE official = ?";
        let found = self.tx.query_row(sql, [official], |row| {
            let (times, last) = (row.get(0)?, row.get(1)?);
            Ok(WrongPins { times, last })
        });
        found.optional().map_err(|e| StoreError::of(self.path, e))
    }

    /// Counts a wrong PIN.
    pub fn count_wrong_pin(&self, official: &str, now: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO wrong_pin VALUES (?, 1, ?)
                   ON CONFLICT DO UPDATE SET times = times + 1, last = excluded.last";
        self.write(sql, params![official, now])
    }

    /// The right PIN was typed.
    pub fn forget_wrong_pins(&self, official: &str) -> Result<(), StoreError> {
        self.write("DELETE FROM wrong_pin WHERE official = ?", [official])
    }
}
