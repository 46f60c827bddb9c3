//! Zalo against an independent stand-in for its servers: a day's notices, every fault of the table, tokens, the bot.

mod bot;
mod doctor;
mod faults;
mod followers;
mod offline;
mod refused;
mod relay;
mod strangers;
mod tokens;
mod undone;

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::fakezalo::Account;

/// A Monday; there is no such modem: what goes there waits.
pub(crate) const CLOCK: &str = "2026-11-23 08:00:00";
pub(crate) const MODEM: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[modem]\nport = \"/dev/khong-co-modem\"\n\
    [[field]]\nid = \"TP\"\nname = \"Tư pháp\"\nmean = 10\n[[counter]]\nid = \"1\"\nname = \"Quầy 1\"\nfields = [\"TP\"]\n";

#[test]
fn a_days_notices_go_by_zalo() {
    let account = Account::new(&["--proof"], MODEM, "proof = true\n", CLOCK);
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.await_told("0912000001", &["booked zalo sent"]);
    // By telephone, and both; who agreed to other words did not agree to Zalo.
    account.book("0912000002", "2026-11-24", "call");
    account.book("0912000003", "2026-11-24", "both");
    account.await_told("0912000003", &["booked zalo sent"]);
    account.office.event(
        &json!({"type": "web", "field": "TP", "date": "2026-11-24", "name": "Lê Chi",
        "phone": "0912000004", "consent": 2}),
    );
    account.await_told("0912000004", &["booked sms new"]);
    assert!(account.told("0912000002").is_empty());
    let last = account.zalo.control("STAT")["last"].clone();
    assert_eq!(last["data"]["ten"], "Nguyễn Thị Kiều Oanh");
    assert!(
        last["data"]["thoi_gian"]
            .as_str()
            .unwrap()
            .contains("ngày 24/11/2026"),
        "{last}"
    );

    let number = |n: u32| format!("TP-{n:03}");
    let day = "2026-11-24";
    account
        .office
        .event(&json!({"type": "cancel", "number": number(1), "date": day}));
    account.await_told("0912000001", &["booked zalo sent", "cancelled zalo sent"]);
    account
        .office
        .event(&json!({"type": "cancel", "number": number(3), "date": day}));
    account.await_told(
        "0912000003",
        &[
            "booked zalo sent",
            "cancelled zalo sent",
            "cancelled sms call",
        ],
    );
    let stat = account.zalo.faultless_but(&[]);
    assert_eq!(stat["accepted"], 4);
    assert_eq!(
        account.zalo.posts("/v4/oa/access_token"),
        1,
        "one sign-in, nothing renewed"
    );
}

#[test]
fn a_dossiers_news_go_by_zalo_where_it_has_worked() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.await_told("0912000001", &["booked zalo sent"]);
    let mut told = vec!["booked zalo sent"];
    let receive = json!({"type": "receive", "desk": 1, "name": "Nguyễn Văn Ân", "phone": "0912000001",
        "procedure": "chung-thuc", "consent": true, "limit": 3});
    for (event, news) in [
        (receive, "dossier_received zalo sent"),
        (
            json!({"type": "apologise", "desk": 1, "dossier": 1, "reason": "chờ xác minh", "date": "2026-12-08"}),
            "dossier_late zalo sent",
        ),
        (
            json!({"type": "complete", "desk": 1, "dossier": 1}),
            "dossier_ready zalo sent",
        ),
    ] {
        account.office.event(&event);
        told.push(news);
        account.await_told("0912000001", &told);
    }
    assert_eq!(account.zalo.faultless_but(&[])["accepted"], 4);
}

#[test]
fn no_key_feels_a_server_that_hangs() {
    let account = Account::new(&[], MODEM, "", CLOCK);
    let gate = account.gate("business");
    account.be_patient();
    let _host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    let hanging = gate.held();
    let mut desk = Desk::open(&account.office, &[]);
    desk.says("F5 Enter", "Cấp số 001");
    assert_eq!(account.told("0912000001"), ["booked zalo sending"]);
    drop(hanging);
    account.await_told("0912000001", &["booked zalo sent"]);
    account.zalo.faultless_but(&[]);
}
