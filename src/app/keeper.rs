//! Keeps the office hosted: every screen looks whether a host lives, and starts one when there is none.

use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::beside;
use super::hosting::{HostLock, ScreenMark, read_status};
use super::manned::DeskMark;
use super::status::Status;
use crate::store::no_link;

/// A new host is given so long to take the lock before another one is started.
const START: Duration = Duration::from_secs(3);
/// A host without a sign of life for so long hangs: it is ended, and replaced.
const HANGS: Duration = Duration::from_secs(15);

/// What a screen does for its host.
#[derive(Debug)]
pub struct Keeper {
    database: PathBuf,
    /// `None`: whoever opened the screen hosts the office.
    arguments: Option<Vec<std::ffi::OsString>>,
    _mark: ScreenMark,
    /// Of the counter at which the screen is.
    desk: Option<DeskMark>,
    started: Option<Instant>,
    children: Vec<Child>,
    /// The host's last sign of life, and when this screen saw it: by its own clock, for the wall clock may leap.
    seen: Option<(i64, Instant)>,
    /// Whether there was a host at the last look.
    hosted: bool,
}

impl Keeper {
    /// `arguments` make this very program a host that ends with its screens.
    ///
    /// # Errors
    /// When the files beside the database cannot be made.
    pub fn new(database: PathBuf, arguments: Vec<std::ffi::OsString>) -> io::Result<Self> {
        Self::marked(database, Some(arguments))
    }

    /// For a screen whose own process is the host: it only looks how the host is, and starts and ends none.
    ///
    /// # Errors
    /// Likewise.
    pub fn of_host(database: PathBuf) -> io::Result<Self> {
        Self::marked(database, None)
    }

    fn marked(database: PathBuf, arguments: Option<Vec<std::ffi::OsString>>) -> io::Result<Self> {
        let mark = ScreenMark::set(&database)?;
        Ok(Self {
            database,
            arguments,
            _mark: mark,
            desk: None,
            started: None,
            children: Vec::new(),
            seen: None,
            hosted: false,
        })
    }

    /// Says at which counter this screen is, by its id; answers whether another one is open there.
    ///
    /// # Errors
    /// When the mark cannot be made.
    pub fn stand_at(&mut self, counter: &str) -> io::Result<bool> {
        let is_second = self.is_manned(counter);
        self.desk = Some(DeskMark::set(&self.database, counter)?);
        Ok(is_second)
    }

    /// Whether a screen is open at the counter of this id.
    pub fn is_manned(&self, counter: &str) -> bool {
        DeskMark::is_there(&self.database, counter)
    }

    /// Looks after the host: once at the start, then every second.
    ///
    /// # Errors
    /// When a host cannot be started.
    pub fn keep(&mut self) -> io::Result<()> {
        self.children
            .retain_mut(|child| matches!(child.try_wait(), Ok(None)));
        self.hosted = HostLock::is_taken(&self.database)?;
        if self.hosted {
            let status = self.status();
            self.watch_beat(status.as_ref());
            return self.refuse_a_stranger(status.is_some());
        }
        if self.arguments.is_some() && self.started.is_none_or(|at| at.elapsed() >= START) {
            self.started = Some(Instant::now());
            self.seen = None;
            self.start()?;
        }
        Ok(())
    }

    /// What the host says of itself and its devices, unless it is gone.
    pub fn status(&self) -> Option<Status> {
        // What a dead host left behind says nothing.
        read_status(&self.database).filter(|_| self.hosted)
    }

    /// Whether the host has given no sign of life for too long.
    pub fn host_is_silent(&self) -> bool {
        self.seen.is_some_and(|(_, at)| at.elapsed() >= HANGS / 3)
    }

    fn start(&mut self) -> io::Result<()> {
        use std::os::unix::process::CommandExt;
        let log = no_link()
            .write(true)
            .create(true)
            .truncate(true)
            .open(beside(&self.database, ".host.log"))?;
        let child = Command::new(std::env::current_exe()?)
            .args(self.arguments.iter().flatten())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // The terminal's Ctrl+C and hang-up are the screen's; other screens may need this host.
            .process_group(0)
            .spawn()?;
        self.children.push(child);
        Ok(())
    }

    /// Where no host speaks though its lock is taken, another program may hold it.
    fn refuse_a_stranger(&self, speaks: bool) -> io::Result<()> {
        if speaks && !self.host_is_silent() {
            return Ok(());
        }
        match HostLock::holder(&self.database).filter(|pid| !is_ours(*pid)) {
            Some(pid) => Err(io::Error::other(format!(
                "tiến trình {}, không phải motcua, đang giữ {}; hãy tắt nó",
                pid.as_raw_nonzero(),
                beside(&self.database, ".lock").display()
            ))),
            None => Ok(()),
        }
    }

    /// Notes the host's signs of life, and ends one that gives none any more.
    fn watch_beat(&mut self, status: Option<&Status>) {
        let Some(status) = status else {
            return;
        };
        match self.seen {
            Some((beat, at)) if beat == status.heartbeat => {
                if at.elapsed() >= HANGS && self.arguments.is_some() {
                    // What the host's file says, anybody may have written: only who holds the lock is ended, and only
                    // if it is this program.
                    if let Some(pid) = HostLock::holder(&self.database).filter(|pid| is_ours(*pid))
                    {
                        let _ = kill_process(pid, Signal::KILL);
                    }
                    self.seen = None;
                }
            }
            _ => self.seen = Some((status.heartbeat, Instant::now())),
        }
    }
}

/// Whether a process runs this very program; an update may have replaced its file meanwhile.
fn is_ours(pid: Pid) -> bool {
    let link = format!("/proc/{}/exe", pid.as_raw_nonzero());
    let (Ok(theirs), Ok(own)) = (std::fs::read_link(link), std::env::current_exe()) else {
        return false;
    };
    let name = |path: &std::path::Path| {
        let path = path.to_string_lossy();
        path.trim_end_matches(" (deleted)").to_owned()
    };
    name(&theirs) == name(&own)
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;

    use super::*;

    #[test]
    fn a_stranger_who_holds_the_lock_is_named_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("motcua.db");
        let lock = beside(&database, ".lock");
        let file = std::fs::File::create(&lock).unwrap();
        file.lock().unwrap();
        let own = Pid::from_raw(std::process::id() as i32).unwrap();
        assert_eq!(HostLock::holder(&database), Some(own));
        assert!(is_ours(own));
        drop(file);
        assert_eq!(HostLock::holder(&database), None);

        let mut stranger = Command::new("flock")
            .args([lock.as_os_str(), "sleep".as_ref(), "60".as_ref()])
            .process_group(0)
            .spawn()
            .unwrap();
        while !HostLock::is_taken(&database).unwrap() {
            std::thread::yield_now();
        }
        let mut keeper = Keeper::new(database.clone(), Vec::new()).unwrap();
        let told = keeper.keep().unwrap_err().to_string();
        assert!(told.contains("không phải motcua"), "{told}");
        assert!(stranger.try_wait().unwrap().is_none());
        let group = Pid::from_child(&stranger);
        rustix::process::kill_process_group(group, Signal::KILL).unwrap();
        stranger.wait().unwrap();
    }
}
