//! What can go wrong with the database, in words that name the way out.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the store could not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made.
    #[error(
        "không tạo được thư mục {folder}: {cause}. Hãy chọn nơi khác ở `[store] path` trong motcua.toml"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        cause: String,
    },
    /// The file is not a database any more.
    #[error("sổ dữ liệu {path} bị hỏng ({cause})")]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// The disk is full.
    #[error(
        "đĩa đầy: không ghi được vào {path}. Chưa có gì bị mất; hãy xoá bớt tệp không cần rồi làm lại thao tác"
    )]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// The file may not be read or written.
    #[error(
        "không có quyền ghi vào {path} ({cause}). Hãy cấp quyền cho người dùng này, hoặc đổi `[store] path`"
    )]
    Forbidden {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// Another process holds it.
    #[error("sổ dữ liệu {path} đang bị một chương trình khác giữ quá lâu; hãy thử lại")]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The database was written by a newer version.
    #[error("sổ dữ liệu {path} do bản motcua mới hơn ghi; hãy cập nhật motcua trên máy này")]
    TooNew {
        /// The database.
        path: PathBuf,
    },
    /// The database cannot promise that commits survive a power cut.
    #[error("sổ dữ liệu {path} không bật được chế độ ghi chắc (synchronous=FULL)")]
    NotDurable {
        /// The database.
        path: PathBuf,
    },
    /// Files around the database (backups, list of the day).
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// Anything else.
    #[error("lỗi sổ dữ liệu {path}: {cause}")]
    Other {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
}

impl StoreError {
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let (path, cause) = (path.to_owned(), error.to_string());
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, cause }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::Forbidden { path, cause }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            // A write beyond the file-size limit is reported so: the disk takes no more.
            Some(ErrorCode::SystemIoFailure)
                if cause.contains("disk I/O error") && !writable(&path) =>
            {
                Self::Full { path }
            }
            _ => Self::Other { path, cause },
        }
    }

    pub(super) fn migration(path: &Path, error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => Self::of(path, err),
            rusqlite_migration::Error::MigrationDefinition(_) => Self::TooNew {
                path: path.to_owned(),
            },
            other => Self::Other {
                path: path.to_owned(),
                cause: other.to_string(),
            },
        }
    }

    pub(super) fn folder(folder: &Path, error: &io::Error) -> Self {
        Self::Folder {
            folder: folder.to_owned(),
            cause: error.to_string(),
        }
    }

    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            cause: error.to_string(),
        }
    }

    /// Whether the database itself is damaged, so that a backup should be offered.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }
}

/// Whether a byte can still be put beside the database: tells a full disk from a failing one.
fn writable(database: &Path) -> bool {
    let probe = database.with_extension("probe");
    let works = std::fs::write(&probe, [0_u8; 4096]).is_ok();
    let _ = std::fs::remove_file(&probe);
    works
}
