//! What the host is made of: parts that it drives in turn, and how their threads wake it.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::app::live::{Live, LiveError};
use crate::app::status::Status;

/// One of the things that the host does for its office: a kind of device, a server, a chore.
///
/// In each round of the host a part first takes its threads' reports, then follows what was committed (by anybody), and
/// then, unless the clock is in doubt or the store failed a moment ago, does its own steps.
pub trait Part {
    /// Takes in what its threads have reported.
    fn take_reports(&mut self, _now: NaiveDateTime) {}

    /// Follows what has been committed, without writing: a full disk or a clock in doubt must not keep the boards dark.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn follow(&mut self, _live: &Live) -> Result<(), LiveError> {
        Ok(())
    }

    /// Does what is due.
    ///
    /// # Errors
    /// When the store cannot be written: it is tried again some seconds later.
    fn step(&mut self, _live: &mut Live) -> Result<(), LiveError> {
        Ok(())
    }

    /// What is looked after every two seconds: watchdogs, slow chores.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn beat(&mut self, _live: &mut Live) -> Result<(), LiveError> {
        Ok(())
    }

    /// When [`Part::follow`] or [`Part::step`] has something to do by itself.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// Adds to what the screens are told.
    fn status(&self, status: &mut Status);

    /// The host ends: nothing new is begun. Answers whether nothing is under way any more.
    fn finish(&mut self, _live: &mut Live) -> bool {
        true
    }
}

/// A socket that wakes the host, and what threads need to write into it.
pub struct Wake {
    woken: UnixStream,
    waker: Arc<UnixStream>,
}

impl Wake {
    /// # Errors
    /// When the system has no descriptor left.
    pub fn new() -> io::Result<Self> {
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        Ok(Self {
            woken,
            waker: Arc::new(waker),
        })
    }

    /// A way for threads to report to a part, and the part's end of it.
    pub(super) fn reports<T>(&self) -> (Reporter<T>, Receiver<T>) {
        let (reports, receiver) = channel();
        let waker = Arc::clone(&self.waker);
        (Reporter { reports, waker }, receiver)
    }

    /// Forgets that it was woken.
    pub(super) fn clear(&self) {
        drain(&self.woken);
    }
}

impl AsFd for Wake {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }
}

/// Waits until a thread reports, at most so long.
pub(super) fn wait(wake: &Wake, limit: Duration) {
    let limit = Timespec {
        tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    };
    // An interrupted wait is an early return.
    let _ = poll(&mut [PollFd::new(wake, PollFlags::IN)], Some(&limit));
    wake.clear();
}

/// Empties a socket whose bytes say nothing. Answers whether there were any.
pub(super) fn drain(mut stream: &UnixStream) -> bool {
    let mut bytes = [0; 64];
    let mut any = false;
    while matches!(stream.read(&mut bytes), Ok(n) if n > 0) {
        any = true;
    }
    any
}

/// What a line calls with its reports.
pub type ToHost<T> = Box<dyn Fn(T) + Send + Sync>;

/// A way for threads to report to a part and wake the host.
#[derive(Debug)]
pub(super) struct Reporter<T> {
    reports: Sender<T>,
    waker: Arc<UnixStream>,
}

impl<T> Reporter<T> {
    /// Reports and wakes.
    pub(super) fn report(&self, report: T) {
        let _ = self.reports.send(report);
        // Full means woken already.
        let _ = (&*self.waker).write(b"!");
    }
}

impl<T> Clone for Reporter<T> {
    fn clone(&self) -> Self {
        Self {
            reports: self.reports.clone(),
            waker: Arc::clone(&self.waker),
        }
    }
}
