//! A port that never blocks, and the means to wait for it and to watch over its thread.
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::sockopt;
use serialport::{ClearBuffer, SerialPort, TTYPort};

use crate::protocol::Endpoint;

/// How long a thread may be away in one call before its port is declared stuck.
pub const STUCK_AFTER: Duration = Duration::from_secs(5);
/// The kernel's number for printers on USB (`/dev/usb/lp0`), which are no serial ports.
const USB_PRINTER: u32 = 180;
/// How long the end of the program waits for a port to close.
pub(super) const CLOSE_LIMIT: Duration = Duration::from_secs(2);
/// How long a device on the network may take to accept us: less than [`CLOSE_LIMIT`].
const CONNECT_LIMIT: Duration = Duration::from_millis(1500);
/// A device on the network that has not taken our bytes for so long is gone: a cable that was pulled out says nothing.
const NETWORK_SILENCE: Duration = Duration::from_secs(5);

/// Why a port does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortFault {
    /// There is no such file.
    Missing,
    /// The user may not open it.
    Denied,
    /// Another program has it.
    Busy,
    /// The file is no serial port.
    NotSerial,
    /// It went away while it was open.
    Lost,
    /// Nobody answers at its address in the network.
    Unreachable,
    /// It takes no more bytes, or a call to it did not come back in time.
    Stalled,
    /// Anything else, in the words of the system.
    Other(String),
}

impl From<Errno> for PortFault {
    fn from(error: Errno) -> Self {
        match error {
            Errno::NOENT => Self::Missing,
            Errno::ACCESS | Errno::PERM => Self::Denied,
            Errno::BUSY => Self::Busy,
            Errno::NOTTY => Self::NotSerial,
            Errno::IO | Errno::NXIO | Errno::NODEV | Errno::PIPE => Self::Lost,
            Errno::CONNRESET | Errno::TIMEDOUT | Errno::HOSTUNREACH | Errno::NETUNREACH => {
                Self::Lost
            }
            other => Self::Other(io::Error::from(other).to_string()),
        }
    }
}

impl From<serialport::Error> for PortFault {
    fn from(error: serialport::Error) -> Self {
        match error.kind {
            // The file itself is open by then: this is the lock that another program holds.
            serialport::ErrorKind::NoDevice => Self::Busy,
            serialport::ErrorKind::Io(io::ErrorKind::NotFound) => Self::Missing,
            serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) => Self::Denied,
            _ => Self::Other(error.description),
        }
    }
}

/// An open port: a serial one, 8N1, ours alone, a printer on USB, a pipe, or a connection to a device on the network.
///
/// `serialport` sets a line up and holds the lock; bytes go through a second, non-blocking
/// descriptor of the same file, because a write through the crate may block past its time-out.
#[derive(Debug)]
pub struct Port {
    tty: Option<TTYPort>,
    file: OwnedFd,
    /// Something can come back through it.
    reads: bool,
}

