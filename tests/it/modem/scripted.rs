//! What the independent modem cannot do: PINs, reboots, notices inside of an answer, direct messages, ports that fail.

use std::time::{Duration, Instant};

use motcua::device::port::STUCK_AFTER;
use motcua::protocol::at::{Event, Phase, Sim, Timing};
use motcua::protocol::pdu::{Address, compose};

use super::{CITIZEN, Office};
use crate::support::bridge::Terminal;
use crate::support::modem::{GREETING, SETUP, ScriptedModem};
use crate::support::modem_line::ModemReport;
use crate::support::peer::PATIENCE;

/// From +84912345678: `DK NGUYEN VAN A CT01 25/11/2026`.
const DK: &str = "07914889200030F0040B914819325476F80000621152800351821FC425C879AC668B4E9035E8040541432A2C0692D55EB1D84B0693D900";
/// Message 17 to +84912345678 was delivered.
const DELIVERED: &str = "07914889200030F006110B914819325476F8621152800351826211528003128200";

#[test]
fn a_pin_is_asked_for_and_a_wrong_one_never_tried_twice() {
    let mut modem = ScriptedModem::new();
    let mut office = Office::open_with(modem.port(), Some("0042"), Timing::default());
    modem.run(GREETING);
    modem.run("< +CPIN: SIM PIN\n < OK\n > AT+CPIN=\"0042\"\n < OK\n > AT+CPIN?");
    modem.run(SETUP);
    office.wait_ready();
    drop(office);

    let timing = Timing {
        poll: Duration::from_millis(50),
        ..Timing::default()
    };
    let mut office = Office::open_with(modem.port(), Some("9999"), timing);
    modem.run(GREETING);
    modem.run("< +CPIN: SIM PIN\n < OK\n > AT+CPIN=\"9999\"\n < +CME ERROR: 16");
    let (_, troubles) = office.wait_state(|state| state.phase == Phase::Stopped);
    assert!(troubles[0].contains("từ chối mã PIN"), "{troubles:?}");
    // Looked at again, replugged: no second try, whatever the SIM says.
    for _ in 0..3 {
        modem.run(GREETING);
        modem.run("< +CPIN: SIM PIN\n < OK");
    }
    modem.unplug();
    office.wait_down();
    modem.plug();
    for _ in 0..2 {
        modem.run(GREETING);
        modem.run("< +CPIN: SIM PIN\n < OK");
    }
    modem.run(GREETING);
    modem.run("< +CPIN: SIM PUK\n < OK");
    let (_, troubles) = office.wait_state(|state| state.sim == Sim::PukNeeded);
    assert!(troubles[0].contains("mã PUK"), "{troubles:?}");
}

#[test]
fn a_modem_that_reboots_is_set_up_anew() {
    let mut modem = ScriptedModem::new();
    let mut office = Office::open(modem.port());
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    // In the middle of sending; then without its port going away.
    office.send(1, "DA NHAN");
    modem.run(
        "> AT+CMGS=20\n << \\r\\n> \n > 0001000B914819325476F8000007C420C8890C3A01^Z\n < ^SYSSTART",
    );
    office.wait_for(|report| {
        matches!(report, ModemReport::Event(Event::Unknown { id: 1, .. })).then_some(())
    });
    modem.run(&GREETING.replace("> ATE0", "> ATE0\n << ATE0\\r"));
    modem.run(SETUP);
    office.wait_ready();
    // And with the port going away.
    modem.unplug();
    office.wait_down();
    modem.plug();
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
}

#[test]
fn notices_inside_an_answer_and_in_pieces_are_not_lost() {
    let mut modem = ScriptedModem::new();
    let mut office = Office::open(modem.port());
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    let (head, tail) = DK.split_at(30);
    let length = DK.len() / 2 - 8;
    modem.run(&format!(
        "< +CMTI: \"SM\",1
         > AT+CMGR=1
         << \\r\\n+CMGR: 0,,{length}\\r\\n\\r\\n^RSSI:1
         << 8\\r\\n{head}
         << {tail}\\r\\n\\r\\n+CMTI: \"SM\"
         << ,2\\r\\n
         << \\r\\nOK\\r\\n
         > AT+CMGR=2
         << \\r\\n+CMGR: 0,,{length}\\r\\n{DK}\\r\\n\\r\\nOK\\r\\n"
    ));
    for _ in 0..2 {
        let (_, message) = office.wait_received();
        assert_eq!(message.text(), "DK NGUYEN VAN A CT01 25/11/2026");
    }
}

