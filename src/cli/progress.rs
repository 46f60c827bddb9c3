//! A bar of progress on a terminal, for what takes longer than a second.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Nothing is shown before, and nothing more often than a tenth of it.
const PATIENCE: Duration = Duration::from_secs(1);
const WIDE: usize = 40;

/// The bar; it goes when it is dropped.
pub(super) struct Progress {
    of: usize,
    began: Instant,
    drawn: Option<Instant>,
    on_terminal: bool,
}

impl Progress {
    /// Of so many steps.
    pub(super) fn new(of: usize) -> Self {
        Self {
            of: of.max(1),
            began: Instant::now(),
            drawn: None,
            on_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// So many are over.
    pub(super) fn tell(&mut self, over: usize) {
        let now = Instant::now();
        let is_early = now.duration_since(self.began) < PATIENCE;
        let is_fresh = self
            .drawn
            .is_some_and(|at| now.duration_since(at) < PATIENCE / 10);
        if !self.on_terminal || is_early || is_fresh {
            return;
        }
        self.drawn = Some(now);
        let full = (over * WIDE / self.of).min(WIDE);
        let percent = over * 100 / self.of;
        let _ = write!(
            std::io::stderr(),
            "\r[{}{}] {percent} %",
            "#".repeat(full),
            ".".repeat(WIDE - full)
        );
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(WIDE + 10));
        }
    }
}
