//! The booking page at the desk: shut and opened, its displays paired, what one place has sent taken back.

use super::Desk;
use crate::app::live::LiveError;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::Command;
use crate::tui::words::desk as words;

impl Desk {
    /// Does what is asked for about the booking page. Answers whether it was done.
    pub(super) fn carry_out_at_door(&mut self, command: Command) -> bool {
        let now = self.live.office().now();
        let actor = self.signed_in.clone();
        let done = match command {
            Command::ShowSource(id) => return self.show_source(id),
            Command::ShutForm(shut) => {
                let written = self.live.write(|tx| tx.shut_form(shut));
                written.map(|()| {
                    if shut {
                        words::FORM_SHUT
                    } else {
                        words::FORM_OPEN
                    }
                })
            }
            Command::PairDisplay(number) => self
                .live
                .write(|tx| tx.pair_display(&number, now, actor.as_deref()))
                .map(|()| words::PAIRED),
            Command::ForgetDisplays => {
                #[expect(
                    clippy::redundant_closure_for_method_calls,
                    reason = "the method is of one lifetime"
                )]
                let written = self.live.write(|tx| tx.forget_displays());
                written.map(|()| words::DISPLAYS_FORGOTTEN)
            }
            _ => return true,
        };
        self.answer(done)
    }

    /// What came from where a ticket came from, as far as it still can be taken back.
    fn show_source(&mut self, id: TicketId) -> bool {
        match self.live.store().of_same_source(id) {
            Ok(mut tickets) => {
                let office = self.live.office();
                let is_open = |t: &Ticket| !t.state.is_final();
                tickets.retain(|id| office.ticket(*id).is_some_and(is_open));
                if tickets.is_empty() {
                    self.fail(words::SOURCE_FORGOTTEN);
                    return false;
                }
                self.with_view(|screen, view| screen.show_source(tickets, view));
                true
            }
            Err(error) => self.answer(Err(error.into())),
        }
    }

    fn answer(&mut self, done: Result<&'static str, LiveError>) -> bool {
        match done {
            Ok(words) => self.with_view(|screen, view| screen.succeeded(words, view)),
            Err(error) => {
                self.fail(&error.to_string());
                return false;
            }
        }
        true
    }
}
