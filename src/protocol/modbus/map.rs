//! Register maps as data: makers of boards agree on Modbus, but not on the registers.
use super::Request;
use crate::protocol::{Face, TooWide};

/// Where a board keeps its digits (`protocol/board/board.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Map {
    /// Register 0 = number, 4 = decimals, 0x70… = ASCII, two characters a register.
    Led485,
    /// Registers 0–5 = one ASCII character each, 6+7 = sign, decimals and a 24-bit number.
    Dm36,
    /// A board of another maker, described by the configuration.
    Custom {
        /// The first register of the display.
        register: u16,
        /// How the register holds the number.
        form: Form,
        /// Digits of the board.
        width: u8,
    },
}

/// How a [`Map::Custom`] board takes its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a number: one register up to four digits, else two, high word first. Such a board
    /// cannot be dark; it shows 0 instead.
    Binary,
    /// As text, flush right, two characters a register, high byte first.
    Ascii,
}

const LED485_NUMBER: u16 = 0;
const LED485_DECIMALS: u16 = 4;
const LED485_TEXT: u16 = 0x70;
const DM36_TEXT: u16 = 0;
const DM36_NUMBER: u16 = 6;
/// Digits that one 16-bit register holds for certain.
const DIGITS_PER_REGISTER: u8 = 4;

impl Map {
    /// Digits of the boards of this map.
    #[must_use]
    pub fn digits(self) -> u8 {
        match self {
            Self::Led485 => 4,
            Self::Dm36 => 6,
            Self::Custom { width, .. } => width,
        }
    }

    /// The write that must precede the first face on a board that has just appeared: a LED-485
    /// keeps the decimal point of its last owner, and would show 1.2 for 12.
    #[must_use]
    pub fn setup(self, unit: u8) -> Option<Request> {
        match self {
            Self::Led485 => Some(Request::new(unit, LED485_DECIMALS, vec![0])),
            Self::Dm36 | Self::Custom { .. } => None,
        }
    }

    /// The write that makes `unit` show `face`.
    ///
    /// # Errors
    /// [`TooWide`] when the number has more digits than the board.
    pub fn request(self, unit: u8, face: Face) -> Result<Request, TooWide> {
        let digits = self.digits();
        let text = match face {
            Face::Call { number, .. } => number.to_string(),
            Face::Blank => String::new(),
        };
        if text.len() > usize::from(digits) {
            return Err(TooWide { digits });
        }
        let number = match face {
            Face::Call { number, .. } => number,
            Face::Blank => 0,
        };
        let (register, values) = match (self, face) {
            (Self::Led485, Face::Call { .. }) => (LED485_NUMBER, vec![low_word(number)]),
            (Self::Led485, Face::Blank) => (LED485_TEXT, packed(&text, digits)),
            // Sign and decimals share the high word with the upper 8 of the 24 bits; both are 0.
            (Self::Dm36, Face::Call { .. }) => (DM36_NUMBER, words(number)),
            (Self::Dm36, Face::Blank) => (DM36_TEXT, vec![u16::from(b' '); digits.into()]),
            (Self::Custom { register, form, .. }, _) => {
                let values = match form {
                    Form::Ascii => packed(&text, digits),
                    Form::Binary if digits <= DIGITS_PER_REGISTER => vec![low_word(number)],
                    Form::Binary => words(number),
                };
                (register, values)
            }
        };
        Ok(Request::new(unit, register, values))
    }
}

fn low_word(number: u32) -> u16 {
    (number & 0xFFFF) as u16
}

fn words(number: u32) -> Vec<u16> {
    vec![(number >> 16) as u16, low_word(number)]
}

/// Text flush right in `digits` characters, two to a register, high byte first.
fn packed(text: &str, digits: u8) -> Vec<u16> {
    let width = usize::from(digits);
    format!("{text:>width$}")
        .as_bytes()
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(b' ')]))
        .collect()
}
