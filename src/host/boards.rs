//! The boards of all counters: calls from the outbox go out in time, and what the boards answer says how they are.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use chrono::NaiveDateTime;

use super::part::{Part, ToHost, Wake};
use crate::app::calls::Calls;
use crate::app::effects::{BOARD, BoardCall, resting_face};
use crate::app::live::{Live, LiveError};
use crate::app::status::{BoardStatus, Status};
use crate::config::{BoardPort, Driver};
use crate::device::line::{Line, Report};
use crate::device::words;
use crate::protocol::Face;
use crate::protocol::modbus::{Event, Master};

/// What a line reports: its index, and what happened.
type BusReport = (usize, Report<Event>);

/// The boards of all counters.
pub struct Boards {
    lines: Vec<Line<Master>>,
    reports: Receiver<BusReport>,
    boards: Vec<Board>,
    /// One schedule for each counter with a board.
    calls: BTreeMap<String, Calls>,
    /// The last effect that was taken from the outbox; `None` before the first look.
    taken: Option<i64>,
    /// Effects to be marked: (id, how they ended).
    settled: Vec<(i64, &'static str)>,
}

/// One board and what is known of it.
struct Board {
    line: usize,
    unit: u8,
    /// Calls on their way to it: (effect, event).
    on_the_way: Vec<(i64, u64)>,
    /// It is blank because its number does not fit: the tag of that number, and the words for it.
    too_wide: Option<(u64, String)>,
    status: BoardStatus,
}

impl Boards {
    /// Starts a line for each serial port.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor.
    pub(super) fn start(ports: &[BoardPort], live: &Live, wake: &Wake) -> io::Result<Self> {
        Self::start_on(ports, live, wake, |config, master, report| {
            Line::start("board", config.port.clone(), config.baud, master, report)
        })
    }

    /// Likewise, on the lines that `line` makes.
    ///
    /// # Errors
    /// Likewise.
    pub fn start_on(
        ports: &[BoardPort],
        live: &Live,
        wake: &Wake,
        mut line_on: impl FnMut(&BoardPort, Master, ToHost<Report<Event>>) -> io::Result<Line<Master>>,
    ) -> io::Result<Self> {
        let (reporter, reports) = wake.reports();
        let (mut lines, mut boards) = (Vec::new(), Vec::new());
        for (line, config) in ports.iter().enumerate() {
            boards.extend(config.counters.iter().map(|(counter, unit)| Board {
                line,
                unit: *unit,
                on_the_way: Vec::new(),
                too_wide: None,
                status: BoardStatus {
                    counter: counter.clone(),
                    ..BoardStatus::default()
                },
            }));
            let Driver::Modbus(map) = config.driver;
            let master = Master::new(map, config.baud, live.instant());
            let reporter = reporter.clone();
            let report = Box::new(move |report| reporter.report((line, report)));
            lines.push(line_on(config, master, report)?);
        }
        let counters = boards.iter().map(|board| board.status.counter.clone());
        Ok(Self {
            calls: counters.map(|id| (id, Calls::default())).collect(),
            lines,
            reports,
            boards,
            taken: None,
            settled: Vec::new(),
        })
    }

    /// Takes new calls from the outbox. What an earlier host left behind there is stale: the boards show the present
    /// numbers instead.
    fn take_calls(&mut self, live: &Live) -> Result<(), LiveError> {
        let pending = live.store().pending(BOARD, self.taken.unwrap_or(0))?;
        let is_first = self.taken.is_none();
        self.taken = pending.last().map_or(self.taken, |last| Some(last.id));
        if is_first {
            self.taken.get_or_insert(0);
            let stale = pending.iter().map(|effect| (effect.id, "dropped"));
            self.settled.extend(stale);
            return Ok(());
        }
        for effect in pending {
            let call = serde_json::from_str::<BoardCall>(&effect.body);
            let (Some(calls), Ok(call)) = (self.calls.get_mut(&effect.target), call) else {
                // A counter without a board: nothing is to be done.
                self.settled.push((effect.id, "done"));
                continue;
            };
            calls.add(call, effect.seq);
            for board in &mut self.boards {
                if board.status.counter == effect.target {
                    board.on_the_way.push((effect.id, effect.seq));
                }
            }
        }
        Ok(())
    }

