//! Announcements (S3.4), who agreed to them, and their messages: one row of `notice` for each phone.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::messages::{NOTICE, notice, turn};
use super::schema::NOT_STOPPED;
use super::sql::{all, change, first};
use super::{Notice, Store, StoreError, Transaction};
use crate::domain::announcement::{Announcement, AnnouncementId, Draft, Progress, State};
use crate::domain::notice::{CHAT, FOLLOWER, NoticeKind, NoticeState, Route};
use crate::domain::time::{Day, Minute};

const COLUMNS: &str =
    "id, text, first, last, message, by_zalo, state, withdrawn, made, author, sender";
fn announcement(row: &Row<'_>) -> rusqlite::Result<Announcement> {
    let state: String = row.get(6)?;
    Ok(Announcement {
        id: AnnouncementId(row.get(0)?),
        draft: Draft {
            text: row.get(1)?,
            days: (Day(row.get(2)?), Day(row.get(3)?)),
            message: row.get(4)?,
            by_zalo: row.get(5)?,
        },
        // What only a newer version understands sends nothing.
        state: state.parse().unwrap_or(State::Stopped),
        withdrawn: row.get(7)?,
        made: Minute(row.get(8)?),
        author: row.get(9)?,
        sender: row.get(10)?,
    })
}

/// How many would get an announcement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Phones.
    pub phones: u32,
    /// Those who agreed in the bot's chat.
    pub chats: u32,
    /// Followers of the account at Zalo that are not among them, and have not refused.
    pub followers: u32,
}

/// When the messages of an announcement go, in milliseconds of the wall clock.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// It was confirmed.
    pub now: i64,
    /// They are worth nothing any more.
    pub end: i64,
}

impl Store {
    /// The newest announcements, newest first, with what became of their messages.
    pub fn announcements(&self, most: u32) -> Result<Vec<(Announcement, Progress)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM announcement ORDER BY id DESC LIMIT ?");
        let progress = "SELECT count(*), count(*) FILTER (WHERE state IN ('sent', 'delivered')),
             count(*) FILTER (WHERE state IN ('new', 'sending')), count(*) FILTER (WHERE state = 'unknown')
             FROM notice WHERE announcement = ?";
        self.run(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let all = statement.query_map([most], announcement)?;
            let with_progress = all.map(|one| {
                let one = one?;
                let progress = db.prepare_cached(progress)?.query_row([one.id.0], |row| {
                    Ok(Progress {
                        all: row.get(0)?,
                        sent: row.get(1)?,
                        waiting: row.get(2)?,
                        unknown: row.get(3)?,
                    })
                })?;
                Ok((one, progress))
            });
            with_progress.collect()
        })
    }

    /// One.
    pub fn announcement(&self, id: AnnouncementId) -> Result<Option<Announcement>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM announcement WHERE id = ?");
        self.run(|db| first(db, &sql, [id.0], announcement))
    }

    /// Those that the pages show on a day, newest first.
    pub fn announcements_of(&self, day: Day) -> Result<Vec<Announcement>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM announcement WHERE state <> 'draft' AND NOT withdrawn
               AND first <= ?1 AND last >= ?1 ORDER BY id DESC"
        );
        self.run(|db| all(db, &sql, [day.0], announcement))
    }

    /// How many agreed to announcements.
    pub fn agreed(&self) -> Result<Agreed, StoreError> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM subscriber WHERE {BY_PHONE}),
                    (SELECT count(*) FROM subscriber WHERE phone LIKE '{CHAT}%'),
                    (SELECT count(*) FROM follower WHERE {FREE_FOLLOWER}) + (SELECT count(*) FROM subscriber
                       WHERE phone LIKE '{FOLLOWER}%' AND substr(phone, 4) NOT IN (SELECT id FROM follower))"
        );
        self.run(|db| {
            db.prepare_cached(&sql)?.query_row([], |row| {
                Ok(Agreed {
                    phones: row.get(0)?,
                    chats: row.get(1)?,
                    followers: row.get(2)?,
                })
            })
        })
    }

    /// The next message of an announcement that goes this way.
    pub fn next_announced(&self, route: Route, now: i64) -> Result<Option<Notice>, StoreError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE state = 'new' AND not_before <= ? AND route = ?
               AND announcement IS NOT NULL{NOT_STOPPED} ORDER BY id LIMIT 1"
        );
        self.run(|db| first(db, &sql, params![now, route], notice))
    }

    /// Who follows the account, in place of what was known.
    pub fn set_followers(&mut self, ids: &[String]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let mut set = || {
            let tx = self.db.transaction()?;
            tx.execute("DELETE FROM follower", [])?;
            for id in ids {
                change(&tx, "INSERT OR IGNORE INTO follower (id) VALUES (?)", [id])?;
            }
            tx.commit()
        };
        set().map_err(|e| StoreError::of(&path, e))
    }

    /// Somebody follows the account from now on, or no longer.
    pub fn set_follower(&self, id: &str, follows: bool) -> Result<(), StoreError> {
        let sql = match follows {
            true => "INSERT OR IGNORE INTO follower (id) VALUES (?)",
            false => "DELETE FROM follower WHERE id = ?",
        };
        self.run(|db| change(db, sql, [id]))
    }

    /// The message of an announcement to a follower did not arrive; it is not tried again.
    pub fn not_announced(&self, id: i64, cause: &str) -> Result<(), StoreError> {
        self.notice_failed(id, NoticeState::Failed, cause, None)
    }
}

