//! Random days: an office's settings and a string of steps, both made and shrunk by proptest. A step is five numbers
//! that mean nothing until [`play`] looks at the office and makes an event of them, so that most of them hit something.

use motcua::domain::event::{Current, NumberRef, Wish};
use motcua::domain::rules::{CounterIx, Early, FieldIx, Profile, Rules, Session, Share};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person, State, Ticket};
use motcua::domain::time::{Day, Half, Minute, TimeOfDay};
use motcua::domain::{Event, Office, Timed};
use proptest::collection::vec;
use proptest::prelude::*;

/// The settings of a random office and the manner of its days.
#[derive(Clone, Debug)]
pub struct Setup {
    improved: bool,
    /// Mean and number of counters of each field.
    fields: Vec<(i32, u8)>,
    /// Whether the first counter serves the last field too.
    shared_counter: bool,
    grace: Option<i32>,
    lead: Option<i32>,
    horizon: Option<i32>,
    strikes: Option<u32>,
    overtime: Option<i32>,
    early: Option<Early>,
    spread: Option<bool>,
    /// 0: the profile's; 1: none; 2, 3: others.
    share: u8,
    /// 0: as usual; 1, 2: others.
    hours: u8,
    manual: bool,
    /// Days after Monday 2026-11-23.
    first_day: i32,
    holidays: Vec<i32>,
    extra_workdays: Vec<i32>,
    phones: u16,
    /// Which events are likely: an index into the mixes.
    pub mix: u8,
    /// 0: one long day; 1, 2: more and more of them.
    pace: u8,
}

/// Five numbers: which kind of event, how much later, which ticket, and two more for the rest.
pub type Step = (u8, u8, u16, u8, u8);

/// Settings and steps.
pub type Plan = (Setup, Vec<Step>);

/// One event as it was given, and its answers.
pub struct Happened {
    pub at: Minute,
    pub desk: Option<CounterIx>,
    pub event: Event,
    pub answers: Vec<Timed>,
}

/// A day as it was played.
pub struct Log {
    pub rules: Rules,
    pub start: Minute,
    pub events: Vec<Happened>,
}

const MONDAY: i32 = 20_780;

fn often<T: Clone + std::fmt::Debug + 'static>(
    rare: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(0.3, rare)
}

fn setup(mixes: std::ops::Range<u8>) -> impl Strategy<Value = Setup> {
    let mean = prop_oneof![3 => Just(10), 2 => Just(15), 2 => 5..30_i32, 1 => 30..=90_i32];
    let early = prop_oneof![Just(Early::First), (0..40_i32).prop_map(Early::Within)];
    let office = (
        any::<bool>(),
        vec((mean, 1..=3_u8), 1..=3),
        proptest::bool::weighted(0.15),
        often(early),
        often(any::<bool>()),
        prop_oneof![3 => Just(0_u8), 1 => 1..4_u8],
        prop_oneof![4 => Just(0_u8), 1 => 1..3_u8],
        proptest::bool::weighted(0.1),
    );
    let numbers = (
        often(0..30_i32),
        often(0..120_i32),
        often(0..8_i32),
        often(0..4_u32),
        often(0..60_i32),
    );
    let days = (
        0..14_i32,
        vec(0..20_i32, 0..3),
        vec(0..20_i32, 0..3),
        prop_oneof![4..12_u16, 12..60_u16],
        mixes,
        0..3_u8,
    );
    (office, numbers, days).prop_map(|(office, numbers, days)| {
        let (improved, fields, shared_counter, early, spread, share, hours, manual) = office;
        let (grace, lead, horizon, strikes, overtime) = numbers;
        let (first_day, holidays, extra_workdays, phones, mix, pace) = days;
        Setup {
            improved,
            fields,
            shared_counter,
            grace,
            lead,
            horizon,
            strikes,
            overtime,
            early,
            spread,
            share,
            hours,
            manual,
            first_day,
            holidays,
            extra_workdays,
            phones,
            mix,
            pace,
        }
    })
}

fn steps(long: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    vec(any::<Step>(), long)
}

