//! An office of its own for each test: folder, configuration, empty home, and a clock that the test sets.

use std::fs;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use motcua::app::bell::Belfry;
use motcua::app::hosting::read_status;
use motcua::app::status::Status;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open, pidfd_send_signal};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::busy;
use super::screen::Screen;
use super::watch::Watch;

/// Vietnam has no summer time.
const UTC_PLUS_7: TimeDelta = TimeDelta::hours(7);

/// An office in a temporary folder. Programs started in it see its clock, its empty home and nothing of ours.
pub(crate) struct Office {
    dir: TempDir,
    faketime: PathBuf,
}

/// What a program that has ended left behind.
#[derive(Debug)]
pub(crate) struct Done {
    /// Exit code; `None` after a signal.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Office {
    /// An office with this `motcua.toml` (without `[store]`: that is the office's own), where it is now `clock`,
    /// local time such as `2026-11-23 08:00:00`. From then on the clock goes on as usual, the same for every program. It has
    /// no voice, unless the configuration says how.
    pub(crate) fn new(config: &str, clock: &str) -> Office {
        assert!(
            !config.contains("[store]"),
            "the office itself says where its store is"
        );
        sweep_shared_memory();
        let office = Office {
            dir: TempDir::new().expect("a temporary folder"),
            faketime: faketime(),
        };
        for folder in ["home", "data", "run"] {
            fs::create_dir(office.path(folder)).expect("a folder in the office");
        }
        let store = office.store();
        let voice = match config.contains("[voice]") {
            true => "",
            false => "[voice]\non = false\n",
        };
        fs::write(
            office.path("motcua.toml"),
            format!("{config}\n{voice}[store]\npath = {store:?}\n"),
        )
        .expect("motcua.toml");
        office.set_clock(clock);
        office
    }

    /// Turns the clock of every program in the office, running or yet to start. Their waiting is not shortened:
    /// whoever sleeps until a deadline sees the new hour at the next event.
    pub(crate) fn set_clock(&self, clock: &str) {
        let wanted = NaiveDateTime::parse_from_str(clock, "%Y-%m-%d %H:%M:%S")
            .expect("a time like 2026-11-23 08:00:00");
        let offset = wanted - UTC_PLUS_7 - Utc::now().naive_utc();
        // libfaketime reads the file at every look at the clock: it must never see half of it.
        let text = format!("{:+.6}\n", offset.as_seconds_f64());
        fs::write(self.path("clock.new"), text).expect("the office's clock");
        fs::rename(self.path("clock.new"), self.path("clock")).expect("the office's clock");
    }

    /// Turns the clock a little, as time passing would, and lets the running programs see it.
    pub(crate) fn pass(&self, minutes: i64) {
        self.set_clock(
            &(self.now() + TimeDelta::minutes(minutes))
                .format("%Y-%m-%d %H:%M:%S")
                .to_string(),
        );
        self.ring();
    }

    /// What the office's clock shows, local time.
    pub(crate) fn now(&self) -> NaiveDateTime {
        let text = fs::read_to_string(self.path("clock")).expect("the office's clock");
        let seconds: f64 = text.trim().parse().expect("an offset in seconds");
        let now: DateTime<Utc> = Utc::now() + TimeDelta::microseconds((seconds * 1e6) as i64);
        now.naive_utc() + UTC_PLUS_7
    }

    /// The same without the faked clock: a program that is ended while it begins would hold that clock's lock, and hang
    /// whoever else the office runs.
    pub(crate) fn in_real_time(mut self) -> Self {
        self.faketime = PathBuf::new();
        self
    }

    /// A file of the office.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The database.
    pub(crate) fn store(&self) -> PathBuf {
        self.path("data/motcua.db")
    }

    /// Any program, to be run in the office.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LANG", "C.UTF-8")
            .env("TZ", "Asia/Ho_Chi_Minh")
            .env("HOME", self.path("home"))
            .env("XDG_CONFIG_HOME", self.path("home/.config"))
            .env("XDG_DATA_HOME", self.path("home/.local/share"))
            .env("XDG_STATE_HOME", self.path("home/.local/state"))
            .env("XDG_CACHE_HOME", self.path("home/.cache"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("RUST_BACKTRACE", "1")
            .env("MOTCUA_CONFIG", self.path("motcua.toml"))
            .env("LD_PRELOAD", &self.faketime)
            .env("FAKETIME_TIMESTAMP_FILE", self.path("clock"))
            .env("FAKETIME_NO_CACHE", "1")
            // Durations stay true: a faked monotonic clock makes futex waits with a time-out last for ever.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        command
    }

    /// `motcua` with these arguments, to be run in the office.
    pub(crate) fn motcua(&self, args: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_motcua"));
        command.args(args);
        command
    }

    /// Runs `motcua` with these arguments to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Done {
        run(&mut self.motcua(args))
    }
}

impl Office {
    /// `motcua event`: one event into the office; its outputs, after success.
    #[track_caller]
    pub(crate) fn event(&self, event: &Value) -> Value {
        self.json(&["event", &event.to_string()])
    }

    /// `motcua queue --json`: today's tickets.
    #[track_caller]
    pub(crate) fn queue(&self) -> Value {
        self.json(&["queue", "--json"])
    }

    /// What became of each of today's numbers, e.g. `TP-001 serving`.
    #[track_caller]
    pub(crate) fn states(&self) -> Vec<String> {
        let queue = self.queue();
        let word = |row: &Value, key| row[key].as_str().unwrap_or_default().to_owned();
        let rows = queue.as_array().into_iter().flatten();
        rows.map(|row| word(row, "number") + " " + &word(row, "state"))
            .collect()
    }

