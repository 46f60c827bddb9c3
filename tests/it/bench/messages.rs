//! How long a citizen's message waits for its answer through the whole program: understood, booked, on the disk and
//! worded in between. Beside it, in the same run, stands the modem's driver alone (`bench::modem`).

use std::time::Duration;

use super::{rounds, stated_times};
use crate::support::letters::{Post, deliver_pdu};

const DAYS: [&str; 4] = ["24/11", "25/11", "26/11", "27/11"];
const ALIASES: [&str; 4] = ["khai sinh", "dat dai", "tam tru", "tro cap"];

#[test]
fn bench_message_to_answer() {
    let post = Post::new(
        &[],
        "[sms]\nper_minute = 6000\ndaily_limit = 10000000\n",
        "2026-11-23 09:00:00",
    );
    let _host = post.host();
    let (singles, bursts, burst) = (rounds(100), rounds(10), rounds(30));
    let deliver = |n: usize| {
        let alias = ALIASES[n % 4];
        let text = format!("DK Nguyen Van An {alias} {}", DAYS[n / 4 % 4]);
        let pdu = deliver_pdu(&format!("+84912{n:06}"), &text, n as u32, None);
        post.modem.control(&format!("PDU {pdu}"));
    };
    for n in 0..singles {
        deliver(n);
        post.await_sent(n + 1);
        post.await_empty();
    }
    for first in (singles..).step_by(burst).take(bursts) {
        (first..first + burst).for_each(deliver);
        post.await_sent(first + burst);
        post.await_empty();
    }
    let events = post.modem.events();
    let times = |wanted: &str| -> Vec<Duration> {
        let of = events.iter().filter(|event| event["ev"] == wanted);
        of.map(|event| Duration::from_secs_f64(event["t"].as_f64().unwrap()))
            .collect()
    };
    let (announced, answered) = (times("cmti"), times("submit"));
    let single = (0..singles).map(|at| answered[at] - announced[at]);
    let first = (singles..).step_by(burst).take(bursts);
    let whole = first.map(|first| answered[first + burst - 1] - announced[first]);
    stated_times(
        "whole program: +CMTI → the answer's octets, one message (aim ≤ 50 ms)",
        single.collect(),
    );
    stated_times(
        "whole program: first +CMTI → last answer's octets, burst of 30 (aim ≤ 1 s)",
        whole.collect(),
    );
}
