//! What the screens show of messages in and out.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use crate::app::live::{Live, LiveError};
use crate::store::{Message, Notice, StoreError};

/// So many of the newest are shown.
const MOST: u32 = 200;

/// The newest messages and notices, and what they cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letters {
    /// What came in, newest first.
    pub messages: Vec<Message>,
    /// What citizens are told, newest first.
    pub notices: Vec<Notice>,
    /// Messages sent today.
    pub sent_today: u32,
    /// Messages sent this month.
    pub sent_this_month: u32,
    /// Whether an official holds all sending.
    pub held: bool,
}

/// The store's own value that holds all sending while it is `yes`.
const HOLD: &str = "hold-sending";

impl Letters {
    /// Reads them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(live: &mut Live) -> Result<Self, StoreError> {
        let (now, wall) = (live.now(), live.wall());
        let midnight = now.date().and_time(NaiveTime::MIN);
        let since = |from: NaiveDateTime| wall - (now - from).num_milliseconds();
        let month = midnight.with_day(1).unwrap_or(midnight);
        let store = live.store();
        Ok(Self {
            messages: store.messages(MOST)?,
            notices: store.notices(MOST)?,
            sent_today: store.sent_since(since(midnight))?,
            sent_this_month: store.sent_since(since(month))?,
            held: is_held(live)?,
        })
    }

    /// How many messages an official should look at, and calls there are to make.
    pub fn open(&self) -> usize {
        let messages = self.messages.iter().filter(|m| m.state == "open").count();
        let open = |n: &&Notice| matches!(n.state.as_str(), "call" | "unknown" | "failed");
        messages + self.notices.iter().filter(open).count()
    }
}

/// Whether an official holds all sending.
///
/// # Errors
/// When the store cannot be read.
pub fn is_held(live: &Live) -> Result<bool, StoreError> {
    Ok(live.store().meta(HOLD)?.as_deref() == Some("yes"))
}

/// Holds all sending, or lets it go on.
///
/// # Errors
/// When the store cannot be written.
pub fn hold(live: &mut Live, held: bool) -> Result<(), LiveError> {
    live.write(|step| step.set_meta(HOLD, if held { "yes" } else { "no" }))
}

/// A notice that was held, failed or came back unknown is sent (again), or a call is one to make again.
///
/// # Errors
/// When the store cannot be written.
pub fn send_again(live: &mut Live, id: i64) -> Result<(), LiveError> {
    let wall = live.wall();
    live.write(|step| step.renew_notice(id, wall))
}

/// An official made the call, or gives a notice up. Answers whether it was still open.
///
/// # Errors
/// When the store cannot be written.
pub fn settle_notice(live: &mut Live, id: i64) -> Result<bool, LiveError> {
    live.write(|step| {
        Ok(step.turn_notice(id, &["call"], "called")?
            || step.turn_notice(id, &["new", "unknown", "failed"], "dropped")?)
    })
}

/// An official has looked at a message.
///
/// # Errors
/// When the store cannot be written.
pub fn settle_message(live: &mut Live, id: i64) -> Result<(), LiveError> {
    live.write(|step| step.settle_message(id, "settled", None, None))
}
