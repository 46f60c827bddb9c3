//! `cargo fuzz run at`: a modem that says anything, at any time.
#![no_main]

#[path = "../runs/at.rs"]
mod at;

libfuzzer_sys::fuzz_target!(|data: &[u8]| at::run(data));
