//! The terminal: what is seen at a counter, and what its keys ask for. All of it is pure: [`Screen`] takes keys and
//! answers [`Command`]s, and draws a [`View`] of the office.
//!
//! - `action`: everything a key can do, one row for each; `offers`: when it is possible, where the row does not say it;
//!   [`keymap`]: which key does it
//! - `screen`, `act`, `filling`, `scan`, `chatter`: keys; `mouse`; `reply`: answers
//! - `pages`: the pages, each one object in a folder of its own with its words
//! - `forms`: the forms, each a struct of typed fields
//! - `overlay`: what lies over a page: a form, the search, the help, windows
//! - `frame` puts together `header`, page, status line and `footer`
//! - `linear`: the same line by line, for screen readers
//! - `words`: what several places say; `theme`, `pen`, `list`: how it is drawn; [`input`], [`choice`]: widgets
//! - [`lobby`]: `motcua board`, the lobby's screen
//! - [`run`], `terminal`, `canvas`: the loop around it, the only part that is not pure
//!
#![doc = include_str!("counter.md")]

mod act;
mod action;
mod canvas;
mod chatter;
pub mod choice;
mod details;
mod drawable;
mod entry;
mod filling;
mod footer;
mod forms;
mod frame;
mod header;
pub mod input;
pub mod keymap;
mod linear;
mod list;
pub mod lobby;
mod mouse;
mod offers;
mod overlay;
mod pages;
mod pen;
mod reply;
pub mod run;
mod scan;
mod screen;
mod slips;
mod terminal;
mod theme;
mod view;
mod words;

pub use screen::Screen;
pub use theme::{Glyphs, Look, Theme};
pub use view::{Command, Official, Take, View};
pub use words::standing as standing_words;
