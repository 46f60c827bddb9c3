//! A serial cable in software: two pseudo-terminals with a thread that carries bytes between them.
//! The office's end can be pulled out and put back under the same name.
use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use tempfile::TempDir;

/// One pseudo-terminal, raw, with its far end held open so that nobody sees a hang-up while no
/// program has opened it.
pub(crate) struct Terminal {
    /// Our end.
    pub near: OwnedFd,
    /// The end that programs open by `path`.
    pub far: OwnedFd,
    /// The name of the far end.
    pub path: PathBuf,
}

impl Terminal {
    pub(crate) fn open() -> Self {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&near).unwrap();
        unlockpt(&near).unwrap();
        let path = PathBuf::from(ptsname(&near, Vec::new()).unwrap().into_string().unwrap());
        let far = open_raw(&path);
        Self { near, far, path }
    }
}

/// Opens a terminal that passes every byte on as it is.
pub(crate) fn open_raw(path: &Path) -> OwnedFd {
    let flags = rustix::fs::OFlags::RDWR
        | rustix::fs::OFlags::NOCTTY
        | rustix::fs::OFlags::NONBLOCK
        | rustix::fs::OFlags::CLOEXEC;
    let end = rustix::fs::open(path, flags, rustix::fs::Mode::empty()).unwrap();
    let mut settings = tcgetattr(&end).unwrap();
    settings.make_raw();
    tcsetattr(&end, OptionalActions::Now, &settings).unwrap();
    end
}

/// The cable.
pub(crate) struct Bridge {
    folder: TempDir,
    peer: Arc<Terminal>,
    plugged: Option<Plugged>,
}

struct Plugged {
    stop: UnixStream,
    thread: JoinHandle<()>,
}

impl Bridge {
    /// Two ends, connected.
    pub(crate) fn new() -> Self {
        Self::with(Terminal::open())
    }

    /// A cable to a device that has a terminal of its own.
    pub(crate) fn to(device: &Path) -> Self {
        let end = open_raw(device);
        Self::with(Terminal {
            near: end.try_clone().unwrap(),
            far: end,
            path: device.to_owned(),
        })
    }

    fn with(peer: Terminal) -> Self {
        let mut bridge = Self {
            folder: tempfile::tempdir().unwrap(),
            peer: Arc::new(peer),
            plugged: None,
        };
        bridge.restore();
        bridge
    }

    /// The name under which the office finds its end, like one of /dev/serial/by-id.
    pub(crate) fn office_port(&self) -> PathBuf {
        self.folder.path().join("usb-bus-if00-port0")
    }

    /// The name under which the device finds its end.
    pub(crate) fn peer_port(&self) -> &Path {
        &self.peer.path
    }

    /// Pulls the office's end out: its terminal hangs up and its name is gone.
    pub(crate) fn cut(&mut self) {
        let plugged = self.plugged.take().expect("the cable is in");
        drop(plugged.stop);
        plugged.thread.join().unwrap();
        fs::remove_file(self.office_port()).unwrap();
    }

    /// Puts the office's end back, a new terminal under the old name.
    pub(crate) fn restore(&mut self) {
        let office = Terminal::open();
        symlink(&office.path, self.office_port()).unwrap();
        let (stop, stopped) = UnixStream::pair().unwrap();
        let peer = Arc::clone(&self.peer);
        let thread = std::thread::spawn(move || carry(&office, &peer, &stopped));
        self.plugged = Some(Plugged { stop, thread });
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        if let Some(plugged) = self.plugged.take() {
            drop(plugged.stop);
            let _ = plugged.thread.join();
        }
    }
}

/// Carries bytes both ways until `stopped` hangs up.
fn carry(office: &Terminal, peer: &Terminal, stopped: &UnixStream) {
    loop {
        let mut ends = [
            PollFd::new(&office.near, PollFlags::IN),
            PollFd::new(&peer.near, PollFlags::IN),
            PollFd::new(stopped, PollFlags::IN),
        ];
        poll(&mut ends, None).unwrap();
        let [from_office, from_peer, end] = ends.map(|end| !end.revents().is_empty());
        if end {
            return;
        }
        for (ready, from, to) in [(from_office, office, peer), (from_peer, peer, office)] {
            if ready {
                let mut bytes = [0; 512];
                let count = rustix::io::read(&from.near, &mut bytes).unwrap();
                rustix::io::write(&to.near, &bytes[..count]).unwrap();
            }
        }
    }
}
