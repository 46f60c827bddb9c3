//! Notices that go by Zalo, and whom it does not reach.

use rusqlite::params;

use super::messages::{NOTICE, notice, turn};
use super::sql::{all, change, first, value};
use super::{Notice, Store, StoreError, Transaction};
use crate::domain::notice::{NoticeKind, NoticeState, Route};

/// A phone that Zalo does not reach is not tried again for so many milliseconds.
const REMEMBERED: i64 = 90 * 24 * 60 * 60 * 1000;
/// A refusal for a reason that may pass counts when it comes again so much later.
const ANOTHER_DAY: i64 = 20 * 60 * 60 * 1000;

impl Store {
    /// What an earlier host was just sending when it died: nobody knows whether it went out, so an official decides.
    /// What is looked after by itself is so at `look` at the earliest.
    pub fn hold_unsettled(&self, route: Route, look: i64) -> Result<usize, StoreError> {
        let sql =
            "UPDATE notice SET state = 'unknown', cause = 'crash', not_before = max(not_before, ?2)
                   WHERE state = 'sending' AND route = ?1";
        self.run(|db| db.execute(sql, params![route, look]))
    }

    /// Zalo has accepted a message.
    pub fn accepted_by_zalo(&self, id: i64, now: i64, cost: u32) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET state = 'sent', sent = ?2, cost = ?3, cause = NULL
                   WHERE id = ?1 AND state = 'sending'";
        self.run(|db| change(db, sql, params![id, now, cost]))
    }

    /// A template message has arrived; so it had been accepted, too. Answers whether that changes anything.
    pub fn arrived_by_zalo(&self, id: i64, at: i64, cost: u32) -> Result<bool, StoreError> {
        // What nobody knew to be accepted has its price all the same.
        let sql = "UPDATE notice SET cost = CASE WHEN sent IS NULL THEN ?3 ELSE cost END, sent = coalesce(sent, ?2),
                     cause = NULL WHERE id = ?1";
        let is_zalos = "SELECT EXISTS (SELECT 1 FROM notice WHERE id = ? AND route = 'zalo' AND state IN ('sent', 'unknown'))";
        self.run(|db| {
            let known: bool = value(db, is_zalos, [id])?;
            if !known || !turn(db, id, NoticeState::Delivered)? {
                return Ok(false);
            }
            change(db, sql, params![id, at, cost])?;
            Ok(true)
        })
    }

    /// Nobody knows whether a message was accepted; at `look` it is looked after.
    pub fn unclear_at_zalo(&self, id: i64, cause: &str, look: i64) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET state = 'unknown', cause = ?2, not_before = ?3
                   WHERE id = ?1 AND state = 'sending'";
        self.run(|db| change(db, sql, params![id, cause, look]))
    }

    /// Template messages of which nobody knows whether they went out, and that are to be looked after at `now`.
    pub fn unclear_notices(&self, now: i64) -> Result<Vec<Notice>, StoreError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice
             WHERE state = 'unknown' AND route = 'zalo' AND not_before <= ? ORDER BY id"
        );
        self.run(|db| all(db, &sql, [now], notice))
    }

    /// What is next to go to who wrote on Zalo, but for what goes to all.
    pub fn next_in_chat(&self, route: Route, now: i64) -> Result<Option<Notice>, StoreError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE state = 'new' AND not_before <= ? AND route = ?
               AND announcement IS NULL ORDER BY id LIMIT 1"
        );
        self.run(|db| first(db, &sql, params![now, route], notice))
    }

    /// Whether a phone is known not to be reached by Zalo.
    pub fn is_not_on_zalo(&self, phone: &str, now: i64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM not_on_zalo WHERE phone = ? AND sure AND at > ?)";
        self.run(|db| value(db, sql, params![phone, now - REMEMBERED]))
    }

    /// Zalo does not reach a phone: `sure`, or for a reason that may pass.
    pub fn note_not_on_zalo(&self, phone: &str, now: i64, sure: bool) -> Result<(), StoreError> {
        let old = "DELETE FROM not_on_zalo WHERE at <= ?";
        let sql = "INSERT INTO not_on_zalo (phone, at, sure) VALUES (?1, ?2, ?3)
                   ON CONFLICT (phone) DO UPDATE SET
                     sure = max(sure, ?3, at <= ?2 - ?4),
                     at = CASE WHEN ?3 OR at <= ?2 - ?4 THEN ?2 ELSE at END";
        self.run(|db| {
            change(db, old, [now - REMEMBERED])?;
            change(db, sql, params![phone, now, sure, ANOTHER_DAY])
        })
    }
}

