//! The state of the office and its indexes. All changes go through `Office::change`, which keeps the indexes right.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::dossier::{DossierId, Dossiers};
use super::event::{Output, Timed};
use super::forecast::habits::Habits;
use super::journal::{Image, Journal};
pub use super::records::{Counter, PhoneRecord};
use super::rules::{CounterIx, FieldIx, Rules};
use super::slots::Grids;
use super::text::Phone;
use super::ticket::{Kind, Number, QueueKey, State, Ticket, TicketId};
use super::time::{Day, Half, Minute};

/// The open tickets of one field.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldQueue {
    pub ordinary: BTreeSet<QueueKey>,
    pub priority: BTreeSet<QueueKey>,
    /// Open bookings of all days.
    pub booked: BTreeSet<QueueKey>,
    /// Slots that are kept from others.
    pub taken: BTreeSet<(Minute, TicketId)>,
    /// People present and waiting.
    pub present: usize,
}

/// What the last event changed; the store writes just this.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Tickets, each perhaps more than once.
    pub tickets: Vec<TicketId>,
    /// Counters likewise.
    pub counters: Vec<CounterIx>,
    /// Phones likewise.
    pub phones: Vec<Phone>,
    /// Dossiers likewise.
    pub dossiers: Vec<DossierId>,
    /// Whether the set of closed half-days changed.
    pub sessions: bool,
    /// Whether the journal of undoable actions changed.
    pub journal: bool,
}

impl Changes {
    /// Whether the event left everything as it was.
    pub fn is_empty(&self) -> bool {
        self.tickets.is_empty()
            && self.counters.is_empty()
            && self.phones.is_empty()
            && self.dossiers.is_empty()
            && !self.sessions
            && !self.journal
    }

    fn clear(&mut self) {
        self.tickets.clear();
        self.counters.clear();
        self.phones.clear();
        self.dossiers.clear();
        self.sessions = false;
        self.journal = false;
    }
}

/// The whole machine: give it events with [`Office::handle`].
#[derive(Clone, Debug)]
pub struct Office {
    pub(super) rules: Rules,
    pub(super) grids: Grids,
    pub(super) now: Minute,
    pub(super) serial: u64,
    pub(super) tickets: HashMap<TicketId, Ticket>,
    pub(super) queues: Vec<FieldQueue>,
    pub(super) counters: Vec<Counter>,
    pub(super) phones: HashMap<Phone, PhoneRecord>,
    pub(super) closed: BTreeSet<(Day, FieldIx, Half)>,
    pub(super) journal: Journal,
    pub(super) recording: Option<Vec<Image>>,
    pub(super) numbers: HashMap<Number, TicketId>,
    /// By day, field and whether they are those of wishes that hold no slot.
    pub(super) last_number: HashMap<(Day, FieldIx, bool), u32>,
    pub(super) last_id: u64,
    by_phone: HashMap<Phone, BTreeSet<TicketId>>,
    pub(super) by_day: BTreeMap<Day, BTreeSet<TicketId>>,
    pub(super) timers: BTreeSet<(Minute, TicketId)>,
    /// Absent bookings after their appointed call, by the minute in which they expire.
    pub(super) awaited: BTreeSet<(Minute, TicketId)>,
    /// Requests and proposals, by the minute in which they lapse.
    pub(super) unanswered: BTreeSet<(Minute, TicketId)>,
    /// Who would like an earlier time, in the order of asking.
    pub(super) seeking: BTreeSet<(u64, TicketId)>,
    pub(super) dossiers: Dossiers,
    pub(super) changes: Changes,
    /// How long services take: nothing that is decided goes by it, only what is forecast.
    habits: Arc<Habits>,
}

impl Office {
    /// An empty office at the minute `start`, all counters open.
    pub fn new(rules: Rules, start: Minute) -> Self {
        let counter = Counter {
            open: true,
            reason: None,
            manual: false,
            ticket: None,
            last_call: None,
            stamp: 0,
        };
        Self {
            grids: Grids::new(&rules),
            now: start,
            serial: 0,
            tickets: HashMap::new(),
            queues: vec![FieldQueue::default(); rules.fields.len()],
            counters: vec![counter; rules.counters.len()],
            phones: HashMap::new(),
            closed: BTreeSet::new(),
            journal: Journal::default(),
            recording: None,
            numbers: HashMap::new(),
            last_number: HashMap::new(),
            last_id: 0,
            by_phone: HashMap::new(),
            by_day: BTreeMap::new(),
            timers: BTreeSet::new(),
            awaited: BTreeSet::new(),
            unanswered: BTreeSet::new(),
            seeking: BTreeSet::new(),
            dossiers: Dossiers::default(),
            changes: Changes::default(),
            habits: Arc::new(Habits::configured(&rules)),
            rules,
        }
    }

    // ---- reading ----

    /// The settings.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The minute up to which everything due has happened.
    pub fn now(&self) -> Minute {
        self.now
    }

