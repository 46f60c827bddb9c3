//! motcua: the one-stop counter of a commune's office.
pub mod app;
pub mod config;
pub mod device;
pub mod domain;
pub mod protocol;
pub mod store;
pub mod tui;
