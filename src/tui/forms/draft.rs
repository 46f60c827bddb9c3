//! Forms that are put aside or open by themselves.

use crate::domain::ticket::TicketId;
use crate::tui::action::Action;

/// As what a half-filled form is kept and offered again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum Draft {
    /// A number for someone who walked in.
    WalkIn,
    /// A booking for someone who phones or is helped.
    Booking,
    /// A booking that a message asks for.
    OfMessage(i64),
    /// The answer to a message.
    Answer(i64),
    /// A line on a ticket, by the action that writes it.
    Written(TicketId, Action),
    /// Another time for a booking.
    Move(TicketId),
    /// Another time than the requested one.
    Proposal(TicketId),
}

impl Draft {
    /// Whether it is about a message: the same message brings it back.
    pub(in crate::tui) fn is_of_message(self) -> bool {
        matches!(self, Self::OfMessage(_) | Self::Answer(_))
    }

    /// The action that opens such a form: its key takes up the half-filled one.
    pub(in crate::tui) fn opened_by(self) -> Action {
        match self {
            Self::WalkIn => Action::WalkIn,
            Self::Booking | Self::OfMessage(_) => Action::Booking,
            Self::Answer(_) => Action::Answer,
            Self::Written(_, action) => action,
            Self::Move(_) | Self::Proposal(_) => Action::Move,
        }
    }
}

/// A form that opens by itself while something is not settled, and can be put off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum Unasked {
    /// Whether date and time are right.
    Clock,
    /// Who works here.
    SignIn,
}
