//! The GSM modem on its serial port, and the thread that serves it.
use std::collections::VecDeque;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use super::outage::{LOOK_EVERY, Outage};
use super::port::{Bell, CLOSE_LIMIT, Port, PortFault, Sleeper, Watch, bell};
use super::words;
use crate::protocol::at::{Class, Driver, Event, Failure, Handle, Setup, State, Timing};
use crate::protocol::pdu::{Deliver, PduError, StatusReport, Submit};

/// What the port is set to; a modem on USB takes any.
const BAUD: u32 = 115_200;

/// The modem of an office.
#[derive(Debug, Clone)]
pub struct ModemConfig {
    /// The port's file, best from /dev/serial/by-id, where the name outlives a replug.
    pub port: PathBuf,
    /// The PIN of the SIM. Once refused it is not tried again while this modem lives; whoever
    /// remembers a refusal for longer gives none.
    pub pin: Option<String>,
    /// How long to wait for what.
    pub timing: Timing,
}

/// What the owner of a modem gets to know. Words are Vietnamese, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModemReport {
    /// The port is open; the modem is being set up.
    PortUp,
    /// The port does not work; it is tried again from time to time. Comes again when the cause
    /// changes.
    PortDown {
        /// What is wrong.
        cause: String,
    },
    /// The port does not come back from a call; everything else goes on.
    PortStuck {
        /// What is wrong.
        cause: String,
    },
    /// The modem's state has changed.
    State {
        /// How it is.
        state: State,
        /// What keeps it from working, or soon will; empty when all is well.
        troubles: Vec<String>,
        /// What it cannot do and is done without.
        notes: Vec<String>,
    },
    /// A message has come; to be answered with [`Modem::stored`] after the transaction that
    /// keeps it. May come again after a restart or when the modem forgets a deletion.
    Received {
        /// Names it for [`Modem::stored`].
        handle: Handle,
        /// The PDU as it came, in capital hexadecimal digits.
        pdu: String,
        /// What it says, or why it cannot be read.
        message: Result<Deliver, PduError>,
    },
    /// The network tells what became of a message of ours; to be answered with
    /// [`Modem::stored`] too.
    Report {
        /// Names it for [`Modem::stored`].
        handle: Handle,
        /// What became of which message.
        report: StatusReport,
    },
    /// The message was sent, all parts of it. May follow an `Unknown`, which it settles.
    Sent {
        /// As given to [`Modem::send`].
        id: i64,
        /// The modem's reference of each part, for its status report.
        references: Vec<u8>,
    },
    /// The message was not sent, or not all of it. When to try again is the owner's affair.
    Refused {
        /// As given to [`Modem::send`].
        id: i64,
        /// What it means.
        class: Class,
        /// Why, as the modem has it.
        failure: Failure,
        /// Why, for people.
        cause: String,
        /// The references of the parts that were sent before.
        references: Vec<u8>,
    },
    /// Nobody knows whether the message was sent; never to be sent again blindly.
    Unknown {
        /// As given to [`Modem::send`].
        id: i64,
        /// The references that are known.
        references: Vec<u8>,
    },
}

type Report = Arc<dyn Fn(ModemReport) + Send + Sync>;

/// A running modem. Dropping it closes the port. What has not been sent by then is not sent.
pub struct Modem {
    config: Arc<ModemConfig>,
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
    wishes: VecDeque<Wish>,
    stop: bool,
}

enum Wish {
    Send { id: i64, parts: Vec<Submit> },
    Stored(Handle),
}

impl Modem {
    /// Starts the thread of the modem. `report` is called from that thread, and from
    /// [`Modem::check`]; it must not wait.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor. A port that does not open is no error, but
    /// a [`ModemReport::PortDown`].
    pub fn start(
        config: ModemConfig,
        report: impl Fn(ModemReport) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (bell, sleeper) = bell()?;
        let now = Instant::now();
        let config = Arc::new(config);
        let shared = Arc::new(Shared::default());
        let report: Report = Arc::new(report);
        let setup = Setup {
            pin: config.pin.clone(),
            timing: config.timing.clone(),
        };
        let worker = Worker {
            driver: Driver::new(setup, now),
            link: Link::Down(Outage::starting(now)),
            config: Arc::clone(&config),
            shared: Arc::clone(&shared),
            report: Arc::clone(&report),
        };
        let thread = Builder::new()
            .name("modem".to_owned())
            .spawn(move || worker.run(&sleeper))?;
        Ok(Self {
            config,
            shared,
            bell,
            report,
            thread: Some(thread),
        })
    }

    /// Sends the parts of a message ([`crate::protocol::pdu::compose`]) after those given before,
    /// and returns at once. Ends in one of `Sent`, `Refused`, `Unknown`; while the modem is not
    /// there or its SIM does not work, in `Refused` with [`Failure::NotReady`] at once. Status
    /// reports are asked for where a part says so and the modem passes them on.
    pub fn send(&self, id: i64, parts: Vec<Submit>) {
        self.wish(Wish::Send { id, parts });
    }

