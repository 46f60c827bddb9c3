//! Who works at the desk: signing in, and out when nobody is there any more.

use chrono::TimeDelta;

use super::Desk;
use crate::app::officials::{self, SignInError};
use crate::tui::words::desk as words;

impl Desk {
    pub(super) fn sign_in(&mut self, official: String, pin: &str) {
        let desk = Some(self.screen.desk());
        match officials::sign_in(&mut self.live, desk, &official, pin) {
            Ok(()) => {
                let here = self.with_view(|screen, view| view.desk(screen.desk()).id.clone());
                self.note_pin(&official, true, Some(here));
                self.signed_in = Some(official);
                self.with_view(|screen, view| screen.succeeded(words::SIGNED_IN, view));
            }
            Err(error) => {
                // Taken away meanwhile: the form asks for a new one.
                if matches!(error, SignInError::NoPin) {
                    self.note_pin(&official, false, None);
                }
                self.fail(&error.to_string());
            }
        }
    }

    /// Nobody works in the name of somebody who has gone away.
    pub(super) fn sign_out_if_left_alone(&mut self) -> bool {
        let minutes = self.setting.sign_out_minutes;
        let left = TimeDelta::minutes(minutes.into());
        let is_left = self.live.now() - self.last_key >= left;
        if minutes == 0 || !self.setting.must_sign_in || self.signed_in.is_none() || !is_left {
            return false;
        }
        (self.signed_in, self.drawn) = (None, None);
        self.with_view(|screen, view| screen.left_alone(minutes, view));
        true
    }

    fn note_pin(&mut self, official: &str, has_pin: bool, at: Option<String>) {
        for known in &mut self.setting.officials {
            if known.id == official {
                known.has_pin = has_pin;
                known.counter = at.clone().or(known.counter.take());
            }
        }
    }
}
