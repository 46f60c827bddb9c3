//! (to be written)
pub mod choice;
pub mod input;
