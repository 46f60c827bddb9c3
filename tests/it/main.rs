//! Black-box tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test they are how it fails"
)]

mod screens;
