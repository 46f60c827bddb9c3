//! kill −9 at any moment between a message's delivery and its deletion (issue of every SMS gateway that was measured).

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::support::dice::Dice;
use crate::support::letters::Post;
use crate::support::recount::{recount, rules};

const KILLS: u32 = 100;

#[test]
fn a_message_is_answered_once_whenever_the_host_dies() {
    // What many short lives left behind goes out in one minute.
    let post = Post::new(
        &[],
        "[sms]\nper_minute = 6000\ndaily_limit = 10000000\n",
        "2026-11-23 09:00:00",
    );
    let mut dice = Dice::new(20_261_126);
    let days = [
        "24/11", "25/11", "26/11", "27/11", "30/11", "1/12", "2/12", "3/12",
    ];
    for i in 0..KILLS {
        let mut host = post.host();
        let text = format!("DK Nguyen Van An xay dung {}", dice.pick(&days));
        post.modem.deliver(&format!("+84912345{i:03}"), &text);
        // From the delivery to the deletion it takes some milliseconds.
        let moment = Instant::now() + Duration::from_micros(dice.below(25_000));
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        host.kill();
    }
    let _host = post.host();
    post.await_empty();
    post.await_store("nothing left to send", |post| {
        let open = |state: &str| matches!(state, "new" | "sending");
        (!post.notices().iter().any(|n| open(n.state.id()))).then_some(())
    });
    let answers = post.notices();
    let mut states = BTreeMap::new();
    for notice in &answers {
        *states.entry(notice.state.id()).or_insert(0) += 1;
    }
    println!("{KILLS} kills: {states:?}");
    assert_eq!(answers.len(), KILLS as usize, "one answer for each message");
    assert_eq!(
        post.bookings().len(),
        KILLS as usize,
        "one booking for each"
    );
    let counts = post.count_by_phone();
    for notice in &answers {
        let sent = counts.get(&notice.phone).copied().unwrap_or(0);
        match notice.state.id() {
            "sent" => assert_eq!(sent, 1, "{notice:?}"),
            // Whether it went out nobody knows; it did not go out twice.
            "unknown" => assert!(sent <= 1, "{notice:?}"),
            _ => panic!("{notice:?}"),
        }
    }
    recount(
        &post.office.store(),
        &rules(&post.office.path("motcua.toml")),
    );
}
