//! Messages at the desk: read when something rings, told when one needs somebody, and what the official does with them.

use super::Desk;
use crate::app::Actor;
use crate::app::live::LiveError;
use crate::app::post::by_hand::{answer, reopen};
use crate::app::post::letters::{
    self, Letter, Letters, NoticeState, OpenLetters, hold, read_again, send_again, settle_message,
    settle_notice,
};
use crate::tui::view::View;
use crate::tui::words::desk as words;
use crate::tui::{Command, Screen};

impl Desk {
    /// Reads how many messages need a hand, and, while their page is shown, all of them. Answers whether anything that
    /// is drawn has changed.
    pub(super) fn read_letters(&mut self) -> bool {
        match Letters::read(&mut self.live, self.screen.shows_messages()) {
            Ok(letters) => {
                let before = std::mem::replace(&mut self.letters, letters);
                self.tell_of_message(before.open);
                before != self.letters
            }
            Err(error) => {
                self.read_at = None;
                self.fail(&error.to_string());
                true
            }
        }
    }

    /// The page of messages has just been opened.
    pub(super) fn read_letters_to_show(&mut self) {
        if self.screen.shows_messages() && self.letters.page.is_none() {
            self.drawn = None;
            self.read_letters();
        }
    }

    /// A message that needs somebody is seen in the last line and heard.
    fn tell_of_message(&mut self, before: OpenLetters) {
        let open = self.letters.open;
        let is_newer = open.newest > before.newest;
        if !is_newer && open.messages <= before.messages {
            return;
        }
        // The parts of a long message are older than what came while the others were awaited.
        let newest = match is_newer {
            true => letters::newest_open(&self.live, &open).unwrap_or_default(),
            false => None,
        };
        let heard = self.with_view(|screen, view| screen.noticed_message(newest.as_ref(), view));
        self.sound(heard);
    }

    /// Does what is asked for about messages. Answers whether it was done.
    pub(super) fn carry_out_letter(&mut self, command: Command) -> bool {
        let done = match command {
            Command::Seen(id) => {
                let letter = settle_message(&mut self.live, id);
                return self.turned(letter, words::CHANGED, settled);
            }
            Command::Answer { message, text } => {
                let by = Actor::Official {
                    desk: Some(self.screen.desk()),
                    id: self.signed_in.as_deref(),
                };
                let letter = answer(&mut self.live, by, message, &text);
                return self.turned(letter, words::CHANGED, |screen, letter, view| {
                    let words = words::replied(view, letter);
                    screen.settled(letter.id, words::ANSWER, &words, view);
                });
            }
            Command::Settle(id) => {
                let letter = settle_notice(&mut self.live, id);
                return self.turned(letter, words::CHANGED, settled);
            }
            Command::Reopen(id) => {
                let done = reopen(&mut self.live, id);
                let is_withdrawn = matches!(done, Ok(Some((_, true))));
                let letter = done.map(|done| done.map(|(letter, _)| letter));
                return self.turned(letter, words::NOT_REOPENED, |screen, letter, view| {
                    let words = words::reopened(view, letter, is_withdrawn);
                    screen.reopened(letter.id, &words, view);
                });
            }
            Command::SendAgain(id) => send_again(&mut self.live, id).map(|done| match done {
                true => Ok(words::SENT_AGAIN),
                false => Err(words::CHANGED.to_owned()),
            }),
            Command::HoldSending(held) => hold(&mut self.live, held).map(|()| match held {
                true => Ok(words::HELD),
                false => Ok(words::SENDING),
            }),
            Command::Learn {
                word,
                procedure,
                message,
            } => return self.learn(&word, &procedure, message),
            _ => return true,
        };
        self.read_letters();
        match done {
            Ok(Ok(words)) => {
                self.with_view(|screen, view| screen.succeeded(words, view));
                true
            }
            Ok(Err(words)) => {
                self.fail(&words);
                false
            }
            Err(error) => {
                self.fail(&error.to_string());
                false
            }
        }
    }

    /// The calls that an event has left to make.
    pub(super) fn calls_of(&self, seq: u64) -> Vec<i64> {
        self.live.store().calls_of_event(seq).unwrap_or_default()
    }

    /// A message or notice was noted as something else, and `say` says so. Answers whether it still could be.
    fn turned(
        &mut self,
        letter: Result<Option<Letter>, LiveError>,
        changed: &str,
        say: impl FnOnce(&mut Screen, &Letter, &View<'_>),
    ) -> bool {
        self.read_letters();
        self.found(letter, changed, |screen, letter, view| {
            say(screen, &letter, view);
        })
    }

    /// A word goes into the catalogue's file; the message that had it is read again.
    fn learn(&mut self, word: &str, procedure: &str, message: i64) -> bool {
        let learned = match (self.setting.learn_alias)(procedure, word) {
            Ok(learned) => learned,
            Err(why_not) => {
                self.fail(&words::not_learned(&why_not));
                return false;
            }
        };
        self.take_catalogue();
        if let Err(error) = read_again(&mut self.live, message, procedure) {
            self.fail(&error.to_string());
            return false;
        }
        self.read_letters();
        let known = self.live.catalogue().get(procedure);
        let name = known.map_or(procedure, |p| &p.name);
        let words = words::learned(&learned, name);
        self.with_view(|screen, view| screen.succeeded(&words, view));
        true
    }

    /// Takes another catalogue, when one has come into force. Answers whether one has.
    pub(super) fn take_catalogue(&mut self) -> bool {
        let Some(catalogue) = (self.setting.new_catalogue)() else {
            return false;
        };
        self.live.set_catalogue(catalogue);
        true
    }
}

/// A message was looked at, a call made or a notice given up.
fn settled(screen: &mut Screen, letter: &Letter, view: &View<'_>) {
    match letter.told().map(|told| told.state) {
        Some(NoticeState::Dropped) => screen.succeeded(words::DROPPED, view),
        _ => {
            let words = words::settled(&screen.scene(view), letter);
            screen.settled(letter.id, words::seen_or_called(letter), &words, view);
        }
    }
}
