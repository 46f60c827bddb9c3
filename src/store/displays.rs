//! Who may use the form as somebody who is here, and what came from where: displays that an official has paired, and the
//! sources of bookings and comments, by marks that say nothing without the office's key.

use rusqlite::{OptionalExtension, params};

use super::sql::change;
use super::{Store, StoreError, Transaction};
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;

/// So many minutes after the official typed its number may a display say that it is the one.
const PAIRING: i32 = 10;
/// So many minutes is it known which bookings have one source.
const SOURCE_KEPT: i32 = 48 * 60;
/// Old ones are looked for with each so manieth ticket.
const TIDY_EACH: u64 = 64;
/// In place of a source: of the wishes that more messages brought than an office lives through.
const CROWD: &[u8] = b"nhieu tin cung luc";
/// The form is shut.
const SHUT: &str = "form_shut";

impl Store {
    /// Whether any display is paired.
    pub fn has_display(&self) -> Result<bool, StoreError> {
        self.finds(
            "SELECT 1 FROM display WHERE mark IS NOT NULL LIMIT 1",
            params![],
        )
    }

    /// Whether the display with this mark is paired.
    pub fn knows_display(&self, mark: &[u8]) -> Result<bool, StoreError> {
        self.finds("SELECT 1 FROM display WHERE mark = ?", params![mark])
    }

    /// Whether an official has just typed this number, and no display has said yet that it is the one.
    pub fn awaits_display(&self, number: &str, now: Minute) -> Result<bool, StoreError> {
        self.finds(
            "SELECT 1 FROM display WHERE number = ? AND mark IS NULL AND made > ?",
            params![number, now.0 - PAIRING],
        )
    }

    /// Whether the form is shut.
    pub fn form_is_shut(&self) -> Result<bool, StoreError> {
        self.finds("SELECT 1 FROM meta WHERE key = ?", params![SHUT])
    }

    /// All tickets that came from where this one came from, itself among them; none when that is no longer known. Of a crowd of
    /// messages those that nobody has looked at: the others are some citizens' own.
    pub fn of_same_source(&self, ticket: TicketId) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT s.ticket FROM source s JOIN ticket t ON t.id = s.ticket
                   WHERE s.mark = (SELECT mark FROM source WHERE ticket = ?1)
                     AND (s.mark <> ?2 OR t.state = 'asked') ORDER BY s.ticket";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let values = params![ticket.0 as i64, CROWD];
            let ids = statement.query_map(values, |row| row.get::<_, i64>(0))?;
            ids.map(|id| id.map(|id| TicketId(id as u64))).collect()
        })
    }

    /// How many requests of one place wait for an official, whether they hold a slot or not.
    pub fn asked_of_source(&self, mark: &[u8]) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM source s JOIN ticket t ON t.id = s.ticket WHERE s.mark = ? AND t.state IN ('asked', 'requested')";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let count = statement.query_row([mark], |row| row.get::<_, u32>(0))?;
            Ok(count as usize)
        })
    }

    /// How many others from where a booking came from would like an earlier time.
    pub fn seekers_of_source(&self, ticket: TicketId) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM source s JOIN ticket t ON t.id = s.ticket
                   WHERE s.mark = (SELECT mark FROM source WHERE ticket = ?1) AND t.id <> ?1
                     AND t.state = 'booked' AND t.earlier IS NOT NULL";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let count = statement.query_row([ticket.0 as i64], |row| row.get::<_, u32>(0))?;
            Ok(count as usize)
        })
    }

    fn finds(&self, sql: &str, params: impl rusqlite::Params) -> Result<bool, StoreError> {
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let found = statement.query_row(params, |_| Ok(())).optional()?;
            Ok(found.is_some())
        })
    }
}

impl Transaction<'_> {
    /// The display that shows this number may say that it is the one.
    pub fn pair_display(
        &self,
        number: &str,
        now: Minute,
        actor: Option<&str>,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT OR REPLACE INTO display VALUES (?, NULL, ?, ?)",
            params![number, now.0, actor],
        )
    }

    /// The display that shows this number is the one with this mark.
    pub fn claim_display(&self, number: &str, mark: &[u8]) -> Result<(), StoreError> {
        self.write(
            "UPDATE display SET mark = ? WHERE number = ? AND mark IS NULL",
            params![mark, number],
        )
    }

    /// No display is paired any more.
    pub fn forget_displays(&self) -> Result<(), StoreError> {
        self.write("DELETE FROM display", params![])
    }

    /// Shuts the form, or opens it.
    pub fn shut_form(&self, shut: bool) -> Result<(), StoreError> {
        match shut {
            true => self.set_meta(SHUT, "1"),
            false => self.take_meta(SHUT).map(drop),
        }
    }

    /// Remembers for a while where a ticket came from.
    pub fn keep_source(
        &self,
        ticket: TicketId,
        mark: &[u8],
        now: Minute,
    ) -> Result<(), StoreError> {
        if ticket.0.is_multiple_of(TIDY_EACH) {
            self.forget_sources(now)?;
        }
        self.write(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?)",
            params![ticket.0 as i64, mark, now.0],
        )
    }

    /// Remembers that a wish came by message in a crowd of them.
    pub fn keep_crowded(&self, ticket: TicketId, now: Minute) -> Result<(), StoreError> {
        self.keep_source(ticket, CROWD, now)
    }

    /// A ticket that took the place of another one came from where that came from.
    pub fn hand_on_source(&self, from: TicketId, to: TicketId) -> Result<(), StoreError> {
        self.write(
            "INSERT OR REPLACE INTO source SELECT ?, mark, made FROM source WHERE ticket = ?",
            params![to.0 as i64, from.0 as i64],
        )
    }

    /// Forgets where old tickets and comments came from.
    pub fn forget_sources(&self, now: Minute) -> Result<(), StoreError> {
        let old = now.0 - SOURCE_KEPT;
        self.write("DELETE FROM source WHERE made < ?", [old])?;
        let comments = "UPDATE comment SET source = NULL WHERE source IS NOT NULL AND made < ?";
        self.write(comments, [old])
    }

    pub(super) fn write(&self, sql: &str, params: impl rusqlite::Params) -> Result<(), StoreError> {
        self.run(|tx| change(tx, sql, params))
    }
}
