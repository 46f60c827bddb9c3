//! The machine by hand: a printer that answers, one that is interrupted before and after the cut, one that never answers.

use std::time::{Duration, Instant};

use super::job::{SYNC, bands};
use super::{Dots, Driver, Event, State};
use crate::protocol::Machine;

fn dots(rows: usize) -> Dots {
    Dots {
        width: 48,
        rows: vec![vec![0x55; 48]; rows],
    }
}

/// A printer that works, as far as it is let.
struct Printer {
    driver: Driver,
    now: Instant,
    sent: Vec<u8>,
    /// A band that lies in it, for want of paper.
    held: bool,
    events: Vec<Event>,
}

impl Printer {
    fn new(answers: bool) -> Self {
        let now = Instant::now();
        let mut driver = Driver::new(answers, now);
        driver.reset(now);
        let mut printer = Self {
            driver,
            now,
            sent: Vec::new(),
            held: false,
            events: Vec::new(),
        };
        printer.run(3000, true, true);
        printer
    }

    /// Lets some milliseconds pass; it answers how it is (`tells`), and what it has worked off (`works`).
    fn run(&mut self, ms: u64, tells: bool, works: bool) {
        for _ in 0..ms / 10 {
            self.now += Duration::from_millis(10);
            if works && std::mem::take(&mut self.held) {
                self.driver.handle_input(self.now, &[0]);
            }
            self.driver.handle_timeout(self.now);
            while let Some(bytes) = self.driver.poll_transmit(self.now) {
                self.sent.extend(&bytes);
                self.held |= tells && !works && bytes.ends_with(&SYNC);
                let answer: &[u8] = match &bytes[..] {
                    [0x10, 4, 1] if tells => &[if works { 0x12 } else { 0x1a }],
                    [0x10, 4, 2] if tells => &[if works { 0x12 } else { 0x32 }],
                    [0x10, 4, 4] if tells => &[0x12],
                    other if works && other.ends_with(&SYNC) => &[0],
                    _ => &[],
                };
                self.driver.handle_input(self.now, answer);
                self.driver.handle_timeout(self.now);
            }
            while let Some(event) = self.driver.poll_event() {
                if event == Event::Reopen {
                    self.driver.reset(self.now);
                }
                self.events.push(event);
            }
        }
    }

    fn has(&self, event: &Event) -> bool {
        self.events.contains(event)
    }

    fn cuts(&self) -> usize {
        self.sent
            .windows(3)
            .filter(|w| *w == [0x1d, b'V', 66])
            .count()
    }
}

#[test]
fn a_slip_is_printed_once_it_is_worked_off() {
    let mut printer = Printer::new(true);
    assert!(printer.driver.print(7, &dots(100)));
    assert!(!printer.driver.print(8, &dots(1)), "one at a time");
    printer.run(1000, true, true);
    assert!(printer.has(&Event::Printed(7)));
    assert_eq!(printer.cuts(), 1);
}

#[test]
fn without_paper_it_waits_and_goes_on() {
    let mut printer = Printer::new(true);
    printer.driver.print(7, &dots(100));
    printer.run(60_000, true, false);
    let no_paper = |e: &Event| {
        matches!(
            e,
            Event::State(State {
                no_paper: true,
                ready: false,
                ..
            })
        )
    };
    assert!(printer.events.iter().any(no_paper), "{:?}", printer.events);
    assert_eq!(printer.cuts(), 0, "it is not cut");
    printer.run(3000, true, true);
    assert!(printer.has(&Event::Printed(7)));
    assert_eq!(printer.cuts(), 1);
}

#[test]
fn interrupted_before_the_cut_it_is_torn_and_made_void() {
    let mut printer = Printer::new(true);
    printer.driver.print(7, &dots(100));
    printer.run(10_000, false, false);
    assert!(
        printer.has(&Event::Torn(7)) && printer.cuts() == 0,
        "{:?}",
        printer.events
    );
    printer.run(5000, true, true);
    printer.driver.print(7, &dots(100));
    printer.run(3000, true, true);
    assert!(printer.has(&Event::Printed(7)));
    assert_eq!(printer.cuts(), 2, "the torn piece is cut off");
}

#[test]
fn interrupted_after_the_cut_nobody_knows() {
    let mut printer = Printer::new(true);
    printer.driver.print(9, &dots(1));
    // Its first band is answered by hand, then it falls silent.
    printer.run(10, false, false);
    printer.driver.handle_input(printer.now, &[0]);
    printer.run(12_000, false, false);
    assert!(printer.has(&Event::Unknown(9)), "{:?}", printer.events);
    assert!(!printer.has(&Event::Torn(9)));
}

#[test]
fn one_that_never_answers_is_believed() {
    let mut printer = Printer::new(false);
    printer.driver.print(7, &dots(100));
    printer.run(100, false, false);
    assert!(printer.has(&Event::Printed(7)));
    assert!(
        !printer.sent.windows(2).any(|w| w == [0x10, 4]),
        "it is asked nothing"
    );
}

#[test]
fn bands_are_small_and_hold_no_commands() {
    let mut slip = dots(3);
    slip.rows.extend(vec![vec![0; 48]; 300]);
    slip.rows
        .push([vec![0x10, 0x04, 0x01], vec![0; 45]].concat());
    let bands = bands(&slip, false);
    assert!(bands.iter().all(|band| band.len() <= 900));
    let all: Vec<u8> = bands.into_iter().flatten().collect();
    assert!(!all.windows(2).any(|w| w == [0x10, 0x04]));
    assert!(all.len() < 400, "empty rows are fed: {}", all.len());
}
