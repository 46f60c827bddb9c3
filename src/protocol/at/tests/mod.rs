//! Transcripts: a modem that says what the script says, and what must be said to it.
//!
//! In a script, one line each:
//! `> words` we say this, ended with `\r`, and nothing else before; `^Z` and `ESC` are signs;
//! `< words` the modem says a line, `\r\n` around it; `<< bytes` it says just these, `\r`, `\n` as written;
//! `+ 5s` time passes (`ms`, `s`), and nothing is said before it is over;
//! `! event` happens now. Events of the state are looked at through [`Talk::state`].
//! Holds of at most a second before a `>` pass by themselves.
mod odd;
mod quirks;
mod receive;
mod send;
mod silence;
mod start;
mod storage;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::*;
use crate::protocol::Machine;
use crate::protocol::pdu::{self, Address};

/// A usual modem up to where it works, with nothing in its storage.
pub(super) const START: &str = r#"
    > AT
    < OK
    > ATE0
    << ATE0\r
    < OK
    > AT+CMEE=1
    < OK
    > AT+CPIN?
    < +CPIN: READY
    < OK
    > AT+CSMS=0
    < +CSMS: 1,1,1
    < OK
    > AT+CMGF=0
    < OK
    > AT+CPMS=?
    < +CPMS: ("SM"),("SM"),("SM")
    < OK
    > AT+CPMS="SM","SM","SM"
    < +CPMS: 0,10,0,10,0,10
    < OK
    > AT+CNMI=?
    < +CNMI: (0-2),(0-3),(0,2),(0,1,2),(0,1)
    < OK
    > AT+CNMI=2,1,0,2,0
    < OK
    > AT+CREG?
    < +CREG: 0,1
    < OK
    > AT+CSQ
    < +CSQ: 21,99
    < OK
    > AT+CSCA?
    < +CSCA: "+84980200030",145
    < OK
    > AT+CNUM
    < +CNUM: "","+84900000001",145
    < OK
"#;

/// What follows: a look at a storage without messages.
pub(super) const EMPTY: &str = r#"
    > AT+CMGL=4
    < OK
    > AT+CPMS?
    < +CPMS: "SM",0,10,"SM",0,10,"SM",0,10
    < OK
"#;

/// The regular look, 30 s later.
pub(super) const LOOK: &str = r#"
    > AT+CSQ
    < +CSQ: 21,99
    < OK
    > AT+CMGL=4
    < OK
    > AT+CPMS?
    < +CPMS: "SM",0,10,"SM",0,10,"SM",0,10
    < OK
    > AT+CREG?
    < +CREG: 0,1
    < OK
"#;

/// From +84912345678: `DK NGUYEN VAN A CT01 25/11/2026`.
pub(super) const DK: &str = "07914889200030F0040B914819325476F80000621152800351821FC425C879AC668B4E9035E8040541432A2C0692D55EB1D84B0693D900";
/// From +84912345678: `HUY CT01 12 25/11/2026`.
pub(super) const HUY: &str = "07914889200030F0040B914819325476F800006211528003518216C86A1634A4C262A0980C24ABBD62B1970C26B301";
/// From +84912345678: `A`.
pub(super) const A: &str = "07914889200030F0040B914819325476F80000621152800351820141";
/// To +84912345678: `DA NHAN`, without and with a status report.
pub(super) const DA_NHAN: &str = "0001000B914819325476F8000007C420C8890C3A01";
pub(super) const DA_NHAN_REPORT: &str = "0021000B914819325476F8000007C420C8890C3A01";
/// Message 17 was delivered.
pub(super) const DELIVERED: &str =
    "07914889200030F006110B914819325476F8621152800351826211528003128200";

pub(super) struct Talk {
    pub driver: Driver,
    now: Instant,
    begun: Instant,
    /// What we have said and the script has not mentioned yet.
    said: Option<Vec<u8>>,
    events: VecDeque<Event>,
    state: State,
    pub handles: Vec<Handle>,
}

impl Talk {
    /// A modem whose port was just opened.
    pub(super) fn new(pin: Option<&str>) -> Self {
        let now = Instant::now();
        let setup = Setup {
            pin: pin.map(str::to_owned),
            timing: Timing::default(),
        };
        let mut talk = Self {
            driver: Driver::new(setup, now),
            now,
            begun: now,
            said: None,
            events: VecDeque::new(),
            state: State::default(),
            handles: Vec::new(),
        };
        talk.driver.reset(now);
        talk.listen();
        talk
    }

    /// A modem that works, and has nothing to do.
    pub(super) fn ready() -> Self {
        let mut talk = Self::new(None);
        talk.run(START);
        talk.run(EMPTY);
        assert_eq!(talk.state().phase, Phase::Ready);
        talk
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// The port is closed and opened again.
    pub(super) fn reopen(&mut self) {
        self.driver.lose();
        assert_eq!(self.driver.poll_transmit(self.now), None);
        assert_eq!(self.driver.poll_timeout(), None);
        self.driver.reset(self.now);
        self.listen();
    }

    pub(super) fn send(&mut self, id: i64, text: &str) {
        self.send_parts(id, text, false);
    }

    pub(super) fn send_parts(&mut self, id: i64, text: &str, report: bool) {
        let to = Address::number("+84912345678").unwrap();
        let mut parts = pdu::compose(&to, text, 7).unwrap();
        for part in &mut parts {
            part.report = report;
        }
        self.driver.send(id, parts);
        self.listen();
    }

    /// The owner has stored the message that was handed over as number `at`, from 0.
    pub(super) fn stored(&mut self, at: usize) {
        self.driver.stored(self.now, self.handles[at]);
        self.listen();
    }

    pub(super) fn run(&mut self, script: &str) {
        for line in script
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
            match sign {
                ">" => self.expect_said(rest),
                "<" => self.hear(format!("\r\n{rest}\r\n").as_bytes(), line),
                "<<" => self.hear(&escaped(rest), line),
                "+" => self.pass(duration(rest), line),
                "!" => self.expect_event(rest),
                _ => panic!("no such line: {line}"),
            }
        }
        assert_eq!(self.events, [], "unmentioned, at {}", self.clock());
    }

