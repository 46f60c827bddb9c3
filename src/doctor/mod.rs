//! `motcua doctor`: looks at the PC as a technician would, and says of each thing whether it is well, and if not, what to do.
//! It changes nothing and holds nothing that the host needs.
//!
//! - `pc`: what the machine tells of itself, read below a root so that tests can bring their own
//! - `machine`, `network`, `ports`, `office`, `zalo`: what is looked at, in the order of the report
//! - `bundle`: all of it in one file for who helps from afar, without anybody's data

mod bundle;
mod machine;
mod network;
mod office;
mod ports;
mod probe;
mod zalo;

use std::fmt::Write as _;

use chrono::{DateTime, Local};

use crate::config::Config;

pub(crate) use bundle::bundle;
pub(crate) use probe::Pc;

/// How something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum State {
    /// Well.
    Good,
    /// The counter works with it; somebody should know.
    Note,
    /// Something does not work, or will not for long.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finding {
    /// What: two or three words.
    pub about: String,
    /// How it is.
    pub state: State,
    /// How it is, in words.
    pub says: String,
    /// What to do; where all is well, nothing.
    pub remedy: String,
}

impl Finding {
    fn good(about: impl Into<String>, says: impl Into<String>) -> Self {
        Self::new(State::Good, about, says, "")
    }

    fn note(about: impl Into<String>, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(State::Note, about, says, remedy)
    }

    fn bad(about: impl Into<String>, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(State::Bad, about, says, remedy)
    }

    fn new(
        state: State,
        about: impl Into<String>,
        says: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            about: about.into(),
            state,
            says: says.into(),
            remedy: remedy.into(),
        }
    }
}

/// Looks at everything that the office uses.
pub(crate) fn examine(config: &Config, pc: &Pc, now: DateTime<Local>) -> Vec<Finding> {
    let mut found = machine::examine(pc, now);
    found.extend(office::examine(config, now.naive_local()));
    found.extend(ports::examine(config, pc));
    found.extend(network::examine(config, pc));
    found.extend(zalo::examine(config, now.timestamp_millis()));
    found
}

/// The findings to read, and in the last line what they come to.
pub(crate) fn report(found: &[Finding]) -> String {
    let widest = found.iter().map(|f| f.about.chars().count()).max();
    let mut text = String::new();
    for finding in found {
        let mark = match finding.state {
            State::Good => "tốt     ",
            State::Note => "lưu ý   ",
            State::Bad => "CẦN SỬA ",
        };
        let (about, says) = (&finding.about, &finding.says);
        let _ = writeln!(
            text,
            "{mark} {about:width$}  {says}",
            width = widest.unwrap_or_default()
        );
        if !finding.remedy.is_empty() {
            let _ = writeln!(text, "         → {}", finding.remedy);
        }
    }
    let count = |state| found.iter().filter(|f| f.state == state).count();
    let _ = match (count(State::Bad), count(State::Note)) {
        (0, 0) => writeln!(text, "\nMọi thứ đều tốt."),
        (0, notes) => writeln!(text, "\nQuầy làm việc được; {notes} điều nên biết."),
        (bad, _) => writeln!(text, "\n{bad} điều cần sửa."),
    };
    text
}