/// A follower who gets it no other way, and has not refused.
const FREE_FOLLOWER: &str = "'zalo:' || id NOT IN (SELECT phone FROM subscriber)
    AND 'zalo:' || id NOT IN (SELECT phone FROM refuser) AND 'oa:' || id NOT IN (SELECT phone FROM refuser)";
/// A subscriber that text messages reach.
const BY_PHONE: &str = "phone NOT LIKE 'zalo:%' AND phone NOT LIKE 'oa:%'";

impl Transaction<'_> {
    /// Keeps what a head has written; nothing goes out.
    pub fn put_announcement(
        &self,
        draft: &Draft,
        now: Minute,
        author: Option<&str>,
    ) -> Result<AnnouncementId, StoreError> {
        let sql =
            "INSERT INTO announcement (text, first, last, message, by_zalo, state, made, author)
                   VALUES (?, ?, ?, ?, ?, 'draft', ?, ?)";
        let (first, last) = draft.days;
        self.run(|tx| {
            tx.execute(
                sql,
                params![
                    draft.text,
                    first.0,
                    last.0,
                    draft.message,
                    draft.by_zalo,
                    now.0,
                    author
                ],
            )?;
            Ok(AnnouncementId(tx.last_insert_rowid()))
        })
    }

    /// Throws a draft away. Answers whether it still was one.
    pub fn discard_announcement(&self, id: AnnouncementId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM announcement WHERE id = ? AND state = 'draft'";
        self.run(|tx| Ok(tx.execute(sql, [id.0])? > 0))
    }

    /// Brings an announcement from one state into another. Answers whether it was in the first one.
    pub fn turn_announcement(
        &self,
        id: AnnouncementId,
        from: State,
        to: State,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE announcement SET state = ?3 WHERE id = ?1 AND state = ?2";
        self.run(|tx| Ok(tx.execute(sql, params![id.0, from.id(), to.id()])? > 0))
    }

    /// Takes it from the pages. Answers whether it stood there.
    pub fn withdraw_announcement(&self, id: AnnouncementId) -> Result<bool, StoreError> {
        let sql = "UPDATE announcement SET withdrawn = 1
                   WHERE id = ? AND NOT withdrawn AND state <> 'draft'";
        self.run(|tx| Ok(tx.execute(sql, [id.0])? > 0))
    }

    /// Makes the messages of an announcement that has just been confirmed, one for each who agreed.
    pub fn put_announced(
        &self,
        a: &Announcement,
        sender: Option<&str>,
        seq: u64,
        times: Times,
    ) -> Result<(), StoreError> {
        let put = |to: &str| {
            format!(
                "INSERT OR IGNORE INTO notice (seq, kind, announcement, made, not_before, worthless_after, state,
                   parts, text, route, phone) SELECT ?1, ?2, ?3, ?4, ?4, ?5, 'new', 1, ?6, ?7, {to}"
            )
        };
        let by = |sql: &str, text: &str, route: Route| {
            let kind = NoticeKind::Announcement.id();
            self.run(|tx| {
                tx.execute(
                    &put(sql),
                    params![seq as i64, kind, a.id.0, times.now, times.end, text, route],
                )
                .map(drop)
            })
        };
        if let Some(message) = &a.draft.message {
            let phones = format!("phone FROM subscriber WHERE {BY_PHONE}");
            by(&phones, message, Route::Sms)?;
        }
        if a.draft.by_zalo {
            let chats = format!("phone FROM subscriber WHERE phone LIKE '{CHAT}%'");
            by(&chats, &a.draft.text, Route::Chat)?;
            let followers = format!("'{FOLLOWER}' || id FROM follower WHERE {FREE_FOLLOWER}");
            by(&followers, &a.draft.text, Route::Follower)?;
            // Who asked for them by writing to the account need not follow it.
            let wrote = format!("phone FROM subscriber WHERE phone LIKE '{FOLLOWER}%'");
            by(&wrote, &a.draft.text, Route::Follower)?;
        }
        let sql = "UPDATE announcement SET sender = ?2 WHERE id = ?1";
        self.run(|tx| tx.execute(sql, params![a.id.0, sender]).map(drop))
    }

    /// A phone agrees to announcements: it wrote so itself, or, with `by_desk`, an official was asked to enter it (in the name
    /// of `actor`, where officials sign in). Answers false where the phone has refused, which only it can take back.
    pub fn subscribe(
        &self,
        phone: &str,
        now: Minute,
        by_desk: bool,
        actor: Option<&str>,
    ) -> Result<bool, StoreError> {
        let refused = "SELECT EXISTS (SELECT 1 FROM refuser WHERE phone = ?)";
        let put = "INSERT OR IGNORE INTO subscriber (phone, since, actor) VALUES (?, ?, ?)";
        self.run(|tx| {
            if by_desk && tx.query_row(refused, [phone], |row| row.get(0))? {
                return Ok(false);
            }
            tx.execute("DELETE FROM refuser WHERE phone = ?", [phone])?;
            tx.execute(put, params![phone, now.0, actor])?;
            Ok(true)
        })
    }

    /// A phone wants no announcements any more: those that wait for it are dropped, too.
    pub fn refuse(&self, phone: &str, now: Minute) -> Result<(), StoreError> {
        let put = "INSERT OR IGNORE INTO refuser (phone, since) VALUES (?, ?)";
        let waiting = "SELECT id FROM notice WHERE announcement IS NOT NULL AND state = 'new' AND phone IN (?1, ?2)";
        // Who refuses in the chat is a follower, too.
        let follower = Route::id_of(phone).unwrap_or_default();
        self.run(|tx| {
            tx.execute("DELETE FROM subscriber WHERE phone = ?", [phone])?;
            tx.execute(put, params![phone, now.0])?;
            let mut statement = tx.prepare(waiting)?;
            let of = params![phone, format!("{FOLLOWER}{follower}")];
            let ids: Vec<i64> = statement
                .query_map(of, |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for id in ids {
                turn(tx, id, NoticeState::Dropped)?;
            }
            Ok(())
        })
    }
}

