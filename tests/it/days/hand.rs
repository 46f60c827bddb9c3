//! Days on which officials overrule the machine: what must hold all the same, and that an undo takes back exactly what
//! was done, or refuses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use motcua::domain::event::{Call, CancelReason, Output, Reason};
use motcua::domain::journal::Journal;
use motcua::domain::office::{Counter, PhoneRecord};
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{State, Ticket, TicketId};
use motcua::domain::time::{Day, Half, Minute};
use motcua::domain::{Event, Office, Timed};

use super::observer::hold;
use super::plan::{Log, play};
use super::{for_cases, plan, twins};

type Seeing = Result<(), String>;

/// Everything that an undo can bring back. Stamps are left out: they only tell who changed what last.
#[derive(Clone, PartialEq, Debug)]
struct Snapshot {
    tickets: BTreeMap<TicketId, Ticket>,
    counters: Vec<Counter>,
    closed: BTreeSet<(Day, FieldIx, Half)>,
    phones: BTreeMap<Phone, PhoneRecord>,
}

impl Snapshot {
    fn of(office: &Office) -> Self {
        let days = office.days_from(Day(0));
        let tickets = days.flat_map(|day| office.tickets_of(day));
        let unstamped = |t: &Ticket| Ticket {
            stamp: 0,
            ..t.clone()
        };
        let counters = office.rules().counter_indexes().map(|ix| Counter {
            stamp: 0,
            ..office.counter(ix).clone()
        });
        let phones = (0..60).filter_map(|i| {
            let phone = Phone::raw(&format!("09123400{i:02}"));
            let record = office.phone(&phone)?.clone();
            Some((phone, record)).filter(|(_, r)| *r != PhoneRecord::default())
        });
        Self {
            tickets: tickets.map(|t| (t.id, unstamped(t))).collect(),
            counters: counters.collect(),
            closed: office.closed_sessions().collect(),
            phones: phones.collect(),
        }
    }

    fn waiting_in(&self, day: Day, field: FieldIx) -> usize {
        let here = |t: &&Ticket| t.number.day == day && t.number.field == field && t.waits_here();
        self.tickets.values().filter(here).count()
    }
}

/// What must hold at any moment, whatever officials do.
fn check_state(office: &Office, now: &Snapshot) -> Seeing {
    let rules = office.rules();
    let numbers: BTreeSet<_> = now.tickets.values().map(|t| t.number).collect();
    hold!(numbers.len() == now.tickets.len(), "1: a number twice");
    for (ix, counter) in rules.counter_indexes().zip(&now.counters) {
        let Some(id) = counter.ticket else { continue };
        let t = &now.tickets[&id];
        let there = t.state == State::Serving && t.counter == Some(ix);
        hold!(there, "3: {ix:?} says it serves {t:?}");
    }
    let mut kept: BTreeMap<FieldIx, Vec<Minute>> = BTreeMap::new();
    for t in now.tickets.values() {
        if t.state == State::Serving {
            let ix = t.counter.ok_or("3: served nowhere")?;
            let there = now.counters[usize::from(ix.0)].ticket == Some(t.id);
            hold!(there, "3: not at the counter {t:?}");
        }
        let may_stay = t.state.is_final() || t.state == State::Serving;
        hold!(may_stay || !is_over(office, t.number.day), "11: {t:?}");
        hold!(t.state.is_final() == t.ended.is_some(), "ended: {t:?}");
        if let Some(time) = t.time() {
            let half = rules.session(rules.half_of(time.time()));
            let mean = rules.field(t.number.field).mean;
            let since = time.time().0 - half.booked_start.0;
            let in_hours = since >= 0 && time.time().0 + mean <= half.end.0;
            hold!(in_hours && since % mean == 0, "6: off the grid {t:?}");
            hold!(rules.is_workday(time.day()), "6: on a day off {t:?}");
            if t.state.keeps_slot() {
                kept.entry(t.number.field).or_default().push(time);
            }
        }
    }
    for (field, times) in &mut kept {
        times.sort_unstable();
        let mean = rules.field(*field).mean;
        let overlap = times.windows(2).find(|w| w[1].0 - w[0].0 < mean);
        hold!(overlap.is_none(), "6: {overlap:?} overlap");
    }
    Ok(())
}

