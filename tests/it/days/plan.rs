//! Random days: an office's settings and a string of steps, both made and shrunk by proptest. A step is five numbers
//! that mean nothing until [`play`] looks at the office and makes an event of them, so that most of them hit something.

mod pick;
mod setup;

use motcua::domain::rules::{CounterIx, Rules, Session};
use motcua::domain::time::Minute;
use motcua::domain::{Event, Office, Timed};
use proptest::collection::vec;
use proptest::prelude::*;

use pick::Hand;
use setup::{Setup, setup};

/// Five numbers: which kind of event, how much later, which ticket, and two more for the rest.
pub(super) type Step = (u8, u8, u16, u8, u8);

/// Settings and steps.
pub(super) type Plan = (Setup, Vec<Step>);

/// One event as it was given, and its answers.
pub(super) struct Happened {
    pub at: Minute,
    pub desk: Option<CounterIx>,
    pub event: Event,
    pub answers: Vec<Timed>,
}

/// A day as it was played.
pub(super) struct Log {
    pub rules: Rules,
    pub start: Minute,
    pub events: Vec<Happened>,
}

fn steps(long: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    vec(any::<Step>(), long)
}

/// Days without the official's hand.
pub(super) fn ordinary() -> impl Strategy<Value = Plan> {
    (setup(0..HAND), steps(40..160))
}

/// Days with everything that an official may do.
pub(super) fn with_hand() -> impl Strategy<Value = Plan> {
    (setup(HAND..HAND + 2), steps(40..160))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tick,
    Walkin,
    Sms,
    Web,
    Request,
    Confirm,
    Propose,
    Accept,
    Decline,
    AnswerAny,
    Arrive,
    ArriveAny,
    Cancel,
    Leave,
    Finish,
    DoneAny,
    NotThere,
    AbsentAny,
    CloseCounter,
    OpenCounter,
    CloseSession,
    OpenSession,
    Unblock,
    SetHelper,
    Next,
    SetManual,
    Recall,
    CallNumber,
    Hold,
    Resume,
    Requeue,
    Transfer,
    Move,
    Undo,
    Redo,
    SetPriority,
    SetName,
    SetProcedure,
}

use Kind::*;

/// From this mix on the official's hand is in it.
pub(super) const HAND: u8 = 5;

/// Kinds of event and how likely each is.
#[rustfmt::skip]
const MIXES: [&[(Kind, u32)]; 7] = [
    // A realistic day.
    &[(Finish, 34), (Walkin, 26), (Arrive, 14), (Web, 9), (Sms, 6), (Tick, 4), (NotThere, 3), (Leave, 1), (Cancel, 1),
      (CloseCounter, 1), (OpenCounter, 1)],
    // Nearly all is booked, many do not come.
    &[(Web, 22), (Sms, 22), (Arrive, 18), (Finish, 16), (Tick, 8), (Walkin, 6), (NotThere, 4), (Cancel, 3), (Leave, 2),
      (CloseSession, 1)],
    // A burst of walk-ins, some gone when they are called.
    &[(Walkin, 46), (Finish, 22), (Leave, 10), (Sms, 8), (Arrive, 6), (NotThere, 4), (Cancel, 3), (CloseCounter, 1), (OpenCounter, 2)],
    // Everything at once, also what makes no sense.
    &[(Walkin, 12), (Sms, 9), (Web, 9), (Arrive, 10), (ArriveAny, 4), (Finish, 12), (DoneAny, 3), (NotThere, 5), (AbsentAny, 2),
      (Cancel, 5), (Leave, 5), (CloseCounter, 3), (OpenCounter, 4), (CloseSession, 2), (Unblock, 1), (Tick, 5),
      (Request, 4), (Confirm, 1), (Propose, 1), (Accept, 1), (Decline, 1), (AnswerAny, 2)],
    // Most is asked for first, and not all is answered.
    &[(Request, 26), (Confirm, 10), (Propose, 9), (Accept, 5), (Decline, 3), (AnswerAny, 3), (Web, 6), (Sms, 5), (Walkin, 8),
      (Arrive, 8), (Finish, 9), (NotThere, 2), (Cancel, 4), (Move, 5), (CloseSession, 3), (Tick, 6)],
    // The hand, now and then.
    &[(Finish, 16), (Walkin, 16), (Arrive, 9), (Web, 7), (Sms, 5), (Tick, 3), (NotThere, 5), (Leave, 2), (Cancel, 3), (CloseCounter, 1),
      (OpenCounter, 1), (CloseSession, 1), (OpenSession, 1), (Recall, 2), (CallNumber, 5), (Hold, 3), (Resume, 3), (Requeue, 3),
      (Transfer, 2), (Move, 3), (Undo, 6), (SetPriority, 2), (SetName, 2), (SetManual, 1), (Next, 2), (Request, 5), (Confirm, 3),
      (Propose, 3), (Accept, 1), (Decline, 2)],
    // The hand all the time.
    &[(Undo, 12), (Redo, 6), (CallNumber, 10), (Hold, 6), (Resume, 6), (Requeue, 5), (Transfer, 5), (Move, 6), (Next, 6), (SetManual, 3),
      (Recall, 4), (SetPriority, 4), (SetName, 2), (SetProcedure, 1), (SetHelper, 1), (OpenSession, 2), (CloseSession, 2),
      (Walkin, 10), (Sms, 5), (Web, 6), (Arrive, 6), (ArriveAny, 2), (Finish, 8), (DoneAny, 2), (NotThere, 5), (AbsentAny, 1), (Cancel, 4),
      (Leave, 3), (CloseCounter, 3), (OpenCounter, 3), (Unblock, 1), (Request, 8), (Confirm, 4), (Propose, 5), (Accept, 2), (Decline, 3),
      (AnswerAny, 2)],
];

