//! `motcua doctor board | modem | voice`: each device is tried, with independent peers at the other end.

use std::process::{Child, Command, Stdio};

use rustix::process::Signal;

use crate::support::bridge::Bridge;
use crate::support::fakemodem::FakeModem;
use crate::support::modem::{GREETING, ScriptedModem};
use crate::support::office::{Done, Office};
use crate::support::peer::Peer;

const CLOCK: &str = "2026-11-23 08:00:00";
const COUNTERS: &str = "[[field]]\nid = \"TP\"\nname = \"Tư pháp\"\nmean = 10\n\
    [[counter]]\nid = 1\nfields = [\"TP\"]\n[[counter]]\nid = 2\nfields = [\"TP\"]\n";

fn with_boards(bridge: &Bridge, counters: &str) -> Office {
    let port = bridge.office_port();
    let board = format!("[[board]]\nport = {port:?}\ndriver = \"modbus\"\ncounters = {counters}\n");
    Office::new(&format!("{COUNTERS}{board}"), CLOCK)
}

fn with_modem(port: &std::path::Path, more: &str) -> Office {
    Office::new(
        &format!("{COUNTERS}[modem]\nport = {port:?}\n{more}"),
        CLOCK,
    )
}

fn spawn(mut command: Command) -> Child {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn said(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    let all = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(all).unwrap())
}

#[test]
fn each_board_counts_and_the_dead_one_is_named() {
    let bridge = Bridge::new();
    let mut peer = Peer::start(
        "modbus_board.py",
        ["--port", bridge.peer_port().to_str().unwrap()],
    );
    let office = with_boards(&bridge, "{ 1 = 1, 2 = 9 }");
    let Done {
        code,
        stdout,
        stderr,
    } = office.run(&["doctor", "board"]);
    for number in 1..=9 {
        peer.wait_shown(1, &format!("{number:>4}"));
    }
    peer.wait_shown(1, "    ");
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(stdout.contains("quầy 1 (địa chỉ 1): tốt"), "{stdout}");
    assert!(stdout.contains("quầy 2 (địa chỉ 9): CẦN SỬA"), "{stdout}");
    assert!(stderr.contains("1 bảng chưa chạy tốt"), "{stderr}");
}

#[test]
fn while_a_host_has_the_ports_nothing_is_tried() {
    let bridge = Bridge::new();
    let office = with_boards(&bridge, "{ 1 = 1 }");
    let mut host = office.host();
    for device in ["board", "modem"] {
        if device == "modem" {
            let text = std::fs::read_to_string(office.path("motcua.toml")).unwrap();
            let text = format!("{text}[modem]\nport = \"/dev/none\"\n");
            std::fs::write(office.path("motcua.toml"), text).unwrap();
        }
        let pid = host.pid().to_string();
        office.run(&["doctor", device]).refused(&[
            "đang giữ các cổng",
            &pid,
            "F12",
            "systemctl stop",
        ]);
    }
    host.signal(Signal::TERM);
    host.wait();
    // And while somebody tries, no host begins: the ports are taken.
    let mut child = spawn(office.motcua(&["doctor", "board"]));
    // Whoever asks by the lock itself takes it for an instant, and would keep the trial from it.
    while motcua::app::hosting::HostLock::holder(&office.store()).is_none() {
        assert_eq!(child.try_wait().unwrap(), None, "the trial ended at once");
        std::thread::yield_now();
    }
    office.run(&["serve"]).refused(&["đang chạy rồi"]);
    said(child);
}

#[test]
fn the_modem_tells_how_it_is_and_sends_where_it_is_told() {
    let modem = FakeModem::start(&[]);
    modem.deliver("+84912000111", "DK Tran Thi Lan khai sinh 24/11");
    let office = with_modem(&modem.port(), "");
    let done = office.run(&["doctor", "modem"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for told in [
        "SIM: đọc được",
        "Mạng: đã vào mạng",
        "Sóng: ",
        "Chưa gửi tin thử",
    ] {
        assert!(done.stdout.contains(told), "{told} in {}", done.stdout);
    }
    assert_eq!(modem.count("submit"), 0, "nobody asked for a message");

    let done = office.run(&["doctor", "modem", "--to", "0987 654 321"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("Mạng đã nhận tin"), "{}", done.stdout);
    let sent: Vec<_> = modem
        .events()
        .into_iter()
        .filter(|e| e["ev"] == "submit")
        .collect();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].to_string().contains("987654321"), "{}", sent[0]);
    // What a citizen wrote meanwhile waits for the host.
    assert_eq!(modem.holds().0, 1);

    let done = office.run(&["doctor", "modem", "--to", "02033123456"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(modem.count("submit"), 1);
}

#[test]
fn the_number_is_typed_at_the_terminal() {
    let modem = FakeModem::start(&[]);
    let office = with_modem(&modem.port(), "");
    let mut screen = office.screen(&["doctor", "modem"], 120, 30);
    screen.wait_for("Enter: không gửi. Số:");
    assert_eq!(modem.count("submit"), 0);
    screen.send("0987654321\r");
    screen.wait_for("Mạng đã nhận tin");
    assert!(screen.wait_exit().success());
    assert_eq!(modem.count("submit"), 1);
}

#[test]
fn a_pin_that_the_sim_refused_is_never_tried_again() {
    let mut modem = ScriptedModem::new();
    let office = with_modem(&modem.port(), "pin = \"9999\"\n");
    let child = spawn(office.motcua(&["doctor", "modem"]));
    modem.run(GREETING);
    modem.run("< +CPIN: SIM PIN\n < OK\n > AT+CPIN=\"9999\"\n < +CME ERROR: 16");
    let (code, first) = said(child);
    assert_eq!(code, Some(1), "{first}");
    assert!(first.contains("SIM từ chối mã PIN"), "{first}");
    modem.unplug();
    modem.plug();
    let child = spawn(office.motcua(&["doctor", "modem"]));
    modem.run(GREETING);
    // It ends without another command: the script would have met it.
    modem.run("< +CPIN: SIM PIN\n < OK");
    let (code, second) = said(child);
    assert_eq!(code, Some(1), "{second}");
    assert!(second.contains("SIM từ chối mã PIN"), "{second}");
    modem.assert_heard_nothing();
}

#[test]
fn a_modem_that_is_not_there_is_told_with_the_way_out() {
    let office = with_modem("/dev/serial/by-id/usb-gone".as_ref(), "");
    office.run(&["doctor", "modem"]).refused(&["usb-gone"]);
    Office::new(COUNTERS, CLOCK)
        .run(&["doctor", "modem"])
        .refused(&["[modem]"]);
    Office::new(COUNTERS, CLOCK)
        .run(&["doctor", "board"])
        .refused(&["[[board]]"]);
    let done = Office::new(COUNTERS, CLOCK).run(&["doctor", "fax"]);
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn the_voice_reads_a_call() {
    let office = Office::new(
        &format!("{COUNTERS}[voice]\nplayer = [\"sh\", \"-c\", \"cat > heard.wav\"]\n"),
        CLOCK,
    );
    let done = office.run(&["doctor", "voice"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("một trăm linh năm"), "{}", done.stdout);
    assert!(
        std::fs::read(office.path("heard.wav"))
            .unwrap()
            .starts_with(b"RIFF")
    );
}
