//! Backups: an online copy with the day's list as plain text beside it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDateTime;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::log::{Head, head};
use super::seal::keep_end_beside;
use super::{Secrets, Store, StoreError, beside, encryption, no_link, write_whole};

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
    /// Copies the database, while the office works, to `folder/motcua-STAMP.db`, with `list` beside it as `.txt`; where the
    /// office has a passphrase, encrypted to it as `.db.age`, and without the list: it has names and numbers.
    ///
    /// # Errors
    /// When the folder cannot be written, or the copy does not pass SQLite's check.
    pub fn backup(&self, folder: &Path, stamp: &str, list: &str) -> Result<PathBuf, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|e| StoreError::folder(folder, "[store] backup", &e))?;
        let target = folder.join(format!("{PREFIX}{stamp}.db"));
        match Secrets::read(&self.path)?.passphrase {
            None => {
                let part = target.with_extension("part");
                let end = self.copy_to(&part)?;
                put_in_place(&part, &target)?;
                keep_end_beside(&target, end)?;
                let text = target.with_extension("txt");
                write_whole(&text, list.as_bytes()).map_err(|e| StoreError::file(&text, &e))?;
                remove_old(folder, &target);
                Ok(target)
            }
            Some(passphrase) => {
                // In clear only where the database itself is.
                let clear = beside(&self.path, ".sao-luu");
                let (encrypted, part) = (encrypted_name(&target), beside(&target, ".age.part"));
                let written = self.copy_to(&clear).and_then(|end| {
                    super::keep_private(&clear);
                    encrypt(&passphrase, &clear, &part).map(|()| end)
                });
                let _ = std::fs::remove_file(&clear);
                let end = written?;
                put_in_place(&part, &encrypted)?;
                keep_end_beside(&encrypted, end)?;
                remove_old(folder, &encrypted);
                Ok(encrypted)
            }
        }
    }

    /// A copy in one file, without what opens doors: whoever finds it must not sign in with it. Answers where its log ends.
    fn copy_to(&self, part: &Path) -> Result<Option<Head>, StoreError> {
        let copy = || {
            let flags = OpenFlags::default() | OpenFlags::SQLITE_OPEN_NOFOLLOW;
            let mut copy = Connection::open_with_flags(part, flags)?;
            Backup::new(&self.db, &mut copy)?.run_to_completion(
                ALL_PAGES,
                Duration::from_millis(50),
                None,
            )?;
            // A backup is one file: no write-ahead log beside it.
            copy.pragma_update(None, "journal_mode", "DELETE")?;
            copy.pragma_update(None, "secure_delete", "ON")?;
            copy.execute_batch("DELETE FROM pin; DELETE FROM wrong_pin; DELETE FROM meta WHERE key = 'citizen_secret'")?;
            let sql = "PRAGMA quick_check(1)";
            let verdict = copy.query_row(sql, [], |row| row.get::<_, String>(0))?;
            Ok((verdict, head(&copy)?))
        };
        let _ = std::fs::remove_file(part);
        let (verdict, end) = copy().map_err(|e| StoreError::of(part, e))?;
        if verdict != "ok" {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                cause: verdict,
            });
        }
        Ok(end)
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

/// `….db` encrypted is `….db.age`.
fn encrypted_name(target: &Path) -> PathBuf {
    beside(target, ".age")
}

/// Whether a backup is encrypted.
pub fn is_encrypted(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "age")
}

fn encrypt(passphrase: &str, clear: &Path, encrypted: &Path) -> Result<(), StoreError> {
    let at = |path: &Path, e: &io::Error| StoreError::file(path, e);
    let from = File::open(clear).map_err(|e| at(clear, &e))?;
    let _ = std::fs::remove_file(encrypted);
    let to = no_link().write(true).create_new(true).open(encrypted);
    let to = to.map_err(|e| at(encrypted, &e))?;
    encryption::encrypt(passphrase, BufReader::new(from), BufWriter::new(to))
        .map_err(|e| StoreError::age(encrypted, e))
}

fn put_in_place(part: &Path, target: &Path) -> Result<(), StoreError> {
    let sync = || File::open(part)?.sync_all();
    sync().map_err(|e| StoreError::file(part, &e))?;
    std::fs::rename(part, target).map_err(|e| StoreError::file(target, &e))
}

/// All backups of a folder, oldest first; their names sort by time.
pub fn backups(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_backup = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(PREFIX) && (name.ends_with(".db") || name.ends_with(".db.age"))
    };
    let mut found: Vec<_> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(is_backup)
        .collect();
    found.sort();
    found
}

/// The backups of a folder, the one whose log goes furthest first: its name follows a clock that may have lied. Nobody
/// sees how far an encrypted one goes: those are newer than the others, in the order of their names.
pub fn by_length(folder: &Path) -> Vec<PathBuf> {
    let events = |path: &PathBuf| {
        if is_encrypted(path) {
            return Some(i64::MAX);
        }
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        db.query_row("SELECT count(*) FROM event", [], |row| row.get::<_, i64>(0))
            .ok()
    };
    let mut all = backups(folder);
    all.sort_by_cached_key(|path| std::cmp::Reverse((events(path), path.clone())));
    all
}

fn remove_old(folder: &Path, made: &Path) {
    let all = backups(folder);
    let old = all.iter().take(all.len().saturating_sub(KEEP));
    for old in old.filter(|old| *old != made) {
        let _ = std::fs::remove_file(old);
        let _ = std::fs::remove_file(beside(old, ".head"));
        if !is_encrypted(old) {
            let _ = std::fs::remove_file(old.with_extension("txt"));
        }
    }
}