    /// Puts on every board what it should show now.
    fn show(&mut self, live: &Live) {
        let (office, now) = (live.office(), live.instant());
        for (id, calls) in &mut self.calls {
            let Some(ix) = office.rules().counter_by_id(id) else {
                continue;
            };
            let Some(turn) = calls.next(now, resting_face(office, ix), office.serial()) else {
                continue;
            };
            let face = turn.face.map_or(Face::Blank, Face::Number);
            // No event has the number 0.
            let tag = turn.settles.unwrap_or(0);
            for board in self.boards.iter().filter(|b| b.status.counter == *id) {
                let unit = board.unit;
                self.lines[board.line].call(move |bus, _| bus.show_or_blank(unit, face, tag));
            }
        }
    }

    fn reported(&mut self, (line, report): BusReport, now: NaiveDateTime) {
        let event = match report {
            // The boards answer for themselves now; each clears its own trouble.
            Report::PortUp => return,
            Report::PortDown { cause } | Report::PortStuck { cause } => {
                for board in self.boards.iter_mut().filter(|b| b.line == line) {
                    board.trouble(&cause, now);
                }
                return;
            }
            Report::Event(event) => event,
        };
        let (Event::Shown { unit, .. }
        | Event::Dead { unit, .. }
        | Event::Alive { unit }
        | Event::TooWide { unit, .. }) = event;
        let mut boards = self.boards.iter_mut();
        let Some(board) = boards.find(|b| b.line == line && b.unit == unit) else {
            return;
        };
        match event {
            Event::Shown { face, tag, .. } => self.settled.extend(board.shown(face, tag, now)),
            // What it shows now is told next.
            Event::Alive { .. } => {}
            Event::TooWide { tag, digits, .. } => {
                let cause = words::too_wide(unit, digits);
                board.trouble(&cause, now);
                board.too_wide = Some((tag, cause));
            }
            Event::Dead { fault, .. } => board.trouble(&words::board_cause(unit, fault), now),
        }
    }
}

impl Board {
    /// The board acknowledged a face. Answers the effects that are done by it.
    fn shown(
        &mut self,
        face: Face,
        tag: u64,
        now: NaiveDateTime,
    ) -> impl Iterator<Item = (i64, &'static str)> + use<> {
        match self.too_wide.clone() {
            // That the blank arrived does not show the number.
            Some((since, cause)) if face == Face::Blank && tag == since => {
                self.trouble(&cause, now);
            }
            _ => {
                self.too_wide = None;
                self.status.shown = self.status.shown.max(tag);
                self.status.trouble = None;
            }
        }
        let done = self.on_the_way.extract_if(.., |(_, seq)| *seq <= tag);
        let done: Vec<_> = done.map(|(effect, _)| (effect, "done")).collect();
        done.into_iter()
    }

    fn trouble(&mut self, cause: &str, now: NaiveDateTime) {
        if self.status.trouble.is_none() {
            self.status.since = Some(now.format("%H:%M").to_string());
        }
        self.status.trouble = Some(cause.to_owned());
    }
}

impl Part for Boards {
    fn take_reports(&mut self, now: NaiveDateTime) {
        while let Ok(report) = self.reports.try_recv() {
            self.reported(report, now);
        }
    }

    fn follow(&mut self, live: &Live) -> Result<(), LiveError> {
        self.take_calls(live)?;
        self.show(live);
        Ok(())
    }

    /// Marks the calls that were shown.
    fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        for how in ["done", "dropped"] {
            let ended = self.settled.iter().filter(|(_, ended)| *ended == how);
            let ids: Vec<i64> = ended.map(|(id, _)| *id).collect();
            if !ids.is_empty() {
                live.store_mut().settle(&ids, how)?;
                self.settled.retain(|(_, ended)| *ended != how);
            }
        }
        Ok(())
    }

    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let now = live.instant();
        self.lines.iter().for_each(|line| line.check(now));
        Ok(())
    }

    fn deadline(&self) -> Option<Instant> {
        self.calls.values().filter_map(Calls::deadline).min()
    }

    fn status(&self, status: &mut Status) {
        status
            .boards
            .extend(self.boards.iter().map(|board| board.status.clone()));
    }

    fn finish(&mut self, live: &mut Live) -> bool {
        // What cannot be marked now is dropped by the next host.
        let _ = self.step(live);
        true
    }
}
