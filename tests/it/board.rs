//! The door of the number boards: the bus against a real Modbus peer and on bare terminals.
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use motcua::config::BoardPort;
use motcua::device::line::{Line, Report};
use motcua::device::port::{Port, STUCK_AFTER};
use motcua::device::words::board_cause;
use motcua::host::count;
use motcua::protocol::Face;
use motcua::protocol::board::{Driver, Event, Master};
use motcua::protocol::modbus::{Form, Map};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::support::bridge::{Bridge, Terminal};
use crate::support::peer::{PATIENCE, Peer};

type BusReport = Report<Event>;

/// A bus whose reports are kept in order.
struct Office {
    bus: Line<Master>,
    reports: Receiver<BusReport>,
    past: Vec<BusReport>,
}

impl Office {
    fn open(port: impl Into<std::path::PathBuf>, map: Map) -> Self {
        let (sender, reports) = channel();
        let master = Master::new(Driver::Modbus(map), 9600, Instant::now());
        let bus = Line::start("board", port.into(), 9600, master, move |report| {
            let _ = sender.send(report);
        });
        Self {
            bus: bus.unwrap(),
            reports,
            past: Vec::new(),
        }
    }

    fn show(&self, unit: u8, number: u32) {
        self.show_face(unit, Face::Call { number, counter: 1 }, number.into());
    }

    fn show_face(&self, unit: u8, face: Face, tag: u64) {
        self.bus
            .call(move |bus, _| bus.show_or_blank(unit, face, tag));
    }

    /// Waits for a report; those before it are passed over.
    fn wait_for(&mut self, wanted: impl Fn(&BusReport) -> bool) -> BusReport {
        loop {
            let report = self.reports.recv_timeout(PATIENCE).unwrap_or_else(|_| {
                panic!("the awaited report did not come after {:#?}", self.past)
            });
            self.past.push(report.clone());
            if wanted(&report) {
                return report;
            }
        }
    }

    fn wait_shown(&mut self, unit: u8, number: u32) {
        self.wait_all_shown(&[(unit, number)]);
    }

    /// Waits until all these numbers have been acknowledged, in whatever order.
    fn wait_all_shown(&mut self, numbers: &[(u8, u32)]) {
        let mut open = numbers.to_vec();
        while !open.is_empty() {
            let report =
                self.wait_for(|report| matches!(report, BusReport::Event(Event::Shown { .. })));
            let BusReport::Event(Event::Shown { unit, face, tag }) = report else {
                unreachable!()
            };
            open.retain(|(at, number)| {
                *at != unit
                    || face
                        != (Face::Call {
                            number: *number,
                            counter: 1,
                        })
                    || tag != u64::from(*number)
            });
        }
    }

    fn wait_dead(&mut self, at_unit: u8) -> String {
        let report = self.wait_for(
            |report| matches!(report, BusReport::Event(Event::Dead { unit, .. }) if *unit == at_unit),
        );
        let BusReport::Event(Event::Dead { unit, fault }) = report else {
            unreachable!()
        };
        board_cause(unit, fault)
    }

    fn wait_down(&mut self) -> String {
        let report = self.wait_for(|report| matches!(report, BusReport::PortDown { .. }));
        let BusReport::PortDown { cause } = report else {
            unreachable!()
        };
        cause
    }

    fn wait_up(&mut self) {
        self.wait_for(|report| *report == BusReport::PortUp);
    }
}

fn boards(bridge: &Bridge, faults: &[&str]) -> Peer {
    let mut args = vec!["--port", bridge.peer_port().to_str().unwrap()];
    args.extend(faults);
    Peer::start("modbus_board.py", args)
}

#[test]
fn numbers_and_blanks_reach_the_led485_boards() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(1, 12);
    peer.wait_shown(1, "  12");
    office.show(2, 2012);
    peer.wait_shown(2, "2012");
    office.show_face(1, Face::Blank, 7);
    peer.wait_shown(1, "    ");
    office.wait_for(|report| {
        matches!(
            report,
            BusReport::Event(Event::Shown {
                unit: 1,
                face: Face::Blank,
                tag: 7
            })
        )
    });
    office.show(1, 13);
    peer.wait_shown(1, "  13");
    office.wait_shown(1, 13);
}

