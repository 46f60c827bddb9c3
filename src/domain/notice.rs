//! Messages that citizens send and notices that they are given: their kinds, their states, and which may follow which.

use super::dossier::Stage;
use super::ticket::State;
use crate::domain::sms::gsm;

/// What a citizen is told.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// The answer to a message.
    Answer,
    /// What an official answers to a message in own words: it is none of the answers of a day, and no `OK` behind it accepts anything.
    Reply,
    /// How to write a message.
    Help,
    /// Thanks for a rating (S5): whom it went to is forgotten as soon as it is out.
    Rated,
    /// Why a rating was not taken.
    NotRated,
    /// A booking (S2.2).
    Booked,
    /// A booking has another time.
    Moved,
    /// A booking was taken back by the office.
    Cancelled,
    /// A booking was taken back on the page, by whoever had the link.
    CancelledByCitizen,
    /// A request became a booking (S1.4).
    Confirmed,
    /// The office offers another time (S1.4).
    Proposed,
    /// A freed time is offered to who would like an earlier one.
    EarlierOffered,
    /// The office declines a request.
    Declined,
    /// A request came to nothing.
    Lapsed,
    /// What was told before was a slip.
    Corrected,
    /// The evening before.
    Reminder,
    /// The turn is near.
    Near,
    /// A dossier was received.
    DossierReceived,
    /// Papers of a dossier are missing.
    DossierPapers,
    /// A dossier's papers are back: the new due date.
    DossierBack,
    /// A dossier is late, or a day off moved it: the new due date.
    DossierLate,
    /// A dossier's result can be fetched.
    DossierReady,
    /// It can still be fetched, a week later.
    DossierWaits,
    /// A dossier is refused.
    DossierRefused,
    /// A dossier is stopped, as was asked.
    DossierStopped,
    /// What was told of a dossier was a slip.
    DossierCorrected,
    /// Something for all who agreed (S3.4).
    Announcement,
}

impl NoticeKind {
    /// All kinds.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Whether an official must call when no message can be sent: the citizen would come in vain, or waits for it.
    pub fn must_reach(self) -> bool {
        !matches!(
            self,
            Self::Answer
                | Self::Help
                | Self::Rated
                | Self::NotRated
                | Self::Booked
                | Self::CancelledByCitizen
                | Self::Reminder
                | Self::EarlierOffered
                | Self::Near
                | Self::DossierReceived
                | Self::DossierBack
                | Self::DossierWaits
                | Self::Announcement
        )
    }

    /// In which order they are sent: who wrote is answered before all else; what changes somebody's way comes before
    /// what the page has said already, and that before what can wait.
    pub fn rank(self) -> u8 {
        match self {
            Self::Answer | Self::Reply | Self::Rated | Self::NotRated => 0,
            // There is half an hour to answer it.
            Self::EarlierOffered => 1,
            kind if kind.must_reach() => 1,
            Self::Booked | Self::CancelledByCitizen => 2,
            // What concerns all can wait for what concerns one.
            Self::Announcement => 4,
            _ => 3,
        }
    }

    /// Whether what it says still holds of a ticket in this state.
    pub fn holds_of(self, state: State) -> bool {
        match self {
            Self::Booked | Self::Moved | Self::Confirmed | Self::Corrected | Self::Reminder => {
                state.is_ahead() || state == State::Serving
            }
            Self::Proposed => state == State::Proposed,
            Self::EarlierOffered => state == State::Booked,
            Self::Near => state == State::Waiting,
            Self::Cancelled | Self::CancelledByCitizen | Self::Declined | Self::Lapsed => {
                state.is_final()
            }
            Self::Answer
            | Self::Reply
            | Self::Help
            | Self::Rated
            | Self::NotRated
            | Self::DossierReceived
            | Self::DossierPapers
            | Self::DossierBack
            | Self::DossierLate
            | Self::DossierReady
            | Self::DossierWaits
            | Self::DossierRefused
            | Self::DossierStopped
            | Self::DossierCorrected
            | Self::Announcement => true,
        }
    }

    /// Whether what it says still holds of a dossier in this stage.
    pub fn holds_of_dossier(self, stage: Stage) -> bool {
        match self {
            Self::DossierPapers => stage == Stage::AwaitsPapers,
            Self::DossierReceived | Self::DossierBack | Self::DossierLate => stage.is_open(),
            Self::DossierReady | Self::DossierWaits => stage == Stage::Completed,
            _ => true,
        }
    }
}

