//! A bus of number boards on one serial port, and the thread that serves it.
use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use super::outage::{LOOK_EVERY, Outage};
use super::port::{Bell, CLOSE_LIMIT, Port, PortFault, Sleeper, Watch, bell};
use super::words;
use crate::protocol::Face;
use crate::protocol::modbus::{Event, Map, Master};

/// The boards on one serial port.
#[derive(Debug, Clone)]
pub struct BusConfig {
    /// The port's file, best from /dev/serial/by-id, where the name outlives a replug.
    pub port: PathBuf,
    /// Bits a second; always 8N1.
    pub baud: u32,
    /// The register map of the boards.
    pub map: Map,
    /// The id of each counter and the address of its board; no address twice.
    pub boards: Vec<(String, u8)>,
}

/// What the owner of a bus gets to know. Every `cause` is in Vietnamese, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BusReport {
    /// The board acknowledged the face. Comes again when the board or the port had been away.
    Shown {
        /// Whose board.
        counter: String,
        /// What it shows.
        face: Face,
        /// The tag given to [`Bus::show`].
        tag: u64,
        /// When it acknowledged.
        at: Instant,
    },
    /// The number has more digits than the board, which is made blank instead.
    TooWide {
        /// Whose board.
        counter: String,
        /// The tag given to [`Bus::show`].
        tag: u64,
        /// What is wrong.
        cause: String,
    },
    /// The board does not show what it should; it is tried again from time to time. Comes again
    /// when the cause changes.
    BoardDead {
        /// Whose board.
        counter: String,
        /// What is wrong.
        cause: String,
    },
    /// A dead board answers again.
    BoardAlive {
        /// Whose board.
        counter: String,
    },
    /// The port does not work; it is tried again from time to time. Comes again when the cause
    /// changes.
    PortDown {
        /// What is wrong.
        cause: String,
    },
    /// The port is open; all boards get their faces.
    PortUp,
    /// The port does not come back from a call; everything else goes on.
    PortStuck {
        /// What is wrong.
        cause: String,
    },
}

type Report = Arc<dyn Fn(BusReport) + Send + Sync>;

/// A running bus. Dropping it closes the port; faces that have not left by then are not sent.
pub struct Bus {
    config: Arc<BusConfig>,
    shared: Arc<Shared>,
    bell: Bell,
    report: Report,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    inbox: Mutex<Inbox>,
    watch: Watch,
}

#[derive(Default)]
struct Inbox {
    /// The newest face of each unit that the thread has not seen yet.
    faces: BTreeMap<u8, (Face, u64)>,
    stop: bool,
}

impl Bus {
    /// Starts the thread of the bus. `report` is called from that thread, and from
    /// [`Bus::check`]; it must not wait.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor. A port that does not open is no error, but
    /// a [`BusReport::PortDown`].
    pub fn start(
        config: BusConfig,
        report: impl Fn(BusReport) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (bell, sleeper) = bell()?;
        let now = Instant::now();
        let config = Arc::new(config);
        let shared = Arc::new(Shared::default());
        let report: Report = Arc::new(report);
        let worker = Worker {
            master: Master::new(config.map, config.baud, now),
            link: Link::Down(Outage::starting(now)),
            config: Arc::clone(&config),
            shared: Arc::clone(&shared),
            report: Arc::clone(&report),
        };
        // Linux shows 15 bytes of a thread's name: the end of the port's tells ports apart.
        let file = config
            .port
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let thread = Builder::new()
            .name(format!("board {file}"))
            .spawn(move || worker.run(&sleeper))?;
        Ok(Self {
            config,
            shared,
            bell,
            report,
            thread: Some(thread),
        })
    }

    /// Makes `face` what the counter's board is to show, and returns at once. The newest face of
    /// a board wins. False when no board of this bus belongs to the counter.
    pub fn show(&self, counter: &str, face: Face, tag: u64) -> bool {
        let Some((_, unit)) = self.config.boards.iter().find(|(id, _)| id == counter) else {
            return false;
        };
        self.shared.inbox().faces.insert(*unit, (face, tag));
        self.bell.ring();
        true
    }

