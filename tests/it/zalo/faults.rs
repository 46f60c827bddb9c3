//! Each fault of the table, one case: nothing is lost, nothing goes by Zalo twice, the fallback comes in time.

use chrono::TimeDelta;
use serde_json::json;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;

/// The servers' faults, and what a cancellation comes to that meets one: at once, and eleven minutes later.
const FAULTS: [(&str, &str, &str); 28] = [
    ("-124", "zalo sent", ""),
    ("401", "zalo sent", ""),
    ("-133", "sms new (zalo-closed)", ""),
    ("-144", "sms new (zalo-closed)", ""),
    ("-147", "sms new (zalo-closed)", ""),
    ("429", "sms new (zalo-closed)", ""),
    ("-118", "sms new (not-on-zalo)", ""),
    ("-139", "sms new (not-on-zalo)", ""),
    ("-141", "sms new (not-on-zalo)", ""),
    ("-114", "sms new (not-on-zalo)", ""),
    ("-119", "sms new (not-on-zalo)", ""),
    ("-110", "sms new (not-on-zalo)", ""),
    ("-115", "sms new (zalo-closed)", ""),
    ("-137", "sms new (zalo-closed)", ""),
    ("-1121", "sms new (Zalo: told to fail (-1121))", ""),
    ("-131", "sms new (Zalo: told to fail (-131))", ""),
    ("-1241", "sms new (Zalo: told to fail (-1241))", ""),
    ("-98765", "sms new (Zalo: told to fail (-98765))", ""),
    ("302", "sms new (Zalo: told to fail (-1))", ""),
    ("503", "zalo unknown", "again"),
    ("-100", "zalo unknown", "again"),
    ("html", "zalo unknown", "again"),
    ("empty", "zalo unknown", "again"),
    ("half", "zalo unknown", "again"),
    ("drop", "zalo unknown", "again"),
    ("hang", "zalo unknown", "again"),
    ("accept-drop", "zalo unknown", "again"),
    ("accept-hang", "zalo unknown", "again"),
];

#[test]
fn each_fault_of_the_table() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let mut unknown = Vec::new();
    for (n, (fault, told, later)) in (1..).zip(FAULTS) {
        eprintln!("--- {fault}");
        // A quota or an empty purse closes the door for all that follow: each meets an open one.
        let _host = account.office.host();
        let phone = format!("09120001{n:02}");
        account.book(&phone, "2026-11-24", "message");
        account.await_told(&phone, &["booked zalo sent"]);
        account.zalo.control(&format!("FAIL 1 {fault}"));
        let number = format!("TP-{n:03}");
        account
            .office
            .event(&json!({"type": "cancel", "number": number, "date": "2026-11-24"}));
        let watch_for = format!("cancelled {told}");
        match later {
            "" => account.await_told(&phone, &["booked zalo sent", &watch_for]),
            _ => {
                account.await_settled(&phone, &watch_for);
                unknown.push(phone);
            }
        }
    }
    let accepted = account.zalo.faultless_but(&[])["accepted"].clone();
    // All bookings, two cancellations with another token, and those whose answer was lost.
    assert_eq!(accepted, FAULTS.len() + 2 + 3);

    let later = account.office.now() + TimeDelta::minutes(11);
    account
        .office
        .set_clock(&later.format("%Y-%m-%d %H:%M:%S").to_string());
    let _host = account.office.host();
    for phone in &unknown {
        account.await_told(
            phone,
            &[
                "booked zalo sent",
                "cancelled zalo dropped (followed)",
                "cancelled sms new",
            ],
        );
    }
    let said = account
        .notices()
        .into_iter()
        .filter(|n| n.text.ends_with("Neu da nhan tin nay, xin bo qua."));
    assert_eq!(said.count(), unknown.len());
    assert_eq!(
        account.zalo.faultless_but(&[])["accepted"],
        accepted,
        "nothing went there again"
    );
}

#[test]
fn who_is_not_on_zalo_is_not_tried_again() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    account.zalo.control("USER 84912000001 u1 none");
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.await_told("0912000001", &["booked sms new (not-on-zalo)"]);
    let asked = account.zalo.posts("/message/template");
    account
        .office
        .event(&json!({"type": "cancel", "number": "TP-001", "date": "2026-11-24"}));
    account.await_told(
        "0912000001",
        &[
            "booked sms new (not-on-zalo)",
            "cancelled sms new (not-on-zalo)",
        ],
    );
    assert_eq!(account.zalo.posts("/message/template"), asked);
    account.zalo.faultless_but(&[]);
}

#[test]
fn without_internet_what_must_be_told_is_told_otherwise() {
    let Account { office, zalo } = Account::new(&[], MODEM, "", CLOCK);
    // From now on nobody listens there.
    drop(zalo);
    let account = |office| Account {
        office,
        zalo: crate::support::fakezalo::FakeZalo::start(&[]),
    };
    let host = office.host();
    let account = account(office);
    account.book("0912000001", "2026-11-24", "message");
    account.book("0912000002", "2026-11-24", "both");
    let waits = |status: &motcua::app::status::Status| {
        status
            .zalo
            .as_ref()
            .is_some_and(|zalo| zalo.trouble.is_some())
    };
    account.office.await_status("a word about the line", waits);
    assert_eq!(account.told("0912000001"), ["booked zalo new"]);
    drop(host);
    let later = account.office.now() + TimeDelta::minutes(16);
    account
        .office
        .set_clock(&later.format("%Y-%m-%d %H:%M:%S").to_string());
    let _host = account.office.host();
    account.await_told("0912000001", &["booked sms new (no-internet)"]);
    account.await_told("0912000002", &["booked sms new (no-internet)"]);
    // Nothing waits for the line any more: the lamp does not go on about it.
    account
        .office
        .await_status("no word about the line", |status| !waits(status));
    assert_eq!(account.zalo.control("STAT")["accepted"], 0);
}