    /// `motcua serve` in the background, until it is dropped. It may not be at work yet.
    pub(crate) fn serve(&self) -> Running {
        Running::start(&mut self.motcua(&["serve"]))
    }

    /// `motcua serve` in the background, at work.
    pub(crate) fn host(&self) -> Running {
        let host = self.serve();
        let pid = host.pid();
        self.await_status("the host at work", |status| status.pid == pid);
        host
    }

    /// Awaits that the host says of itself and its devices what is wanted.
    #[track_caller]
    pub(crate) fn await_status(&self, what: &str, wanted: impl Fn(&Status) -> bool) -> Status {
        let mut last = None;
        let found = || {
            last = read_status(&self.store());
            last.clone().filter(&wanted)
        };
        Watch::on(&self.path("data")).until(what, found)
    }

    /// Wakes every program of the office, as a commit does: a clock that is turned wakes nobody.
    pub(crate) fn ring(&self) {
        Belfry::open(&self.store()).expect("the bells").ring();
    }

    /// `motcua` on a terminal of its own.
    pub(crate) fn screen(&self, args: &[&str], cols: u16, rows: u16) -> Screen {
        Screen::start(&self.motcua(args), cols, rows)
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Value {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "motcua {args:?}: {done:?}");
        serde_json::from_str(&done.stdout)
            .unwrap_or_else(|why| panic!("motcua {args:?}: {why}: {done:?}"))
    }
}

/// An office with a person in service at counter 1, two waiting, and one who booked for 14:00 in the other field; it is
/// eight o'clock.
pub(crate) fn three_people() -> Office {
    let office = Office::new(busy::OFFICE, "2026-11-23 08:00:00");
    for (name, phone) in [
        ("Nguyễn Văn An", "0912345678"),
        ("Trần Thị Bình", ""),
        ("Lê Chi", ""),
    ] {
        office.event(&json!({"type": "walkin", "field": "TP", "name": name, "phone": phone}));
    }
    office.event(&json!({"type": "web", "field": "DD", "date": "2026-11-23", "time": "14:00", "name": "Võ Em",
        "phone": "0987654321"}));
    office
}

/// The names of what is in a folder, in order; none when there is no folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

impl Done {
    /// It was refused in words, which contain all these, for people to read.
    #[track_caller]
    pub(crate) fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for words in words {
            assert!(
                self.stderr.contains(words),
                "{words:?} is not in {}",
                self.stderr
            );
        }
        for foreign in ["os error", "Error {", "panicked"] {
            assert!(!self.stderr.contains(foreign), "{}", self.stderr);
        }
    }
}

impl Drop for Office {
    /// A host that a screen has started would live on for a moment, in a folder that is gone.
    fn drop(&mut self) {
        let Some(pid) =
            read_status(&self.store()).and_then(|status| Pid::from_raw(status.pid.cast_signed()))
        else {
            return;
        };
        let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else {
            return;
        };
        // Its number may have gone to another process.
        let command = fs::read_to_string(format!("/proc/{}/cmdline", pid.as_raw_nonzero()))
            .unwrap_or_default();
        if command.contains(&*self.path("motcua.toml").to_string_lossy()) {
            let _ = pidfd_send_signal(&process, Signal::KILL);
            let _ = poll(&mut [PollFd::new(&process, PollFlags::IN)], None);
        }
    }
}

/// A process that is not a child of ours.
pub(crate) struct Stranger(OwnedFd);

impl Stranger {
    /// The process of this number, which runs.
    pub(crate) fn of(pid: u32) -> Self {
        let pid = Pid::from_raw(pid.cast_signed()).expect("a process id");
        Self(pidfd_open(pid, PidfdFlags::empty()).expect("a running process"))
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        pidfd_send_signal(&self.0, signal).expect("the process has ended");
    }

    /// Awaits its end.
    #[track_caller]
    pub(crate) fn wait(&self) {
        let patience = Timespec {
            tv_sec: 60,
            tv_nsec: 0,
        };
        let ended = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&patience));
        assert_eq!(ended, Ok(1), "it does not end");
    }
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Done {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .stdin(Stdio::null())
        .output()
        .expect("the program does not start");
    Done {
        code: status.code(),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

/// A program in the background. Dropped, it is killed.
pub(crate) struct Running(Child);

impl Running {
    /// Starts `command` without a terminal; what it prints goes to the test's own output.
    pub(crate) fn start(command: &mut Command) -> Running {
        Running(
            command
                .stdin(Stdio::null())
                .spawn()
                .expect("the program does not start"),
        )
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).expect("the program has ended");
    }

    /// Awaits its end by itself; answers its exit code, `None` after a signal.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.0.wait().expect("a child to wait for").code()
    }

    /// Kills it as a power cut would (SIGKILL) and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Removes what libfaketime left in shared memory for processes that are gone: it forgets some, and those killed
/// cannot tidy up. Whoever still has it mapped keeps it.
fn sweep_shared_memory() {
    for file in fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix("faketime_shm_")
            .or_else(|| name.strip_prefix("sem.faketime_sem_"));
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            let _ = fs::remove_file(file.path());
        }
    }
}

/// libfaketime as Debian installs it, made for programs with threads.
fn faketime() -> PathBuf {
    let places = fs::read_dir("/usr/lib").expect("/usr/lib");
    let found = places
        .flatten()
        .map(|dir| dir.path().join("faketime/libfaketimeMT.so.1"))
        .find(|file| file.exists());
    found.expect("libfaketime is missing, and tests must not depend on the hour: apt-get install libfaketime")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("output in UTF-8")
}
