//! What a citizen's text message means, and what it is answered (spec/sms.md, S2.1).
//!
//! Two rules stand above all: nothing is booked, cancelled or rated on a guess (what is not sure is
//! asked), and no machine is answered. Reading a message is pure: its text, the time and the office's
//! vocabulary go in, a [`Reading`] comes out.

pub mod answers;
mod reading;
mod settings;
mod understand;

pub use answers::{Answers, Facts, Template, gsm};
pub use reading::{Doubt, Intent, Part, Reading};
pub use settings::SmsRules;
pub use understand::{is_consent, understand};
