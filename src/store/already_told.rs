//! What phones were told already, by which the form is no way to pester them: read beside a transaction, or in it.

use std::path::Path;

use rusqlite::{Connection, Params, params};

use super::sql::value;
use super::{Store, StoreError, Transaction};
use crate::domain::notice::NoticeKind;
use crate::domain::ticket::TicketId;

/// What phones were told already.
#[derive(Debug)]
pub struct AlreadyTold<'a> {
    db: &'a Connection,
    path: &'a Path,
}

impl Store {
    /// What phones were told already.
    pub fn already_told(&self) -> AlreadyTold<'_> {
        let (db, path) = (&self.db, &*self.path);
        AlreadyTold { db, path }
    }
}

impl Transaction<'_> {
    /// What phones were told already.
    pub fn already_told(&self) -> AlreadyTold<'_> {
        let (db, path) = (&*self.tx, self.path);
        AlreadyTold { db, path }
    }
}

impl AlreadyTold<'_> {
    /// How many notices of a kind were made for a phone since `since`.
    pub fn to_phone(&self, phone: &str, kind: NoticeKind, since: i64) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM notice WHERE phone = ? AND kind = ? AND made >= ?";
        self.count(sql, params![phone, kind.id(), since])
    }

    /// How many messages to whatever phones since `since` told of bookings and numbers by form what the page says, too.
    pub fn by_forms(&self, since: i64) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM notice n CROSS JOIN ticket t ON t.id = n.ticket
                   WHERE n.kind IN ('booked', 'earlier_offered', 'near', 'lapsed', 'declined')
                     AND n.made >= ? AND t.channel = 'web'";
        self.count(sql, [since])
    }

    /// How many messages were caused since `since` by the source of a ticket.
    pub fn by_source(&self, ticket: TicketId, since: i64) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM source s JOIN notice n ON n.ticket = s.ticket
                   WHERE s.mark = (SELECT mark FROM source WHERE ticket = ?) AND n.made >= ?";
        self.count(sql, params![ticket.0 as i64, since])
    }

    /// Whether a ticket's time was to be told, and nobody has heard it.
    pub fn in_vain(&self, ticket: TicketId) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) > 0 AND count(*) = count(*) FILTER (WHERE state IN ('new', 'call', 'dropped', 'failed'))
                   FROM notice WHERE ticket = ?
                     AND kind IN ('answer', 'booked', 'moved', 'confirmed', 'proposed', 'corrected', 'reminder')";
        Ok(self.count(sql, [ticket.0 as i64])? > 0)
    }

    /// Whether a ticket's phone was told anything of it.
    pub fn of_ticket(&self, ticket: TicketId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM notice WHERE ticket = ?)";
        Ok(self.count(sql, [ticket.0 as i64])? > 0)
    }

    fn count(&self, sql: &str, values: impl Params) -> Result<u32, StoreError> {
        value(self.db, sql, values).map_err(|e| StoreError::of(self.path, e))
    }
}
