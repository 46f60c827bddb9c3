//! Black-box tests.
// clippy.toml frees test functions alone; their helpers may fail loudly too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod board;
mod support;
