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
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        self.port = listener.local_addr().unwrap().port();
        let (stop, stopped) = UnixStream::pair().unwrap();
        let device = Arc::clone(&self.device);
        let thread = std::thread::spawn(move || serve(&listener, &device, &stopped));
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
fn serve(listener: &TcpListener, device: &OwnedFd, stopped: &UnixStream) {
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
        if !carry(&stream, device, stopped) {
            return;
        }
    }
}

/// Carries bytes both ways; answers whether another connection may follow.
fn carry(stream: &TcpStream, device: &OwnedFd, stopped: &UnixStream) -> bool {
    let mut waiting: Vec<u8> = Vec::new();
    loop {
        let mut wanted = PollFlags::IN;
        wanted.set(PollFlags::OUT, !waiting.is_empty());
        let of_stream = match waiting.is_empty() {
            true => PollFlags::IN,
            false => PollFlags::empty(),
        };
        let mut ends = [
            PollFd::new(stream, of_stream),
            PollFd::new(device, wanted),
            PollFd::new(stopped, PollFlags::IN),
        ];
        poll(&mut ends, None).unwrap();
        let [from_office, at_device, end] = ends.map(|end| end.revents());
        if !end.is_empty() {
            return false;
        }
        let mut bytes = [0; 512];
        if !from_office.is_empty() {
            match rustix::io::read(stream, &mut bytes) {
                Ok(0) | Err(_) => return true,
                Ok(count) => waiting.extend(&bytes[..count]),
            }
        }
        if at_device.contains(PollFlags::OUT) {
            match rustix::io::write(device, &waiting) {
                Ok(count) => drop(waiting.drain(..count)),
                Err(error) => assert_eq!(error, Errno::AGAIN),
            }
        }
        if at_device.contains(PollFlags::IN) {
            let count = rustix::io::read(device, &mut bytes).unwrap();
            if rustix::io::write(stream, &bytes[..count]).is_err() {
                return true;
            }
        }
    }
}