impl Port {
    /// Opens the port; a serial one with `baud` bits a second.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn open(endpoint: &Endpoint, baud: u32) -> Result<Self, PortFault> {
        match endpoint {
            Endpoint::Serial(path) => Self::open_serial(path, baud),
            Endpoint::Tcp { host, port } => Self::connect(host, *port),
        }
    }

    fn open_serial(path: &Path, baud: u32) -> Result<Self, PortFault> {
        let common = OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let about = rustix::fs::stat(path)?;
        let is_pipe = FileType::from_raw_mode(about.st_mode) == FileType::Fifo;
        // What is written into a pipe must not be read back as an answer.
        let way = if is_pipe {
            OFlags::WRONLY
        } else {
            OFlags::RDWR
        };
        let file = rustix::fs::open(path, way | common, Mode::empty())?;
        let is_printer = FileType::from_raw_mode(about.st_mode) == FileType::CharacterDevice
            && rustix::fs::major(about.st_rdev) == USB_PRINTER;
        if is_pipe || is_printer {
            return Ok(Self {
                tty: None,
                file,
                reads: !is_pipe,
            });
        }
        if !rustix::termios::isatty(&file) {
            return Err(PortFault::NotSerial);
        }
        let tty = serialport::new(path.to_string_lossy(), baud).open_native()?;
        Ok(Self {
            tty: Some(tty),
            file,
            reads: true,
        })
    }

    fn connect(host: &str, port: u16) -> Result<Self, PortFault> {
        let unreachable = |_| PortFault::Unreachable;
        let addresses = (host, port).to_socket_addrs().map_err(unreachable)?;
        let address = addresses.into_iter().next();
        let address = address.ok_or(PortFault::Unreachable)?;
        let stream = TcpStream::connect_timeout(&address, CONNECT_LIMIT).map_err(unreachable)?;
        let set_up = stream.set_nonblocking(true).and(stream.set_nodelay(true));
        set_up.map_err(|error| PortFault::Other(error.to_string()))?;
        let silence = NETWORK_SILENCE.as_millis() as u32;
        sockopt::set_tcp_user_timeout(&stream, silence)?;
        // A line without traffic asks now and then whether the other side is still there.
        sockopt::set_socket_keepalive(&stream, true)?;
        sockopt::set_tcp_keepidle(&stream, NETWORK_SILENCE)?;
        sockopt::set_tcp_keepintvl(&stream, Duration::from_secs(1))?;
        Ok(Self {
            tty: None,
            file: stream.into(),
            reads: true,
        })
    }

    /// Throws away all bytes that wait in either direction; a new connection has none.
    pub fn clear(&self) {
        // A port that is gone has nothing to clear; the next read tells.
        let _ = self.tty.as_ref().map(|tty| tty.clear(ClearBuffer::All));
    }

    /// Takes what has come in; 0 bytes when there is nothing.
    ///
    /// # Errors
    /// [`PortFault::Lost`] when the port is gone.
    pub fn read(&self, buffer: &mut [u8]) -> Result<usize, PortFault> {
        if !self.reads {
            // Nobody at the other end is seen as an error that waits.
            let mut ends = [PollFd::new(&self.file, PollFlags::OUT)];
            let seen = poll(&mut ends, Some(&timespec(Duration::ZERO)));
            let gone = seen.is_ok() && ends[0].revents().contains(PollFlags::ERR);
            return if gone { Err(PortFault::Lost) } else { Ok(0) };
        }
        match rustix::io::read(&self.file, buffer) {
            Ok(0) => Err(PortFault::Lost),
            Ok(count) => Ok(count),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Hands over as many bytes as the port takes now, and says how many.
    ///
    /// # Errors
    /// [`PortFault::Lost`] when the port is gone.
    pub fn write(&self, bytes: &[u8]) -> Result<usize, PortFault> {
        match rustix::io::write(&self.file, bytes) {
            Ok(count) => Ok(count),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Port {
    /// Throws away what has not left yet: closing would wait for it, up to half a minute.
    fn drop(&mut self) {
        // A port that is gone has nothing to clear.
        let _ = self.tty.as_ref().map(|tty| tty.clear(ClearBuffer::Output));
    }
}

/// The thread's end of the bell: waits, and by its end tells the other side that it is over.
#[derive(Debug)]
pub struct Sleeper(UnixStream);

/// The owner's end of the bell.
#[derive(Debug)]
pub struct Bell(UnixStream);

/// A bell and the one that it wakes.
///
/// # Errors
/// When the process has no descriptors left.
pub fn bell() -> io::Result<(Bell, Sleeper)> {
    let (bell, sleeper) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    sleeper.set_nonblocking(true)?;
    Ok((Bell(bell), Sleeper(sleeper)))
}

impl Bell {
    /// Wakes the thread now, or as soon as it wants to sleep.
    pub fn ring(&self) {
        // Full means rung already, and a thread that has ended needs no waking.
        let _ = rustix::io::write(&self.0, &[1]);
    }

    /// Waits until the thread has let go of its end; false when it has not within `limit`.
    #[must_use]
    pub fn wait_end(&self, limit: Duration) -> bool {
        let mut ends = [PollFd::new(&self.0, PollFlags::empty())];
        let limit = timespec(limit);
        // The end is a hang-up, which poll reports unasked.
        retry_on_intr(|| poll(&mut ends, Some(&limit))).is_ok_and(|count| count > 0)
    }
}

impl Sleeper {
    /// Waits until the bell rings, `port` has something to read (or, if `writing`, takes bytes), or
    /// `limit` is over. May return early.
    pub fn sleep(&self, port: Option<&Port>, writing: bool, limit: Option<Duration>) {
        let mut interest = PollFlags::IN;
        interest.set(PollFlags::OUT, writing);
        let mut ends = vec![PollFd::new(&self.0, PollFlags::IN)];
        ends.extend(port.map(|port| PollFd::new(&port.file, interest)));
        // An interrupted wait is an early return.
        let _ = poll(&mut ends, limit.map(timespec).as_ref());
        let mut rings = [0; 64];
        while rustix::io::read(&self.0, &mut rings).is_ok_and(|count| count == rings.len()) {}
    }
}

fn timespec(duration: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: duration.subsec_nanos().into(),
    }
}

/// Notices from outside that a thread does not come back from its port.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Beat>);

#[derive(Debug, Default)]
struct Beat {
    away_since: Option<Instant>,
    stuck: bool,
}

impl Watch {
    /// The thread goes to its port; a journey under way counts on from its start.
    pub fn leave(&self, now: Instant) {
        self.beat().away_since.get_or_insert(now);
    }

    /// The thread is back, with everything done.
    pub fn come_back(&self) {
        self.beat().away_since = None;
    }

    /// Whether the thread had been declared stuck; what it does about that is a new journey.
    #[must_use]
    pub fn take_stuck(&self, now: Instant) -> bool {
        let mut beat = self.beat();
        let stuck = std::mem::take(&mut beat.stuck);
        if stuck {
            beat.away_since = Some(now);
        }
        stuck
    }

    /// True when the thread has been away for [`STUCK_AFTER`], once for each journey.
    #[must_use]
    pub fn check(&self, now: Instant) -> bool {
        let mut beat = self.beat();
        let late = beat
            .away_since
            .is_some_and(|since| now.duration_since(since) >= STUCK_AFTER);
        late && !std::mem::replace(&mut beat.stuck, late)
    }

    fn beat(&self) -> MutexGuard<'_, Beat> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_watch_declares_a_long_journey_stuck_once() {
        let watch = Watch::default();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert!(!watch.check(after(99)), "a thread at home is never stuck");
        watch.leave(start);
        watch.leave(after(4));
        assert!(!watch.check(after(4)));
        assert!(watch.check(after(5)), "counted from the first leave");
        assert!(!watch.check(after(6)), "said once");
        assert!(watch.take_stuck(after(7)));
        assert!(!watch.take_stuck(after(7)));
        assert!(!watch.check(after(11)));
        assert!(watch.check(after(12)), "reopening may hang too");
        watch.come_back();
        assert!(!watch.check(after(99)));
    }

    #[test]
    fn faults_are_told_apart() {
        let open = |path: &str| Port::open(&path.into(), 9600).map(drop);
        assert_eq!(open("/dev/no-such-port"), Err(PortFault::Missing));
        assert_eq!(open("/dev/null"), Err(PortFault::NotSerial));
        assert_eq!(PortFault::from(Errno::ACCESS), PortFault::Denied);
        assert_eq!(PortFault::from(Errno::BUSY), PortFault::Busy);
        assert_eq!(PortFault::from(Errno::IO), PortFault::Lost);
    }

    #[test]
    fn a_bell_wakes_and_an_end_is_noticed() {
        let (bell, sleeper) = bell().unwrap();
        assert!(!bell.wait_end(Duration::ZERO));
        bell.ring();
        sleeper.sleep(None, false, None);
        drop(sleeper);
        assert!(bell.wait_end(Duration::ZERO));
        bell.ring();
    }
}
