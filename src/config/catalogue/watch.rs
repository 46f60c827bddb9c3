//! The catalogue while the program runs: looked at once a second, taken over when it is right.
use super::super::Config;
use super::super::marks::Marks;
use super::super::mistake::{BEFORE, vanished};
use super::folder::{FileMistake, Found, load, names};
use crate::domain::catalogue::Catalogue;
use crate::domain::rules::Field;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

/// The catalogue in force. While a file has a mistake, the catalogue from before stays.
#[derive(Debug)]
pub struct CatalogueWatch {
    folder: Option<PathBuf>,
    fields: Vec<Field>,
    marks: Option<Marks>,
    catalogue: Arc<Catalogue>,
    mistakes: Vec<FileMistake>,
    /// The files that the catalogue in force was read from. It stays when one is gone: what a citizen must pay or bring is not
    /// answered from other entries because of a stick that was pulled out.
    files: Vec<OsString>,
    /// One of them that was no longer there at the last look.
    gone: Option<OsString>,
}

impl CatalogueWatch {
    /// The catalogue of this office. Where there are mistakes already, the files without any hold, and the default
    /// entries for the others.
    pub fn new(config: &Config) -> Self {
        let folder = config.catalogue_folder.clone();
        let mut watch = Self {
            marks: None,
            folder,
            fields: config.rules.fields.clone(),
            catalogue: Arc::default(),
            mistakes: Vec::new(),
            files: Vec::new(),
            gone: None,
        };
        (watch.marks, watch.files) = (watch.marks(), watch.files());
        let found = watch.load();
        watch.mistakes = found.mistakes;
        watch.catalogue = Arc::new(found.catalogue);
        watch
    }

    /// The catalogue in force.
    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue)
    }

    /// What is wrong in the files as they were at the last look; the catalogue in force is older then.
    pub fn mistakes(&self) -> &[FileMistake] {
        &self.mistakes
    }

    /// What is wrong in the files in one line, for those who work at the counter.
    pub fn notice(&self) -> Option<String> {
        let gone = || Some(vanished(&self.gone.as_ref()?.to_string_lossy()));
        FileMistake::notice(&self.mistakes, BEFORE, "motcua catalogue").or_else(gone)
    }

    /// Looks whether a file has changed, which costs a few system calls; answers the catalogue when another one is in
    /// force now.
    pub fn look(&mut self) -> Option<Arc<Catalogue>> {
        let marks = self.marks();
        if marks == self.marks {
            return None;
        }
        self.marks = marks;
        let found = self.load();
        self.mistakes = found.mistakes;
        let files = self.files();
        self.gone = self
            .files
            .iter()
            .find(|name| !files.contains(name))
            .cloned();
        if !self.mistakes.is_empty() || self.gone.is_some() {
            return None;
        }
        self.files = files;
        if found.catalogue == *self.catalogue {
            return None;
        }
        self.catalogue = Arc::new(found.catalogue);
        Some(self.current())
    }

    fn load(&self) -> Found {
        load(self.folder.as_deref(), &self.fields)
    }

    fn files(&self) -> Vec<OsString> {
        let found = self.folder.as_deref().map(names);
        found.and_then(Result::ok).unwrap_or_default()
    }

    /// Marks of all files; `None` where there is no folder, or it cannot be read.
    fn marks(&self) -> Option<Marks> {
        let folder = self.folder.as_deref()?;
        let names = names(folder).ok()?.into_iter();
        Some(Marks::of(names.map(|name| folder.join(name))))
    }
}

impl Config {
    /// The procedures of this office, as [`CatalogueWatch::new`] finds them.
    pub fn catalogue(&self) -> Catalogue {
        load(self.catalogue_folder.as_deref(), &self.rules.fields).catalogue
    }
}
