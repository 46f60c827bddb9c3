//! The office at work.
pub mod answers;
pub mod pin;
pub mod replay;
pub mod status;
pub mod wire;
