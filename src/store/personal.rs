//! A person's data: all that the store has of a phone, and how it goes for good (Law 91/2025/QH15, article 14). Numbers,
//! states, figures and the log's chain stay: an event without its body still proves that something happened.

use rusqlite::{Connection, TransactionBehavior, params};

use super::dossiers::OPEN;
use super::schema::UNFINISHED;
use super::sql::all;
use super::traces::Erased;
use super::{Store, StoreError, announcements, rows, traces};
use crate::domain::dossier::Stage;
use crate::domain::ticket::State;
use crate::domain::time::{Day, Minute};
use crate::domain::words::{self, dossier};

/// Tickets of a phone: as its owner's, or as the helper's who booked; also what they were moved from, before the phone there was
/// corrected.
const OWN: &str = "WITH RECURSIVE own (ticket) AS (
    SELECT ticket FROM person WHERE phone = ?1 OR helper = ?1
    UNION SELECT origin FROM ticket JOIN own ON id = own.ticket WHERE origin IS NOT NULL) SELECT ticket FROM own";
/// Events that made what is another one's now, after the phone there was corrected.
const OTHERS: &str = "SELECT born FROM ticket WHERE born IS NOT NULL AND id IN (WITH RECURSIVE other (ticket) AS (
    SELECT ticket FROM person WHERE phone IS NOT ?1 AND helper IS NOT ?1
      AND ticket NOT IN (SELECT origin FROM ticket WHERE origin IS NOT NULL)
    UNION SELECT origin FROM ticket JOIN other ON id = other.ticket WHERE origin IS NOT NULL) SELECT ticket FROM other)
    UNION SELECT born FROM dossier JOIN dossier_person ON dossier = id WHERE phone IS NOT ?1 AND helper IS NOT ?1";
/// Dossiers likewise.
const OWN_DOSSIERS: &str = "SELECT dossier FROM dossier_person WHERE phone = ?1 OR helper = ?1";

/// Bodies that name a ticket, which is `t`.
const OF_TICKET: &str = "SELECT b.seq FROM event_body b JOIN ticket t
    ON json_extract(b.body, '$.number') = t.field || '-' || printf('%03d', t.number)
   AND coalesce(json_extract(b.body, '$.date'), substr(json_extract(b.body, '$.at'), 1, 10))
       = date(t.day * 86400, 'unixepoch')";

/// What the store has of one phone, in lines to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Bookings and numbers.
    pub tickets: Vec<String>,
    /// Dossiers.
    pub dossiers: Vec<String>,
    /// Those of all of them that are not over.
    pub open: Vec<String>,
    /// Text messages in and out.
    pub messages: Vec<String>,
    /// Strikes, a lock, whether it is a helper's; whether it agreed to announcements or wants none.
    pub phone: Option<String>,
}

impl Store {
    /// All that the store has of a phone.
    pub fn personal(&self, phone: &str) -> Result<Personal, StoreError> {
        let read = || {
            Ok(Personal {
                tickets: tickets(&self.db, phone, "")?,
                dossiers: dossiers(&self.db, phone, "")?,
                open: {
                    let mut open = tickets(&self.db, phone, &format!(" AND {UNFINISHED}"))?;
                    open.extend(dossiers(&self.db, phone, &format!(" AND {OPEN}"))?);
                    open
                },
                messages: messages(&self.db, phone)?,
                phone: {
                    let said = [
                        record(&self.db, phone)?,
                        announcements::consent(&self.db, phone)?,
                    ];
                    let said: Vec<String> = said.into_iter().flatten().collect();
                    (!said.is_empty()).then(|| said.join("; "))
                },
            })
        };
        read().map_err(|e| StoreError::of(&self.path, e))
    }

