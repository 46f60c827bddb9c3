//! The way back from a backup. A file from a stick is trusted in nothing: before the present one is touched it must be
//! a store such as this program writes, and nothing else.

use std::collections::BTreeSet;
use std::io::{BufReader, BufWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::encryption;
use super::log::{self, walk};
use super::{Secrets, StoreError, beside, no_link, rows, schema};
use crate::domain::Rules;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The readable file.
    pub path: PathBuf,
    /// The file as the office knows it: an encrypted one bears another name.
    pub named: PathBuf,
    /// Events in its log.
    pub events: u64,
    /// The last one's wall clock, in milliseconds.
    pub until: Option<i64>,
}

/// What no office reaches, however long it works: beyond it, the next number or identity could not be given any more.
const RANGES: [(&str, &str); 9] = [
    (
        "lượt gốc của một lượt",
        "SELECT 1 FROM ticket WHERE origin >= id",
    ),
    (
        "số thứ tự của một lượt",
        "SELECT 1 FROM ticket WHERE number NOT BETWEEN 1 AND 99999 AND number NOT BETWEEN 100001 AND 999999",
    ),
    (
        "ngày của một lượt",
        "SELECT 1 FROM ticket WHERE day NOT BETWEEN 18262 AND 47481",
    ),
    (
        "giờ của một lượt",
        "SELECT 1 FROM ticket WHERE time IS NOT NULL AND time / 1440 <> day",
    ),
    (
        "mã nội bộ của một lượt",
        "SELECT 1 FROM ticket WHERE id NOT BETWEEN 1 AND 1000000000000",
    ),
    (
        "dấu sự kiện của một dòng",
        "SELECT 1 FROM (SELECT rev FROM ticket UNION ALL SELECT rev FROM phone UNION ALL SELECT stamp FROM ticket
           UNION ALL SELECT stamp FROM counter)
         WHERE rev NOT BETWEEN 0 AND (SELECT count(*) FROM event)",
    ),
    (
        "giờ của một sự kiện",
        "SELECT 1 FROM event WHERE at / 1440 NOT BETWEEN 18262 AND 47481
           OR wall NOT BETWEEN 0 AND 4102444800000",
    ),
    (
        "số lần lỡ hẹn của một số điện thoại",
        "SELECT 1 FROM phone WHERE strikes NOT BETWEEN 0 AND 1000 OR helper NOT IN (0, 1)",
    ),
    (
        "mã nội bộ của một tin nhắn hay việc cần báo",
        "SELECT 1 FROM (SELECT max(id) AS id FROM message UNION ALL SELECT max(id) FROM notice
           UNION ALL SELECT max(id) FROM outbox UNION ALL SELECT max(seq) FROM sqlite_sequence)
         WHERE id NOT BETWEEN 0 AND 1000000000000",
    ),
];

/// Makes an encrypted backup readable, beside the database and for nobody else. It is gone when the answer is dropped.
///
/// # Errors
/// When the passphrase is not the one, the file was worked on, or the disk does not take it.
pub fn decrypt(backup: &Path, database: &Path, passphrase: &str) -> Result<Decrypted, StoreError> {
    let clear = Decrypted(beside(database, ".giai-ma"));
    let _ = std::fs::remove_file(&clear.0);
    let from = std::fs::File::open(backup).map_err(|e| StoreError::file(backup, &e))?;
    let mut options = no_link();
    options.write(true).create_new(true).mode(0o600);
    let to = options.open(&clear.0);
    let to = to.map_err(|e| StoreError::file(&clear.0, &e))?;
    let (from, to) = (BufReader::new(from), BufWriter::new(to));
    encryption::decrypt(passphrase, from, to).map_err(|e| StoreError::age(backup, e))?;
    Ok(clear)
}

/// See [`decrypt`].
#[derive(Debug)]
pub struct Decrypted(PathBuf);

