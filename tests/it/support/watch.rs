//! Awaiting what a program does to a file, without looking again and again (inotify).

use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};

use super::peer::PATIENCE;

/// Wakes whenever something in a folder is written, made, renamed or removed.
pub(crate) struct Watch(OwnedFd);

impl Watch {
    pub(crate) fn on(folder: &Path) -> Self {
        let watch = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).unwrap();
        let changes = WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MODIFY
            | WatchFlags::MOVED_TO
            | WatchFlags::MOVED_FROM;
        inotify::add_watch(&watch, folder, changes).unwrap();
        Self(watch)
    }

    /// Looks with `found` after each change, and at once; `what` names in the message of a failure what was missing.
    #[track_caller]
    pub(crate) fn until<T>(&self, what: &str, mut found: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(it) = found() {
                return it;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}");
            let left = Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: i64::from(left.subsec_nanos()),
            };
            let _ = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&left));
            let mut room = [MaybeUninit::uninit(); 4096];
            let mut changes = Reader::new(&self.0, &mut room);
            while changes.next().is_ok() {}
        }
    }
}