    /// Names of people that stand in it, each once.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM person WHERE name IS NOT NULL
                   UNION SELECT name FROM dossier_person WHERE name IS NOT NULL";
        self.run(|db| all(db, sql, [], |row| row.get(0)))
    }

    /// Erases it, down to the last byte of the database's files. No other process may work on the store meanwhile: each
    /// remembers what it has read.
    pub fn erase(&mut self, phone: &str) -> Result<(), StoreError> {
        let path = self.path.clone();
        let at = |e| StoreError::of(&path, e);
        let tx = self.db.transaction().map_err(at)?;
        erase(&tx, phone).map_err(at)?;
        announcements::erase(&tx, phone).map_err(at)?;
        tx.commit().map_err(at)?;
        self.db
            .execute_batch(
                "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
            )
            .map_err(at)
    }
}

impl Store {
    /// Erases who was last here before `day`, and has nothing open; at most so many at once. A lock, a helper's right
    /// and what was said about announcements stay. Answers how many phones it was.
    pub fn erase_before(&mut self, day: Day, most: u32) -> Result<usize, StoreError> {
        let path = self.path.clone();
        let at = |e| StoreError::of(&path, e);
        // It reads before it writes: who writes in between would end it at once.
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(at)?;
        let phones = gone_before(&tx, day, most).map_err(at)?;
        for phone in &phones {
            erase(&tx, phone).map_err(at)?;
        }
        nameless_before(&tx, day).map_err(at)?;
        announcements::forget_before(&tx, day).map_err(at)?;
        tx.commit().map_err(at)?;
        Ok(phones.len())
    }

    /// Empties the write-ahead log, in which erased bytes still stand; false while somebody reads it.
    pub fn empty_log(&self) -> bool {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self.db.query_row(checkpoint, [], |row| row.get(0));
        busy.is_ok_and(|busy: i64| busy == 0)
    }
}

impl Store {
    /// Phones that would be forgotten but for their strikes: every process remembers those.
    pub fn old_strikes(&self, day: Day) -> Result<Vec<String>, StoreError> {
        let sql =
            "SELECT phone FROM phone WHERE strikes > 0 AND NOT helper AND coalesce(until, 0) < ?1
             AND phone NOT IN (SELECT p.phone FROM person p JOIN ticket t ON t.id = p.ticket
                               WHERE t.day >= ?1 AND p.phone IS NOT NULL)";
        self.run(|db| all(db, sql, [day.0], |row| row.get(0)))
    }
}

/// Phones whose last ticket, or last message, is older than `day`.
fn gone_before(db: &Connection, day: Day, most: u32) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "SELECT phone FROM (
           SELECT p.phone AS phone, day, {UNFINISHED} AS open FROM person p JOIN ticket t ON t.id = p.ticket
             WHERE p.phone IS NOT NULL
           UNION ALL SELECT p.phone, coalesce(ended, received) / 1440, {OPEN} FROM dossier_person p
             JOIN dossier d ON d.id = p.dossier WHERE p.phone IS NOT NULL
           UNION ALL SELECT sender, received / 86400000, 0 FROM message WHERE sender <> ''
           UNION ALL SELECT phone, made / 86400000, state IN ('new', 'sending') FROM notice
             WHERE phone <> '' AND (announcement IS NULL OR state IN ('new', 'sending'))
           UNION ALL SELECT phone, coalesce(answered, made) / 1440, 0 FROM comment WHERE phone IS NOT NULL)
         GROUP BY phone HAVING max(day) < ?1 AND NOT max(open)
           AND phone NOT IN (SELECT phone FROM phone WHERE helper OR until >= ?1 OR strikes > 0)
         LIMIT ?2"
    );
    all(db, &sql, params![day.0, most], |row| row.get(0))
}

