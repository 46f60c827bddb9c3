//! What people were told before anything was received (forms 02 and 03), kept so that its slip can be printed again.

use rusqlite::params;

use super::sql::first;
use super::{Store, StoreError, Transaction};
use crate::domain::ticket::TicketId;

impl Store {
    /// What was told last to whom: the form's number, and which of its kind.
    pub fn last_advice(&self, ticket: TicketId) -> Result<Option<(String, u32)>, StoreError> {
        let sql = "SELECT form, nth FROM advice WHERE ticket = ? ORDER BY seq DESC LIMIT 1";
        self.run(|db| {
            first(db, sql, [ticket.0 as i64], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
        })
    }

    /// The words of one; `None`: there was none, or they were erased.
    pub fn advice(
        &self,
        ticket: TicketId,
        form: &str,
        nth: u32,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT reason FROM advice WHERE ticket = ? AND form = ? AND nth = ?";
        let found = self.run(|db| {
            first(db, sql, params![ticket.0 as i64, form, nth], |row| {
                row.get(0)
            })
        });
        found.map(Option::flatten)
    }
}

impl Transaction<'_> {
    /// Keeps what was told by the event `seq`; answers which of its kind it is for this ticket, from 1.
    pub fn put_advice(
        &self,
        seq: u64,
        ticket: TicketId,
        form: &str,
        reason: Option<&str>,
    ) -> Result<u32, StoreError> {
        let sql = "INSERT INTO advice (seq, ticket, form, nth, reason)
                   SELECT ?1, ?2, ?3, 1 + count(*), ?4 FROM advice WHERE ticket = ?2 AND form = ?3
                   RETURNING nth";
        self.run(|tx| {
            tx.prepare_cached(sql)?
                .query_row(params![seq as i64, ticket.0 as i64, form, reason], |row| {
                    row.get(0)
                })
        })
    }
}
