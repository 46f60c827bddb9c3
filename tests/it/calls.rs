//! From a key to the digits: the program, its host and an independent Modbus peer on a serial cable in software.

use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use motcua::app::calls::SHOWN;
use serde_json::json;

use crate::support::bridge::Bridge;
use crate::support::desk::Desk;
use crate::support::office::Office;
use crate::support::peer::{PATIENCE, Peer};

const CLOCK: &str = "2026-11-23 08:00:00";

/// An office of two counters of one field each, both boards on one bus.
fn office(bridge: &Bridge) -> Office {
    let port = bridge.office_port();
    office_with(&format!(
        r#"
[[board]]
port = "{}"
driver = "modbus"
map = "led485"
counters = {{ 1 = 1, 2 = 2 }}
"#,
        port.display()
    ))
}

/// The same office with these boards.
fn office_with(boards: &str) -> Office {
    let config = format!(
        r#"
[office]
name = "UBND xã Vĩnh Thủy"
[[field]]
id = "TP"
name = "Tư pháp"
mean = 10
digit = 1
[[field]]
id = "DD"
name = "Đất đai"
mean = 15
digit = 2
[[counter]]
id = 1
name = "Quầy 1"
fields = ["TP"]
[[counter]]
id = 2
name = "Quầy 2"
fields = ["DD"]
{boards}
"#
    );
    Office::new(&config, CLOCK)
}

/// Two four-digit boards on the far end of the cable, with their faults.
fn boards(bridge: &Bridge, faults: &[&str]) -> Peer {
    let port = bridge.peer_port().as_os_str().to_owned();
    let mut args: Vec<OsString> = vec!["--port".into(), port];
    for board in ["1:led485:4", "2:led485:4"] {
        args.extend(["--board".into(), board.into()]);
    }
    args.extend(faults.iter().map(Into::into));
    Peer::start("modbus_board.py", args)
}

fn walkins(office: &Office, people: usize) {
    for _ in 0..people {
        office.event(&json!({"type": "walkin", "field": "TP"}));
    }
}

#[test]
fn a_key_puts_the_number_on_the_board() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let office = office(&bridge);
    let mut desk = Desk::open(&office, &[]);
    desk.press("F5 Enter");
    peer.wait_shown(1, "   1");
    desk.hears("LED đã hiện");
    desk.says("F5 Enter", "Cấp số 002");
    desk.press("F2");
    peer.wait_shown(1, "   2");
    // The same number again: the board is told again.
    desk.press("F3");
    peer.wait_shown(1, "   2");
    desk.press("Ctrl+Z");
    peer.wait_shown(1, "   1");
    // Another counter's board is its own.
    office.event(&json!({"type": "walkin", "field": "DD"}));
    peer.wait_shown(2, "   1");
}

#[test]
fn a_run_of_absent_numbers_is_shown_one_after_the_other() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let office = office(&bridge);
    for n in 1..=3 {
        let phone = format!("091234567{n}");
        let booked = office.event(&json!({"type": "sms", "field": "TP", "phone": phone}));
        assert_eq!(booked[0]["type"], "offered", "{booked}");
    }
    // A host that starts later shows the present number alone.
    let _host = office.host();
    let mut desk = Desk::open(&office, &[]);
    desk.press("F5 Enter");
    // S2.10: the early booked ones are called through, then the walk-in is served and stays.
    for number in ["   1", "   2", "   3", "   4"] {
        peer.wait_shown(1, number);
    }
}

#[test]
fn the_session_ends_with_dark_boards() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let office = office(&bridge);
    walkins(&office, 1);
    office.event(&json!({"type": "done", "counter": 1}));
    office.set_clock("2026-11-23 11:28:00");
    let _host = office.serve();
    peer.wait_shown(1, "   1");
    office.pass(3);
    peer.wait_shown(1, "    ");
}

#[test]
fn a_port_that_comes_back_shows_the_present_numbers() {
    let mut bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let office = office(&bridge);
    walkins(&office, 2);
    let mut desk = Desk::open(&office, &[]);
    peer.wait_shown(1, "   1");
    bridge.cut();
    desk.shows("", "LED Quầy 1");
    desk.says("F2", "gọi 002");
    bridge.restore();
    peer.wait_shown(1, "   2");
    desk.says("F3", "LED đã hiện");
}

