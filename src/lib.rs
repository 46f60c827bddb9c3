//! motcua: the one-stop counter of a commune's office. `ARCHITECTURE.md` has the picture.
//!
//! `domain` decides, `store` remembers, `app` is the office at work on both; `protocol` and `device` speak to what hangs
//! on serial ports, `tui` is the terminal, `web` the pages, `poster` the paper, `doctor` what is wrong with the PC, `demo` a day to look at. `config` says how this office is, `host`
//! runs its devices and its timers, `cli` is the command line.

pub mod app;
pub mod cli;
pub mod config;
mod demo;
pub mod device;
mod doctor;
pub mod domain;
pub mod host;
mod poster;
mod print;
pub mod protocol;
pub mod store;
pub mod tui;
pub mod voice;
pub mod web;
