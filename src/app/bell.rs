//! The bell: Unix datagrams that wake every process of an office at each commit (ARCHITECTURE.md, "One picture"). It is a hint; who
//! misses one still looks into the store now and then.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// So many bytes may the path of a socket have (unix(7)); that of a database may be longer.
const LONGEST: usize = 107;

/// The folder of all bells of one office, beside its database.
#[derive(Debug)]
pub struct Belfry {
    folder: PathBuf,
    /// Long socket names are bound through it.
    handle: File,
    /// Rings the others.
    sender: UnixDatagram,
}

/// One process's bell.
#[derive(Debug)]
pub struct Bell {
    socket: UnixDatagram,
    path: PathBuf,
}

impl Belfry {
    /// Opens the folder, making it if need be.
    ///
    /// # Errors
    /// When the folder beside the database cannot be made or read.
    pub fn open(database: &Path) -> io::Result<Self> {
        let folder = super::beside(database, ".bells");
        std::fs::create_dir_all(&folder)?;
        let handle = File::open(&folder)?;
        let sender = UnixDatagram::unbound()?;
        sender.set_nonblocking(true)?;
        Ok(Self {
            folder,
            handle,
            sender,
        })
    }

    /// Where a bell's socket is, in a path that a socket may have. The kernel is faster at finding the folder's own.
    fn short(&self, name: &std::ffi::OsStr) -> PathBuf {
        let path = self.folder.join(name);
        if path.as_os_str().len() <= LONGEST {
            return path;
        }
        PathBuf::from(format!("/proc/self/fd/{}", self.handle.as_raw_fd())).join(name)
    }

    /// Hangs a new bell.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub fn hang(&self) -> io::Result<Bell> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = self.folder.join(&name);
        // A dead process may have had the same number.
        let _ = std::fs::remove_file(&path);
        let socket = UnixDatagram::bind(self.short(name.as_ref()))?;
        socket.set_nonblocking(true)?;
        // Desks of other users of the office's group ring it too.
        let _ = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o660));
        Ok(Bell { socket, path })
    }

    /// Rings all bells; those of dead processes are taken down.
    pub fn ring(&self) {
        let Ok(bells) = std::fs::read_dir(&self.folder) else {
            return;
        };
        for bell in bells.flatten() {
            let sent = self.sender.send_to(b"!", self.short(&bell.file_name()));
            if sent.is_err_and(|e| e.kind() == io::ErrorKind::ConnectionRefused) {
                let _ = std::fs::remove_file(bell.path());
            }
        }
    }
}

impl Bell {
    /// Its socket, for an asynchronous wait: each ring is a datagram.
    ///
    /// # Errors
    /// When the system has no descriptor left.
    pub fn socket(&self) -> io::Result<UnixDatagram> {
        self.socket.try_clone()
    }

    /// Forgets that it rang.
    pub fn hush(&self) {
        let mut byte = [0; 1];
        while self.socket.recv(&mut byte).is_ok() {}
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_reaches_every_bell_and_takes_dead_ones_down() {
        for long in [1, 120] {
            ring_in(&"x".repeat(long));
        }
    }

    fn ring_in(folder: &str) {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join(folder).join("motcua.db");
        std::fs::create_dir_all(database.parent().unwrap()).unwrap();
        let belfry = Belfry::open(&database).unwrap();
        let (a, b) = (belfry.hang().unwrap(), belfry.hang().unwrap());
        let dead = belfry.folder.join("999999-0");
        drop(UnixDatagram::bind(belfry.short("999999-0".as_ref())).unwrap());
        belfry.ring();
        for bell in [&a, &b] {
            bell.socket.recv(&mut [0; 1]).expect("it rang");
            assert!(bell.socket.recv(&mut [0; 1]).is_err(), "once");
        }
        assert!(!dead.exists());
        drop(a);
        assert_eq!(std::fs::read_dir(&belfry.folder).unwrap().count(), 1);
    }
}
