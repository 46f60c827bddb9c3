//! What citizens come back with: a form that was sent before, the code of a booking.

use rusqlite::params;

use super::schema::UNFINISHED;
use super::sql::{change, first};
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
        let id: Option<i64> = self.run(|db| first(db, sql, [nonce], |row| row.get(0)))?;
        Ok(id.map(|id| TicketId(id as u64)))
    }

    /// The ticket that bears a transaction code, which stays through moves: the open one, else the last.
    pub fn ticket_of_code(&self, code: &str, rules: &Rules) -> Result<Option<Ticket>, StoreError> {
        let condition = format!("WHERE p.code = ?1 ORDER BY {UNFINISHED} DESC, t.id DESC LIMIT 1");
        self.run(|db| Ok(rows::tickets(db, rules, &condition, code)?.pop()))
    }

    /// A ticket of any day, by its identity.
    pub fn ticket(&self, id: TicketId, rules: &Rules) -> Result<Option<Ticket>, StoreError> {
        self.run(|db| Ok(rows::tickets(db, rules, "WHERE t.id = ?1", id.0 as i64)?.pop()))
    }

    /// The state of a ticket of any day.
    pub fn state_of_ticket(&self, ticket: u64) -> Result<Option<State>, StoreError> {
        let sql = "SELECT state FROM ticket WHERE id = ?";
        self.run(|db| first(db, sql, [ticket as i64], |row| row.get(0)))
    }
}

impl Transaction<'_> {
    /// Remembers that a form has made a ticket, in place of an earlier one. Old ones are forgotten.
    pub fn keep_form(&self, nonce: &[u8], ticket: TicketId, now: Minute) -> Result<(), StoreError> {
        self.run(|tx| {
            if ticket.0.is_multiple_of(TIDY_EACH) {
                let old = "DELETE FROM form_post WHERE made < ?";
                change(tx, old, [now.0 - REMEMBERED])?;
            }
            let sql = "INSERT OR REPLACE INTO form_post VALUES (?, ?, ?)";
            change(tx, sql, params![nonce, ticket.0 as i64, now.0])
        })
    }
}
