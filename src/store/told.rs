//! What people were told of their wait and what came of it, and how long services took: what estimates are measured by.

use rusqlite::params;

use super::sql::all;
use super::{Store, StoreError, Transaction};
use crate::domain::Rules;
use crate::domain::forecast::Measured;
use crate::domain::ticket::{Errand, TicketId};
use crate::domain::time::{Day, Minute};

/// How often ranges held that were told in one hour of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// The hour in which they were told.
    pub hour: i32,
    /// So many of which it is known what came.
    pub told: usize,
    /// So many that held.
    pub held: usize,
}

impl Store {
    /// The services that were finished from `from` on and before `to`, each on one day.
    pub fn measured(&self, rules: &Rules, from: Day, to: Day) -> Result<Vec<Measured>, StoreError> {
        let sql = "SELECT field, procedure, ended - started, errand FROM ticket
                   WHERE day >= ? AND day < ? AND state = 'done' AND started / 1440 = ended / 1440";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![from.0, to.0])?;
            let mut measured = Vec::new();
            while let Some(row) = rows.next()? {
                let field = rules.field_by_id(&row.get::<_, String>(0)?);
                let (procedure, minutes) = (row.get(1)?, row.get(2)?);
                let errand: Option<String> = row.get(3)?;
                let is = |e: &Errand| Some(e.id()) == errand.as_deref();
                let errand = Errand::ALL.into_iter().find(is);
                measured.extend(field.map(|field| Measured {
                    field,
                    procedure,
                    errand,
                    minutes,
                }));
            }
            Ok(measured)
        })
    }

    /// Of the bookings from `from` on and before `to`: so many nobody came for, so many that were served.
    pub fn kept_bookings(&self, from: Day, to: Day) -> Result<(u32, u32), StoreError> {
        let sql = "SELECT coalesce(sum(state = 'expired'), 0), coalesce(sum(state = 'done'), 0)
                   FROM ticket WHERE day >= ? AND day < ? AND time IS NOT NULL";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            statement.query_row(params![from.0, to.0], |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }

    /// How often the ranges held that were told since `from`, by the hour in which they were told.
    pub fn held(&self, from: Day) -> Result<Vec<Held>, StoreError> {
        // Who was not served that day was told so where the range had no end.
        let sql = "SELECT at % 1440 / 60, count(*),
                     sum(CASE WHEN called IS NULL THEN high IS NULL
                              ELSE called >= low AND called <= coalesce(high, called) END)
                   FROM told WHERE day >= ? AND (called IS NOT NULL OR unserved) GROUP BY 1 ORDER BY 1";
        self.run(|db| {
            all(db, sql, [from.0], |row| {
                Ok(Held {
                    hour: row.get(0)?,
                    told: row.get::<_, i64>(1)? as usize,
                    held: row.get::<_, i64>(2)? as usize,
                })
            })
        })
    }
}

impl Transaction<'_> {
    /// Somebody was told at `at` when the turn would come: the first time counts.
    pub fn keep_told(
        &self,
        ticket: TicketId,
        at: Minute,
        (low, high): (Minute, Option<Minute>),
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO told (ticket, day, at, low, high) VALUES (?, ?, ?, ?, ?)";
        let high = high.map(|m| m.0);
        self.run(|tx| {
            let mut statement = tx.prepare_cached(sql)?;
            statement.execute(params![ticket.0 as i64, at.day().0, at.0, low.0, high])
        })
        .map(drop)
    }

    /// Somebody's turn came: the first time counts.
    pub fn note_turn(&self, ticket: TicketId, at: Minute) -> Result<(), StoreError> {
        let sql = "UPDATE told SET called = ? WHERE ticket = ? AND called IS NULL";
        self.run(|tx| {
            tx.prepare_cached(sql)?
                .execute(params![at.0, ticket.0 as i64])
        })
        .map(drop)
    }

    /// The day ended before somebody's turn.
    pub fn note_unserved(&self, ticket: TicketId) -> Result<(), StoreError> {
        let sql = "UPDATE told SET unserved = 1 WHERE ticket = ? AND called IS NULL";
        self.run(|tx| tx.prepare_cached(sql)?.execute(params![ticket.0 as i64]))
            .map(drop)
    }
}
