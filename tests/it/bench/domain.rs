//! How fast the machine is by itself.

use std::time::{Duration, Instant};

use motcua::domain::rules::{Profile, Rules};
use motcua::domain::ticket::Person;
use motcua::domain::time::{Day, TimeOfDay};
use motcua::domain::{Event, Office};

use super::{rounds, stated, stated_times};

/// Walk-ins of two fields and their services at four counters, a thousand a day, until `time` is over.
/// Each event's answers are made and thrown away.
fn domain_events_per_second(time: Duration) -> f64 {
    let mut rules = Rules::of(Profile::Source);
    let fields = ["TP", "DD"].map(|id| rules.add_field(id, id, 10, None));
    let counters = [0, 1, 0, 1].map(|field| rules.add_counter("", "", &[fields[field]]));
    let monday = Day(20_780);
    let mut office = Office::new(rules, monday.start());
    let mut out = Vec::new();
    let (mut events, mut answers, mut day) = (0_u32, 0, monday);
    let started = Instant::now();
    while started.elapsed() < time {
        for i in 0..1_000 {
            let at = day.at(TimeOfDay(450 + i / 5));
            let walkin = Event::Walkin {
                field: fields[i as usize % 2],
                priority: i % 20 == 0,
                person: Person::default(),
            };
            let counter = counters[i as usize % 4];
            // The morning's burst: a hundred wait all the time.
            let done = (i >= 100).then_some(Event::Done { counter });
            for event in [Some(walkin), done].into_iter().flatten() {
                office.handle(at, None, event, &mut out);
                events += 1;
                answers += out.len();
                out.clear();
            }
        }
        day = day.plus(if day.weekday() == 4 { 3 } else { 1 });
        office.forget_before(day);
    }
    let per_event = answers as f64 / f64::from(events);
    assert!(
        per_event > 0.9,
        "the office rests: {per_event} answers an event"
    );
    f64::from(events) / started.elapsed().as_secs_f64()
}

#[test]
fn bench_domain() {
    let runs = (0..rounds(5)).map(|_| domain_events_per_second(Duration::from_millis(500)));
    let best = runs.fold(0.0, f64::max);
    let what = "pure domain: walk-ins and dones (aim ≥ 1,000,000)";
    stated(what, best, "a second");
}

/// The forecast while a hundred wait, two thirds of whom will not be served today.
fn forecast_with_a_hundred_waiting() -> Duration {
    let mut rules = Rules::of(Profile::Source);
    let fields = ["TP", "DD"].map(|id| rules.add_field(id, id, 10, None));
    for field in [0, 1, 0, 1] {
        rules.add_counter("", "", &[fields[field]]);
    }
    let now = Day(20_780).at(TimeOfDay(450));
    let mut office = Office::new(rules, now);
    for i in 0..104 {
        let walkin = Event::Walkin {
            field: fields[i % 2],
            priority: i % 20 == 0,
            person: Person::default(),
        };
        office.handle(now, None, walkin, &mut Vec::new());
    }
    let started = Instant::now();
    let forecast = office.forecast(now, 1);
    let took = started.elapsed();
    assert!(forecast.newcomer(fields[0]).is_some());
    took
}

#[test]
fn bench_forecast() {
    let times = (0..rounds(200)).map(|_| forecast_with_a_hundred_waiting());
    stated_times("forecast with a hundred waiting", times.collect());
}