#[test]
fn numbers_and_blanks_reach_the_dm36_board() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let mut office = Office::open(bridge.office_port(), Map::Dm36);
    office.show(3, 105);
    peer.wait_shown(3, "   105");
    office.show_face(3, Face::Blank, 0);
    peer.wait_shown(3, "      ");
    office.show(3, 999_999);
    peer.wait_shown(3, "999999");
    office.wait_shown(3, 999_999);
}

#[test]
fn a_custom_map_writes_text_where_it_is_told() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let map = Map::Custom {
        register: 0x70,
        form: Form::Ascii,
        width: 4,
    };
    let mut office = Office::open(bridge.office_port(), map);
    office.show(2, 102);
    peer.wait_shown(2, " 102");
    office.wait_shown(2, 102);
}

#[test]
fn a_board_that_refuses_is_named_with_its_code() {
    let bridge = Bridge::new();
    let _peer = boards(&bridge, &[]);
    let map = Map::Custom {
        register: 50,
        form: Form::Binary,
        width: 4,
    };
    let mut office = Office::open(bridge.office_port(), map);
    office.show(1, 12);
    let cause = office.wait_dead(1);
    assert!(cause.contains("mã 2: không có thanh ghi này"), "{cause}");
}

#[test]
fn a_deaf_board_shows_the_number_and_is_reported() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &["--deaf"]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(1, 12);
    peer.wait_shown(1, "  12");
    let cause = office.wait_dead(1);
    assert!(cause.contains("không trả lời"), "{cause}");
}

#[test]
fn a_missing_board_does_not_keep_the_others_from_theirs() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(9, 5);
    office.wait_dead(9);
    office.show(1, 12);
    peer.wait_shown(1, "  12");
    office.wait_shown(1, 12);
}

#[test]
fn lost_answers_are_survived() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &["--drop-reply", "2"]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    for number in 1..=3 {
        office.show(1, number);
        office.show(2, number + 100);
        peer.wait_for(|line| line.starts_with("TX-DROPPED"), "TX-DROPPED");
        office.wait_all_shown(&[(1, number), (2, number + 100)]);
    }
}

#[test]
fn corrupt_answers_are_survived() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &["--corrupt-reply", "2"]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    for number in 1..=3 {
        office.show(1, number);
        peer.wait_shown(1, &format!("{number:>4}"));
        office.wait_shown(1, number);
    }
}

#[test]
fn answers_that_are_always_corrupt_are_reported_as_such() {
    let bridge = Bridge::new();
    let _peer = boards(&bridge, &["--corrupt-reply", "1"]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(1, 12);
    let cause = office.wait_dead(1);
    assert!(cause.contains("trả lời sai"), "{cause}");
}

#[test]
fn slow_answers_are_waited_for() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &["--delay-ms", "200"]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    for number in 1..=3 {
        office.show(1, number);
        peer.wait_shown(1, &format!("{number:>4}"));
        office.wait_shown(1, number);
    }
}

#[test]
fn a_replugged_port_shows_the_present_numbers_again() {
    let mut bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(1, 12);
    office.show(2, 34);
    peer.wait_shown(1, "  12");
    peer.wait_shown(2, "  34");
    office.wait_shown(2, 34);
    for number in [13, 14] {
        bridge.cut();
        let cause = office.wait_down();
        assert!(cause.contains("dây bị rút"), "{cause}");
        office.show(1, number);
        bridge.restore();
        office.wait_up();
        peer.wait_shown(1, &format!("{number:>4}"));
        office.wait_all_shown(&[(1, number), (2, 34)]);
    }
}

#[test]
fn a_port_that_is_plugged_in_late_is_found() {
    let mut bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    bridge.cut();
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    let cause = office.wait_down();
    assert!(cause.contains("không thấy cổng"), "{cause}");
    office.show(1, 12);
    bridge.restore();
    peer.wait_shown(1, "  12");
    office.wait_shown(1, 12);
}

