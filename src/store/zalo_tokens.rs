//! The tokens of the office's Zalo account: a file of their own beside the database, in no backup, for a restored token is
//! a used one. Whoever asks for a new pair holds a lock meanwhile, which the kernel frees at its death.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::files::{read_private, write_private};
use super::{StoreError, beside, no_link};

/// A pair of tokens, as it stands on disk.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenFile {
    /// The access token.
    pub access: String,
    /// The refresh token; it works once.
    pub refresh: String,
    /// When the pair was given, in milliseconds of the wall clock.
    pub given: i64,
    /// So many seconds the access token lasts.
    pub lasts: i64,
    /// The refresh token is known to be used up or refused: an official must sign the account in again.
    pub spent: bool,
}

impl std::fmt::Debug for TokenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "TokenFile {{ given: {}, spent: {} }}",
            self.given, self.spent
        )
    }
}

impl TokenFile {
    /// Reads it; `None` before the first sign-in.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn read(database: &Path) -> Result<Option<Self>, StoreError> {
        read_private(&path(database))
    }

    /// Its file, where others than its owner can read that.
    pub fn shared(database: &Path) -> Option<PathBuf> {
        let path = path(database);
        let mode = fs::metadata(&path).ok()?.mode();
        (mode & 0o077 != 0).then_some(path)
    }

    /// Reads it under the lock. A pair that was written, but not put in its place before its writer died, is put there: the
    /// one before it is used up.
    ///
    /// # Errors
    /// When there is a file that cannot be read or written.
    pub fn recover(database: &Path, lock: &TokenLock) -> Result<Option<Self>, StoreError> {
        let file = Self::read(database)?;
        let given = file.as_ref().map_or(0, |file| file.given);
        // Half a file is none.
        let part: Option<Self> = read_private(&beside(&path(database), ".part"))
            .ok()
            .flatten();
        match part.filter(|part| part.given > given) {
            Some(part) => {
                part.write(database, lock)?;
                Ok(Some(part))
            }
            None => Ok(file),
        }
    }

    /// Writes it, as a whole and to the disk, under the lock.
    ///
    /// # Errors
    /// When it cannot be written; then the old one stays.
    pub fn write(&self, database: &Path, _: &TokenLock) -> Result<(), StoreError> {
        // The name too is on the disk before the pair is used.
        write_private(&path(database), self)
    }
}

/// The right to ask for a new pair; one at a time among all processes.
#[derive(Debug)]
pub struct TokenLock(#[allow(dead_code)] File);

impl TokenLock {
    /// Waits for it.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        let path = beside(&path(database), ".lock");
        let take = || {
            let mut options = no_link();
            let file = options.write(true).create(true).mode(0o600).open(&path)?;
            flock(&file, FlockOperation::LockExclusive)?;
            Ok(file)
        };
        take().map(Self).map_err(|e| StoreError::file(&path, &e))
    }
}

fn path(database: &Path) -> PathBuf {
    beside(database, ".zalo")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn tokens_are_kept_for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("motcua.db");
        assert_eq!(TokenFile::read(&database).unwrap(), None);
        let tokens = TokenFile {
            access: "A".to_owned(),
            refresh: "R".to_owned(),
            given: 1,
            lasts: 90_000,
            spent: false,
        };
        let lock = TokenLock::take(&database).unwrap();
        tokens.write(&database, &lock).unwrap();
        assert_eq!(TokenFile::read(&database).unwrap(), Some(tokens.clone()));
        let mode = fs::metadata(path(&database)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!format!("{tokens:?}").contains('R'));

        // Its writer died before it was in its place.
        let newer = TokenFile {
            refresh: "R2".to_owned(),
            given: 2,
            ..tokens.clone()
        };
        let part = beside(&path(&database), ".part");
        fs::write(&part, &serde_json::to_vec(&newer).unwrap()[..20]).unwrap();
        let recovered = || TokenFile::recover(&database, &lock).unwrap();
        assert_eq!(recovered(), Some(tokens));
        fs::write(&part, serde_json::to_vec(&newer).unwrap()).unwrap();
        assert_eq!(recovered(), Some(newer.clone()));
        assert_eq!(TokenFile::read(&database).unwrap(), Some(newer));
    }
}
