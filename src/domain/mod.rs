//! The office, its calendar and its queue as a pure state machine: no clock, no files, no threads.
//!
//! [`Office::handle`] takes an [`Event`] and a time and answers with [`Output`]s; `machine` is its beat, `dispatch`
//! chooses whom to call, `dossier` follows what was received, `actions`, `booking`, `request`, `hand` and `undo` are what events do, `office` is the state that
//! they change.
//!
#![doc = include_str!("queue.md")]

mod actions;
pub mod amendment;
pub mod announcement;
pub mod audit;
mod booking;
pub mod brake;
mod by_head;
pub mod catalogue;
pub(crate) mod chance;
mod check;
pub mod comment;
mod detail;
mod dispatch;
pub mod dossier;
mod dossier_rules;
mod errand;
pub mod event;
mod event_kind;
pub mod figures;
pub mod forecast;
pub mod freed;
mod hand;
pub mod hours;
pub mod journal;
pub mod lobby;
mod machine;
pub mod notice;
pub mod office;
mod output;
mod person;
pub mod queue_view;
pub mod rating;
mod records;
pub mod request;
mod restored;
pub mod rules;
pub mod slots;
pub mod sms;
pub mod spoken;
pub mod text;
pub mod ticket;
pub mod time;
pub mod trial;
mod undo;
pub mod words;
pub mod zalo;

pub use event::{Event, Output, Timed};
pub use office::Office;
pub use rules::Rules;
