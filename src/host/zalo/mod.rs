//! Zalo's part of the host: notices out as template messages, what citizens write to the office's bot or account in,
//! and the answers to it. Its threads speak with the servers (`worker`); this part only gives and takes, and waits for nobody.

mod followers;
mod http;
mod login;
mod pair;
mod receive;
mod renewal;
mod replies;
mod templates;
mod tokens;
mod troubles;
mod worker;

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

pub use login::{zalo_login, zalo_state};
pub use renewal::zalo_renew;

use super::part::{Part, Wake};
use super::words::zalo as words;
use crate::app::clock::Clock;
use crate::app::live::{Live, LiveError};
use crate::app::post::zalo::{UNCLEAR_LASTS, follow_unclear, zalo_money_is_spent};
use crate::app::status::Status;
use crate::config::{Zalo, ZaloSecrets};
use crate::domain::notice::Route;
use crate::protocol::zalo::Happened;
use crate::store::TokenFile;
use followers::Followers;
use tokens::Tokens;
use troubles::Troubles;
use worker::{Job, Reply, Said};

/// Without a connection it is tried again after so long, then twice as long each time, up to the second.
const AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(600));
/// From so many days of the tokens on, the screens say that they end: they last three months.
const OLD_DAYS: i64 = 60;
/// What the store cannot take now is offered to it again so much later.
const RETRY: Duration = Duration::from_secs(2);
/// A report that the store refuses is offered to it again so much later, while the others go on; at most so many wait.
const ASIDE: (Duration, usize) = (Duration::from_secs(60), 200);
/// So often the tokens' age is looked at.
const LOOK: Duration = Duration::from_secs(300);

/// The pause after one that was not long enough.
fn pause_after(pause: Duration) -> Duration {
    (pause * 2).min(AGAIN.1)
}

/// The office's account at Zalo.
pub(super) struct ZaloPart {
    price: u32,
    database: std::path::PathBuf,
    reports: Receiver<Said>,
    jobs: Option<Sender<Job>>,
    replies: Option<Sender<Reply>>,
    stored: Option<Sender<()>>,
    fetched: Option<Sender<()>>,
    followers: Option<Followers>,
    came: VecDeque<Said>,
    /// Reports that the store refuses, and when they are offered to it again.
    aside: Vec<Said>,
    next_aside: Option<Instant>,
    has_held: bool,
    may_send: bool,
    /// Whether the threads have a notice.
    is_sending: bool,
    is_replying: bool,
    /// Since when there is no connection (wall clock), and when it is tried again.
    down_since: Option<i64>,
    retry: Option<Instant>,
    pause: Duration,
    reply_retry: Option<Instant>,
    /// Nothing goes out until then: a quota, a crowd, an empty purse.
    closed_until: Option<i64>,
    not_before: Option<Instant>,
    next_look: Option<Instant>,
    troubles: Troubles,
}

impl ZaloPart {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(
        zalo: &Zalo,
        database: &Path,
        clock: fn() -> Clock,
        wake: &Wake,
    ) -> anyhow::Result<Self> {
        let (reporter, reports) = wake.reports();
        let mut part = Self {
            price: zalo.price,
            database: database.to_owned(),
            reports,
            jobs: None,
            replies: None,
            stored: None,
            fetched: None,
            followers: None,
            came: VecDeque::new(),
            aside: Vec::new(),
            next_aside: None,
            has_held: false,
            may_send: true,
            is_sending: false,
            is_replying: false,
            down_since: None,
            retry: None,
            pause: AGAIN.0,
            reply_retry: None,
            closed_until: None,
            not_before: None,
            next_look: None,
            troubles: Troubles::default(),
        };
        let secrets = match ZaloSecrets::read(&zalo.secret_file) {
            Ok(secrets) => secrets,
            Err(why) => {
                part.troubles.tokens = Some(why);
                return Ok(part);
            }
        };
        let patience = Duration::from_secs(zalo.patience.into());
        if zalo.has_bot && !secrets.bot_token.is_empty() {
            let (address, token) = (&zalo.addresses.bot, &secrets.bot_token);
            let of_bot = || (address.clone(), token.clone());
            let (a, t) = of_bot();
            part.replies = Some(worker::reply(a, t, patience, reporter.clone())?);
            let (a, t) = of_bot();
            part.stored = Some(worker::listen(a, t, patience, reporter.clone())?);
        } else if zalo.has_bot {
            part.troubles.bot = Some(words::NO_BOT_TOKEN.to_owned());
        }
        let tokens = || Tokens::new(zalo, database, clock);
        if zalo.has_relay() && (secrets.relay_token.is_empty() || secrets.oa_secret.is_empty()) {
            part.troubles.relay = Some(words::NO_RELAY_TOKEN.to_owned());
        } else if zalo.has_relay() {
            let (zalo, secrets) = (zalo.clone(), secrets.clone());
            part.fetched = Some(worker::fetch(zalo, secrets, reporter.clone())?);
        }
        if zalo.followers || zalo.has_relay() {
            let (secrets, reporter) = (secrets.clone(), reporter.clone());
            let lists = zalo.followers;
            part.followers = Some(Followers::start(tokens(), lists, secrets, reporter)?);
        }
        if !zalo.templates.is_empty() {
            part.jobs = Some(worker::send(tokens(), secrets, reporter)?);
        }
        Ok(part)
    }

