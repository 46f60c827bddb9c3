//! What must not be in a backup: the passphrase of the backups themselves, and the key of the links that citizens are
//! given. It stands in a file beside the database that only the host's user can read.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{read_private, write_private};
use super::{StoreError, beside};

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
        Ok(read_private(&path(database))?.unwrap_or_default())
    }

    /// Writes them, as a whole.
    ///
    /// # Errors
    /// When the file cannot be written; then the old one stays.
    pub fn write(&self, database: &Path) -> Result<(), StoreError> {
        write_private(&path(database), self)
    }
}

fn path(database: &Path) -> PathBuf {
    beside(database, ".secrets")
}
