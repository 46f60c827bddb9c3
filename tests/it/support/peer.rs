//! Programs on the other end of a port.
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than anything that works takes, also on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// The Python that has the libraries of the peers: `$MOTCUA_TEST_PYTHON`, else the one of
/// `target/venv`, else the system's.
pub(crate) fn python() -> PathBuf {
    if let Some(python) = std::env::var_os("MOTCUA_TEST_PYTHON") {
        return python.into();
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python");
    if own.exists() { own } else { "python3".into() }
}

/// A running peer that tells on its standard output what it sees.
pub(crate) struct Peer {
    child: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Peer {
    /// Starts `tests/peers/<script>` and waits until it says LISTEN.
    pub(crate) fn start<A: AsRef<OsStr>>(script: &str, args: impl IntoIterator<Item = A>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/peers")
            .join(script);
        let python = python();
        let mut child = Command::new(&python)
            .arg("-u")
            .arg(script)
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}; {REMEDY}", python.display()));
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut peer = Self {
            child,
            lines,
            heard: Vec::new(),
        };
        peer.wait_for(|line| line.starts_with("LISTEN"), "LISTEN");
        peer
    }

    /// Waits for a line; those before it are passed over.
    pub(crate) fn wait_for(&mut self, mut wanted: impl FnMut(&str) -> bool, name: &str) {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|error| {
                panic!(
                    "the peer never said {name} ({error}); if Python lacks a library: {REMEDY}\n\
                     it said: {:#?}",
                    self.heard
                )
            });
            let found = wanted(&line);
            self.heard.push(line);
            if found {
                return;
            }
        }
    }

    /// Waits until the digits of `unit` show `text`.
    pub(crate) fn wait_shown(&mut self, unit: u8, text: &str) {
        let line = format!("SHOW {unit} '{text}'");
        self.wait_for(|heard| heard == line, &line);
    }

    /// Waits until four-digit boards have shown all these numbers, in whatever order.
    pub(crate) fn wait_all_shown(&mut self, numbers: &[(u8, u32)]) {
        let line = |(unit, number): &(u8, u32)| format!("SHOW {unit} '{number:>4}'");
        let mut open: Vec<_> = numbers.iter().map(line).collect();
        let all = open.join(", ");
        let mut is_last = |heard: &str| {
            open.retain(|line| line != heard);
            open.is_empty()
        };
        if !is_last("") {
            self.wait_for(is_last, &all);
        }
    }
}

/// A port that nobody listens on now; until it is used somebody else may take it.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const REMEDY: &str = "the tests need Python 3 with pymodbus 3.16.1 and pyserial: \
    python3 -m venv target/venv && target/venv/bin/pip install pymodbus==3.16.1 pyserial, \
    or name another in MOTCUA_TEST_PYTHON";
