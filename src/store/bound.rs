//! Who on Zalo has shown to have a phone, and the tries of those who have not.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError, Transaction};
use crate::domain::notice::{CHAT, FOLLOWER, Route};

/// How often somebody was wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misses {
    /// About this code.
    pub code: u32,
    /// This sender, about any code.
    pub sender: u32,
    /// Everybody.
    pub all: u32,
}

impl Store {
    /// The phone that a sender on Zalo has shown to have.
    pub fn bound_phone(&self, sender: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT phone FROM zalo_bound WHERE sender = ?";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row([sender], |row| row.get(0))
                .optional()
        })
    }

    /// Who has shown to have a phone at this door of Zalo's, as a sender.
    pub fn bound_sender(&self, phone: &str, route: Route) -> Result<Option<String>, StoreError> {
        let sql = "SELECT sender FROM zalo_bound WHERE phone = ? AND door = ?";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row(params![phone, route], |row| row.get(0))
                .optional()
        })
    }

    /// How often somebody was wrong since `since` (milliseconds of the wall clock).
    pub fn misses(&self, code: &str, sender: &str, since: i64) -> Result<Misses, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE code = ?1), count(*) FILTER (WHERE sender = ?2), count(*)
                   FROM zalo_miss WHERE at >= ?3";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row(params![code, sender, since], |row| {
                    Ok(Misses {
                        code: row.get(0)?,
                        sender: row.get(1)?,
                        all: row.get(2)?,
                    })
                })
        })
    }
}

impl Transaction<'_> {
    /// A sender at this door has shown to have a phone: nobody else at this door has it any more.
    pub fn bind(
        &self,
        sender: &str,
        route: Route,
        phone: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let old = "DELETE FROM zalo_bound WHERE door = ? AND phone = ?";
        let put =
            "INSERT OR REPLACE INTO zalo_bound (sender, door, phone, since) VALUES (?, ?, ?, ?)";
        self.run(|tx| {
            tx.execute(old, params![route, phone])?;
            tx.execute(put, params![sender, route, phone, now])
                .map(drop)
        })
    }

    /// A sender was wrong about a code; what was before `old` is forgotten.
    pub fn note_miss(
        &self,
        code: &str,
        sender: &str,
        now: i64,
        old: i64,
    ) -> Result<(), StoreError> {
        let put = "INSERT INTO zalo_miss (code, sender, at) VALUES (?, ?, ?)";
        self.run(|tx| {
            tx.execute("DELETE FROM zalo_miss WHERE at < ?", [old])?;
            tx.execute(put, params![code, sender, now]).map(drop)
        })
    }
}

/// What ties a phone to somebody on Zalo goes with either.
pub(super) fn erase(db: &Connection, phone: &str) -> rusqlite::Result<()> {
    db.execute(
        "DELETE FROM zalo_bound WHERE phone = ?1 OR sender = ?1",
        [phone],
    )?;
    db.execute("DELETE FROM zalo_miss WHERE sender = ?", [phone])
        .map(drop)
}

/// By which doors of Zalo's a phone was shown, to be read to its owner.
pub(super) fn told(db: &Connection, phone: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT group_concat(door, ', ') FROM (SELECT CASE door WHEN 'chat' THEN 'Zalo Bot' ELSE 'Zalo OA' END AS door
                 FROM zalo_bound WHERE phone = ? ORDER BY sender)";
    let doors: Option<String> = db.query_row(sql, [phone], |row| row.get(0))?;
    Ok(doors.map(|doors| format!("nhắn tin cho cơ quan qua {doors}")))
}

/// The phone's address at a door of Zalo's, without what stands before it.
pub fn id_of(sender: &str) -> Option<&str> {
    [CHAT, FOLLOWER]
        .iter()
        .find_map(|before| sender.strip_prefix(before))
}
