//! What a citizen's text message means, and what it is answered (domain/sms/messages.md, S2.1).
//!
//! Two rules stand above all: nothing is booked, cancelled or rated on a guess (what is not sure is
//! asked), and no machine is answered. Reading a message is pure: its text, the time and the office's
//! [`Vocabulary`] go in, a [`Reading`] comes out.
//!
//! - `words`, `spelling`, `vni`, `codes`: from text to tokens; accents, Telex, VNI, slips of the finger
//! - `lexicon`: the small words around the parts, in `lexicon.txt`
//! - `provinces`: the province's codes of dossiers
//! - `quoted`: the office's own texts, sent back; `commands`: which command opens the message, behind which `openings` (`several_commands`); `junk`: what gets no answer (`loans`: who speaks of a loan, and is answered)
//! - `body`: what each token is taken for, in this order: `labels`, days and hours (`when`, by `dates`, `times`
//!   and `several_days`; `halves` beside days; `excuses` for those that do not suit), procedures (`items`, by `procedures` and `typos`), and what is left is the name (`names`, with `people` and
//!   `edges` for words that may be either and `trims` for what is cut off; `introduced`: who writes)
//! - `assembly`: what the parts come to, what is missing; `sense`: whether the command is meant at all
//!   (`second_thoughts`: it is taken back; `complaints`: it only tells or asks; `hearsay`: of others);
//!   `rating`; `meaning`: the whole; `changes`: verbs of changing elsewhere; `questions`: what is asked without a
//!   command (`dialect`: in whose words; `inquiries`: what is only asked; `lost`: papers that are gone; `visits`: what is asked of coming); `grievances`: what only an official can answer; `offers`: whether a text to send is shown; `talk`: what people say who were asked or offered something (`fragments`: the part that was missing, what is corrected; `consent`: what agrees to lose or change a booking); `thanks`: what stands behind them; `leave`: who thanks and goes
//!
#![doc = include_str!("messages.md")]

pub mod answers;
mod assembly;
mod body;
mod changes;
mod codes;
mod commands;
mod complaints;
mod consent;
mod dates;
mod dialect;
mod edges;
mod excuses;
mod fragments;
mod glued;
mod grievances;
mod halves;
mod hearsay;
mod inquiries;
mod introduced;
mod items;
mod junk;
mod labels;
mod leave;
mod lexicon;
mod loans;
mod lost;
mod meaning;
mod names;
mod news;
mod offers;
mod openings;
mod people;
mod procedures;
mod provinces;
mod questions;
mod quoted;
mod rating;
mod reading;
mod second_thoughts;
mod sense;
mod settings;
mod several_commands;
mod several_days;
mod spelling;
mod strangers;
mod talk;
mod thanks;
mod times;
mod trims;
mod typos;
mod visits;
mod vni;
mod when;
mod words;

pub use answers::{Answers, Facts, Template, counters, gsm};
pub use consent::agrees_plainly;
pub use fragments::{corrects, parts, parts_among, right_half, wishes_otherwise};
pub use junk::is_machine;
pub use leave::takes_leave;
pub use meaning::{is_sentence, several, understand};
pub use news::wants_news;
pub use procedures::Vocabulary;
pub use quoted::as_shown;
pub use reading::{Bound, Doubt, Intent, Part, Reading, Topic};
pub use settings::SmsRules;
pub use several_days::{delayed_by, is_from_to};
pub use talk::{Reply, code_alone, reply, reply_to, seeks_earlier};

#[cfg(test)]
mod tests;
