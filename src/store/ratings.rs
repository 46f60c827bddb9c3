//! Ratings (S5), so that the database ties none to who gave it. A visit that has rated leaves a mark that only the office's
//! key can tell; ratings that wait lie sealed by that key, in one row for each official; they come out in lots, in their
//! own order, with a month and no more; the words said with them bear the week. The key is in no backup (`secrets`).

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac};
use rusqlite::params;
use sha2::{Digest, Sha256};

use super::sql::{change, first};
use super::{Store, StoreError, Transaction};
use crate::domain::figures::Length;
use crate::domain::rating::{LOT, Rated, Rating, Totals, month_of};
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Day;

/// What waits is as long as this, or a multiple of it: its length does not tell how many wait.
const PAD: usize = 16 * 1024;
const NONCE: usize = 12;

/// The office's key for what concerns ratings.
#[derive(Clone)]
pub struct RatingKey([u8; 32]);

impl std::fmt::Debug for RatingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RatingKey")
    }
}

impl RatingKey {
    /// From the office's secret.
    pub fn of(secret: &str) -> Self {
        Self(
            Sha256::new()
                .chain_update("motcua ratings/")
                .chain_update(secret)
                .finalize()
                .into(),
        )
    }

    /// What stands for something that nobody else can try through.
    fn mark(&self, what: &str, bytes: &[u8]) -> Vec<u8> {
        // A key of 32 bytes always fits.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return Vec::new();
        };
        mac.update(what.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        mac.finalize().into_bytes().to_vec()
    }

    /// What stands for a message's own key, which is a digest of all that it says.
    pub fn of_message(&self, key: &[u8]) -> Vec<u8> {
        self.mark("message", key)
    }

    fn of_visit(&self, ticket: TicketId) -> Vec<u8> {
        self.mark("visit", &ticket.0.to_be_bytes())
    }

    fn seal(&self, waiting: &[Rating]) -> Option<Vec<u8>> {
        let mut plain = serde_json::to_vec(waiting).ok()?;
        plain.resize(plain.len().next_multiple_of(PAD), b' ');
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).ok()?;
        let sealed = ChaCha20Poly1305::new(&self.0.into()).encrypt(&Nonce::from(nonce), &plain[..]);
        Some([&nonce[..], &sealed.ok()?].concat())
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<Rating>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let plain = ChaCha20Poly1305::new(&self.0.into()).decrypt(&Nonce::from(nonce), rest);
        serde_json::from_slice(&plain.ok()?).ok()
    }
}

/// A comment that came with a rating; which one, nobody knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Whom it is about.
    pub who: Rated,
    /// The Monday of the week in which it came out; of those that earlier versions took only the month is known.
    pub week: Option<Day>,
    /// What was said.
    pub text: String,
}

impl Store {
    /// Whether a visit has been rated already.
    pub fn has_rated(&self, key: &RatingKey, ticket: TicketId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM rating_mark WHERE mark = ?";
        self.run(|db| {
            let found = first(db, sql, [key.of_visit(ticket)], |_| Ok(()))?;
            Ok(found.is_some())
        })
    }

    /// The official who finished a visit, where the log says so.
    pub fn finished_by(&self, t: &Ticket, counter: &str) -> Result<Option<String>, StoreError> {
        let Some(ended) = t.ended else {
            return Ok(None);
        };
        let sql = "SELECT actor FROM event WHERE seq <= ?1 AND at = ?2 AND desk = ?3
                     AND kind IN ('done', 'next', 'call_number') ORDER BY seq DESC LIMIT 1";
        self.run(|db| {
            let of = params![t.stamp as i64, ended.0, counter];
            Ok(first(db, sql, of, |row| row.get(0))?.flatten())
        })
    }

    /// The ratings that came out from one month to another, both included, by whom they are about.
    pub fn ratings(&self, from: &str, to: &str) -> Result<BTreeMap<Rated, Totals>, StoreError> {
        let stars = "SELECT who, '', stars, count(*) FROM rating WHERE month BETWEEN ?1 AND ?2 GROUP BY who, stars
                     UNION ALL SELECT who, question, stars, count(*) FROM rating_answer
                       WHERE month BETWEEN ?1 AND ?2 GROUP BY who, question, stars";
        self.run(|db| {
            let mut all: BTreeMap<Rated, Totals> = BTreeMap::new();
            let mut statement = db.prepare_cached(stars)?;
            let mut rows = statement.query([from, to])?;
            while let Some(row) = rows.next()? {
                let who: String = row.get(0)?;
                let Some(who) = Rated::read(&who) else {
                    continue;
                };
                let totals = all.entry(who).or_default();
                let question: String = row.get(1)?;
                let counted = match question.is_empty() {
                    true => &mut totals.all,
                    false => totals.answers.entry(question).or_default(),
                };
                counted.add(row.get(2)?, row.get(3)?);
            }
            Ok(all)
        })
    }