/// Days without the official's hand.
pub fn ordinary() -> impl Strategy<Value = Plan> {
    (setup(0..4), steps(40..160))
}

/// Days with everything that an official may do.
pub fn with_hand() -> impl Strategy<Value = Plan> {
    (setup(4..6), steps(40..160))
}

impl Setup {
    fn rules(&self) -> Rules {
        let mut rules = Rules::of(match self.improved {
            true => Profile::Improved,
            false => Profile::Source,
        });
        for (i, (mean, counters)) in self.fields.iter().enumerate() {
            let field = rules.add_field(["TP", "DD", "XH"][i], "", *mean, None);
            for c in 0..*counters {
                rules.add_counter(&format!("{i}{c}"), "", &[field]);
            }
        }
        if self.shared_counter && self.fields.len() > 1 {
            rules.share_counter(CounterIx(0), &[FieldIx(self.fields.len() as u16 - 1)]);
        }
        let put = |place: &mut i32, value: Option<i32>| *place = value.unwrap_or(*place);
        put(&mut rules.grace, self.grace);
        put(&mut rules.sms_lead, self.lead);
        put(&mut rules.horizon_days, self.horizon);
        put(&mut rules.overtime, self.overtime);
        rules.strikes = self.strikes.unwrap_or(rules.strikes);
        rules.early = self.early.unwrap_or(rules.early);
        rules.spread = self.spread.unwrap_or(rules.spread);
        rules.auto_call = !(self.manual && self.mix >= 4);
        let half_share = |am: f64, pm: f64| Share {
            am: vec![am; 8],
            pm: vec![pm; 8],
        };
        match self.share {
            0 => {}
            1 => (rules.share, rules.share_peak) = (None, None),
            2 => (rules.share, rules.share_peak) = (Some(half_share(0.3, 1.0)), None),
            _ => {
                rules.share = Some(half_share(0.0, 0.55));
                rules.share_peak = Some(half_share(0.9, 0.0));
            }
        }
        let hours = |session: &mut Session, times: [i32; 3]| {
            session.start = TimeOfDay(times[0]);
            session.booked_start = TimeOfDay(times[1]);
            session.end = TimeOfDay(times[2]);
        };
        match self.hours {
            0 => {}
            1 => {
                hours(rules.session_mut(Half::Am), [420, 420, 690]);
                hours(rules.session_mut(Half::Pm), [780, 800, 990]);
            }
            _ => {
                hours(rules.session_mut(Half::Am), [450, 455, 615]);
                hours(rules.session_mut(Half::Pm), [840, 843, 1021]);
            }
        }
        let days = |days: &[i32]| days.iter().map(|d| Day(MONDAY + d)).collect();
        rules.holidays = days(&self.holidays);
        rules.extra_workdays = days(&self.extra_workdays);
        rules
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tick,
    Walkin,
    Sms,
    Web,
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
    SetPriority,
    SetName,
    SetProcedure,
}

use Kind::*;

/// Kinds of event and how likely each is; the last two mixes are days with the official's hand.
#[rustfmt::skip]
const MIXES: [&[(Kind, u32)]; 6] = [
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
      (Cancel, 5), (Leave, 5), (CloseCounter, 3), (OpenCounter, 4), (CloseSession, 2), (Unblock, 1), (Tick, 5)],
    // The hand, now and then.
    &[(Finish, 16), (Walkin, 16), (Arrive, 9), (Web, 7), (Sms, 5), (Tick, 3), (NotThere, 5), (Leave, 2), (Cancel, 3), (CloseCounter, 1),
      (OpenCounter, 1), (CloseSession, 1), (OpenSession, 1), (Recall, 2), (CallNumber, 5), (Hold, 3), (Resume, 3), (Requeue, 3),
      (Transfer, 2), (Move, 3), (Undo, 6), (SetPriority, 2), (SetName, 2), (SetManual, 1), (Next, 2)],
    // The hand all the time.
    &[(Undo, 12), (CallNumber, 10), (Hold, 6), (Resume, 6), (Requeue, 5), (Transfer, 5), (Move, 6), (Next, 6), (SetManual, 3),
      (Recall, 4), (SetPriority, 4), (SetName, 2), (SetProcedure, 1), (SetHelper, 1), (OpenSession, 2), (CloseSession, 2),
      (Walkin, 10), (Sms, 5), (Web, 6), (Arrive, 6), (ArriveAny, 2), (Finish, 8), (DoneAny, 2), (NotThere, 5), (AbsentAny, 1), (Cancel, 4),
      (Leave, 3), (CloseCounter, 3), (OpenCounter, 3), (Unblock, 1)],
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
pub fn play((setup, steps): &Plan) -> Log {
    let rules = setup.rules();
    let start = Day(MONDAY + setup.first_day).at(TimeOfDay(6 * 60));
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
        let desk = (setup.mix >= 4 && step.4 % 3 != 0).then(|| hand.counter());
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

/// Picks what an event is about.
struct Hand<'a> {
    office: &'a Office,
    setup: &'a Setup,
    day: Day,
    step: Step,
}

impl Hand<'_> {
    fn field(&self) -> FieldIx {
        FieldIx(u16::from(self.step.3) % self.setup.fields.len() as u16)
    }

