//! The store: SQLite as the meeting point of all processes of one office. The only place with SQL.
//!
//! `schema` has the tables, `rows` carries the open state in and out, `log` is the hash-chained event log, `outbox` the
//! effects still to be carried out, `messages` what came in and what citizens are told, `letters` what officials see and do of
//! both, `backup` copies, `restore` looks
//! through a copy and puts it back.

mod advice;
mod already_told;
mod announcements;
mod backup;
mod comments;
mod data_requests;
mod displays;
mod dossiers;
mod encryption;
mod error;
mod figures;
mod files;
mod forms;
mod identity;
mod ids;
mod letters;
mod log;
mod messages;
mod outbox;
mod personal;
mod pins;
mod ratings;
mod recount;
mod restore;
mod rows;
mod schema;
mod seal;
mod secrets;
mod slips;
mod sql;
mod told;
mod traces;
mod transaction;
mod zalo;
mod zalo_tokens;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

pub use already_told::AlreadyTold;
pub use announcements::{Agreed, Times};
pub use backup::{backup_stamp, backups, by_length, is_encrypted};
pub use data_requests::{DataRequest, Right};
pub use error::{StoreError, in_words};
pub use files::{beside, no_link, write_whole};
pub use letters::OpenLetters;
pub use log::{Broken, Record};
pub use messages::{Message, Notice, SenderRecord};
pub use outbox::{Effect, Pending};
pub use personal::Personal;
pub use pins::WrongPins;
pub use ratings::{RatingKey, Remark};
pub use recount::{Erasure, Logged, Scratch};
pub use restore::{Decrypted, Inspected, decrypt, inspect, restore};
pub use secrets::Secrets;
pub use slips::{NUMBER, SlipFor, SlipRow, SlipState};
pub use told::Held;
pub use transaction::Transaction;
pub use zalo_tokens::{TokenFile, TokenLock};

use identity::Identity;

use crate::domain::{Office, Rules};

/// How long a process waits for another one's transaction. Each takes milliseconds, but SQLite's waiting is not fair, and
/// an old disk may be busy with other things.
const BUSY: Duration = Duration::from_secs(30);

/// How often a database that is just being made is looked at again.
const OPEN_TRIES: u32 = 200;
const OPEN_PAUSE: Duration = Duration::from_millis(20);

/// A connection to the office's database. What is called on it is done at once, in a transaction of its own. All of it, and of
/// [`Transaction`], fails when the database cannot be read or written; only other causes are named where they occur.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    identity: Identity,
    /// See [`Store::version`].
    version: Option<i64>,
    /// Whether transactions are gathered, and what was known of the store before the first of them.
    gathers: bool,
    before: Option<Identity>,
}

impl Store {
    /// Opens the database and brings its tables up to date. It is made, with its folder, where nothing says that there was
    /// one, in `backup_folder` neither.
    ///
    /// # Errors
    /// Says whether the folder, permissions, the disk or a damaged file is in the way.
    pub fn open_or_create(path: &Path, backup_folder: &Path) -> Result<Self, StoreError> {
        Self::open_through(None, path, backup_folder)
    }

    /// [`Store::open_or_create`], through another of SQLite's file systems than the PC's, by its name.
    ///
    /// # Errors
    /// Likewise.
    pub fn open_through(
        files: Option<&str>,
        path: &Path,
        backup_folder: &Path,
    ) -> Result<Self, StoreError> {
        identity::refuse_to_begin_anew(path, backup_folder)?;
        // While another process makes a new database, SQLite answers "busy" at once, without any waiting.
        for _ in 0..OPEN_TRIES {
            match Self::try_open(files, path) {
                Err(StoreError::Busy { .. }) => std::thread::sleep(OPEN_PAUSE),
                other => return other,
            }
        }
        Self::try_open(files, path)
    }