    /// The comments that came out in the weeks of the days from one to another, newest week first.
    pub fn remarks(&self, from: Day, to: Day) -> Result<Vec<Remark>, StoreError> {
        let sql = "SELECT who, week, text FROM rating_comment
                   WHERE (month BETWEEN ?1 AND ?2 AND week BETWEEN ?3 AND ?4)
                      OR (week IS NULL AND month BETWEEN ?5 AND ?6)
                   ORDER BY week DESC, who, text";
        let monday = Length::Week.around(from).0;
        // A week that begins in one month may have released in the next one.
        let (first, last) = (month_of(monday), month_of(to.plus(6)));
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            // Those of earlier versions have their month only.
            let months = (month_of(from), month_of(to));
            let values = params![first, last, monday.0, to.0, months.0, months.1];
            let rows = statement.query_map(values, |row| {
                let who: String = row.get(0)?;
                Ok((who, row.get(1)?, row.get(2)?))
            })?;
            let rows: Vec<(String, Option<i32>, String)> = rows.collect::<rusqlite::Result<_>>()?;
            let read = |(who, week, text): (String, Option<i32>, _)| {
                let week = week.map(Day);
                Rated::read(&who).map(|who| Remark { who, week, text })
            };
            Ok(rows.into_iter().filter_map(read).collect())
        })
    }
}

impl Transaction<'_> {
    /// Takes the rating of a visit, once; answers whether it did.
    pub fn rate(
        &self,
        key: &RatingKey,
        ticket: TicketId,
        who: &Rated,
        today: Day,
        rating: Rating,
    ) -> Result<bool, StoreError> {
        let (who, month) = (who.id(), month_of(today));
        let mark = "INSERT OR IGNORE INTO rating_mark VALUES (?, ?)";
        let is_new = self.run(|tx| {
            tx.prepare_cached(mark)?
                .execute(params![key.of_visit(ticket), month])
        })? > 0;
        if !is_new {
            return Ok(false);
        }
        let sealed: Option<Vec<u8>> = self.run(|tx| {
            let sql = "SELECT sealed FROM rating_waiting WHERE who = ?";
            first(tx, sql, [&who], |row| row.get(0))
        })?;
        // After a restore the key is another: what waited then cannot be read any more.
        let mut waiting = sealed.and_then(|s| key.open(&s)).unwrap_or_default();
        waiting.push(rating);
        waiting.sort();
        if waiting.len() >= LOT {
            self.release(&who, today, &waiting)?;
            waiting.clear();
        }
        let sealed = key.seal(&waiting).ok_or_else(|| StoreError::Other {
            path: self.path.to_owned(),
            cause: "máy không cấp được số ngẫu nhiên".to_owned(),
        })?;
        self.run(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO rating_waiting VALUES (?, ?)")?
                .execute(params![who, sealed])
        })?;
        Ok(true)
    }

    /// Parts that belong together come out in orders of their own.
    fn release(&self, who: &str, today: Day, lot: &[Rating]) -> Result<(), StoreError> {
        let (month, week) = (month_of(today), Length::Week.around(today).0);
        let mut answers: Vec<_> = lot.iter().flat_map(|r| &r.answers).collect();
        answers.sort();
        let mut comments: Vec<_> = lot.iter().filter_map(|r| r.comment.as_ref()).collect();
        comments.sort();
        self.run(|tx| {
            for r in lot {
                let sql = "INSERT INTO rating VALUES (?, ?, ?)";
                change(tx, sql, params![who, month, r.stars])?;
            }
            for (question, stars) in answers {
                tx.prepare_cached("INSERT INTO rating_answer VALUES (?, ?, ?, ?)")?
                    .execute(params![who, month, question, stars])?;
            }
            for text in comments {
                tx.prepare_cached("INSERT INTO rating_comment VALUES (?, ?, ?, ?)")?
                    .execute(params![who, month, text, week.0])?;
            }
            Ok(())
        })
    }

    /// Forgets which visits have rated, of months before `month`; and comments older than `comments`.
    pub fn forget_raters(&self, month: &str, comments: &str) -> Result<(), StoreError> {
        self.run(|tx| {
            tx.execute("DELETE FROM rating_mark WHERE month < ?", [month])?;
            tx.execute("DELETE FROM rating_comment WHERE month < ?", [comments])
                .map(drop)
        })
    }
}
