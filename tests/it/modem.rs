//! The door of the modem: its thread against an independent modem, and against scripts of what that cannot do.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use motcua::device::modem::{Modem, ModemConfig, ModemReport};
use motcua::device::port::STUCK_AFTER;
use motcua::protocol::at::{Class, Failure, Handle, Phase, Sim, State, Timing};
use motcua::protocol::pdu::{Address, Deliver, compose};

use crate::support::bridge::{Bridge, Terminal};
use crate::support::fakemodem::FakeModem;
use crate::support::modem::{GREETING, SETUP, ScriptedModem};
use crate::support::peer::PATIENCE;

const CITIZEN: &str = "+84912345678";
/// From +84912345678: `DK NGUYEN VAN A CT01 25/11/2026`.
const DK: &str = "07914889200030F0040B914819325476F80000621152800351821FC425C879AC668B4E9035E8040541432A2C0692D55EB1D84B0693D900";
/// Message 17 to +84912345678 was delivered.
const DELIVERED: &str = "07914889200030F006110B914819325476F8621152800351826211528003128200";

/// A modem whose reports are kept in order.
struct Office {
    modem: Modem,
    reports: Receiver<ModemReport>,
    past: Vec<ModemReport>,
}

impl Office {
    fn open(port: impl Into<PathBuf>) -> Self {
        Self::open_with(port, None, Timing::default())
    }

    fn open_with(port: impl Into<PathBuf>, pin: Option<&str>, timing: Timing) -> Self {
        let (sender, reports) = channel();
        let config = ModemConfig {
            port: port.into(),
            pin: pin.map(str::to_owned),
            timing,
        };
        let modem = Modem::start(config, move |report| {
            let _ = sender.send(report);
        });
        Self {
            modem: modem.unwrap(),
            reports,
            past: Vec::new(),
        }
    }

    #[track_caller]
    fn next(&mut self) -> ModemReport {
        let report = self.reports.recv_timeout(PATIENCE);
        let report = report
            .unwrap_or_else(|_| panic!("the awaited report did not come after {:#?}", self.past));
        self.past.push(report.clone());
        report
    }

    /// Waits for a report; those before it are passed over.
    #[track_caller]
    fn wait_for<T>(&mut self, mut wanted: impl FnMut(ModemReport) -> Option<T>) -> T {
        loop {
            let report = self.next();
            if let Some(found) = wanted(report) {
                return found;
            }
        }
    }

    #[track_caller]
    fn wait_state(&mut self, wanted: impl Fn(&State) -> bool) -> (State, Vec<String>) {
        self.wait_for(|report| match report {
            ModemReport::State {
                state, troubles, ..
            } if wanted(&state) => Some((state, troubles)),
            _ => None,
        })
    }

    #[track_caller]
    fn wait_ready(&mut self) {
        self.wait_state(|state| state.phase == Phase::Ready);
    }

    #[track_caller]
    fn wait_received(&mut self) -> (Handle, Deliver) {
        self.wait_for(|report| match report {
            ModemReport::Received {
                handle,
                message: Ok(message),
                ..
            } => Some((handle, message)),
            _ => None,
        })
    }

    fn wait_down(&mut self) -> String {
        self.wait_for(|report| match report {
            ModemReport::PortDown { cause } => Some(cause),
            _ => None,
        })
    }

    fn send(&self, id: i64, text: &str) {
        let to = Address::number(CITIZEN).unwrap();
        self.modem.send(id, compose(&to, text, 0).unwrap());
    }

    #[track_caller]
    fn wait_sent(&mut self, id: i64) -> Vec<u8> {
        self.wait_for(|report| match report {
            ModemReport::Sent { id: of, references } if of == id => Some(references),
            _ => None,
        })
    }

    #[track_caller]
    fn wait_refused(&mut self, id: i64) -> (Class, Failure) {
        self.wait_for(|report| match report {
            ModemReport::Refused {
                id: of,
                class,
                failure,
                ..
            } if of == id => Some((class, failure)),
            _ => None,
        })
    }
}

/// Time-outs for tests in which the modem keeps silent on purpose.
fn short() -> Timing {
    let short = Duration::from_millis(400);
    Timing {
        command: short,
        read: short,
        list: short,
        prompt: short,
        send: short,
        poll: short,
    }
}

