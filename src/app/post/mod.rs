//! Letters: text messages that citizens send, and what they are told by message or by a call that an official makes.
//!
//! What citizens are told is written in the transaction of the event that makes it true; sending it is the host's work.

/// Who asks for an event: who sees the answer with their own eyes is not sent a message about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// An official, or time itself.
    Office,
    /// The citizen, who reads the answer on the page, or whose message is answered by the one who took it.
    Citizen,
}
