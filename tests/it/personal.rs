//! What the office has of a person is shown, and goes for good, when the person asks.

use std::fs;

use motcua::domain::time::Day;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::support::letters::Post;
use crate::support::office::{names, three_people as office};

/// Whether a text stands in any file of the office's data, or in a new backup.
pub(crate) fn is_anywhere(office: &crate::support::office::Office, text: &str) -> Option<String> {
    let folders = [office.path("data"), office.path("copies")];
    folders.into_iter().find_map(|folder| {
        names(&folder).into_iter().find(|name| {
            let bytes = fs::read(folder.join(name)).unwrap_or_default();
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        })
    })
}

#[test]
fn what_the_office_has_is_shown_and_erased() {
    let office = office();
    let event = |event| office.event(&event);
    event(json!({"type": "set_name", "number": "TP-001", "name": "Nguyễn Văn Ân", "desk": 1}));
    event(
        json!({"type": "web", "field": "DD", "date": "2026-11-24", "time": "08:00", "phone": "0912345678",
        "note": "đi xe lăn"}),
    );
    let shown = office.run(&["citizen", "show", "0912 345 678"]).stdout;
    for words in [
        "TP-001 đang phục vụ · họ tên: Nguyễn Văn Ân",
        "DD-001 đã hẹn · ghi chú: đi xe lăn",
    ] {
        assert!(shown.contains(words), "{shown}");
    }
    event(json!({"type": "cancel", "number": "DD-001", "date": "2026-11-24"}));
    // Who is still served keeps the name until the end.
    office
        .run(&["citizen", "erase", "0912345678"])
        .refused(&["còn việc chưa xong", "TP-001"]);
    event(json!({"type": "done", "counter": 1}));
    let before = office.states();
    let done = office.run(&["citizen", "erase", "0912345678"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(office.run(&["backup", "copies"]).code, Some(0));
    for text in ["0912345678", "Nguyễn Văn An", "Nguyễn Văn Ân", "đi xe lăn"] {
        assert_eq!(is_anywhere(&office, text), None, "{text}");
    }
    assert!(is_anywhere(&office, "Võ Em").is_some(), "others stay");
    assert_eq!(office.states(), before, "numbers and states stay");
    let checked = office.run(&["check"]);
    assert!(
        checked.stdout.contains("nguyên vẹn: 8 sự kiện"),
        "{checked:?}"
    );
    office
        .run(&["citizen", "erase", "0912345678"])
        .refused(&["không có gì"]);
    // The office works on.
    event(json!({"type": "walkin", "field": "TP", "phone": "0912345678", "name": "Người Mới"}));
}

#[test]
fn texts_and_their_bytes_go_too() {
    let post = Post::new(&[], "", "2026-11-23 09:00:00");
    let mut host = post.host();
    let booked = post.ask("+84912345678", "DK Nguyen Van Khanh khai sinh 25/11");
    assert!(booked.starts_with("Da dat hen"), "{booked}");
    post.await_empty();
    host.kill();
    let shown = post.office.run(&["citizen", "show", "0912345678"]).stdout;
    assert!(shown.contains("đến: DK Nguyen Van Khanh"), "{shown}");
    assert!(shown.contains("đi: Da dat hen"), "{shown}");
    let done = post
        .office
        .run(&["citizen", "erase", "0912345678", "--now"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    // The sender's number in a PDU stands with its digits swapped.
    for text in ["0912345678", "Khanh", "1932547698", "4819325476"] {
        assert_eq!(is_anywhere(&post.office, text), None, "{text}");
    }
    assert_eq!(post.office.run(&["check"]).code, Some(0));
}

#[test]
fn nothing_is_erased_under_a_working_host() {
    let office = office();
    let _host = office.host();
    office
        .run(&["citizen", "erase", "0912345678", "--now"])
        .refused(&["đóng mọi màn hình"]);
}

/// Half a year after the last visit nobody's name is left; who came again is kept, and so is a lock.
#[test]
fn who_was_last_here_long_ago_is_forgotten() {
    let office = office();
    office.event(&json!({"type": "done", "counter": 1}));
    office.set_clock("2027-06-07 08:00:00");
    let host = office.host();
    office.await_status("a clock to confirm", |status| status.clock_in_doubt);
    office.event(&json!({"type": "clock_confirmed"}));
    office.event(&json!({"type": "walkin", "field": "TP", "phone": "0987654321", "name": "Võ Em"}));
    let watch = || office.run(&["citizen", "show", "0912345678"]).stdout;
    crate::support::watch::Watch::on(&office.path("data"))
        .until("that Nguyễn Văn An is forgotten", || {
            watch().contains("Lịch hẹn, lượt: 0").then_some(())
        });
    for name in ["Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"] {
        crate::support::watch::Watch::on(&office.path("data"))
            .until("that no byte is left", || {
                is_anywhere(&office, name).is_none().then_some(())
            });
    }
    drop(host);
    assert!(
        office
            .run(&["citizen", "show", "0987654321"])
            .stdout
            .contains("lượt: 2")
    );
    assert_eq!(office.run(&["check"]).code, Some(0));
}

/// The words of a counter's pause stay when names of long ago go.
#[test]
fn what_is_said_of_nobody_stays() {
    let office = office();
    for event in [
        json!({"type": "walkin", "field": "TP", "name": "Đỗ Không Số", "note": "đi xe lăn"}),
        json!({"type": "set_name", "number": "TP-003", "name": "Đỗ Chưa Số"}),
        json!({"type": "close_counter", "counter": 1, "reason": "đi họp huyện"}),
        // Of who has a phone, and comes again.
        json!({"type": "advise", "counter": 1, "form": "02", "reason": "thiếu giấy chứng sinh"}),
    ] {
        office.event(&event);
    }
    let mut store = Store::open(&office.store()).unwrap();
    store
        .erase_before(Day::parse("2027-06-07").unwrap(), 10)
        .unwrap();
    drop(store);
    let db = Connection::open(office.store()).unwrap();
    let said = |text: &str| {
        let sql = "SELECT count(*) FROM event_body WHERE instr(body, ?)";
        db.query_row(sql, [text], |row| row.get::<_, u32>(0))
            .unwrap()
    };
    let left = [
        "Không Số",
        "Chưa Số",
        "đi xe lăn",
        "đi họp huyện",
        "thiếu giấy chứng sinh",
    ];
    assert_eq!(left.map(said), [0, 0, 0, 1, 1]);
    let kept = "SELECT count(*) FROM person WHERE phone IS NULL AND (name IS NOT NULL OR note IS NOT NULL)";
    let kept: u32 = db.query_row(kept, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
    assert_eq!(office.run(&["check"]).code, Some(0));
}

/// A correction names no phone: it is a person's whose phone stands at the ticket, and who came again.
#[test]
fn a_name_corrected_long_ago_stays_with_who_comes_again() {
    let office = office();
    office.event(&json!({"type": "set_name", "number": "TP-001", "name": "Nguyễn Văn Ân"}));
    office.event(&json!({"type": "done", "counter": 1}));
    office.set_clock("2027-06-07 08:00:00");
    let host = office.host();
    office.await_status("a clock to confirm", |status| status.clock_in_doubt);
    office.event(&json!({"type": "clock_confirmed"}));
    office.event(
        &json!({"type": "walkin", "field": "TP", "phone": "0912345678", "name": "Nguyễn Văn Ân"}),
    );
    crate::support::watch::Watch::on(&office.path("data")).until("that Lê Chi is gone", || {
        is_anywhere(&office, "Lê Chi").is_none().then_some(())
    });
    drop(host);
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

/// What somebody asks about the own data has its clocks, and the screens say when one runs out.
#[test]
fn a_request_about_ones_data_is_entered_and_comes_due() {
    let office = office();
    let entered = office.run(&["citizen", "request", "0912345678", "erase"]);
    assert!(
        entered.stdout.contains("Đã ghi yêu cầu số 1"),
        "{entered:?}"
    );
    let list = office.run(&["citizen", "requests"]).stdout;
    for words in [
        "0912345678 xin xoá",
        "phải báo đã nhận chậm nhất 25/11/2026",
        "phải làm xong chậm nhất 14/12/2026",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let sold = office.run(&["citizen", "request", "0912345678", "sell"]);
    assert!(
        sold.code == Some(2) && sold.stderr.contains("see, correct"),
        "{sold:?}"
    );
    office
        .run(&["citizen", "done", "7"])
        .refused(&["không có yêu cầu chưa giải quyết nào"]);
    office.set_clock("2026-11-25 08:00:00");
    let host = office.host();
    let owed = |status: &motcua::app::status::Status| {
        status
            .notices
            .iter()
            .any(|n| n.contains("dữ liệu cá nhân đến hạn"))
    };
    office.await_status("that it is due", owed);
    assert_eq!(office.run(&["citizen", "told", "1"]).code, Some(0));
    assert_eq!(office.run(&["citizen", "done", "1"]).code, Some(0));
    office.ring();
    office.await_status("that it is done", |status| !owed(status));
    drop(host);
    assert!(
        office
            .run(&["citizen", "requests"])
            .stdout
            .contains("Không có yêu cầu")
    );
}
