//! The office at work: takes events, runs the transaction of each, hands effects out, wakes at the next deadline.

mod actor;
pub mod announce;
pub mod answers;
pub mod bell;
pub mod calls;
pub mod citizen;
pub mod clock;
pub mod comments;
pub mod daylist;
mod dice;
pub mod effects;
mod failure;
pub mod figures;
pub mod fingerprint;
pub mod hosting;
pub mod import;
pub mod keeper;
pub mod live;
pub mod manned;
pub mod officials;
pub mod pin;
pub mod post;
pub mod qr;
pub mod ratings;
pub mod recount;
pub mod replay;
pub mod rights;
pub mod slip;
pub mod status;
pub mod trial;
pub mod waits;
pub mod wire;
pub mod written;

pub use crate::store::beside;
pub use actor::Actor;
