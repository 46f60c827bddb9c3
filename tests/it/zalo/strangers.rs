//! Who writes on Zalo is nobody's phone: what belongs to one does not open there.

use rusqlite::Connection;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;

const PHONE: &str = "0912345678";

/// An office with this door of Zalo's, and the code of a booking of that phone.
fn office(door: &str) -> (Account, String) {
    let account = Account::new(&[], MODEM, door, CLOCK);
    account.book(PHONE, "2026-11-24", "call");
    let code = store(&account)
        .query_row("SELECT code FROM person WHERE phone = ?", [PHONE], |row| {
            row.get(0)
        })
        .unwrap();
    (account, code)
}

fn store(account: &Account) -> Connection {
    Connection::open(account.office.store()).unwrap()
}

/// What the bot answers to what is said; the sender is known as `known` then.
fn say(account: &Account, user: &str, text: &str, known: &str) -> String {
    let before = account.told(known);
    let sent = account.zalo.sent();
    account.zalo.control(&format!("SAY {user} {text}"));
    let watch = crate::support::watch::Watch::on(&account.office.path("data"));
    watch.until(text, || {
        let is_there = account.zalo.sent() > sent && account.told(known).len() > before.len();
        is_there.then_some(())
    });
    let stat = account.zalo.control("STAT");
    assert_eq!(stat["last_bot"]["to"], user, "{stat}");
    stat["last_bot"]["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_code_of_a_phone_opens_nothing_on_zalo_and_nobody_learns_whether_there_is_one() {
    let (account, code) = office("bot = true\n");
    let _host = account.office.host();
    let states = account.office.states();
    for said in [
        "TC CODE",
        "TC CODE 5678",
        "HUY CODE 5678",
        "DOI CODE 25/11 sang",
    ] {
        let say = |code| say(&account, "u1", &said.replace("CODE", code), "zalo:u1");
        let (known, other) = (say(&code), say("MC22222"));
        assert!(known.contains("Chưa mở được"), "{known}");
        assert_eq!(other.replace("MC22222", &code), known);
    }
    assert_eq!(account.office.states(), states);
    assert!(
        account.told(PHONE).is_empty(),
        "and its owner is not texted"
    );
    // What stands under an id is shown, and goes, as under a number.
    let shown = account.office.run(&["citizen", "show", "zalo:u1"]).stdout;
    assert!(shown.contains("HUY MC22222 5678"), "{shown}");
    account.zalo.faultless_but(&[]);
}
