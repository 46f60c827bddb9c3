//! Slips at the desk.

use super::Desk;
use crate::app::slip::order::{SlipKey, Wish, order};
use crate::tui::words::slips as words;

impl Desk {
    /// Does what an official wishes with a slip. Answers whether it was done.
    pub(super) fn carry_out_slip(&mut self, key: SlipKey, wish: Wish) -> bool {
        let said = match order(&mut self.live, key, wish) {
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
