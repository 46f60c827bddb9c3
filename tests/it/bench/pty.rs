//! Pseudo-terminals seen byte by byte: what matters to a benchmark is when bytes come, not what they say.

use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// The master's side of a new pseudo-terminal.
pub(crate) struct Master {
    fd: OwnedFd,
    /// The other side's file.
    pub path: String,
}

impl Master {
    pub(crate) fn open() -> Self {
        let fd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&fd).unwrap();
        unlockpt(&fd).unwrap();
        let path = ptsname(&fd, Vec::new()).unwrap().into_string().unwrap();
        Self { fd, path }
    }

    /// Whether bytes come within `limit`.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let limit = Timespec {
            tv_sec: limit.as_secs() as i64,
            tv_nsec: i64::from(limit.subsec_nanos()),
        };
        let mut fds = [PollFd::new(&self.fd, PollFlags::IN)];
        poll(&mut fds, Some(&limit)).unwrap() > 0 && fds[0].revents().contains(PollFlags::IN)
    }

    pub(crate) fn read(&self) -> Vec<u8> {
        let mut bytes = vec![0; 65536];
        let n = rustix::io::read(&self.fd, &mut bytes).unwrap_or(0);
        bytes.truncate(n);
        bytes
    }

    /// Writes, and answers when.
    pub(crate) fn write(&self, bytes: &[u8]) -> Instant {
        let start = Instant::now();
        assert_eq!(rustix::io::write(&self.fd, bytes).unwrap(), bytes.len());
        start
    }

    /// Reads until nothing comes for `quiet`: when the last bytes came, if any came within `limit`.
    pub(crate) fn last_bytes(&self, limit: Duration, quiet: Duration) -> Option<Instant> {
        let mut last = None;
        while self.wait(if last.is_some() { quiet } else { limit }) {
            if self.read().is_empty() {
                break;
            }
            last = Some(Instant::now());
        }
        last
    }

    /// Reads until `text` has come.
    pub(crate) fn until(&self, text: &str) -> Instant {
        let mut seen = Vec::new();
        loop {
            assert!(self.wait(Duration::from_secs(60)), "«{text}» did not come");
            seen.extend(self.read());
            if String::from_utf8_lossy(&seen).contains(text) {
                return Instant::now();
            }
        }
    }
}

/// A program on a pseudo-terminal.
pub(crate) struct Watched {
    pub tty: Master,
    pub started: Instant,
    child: Child,
}

impl Watched {
    pub(crate) fn start(command: &Command, cols: u16, rows: u16) -> Self {
        let tty = Master::open();
        let size = Winsize {
            ws_row: rows,
            ws_col: cols,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&tty.fd, size).unwrap();
        let noctty = OFlags::NOCTTY.bits() as i32;
        let slave = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(noctty)
            .open(&tty.path)
            .unwrap();
        // The program becomes the leader of a session on this terminal; no other process stands between.
        let mut setsid = Command::new("setsid");
        setsid
            .arg("--ctty")
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear();
        for (key, value) in command.get_envs() {
            if let Some(value) = value {
                setsid.env(key, value);
            }
        }
        setsid.env("TERM", "xterm-256color");
        setsid.stdin(Stdio::from(slave.try_clone().unwrap()));
        setsid
            .stdout(Stdio::from(slave.try_clone().unwrap()))
            .stderr(Stdio::from(slave));
        let started = Instant::now();
        let child = setsid.spawn().unwrap();
        Self {
            tty,
            started,
            child,
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Takes the terminal away, and awaits the program's end.
    pub(crate) fn hang_up(mut self) -> ExitStatus {
        drop(std::mem::replace(&mut self.tty, Master::open()));
        self.child.wait().unwrap()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
