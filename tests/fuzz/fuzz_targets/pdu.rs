//! `cargo fuzz run pdu`: any octets as a message, any text as one to be sent.
#![no_main]

#[path = "../runs/pdu.rs"]
mod pdu;

libfuzzer_sys::fuzz_target!(|data: &[u8]| pdu::run(data));