    /// The owner has stored the message or report for good: it is acknowledged, or deleted from
    /// the modem. An answer to it may be sent before or after; a deletion lets it go first.
    pub fn stored(&self, handle: Handle) {
        self.wish(Wish::Stored(handle));
    }

    /// The watchdog: reports [`ModemReport::PortStuck`] when the thread has been away at its port
    /// for 5 s, once each time. The owner calls it about every second.
    pub fn check(&self, now: Instant) {
        if self.shared.watch.check(now) {
            (self.report)(ModemReport::PortStuck {
                cause: words::port_cause(&self.config.port, &PortFault::Stalled),
            });
            // A thread that waits for room in the port can act on it at once.
            self.bell.ring();
        }
    }

    fn wish(&self, wish: Wish) {
        self.shared.inbox().wishes.push_back(wish);
        self.bell.ring();
    }
}

impl Drop for Modem {
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

/// The thread's side of a modem.
struct Worker {
    config: Arc<ModemConfig>,
    shared: Arc<Shared>,
    report: Report,
    driver: Driver,
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
            if !self.take_wishes() {
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
            let lost = if self.shared.watch.take_stuck(now) {
                Some(PortFault::Stalled)
            } else {
                worked.err()
            };
            let go_on = lost.is_some();
            if let Some(fault) = lost {
                self.lose(now, fault);
            }
            if self.pass_on() {
                // Dropping the port closes it; the next look opens it again.
                self.link = Link::Down(Outage::starting(now));
            } else if !go_on {
                self.sleep(sleeper, now);
            }
        }
    }

    /// Takes over what the owner wants; false when that is the end.
    fn take_wishes(&mut self) -> bool {
        let (wishes, stop) = {
            let mut inbox = self.shared.inbox();
            (mem::take(&mut inbox.wishes), inbox.stop)
        };
        let now = Instant::now();
        for wish in wishes {
            match wish {
                Wish::Send { id, parts } => self.driver.send(id, parts),
                Wish::Stored(handle) => self.driver.stored(now, handle),
            }
        }
        !stop
    }

    /// One round of an open port: what came in, what is due, what goes out.
    fn serve(&mut self) -> Result<(), PortFault> {
        let Link::Up { port, unsent } = &mut self.link else {
            return Ok(());
        };
        let mut buffer = [0; 4096];
        let count = port.read(&mut buffer)?;
        let now = Instant::now();
        self.driver.handle_input(now, &buffer[..count]);
        self.driver.handle_timeout(now);
        if unsent.is_empty() {
            *unsent = self.driver.poll_transmit(now).unwrap_or_default();
        }
        if !unsent.is_empty() {
            let count = port.write(unsent)?;
            unsent.drain(..count);
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
        match Port::open(&self.config.port, BAUD) {
            Ok(port) => {
                // What an earlier program left there is no answer to us.
                port.clear();
                self.link = Link::Up {
                    port,
                    unsent: Vec::new(),
                };
                self.tell(ModemReport::PortUp);
                self.driver.reset(now);
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
        self.driver.lose();
        self.tell_down(&fault);
    }

    fn sleep(&self, sleeper: &Sleeper, now: Instant) {
        let (port, writing, until) = match &self.link {
            Link::Up { port, unsent } if !unsent.is_empty() => (Some(port), true, None),
            Link::Up { port, .. } => (Some(port), false, self.driver.poll_timeout()),
            Link::Down(outage) => (None, false, Some(outage.retry_at().min(now + LOOK_EVERY))),
        };
        // Bytes that the port does not take count as a call that does not come back.
        if !writing {
            self.shared.watch.come_back();
        }
        let limit = until.map(|until| until.saturating_duration_since(Instant::now()));
        sleeper.sleep(port, writing, limit);
    }

    /// Hands all events on; true when the port is to be opened anew.
    fn pass_on(&mut self) -> bool {
        let mut reopen = false;
        while let Some(event) = self.driver.poll_event() {
            self.tell(match event {
                Event::Reopen => {
                    reopen = true;
                    continue;
                }
                Event::Received {
                    handle,
                    pdu,
                    message,
                } => ModemReport::Received {
                    handle,
                    pdu,
                    message,
                },
                Event::Report { handle, report } => ModemReport::Report { handle, report },
                Event::Sent { id, references } => ModemReport::Sent { id, references },
                Event::Refused {
                    id,
                    failure,
                    references,
                } => ModemReport::Refused {
                    id,
                    class: failure.class(),
                    cause: words::refusal(&failure),
                    failure,
                    references,
                },
                Event::Unknown { id, references } => ModemReport::Unknown { id, references },
                Event::State(state) => ModemReport::State {
                    troubles: words::modem_troubles(&state),
                    notes: words::modem_notes(&state),
                    state,
                },
            });
        }
        reopen
    }

    fn tell_down(&self, fault: &PortFault) {
        self.tell(ModemReport::PortDown {
            cause: words::port_cause(&self.config.port, fault),
        });
    }

    fn tell(&self, report: ModemReport) {
        (self.report)(report);
    }
}
