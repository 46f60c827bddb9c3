//! Zalo's part of the host: notices out as template messages, what citizens write to the office's bot in, and the answers
//! to it. Its threads speak with the servers (`worker`); this part only gives and takes, and waits for nobody.

mod followers;
mod http;
mod login;
mod pair;
mod receive;
mod renewal;
mod tokens;
mod worker;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

pub use login::{zalo_login, zalo_state};
pub use renewal::zalo_renew;

use super::part::{Part, Wake};
use crate::app::announcements::may_go;
use crate::app::clock::Clock;
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::app::post::zalo::{
    self, Closed, PATIENCE, UNCLEAR_LASTS, can_wait, fall_back, follow_unclear, next_by_zalo,
    next_morning, zalo_money_is_spent,
};
use crate::app::status::{Status, ZaloStatus};
use crate::config::{Zalo, ZaloSecrets};
use crate::domain::notice::{NoticeKind, NoticeState, Route};
use crate::protocol::zalo::{Meaning, Until};
use crate::store::{Notice, TokenFile};
use followers::Followers;
use tokens::Tokens;
use worker::{Job, Reply, Said};

/// Without a connection it is tried again after so long, then twice as long each time, up to the second.
const AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(600));
/// That one message was refused is told for so many milliseconds.
const FAULT_TOLD: i64 = 60 * 60 * 1000;
/// Too many at once: a pause of so many milliseconds.
const CROWD: i64 = 60 * 1000;
/// An answer to who wrote is tried so often.
const REPLY_TRIES: u32 = 5;
/// From so many days of the tokens on, the screens say that they end: they last three months.
const OLD_DAYS: i64 = 60;
/// What the store cannot take now is offered to it again so much later.
const RETRY: Duration = Duration::from_secs(2);
/// A notice of this kind goes to all who agreed.
const FOR_ALL: Option<NoticeKind> = Some(NoticeKind::Announcement);
/// So often the tokens' age is looked at.
const LOOK: Duration = Duration::from_secs(300);

