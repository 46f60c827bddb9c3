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
    live.submit_with(by, event, |written| {
        let settled = MessageState::Settled;
        written.tx.settle_message(id, settled, None, None)?;
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
    Ok(live.store().message(id)?.map(came))
}

/// A call was not made after all, or a message is to be looked at again, and what an official answered to it not sent;
/// answers it, where it was noted otherwise and no answer has left.
///
/// # Errors
/// When the store cannot be read or written.
pub fn reopen(live: &mut Live, id: LetterId) -> Result<Option<Letter>, LiveError> {
    let id = match id {
        LetterId::In(id) => id,
        LetterId::Out(id) => {
            return live.write(|step| {
                let is_turned = step.turn_notice(id, NoticeState::Call)?;
                Ok(step.notice(id)?.filter(|_| is_turned).map(told))
            });
        }
    };
    let message = live.store().message(id)?;
    let Some(message) = message.filter(|m| m.state == MessageState::Settled) else {
        return Ok(None);
    };
    live.write(|step| {
        use NoticeState::{Call, Dropped, New};
        let replies = step.replies_to(id)?;
        let stays = |n: &Notice| matches!(n.state, New | Call | Dropped);
        if !replies.iter().all(stays) {
            return Ok(None);
        }
        for reply in replies {
            step.turn_notice(reply.id, Dropped)?;
        }
        step.settle_message(id, MessageState::Open, None, None)?;
        Ok(Some(came(message)))
    })
}
