//! All files of the catalogue, and what holds for fields without a file of their own.
use super::super::mistake::{Mistake, Problem};
use super::super::read::nearest;
use super::super::{ConfigError, read_text};
use super::default_procedures;
use super::read::{File, Seen};
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::rules::Field;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in one of the catalogue's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMistake {
    /// The file.
    pub path: PathBuf,
    /// What is wrong in it, and where; the whole file's place is its first line.
    pub mistake: Mistake,
}

impl FileMistake {
    /// The first of some in one line, for those who work at the counter: `before` says what is used meanwhile, `command`
    /// shows them all.
    pub(in crate::config) fn notice(all: &[Self], before: &str, command: &str) -> Option<String> {
        let first = all.first()?;
        let name = first.path.file_name().unwrap_or_default().to_string_lossy();
        let others = match all.len() - 1 {
            0 => String::new(),
            n => format!("; còn {n} chỗ nữa, xem bằng `{command}`"),
        };
        let (line, cause) = (first.mistake.line, &first.mistake.cause);
        Some(format!("{before}{name} sai, dòng {line}: {cause}{others}"))
    }
}

impl fmt::Display for FileMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.mistake)
    }
}

/// What was found in the folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files without mistakes; the default entries of fields whose file is missing or wrong.
    pub(super) catalogue: Catalogue,
    /// All mistakes, by file, in each file's order.
    pub(super) mistakes: Vec<FileMistake>,
}

/// A file as it would be: id of its field, text.
pub(super) type Draft<'a> = (&'a str, &'a str);

/// Reads the folder for these fields. Without a folder the defaults hold.
pub(super) fn load(folder: Option<&Path>, fields: &[Field]) -> Found {
    load_with(folder, fields, None)
}

/// [`load`] as if a file had another text.
pub(super) fn load_with(
    folder: Option<&Path>,
    fields: &[Field],
    draft: Option<Draft<'_>>,
) -> Found {
    let mut found = Found::default();
    let names = match folder.map(names) {
        None => Vec::new(),
        Some(Ok(names)) => names,
        Some(Err(error)) => {
            let path = folder.unwrap_or(Path::new("")).to_owned();
            let problem = Problem::unreadable(super::super::place::reason(&error));
            found.mistakes.push(FileMistake {
                path,
                mistake: problem.whole_file(),
            });
            Vec::new()
        }
    };
    let folder = folder.unwrap_or(Path::new(""));
    found.note_strange_names(folder, &names, fields);
    let draft = |field: &Field| {
        draft
            .filter(|(id, _)| *id == field.id)
            .map(|(_, text)| text)
    };
    let has_file = |field: &&Field| draft(field).is_some() || names.contains(&file_name(field));
    let (with, without): (Vec<_>, Vec<_>) = fields.iter().partition(has_file);
    let mut seen = Seen::default();
    let mut entries: Vec<(&Field, Vec<Procedure>)> = Vec::new();
    // What stands in no file comes first: the office's own file is where a pair can be mended.
    for field in without {
        let place = format!("danh mục có sẵn của {}", field.id);
        let mut defaults = default_procedures(field);
        defaults.retain(|procedure| seen.take_in(procedure, &place));
        entries.push((field, defaults));
    }
    let mut wrong = Vec::new();
    for field in with {
        let name = file_name(field).to_string_lossy().into_owned();
        let path = folder.join(&name);
        let file = File {
            name: &name,
            field: &field.id,
            mean: field.mean,
        };
        let text = match draft(field) {
            Some(text) => Ok(text.to_owned()),
            None => read_text(&path),
        };
        let read = match text {
            Ok(text) => file.read(&text, &mut seen),
            Err(error) => Err(vec![unreadable(error)]),
        };
        match read {
            Ok(procedures) => entries.push((field, procedures)),
            Err(mistakes) => {
                wrong.push(field);
                let of_file = mistakes.into_iter().map(|mistake| FileMistake {
                    path: path.clone(),
                    mistake,
                });
                found.mistakes.extend(of_file);
            }
        }
    }
    stand_in(&mut entries, &wrong);
    // In the order of the fields, which is the order in which people are shown them.
    let at = |field: &Field| fields.iter().position(|f| f.id == field.id);
    entries.sort_by_key(|(field, _)| at(field));
    let procedures = entries.into_iter().flat_map(|(_, procedures)| procedures);
    found.catalogue.procedures = procedures.collect();
    found
}

/// For files with mistakes the defaults stand in, as far as they take nothing from the others.
fn stand_in<'f>(entries: &mut Vec<(&'f Field, Vec<Procedure>)>, wrong: &[&'f Field]) {
    let mut seen = Seen::default();
    for procedure in entries.iter().flat_map(|(_, procedures)| procedures) {
        seen.take_in(procedure, "");
    }
    for field in wrong {
        let mut defaults = default_procedures(field);
        defaults.retain(|procedure| seen.take_in(procedure, ""));
        entries.push((field, defaults));
    }
}

impl Found {
    /// Files that look like the catalogue's, but belong to no field: they would be missed in silence.
    fn note_strange_names(&mut self, folder: &Path, names: &[OsString], fields: &[Field]) {
        for name in names {
            if fields.iter().any(|field| file_name(field) == *name) {
                continue;
            }
            let text = name.to_string_lossy();
            let lower = text.to_lowercase();
            let stem = lower
                .strip_suffix(".toml.txt")
                .or_else(|| lower.strip_suffix(".toml"))
                .unwrap_or(&lower);
            let meant = fields.iter().find(|field| field.id.to_lowercase() == stem);
            let near = match meant {
                Some(field) => Some(field.id.clone()),
                None => nearest(stem, fields.iter().map(|field| field.id.as_str())),
            };
            let problem = Problem::strange_file(
                near.map(|id| format!("{id}.toml")),
                &fields
                    .iter()
                    .map(|field| field.id.clone())
                    .collect::<Vec<_>>(),
            );
            self.mistakes.push(FileMistake {
                path: folder.join(name),
                mistake: problem.whole_file(),
            });
        }
    }
}

pub(super) fn file_name(field: &Field) -> OsString {
    format!("{}.toml", field.id).into()
}

/// The files that are meant for the catalogue, in order. Hidden files and an editor's own copies are none;
/// `.TOML` and the `.toml.txt` that some editors make are meant, though wrongly named.
pub(super) fn names(folder: &Path) -> std::io::Result<Vec<OsString>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let text = name.to_string_lossy().to_lowercase();
        if !text.starts_with('.') && (text.ends_with(".toml") || text.ends_with(".toml.txt")) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn unreadable(error: ConfigError) -> Mistake {
    let problem = match error {
        ConfigError::NotUtf8 { line, column, .. } => {
            return Mistake {
                line,
                column,
                ..Problem::not_utf8().whole_file()
            };
        }
        ConfigError::Read { source, .. } => {
            Problem::unreadable(super::super::place::reason(&source))
        }
        ConfigError::TooLarge(_) => Problem::too_large(),
        _ => Problem::no_file(),
    };
    problem.whole_file()
}