/// The office's account at Zalo.
pub(super) struct ZaloPart {
    price: u32,
    database: std::path::PathBuf,
    reports: Receiver<Said>,
    jobs: Option<Sender<Job>>,
    replies: Option<Sender<Reply>>,
    stored: Option<Sender<()>>,
    followers: Option<Followers>,
    came: VecDeque<Said>,
    has_held: bool,
    may_send: bool,
    /// The notices that are with the threads.
    sending: Option<Notice>,
    replying: Option<i64>,
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

/// What is not well, in words.
#[derive(Default)]
struct Troubles {
    line: Option<String>,
    tokens: Option<String>,
    bot: Option<String>,
    unpaid: Option<String>,
    /// With the wall clock's time.
    fault: Option<(i64, String)>,
    old: Option<String>,
    spent: bool,
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
            followers: None,
            came: VecDeque::new(),
            has_held: false,
            may_send: true,
            sending: None,
            replying: None,
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
            part.troubles.bot = Some("thiếu bot_token trong tệp bí mật Zalo".to_owned());
        }
        let tokens = || Tokens {
            zalo: zalo.clone(),
            database: database.to_owned(),
            clock,
        };
        if zalo.followers {
            let (secrets, reporter) = (secrets.clone(), reporter.clone());
            part.followers = Some(Followers::start(tokens(), secrets, reporter)?);
        }
        if !zalo.templates.is_empty() {
            part.jobs = Some(worker::send(tokens(), secrets, reporter)?);
        }
        Ok(part)
    }

    fn take_all(&mut self, live: &mut Live) -> Result<(), LiveError> {
        while let Some(said) = self.came.front() {
            match said {
                Said::Sent(id, meant) => {
                    let (id, meant) = (*id, meant.clone());
                    self.settle(live, id, meant)?;
                    self.sending = None;
                    live.ring();
                }
                Said::Replied(id, meant) => {
                    let (id, meant) = (*id, meant.clone());
                    self.settle_reply(live, id, meant)?;
                    self.replying = None;
                    live.ring();
                }
                Said::Wrote(update) => {
                    let update = update.clone();
                    receive::take(live, &update)?;
                    if let Some(stored) = &self.stored {
                        let _ = stored.send(());
                    }
                }
                Said::Listed(ids) => {
                    if let Some(followers) = &mut self.followers {
                        followers.listed(live, ids.as_deref())?;
                    }
                }
                Said::Announced(id, meant) => {
                    if let Some(followers) = &mut self.followers {
                        followers.settle(live, *id, meant)?;
                    }
                    live.ring();
                }
                Said::Tokens(trouble) => self.troubles.tokens.clone_from(trouble),
                Said::Listening(trouble) => self.troubles.bot.clone_from(trouble),
            }
            self.came.pop_front();
        }
        Ok(())
    }

    /// What the answer to a template message means for the notice, and for those after it.
    fn settle(&mut self, live: &mut Live, id: i64, meant: Meaning) -> Result<(), LiveError> {
        let Some(notice) = self.sending.clone().filter(|n| n.id == id) else {
            return Ok(());
        };
        let wall = live.wall();
        if !matches!(meant, Meaning::NotSent(_) | Meaning::Token) {
            self.down_since = None;
            self.retry = None;
            self.pause = AGAIN.0;
            self.troubles.line = None;
        }
        match meant {
            Meaning::Accepted => {
                live.store().accepted_by_zalo(id, wall, self.price)?;
                self.troubles.unpaid = None;
                self.troubles.fault = None;
            }
            Meaning::NotSent(why) => {
                self.troubles.line = Some(why);
                self.is_down(live, &notice)?;
            }
            // What is in the way, the thread has told.
            Meaning::Token => self.is_down(live, &notice)?,
            Meaning::NotNow(Until::Written) => fall_back(live, &notice, "zalo-closed")?,
            Meaning::NotNow(until) => {
                let until = match until {
                    Until::Minute => wall + CROWD,
                    _ => next_morning(wall),
                };
                self.closed_until = Some(until);
                match can_wait(live, &notice, until) {
                    true => live.write(|step| step.postpone_notice(id, until))?,
                    false => fall_back(live, &notice, "zalo-closed")?,
                }
            }
            Meaning::NotThisPerson { sure } => {
                live.store().note_not_on_zalo(&notice.phone, wall, sure)?;
                fall_back(live, &notice, "not-on-zalo")?;
            }
            Meaning::Unpaid(words) => {
                self.closed_until = Some(next_morning(wall));
                self.troubles.unpaid = Some(words);
                fall_back(live, &notice, "zalo-closed")?;
            }
            Meaning::OurFault(words) => {
                let cause = format!("Zalo: {words}");
                self.troubles.fault = Some((wall, words));
                fall_back(live, &notice, &cause)?;
            }
            Meaning::Unknown(words) => zalo::unclear(live, id, &words)?,
        }
        Ok(())
    }

    /// Nothing was sent: it is tried again.
    fn is_down(&mut self, live: &mut Live, notice: &Notice) -> Result<(), LiveError> {
        live.write(|step| step.postpone_notice(notice.id, notice.not_before))?;
        self.down_since.get_or_insert(live.wall());
        self.retry = Some(live.instant() + self.pause);
        self.pause = (self.pause * 2).min(AGAIN.1);
        Ok(())
    }

    /// Gives the thread the next template message, when it is free and nothing holds it back.
    fn send_next(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if self.sending.is_some() || !self.may_send || is_held(live)? {
            return Ok(());
        }
        let wall = live.wall();
        let may_try = self.retry.is_none_or(|t| live.instant() >= t);
        let cut_off = self
            .down_since
            .is_some_and(|since| wall - since >= PATIENCE);
        self.closed_until = self.closed_until.filter(|until| wall < *until);
        let closed = match (&self.jobs, may_try) {
            (None, _) => Some(Closed::CutOff),
            (Some(_), true) => self.closed_until.map(Closed::Until),
            (Some(_), false) if cut_off => Some(Closed::CutOff),
            (Some(_), false) => Some(Closed::Down),
        };
        let Some((notice, filled)) = next_by_zalo(live, closed)? else {
            // Nobody waits for the line any more: whether it is still down, nobody knows.
            self.troubles.line.take_if(|_| may_try);
            return Ok(());
        };
        let Some(jobs) = self.jobs.as_ref() else {
            return Ok(());
        };
        // Kept as 0912…; Zalo is given 84912….
        let phone = format!("84{}", notice.phone.trim_start_matches('0'));
        if live.store().mark_sending(notice.id)? {
            let id = notice.id;
            match jobs.send(Job { id, phone, filled }) {
                Ok(()) => self.sending = Some(notice),
                Err(_) => {
                    self.jobs = None;
                    self.is_down(live, &notice)?;
                }
            }
        }
        Ok(())
    }

    /// Gives the thread the next answer to who wrote.
    fn reply_next(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let may_try = self.reply_retry.is_none_or(|t| live.instant() >= t);
        if self.replying.is_some() || !self.may_send || !may_try || is_held(live)? {
            return Ok(());
        }
        let Some(replies) = &self.replies else {
            return Ok(());
        };
        let wall = live.wall();
        let waiting = live.store().new_notices(Route::Chat)?;
        // What concerns all can wait for what concerns one.
        let mut own = waiting.into_iter().filter(|n| n.kind != FOR_ALL);
        let notice = match own.find(|n| n.not_before <= wall) {
            None if may_go(live) => live.store().next_announced(Route::Chat, wall)?,
            own => own,
        };
        let Some(notice) = notice else {
            return Ok(());
        };
        let is_late = notice.worthless_after.is_some_and(|t| t < wall);
        let to = zalo::chat_id(&notice.phone).filter(|_| !is_late);
        let Some(to) = to.map(str::to_owned) else {
            return live.write(|step| {
                step.end_notice(notice.id, NoticeState::Dropped, "late")
                    .map(drop)
            });
        };
        if live.store().mark_sending(notice.id)? {
            let (id, text) = (notice.id, notice.text);
            self.replying = Some(id);
            if replies.send(Reply { id, to, text }).is_err() {
                self.replies = None;
            }
        }
        Ok(())
    }

    fn settle_reply(&mut self, live: &mut Live, id: i64, meant: Meaning) -> Result<(), LiveError> {
        let wall = live.wall();
        self.reply_retry = None;
        let store = live.store();
        match meant {
            Meaning::Accepted => store.accepted_by_zalo(id, wall, 0)?,
            Meaning::NotSent(why) if store.notice_tries(id)? < REPLY_TRIES => {
                self.reply_retry = Some(live.instant() + AGAIN.0);
                store.notice_failed(id, NoticeState::Failed, &why, Some(wall))?;
            }
            Meaning::Unknown(why) => {
                store.notice_failed(id, NoticeState::Unknown, &why, None)?;
            }
            Meaning::NotSent(why) | Meaning::OurFault(why) => {
                store.notice_failed(id, NoticeState::Failed, &why, None)?;
            }
            _ => store.notice_failed(id, NoticeState::Failed, "no-answer", None)?,
        }
        Ok(())
    }

    /// Whether the account's tokens will end soon.
    fn look_at_tokens(&mut self, live: &Live) {
        let file = TokenFile::read(&self.database).ok().flatten();
        let file = file.filter(|_| self.jobs.is_some()).unwrap_or_default();
        let days = (live.wall() - file.given) / (24 * 60 * 60 * 1000);
        self.troubles.old = match file {
            file if file.spent => Some(
                "mã Zalo không làm mới được nữa; đăng nhập lại: motcua zalo login MÃ".to_owned(),
            ),
            file if file.given > 0 && days >= OLD_DAYS => Some(format!(
                "mã Zalo đã {days} ngày chưa làm mới, quá 90 ngày phải đăng nhập lại: motcua zalo login MÃ"
            )),
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
                if self.followers.is_none() {
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
        let wall = live.wall();
        let is_old = |(at, _): &mut (i64, String)| wall - *at >= FAULT_TOLD;
        self.troubles.fault.take_if(is_old);
        self.troubles.spent = zalo_money_is_spent(live)?;
        follow_unclear(live)?;
        self.step(live)
    }

    fn deadline(&self) -> Option<Instant> {
        // Who is busy reports when it is not.
        let retry = self.retry.filter(|_| self.sending.is_none());
        let reply = self.reply_retry.filter(|_| self.replying.is_none());
        [self.not_before, retry, reply].into_iter().flatten().min()
    }

    fn status(&self, status: &mut Status) {
        let t = &self.troubles;
        let said = |words: &Option<String>, before: &str| {
            words.as_ref().map(|words| format!("{before}{words}"))
        };
        let troubles = [
            said(&t.tokens, "Zalo: "),
            said(&t.line, "Zalo: "),
            said(&t.bot, "Zalo Bot: "),
            said(&t.unpaid, "Zalo dừng tin mẫu, tài khoản OA hết tiền: "),
            said(
                &t.fault.clone().map(|(_, words)| words),
                "Zalo từ chối một tin, đã báo cách khác: ",
            ),
            said(&t.old, ""),
            t.spent.then(|| {
                "đã dùng hết tiền tin Zalo của hôm nay ([zalo] daily_limit): báo bằng SMS hoặc cuộc gọi"
                    .to_owned()
            }),
        ];
        let troubles: Vec<String> = troubles.into_iter().flatten().collect();
        status.zalo = Some(ZaloStatus {
            trouble: troubles.first().cloned(),
        });
        status.notices.extend(troubles);
    }

    /// What is with the threads is waited for.
    fn finish(&mut self, live: &mut Live) -> bool {
        self.may_send = false;
        let _ = self.step(live);
        let is_announcing = self.followers.as_ref().is_some_and(Followers::is_sending);
        self.sending.is_none() && self.replying.is_none() && !is_announcing
    }
}
