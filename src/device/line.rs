//! A line with a protocol machine on it, and the thread that drives the machine.
use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use super::outage::{LOOK_EVERY, Outage};
use super::port::{Bell, CLOSE_LIMIT, Port, PortFault, Sleeper, Watch, bell};
use super::words;
use crate::protocol::{Endpoint, Machine};

/// What the owner of a line gets to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report<E> {
    /// The port is open; the machine begins anew.
    PortUp,
    /// The port does not work; it is tried again from time to time. Comes again when the cause
    /// changes.
    PortDown {
        /// What is wrong and the way out, in Vietnamese.
        cause: String,
    },
    /// The port does not come back from a call; everything else goes on.
    PortStuck {
        /// What is wrong and the way out, in Vietnamese.
        cause: String,
    },
    /// What the machine tells.
    Event(E),
}

/// Work on the machine, asked for by the owner and done in the line's thread.
type Call<M> = Box<dyn FnOnce(&mut M, Instant) + Send>;

/// A running line. Dropping it closes the port; what has not left by then is not sent.
pub struct Line<M: Machine> {
    shared: Arc<Shared<M>>,
    bell: Bell,
    thread: Option<JoinHandle<()>>,
}

/// What both threads look at.
struct Shared<M: Machine> {
    endpoint: Endpoint,
    inbox: Mutex<Inbox<M>>,
    watch: Watch,
    report: Box<dyn Fn(Report<M::Event>) + Send + Sync>,
}

struct Inbox<M> {
    calls: Vec<Call<M>>,
    stop: bool,
}

impl<M: Machine + Send + 'static> Line<M> {
    /// Starts the thread of the line on the port at `endpoint`; a serial one with `baud` bits a second, 8N1. `report`
    /// is called from that thread, and from [`Line::check`]; it must not wait.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor. A port that does not open is no error, but
    /// a [`Report::PortDown`].
    pub fn start(
        name: &str,
        endpoint: impl Into<Endpoint>,
        baud: u32,
        machine: M,
        report: impl Fn(Report<M::Event>) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (bell, sleeper) = bell()?;
        let endpoint = endpoint.into();
        // Linux shows 15 bytes of a thread's name: the end of the port's tells ports apart.
        let file = endpoint.to_string();
        let file = file.rsplit('/').next().unwrap_or_default();
        let thread = Builder::new().name(format!("{name} {file}"));
        let shared = Shared::new(endpoint, report);
        let worker = Worker {
            shared: Arc::clone(&shared),
            baud,
            machine,
            link: Link::Down(Outage::starting(Instant::now())),
        };
        let thread = thread.spawn(move || worker.run(&sleeper))?;
        Ok(Self {
            shared,
            bell,
            thread: Some(thread),
        })
    }
}

impl<M: Machine + Send + 'static> Line<M> {
    /// A line without thread and port: whoever holds the other end carries the bytes, in a time of its own.
    ///
    /// # Errors
    /// When the system gives no descriptor.
    pub fn by_hand(
        machine: M,
        report: impl Fn(Report<M::Event>) + Send + Sync + 'static,
    ) -> io::Result<(Self, Hand<M>)> {
        let (bell, sleeper) = bell()?;
        let shared = Shared::new("".into(), report);
        let worker = Worker {
            shared: Arc::clone(&shared),
            baud: 0,
            machine,
            link: Link::Down(Outage::starting(Instant::now())),
        };
        let line = Self {
            shared,
            bell,
            thread: None,
        };
        let hand = Hand {
            worker,
            _sleeper: sleeper,
        };
        Ok((line, hand))
    }
}

/// The other end of [`Line::by_hand`].
pub struct Hand<M: Machine> {
    worker: Worker<M>,
    /// Keeps the line's bell whole.
    _sleeper: Sleeper,
}

impl<M: Machine> Hand<M> {
    /// The port was opened.
    pub fn plug(&mut self, now: Instant) {
        (self.worker.shared.report)(Report::PortUp);
        self.worker.machine.reset(now);
    }

    /// One round: what the line's owner asks for, what came in, what is due. Answers the bytes to send; `None` asks for
    /// the port to be opened anew.
    pub fn round(&mut self, now: Instant, came: &[u8]) -> Option<Vec<u8>> {
        self.worker.take_calls(now);
        self.worker.machine.handle_input(now, came);
        self.worker.machine.handle_timeout(now);
        let bytes = self.worker.machine.poll_transmit(now);
        match self.worker.pass_on() {
            true => None,
            false => Some(bytes.unwrap_or_default()),
        }
    }

    /// When the next round is due by itself.
    pub fn deadline(&self) -> Option<Instant> {
        self.worker.machine.poll_timeout()
    }
}