    /// Takes what the threads have reported. What the store refuses, and only that, is set aside: the rest goes on.
    fn take_all(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let mut early = Vec::new();
        let mut ended = Ok(());
        while let Some(said) = self.came.pop_front() {
            // A message may have arrived before the answer that it was accepted.
            if self.is_sending && matches!(said, Said::Happened(Happened::Arrived { .. })) {
                early.push(said);
                continue;
            }
            match self.take(live, &said) {
                Ok(()) => self.is_over(&said),
                Err(error) if error.is_of_one_write() && self.aside.len() < ASIDE.1 => {
                    self.is_over(&said);
                    self.set_aside(live, said, &error);
                }
                Err(error) => {
                    self.came.push_front(said);
                    ended = Err(error);
                    break;
                }
            }
        }
        self.came.extend(early);
        ended
    }

    fn take(&mut self, live: &mut Live, said: &Said) -> Result<(), LiveError> {
        match said {
            Said::Sent(notice, meant) => self.settle(live, notice, meant.clone())?,
            Said::Replied(id, meant) => self.settle_reply(live, *id, meant.clone())?,
            Said::Wrote(update) => return receive::take(live, Route::Chat, update),
            Said::Happened(happened) => {
                let lists = self.lists_followers();
                // Who can reach the relay can post anything there: what is Zalo's ends the word about what was not.
                self.troubles.unbelieved = None;
                return receive::take_happened(live, happened, self.price, lists);
            }
            Said::Unbelieved(why) => {
                self.troubles.unbelieved = Some(words::unbelieved(*why));
                return Ok(());
            }
            Said::Fetching(trouble) => {
                self.troubles.relay.clone_from(trouble);
                return Ok(());
            }
            Said::Listed(ids) => {
                if let Some(followers) = &mut self.followers {
                    followers.listed(live, ids.as_deref())?;
                }
                return Ok(());
            }
            Said::Texted(notice, meant) => {
                if let Some(followers) = &mut self.followers {
                    followers.settle(live, notice, meant)?;
                }
            }
            Said::Tokens(trouble) => {
                self.troubles.tokens.clone_from(trouble);
                return Ok(());
            }
            Said::Listening(trouble) => {
                self.troubles.bot.clone_from(trouble);
                return Ok(());
            }
        }
        live.ring();
        Ok(())
    }

    fn lists_followers(&self) -> bool {
        self.followers.as_ref().is_some_and(Followers::lists)
    }

    /// Whoever reported this may go on.
    fn is_over(&mut self, said: &Said) {
        match said {
            Said::Sent(..) => self.is_sending = false,
            Said::Replied(..) => self.is_replying = false,
            Said::Wrote(_) => {
                if let Some(stored) = &self.stored {
                    let _ = stored.send(());
                }
            }
            Said::Happened(_) | Said::Unbelieved(_) => {
                if let Some(fetched) = &self.fetched {
                    let _ = fetched.send(());
                }
            }
            Said::Texted(..) => {
                if let Some(followers) = &mut self.followers {
                    followers.is_over();
                }
            }
            Said::Listed(_) | Said::Tokens(_) | Said::Listening(_) | Said::Fetching(_) => {}
        }
    }