/// Where a phone would stand: before Zalo's id of who wrote to the bot.
pub const CHAT: &str = "zalo:";
/// Likewise of who follows the account, or wrote to it.
pub const FOLLOWER: &str = "oa:";

/// By which way a notice goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Route {
    /// A text message through the modem; also what is to be said in a call.
    #[default]
    Sms,
    /// A template message of Zalo's, to a phone.
    Zalo,
    /// A text to who wrote to the office's bot.
    Chat,
    /// A text to who follows the office's account at Zalo, or wrote to it.
    Follower,
}

impl Route {
    /// By which way who wrote on Zalo is answered; `None` for a phone.
    pub fn of_chat(sender: &str) -> Option<Self> {
        match sender {
            id if id.starts_with(CHAT) => Some(Self::Chat),
            id if id.starts_with(FOLLOWER) => Some(Self::Follower),
            _ => None,
        }
    }

    /// Zalo's id of who wrote there; `None` for a phone.
    pub fn id_of(sender: &str) -> Option<&str> {
        let doors = [CHAT, FOLLOWER];
        doors.iter().find_map(|before| sender.strip_prefix(before))
    }

    /// Whether who is there is known by an id of Zalo's, not by a phone.
    pub const fn is_chat(self) -> bool {
        matches!(self, Self::Chat | Self::Follower)
    }

    /// A text as it is kept for this way: what may go out by the modem, in the letters that it sends; only who writes on Zalo
    /// gets the accents.
    pub fn letters(self, text: &str) -> String {
        match self {
            Self::Chat | Self::Follower => text.to_owned(),
            Self::Sms | Self::Zalo => gsm(text),
        }
    }

    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// How far a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeState {
    /// It waits for the modem.
    #[default]
    New,
    /// The modem has it.
    Sending,
    /// The network has it.
    Sent,
    /// The citizen's phone has it.
    Delivered,
    /// It did not go out.
    Failed,
    /// Nobody knows whether it went out; so is one that only a newer version understands.
    Unknown,
    /// It is not sent any more.
    Dropped,
    /// A call to make.
    Call,
    /// A call that was made.
    Called,
}

impl NoticeState {
    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Whether a notice in this state may come into the state `next`.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::New => matches!(next, Self::Sending | Self::Dropped | Self::Call),
            // It is tried again, from the beginning.
            Self::Sending => matches!(next, Self::Sent | Self::New | Self::Failed | Self::Unknown),
            Self::Sent => matches!(next, Self::Delivered | Self::Failed),
            Self::Unknown => matches!(
                next,
                Self::Delivered | Self::Failed | Self::Dropped | Self::New
            ),
            Self::Failed => matches!(next, Self::Dropped | Self::New),
            Self::Dropped => next == Self::New,
            Self::Call => matches!(next, Self::Called | Self::Dropped),
            // It was noted by a slip.
            Self::Called => next == Self::Call,
            Self::Delivered => false,
        }
    }

    /// Whether a delivery report can be about it.
    pub fn awaits_report(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }
}

/// What became of a message that came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum MessageState {
    /// The other parts are awaited.
    Part,
    /// A part of a long message that is complete.
    Joined,
    /// It was acted on or answered.
    Done,
    /// It is answered with silence: an advert, a machine, a loop.
    Silent,
    /// An official should look at it; so at one that only a newer version understands.
    #[default]
    Open,
    /// An official has.
    Settled,
}

impl MessageState {
    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_again_that_may_have_gone_out_but_by_hand() {
        use NoticeState::{Call, Called, Delivered, Dropped, New, Sending, Sent, Unknown};
        assert!(New.may_become(Sending) && Unknown.may_become(New));
        for gone in [Sent, Delivered, Unknown, Dropped, Call, Called] {
            assert!(!gone.may_become(Sending), "{gone:?}");
        }
        for known in [New, Sending, Sent, Unknown] {
            assert_eq!(known.id().parse(), Ok(known));
        }
    }

    #[test]
    fn a_notice_holds_only_while_its_ticket_goes_the_way_it_says() {
        assert!(NoticeKind::Booked.holds_of(State::Booked));
        assert!(!NoticeKind::Reminder.holds_of(State::Cancelled));
        assert!(!NoticeKind::Proposed.holds_of(State::Booked));
        assert!(NoticeKind::Cancelled.holds_of(State::Cancelled));
        assert!(
            !NoticeKind::Cancelled.holds_of(State::Booked),
            "taken back: it stands again"
        );
    }
}
