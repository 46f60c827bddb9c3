//! Backups: an online copy with the day's list as plain text beside it, and the way back.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::{Store, StoreError, beside};

/// Everything in one step: a reader of a write-ahead log keeps nobody from writing, but a copy in several steps begins
/// anew at each write, and would never end on a busy morning.
const ALL_PAGES: i32 = i32::MAX;
/// Backups older than this many are removed: erased personal data must not live on in them for ever.
const KEEP: usize = 30;
const PREFIX: &str = "motcua-";

/// The time of a backup as it stands in its name: names sort by it.
pub fn backup_stamp(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%d-%H%M").to_string()
}

impl Store {
    /// Copies the database, while the office works, to `folder/motcua-STAMP.db`; `list` goes beside it as `.txt`.
    ///
    /// # Errors
    /// When the folder cannot be written, or the copy does not pass SQLite's check.
    pub fn backup(&self, folder: &Path, stamp: &str, list: &str) -> Result<PathBuf, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|e| StoreError::folder(folder, "[store] backup", &e))?;
        let target = folder.join(format!("{PREFIX}{stamp}.db"));
        let part = target.with_extension("part");
        let copy = || {
            let mut copy = Connection::open(&part)?;
            Backup::new(&self.db, &mut copy)?.run_to_completion(
                ALL_PAGES,
                Duration::from_millis(50),
                None,
            )?;
            // A backup is one file: no write-ahead log beside it.
            copy.pragma_update(None, "journal_mode", "DELETE")?;
            copy.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        };
        let _ = std::fs::remove_file(&part);
        let verdict = copy().map_err(|e| StoreError::of(&part, e))?;
        if verdict != "ok" {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                cause: verdict,
            });
        }
        let sync = || std::fs::File::open(&part)?.sync_all();
        sync().map_err(|e| StoreError::file(&part, &e))?;
        std::fs::rename(&part, &target).map_err(|e| StoreError::file(&target, &e))?;
        let text = target.with_extension("txt");
        std::fs::write(&text, list).map_err(|e| StoreError::file(&text, &e))?;
        remove_old(folder, &target);
        Ok(target)
    }

    /// SQLite's own check of the whole file.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn check(&self) -> Result<(), StoreError> {
        let check = self
            .db
            .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        match check.map_err(|e| StoreError::of(&self.path, e))?.as_str() {
            "ok" => Ok(()),
            cause => Err(StoreError::Damaged {
                path: self.path.clone(),
                cause: cause.to_owned(),
            }),
        }
    }
}

/// All backups of a folder, oldest first; their names sort by time.
pub fn backups(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(PREFIX) && name.ends_with(".db")
    };
    let mut found: Vec<_> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(is_backup)
        .collect();
    found.sort();
    found
}

/// The backup of a folder whose log goes furthest: its name follows a clock that may have lied.
pub fn newest_backup(folder: &Path) -> Option<PathBuf> {
    let events = |path: &PathBuf| {
        let db =
            Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        db.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| {
            row.get::<_, i64>(0)
        })
        .ok()
    };
    let all = backups(folder);
    let newest = all.iter().max_by_key(|path| (events(path), *path));
    newest.cloned()
}

fn remove_old(folder: &Path, made: &Path) {
    let all = backups(folder);
    let old = all.iter().take(all.len().saturating_sub(KEEP));
    for old in old.filter(|old| *old != made) {
        let _ = std::fs::remove_file(old);
        let _ = std::fs::remove_file(old.with_extension("txt"));
    }
}

/// Puts a backup in the database's place. What was there is set aside under `…hong-STAMP`, never overwritten; its name
/// is answered, if there was one.
///
/// # Errors
/// When the backup is none or is damaged, or a file cannot be moved: then everything is as before.
pub fn restore(database: &Path, backup: &Path, stamp: &str) -> Result<Option<PathBuf>, StoreError> {
    std::fs::metadata(backup).map_err(|e| StoreError::file(backup, &e))?;
    let check = || {
        let db = Connection::open_with_flags(backup, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
            .and_then(|verdict| Ok((verdict, db.table_exists(None, "event")?)))
    };
    let (verdict, is_ours) = check().map_err(|e| StoreError::of(backup, e))?;
    if !is_ours {
        return Err(StoreError::File {
            path: backup.to_owned(),
            cause: "đây không phải bản sao lưu của motcua".to_owned(),
        });
    }
    if verdict != "ok" {
        return Err(StoreError::Damaged {
            path: backup.to_owned(),
            cause: verdict,
        });
    }
    // The copy is made first: if the disk is full, the present file stays where it is.
    let part = beside(database, ".phuc-hoi");
    let copy = || std::fs::copy(backup, &part).and_then(|_| std::fs::File::open(&part)?.sync_all());
    copy().map_err(|e| StoreError::file(&part, &e))?;
    let stamp = unused(database, stamp);
    let mut aside = None;
    let mut set_aside = |ending: &str| {
        let from = beside(database, ending);
        if from.exists() {
            let to = beside(database, &format!(".hong-{stamp}{ending}"));
            std::fs::rename(&from, &to).map_err(|e| StoreError::file(&from, &e))?;
            aside.get_or_insert(to);
        }
        Ok(())
    };
    // The head goes last: until the backup is in its place, it says that there must be a database.
    ["", "-wal", "-shm"]
        .into_iter()
        .try_for_each(&mut set_aside)?;
    // A stick's files are everybody's; the database is its group's alone.
    super::share_with_group(&part);
    std::fs::rename(&part, database).map_err(|e| StoreError::file(database, &e))?;
    set_aside(".head")?;
    Ok(aside)
}

/// `stamp`, with a count behind it if files bear it already: whoever restores twice in a second loses nothing.
fn unused(database: &Path, stamp: &str) -> String {
    let taken = |stamp: &str| {
        let endings = ["", "-wal", "-shm", ".head"];
        endings
            .iter()
            .any(|e| beside(database, &format!(".hong-{stamp}{e}")).exists())
    };
    let mut found = stamp.to_owned();
    let mut count = 2;
    while taken(&found) {
        found = format!("{stamp}-{count}");
        count += 1;
    }
    found
}
