//! A file of the office's, changed from the screen: replaced as a whole or not at all, by one desk at a time.
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// It cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("không ghi được {path}: {cause}")]
pub struct Unwritable {
    /// The file or its folder.
    path: PathBuf,
    /// Why.
    cause: String,
}

impl Unwritable {
    /// Why a path cannot be written, in words.
    pub(super) fn new(path: &Path, error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::PermissionDenied => {
                "không có quyền ghi; nhờ người cài máy cấp quyền (chmod, chown)".to_owned()
            }
            io::ErrorKind::StorageFull => "đĩa đầy; hãy xoá bớt tệp không cần".to_owned(),
            _ => format!("{error}; kiểm tra ổ đĩa"),
        };
        let path = path.to_owned();
        Self { path, cause }
    }
}

/// Two desks at once: while the answer lives, the second one waits, and then changes what the first has written. The kernel
/// frees it at a death.
pub(super) fn hold(folder: &Path) -> Result<File, Unwritable> {
    let held = || {
        let lock = File::open(folder)?;
        lock.lock()?;
        Ok(lock)
    };
    held().map_err(|e| Unwritable::new(folder, &e))
}

/// Writes the new text beside the file and puts it in its place; a link stays a link, and who may read it may go on.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Unwritable> {
    let replaced = || {
        let path = match path.canonicalize() {
            Ok(path) => path,
            Err(e) if e.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(e) => return Err(e),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Hidden files are none of the catalogue.
        let beside = path.with_file_name(format!(".{name}.moi"));
        let written = (|| {
            let mut file = File::create(&beside)?;
            if let Ok(old) = fs::metadata(&path) {
                file.set_permissions(old.permissions())?;
            }
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&beside);
            return written;
        }
        let folder = path.parent().unwrap_or(Path::new("/"));
        File::open(folder)?.sync_all()
    };
    replaced().map_err(|e| Unwritable::new(path, &e))
}

/// A text with `new` in place of a part of it.
pub(super) fn spliced(text: &str, at: Range<usize>, new: &str) -> Option<String> {
    Some(format!(
        "{}{new}{}",
        text.get(..at.start)?,
        text.get(at.end..)?
    ))
}

/// A text as the value of a key.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
