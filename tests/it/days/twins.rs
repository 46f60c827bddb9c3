//! Two processes on one store: each event is handled by one of them, the other is given only what changed.

use std::collections::{BTreeMap, BTreeSet};

use motcua::domain::journal::{Entry, Journal};
use motcua::domain::office::{Counter, PhoneRecord};
use motcua::domain::rules::{FieldIx, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Ticket, TicketId};
use motcua::domain::time::{Day, Half, Minute};
use motcua::domain::{Office, Timed};

use super::plan::{Happened, Log};

/// What a store keeps of an office.
struct Store {
    now: Minute,
    serial: u64,
    tickets: BTreeMap<TicketId, Ticket>,
    counters: Vec<Counter>,
    phones: BTreeMap<Phone, PhoneRecord>,
    closed: BTreeSet<(Day, FieldIx, Half)>,
    journal: Journal,
}

impl Store {
    fn new(office: &Office) -> Self {
        let counters = office.rules().counter_indexes();
        Self {
            now: office.now(),
            serial: office.serial(),
            tickets: BTreeMap::new(),
            counters: counters.map(|ix| office.counter(ix).clone()).collect(),
            phones: BTreeMap::new(),
            closed: BTreeSet::new(),
            journal: Journal::default(),
        }
    }

    /// Writes what the office's last event changed, and gives just that to `other`.
    fn save(&mut self, office: &Office, other: &mut Office) {
        (self.now, self.serial) = (office.now(), office.serial());
        let changes = office.changes();
        for id in &changes.tickets {
            let ticket = office.ticket(*id).expect("a changed ticket");
            self.tickets.insert(*id, ticket.clone());
            other.put_ticket(ticket.clone());
        }
        for ix in &changes.counters {
            self.counters[usize::from(ix.0)] = office.counter(*ix).clone();
            other.put_counter(*ix, office.counter(*ix).clone());
        }
        for phone in &changes.phones {
            let record = office.phone(phone).expect("a changed phone");
            self.phones.insert(phone.clone(), record.clone());
            other.put_phone(phone.clone(), record.clone());
        }
        if changes.sessions {
            self.closed = office.closed_sessions().collect();
            other.put_closed(self.closed.clone());
        }
        if changes.journal {
            self.journal = office.journal().clone();
            other.put_journal(self.journal.clone());
        }
        other.resume_at(self.now, self.serial, self.last_id());
    }

    fn last_id(&self) -> u64 {
        self.tickets.last_key_value().map_or(0, |(id, _)| id.0)
    }

    /// A process that starts now; tickets and journal go through text, as they do in a file.
    fn load(&self, rules: &Rules) -> Office {
        let mut office = Office::new(rules.clone(), self.now);
        let tickets: Vec<&Ticket> = self.tickets.values().collect();
        let text = serde_json::to_string(&tickets).unwrap();
        for ticket in serde_json::from_str::<Vec<Ticket>>(&text).unwrap() {
            office.put_ticket(ticket);
        }
        for (ix, counter) in rules.counter_indexes().zip(&self.counters) {
            office.put_counter(ix, counter.clone());
        }
        for (phone, record) in &self.phones {
            office.put_phone(phone.clone(), record.clone());
        }
        office.put_closed(self.closed.clone());
        let text = serde_json::to_string(self.journal.entries()).unwrap();
        let entries: Vec<Entry> = serde_json::from_str(&text).unwrap();
        office.put_journal(Journal::from_entries(entries));
        office.resume_at(self.now, self.serial, self.last_id());
        office
    }
}

fn assert_same(i: usize, event: &Happened, got: &[Timed], who: &str) -> Result<(), String> {
    if got == event.answers {
        return Ok(());
    }
    let Happened {
        at, event, answers, ..
    } = event;
    Err(format!(
        "{who} answers event {i} at {at} otherwise: {event:?}\n got  {got:?}\n want {answers:?}"
    ))
}

/// 10. The same events give the same answers again.
pub(super) fn check_replay(log: &Log) -> Result<(), String> {
    let mut office = Office::new(log.rules.clone(), log.start);
    for (i, event) in log.events.iter().enumerate() {
        let mut out = Vec::new();
        office.handle(event.at, event.desk, event.event.clone(), &mut out);
        assert_same(i, event, &out, "a replay")?;
    }
    Ok(())
}

/// Two processes take turns, one of them is killed and started anew now and then, and days that are over are
/// forgotten: nobody outside sees a difference.
pub(super) fn check_two_processes(log: &Log, salt: usize) -> Result<(), String> {
    let mut one = Office::new(log.rules.clone(), log.start);
    let mut two = one.clone();
    let mut store = Store::new(&one);
    for (i, event) in log.events.iter().enumerate() {
        let (worker, other) = match (i * 7 + salt) % 3 {
            0 => (&mut two, &mut one),
            _ => (&mut one, &mut two),
        };
        let mut out = Vec::new();
        worker.handle(event.at, event.desk, event.event.clone(), &mut out);
        assert_same(i, event, &out, "one of two processes")?;
        store.save(worker, other);
        if (i + salt).is_multiple_of(29) {
            two = store.load(&log.rules);
        }
        if (i + salt).is_multiple_of(31) {
            one.forget_before(one.now().day());
        }
    }
    Ok(())
}
