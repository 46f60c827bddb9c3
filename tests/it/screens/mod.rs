//! The screen at the counter: what it shows, and what keys do to a real office.

mod actions;
pub mod desk;
mod filled;
mod letters;
mod limits;
mod mail;
mod office;
pub mod pictures;
mod requests;
pub mod sample;
mod typing;
