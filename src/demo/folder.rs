//! The folder in which the demo's office lives, and which goes with it.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// So many names are tried: an earlier program of the same number may have been killed.
const TRIES: u32 = 100;

/// A folder of this user's alone. Dropping it removes it with all that is in it.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// When no folder can be made among the temporary files.
    pub(super) fn new() -> io::Result<Self> {
        let (place, own) = (std::env::temp_dir(), std::process::id());
        let mut last = None;
        for nth in 0..TRIES {
            let path = place.join(format!("motcua-demo-{own}-{nth}"));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Somebody who ends just now may put a last file into it. What cannot be removed then is the system's to clear away,
        // as all temporary files.
        let removed = || std::fs::remove_dir_all(&self.0).is_ok() || !self.0.exists();
        let _ = (0..TRIES).any(|_| removed());
    }
}
