//! Frames of boards as text with gaps: what a board without a driver of its own is to be told stands in the configuration.
//! The language is in `protocol/board/board.md`, "Templates".
mod parse;
#[cfg(test)]
mod tests;

pub use parse::{Mistake, Wrong};

use crate::protocol::modbus::crc;
use crate::protocol::{Face, TooWide};

/// A frame with gaps for number, counter and address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Bytes(Vec<u8>),
    Gap {
        value: Value,
        plus: i32,
        form: Form,
    },
    /// What a checksum counts begins here.
    Open,
    /// And ends here.
    Close,
    Check {
        sum: Sum,
        in_hex: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Number,
    Counter,
    Address,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Digits, as many as there are.
    Digits,
    /// So many digits at least and at most, filled up from the left.
    Padded { width: u8, fill: u8 },
    /// So many bytes.
    Binary { bytes: u8, low_first: bool },
}

/// A checksum over a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    Xor8,
    Sum8,
    Sum16,
    /// CRC-16/Modbus, low byte first.
    Crc16Modbus,
}

impl Template {
    /// Reads a template's text.
    ///
    /// # Errors
    /// The first thing in it that is no part of the language, and where.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        parse::parts(text).map(|parts| Self { parts })
    }

    /// Whether it says which number is called.
    #[must_use]
    pub fn has_number(&self) -> bool {
        self.has(Value::Number)
    }

    /// Whether it says to which counter.
    #[must_use]
    pub fn has_counter(&self) -> bool {
        self.has(Value::Counter)
    }

    fn has(&self, wanted: Value) -> bool {
        let is_it = |part: &Part| matches!(part, Part::Gap { value, .. } if *value == wanted);
        self.parts.iter().any(is_it)
    }

    /// Whether all bytes that stand in it as they are satisfy `good`.
    pub fn literals_are(&self, good: impl Fn(u8) -> bool) -> bool {
        let is_good = |part: &Part| match part {
            Part::Bytes(bytes) => bytes.iter().all(|byte| good(*byte)),
            _ => true,
        };
        self.parts.iter().all(is_good)
    }

    /// The frame that makes the board at `address` show `face`. A blank has spaces in place of digits, and zeros in place
    /// of binary numbers.
    ///
    /// # Errors
    /// [`TooWide`] when a value does not fit into its gap.
    pub fn fill(&self, address: u8, face: Face) -> Result<Vec<u8>, TooWide> {
        let mut frame = Vec::new();
        let mut span = 0..0;
        for part in &self.parts {
            match part {
                Part::Bytes(bytes) => frame.extend(bytes),
                Part::Gap { value, plus, form } => {
                    let value = value.of(address, face);
                    let value = value.map(|value| i64::from(value) + i64::from(*plus));
                    form.write(value, &mut frame)?;
                }
                Part::Open => span.start = frame.len(),
                Part::Close => span.end = frame.len(),
                Part::Check { sum, in_hex } => {
                    let sum = sum.over(frame.get(span.clone()).unwrap_or_default());
                    match in_hex {
                        true => frame.extend(sum.iter().flat_map(|byte| hex(*byte))),
                        false => frame.extend(sum),
                    }
                }
            }
        }
        Ok(frame)
    }
}

impl Value {
    /// `None` for what a dark board does not show.
    fn of(self, address: u8, face: Face) -> Option<u32> {
        match (self, face) {
            (Self::Address, _) => Some(address.into()),
            (Self::Number, Face::Call { number, .. }) => Some(number),
            (Self::Counter, Face::Call { counter, .. }) => Some(counter),
            (Self::Number | Self::Counter, Face::Blank) => None,
        }
    }
}

impl Form {
    fn write(self, value: Option<i64>, frame: &mut Vec<u8>) -> Result<(), TooWide> {
        match self {
            Self::Digits => frame.extend(value.map(|n| n.to_string()).unwrap_or_default().bytes()),
            Self::Padded { width, fill } => {
                let digits = value.map(|n| n.to_string()).unwrap_or_default();
                let fill = if value.is_some() { fill } else { b' ' };
                let missing = usize::from(width).checked_sub(digits.len());
                let missing = missing.ok_or(TooWide { digits: width })?;
                frame.extend(std::iter::repeat_n(fill, missing));
                frame.extend(digits.bytes());
            }
            Self::Binary { bytes, low_first } => {
                let value = u32::try_from(value.unwrap_or(0)).ok();
                let fits = |value: &u32| value.checked_shr(u32::from(bytes) * 8).unwrap_or(0) == 0;
                // Digits of which every number fits: 255, 65535, 16777215.
                let digits = [2, 4, 7][usize::from(bytes.clamp(1, 3)) - 1];
                let value = value.filter(fits).ok_or(TooWide { digits })?;
                let mut value = value.to_be_bytes()[4 - usize::from(bytes)..].to_vec();
                if low_first {
                    value.reverse();
                }
                frame.extend(value);
            }
        }
        Ok(())
    }
}

impl Sum {
    /// In the order in which it goes onto the wire.
    fn over(self, bytes: &[u8]) -> Vec<u8> {
        let sum = bytes
            .iter()
            .fold(0u16, |sum, byte| sum.wrapping_add((*byte).into()));
        match self {
            Self::Xor8 => vec![bytes.iter().fold(0, |xor, byte| xor ^ byte)],
            Self::Sum8 => vec![(sum & 0xFF) as u8],
            Self::Sum16 => sum.to_be_bytes().to_vec(),
            Self::Crc16Modbus => crc(bytes).to_le_bytes().to_vec(),
        }
    }
}

/// Two capital digits.
pub(super) fn hex(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]
}
