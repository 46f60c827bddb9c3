//! Addresses: numbers and names.
use std::fmt;

use super::alphabet;
use super::octets::Octets;
use super::{EncodeError, PduError};

/// International number, ISDN plan.
const INTERNATIONAL: u8 = 0x91;
/// Number of unknown type, ISDN plan: as it would be dialled.
const DIALLED: u8 = 0x81;
/// The signs of a semi-octet; 15 fills up.
const DIGITS: [char; 15] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'a', 'b', 'c',
];
const FILLER: u8 = 15;
/// TS 23.040, 9.1.2.5.
const MOST_DIGITS: usize = 20;
/// A number with fewer digits is a short code (domain/sms/messages.md).
const FEWEST_OF_PERSON: usize = 8;

/// Who a message is from or to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    /// The octet that tells type and plan of the number.
    toa: u8,
    /// The digits without a `+`, or the name.
    digits: String,
}

/// Who is behind a sender's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An international or national number of at least eight digits.
    Person,
    /// A name (type 5): a company's service.
    Name,
    /// A short or special number of the network: a service.
    ShortCode,
    /// Our own SIM: an answer would come back to us.
    Own,
}

impl Address {
    /// Reads a number to send to: `+84912345678`, `0912345678`.
    ///
    /// # Errors
    /// [`EncodeError::Address`] when it is anything but digits, 1 to 20 of them, after a `+` or not.
    pub fn number(text: &str) -> Result<Self, EncodeError> {
        let (toa, digits) = match text.strip_prefix('+') {
            Some(digits) => (INTERNATIONAL, digits),
            None => (DIALLED, text),
        };
        let sound = digits.bytes().all(|digit| digit.is_ascii_digit());
        if !sound || digits.is_empty() || digits.len() > MOST_DIGITS {
            return Err(EncodeError::Address);
        }
        Ok(Self {
            toa,
            digits: digits.to_owned(),
        })
    }

    /// The octet that tells type and plan of the number, as it came.
    #[must_use]
    pub fn toa(&self) -> u8 {
        self.toa
    }

    /// Who is behind it; `own` is the number of our SIM, where it is known.
    #[must_use]
    pub fn origin(&self, own: Option<&str>) -> Origin {
        match self.kind() {
            5 => return Origin::Name,
            0..=2 => {}
            _ => return Origin::ShortCode,
        }
        let sound = self.digits.bytes().all(|digit| digit.is_ascii_digit());
        if !sound || self.digits.len() < FEWEST_OF_PERSON {
            Origin::ShortCode
        } else if own.is_some_and(|own| subscriber(own) == subscriber(&self.digits)) {
            Origin::Own
        } else {
            Origin::Person
        }
    }

    /// Reads an address of the transfer layer: its length counts digits.
    pub(super) fn read(octets: &mut Octets<'_>) -> Result<Self, PduError> {
        let length = usize::from(octets.next()?);
        let toa = octets.next()?;
        let bytes = octets.take(length.div_ceil(2))?;
        let mut address = Self {
            toa,
            digits: String::new(),
        };
        address.digits = if address.kind() == 5 {
            alphabet::text(&alphabet::unpack(bytes, 0, length * 4 / 7))
        } else {
            semi_octets(bytes).take(length).filter_map(digit).collect()
        };
        Ok(address)
    }

    /// Reads the address of a service centre: its length counts octets; 0 is none.
    pub(super) fn read_centre(octets: &mut Octets<'_>) -> Result<Option<Self>, PduError> {
        let length = usize::from(octets.next()?);
        let Some((toa, bytes)) = octets.take(length)?.split_first() else {
            return Ok(None);
        };
        Ok(Some(Self {
            toa: *toa,
            digits: semi_octets(bytes).filter_map(digit).collect(),
        }))
    }

    /// The octets of a number in the transfer layer.
    pub(super) fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let code = |digit| DIGITS.iter().position(|known| *known == digit);
        let semis: Option<Vec<u8>> = self
            .digits
            .chars()
            .map(|digit| code(digit).map(|at| at as u8))
            .collect();
        let semis = semis.ok_or(EncodeError::Address)?;
        if semis.is_empty() || semis.len() > MOST_DIGITS || self.kind() == 5 {
            return Err(EncodeError::Address);
        }
        let mut octets = vec![semis.len() as u8, self.toa];
        octets.extend(semis.chunks(2).map(|pair| match *pair {
            [low, high] => low | high << 4,
            [low] => low | FILLER << 4,
            _ => 0,
        }));
        Ok(octets)
    }

    /// The type of number: 1 international, 2 national, 5 alphanumeric.
    fn kind(&self) -> u8 {
        self.toa >> 4 & 7
    }
}

impl fmt::Display for Address {
    /// A number as it would be dialled, or the name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind() == 1 {
            f.write_str("+")?;
        }
        f.write_str(&self.digits)
    }
}

/// The part of a Vietnamese number that is the same in all its forms: `+84`, `84` and `0` are one
/// (protocol/at/modem.md).
fn subscriber(number: &str) -> &str {
    let digits = number.trim_start_matches('+');
    match digits.strip_prefix("84") {
        Some(rest) if digits.len() > 10 => rest,
        _ => digits.strip_prefix('0').unwrap_or(digits),
    }
}

/// Low half first.
pub(super) fn semi_octets(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().flat_map(|byte| [byte & 15, byte >> 4])
}

fn digit(semi: u8) -> Option<char> {
    DIGITS.get(usize::from(semi)).copied()
}
