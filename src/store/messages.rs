//! Text messages that came in (`message`) and what citizens are told (`notice`).

use rusqlite::{Row, params};

use super::schema::NOT_STOPPED;
use super::sql::{all, change, first, value};
use super::{Store, StoreError, Transaction};
use crate::domain::notice::{MessageState, NoticeKind, NoticeState, Route};

/// A text message that came in, or one part of a long one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Identity.
    pub id: i64,
    /// What makes it this one and no other: over sender, time stamp, user data and part.
    pub key: Vec<u8>,
    /// Number or name of who sent it.
    pub sender: String,
    /// Milliseconds of the wall clock.
    pub received: i64,
    /// Which long message it is a part of.
    pub concat: Option<String>,
    /// Which part, from 1, and of how many.
    pub part: Option<(u32, u32)>,
    /// As it came, in hex.
    pub pdu: String,
    /// What it says.
    pub text: String,
    /// What became of it.
    pub state: MessageState,
    /// What it was understood as, as JSON.
    pub reading: Option<String>,
    /// The event that it caused.
    pub seq: Option<u64>,
    /// The ticket that it is about.
    pub ticket: Option<u64>,
}

/// Something that a citizen is told: a text message to send, or a call to make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: i64,
    /// The event that it tells of; 0 for none.
    pub seq: u64,
    /// The message that it answers.
    pub answers: Option<i64>,
    /// The ticket that it is about.
    pub ticket: Option<u64>,
    /// The dossier that it is about.
    pub dossier: Option<u64>,
    /// To whom.
    pub phone: String,
    /// What kind; `None` for one that only a newer version knows.
    pub kind: Option<NoticeKind>,
    /// What it says.
    pub text: String,
    /// How far it is.
    pub state: NoticeState,
    /// Milliseconds of the wall clock, like the following.
    pub made: i64,
    /// Is not sent earlier.
    pub not_before: i64,
    /// Is not sent later.
    pub worthless_after: Option<i64>,
    /// How often it was tried in vain.
    pub tries: u32,
    /// So many messages it is charged as.
    pub parts: u32,
    /// When the modem said that it was sent.
    pub sent: Option<i64>,
    /// Why it was not.
    pub cause: Option<String>,
    /// By which way it goes.
    pub route: Route,
    /// Of a template message of Zalo's: which, and what stands in it ([`crate::domain::zalo::Filled`], as JSON).
    pub form: Option<String>,
    /// What a template message cost, in đồng.
    pub cost: u32,
    /// Who answered in own words: the official, or the counter where nobody signs in.
    pub by: Option<String>,
}

/// What a sender has cost and asked so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SenderRecord {
    /// Answers since the first time asked about.
    pub answers: u32,
    /// Help answers since the second one.
    pub helps: u32,
    /// Messages with the same text since the second one.
    pub same: u32,
    /// Messages since the first time that nobody has looked at yet.
    pub open: u32,
}

pub(super) const MESSAGE: &str =
    "id, key, sender, received, concat, part, parts, pdu, text, state, reading, seq, ticket";
pub(super) const NOTICE: &str = "id, seq, answers, ticket, phone, kind, text, state, made, not_before, worthless_after, tries, parts,
  sent, cause, dossier, route, form, cost,
  (SELECT coalesce(actor, desk) FROM event WHERE event.seq = notice.seq AND notice.kind = 'reply')";

pub(super) fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    let part: Option<u32> = row.get(5)?;
    Ok(Message {
        id: row.get(0)?,
        key: row.get(1)?,
        sender: row.get(2)?,
        received: row.get(3)?,
        concat: row.get(4)?,
        part: part.zip(row.get(6)?),
        pdu: row.get(7)?,
        text: row.get(8)?,
        state: row.get(9)?,
        reading: row.get(10)?,
        seq: row.get::<_, Option<i64>>(11)?.map(|n| n as u64),
        ticket: row.get::<_, Option<i64>>(12)?.map(|n| n as u64),
    })
}

pub(super) fn notice(row: &Row<'_>) -> rusqlite::Result<Notice> {
    Ok(Notice {
        id: row.get(0)?,
        seq: row.get::<_, i64>(1)? as u64,
        answers: row.get(2)?,
        ticket: row.get::<_, Option<i64>>(3)?.map(|n| n as u64),
        phone: row.get(4)?,
        kind: row.get::<_, String>(5)?.parse().ok(),
        text: row.get(6)?,
        state: row.get(7)?,
        made: row.get(8)?,
        not_before: row.get(9)?,
        worthless_after: row.get(10)?,
        tries: row.get(11)?,
        parts: row.get(12)?,
        sent: row.get(13)?,
        cause: row.get(14)?,
        dossier: row.get::<_, Option<i64>>(15)?.map(|n| n as u64),
        route: row.get(16)?,
        form: row.get(17)?,
        cost: row.get(18)?,
        by: row.get(19)?,
    })
}