    fn counter(&self) -> CounterIx {
        CounterIx(u16::from(self.step.3) % self.office.rules().counters.len() as u16)
    }

    /// A busy counter, if there is any.
    fn busy(&self) -> CounterIx {
        let busy = |ix: &CounterIx| self.office.counter(*ix).ticket.is_some();
        let all: Vec<_> = self.office.rules().counter_indexes().filter(busy).collect();
        match all.len() {
            0 => self.counter(),
            n => all[usize::from(self.step.3) % n],
        }
    }

    fn nobody_is_served(&self) -> bool {
        let mut all = self.office.rules().counter_indexes();
        all.all(|ix| self.office.counter(ix).ticket.is_none())
    }

    fn phone(&self) -> Phone {
        Phone::raw(&format!("09123400{:02}", self.step.2 % self.setup.phones))
    }

    fn person(&self, phone: bool) -> Person {
        let names = ["", "Lê Thị Ân", "Trần Bình", "lê thị ân"];
        let name = names[usize::from(self.step.4 / 16) % 4];
        Person {
            phone: phone.then(|| self.phone()),
            name: (self.setup.mix >= 4 && !name.is_empty()).then(|| name.to_owned()),
            channel: Channel::Counter,
            ..Person::default()
        }
    }

    /// A ticket of the day that `wanted` likes, else any, now and then one that does not exist.
    fn number(&self, wanted: impl Fn(&Ticket) -> bool) -> NumberRef {
        let pick = usize::from(self.step.2);
        let some = |tickets: Vec<&Ticket>| {
            let t = *tickets.get(pick % tickets.len().max(1))?;
            Some(NumberRef {
                field: t.number.field,
                n: t.number.n,
            })
        };
        let of_day = || self.office.tickets_of(self.day);
        let found = some(of_day().filter(|t| wanted(t)).collect());
        found
            .filter(|_| pick % 23 != 0)
            .or_else(|| some(of_day().collect()))
            .filter(|_| pick % 41 != 0)
            .unwrap_or(NumberRef {
                field: self.field(),
                n: 999,
            })
    }

    fn date(&self) -> Day {
        let ahead = match self.step.4 {
            0..90 => 0,
            90..150 => 1,
            b => i32::from(b % 40) - 3,
        };
        self.day.plus(ahead)
    }

    fn half(&self) -> Half {
        Half::BOTH[usize::from(self.step.2 / 256) % 2]
    }

    fn wish(&self) -> Wish {
        let rare = self.step.2 % 11;
        let time = TimeOfDay(i32::from(self.step.4) * 4 + 100);
        Wish {
            date: self.date(),
            half: (rare != 1).then(|| self.half()),
            time: (rare == 2).then_some(time),
        }
    }

