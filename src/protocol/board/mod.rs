//! Number boards: how each kind is told what to show, and one machine that tells them.
//!
#![doc = include_str!("board.md")]
mod alpha;
mod am03127;
mod answer;
mod driver;
mod master;
pub mod template;
#[cfg(test)]
mod tests;
mod unit;

pub use alpha::{Alpha, PRIORITY};
pub use am03127::Am03127;
pub use driver::{Driver, Own};
pub use master::{Event, Fault, Master};
pub use template::Template;