    /// How many events the office has seen.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// The ticket with this identity, as long as it is remembered.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id)
    }

    /// The ticket with this number.
    pub fn by_number(&self, number: Number) -> Option<&Ticket> {
        self.numbers
            .get(&number)
            .and_then(|id| self.tickets.get(id))
    }

    /// A day's tickets in the order in which they were made.
    pub fn tickets_of(&self, day: Day) -> impl Iterator<Item = &Ticket> {
        self.by_day
            .get(&day)
            .into_iter()
            .flatten()
            .filter_map(|id| self.tickets.get(id))
    }

    /// The identity that was given last.
    pub fn newest(&self) -> TicketId {
        TicketId(self.last_id)
    }

    /// Tickets for today and later that were made after `id`, oldest first.
    pub fn made_after(&self, id: TicketId) -> Vec<&Ticket> {
        let after = (std::ops::Bound::Excluded(id), std::ops::Bound::Unbounded);
        let days = self.by_day.range(self.now.day()..);
        let ids = days.flat_map(|(_, ids)| ids.range(after));
        let mut made: Vec<&Ticket> = ids.filter_map(|id| self.ticket(*id)).collect();
        made.sort_by_key(|t| t.id);
        made
    }

    /// Days with tickets from `day` on.
    pub fn days_from(&self, day: Day) -> impl Iterator<Item = Day> + '_ {
        self.by_day.range(day..).map(|(d, _)| *d)
    }

    /// A counter as it stands.
    pub fn counter(&self, ix: CounterIx) -> &Counter {
        &self.counters[usize::from(ix.0)]
    }

    /// Whether the official asks for each next one, at this counter or in the whole office.
    pub fn is_manual(&self, ix: CounterIx) -> bool {
        !self.rules.auto_call || self.counter(ix).manual
    }

    /// What is remembered of a phone.
    pub fn phone(&self, phone: &Phone) -> Option<&PhoneRecord> {
        self.phones.get(phone)
    }

    /// How many people of a field are here and wait.
    pub fn people_waiting(&self, field: FieldIx) -> usize {
        self.queues[usize::from(field.0)].present
    }

    /// Half-days that fall out.
    pub fn closed_sessions(&self) -> impl Iterator<Item = (Day, FieldIx, Half)> + '_ {
        self.closed.iter().copied()
    }

    /// What is usual in the office, as far as it was measured.
    pub fn habits(&self) -> &Arc<Habits> {
        &self.habits
    }

    /// What is usual was measured anew.
    pub fn set_habits(&mut self, habits: Arc<Habits>) {
        self.habits = habits;
    }

    /// The actions that can be taken back.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What the last event changed.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Open (not final) tickets of a phone, in the order in which they were made.
    pub fn open_of_phone(&self, phone: &Phone) -> impl Iterator<Item = &Ticket> {
        self.by_phone
            .get(phone)
            .into_iter()
            .flatten()
            .filter_map(|id| self.tickets.get(id))
    }

    /// Whether no booking but `except` keeps the time from `time` on for the field's mean.
    pub(super) fn slot_is_free(
        &self,
        field: FieldIx,
        time: Minute,
        except: Option<TicketId>,
    ) -> bool {
        let mean = self.rules.field(field).mean;
        let from = (time.plus(1 - mean), TicketId(0));
        let to = (time.plus(mean), TicketId(0));
        let mut taken = self.queues[usize::from(field.0)].taken.range(from..to);
        taken.all(|(_, id)| Some(*id) == except)
    }

    // ---- changing ----

    pub(super) fn begin(&mut self) {
        self.serial += 1;
        self.changes.clear();
    }

    pub(super) fn emit(&self, out: &mut Vec<Timed>, output: Output) {
        out.push(Timed {
            at: self.now,
            output,
        });
    }

    /// Adds a new ticket; its identity and number are given here, the number is answered.
    pub(super) fn add(
        &mut self,
        field: FieldIx,
        day: Day,
        unheld: bool,
        make: impl FnOnce(TicketId, Number) -> Ticket,
    ) -> Number {
        self.last_id += 1;
        let id = TicketId(self.last_id);
        let before = if unheld { Number::UNHELD } else { 0 };
        let last = self.last_number.entry((day, field, unheld));
        let last = last.or_insert(before);
        *last += 1;
        let number = Number {
            day,
            field,
            n: *last,
        };
        let mut ticket = make(id, number);
        ticket.stamp = self.serial;
        if let Some(images) = &mut self.recording {
            images.push(Image::New(id));
        }
        self.changes.tickets.push(id);
        self.insert(ticket);
        number
    }

    /// Changes a ticket, its indexes with it. Nothing happens for an unknown one.
    pub(super) fn change(&mut self, id: TicketId, f: impl FnOnce(&mut Ticket)) {
        let Some(mut ticket) = self.tickets.remove(&id) else {
            return;
        };
        self.index(&ticket, false);
        if let Some(images) = &mut self.recording
            && !images.iter().any(|i| i.ticket() == Some(id))
        {
            images.push(Image::Ticket(Box::new(ticket.clone())));
        }
        f(&mut ticket);
        ticket.stamp = self.serial;
        self.index(&ticket, true);
        self.tickets.insert(id, ticket);
        self.changes.tickets.push(id);
    }

    pub(super) fn change_counter(&mut self, ix: CounterIx, f: impl FnOnce(&mut Counter)) {
        let serial = self.serial;
        let counter = &mut self.counters[usize::from(ix.0)];
        if let Some(images) = &mut self.recording
            && !images.iter().any(|i| i.is_of_counter(ix))
        {
            images.push(Image::Counter(ix, counter.clone()));
        }
        f(counter);
        counter.stamp = serial;
        self.changes.counters.push(ix);
    }

    pub(super) fn change_phone(&mut self, phone: &Phone, f: impl FnOnce(&mut PhoneRecord)) {
        let record = self.phones.entry(phone.clone()).or_default();
        let before = record.clone();
        f(record);
        if *record != before {
            let after = record.clone();
            if let Some(images) = &mut self.recording {
                images.push(Image::Phone {
                    phone: phone.clone(),
                    before,
                    after,
                });
            }
            self.changes.phones.push(phone.clone());
        }
    }

    /// Lets a half-day of a field fall out, or take place after all.
    pub(super) fn set_closed(&mut self, half: (Day, FieldIx, Half), closed: bool) {
        let changed = match closed {
            true => self.closed.insert(half),
            false => self.closed.remove(&half),
        };
        if changed {
            if let Some(images) = &mut self.recording {
                images.push(Image::Session {
                    half,
                    closed: !closed,
                });
            }
            self.changes.sessions = true;
        }
    }

    pub(super) fn change_journal(&mut self, f: impl FnOnce(&mut Journal)) {
        f(&mut self.journal);
        self.changes.journal = true;
    }

    /// Puts a ticket back as it was, its stamp too, so that what was done before can be taken back as well.
    pub(super) fn restore_ticket(&mut self, image: Ticket) {
        self.changes.tickets.push(image.id);
        self.put_ticket(image);
    }

    /// Puts a counter back as it was.
    pub(super) fn restore_counter(&mut self, ix: CounterIx, image: Counter) {
        self.changes.counters.push(ix);
        self.put_counter(ix, image);
    }

    pub(super) fn insert(&mut self, ticket: Ticket) {
        self.numbers.insert(ticket.number, ticket.id);
        self.by_day
            .entry(ticket.number.day)
            .or_default()
            .insert(ticket.id);
        self.index(&ticket, true);
        self.tickets.insert(ticket.id, ticket);
    }

    /// Adds a ticket to, or takes it from, every index that its state wants it in.
    pub(super) fn index(&mut self, t: &Ticket, add: bool) {
        let queue = &mut self.queues[usize::from(t.number.field.0)];
        if t.waits_here() {
            if add {
                queue.present += 1;
            } else {
                queue.present -= 1;
            }
        }
        match (t.kind, t.state) {
            (Kind::Walkin { priority }, State::Waiting) => {
                let set = if priority {
                    &mut queue.priority
                } else {
                    &mut queue.ordinary
                };
                toggle(set, t.queue_key(), add);
            }
            (Kind::Booking { time }, state) => {
                if state.keeps_slot() {
                    toggle(&mut queue.taken, (time, t.id), add);
                }
                if let Some(lapses) = t.lapses() {
                    toggle(&mut self.timers, (lapses, t.id), add);
                    toggle(&mut self.unanswered, (lapses, t.id), add);
                }
                if let Some(asked) = t.seeks_earlier() {
                    toggle(&mut self.seeking, (asked, t.id), add);
                }
                if let Some(offer) = t.offered() {
                    toggle(&mut queue.taken, (offer.time, t.id), add);
                    toggle(&mut self.timers, (offer.until, t.id), add);
                }
                if state == State::Booked {
                    toggle(&mut queue.booked, t.queue_key(), add);
                    toggle(&mut self.timers, (time, t.id), add);
                    if let super::rules::Early::Within(ahead) = self.rules.early {
                        toggle(&mut self.timers, (time.plus(-ahead), t.id), add);
                    }
                    if let Some(called) = t.appointed
                        && !t.present
                    {
                        let deadline = (self.rules.grace_ends(called).plus(1), t.id);
                        toggle(&mut self.timers, deadline, add);
                        toggle(&mut self.awaited, deadline, add);
                    }
                }
            }
            _ => {}
        }
        if let Some(phone) = &t.person.phone
            && !t.state.is_final()
            // Anybody may ask in anybody's name: that is nothing the phone has.
            && t.state != State::Asked
        {
            if add {
                self.by_phone.entry(phone.clone()).or_default().insert(t.id);
            } else if let Some(ids) = self.by_phone.get_mut(phone) {
                ids.remove(&t.id);
            }
        }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T, add: bool) {
    if add {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}