    /// The watchdog: reports [`BusReport::PortStuck`] when the thread has been away at its port
    /// for 5 s, once each time. The owner calls it about every second.
    pub fn check(&self, now: Instant) {
        if self.shared.watch.check(now) {
            (self.report)(BusReport::PortStuck {
                cause: words::port_cause(&self.config.port, &PortFault::Stalled),
            });
            // A thread that waits for room in the port can act on it at once.
            self.bell.ring();
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.shared.inbox().stop = true;
        self.bell.ring();
        // A thread that hangs in its port is left behind: the program's end must not hang too.
        if self.bell.wait_end(CLOSE_LIMIT)
            && let Some(thread) = self.thread.take()
        {
            // Its panic has been reported where it happened.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's side of a bus.
struct Worker {
    config: Arc<BusConfig>,
    shared: Arc<Shared>,
    report: Report,
    master: Master,
    link: Link,
}

enum Link {
    Up {
        port: Port,
        /// What the port has not taken yet.
        unsent: Vec<u8>,
    },
    Down(Outage),
}

impl Worker {
    fn run(mut self, sleeper: &Sleeper) {
        loop {
            self.shared.watch.leave(Instant::now());
            if !self.take_faces() {
                return;
            }
            let worked = match &mut self.link {
                Link::Up { .. } => self.serve(),
                Link::Down(_) => {
                    self.look();
                    Ok(())
                }
            };
            let now = Instant::now();
            if self.shared.watch.take_stuck(now) {
                self.lose(now, PortFault::Stalled);
            } else if let Err(fault) = worked {
                self.lose(now, fault);
            } else {
                self.sleep(sleeper, now);
            }
        }
    }

    /// Takes over what the owner wants; false when that is the end.
    fn take_faces(&mut self) -> bool {
        let (faces, stop) = {
            let mut inbox = self.shared.inbox();
            (mem::take(&mut inbox.faces), inbox.stop)
        };
        for (unit, (face, tag)) in faces {
            if let Err(error) = self.master.show(unit, face, tag) {
                self.tell(BusReport::TooWide {
                    counter: self.counter(unit),
                    tag,
                    cause: words::too_wide(unit, error),
                });
                // The number before it must not call the wrong person. A blank always fits.
                let _ = self.master.show(unit, Face::Blank, tag);
            }
        }
        !stop
    }

    /// One round of an open port: what came in, what is due, what goes out.
    fn serve(&mut self) -> Result<(), PortFault> {
        let Link::Up { port, unsent } = &mut self.link else {
            return Ok(());
        };
        let mut buffer = [0; 256];
        let count = port.read(&mut buffer)?;
        let now = Instant::now();
        self.master.handle_input(now, &buffer[..count]);
        self.master.handle_timeout(now);
        if unsent.is_empty() {
            *unsent = self.master.poll_transmit(now).unwrap_or_default();
        }
        if !unsent.is_empty() {
            let count = port.write(unsent)?;
            unsent.drain(..count);
        }
        while let Some(event) = self.master.poll_event() {
            self.pass_on(event, now);
        }
        Ok(())
    }

    /// One look for a port that is down.
    fn look(&mut self) {
        let Link::Down(outage) = &mut self.link else {
            return;
        };
        let now = Instant::now();
        if !outage.is_due(now, &self.config.port) {
            return;
        }
        match Port::open(&self.config.port, self.config.baud) {
            Ok(port) => {
                self.master.reset(now);
                self.link = Link::Up {
                    port,
                    unsent: Vec::new(),
                };
                self.tell(BusReport::PortUp);
            }
            Err(fault) => {
                if outage.fail(now, &fault) {
                    self.tell_down(&fault);
                }
            }
        }
    }

    /// Closes the port, if it was open, and says why.
    fn lose(&mut self, now: Instant, fault: PortFault) {
        self.link = Link::Down(Outage::lost(now, &self.config.port, fault.clone()));
        self.tell_down(&fault);
    }

    fn sleep(&self, sleeper: &Sleeper, now: Instant) {
        let (port, writing, until) = match &self.link {
            Link::Up { port, unsent } if !unsent.is_empty() => (Some(port), true, None),
            Link::Up { port, .. } => (Some(port), false, self.master.poll_timeout()),
            Link::Down(outage) => (None, false, Some(outage.retry_at().min(now + LOOK_EVERY))),
        };
        // Bytes that the port does not take count as a call that does not come back.
        if !writing {
            self.shared.watch.come_back();
        }
        let limit = until.map(|until| until.saturating_duration_since(now));
        sleeper.sleep(port, writing, limit);
    }

    fn pass_on(&self, event: Event, now: Instant) {
        self.tell(match event {
            Event::Shown { unit, face, tag } => BusReport::Shown {
                counter: self.counter(unit),
                face,
                tag,
                at: now,
            },
            Event::Dead { unit, fault } => BusReport::BoardDead {
                counter: self.counter(unit),
                cause: words::board_cause(unit, fault),
            },
            Event::Alive { unit } => BusReport::BoardAlive {
                counter: self.counter(unit),
            },
        });
    }

    fn counter(&self, unit: u8) -> String {
        let board = self.config.boards.iter().find(|(_, at)| *at == unit);
        board
            .map(|(counter, _)| counter.clone())
            .unwrap_or_default()
    }

    fn tell_down(&self, fault: &PortFault) {
        self.tell(BusReport::PortDown {
            cause: words::port_cause(&self.config.port, fault),
        });
    }

    fn tell(&self, report: BusReport) {
        (self.report)(report);
    }
}
