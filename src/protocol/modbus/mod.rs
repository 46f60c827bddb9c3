//! Modbus RTU, the part that number boards need: writing one (06) or several (16) holding
//! registers. Source: Modbus over serial line 1.02, `protocol/board/board.md`.
//!
//! An adapter that echoes what it sends makes a single write look answered, for the answer to
//! function 06 *is* an echo; such an adapter must have its echo switched off.
use std::ops::Range;

mod map;
#[cfg(test)]
mod tests;

pub use map::{Form, Map};

/// The address that all boards obey and none answers.
pub const BROADCAST: u8 = 0;

const WRITE_ONE: u8 = 0x06;
const WRITE_MANY: u8 = 0x10;
const EXCEPTION: u8 = 0x80;
pub(super) const EXCEPTION_LEN: usize = 5;

/// A write of holding registers to one unit of the bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    unit: u8,
    register: u16,
    values: Vec<u16>,
}

/// What a unit said to a [`Request`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The registers are written.
    Done,
    /// Refused, with the exception code of the Modbus specification.
    Exception(u8),
}

impl Request {
    /// Writes `values` (1 to 123 of them) from `register` on; a single value goes by function 06,
    /// which every board knows, several by 16.
    #[must_use]
    pub fn new(unit: u8, register: u16, values: Vec<u16>) -> Self {
        Self {
            unit,
            register,
            values,
        }
    }

    /// The address of the unit; [`BROADCAST`] for all.
    #[must_use]
    pub fn unit(&self) -> u8 {
        self.unit
    }

    /// The bytes that go onto the wire, checksum included.
    #[must_use]
    pub fn frame(&self) -> Vec<u8> {
        let mut frame = self.head();
        if self.function() == WRITE_MANY {
            frame.extend((self.values.len() as u16).to_be_bytes());
            frame.push((self.values.len() * 2) as u8);
        }
        frame.extend(self.values.iter().flat_map(|value| value.to_be_bytes()));
        sealed(frame)
    }

    /// The bytes that the unit answers with when it has done as told.
    #[must_use]
    pub fn answer(&self) -> Vec<u8> {
        let mut frame = self.head();
        let last = match *self.values.as_slice() {
            [value] => value,
            _ => self.values.len() as u16,
        };
        frame.extend(last.to_be_bytes());
        sealed(frame)
    }

    /// Looks for this request's answer anywhere in what was heard, so that stray bytes around it
    /// do no harm and the answer to another request is not taken for it. Answers the bytes that it takes, too.
    #[must_use]
    pub fn find_reply(&self, heard: &[u8]) -> Option<(Reply, Range<usize>)> {
        let answer = self.answer();
        let mut windows = heard.windows(answer.len());
        if let Some(at) = windows.position(|bytes| bytes == answer) {
            return Some((Reply::Done, at..at + answer.len()));
        }
        let refusal = [self.unit, self.function() | EXCEPTION];
        let mut windows = heard.windows(EXCEPTION_LEN);
        let at = windows.position(|bytes| bytes.starts_with(&refusal) && is_sealed(bytes))?;
        Some((Reply::Exception(heard[at + 2]), at..at + EXCEPTION_LEN))
    }

    fn function(&self) -> u8 {
        if self.values.len() == 1 {
            WRITE_ONE
        } else {
            WRITE_MANY
        }
    }

    fn head(&self) -> Vec<u8> {
        let [high, low] = self.register.to_be_bytes();
        vec![self.unit, self.function(), high, low]
    }
}

/// CRC-16/Modbus: polynomial 0x8005 reflected, start 0xFFFF. It goes onto the wire low byte first.
#[must_use]
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xA001
            } else {
                crc >> 1
            }
        })
    })
}

fn sealed(mut frame: Vec<u8>) -> Vec<u8> {
    let crc = crc(&frame);
    frame.extend(crc.to_le_bytes());
    frame
}

/// Whether a frame ends with its own checksum. Over a frame *with* its checksum the CRC is zero.
fn is_sealed(frame: &[u8]) -> bool {
    crc(frame) == 0
}
