//! Who hosts: one process holds the host's lock, which the kernel frees at its death; screens mark that they are there
//! (ARCHITECTURE.md, "One picture").

use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::Pid;

use super::beside;
use super::status::Status;
use crate::store::{no_link, write_whole};

/// Held by the host for as long as it lives.
#[derive(Debug)]
pub struct HostLock(#[allow(dead_code)] File);

/// Held by each screen for as long as it lives.
#[derive(Debug)]
pub struct ScreenMark(#[allow(dead_code)] File);

/// Opens the file of a lock that somebody keeps.
pub(super) fn open(path: &Path) -> io::Result<File> {
    no_link().read(true).write(true).open(path)
}

/// Likewise for who keeps it: it is made where it is missing.
pub(super) fn open_to_keep(path: &Path) -> io::Result<File> {
    let file = no_link()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    // Desks of other users of the office's group lock it too.
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660));
    Ok(file)
}

fn is_locked(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

fn lock_path(database: &Path) -> PathBuf {
    beside(database, ".lock")
}

fn screens_path(database: &Path) -> PathBuf {
    beside(database, ".screens")
}

impl HostLock {
    /// Becomes the host; `None` when there is one already.
    ///
    /// # Errors
    /// When the lock's file cannot be made.
    pub fn try_take(database: &Path) -> io::Result<Option<Self>> {
        let file = open_to_keep(&lock_path(database))?;
        Ok(is_locked(file.try_lock())?.then_some(Self(file)))
    }

    /// The process that is the host, as the kernel knows it: a file may say anything.
    pub fn holder(database: &Path) -> Option<Pid> {
        let inode = std::fs::metadata(lock_path(database)).ok()?.ino();
        // 1: FLOCK  ADVISORY  WRITE 4242 08:01:123456 0 EOF
        let locks = std::fs::read_to_string("/proc/locks").ok()?;
        let holder = locks.lines().find_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [_, "FLOCK", _, "WRITE", pid, file, ..] = words[..] else {
                return None;
            };
            let is_it = file.rsplit(':').next()?.parse() == Ok(inode);
            is_it.then(|| pid.parse().ok()).flatten()
        })?;
        Pid::from_raw(holder)
    }

    /// Whether some process is the host. Looking takes a shared lock for an instant, so a host that starts tries more
    /// than once.
    ///
    /// # Errors
    /// When the lock's file cannot be opened.
    pub fn is_taken(database: &Path) -> io::Result<bool> {
        let file = match open(&lock_path(database)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        Ok(!is_locked(file.try_lock_shared())?)
    }
}

impl ScreenMark {
    /// Marks that a screen is there.
    ///
    /// # Errors
    /// When the mark's file cannot be made or locked.
    pub fn set(database: &Path) -> io::Result<Self> {
        let file = open_to_keep(&screens_path(database))?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Whether any screen is there.
    ///
    /// # Errors
    /// When the mark's file cannot be opened.
    pub fn any(database: &Path) -> io::Result<bool> {
        let file = match open(&screens_path(database)) {
            // No screen ever was there, or the whole folder is gone.
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        Ok(!is_locked(file.try_lock())?)
    }
}

fn status_path(database: &Path) -> PathBuf {
    beside(database, ".status")
}

/// Tells all screens how the host and its devices are.
///
/// # Errors
/// When the file cannot be written.
pub fn write_status(database: &Path, status: &Status) -> io::Result<()> {
    write_whole(&status_path(database), &serde_json::to_vec(status)?)
}

/// A new host begins: what an earlier one told is no longer so.
pub fn forget_status(database: &Path) {
    let _ = std::fs::remove_file(status_path(database));
}

/// What the host last told, if it ever did.
pub fn read_status(database: &Path) -> Option<Status> {
    let text = std::fs::read(status_path(database)).ok()?;
    serde_json::from_slice(&text).ok()
}