#[test]
fn a_message_comes_in_is_stored_and_deleted() {
    let modem = FakeModem::start(&[]);
    let mut office = Office::open(modem.port());
    office.wait_ready();
    modem.deliver(CITIZEN, "DK Nguyen Van A khai sinh 25/11");
    let (handle, message) = office.wait_received();
    assert_eq!(message.text(), "DK Nguyen Van A khai sinh 25/11");
    assert_eq!(message.sender.to_string(), CITIZEN);
    assert!(message.is_from_person(None));
    assert_eq!(modem.count("cmgd"), 0, "it is kept until it is stored");
    office.modem.stored(handle);
    modem.await_count("cmgd", 1);
    assert_eq!(modem.holds(), (0, 0));
}

#[test]
fn messages_that_came_while_nobody_looked_are_found() {
    let modem = FakeModem::start(&["--no-cmti"]);
    modem.deliver(CITIZEN, "HUY CT01 12 25/11");
    modem.deliver("0987654321", "Đăng ký khai sinh");
    let mut office = Office::open(modem.port());
    for (sender, text) in [
        (CITIZEN, "HUY CT01 12 25/11"),
        ("0987654321", "Đăng ký khai sinh"),
    ] {
        let (handle, message) = office.wait_received();
        assert_eq!(
            (message.sender.to_string().as_str(), message.text()),
            (sender, text)
        );
        office.modem.stored(handle);
    }
    modem.await_count("cmgd", 2);
    // The office ends before the deletion: the next one sees the message again.
    drop(office);
    modem.deliver(CITIZEN, "GIUP");
    let mut office = Office::open(modem.port());
    let (_, message) = office.wait_received();
    assert_eq!(message.text(), "GIUP");
    drop(office);
    let mut office = Office::open(modem.port());
    office.wait_received();
}

#[test]
fn an_answer_is_sent_with_the_octets_that_were_meant() {
    let modem = FakeModem::start(&[]);
    let mut office = Office::open(modem.port());
    office.wait_ready();
    office.send(7, "DA NHAN");
    assert_eq!(office.wait_sent(7), [1]);
    let long = "x".repeat(161);
    office.send(8, &long);
    assert_eq!(office.wait_sent(8), [2, 3]);
    let submits: Vec<_> = modem
        .events()
        .into_iter()
        .filter(|event| event["ev"] == "submit")
        .collect();
    assert_eq!(submits.len(), 3);
    assert_eq!(
        submits[0]["pdu"],
        "0001000B914819325476F8000007C420C8890C3A01"
    );
    for submit in submits {
        assert_eq!(submit["dst"], CITIZEN);
        assert_eq!(submit["oklen"], true);
    }
}

#[test]
fn a_small_storage_takes_a_flood() {
    let modem = FakeModem::start(&["--cap", "10"]);
    let mut office = Office::open(modem.port());
    office.wait_ready();
    for number in 0..50 {
        modem.deliver(CITIZEN, &format!("DK so {number}"));
    }
    let mut texts = Vec::new();
    for id in 0..50 {
        let (handle, message) = office.wait_received();
        texts.push(message.text().to_owned());
        office.modem.stored(handle);
        office.send(id, "DA NHAN");
    }
    let mut expected: Vec<_> = (0..50).map(|number| format!("DK so {number}")).collect();
    expected.sort();
    texts.sort();
    assert_eq!(texts, expected, "each once");
    modem.await_count("cmgd", 50);
    modem.await_count("submit", 50);
    assert_eq!(modem.holds(), (0, 0));
}

#[test]
fn a_storage_that_was_full_before_is_shown_and_emptied() {
    let modem = FakeModem::start(&["--cap", "10"]);
    for number in 0..50 {
        modem.deliver(CITIZEN, &format!("DK so {number}"));
    }
    assert_eq!(modem.holds(), (10, 40));
    let mut office = Office::open(modem.port());
    let (_, troubles) = office.wait_state(|state| {
        state.phase == Phase::Ready
            && state
                .storage
                .as_ref()
                .is_some_and(|storage| storage.is_full())
    });
    assert!(
        troubles
            .iter()
            .any(|trouble| trouble.contains("đã đầy (10/10)")),
        "{troubles:?}"
    );
    // Ten were handed over before that was known.
    let past = std::mem::take(&mut office.past);
    let mut received = 0;
    for report in past {
        if let ModemReport::Received { handle, .. } = report {
            office.modem.stored(handle);
            received += 1;
        }
    }
    for _ in received..50 {
        let (handle, _) = office.wait_received();
        office.modem.stored(handle);
    }
    modem.await_count("cmgd", 50);
    assert_eq!(modem.holds(), (0, 0));
}