    /// [`Store::open_or_create`], for those who know of no backups.
    ///
    /// # Errors
    /// Likewise.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_or_create(path, Path::new(""))
    }

    fn try_open(files: Option<&str>, path: &Path) -> Result<Self, StoreError> {
        let at = |e| StoreError::of(path, e);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|e| StoreError::folder(folder, "[store] path", &e))?;
        }
        let is_new = !path.exists();
        // SQLite would open it for reading, and leave files behind that nobody can write. (Opening it here would be worse:
        // closing it again takes away the locks of this process's other connections.)
        if !is_new && let Err(e) = rustix::fs::access(path, rustix::fs::Access::WRITE_OK) {
            let (path, cause) = (path.to_owned(), in_words(&e.into()));
            return Err(StoreError::Forbidden { path, cause });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = match files {
            Some(files) => Connection::open_with_flags_and_vfs(path, flags, files),
            None => Connection::open_with_flags(path, flags),
        }
        .map_err(at)?;
        if is_new {
            share_with_group(path);
        }
        db.busy_timeout(BUSY).map_err(at)?;
        db.set_prepared_statement_cache_capacity(64);
        // An acknowledged event is on the disk: in WAL mode only FULL syncs at each commit.
        db.pragma_update(None, "journal_mode", "WAL").map_err(at)?;
        db.pragma_update(None, "synchronous", "FULL").map_err(at)?;
        db.pragma_update(None, "secure_delete", "ON").map_err(at)?;
        // After a sync that failed the system may show pages that never reach the disk. A program that starts anew takes them
        // for good, and builds on them: so what the log holds is written and synced once more. On the disk the old log may
        // still stand, up to where it was synced, and would hide what was just written: so a log is begun that takes its
        // place. Where that cannot be, all stays as it was.
        let frames = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1));
        if frames.is_ok_and(|frames: i64| frames > 0) {
            let _ = begin_log(&db);
        }
        let synchronous: i64 = db
            .pragma_query_value(None, "synchronous", |row| row.get(0))
            .map_err(at)?;
        if synchronous != 2 {
            return Err(StoreError::NotDurable {
                path: path.to_owned(),
            });
        }
        // Once more on an error: another process may have made the tables at this very moment.
        let migrations = schema::migrations();
        migrations
            .to_latest(&mut db)
            .or_else(|_| migrations.to_latest(&mut db))
            .map_err(|e| StoreError::migration(path, e))?;
        Ok(Self {
            identity: Identity::of(path, &db)?,
            db,
            path: path.to_owned(),
            version: None,
            gathers: false,
            before: None,
        })
    }

    /// Another process's transaction is waited for so long at most.
    pub fn wait_at_most(&self, most: Duration) -> Result<(), StoreError> {
        self.run(|db| db.busy_timeout(most))
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Sequence number of the last event; 0 for a store without any.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        log::last_seq(&self.db).map_err(|e| StoreError::of(&self.path, e))
    }

    /// The last event's wall clock, in milliseconds, if there is any event.
    pub fn last_wall(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT wall FROM event ORDER BY seq DESC LIMIT 1";
        let wall = self.db.query_row(sql, [], |row| row.get(0)).optional();
        wall.map_err(|e| StoreError::of(&self.path, e))
    }

    /// Likewise of the last event of a kind.
    pub fn last_wall_of(&self, kind: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT wall FROM event WHERE kind = ? ORDER BY seq DESC LIMIT 1";
        let wall = self.db.query_row(sql, [kind], |row| row.get(0)).optional();
        wall.map_err(|e| StoreError::of(&self.path, e))
    }

    /// The counter at which an official acted last.
    pub fn last_desk_of(&self, official: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT desk FROM event WHERE actor = ? AND desk IS NOT NULL
                   ORDER BY seq DESC LIMIT 1";
        let desk = self.db.query_row(sql, [official], |row| row.get(0));
        desk.optional().map_err(|e| StoreError::of(&self.path, e))
    }

    /// The open state: all unfinished tickets and those of the last event's day and later.
    ///
    /// # Errors
    /// When the database cannot be read, holds what no version of this program wrote, or was exchanged since it was opened.
    pub fn load(&mut self, rules: &Rules) -> Result<Office, StoreError> {
        self.still_gathers()?;
        let path = self.path.clone();
        self.identity.check(&path, &self.db)?;
        // Also within what is gathered.
        let tx = self.db.savepoint();
        let tx = tx.map_err(|e| StoreError::of(&path, e))?;
        rows::load(&tx, rules).map_err(|e| StoreError::of(&path, e))
    }

    /// Takes over what other processes did since the office's last event. Answers whether there was anything.
    pub fn catch_up(&mut self, office: &mut Office) -> Result<bool, StoreError> {
        self.still_gathers()?;
        let path = self.path.clone();
        let at = |e| StoreError::of(&path, e);
        self.identity.check_place(&path)?;
        let version = Some(self.run(written_by_others)?);
        if version == self.version && self.identity.last_seq() == office.serial() {
            return Ok(false);
        }
        let is_new = self.identity.check(&path, &self.db)? != office.serial();
        if is_new {
            let tx = self.db.savepoint().map_err(at)?;
            rows::catch_up(&tx, office).map_err(at)?;
            self.identity.see(log::head(&tx).map_err(at)?);
        }
        self.version = version;
        Ok(is_new)
    }

    /// How far the store was looked at by the last [`Store::catch_up`]: another number after each commit of others, whatever
    /// it wrote. What this connection itself writes does not count.
    pub fn version(&self) -> Option<i64> {
        self.version
    }

    /// A value of the store's own, e.g. the configuration that the last `configured` event stands for.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = ?";
        let value = self.db.query_row(sql, [key], |row| row.get(0)).optional();
        value.map_err(|e| StoreError::of(&self.path, e))
    }
}

