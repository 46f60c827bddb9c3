//! Benchmarks: measured and stated, never asserted. `scripts/bench` runs them one after the other in one run.

mod domain;
mod messages;
mod modem;
pub mod pty;
mod screen;
mod store;
mod web;
