//! All boards of the office: calls from the outbox go out in time, what boards answer comes back as lamps.

use std::collections::BTreeMap;
use std::io;
use std::time::Instant;

use chrono::NaiveDateTime;

use crate::app::callboard::CallBoard;
use crate::app::effects::{BOARD, BoardCall, resting_face};
use crate::app::status::BoardStatus;
use crate::device::board::{Bus, BusConfig, BusReport};
use crate::domain::office::Office;
use crate::host::{Report, Reporter};
use crate::protocol::Face;
use crate::store::{Store, StoreError};

/// The boards of all counters.
pub struct Boards {
    buses: Vec<(Bus, Vec<String>)>,
    calls: BTreeMap<String, CallBoard>,
    lamps: Vec<BoardStatus>,
    /// The last effect that was taken from the outbox.
    taken: i64,
    /// Effects on their way: (id, event, counter).
    on_the_way: Vec<(i64, u64, String)>,
    settled: Vec<i64>,
    /// Boards that are blank because their number does not fit: since which event, and the words for it.
    too_wide: BTreeMap<String, (u64, String)>,
}

impl Boards {
    /// Starts a thread for each bus.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor.
    pub fn start(configs: Vec<BusConfig>, reporter: &Reporter) -> io::Result<Self> {
        let mut buses = Vec::new();
        let mut lamps = Vec::new();
        for (i, config) in configs.into_iter().enumerate() {
            let counters: Vec<String> = config.boards.iter().map(|(id, _)| id.clone()).collect();
            let lamp = |id: &String| BoardStatus {
                counter: id.clone(),
                ..BoardStatus::default()
            };
            lamps.extend(counters.iter().map(lamp));
            let reporter = reporter.another()?;
            let bus = Bus::start(config, move |report| {
                reporter.report(Report::Bus(i, report));
            })?;
            buses.push((bus, counters));
        }
        let calls = lamps
            .iter()
            .map(|lamp| (lamp.counter.clone(), CallBoard::default()))
            .collect();
        Ok(Self {
            buses,
            calls,
            lamps,
            taken: 0,
            on_the_way: Vec::new(),
            too_wide: BTreeMap::new(),
            settled: Vec::new(),
        })
    }

    /// At the start: calls that an earlier host left behind are stale. The boards show the present numbers instead.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn drop_stale(&mut self, store: &mut Store) -> Result<(), StoreError> {
        let stale = store.pending(BOARD, 0)?;
        self.taken = stale.last().map_or(0, |effect| effect.id);
        let ids: Vec<_> = stale.iter().map(|effect| effect.id).collect();
        if ids.is_empty() {
            Ok(())
        } else {
            store.settle(&ids, "dropped")
        }
    }

    /// Takes new calls from the outbox.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn take_calls(&mut self, store: &Store) -> Result<(), StoreError> {
        for effect in store.pending(BOARD, self.taken)? {
            self.taken = effect.id;
            let call = serde_json::from_str::<BoardCall>(&effect.body);
            match (self.calls.get_mut(&effect.target), call) {
                (Some(board), Ok(call)) => {
                    board.call(call, effect.seq);
                    self.on_the_way.push((effect.id, effect.seq, effect.target));
                }
                // A counter without a board: nothing is to be done.
                _ => self.settled.push(effect.id),
            }
        }
        Ok(())
    }

    /// Puts on every board what it should show now.
    pub fn show(&mut self, office: &Office, now: Instant) {
        for (id, board) in &mut self.calls {
            let Some(ix) = office.rules().counter_by_id(id) else {
                continue;
            };
            if let Some((face, seq)) = board.next(now, resting_face(office, ix)) {
                let face = face.map_or(Face::Blank, Face::Number);
                for (bus, _) in &self.buses {
                    if bus.show(id, face, seq.unwrap_or(office.serial())) {
                        break;
                    }
                }
            }
        }
    }

    /// When [`Boards::show`] has something to do again.
    pub fn deadline(&self) -> Option<Instant> {
        self.calls.values().filter_map(CallBoard::deadline).min()
    }

    /// The watchdog of all ports.
    pub fn check(&self, now: Instant) {
        self.buses.iter().for_each(|(bus, _)| bus.check(now));
    }

    /// Takes in what a bus reports.
    pub fn reported(&mut self, bus: usize, report: BusReport, now: NaiveDateTime) {
        match report {
            BusReport::Shown {
                counter, face, tag, ..
            } => {
                let arrived =
                    |(_, seq, target): &(i64, u64, String)| *seq <= tag && *target == counter;
                self.settled
                    .extend(self.on_the_way.iter().filter(|e| arrived(e)).map(|e| e.0));
                self.on_the_way.retain(|e| !arrived(e));
                match self.too_wide.get(&counter).cloned() {
                    // That the blank arrived does not show the number.
                    Some((since, cause)) if face == Face::Blank && tag == since => {
                        self.lamp(&counter, |lamp| trouble(lamp, &cause, now));
                    }
                    _ => {
                        self.too_wide.remove(&counter);
                        self.lamp(&counter, |lamp| {
                            lamp.shown = tag;
                            lamp.trouble = None;
                        });
                    }
                }
            }
            // What it shows now is told next.
            BusReport::BoardAlive { .. } => {}
            BusReport::TooWide {
                counter,
                tag,
                cause,
            } => {
                self.lamp(&counter, |lamp| trouble(lamp, &cause, now));
                self.too_wide.insert(counter, (tag, cause));
            }
            BusReport::BoardDead { counter, cause } => {
                self.lamp(&counter, |lamp| trouble(lamp, &cause, now));
            }
            BusReport::PortDown { cause } | BusReport::PortStuck { cause } => {
                for counter in self.counters_of(bus) {
                    self.lamp(&counter, |lamp| trouble(lamp, &cause, now));
                }
            }
            // The boards answer for themselves now; each clears its own lamp.
            BusReport::PortUp => {}
        }
    }

    fn counters_of(&self, bus: usize) -> Vec<String> {
        self.buses
            .get(bus)
            .map(|(_, counters)| counters.clone())
            .unwrap_or_default()
    }

    fn lamp(&mut self, counter: &str, f: impl FnOnce(&mut BoardStatus)) {
        if let Some(lamp) = self.lamps.iter_mut().find(|lamp| lamp.counter == counter) {
            f(lamp);
        }
    }

    /// Marks the calls that were shown.
    ///
    /// # Errors
    /// When the store cannot be written; they are marked the next time.
    pub fn settle(&mut self, store: &mut Store) -> Result<(), StoreError> {
        if self.settled.is_empty() {
            return Ok(());
        }
        store.settle(&self.settled, "done")?;
        self.settled.clear();
        Ok(())
    }

    /// How the boards are.
    pub fn status(&self) -> Vec<BoardStatus> {
        self.lamps.clone()
    }
}

fn trouble(lamp: &mut BoardStatus, cause: &str, now: NaiveDateTime) {
    if lamp.trouble.is_none() {
        lamp.since = Some(now.format("%H:%M").to_string());
    }
    lamp.trouble = Some(cause.to_owned());
}
