//! The screen at the counter: what it shows, and what keys do to a real office.

mod desk;
pub mod pictures;
pub mod sample;