/// What [`Store::version`] counts by.
fn written_by_others(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))
}

/// Nobody else reads it.
fn keep_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
}

/// Writes a page as it is: SQLite begins a log anew at the first write after a whole checkpoint.
fn begin_log(db: &Connection) -> rusqlite::Result<()> {
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    db.pragma_update(None, "user_version", version)
}

/// Desks of other users of the office's group write it, too; its write-ahead log takes the same mode.
fn share_with_group(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::domain::rules::Profile;

    /// Writes so many days that are over, one of everything each; the last one is always the same day.
    const DAYS: &str = "
        CREATE TEMP TABLE past AS WITH RECURSIVE past(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM past WHERE n < $days)
          SELECT n, 20000 - $days + n AS day FROM past;
        INSERT INTO event SELECT n, day * 1440, 0, 'done', '1', 'ha', zeroblob(32), zeroblob(32) FROM past;
        INSERT INTO ticket (id, day, field, number, priority, state, present, made, called_new, channel, stamp, rev)
          SELECT n, day, 'tu-phap', 1, 0, 'done', 0, day * 1440, 1, 'web', 0, n FROM past;
        INSERT INTO dossier (id, stage, received, anew, ended, steps, channel, born, stamp, rev)
          SELECT n, 'handed_over', day * 1440, 0, day * 1440, '[]', 'counter', n, 0, n FROM past;
        INSERT INTO notice (seq, ticket, phone, kind, text, state, made, not_before)
          SELECT n, n, '', 'confirmed', '', 'delivered', 0, 0 FROM past;";

    /// How many steps of SQLite's own machine the start of a screen takes after so many days.
    fn steps_of_a_start(days: u32) -> u64 {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("motcua.db")).unwrap();
        let sql = DAYS.replace("$days", &days.to_string());
        store.db.execute_batch(&sql).unwrap();
        let steps = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&steps);
        let handler = move || count.fetch_add(1, Ordering::Relaxed) == u64::MAX;
        store.db.progress_handler(1, Some(handler)).unwrap();
        let office = store.load(&Rules::of_office(Profile::Source)).unwrap();
        assert_eq!(
            (office.serial(), office.now().day().0),
            (days.into(), 20000)
        );
        assert_eq!(store.last_desk_of("ha").unwrap().as_deref(), Some("1"));
        assert_eq!(
            store.last_desk_of("who never stood at a counter").unwrap(),
            None
        );
        store.open_letters().unwrap();
        steps.load(Ordering::Relaxed)
    }

    #[test]
    fn a_start_reads_no_more_after_ten_years() {
        assert_eq!(steps_of_a_start(2580), steps_of_a_start(20));
    }

    #[test]
    fn the_version_tells_what_others_have_written() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Store::open(&dir.path().join("motcua.db")).unwrap();
        let (mut ours, mut theirs) = (open(), open());
        let mut office = ours.load(&Rules::of_office(Profile::Source)).unwrap();
        let write = |store: &mut Store, value: &str| {
            let tx = store.begin().unwrap();
            tx.set_meta("said", value).unwrap();
            tx.commit().unwrap();
        };
        let mut seen = |ours: &mut Store| {
            assert!(!ours.catch_up(&mut office).unwrap(), "no event");
            ours.version()
        };
        let first = seen(&mut ours);
        write(&mut ours, "ours");
        assert_eq!(seen(&mut ours), first, "our own is known");
        write(&mut theirs, "theirs");
        let second = seen(&mut ours);
        assert_ne!(second, first, "no event, but something new");
        assert_eq!(seen(&mut ours), second);
    }

    #[test]
    fn commits_survive_a_power_cut_and_erased_data_are_gone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("folder/motcua.db")).unwrap();
        let ask = |pragma| {
            let value = store.db.pragma_query_value(None, pragma, |row| row.get(0));
            match value.unwrap() {
                rusqlite::types::Value::Integer(n) => n.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(ask("journal_mode"), "wal");
        assert_eq!(ask("synchronous"), "2", "FULL");
        assert_eq!(ask("secure_delete"), "1");
    }
}
