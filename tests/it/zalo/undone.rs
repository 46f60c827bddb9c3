//! What may have been told by Zalo, and is taken back: the correction is told, the news is not told once more.

use chrono::TimeDelta;
use serde_json::json;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;

const PHONE: &str = "0912000001";

fn pass(account: &Account, minutes: i64) {
    let later = account.office.now() + TimeDelta::minutes(minutes);
    let clock = later.format("%Y-%m-%d %H:%M:%S").to_string();
    account.office.set_clock(&clock);
}

/// An office in which nobody knows whether Zalo has the cancellation of a booking.
fn unclear() -> Account {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let _host = account.office.host();
    account.book(PHONE, "2026-11-24", "message");
    account.await_told(PHONE, &["booked zalo sent"]);
    account.zalo.control("FAIL 1 accept-drop");
    account
        .office
        .event(&json!({"type": "cancel", "number": "TP-001", "date": "2026-11-24", "desk": 1}));
    account.await_settled(PHONE, "cancelled zalo unknown");
    account
}

fn undo(account: &Account) {
    let undo = json!({"type": "undo", "counter": 1});
    account.office.event(&undo);
}

#[test]
fn taken_back_before_it_was_told_another_way() {
    let account = unclear();
    undo(&account);
    let told = [
        "booked zalo sent",
        "cancelled zalo dropped (unclear)",
        "corrected sms new",
    ];
    assert_eq!(account.told(PHONE), told);
    pass(&account, 11);
    let _host = account.office.host();
    account.book("0912000002", "2026-11-25", "message");
    account.await_told("0912000002", &["booked zalo sent"]);
    assert_eq!(account.told(PHONE), told, "nothing says it once more");
}

#[test]
fn taken_back_after_it_was_told_another_way() {
    let account = unclear();
    pass(&account, 11);
    let host = account.office.host();
    account.await_told(
        PHONE,
        &[
            "booked zalo sent",
            "cancelled zalo dropped (followed)",
            "cancelled sms new",
        ],
    );
    drop(host);
    undo(&account);
    assert_eq!(
        account.told(PHONE),
        [
            "booked zalo sent",
            "cancelled zalo dropped (followed)",
            "cancelled sms dropped",
            "corrected sms new",
        ],
        "what Zalo may have delivered is corrected"
    );
}