/// Brings a notice into another state, if that may follow. Answers whether it did.
pub(super) fn turn(db: &rusqlite::Connection, id: i64, to: NoticeState) -> rusqlite::Result<bool> {
    let sql = "SELECT state FROM notice WHERE id = ?";
    let now = first(db, sql, [id], |row| row.get::<_, NoticeState>(0))?;
    let Some(now) = now.filter(|now| now.may_become(to)) else {
        return Ok(false);
    };
    // Another process may have turned it in the meantime.
    let sql = "UPDATE notice SET state = ?3 WHERE id = ?1 AND state = ?2";
    Ok(db.prepare_cached(sql)?.execute(params![id, now, to])? > 0)
}

/// The message whose answer in an official's own words has just ended on Zalo, where nobody can be called instead: it needs
/// somebody again.
fn waits_again(db: &rusqlite::Connection, notice: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE message SET state = 'open' WHERE state = 'settled' AND id =
                 (SELECT answers FROM notice WHERE id = ? AND kind = 'reply' AND route IN ('chat', 'follower')
                    AND state IN ('failed', 'dropped'))";
    change(db, sql, [notice])
}

impl Transaction<'_> {
    /// Keeps a message that came in; answers its identity. The same message a second time is an error: nothing of the
    /// transaction happens twice.
    ///
    /// # Errors
    /// When the database cannot be written, or has it already.
    pub fn put_message(&self, m: &Message) -> Result<i64, StoreError> {
        let sql = "INSERT INTO message (key, sender, received, concat, part, parts, pdu, text, state, reading, seq, ticket)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(|tx| {
            tx.prepare_cached(sql)?.execute(params![
                m.key,
                m.sender,
                m.received,
                m.concat,
                m.part.map(|p| p.0),
                m.part.map(|p| p.1),
                m.pdu,
                m.text,
                m.state,
                m.reading,
                m.seq.map(|n| n as i64),
                m.ticket.map(|n| n as i64),
            ])?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// What became of a message; `ticket` and `seq` are kept where they are not given.
    pub fn settle_message(
        &self,
        id: i64,
        state: MessageState,
        seq: Option<u64>,
        ticket: Option<u64>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE message SET state = ?2, seq = coalesce(?3, seq), ticket = coalesce(?4, ticket) WHERE id = ?1";
        let (seq, ticket) = (seq.map(|n| n as i64), ticket.map(|n| n as i64));
        self.run(|tx| change(tx, sql, params![id, state, seq, ticket]))
    }

    /// Brings a message from one state into another. Answers whether it was in the first: somebody else may have been faster.
    pub fn turn_message(
        &self,
        id: i64,
        from: MessageState,
        to: MessageState,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE message SET state = ?3 WHERE id = ?1 AND state = ?2";
        self.run(|tx| Ok(tx.prepare_cached(sql)?.execute(params![id, from, to])? > 0))
    }

    /// Forgets what a message said and who sent it; only that it came is kept.
    pub fn blank_message(&self, id: i64) -> Result<(), StoreError> {
        let sql = "UPDATE message SET sender = '', pdu = '', text = '', concat = NULL, reading = NULL WHERE id = ?";
        self.run(|tx| change(tx, sql, [id]))
    }

    /// Puts something that a citizen is to be told; answers its identity. What may go out by the modem, whatever it says, is
    /// kept in the letters that it sends; only who writes on Zalo gets the accents.
    pub fn put_notice(&self, n: &Notice) -> Result<i64, StoreError> {
        let sql = "INSERT INTO notice (seq, answers, ticket, phone, kind, text, state, made, not_before, worthless_after,
                                       parts, dossier, route, form)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(|tx| {
            tx.prepare_cached(sql)?.execute(params![
                n.seq as i64,
                n.answers,
                n.ticket.map(|n| n as i64),
                n.phone,
                n.kind.map(NoticeKind::id),
                n.route.letters(&n.text),
                n.state,
                n.made,
                n.not_before,
                n.worthless_after,
                n.parts.max(1),
                n.dossier.map(|n| n as i64),
                n.route,
                n.form,
            ])?;
            Ok(tx.last_insert_rowid())
        })
    }

    /// What an event has put, oldest first.
    pub fn notices_of_event(&self, seq: u64) -> Result<Vec<Notice>, StoreError> {
        let sql = format!("SELECT {NOTICE} FROM notice WHERE seq = ? ORDER BY id");
        self.run(|tx| all(tx, &sql, [seq as i64], notice))
    }

    /// What was told, or is to be, about a `ticket` or `dossier`, oldest first.
    pub fn notices_about(&self, what: &str, id: u64) -> Result<Vec<Notice>, StoreError> {
        let sql = format!("SELECT {NOTICE} FROM notice WHERE {what} = ? ORDER BY id");
        self.run(|tx| all(tx, &sql, [id as i64], notice))
    }

    /// A notice.
    pub fn notice(&self, id: i64) -> Result<Option<Notice>, StoreError> {
        let sql = format!("SELECT {NOTICE} FROM notice WHERE id = ?");
        self.run(|tx| first(tx, &sql, [id], notice))
    }

    /// Brings a notice into another state, if that may follow. Answers whether it did.
    pub fn turn_notice(&self, id: i64, to: NoticeState) -> Result<bool, StoreError> {
        self.run(|tx| turn(tx, id, to))
    }

    /// Brings a notice into another state, if that may follow, because of `cause`. Answers whether it did.
    pub fn end_notice(&self, id: i64, to: NoticeState, cause: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE notice SET cause = ? WHERE id = ?";
        self.run(|tx| {
            let turned = turn(tx, id, to)?;
            if turned {
                change(tx, sql, params![cause, id])?;
                waits_again(tx, id)?;
            }
            Ok(turned)
        })
    }

    pub(super) fn run<T>(
        &self,
        f: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        f(&self.tx).map_err(|e| StoreError::of(self.path, e))
    }
}