    fn set_aside(&mut self, live: &Live, said: Said, error: &LiveError) {
        let again = live.instant() + ASIDE.0;
        self.next_aside.get_or_insert(again);
        self.aside.push(said);
        let words = words::set_aside(self.aside.len(), &error.to_string());
        // Its terminal may be gone, where `eprintln!` would panic.
        let _ = writeln!(std::io::stderr(), "motcua serve: Zalo: {words}");
        self.troubles.aside = Some(words);
    }

    /// Offers the store again what it refused.
    fn take_aside(&mut self, live: &mut Live) {
        if self.next_aside.is_none_or(|t| live.instant() < t) {
            return;
        }
        self.next_aside = None;
        self.troubles.aside = None;
        for said in std::mem::take(&mut self.aside) {
            if let Err(error) = self.take(live, &said) {
                self.set_aside(live, said, &error);
            }
        }
    }

    /// Whether the account's tokens will end soon.
    fn look_at_tokens(&mut self, live: &Live) {
        let file = TokenFile::read(&self.database).ok().flatten();
        let file = file
            .filter(|_| self.jobs.is_some() || self.followers.is_some())
            .unwrap_or_default();
        let days = (live.wall() - file.given) / (24 * 60 * 60 * 1000);
        self.troubles.old = match file {
            file if file.spent => Some(words::cannot_be_renewed()),
            file if file.given > 0 && days >= OLD_DAYS => Some(words::old(days)),
            _ => None,
        };
    }
}

impl Part for ZaloPart {
    fn take_reports(&mut self, _now: NaiveDateTime) {
        self.came.extend(self.reports.try_iter());
    }

    fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let now = live.instant();
        if self.not_before.is_some_and(|t| now < t) {
            return Ok(());
        }
        // What has come to its time is no deadline any more, whatever becomes of it.
        self.not_before = None;
        self.retry.take_if(|t| *t <= now);
        self.reply_retry.take_if(|t| *t <= now);
        let mut work = || -> Result<(), LiveError> {
            if !self.has_held {
                let look = live.wall() + UNCLEAR_LASTS;
                for route in [Route::Zalo, Route::Chat, Route::Follower] {
                    live.store().hold_unsettled(route, look)?;
                }
                if !self.lists_followers() {
                    live.store_mut().set_followers(&[])?;
                }
                self.has_held = true;
            }
            self.take_all(live)?;
            self.reply_next(live)?;
            self.send_next(live)?;
            match &mut self.followers {
                Some(followers) if self.may_send => followers.step(live),
                _ => Ok(()),
            }
        };
        let done = work();
        if done.is_err() {
            self.not_before = Some(live.instant() + RETRY);
        }
        done
    }

    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if live.clock_in_doubt() {
            return Ok(());
        }
        if self.next_look.is_none_or(|t| live.instant() >= t) {
            self.next_look = Some(live.instant() + LOOK);
            self.look_at_tokens(live);
        }
        self.troubles.age(live.wall());
        self.troubles.spent = zalo_money_is_spent(live)?;
        follow_unclear(live)?;
        self.take_aside(live);
        self.step(live)
    }

    fn deadline(&self) -> Option<Instant> {
        // Who is busy reports when it is not.
        let retry = self.retry.filter(|_| !self.is_sending);
        let reply = self.reply_retry.filter(|_| !self.is_replying);
        [self.not_before, retry, reply].into_iter().flatten().min()
    }

    fn status(&self, status: &mut Status) {
        self.troubles.tell(status);
    }

    /// What is with the threads is waited for.
    fn finish(&mut self, live: &mut Live) -> bool {
        if std::mem::take(&mut self.may_send) {
            // What the store refused goes with this host, unless it takes it now.
            self.next_aside = self.next_aside.map(|_| live.instant());
            self.take_aside(live);
        }
        let _ = self.step(live);
        let is_announcing = self.followers.as_ref().is_some_and(Followers::is_sending);
        !self.is_sending && !self.is_replying && !is_announcing
    }
}
