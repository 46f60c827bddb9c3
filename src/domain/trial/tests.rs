use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::*;

fn days(trial: &Trial, count: u64) -> Vec<Waits> {
    (1..=count).map(|seed| play(trial, seed)).collect()
}

fn all(day: &Waits) -> Vec<f64> {
    [day.booked.clone(), day.walk_in.clone()].concat()
}

fn on_monday(profile: Profile, booked: f64) -> Trial {
    Trial {
        rules: monday::office(profile),
        demand: monday::demand(booked),
    }
}

/// Mean and 95th percentile of the booked and of the others, in minutes (domain/queue.md, "Two profiles").
fn near(profile: Profile, booked: f64, wanted: [(f64, f64); 2]) {
    let days = days(&on_monday(profile, booked), how_many());
    let found = [
        Score::of(&days, |day| day.booked.clone()),
        Score::of(&days, |day| day.walk_in.clone()),
    ];
    // The table's interval, and that of fewer days.
    let give = |score: Estimate| match how_many() < 2000 {
        true => score.give,
        false => 0.0,
    };
    for (found, (mean, p95)) in found.iter().zip(wanted) {
        println!("{profile:?} {booked}: {found:?}");
        assert!(
            (found.mean.value - mean).abs() <= 0.8 + give(found.mean),
            "{found:?}"
        );
        assert!(
            (found.p95.value - p95).abs() <= 3.0 + give(found.p95),
            "{found:?}"
        );
    }
}

const DAYS: u64 = 200;

/// `MOTCUA_DAYS=2000`: as many as the page's table has.
fn how_many() -> u64 {
    std::env::var("MOTCUA_DAYS").map_or(DAYS, |n| n.parse().unwrap())
}

#[test]
fn first_come_first_served_waits_as_the_page_says() {
    let days = days(&on_monday(Profile::Source, 0.0), how_many());
    let found = Score::of(&days, all);
    assert!(
        (found.mean.value - 41.6).abs() <= 0.6 + found.mean.give,
        "{found:?}"
    );
    assert!(
        (found.p95.value - 114.0).abs() <= 3.0 + found.p95.give,
        "{found:?}"
    );
    let people = found.people as f64 / how_many() as f64;
    assert!((70.0..74.0).contains(&people));
}

#[test]
fn the_documents_rules_wait_as_the_page_says() {
    near(Profile::Source, 0.2, [(5.5, 20.0), (44.0, 127.0)]);
    near(Profile::Source, 0.5, [(4.8, 22.5), (30.1, 121.0)]);
}

#[test]
fn the_improved_rules_wait_as_the_page_says() {
    near(Profile::Improved, 0.2, [(1.4, 9.3), (34.0, 107.0)]);
    near(Profile::Improved, 0.5, [(1.1, 7.6), (17.2, 58.0)]);
}

/// An office open from midnight to midnight with one field.
fn plain(counters: usize, arrivals: f64, service: Service) -> Trial {
    let mut rules = Rules::of(Profile::Source);
    let field = rules.add_field("A", "A", 10, None);
    for n in 0..counters {
        rules.add_counter(&format!("A{n}"), "", &[field]);
    }
    rules.am.start = crate::domain::time::TimeOfDay(0);
    rules.am.end = crate::domain::time::TimeOfDay(720);
    rules.pm.start = crate::domain::time::TimeOfDay(720);
    rules.pm.end = crate::domain::time::TimeOfDay(1439);
    let wanted = Wanted {
        share: 1.0,
        arrivals: Arrivals::Even(0.0, 1380.0),
        service,
    };
    Trial {
        rules,
        demand: Demand {
            day: monday::MONDAY,
            people: arrivals,
            fields: vec![wanted],
            booked: 0.0,
            no_shows: 0.0,
        },
    }
}

/// Waits in one line by the textbook, of the same people with the same services: who comes gets the counter that is free
/// first.
fn line(counters: usize, trial: &Trial, seed: u64) -> Vec<f64> {
    let mut chance = Chance::new(seed);
    let wanted = &trial.demand.fields[0];
    let mut come = Vec::new();
    for _ in 0..chance.poisson(trial.demand.people) {
        trial.demand.field(&mut chance);
        come.push(wanted.arrivals.draw(&mut chance).1);
        assert!(!chance.is(trial.demand.booked));
    }
    come.sort_by(f64::total_cmp);
    let mut free: BinaryHeap<Reverse<i64>> = (0..counters).map(|_| Reverse(0)).collect();
    let mut waits = Vec::new();
    for at in come {
        let Some(Reverse(first)) = free.pop() else {
            break;
        };
        let start = at.max(first as f64 / 1e6);
        waits.push(start - at);
        let ends = start + wanted.service.draw(&mut chance);
        free.push(Reverse((ends * 1e6) as i64));
    }
    waits
}

#[test]
fn a_plain_line_waits_as_the_textbook_says() {
    for (counters, arrivals, service) in [
        (2, 220.0, Service::Exponential(10.0)),
        (1, 110.0, Service::Modelled(10.0)),
    ] {
        let trial = plain(counters, arrivals, service);
        let (mut sums, mut people) = ((0.0, 0.0), 0);
        for seed in 1..=how_many() {
            let ours = play(&trial, seed);
            let textbook = line(counters, &trial, seed);
            // Whoever is not served by midnight waits on in the textbook.
            let served = &textbook[..ours.walk_in.len()];
            assert_eq!(ours.walk_in.len() + ours.unserved as usize, textbook.len());
            for (a, b) in ours.walk_in.iter().zip(served) {
                // Times are kept in thousandths of a minute.
                assert!((a - b).abs() < 0.5, "{seed}: {a} {b}");
            }
            people += served.len();
            sums.0 += ours.walk_in.iter().sum::<f64>();
            sums.1 += served.iter().sum::<f64>();
        }
        let off = sums.0 / sums.1 - 1.0;
        let mean = sums.0 / people as f64;
        println!(
            "{counters} counters: {mean:.4} minutes, {:.4} % off",
            off * 100.0
        );
        assert!(off.abs() < 0.001, "{off}");
    }
}

#[test]
fn another_official_shortens_waits_and_one_less_lengthens_them() {
    let usual = on_monday(Profile::Source, 0.2);
    let mean = |rules: Rules| {
        let trial = Trial {
            rules,
            ..usual.clone()
        };
        Score::of(&days(&trial, 60), all).mean.value
    };
    let (justice, land) = (FieldIx(0), FieldIx(1));
    let now = mean(usual.rules.clone());
    assert!(mean(one_more(&usual.rules, justice)) < now * 0.8);
    assert!(mean(one_less(&usual.rules, justice).unwrap()) > now * 1.5);
    assert_eq!(one_less(&usual.rules, land), None, "nobody would be left");
    // Who helps is not at the own line: it helps where the other line is the long one.
    let mut crowded = usual.clone();
    crowded.demand.fields[1].share = 0.6;
    let mean_of = |rules: Rules| {
        let trial = Trial {
            rules,
            ..crowded.clone()
        };
        Score::of(&days(&trial, 60), all).mean.value
    };
    let helped = with_helper(&usual.rules, land).unwrap();
    assert!(mean_of(helped) < mean_of(usual.rules.clone()) * 0.8);
    assert_eq!(
        with_helper(&usual.rules, justice),
        None,
        "nobody could be spared"
    );
    assert_eq!(
        mean(usual.rules.clone()),
        now,
        "the same seeds give the same days"
    );
}
