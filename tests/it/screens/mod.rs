//! The screen at the counter: what it shows, and what keys do to a real office.

mod actions;
pub(crate) mod desk;
mod filled;
mod letters;
mod limits;
mod linear;
mod mail;
mod mouse;
mod office;
pub(crate) mod pictures;
mod requests;
pub(crate) mod sample;
mod subject;
mod typing;
mod widths;
