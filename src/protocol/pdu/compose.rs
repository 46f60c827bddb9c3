//! Writing messages: a text into parts, a part into octets.
use std::time::Duration;

use super::read::{HAS_HEADER, RELATIVE_VALIDITY, WANTS_REPORT};
use super::{Address, Alphabet, Body, Coding, Concat, EncodeError, Submit, alphabet};

const UCS2_DCS: u8 = 0x08;
const SUBMIT: u8 = 0x01;
/// Room for user data, in octets; 160 septets fit into it.
const ROOM: usize = 140;
const ROOM_SEPTETS: usize = 160;
/// A header with an 8-bit concatenation, its length included; as septets it takes 7.
const HEADER: usize = 6;
const HEADER_SEPTETS: usize = 7;

/// A PDU for `AT+CMGS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// All octets as hexadecimal digits, first the empty address of the service centre.
    pub hex: String,
    /// The octets without that address: what `AT+CMGS=` names.
    pub length: usize,
}

/// Writes `text` as one message, or as the parts of a long one with `reference`: in the GSM 7-bit
/// alphabet when that has every letter, else in UCS-2. No letter is torn apart.
///
/// # Errors
/// [`EncodeError::TooLong`] when 255 parts do not hold it.
pub fn compose(to: &Address, text: &str, reference: u8) -> Result<Vec<Submit>, EncodeError> {
    let plain = text
        .chars()
        .all(|letter| alphabet::septets(letter).is_some());
    let (dcs, whole, part) = if plain {
        (0, ROOM_SEPTETS, ROOM_SEPTETS - HEADER_SEPTETS)
    } else {
        (UCS2_DCS, ROOM / 2, (ROOM - HEADER) / 2)
    };
    let cost = |letter: char| {
        if plain {
            alphabet::septets(letter).map_or(0, |septets| septets.len())
        } else {
            letter.len_utf16()
        }
    };
    let texts = if text.chars().map(cost).sum::<usize>() <= whole {
        vec![text.to_owned()]
    } else {
        cut(text, cost, part)
    };
    let total = u8::try_from(texts.len()).map_err(|_| EncodeError::TooLong)?;
    let parts = (1..=total).zip(texts).map(|(part, text)| Submit {
        reference: 0,
        to: to.clone(),
        pid: 0,
        dcs,
        validity: None,
        report: false,
        body: Body::Text(text),
        concat: (total > 1).then_some(Concat {
            wide: false,
            reference: reference.into(),
            total,
            part,
        }),
    });
    Ok(parts.collect())
}

/// The longest validity that an octet can tell and that is not over `time` (TS 23.040, 9.2.3.12.1);
/// five minutes at least.
#[must_use]
pub fn relative_validity(time: Duration) -> u8 {
    const DAY: u64 = 24 * 60;
    let minutes = time.as_secs() / 60;
    let octet = if minutes <= DAY / 2 {
        (minutes / 5).max(1) - 1
    } else if minutes <= DAY {
        143 + (minutes - DAY / 2) / 30
    } else if minutes <= 30 * DAY {
        (166 + minutes / DAY).max(167)
    } else {
        (192 + minutes / (7 * DAY)).clamp(196, 255)
    };
    octet as u8
}

/// Cuts a text into pieces that cost at most `room` each.
fn cut(text: &str, cost: impl Fn(char) -> usize, room: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0;
    for letter in text.chars() {
        if used + cost(letter) > room {
            pieces.push(std::mem::take(&mut piece));
            used = 0;
        }
        used += cost(letter);
        piece.push(letter);
    }
    pieces.push(piece);
    pieces
}

impl Submit {
    /// The octets for the modem.
    ///
    /// # Errors
    /// Why there are none.
    pub fn encode(&self) -> Result<Encoded, EncodeError> {
        let mut first = SUBMIT;
        let header = self.concat.map(header).unwrap_or_default();
        for (set, bit) in [
            (self.validity.is_some(), RELATIVE_VALIDITY),
            (self.report, WANTS_REPORT),
            (!header.is_empty(), HAS_HEADER),
        ] {
            if set {
                first |= bit;
            }
        }
        let mut octets = vec![first, self.reference];
        octets.extend(self.to.encode()?);
        octets.extend([self.pid, self.dcs]);
        octets.extend(self.validity);
        octets.extend(self.user_data(header)?);
        // No address of a centre: the modem takes the one that it knows.
        let hex = std::iter::once(0).chain(octets.iter().copied());
        Ok(Encoded {
            hex: hex.map(|octet| format!("{octet:02X}")).collect(),
            length: octets.len(),
        })
    }

    /// The length and the octets of header and text.
    fn user_data(&self, header: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
        let alphabet = Coding::from_dcs(self.dcs).alphabet;
        let mut data = header;
        let length = match (alphabet, &self.body) {
            (Alphabet::Gsm7, Body::Text(text)) => {
                let septets: Option<Vec<_>> = text.chars().map(alphabet::septets).collect();
                let septets = septets.ok_or(EncodeError::Letter)?.concat();
                let before = (data.len() * 8).div_ceil(7);
                let fill = before * 7 - data.len() * 8;
                data.extend(alphabet::pack(&septets, fill));
                before + septets.len()
            }
            (Alphabet::Ucs2, Body::Text(text)) => {
                data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
                data.len()
            }
            (Alphabet::Octets, Body::Data(octets)) => {
                data.extend(octets);
                data.len()
            }
            _ => return Err(EncodeError::Letter),
        };
        let length = u8::try_from(length).map_err(|_| EncodeError::TooLong)?;
        if data.len() > ROOM {
            return Err(EncodeError::TooLong);
        }
        data.insert(0, length);
        Ok(data)
    }
}

/// The user data header of a part.
fn header(concat: Concat) -> Vec<u8> {
    let [high, low] = concat.reference.to_be_bytes();
    if concat.wide {
        vec![6, 0x08, 4, high, low, concat.total, concat.part]
    } else {
        vec![5, 0x00, 3, low, concat.total, concat.part]
    }
}
