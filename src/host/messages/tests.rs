//! What the lamp says of a modem that says nothing, and of a network that takes nothing.

use super::*;
use crate::store::Notice;

/// The modem's part with a line that these tests speak for.
fn part(live: &Live) -> Messages {
    let wake = Wake::new().unwrap();
    let mut part = Messages::start(None, live, &wake).unwrap();
    part.status = Some(ModemStatus::default());
    part
}

fn live(folder: &tempfile::TempDir) -> Live {
    let store = Store::open(&folder.path().join("motcua.db")).unwrap();
    let written = folder.path().join("motcua.toml");
    std::fs::write(&written, "[office]\nname = \"UBND xã Vĩnh Thủy\"\n").unwrap();
    let config = config::Config::load(&written).unwrap();
    Live::open(store, config.rules).unwrap()
}

fn state(phase: Phase) -> Report<Event> {
    let state = State {
        phase,
        ..State::default()
    };
    Report::Event(Event::State(state))
}

fn trouble(part: &Messages) -> String {
    let status = part.status.as_ref().unwrap();
    status.trouble.clone().unwrap_or_default()
}

#[test]
fn a_modem_that_never_answers_is_named_however_often_its_port_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let live = live(&folder);
    let mut part = part(&live);
    let now = crate::app::clock::local(live.wall());
    part.reported(Report::PortUp, now);
    assert_eq!(trouble(&part), "");
    part.reported(state(Phase::Silent), now);
    for _ in 0..3 {
        assert!(trouble(&part).contains("Modem không trả lời"));
        part.reported(Report::PortUp, now);
    }
    part.reported(state(Phase::Ready), now);
    assert!(!trouble(&part).contains("Modem không trả lời"));
}

#[test]
fn a_network_that_takes_no_message_is_named_until_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = live(&folder);
    let mut part = part(&live);
    let refused = |code| Event::Refused {
        id: 1,
        failure: Failure::Message(code),
        references: Vec::new(),
    };
    // A number that does not exist is nobody's trouble.
    part.came.push_back(refused(1));
    part.take_all(&mut live).unwrap();
    assert_eq!(trouble(&part), "");
    part.came.push_back(refused(21));
    part.take_all(&mut live).unwrap();
    assert!(trouble(&part).contains("mã 21"), "{}", trouble(&part));
    part.came.push_back(Event::Sent {
        id: 1,
        references: vec![1],
    });
    part.take_all(&mut live).unwrap();
    assert!(!trouble(&part).contains("mã 21"));
}

#[test]
fn what_may_have_gone_out_is_tried_three_times_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = live(&folder);
    let notice = Notice {
        kind: Some(NoticeKind::Answer),
        phone: "0912345678".to_owned(),
        ..Notice::default()
    };
    let id = live.write(|step| step.put_notice(&notice)).unwrap();
    let mut tries = 0;
    while tries < 10 && live.store().mark_sending(id).unwrap() {
        refused(&live, id, &Failure::Message(500), false).unwrap();
        tries += 1;
    }
    assert_eq!(tries, 4);
    assert_eq!(live.store().open_letters().unwrap().unsent, 1);
}
