//! Tests that use the library rather than the program, but need the office's clock: they run once more as a program of
//! the office.

use std::path::PathBuf;

use chrono::TimeDelta;

use super::office::{Office, run};

const ROOT: &str = "MOTCUA_TEST_INSIDE";

/// The office as a test sees it from inside.
pub(crate) struct Inside(PathBuf);

/// Inside, the office. Outside: makes one, lets the test of this `name` run inside it, and answers `None` when it has
/// passed there; then the caller has nothing left to do.
#[track_caller]
pub(crate) fn inside(name: &str, config: &str, clock: &str) -> Option<Inside> {
    if let Some(root) = std::env::var_os(ROOT) {
        return Some(Inside(root.into()));
    }
    let office = Office::new(config, clock);
    let mut again = office.command(std::env::current_exe().expect("this very program"));
    again
        .args(["--exact", name, "--nocapture"])
        .env(ROOT, office.path(""));
    for name in ["MOTCUA_TEST_SEED", "MOTCUA_TEST_DIALOGUES"] {
        if let Ok(value) = std::env::var(name) {
            again.env(name, value);
        }
    }
    let done = run(&mut again);
    let passed = done.code == Some(0) && done.stdout.contains("1 passed");
    assert!(passed, "{}\n{}", done.stdout, done.stderr);
    None
}

impl Inside {
    /// A file of the office.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The database.
    pub(crate) fn store(&self) -> PathBuf {
        self.path("data/motcua.db")
    }

    /// Turns the clock of this very program.
    pub(crate) fn turn(&self, by: TimeDelta) {
        let text = std::fs::read_to_string(self.path("clock")).expect("the office's clock");
        let seconds: f64 = text.trim().parse().expect("an offset in seconds");
        let text = format!("{:+.6}\n", seconds + by.as_seconds_f64());
        std::fs::write(self.path("clock.new"), text).expect("the office's clock");
        std::fs::rename(self.path("clock.new"), self.path("clock")).expect("the office's clock");
    }
}
