//! A port that does not work: when it is looked for again, and what has been said about it.
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use super::port::PortFault;
use crate::protocol::Endpoint;

const FIRST_BACKOFF: Duration = Duration::from_secs(1);
const LAST_BACKOFF: Duration = Duration::from_secs(30);
/// No file tells that a device on the network is back.
const LAST_BACKOFF_NETWORK: Duration = Duration::from_secs(2);
/// How often a lost port is looked for: a board must show its numbers 2 s after it is back
/// (`protocol/board/board.md`).
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Tells a file that has come back, or whose permissions have changed, from the one before. A
/// name that now leads to another file is another file.
type FileId = (u64, u64, i64, i64);

pub(super) struct Outage {
    /// The cause that was reported last.
    fault: Option<PortFault>,
    /// The file that was there at the last look.
    file: Option<FileId>,
    backoff: Duration,
    retry_at: Instant,
}

impl Outage {
    /// A port that was never open, to be opened at once.
    pub(super) fn starting(now: Instant) -> Self {
        Self {
            fault: None,
            file: None,
            backoff: FIRST_BACKOFF,
            retry_at: now,
        }
    }

    /// A port that was open, and whose loss has been reported.
    pub(super) fn lost(now: Instant, endpoint: &Endpoint, fault: PortFault) -> Self {
        Self {
            fault: Some(fault),
            file: file_id(endpoint),
            backoff: FIRST_BACKOFF,
            // Not at once: a port that opens, but never works, would keep a processor busy.
            retry_at: now + FIRST_BACKOFF,
        }
    }

    /// Whether the port is to be tried now: when its time has come, or another file is there.
    pub(super) fn is_due(&mut self, now: Instant, endpoint: &Endpoint) -> bool {
        let file = file_id(endpoint);
        if file != self.file {
            self.backoff = FIRST_BACKOFF;
        } else if now < self.retry_at {
            return false;
        }
        self.file = file;
        true
    }

    /// Notes that a try has failed; true when that is to be reported.
    pub(super) fn fail(&mut self, now: Instant, fault: &PortFault) -> bool {
        self.retry_at = now + self.backoff;
        let longest = match fault {
            PortFault::Unreachable => LAST_BACKOFF_NETWORK,
            _ => LAST_BACKOFF,
        };
        self.backoff = (self.backoff * 2).min(longest);
        let known = match &self.fault {
            // That a lost port is missing is known already.
            Some(PortFault::Lost) if *fault == PortFault::Missing => true,
            Some(PortFault::Lost) if *fault == PortFault::Unreachable => true,
            known => known.as_ref() == Some(fault),
        };
        if !known {
            self.fault = Some(fault.clone());
        }
        !known
    }

    /// When the port is to be tried again, if its file stays what it is.
    pub(super) fn retry_at(&self) -> Instant {
        self.retry_at
    }
}

fn file_id(endpoint: &Endpoint) -> Option<FileId> {
    let Endpoint::Serial(path) = endpoint else {
        return None;
    };
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino(), file.ctime(), file.ctime_nsec()))
}
