//! A head records the office's voice at the screen.

use super::Desk;
use crate::domain::rules::Rules;
use crate::tui::Take;
use crate::tui::words::record as words;

/// A microphone and a loudspeaker; what they answer is for people.
pub trait Recorder {
    /// The phrases of these rules that were not recorded yet, and how many there are in all.
    fn missing(&self, rules: &Rules) -> (Vec<String>, usize);

    /// Does a step.
    ///
    /// # Errors
    /// Why it cannot be done.
    fn take(&mut self, take: &Take) -> Result<(), String>;

    /// Asked each second: why a recording has ended by itself or could not be heard.
    fn trouble(&mut self) -> Option<(Take, String)>;
}

impl Desk {
    pub(super) fn record(&mut self, take: &Take) {
        let Some(recorder) = &mut self.setting.recorder else {
            return self.fail(words::NO_RECORDER);
        };
        if *take == Take::Open {
            return self.screen.show_record(recorder.missing(self.live.rules()));
        }
        self.screen.recorded(take, recorder.take(take));
    }

    /// Looks how the recording goes. Answers whether there is something to be seen.
    pub(super) fn look_at_recorder(&mut self) -> bool {
        let recorder = self.setting.recorder.as_mut();
        let Some((take, why)) = recorder.and_then(|recorder| recorder.trouble()) else {
            return false;
        };
        self.screen.recorded(&take, Err(why));
        true
    }
}
