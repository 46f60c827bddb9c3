//! The whole program with a modem: an office that citizens text to, and what their phones get.

use std::collections::BTreeMap;

use motcua::app::status::Status;
use motcua::protocol::pdu::{Body, Pdu, decode};
use motcua::store::{Message, Notice, Store};
use rusqlite::Connection;
use serde_json::Value;

use super::fakemodem::FakeModem;
use super::office::{Office, Running};

/// An office with the default fields and counters, and a modem.
pub(crate) struct Post {
    pub office: Office,
    pub modem: FakeModem,
}

impl Post {
    /// `modem` are the modem's own options, `more` goes into the configuration.
    pub(crate) fn new(modem: &[&str], more: &str, clock: &str) -> Self {
        let modem = FakeModem::start(modem);
        let config = format!(
            "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"02333123456\"\n[modem]\nport = {:?}\n{more}",
            modem.port()
        );
        let office = Office::new(&config, clock);
        // The network and the office agree on the time.
        modem.control(&format!("CLOCK {}", office.path("clock").display()));
        Self { office, modem }
    }

    /// The host, once its modem is ready.
    pub(crate) fn host(&self) -> Running {
        let host = self.office.host();
        self.await_ready();
        host
    }

    /// Awaits that the modem is ready.
    pub(crate) fn await_ready(&self) -> Status {
        self.office.await_status("a modem that is ready", |status| {
            status.modem.as_ref().is_some_and(|modem| modem.ready)
        })
    }

    /// What was sent, as phones show it: to whom, and what.
    pub(crate) fn sent(&self) -> Vec<(String, String)> {
        let events = self.modem.events();
        let submits = events.iter().filter(|event| event["ev"] == "submit");
        submits.map(read_submit).collect()
    }

    /// Awaits so many messages in all, and answers the last one's text.
    #[track_caller]
    pub(crate) fn await_sent(&self, count: usize) -> String {
        self.modem.await_count("submit", count);
        self.sent()[count - 1].1.clone()
    }

    /// A message and the answer to it, when nothing else is under way.
    #[track_caller]
    pub(crate) fn ask(&self, from: &str, text: &str) -> String {
        let before = self.modem.count("submit");
        self.modem.deliver(from, text);
        self.await_sent(before + 1)
    }

    /// A message of several lines or parts from the network; `n` makes it this one and no other.
    pub(crate) fn deliver_long(&self, from: &str, text: &str, n: u32) {
        let letters: Vec<char> = text.chars().collect();
        let parts: Vec<String> = letters
            .chunks(66)
            .map(|part| part.iter().collect())
            .collect();
        for (which, part) in (1..).zip(&parts) {
            let place = (parts.len() > 1).then_some((n as u8, parts.len() as u8, which));
            let pdu = deliver_pdu(from, part, 3 * n, place);
            self.modem.control(&format!("PDU {pdu}"));
        }
    }

    /// How often each phone got a message.
    pub(crate) fn count_by_phone(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (to, _) in self.sent() {
            *counts.entry(to).or_default() += 1;
        }
        counts
    }

    /// What the store has of messages, oldest first.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let store = Store::open(&self.office.store()).unwrap();
        let mut messages = store.messages(10_000).unwrap();
        messages.reverse();
        messages
    }

    /// What the store has of notices, oldest first.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let store = Store::open(&self.office.store()).unwrap();
        let mut notices = store.notices(10_000).unwrap();
        notices.reverse();
        notices
    }

    /// Awaits that the store has what is wanted.
    #[track_caller]
    pub(crate) fn await_store<T>(
        &self,
        what: &str,
        mut found: impl FnMut(&Self) -> Option<T>,
    ) -> T {
        let watch = super::watch::Watch::on(&self.office.path("data"));
        watch.until(what, || found(self))
    }

    /// Awaits that every message in the modem was taken and deleted.
    #[track_caller]
    pub(crate) fn await_empty(&self) {
        let deleted = |post: &Self| (post.modem.holds() == (0, 0)).then_some(());
        self.modem.await_event("an empty storage", || deleted(self));
    }

    /// Sending is held, as an official holds it, or goes on.
    pub(crate) fn hold(&self, held: bool) {
        let mut store = Store::open(&self.office.store()).unwrap();
        let step = store.begin().unwrap();
        let held = if held { "yes" } else { "no" };
        step.set_meta("hold-sending", held).unwrap();
        step.commit().unwrap();
        self.office.ring();
    }

    /// Open bookings as `phone field day time`, in their order.
    pub(crate) fn bookings(&self) -> Vec<(String, String, i64, i64)> {
        let db = Connection::open(self.office.store()).unwrap();
        let sql = "SELECT phone, field, day, time FROM ticket JOIN person ON ticket = id
                   WHERE time IS NOT NULL AND state = 'booked' ORDER BY id";
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }
}

/// To whom a submitted PDU goes (as the office writes numbers), and what it says.
fn read_submit(event: &Value) -> (String, String) {
    let pdu = decode(event["pdu"].as_str().unwrap()).unwrap();
    let Pdu::Submit(submit) = pdu else {
        panic!("no message of ours: {event}");
    };
    let Body::Text(text) = submit.body else {
        panic!("no text: {event}");
    };
    assert_eq!(event["oklen"], true, "the length that was announced");
    (submit.to.to_string(), text)
}

/// A message as the network delivers it, in UCS-2: from `+84…`, the `n`-th second of that day, perhaps the part
/// (reference, of how many, which).
pub(crate) fn deliver_pdu(from: &str, text: &str, n: u32, part: Option<(u8, u8, u8)>) -> String {
    deliver_pdu_of([26, 11, 23], from, text, n, part)
}

/// [`deliver_pdu`], of another day.
pub(crate) fn deliver_pdu_of(
    [year, month, day]: [u32; 3],
    from: &str,
    text: &str,
    n: u32,
    part: Option<(u8, u8, u8)>,
) -> String {
    let semi = semi_octets;
    let number = from.strip_prefix('+').unwrap();
    let time = [year, month, day, n / 3600 % 24, n / 60 % 60, n % 60, 28];
    let stamp: String = time.iter().map(|t| semi(&format!("{t:02}"))).collect();
    let header = part.map_or(String::new(), |(reference, of, which)| {
        format!("050003{reference:02X}{of:02X}{which:02X}")
    });
    let text: String = text
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    let first = if part.is_some() { "44" } else { "04" };
    let length = (header.len() + text.len()) / 2;
    let digits = number.len();
    format!(
        "07914889200003F0{first}{digits:02X}91{}0008{stamp}{length:02X}{header}{text}",
        semi(number)
    )
}

/// Digits as a PDU has them: in pairs, each turned round.
fn semi_octets(digits: &str) -> String {
    let mut digits: Vec<char> = digits.chars().collect();
    if digits.len() % 2 == 1 {
        digits.push('F');
    }
    digits
        .chunks(2)
        .flat_map(|pair| [pair[1], pair[0]])
        .collect()
}