fn kind_of(mix: &[(Kind, u32)], byte: u8) -> Kind {
    let total: u32 = mix.iter().map(|m| m.1).sum();
    let mut left = u32::from(byte) * total / 256;
    for (kind, weight) in mix {
        match left.checked_sub(*weight) {
            None => return *kind,
            Some(rest) => left = rest,
        }
    }
    Tick
}

/// Plays a plan on a fresh office.
pub(super) fn play((setup, steps): &Plan) -> Log {
    let rules = setup.rules();
    let start = setup.first_day().start().plus(6 * 60);
    let mut office = Office::new(rules.clone(), start);
    let mut events = Vec::with_capacity(steps.len() + 2);
    let mut play_one = |office: &mut Office, at, desk, event: Event| {
        let mut answers = Vec::new();
        office.handle(at, desk, event.clone(), &mut answers);
        events.push(Happened {
            at,
            desk,
            event,
            answers,
        });
    };
    for step in steps {
        let at = later(&office, setup.pace, step.1);
        let mut hand = Hand {
            office: &office,
            setup,
            day: at.max(office.now()).day(),
            step: *step,
        };
        let kind = match kind_of(MIXES[usize::from(setup.mix)], step.0) {
            Finish | NotThere if hand.nobody_is_served() => Walkin,
            kind => kind,
        };
        let desk = (setup.mix >= HAND && step.4 % 3 != 0).then(|| hand.counter());
        let event = hand.event(kind);
        play_one(&mut office, at, desk, event);
    }
    let midnight = office.now().day().next().start();
    play_one(&mut office, midnight.plus(-1), None, Event::Tick);
    play_one(&mut office, midnight.plus(5), None, Event::Tick);
    Log {
        rules,
        start,
        events,
    }
}

/// When the next event comes: mostly soon, sometimes at a minute in which something is due, rarely days later.
fn later(office: &Office, pace: u8, byte: u8) -> Minute {
    let (now, b) = (office.now(), i32::from(byte));
    let next = office.next_instant();
    let (time, rules) = (now.time(), office.rules());
    let in_hours = |s: &Session| s.start <= time && time < s.end;
    let open = rules.is_workday(now.day()) && (in_hours(&rules.am) || in_hours(&rules.pm));
    match byte {
        150..203 if !open => next,
        0..70 => now,
        70..150 => now.plus(1 + b % 4),
        150..195 => now.plus(3 + b % 15),
        195..203 => now.plus(20 + (b - 195) * 15),
        203..212 => next.plus(b % 3 - 1).max(now),
        212..225 => next,
        225..228 => now.plus(227 - b + rules.grace),
        228..232 => now.plus(-7 * (b - 227)),
        232..236 => now.day().at(rules.pm.start).plus(b - 234).max(now),
        236..242 if pace > 0 => now.day().next().at(rules.am.start).plus(b - 239),
        242..246 if pace > 1 => now.plus((b - 241) * 1440),
        _ => now,
    }
}
