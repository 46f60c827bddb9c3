//! ESC/POS ticket printers: slips as dots, and what the printer tells of itself. Most have no Vietnamese letters, so nothing
//! is ever sent as text.
//!
//! After each band of dots the printer is asked for its paper by `GS r 1`, which it answers only when it has worked off all
//! before it; so it is known how far a slip came out, and never more than a band lies in the printer. `DLE EOT` is answered at
//! once, and tells why it does not go on.

mod driver;
mod job;
#[cfg(test)]
mod tests;

pub use driver::{Driver, Event, State};
pub use job::Dots;
