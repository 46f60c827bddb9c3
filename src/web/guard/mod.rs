//! The guard on the port. It alone meets the network: it reads one whole request under limits of size and time, and
//! passes a request made anew from it to the office's thread (ARCHITECTURE.md, invariant 14).
//!
//! tiny_http 0.12 is used in memory, by its public request and response types; none of its threads, sockets and
//! parsers is. What was found wrong with it on a network cannot happen so: no length that it believes (one header
//! aborted the process), no body that it waits for (four slow ones starved everyone), no version that leaks a thread, no
//! accept loop that ends with the last descriptor, no header value with a line break in it.

mod changes;
mod connection;
mod connections;
mod head;
mod hosts;
pub(super) mod refusal;

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;

pub(super) use connection::{ANSWER_TIME, Exchange, Response};
pub(super) use hosts::Hosts;

use connections::{Connections, Permit};

use super::words;
use crate::app::bell::Bell;

/// Connections at a time, in all and from one address.
const MAX_CONNECTIONS: usize = 4096;
const MAX_CONNECTIONS_EACH: usize = 1024;
/// Descriptors left for the database, the boards and all else.
const RESERVED: u64 = 128;
/// Connections that the kernel keeps until they are taken.
const BACKLOG: u32 = 1024;
/// A port that cannot be had is asked for again, and so is a descriptor.
const LISTEN_AGAIN: Duration = Duration::from_secs(2);
const ACCEPT_AGAIN: Duration = Duration::from_millis(20);

/// How the port is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum PortState {
    /// Visitors are answered there.
    Open(SocketAddr),
    /// It cannot be had, in words; it is tried again.
    Trouble(String),
}

/// The guard at work on a thread of its own; dropped, the port is closed.
#[derive(Debug)]
pub(super) struct Guard {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Guard {
    /// Opens the port, as often as it takes. `report` hears how it goes, `office` gets the requests; who follows the
    /// office's changes is told of them when `bell` rings.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor.
    pub(super) fn start(
        listen: SocketAddr,
        hosts: Hosts,
        office: Sender<Exchange>,
        bell: Bell,
        report: impl Fn(PortState) + Send + 'static,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let connections =
            Connections::new(MAX_CONNECTIONS_EACH, connections_for(raise_descriptors()));
        let work = move || {
            let listen_on = listen_on(listen, Arc::new(hosts), office, bell, connections, report);
            let (mut listen_on, mut stopped) = (pin!(listen_on), pin!(stopped));
            runtime.block_on(poll_fn(|context| {
                let _ = listen_on.as_mut().poll(context);
                stopped.as_mut().poll(context).map(drop)
            }));
        };
        let thread = std::thread::Builder::new()
            .name("web-guard".to_owned())
            .spawn(work)?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Guard {
    /// Whether its thread is at work.
    pub(super) fn lives(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// As many descriptors as the system allows; answers how many that is.
fn raise_descriptors() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let wanted = MAX_CONNECTIONS as u64 + 2 * RESERVED;
    let most = limit.maximum.map_or(wanted, |hard| hard.min(wanted));
    let current = limit.current.unwrap_or(u64::MAX);
    if current >= most {
        return current;
    }
    let raised = Rlimit {
        current: Some(most),
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).map_or(current, |()| most)
}

fn connections_for(descriptors: u64) -> usize {
    let free = descriptors.saturating_sub(RESERVED).max(descriptors / 2);
    usize::try_from(free)
        .unwrap_or(MAX_CONNECTIONS)
        .clamp(1, MAX_CONNECTIONS)
}

async fn listen_on(
    address: SocketAddr,
    hosts: Arc<Hosts>,
    office: Sender<Exchange>,
    bell: Bell,
    connections: Arc<Connections>,
    report: impl Fn(PortState),
) -> Infallible {
    let listener = loop {
        match listen(address) {
            Ok(listener) => break listener,
            Err(error) => report(PortState::Trouble(words::port_trouble(address, &error))),
        }
        tokio::time::sleep(LISTEN_AGAIN).await;
    };
    report(PortState::Open(listener.local_addr().unwrap_or(address)));
    let changes = changes::rung_by(bell);
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(visitor) => visitor,
            Err(error) => {
                // Visitors that went before they were let in are no trouble; a lack of descriptors or memory passes
                // when someone goes.
                if error.kind() != io::ErrorKind::ConnectionAborted {
                    connections.make_room();
                    tokio::time::sleep(ACCEPT_AGAIN).await;
                }
                continue;
            }
        };
        let Some(permit) = connections.take(from.ip()) else {
            continue;
        };
        let place = permit.place();
        let (office, hosts, changes) = (office.clone(), hosts.clone(), changes.clone());
        let task = tokio::spawn(async move {
            connection::serve(stream, from, permit, office, &hosts, &changes).await;
        });
        Permit::occupied_by(&connections, place, task.abort_handle());
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A host that was killed a moment ago leaves connections behind that would keep the port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
