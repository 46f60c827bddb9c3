//! `cargo fuzz run message`: a citizen who writes anything.
#![no_main]

#[path = "../runs/message.rs"]
mod message;

libfuzzer_sys::fuzz_target!(|data: &[u8]| message::run(data));
