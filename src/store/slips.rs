//! Slips that were asked for: which, for whom, with which wording, and what became of each. Nothing here names a person: a
//! slip is filled in when it is printed.

use rusqlite::{Connection, Row, params};

use super::ids::word;
use super::sql::{all, change, first};
use super::{Store, StoreError, Transaction};
use crate::domain::dossier::DossierId;
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;

/// Whose slip.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SlipFor {
    /// A dossier's.
    Dossier(DossierId),
    /// A number's or booking's.
    Ticket(TicketId),
}

/// What became of a slip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlipState {
    /// The printer has not begun it.
    Waiting,
    /// The printer has got some of it.
    Sending,
    /// Whether it came out nobody knows: an official settles it.
    Unknown,
    /// It came out, was written to a file, or an official says so.
    Printed,
    /// Nobody wants it any more.
    Dropped,
}

impl SlipState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Sending,
        Self::Unknown,
        Self::Printed,
        Self::Dropped,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Printed => "printed",
            Self::Dropped => "dropped",
        }
    }
}

/// A slip that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlipRow {
    /// Identity, in the order in which they were asked for; 0 before it is written.
    pub id: i64,
    /// The form's number.
    pub form: String,
    /// Whose.
    pub of: SlipFor,
    /// Which of its kind, where the same form is given several times: the second supplement is another slip.
    pub nth: u32,
    /// Which copy; 0 is the first one, others are marked.
    pub copy: u32,
    /// The wording, once it is printed.
    pub wording: Option<String>,
    /// When it was asked for.
    pub made: Minute,
    /// What became of it.
    pub state: SlipState,
}

/// The form of the queue number.
pub const NUMBER: &str = "so";

impl SlipRow {
    /// A slip that nobody has begun.
    pub fn fresh(form: &str, of: SlipFor, nth: u32, copy: u32, made: Minute) -> Self {
        Self {
            id: 0,
            form: form.to_owned(),
            of,
            nth,
            copy,
            wording: None,
            made,
            state: SlipState::Waiting,
        }
    }
}

const SLIPS: &str = "SELECT id, form, dossier, ticket, nth, copy, wording, made, state FROM slip ";

fn read(row: &Row<'_>) -> rusqlite::Result<SlipRow> {
    let of = match (row.get::<_, Option<i64>>(2)?, row.get::<_, Option<i64>>(3)?) {
        (Some(dossier), _) => SlipFor::Dossier(DossierId(dossier as u64)),
        (None, ticket) => SlipFor::Ticket(TicketId(ticket.unwrap_or(0) as u64)),
    };
    Ok(SlipRow {
        id: row.get(0)?,
        form: row.get(1)?,
        of,
        nth: row.get(4)?,
        copy: row.get(5)?,
        wording: row.get(6)?,
        made: Minute(row.get(7)?),
        state: word(row, 8, &SlipState::ALL, SlipState::id)?,
    })
}

fn keys(of: SlipFor) -> (Option<i64>, Option<i64>) {
    match of {
        SlipFor::Dossier(id) => (Some(id.0 as i64), None),
        SlipFor::Ticket(id) => (None, Some(id.0 as i64)),
    }
}

fn last(db: &Connection, form: &str, of: SlipFor, nth: u32) -> rusqlite::Result<Option<SlipRow>> {
    let (dossier, ticket) = keys(of);
    let sql = format!(
        "{SLIPS} WHERE dossier IS ?1 AND ticket IS ?2 AND form = ?3 AND nth = ?4 AND state <> 'dropped'
         ORDER BY id DESC LIMIT 1"
    );
    first(db, &sql, params![dossier, ticket, form, nth], read)
}

fn wording(db: &Connection, digest: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT text FROM slip_wording WHERE digest = ?";
    first(db, sql, [digest], |row| row.get(0))
}

impl Store {
    /// The last slip of this kind that was asked for and is still wanted.
    pub fn last_slip(
        &self,
        form: &str,
        of: SlipFor,
        nth: u32,
    ) -> Result<Option<SlipRow>, StoreError> {
        self.run(|db| last(db, form, of, nth))
    }

    /// The next one that the printer is to begin.
    pub fn next_slip(&self) -> Result<Option<SlipRow>, StoreError> {
        let sql = format!("{SLIPS} WHERE state = 'waiting' ORDER BY id LIMIT 1");
        self.run(|db| first(db, &sql, [], read))
    }

    /// Those that have not come out for certain, oldest first.
    pub fn open_slips(&self) -> Result<Vec<SlipRow>, StoreError> {
        let sql = format!("{SLIPS} WHERE state IN ('waiting', 'sending', 'unknown') ORDER BY id");
        self.run(|db| all(db, &sql, [], read))
    }

    /// The text of a wording with which something was printed.
    pub fn wording(&self, digest: &str) -> Result<Option<String>, StoreError> {
        self.run(|db| wording(db, digest))
    }
}

impl Transaction<'_> {
    /// Likewise, within a transaction.
    pub fn last_slip(
        &self,
        form: &str,
        of: SlipFor,
        nth: u32,
    ) -> Result<Option<SlipRow>, StoreError> {
        self.run(|tx| last(tx, form, of, nth))
    }

    /// Likewise, within a transaction.
    pub fn wording(&self, digest: &str) -> Result<Option<String>, StoreError> {
        self.run(|tx| wording(tx, digest))
    }

    /// Asks for a slip; answers its identity.
    pub fn put_slip(&self, slip: &SlipRow) -> Result<i64, StoreError> {
        let sql = "INSERT INTO slip (form, dossier, ticket, nth, copy, wording, made, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let (dossier, ticket) = keys(slip.of);
        self.run(|tx| {
            tx.prepare_cached(sql)?.execute(params![
                slip.form,
                dossier,
                ticket,
                slip.nth,
                slip.copy,
                slip.wording,
                slip.made.0,
                slip.state.id()
            ])?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// Another state; answers whether the slip was still in the one that it is thought to be in.
    pub fn turn_slip(&self, id: i64, from: SlipState, to: SlipState) -> Result<bool, StoreError> {
        let sql = "UPDATE slip SET state = ?3 WHERE id = ?1 AND state = ?2";
        self.run(|tx| {
            let turned = tx
                .prepare_cached(sql)?
                .execute(params![id, from.id(), to.id()])?;
            Ok(turned > 0)
        })
    }

    /// A slip in doubt is wanted again, from now on.
    pub fn want_slip_again(&self, id: i64, now: Minute) -> Result<(), StoreError> {
        let sql = "UPDATE slip SET state = ?2, made = ?3 WHERE id = ?1";
        self.run(|tx| change(tx, sql, params![id, SlipState::Waiting.id(), now.0]))
    }

    /// With which wording a slip is printed; the text is kept.
    pub fn word_slip(
        &self,
        id: i64,
        digest: &str,
        form: &str,
        text: &str,
    ) -> Result<(), StoreError> {
        self.run(|tx| {
            tx.prepare_cached("INSERT OR IGNORE INTO slip_wording VALUES (?, ?, ?)")?
                .execute(params![digest, form, text])?;
            tx.prepare_cached("UPDATE slip SET wording = ? WHERE id = ?")?
                .execute(params![digest, id])
        })
        .map(drop)
    }

    /// What an earlier host left half-way may have come out or not. Answers how many there are.
    pub fn doubt_slips(&self) -> Result<usize, StoreError> {
        self.run(|tx| {
            tx.execute(
                "UPDATE slip SET state = 'unknown' WHERE state = 'sending'",
                [],
            )
        })
    }
}
