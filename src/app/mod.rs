//! The office at work.
pub mod pin;
