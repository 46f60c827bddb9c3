//! What the machine tells of itself: files of the kernel and of Debian, and what a few programs print.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::fs::{Access, access};

/// The machine, as seen from a root.
#[derive(Clone, Debug)]
pub(crate) struct Pc {
    root: PathBuf,
}

impl Default for Pc {
    fn default() -> Self {
        Self::below("/")
    }
}

impl Pc {
    /// A machine whose files stand below a folder.
    pub(crate) fn below(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// A path of that machine as this program reaches it.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// A small file's text, without blanks at its ends; `None` where it cannot be read.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let bytes = std::fs::read(self.path(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).trim().to_owned())
    }

    /// Names in a folder, sorted.
    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder));
        let mut names: Vec<_> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    /// Whether a program of that name runs.
    pub(super) fn runs(&self, program: &str) -> bool {
        self.names("/proc")
            .iter()
            .filter(|name| name.bytes().all(|b| b.is_ascii_digit()))
            .any(|pid| self.text(&format!("/proc/{pid}/comm")).as_deref() == Some(program))
    }

    /// What a command prints; `None` where it is not there or fails.
    pub(super) fn printed(command: &[&str]) -> Option<String> {
        let (program, arguments) = command.split_first()?;
        let output = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(text)
    }

    /// A group's name.
    pub(super) fn group(&self, gid: u32) -> Option<String> {
        let groups = self.text("/etc/group")?;
        groups.lines().find_map(|line| {
            let columns: Vec<&str> = line.split(':').collect();
            let is_it = columns.get(2)?.parse() == Ok(gid);
            is_it.then(|| (*columns.first().unwrap_or(&"")).to_owned())
        })
    }
}

/// The user who looks.
pub(super) fn user() -> String {
    std::env::var("USER").unwrap_or_else(|_| "TÊN".to_owned())
}

/// Whether this user may read and write a file.
pub(super) fn is_writable(path: &Path) -> bool {
    access(path, Access::READ_OK | Access::WRITE_OK).is_ok()
}

/// Whether a program is on the path.
pub(super) fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| access(folder.join(name), Access::EXEC_OK).is_ok())
}
