//! Announcements at the desk.

use super::Desk;
use crate::app::Actor;
use crate::app::announcements::{self, Sent};
use crate::app::live::LiveError;
use crate::domain::announcement::{AnnouncementId, State};
use crate::tui::Screen;
use crate::tui::view::Announce;
use crate::tui::words::announcements as words;

/// Words of what was done, or why not.
type Done = Result<Result<&'static str, &'static str>, LiveError>;

impl Desk {
    /// Does what is asked for about announcements. Answers whether it was done.
    pub(super) fn carry_out_announcement(&mut self, what: Announce) -> bool {
        let signed_in = self.signed_in.clone();
        let by = Actor::Official {
            desk: Some(self.screen.desk()),
            id: signed_in.as_deref(),
        };
        let or_changed = |done: bool, said: &'static str| match done {
            true => Ok(said),
            false => Err(words::CHANGED),
        };
        let live = &mut self.live;
        let done: Done =
            match what {
                Announce::List => return self.list_announcements(),
                Announce::Look(id) => return self.look_at_announcement(id),
                Announce::Write(draft) => {
                    match announcements::write(live, signed_in.as_deref(), &draft) {
                        Ok(id) => return self.look_at_announcement(id),
                        Err(error) => Err(error),
                    }
                }
                Announce::Send(id, seen) => match announcements::send(live, by, id, &seen) {
                    Ok(Sent::Going) => Ok(Ok(words::sent(seen))),
                    Ok(Sent::Changed) => Ok(Err(words::CHANGED)),
                    Ok(Sent::Grown(_)) => {
                        let shown = self.look_at_announcement(id);
                        self.with_view(|screen, view| screen.remark(words::GROWN, view));
                        return shown;
                    }
                    Err(error) => Err(error),
                },
                Announce::Stop(id) => announcements::stop(live, by, id, true)
                    .map(|done| or_changed(done, words::STOPPED)),
                Announce::Resume(id) => announcements::stop(live, by, id, false)
                    .map(|done| or_changed(done, words::RESUMED)),
                Announce::Withdraw(id) => announcements::withdraw(live, by, id)
                    .map(|done| or_changed(done, words::WITHDRAWN)),
                Announce::Discard(id) => {
                    announcements::discard(live, id).map(|done| or_changed(done, words::DISCARDED))
                }
                Announce::Subscribe(phone) => {
                    let done = announcements::subscribe(live, signed_in.as_deref(), &phone);
                    done.map(|done| match done {
                        true => Ok(words::SUBSCRIBED),
                        false => Err(words::REFUSED),
                    })
                }
            };
        let done = match done {
            Ok(Ok(said)) => {
                self.with_view(|screen, view| screen.succeeded(said, view));
                return true;
            }
            Ok(Err(why)) => why.to_owned(),
            Err(error) => error.to_string(),
        };
        self.fail(&done);
        false
    }

    fn list_announcements(&mut self) -> bool {
        let list = announcements::list(&self.live).map(Some);
        self.found(list, words::CHANGED, Screen::show_announcements)
    }

    /// The second look at a draft.
    fn look_at_announcement(&mut self, id: AnnouncementId) -> bool {
        let found = self.live.store().announcement(id);
        let looked = match found {
            Ok(found) => match found.filter(|a| a.state == State::Draft) {
                Some(a) => {
                    announcements::reach(&mut self.live, &a.draft).map(|reach| Some((a, reach)))
                }
                None => Ok(None),
            },
            Err(error) => Err(error),
        };
        self.found(looked, words::CHANGED, |screen, (a, reach), view| {
            screen.look_again(&a, reach, view);
        })
    }
}