impl<M: Machine> Line<M> {
    /// Lets the thread do something with the machine, after what it was asked before, and returns at
    /// once. The machine is told the time as usual.
    pub fn call(&self, work: impl FnOnce(&mut M, Instant) + Send + 'static) {
        self.shared.inbox().calls.push(Box::new(work));
        self.bell.ring();
    }

    /// The watchdog: reports [`Report::PortStuck`] when the thread has been away at its port for
    /// 5 s, once each time. The owner calls it every few seconds.
    pub fn check(&self, now: Instant) {
        if self.shared.watch.check(now) {
            let cause = words::port_cause(&self.shared.endpoint, &PortFault::Stalled);
            (self.shared.report)(Report::PortStuck { cause });
            // A thread that waits for room in the port can act on it at once.
            self.bell.ring();
        }
    }
}

impl<M: Machine> Drop for Line<M> {
    fn drop(&mut self) {
        self.shared.inbox().stop = true;
        self.bell.ring();
        // A thread that hangs in its port is left behind: the program's end must not hang too.
        if let Some(thread) = self.thread.take()
            && self.bell.wait_end(CLOSE_LIMIT)
        {
            // Its panic has been reported where it happened.
            let _ = thread.join();
        }
    }
}

impl<M: Machine> Shared<M> {
    fn new(
        endpoint: Endpoint,
        report: impl Fn(Report<M::Event>) + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            endpoint,
            inbox: Mutex::new(Inbox {
                calls: Vec::new(),
                stop: false,
            }),
            watch: Watch::default(),
            report: Box::new(report),
        })
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox<M>> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_down(&self, fault: &PortFault) {
        let cause = words::port_cause(&self.endpoint, fault);
        (self.report)(Report::PortDown { cause });
    }
}

/// The thread's side of a line.
struct Worker<M: Machine> {
    shared: Arc<Shared<M>>,
    baud: u32,
    machine: M,
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

impl<M: Machine> Worker<M> {
    fn run(mut self, sleeper: &Sleeper) {
        loop {
            self.shared.watch.leave(Instant::now());
            if !self.take_calls(Instant::now()) {
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
            let fault = if self.shared.watch.take_stuck(now) {
                Some(PortFault::Stalled)
            } else {
                worked.err()
            };
            let mut reopen = self.pass_on();
            if let Some(fault) = &fault {
                self.lose(now, fault);
                reopen |= self.pass_on();
            }
            if reopen {
                // Dropping the port closes it; the next look opens it again.
                self.link = Link::Down(Outage::starting(now));
            } else if fault.is_none() {
                self.sleep(sleeper, now);
            }
        }
    }

    /// Does what the owner wants; false when that is the end.
    fn take_calls(&mut self, now: Instant) -> bool {
        let (calls, stop) = {
            let mut inbox = self.shared.inbox();
            (mem::take(&mut inbox.calls), inbox.stop)
        };
        for call in calls {
            call(&mut self.machine, now);
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
        self.machine.handle_input(now, &buffer[..count]);
        self.machine.handle_timeout(now);
        if unsent.is_empty() {
            *unsent = self.machine.poll_transmit(now).unwrap_or_default();
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
        if !outage.is_due(now, &self.shared.endpoint) {
            return;
        }
        match Port::open(&self.shared.endpoint, self.baud) {
            Ok(port) => {
                // What an earlier program left there is no answer to us.
                port.clear();
                let unsent = Vec::new();
                self.link = Link::Up { port, unsent };
                (self.shared.report)(Report::PortUp);
                self.machine.reset(now);
            }
            Err(fault) => {
                if outage.fail(now, &fault) {
                    self.shared.tell_down(&fault);
                }
            }
        }
    }

    /// Closes the port, if it was open, and says why.
    fn lose(&mut self, now: Instant, fault: &PortFault) {
        self.link = Link::Down(Outage::lost(now, &self.shared.endpoint, fault.clone()));
        self.machine.lose();
        self.shared.tell_down(fault);
    }

    /// Hands all events on; true when the port is to be opened anew.
    fn pass_on(&mut self) -> bool {
        let mut reopen = false;
        while let Some(event) = self.machine.poll_event() {
            if M::asks_reopen(&event) {
                reopen = true;
            } else {
                (self.shared.report)(Report::Event(event));
            }
        }
        reopen
    }

    fn sleep(&self, sleeper: &Sleeper, now: Instant) {
        let (port, writing, until) = match &self.link {
            Link::Up { port, unsent } if !unsent.is_empty() => (Some(port), true, None),
            Link::Up { port, .. } => (Some(port), false, self.machine.poll_timeout()),
            Link::Down(outage) => (None, false, Some(outage.retry_at().min(now + LOOK_EVERY))),
        };
        // Bytes that the port does not take count as a call that does not come back.
        if !writing {
            self.shared.watch.come_back();
        }
        let limit = until.map(|until| until.saturating_duration_since(Instant::now()));
        sleeper.sleep(port, writing, limit);
    }
}
