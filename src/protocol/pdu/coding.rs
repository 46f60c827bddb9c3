//! The data coding scheme (TS 23.038, chapter 4).

/// How the user data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The GSM 7-bit default alphabet.
    Gsm7,
    /// Octets that are no text.
    Octets,
    /// UTF-16, high octet first.
    Ucs2,
}

/// What a data coding scheme says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coding {
    /// How the user data is written.
    pub alphabet: Alphabet,
    /// The message class, 0 to 3, where one is given.
    pub class: Option<u8>,
    /// A voice mail or the like waits.
    pub waiting: bool,
    /// Compressed by TS 23.042, which nobody uses.
    pub compressed: bool,
}

impl Coding {
    /// Reads the octet. Reserved values mean the default alphabet, as the standard asks.
    #[must_use]
    pub fn from_dcs(dcs: u8) -> Self {
        let mut coding = Self {
            alphabet: Alphabet::Gsm7,
            class: None,
            waiting: false,
            compressed: false,
        };
        match dcs >> 4 {
            0x0..=0x7 => {
                coding.alphabet = match dcs >> 2 & 3 {
                    1 => Alphabet::Octets,
                    2 => Alphabet::Ucs2,
                    _ => Alphabet::Gsm7,
                };
                coding.class = (dcs & 0x10 != 0).then_some(dcs & 3);
                coding.compressed = dcs & 0x20 != 0;
            }
            0xC | 0xD => coding.waiting = true,
            0xE => {
                coding.waiting = true;
                coding.alphabet = Alphabet::Ucs2;
            }
            0xF => {
                if dcs & 4 != 0 {
                    coding.alphabet = Alphabet::Octets;
                }
                coding.class = Some(dcs & 3);
            }
            _ => {}
        }
        coding
    }
}
