//! The terminal: key map, screens, forms. Draws what the office is, answers keys with commands.

pub mod choice;
pub mod input;
pub mod keymap;
pub mod terminal;
