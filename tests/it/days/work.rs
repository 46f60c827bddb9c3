//! Rule 12: with one counter, the same arrivals and services and everyone served, Σ service × wait is the same whatever
//! the order. No profile makes work, it only shifts who waits.

use std::collections::HashMap;

use motcua::domain::event::{NumberRef, Output, When, Wish};
use motcua::domain::rules::{CounterIx, Early, FieldIx, Profile, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, Person};
use motcua::domain::time::{Day, Half, TimeOfDay};
use motcua::domain::{Event, Office, Timed};
use proptest::collection::vec;
use proptest::prelude::*;

use super::for_cases;

const FIELD: FieldIx = FieldIx(0);
const COUNTER: CounterIx = CounterIx(0);
const DAY: Day = Day(20_781);

/// One who comes in the morning.
#[derive(Clone, Debug)]
struct Comer {
    arrives: i32,
    service: i32,
    priority: bool,
    /// Minutes after the appointed time, for one who has booked; who comes too late gets no turn.
    booked: Option<i32>,
}

/// All have come by 09:30, and all work is done by 11:30, the end of the overtime.
fn morning() -> impl Strategy<Value = Vec<Comer>> {
    let comer = (
        0..=120_i32,
        1..=12_i32,
        proptest::bool::weighted(0.2),
        proptest::option::of(0..=10_i32),
    );
    let comer = comer.prop_map(|(after_opening, service, priority, booked)| Comer {
        arrives: 450 + after_opening,
        service,
        priority,
        booked,
    });
    vec(comer, 2..26).prop_filter("too much work", |all| {
        all.iter().map(|c| c.service).sum::<i32>() <= 120
    })
}

/// One office and what is measured in it.
struct Morning<'a> {
    office: Office,
    comers: &'a [Comer],
    who: HashMap<Number, usize>,
    /// When the one at the counter will be finished.
    busy_until: Option<i32>,
    served: usize,
    work_by_wait: i32,
}

impl<'a> Morning<'a> {
    fn new(mut rules: Rules, comers: &'a [Comer]) -> Self {
        let field = rules.add_field("TP", "", 10, None);
        rules.add_counter("1", "", &[field]);
        Self {
            office: Office::new(rules, DAY.plus(-4).start()),
            comers,
            who: HashMap::new(),
            busy_until: None,
            served: 0,
            work_by_wait: 0,
        }
    }

    /// Days before, those who want to get their times.
    fn book(&mut self) -> Vec<Option<(Number, i32)>> {
        let mut booked = vec![None; self.comers.len()];
        for (i, _) in self
            .comers
            .iter()
            .enumerate()
            .filter(|(_, c)| c.booked.is_some())
        {
            let web = Event::Book {
                field: FIELD,
                when: When::Wish(Wish {
                    date: DAY,
                    half: Some(Half::Am),
                    time: None,
                }),
                person: Person {
                    phone: Some(Phone::raw(&format!("09123400{i:02}"))),
                    ..Person::default()
                },
                to_confirm: false,
            };
            let mut out = Vec::new();
            self.office
                .handle(DAY.plus(-4).start(), None, web, &mut out);
            if let Some(Output::Offered { number, time, .. }) = out.first().map(|t| &t.output) {
                self.who.insert(*number, i);
                booked[i] = Some((*number, time.time().0));
            }
        }
        booked
    }

    fn give(&mut self, at: i32, event: Event, comer: Option<usize>, arrives: &[i32]) {
        let mut out: Vec<Timed> = Vec::new();
        self.office
            .handle(DAY.at(TimeOfDay(at)), None, event, &mut out);
        for Timed { at, output } in out {
            let now = at.time().0;
            match output {
                Output::Ticket { number, .. } => {
                    self.who.extend(comer.map(|i| (number, i)));
                }
                Output::Call {
                    number,
                    present: true,
                    ..
                }
                | Output::Serve { number, .. } => {
                    let i = self.who[&number];
                    let service = self.comers[i].service;
                    assert!(now < 11 * 60 + 30, "work is left over: the test is wrong");
                    self.work_by_wait += service * (now - arrives[i]);
                    self.busy_until = Some(now + service);
                    self.served += 1;
                }
                _ => {}
            }
        }
    }

    /// Everyone comes at the given minutes and is served.
    fn run(&mut self, arrives: &[i32], booked: &[Option<(Number, i32)>]) -> i32 {
        let mut order: Vec<usize> = (0..arrives.len()).collect();
        order.sort_by_key(|i| arrives[*i]);
        for i in order {
            self.finish_until(arrives[i], arrives);
            let event = match booked[i] {
                Some((Number { field, n, .. }, _)) => Event::Arrive {
                    number: NumberRef { field, n },
                },
                None => Event::Walkin {
                    field: FIELD,
                    priority: self.comers[i].priority,
                    person: Person::default(),
                },
            };
            self.give(arrives[i], event, Some(i), arrives);
        }
        self.finish_until(12 * 60, arrives);
        assert_eq!(self.served, arrives.len(), "someone was not served");
        self.work_by_wait
    }

    fn finish_until(&mut self, minute: i32, arrives: &[i32]) {
        while let Some(end) = self.busy_until.filter(|end| *end <= minute) {
            self.busy_until = None;
            self.give(end, Event::Done { counter: COUNTER }, None, arrives);
        }
    }
}

/// The same without any machine: one after the other, as they come.
fn first_come_first_served(comers: &[Comer], arrives: &[i32]) -> i32 {
    let mut order: Vec<usize> = (0..comers.len()).collect();
    order.sort_by_key(|i| arrives[*i]);
    let (mut free, mut sum) = (0, 0);
    for i in order {
        let start = free.max(arrives[i]);
        sum += comers[i].service * (start - arrives[i]);
        free = start + comers[i].service;
    }
    sum
}

#[test]
fn work_is_conserved_in_both_profiles() {
    for_cases(4, 500, morning(), |comers| {
        let mut thinned = Rules::of(Profile::Source);
        thinned.early = Early::Within(35);
        thinned.spread = true;
        let all = [
            Rules::of(Profile::Source),
            Rules::of(Profile::Improved),
            thinned,
        ];
        let mut mornings = all.map(|rules| Morning::new(rules, comers));
        let booked = mornings.each_mut().map(Morning::book);
        // The same person comes at the same minute everywhere: not too late for any of the times that were given.
        let arrives: Vec<i32> = comers
            .iter()
            .enumerate()
            .map(|(i, comer)| {
                let times = booked.iter().filter_map(|b| Some(b[i]?.1));
                let late = times.min().zip(comer.booked);
                late.map_or(comer.arrives, |(time, late)| comer.arrives.min(time + late))
            })
            .collect();
        let want = first_come_first_served(comers, &arrives);
        for (morning, booked) in mornings.iter_mut().zip(&booked) {
            let got = morning.run(&arrives, booked);
            if got != want {
                return Err(format!("12: Σ service × wait is {got}, not {want}"));
            }
        }
        Ok(())
    });
}
