//! Bytes on wires. Every machine here is sans-IO: bytes and time go in, bytes and events come out;
//! no clock, no file, no thread.
pub mod at;
mod machine;
pub mod modbus;
pub mod pdu;

pub use machine::Machine;

/// What a board is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The number that is being served.
    Number(u32),
    /// Nothing: all digits dark.
    Blank,
}