    fn event(&mut self, kind: Kind) -> Event {
        let counter = self.counter();
        let in_state = |state: State| move |t: &Ticket| t.state == state;
        match kind {
            Tick => Event::Tick,
            Walkin => Event::Walkin {
                field: self.field(),
                priority: self.step.4 % 5 == 0,
                person: self.person(self.step.4 % 2 == 0),
            },
            Sms => Event::Sms {
                field: self.field(),
                person: self.person(true),
            },
            Web => Event::Web {
                field: self.field(),
                wish: self.wish(),
                person: self.person(true),
            },
            Arrive => Event::Arrive {
                number: self.number(|t| t.state == State::Booked && !t.present),
            },
            ArriveAny => Event::Arrive {
                number: self.number(|_| true),
            },
            Cancel if self.step.4 < 60 => {
                let ahead = self.office.days_from(self.day).last();
                self.day = ahead.unwrap_or(self.day);
                Event::Cancel {
                    number: self.number(in_state(State::Booked)),
                    date: Some(self.day),
                }
            }
            Cancel => Event::Cancel {
                number: self.number(|t| !t.state.is_final()),
                date: None,
            },
            Leave => Event::Leave {
                number: self.number(Ticket::waits_here),
            },
            Finish => Event::Done {
                counter: self.busy(),
            },
            DoneAny => Event::Done { counter },
            NotThere => Event::Absent {
                counter: self.busy(),
            },
            AbsentAny => Event::Absent { counter },
            CloseCounter => Event::CloseCounter {
                counter,
                reason: None,
            },
            OpenCounter => {
                let closed = |ix: &CounterIx| !self.office.counter(*ix).open;
                let first = self.office.rules().counter_indexes().find(closed);
                Event::OpenCounter {
                    counter: first.unwrap_or(counter),
                }
            }
            CloseSession => Event::CloseSession {
                field: self.field(),
                date: self.date(),
                half: self.half(),
            },
            OpenSession => {
                let pick = usize::from(self.step.2);
                let closed: Vec<_> = self.office.closed_sessions().collect();
                let any = (self.date(), self.field(), self.half());
                let (date, field, half) = match closed.len() {
                    0 => any,
                    n => closed[pick % n],
                };
                Event::OpenSession { field, date, half }
            }
            Unblock => Event::Unblock {
                phone: self.phone(),
            },
            SetHelper => Event::SetHelper {
                phone: self.phone(),
                helper: self.step.4 % 2 == 0,
            },
            Next => Event::Next { counter },
            SetManual => Event::SetManual {
                counter,
                manual: self.step.4 % 2 == 0,
            },
            Recall => Event::Recall { counter },
            CallNumber => Event::CallNumber {
                counter,
                number: self.number(|t| t.state != State::Done),
                current: [None, Some(Current::Done), Some(Current::Hold)]
                    [usize::from(self.step.4) % 3],
            },
            Hold => Event::Hold {
                counter: self.busy(),
            },
            Resume => Event::Resume {
                number: self.number(in_state(State::Held)),
                counter: (self.step.4 % 2 == 0).then_some(counter),
            },
            Requeue => Event::Requeue {
                number: self.number(in_state(State::Missed)),
            },
            Transfer => Event::Transfer {
                counter: self.busy(),
                field: FieldIx(u16::from(self.step.4) % self.setup.fields.len() as u16),
            },
            Move => {
                let wish = self.wish();
                let days: Vec<_> = self.office.days_from(self.day).collect();
                let other = days.get(usize::from(self.step.3) % days.len().max(1));
                let date = other.copied().filter(|_| self.step.4 % 2 == 0);
                self.day = date.unwrap_or(self.day);
                Event::Move {
                    number: self.number(in_state(State::Booked)),
                    date,
                    wish,
                }
            }
            Undo => Event::Undo { counter },
            SetPriority => Event::SetPriority {
                number: self.number(in_state(State::Waiting)),
                priority: self.step.4 % 2 == 0,
            },
            SetName => Event::SetName {
                number: self.number(|_| true),
                date: None,
                name: "Nguyễn Văn Ơn".to_owned(),
            },
            SetProcedure => Event::SetProcedure {
                number: self.number(|_| true),
                date: None,
                procedure: "khai-sinh".to_owned(),
            },
        }
    }
}
