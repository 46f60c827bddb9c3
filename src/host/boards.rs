//! The boards of all counters: calls from the outbox go out in time, and what the boards answer says how they are.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use chrono::NaiveDateTime;

use super::outbox::{Outbox, Taken};
use super::part::{Part, ToHost, Wake};
use crate::app::calls::{Called, Calls, Settles};
use crate::app::effects::{BoardCall, TEST_FACE, face, is_of_several, resting};
use crate::app::live::{Live, LiveError};
use crate::app::status::{BoardStatus, Status};
use crate::config::BoardPort;
use crate::device::line::{Line, Report};
use crate::device::words;
use crate::domain::office::Office;
use crate::domain::rules::CounterIx;
use crate::protocol::Face;
use crate::protocol::board::{Event, Master};

/// What a line reports: its index, and what happened.
type BusReport = (usize, Report<Event>);

/// The boards of all counters.
pub struct Boards {
    lines: Vec<Line<Master>>,
    reports: Receiver<BusReport>,
    boards: Vec<Board>,
    outbox: Outbox,
    /// Effects to be marked: (id, how they ended).
    settled: Vec<(i64, &'static str)>,
}

/// One board and what is known of it.
struct Board {
    line: usize,
    unit: u8,
    /// The counters whose numbers it shows.
    seats: Vec<Seat>,
    /// Whether it shows numbers of several fields.
    several: bool,
    calls: Calls,
    /// What it was told, oldest first, until it acknowledges: tag, counter, and what that settles.
    told: VecDeque<(u64, Option<CounterIx>, Settles)>,
    last_tag: u64,
    /// It is blank because its number does not fit: the tag of that number, and the words for it.
    too_wide: Option<(u64, String)>,
}

/// A counter on a board.
struct Seat {
    counter: CounterIx,
    /// Calls on their way to the board: (effect, event).
    on_the_way: Vec<(i64, u64)>,
    status: BoardStatus,
}

impl Boards {
    /// Starts a line for each port.
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
        let (mut lines, mut boards) = (Vec::new(), Vec::<Board>::new());
        for (line, config) in ports.iter().enumerate() {
            for (counter, unit) in &config.counters {
                let Some(seat) = Seat::new(counter, live) else {
                    continue;
                };
                match boards
                    .iter_mut()
                    .find(|b| b.line == line && b.unit == *unit)
                {
                    Some(board) => board.seats.push(seat),
                    None => boards.push(Board::new(line, *unit, seat)),
                }
            }
            let master = Master::new(config.driver.clone(), config.baud, live.instant());
            let reporter = reporter.clone();
            let report = Box::new(move |report| reporter.report((line, report)));
            lines.push(line_on(config, master, report)?);
        }
        for board in &mut boards {
            let counters = board.seats.iter().map(|seat| seat.counter);
            board.several = is_of_several(live.office().rules(), counters);
            board.calls = Calls::new(board.seats.len() > 1);
        }
        Ok(Self {
            lines,
            reports,
            boards,
            outbox: Outbox::default(),
            settled: Vec::new(),
        })
    }

    /// Takes new calls from the outbox. What an earlier host left behind there is stale: the boards show the present
    /// numbers instead.
    fn take_calls(&mut self, live: &Live) -> Result<(), LiveError> {
        for Taken {
            effect,
            seq,
            call,
            is_stale,
        } in self.outbox.take(live)?
        {
            if is_stale {
                self.settled.push((effect, "dropped"));
                continue;
            }
            let mut has_board = false;
            if let Some((counter, call)) = call {
                for board in &mut self.boards {
                    has_board |= board.add(live.office(), counter, call, effect, seq);
                }
            }
            if !has_board {
                // A counter without a board: nothing is to be done.
                self.settled.push((effect, "done"));
            }
        }
        Ok(())
    }

