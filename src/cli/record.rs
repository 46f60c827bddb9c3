//! The microphone and the loudspeaker of this PC, for who records the office's voice at the screen.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::app::sentence::phrases;
use crate::config::Config;
use crate::domain::rules::Rules;
use crate::tui::Take;
use crate::tui::run::Recorder;
use crate::voice::{Fault, Recording, Sound, Voice, too_long};

/// A phrase takes seconds: whoever goes away is not recorded for hours.
const LONGEST: Duration = Duration::from_secs(20);

pub(super) struct Microphone {
    voice: Voice,
    recording: Option<(Recording, Instant)>,
    sound: Option<Sound>,
    /// The screen does not wait for a sound to end.
    playing: Option<JoinHandle<Result<(), Fault>>>,
}

impl Microphone {
    /// # Errors
    /// There is no place for recordings.
    pub(super) fn new(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            voice: Voice::new(&config.voice, config.clips_folder()?),
            recording: None,
            sound: None,
            playing: None,
        })
    }

    fn stop(&mut self) -> Result<(), Fault> {
        if let Some((recording, _)) = self.recording.take() {
            self.sound = Some(recording.stop()?);
        }
        Ok(())
    }

    fn play(&mut self) {
        if let Some(sound) = self.sound.clone() {
            let voice = self.voice.clone();
            self.playing = Some(std::thread::spawn(move || voice.play(&sound)));
        }
    }
}

impl Recorder for Microphone {
    fn missing(&self, rules: &Rules) -> (Vec<String>, usize) {
        let all = phrases(rules);
        let missing = self.voice.clips().missing(all.iter().map(String::as_str));
        (missing, all.len())
    }

    fn take(&mut self, take: &Take) -> Result<(), String> {
        let words = |fault: Fault| fault.to_string();
        match take {
            Take::Start => {
                let recording = Recording::start(self.voice.recorder()).map_err(words)?;
                self.recording = Some((recording, Instant::now()));
            }
            Take::Stop => {
                self.stop().map_err(words)?;
                self.play();
            }
            Take::Play => self.play(),
            Take::Keep(phrase) => {
                if let Some(sound) = &self.sound {
                    let kept = self.voice.clips().keep(phrase, sound);
                    kept.map_err(|fault| fault.to_string())?;
                }
            }
            Take::Open | Take::Leave => self.recording = None,
        }
        Ok(())
    }

    fn trouble(&mut self) -> Option<(Take, String)> {
        if let Some(playing) = self.playing.take_if(|playing| playing.is_finished()) {
            let fault = playing.join().ok()?.err()?;
            return Some((Take::Play, fault.to_string()));
        }
        let (recording, since) = self.recording.as_mut()?;
        let is_long = since.elapsed() > LONGEST;
        if !is_long && !recording.has_ended() {
            return None;
        }
        let why = self
            .stop()
            .map_or_else(|fault| fault.to_string(), |()| too_long());
        Some((Take::Stop, why))
    }
}
