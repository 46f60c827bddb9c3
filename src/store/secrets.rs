//! What must not be in a backup: the passphrase of the backups themselves, and the key of the links that citizens are
//! given. It stands in a file beside the database that only the host's user can read.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, beside, no_link};

/// The office's secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Secrets {
    /// Signs forms, and the links to bookings.
    pub links: Option<String>,
    /// Seals the end of the log.
    pub seal: Option<String>,
    /// Opens the backups; on paper in the office too.
    pub passphrase: Option<String>,
}

impl Secrets {
    /// Reads them; none where there is no file yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(database: &Path) -> Result<Self, StoreError> {
        let path = path(database);
        let mut text = String::new();
        let read = no_link().read(true).open(&path);
        match read.and_then(|mut file| file.read_to_string(&mut text)) {
            Ok(_) => serde_json::from_str(&text).map_err(|e| StoreError::file(&path, &e.into())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(StoreError::file(&path, &e)),
        }
    }

    /// Writes them, as a whole.
    ///
    /// # Errors
    /// When the file cannot be written; then the old one stays.
    pub fn write(&self, database: &Path) -> Result<(), StoreError> {
        let path = path(database);
        let part = beside(&path, ".part");
        let write = || {
            let _ = fs::remove_file(&part);
            let mut options = no_link();
            let mut file = options
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&part)?;
            file.write_all(serde_json::to_string(self)?.as_bytes())?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        write().map_err(|e| StoreError::file(&path, &e))
    }
}

fn path(database: &Path) -> PathBuf {
    beside(database, ".secrets")
}
