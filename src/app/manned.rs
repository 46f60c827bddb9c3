//! At which counters a screen is open: each screen holds a lock for its counter, which the kernel frees at its death.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::beside;
use super::hosting::{open, open_to_keep};

/// A screen is open at a counter, as long as this lives.
#[derive(Debug)]
pub struct DeskMark(#[allow(dead_code, reason = "held for its lock")] File);

fn path(database: &Path, counter: &str) -> PathBuf {
    beside(database, ".desks").join(counter)
}

impl DeskMark {
    /// Marks that a screen is open at the counter of this id.
    ///
    /// # Errors
    /// When the mark's file cannot be made or locked.
    pub fn set(database: &Path, counter: &str) -> io::Result<Self> {
        let path = path(database, counter);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
            // Desks of other users of the office's group lock there too.
            let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o770));
        }
        let file = open_to_keep(&path)?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Whether a screen is open there. What cannot be looked at is taken for manned: nobody is told what is not so.
    pub fn is_there(database: &Path, counter: &str) -> bool {
        match open(&path(database, counter)) {
            Err(e) => e.kind() != io::ErrorKind::NotFound,
            Ok(file) => matches!(
                file.try_lock(),
                Err(TryLockError::WouldBlock | TryLockError::Error(_))
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_manned_as_long_as_any_screen_is_open_there() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("motcua.db");
        assert!(!DeskMark::is_there(&database, "1"));
        let first = DeskMark::set(&database, "1").unwrap();
        let second = DeskMark::set(&database, "1").unwrap();
        assert!(DeskMark::is_there(&database, "1"));
        assert!(!DeskMark::is_there(&database, "2"));
        drop(first);
        assert!(DeskMark::is_there(&database, "1"));
        drop(second);
        assert!(!DeskMark::is_there(&database, "1"));
    }
}
