//! The office's devices: one named thread per serial port drives a machine of `protocol`.
//!
//! A thread waits in `poll` alone, with relative time-outs: it wakes at once when there is
//! something to do, and goes on when the system's clock is set.
pub mod line;
mod outage;
pub mod port;
pub mod words;