/// Names that were given without a phone. Answers how many rows it was.
pub(super) fn nameless_before(db: &Connection, day: Day) -> rusqlite::Result<usize> {
    let no_words = rows::of_words(|column| format!("{column} = NULL"), ", ");
    let any_words = rows::of_words(|column| format!("{column} IS NOT NULL"), " OR ");
    let people = db.execute(
        &format!(
            "UPDATE person SET {no_words} WHERE phone IS NULL AND ({any_words})
               AND ticket IN (SELECT id FROM ticket WHERE day < ?1)"
        ),
        [day.0],
    )?;
    let old = "SELECT id FROM ticket JOIN person ON ticket = id WHERE day < ?1 AND phone IS NULL";
    let advice = db.execute(
        &format!("UPDATE advice SET reason = NULL WHERE reason IS NOT NULL AND ticket IN ({old})"),
        [day.0],
    )?;
    // A dossier may last for months; its words go when it has been over for as long.
    let over = format!("SELECT id FROM dossier WHERE NOT {OPEN} AND ended < ?1 * 1440");
    let dossiers = db.execute(
        &format!(
            "UPDATE dossier_person SET name = NULL, note = NULL, words = '[]'
             WHERE phone IS NULL AND (name IS NOT NULL OR note IS NOT NULL OR words <> '[]') AND dossier IN ({over})"
        ),
        [day.0],
    )?;
    let kept = format!(
        "SELECT id FROM dossier JOIN dossier_person ON dossier = id WHERE phone IS NOT NULL OR id NOT IN ({over})"
    );
    let speaks = traces::speaks("body");
    // What made a ticket whose phone was corrected since goes with the phone that it has, or with none.
    let phoned = "WITH RECURSIVE phoned (ticket) AS (SELECT ticket FROM person WHERE phone IS NOT NULL
        UNION SELECT origin FROM ticket JOIN phoned ON id = phoned.ticket WHERE origin IS NOT NULL) SELECT ticket FROM phoned";
    let bodies = all(
        db,
        &format!(
            "SELECT seq FROM event_body WHERE seq IN (SELECT seq FROM event WHERE at < ?1 * 1440)
               AND (json_extract(body, '$.phone') IS NULL OR json_extract(body, '$.number') IS NOT NULL
                    OR json_extract(body, '$.dossier') IS NOT NULL OR seq IN (SELECT born FROM ticket WHERE id IN ({old}))
                    OR seq IN (SELECT born FROM dossier JOIN dossier_person ON dossier = id WHERE phone IS NULL))
               AND ({speaks} OR json_extract(body, '$.phone') IS NOT NULL
                    OR seq IN (SELECT seq FROM advice WHERE ticket IN ({old})))
               AND (json_extract(body, '$.number') IS NULL OR seq IN ({OF_TICKET} WHERE t.id IN ({old})))
               AND coalesce(json_extract(body, '$.dossier'), 0) NOT IN ({kept})
               AND seq NOT IN (SELECT born FROM dossier WHERE id IN ({kept}))
               AND seq NOT IN (SELECT born FROM ticket WHERE born IS NOT NULL AND id IN ({phoned}))
             ORDER BY seq"
        ),
        [day.0],
        |row| {
            let (seq, is_own) = (row.get(0)?, true);
            Ok(Erased { seq, is_own })
        },
    )?;
    traces::leave(db, &bodies, None)?;
    // Images of people; what was done on an earlier day is taken back no more.
    let images = "DELETE FROM journal WHERE json_extract(body, '$[1].day') < ?1";
    let images = db.execute(images, [day.0])?;
    let gone = people + dossiers + advice + images + bodies.len();
    if gone > 0 {
        note_erasure(db, None, Some(day))?;
    }
    Ok(gone)
}

/// Says in the store that something was erased, so that the log can be counted anew.
fn note_erasure(db: &Connection, person: Option<&str>, day: Option<Day>) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO erasure (seq, person, day) SELECT coalesce(max(seq), 0), ?, ? FROM event";
    db.execute(sql, params![person, day.map(|day| day.0)])
        .map(drop)
}

