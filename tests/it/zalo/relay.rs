//! What happens at the office's account, fetched from the province's relay.

use chrono::TimeDelta;
use motcua::app::status::Status;
use motcua::store::Store;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;
use crate::support::relay::Relay;
use crate::support::watch::Watch;

/// An office whose account's events are kept by a relay.
fn office(keys: &str) -> (Account, Relay) {
    let relay = Relay::start();
    let account = Account::new(&[], MODEM, &format!("{keys}{}", relay.keys()), CLOCK);
    relay.attach(&account);
    (account, relay)
}

fn says(words: &'static str) -> impl Fn(&Status) -> bool {
    move |status| status.notices.iter().any(|said| said.contains(words))
}

#[test]
fn who_writes_to_the_account_is_answered_there_once() {
    let (account, relay) = office("");
    let mut host = account.office.host();
    account.zalo.control("TWICE 1");
    account.zalo.control("SAY u1 TC MC7K2QF");
    account.await_told("oa:u1", &["answer follower sent"]);
    // The same post once more is no second message.
    account.zalo.control("EVENT image u1");
    account.zalo.control("EVENT sticker u1");
    account.zalo.control("SAY u2 TC MC7K2QF");
    account.await_told("oa:u2", &["answer follower sent"]);
    let all = ["answer follower sent", "answer follower sent"];
    account.await_told("oa:u1", &all);
    host.kill();
    // What was fetched before is offered again: the next host acknowledges nothing of it.
    let posts = relay.posts();
    account.zalo.control("SAY u3 TC MC7K2QF");
    let _host = account.office.host();
    account.await_told("oa:u3", &["answer follower sent"]);
    assert_eq!(account.told("oa:u1"), all);
    assert!(relay.posts() > posts);
    let stat = account.zalo.faultless_but(&[]);
    assert_eq!(stat["oa"], 4, "{stat}");
    let text = stat["last_oa"]["text"].as_str().unwrap();
    assert!(text.contains("MC7K2QF ở Zalo này"), "{text}");
}

#[test]
fn what_zalo_delivers_is_shown_as_delivered() {
    let (account, _relay) = office("");
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.await_told("0912000001", &["booked zalo delivered"]);
    // What nobody knew to be accepted has arrived: nothing is told another way.
    account.zalo.control("FAIL 1 accept-drop");
    account.book("0912000002", "2026-11-24", "message");
    account.await_told("0912000002", &["booked zalo delivered"]);
    account.zalo.faultless_but(&[]);
}

#[test]
fn what_zalo_did_not_sign_in_time_is_dropped_and_named() {
    let (account, relay) = office("");
    let host = account.office.host();
    for (sign, named) in [
        ("hmac", "chữ ký"),
        ("none", "chữ ký"),
        ("old", "quá 10 phút"),
    ] {
        account.zalo.control(&format!("SIGN {sign}"));
        account.zalo.control("SAY u1 TC MC7K2QF");
        account.office.await_status(sign, says(named));
    }
    account.zalo.control("SIGN ok");
    account.zalo.control("SAY u2 TC MC7K2QF");
    account.await_told("oa:u2", &["answer follower sent"]);
    assert!(account.told("oa:u1").is_empty());
    drop(host);

    // What came to the relay in time is as good after a night without a line.
    let posts = relay.posts();
    account.zalo.control("SAY u3 TC MC7K2QF");
    let watch = Watch::on(&account.office.path("data"));
    watch.until("the post", || (relay.posts() > posts).then_some(()));
    let later = account.office.now() + TimeDelta::hours(20);
    let clock = later.format("%Y-%m-%d %H:%M:%S").to_string();
    account.office.set_clock(&clock);
    let _host = account.office.host();
    account.await_told("oa:u3", &["answer follower sent"]);
    account.zalo.faultless_but(&[]);
}

#[test]
fn followers_are_known_as_they_come_and_go() {
    let (account, _relay) = office("followers = true\n");
    let _host = account.office.host();
    let watch = Watch::on(&account.office.path("data"));
    let store = Store::open(&account.office.store()).unwrap();
    let await_followers = |many: u32| {
        watch.until("followers", || {
            (store.agreed().unwrap().followers == many).then_some(())
        });
    };
    account.zalo.control("FOLLOW u1 1");
    account.zalo.control("FOLLOW u2 1");
    await_followers(2);
    account.zalo.control("FOLLOW u1 0");
    await_followers(1);
    account.zalo.faultless_but(&[]);
}

#[test]
fn who_cannot_be_answered_there_and_has_no_phone_is_left_alone() {
    let (account, _relay) = office("");
    let _host = account.office.host();
    account.zalo.control("FAIL 1 -230");
    account.zalo.control("SAY u1 TC MC7K2QF");
    account.await_told("oa:u1", &["answer sms dropped (zalo-closed)"]);
    account.zalo.control("REFUSE u2");
    account.zalo.control("SAY u2 TC MC7K2QF");
    account.await_told("oa:u2", &["answer sms dropped (not-on-zalo)"]);
    account.zalo.faultless_but(&[]);
}

#[test]
fn posts_too_long_to_be_read_hold_up_nobody() {
    let (account, relay) = office("");
    relay.flood();
    let _host = account.office.host();
    account.zalo.control("SAY u1 TC MC7K2QF");
    account.await_told("oa:u1", &["answer follower sent"]);
    account.zalo.faultless_but(&[]);
}
