//! What officials see of messages and notices, and what they do with them by hand.

use std::sync::LazyLock;

use rusqlite::params;

use super::messages::{MESSAGE, NOTICE, message, notice, turn};
use super::sql::{all, change, first, value};
use super::{Message, Notice, Store, StoreError, Transaction};
use crate::domain::dossier::Stage;
use crate::domain::notice::{MessageState, NoticeKind, NoticeState};
use crate::domain::ticket::State;

/// How many messages and notices an official should look after. Counting them is cheap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenLetters {
    /// Messages that came in (`open`).
    pub messages: u32,
    /// The newest of them.
    pub newest: Option<i64>,
    /// Calls to make (`call`).
    pub calls: u32,
    /// Notices that did not go out, or of which nobody knows whether they did (`failed`, `unknown`).
    pub unsent: u32,
    /// Notices that wait for the modem (`new`).
    pub waiting: u32,
}

const OPEN_MESSAGES: &str = "SELECT count(*), max(id) FROM message WHERE state = 'open'";

static OPEN_NOTICES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT count(*) FILTER (WHERE state = 'call' AND NOT {stale}),
            count(*) FILTER (WHERE state IN ('failed', 'unknown')), count(*) FILTER (WHERE state = 'new')
         FROM notice WHERE state IN ('call', 'failed', 'unknown', 'new') AND announcement IS NULL",
        stale = *STALE_CALL
    )
});

/// Whether a notice is a call that tells what is no longer so, or of what a newer call tells: an undo may make it true again,
/// so it is kept.
static STALE_CALL: LazyLock<String> = LazyLock::new(|| {
    let of_ticket = State::ALL.map(|state| {
        let holds = move |kind: NoticeKind| kind.holds_of(state);
        untrue(state.id(), holds)
    });
    let of_dossier = Stage::ALL.map(|stage| {
        let holds = move |kind: NoticeKind| kind.holds_of_dossier(stage);
        untrue(stage.id(), holds)
    });
    let [of_ticket, of_dossier] =
        [of_ticket.concat(), of_dossier.concat()].map(|all| all.join(", "));
    format!(
        "(state = 'call' AND (
           EXISTS (SELECT 1 FROM ticket t WHERE t.id = notice.ticket AND notice.kind || ' ' || t.state IN ({of_ticket}))
           OR EXISTS (SELECT 1 FROM dossier d WHERE d.id = notice.dossier
                      AND notice.kind || ' ' || d.stage IN ({of_dossier}))
           OR {newer_of_ticket} OR {newer_of_dossier}))",
        newer_of_ticket = newer_call_of("ticket"),
        newer_of_dossier = newer_call_of("dossier"),
    )
});

/// The kinds that say what does not hold in this state, each with it: `'moved done'`.
fn untrue(state: &str, holds: impl Fn(NoticeKind) -> bool) -> Vec<String> {
    let kinds = NoticeKind::ALL.iter().filter(|kind| !holds(**kind));
    kinds
        .map(|kind| format!("'{} {state}'", kind.id()))
        .collect()
}

/// Whether a newer call about the same is to be made, or was made. The sign keeps SQLite from going through all calls.
fn newer_call_of(what: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM notice newer WHERE newer.{what} = notice.{what} AND newer.id > notice.id
                 AND +newer.state IN ('call', 'called'))"
    )
}

const SENT: &str = "SELECT coalesce(sum(parts), 0) FROM notice WHERE sent >= ? AND route = 'sms'";
const SENT_BY_ZALO: &str =
    "SELECT count(*), coalesce(sum(cost), 0) FROM notice WHERE sent >= ? AND route = 'zalo'";

impl Store {
    /// How many messages and notices an official should look after.
    pub fn open_letters(&self) -> Result<OpenLetters, StoreError> {
        self.run(|db| {
            let (messages, newest) = db
                .prepare_cached(OPEN_MESSAGES)?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let (calls, unsent, waiting) = db
                .prepare_cached(&OPEN_NOTICES)?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(OpenLetters {
                messages,
                newest,
                calls,
                unsent,
                waiting,
            })
        })
    }

    /// How many messages were sent since `since` (milliseconds of the wall clock), each as often as it is charged.
    pub fn sent_since(&self, since: i64) -> Result<u32, StoreError> {
        self.run(|db| value(db, SENT, [since]))
    }

