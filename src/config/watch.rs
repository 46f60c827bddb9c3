//! The rules while the program runs: the file is looked at before each event, and taken over when it is right. What else
//! stands in it holds from the next start on.
use super::{Config, ConfigError};
use crate::domain::rules::Rules;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

/// The rules of a file that may change.
#[derive(Debug)]
pub struct RulesWatch {
    path: Option<PathBuf>,
    mark: Option<[i64; 4]>,
}

impl RulesWatch {
    /// Of the file that [`super::locate`] found; without one nothing ever changes.
    pub fn new(path: Option<PathBuf>) -> Self {
        let mut watch = Self { path, mark: None };
        watch.mark = watch.mark();
        watch
    }

    /// A system call or two; answers the rules when the file has changed. One with a mistake changes nothing: the next
    /// start names it.
    pub fn look(&mut self) -> Option<Rules> {
        let mark = self.mark();
        if mark == self.mark {
            return None;
        }
        self.mark = mark;
        let read: Result<Config, ConfigError> = Config::load(self.path.as_deref()?);
        read.ok().map(|config| config.rules)
    }

    /// What tells a changed file: a new one under the same name has another inode.
    fn mark(&self) -> Option<[i64; 4]> {
        let m = std::fs::metadata(self.path.as_deref()?).ok()?;
        let (size, inode) = (m.size().cast_signed(), m.ino().cast_signed());
        Some([m.mtime(), m.mtime_nsec(), size, inode])
    }
}
