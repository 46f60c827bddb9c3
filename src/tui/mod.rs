//! The terminal.
pub mod keymap;