    /// How many template messages Zalo has accepted since `since`, and what they cost, in đồng.
    pub fn sent_by_zalo_since(&self, since: i64) -> Result<(u32, u32), StoreError> {
        self.run(|db| {
            db.prepare_cached(SENT_BY_ZALO)?
                .query_row([since], |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }

    /// The newest messages that came in, and the newest open ones, newest first; parts of long ones that were joined are
    /// left out. Open ones of one sender do not push out those of others: three of each come first.
    pub fn messages(&self, most: u32) -> Result<Vec<Message>, StoreError> {
        let sql = format!(
            "SELECT {MESSAGE} FROM message WHERE id IN (
               SELECT id FROM (SELECT id FROM message WHERE state != 'joined' ORDER BY id DESC LIMIT ?1)
               UNION SELECT id FROM (
                 SELECT id, row_number() OVER (PARTITION BY sender ORDER BY id DESC) > 3 AS is_further
                 FROM message WHERE state = 'open' ORDER BY is_further, id DESC LIMIT ?1))
             ORDER BY id DESC"
        );
        self.run(|db| all(db, &sql, [most], message))
    }

    /// A message.
    pub fn message(&self, id: i64) -> Result<Option<Message>, StoreError> {
        let sql = format!("SELECT {MESSAGE} FROM message WHERE id = ?");
        self.run(|db| first(db, &sql, [id], message))
    }

    /// The calls that are to be made of what an event did; what only ran out at that moment is nobody's who is here.
    pub fn calls_of_event(&self, seq: u64) -> Result<Vec<i64>, StoreError> {
        let sql = format!(
            "SELECT id FROM notice WHERE seq = ? AND seq > 0 AND state = 'call' AND kind <> 'lapsed' AND NOT {stale}",
            stale = *STALE_CALL
        );
        self.run(|db| all(db, &sql, [seq as i64], |row| row.get(0)))
    }

    /// The newest notices, and the newest that need a hand, newest first; those of announcements are counted elsewhere, and
    /// calls that tell what is no longer so are left out.
    pub fn notices(&self, most: u32) -> Result<Vec<Notice>, StoreError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE NOT {stale} AND id IN (
               SELECT id FROM (SELECT id FROM notice WHERE announcement IS NULL ORDER BY id DESC LIMIT ?1)
               UNION SELECT id FROM (SELECT id FROM notice WHERE state IN ('call', 'failed', 'unknown')
                                     AND announcement IS NULL ORDER BY id DESC LIMIT ?1))
             ORDER BY id DESC",
            stale = *STALE_CALL
        );
        self.run(|db| all(db, &sql, [most], notice))
    }
}

impl Transaction<'_> {
    /// A notice that did not go out is sent from the beginning, by the modem: what may have gone out by Zalo never does
    /// again that way. Answers whether it can be.
    pub fn renew_notice(&self, id: i64, now: i64) -> Result<bool, StoreError> {
        let sql = "UPDATE notice SET tries = 0, not_before = ?2, worthless_after = NULL, cause = NULL, route = 'sms' WHERE id = ?1";
        self.run(|tx| {
            let turned = turn(tx, id, NoticeState::New)?;
            if turned {
                change(tx, sql, params![id, now])?;
            }
            Ok(turned)
        })
    }

    /// What became of the message that asked for what event `seq` did, if it is in the state `from`.
    pub fn turn_message_of(
        &self,
        seq: u64,
        from: MessageState,
        to: MessageState,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE message SET state = ?3 WHERE seq = ?1 AND state = ?2";
        self.run(|tx| {
            tx.prepare_cached(sql)?
                .execute(params![seq as i64, from, to])
                .map(drop)
        })
    }

    /// A notice that was sent goes out once more, as one of its own: both are charged.
    pub fn repeat_notice(&self, id: i64, now: i64) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO notice (seq, ticket, phone, kind, text, state, made, not_before, parts)
                   SELECT 0, ticket, phone, kind, text, 'new', ?2, ?2, parts FROM notice
                   WHERE id = ?1";
        self.run(|tx| change(tx, sql, params![id, now]))
    }

    /// What officials answered to a message in own words.
    pub fn replies_to(&self, message: i64) -> Result<Vec<Notice>, StoreError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE phone = (SELECT sender FROM message WHERE id = ?1)
               AND answers = ?1 AND kind = 'reply'"
        );
        self.run(|tx| all(tx, &sql, [message], notice))
    }

    /// An official has understood a message otherwise.
    pub fn correct_reading(&self, id: i64, reading: &str) -> Result<(), StoreError> {
        let sql = "UPDATE message SET reading = ?2 WHERE id = ?1";
        self.run(|tx| change(tx, sql, params![id, reading]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After years there are hundreds of thousands of rows; these queries run at each ring of the bell.
    #[test]
    fn what_is_asked_often_reads_no_rows_that_do_not_matter() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("motcua.db")).unwrap();
        for sql in [OPEN_MESSAGES, &OPEN_NOTICES, SENT, SENT_BY_ZALO] {
            let plan = store.run(|db| {
                let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let some = (0..statement.parameter_count()).map(|_| 0);
                let rows =
                    statement.query_map(rusqlite::params_from_iter(some), |row| row.get(3))?;
                rows.collect::<rusqlite::Result<Vec<String>>>()
            });
            // Of the tables at each step those rows only that one index names.
            let narrow = [
                "message_open",
                "notice_state",
                "notice_sent",
                "notice_ticket",
                "notice_dossier",
                "INTEGER PRIMARY KEY",
                "CORRELATED",
            ];
            for (nth, step) in plan.unwrap().into_iter().enumerate() {
                assert!(
                    narrow.iter().any(|name| step.contains(name)),
                    "{sql}: {step}"
                );
                assert!(nth == 0 || !step.contains("notice_state"), "{sql}: {step}");
            }
        }
    }
}