impl Store {
    /// Whether this very message is known.
    pub fn knows_message(&self, key: &[u8]) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM message WHERE key = ?";
        self.run(|db| {
            let found = first(db, sql, [key], |_| Ok(()))?;
            Ok(found.is_some())
        })
    }

    /// What a sender wrote since `since`, newest first, as far as it was read and meant something.
    pub fn recent_messages(&self, sender: &str, since: i64) -> Result<Vec<Message>, StoreError> {
        let sql = format!(
            "SELECT {MESSAGE} FROM message WHERE sender = ? AND received >= ?
               AND reading IS NOT NULL AND state IN ('done', 'open', 'settled') ORDER BY id DESC LIMIT 5"
        );
        self.run(|db| all(db, &sql, params![sender, since], message))
    }

    /// What kind the last thing was that a phone was told, and which message it answers. What is not on its way was told to
    /// nobody.
    pub fn last_told(&self, phone: &str) -> Result<(Option<NoticeKind>, Option<i64>), StoreError> {
        let sql = "SELECT kind, answers FROM notice WHERE phone = ? AND state IN ('sending', 'sent', 'delivered', 'unknown', 'called')
                   ORDER BY id DESC LIMIT 1";
        let told = |row: &Row<'_>| Ok((row.get::<_, String>(0)?.parse().ok(), row.get(1)?));
        self.run(|db| Ok(first(db, sql, [phone], told)?.unwrap_or_default()))
    }

    /// The parts of a long message that have come since `since`, also those that were shown as they are and that nobody has
    /// settled, or that were not shown.
    pub fn parts(&self, concat: &str, since: i64) -> Result<Vec<Message>, StoreError> {
        let sql = format!(
            "SELECT {MESSAGE} FROM message WHERE concat = ? AND received >= ? AND (state = 'part' OR state IN ('open', 'silent') AND reading IS NULL) ORDER BY part, id"
        );
        self.run(|db| all(db, &sql, params![concat, since], message))
    }

    /// Parts of long messages of which others are missing since before `before`, oldest first.
    pub fn incomplete(&self, before: i64) -> Result<Vec<Message>, StoreError> {
        let sql = format!(
            "SELECT {MESSAGE} FROM message WHERE state = 'part' AND received < ? ORDER BY id"
        );
        self.run(|db| all(db, &sql, [before], message))
    }

    /// What a sender was answered and asked: answers since `day`, help and equal texts since `hour`.
    pub fn sender_record(
        &self,
        sender: &str,
        text: &str,
        day: i64,
        hour: i64,
    ) -> Result<SenderRecord, StoreError> {
        let answers =
            "SELECT count(*), count(*) FILTER (WHERE kind = ?4 AND made >= ?3) FROM notice
                       WHERE phone = ?1 AND made >= ?2 AND answers IS NOT NULL AND kind != 'reply'";
        let messages = "SELECT count(*) FILTER (WHERE text = ?4 AND received >= ?3), count(*) FILTER (WHERE state = 'open')
                        FROM message WHERE sender = ?1 AND received >= ?2";
        let two = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.run(|db| {
            let values = params![sender, day, hour, NoticeKind::Help.id()];
            let (answers, helps) = db.prepare_cached(answers)?.query_row(values, two)?;
            let values = params![sender, day, hour, text];
            let (same, open) = db.prepare_cached(messages)?.query_row(values, two)?;
            Ok(SenderRecord {
                answers,
                helps,
                same,
                open,
            })
        })
    }

    /// Whether a phone was answered these words since `since`.
    pub fn was_answered_with(
        &self,
        phone: &str,
        text: &str,
        since: i64,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM notice WHERE phone = ? AND made >= ? AND text = ? AND answers IS NOT NULL LIMIT 1";
        self.run(|db| {
            let found = first(db, sql, params![phone, since, text], |_| Ok(()))?;
            Ok(found.is_some())
        })
    }

    /// Whether a ticket's holder was told something of this kind.
    pub fn was_told(&self, ticket: u64, kind: NoticeKind) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM notice WHERE ticket = ? AND kind = ? LIMIT 1";
        self.run(|db| {
            let found = first(db, sql, params![ticket as i64, kind.id()], |_| Ok(()))?;
            Ok(found.is_some())
        })
    }

    /// The next notice to send by the modem at `now`, by [`NoticeKind::rank`]; of answers those first that tell what was
    /// done to a booking.
    pub fn next_notice(&self, now: i64) -> Result<Option<Notice>, StoreError> {
        let ranks = NoticeKind::ALL
            .iter()
            .map(|kind| format!("WHEN '{}' THEN {}", kind.id(), kind.rank()));
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE state = 'new' AND not_before <= ? AND route = 'sms'{NOT_STOPPED}
             ORDER BY CASE kind {} ELSE 3 END, kind != 'answer' OR seq = 0 OR ticket IS NULL, id LIMIT 1",
            ranks.collect::<Vec<_>>().join(" ")
        );
        self.run(|db| first(db, &sql, [now], notice))
    }

    /// Marks a notice before it goes out: from now on it is never sent blindly again. Answers whether it was still new.
    ///
    /// # Errors
    /// When the database cannot be written: then it must not be sent.
    pub fn mark_sending(&self, id: i64) -> Result<bool, StoreError> {
        self.run(|db| turn(db, id, NoticeState::Sending))
    }

    /// The modem has sent it; `reference` is for the delivery report.
    pub fn notice_sent(&self, id: i64, now: i64, reference: Option<u32>) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET state = 'sent', sent = ?2, reference = ?3, cause = NULL WHERE id = ?1";
        self.run(|db| change(db, sql, params![id, now, reference]))
    }

    /// The modem has not sent it. `again` is when to try once more; without it the notice ends in `state`.
    pub fn notice_failed(
        &self,
        id: i64,
        state: NoticeState,
        cause: &str,
        again: Option<i64>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET state = ?2, cause = ?3, tries = tries + 1, not_before = coalesce(?4, not_before)
                   WHERE id = ?1 AND state = 'sending'";
        let state = again.map_or(state, |_| NoticeState::New);
        self.run(|db| {
            change(db, sql, params![id, state, cause, again])?;
            waits_again(db, id)
        })
    }

    /// How often a notice was tried in vain.
    pub fn notice_tries(&self, id: i64) -> Result<u32, StoreError> {
        let sql = "SELECT tries FROM notice WHERE id = ?";
        self.run(|db| value(db, sql, [id]))
    }

    /// A delivery report: the newest message to that phone with this reference since `since` has arrived, or has not.
    pub fn notice_reported(
        &self,
        phone: &str,
        reference: u32,
        since: i64,
        delivered: bool,
    ) -> Result<(), StoreError> {
        let newest = "SELECT id, state FROM notice
             WHERE id = (SELECT max(id) FROM notice WHERE phone = ?1 AND reference = ?2 AND sent >= ?3)";
        let (to, cause) = match delivered {
            true => (NoticeState::Delivered, None),
            false => (NoticeState::Failed, Some("not-delivered")),
        };
        let sql = "UPDATE notice SET cause = ?2 WHERE id = ?1";
        self.run(|db| {
            let found = first(db, newest, params![phone, reference, since], |row| {
                Ok((row.get(0)?, row.get::<_, NoticeState>(1)?))
            })?;
            if let Some((id, _)) = found.filter(|(_, state)| state.awaits_report())
                && turn(db, id, to)?
            {
                change(db, sql, params![id, cause])?;
            }
            Ok(())
        })
    }

    /// What waits to go out this way.
    pub fn new_notices(&self, route: Route) -> Result<Vec<Notice>, StoreError> {
        let sql =
            format!("SELECT {NOTICE} FROM notice WHERE state = 'new' AND route = ? ORDER BY id");
        self.run(|db| all(db, &sql, [route], notice))
    }

    pub(super) fn run<T>(
        &self,
        f: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        f(&self.db).map_err(|e| StoreError::of(&self.path, e))
    }
}
