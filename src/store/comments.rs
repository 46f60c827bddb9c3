//! Comments and complaints (S3.4): rows that no event causes, for they change nothing of the queue.

use rusqlite::{OptionalExtension, Row, params};

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
        self.run(|db| {
            db.prepare_cached(&sql)?
                .query_row([code], comment)
                .optional()
        })
    }

    /// Those that wait for an answer, oldest first, then the last answered ones; at most so many.
    pub fn comments(&self, most: u32) -> Result<Vec<Comment>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM comment ORDER BY state = 'answered',
               CASE state WHEN 'answered' THEN -answered ELSE made END, code LIMIT ?"
        );
        self.run(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([most], comment)?;
            rows.collect()
        })
    }

    /// How many wait for an answer.
    pub fn open_comments(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM comment WHERE state <> 'answered'";
        self.run(|db| db.prepare_cached(sql)?.query_row([], |row| row.get(0)))
    }
}

impl Transaction<'_> {
    /// Keeps a new one; answers whether its code was still free.
    pub fn put_comment(&self, c: &Comment) -> Result<bool, StoreError> {
        let sql = format!(
            "INSERT OR IGNORE INTO comment ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL, NULL, NULL)"
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
                c.state.id()
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

    /// Forgets those that were answered before a day.
    pub fn forget_comments(&self, before: Day) -> Result<(), StoreError> {
        let sql = "DELETE FROM comment WHERE state = 'answered' AND answered < ? * 1440";
        self.run(|tx| tx.execute(sql, [before.0]).map(drop))
    }
}