    fn hear(&mut self, bytes: &[u8], line: &str) {
        assert_eq!(self.said(), None, "before {line:?}, at {}", self.clock());
        self.driver.handle_input(self.now, bytes);
        self.listen();
    }

    /// What comes byte by byte.
    pub(super) fn dribble(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.driver.handle_input(self.now, &[*byte]);
            self.listen();
        }
    }

    fn expect_said(&mut self, words: &str) {
        if self.said.is_none()
            && let Some(at) = self.driver.poll_timeout()
            && at <= self.now + Duration::from_secs(1)
        {
            self.now = self.now.max(at);
            self.driver.handle_timeout(self.now);
            self.listen();
        }
        let mut wanted = words.replace("^Z", "\x1a").replace("ESC", "\x1b");
        if !wanted.ends_with('\x1a') {
            wanted.push('\r');
        }
        assert_eq!(self.said().as_ref(), Some(&wanted), "at {}", self.clock());
        self.said = None;
        self.listen();
    }

    /// Lets time pass; deadlines in it are met on their time.
    fn pass(&mut self, time: Duration, line: &str) {
        let end = self.now + time;
        loop {
            assert_eq!(self.said(), None, "before {line:?}, at {}", self.clock());
            match self.driver.poll_timeout() {
                Some(at) if at <= end => {
                    assert!(at > self.now, "time stands still at {}", self.clock());
                    self.now = at;
                    self.driver.handle_timeout(at);
                    self.listen();
                    if at == end {
                        return;
                    }
                }
                _ => break,
            }
        }
        self.now = end;
        self.listen();
    }

    fn expect_event(&mut self, wanted: &str) {
        let clock = self.clock();
        let event = self.events.pop_front();
        let event = event.unwrap_or_else(|| panic!("no event {wanted:?} at {clock}"));
        let told = match event {
            Event::Received {
                handle,
                message: Ok(message),
                ..
            } => {
                self.handles.push(handle);
                format!("{}: {}", message.sender, message.text())
            }
            Event::Received {
                handle,
                pdu,
                message: Err(error),
            } => {
                self.handles.push(handle);
                format!("{error:?} {pdu}").trim_end().to_owned()
            }
            Event::Report { handle, report } => {
                self.handles.push(handle);
                format!("report {} {:?}", report.reference, report.delivery())
            }
            Event::Sent { id, references } => format!("sent {id} {references:?}"),
            Event::Refused {
                id,
                failure,
                references,
            } => format!("refused {id} {failure:?} {references:?}"),
            Event::Unknown { id, references } => format!("unknown {id} {references:?}"),
            Event::Reopen => "reopen".to_owned(),
            Event::State(_) => unreachable!("kept apart"),
        };
        assert_eq!(told, wanted, "at {clock}");
    }

    /// Takes what is to be said and what has happened.
    fn listen(&mut self) {
        if self.said.is_none() {
            self.said = self.driver.poll_transmit(self.now);
        }
        while let Some(event) = self.driver.poll_event() {
            match event {
                Event::State(state) => self.state = state,
                event => self.events.push_back(event),
            }
        }
    }

    fn said(&self) -> Option<String> {
        let said = self.said.clone()?;
        Some(String::from_utf8(said).unwrap())
    }

    fn clock(&self) -> String {
        format!("{:?}", self.now - self.begun)
    }
}

fn duration(text: &str) -> Duration {
    match text.strip_suffix("ms") {
        Some(number) => Duration::from_millis(number.parse().unwrap()),
        None => Duration::from_secs(text.strip_suffix('s').unwrap().parse().unwrap()),
    }
}

fn escaped(text: &str) -> Vec<u8> {
    let text = text.replace("\\r", "\r").replace("\\n", "\n");
    text.replace("^Z", "\x1a").into_bytes()
}

/// The line of a listing and its PDU.
pub(super) fn listed(index: u16, pdu: &str) -> String {
    format!(
        "<< \\r\\n+CMGL: {index},1,,{}\\r\\n{pdu}\\r\\n\n",
        length(pdu)
    )
}

/// The answer to reading one message.
pub(super) fn read(pdu: &str) -> String {
    format!(
        "<< \\r\\n+CMGR: 0,,{}\\r\\n{pdu}\\r\\n\\r\\nOK\\r\\n\n",
        length(pdu)
    )
}

/// The octets without the service centre.
pub(super) fn length(pdu: &str) -> usize {
    pdu.len() / 2 - 1 - usize::from_str_radix(&pdu[..2], 16).unwrap()
}
