//! Which store a process works on. A file that vanishes or is exchanged under a running office must not be taken for an
//! empty one: numbers would begin at 001 again, and bookings would be gone without a word.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::backup::backups;
use super::log::{self, Head};
use super::{StoreError, beside};

/// What a process remembers of its store.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// Device and number of the file.
    file: (u64, u64),
    /// The end of the log that this process saw last.
    seen: Option<Head>,
}

impl Identity {
    /// Of the store that was just opened.
    pub(super) fn of(path: &Path, db: &Connection) -> Result<Self, StoreError> {
        Ok(Self {
            file: file_id(path).map_err(|e| StoreError::file(path, &e))?,
            seen: log::head(db).map_err(|e| StoreError::of(path, e))?,
        })
    }

    /// Remembers how far the log goes now.
    pub(super) fn see(&mut self, head: Option<Head>) {
        self.seen = head.or(self.seen);
    }

    /// The number of the event that this process saw last; 0 before the first one.
    pub(super) fn last_seq(&self) -> u64 {
        self.seen.map_or(0, |head| head.seq)
    }

    /// Fails when the path leads elsewhere now, or the log does not go on from where this process saw it last. Then what
    /// this process saw is left beside it, so that nobody begins anew there either. Answers the number of the last event.
    pub(super) fn check(&self, path: &Path, db: &Connection) -> Result<u64, StoreError> {
        self.check_place(path)?;
        let at = |e| StoreError::of(path, e);
        let head = log::head(db).map_err(at)?;
        match head == self.seen || self.goes_on(db).map_err(at)? {
            true => Ok(head.map_or(0, |head| head.seq)),
            false => Err(self.exchanged(
                path,
                "nội dung đã bị thay: các sự kiện đã ghi không còn trong sổ",
            )),
        }
    }

    /// [`Identity::check`] of the path alone.
    pub(super) fn check_place(&self, path: &Path) -> Result<(), StoreError> {
        let cause = match file_id(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => "tệp đã bị xoá hoặc chuyển đi",
            Ok(file) if file != self.file => "tệp đã bị thay bằng một tệp khác",
            _ => return Ok(()),
        };
        Err(self.exchanged(path, cause))
    }

    /// Leaves the end of the log beside the store.
    pub(super) fn write_down(&self, path: &Path) {
        if let Some(head) = &self.seen {
            log::write_head(path, head);
        }
    }

    fn exchanged(&self, path: &Path, cause: &'static str) -> StoreError {
        self.write_down(path);
        StoreError::Exchanged {
            path: path.to_owned(),
            cause,
        }
    }

    fn goes_on(&self, db: &Connection) -> rusqlite::Result<bool> {
        let Some(seen) = &self.seen else {
            return Ok(true);
        };
        let mut statement = db.prepare_cached("SELECT chain FROM event WHERE seq = ?")?;
        let chain = statement
            .query_row([seen.seq as i64], |row| row.get::<_, [u8; 32]>(0))
            .optional()?;
        Ok(chain == Some(seen.chain))
    }
}

fn file_id(path: &Path) -> io::Result<(u64, u64)> {
    std::fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

/// A store is made only where nothing says that there was one: the end of its log, what a host or a screen left beside
/// it, a backup.
pub(super) fn refuse_to_begin_anew(
    database: &Path,
    backup_folder: &Path,
) -> Result<(), StoreError> {
    let size = std::fs::metadata(database).map(|m| m.len());
    let what = match size {
        Ok(0) => "tệp trống",
        Err(e) if e.kind() == io::ErrorKind::NotFound => "không thấy tệp",
        _ => return Ok(()),
    };
    let head = log::head_path(database);
    let left = [".status", ".bells"].map(|ending| beside(database, ending));
    let trace = if let Some((had, _)) = log::read_head(database).filter(|(had, _)| *had > 0) {
        format!(
            "đã từng có {had} sự kiện; thật muốn lập sổ mới thì cất {} đi nơi khác",
            head.display()
        )
    } else if let Some(backup) = backups(backup_folder).pop() {
        format!(
            "còn bản sao lưu {}; thật muốn lập sổ mới thì cất thư mục sao lưu đi nơi khác",
            backup.display()
        )
    } else if let Some(left) = left.into_iter().find(|path| path.exists()) {
        format!(
            "đã từng có sổ ở đây; thật muốn lập sổ mới thì cất {} đi nơi khác",
            left.display()
        )
    } else {
        return Ok(());
    };
    Err(StoreError::Damaged {
        path: database.to_owned(),
        cause: format!("{what}, mà {trace}"),
    })
}
