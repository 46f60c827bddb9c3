//! What a citizen's text message means, and what it is answered (spec/sms.md, S2.1).
//!
//! Two rules stand above all: nothing is booked, cancelled or rated on a guess (what is not sure is
//! asked), and no machine is answered. Reading a message is pure: its text, the time and the office's
//! [`Vocabulary`] go in, a [`Reading`] comes out.
//!
//! - `words`, `spelling`, `codes`: from text to tokens; accents, Telex, slips of the finger
//! - `lexicon`: the small words around the parts
//! - `commands`: which command opens the message
//! - `body`, `dates`, `times`, `procedures`, `names`: its parts
//! - `meaning`: what they come to for each command; `junk`: what gets no answer

pub mod answers;
mod assembly;
mod body;
mod codes;
mod commands;
mod dates;
mod edges;
mod items;
mod junk;
mod labels;
mod lexicon;
mod meaning;
mod names;
mod procedures;
mod rating;
mod reading;
mod sense;
mod settings;
mod slips;
mod spelling;
mod times;
mod trims;
mod when;
mod words;

pub use answers::{Answers, Facts, Template, gsm};
pub use junk::{accepts, is_machine};
pub use meaning::understand;
pub use procedures::Vocabulary;
pub use reading::{Doubt, Intent, Part, Reading};
pub use settings::SmsRules;

#[cfg(test)]
mod tests;
