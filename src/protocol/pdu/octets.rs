//! The octets of a PDU, as they are taken one after the other.
use super::PduError;

/// The octets that hexadecimal digits stand for, none when they are not such digits in pairs.
pub(super) fn octets_of(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    hex.as_bytes()
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some((digit(high)? << 4 | digit(low)?) as u8),
            _ => None,
        })
        .collect()
}

/// Octets still to be read.
#[derive(Debug)]
pub(super) struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    pub(super) fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    pub(super) fn next(&mut self) -> Result<u8, PduError> {
        let (first, rest) = self.0.split_first().ok_or(PduError::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], PduError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(PduError::Short)?;
        self.0 = rest;
        Ok(taken)
    }
}