#[test]
fn a_port_in_other_hands_is_called_busy_until_it_is_free() {
    let terminal = Terminal::open();
    let other = Port::open(&terminal.path.clone().into(), 9600).unwrap();
    let mut office = Office::open(&terminal.path, Map::Dm36);
    let cause = office.wait_down();
    assert!(cause.contains("chương trình khác"), "{cause}");
    drop(other);
    office.wait_up();
}

#[test]
fn a_number_too_wide_is_refused_and_the_board_made_blank() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let mut office = Office::open(bridge.office_port(), Map::Led485);
    office.show(1, 12);
    peer.wait_shown(1, "  12");
    office.show(1, 10_000);
    office
        .wait_for(|report| matches!(report, BusReport::Event(Event::TooWide { tag: 10_000, .. })));
    peer.wait_shown(1, "    ");
}

#[test]
fn a_port_that_takes_no_bytes_is_stuck_and_recovers() {
    let terminal = Terminal::open();
    // The kernel makes room once or twice while it moves bytes on: fill that too.
    let clog = || while rustix::io::write(&terminal.far, &[0; 1024]).is_ok() {};
    clog();
    let mut office = Office::open(&terminal.path, Map::Dm36);
    office.wait_up();
    office.show(1, 12);
    let deadline = Instant::now() + PATIENCE;
    let stuck = |report| matches!(report, BusReport::PortStuck { .. });
    loop {
        clog();
        office.bus.check(Instant::now() + STUCK_AFTER);
        let report = office.reports.recv_timeout(Duration::from_millis(1));
        if report.is_ok_and(stuck) {
            break;
        }
        assert!(Instant::now() < deadline, "the watchdog slept");
    }
    let cause = office.wait_down();
    assert!(cause.contains("không nhận dữ liệu"), "{cause}");
    office.wait_up();
    let frame = Map::Dm36
        .request(
            1,
            Face::Call {
                number: 12,
                counter: 1,
            },
        )
        .unwrap()
        .frame();
    await_bytes(&terminal, &frame);
}

#[test]
fn a_bus_that_stops_gives_its_port_back() {
    let terminal = Terminal::open();
    let mut office = Office::open(&terminal.path, Map::Dm36);
    office.show(1, 12);
    office.wait_up();
    drop(office);
    drop(Port::open(&terminal.path.clone().into(), 9600).expect("the port is free"));
}

/// Reads our end of a terminal until `wanted` has come by.
fn await_bytes(terminal: &Terminal, wanted: &[u8]) {
    let patience = Timespec {
        tv_sec: PATIENCE.as_secs() as i64,
        tv_nsec: 0,
    };
    let mut heard = Vec::new();
    let mut bytes = [0; 4096];
    while !heard.windows(wanted.len()).any(|part| part == wanted) {
        let mut ends = [PollFd::new(&terminal.near, PollFlags::IN)];
        assert_eq!(poll(&mut ends, Some(&patience)), Ok(1), "it never arrived");
        let count = rustix::io::read(&terminal.near, &mut bytes).unwrap();
        heard.extend_from_slice(&bytes[..count]);
    }
}

#[test]
fn boards_count_from_1_to_9_and_say_who_did_not() {
    let bridge = Bridge::new();
    let mut peer = boards(&bridge, &[]);
    let counter = |n: u8, unit: u8| (n.to_string(), unit);
    let port = BoardPort {
        port: bridge.office_port().into(),
        driver: Driver::Modbus(Map::Led485),
        baud: 9600,
        counters: vec![counter(1, 1), counter(2, 2), counter(3, 2), counter(4, 9)],
    };
    let counted = count(&port, Duration::ZERO).unwrap();
    for number in 1..=9 {
        peer.wait_all_shown(&[(1, number), (2, number)]);
    }
    peer.wait_shown(1, "    ");
    let known: Vec<_> = counted
        .iter()
        .map(|b| (b.unit, b.acknowledged, b.counters.len()))
        .collect();
    assert_eq!(
        known,
        [(1, Some(true), 1), (2, Some(true), 2), (9, Some(false), 1)]
    );
    let trouble = counted[2].trouble.as_ref().unwrap();
    assert!(trouble.contains("địa chỉ 9 không trả lời"), "{trouble}");
}
