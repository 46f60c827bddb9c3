//! Several desks, one store: screens and their host come, go, hang and are killed, and all of them show the same office.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use motcua::app::hosting::read_status;
use motcua::domain::Office as Machine;
use motcua::domain::event::Output;
use motcua::domain::rules::{CounterIx, Rules};
use motcua::domain::ticket::Ticket;
use motcua::store::Store;
use rustix::process::Signal;
use serde_json::json;

use crate::support::bridge::Bridge;
use crate::support::desk::{Desk, queue_rows, serving};
use crate::support::dice::Dice;
use crate::support::office::{Office, Stranger};
use crate::support::peer::Peer;
use crate::support::recount::{recount, rules};

const CLOCK: &str = "2026-11-23 07:40:00";

/// Two fields, four counters; each field at three of them, so that two desks may reach for the same person.
const OFFICE: &str = r#"
[office]
name = "UBND xã Vĩnh Thủy"
[[field]]
id = "tu-phap"
name = "Tư pháp"
mean = 5
digit = 1
[[field]]
id = "dia-chinh"
name = "Đất đai"
mean = 5
digit = 2
[[counter]]
id = 1
name = "Quầy 1"
fields = ["tu-phap"]
[[counter]]
id = 2
name = "Quầy 2"
fields = ["dia-chinh", "tu-phap"]
[[counter]]
id = 3
name = "Quầy 3"
fields = ["tu-phap", "dia-chinh"]
[[counter]]
id = 4
name = "Quầy 4"
fields = ["dia-chinh"]
"#;

/// What hands do at a counter, and how often; `N` is some number, `P` the end of some phone.
const STROKES: [(&str, u64); 42] = [
    ("F5 Enter", 14),
    ("F5 «Trần Thị Bích» Enter", 4),
    ("F5 Up « » Enter", 3),
    ("F5 «Lê Dung» Down «09120000P» Enter", 3),
    ("F2", 34),
    ("F3", 8),
    ("F4", 5),
    ("Ctrl+Z", 6),
    ("Ctrl+G", 4),
    ("Ctrl+R Enter", 6),
    ("Insert Enter", 5),
    ("F8 Enter", 4),
    ("F9 Enter", 1),
    ("F9", 3),
    ("«N» Enter Enter", 4),
    ("«N» Enter Down Enter", 2),
    ("«#» «N» Enter Enter", 2),
    ("Down Down Ctrl+B", 2),
    ("Down Ctrl+U", 2),
    ("Down Ctrl+N « Văn» Enter", 2),
    ("Down Ctrl+P «kh» Enter", 2),
    ("Down Down Delete Enter", 2),
    (
        "F6 «Lê Thị Hoa» Enter «09120000P» Enter Down Enter Enter Enter",
        4,
    ),
    (
        "F6 «Lê Thị Hoa» Enter «09120000P» Enter Down Enter «chieu» Enter Enter Enter",
        2,
    ),
    (
        "F6 «Vũ» Enter «09120000P» Enter Down Enter «24» Enter «9h» Enter Enter",
        1,
    ),
    ("F7 «N» Enter Enter", 4),
    ("Down Down Down Ctrl+O Enter Enter", 1),
    ("Tab", 1),
    ("Tab Down Right Delete Enter", 1),
    ("Left", 1),
    ("Right", 1),
    ("End", 1),
    ("PageDown", 1),
    ("«/» «le» Enter", 1),
    ("«?» Enter", 1),
    ("F1 Down F1", 1),
    ("Alt+W", 1),
    ("F10", 1),
    ("F12", 1),
    ("«MC22222» Enter", 1),
    ("Enter", 3),
    ("Esc", 9),
];

fn stroke(dice: &mut Dice) -> String {
    let mut throw = dice.below(STROKES.iter().map(|(_, weight)| weight).sum());
    let found = STROKES.iter().find(|(_, weight)| {
        let found = throw < *weight;
        throw = throw.saturating_sub(*weight);
        found
    });
    let number = format!("«{}»", 1 + dice.below(60));
    let phone = format!("{:02}»", dice.below(30));
    found
        .expect("a stroke")
        .0
        .replace("«N»", &number)
        .replace("P»", &phone)
}

