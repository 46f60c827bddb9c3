//! What citizens come back with: a form that was sent before, the code of a booking.

use rusqlite::{OptionalExtension, params};

use super::schema::UNFINISHED;
use super::{Store, StoreError, Transaction, rows};
use crate::domain::Rules;
use crate::domain::ticket::{State, Ticket, TicketId};
use crate::domain::time::Minute;

/// So many minutes a form that was sent is remembered: longer than any page is good for.
const REMEMBERED: i32 = 3 * 24 * 60;
/// Old ones are looked for with each so manieth ticket: all must be gone through.
const TIDY_EACH: u64 = 64;

impl Store {
    /// The ticket that the form with this nonce has made, if it was sent before.
    pub fn ticket_of_form(&self, nonce: &[u8]) -> Result<Option<TicketId>, StoreError> {
        let sql = "SELECT ticket FROM form_post WHERE nonce = ?";
        let ticket = || -> rusqlite::Result<Option<i64>> {
            self.db
                .prepare_cached(sql)?
                .query_row([nonce], |row| row.get(0))
                .optional()
        };
        let id = ticket().map_err(|e| StoreError::of(&self.path, e))?;
        Ok(id.map(|id| TicketId(id as u64)))
    }

    /// The ticket that bears a transaction code, which stays through moves: the open one, else the last.
    pub fn ticket_of_code(&self, code: &str, rules: &Rules) -> Result<Option<Ticket>, StoreError> {
        let condition = format!("WHERE p.code = ?1 ORDER BY {UNFINISHED} DESC, t.id DESC LIMIT 1");
        rows::tickets(&self.db, rules, &condition, code)
            .map(|mut tickets| tickets.pop())
            .map_err(|e| StoreError::of(&self.path, e))
    }

    /// A ticket of any day, by its identity.
    pub fn ticket(&self, id: TicketId, rules: &Rules) -> Result<Option<Ticket>, StoreError> {
        let found = rows::tickets(&self.db, rules, "WHERE t.id = ?1", id.0 as i64);
        found
            .map(|mut tickets| tickets.pop())
            .map_err(|e| StoreError::of(&self.path, e))
    }

    /// The state of a ticket of any day.
    pub fn state_of_ticket(&self, ticket: u64) -> Result<Option<State>, StoreError> {
        let sql = "SELECT state FROM ticket WHERE id = ?";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row([ticket as i64], |row| row.get(0))
                .optional()
        })
    }
}

impl Transaction<'_> {
    /// Remembers that a form has made a ticket, in place of an earlier one. Old ones are forgotten.
    pub fn keep_form(&self, nonce: &[u8], ticket: TicketId, now: Minute) -> Result<(), StoreError> {
        let keep = || -> rusqlite::Result<()> {
            if ticket.0.is_multiple_of(TIDY_EACH) {
                let old = "DELETE FROM form_post WHERE made < ?";
                self.tx.prepare_cached(old)?.execute([now.0 - REMEMBERED])?;
            }
            let sql = "INSERT OR REPLACE INTO form_post VALUES (?, ?, ?)";
            self.tx
                .prepare_cached(sql)?
                .execute(params![nonce, ticket.0 as i64, now.0])?;
            Ok(())
        };
        keep().map_err(|e| StoreError::of(self.path, e))
    }
}
