//! How much one sender may ask, and what is done all the same beyond that: whose number a message bears need not have sent it.

use super::reading::Plan;
use crate::app::live::Live;
use crate::domain::Event;
use crate::domain::event::{Output, Timed};
use crate::domain::sms::{reply, seeks_earlier};
use crate::domain::text::Phone;
use crate::store::SenderRecord;

/// More equal messages from one number in an hour are a loop of two machines.
const SAME_AN_HOUR: u32 = 3;
/// Of who writes beyond all limits, or what is not answered, so many are looked at in a day: more would hide those of others.
pub(super) const MOST_OPEN: u32 = 3;
/// A helper writes for twenty people, not for two hundred.
const HELPERS_ANSWERS_A_DAY: u32 = 30;
/// After so many cancellations and moves in a day that met no booking, only a code will do: who knows the procedure and the
/// day would else find the number by trying. After so many commands of one message that did nothing, an official reads
/// the rest.
pub(super) const MOST_MISSES: usize = 3;

/// Whether two machines seem to answer each other. `OK` and thanks are said again and again, and cost nothing by themselves.
pub(super) fn is_loop(record: &SenderRecord, text: &str) -> bool {
    record.same >= SAME_AN_HOUR && reply(text).is_none()
}

/// Whether the phone may be answered once more today.
pub(super) fn answers_left(live: &Live, phone: &Phone, record: &SenderRecord) -> bool {
    let most = live.post().rules.answers_a_day;
    record.answers
        < match live.office().phone(phone).is_some_and(|p| p.helper) {
            true => HELPERS_ANSWERS_A_DAY.max(most),
            false => most,
        }
}

/// Whether it is done beyond the limit, too: what is taken back, and the word to what the office has offered. No more of that
/// can be than there are bookings and offers. `accepts`: it is what `OK` stands for.
pub(super) fn is_beyond(plan: &Plan, text: &str, accepts: bool) -> bool {
    match plan {
        Plan::Silence | Plan::News(false) => true,
        // A refusal that is kept.
        Plan::Say(text) => text.is_empty(),
        Plan::Event(Event::Cancel { .. } | Event::Accept { .. }) => true,
        Plan::Event(Event::SeekEarlier { seek: false, .. }) => seeks_earlier(text).is_none(),
        Plan::Event(_) => accepts,
        _ => false,
    }
}

/// Whether something became of a booking or an offer that is told whatever else was: a forged sender must not use the answers
/// up first.
pub(super) fn must_tell(plan: &Plan, outputs: &[Timed]) -> bool {
    let told = |timed: &Timed| {
        matches!(
            timed.output,
            Output::Cancelled { reason: None, .. }
                | Output::Moved { .. }
                | Output::Offered { .. }
                | Output::Requested { .. }
                | Output::Confirmed { .. }
                | Output::SeeksEarlier { seek: false, .. }
        )
    };
    match plan {
        Plan::Event(_) => outputs.iter().any(told),
        Plan::Enough(_) => true,
        _ => false,
    }
}