/// All that is known of a phone here goes with it.
pub(super) fn erase(db: &Connection, phone: &str) -> rusqlite::Result<()> {
    let follower = Route::id_of(phone).unwrap_or_default();
    db.execute("DELETE FROM subscriber WHERE phone = ?", [phone])?;
    db.execute("DELETE FROM refuser WHERE phone = ?", [phone])?;
    db.execute("DELETE FROM follower WHERE id = ?", [follower])?;
    db.execute(
        "UPDATE notice SET phone = '', text = '' WHERE announcement IS NOT NULL AND phone = ?",
        [format!("{FOLLOWER}{follower}")],
    )
    .map(drop)
}

/// To whom the messages of old announcements went is forgotten; how many there were stays.
pub(super) fn forget_before(db: &Connection, day: Day) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE notice SET phone = '', text = '' WHERE announcement IS NOT NULL AND phone <> ''
           AND state NOT IN ('new', 'sending') AND made < ? * 86400000",
        [day.0],
    )
    .map(drop)
}

/// What a phone has said about announcements, to be read to its owner.
pub(super) fn consent(db: &Connection, phone: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT since, 'đồng ý nhận thông báo chung từ ' FROM subscriber WHERE phone = ?1
               UNION ALL SELECT since, 'không nhận thông báo chung từ ' FROM refuser WHERE phone = ?1";
    db.query_row(sql, [phone], |row| {
        let words: String = row.get(1)?;
        Ok(format!("{words}{}", Minute(row.get(0)?)))
    })
    .optional()
}
