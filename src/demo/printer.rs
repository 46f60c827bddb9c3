//! The demo's ticket printer: it takes what an ESC/POS printer takes, answers as one does, and counts what it has cut off.

/// Dots of a millimetre.
const DOTS: usize = 8;
/// Works, paper is there: the answer to `DLE EOT`, whichever was asked for.
const WELL: u8 = 0x12;
/// All that was sent before has been done: the answer to `GS r`.
const DONE: u8 = 0;

/// The printer.
#[derive(Default)]
pub(super) struct Printer {
    heard: Vec<u8>,
    /// Rows of the slip under way.
    rows: usize,
    /// Millimetres of each slip that was cut off.
    slips: Vec<usize>,
}

impl Printer {
    /// How long each slip is that came out, in millimetres.
    pub(super) fn slips(&self) -> &[usize] {
        &self.slips
    }

    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.heard.extend(bytes);
        let mut said = Vec::new();
        while let Some(length) = self.command().filter(|length| self.heard.len() >= *length) {
            match (&self.heard[..length], self.word(6)) {
                ([0x10, 4, _], _) => said.push(WELL),
                ([0x1d, b'r', _], _) => said.push(DONE),
                ([0x1b, b'J', rows], _) => self.rows += usize::from(*rows),
                ([0x1d, b'v', ..], Some(rows)) => self.rows += rows,
                ([0x1d, b'V', ..], _) => self.slips.push(std::mem::take(&mut self.rows) / DOTS),
                _ => {}
            }
            self.heard.drain(..length);
        }
        said
    }

    /// The length of the command that comes next, as soon as its beginning says it.
    fn command(&self) -> Option<usize> {
        match (self.heard.first()?, self.heard.get(1)) {
            (0x1b | 0x1d | 0x10, None) => None,
            (0x1d, Some(b'v')) => Some(8 + self.word(4)? * self.word(6)?),
            (0x1d, Some(b'V')) => Some(4),
            (0x1d, Some(b'r')) | (0x1b, Some(b'J')) | (0x10, Some(4)) => Some(3),
            (0x1b, Some(b'@')) => Some(2),
            _ => Some(1),
        }
    }

    fn word(&self, at: usize) -> Option<usize> {
        let pair = [*self.heard.get(at)?, *self.heard.get(at + 1)?];
        Some(usize::from(u16::from_le_bytes(pair)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::protocol::Machine as _;
    use crate::protocol::escpos::{Dots, Driver, Event};

    #[test]
    fn a_slip_comes_out_in_any_pieces_and_the_driver_hears_of_it() {
        let now = Instant::now();
        let (mut driver, mut printer) = (Driver::new(true, now), Printer::default());
        driver.reset(now);
        // Some rows say of themselves to be a command.
        let rows = (0..800_usize).map(|row| match row % 20 {
            0..12 => vec![0x1d, b'V', 66, 40],
            _ => vec![0; 4],
        });
        let (width, rows) = (4, rows.collect());
        assert!(driver.print(1, &Dots { width, rows }));
        let mut printed = false;
        for _ in 0..1000 {
            driver.handle_timeout(now + std::time::Duration::from_secs(2));
            while let Some(bytes) = driver.poll_transmit(now) {
                for byte in bytes {
                    let said = printer.take(&[byte]);
                    driver.handle_input(now + std::time::Duration::from_secs(2), &said);
                }
            }
            while let Some(event) = driver.poll_event() {
                printed |= event == Event::Printed(1);
            }
        }
        assert!(printed);
        assert_eq!(printer.slips(), [100]);
    }
}