fn is_over(office: &Office, day: Day) -> bool {
    let (now, rules) = (office.now(), office.rules());
    let closes = rules.pm.end.0 + rules.overtime;
    day < now.day() || (day == now.day() && rules.is_workday(day) && now.time().0 >= closes)
}

/// What an event may have done and answered.
fn check_step(before: &Snapshot, after: &Snapshot, event: &Event, out: &[Timed]) -> Seeing {
    for (id, old) in &before.tickets {
        let new = &after.tickets[id];
        let same = (old.number, old.made, old.origin) == (new.number, new.made, new.origin);
        hold!(same, "1: {old:?} became {new:?}");
        let revived = old.state.is_final() && new.state != old.state;
        let by_hand = matches!(
            event,
            Event::CallNumber { .. }
                | Event::Requeue { .. }
                | Event::Undo { .. }
                | Event::Redo { .. }
        );
        hold!(!revived || by_hand, "11: {old:?} became {new:?}");
    }
    for Timed { at, output } in out {
        match (output, event) {
            (
                Output::Ticket { number, ahead }
                | Output::Transferred {
                    new: number, ahead, ..
                },
                _,
            ) => {
                let waiting = before.waiting_in(at.day(), number.field);
                hold!(*ahead == waiting, "ahead is {waiting}: {output:?}");
            }
            (Output::Offered { .. } | Output::Requested { .. }, Event::Book { person, .. }) => {
                let record = person.phone.as_ref().and_then(|p| before.phones.get(p));
                let until = record.and_then(|r| r.until);
                let locked = until.is_some_and(|until| at.day() < until);
                hold!(!locked, "9: a locked phone: {output:?}");
            }
            (
                Output::Call {
                    call: Call::Recall, ..
                },
                _,
            ) if before != after => {
                return Err("a recall changes nothing".to_owned());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Plays the log again with all checks; time passes by a tick before each event, so that what is seen is the event's.
fn check(log: &Log) -> Seeing {
    let mut office = Office::new(log.rules.clone(), log.start);
    let mut actions: HashMap<u64, (Rc<Snapshot>, Rc<Snapshot>)> = HashMap::new();
    let mut last = Rc::new(Snapshot::of(&office));
    for (i, happened) in log.events.iter().enumerate() {
        let (at, desk, event) = (
            happened.at.max(office.now()),
            happened.desk,
            &happened.event,
        );
        let fail = |e: String| format!("event {i} at {at}, {event:?}: {e}");
        office.handle(at, None, Event::Tick, &mut Vec::new());
        if !office.changes().is_empty() {
            last = Rc::new(Snapshot::of(&office));
        }
        check_state(&office, &last).map_err(fail)?;
        let (before, earlier) = (last.clone(), office.clone());
        let mut out = Vec::new();
        office.handle(at, desk, event.clone(), &mut out);
        if !office.changes().is_empty() {
            last = Rc::new(Snapshot::of(&office));
            check_state(&office, &last).map_err(fail)?;
        }
        check_step(&before, &last, event, &out).map_err(fail)?;
        if let Event::Undo { counter } = event {
            check_undo(
                earlier,
                &before,
                *counter,
                &actions,
                &last,
                office.journal(),
                &out,
            )
            .map_err(fail)?;
        }
        let desk = desk.or(event.counter());
        if let Some(desk) = desk.filter(|_| event.kind().is_undoable()) {
            check_undo_at_once(&office, desk, &before, &last).map_err(fail)?;
            actions.insert(office.serial(), (before, last.clone()));
        }
    }
    Ok(())
}

/// An action that is taken back at once leaves all as it was; what it made is cancelled. Done again, all is as it was after.
fn check_undo_at_once(
    office: &Office,
    desk: CounterIx,
    before: &Snapshot,
    after: &Snapshot,
) -> Seeing {
    let last = office.journal().last(desk, office.now().day());
    if last.is_none_or(|entry| entry.serial != office.serial()) {
        hold!(before == after, "cannot be taken back");
        return Ok(());
    }
    let mut office = office.clone();
    let mut out = Vec::new();
    office.handle(
        office.now(),
        Some(desk),
        Event::Undo { counter: desk },
        &mut out,
    );
    let done = matches!(out[0].output, Output::Undone { .. });
    hold!(done, "undo at once: {out:?}");
    let mut now = Snapshot::of(&office);
    now.tickets
        .retain(|id, t| before.tickets.contains_key(id) || t.state != State::Cancelled);
    hold!(
        now == *before,
        "undo at once: {now:#?}\n instead of {before:#?}"
    );
    out.clear();
    let counter = desk;
    office.handle(office.now(), Some(desk), Event::Redo { counter }, &mut out);
    let again = Snapshot::of(&office);
    let refused = matches!(out[0].output, Output::Rejected(Reason::ChangedSince));
    hold!(
        again == *after || refused,
        "redo at once: {again:#?}\n instead of {after:#?}"
    );
    Ok(())
}

/// A later undo puts back just what its action changed, then the machine goes on; or it refuses and changes nothing.
fn check_undo(
    mut office: Office,
    before: &Snapshot,
    desk: CounterIx,
    actions: &HashMap<u64, (Rc<Snapshot>, Rc<Snapshot>)>,
    after: &Snapshot,
    journal: &Journal,
    out: &[Timed],
) -> Seeing {
    if !matches!(out.first().map(|t| &t.output), Some(Output::Undone { .. })) {
        hold!(before == after, "a refused undo changes something");
        return Ok(());
    }
    let entry = office.journal().last(desk, office.now().day());
    let of_desk = |journal: &Journal| {
        let entries = journal.entries().iter();
        let can = entries.filter(|e| e.desk == desk && e.undone.is_none());
        can.count()
    };
    let left = of_desk(office.journal()) - 1;
    hold!(of_desk(journal) == left, "could be undone twice");
    let (then, changed) = &actions[&entry.ok_or("undone from nothing")?.serial];
    for (id, t) in changed
        .tickets
        .iter()
        .filter(|(id, t)| then.tickets.get(id) != Some(t))
    {
        office.put_ticket(match then.tickets.get(id) {
            Some(old) => old.clone(),
            None => Ticket {
                state: State::Cancelled,
                present: false,
                ended: Some(office.now()),
                ..t.clone()
            },
        });
    }
    let counters = office.rules().clone();
    for ix in counters.counter_indexes() {
        let i = usize::from(ix.0);
        if then.counters[i] != changed.counters[i] {
            office.put_counter(ix, then.counters[i].clone());
        }
    }
    let mut closed: BTreeSet<_> = office.closed_sessions().collect();
    for half in then.closed.symmetric_difference(&changed.closed) {
        if then.closed.contains(half) {
            closed.insert(*half);
        } else {
            closed.remove(half);
        }
    }
    office.put_closed(closed);
    let none = PhoneRecord::default();
    let of = |snapshot: &Snapshot, phone| snapshot.phones.get(phone).unwrap_or(&none).clone();
    for phone in changed.phones.keys().chain(then.phones.keys()) {
        let (old, new) = (of(then, phone), of(changed, phone));
        if old != new && of(before, phone) == new {
            office.put_phone(phone.clone(), old);
        }
    }
    let mut goes_on = Vec::new();
    office.handle(office.now(), None, Event::Tick, &mut goes_on);
    let want = Snapshot::of(&office);
    hold!(
        *after == want,
        "undone to {after:#?}\n instead of {want:#?}"
    );
    let rest = out[1..].iter().filter(|t| {
        let reason = Some(CancelReason::Undone);
        !matches!(&t.output, Output::Cancelled { reason: r, .. } if *r == reason)
    });
    hold!(rest.eq(&goes_on), "undone with {out:?}, then {goes_on:?}");
    Ok(())
}

#[test]
fn with_the_officials_hand_the_office_stays_whole() {
    for_cases(5, 1_500, plan::with_hand(), |plan| check(&play(plan)));
}

#[test]
fn with_the_officials_hand_two_processes_answer_alike() {
    for_cases(6, 1_000, plan::with_hand(), |plan| {
        let log = play(plan);
        twins::check_replay(&log)?;
        twins::check_two_processes(&log, plan.1.len())
    });
}
