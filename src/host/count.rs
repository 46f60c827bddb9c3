//! Trying the boards: each counts from 1 to 9, so that whoever stands before it sees that all its digits and the wires are
//! right.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::part::{Wake, wait};
use crate::config::BoardPort;
use crate::device::line::{Line, Report};
use crate::device::words;
use crate::protocol::Face;
use crate::protocol::board::{Event, Master};

/// How long a board may take for one number.
const PATIENCE: Duration = Duration::from_secs(3);

/// How a board counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The counters whose numbers it shows.
    pub counters: Vec<String>,
    /// Its address.
    pub unit: u8,
    /// Whether it acknowledged every number; `None`: it never answers, and all were sent.
    pub acknowledged: Option<bool>,
    /// What is wrong and the way out, in Vietnamese.
    pub trouble: Option<String>,
}

/// Lets the boards on one port count from 1 to 9, one number in `pace`, and go dark. The port must not be in use, so that
/// no host is at work.
///
/// # Errors
/// When the system gives no thread or descriptor.
pub fn count(port: &BoardPort, pace: Duration) -> Result<Vec<Counted>> {
    let wake = Wake::new()?;
    let (reporter, reports) = wake.reports::<Report<Event>>();
    let master = Master::new(port.driver.clone(), port.baud, Instant::now());
    let report = move |report| reporter.report(report);
    let line = Line::start("board", port.port.clone(), port.baud, master, report)?;
    let mut boards: Vec<Counted> = Vec::new();
    for (counter, unit) in &port.counters {
        match boards.iter_mut().find(|board| board.unit == *unit) {
            Some(board) => board.counters.push(counter.clone()),
            None => boards.push(Counted {
                counters: vec![counter.clone()],
                unit: *unit,
                acknowledged: Some(true),
                trouble: None,
            }),
        }
    }
    let call = |number| Face::Call { number, counter: 1 };
    for (tag, face) in (1..).zip((1..=9).map(call).chain([Face::Blank])) {
        let begun = Instant::now();
        for Counted { unit, .. } in &boards {
            let unit = *unit;
            line.call(move |line, _| line.show_or_blank(unit, face, tag));
        }
        let mut open: Vec<u8> = boards.iter().map(|board| board.unit).collect();
        while !open.is_empty() && begun.elapsed() < PATIENCE {
            wait(&wake, PATIENCE.saturating_sub(begun.elapsed()));
            while let Ok(report) = reports.try_recv() {
                take(&mut boards, &mut open, &report, tag);
            }
        }
        for board in boards.iter_mut().filter(|board| open.contains(&board.unit)) {
            board.acknowledged = Some(false);
        }
        // People need time to look; a report that comes meanwhile ends a wait early.
        while begun.elapsed() < pace {
            wait(&wake, pace.saturating_sub(begun.elapsed()));
        }
    }
    Ok(boards)
}

/// Notes what a report says of the boards, and that those it names need not be waited for.
fn take(boards: &mut [Counted], open: &mut Vec<u8>, report: &Report<Event>, current: u64) {
    let (unit, trouble) = match report {
        Report::PortUp | Report::Event(Event::Alive { .. }) => return,
        Report::PortDown { cause } | Report::PortStuck { cause } => {
            for board in boards.iter_mut() {
                board.trouble = Some(cause.clone());
                board.acknowledged = Some(false);
            }
            open.clear();
            return;
        }
        Report::Event(Event::Shown { unit, tag, .. } | Event::Sent { unit, tag, .. }) => {
            if *tag == current {
                open.retain(|open| open != unit);
            }
            let is_sent = matches!(report, Report::Event(Event::Sent { .. }));
            for board in boards.iter_mut().filter(|b| is_sent && b.unit == *unit) {
                board.acknowledged = None;
            }
            return;
        }
        Report::Event(Event::Dead { unit, fault }) => (*unit, words::board_cause(*unit, *fault)),
        Report::Event(Event::TooWide { unit, digits, .. }) => {
            (*unit, words::too_wide(*unit, *digits))
        }
    };
    open.retain(|open| *open != unit);
    for board in boards.iter_mut().filter(|board| board.unit == unit) {
        board.trouble = Some(trouble.clone());
        board.acknowledged = Some(false);
    }
}