impl Decrypted {
    /// The readable file.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Decrypted {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Looks through a backup: whether its tables are ours and nothing else is in it, whether it is whole, its log unbroken,
/// its figures possible, and whether an office with these rules can open it.
///
/// # Errors
/// Names what is wrong with it.
pub fn inspect(backup: &Path, rules: &Rules) -> Result<Inspected, StoreError> {
    std::fs::metadata(backup).map_err(|e| StoreError::file(backup, &e))?;
    let at = |e| StoreError::of(backup, e);
    let untrusted = |cause: String| StoreError::Untrusted {
        path: backup.to_owned(),
        cause,
    };
    let db = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(at)?;
    // What a view or a trigger of the file says is not done, not even while looking.
    db.pragma_update(None, "trusted_schema", "OFF")
        .map_err(at)?;
    db.pragma_update(None, "cell_size_check", "ON")
        .map_err(at)?;
    check_schema(&db, backup).map_err(|e| e.unwrap_or_else(&untrusted))?;
    let verdict: String = db
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(at)?;
    if verdict != "ok" {
        return Err(StoreError::Damaged {
            path: backup.to_owned(),
            cause: verdict,
        });
    }
    if let Some(broken) = walk(&db).map_err(at)? {
        return Err(untrusted(broken.to_string()));
    }
    for (what, sql) in RANGES {
        if db.prepare(sql).and_then(|mut s| s.exists([])).map_err(at)? {
            return Err(untrusted(format!("{what} có giá trị không hợp lệ")));
        }
    }
    rows::load(&db, rules).map_err(at)?;
    let sql = "SELECT count(*), max(wall) FROM event";
    let (events, until): (i64, _) = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(at)?;
    Ok(Inspected {
        path: backup.to_owned(),
        named: backup.to_owned(),
        events: events as u64,
        until,
    })
}

/// Compares what the file is made of with what this program makes. Errors: the database's own, or what is foreign.
fn check_schema(db: &Connection, path: &Path) -> Result<(), Result<StoreError, String>> {
    let at = |e| Ok(StoreError::of(path, e));
    let version: i64 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(at)?;
    if !db.table_exists(None, "event").map_err(at)? || version < 1 {
        return Err(Err("đây không phải bản sao lưu của motcua".to_owned()));
    }
    let migrations = schema::migrations();
    let mut ours = Connection::open_in_memory().map_err(at)?;
    let made = migrations.to_version(&mut ours, version as usize);
    made.map_err(|e| Ok(StoreError::migration(path, e)))?;
    let (theirs, ours) = (objects(db).map_err(at)?, objects(&ours).map_err(at)?);
    let foreign = theirs.difference(&ours).chain(ours.difference(&theirs));
    match foreign
        .map(|(kind, name, _)| format!("{kind} {name}"))
        .next()
    {
        Some(what) => Err(Err(format!("có thành phần lạ trong tệp ({what})"))),
        None => Ok(()),
    }
}

type Object = (String, String, Option<String>);

fn objects(db: &Connection) -> rusqlite::Result<BTreeSet<Object>> {
    db.prepare("SELECT type, name, sql FROM sqlite_schema")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// Puts a backup in the database's place. What was there is set aside under `…hong-STAMP`, never overwritten; its name
/// is answered, if there was one. The backup must have passed [`inspect`].
///
/// # Errors
/// When a file cannot be copied or moved: then everything is as before.
pub fn restore(database: &Path, backup: &Path, stamp: &str) -> Result<Option<PathBuf>, StoreError> {
    // The copy is made first: if the disk is full, the present file stays where it is.
    let part = beside(database, ".phuc-hoi");
    let copy = || {
        let mut from = std::fs::File::open(backup)?;
        let _ = std::fs::remove_file(&part);
        let mut to = no_link().write(true).create_new(true).open(&part)?;
        std::io::copy(&mut from, &mut to)?;
        to.sync_all()
    };
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
    set_aside(".seal")?;
    // Whoever had the backup may have had the links in it; and what was sealed is another log.
    let mut secrets = Secrets::read(database)?;
    if secrets.links.take().is_some() | secrets.seal.take().is_some() {
        secrets.write(database)?;
    }
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let end = db.and_then(|db| log::head(&db));
    if let Some(end) = end.map_err(|e| StoreError::of(database, e))? {
        log::write_head(database, &end);
    }
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
