//! The files that an office edits: `motcua init` writes them, `motcua catalogue` looks through the catalogue's.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Result, bail};

use crate::config::{self, CatalogueWatch, Config, DEFAULT_FILES, FOLDER};

/// Writes the commented configuration and, beside it, the catalogue's files, but never over a file that is there.
/// Answers what to tell.
///
/// # Errors
/// When nothing is left to write, or something cannot be written. A configuration that is there must be right: the
/// catalogue's files go by its fields.
pub(super) fn init(path: &Path) -> Result<String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut said = String::new();
    make_folder(folder)?;
    if write_new(path, config::template())? {
        let _ = writeln!(
            said,
            "Đã ghi {}. Mở tệp này, sửa cho đúng cơ quan, rồi chạy `motcua`.",
            path.display()
        );
    }
    let fields = Config::load(path)?.rules.fields;
    let catalogue = folder.join(FOLDER);
    let mut written = Vec::new();
    for (id, text) in DEFAULT_FILES {
        if !fields.iter().any(|field| field.id == id) {
            continue;
        }
        make_folder(&catalogue)?;
        let name = format!("{id}.toml");
        if write_new(&catalogue.join(&name), text)? {
            written.push(name);
        }
    }
    if !written.is_empty() {
        let _ = writeln!(
            said,
            "Đã ghi danh mục thủ tục vào {} ({}). Đọc và sửa cho đúng địa phương, rồi xem lại bằng `motcua catalogue`.",
            catalogue.display(),
            written.join(", ")
        );
    }
    if said.is_empty() {
        bail!(
            "{} đã có, không ghi đè; ghi nơi khác bằng `motcua init TỆP`",
            path.display()
        );
    }
    Ok(said)
}

fn make_folder(folder: &Path) -> Result<()> {
    let made = fs::create_dir_all(folder);
    made.or_else(|e| bail!("không tạo được thư mục {}: {e}", folder.display()))
}

/// Writes a file that is not there. Answers whether it did.
fn write_new(path: &Path, text: &str) -> Result<bool> {
    let file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(e) => bail!("không ghi được {}: {e}", path.display()),
    }
}

/// Looks through the catalogue's files: a summary by field, then what nobody has compared with its source.
///
/// # Errors
/// All mistakes in the files.
pub(super) fn check_catalogue(config: &Config) -> Result<String> {
    let watch = CatalogueWatch::new(config);
    if let Some(words) = mistakes_in_words(&watch) {
        bail!(words);
    }
    let folder = config.catalogue_folder.as_deref();
    let mut said = String::new();
    for field in &config.rules.fields {
        let file = folder.map(|folder| folder.join(format!("{}.toml", field.id)));
        let from = match file.filter(|file| file.exists()) {
            Some(file) => file.display().to_string(),
            None => "danh mục có sẵn".to_owned(),
        };
        let catalogue = watch.current();
        let ids: Vec<_> = catalogue.of_field(&field.id).map(|p| &*p.id).collect();
        let _ = writeln!(
            said,
            "{} ({from}): {} thủ tục{}{}",
            field.name,
            ids.len(),
            if ids.is_empty() { "" } else { ": " },
            ids.join(", ")
        );
    }
    said.push_str("Danh mục không có chỗ sai.\n");
    let procedures = &watch.current().procedures;
    let unchecked = procedures.iter().filter(|p| !p.to_check.is_empty());
    for (n, p) in unchecked.enumerate() {
        if n == 0 {
            said.push_str(
                "\nChưa đối chiếu với nguồn (đối chiếu xong thì xoá dòng `to_check` đó):\n",
            );
        }
        let _ = writeln!(said, "{} ({}):", p.name, p.id);
        for line in &p.to_check {
            let _ = writeln!(said, "  [ ] {line}");
        }
    }
    Ok(said)
}

/// All mistakes in the catalogue's files, one a line.
fn mistakes_in_words(watch: &CatalogueWatch) -> Option<String> {
    let mistakes = watch.mistakes();
    let mut words = format!("danh mục có {} chỗ sai:", mistakes.len());
    for mistake in mistakes {
        let _ = write!(words, "\n{mistake}");
    }
    (!mistakes.is_empty()).then_some(words)
}
