//! A modem that follows a script, on a pseudo-terminal: `> words` are awaited from the office, `< words` said to it
//! (`\r\n` around them), `<< bytes` said as they stand.

use std::os::unix::fs::symlink;
use std::path::PathBuf;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tempfile::TempDir;

use super::bridge::Terminal;
use super::peer::PATIENCE;

/// A usual modem that is set up, up to the question for its SIM.
pub(crate) const GREETING: &str = "
    > AT
    < OK
    > ATE0
    < OK
    > AT+CMEE=1
    < OK
    > AT+CPIN?
";

/// The rest, with an empty storage of ten places.
pub(crate) const SETUP: &str = r#"
    < +CPIN: READY
    < OK
    > AT+CSMS=0
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
    < +CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)
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
    < OK
    > AT+CMGL=4
    < OK
    > AT+CPMS?
    < +CPMS: "SM",0,10,"SM",0,10,"SM",0,10
    < OK
"#;

/// The modem. Its port is a name that leads to the terminal of the moment.
pub(crate) struct ScriptedModem {
    folder: TempDir,
    terminal: Option<Terminal>,
    heard: Vec<u8>,
}

impl ScriptedModem {
    pub(crate) fn new() -> Self {
        let mut modem = Self {
            folder: tempfile::tempdir().unwrap(),
            terminal: None,
            heard: Vec::new(),
        };
        modem.plug();
        modem
    }

    pub(crate) fn port(&self) -> PathBuf {
        self.folder.path().join("usb-modem-if02")
    }

    /// Pulls it out: its terminal hangs up, its name is gone.
    pub(crate) fn unplug(&mut self) {
        std::fs::remove_file(self.port()).unwrap();
        self.terminal = None;
        self.heard.clear();
    }

    /// Puts it in again, as another terminal.
    pub(crate) fn plug(&mut self) {
        let terminal = Terminal::open();
        symlink(&terminal.path, self.port()).unwrap();
        self.terminal = Some(terminal);
    }

    /// Follows a script.
    #[track_caller]
    pub(crate) fn run(&mut self, script: &str) {
        for line in script
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (sign, words) = line.split_once(' ').unwrap_or((line, ""));
            match sign {
                ">" => self.expect(words),
                "<" => self.say(&format!("\r\n{words}\r\n")),
                "<<" => self.say(&words.replace("\\r", "\r").replace("\\n", "\n")),
                _ => panic!("no such line: {line}"),
            }
        }
    }

    /// Waits for one command, or for a message and its end `^Z`.
    #[track_caller]
    fn expect(&mut self, words: &str) {
        let mut wanted = words
            .replace("^Z", "\x1a")
            .replace("ESC", "\x1b")
            .into_bytes();
        if wanted.last() != Some(&0x1a) {
            wanted.push(b'\r');
        }
        while self.heard.len() < wanted.len() && wanted.starts_with(&self.heard) {
            self.read(&String::from_utf8_lossy(&wanted));
        }
        let heard: Vec<u8> = self
            .heard
            .drain(..wanted.len().min(self.heard.len()))
            .collect();
        assert_eq!(
            String::from_utf8_lossy(&heard),
            String::from_utf8_lossy(&wanted)
        );
    }

    /// Nothing was said that no script awaited.
    #[track_caller]
    pub(crate) fn assert_heard_nothing(&self) {
        let near = &self.terminal.as_ref().expect("it is plugged in").near;
        let mut ends = [PollFd::new(near, PollFlags::IN)];
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        assert_eq!(poll(&mut ends, Some(&now)), Ok(0), "more was said");
        assert!(self.heard.is_empty(), "{:?}", self.heard);
    }

    fn say(&self, words: &str) {
        let near = &self.terminal.as_ref().expect("it is plugged in").near;
        let mut bytes = words.as_bytes();
        while !bytes.is_empty() {
            let count = rustix::io::write(near, bytes).unwrap();
            bytes = &bytes[count..];
        }
    }

    #[track_caller]
    fn read(&mut self, wanted: &str) {
        let near = &self.terminal.as_ref().expect("it is plugged in").near;
        let patience = Timespec {
            tv_sec: PATIENCE.as_secs() as i64,
            tv_nsec: 0,
        };
        let mut ends = [PollFd::new(near, PollFlags::IN)];
        let ready = poll(&mut ends, Some(&patience));
        assert_eq!(ready, Ok(1), "{wanted:?} was never said");
        let mut bytes = [0; 1024];
        let count = rustix::io::read(near, &mut bytes).unwrap();
        self.heard.extend_from_slice(&bytes[..count]);
    }
}
