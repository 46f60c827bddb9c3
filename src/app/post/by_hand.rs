//! What an official answers to a message in own words, and what was noted by a slip.

use super::letters::{Letter, LetterId, came, told};
use super::{ANSWER_LASTS, Post, fresh};
use crate::app::Actor;
use crate::app::live::{Live, LiveError};
use crate::domain::event::{Audit, Event};
use crate::domain::notice::{MessageState, NoticeKind, NoticeState, Route};
use crate::domain::text::Phone;
use crate::store::Notice;

impl Post {
    /// By which of Zalo's doors who wrote there can be answered.
    pub(super) fn chats(&self) -> Vec<Route> {
        let doors = [
            (self.has_chat, Route::Chat),
            (self.has_account_chat, Route::Follower),
        ];
        let open = doors.into_iter().filter(|(is_open, _)| *is_open);
        open.map(|(_, route)| route).collect()
    }
}

/// An official answers a message, which is looked at thereby; the log keeps who did. Answers the message, where it still
/// waited.
///
/// # Errors
/// When the store cannot be read or written.
pub fn answer(
    live: &mut Live,
    by: Actor<'_>,
    id: i64,
    text: &str,
) -> Result<Option<Letter>, LiveError> {
    let message = live.store().message(id)?;
    let Some(message) = message.filter(|m| m.state == MessageState::Open) else {
        return Ok(None);
    };
    let phone = Phone::of(&message.sender);
    let post = live.post().clone();
    // The words stand in the notice alone, with which they go when the person's data go.
    let event = Event::Audit {
        what: Audit::Answered,
        official: None,
        text: None,
    };
    let mut is_answered = false;
    live.submit_with(by, event, |written| {
        // Another desk was faster: nobody is answered twice.
        let (open, settled) = (MessageState::Open, MessageState::Settled);
        is_answered = written.tx.turn_message(id, open, settled)?;
        if !is_answered {
            return Ok(());
        }
        let not_before = post.send_time(written.office.now(), written.wall);
        let notice = Notice {
            answers: Some(id),
            route: Route::of_chat(phone.as_str()).unwrap_or_default(),
            not_before,
            worthless_after: Some(not_before + ANSWER_LASTS),
            ..fresh(written, NoticeKind::Reply, &phone, text.to_owned())
        };
        written.tx.put_notice(&notice).map(drop)
    })?;
    let message = live.store().message(id)?;
    Ok(message.filter(|_| is_answered).map(came))
}

/// A call was not made after all, or a message is to be looked at again, and what an official answered to it not sent;
/// answers it, and whether such an answer was withdrawn, where it was noted otherwise and no answer has left.
///
/// # Errors
/// When the store cannot be read or written.
pub fn reopen(live: &mut Live, id: LetterId) -> Result<Option<(Letter, bool)>, LiveError> {
    let id = match id {
        LetterId::In(id) => id,
        LetterId::Out(id) => {
            return live.write(|step| {
                let is_turned = step.turn_notice(id, NoticeState::Call)?;
                let notice = step.notice(id)?.filter(|_| is_turned);
                Ok(notice.map(|notice| (told(notice), false)))
            });
        }
    };
    let Some(message) = live.store().message(id)? else {
        return Ok(None);
    };
    live.write(|step| {
        use NoticeState::{Call, Dropped, Failed, New};
        let replies = step.replies_to(id)?;
        let stays = |n: &Notice| matches!(n.state, New | Call | Dropped | Failed);
        let (settled, open) = (MessageState::Settled, MessageState::Open);
        if !replies.iter().all(stays) || !step.turn_message(id, settled, open)? {
            return Ok(None);
        }
        let mut is_withdrawn = false;
        for reply in replies {
            is_withdrawn |= step.turn_notice(reply.id, Dropped)?;
        }
        Ok(Some((came(message), is_withdrawn)))
    })
}
