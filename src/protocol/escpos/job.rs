//! A slip as the bytes that print it, cut into bands.

use std::collections::VecDeque;

/// Bytes of a slip's band at most: a second on a line of 9,600 bits, and less than the smallest printer's memory. The lines that
/// make a slip void are one band, somewhat longer.
const BAND: usize = 900;
/// Initialise: the printer forgets how an earlier program had set it up.
const INIT: [u8; 2] = [0x1b, b'@'];
/// Feed so many dots more and cut, leaving a point where the printer can.
const CUT: [u8; 4] = [0x1d, b'V', 66, 40];
/// What the printer does before it answers: all that was sent before.
pub(super) const SYNC: [u8; 3] = [0x1d, b'r', 1];
/// Bytes of the longest band, on 80 mm paper: two thick lines and their commands.
const LONGEST: usize = 1200;
/// Bytes of a picture's head (`GS v 0`), less its first.
const HEAD: usize = 7;
/// Most dots that `ESC J` feeds.
const FEED: usize = 255;
/// Empty rows from here on are fed, not sent.
const WORTH: usize = 8;

/// Rows of dots from the top, eight in a byte, the left one in its highest bit; 1 is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    /// Bytes in a row.
    pub width: usize,
    /// The rows; each has as many bytes.
    pub rows: Vec<Vec<u8>>,
}

/// The bands of a slip: the last one cuts. `torn`: what lies in the printer of an earlier one is made void first.
pub(super) fn bands(dots: &Dots, torn: bool) -> VecDeque<Vec<u8>> {
    let mut bands = VecDeque::new();
    let mut band = INIT.to_vec();
    if torn {
        band.extend(void(dots.width));
        bands.push_back(std::mem::take(&mut band));
    }
    let mut rest = dots.rows.as_slice();
    while !rest.is_empty() {
        let empty = rest
            .iter()
            .take_while(|row| row.iter().all(|byte| *byte == 0))
            .count();
        let (taken, bytes) = match empty >= WORTH {
            true => {
                let rows = empty.min(FEED);
                (rows, vec![0x1b, b'J', rows as u8])
            }
            false => {
                let end = |at: &usize| {
                    rest[*at..]
                        .iter()
                        .take(WORTH)
                        .all(|row| row.iter().all(|b| *b == 0))
                };
                let dark = (1..rest.len()).find(end).unwrap_or(rest.len());
                let most = (BAND / dots.width.max(1)).max(1);
                let rows = dark.min(most);
                (rows, raster(dots.width, &rest[..rows]))
            }
        };
        if band.len() + bytes.len() > BAND && !band.is_empty() {
            bands.push_back(std::mem::take(&mut band));
        }
        band.extend(bytes);
        rest = &rest[taken..];
    }
    if !band.is_empty() {
        bands.push_back(band);
    }
    bands.push_back(CUT.to_vec());
    bands
}

/// What ends a picture whose rest was lost on the way: until it is whole the printer takes every byte for dots, our
/// questions too. Zeros first: where the head itself was cut they make a picture of no size, not one of millions of dots.
/// Then resets, which do nothing outside a picture.
pub(super) fn ending() -> Vec<u8> {
    let mut bytes = vec![0; HEAD];
    bytes.extend(INIT.repeat(LONGEST / INIT.len()));
    bytes
}

/// Two thick lines over the torn piece, and a cut: nobody takes it for a slip.
fn void(width: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..2 {
        bytes.extend(raster(width, &vec![vec![0xff; width]; 8]));
        bytes.extend([0x1b, b'J', 12]);
    }
    bytes.extend(CUT);
    bytes
}

fn raster(width: usize, rows: &[Vec<u8>]) -> Vec<u8> {
    let (w, h) = (width as u16, rows.len() as u16);
    let mut bytes = vec![0x1d, b'v', b'0', 0];
    bytes.extend(w.to_le_bytes());
    bytes.extend(h.to_le_bytes());
    let from = bytes.len();
    bytes.extend(rows.concat());
    harmless(&mut bytes[from..]);
    bytes
}

/// Many printers obey a real-time command (`DLE EOT`, `DLE ENQ`, `DLE DC4`) in the midst of a picture: one dot more makes
/// it none.
fn harmless(picture: &mut [u8]) {
    for at in 1..picture.len() {
        if picture[at - 1] == 0x10 && matches!(picture[at], 0x04 | 0x05 | 0x14) {
            picture[at] |= 0x08;
        }
    }
}
