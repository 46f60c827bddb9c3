//! The independent ticket printer, `tests/peers/escpos_printer.py`: paper, cover and power at the end of a socket.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::office::run;
use super::peer::{free_port, python};
use super::watch::Watch;

/// A running printer.
pub(crate) struct FakePrinter {
    folder: TempDir,
    watch: Watch,
    control: u16,
    child: Child,
}

impl FakePrinter {
    /// Starts it with the options of its own (`--width 384`).
    pub(crate) fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let watch = Watch::on(folder.path());
        // Between finding a free port and using it somebody else may take it.
        for _ in 0..10 {
            let control = free_port();
            let mut child = spawn(folder.path(), control, options);
            // It listens last; nothing in its folder tells when.
            let started = loop {
                if child.try_wait().unwrap().is_some() {
                    break false;
                }
                if TcpStream::connect((Ipv4Addr::LOCALHOST, control)).is_ok() {
                    break true;
                }
                std::thread::yield_now();
            };
            if started {
                return Self {
                    folder,
                    watch,
                    control,
                    child,
                };
            }
        }
        panic!("no port for the printer's control");
    }

    /// Its port.
    pub(crate) fn port(&self) -> PathBuf {
        self.folder.path().join("lp0")
    }

    /// Says a line to its control, and returns how it is then.
    pub(crate) fn control(&self, line: &str) -> Value {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.control)).unwrap();
        stream.write_all(format!("{line}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    /// What has happened so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        let log = fs::read_to_string(self.folder.path().join("log.jsonl")).unwrap_or_default();
        // The last line may be half written.
        let whole = log.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let lines = whole.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// What happened of one kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<Value> {
        let all = self.events().into_iter();
        all.filter(|event| event["ev"] == kind).collect()
    }

    /// Waits until it has printed so many bands, cut or not.
    #[track_caller]
    pub(crate) fn await_rasters(&self, count: usize) {
        let enough = || (self.of_kind("raster").len() >= count).then_some(());
        self.watch.until("bands of a slip", enough);
    }

    /// Waits until it has cut so many sheets; answers their pictures in order.
    #[track_caller]
    pub(crate) fn sheets(&self, count: usize) -> Vec<PathBuf> {
        let cut = || {
            let cuts = self.of_kind("cut");
            (cuts.len() >= count).then_some(cuts)
        };
        let cuts = self.watch.until(&format!("{count} sheets"), cut);
        let files = cuts.iter().filter_map(|event| event["sheet"].as_str());
        files.map(PathBuf::from).collect()
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        // Its terminal's number goes to the next terminal: nobody may find that under this name.
        let _ = fs::remove_file(self.port());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path, control: u16, options: &[&str]) -> Child {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/escpos_printer.py");
    let errors = fs::File::create(folder.join("errors")).unwrap();
    Command::new(python())
        .arg(script)
        .arg(folder.join("lp0"))
        .arg(control.to_string())
        .arg(folder)
        .args(options)
        .stdin(Stdio::null())
        .stderr(errors)
        .spawn()
        .unwrap()
}

/// The codes on pictures, in their order; a picture without one has none.
pub(crate) fn codes(pictures: &[PathBuf]) -> Vec<String> {
    let mut zbar = Command::new("zbarimg");
    zbar.args(["--quiet", "--raw", "-S*.disable", "-Sqrcode.enable"]);
    let done = run(zbar.args(pictures));
    assert!(matches!(done.code, Some(0 | 4)), "zbarimg: {done:?}");
    done.stdout.lines().map(str::to_owned).collect()
}
