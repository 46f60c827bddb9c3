//! Answers to who wrote to the bot, one at a time.

use super::worker::Reply;
use super::{AGAIN, ZaloPart};
use crate::app::announcements::may_go;
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::domain::notice::{NoticeState, Route};
use crate::protocol::zalo::Meaning;
use crate::store::Notice;

/// An answer to who wrote is tried so often.
const REPLY_TRIES: u32 = 5;
/// What goes next to who wrote on Zalo: what concerns all can wait for what concerns one.
pub(super) fn next(live: &mut Live, route: Route) -> Result<Option<Notice>, LiveError> {
    let wall = live.wall();
    Ok(match live.store().next_in_chat(route, wall)? {
        None if may_go(live) => live.store().next_announced(route, wall)?,
        own => own,
    })
}

/// Where a notice goes; `None`: nowhere any more, and it has ended.
pub(super) fn address_in_time(
    live: &mut Live,
    notice: &Notice,
) -> Result<Option<String>, LiveError> {
    let is_late = notice.worthless_after.is_some_and(|t| t < live.wall());
    let to = Route::id_of(&notice.phone).filter(|_| !is_late);
    if to.is_none() {
        live.write(|step| step.end_notice(notice.id, NoticeState::Dropped, "late"))?;
    }
    Ok(to.map(str::to_owned))
}

impl ZaloPart {
    /// Gives the thread the next answer to who wrote.
    pub(super) fn reply_next(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let may_try = self.reply_retry.is_none_or(|t| live.instant() >= t);
        if self.is_replying || !self.may_send || !may_try || is_held(live)? {
            return Ok(());
        }
        let Some(replies) = &self.replies else {
            return Ok(());
        };
        let Some(notice) = next(live, Route::Chat)? else {
            return Ok(());
        };
        let Some(to) = address_in_time(live, &notice)? else {
            return Ok(());
        };
        if live.store().mark_sending(notice.id)? {
            let (id, text) = (notice.id, notice.text);
            self.is_replying = true;
            if replies.send(Reply { id, to, text }).is_err() {
                self.replies = None;
            }
        }
        Ok(())
    }

    pub(super) fn settle_reply(
        &mut self,
        live: &mut Live,
        id: i64,
        meant: Meaning,
    ) -> Result<(), LiveError> {
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
}
