//! What days come to: read from tickets (each counted in `domain/figures.rs`) and messages, and kept as one row for each day
//! that is over. Tickets without people stay when people are erased, so the rows can be counted anew.

use rusqlite::params;

use super::dossiers::OPEN;
use super::sql::{all, change, value};
use super::{Store, StoreError, Transaction};
use crate::domain::figures::{Figures, OfDossiers, OfTicket};
use crate::domain::rules::Rules;
use crate::domain::ticket::Number;
use crate::domain::time::Day;

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Vietnam has no summer time.
const ZONE: i64 = 7 * 60 * 60 * 1000;

/// One visit, or a booking that nobody came for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visited {
    /// The field's id.
    pub field: String,
    /// Its day.
    pub day: Day,
    /// Whether it was booked.
    pub booked: bool,
    /// Whether anybody came.
    pub came: bool,
    /// When, in minutes of the day.
    pub arrived: Option<i32>,
    /// How long the service took, in minutes, where its end is known.
    pub service: Option<i32>,
}

impl Store {
    /// The visits from one day on and before another.
    pub fn visits(&self, from: Day, before: Day) -> Result<Vec<Visited>, StoreError> {
        let sql = "SELECT field, day, time IS NOT NULL, state <> 'expired', arrived % 1440,
                     CASE WHEN state = 'done' THEN ended - started END
                   FROM ticket WHERE day >= ? AND day < ? AND number <= ?
                     AND state IN ('done', 'expired', 'unserved', 'missed')";
        self.run(|db| {
            all(db, sql, params![from.0, before.0, Number::UNHELD], |row| {
                Ok(Visited {
                    field: row.get(0)?,
                    day: Day(row.get(1)?),
                    booked: row.get(2)?,
                    came: row.get(3)?,
                    arrived: row.get(4)?,
                    service: row.get(5)?,
                })
            })
        })
    }

    /// Counts a day; `is_over` when nobody is served any more whose number is of that day.
    pub fn count_day(&self, day: Day, rules: &Rules, is_over: bool) -> Result<Figures, StoreError> {
        let sql = "SELECT t.field, t.time, t.state, t.arrived, t.started, t.ended, told.called, t.channel,
                     coalesce(o.state = 'transferred', 0),
                     t.time IS NOT NULL OR EXISTS (
                       WITH RECURSIVE before (id, time, origin) AS (
                         SELECT id, time, origin FROM ticket WHERE id = t.origin AND state = 'transferred'
                         UNION ALL SELECT b.id, b.time, b.origin FROM before a JOIN ticket b ON b.id = a.origin
                           WHERE b.state = 'transferred')
                       SELECT 1 FROM before WHERE time IS NOT NULL)
                   FROM ticket t LEFT JOIN told ON told.ticket = t.id LEFT JOIN ticket o ON o.id = t.origin
                   WHERE t.day = ? AND t.number <= ?";
        let rows = self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![day.0, Number::UNHELD], |row| {
                Ok(OfTicket {
                    field: row.get(0)?,
                    time: row.get(1)?,
                    state: row.get(2)?,
                    arrived: row.get(3)?,
                    started: row.get(4)?,
                    ended: row.get(5)?,
                    called: row.get(6)?,
                    channel: row.get(7)?,
                    goes_on: row.get(8)?,
                    booked: row.get(9)?,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let mut figures = Figures::default();
        for ticket in rows {
            figures.count(ticket, day, rules, is_over);
        }
        let from = i64::from(day.0) * DAY - ZONE;
        let sent = "SELECT coalesce(sum(parts) FILTER (WHERE route = 'sms'), 0),
                      count(*) FILTER (WHERE route = 'zalo'), coalesce(sum(cost) FILTER (WHERE route = 'zalo'), 0)
                    FROM notice WHERE sent >= ?1 AND sent < ?2";
        // Of a long one its first part.
        let came = "SELECT count(*) FROM message
                    WHERE received >= ?1 AND received < ?2 AND coalesce(part, 1) = 1";
        self.run(|db| {
            let span = [from, from + DAY];
            (figures.sent, figures.by_zalo, figures.zalo_cost) = db
                .prepare_cached(sent)?
                .query_row(span, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            figures.received = value(db, came, span)?;
            Ok(())
        })?;
        Ok(figures)
    }

    /// What the dossiers of the days from one to another come to, both included; `today` says what is overdue. They are
    /// counted, not kept: their rows stay, and something may be taken back for long.
    pub fn count_dossiers(&self, from: Day, to: Day, today: Day) -> Result<OfDossiers, StoreError> {
        let ended = "SELECT coalesce(sum(due IS NULL OR ended < (due + 1) * 1440), 0), count(*) FROM dossier
                     WHERE ended >= ?1 AND ended < ?2 AND stage IN ('completed', 'handed_over', 'refused')";
        let received = "SELECT count(*) FROM dossier WHERE received >= ?1 AND received < ?2";
        let overdue = format!(
            "SELECT count(*) FROM dossier WHERE {OPEN} AND stage <> 'completed' AND due < ?1"
        );
        // What was received without a number was brought all the same.
        let visits = "SELECT (SELECT count(*) FROM ticket t WHERE day >= ?1 AND day < ?2 AND CASE
                        WHEN errand IS NOT NULL THEN state IN ('serving', 'done')
                        ELSE EXISTS (SELECT 1 FROM advice WHERE ticket = t.id)
                          OR id IN (SELECT ticket FROM dossier WHERE received >= ?1 * 1440 AND ticket IS NOT NULL) END)
                      + (SELECT count(*) FROM dossier
                         WHERE received >= ?1 * 1440 AND received < ?2 * 1440 AND ticket IS NULL)";
        let span = params![from.start().0, to.next().start().0];
        self.run(|db| {
            let (in_time, all): (u32, u32) = db
                .prepare_cached(ended)?
                .query_row(span, |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(OfDossiers {
                received: value(db, received, span)?,
                visits: value(db, visits, [from.0, to.next().0])?,
                in_time,
                late: all - in_time,
                overdue: value(db, &overdue, [today.0])?,
            })
        })
    }

    /// The first day that has tickets.
    pub fn first_day(&self) -> Result<Option<Day>, StoreError> {
        self.run(|db| {
            let first = db.query_row("SELECT min(day) FROM ticket", [], |row| row.get(0))?;
            Ok(Option::map(first, Day))
        })
    }

    /// The last day that was kept.
    pub fn last_kept_day(&self) -> Result<Option<Day>, StoreError> {
        self.run(|db| {
            let last = db.query_row("SELECT max(day) FROM day_figure", [], |row| row.get(0))?;
            Ok(Option::map(last, Day))
        })
    }

    /// The days from one to another that were kept, both included.
    pub fn kept_days(&self, from: Day, to: Day) -> Result<Vec<(Day, Figures)>, StoreError> {
        let sql = "SELECT day, body FROM day_figure WHERE day BETWEEN ? AND ? ORDER BY day";
        let rows: Vec<(i32, String)> = self.run(|db| {
            all(db, sql, [from.0, to.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
        })?;
        // What only a newer version can read counts as nothing; the check names it.
        let read = |(day, body): (i32, String)| {
            (Day(day), serde_json::from_str(&body).unwrap_or_default())
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Transaction<'_> {
    /// Keeps what a day came to.
    pub fn keep_day(&self, day: Day, figures: &Figures) -> Result<(), StoreError> {
        let body = serde_json::to_string(figures).unwrap_or_default();
        self.run(|tx| {
            let sql = "INSERT OR REPLACE INTO day_figure VALUES (?, ?)";
            change(tx, sql, params![day.0, body])
        })
    }
}
