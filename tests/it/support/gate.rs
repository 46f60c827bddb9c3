//! A gate before a server: what has come to it stands there until it is let through. So a test knows that a request is on
//! its way, and does in the meantime what must be done in the meantime.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// The gate; it is open no more when it is dropped.
pub(crate) struct Gate {
    port: u16,
    came: Receiver<Held>,
}

/// A request that stands at the gate; to drop it lets it through.
pub(crate) struct Held(#[allow(dead_code)] Sender<()>);

impl Gate {
    /// A gate before the server at this port of this machine.
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (come, came) = channel();
        thread::spawn(move || {
            for client in listener.incoming() {
                let (held, let_through) = channel();
                let client = client.unwrap();
                let come = come.clone();
                thread::spawn(move || {
                    // Its first byte is here: the request is on its way.
                    if client.peek(&mut [0]).is_ok_and(|n| n > 0) {
                        let _ = come.send(Held(held));
                        let _ = let_through.recv();
                        pass(client, server);
                    }
                });
            }
        });
        Self { port, came }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The next request that comes.
    #[track_caller]
    pub(crate) fn held(&self) -> Held {
        self.came
            .recv_timeout(Duration::from_secs(60))
            .expect("a request at the gate")
    }
}

fn pass(client: TcpStream, server: u16) {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).unwrap();
    let (mut from_client, mut to_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let (mut from_server, mut to_client) = (server, client);
    let _ = io::copy(&mut from_server, &mut to_client);
    let _ = to_client.shutdown(Shutdown::Both);
}