pub(super) fn erase(db: &Connection, phone: &str) -> rusqlite::Result<()> {
    let speaks = traces::speaks("b.body");
    // Bodies that name the phone, and those that name one of its tickets with words about a person, or with a phone that was
    // corrected; so, or as what was left of them, those that made one.
    let bodies = all(
        db,
        &format!(
            "WITH bodies AS (
             SELECT seq FROM event_body
             WHERE json_extract(body, '$.phone') = ?1 OR json_extract(body, '$.helper') = ?1
             UNION
             {OF_TICKET} WHERE t.id IN ({OWN}) AND ({speaks} OR json_extract(b.body, '$.phone') <> '')
             UNION
             SELECT b.seq FROM event_body b JOIN advice a ON a.seq = b.seq WHERE a.ticket IN ({OWN})
             UNION
             SELECT seq FROM event_body b WHERE json_extract(body, '$.dossier') IN ({OWN_DOSSIERS})
               AND ({speaks} OR json_extract(body, '$.phone') <> '')
             UNION
             SELECT b.seq FROM (SELECT seq, body FROM event_body UNION ALL SELECT seq, body FROM event_trace) b
             WHERE ({speaks} OR json_extract(b.body, '$.phone') <> '')
               AND seq IN (SELECT born FROM ticket WHERE id IN ({OWN})
                           UNION SELECT born FROM dossier WHERE id IN ({OWN_DOSSIERS})))
             SELECT seq, seq NOT IN ({OTHERS}) FROM bodies ORDER BY seq"
        ),
        [phone],
        |row| {
            let (seq, is_own) = (row.get(0)?, row.get(1)?);
            Ok(Erased { seq, is_own })
        },
    )?;
    if let Some(person) = traces::leave(db, &bodies, Some(phone))? {
        note_erasure(db, Some(&person), None)?;
    }
    db.execute(
        &format!(
            "UPDATE message SET sender = '', text = '', pdu = '', reading = NULL
             WHERE sender = ?1 OR ticket IN ({OWN})"
        ),
        [phone],
    )?;
    db.execute(
        &format!(
            "UPDATE notice SET phone = '', text = '', cause = NULL, form = NULL,
               state = CASE WHEN state IN ('new', 'call') THEN 'dropped' ELSE state END
             WHERE phone = ?1 OR ticket IN ({OWN}) OR dossier IN ({OWN_DOSSIERS})"
        ),
        [phone],
    )?;
    db.execute(
        &format!("UPDATE advice SET reason = NULL WHERE ticket IN ({OWN})"),
        [phone],
    )?;
    db.execute(
        &format!("DELETE FROM source WHERE ticket IN ({OWN})"),
        [phone],
    )?;
    db.execute(
        "UPDATE data_request SET phone = NULL WHERE phone = ?1",
        [phone],
    )?;
    db.execute("DELETE FROM comment WHERE phone = ?1", [phone])?;
    // An action that bears the person in its images can no longer be taken back.
    let images = format!(
        "DELETE FROM journal WHERE instr(body, ?1) OR EXISTS (
           SELECT 1 FROM json_tree(journal.body) WHERE key = 'id' AND value IN ({OWN} UNION {OWN_DOSSIERS}))"
    );
    db.execute(&images, [phone])?;
    db.execute("DELETE FROM phone WHERE phone = ?1", [phone])?;
    db.execute("DELETE FROM not_on_zalo WHERE phone = ?1", [phone])?;
    db.execute(
        "UPDATE dossier_person SET phone = NULL, name = NULL, note = NULL, helper = NULL, code = NULL, words = '[]'
         WHERE phone = ?1 OR helper = ?1",
        [phone],
    )?;
    let no_words = rows::of_words(|column| format!("{column} = NULL"), ", ");
    db.execute(
        &format!(
            "UPDATE person SET phone = NULL, {no_words}, helper = NULL, code = NULL WHERE ticket IN ({OWN})"
        ),
        [phone],
    )?;
    Ok(())
}

