//! The rules while the program runs: the file is looked at before each event, and taken over when it is right. What else
//! stands in it holds from the next start on.
use super::marks::Marks;
use super::mistake::Problem;
use super::{Config, ConfigError, FileMistake, Mistake};
use crate::domain::rules::Rules;
use std::path::PathBuf;

/// The rules of a file that may change.
#[derive(Debug)]
pub struct RulesWatch {
    path: Option<PathBuf>,
    marks: Marks,
    /// How the file stood when it was found empty.
    emptied: Option<Marks>,
    notice: Option<String>,
}

impl RulesWatch {
    /// Of the file that a configuration was read from, as it stood then; without one nothing ever changes.
    pub(super) fn new(path: Option<PathBuf>, marks: Marks) -> Self {
        Self {
            path,
            marks,
            emptied: None,
            notice: None,
        }
    }

    /// A system call or two; answers the rules when the file has changed. One with a mistake changes nothing.
    pub fn look(&mut self) -> Option<Rules> {
        let path = self.path.as_deref()?;
        let marks = Marks::of(self.path.clone());
        if marks == self.marks {
            return None;
        }
        if std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
            // Who writes into a file has emptied it first: one that is still so at the next look was left so.
            if self.emptied.as_ref() == Some(&marks) {
                self.notice = notice(&ConfigError::Mistakes {
                    path: path.to_owned(),
                    mistakes: vec![Problem::empty_file().whole_file()],
                });
            }
            self.emptied = Some(marks);
            return None;
        }
        self.emptied = None;
        self.marks = marks;
        let read = Config::load(path);
        self.notice = read.as_ref().err().and_then(notice);
        read.ok().map(|config| config.rules)
    }

    /// What was wrong in the file at the last look, in one line, for those who work at the counter.
    pub fn notice(&self) -> Option<String> {
        self.notice.clone()
    }
}

fn notice(error: &ConfigError) -> Option<String> {
    const BEFORE: &str = "quy tắc đang dùng bản trước vì ";
    let ConfigError::Mistakes { path, mistakes } = error else {
        return Some(format!("{BEFORE}{error}"));
    };
    let of_file = |mistake: &Mistake| FileMistake {
        path: path.clone(),
        mistake: mistake.clone(),
    };
    let mistakes: Vec<_> = mistakes.iter().map(of_file).collect();
    FileMistake::notice(&mistakes, BEFORE, "motcua doctor")
}