#[test]
fn boards_that_do_not_answer_are_named() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &["--deaf"]);
    let office = office(&bridge);
    let mut desk = Desk::open(&office, &[]);
    desk.press("F5 Enter");
    // Deaf boards show the number all the same; only nobody knows it.
    peer.wait_shown(1, "   1");
    desk.shows("", "không trả lời");
    // The queue goes on.
    desk.says("F5 Enter", "Cấp số 002");
    desk.says("F2", "gọi 002");
}

#[test]
fn boards_that_answer_badly_are_survived() {
    for faults in [
        ["--drop-reply", "2"],
        ["--corrupt-reply", "2"],
        ["--delay-ms", "100"],
    ] {
        let bridge = Bridge::new();
        let mut peer = boards(&bridge, &faults);
        let office = office(&bridge);
        walkins(&office, 3);
        let mut desk = Desk::open(&office, &[]);
        peer.wait_shown(1, "   1");
        desk.says("F2", "gọi 002");
        peer.wait_shown(1, "   2");
        desk.hears("LED đã hiện");
    }
}

/// A board on the network that only listens.
struct Listener {
    door: TcpListener,
    stream: Option<TcpStream>,
    heard: Vec<u8>,
}

impl Listener {
    fn open() -> Self {
        Self {
            door: TcpListener::bind("127.0.0.1:0").unwrap(),
            stream: None,
            heard: Vec::new(),
        }
    }

    fn port(&self) -> u16 {
        self.door.local_addr().unwrap().port()
    }

    /// Waits until `wanted` came in, forgets it and what came before, and says when that was.
    fn hears(&mut self, wanted: &str) -> Instant {
        let wanted = wanted.as_bytes();
        loop {
            let at = self
                .heard
                .windows(wanted.len())
                .position(|bytes| bytes == wanted);
            if let Some(at) = at {
                self.heard.drain(..at + wanted.len());
                return Instant::now();
            }
            let stream = self.stream.get_or_insert_with(|| {
                let (stream, _) = self.door.accept().unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                stream
            });
            let mut bytes = [0; 256];
            let count = match stream.read(&mut bytes) {
                // A signal for another test of this process.
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read.unwrap_or_else(|error| {
                    panic!("{wanted:?} never came ({error}), but {:?}", self.heard)
                }),
            };
            assert!(count > 0, "hung up");
            self.heard.extend(&bytes[..count]);
        }
    }
}

#[test]
fn a_sign_on_the_network_is_sent_to_and_never_said_to_show() {
    let mut sign = Listener::open();
    let office = office_with(&format!(
        "[[board]]\nport = \"tcp:127.0.0.1:{}\"\ndriver = \"alpha\"\ntext = 'SO {{n}} QUAY {{c}}'\n\
         counters = {{ 1 = 0 }}",
        sign.port()
    ));
    let mut desk = Desk::open(&office, &[]);
    desk.press("F5 Enter");
    sign.hears("\x01Z00\x02A0\x1b bSO 1 QUAY 1\x04");
    desk.hears("LED đã gửi");
    // Nothing was called since: it is told again, for it may have been without power.
    sign.hears("SO 1 QUAY 1\x04");
    // It hangs up and its converter is gone for a while: named, and the queue goes on.
    let address = sign.door.local_addr().unwrap();
    drop(sign);
    desk.shows("", "xem nguồn điện, dây mạng");
    desk.says("F5 Enter", "Cấp số 002");
    desk.says("F2", "gọi 002");
    let door = TcpListener::bind(address).unwrap();
    let mut sign = Listener {
        door,
        stream: None,
        heard: Vec::new(),
    };
    sign.hears("SO 2 QUAY 1\x04");
    desk.says("F3", "LED đã gửi");
}

#[test]
fn two_counters_share_a_board_and_each_call_stays_in_sight() {
    let mut sign = Listener::open();
    let office = office_with(&format!(
        "[[board]]\nport = \"tcp:127.0.0.1:{}\"\ndriver = \"template\"\nframe = '<{{c}}:{{n:4}}>'\n\
         counters = {{ 1 = 1, 2 = 1 }}",
        sign.port()
    ));
    let _host = office.serve();
    sign.hears("<:    >");
    office.event(&json!({"type": "walkin", "field": "TP"}));
    let first = sign.hears("<1:1001>");
    office.event(&json!({"type": "walkin", "field": "DD"}));
    let second = sign.hears("<2:2001>");
    assert!(second - first > SHOWN * 9 / 10, "{:?}", second - first);
    office.event(&json!({"type": "walkin", "field": "TP"}));
    office.event(&json!({"type": "done", "counter": 1}));
    sign.hears("<1:1002>");
}
