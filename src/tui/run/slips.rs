//! Slips at the desk.

use super::Desk;
use crate::app::live::LiveError;
use crate::app::slip::Form;
use crate::app::slip::order::{Ordered, SlipFor, SlipKey, SlipState, Wish, of_ticket, order};
use crate::tui::words::Tone;
use crate::tui::words::slips as words;

/// A slip that this desk has asked for and that was not out yet.
pub(super) struct Awaited {
    key: SlipKey,
    name: String,
    /// What was said then.
    said: String,
}

impl Desk {
    /// Does what an official wishes with a slip. Answers whether it was done.
    pub(super) fn carry_out_slip(&mut self, key: SlipKey, wish: Wish) -> bool {
        let meant = match key.1 {
            SlipFor::Ticket(id) => of_ticket(self.live.store(), id).map_err(LiveError::from),
            SlipFor::Dossier(_) => Ok(key),
        };
        let done = meant.and_then(|key| Ok((key, order(&mut self.live, key, wish)?)));
        let said = match done {
            Ok((key, ordered)) => {
                let name = self.slip_name(key);
                let said = words::said(ordered, &name);
                if let (Ok(said), Ordered::Ordered(_)) = (&said, ordered) {
                    let said = said.clone();
                    self.slip = Some(Awaited { key, name, said });
                }
                said
            }
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

    /// By which number or code a slip is called.
    fn slip_name(&self, (form, of, _): SlipKey) -> String {
        let office = self.live.office();
        let name = match of {
            SlipFor::Ticket(id) => office
                .ticket(id)
                .map(|t| crate::tui::words::number(t.number)),
            SlipFor::Dossier(id) => {
                let dossier = office.dossiers().get(id);
                dossier.and_then(|d| d.code().map(str::to_owned))
            }
        };
        let name = name.unwrap_or_default();
        match form {
            Form::Number => name,
            form => format!("{} ({name})", form.id()),
        }
    }

    /// What became of the slip that was asked for takes the place of what was said then. Answers whether something did.
    pub(super) fn follow_slip(&mut self) -> bool {
        let Some(Awaited { key, name, said }) = &self.slip else {
            return false;
        };
        let last = self.live.store().last_slip(key.0.id(), key.1, key.2);
        let words = match last.ok().flatten().map(|slip| slip.state) {
            Some(SlipState::Waiting | SlipState::Sending) => return false,
            Some(SlipState::Printed) => (Tone::Good, words::printed(name)),
            // What the printer says of it stands above.
            _ => (Tone::Bad, words::not_printed(name)),
        };
        let said = said.clone();
        self.slip = None;
        self.with_view(|screen, view| screen.say_instead(&said, words, view));
        true
    }
}
