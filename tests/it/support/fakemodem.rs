//! The independent modem on a pseudo-terminal, `tests/peers/fakemodem.py`: a network at the end of a socket.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::peer::{free_port, python};
use super::watch::Watch;

/// A running modem.
pub(crate) struct FakeModem {
    folder: TempDir,
    watch: Watch,
    control: u16,
    child: Child,
}

impl FakeModem {
    /// Starts it with the options of its own (`--cap 10`).
    pub(crate) fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch::on(folder.path());
        // Between finding a free port and using it somebody else may take it.
        for _ in 0..10 {
            let control = free_port();
            let mut child = spawn(folder.path(), control, options);
            let started = watch.until("the modem's start", || {
                let log = read_log(folder.path());
                match child.try_wait().unwrap() {
                    Some(_) => Some(false),
                    None => log
                        .iter()
                        .any(|event| event["ev"] == "start")
                        .then_some(true),
                }
            });
            // It says that it has started after it has taken the port.
            if started {
                return Self {
                    folder,
                    watch,
                    control,
                    child,
                };
            }
        }
        panic!("no port for the modem's control");
    }

    /// The serial port.
    pub(crate) fn port(&self) -> PathBuf {
        self.folder.path().join("modem")
    }

    /// Says a line to its control, and returns what that answers.
    pub(crate) fn control(&self, line: &str) -> String {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.control));
        let mut stream = stream.unwrap_or_else(|error| {
            let said = fs::read_to_string(self.folder.path().join("errors"));
            panic!("the modem takes no {line:?} ({error}); it said {said:?}")
        });
        stream.write_all(format!("{line}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    /// A message from the network: the slot that it lies in, 0 when the storage is full and it waits.
    pub(crate) fn deliver(&self, from: &str, text: &str) -> u32 {
        self.control(&format!("IN {from} {text}")).parse().unwrap()
    }

    /// What has happened so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        read_log(self.folder.path())
    }

    /// How often this has happened.
    pub(crate) fn count(&self, event: &str) -> usize {
        let is = |line: &&Value| line["ev"] == event;
        self.events().iter().filter(is).count()
    }

    /// Waits until this has happened so often.
    #[track_caller]
    pub(crate) fn await_count(&self, event: &str, count: usize) {
        let what = format!("{count} × {event}");
        self.watch
            .until(&what, || (self.count(event) >= count).then_some(()));
    }

    /// Looks with `found` after each thing that happens at the modem.
    #[track_caller]
    pub(crate) fn await_event<T>(&self, what: &str, found: impl FnMut() -> Option<T>) -> T {
        self.watch.until(what, found)
    }

    /// Messages in the storage, and those that wait in the network.
    pub(crate) fn holds(&self) -> (u64, u64) {
        let stat: Value = serde_json::from_str(&self.control("STAT")).unwrap();
        let number = |key: &str| stat[key].as_u64().unwrap();
        (number("used"), number("queued"))
    }
}

impl Drop for FakeModem {
    fn drop(&mut self) {
        // Its terminal's number goes to the next terminal: nobody may find that under this name.
        let _ = fs::remove_file(self.port());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path, control: u16, options: &[&str]) -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/fakemodem.py");
    let errors = fs::File::create(folder.join("errors")).unwrap();
    Command::new(python())
        .arg("-W")
        .arg("ignore")
        .arg(script)
        .arg(folder.join("modem"))
        .arg(control.to_string())
        .arg(folder.join("log"))
        .args(options)
        .stdin(Stdio::null())
        .stderr(errors)
        .spawn()
        .unwrap()
}

fn read_log(folder: &Path) -> Vec<Value> {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    // The last line may be half written.
    let whole = log.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
