//! The office's account speaks: answers to who wrote to it, and announcements to its followers (S3.4), one text at a time, in
//! a thread of its own; and the followers' list. No template message waits for it, and no answer for an announcement.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::http::Http;
use super::replies::{address_in_time, next};
use super::tokens::Tokens;
use super::worker::{Said, ask};
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::app::post::zalo::{fall_back, next_morning};
use crate::config::ZaloSecrets;
use crate::domain::notice::{NoticeKind, NoticeState, Route};
use crate::host::part::Reporter;
use crate::protocol::zalo::{
    Meaning, PAGE, Until, follower_message, followers, list_followers, meaning,
};
use crate::store::Notice;

/// Their list is read anew so often, and after a failure so much later.
const LIST: Duration = Duration::from_secs(6 * 60 * 60);
const LIST_AGAIN: Duration = Duration::from_secs(10 * 60);
/// No office has more.
const MOST: usize = 50_000;
/// After a failure that may pass nothing goes out for so many milliseconds.
const PAUSE: i64 = 60 * 1000;

/// What the thread is to do.
enum Work {
    List,
    Text { notice: Box<Notice>, user: String },
}

/// The thread, and what it is at.
pub(super) struct Followers {
    work: Sender<Work>,
    /// Whether their list is kept.
    lists: bool,
    is_listing: bool,
    is_sending: bool,
    next_list: Option<Instant>,
    closed_until: i64,
}

impl Followers {
    /// Starts the thread.
    pub(super) fn start(
        tokens: Tokens,
        lists: bool,
        secrets: ZaloSecrets,
        report: Reporter<Said>,
    ) -> io::Result<Self> {
        let (work, given) = channel::<Work>();
        Builder::new()
            .name("zalo-followers".to_owned())
            .spawn(move || {
                let http = Http::new(Duration::from_secs(tokens.zalo.patience.into()));
                while let Ok(work) = given.recv() {
                    report.report(match work {
                        Work::List => Said::Listed(list(&tokens, &http, &secrets, &report)),
                        Work::Text { notice, user } => {
                            let answer = ask(&tokens, &secrets, &report, |key| {
                                let request = follower_message(key, &user, &notice.text);
                                http.post(&tokens.zalo.addresses.openapi, &request)
                            });
                            let meant = answer.map_or_else(|meant| meant, |e| meaning(&e));
                            Said::Texted(notice, meant)
                        }
                    });
                }
            })?;
        Ok(Self {
            work,
            lists,
            is_listing: false,
            is_sending: false,
            next_list: None,
            closed_until: 0,
        })
    }

    /// Whether the office keeps who follows its account.
    pub(super) fn lists(&self) -> bool {
        self.lists
    }

    /// Whether a text is with the thread.
    pub(super) fn is_sending(&self) -> bool {
        self.is_sending
    }

    /// The list that was read takes the place of the one before; without one, that stays.
    pub(super) fn listed(
        &mut self,
        live: &mut Live,
        ids: Option<&[String]>,
    ) -> Result<(), LiveError> {
        self.is_listing = false;
        let again = if ids.is_some() { LIST } else { LIST_AGAIN };
        self.next_list = Some(live.instant() + again);
        if let Some(ids) = ids {
            live.store_mut().set_followers(ids)?;
        }
        Ok(())
    }

    /// What became of a text.
    pub(super) fn settle(
        &mut self,
        live: &mut Live,
        notice: &Notice,
        meant: &Meaning,
    ) -> Result<(), LiveError> {
        let (id, wall) = (notice.id, live.wall());
        let is_answer = notice.kind != Some(NoticeKind::Announcement);
        let mut wait = |until: i64| {
            if !is_answer {
                self.closed_until = until;
            }
            live.write(|step| step.postpone_notice(id, until))
        };
        match meant {
            Meaning::Accepted => live.store().accepted_by_zalo(id, wall, 0)?,
            Meaning::NotSent(_) | Meaning::Token | Meaning::NotNow(Until::Minute) => {
                wait(wall + PAUSE)?;
            }
            // Nobody who wrote waits until tomorrow. Zalo delivers only to who wrote within 48 hours.
            Meaning::NotNow(_) | Meaning::Unpaid(_) if is_answer => {
                fall_back(live, notice, "zalo-closed")?;
            }
            Meaning::NotThisPerson { .. } if is_answer => {
                fall_back(live, notice, "not-on-zalo")?;
            }
            Meaning::NotNow(Until::Morning | Until::Tomorrow) | Meaning::Unpaid(_) => {
                wait(next_morning(wall))?;
            }
            Meaning::NotNow(Until::Written) | Meaning::NotThisPerson { .. } => {
                live.store().not_announced(id, "not-on-zalo")?;
            }
            Meaning::OurFault(words) => live.store().not_announced(id, words)?,
            Meaning::Unknown(words) => {
                let unknown = NoticeState::Unknown;
                live.store().notice_failed(id, unknown, words, None)?;
            }
        }
        Ok(())
    }

    /// Another text may be given to the thread.
    pub(super) fn is_over(&mut self) {
        self.is_sending = false;
    }

    /// Gives the thread what is next.
    pub(super) fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let is_due = self.next_list.is_none_or(|t| live.instant() >= t);
        if self.lists && is_due && !self.is_listing {
            self.is_listing = self.work.send(Work::List).is_ok();
        }
        let wall = live.wall();
        if self.is_sending || is_held(live)? {
            return Ok(());
        }
        let next = match wall < self.closed_until {
            true => live.store().next_in_chat(Route::Follower, wall)?,
            false => next(live, Route::Follower)?,
        };
        let Some(notice) = next else {
            return Ok(());
        };
        let Some(user) = address_in_time(live, &notice)? else {
            return Ok(());
        };
        if live.store().mark_sending(notice.id)? {
            self.is_sending = true;
            let notice = Box::new(notice);
            // A thread that has ended sends nothing: what it had is unclear at the next start.
            let _ = self.work.send(Work::Text { notice, user });
        }
        Ok(())
    }
}

/// All followers; `None` where the list could not be read to its end.
fn list(
    tokens: &Tokens,
    http: &Http,
    secrets: &ZaloSecrets,
    report: &Reporter<Said>,
) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for offset in (0..MOST).step_by(PAGE) {
        let answer = ask(tokens, secrets, report, |key| {
            http.get(&tokens.zalo.addresses.openapi, &list_followers(key, offset))
        });
        let (ids, total) = followers(&answer.ok()?).ok()?;
        all.extend(ids);
        if offset + PAGE >= total {
            return Some(all);
        }
    }
    Some(all)
}
