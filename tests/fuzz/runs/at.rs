//! One run of the modem's machine; the tests replay the corpus through it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use motcua::protocol::Machine;
use motcua::protocol::at::{Driver, Event, Setup, Timing};
use motcua::protocol::pdu::{Address, compose};

/// Between the pieces of a run.
const NEXT: u8 = 0xFF;

/// A piece is what the modem says, or begins with a sign: `+` and an octet: so many times 250 ms pass; `s`: a message is
/// to be sent; `k`: the oldest message is stored; `l`: the port is lost; `r`: it is opened again.
pub(super) fn run(data: &[u8]) {
    let mut run = Run::new();
    for piece in data.split(|octet| *octet == NEXT).take(400) {
        match piece {
            [b'+', quarters] => run.pass(Duration::from_millis(250) * u32::from(*quarters)),
            [b's'] => run.send(),
            [b'k'] => run.store(),
            [b'l'] => run.lose(),
            [b'r'] => run.open(),
            said => run.hear(said),
        }
    }
    // Whatever it was, a port that is opened anew is talked to.
    run.lose();
    run.open();
    assert!(run.asked, "it is silent for ever");
}

struct Run {
    driver: Driver,
    now: Instant,
    /// A command went out since the port was opened.
    asked: bool,
    /// The prompt may have come since `AT+CMGS`.
    prompted: bool,
    /// A message is on its way: nothing may be said before its result or the end of its time.
    busy_until: Option<Instant>,
    /// What was heard since the PIN went out: only a SIM that is ready then may get it once more.
    since_pin: Option<Vec<u8>>,
    handles: Vec<motcua::protocol::at::Handle>,
    known: HashSet<motcua::protocol::at::Handle>,
    next: i64,
    /// Messages whose end is not known yet.
    open: HashSet<i64>,
}

impl Run {
    fn new() -> Self {
        let now = Instant::now();
        let setup = Setup {
            pin: Some("1234".to_owned()),
            timing: Timing::default(),
        };
        let mut run = Self {
            driver: Driver::new(setup, now),
            now,
            asked: false,
            prompted: false,
            busy_until: None,
            since_pin: None,
            handles: Vec::new(),
            known: HashSet::new(),
            next: 0,
            open: HashSet::new(),
        };
        run.open();
        run
    }

    fn open(&mut self) {
        self.busy_until = None;
        self.asked = false;
        self.driver.reset(self.now);
        self.drain();
    }

    fn lose(&mut self) {
        self.busy_until = None;
        self.driver.lose();
        self.drain();
        assert!(self.open.is_empty(), "{:?} have no end", self.open);
        assert_eq!(self.driver.poll_timeout(), None);
    }

    fn send(&mut self) {
        let to = Address::number("0912345678").expect("a number");
        let text = "x".repeat(if self.next % 3 == 2 { 170 } else { 3 });
        self.next += 1;
        self.open.insert(self.next);
        self.driver
            .send(self.next, compose(&to, &text, 1).expect("parts"));
        self.drain();
    }

    fn store(&mut self) {
        if !self.handles.is_empty() {
            let handle = self.handles.remove(0);
            self.driver.stored(self.now, handle);
            self.drain();
        }
    }

    fn hear(&mut self, said: &[u8]) {
        let text = String::from_utf8_lossy(said);
        self.prompted |= text.contains('>');
        // Anything could be a result, once it is a whole line with what was said before.
        if said.iter().any(|octet| matches!(octet, b'\r' | b'\n')) {
            self.busy_until = None;
        }
        if let Some(heard) = &mut self.since_pin {
            heard.extend_from_slice(said);
        }
        self.driver.handle_input(self.now, said);
        self.drain();
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        for _ in 0..1000 {
            match self.driver.poll_timeout() {
                Some(due) if due <= end => {
                    self.now = self.now.max(due);
                    self.driver.handle_timeout(self.now);
                    self.drain();
                }
                _ => {
                    self.now = end;
                    return;
                }
            }
        }
        panic!("time stands still");
    }

    fn drain(&mut self) {
        while let Some(bytes) = self.driver.poll_transmit(self.now) {
            self.check_said(&bytes);
        }
        while let Some(event) = self.driver.poll_event() {
            match event {
                Event::Received { handle, .. } | Event::Report { handle, .. } => {
                    assert!(self.known.insert(handle), "a handle twice");
                    self.handles.push(handle);
                }
                Event::Sent { id, .. } => drop(self.open.remove(&id)),
                Event::Refused { id, .. } | Event::Unknown { id, .. } => {
                    assert!(self.open.remove(&id), "{id} has two ends");
                }
                Event::State(_) => {}
                Event::Reopen => {
                    self.lose();
                    self.open();
                }
            }
        }
    }

    fn check_said(&mut self, bytes: &[u8]) {
        self.asked = true;
        let busy = self.busy_until.take().filter(|until| self.now < *until);
        assert!(
            busy.is_none(),
            "{:?} into a message",
            String::from_utf8_lossy(bytes)
        );
        if bytes.starts_with(b"AT+CMGS") {
            self.prompted = false;
        }
        if bytes.ends_with(b"\x1a") {
            assert!(self.prompted, "a message without a prompt");
            self.busy_until = Some(self.now + Timing::default().send);
        }
        if bytes.starts_with(b"AT+CPIN=") {
            let ready = |heard: Vec<u8>| {
                let heard = String::from_utf8_lossy(&heard).into_owned();
                ["READY", "PIN2", "PUK2"]
                    .iter()
                    .any(|word| heard.contains(word))
            };
            assert!(self.since_pin.take().is_none_or(ready), "the PIN twice");
            self.since_pin = Some(Vec::new());
        }
    }
}
