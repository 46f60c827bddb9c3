//! The terminal itself: entered, left as it was found whatever happens, and waited for.

use std::io::{self, BufWriter, IsTerminal, Read, Stdout, stdin, stdout};
use std::mem::{self, ManuallyDrop};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

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
use rustix::io::ioctl_fionread;
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};

/// Each frame is one write: it is seen whole, and its last change as soon as its first one.
type Screen = Canvas<BufWriter<Stdout>>;
/// Bytes that a whole frame of a large terminal takes.
const FRAME: usize = 1 << 16;

/// So many keys are taken at once; the terminal itself holds the rest back meanwhile.
const AT_ONCE: usize = 1024;
/// The reader tells what it has only to who gives it time: so much when there must be something, and so little when there
/// may be. The latter would be seen; who misses something by it (an old PC's clock is slow to read) gets it a moment later.
const MOMENT: Duration = Duration::from_micros(200);
const INSTANT: Duration = Duration::from_micros(5);

/// The reader waits without limit for the end of what began like a paste or an answer of the terminal's: a scanner that reads a
/// stranger's code may begin one. A hand's keys come a few bytes at a time; so many in vain, for so long, are no paste.
const FEW: u64 = 8;
const IN_VAIN: u32 = 4;
const DEAF: Duration = Duration::from_millis(1500);

/// Clicks and the wheel, told in decimal. Moving is not asked for: with Shift held, text is selected as ever.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
/// The mouse is the terminal's own again.
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

/// What woke the screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Woken {
    /// The terminal has another size.
    pub resized: bool,
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
    /// Keys have come since the last wait.
    is_typed: bool,
    /// Since when, and how often, a hand's keys have come to nothing.
    in_vain: Option<(Instant, u32)>,
    /// What has come since the last wait may be a hand's.
    by_hand: bool,
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
        never_wait()?;
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
        Ok(Self {
            canvas: ManuallyDrop::new(canvas),
            is_resized: false,
            is_typed: false,
            in_vain: None,
            by_hand: false,
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
    ///
    /// # Errors
    /// When the terminal cannot be read from: it is gone.
    pub(super) fn inputs(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        let mut patience = MOMENT;
        while self.is_typed && inputs.len() < AT_ONCE && event::poll(patience)? {
            inputs.push(event::read()?);
            patience = INSTANT;
        }
        if !inputs.is_empty() {
            self.in_vain = None;
        } else if self.by_hand {
            let (since, times) = self.in_vain.unwrap_or((Instant::now(), 0));
            self.in_vain = Some((since, times + 1));
        }
        inputs.retain(|input| !is_idle(input));
        Ok(inputs)
    }

    /// Whether whoever types is heard no more: only another reader, in a process begun anew, hears again.
    pub(super) fn is_deaf(&self) -> bool {
        self.in_vain
            .is_some_and(|(since, times)| times >= IN_VAIN && since.elapsed() >= DEAF)
    }

    /// Sleeps until a key, the bell or a signal, for `limit` at most.
    pub(super) fn wait(&mut self, bell: BorrowedFd<'_>, limit: Duration) -> Woken {
        // Of what was read at once some may have been left; the reader that was kept from looking has not looked.
        let asked = Instant::now();
        let has_more =
            self.is_typed && (event::poll(MOMENT).unwrap_or(false) || asked.elapsed() > 5 * MOMENT);
        let limit = if has_more { Duration::ZERO } else { limit };
        let limit = Timespec {
            tv_sec: limit.as_secs() as i64,
            tv_nsec: i64::from(limit.subsec_nanos()),
        };
        let terminal = stdin();
        let mut fds = [
            PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(bell, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
        ];
        // A signal may break it off: then nothing is marked, and only the streams themselves know.
        let is_broken_off = poll(&mut fds, Some(&limit)).is_err();
        let came = fds.each_ref().map(|fd| !fd.revents().is_empty());
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        let is_gone = fds[0].revents().intersects(gone);
        let resized = (came[2] || is_broken_off) && drain(&self.resized);
        self.is_resized |= resized;
        self.is_typed = has_more || came[0] || is_broken_off;
        self.by_hand = came[0] && ioctl_fionread(stdin()).is_ok_and(|bytes| bytes <= FEW);
        Woken {
            resized,
            bell: came[1],
            end: is_gone || came[3],
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
    on_signals(&[SIGTERM, SIGHUP, SIGINT, SIGQUIT])
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

/// Keys are read by the screen itself, which has more to do than to wait for the rest of one: a read answers with what there
/// is, and if that is nothing. Leaving raw mode takes it back.
fn never_wait() -> io::Result<()> {
    let mut settings = tcgetattr(stdin())?;
    settings.special_codes[SpecialCodeIndex::VMIN] = 0;
    settings.special_codes[SpecialCodeIndex::VTIME] = 0;
    Ok(tcsetattr(stdin(), OptionalActions::Now, &settings)?)
}

/// A mouse that only moves, or whose button is let go: a terminal may tell it unasked. Nobody has pressed anything.
fn is_idle(input: &Input) -> bool {
    use MouseEventKind::{Drag, Moved, Up};
    matches!(input, Input::Mouse(mouse) if matches!(mouse.kind, Moved | Up(_) | Drag(_)))
}

/// Empties a stream that rings. Answers whether it had rung.
fn drain(mut stream: impl Read) -> bool {
    let (mut has_rung, mut bytes) = (false, [0; 64]);
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return has_rung,
            Ok(_) => has_rung = true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return has_rung,
        }
    }
}
