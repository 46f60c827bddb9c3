//! Days of an office that calls by hand, written through the store: what people do is drawn by chance, and the log says all of
//! it, so that figures can be counted from the log by somebody else.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, TimeDelta, TimeZone};
use motcua::app::Actor;
use motcua::app::clock::{Clock, Reading};
use motcua::app::live::Live;
use motcua::domain::Event;
use motcua::domain::dossier::{Act, DossierId, Receipt};
use motcua::domain::event::{Output, Timed, When, Wish};
use motcua::domain::rules::{CounterIx, FieldIx, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Number, Person};
use motcua::domain::time::{Day, Half, Minute};
use motcua::store::Store;

use crate::support::dice::Dice;

/// Walk-ins and bookings of a day: with 250 workdays 20,000 visits.
const WALK_INS: u64 = 64;
const BOOKINGS: u64 = 18;
/// Of a hundred served so many leave a dossier: 9,000 a year.
const WITH_DOSSIER: u64 = 47;

thread_local! {
    static NOW: Cell<i32> = const { Cell::new(0) };
    static START: Cell<Option<(Instant, i32)>> = const { Cell::new(None) };
}

fn read() -> Reading {
    let (begin, first) = START.get().expect("a year has begun");
    let passed = Duration::from_secs((NOW.get() - first) as u64 * 60);
    let minutes = TimeDelta::minutes(i64::from(NOW.get()));
    let local = DateTime::UNIX_EPOCH.naive_utc() + minutes;
    let wall = Local
        .from_local_datetime(&local)
        .unwrap()
        .timestamp_millis();
    Reading {
        wall,
        awake: begin + passed,
        since_boot: passed,
    }
}

enum Does {
    Opens,
    Books(FieldIx, Day, Half),
    Cancels(Number),
    WalksIn(FieldIx),
    Arrives(Number),
    Leaves(CounterIx),
    Acts(DossierId, Act),
}

struct Year {
    live: Live,
    dice: Dice,
    agenda: BTreeMap<(i32, u32), Does>,
    made: u32,
    /// By field: who waits, and who is here for a booked time.
    waiting: Vec<VecDeque<Number>>,
    here: Vec<Vec<(Minute, Number)>>,
    busy: Vec<bool>,
    last: Day,
}

/// Plays the days from one to another, both included, into a new store.
pub(super) fn play(store: &Path, rules: Rules, from: Day, to: Day) {
    NOW.set(from.start().0);
    START.set(Some((Instant::now(), from.start().0)));
    let (fields, counters) = (rules.fields.len(), rules.counters.len());
    let store = Store::open(store).unwrap();
    let mut year = Year {
        live: Live::open_by(Clock::read_by(read), store, rules).unwrap(),
        dice: Dice::new(20_261_129),
        agenda: BTreeMap::new(),
        made: 0,
        waiting: vec![VecDeque::new(); fields],
        here: vec![Vec::new(); fields],
        busy: vec![false; counters],
        last: to,
    };
    for counter in 0..counters as u16 {
        let (counter, manual) = (CounterIx(counter), true);
        year.submit(Event::SetManual { counter, manual });
    }
    for day in from.0..=to.0 {
        year.plan(day * 1440 + 420, Does::Opens);
    }
    while let Some(((minute, _), does)) = year.agenda.pop_first() {
        if minute > to.next().start().0 {
            break;
        }
        NOW.set(minute);
        year.happen(does);
        year.call();
    }
    NOW.set(to.next().start().0 + 60);
    year.submit(Event::Tick);
}

impl Year {
    fn plan(&mut self, minute: i32, does: Does) {
        self.made += 1;
        self.agenda.insert((minute, self.made), does);
    }

    /// Something that must go.
    #[track_caller]
    fn submit(&mut self, event: Event) -> Vec<Timed> {
        let said = format!("{event:?}");
        let answer = self.live.submit(Actor::Time, event).unwrap();
        assert!(
            answer.seq.is_some() || said == "Tick",
            "{said}: {:?}",
            answer.outputs
        );
        answer.outputs
    }

    fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.dice.below((high - low + 1) as u64) as i32
    }

    fn field(&mut self) -> FieldIx {
        FieldIx([0, 0, 0, 0, 0, 0, 1, 1, 2, 2][self.dice.below(10) as usize])
    }

    fn workday_from(&self, day: Day) -> Day {
        let rules = self.live.office().rules();
        (0..60)
            .map(|n| day.plus(n))
            .find(|d| rules.is_workday(*d))
            .unwrap()
    }

    fn happen(&mut self, does: Does) {
        let now = NOW.get();
        match does {
            Does::Opens => self.open(Day(now / 1440)),
            Does::Books(field, date, half) => self.book(field, date, half),
            Does::Cancels(number) => {
                let date = Some(number.day);
                let number = number.into();
                self.submit(Event::Cancel { number, date });
            }
            Does::WalksIn(field) => {
                self.submit(Event::Walkin {
                    field,
                    priority: false,
                    person: Person::default(),
                });
                let office = self.live.office();
                let number = office.ticket(office.newest()).unwrap().number;
                self.waiting[usize::from(field.0)].push_back(number);
            }
            Does::Arrives(number) => {
                let time = self
                    .live
                    .office()
                    .by_number(number)
                    .unwrap()
                    .time()
                    .unwrap();
                self.submit(Event::Arrive {
                    number: number.into(),
                });
                self.here[usize::from(number.field.0)].push((time, number));
            }
            Does::Leaves(counter) => self.leave(counter),
            Does::Acts(dossier, act) => {
                let ready = act == Act::Complete;
                self.submit(Event::Dossier { dossier, act });
                if ready && self.dice.below(10) > 0 {
                    let fetched = self.workday_from(Day(now / 1440 + 1));
                    let at = fetched.start().0 + self.between(455, 640);
                    self.plan(at, Does::Acts(dossier, Act::HandOver { to: None }));
                }
            }
        }
    }

    fn open(&mut self, day: Day) {
        self.waiting.iter_mut().for_each(VecDeque::clear);
        self.here.iter_mut().for_each(Vec::clear);
        if !self.live.office().rules().is_workday(day) {
            return;
        }
        let start = day.start().0;
        for _ in 0..WALK_INS - 8 + self.dice.below(17) {
            let at = match self.dice.below(10) {
                0..4 => self.between(450, 470),
                4..7 => self.between(450, 640),
                _ => self.between(810, 1010),
            };
            let field = self.field();
            self.plan(start + at, Does::WalksIn(field));
        }
        for _ in 0..BOOKINGS {
            let ahead = self.between(1, 6);
            let date = self.workday_from(day.plus(ahead));
            let half = [Half::Am, Half::Pm][usize::from(self.dice.below(3) == 0)];
            let (field, at) = (self.field(), self.between(430, 1100));
            self.plan(start + at, Does::Books(field, date, half));
        }
    }

    fn book(&mut self, field: FieldIx, date: Day, half: Half) {
        // A phone of its own: who has a booking already gets no other one.
        self.made += 1;
        let (time, to_confirm) = (None, false);
        let half = Some(half);
        let event = Event::Book {
            field,
            when: When::Wish(Wish { date, half, time }),
            to_confirm,
            person: Person {
                phone: Some(Phone::raw(&format!("09{:08}", self.made))),
                channel: [Channel::Web, Channel::Web, Channel::Sms][self.dice.below(3) as usize],
                ..Person::default()
            },
        };
        let out = self.live.submit(Actor::Time, event).unwrap().outputs;
        let offered = out.iter().find_map(|timed| match timed.output {
            Output::Offered { number, time, .. } => Some((number, time)),
            _ => None,
        });
        // The half-day may be full.
        let Some((number, time)) = offered else {
            return;
        };
        match self.dice.below(20) {
            0 => self.plan(NOW.get() + 3, Does::Cancels(number)),
            1 | 2 => {}
            _ => {
                let at = time.0 + self.between(-25, 9);
                self.plan(at, Does::Arrives(number));
            }
        }
    }

    /// Every free counter calls who is next: by the time, then by the number, then who is early.
    fn call(&mut self) {
        let now = NOW.get();
        if !matches!(now % 1440, 450..690 | 810..1020) {
            return;
        }
        for counter in (0..self.busy.len() as u16).map(CounterIx) {
            let field = self.live.office().rules().counter(counter).fields[0];
            let at = usize::from(field.0);
            if self.busy[usize::from(counter.0)] {
                continue;
            }
            self.here[at].sort_unstable();
            let is_due = self.here[at].first().is_some_and(|(time, _)| time.0 <= now);
            let next = match (is_due, self.waiting[at].pop_front()) {
                (false, Some(number)) => number,
                (_, unasked) => {
                    if let Some(number) = unasked {
                        self.waiting[at].push_front(number);
                    }
                    if self.here[at].is_empty() {
                        continue;
                    }
                    self.here[at].remove(0).1
                }
            };
            let (number, current) = (next.into(), None);
            self.submit(Event::CallNumber {
                counter,
                number,
                current,
            });
            self.busy[usize::from(counter.0)] = true;
            let mean = self.live.office().rules().field(field).mean;
            let takes = match self.dice.below(300) {
                0 => mean * 8 + self.between(30, 60),
                1 => 24 * 60,
                _ => self.between(2, mean * 3 / 2),
            };
            self.plan(now + takes, Does::Leaves(counter));
        }
    }

    /// The person in service goes on in the next field.
    fn go_on(&mut self, counter: CounterIx) {
        let office = self.live.office();
        let fields = office.rules().fields.len() as u16;
        let field = FieldIx((office.rules().counter(counter).fields[0].0 + 1) % fields);
        self.submit(Event::Transfer {
            counter,
            field,
            procedure: None,
        });
        let office = self.live.office();
        let number = office.ticket(office.newest()).unwrap().number;
        self.waiting[usize::from(field.0)].push_back(number);
    }

    fn leave(&mut self, counter: CounterIx) {
        let today = Day(NOW.get() / 1440);
        self.busy[usize::from(counter.0)] = false;
        if self.dice.below(25) == 0 {
            self.submit(Event::Absent { counter });
            return;
        }
        let at = self.live.office().counter(counter).ticket.unwrap();
        let is_todays = self.live.office().ticket(at).unwrap().number.day == today;
        if is_todays && matches!(NOW.get() % 1440, 450..640 | 810..1000) && self.dice.below(30) == 0
        {
            self.go_on(counter);
            return;
        }
        if self.dice.below(100) < WITH_DOSSIER && self.live.office().rules().is_workday(today) {
            let limit = [1, 3, 3, 5, 10][self.dice.below(5) as usize];
            let receipt = Receipt {
                limit: Some(limit),
                ..Receipt::default()
            };
            self.submit(Event::Receive {
                counter: Some(counter),
                receipt: Box::new(receipt),
            });
            let dossier = DossierId(self.live.office().dossiers().last_id());
            // One in seven or so is late.
            let days = i32::from(limit) * 7 / 5 + self.between(-3, 1);
            let ready = self.workday_from(today.plus(days.max(1)));
            let at = ready.start().0 + self.between(455, 1000);
            let act = match self.dice.below(20) {
                0 => Act::Refuse { reason: None },
                1 => Act::Stop { reason: None },
                _ => Act::Complete,
            };
            if ready <= self.last {
                self.plan(at, Does::Acts(dossier, act));
            }
        }
        self.submit(Event::Done { counter });
    }
}