    /// Puts on every board what it should show now.
    fn show(&mut self, live: &Live) {
        for board in &mut self.boards {
            if let Some((face, tag)) = board.next(live.office(), live.instant()) {
                let unit = board.unit;
                self.lines[board.line].call(move |line, _| line.show_or_blank(unit, face, tag));
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
        | Event::Sent { unit, .. }
        | Event::Dead { unit, .. }
        | Event::Alive { unit }
        | Event::TooWide { unit, .. }) = event;
        let mut boards = self.boards.iter_mut();
        let Some(board) = boards.find(|b| b.line == line && b.unit == unit) else {
            return;
        };
        match event {
            Event::Shown { face, tag, .. } => {
                self.settled.extend(board.shown(face, tag, false, now));
            }
            Event::Sent { face, tag, .. } => {
                self.settled.extend(board.shown(face, tag, true, now));
            }
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

impl Seat {
    /// `None` for a counter that the office does not have.
    fn new(counter: &str, live: &Live) -> Option<Self> {
        Some(Self {
            counter: live.office().rules().counter_by_id(counter)?,
            on_the_way: Vec::new(),
            status: BoardStatus {
                counter: counter.to_owned(),
                ..BoardStatus::default()
            },
        })
    }
}

impl Board {
    fn new(line: usize, unit: u8, seat: Seat) -> Self {
        Self {
            line,
            unit,
            seats: vec![seat],
            several: false,
            calls: Calls::new(false),
            told: VecDeque::new(),
            last_tag: 0,
            too_wide: None,
        }
    }

    /// Takes a call, if it is for this board; answers whether it is.
    fn add(
        &mut self,
        office: &Office,
        counter: CounterIx,
        call: BoardCall,
        effect: i64,
        seq: u64,
    ) -> bool {
        let Some(seat) = self.seats.iter_mut().find(|seat| seat.counter == counter) else {
            return false;
        };
        seat.on_the_way.push((effect, seq));
        let face = call.number.map_or(TEST_FACE, |number| {
            face(office.rules(), self.several, number)
        });
        self.calls
            .add(Called { face, counter }, call.is_present(), seq);
        true
    }

    /// What it is to show now, if that is something new, and the tag by which it is told.
    fn next(&mut self, office: &Office, now: Instant) -> Option<(Face, u64)> {
        let counters = self.seats.iter().map(|seat| seat.counter);
        let mut rests: Vec<_> = counters
            .filter_map(|counter| {
                let ticket = resting(office, counter)?;
                let face = face(office.rules(), self.several, ticket.number);
                Some((
                    ticket.started.max(ticket.appointed),
                    Called { face, counter },
                ))
            })
            .collect();
        rests.sort_by_key(|(since, _)| *since);
        let rests: Vec<Called> = rests.into_iter().map(|(_, called)| called).collect();
        let turn = self.calls.next(now, &rests, office.serial())?;
        self.last_tag += 1;
        let counter = turn.shown.map(|called| called.counter);
        self.told.push_back((self.last_tag, counter, turn.settles));
        let face = turn.shown.map_or(Face::Blank, |called| Face::Call {
            number: called.face,
            counter: counter_number(office, called.counter),
        });
        Some((face, self.last_tag))
    }

    /// The board acknowledged a face, or it was sent to one that cannot. Answers the effects that are done by it.
    fn shown(
        &mut self,
        face: Face,
        tag: u64,
        write_only: bool,
        now: NaiveDateTime,
    ) -> Vec<(i64, &'static str)> {
        let is_wide = match self.too_wide.clone() {
            // That the blank arrived does not show the number.
            Some((since, cause)) if face == Face::Blank && tag == since => {
                self.trouble(&cause, now);
                true
            }
            _ => {
                self.too_wide = None;
                false
            }
        };
        let mut done = Vec::new();
        while let Some((_, counter, settles)) = self.told.pop_front_if(|(told, ..)| *told <= tag) {
            for seat in &mut self.seats {
                let seq = match settles {
                    Settles::All(seq) => seq,
                    Settles::Own(seq) if counter == Some(seat.counter) => seq,
                    Settles::Own(_) | Settles::Nothing => continue,
                };
                if !is_wide {
                    seat.status.shown = seat.status.shown.max(seq);
                }
                let ended = seat.on_the_way.extract_if(.., |(_, of)| *of <= seq);
                done.extend(ended.map(|(effect, _)| (effect, "done")));
            }
        }
        for seat in &mut self.seats {
            seat.status.write_only = write_only;
            if !is_wide {
                seat.status.trouble = None;
            }
        }
        done
    }

    fn trouble(&mut self, cause: &str, now: NaiveDateTime) {
        for BoardStatus { trouble, since, .. } in self.seats.iter_mut().map(|seat| &mut seat.status)
        {
            if trouble.is_none() {
                *since = Some(now.format("%H:%M").to_string());
            }
            *trouble = Some(cause.to_owned());
        }
    }
}

/// A counter's number as people know it: its id where that is one, else its place in the configuration.
fn counter_number(office: &Office, ix: CounterIx) -> u32 {
    let id = &office.rules().counter(ix).id;
    id.parse().unwrap_or(u32::from(ix.0) + 1)
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
        self.boards
            .iter()
            .filter_map(|board| board.calls.deadline())
            .min()
    }

    fn status(&self, status: &mut Status) {
        let seats = self.boards.iter().flat_map(|board| &board.seats);
        status.boards.extend(seats.map(|seat| seat.status.clone()));
    }

    fn finish(&mut self, live: &mut Live) -> bool {
        // What cannot be marked now is dropped by the next host.
        let _ = self.step(live);
        true
    }
}