#[test]
fn errors_once_and_lasting_are_reported_each_time() {
    let modem = FakeModem::start(&[]);
    let mut office = Office::open(modem.port());
    office.wait_ready();
    let mut id = 0;
    for (code, class) in [
        (500, Class::Temporary),
        (38, Class::Temporary),
        (331, Class::Temporary),
        (512, Class::Temporary),
        (310, Class::Sim),
        (304, Class::Ours),
        (21, Class::Other),
    ] {
        for times in [1, 3] {
            modem.control(&format!("FAIL {times} {code}"));
            for _ in 0..times {
                id += 1;
                office.send(id, "DA NHAN");
                assert_eq!(office.wait_refused(id), (class, Failure::Message(code)));
            }
            id += 1;
            office.send(id, "DA NHAN");
            office.wait_sent(id);
        }
    }
}

#[test]
fn a_refused_deletion_brings_no_message_twice() {
    let modem = FakeModem::start(&[]);
    let timing = Timing {
        poll: Duration::from_millis(100),
        ..Timing::default()
    };
    let mut office = Office::open_with(modem.port(), None, timing);
    office.wait_ready();
    modem.control("NODEL 1");
    modem.deliver(CITIZEN, "DK");
    let (handle, _) = office.wait_received();
    office.modem.stored(handle);
    // Listed and tried again and again.
    modem.await_count("cmgd-refused", 5);
    let listed = modem.count("cmgl");
    modem.await_count("cmgl", listed + 5);
    modem.control("NODEL 0");
    modem.await_count("cmgd", 1);
    modem.deliver(CITIZEN, "HUY");
    let (_, message) = office.wait_received();
    assert_eq!(message.text(), "HUY", "the first one came once");
}

#[test]
fn a_swallowed_message_is_unknown_and_not_repeated() {
    let modem = FakeModem::start(&[]);
    let timing = Timing {
        send: Duration::from_millis(400),
        ..Timing::default()
    };
    let mut office = Office::open_with(modem.port(), None, timing);
    office.wait_ready();
    modem.control("SWALLOW 1");
    office.send(1, "DA NHAN");
    office.wait_for(|report| match report {
        ModemReport::Unknown { id: 1, references } => Some(assert!(references.is_empty())),
        _ => None,
    });
    office.send(2, "DA NHAN");
    office.wait_sent(2);
    assert_eq!(modem.count("submit"), 2);
}

#[test]
fn a_modem_that_falls_silent_is_shown_and_taken_up_again() {
    let modem = FakeModem::start(&[]);
    let mut office = Office::open_with(modem.port(), None, short());
    office.wait_ready();
    modem.control("MUTE 3600");
    let (_, troubles) = office.wait_state(|state| state.phase == Phase::Silent);
    assert!(troubles[0].contains("không trả lời"), "{troubles:?}");
    office.send(1, "DA NHAN");
    assert_eq!(
        office.wait_refused(1),
        (Class::Temporary, Failure::NotReady)
    );
    // The port is opened anew.
    office.wait_for(|report| (report == ModemReport::PortUp).then_some(()));
    modem.control("MUTE 0");
    office.wait_ready();
    modem.deliver(CITIZEN, "DK");
    let (handle, _) = office.wait_received();
    office.modem.stored(handle);
    modem.await_count("cmgd", 1);
    assert_eq!(modem.count("submit"), 0);
}

#[test]
fn a_replug_under_another_name_loses_and_repeats_nothing() {
    let modem = FakeModem::start(&[]);
    let mut cable = Bridge::to(&modem.port());
    let mut office = Office::open(cable.office_port());
    office.wait_ready();
    modem.deliver(CITIZEN, "DK 1");
    let (first, _) = office.wait_received();
    cable.cut();
    let cause = office.wait_down();
    assert!(cause.contains("Mất cổng"), "{cause}");
    // Stored while it is out; and another one comes meanwhile.
    office.modem.stored(first);
    office.send(1, "DA NHAN");
    assert_eq!(office.wait_refused(1).1, Failure::NotReady);
    modem.deliver(CITIZEN, "DK 2");
    cable.restore();
    let (second, message) = office.wait_received();
    assert_eq!(message.text(), "DK 2", "the first one is known");
    office.modem.stored(second);
    modem.await_count("cmgd", 2);
    office.send(2, "DA NHAN");
    office.wait_sent(2);
}

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
    office.wait_for(|report| matches!(report, ModemReport::Unknown { id: 1, .. }).then_some(()));
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
        ModemReport::Report { handle, report } => Some((handle, report)),
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
    let mut office = Office::open(&terminal.path);
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
    assert!(cause.contains("Không thấy cổng"), "{cause}");
    modem.plug();
    modem.run(GREETING);
    modem.run(SETUP);
    office.wait_ready();
    drop(office);
}
