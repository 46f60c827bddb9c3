//! What can go wrong with the database, in words that name the way out.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::encryption::AgeError;

/// Why the store could not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made.
    #[error(
        "không tạo được thư mục {folder}: {cause}. Hãy chọn nơi khác ở `{key}` trong motcua.toml"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        cause: String,
        /// What in the configuration names it.
        key: &'static str,
    },
    /// The file is not a database any more.
    #[error("sổ dữ liệu {path} bị hỏng ({cause})")]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// The disk is full, or fails: SQLite does not always tell them apart.
    #[error(
        "đĩa không ghi thêm được vào {path} ({cause}): đĩa đầy hoặc hỏng. Thao tác này chưa được ghi, những gì có trước vẫn còn; hãy xoá bớt tệp không cần rồi làm lại"
    )]
    Disk {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// The file may not be read or written.
    #[error(
        "không được phép ghi vào {path} ({cause}). Hãy cấp quyền ghi tệp và thư mục này cho người dùng đang chạy motcua, hoặc đổi `[store] path` trong motcua.toml"
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
    /// A backup that is not such as this program writes.
    #[error("không mở {path}: {cause}. Sổ đang dùng còn nguyên")]
    Untrusted {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// It is not the one any more that this process worked on.
    #[error(
        "sổ dữ liệu {path} không còn là sổ đang dùng: {cause}. Chưa ghi gì thêm; đừng cấp số hay nhận hẹn. Hãy trả tệp cũ về chỗ, hoặc đóng mọi màn hình motcua rồi mở bản sao lưu mới nhất bằng: motcua restore"
    )]
    Exchanged {
        /// The database.
        path: PathBuf,
        /// What has become of it.
        cause: &'static str,
    },
    /// The database was written by a newer version.
    #[error("sổ dữ liệu {path} do bản motcua mới hơn ghi; hãy cập nhật motcua trên máy này")]
    TooNew {
        /// The database.
        path: PathBuf,
    },
    /// The database cannot promise that commits survive a power cut.
    #[error("sổ dữ liệu {path} không bật được chế độ ghi an toàn (synchronous=FULL)")]
    NotDurable {
        /// The database.
        path: PathBuf,
    },
    /// Files around the database (backups, list of the day).
    #[error("không dùng được {path}: {cause}")]
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
    /// Whether it lies in what was to be written rather than in the disk or another process: waiting does not help it.
    pub fn is_of_one_write(&self) -> bool {
        matches!(self, Self::Other { .. } | Self::Damaged { .. })
    }

    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        let (path, cause) = (path.to_owned(), error.to_string());
        // A value that this program never writes is damage as well.
        let is_strange = matches!(
            error,
            E::FromSqlConversionFailure(..)
                | E::IntegralValueOutOfRange(..)
                | E::InvalidColumnType(..)
                | E::Utf8Error(..)
        );
        match error.sqlite_error_code() {
            _ if is_strange => Self::Damaged { path, cause },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, cause }
            }
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Self::Disk { path, cause },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::Forbidden { path, cause }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            _ => Self::Other { path, cause },
        }
    }

    pub(super) fn migration(path: &Path, error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => Self::of(path, err),
            rusqlite_migration::Error::MigrationDefinition(_)
            | rusqlite_migration::Error::SpecifiedSchemaVersion(_) => Self::TooNew {
                path: path.to_owned(),
            },
            other => Self::Other {
                path: path.to_owned(),
                cause: other.to_string(),
            },
        }
    }

    /// A folder that cannot be made; `key` is what names it in the configuration.
    pub fn folder(folder: &Path, key: &'static str, error: &io::Error) -> Self {
        Self::Folder {
            folder: folder.to_owned(),
            cause: in_words(error),
            key,
        }
    }

    /// A backup that cannot be encrypted or opened.
    pub(super) fn age(path: &Path, error: AgeError) -> Self {
        match error {
            AgeError::Io(e) => Self::file(path, &e),
            other => Self::Untrusted {
                path: path.to_owned(),
                cause: other.to_string(),
            },
        }
    }

    /// A file beside the database that cannot be written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            cause: in_words(error),
        }
    }

    /// Whether the database itself is damaged, so that a backup should be offered.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }
}

/// Why a file or folder cannot be used, in words; what is rare stays as the system says it.
pub fn in_words(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "không thấy tệp hoặc thư mục này",
        Kind::PermissionDenied => "không có quyền",
        Kind::NotADirectory | Kind::AlreadyExists => "trên đường dẫn có một tệp không phải thư mục",
        Kind::IsADirectory => "đây là thư mục, không phải tệp",
        Kind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "đĩa đầy",
        _ => return error.to_string(),
    };
    words.to_owned()
}
