//! What tells that files have changed, for a few system calls.
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// How files stand: a new one under the same name has another inode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(Vec<(PathBuf, Option<[i64; 6]>)>);

impl Marks {
    /// Of these files; one that cannot be looked at is noted as such.
    pub(super) fn of(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let mark = |path: PathBuf| {
            let state = state(&path);
            (path, state)
        };
        Self(files.into_iter().map(mark).collect())
    }
}

fn state(path: &Path) -> Option<[i64; 6]> {
    let m = std::fs::metadata(path).ok()?;
    let (size, inode) = (m.size().cast_signed(), m.ino().cast_signed());
    Some([
        m.mtime(),
        m.mtime_nsec(),
        m.ctime(),
        m.ctime_nsec(),
        size,
        inode,
    ])
}
