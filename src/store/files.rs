//! Files in folders that others may write too: a link that somebody put in a file's place is never followed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// A file beside the database: `motcua.db` and `.lock` make `motcua.db.lock`.
pub fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Options to open such a file with.
pub fn no_link() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    options
}

/// Writes a file as a whole: who reads it meanwhile reads the old one.
///
/// # Errors
/// When it cannot be written; then the old one stays.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = beside(path, ".part");
    let _ = fs::remove_file(&part);
    let mut file = no_link().write(true).create_new(true).open(&part)?;
    file.write_all(bytes)?;
    fs::rename(&part, path)
}

/// Reads what [`write_private`] has written; `None` where there is no file yet.
///
/// # Errors
/// When there is a file that cannot be read, or says something else.
pub(super) fn read_private<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StoreError> {
    let mut text = String::new();
    let read = no_link().read(true).open(path);
    match read.and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => serde_json::from_str(&text).map_err(io::Error::from),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => Err(e),
    }
    .map(Some)
    .map_err(|e| StoreError::file(path, &e))
}

/// Writes a file that only this user can read, as a whole: it is on the disk under its name when this answers.
///
/// # Errors
/// When it cannot be written; then the old one stays.
pub(super) fn write_private(path: &Path, what: &impl Serialize) -> Result<(), StoreError> {
    let part = beside(path, ".part");
    let write = || {
        let _ = fs::remove_file(&part);
        let mut options = no_link();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&part)?;
        file.write_all(serde_json::to_string(what)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        match path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    write().map_err(|e| StoreError::file(path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name| dir.path().join(name);
        fs::write(path("victim"), "mine").unwrap();
        for name in ["list", "list.part"] {
            std::os::unix::fs::symlink(path("victim"), path(name)).unwrap();
        }
        assert!(no_link().write(true).open(path("list")).is_err());
        write_whole(&path("list"), b"today").unwrap();
        assert_eq!(fs::read(path("list")).unwrap(), b"today");
        assert_eq!(fs::read(path("victim")).unwrap(), b"mine");
        assert!(!path("list.part").exists());
    }
}
