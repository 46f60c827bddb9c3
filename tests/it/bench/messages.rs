//! How long a citizen's message waits for its answer through the whole program: understood, booked, on the disk and
//! worded in between. Beside it, in the same run, stands the modem's driver alone (`bench::modem`).

use std::time::Duration;

use super::screen::stated;
use crate::support::letters::{Post, deliver_pdu};

const SINGLES: u32 = 100;
const BURSTS: u32 = 10;
const BURST: u32 = 30;
const DAYS: [&str; 4] = ["24/11", "25/11", "26/11", "27/11"];
const ALIASES: [&str; 4] = ["khai sinh", "dat dai", "tam tru", "tro cap"];

#[test]
#[ignore = "a benchmark: scripts/bench"]
fn bench_message_to_answer() {
    let post = Post::new(&[], "[sms]\nper_minute = 6000\n", "2026-11-23 09:00:00");
    let _host = post.host();
    let deliver = |n: u32| {
        let alias = ALIASES[n as usize % 4];
        let text = format!("DK Nguyen Van An {alias} {}", DAYS[n as usize / 4 % 4]);
        let pdu = deliver_pdu(&format!("+84912{n:06}"), &text, n, None);
        post.modem.control(&format!("PDU {pdu}"));
    };
    for n in 0..SINGLES {
        deliver(n);
        post.await_sent(n as usize + 1);
        post.await_empty();
    }
    for burst in 0..BURSTS {
        let first = SINGLES + burst * BURST;
        (first..first + BURST).for_each(deliver);
        post.await_sent((first + BURST) as usize);
        post.await_empty();
    }
    let events = post.modem.events();
    let times = |wanted: &str| -> Vec<Duration> {
        let of = events.iter().filter(|event| event["ev"] == wanted);
        of.map(|event| Duration::from_secs_f64(event["t"].as_f64().unwrap()))
            .collect()
    };
    let (announced, answered) = (times("cmti"), times("submit"));
    let singles = SINGLES as usize;
    let single = (0..singles).map(|at| answered[at] - announced[at]);
    let burst = (0..BURSTS as usize).map(|at| {
        let first = singles + at * BURST as usize;
        answered[first + BURST as usize - 1] - announced[first]
    });
    stated(
        "whole program: +CMTI → the answer's octets, one message (aim ≤ 50 ms)",
        single.collect(),
    );
    stated(
        "whole program: first +CMTI → last answer's octets, burst of 30 (aim ≤ 1 s)",
        burst.collect(),
    );
}
