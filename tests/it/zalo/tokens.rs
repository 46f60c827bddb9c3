//! Tokens: renewed in time, kept over crashes, never used twice, and asked for again where they are lost.

use std::thread;
use std::time::Duration;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;

#[test]
fn an_old_pair_is_renewed_and_a_lost_answer_asks_for_a_sign_in() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let state = || account.office.run(&["zalo"]);
    let first = account.tokens();
    assert_eq!(state().code, Some(0));
    assert_eq!(account.tokens(), first, "a young pair stays");
    account.age_tokens(13);
    assert_eq!(state().code, Some(0));
    assert_ne!(account.tokens().refresh, first.refresh);

    // Nothing was used up: an answer that never came is asked for once more.
    account.age_tokens(13);
    account.zalo.control("FAIL 1 token-drop");
    assert_eq!(state().code, Some(0));
    account.zalo.faultless_but(&[]);

    // The answer had a new pair in it, and that is lost.
    account.age_tokens(26);
    account.zalo.control("FAIL 1 token-accept-drop");
    state().refused(&["đăng nhập lại", "motcua zalo login"]);
    assert!(account.tokens().spent);
    state().refused(&["motcua zalo login"]);
    // It was tried once, as it must be, and never again.
    account.zalo.faultless_but(&["refresh token used twice"]);

    account.zalo.control("CODE C1");
    account.sign_in("C1");
    assert_eq!(state().code, Some(0));
    account.zalo.faultless_but(&["refresh token used twice"]);
}

/// An error comes with HTTP's 200; without a token in it nothing on the disk changes, and it is asked for again later.
#[test]
fn a_refusal_changes_nothing_on_the_disk() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let state = || account.office.run(&["zalo"]);
    for hours in [13, 26] {
        account.age_tokens(hours);
        let before = account.tokens();
        account.zalo.control("FAIL 1 token--14014");
        let done = state();
        assert_eq!(account.tokens(), before);
        match hours {
            // What cannot be renewed serves as long as it lasts.
            13 => assert_eq!(done.code, Some(0), "{done:?}"),
            _ => done.refused(&["-14014", "tự thử lại"]),
        }
        assert_eq!(state().code, Some(0));
        assert_ne!(account.tokens().refresh, before.refresh);
    }

    // The host tries again by itself, and not at each message.
    account.age_tokens(26);
    account.zalo.control("FAIL 1 token--14014");
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.book("0912000002", "2026-11-24", "message");
    let says = |status: &motcua::app::status::Status| {
        let trouble = status.zalo.as_ref().and_then(|zalo| zalo.trouble.clone());
        trouble.is_some_and(|words| words.contains("-14014"))
    };
    account
        .office
        .await_status("the refusal in its words", says);
    account.await_told("0912000002", &["booked zalo sent"]);
    account.zalo.faultless_but(&[]);
}

#[test]
fn half_an_answer_is_no_pair() {
    for fault in ["html", "empty", "500", "half"] {
        let account = Account::new(&[], MODEM, "", CLOCK);
        account.age_tokens(26);
        let before = account.tokens();
        account.zalo.control(&format!("FAIL 2 token-{fault}"));
        let done = account.office.run(&["zalo"]);
        let after = account.tokens();
        assert_eq!(done.code, Some(1), "{fault}: {done:?}");
        match fault {
            // The pair was in the other half.
            "half" => assert!(after.spent && after.refresh == before.refresh),
            _ => assert_eq!(after, before, "{fault}"),
        }
    }
}

#[test]
fn two_processes_renew_once() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    account.age_tokens(13);
    let before = account.zalo.posts("/v4/oa/access_token");
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| assert_eq!(account.office.run(&["zalo"]).code, Some(0)));
        }
    });
    assert_eq!(account.zalo.posts("/v4/oa/access_token"), before + 1);
    account.zalo.faultless_but(&[]);
}

/// Killed at a random moment around the renewal, so often: the next start has a good token, and nothing was asked for twice.
#[test]
fn killed_at_any_moment_the_next_start_has_a_token() {
    let times = std::env::var("MOTCUA_TEST_KILLS").map_or(12, |n| n.parse().unwrap());
    let account = Account::new(&[], MODEM, "", CLOCK);
    for n in 0..times {
        account.age_tokens(13);
        let mut child = account
            .office
            .motcua(&["zalo"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Spread over the time that a whole run takes, in an order that repeats itself.
        thread::sleep(Duration::from_millis((n * 37) % 120));
        child.kill().unwrap();
        child.wait().unwrap();
        let done = account.office.run(&["zalo"]);
        assert_eq!(done.code, Some(0), "{n}: {done:?}");
        assert!(!done.stdout.contains("đăng nhập lại"), "{n}: {done:?}");
        let stat = account.zalo.faultless_but(&[]);
        assert_eq!(stat["refresh"], account.tokens().refresh, "{n}");
    }
}

#[test]
fn a_pair_on_its_way_when_the_host_is_killed_is_kept() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let gate = account.gate("oauth");
    account.age_tokens(13);
    let before = account.tokens();
    let mut host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    let on_its_way = gate.held();
    host.kill();
    drop(on_its_way);
    // The next one waits at the lock until the pair is there.
    assert_eq!(account.office.run(&["zalo"]).code, Some(0));
    let after = account.tokens();
    assert!(!after.spent && after.refresh != before.refresh);
    assert_eq!(account.zalo.faultless_but(&[])["refresh"], after.refresh);
    assert_eq!(account.zalo.posts("/v4/oa/access_token"), 2, "one renewal");
}
