//! A program on a terminal of its own: a pseudo-terminal, and an emulator that knows what stands on the screen.
//!
//! Nothing here sleeps: a reader thread feeds the emulator and wakes whoever awaits something on the screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::keys::Key;

/// How long to wait for what must come. Only a failing test ever waits this long, so it is generous: machines are busy.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running program and the screen it draws on. Dropped, it is killed.
pub(crate) struct Screen {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    pid: Pid,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// Nothing more will be drawn.
    closed: bool,
    /// How often the terminal's bell rang.
    bells: usize,
    exit: Option<ExitStatus>,
}

impl Screen {
    /// Starts `command` on a new terminal. It gets the environment that `command` sets, plus TERM, and nothing inherited.
    pub(crate) fn start(command: &Command, cols: u16, rows: u16) -> Screen {
        let pty = native_pty_system()
            .openpty(size(cols, rows))
            .expect("no pseudo-terminal");
        let child = pty
            .slave
            .spawn_command(on_terminal(command))
            .expect("the program does not start");
        // With our copy gone, the end of the program is the end of the terminal.
        drop(pty.slave);
        let pid = child
            .process_id()
            .and_then(|id| Pid::from_raw(id.cast_signed()))
            .expect("a process id");
        let (rows, cols) = nonzero(cols, rows);
        let parser = vt100::Parser::new(rows, cols, 0);
        let state = Mutex::new(State {
            parser,
            closed: false,
            bells: 0,
            exit: None,
        });
        let shared = Arc::new(Shared {
            state,
            changed: Condvar::new(),
        });
        let output = pty
            .master
            .try_clone_reader()
            .expect("the terminal's output");
        let keyboard = pty.master.take_writer().expect("the terminal's input");
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.read(output)
        });
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.reap(child)
        });
        Screen {
            master: pty.master,
            keyboard,
            pid,
            shared,
        }
    }

    /// Types these bytes, in one burst.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.keyboard
            .write_all(bytes.as_ref())
            .expect("the terminal takes no input");
    }

    /// Presses a key.
    pub(crate) fn key(&mut self, key: Key) {
        self.send(key.bytes());
    }

    /// Awaits `text` anywhere on the screen (within one row, as drawn).
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("“{text}”"), |screen| {
            screen.contents().contains(text)
        });
    }

    /// Awaits that `text` is no longer on the screen.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("“{text}” gone"), |screen| {
            !screen.contents().contains(text)
        });
    }

    /// Awaits a screen of which `found` is true; `what` names it in the message of a failure.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, found: impl Fn(&vt100::Screen) -> bool) {
        let missing = {
            let state = self.await_state(|state| state.closed || found(state.parser.screen()));
            let why = if state.closed {
                "the program has ended"
            } else {
                "in vain"
            };
            let screen = state.parser.screen();
            (!found(screen))
                .then(|| format!("waited for {what}: {why}. The screen:\n{}", picture(screen)))
        };
        if let Some(message) = missing {
            panic!("{message}");
        }
    }

    /// Awaits the end of the program by itself.
    #[track_caller]
    pub(crate) fn wait_exit(&self) -> ExitStatus {
        let (exit, picture) = {
            // Its last words may still be on their way when the process has gone, hence both.
            let state = self.await_state(|state| state.closed && state.exit.is_some());
            (state.exit.clone(), picture(state.parser.screen()))
        };
        exit.unwrap_or_else(|| panic!("the program does not end. The screen:\n{picture}"))
    }

    /// What stands on the screen now, row by row, without the blanks at the end of each.
    pub(crate) fn text(&self) -> String {
        self.look(vt100::Screen::contents)
    }

    /// One row, from 0, without the blanks at its end.
    pub(crate) fn row(&self, row: u16) -> String {
        self.look(|screen| {
            let width = screen.size().1.get();
            screen
                .rows(0, width)
                .nth(usize::from(row))
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        })
    }

    /// How often the terminal's bell rang.
    pub(crate) fn bells(&self) -> usize {
        self.shared.lock().bells
    }

    /// Column and row of the cursor, from 0; `None` while it is hidden.
    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        self.look(|screen| {
            let (row, col) = screen.cursor_position();
            (!screen.hide_cursor()).then_some((col, row))
        })
    }

    /// Looks at anything else: styles, alternate screen, bracketed paste…
    pub(crate) fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.shared.lock().parser.screen())
    }

    /// Changes the terminal's size; the program is told as by any terminal.
    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        // Under the lock, so that nothing drawn for the new size meets an emulator of the old one.
        let mut state = self.shared.lock();
        let (high, wide) = nonzero(cols, rows);
        state.parser.set_size(high, wide);
        self.master
            .resize(size(cols, rows))
            .expect("the terminal keeps its size");
    }

    /// Sends a signal to the program, unless it has ended.
    pub(crate) fn signal(&self, signal: Signal) {
        if self.shared.lock().exit.is_none() {
            // It may end this very moment: that it cannot be told is no failure then.
            let _ = kill_process(self.pid, signal);
        }
    }

    /// Kills the program as a power cut would (SIGKILL) and waits until it is gone.
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
        drop(self.await_state(|state| state.exit.is_some()));
    }

    /// The process id, for tests that look at the process from outside.
    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    fn await_state(&self, done: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        while !done(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self
                .shared
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, mut output: Box<dyn Read + Send>) {
        let mut bytes = [0; 4096];
        // At the end of the program Linux reports an error (EIO) rather than an end of file.
        while let Ok(n @ 1..) = output.read(&mut bytes) {
            let mut state = self.lock();
            state.parser.process(&bytes[..n]);
            state.bells += bytes[..n].iter().filter(|byte| **byte == b'\x07').count();
            drop(state);
            self.changed.notify_all();
        }
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn reap(&self, mut child: Box<dyn Child + Send + Sync>) {
        let exit = child.wait().expect("a child to wait for");
        self.lock().exit = Some(exit);
        self.changed.notify_all();
    }
}

fn on_terminal(command: &Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.env_clear();
    builder.env("TERM", "xterm-256color");
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            builder.env(name, value);
        }
    }
    if let Some(dir) = command.get_current_dir() {
        builder.cwd(dir);
    }
    builder
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn nonzero(cols: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |n| NonZeroU16::new(n).expect("a terminal has at least one row and column");
    (at_least_one(rows), at_least_one(cols))
}

fn picture(screen: &vt100::Screen) -> String {
    let width = screen.size().1.get();
    screen
        .rows(0, width)
        .map(|row| format!("│{row}\n"))
        .collect()
}
