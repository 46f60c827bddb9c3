//! What a message carries: its header and its text.
use super::octets::Octets;
use super::{Alphabet, Body, Coding, Concat, PduError, alphabet};

/// Elements of the header (TS 23.040, 9.2.3.24).
const CONCAT: u8 = 0x00;
const SPECIAL_INDICATION: u8 = 0x01;
const PORT: u8 = 0x04;
const WIDE_PORT: u8 = 0x05;
const WIDE_CONCAT: u8 = 0x08;
const ENHANCED_INDICATION: u8 = 0x23;

#[derive(Debug)]
pub(super) struct UserData {
    pub(super) body: Body,
    pub(super) concat: Option<Concat>,
    pub(super) to_port: bool,
    pub(super) waiting: bool,
}

impl UserData {
    /// Reads the length, the header when there is one, and the text.
    pub(super) fn read(
        dcs: u8,
        has_header: bool,
        octets: &mut Octets<'_>,
    ) -> Result<Self, PduError> {
        let coding = Coding::from_dcs(dcs);
        let length = usize::from(octets.next()?);
        let packed = coding.alphabet == Alphabet::Gsm7 && !coding.compressed;
        let octets = octets.take(if packed {
            (length * 7).div_ceil(8)
        } else {
            length
        })?;
        let header_length = match octets.first() {
            Some(length) if has_header => 1 + usize::from(*length),
            None if has_header => return Err(PduError::Header),
            _ => 0,
        };
        let (header, text) = octets
            .split_at_checked(header_length)
            .ok_or(PduError::Header)?;
        let body = if packed {
            // The text begins at the first septet behind the header.
            let skipped = (header_length * 8).div_ceil(7);
            let count = length.checked_sub(skipped);
            // A header that ends within the last septet leaves no room for text.
            let septets = alphabet::unpack(octets, skipped * 7, count.unwrap_or(0));
            Body::Text(alphabet::text(&septets))
        } else if coding.alphabet == Alphabet::Ucs2 && !coding.compressed {
            Body::Text(utf16(text))
        } else {
            Body::Data(text.to_vec())
        };
        let mut data = Self {
            body,
            concat: None,
            to_port: false,
            waiting: false,
        };
        data.read_header(header.get(1..).unwrap_or_default());
        Ok(data)
    }

    /// Takes what matters from the elements of the header; of two alike the last one counts. An
    /// element that is nonsense is as good as absent.
    fn read_header(&mut self, mut header: &[u8]) {
        while let [element, length, rest @ ..] = header {
            let Some((value, rest)) = rest.split_at_checked(usize::from(*length)) else {
                return;
            };
            header = rest;
            match (*element, value) {
                (CONCAT, [reference, total, part]) => {
                    self.take_concat(false, (*reference).into(), *total, *part);
                }
                (WIDE_CONCAT, [high, low, total, part]) => {
                    self.take_concat(true, u16::from_be_bytes([*high, *low]), *total, *part);
                }
                (PORT | WIDE_PORT, _) => self.to_port = true,
                (SPECIAL_INDICATION | ENHANCED_INDICATION, _) => self.waiting = true,
                _ => {}
            }
        }
    }

    fn take_concat(&mut self, wide: bool, reference: u16, total: u8, part: u8) {
        if (1..=total).contains(&part) {
            self.concat = Some(Concat {
                wide,
                reference,
                total,
                part,
            });
        }
    }
}

/// Phones write emoji in two units although UCS-2 has none; half of such a pair is unreadable.
fn utf16(octets: &[u8]) -> String {
    let units = octets
        .chunks_exact(2)
        .map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
