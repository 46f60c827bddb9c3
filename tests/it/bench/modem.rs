//! How long a message waits for its answer: from the modem's announcement to the answer's octets, with an owner that
//! answers at once and stores nothing.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use motcua::protocol::at::{Event, Phase, Timing};
use motcua::protocol::pdu::{Address, compose};

use super::{rounds, stated_times};
use crate::support::fakemodem::FakeModem;
use crate::support::modem_line::{Modem, ModemReport};
use crate::support::peer::PATIENCE;

#[test]
fn bench_announcement_to_answer() {
    let (singles, bursts, burst) = (rounds(100), rounds(20), rounds(30));
    let fake = FakeModem::start(&[]);
    let (sender, reports) = channel();
    let modem = Modem::start(fake.port(), None, Timing::default(), move |report| {
        drop(sender.send(report));
    });
    await_report(
        &reports,
        |report| matches!(report, ModemReport::Event(Event::State(state)) if state.phase == Phase::Ready),
    );
    for at in 0..singles {
        fake.deliver(
            "+84912345678",
            &format!("DK Nguyen Van A khai sinh 25/11 {at}"),
        );
        answer(&modem, &reports, 1);
    }
    for _ in 0..bursts {
        for at in 0..burst {
            fake.deliver(
                "+84912345678",
                &format!("DK Nguyen Van A khai sinh 25/11 {at}"),
            );
        }
        answer(&modem, &reports, burst);
    }
    let events = fake.events();
    let times = |wanted: &str| -> Vec<Duration> {
        let of = events.iter().filter(|event| event["ev"] == wanted);
        of.map(|event| Duration::from_secs_f64(event["t"].as_f64().unwrap()))
            .collect()
    };
    let (announced, answered) = (times("cmti"), times("submit"));
    let single = (0..singles).map(|at| answered[at] - announced[at]);
    let first = (singles..).step_by(burst).take(bursts);
    let whole = first.map(|first| answered[first + burst - 1] - announced[first]);
    stated_times("+CMTI → the answer's octets, one message", single.collect());
    stated_times(
        "first +CMTI → last answer's octets, burst of 30",
        whole.collect(),
    );
}

/// Answers so many messages, and waits until all is done.
fn answer(modem: &Modem, reports: &Receiver<ModemReport>, messages: usize) {
    let (mut answered, mut sent) = (0, 0);
    await_report(reports, |report| {
        match report {
            ModemReport::Event(Event::Received {
                handle, message, ..
            }) => {
                let sender = message.as_ref().unwrap().sender.to_string();
                let to = Address::number(&sender).unwrap();
                modem.send(answered, compose(&to, "DA NHAN", 0).unwrap());
                modem.stored(*handle);
                answered += 1;
            }
            ModemReport::Event(Event::Sent { .. }) => sent += 1,
            _ => {}
        }
        sent == messages
    });
}

fn await_report(reports: &Receiver<ModemReport>, mut is_last: impl FnMut(&ModemReport) -> bool) {
    while !is_last(&reports.recv_timeout(PATIENCE).unwrap()) {}
}
