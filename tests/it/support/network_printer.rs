//! A printer's network socket: what arrives on a port goes to a printer's terminal, and its answers back.
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::bridge::open_raw;

/// A picture's first bytes (`GS v 0`).
const PICTURE: &[u8] = &[0x1d, b'v', b'0'];

/// The socket, as printers have it on port 9100.
pub(crate) struct NetworkPrinter {
    device: Arc<OwnedFd>,
    port: u16,
    plugged: Option<(UnixStream, JoinHandle<()>)>,
}

impl NetworkPrinter {
    /// Before the printer at a terminal.
    pub(crate) fn to(device: &Path) -> Self {
        let mut it = Self {
            device: Arc::new(open_raw(device)),
            port: 0,
            plugged: None,
        };
        it.restore();
        it
    }

    /// The cable comes out so many bytes into the first picture that passes from now on.
    pub(crate) fn cut_inside(&mut self, bytes: usize) {
        self.cut();
        self.plug(Some(bytes));
    }

    /// Until the cable is out.
    pub(crate) fn await_cut(&mut self) {
        let (_stop, thread) = self.plugged.take().expect("the cable is in");
        thread.join().unwrap();
    }

    /// Where the office finds it.
    pub(crate) fn address(&self) -> String {
        format!("tcp:127.0.0.1:{}", self.port)
    }

    /// The cable is out: the connection ends, and nobody answers.
    pub(crate) fn cut(&mut self) {
        let (stop, thread) = self.plugged.take().expect("the cable is in");
        drop(stop);
        thread.join().unwrap();
    }

    /// It answers at the same address again.
    pub(crate) fn restore(&mut self) {
        self.plug(None);
    }

    fn plug(&mut self, cut_inside: Option<usize>) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        let (stop, stopped) = UnixStream::pair().unwrap();
        let device = Arc::clone(&self.device);
        let thread = std::thread::spawn(move || serve(&listener, &device, &stopped, cut_inside));
        self.plugged = Some((stop, thread));
    }
}

impl Drop for NetworkPrinter {
    fn drop(&mut self) {
        if self.plugged.is_some() {
            self.cut();
        }
    }
}

/// One connection after the other, as such printers do, until `stopped` hangs up.
fn serve(
    listener: &TcpListener,
    device: &OwnedFd,
    stopped: &UnixStream,
    cut_inside: Option<usize>,
) {
    loop {
        let mut ends = [
            PollFd::new(listener, PollFlags::IN),
            PollFd::new(stopped, PollFlags::IN),
        ];
        poll(&mut ends, None).unwrap();
        if !ends[1].revents().is_empty() {
            return;
        }
        let (stream, _) = listener.accept().unwrap();
        if !carry(&stream, device, stopped, cut_inside) {
            return;
        }
    }
}

/// Carries bytes both ways; answers whether another connection may follow.
fn carry(
    stream: &TcpStream,
    device: &OwnedFd,
    stopped: &UnixStream,
    cut_inside: Option<usize>,
) -> bool {
    let (mut heard, mut sent) = (Vec::new(), 0);
    loop {
        let picture = || heard.windows(PICTURE.len()).position(|w| w == PICTURE);
        let cut = cut_inside.and_then(|bytes| Some(picture()? + bytes));
        if cut == Some(sent) {
            return false;
        }
        let waiting = &heard[sent..cut.map_or(heard.len(), |cut| cut.min(heard.len()))];
        let (of_stream, of_device) = match waiting.is_empty() {
            true => (PollFlags::IN, PollFlags::IN),
            false => (PollFlags::empty(), PollFlags::IN | PollFlags::OUT),
        };
        let mut ends = [
            PollFd::new(stream, of_stream),
            PollFd::new(device, of_device),
            PollFd::new(stopped, PollFlags::IN),
        ];
        poll(&mut ends, None).unwrap();
        let [from_office, at_device, end] = ends.map(|end| end.revents());
        if !end.is_empty() {
            return false;
        }
        if at_device.contains(PollFlags::OUT) {
            match rustix::io::write(device, waiting) {
                Ok(count) => sent += count,
                Err(error) => assert_eq!(error, Errno::AGAIN),
            }
        }
        let mut bytes = [0; 512];
        if at_device.contains(PollFlags::IN) {
            let count = rustix::io::read(device, &mut bytes).unwrap();
            if rustix::io::write(stream, &bytes[..count]).is_err() {
                return true;
            }
        }
        if !from_office.is_empty() {
            match rustix::io::read(stream, &mut bytes) {
                Ok(0) | Err(_) => return true,
                Ok(count) => heard.extend(&bytes[..count]),
            }
        }
    }
}
