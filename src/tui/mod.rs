//! The terminal: what is seen at a counter, and what its keys ask for. All of it is pure: [`Screen`] takes keys and
//! answers [`Command`]s, and draws a [`View`] of the office.
//!
//! - `screen`, `act`, `filling`, `scan`: keys; `reply`: answers; `ability`: what is possible now
//! - `page`: which screen is shown, and what its keys are about
//! - `frame` puts together `header` (with `lamps`), `serving`, `queue` (with `rows`), `details`, `overview`, `bookings`, `requests`,
//!   `letters`, `footer`
//! - `forms`, `search`, `help`, `qr`: what lies over a page
//! - `words`: everything that is said; `theme`, `paint`: how it looks
//! - [`input`], [`choice`]: widgets; [`keymap`]: which key does what
//! - [`run`], `terminal`: the loop around it, the only part that is not pure
//!
#![doc = include_str!("counter.md")]

mod ability;
mod act;
mod bookings;
pub mod choice;
mod details;
mod filling;
mod footer;
mod forms;
mod frame;
mod header;
mod help;
pub mod input;
pub mod keymap;
mod lamps;
mod letters;
mod overview;
mod page;
mod paint;
mod qr;
mod queue;
mod reply;
mod requests;
mod rows;
pub mod run;
mod scan;
mod screen;
mod search;
mod serving;
mod terminal;
mod theme;
mod view;
mod words;

pub use screen::Screen;
pub use theme::{Glyphs, Look, Theme};
pub use view::{Command, Official, View};
pub use words::standing as standing_words;
