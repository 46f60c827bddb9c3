//! The terminal.
pub mod choice;
pub mod input;
pub mod keymap;
