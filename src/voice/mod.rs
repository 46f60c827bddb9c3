//! The office's voice: a sentence becomes sound, from the office's own recordings where it has all that the sentence
//! needs, else by a program that speaks, and goes out through a program that plays. Nothing here waits for longer than
//! its deadline, and none of it touches the queue.
//!
//! - `wav`: sound as numbers; `clips`: the folder of recordings, `record`: how they are made; `run`: programs with
//!   deadlines; `words`: what people are told
//!
#![doc = include_str!("voice.md")]
mod clips;
mod record;
mod run;
mod wav;
mod words;

use std::path::PathBuf;
use std::time::Duration;

use crate::app::sentence::Sentence;
use crate::config::Voice as Settings;
pub use clips::{ClipFault, Clips};
pub use record::Recording;
use run::{PLAY_SLACK, RunFault, SPEAK_LIMIT, run};
pub use wav::{Sound, WavFault};
pub use words::{late, too_long};

/// Makes sound of words.
const SPEAKER: [&str; 5] = ["espeak-ng", "-v", "vi", "-s", "140"];
/// Plays what stands on its standard input.
const PLAYER: [&str; 3] = ["aplay", "-q", "-"];
/// Records into its standard output until it is told to stop.
const RECORDER: [&str; 9] = [
    "arecord", "-q", "-f", "S16_LE", "-r", "22050", "-c", "1", "-",
];
/// The voice of one office.
#[derive(Debug, Clone)]
pub struct Voice {
    clips: Clips,
    player: Vec<String>,
    recorder: Vec<String>,
}

/// Why nothing is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no program that speaks, and these phrases were not recorded.
    NoSpeaker {
        /// What is missing among the recordings.
        missing: Vec<String>,
    },
    /// The program that speaks failed, with what it said.
    Speaker(String),
    /// A recording cannot be used.
    Clip(ClipFault),
    /// The program that plays is not installed.
    NoPlayer(String),
    /// There is no card to play on.
    NoCard,
    /// The program that plays failed, with what it said.
    Player(String),
    /// It was still playing at its deadline, and was ended.
    Stuck(String),
    /// The program that records is not installed.
    NoRecorder(String),
    /// There is no microphone.
    NoMicrophone,
    /// The program that records failed, with what it said.
    Recorder(String),
    /// The program that records did not end when it was told to, and was ended.
    StuckRecorder,
    /// Nothing was heard.
    NothingRecorded,
    /// The recording cannot be written into this file.
    Unwritten(PathBuf, String),
    /// The system has no more processes or memory.
    System(String),
}

impl Voice {
    /// The voice that the configuration describes, with the office's recordings in the folder `clips`.
    pub fn new(settings: &Settings, clips: PathBuf) -> Self {
        let usual = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            clips: Clips::new(clips),
            player: settings.player.clone().unwrap_or_else(|| usual(&PLAYER)),
            recorder: settings
                .recorder
                .clone()
                .unwrap_or_else(|| usual(&RECORDER)),
        }
    }

    /// The office's recordings.
    pub fn clips(&self) -> &Clips {
        &self.clips
    }

    /// The command that records, and its arguments.
    pub fn recorder(&self) -> &[String] {
        &self.recorder
    }

    /// Says a sentence, and comes back when all of it was played.
    ///
    /// # Errors
    /// Why it was not heard, or not to its end.
    pub fn say(&self, sentence: &Sentence) -> Result<(), Fault> {
        self.play(&self.sound(sentence)?)
    }

    /// Tries whether anything could be heard: plays a moment of silence, and speaks without playing.
    ///
    /// # Errors
    /// What is missing.
    pub fn probe(&self, sentence: &Sentence) -> Result<(), Fault> {
        self.sound(sentence)?;
        self.play(&Sound::silence(Duration::from_millis(50)))
    }

    /// The sentence as sound: recorded, or spoken by a program.
    fn sound(&self, sentence: &Sentence) -> Result<Sound, Fault> {
        if let Some(sound) = self.clips.join(sentence).map_err(Fault::Clip)? {
            return Ok(sound);
        }
        let mut command: Vec<String> = SPEAKER.map(str::to_owned).to_vec();
        command.extend(["--stdout".to_owned(), sentence.text()]);
        let spoken = run(&command, &[], SPEAK_LIMIT).map_err(|fault| match fault {
            RunFault::Missing => Fault::NoSpeaker {
                missing: self.clips.missing(sentence.phrases()),
            },
            RunFault::Failed(said) => Fault::Speaker(said),
            RunFault::Late => Fault::Speaker(words::too_slow()),
            RunFault::System(error) => Fault::System(error),
        })?;
        Sound::read(&spoken).map_err(|_| Fault::Speaker(words::no_sound()))
    }

    /// Plays a sound to its end.
    ///
    /// # Errors
    /// Why it was not heard, or not to its end.
    pub fn play(&self, sound: &Sound) -> Result<(), Fault> {
        let name = || self.player.first().cloned().unwrap_or_default();
        let limit = sound.length() + PLAY_SLACK;
        match run(&self.player, &sound.write(), limit) {
            Ok(_) => Ok(()),
            Err(RunFault::Missing) => Err(Fault::NoPlayer(name())),
            Err(RunFault::Failed(said)) if words::means_no_card(&said) => Err(Fault::NoCard),
            Err(RunFault::Failed(said)) => Err(Fault::Player(said)),
            Err(RunFault::Late) => Err(Fault::Stuck(name())),
            Err(RunFault::System(error)) => Err(Fault::System(error)),
        }
    }
}
