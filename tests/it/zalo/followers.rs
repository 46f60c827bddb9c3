//! An announcement to the followers of the account: each at most once, over a kill.

use motcua::domain::announcement::Progress;
use motcua::store::Store;

use super::{CLOCK, MODEM};
use crate::support::desk::Desk;
use crate::support::fakezalo::Account;
use crate::support::watch::Watch;

const PATH: &str = "/v3.0/oa/message/cs";
const ALL: u32 = 60;

fn progress(account: &Account) -> Progress {
    let store = Store::open(&account.office.store()).unwrap();
    let list = store.announcements(9).unwrap();
    list.first().map_or(Progress::default(), |(_, p)| *p)
}

fn wait(account: &Account, what: &str, is: impl Fn(Progress) -> bool) -> Progress {
    let watch = Watch::on(&account.office.path("data"));
    watch.until(what, || Some(progress(account)).filter(|p| is(*p)))
}

#[test]
fn each_follower_gets_it_at_most_once_over_a_kill() {
    let account = Account::new(&[], MODEM, "followers = true\n", CLOCK);
    for n in 0..ALL {
        account.zalo.control(&format!("FOLLOW u{n} 1"));
        // Zalo delivers only to who wrote within two days.
        if n != 5 {
            account.zalo.control(&format!("WROTE u{n}"));
        }
    }
    let mut host = account.office.host();
    let watch = Watch::on(&account.office.path("data"));
    let store = Store::open(&account.office.store()).unwrap();
    watch.until("the list of followers", || {
        let known = store.agreed().unwrap().followers;
        (known == ALL).then_some(())
    });
    let mut desk = Desk::open(&account.office, &[]);
    desk.press("Alt+A Enter");
    desk.screen.wait_for("bước sau xem lại");
    desk.press("«Nghỉ Quốc khánh từ 2/9» Enter Enter Enter Enter « » Enter");
    desk.screen.wait_for("60 tin Zalo");
    desk.says("Down Enter", "Đã phát thông báo");
    wait(&account, "some sent", |p| p.sent >= 3);
    host.kill();
    let before = progress(&account);
    assert_eq!(before.all, ALL);
    let _host = account.office.host();
    let after = wait(&account, "all tried", |p| p.waiting == 0);
    assert!(after.unknown <= 1, "{after:?}");
    let stat = account.zalo.faultless_but(&[]);
    let posts = account.zalo.posts(PATH);
    // What was on its way at the kill is not tried again.
    assert!(
        (ALL as usize - 1..=ALL as usize).contains(&posts),
        "{posts} {stat}"
    );
    let got = u32::try_from(stat["oa"].as_u64().unwrap()).unwrap();
    assert!(
        (ALL - 2..ALL).contains(&got),
        "all but who has not written: {stat}"
    );
    assert!(after.sent >= ALL - 2, "{after:?}");
}
