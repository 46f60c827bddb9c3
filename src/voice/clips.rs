//! The office's own recordings: a folder of WAV files, each with what is said in it as its name.
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use unicode_normalization::UnicodeNormalization as _;

use super::Fault;
use super::wav::{Sound, WavFault};
use crate::app::sentence::{Part, Sentence};

/// Between the parts of a sentence.
const BREATH: Duration = Duration::from_millis(250);
/// A phrase takes seconds; a larger file is something else.
const LARGEST: u64 = 16 << 20;

/// The folder.
#[derive(Debug, Clone)]
pub struct Clips {
    folder: PathBuf,
}

/// A recording that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipFault {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub why: WavFault,
}

impl Clips {
    /// The recordings in `folder`, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file in which a phrase is or would be recorded.
    pub fn file(&self, phrase: &str) -> PathBuf {
        let known = self.find(phrase);
        known.unwrap_or_else(|| self.folder.join(format!("{phrase}.wav")))
    }

    /// Those phrases that were not recorded, in order.
    pub fn missing<'p>(&self, phrases: impl Iterator<Item = &'p str>) -> Vec<String> {
        let is_missing = |phrase: &&str| self.find(phrase).is_none();
        phrases.filter(is_missing).map(str::to_owned).collect()
    }

    /// Keeps a recording of a phrase: whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, phrase: &str, sound: &Sound) -> Result<(), Fault> {
        let file = self.file(phrase);
        let part = file.with_extension("part");
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&part, sound.write()))
            .and_then(|()| fs::rename(&part, &file));
        written.map_err(|error| Fault::Unwritten(file, error.to_string()))
    }

    /// The sentence out of recordings; `None` when one of them is missing.
    ///
    /// # Errors
    /// A recording is there, and cannot be used.
    pub fn join(&self, sentence: &Sentence) -> Result<Option<Sound>, ClipFault> {
        if !self.missing(sentence.phrases()).is_empty() {
            return Ok(None);
        }
        let mut sounds = Vec::new();
        for part in &sentence.parts {
            match part {
                Part::Pause => sounds.push(Sound::silence(BREATH)),
                Part::Words(phrase) => sounds.push(read(&self.file(phrase))?),
            }
        }
        Ok(Some(Sound::join(&sounds)))
    }

    /// The file of a phrase: small or capital letters and either form of accents are the same.
    fn find(&self, phrase: &str) -> Option<PathBuf> {
        let exact = self.folder.join(format!("{phrase}.wav"));
        if exact.is_file() {
            return Some(exact);
        }
        let entries = fs::read_dir(&self.folder).ok()?.flatten();
        let mut files = entries.map(|entry| entry.path());
        files.find(|file| {
            let is_wav = file
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case("wav"));
            let stem = file.file_stem().and_then(|stem| stem.to_str());
            is_wav
                && stem.is_some_and(|stem| stem.nfc().collect::<String>().to_lowercase() == phrase)
        })
    }
}

/// Reads one recording, without the silence around it.
///
/// # Errors
/// Why it cannot be used.
fn read(file: &Path) -> Result<Sound, ClipFault> {
    let fault = |why| ClipFault {
        file: file.to_owned(),
        why,
    };
    let is_small = fs::metadata(file).is_ok_and(|data| data.len() <= LARGEST);
    let bytes = is_small.then(|| fs::read(file).ok()).flatten();
    let bytes = bytes.ok_or_else(|| fault(WavFault::NotWav))?;
    Sound::read(&bytes)
        .and_then(|sound| sound.trimmed())
        .map_err(fault)
}
