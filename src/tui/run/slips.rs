//! Slips at the desk.

use super::Desk;
use crate::app::live::LiveError;
use crate::app::slip::order::{SlipFor, SlipKey, Wish, of_ticket, order};
use crate::tui::words::slips as words;

impl Desk {
    /// Does what an official wishes with a slip. Answers whether it was done.
    pub(super) fn carry_out_slip(&mut self, key: SlipKey, wish: Wish) -> bool {
        let meant = match key.1 {
            SlipFor::Ticket(id) => of_ticket(self.live.store(), id).map_err(LiveError::from),
            SlipFor::Dossier(_) => Ok(key),
        };
        let done = meant.and_then(|key| order(&mut self.live, key, wish));
        let said = match done {
            Ok(ordered) => words::said(ordered).map_err(str::to_owned),
            Err(error) => Err(error.to_string()),
        };
        match said {
            Ok(words) => {
                self.with_view(|screen, view| screen.succeeded(&words, view));
                true
            }
            Err(words) => {
                self.fail(&words);
                false
            }
        }
    }
}
