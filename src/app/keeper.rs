//! Keeps the office hosted: every screen looks whether a host lives, and starts one when there is none.

use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::beside;
use super::hosting::{HostLock, ScreenMark, read_status};
use super::status::Status;

/// A new host is given so long to take the lock before another one is started.
const START: Duration = Duration::from_secs(3);
/// A host without a sign of life for so long hangs: it is ended, and replaced.
const HANGS: Duration = Duration::from_secs(15);

/// What a screen does for its host.
#[derive(Debug)]
pub struct Keeper {
    database: PathBuf,
    arguments: Vec<std::ffi::OsString>,
    _mark: ScreenMark,
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
        let mark = ScreenMark::set(&database)?;
        Ok(Self {
            database,
            arguments,
            _mark: mark,
            started: None,
            children: Vec::new(),
            seen: None,
            hosted: false,
        })
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
            self.end_if_hung();
            return Ok(());
        }
        if self.started.is_none_or(|at| at.elapsed() >= START) {
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
        let log = std::fs::File::create(beside(&self.database, ".host.log"))?;
        let child = Command::new(std::env::current_exe()?)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // The terminal's Ctrl+C and hang-up are the screen's; other screens may need this host.
            .process_group(0)
            .spawn()?;
        self.children.push(child);
        Ok(())
    }

    fn end_if_hung(&mut self) {
        let Some(status) = self.status() else {
            return;
        };
        match self.seen {
            Some((beat, at)) if beat == status.heartbeat => {
                if at.elapsed() >= HANGS {
                    // The lock is still held, so the process that wrote this number is alive: it is not another one.
                    if let Some(pid) = i32::try_from(status.pid).ok().and_then(Pid::from_raw) {
                        let _ = kill_process(pid, Signal::KILL);
                    }
                    self.seen = None;
                }
            }
            _ => self.seen = Some((status.heartbeat, Instant::now())),
        }
    }
}
