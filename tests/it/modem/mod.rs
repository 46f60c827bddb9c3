//! The door of the modem: its thread against an independent modem (here), and against scripts of what that cannot do.

mod scripted;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use motcua::device::port::Port;
use motcua::device::words::modem_troubles;
use motcua::protocol::at::{Class, Event, Failure, Handle, Phase, State, Storage, Timing};
use motcua::protocol::pdu::{Address, Deliver, compose};

use crate::support::bridge::Bridge;
use crate::support::fakemodem::FakeModem;
use crate::support::modem_line::{Modem, ModemReport};
use crate::support::peer::PATIENCE;

const CITIZEN: &str = "+84912345678";

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
        let modem = Modem::start(port.into(), pin, timing, move |report| {
            let _ = sender.send(report);
        });
        Self {
            modem,
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
            ModemReport::Event(Event::State(state)) if wanted(&state) => {
                let troubles = modem_troubles(&state);
                Some((state, troubles))
            }
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
            ModemReport::Event(Event::Received {
                handle,
                message: Ok(message),
                ..
            }) => Some((handle, message)),
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
            ModemReport::Event(Event::Sent { id: of, references }) if of == id => Some(references),
            _ => None,
        })
    }

    #[track_caller]
    fn wait_refused(&mut self, id: i64) -> (Class, Failure) {
        self.wait_for(|report| match report {
            ModemReport::Event(Event::Refused {
                id: of, failure, ..
            }) if of == id => Some((failure.class(), failure)),
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
fn a_message_left_half_entered_is_thrown_away() {
    let modem = FakeModem::start(&[]);
    let port = Port::open(&modem.port().into(), 115_200).unwrap();
    assert_eq!(port.write(b"AT+CMGS=20\r"), Ok(11));
    modem.await_count("cmgs", 1);
    drop(port);
    let timing = Timing {
        command: Duration::from_millis(500),
        ..Timing::default()
    };
    let mut office = Office::open_with(modem.port(), None, timing);
    office.wait_ready();
    office.send(1, "DA NHAN");
    office.wait_sent(1);
    assert_eq!(modem.count("submit"), 1);
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
        state.phase == Phase::Ready && state.storage.as_ref().is_some_and(Storage::is_full)
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
        if let ModemReport::Event(Event::Received { handle, .. }) = report {
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
        (500, Class::Unclear),
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
    let references = office.wait_for(|report| match report {
        ModemReport::Event(Event::Unknown { id: 1, references }) => Some(references),
        _ => None,
    });
    assert_eq!(references, [0_u8; 0]);
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
    assert!(cause.contains("dây bị rút"), "{cause}");
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
