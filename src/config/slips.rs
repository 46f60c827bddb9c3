//! The office's own wordings of slips: text files in the folder `phieu` beside `motcua.toml` (app/slip/slips.md).
use super::marks::Marks;
use super::mistake::Mistake;
use super::{Config, ConfigError, FileMistake, read_text};
use crate::app::slip::{Form, Of, Template, Templates};
use std::path::{Path, PathBuf};

/// The folder's name.
const FOLDER: &str = "phieu";

/// What the way out of a mistake is.
const WAY_OUT: &str = "sửa rồi chạy lại; đến lúc đó dùng mẫu có sẵn";

impl Config {
    /// The folder of the office's own slips; `None` without a configuration file.
    pub fn slips_folder(&self) -> Option<PathBuf> {
        let beside = self.catalogue_folder.as_ref()?.parent()?;
        Some(beside.join(FOLDER))
    }

    /// All wordings of slips: what the program brings, and the office's files without mistakes; and the mistakes of others.
    pub fn slips(&self) -> (Templates, Vec<FileMistake>) {
        load(files(self.slips_folder().as_deref()))
    }

    /// The wordings, as they are read again while the program runs.
    pub fn watch_slips(&self) -> SlipWatch {
        SlipWatch::new(self.slips_folder())
    }

    /// The office as slips name it.
    pub fn of_slips(&self) -> Of {
        Of {
            name: self.office.name.clone(),
            address: self.office.address.clone(),
            phone: self.office.phone.clone(),
            web: super::web_address(self.web.as_ref()).ok(),
            silent: self.voice.off,
        }
    }
}

/// The office's own files, in order.
fn files(folder: Option<&Path>) -> Vec<PathBuf> {
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let entries = entries.into_iter().flatten().flatten();
    let is_slip = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "txt");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_slip).collect();
    files.sort();
    files
}

fn load(files: Vec<PathBuf>) -> (Templates, Vec<FileMistake>) {
    let (mut templates, mut mistakes) = (Templates::default(), Vec::new());
    for path in files {
        match read(&path) {
            Ok(template) => templates.add(template),
            Err(wrong) => mistakes.extend(wrong.into_iter().map(|mistake| FileMistake {
                path: path.clone(),
                mistake,
            })),
        }
    }
    (templates, mistakes)
}

/// The wordings in force. While a file has a mistake, those from before stay.
#[derive(Debug)]
pub struct SlipWatch {
    folder: Option<PathBuf>,
    marks: Marks,
    templates: Templates,
    mistakes: Vec<FileMistake>,
}

impl SlipWatch {
    fn new(folder: Option<PathBuf>) -> Self {
        let files = files(folder.as_deref());
        let marks = Marks::of(files.clone());
        let (templates, mistakes) = load(files);
        Self {
            folder,
            marks,
            templates,
            mistakes,
        }
    }

    /// The wordings in force.
    pub fn current(&self) -> &Templates {
        &self.templates
    }

    /// Looks whether a file has changed, which costs a few system calls; answers whether other wordings are in force now.
    pub fn look(&mut self) -> bool {
        let files = files(self.folder.as_deref());
        let marks = Marks::of(files.clone());
        if marks == self.marks {
            return false;
        }
        self.marks = marks;
        let (templates, mistakes) = load(files);
        self.mistakes = mistakes;
        if !self.mistakes.is_empty() || templates == self.templates {
            return false;
        }
        self.templates = templates;
        true
    }

    /// What is wrong in the files in one line, for those who work at the counter.
    pub fn notice(&self) -> Option<String> {
        let before = "mẫu phiếu đang dùng bản trước vì phieu/";
        FileMistake::notice(&self.mistakes, before, "motcua slip --check")
    }
}

fn read(path: &Path) -> Result<Template, Vec<Mistake>> {
    let at = |line, cause: String| Mistake {
        line,
        column: 1,
        cause,
        way_out: WAY_OUT.to_owned(),
    };
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let form = Form::by_id(name.split('-').next().unwrap_or_default()).ok_or_else(|| {
        let known: Vec<_> = Form::ALL
            .iter()
            .map(|form| format!("{}.txt", form.id()))
            .collect();
        vec![at(
            1,
            format!(
                "tên tệp không chỉ mẫu nào; đặt tên là {}, hoặc ví dụ 01-2027.txt",
                known.join(", ")
            ),
        )]
    })?;
    let text = read_text(path).map_err(|error| {
        let line = match &error {
            ConfigError::NotUtf8 { line, .. } => *line,
            _ => 1,
        };
        vec![at(line, error.to_string())]
    })?;
    let template = Template::parse(form, &text);
    template.map_err(|wrong| wrong.into_iter().map(|m| at(m.line, m.cause)).collect())
}
