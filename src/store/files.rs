//! Files in folders that others may write too: a link that somebody put in a file's place is never followed.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

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