impl Transaction<'_> {
    /// Whether Zalo has ever accepted a message to this phone, and did not refuse it since.
    pub fn zalo_has_worked(&self, phone: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM notice WHERE phone = ?1 AND route = 'zalo' AND state IN ('sent', 'delivered'))
                     AND NOT EXISTS (SELECT 1 FROM not_on_zalo WHERE phone = ?1 AND sure)";
        self.run(|tx| value(tx, sql, [phone]))
    }

    /// Takes a notice that did not go out by Zalo from there: to the modem, to be called, or to an end.
    pub fn take_from_zalo(
        &self,
        id: i64,
        to: NoticeState,
        cause: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        // What Zalo had not accepted is new again, whatever it had got to.
        let again = "UPDATE notice SET state = 'new' WHERE id = ? AND state = 'sending'";
        let sql = "UPDATE notice SET route = 'sms', cause = ?2, not_before = max(not_before, ?3) WHERE id = ?1";
        self.run(|tx| {
            change(tx, again, [id])?;
            if to == NoticeState::New || turn(tx, id, to)? {
                change(tx, sql, params![id, cause, now])?;
            }
            Ok(())
        })
    }

    /// A notice waits until then.
    pub fn postpone_notice(&self, id: i64, until: i64) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET state = 'new', not_before = ?2
                   WHERE id = ?1 AND state IN ('new', 'sending')";
        self.run(|tx| change(tx, sql, params![id, until]))
    }

    /// Whether a phone was told just this since `since`.
    pub fn was_told_so(&self, phone: &str, text: &str, since: i64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM notice WHERE phone = ? AND made >= ? AND text = ?)";
        self.run(|tx| value(tx, sql, params![phone, since, text]))
    }

    /// Whether a call to make, or made, stands for the same news: who asked for both gets one call.
    pub fn has_call(&self, n: &Notice) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM notice WHERE seq = ?1 AND kind = ?2 AND id <> ?3 AND state IN ('call', 'called')
                     AND ticket IS ?4 AND dossier IS ?5 AND ?1 > 0";
        let kind = n.kind.map(NoticeKind::id);
        let (ticket, dossier) = (n.ticket.map(|n| n as i64), n.dossier.map(|n| n as i64));
        self.run(|tx| {
            let of = params![n.seq as i64, kind, n.id, ticket, dossier];
            Ok(first(tx, sql, of, |_| Ok(()))?.is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_that_may_pass_is_remembered_only_when_it_comes_on_two_days() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("motcua.db")).unwrap();
        let (phone, day) = ("+84912345678", 24 * 60 * 60 * 1000);
        let known = |at| store.is_not_on_zalo(phone, at).unwrap();
        store.note_not_on_zalo(phone, day, false).unwrap();
        store.note_not_on_zalo(phone, day + 1000, false).unwrap();
        assert!(!known(day + 2000), "twice in a minute is one reason");
        store.note_not_on_zalo(phone, 2 * day, false).unwrap();
        assert!(known(2 * day) && known(91 * day) && !known(93 * day));
        store.note_not_on_zalo("+84987654321", 0, true).unwrap();
        assert!(store.is_not_on_zalo("+84987654321", 89 * day).unwrap());
    }

    #[test]
    fn routes_have_names() {
        for route in [Route::Sms, Route::Zalo, Route::Chat, Route::Follower] {
            assert_eq!(route.id().parse(), Ok(route));
        }
    }
}
