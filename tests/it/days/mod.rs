//! Thousands of random days, watched from outside (domain/queue.md, "What always holds").

mod hand;
mod observer;
mod plan;
mod slots;
mod twins;
mod work;

use std::cell::RefCell;
use std::collections::BTreeMap;

use motcua::app::answers::{call_id, kind, reason_id};
use motcua::domain::event::Output;
use motcua::domain::time::Minute;
use motcua::domain::{Event, Office, Timed};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use observer::Observer;
use plan::{Log, play};

/// Runs `cases` random cases from a fixed seed.
fn for_cases<T: std::fmt::Debug>(
    seed: u8,
    cases: u32,
    plans: impl Strategy<Value = T>,
    check: impl Fn(&T) -> Result<(), String>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let run = TestRunner::new_with_rng(config, rng)
        .run(&plans, |plan| check(&plan).map_err(TestCaseError::fail));
    match run {
        Ok(()) => {}
        Err(TestError::Fail(why, smallest)) => panic!("{why}\n in {smallest:?}"),
        Err(e) => panic!("{e}"),
    }
}

/// Plays the log once more, letting time pass in small steps by ticks, and gives every event with its own answers to
/// the observer. That the ticks change nothing is checked on the way.
fn watch(log: &Log) -> Result<(), String> {
    let mut office = Office::new(log.rules.clone(), log.start);
    let mut observer = Observer::new(&log.rules, log.start);
    for (i, happened) in log.events.iter().enumerate() {
        let mut answers: Vec<Timed> = Vec::new();
        let mut step = |office: &mut Office, at: Minute, event: &Event| {
            let mut out = Vec::new();
            office.handle(at, None, event.clone(), &mut out);
            let seen = observer.watch(at, event, &out);
            answers.extend(out);
            seen.map_err(|e| format!("event {i} at {at}, {event:?}: {e}"))
        };
        let pause = ((happened.at.0 - office.now().0) / 40).max(1);
        while office.now().plus(pause) <= happened.at {
            let at = office.now().plus(pause);
            step(&mut office, at, &Event::Tick)?;
        }
        if office.now() < happened.at {
            step(&mut office, happened.at, &Event::Tick)?;
        }
        step(&mut office, happened.at, &happened.event)?;
        if answers != happened.answers {
            let want = &happened.answers;
            return Err(format!(
                "ticks make a difference at event {i}: {answers:?}, not {want:?}"
            ));
        }
    }
    Ok(())
}

#[test]
fn what_always_holds_holds_on_ordinary_days() {
    for_cases(1, 3_000, plan::ordinary(), |plan| watch(&play(plan)));
}

#[test]
fn a_replay_and_two_processes_on_one_store_answer_alike() {
    for_cases(2, 1_000, plan::ordinary(), |plan| {
        let log = play(plan);
        twins::check_replay(&log)?;
        twins::check_two_processes(&log, plan.1.len())
    });
}

/// How often each answer comes on `cases` random days. A generator that never locks a phone proves nothing about locks.
fn assert_reached(seed: u8, cases: u32, plans: impl Strategy<Value = plan::Plan>, names: &str) {
    let seen = RefCell::new(BTreeMap::<String, u32>::new());
    for_cases(seed, cases, plans, |plan| {
        for answer in play(plan).events.iter().flat_map(|e| &e.answers) {
            let name = match &answer.output {
                Output::Rejected(reason) => format!("rejected:{}", reason_id(*reason)),
                Output::Call { call, present, .. } => format!("{}:{present}", call_id(*call)),
                Output::Offered { how, .. } => format!("offered:{how:?}"),
                Output::Cancelled { reason: None, .. } => "cancelled".to_owned(),
                Output::Cancelled {
                    reason: Some(r), ..
                } => format!("cancelled:{r:?}"),
                other => kind(other).to_owned(),
            };
            *seen.borrow_mut().entry(name).or_default() += 1;
        }
        Ok(())
    });
    let seen = seen.into_inner();
    for name in names.split_whitespace() {
        let times = seen.get(name).copied().unwrap_or(0);
        assert!(times >= 20, "«{name}» only {times} times: {seen:#?}");
    }
}

#[test]
fn the_random_days_reach_every_answer() {
    assert_reached(
        3,
        600,
        plan::ordinary(),
        "absent already blocked appointed:false appointed:true new:false new:true cancelled
        cancelled:ServedAsWalkin checked_in expired moved offered:NextSession offered:NextWorkday offered:SameDay
        offered:Wished rejected:already_called rejected:already_waiting rejected:closed rejected:counter_closed
        rejected:counter_idle rejected:expired_take_a_number rejected:full rejected:not_a_workday rejected:not_active
        rejected:past rejected:too_far rejected:unknown_number serve ticket unblocked unserved warn
        requested confirmed proposed declined lapsed",
    );
    assert_reached(
        7,
        600,
        plan::with_hand(),
        "again:true hand:true recall:true cancelled:Undone changed held requeued transferred undone redone moved session_open
        rejected:counter_busy rejected:same_field rejected:nothing_to_undo rejected:nothing_to_redo
        rejected:changed_since
        rejected:nobody_waiting rejected:closed requested confirmed proposed declined lapsed",
    );
}
