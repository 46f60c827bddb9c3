//! Announcements to the followers of the office's account (S3.4): their list, and one text for each, one at a time, in a
//! thread of its own: no message that concerns one citizen alone waits for it.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::http::Http;
use super::tokens::Tokens;
use super::worker::{Said, ask};
use crate::app::announcements::may_go;
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::app::post::zalo::next_morning;
use crate::config::ZaloSecrets;
use crate::domain::notice::{NoticeState, Route};
use crate::host::part::Reporter;
use crate::protocol::zalo::{
    Meaning, PAGE, Until, follower_message, followers, list_followers, meaning,
};
use crate::store::follower_id;

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
    Text { id: i64, user: String, text: String },
}

/// The thread, and what it is at.
pub(super) struct Followers {
    work: Sender<Work>,
    is_listing: bool,
    sending: Option<i64>,
    next_list: Option<Instant>,
    closed_until: i64,
}

impl Followers {
    /// Starts the thread.
    pub(super) fn start(
        tokens: Tokens,
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
                        Work::Text { id, user, text } => {
                            let answer = ask(&tokens, &secrets, &report, |key| {
                                let request = follower_message(key, &user, &text);
                                http.post(&tokens.zalo.addresses.openapi, &request)
                            });
                            let meant = answer.map_or_else(|meant| meant, |e| meaning(&e));
                            Said::Announced(id, meant)
                        }
                    });
                }
            })?;
        Ok(Self {
            work,
            is_listing: false,
            sending: None,
            next_list: None,
            closed_until: 0,
        })
    }

    /// Whether a text is with the thread.
    pub(super) fn is_sending(&self) -> bool {
        self.sending.is_some()
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
        id: i64,
        meant: &Meaning,
    ) -> Result<(), LiveError> {
        let wall = live.wall();
        let mut wait = |until: i64| {
            self.closed_until = until;
            live.write(|step| step.postpone_notice(id, until))
        };
        match meant {
            Meaning::Accepted => live.store().accepted_by_zalo(id, wall, 0)?,
            Meaning::NotSent(_) | Meaning::Token | Meaning::NotNow(Until::Minute) => {
                wait(wall + PAUSE)?;
            }
            Meaning::NotNow(Until::Morning | Until::Tomorrow) | Meaning::Unpaid(_) => {
                wait(next_morning(wall))?;
            }
            // Zalo delivers only to who wrote within 48 hours.
            Meaning::NotNow(Until::Written) | Meaning::NotThisPerson { .. } => {
                live.store().not_announced(id, "not-on-zalo")?;
            }
            Meaning::OurFault(words) => live.store().not_announced(id, words)?,
            Meaning::Unknown(words) => {
                let unknown = NoticeState::Unknown;
                live.store().notice_failed(id, unknown, words, None)?;
            }
        }
        self.sending = None;
        Ok(())
    }

    /// Gives the thread what is next.
    pub(super) fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let is_due = self.next_list.is_none_or(|t| live.instant() >= t);
        if is_due && !self.is_listing {
            self.is_listing = self.work.send(Work::List).is_ok();
        }
        let wall = live.wall();
        if self.sending.is_some() || wall < self.closed_until || is_held(live)? || !may_go(live) {
            return Ok(());
        }
        let Some(notice) = live.store().next_announced(Route::Follower, wall)? else {
            return Ok(());
        };
        let is_late = notice.worthless_after.is_some_and(|t| t < wall);
        let Some(user) = follower_id(&notice.phone).filter(|_| !is_late) else {
            let dropped = NoticeState::Dropped;
            return live.write(|step| step.end_notice(notice.id, dropped, "late").map(drop));
        };
        let (id, user, text) = (notice.id, user.to_owned(), notice.text.clone());
        if live.store().mark_sending(id)? {
            self.sending = Some(id);
            // A thread that has ended sends nothing: what it had is unclear at the next start.
            let _ = self.work.send(Work::Text { id, user, text });
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
