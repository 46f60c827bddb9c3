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

    // An error comes with HTTP's 200 and changes nothing on the disk but the mark that it is no use.
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
        assert_eq!(after.access, before.access, "{fault}");
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

/// Killed at a random moment around the renewal, so often: the next start has a good token. Where the answer was on its way
/// and nobody had it yet, no program can have it: then a sign-in is asked for, instead of trying for ever.
#[test]
fn killed_at_any_moment_the_next_start_has_a_token() {
    let times = std::env::var("MOTCUA_TEST_KILLS").map_or(12, |n| n.parse().unwrap());
    let account = Account::new(&[], MODEM, "", CLOCK);
    let (mut kept, mut lost) = (0, 0);
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
        // While the old access token lasts it is used, with a word that it is the last one.
        if account.tokens().spent {
            lost += 1;
            assert!(
                done.stdout.contains("đăng nhập lại") || done.code == Some(1),
                "{done:?}"
            );
            account.zalo.control(&format!("CODE again-{n}"));
            account.sign_in(&format!("again-{n}"));
        } else {
            kept += 1;
            assert_eq!(done.code, Some(0), "{done:?}");
            let stat = account.zalo.control("STAT");
            assert_eq!(stat["refresh"], account.tokens().refresh);
        }
    }
    eprintln!("{kept} kept, {lost} lost with their answer, of {times}");
    // A request of who was killed may be read after the next one: then it is the one that comes too late.
    let stat = account.zalo.control("STAT");
    let faults: Vec<&str> = stat["faults"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|f| f.as_str())
        .collect();
    assert!(
        faults
            .iter()
            .all(|fault| *fault == "refresh token used twice"),
        "{faults:?}"
    );
    // Lost is only what was used up while its answer was on the way: the server says so each time.
    assert!(
        (lost..=2 * times as usize).contains(&faults.len()),
        "{faults:?}"
    );
    assert!(kept > 0);
}
