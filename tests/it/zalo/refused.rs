//! A report that the store refuses: set aside and named, and all else goes on.

use rusqlite::Connection;
use rustix::process::Signal;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;

#[test]
fn what_the_store_refuses_holds_up_nothing_else() {
    let account = Account::new(&[], MODEM, "bot = true\n", CLOCK);
    account.book("0912000009", "2026-11-25", "message");
    // A store that takes everything but this one message, and the end of this one notice.
    let store = Connection::open(account.office.store()).unwrap();
    store
        .execute_batch(
            "CREATE TRIGGER no_message BEFORE INSERT ON message WHEN NEW.sender = 'zalo:u1'
             BEGIN SELECT RAISE(ABORT, 'refused by the test'); END;
             CREATE TRIGGER no_end BEFORE UPDATE OF state ON notice
             WHEN NEW.phone = '0912000001' AND NEW.state = 'sent'
             BEGIN SELECT RAISE(ABORT, 'refused by the test'); END;",
        )
        .unwrap();
    let mut host = account.office.host();
    account.zalo.control("SAY u1 TC MC7K2QF");
    account.zalo.control("SAY u2 TC MC7K2QF");
    account.await_told("zalo:u2", &["answer chat sent"]);
    account.book("0912000001", "2026-11-24", "message");
    account.book("0912000002", "2026-11-24", "message");
    account.await_told("0912000002", &["booked zalo sent"]);
    assert_eq!(account.told("0912000001"), ["booked zalo sending"]);
    let says = |status: &motcua::app::status::Status| {
        let named = |words: &String| words.contains("2 việc từ Zalo");
        status.notices.iter().any(named)
    };
    account.office.await_status("both named", says);

    // It is offered to the store again, at the end of the host at the latest.
    store
        .execute_batch("DROP TRIGGER no_message; DROP TRIGGER no_end;")
        .unwrap();
    host.signal(Signal::TERM);
    assert_eq!(host.wait(), Some(0));
    assert_eq!(account.told("0912000001"), ["booked zalo sent"]);
    assert_eq!(account.told("zalo:u1"), ["answer chat new"]);
    let stat = account.zalo.faultless_but(&[]);
    assert_eq!(stat["accepted"], 3, "nothing went twice");
}
