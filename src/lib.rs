//! motcua: the one-stop counter of a commune's office. `ARCHITECTURE.md` has the picture.
//!
//! `domain` decides, `store` remembers, `app` is the office at work on both; `protocol` and `device` speak to what hangs
//! on serial ports, `tui` is the terminal, `web` the pages. The rest wires them: `config` and `setup` say how this office
//! is, `serve` (with `boards`, `messages`, `webserver` and `upkeep`) is the host, `screen` a desk, `cli` the command line.

pub mod app;
pub mod boards;
pub mod cli;
pub mod config;
pub mod device;
pub mod domain;
mod help;
pub mod messages;
mod network;
mod office_files;
mod poster;
pub mod protocol;
mod queue_json;
mod rescue;
pub mod screen;
pub mod serve;
pub mod setup;
mod sms_try;
pub mod store;
pub mod tui;
pub mod upkeep;
pub mod web;
mod webserver;
