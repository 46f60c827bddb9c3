//! Bytes on wires. Every machine here is sans-IO: bytes and time go in, bytes and events come out;
//! no clock, no file, no thread.
pub mod at;
pub mod board;
mod endpoint;
pub mod escpos;
mod machine;
pub mod modbus;
pub mod pdu;
pub mod zalo;

pub use endpoint::Endpoint;
pub use machine::Machine;

/// What a board is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The number that is called, and to which counter: boards that several counters share say both.
    Call {
        /// As the board's digits say it.
        number: u32,
        /// The counter's number.
        counter: u32,
    },
    /// Nothing: all digits dark.
    Blank,
}

/// The number has more digits than the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number has more digits than the board's {digits}")]
pub struct TooWide {
    /// Digits of the board.
    pub digits: u8,
}
