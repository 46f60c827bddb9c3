//! The terminal itself: entered, left as it was found whatever happens, and waited for.

use std::io::{self, BufWriter, IsTerminal, PipeReader, Read, Stdout, Write, stdin, stdout};
use std::mem::{self, ManuallyDrop};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

use super::canvas::Canvas;
use super::words::desk as words;
use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event as Input, MouseEventKind,
};
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, execute};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

/// Each frame is one write: it is seen whole, and its last change as soon as its first one.
type Screen = Canvas<BufWriter<Stdout>>;
/// Bytes that a whole frame of a large terminal takes.
const FRAME: usize = 1 << 16;

/// So many keys may be typed ahead; the terminal itself holds the rest back.
const AHEAD: usize = 1024;

/// Clicks and the wheel, told in decimal. Moving is not asked for: with Shift held, text is selected as ever.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
/// The mouse is the terminal's own again.
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

/// What woke the screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Woken {
    /// Keys, or a new size.
    pub input: bool,
    /// Another process changed the store.
    pub bell: bool,
    /// The terminal is gone, or a signal asks the screen to end.
    pub end: bool,
}

/// The terminal in use. Dropping it restores the terminal.
pub(super) struct RawTerminal {
    /// Never dropped: it would complain about a terminal that is gone to that very terminal, and panic.
    canvas: ManuallyDrop<Screen>,
    /// Its size may be another one than the canvas has.
    is_resized: bool,
    inputs: Receiver<Input>,
    typed: PipeReader,
    resized: UnixStream,
    ended: UnixStream,
}

impl RawTerminal {
    /// Takes the terminal over; something in `ended` asks to give it back.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set.
    pub(super) fn take(ended: UnixStream) -> io::Result<Self> {
        if !stdin().is_terminal() || !stdout().is_terminal() {
            return Err(io::Error::other(words::NO_TERMINAL));
        }
        let resized = on_signals(&[SIGWINCH])?;
        let screen_thread = thread::current().id();
        let earlier = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // A worker's panic must not take the screen away from the official.
            if thread::current().id() == screen_thread {
                restore();
                earlier(info);
            }
        }));
        enable_raw_mode()?;
        // The theme honours `NO_COLOR`; the black and white of a QR code is no decoration and goes through.
        crossterm::style::force_color_output(true);
        execute!(
            stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            Print(MOUSE)
        )?;
        let writer = BufWriter::with_capacity(FRAME, stdout());
        let canvas = Canvas::new(writer, size()?.into())?;
        let (inputs, typed) = listen()?;
        Ok(Self {
            canvas: ManuallyDrop::new(canvas),
            is_resized: false,
            inputs,
            typed,
            resized,
            ended,
        })
    }

    /// What pictures are drawn on.
    pub(super) fn canvas(&mut self) -> &mut Screen {
        &mut self.canvas
    }

    /// Takes the terminal's size, where it has changed. Answers whether it has: then nothing is left of the last picture.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn fit(&mut self) -> io::Result<bool> {
        let is_resized = mem::take(&mut self.is_resized);
        if is_resized {
            self.canvas.fit(size()?.into())?;
        }
        Ok(is_resized)
    }

    /// What has been typed since the last look.
    pub(super) fn inputs(&self) -> Vec<Input> {
        self.inputs.try_iter().collect()
    }

    /// Sleeps until a key, the bell or a signal, for `limit` at most.
    pub(super) fn wait(&mut self, bell: BorrowedFd<'_>, limit: Duration) -> Woken {
        let limit = Timespec {
            tv_sec: limit.as_secs() as i64,
            tv_nsec: i64::from(limit.subsec_nanos()),
        };
        let terminal = stdin();
        let mut fds = [
            // Asked for nothing, it still tells its end.
            PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::empty()),
            PollFd::from_borrowed_fd(bell, PollFlags::IN),
            PollFd::new(&self.typed, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
        ];
        // A signal may break it off: then nothing is marked, and only the streams themselves know.
        let is_broken_off = poll(&mut fds, Some(&limit)).is_err();
        let came = fds.each_ref().map(|fd| !fd.revents().is_empty());
        let has = |i: usize| came[i] || is_broken_off;
        let typed = has(2).then(|| drain(&self.typed));
        let resized = has(3) && drain(&self.resized) == Drained::Some;
        self.is_resized |= resized;
        Woken {
            input: typed == Some(Drained::Some) || resized,
            bell: came[1],
            end: came[0] || came[4] || typed == Some(Drained::Closed),
        }
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Leaves the terminal as it was found; what cannot be undone on a dead terminal is nobody's loss.
fn restore() {
    let _ = execute!(
        stdout(),
        Print(NO_MOUSE),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// A stream in which the signals that end a program are heard, from now on.
///
/// # Errors
/// When the system has no descriptor left.
pub fn end_signals() -> io::Result<UnixStream> {
    on_signals(&[SIGTERM, SIGHUP, SIGINT])
}

fn on_signals(signals: &[i32]) -> io::Result<UnixStream> {
    let (ours, raised) = UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    raised.set_nonblocking(true)?;
    for signal in signals {
        signal_hook::low_level::pipe::register(*signal, raised.try_clone()?)?;
    }
    Ok(ours)
}

/// Keys are waited for in a thread of their own: a paste larger than the reader's buffer, or half of a key's bytes, must
/// not keep the screen from the bell and the clock. The pipe rings for each, and closes with the terminal.
fn listen() -> io::Result<(Receiver<Input>, PipeReader)> {
    let ((sender, inputs), (typed, mut ring)) = (sync_channel(AHEAD), io::pipe()?);
    ioctl_fionbio(&typed, true)?;
    ioctl_fionbio(&ring, true)?;
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || {
            while let Ok(input) = event::read() {
                if is_idle(&input) {
                    continue;
                }
                if sender.send(input).is_err() {
                    return;
                }
                // A full pipe has rung.
                let _ = ring.write(b"!");
            }
        })?;
    Ok((inputs, typed))
}

/// A mouse that only moves, or whose button is let go: a terminal may tell it unasked. Nobody has pressed anything.
fn is_idle(input: &Input) -> bool {
    use MouseEventKind::{Drag, Moved, Up};
    matches!(input, Input::Mouse(mouse) if matches!(mouse.kind, Moved | Up(_) | Drag(_)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Drained {
    Nothing,
    Some,
    Closed,
}

fn drain(mut stream: impl Read) -> Drained {
    let (mut drained, mut bytes) = (Drained::Nothing, [0; 64]);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return Drained::Closed,
            Ok(n) if n < bytes.len() => return Drained::Some,
            Ok(_) => drained = Drained::Some,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return drained,
        }
    }
}
