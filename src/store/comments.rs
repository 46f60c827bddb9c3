//! Comments and complaints (S3.4): rows that no event causes, for they change nothing of the queue.

use rusqlite::{Row, params};

use super::sql::{all, first};
use super::{Store, StoreError, Transaction};
use crate::domain::comment::{Comment, State};
use crate::domain::text::Phone;
use crate::domain::time::{Day, Minute};

const COLUMNS: &str =
    "code, key, made, kind, subject, text, phone, state, taken, answered, answer, actor";

/// A word that only a newer version writes.
fn known<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    let kind = rusqlite::types::Type::Text;
    let unknown = || rusqlite::Error::InvalidColumnType(column, text.clone(), kind);
    text.parse().map_err(|_| unknown())
}

fn comment(row: &Row<'_>) -> rusqlite::Result<Comment> {
    let phone: Option<String> = row.get(6)?;
    Ok(Comment {
        code: row.get(0)?,
        key: row.get(1)?,
        made: Minute(row.get(2)?),
        kind: known(row, 3)?,
        subject: row.get(4)?,
        text: row.get(5)?,
        phone: phone.map(|phone| Phone::raw(&phone)),
        state: known(row, 7)?,
        taken: row.get::<_, Option<i32>>(8)?.map(Minute),
        answered: row.get::<_, Option<i32>>(9)?.map(Minute),
        answer: row.get(10)?,
        actor: row.get(11)?,
    })
}

impl Store {
    /// One by its code.
    pub fn comment(&self, code: &str) -> Result<Option<Comment>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM comment WHERE code = ?");
        self.run(|db| first(db, &sql, [code], comment))
    }

    /// Those that wait for an answer, oldest first, then the last answered ones; at most so many.
    pub fn comments(&self, most: u32) -> Result<Vec<Comment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM comment ORDER BY state = 'answered',
               CASE state WHEN 'answered' THEN -answered ELSE made END, code LIMIT ?"
        );
        self.run(|db| all(db, &sql, [most], comment))
    }

    /// How many wait for an answer; of all, and of those that came from one place.
    pub fn open_comments(&self, source: Option<&[u8]>) -> Result<(u32, u32), StoreError> {
        let sql = "SELECT count(*), count(*) FILTER (WHERE source = ?) FROM comment WHERE state <> 'answered'";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }

    /// The codes of those that wait for an answer and came from where this one came from, itself among them; none when that
    /// is no longer known.
    pub fn comments_of_same_source(&self, code: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT code FROM comment WHERE state <> 'answered'
                     AND source = (SELECT source FROM comment WHERE code = ?) ORDER BY made, code";
        self.run(|db| all(db, sql, [code], |row| row.get(0)))
    }
}

impl Transaction<'_> {
    /// Keeps a new one, and for a while where it came from; answers whether its code was still free.
    pub fn put_comment(&self, c: &Comment, source: Option<&[u8]>) -> Result<bool, StoreError> {
        let sql = format!(
            "INSERT OR IGNORE INTO comment ({COLUMNS}, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL, NULL, NULL, ?9)"
        );
        let phone = c.phone.as_ref().map(Phone::as_str);
        let put = self.run(|tx| {
            tx.prepare_cached(&sql)?.execute(params![
                c.code,
                c.key,
                c.made.0,
                c.kind.id(),
                c.subject,
                c.text,
                phone,
                c.state.id(),
                source
            ])
        })?;
        Ok(put > 0)
    }

    /// Somebody is at it; answers whether it was still waiting for that.
    pub fn take_comment(
        &self,
        code: &str,
        now: Minute,
        actor: Option<&str>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE comment SET state = 'in_hand', taken = ?2, actor = ?3
                   WHERE code = ?1 AND state = 'received'";
        self.run(|tx| Ok(tx.execute(sql, params![code, now.0, actor])? > 0))
    }

    /// The answer, in place of an earlier one; answers whether there is such a comment.
    pub fn answer_comment(
        &self,
        code: &str,
        answer: &str,
        now: Minute,
        actor: Option<&str>,
    ) -> Result<bool, StoreError> {
        let state = State::Answered.id();
        let sql = "UPDATE comment SET state = ?2, answer = ?3, answered = ?4, actor = ?5,
                     taken = coalesce(taken, ?4) WHERE code = ?1";
        self.run(|tx| Ok(tx.execute(sql, params![code, state, answer, now.0, actor])? > 0))
    }

    /// Answers one that still waits.
    pub fn sweep_comment(
        &self,
        code: &str,
        answer: &str,
        now: Minute,
        actor: Option<&str>,
    ) -> Result<bool, StoreError> {
        let waits = "SELECT 1 FROM comment WHERE code = ? AND state <> 'answered'";
        let waits = self.run(|tx| tx.prepare_cached(waits)?.exists([code]))?;
        Ok(waits && self.answer_comment(code, answer, now, actor)?)
    }

    /// Forgets those that were answered before a day, and those that came before it and nobody has answered.
    pub fn forget_comments(&self, before: Day) -> Result<(), StoreError> {
        let sql = "DELETE FROM comment WHERE coalesce(answered, made) < ? * 1440";
        self.run(|tx| tx.execute(sql, [before.0]).map(drop))
    }
}
