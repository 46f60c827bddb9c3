//! The rules while the program runs: the file is looked at before each event, and taken over when it is right. What else
//! stands in it holds from the next start on.
use super::marks::Marks;
use super::{Config, ConfigError};
use crate::domain::rules::Rules;
use std::path::PathBuf;

/// The rules of a file that may change.
#[derive(Debug)]
pub struct RulesWatch {
    path: Option<PathBuf>,
    marks: Marks,
}

impl RulesWatch {
    /// Of the file that [`super::locate`] found; without one nothing ever changes.
    pub fn new(path: Option<PathBuf>) -> Self {
        let marks = Marks::of(path.clone());
        Self { path, marks }
    }

    /// A system call or two; answers the rules when the file has changed. One with a mistake changes nothing: the next
    /// start names it.
    pub fn look(&mut self) -> Option<Rules> {
        let marks = Marks::of(self.path.clone());
        if marks == self.marks {
            return None;
        }
        self.marks = marks;
        let read: Result<Config, ConfigError> = Config::load(self.path.as_deref()?);
        read.ok().map(|config| config.rules)
    }
}