#[test]
fn direct_messages_and_status_reports_are_taken() {
    let mut modem = ScriptedModem::new();
    let mut office = Office::open(modem.port());
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    modem.run(&format!(
        "<< \\r\\n+CMT: ,{}\\r\\n{DK}\\r\\n",
        DK.len() / 2 - 8
    ));
    let (handle, message) = office.wait_received();
    assert_eq!(message.text(), "DK NGUYEN VAN A CT01 25/11/2026");
    office.modem.stored(handle);
    modem.run("> AT+CNMA\n < OK");

    let mut parts = compose(&Address::number(CITIZEN).unwrap(), "DA NHAN", 0).unwrap();
    parts[0].report = true;
    office.modem.send(5, parts);
    modem.run("> AT+CMGS=20\n << \\r\\n> \n > 0021000B914819325476F8000007C420C8890C3A01^Z\n < +CMGS: 17\n < OK");
    assert_eq!(office.wait_sent(5), [17]);
    modem.run(&format!(
        "< +CDSI: \"SM\",3
         > AT+CMGR=3
         << \\r\\n+CMGR: 0,,{}\\r\\n{DELIVERED}\\r\\n\\r\\nOK\\r\\n",
        DELIVERED.len() / 2 - 8
    ));
    let (handle, report) = office.wait_for(|report| match report {
        ModemReport::Event(Event::Report { handle, report }) => Some((handle, report)),
        _ => None,
    });
    assert_eq!((report.reference, report.status), (17, 0));
    office.modem.stored(handle);
    modem.run("> AT+CMGD=3\n < OK");
}

#[test]
fn silence_in_the_middle_of_an_answer_is_survived() {
    let mut modem = ScriptedModem::new();
    let timing = Timing {
        read: Duration::from_millis(300),
        ..Timing::default()
    };
    let mut office = Office::open_with(modem.port(), None, timing);
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    let length = DK.len() / 2 - 8;
    modem.run(&format!(
        "< +CMTI: \"SM\",1\n > AT+CMGR=1\n << \\r\\n+CMGR: 0,,{length}\\r\\n0791"
    ));
    office.send(1, "DA NHAN");
    // The answer never ends: the next command is said, and answered.
    modem.run("> AT+CMGS=20\n << \\r\\n> \n > 0001000B914819325476F8000007C420C8890C3A01^Z\n < +CMGS: 1\n < OK");
    office.wait_sent(1);
    // The message is still there.
    modem.run(&format!(
        "< +CMTI: \"SM\",1\n > AT+CMGR=1\n << \\r\\n+CMGR: 0,,{length}\\r\\n{DK}\\r\\n\\r\\nOK\\r\\n"
    ));
    let (_, message) = office.wait_received();
    assert_eq!(message.text(), "DK NGUYEN VAN A CT01 25/11/2026");
}

#[test]
fn a_port_that_takes_no_bytes_is_stuck_and_recovers() {
    let terminal = Terminal::open();
    // The kernel makes room once or twice while it moves bytes on: fill that too.
    let clog = || while rustix::io::write(&terminal.far, &[0; 1024]).is_ok() {};
    clog();
    // A name that goes first: a thread that was given up must not open the next terminal with this one's number.
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("modem");
    std::os::unix::fs::symlink(&terminal.path, &port).unwrap();
    let mut office = Office::open(port);
    office.wait_for(|report| (report == ModemReport::PortUp).then_some(()));
    let deadline = Instant::now() + PATIENCE;
    loop {
        clog();
        office.modem.check(Instant::now() + STUCK_AFTER);
        let report = office.reports.recv_timeout(Duration::from_millis(1));
        if let Ok(ModemReport::PortStuck { cause }) = report {
            assert!(cause.contains("không nhận dữ liệu"), "{cause}");
            break;
        }
        assert!(Instant::now() < deadline, "the watchdog slept");
    }
    office.wait_down();
    office.wait_for(|report| (report == ModemReport::PortUp).then_some(()));
}

#[test]
fn a_missing_port_is_named_and_found_later() {
    let mut modem = ScriptedModem::new();
    let port = modem.port();
    modem.unplug();
    let mut office = Office::open(port);
    let cause = office.wait_down();
    assert!(cause.contains("không thấy cổng"), "{cause}");
    modem.plug();
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    drop(office);
}
