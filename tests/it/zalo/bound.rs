//! Whose phone it is: who writes on Zalo opens what belongs to a phone by a code and its last four digits.

use rusqlite::Connection;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;
use crate::support::relay::Relay;

const PHONE: &str = "0912345678";
const ASKS: &str = "4 số cuối";

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
fn a_code_alone_opens_nothing_and_with_its_digits_it_opens_the_phone() {
    let (account, code) = office("bot = true\n");
    let _host = account.office.host();
    // Whether there is such a code, nobody learns.
    let asks = say(&account, "u1", &format!("TC {code}"), "zalo:u1");
    assert!(asks.contains(ASKS), "{asks}");
    let other = say(&account, "u1", "TC MC22222", "zalo:u1");
    assert_eq!(other.replace("MC22222", &code), asks);
    let wrong = say(&account, "u1", &format!("HUY {code} 1111"), "zalo:u1");
    assert_eq!(wrong, asks);
    let stands = say(&account, "u1", &format!("TC {code} 5678"), PHONE);
    assert!(
        stands.contains(&code) && stands.contains("24/11"),
        "{stands}"
    );
    // Its owner is told, by a way of the phone's own.
    let told = account.told(PHONE);
    assert_eq!(told, ["answer sms new", "answer chat sent"]);
    assert!(
        account
            .notices()
            .iter()
            .any(|n| n.text.contains("khong phai ong/ba"))
    );
    // From now on it is that phone; what it says is.
    let own = say(&account, "u1", &format!("HUY {code}"), PHONE);
    assert!(own.contains("Đã huỷ"), "{own}");
    // Who comes later with the same proof is told no more of the owner's money, and the first one is nobody again.
    say(&account, "u2", &format!("TC {code} 5678"), PHONE);
    assert_eq!(account.told(PHONE).len(), 4);
    let asks_again = say(&account, "u1", &format!("TC {code} 9999"), "zalo:u1");
    assert!(asks_again.contains(ASKS), "{asks_again}");

    let done = account.office.run(&["citizen", "show", PHONE]);
    assert!(done.stdout.contains("Zalo Bot"), "{done:?}");
    account.zalo.faultless_but(&[]);
}

#[test]
fn digits_cannot_be_tried() {
    let (account, code) = office("bot = true\n");
    let host = account.office.host();
    // The digits are not kept: the same word four times would be two machines that talk.
    for (n, word) in (1..).zip(["TC", "HUY", "TC", "HUY", "TC"]) {
        let asks = say(&account, "u1", &format!("{word} {code} 000{n}"), "zalo:u1");
        assert!(asks.contains(ASKS), "{asks}");
    }
    // The right ones are no better now, neither from here nor from elsewhere.
    for user in ["u1", "u2"] {
        let known = format!("zalo:{user}");
        let asks = say(&account, user, &format!("HUY {code} 5678"), &known);
        assert!(asks.contains(ASKS), "{asks}");
    }
    drop(host);
    let later = account.office.now() + chrono::TimeDelta::minutes(61);
    let clock = later.format("%Y-%m-%d %H:%M:%S").to_string();
    account.office.set_clock(&clock);
    let _host = account.office.host();
    let stands = say(&account, "u2", &format!("TC {code} 5678"), PHONE);
    assert!(stands.contains("24/11"), "{stands}");
}

#[test]
fn an_answer_that_the_account_may_not_give_goes_to_the_phone() {
    let relay = Relay::start();
    let (account, code) = office(&relay.keys());
    relay.attach(&account);
    let _host = account.office.host();
    account.zalo.control("FAIL 1 -230");
    account.zalo.control(&format!("SAY u1 TC {code} 5678"));
    account.await_settled(PHONE, "answer sms new (zalo-closed)");
    let notices = account.notices();
    let last = notices.iter().rfind(|n| n.phone == PHONE).unwrap();
    assert!(
        last.text.is_ascii() && last.text.contains(&code),
        "{}",
        last.text
    );
    account.zalo.faultless_but(&[]);
}
