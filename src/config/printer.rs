//! The table `[printer]`: the ticket printer.
use super::boards;
use super::devices::{self, Ports};
use super::mistake::Problem;
use super::read::{Doc, Section};
use crate::protocol::Endpoint;

/// `[printer]`: the ticket printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// Where it is reached: a serial port, `/dev/usb/lp0`, or `tcp:HOST:9100`.
    pub port: Endpoint,
    /// Bits per second of a serial port.
    pub baud: u32,
    /// 58 mm of paper, of which 48 mm are printed on; else 80 mm and 72 mm.
    pub narrow: bool,
    /// Whether it tells how it is; one that never does is believed once it has taken all bytes.
    pub answers: bool,
    /// Whether each number that is given at a counter is printed.
    pub numbers: bool,
}

/// Most serial ticket printers leave the factory so.
const BAUD: u32 = 9600;
/// Widths of paper in millimetres, and the dots that are printed on each.
const PAPERS: [i32; 2] = [58, 80];

pub(super) fn printer<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
) -> Option<Printer> {
    let port = devices::port(doc, section, ports, boards::endpoint);
    let baud = doc.take(section, "baud", devices::baud);
    let paper = doc.take(section, "paper", |doc, key, value| {
        let width = doc.number(key, value, 58..=80, "58 hoặc 80")?;
        let known = PAPERS.contains(&width);
        if !known {
            doc.wrong(value.span().start, Problem::paper());
        }
        known.then_some(width)
    });
    let answers = doc.take(section, "answers", Doc::yes_or_no);
    let numbers = doc.take(section, "numbers", Doc::yes_or_no);
    Some(Printer {
        port: port?,
        baud: baud.unwrap_or(BAUD),
        narrow: paper == Some(58),
        answers: answers != Some(false),
        numbers: numbers != Some(false),
    })
}
