//! Black-box tests, one module per door.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod days;
mod hand;
mod vectors;
mod wire;