fn tickets(db: &Connection, phone: &str, more: &str) -> rusqlite::Result<Vec<String>> {
    /// How officials advised at the ticket.
    const ADVICE: &str = "(SELECT group_concat(reason, '; ') FROM advice WHERE advice.ticket = id)";
    let beside = [("code", "mã"), (ADVICE, "đã hướng dẫn")];
    let labels: Vec<_> = rows::WORDS.into_iter().chain(beside).collect();
    let columns: Vec<_> = labels.iter().map(|(column, _)| *column).collect();
    let sql = format!(
        "SELECT day, time, field, number, state, consent, made, {} FROM ticket JOIN person ON ticket = id
         WHERE id IN ({OWN}){more} ORDER BY id",
        columns.join(", ")
    );
    all(db, &sql, params![phone], |row| {
        let day = Day(row.get(0)?);
        let time: Option<i32> = row.get(1)?;
        let when = time.map_or(day.to_string(), |at| Minute(at).to_string());
        let (field, number): (String, u32) = (row.get(2)?, row.get(3)?);
        // It is read to the citizen.
        let state = words::state(row.get::<_, State>(4)?).desk;
        let mut line = format!("{when} {field}-{number:03} {state}");
        for ((_, label), column) in labels.iter().zip(7..) {
            if let Some(text) = row.get::<_, Option<String>>(column)? {
                line += &format!(" · {label}: {text}");
            }
        }
        let version: u16 = row.get(5)?;
        let consent = match version {
            0 => String::new(),
            version => format!(
                " · đã đồng ý (lời đồng ý bản {version}), lúc {}",
                Minute(row.get(6)?)
            ),
        };
        Ok(line + &consent)
    })
}

fn dossiers(db: &Connection, phone: &str, more: &str) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "SELECT received, code, province, stage, due, name, words, consent FROM dossier JOIN dossier_person ON dossier = id
         WHERE id IN ({OWN_DOSSIERS}){more} ORDER BY id"
    );
    all(db, &sql, params![phone], |row| {
        let codes = [row.get::<_, Option<String>>(1)?, row.get(2)?];
        let codes: Vec<_> = codes.into_iter().flatten().collect();
        let stage: String = row.get(3)?;
        let stage = Stage::ALL.into_iter().find(|s| s.id() == stage);
        let stage = stage.map_or("", |stage| dossier(stage).desk);
        let received = Minute(row.get(0)?);
        let mut line = format!("hồ sơ {} nhận {received} {stage}", codes.join(" / "));
        if let Some(due) = row.get::<_, Option<i32>>(4)? {
            line += &format!(" · hẹn trả: {}", Day(due));
        }
        if let Some(name) = row.get::<_, Option<String>>(5)? {
            line += &format!(" · họ tên: {name}");
        }
        let words: Vec<Option<String>> =
            serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default();
        for words in words.into_iter().flatten() {
            line += &format!(" · ghi: {words}");
        }
        let version: u16 = row.get(7)?;
        if version > 0 {
            line += &format!(" · đã đồng ý (lời đồng ý bản {version})");
        }
        Ok(line)
    })
}

fn messages(db: &Connection, phone: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT received AS at, 'đến' AS way, text FROM message WHERE sender = ?1 AND state <> 'joined'
               UNION ALL SELECT made, 'đi', text FROM notice WHERE phone = ?1
               UNION ALL SELECT (made - 420) * 60000, 'góp ý', subject || ': ' || text FROM comment WHERE phone = ?1
               ORDER BY at";
    all(db, sql, params![phone], |row| {
        let at: i64 = row.get(0)?;
        let at = chrono::DateTime::from_timestamp_millis(at + 7 * 3_600_000).unwrap_or_default();
        let (way, text): (String, String) = (row.get(1)?, row.get(2)?);
        Ok(format!("{} {way}: {text}", at.format("%d/%m/%Y %H:%M")))
    })
}

fn record(db: &Connection, phone: &str) -> rusqlite::Result<Option<String>> {
    use rusqlite::OptionalExtension;
    let sql = "SELECT strikes, until, helper FROM phone WHERE phone = ?1";
    db.query_row(sql, [phone], |row| {
        let until: Option<i32> = row.get(1)?;
        let lock = until.map_or(String::new(), |day| {
            format!(", bị khoá đặt hẹn, đặt lại được từ {}", Day(day))
        });
        let helper = if row.get(2)? {
            ", người đặt hộ"
        } else {
            ""
        };
        Ok(format!("lỡ hẹn {}{lock}{helper}", row.get::<_, u32>(0)?))
    })
    .optional()
}
