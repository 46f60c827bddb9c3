//! The terminal itself: entered, left as it was found whatever happens, and waited for.

use std::io::{self, IsTerminal, Stdout, stdin, stdout};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

/// What woke the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Woken {
    /// Keys, or a new size.
    pub input: bool,
    /// Another process changed the store.
    pub bell: bool,
    /// The terminal is gone, or a signal asks the screen to end.
    pub end: bool,
}

/// The terminal in use. Dropping it restores the terminal.
pub struct Seat {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    resized: UnixStream,
    ended: UnixStream,
}

impl Seat {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set.
    pub fn take() -> io::Result<Self> {
        if !stdin().is_terminal() || !stdout().is_terminal() {
            let words = "màn hình cần một cửa sổ dòng lệnh (terminal); dùng `motcua queue` để xem danh sách";
            return Err(io::Error::other(words));
        }
        let (resized, ended) = (
            on_signals(&[SIGWINCH])?,
            on_signals(&[SIGTERM, SIGHUP, SIGINT])?,
        );
        let screen_thread = std::thread::current().id();
        let earlier = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // A worker's panic must not take the screen away from the official.
            if std::thread::current().id() == screen_thread {
                restore();
                earlier(info);
            }
        }));
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(Self {
            terminal,
            resized,
            ended,
        })
    }

    /// The terminal to draw on.
    pub fn terminal(&mut self) -> &mut Terminal<CrosstermBackend<Stdout>> {
        &mut self.terminal
    }

    /// Sleeps until a key, the bell or a signal, for `limit` at most.
    pub fn wait(&self, bell: BorrowedFd<'_>, limit: Duration) -> Woken {
        let limit = Timespec {
            tv_sec: limit.as_secs() as i64,
            tv_nsec: i64::from(limit.subsec_nanos()),
        };
        let input = stdin();
        let mut fds = [
            PollFd::from_borrowed_fd(input.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(bell, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
        ];
        let _ = poll(&mut fds, Some(&limit));
        let came = |i: usize| !fds[i].revents().is_empty();
        let hung_up = fds[0]
            .revents()
            .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        let woken = Woken {
            input: came(0) || came(2),
            bell: came(1),
            end: came(3) || hung_up,
        };
        let mut bytes = [0; 64];
        while matches!(io::Read::read(&mut &self.resized, &mut bytes), Ok(n) if n > 0) {}
        woken
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        restore();
    }
}

/// Leaves the terminal as it was found; what cannot be undone on a dead terminal is nobody's loss.
fn restore() {
    let _ = execute!(
        stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
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
