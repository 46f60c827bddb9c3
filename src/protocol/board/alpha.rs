//! Text signs that speak Alpha (BetaBrite and kin). Source: Alpha Sign Communications Protocol; `protocol/board/board.md`.
use super::template::{Template, hex};
use crate::protocol::{Face, TooWide};

/// The text file that goes before all others, and leaves the sign's own messages as they are.
pub const PRIORITY: u8 = b'0';

/// Lets the sign find the speed of the line.
const WAKE: [u8; 5] = [0; 5];
const HEADER: u8 = 0x01;
const ANY_SIGN: u8 = b'Z';
const TEXT: u8 = 0x02;
const WRITE_TEXT: u8 = b'A';
const MODE: u8 = 0x1B;
/// Signs disagree about all other positions.
const SAFE_POSITION: u8 = 0x20;
const END_OF_TEXT: u8 = 0x03;
const END: u8 = 0x04;

/// How a sign is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alpha {
    /// What it shows: letters of ASCII with gaps.
    pub text: Template,
    /// The file that is written: [`PRIORITY`], or the label of a text file that the sign has been set up with.
    pub file: u8,
    /// Whether the text flashes, or holds still.
    pub flash: bool,
    /// Whether a checksum follows.
    pub checksum: bool,
}

impl Alpha {
    /// The frame that makes the sign at `address` (0: every sign) show `face`.
    ///
    /// # Errors
    /// [`TooWide`] when the number does not fit into its gap.
    pub fn frame(&self, address: u8, face: Face) -> Result<Vec<u8>, TooWide> {
        let mut body = vec![TEXT, WRITE_TEXT, self.file];
        if face != Face::Blank {
            body.extend([MODE, SAFE_POSITION, if self.flash { b'c' } else { b'b' }]);
            body.extend(self.text.fill(address, face)?);
        }
        if self.checksum {
            body.push(END_OF_TEXT);
            let sum = body
                .iter()
                .fold(0u16, |sum, byte| sum.wrapping_add((*byte).into()));
            body.extend(sum.to_be_bytes().into_iter().flat_map(hex));
        }
        let mut frame = WAKE.to_vec();
        frame.extend([HEADER, ANY_SIGN]);
        frame.extend(hex(address));
        frame.extend(body);
        frame.push(END);
        Ok(frame)
    }
}
