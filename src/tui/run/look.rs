//! What a screen takes over that it did not do itself: the work of others, what citizens asked for, how the host is.

use std::time::Instant;

use super::{Desk, PATIENCE, QUIET};
use crate::app::status::Status;
use crate::tui::Command;
use crate::tui::words::desk as words;

impl Desk {
    pub(super) fn take_over(&mut self) {
        if let Err(error) = self.live.sync() {
            self.fail(&error.to_string());
        }
        self.tell_what_came();
        self.follow_slip();
        self.read_letters();
        self.read_comments();
        self.status = self.host_status();
    }

    /// Bookings and requests from outside are seen in the last line and heard.
    fn tell_what_came(&mut self) {
        let before = std::mem::replace(&mut self.seen, self.live.office().newest());
        if self.seen == before {
            return;
        }
        let own = self.own;
        let heard = self.with_view(|screen, view| {
            let mut came = view.office.made_after(before);
            came.retain(|t| Some(t.id) != own);
            screen.noticed(&came, view)
        });
        self.sound(heard);
    }

    /// Rings the terminal's bell, unless it rang only just now.
    pub(super) fn sound(&mut self, heard: Vec<Command>) {
        let is_quiet = self.rang.is_none_or(|rang| rang.elapsed() >= QUIET);
        for command in heard.into_iter().filter(|_| is_quiet) {
            self.rang = Some(Instant::now());
            self.carry_out(command);
        }
    }

    /// What the host says, unless it has fallen silent.
    pub(super) fn host_status(&mut self) -> Option<Status> {
        let silent = self.keeper.host_is_silent();
        let told = self.keeper.status().filter(|_| !silent);
        let young = self.opened.elapsed() < PATIENCE;
        let mut status = told.or_else(|| young.then(Status::default));
        let unmanned = self.unmanned();
        if let Some(status) = &mut status {
            status.unmanned = unmanned;
        }
        // The question about the clock goes before everything, also where no host could ask it.
        if self.live.clock_in_doubt() {
            status.get_or_insert_default().clock_in_doubt = true;
        }
        status
    }

    /// Looks at the clock, the host and the store. Answers whether anything that is drawn has changed.
    pub(super) fn look(&mut self) -> bool {
        if let Err(error) = self.keeper.keep() {
            self.fail(&words::no_host(&error.to_string()));
        }
        let before = self.status.take();
        let synced = self.live.sync();
        let version = self.live.store().version().filter(|_| synced.is_ok());
        let mut news = synced.unwrap_or(true);
        news |= self.sign_out_if_left_alone();
        self.tell_what_came();
        news |= self.follow_slip();
        news |= self.take_catalogue();
        news |= self.look_at_recorder();
        // What this desk writes itself rings. The page of messages counts by the day.
        if version.is_none() || version != self.read_at || self.screen.shows_messages() {
            self.read_at = version;
            news |= self.read_letters();
            news |= self.read_comments();
        }
        self.status = self.host_status();
        // The heartbeat alone is nothing to look at; a host that has fallen silent is.
        let seen = |status: &Option<Status>| {
            status.clone().map(|status| Status {
                heartbeat: 0,
                ..status
            })
        };
        news |= seen(&before) != seen(&self.status);
        let minute = self.live.now().format("%H:%M").to_string();
        news |= minute != self.minute;
        self.minute = minute;
        news | self.read_figures()
    }
}
