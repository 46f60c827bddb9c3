//! A head changes the rules: the configuration is written, and taken over at once.

use super::Desk;
use crate::domain::amendment::Amendment;
use crate::tui::words::calendar::amended;
use crate::tui::words::desk as words;

/// Carries out an amendment of the rules.
pub type Amend = dyn Fn(&Amendment) -> Result<(), String>;

impl Desk {
    /// The rules are changed in the configuration and hold at once. Answers whether they do.
    pub(super) fn amend(&mut self, change: &Amendment) -> bool {
        let written = (self.setting.amend)(change);
        let taken = written.and_then(|()| self.live.sync().map_err(|e| e.to_string()));
        if let Err(why_not) = taken {
            self.fail(&words::not_learned(&why_not));
            return false;
        }
        let words = amended(change, self.live.office().rules());
        self.with_view(|screen, view| screen.succeeded(&words, view));
        true
    }
}