#[test]
fn two_desks_in_a_hurry_agree_with_the_store() {
    let mut dice = Dice::new(20_261_123);
    let office = Office::new(OFFICE, CLOCK);
    let mut store = Store::open(&office.store()).expect("a store");
    let rules = rules(&office.path("motcua.toml"));
    for (counters, until) in [(["1", "3"], 1000), (["2", "4"], 2000)] {
        let mut desks = counters.map(|id| Desk::sized(&office, &["--counter", id], 120, 400));
        hurry(&office, &mut desks, &mut dice, until);
        for desk in &mut desks {
            desk.rest();
        }
        for (desk, id) in desks.iter().zip(counters) {
            agrees(
                desk,
                &mut store,
                &rules,
                rules.counter_by_id(id).expect("a counter"),
            );
        }
    }
    let events = recount(&office.store(), &rules);
    assert!(events >= 2000);
    never_twice(&office, &rules);
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

/// Random keys at all desks until the log has so many events; the clock goes on meanwhile.
fn hurry(office: &Office, desks: &mut [Desk], dice: &mut Dice, until: u64) {
    let store = Store::open(&office.store()).expect("the store");
    // So far was the clock turned when the host last looked at it; more than five minutes at once it would doubt.
    let mut turned = office.now();
    for round in 0.. {
        assert!(round < 40 * until, "the keys lead to nothing");
        for desk in &mut *desks {
            desk.press(&stroke(dice));
        }
        if store.last_seq().expect("the log") >= until {
            return;
        }
        let seen = read_status(&office.store()).map_or(0, |status| status.heartbeat);
        if dice.percent(5) && seen >= turned.and_utc().timestamp() {
            office.pass(3);
            turned = office.now();
        }
    }
}

/// Awaits that the screen shows exactly what the store holds: panel and queue, row by row.
#[track_caller]
fn agrees(desk: &Desk, store: &mut Store, rules: &Rules, at: CounterIx) {
    let store = std::cell::RefCell::new(store);
    desk.screen.wait_until("the store's state", |screen| {
        let office = store.borrow_mut().load(rules).expect("the store");
        serving(screen) == in_service(&office) && queue_rows(screen) == queue(&office, at)
    });
}

fn in_service(office: &Machine) -> Vec<String> {
    let number = |ix| {
        let ticket = office.counter(ix).ticket.and_then(|id| office.ticket(id));
        ticket.map_or("—".to_owned(), shown)
    };
    office.rules().counter_indexes().map(number).collect()
}

fn shown(ticket: &Ticket) -> String {
    format!("{:03}", ticket.number.n)
}

/// Number and kind of each row as the counter's screen must show them.
fn queue(office: &Machine, at: CounterIx) -> Vec<(String, String)> {
    let row = |id| {
        let ticket = office.ticket(id).expect("a row's ticket");
        let kind = match ticket.time() {
            Some(_) => "hẹn",
            None if ticket.has_priority() => "ưu tiên",
            None => "trực tiếp",
        };
        (shown(ticket), kind.to_owned())
    };
    let fields = &office.rules().counter(at).fields;
    let queues = fields
        .iter()
        .map(|field| office.queue_view(*field, office.now()));
    let ids = queues.flat_map(|queue| {
        let rows = queue
            .waiting
            .iter()
            .chain(&queue.absent)
            .chain(&queue.aside);
        rows.map(|row| row.id).collect::<Vec<_>>()
    });
    ids.map(row).collect()
}

/// Plays the log once more: no number is ever given twice, nobody is at two counters.
fn never_twice(office: &Office, rules: &Rules) {
    let mut given = BTreeSet::new();
    let mut machine: Option<Machine> = None;
    for envelope in office.log() {
        let at = envelope.at.expect("a logged event has its time");
        let machine = machine.get_or_insert_with(|| Machine::new(rules.clone(), at));
        let mut outputs = Vec::new();
        machine.handle(at, envelope.desk, envelope.event, &mut outputs);
        for timed in outputs {
            let new = match timed.output {
                Output::Ticket { number, .. } | Output::Offered { number, .. } => number,
                Output::Moved { new, .. } | Output::Transferred { new, .. } => new,
                _ => continue,
            };
            assert!(given.insert(new), "{new:?} was given twice");
        }
        let counters = rules
            .counter_indexes()
            .filter_map(|ix| machine.counter(ix).ticket);
        let people: Vec<_> = counters.collect();
        let each: BTreeSet<_> = people.iter().collect();
        assert_eq!(each.len(), people.len(), "somebody is at two counters");
    }
    // The same as scripts see it.
    let queue = office.queue();
    let tickets = queue.as_array().expect("a list");
    let numbers: BTreeSet<_> = tickets.iter().map(|t| t["number"].as_str()).collect();
    assert_eq!(numbers.len(), tickets.len(), "a number is there twice");
    let serving: Vec<_> = tickets.iter().filter(|t| t["state"] == "serving").collect();
    let counters: BTreeSet<_> = serving
        .iter()
        .map(|t| t["counter"].as_str().expect("a counter"))
        .collect();
    assert_eq!(counters.len(), serving.len(), "a counter has two people");
}

/// The host that a screen has started.
fn host_of(office: &Office) -> (u32, Stranger) {
    let pid = office.await_status("a host", |status| status.pid != 0).pid;
    (pid, Stranger::of(pid))
}

#[test]
fn a_killed_host_is_replaced_and_the_boards_come_back_right() {
    let bridge = Bridge::new();
    let mut peer = Peer::start(
        "modbus_board.py",
        ["--port", bridge.peer_port().to_str().unwrap()],
    );
    let port = bridge.office_port();
    let boards =
        format!("[[board]]\nport = {port:?}\nmap = \"led485\"\ncounters = {{ 1 = 1, 4 = 2 }}\n");
    let office = Office::new(
        &format!("[office]\nname = \"UBND xã Vĩnh Thủy\"\n{boards}"),
        CLOCK,
    );
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter F5 Enter", "Cấp số 002");
    peer.wait_shown(1, "   1");
    for (next, called) in [
        ("   2", "gọi 002"),
        ("   3", "gọi 003"),
        ("   4", "gọi 004"),
    ] {
        let (pid, host) = host_of(&office);
        host.signal(Signal::KILL);
        host.wait();
        office.pass(1);
        desk.says("F5 Enter F2", called);
        office.await_status("another host", |status| status.pid != pid);
        peer.wait_shown(1, next);
        desk.hears("LED đã hiện");
        desk.rest();
    }
    assert!(!desk.screen.text().contains("không trả lời"));
}

#[test]
fn a_hung_host_is_named_and_replaced() {
    let office = Office::new(OFFICE, CLOCK);
    let mut desk = Desk::open(&office, &[]);
    let (pid, host) = host_of(&office);
    host.signal(Signal::STOP);
    desk.screen.wait_for("Máy chủ không trả lời");
    desk.says("F5 Enter", "Cấp số 001");
    host.wait();
    office.await_status("another host", |status| status.pid != pid);
    desk.screen.wait_gone("Máy chủ không trả lời");
    desk.says("F2", "Xong 001");
}

#[test]
fn the_last_screen_takes_its_host_along_but_no_other() {
    let office = Office::new(OFFICE, CLOCK);
    let mut one = Desk::open(&office, &[]);
    let (_, host) = host_of(&office);
    let two = Desk::open(&office, &["--counter", "2"]);
    leave(&mut one);
    beats(&office, 2);
    two.screen.kill();
    host.wait();

    let started = office.host();
    let mut one = Desk::open(&office, &[]);
    one.says("F5 Enter", "Cấp số 001");
    leave(&mut one);
    beats(&office, 2);
    let pid = started.pid();
    office.await_status("the host started by hand", |status| status.pid == pid);
}

fn leave(desk: &mut Desk) {
    desk.press("Ctrl+C");
    desk.screen.wait_for("Thoát khỏi màn hình quầy");
    desk.press("Enter");
    assert!(desk.screen.wait_exit().success());
}

/// Awaits so many signs of life. At each the host looks who is there; so after two it has looked once more.
#[track_caller]
fn beats(office: &Office, count: u32) {
    for _ in 0..count {
        let last = read_status(&office.store()).map_or(0, |status| status.heartbeat);
        office.await_status("a sign of life", |status| status.heartbeat > last);
    }
}

#[test]
fn screens_killed_at_any_moment_lose_nothing() {
    let mut dice = Dice::new(20_261_124);
    let office = Office::new(OFFICE, CLOCK);
    let rules = rules(&office.path("motcua.toml"));
    let mut store = Store::open(&office.store()).expect("a store");
    let mut steady = Desk::sized(&office, &["--counter", "2"], 120, 400);
    let mut promises = 0;
    for _ in 0..64 {
        let (counter, field) = *dice.pick(&[("1", "tu-phap"), ("4", "dia-chinh")]);
        let mut victim = Desk::open(&office, &["--counter", counter]);
        if dice.percent(50) {
            victim.press("F5 Enter");
            victim.hears("số");
        }
        let before = store.last_seq().expect("the log");
        for _ in 0..4 {
            victim.press(&format!("F5 Enter {}", stroke(&mut dice)));
        }
        steady.press(&stroke(&mut dice));
        let end = Instant::now() + Duration::from_micros(dice.below(40_000));
        let enough = before + dice.below(8);
        while Instant::now() < end && store.last_seq().expect("the log") < enough {
            std::hint::spin_loop();
        }
        victim.screen.kill();
        // Whatever it said had been written before.
        let said = victim.last_line();
        if let Some((_, number)) = said.split_once("Cấp số ") {
            let queue = office.queue();
            let wanted = format!("{field}-{}", &number[..3]);
            let there = queue
                .as_array()
                .is_some_and(|all| all.iter().any(|t| t["number"] == wanted));
            assert!(there, "{said}: {queue}");
            promises += 1;
        }
    }
    assert!(
        promises > 10,
        "only {promises} of the killed had said anything"
    );
    steady.rest();
    agrees(&steady, &mut store, &rules, CounterIx(1));
    let before = store.last_seq().expect("the log");
    steady.press("F5 Enter");
    while store.last_seq().expect("the log") == before {
        std::thread::yield_now();
    }
    recount(&office.store(), &rules);
    never_twice(&office, &rules);
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn a_number_called_to_a_counter_without_a_screen_is_said_at_the_others() {
    let office = Office::new(OFFICE, CLOCK);
    let mut first = Desk::open(&office, &[]);
    // Counter 2 is open and calls by itself, though nobody has opened a screen there.
    first.says("F5 «2»", "Cấp số 001 Đất đai · gọi đến Quầy 2");
    first.hears("chưa ai mở màn hình ở Quầy 2: mời người đó sang đây");
    office.pass(2);
    first
        .screen
        .wait_for("Quầy 2 đang gọi 001 Đất đai mà không màn hình nào mở ở đó");
    first.screen.wait_for("motcua --counter 2");
    let second = Desk::open(&office, &["--counter", "2"]);
    first.screen.wait_gone("không màn hình nào mở");
    drop(second);
    first
        .screen
        .wait_for("Quầy 2 đang gọi 001 Đất đai mà không màn hình nào mở ở đó");
}

#[test]
fn who_was_left_over_night_at_a_counter_without_a_screen_is_said_once_somebody_waits_there() {
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", CLOCK);
    office.event(&json!({"type": "walkin", "field": "dia-chinh"}));
    office.set_clock("2026-11-24 07:31:00");
    let mut first = Desk::open(&office, &[]);
    first.screen.wait_for("001 từ T2 23/11");
    assert!(!first.screen.text().contains("không màn hình nào mở"));
    first.says("F5 «2»", "Cấp số 001");
    first
        .screen
        .wait_for("Quầy 2 còn 001 Địa chính – Xây dựng từ T2 23/11 chưa xong");
}
