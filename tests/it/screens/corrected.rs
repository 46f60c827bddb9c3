//! A telephone number that was typed wrong, with all that it stands at: other days, other desks, what a visit brought.

use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;

const MONDAY: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

fn phone_of(office: &Office, what: &str, id: u32) -> String {
    let db = Connection::open(office.store()).unwrap();
    let of = if what == "ticket" {
        "person"
    } else {
        "dossier_person"
    };
    let sql = format!("SELECT phone FROM {of} WHERE {what} = ?");
    db.query_row(&sql, [id], |row| row.get(0)).unwrap()
}

#[test]
fn what_a_corrected_number_changes_does_not_hang_on_what_is_remembered() {
    let office = Office::new(OFFICE, MONDAY);
    let event = |event| office.event(&event);
    event(
        json!({"type": "web", "field": "tu-phap", "date": "2026-11-23", "time": "10:00", "desk": 1,
        "phone": "0912345679", "name": "Nguyễn Văn An", "channel": "phone"}),
    );
    event(
        json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-23", "to": "2026-11-25",
        "time": "09:00", "desk": 1}),
    );
    office.set_clock("2026-11-24 08:00:00");
    event(
        json!({"type": "set_phone", "number": "tu-phap-001", "date": "2026-11-25",
        "phone": "0912345678", "desk": 1}),
    );
    assert_eq!(phone_of(&office, "ticket", 2), "0912345678");
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn a_form_that_changes_the_name_leaves_the_number_that_another_desk_corrected() {
    let office = Office::new(OFFICE, MONDAY);
    let mut desk = Desk::open(&office, &[]);
    desk.says(
        "F5 «Nguyễn Văn An» Tab «0912345679» Enter",
        "Cấp số 001 Nguyễn Văn An",
    );
    desk.shows("Ctrl+N", "Họ tên, số điện thoại của 001");
    office.event(
        &json!({"type": "set_phone", "number": "tu-phap-001", "phone": "0912345678", "desk": 2}),
    );
    desk.says("« Anh» Enter", "Nguyễn Văn An Anh");
    assert_eq!(phone_of(&office, "ticket", 1), "0912345678");
}

#[test]
fn a_number_is_corrected_at_the_visit_and_at_what_it_brought() {
    let office = Office::new(OFFICE, MONDAY);
    let event = |event| office.event(&event);
    event(
        json!({"type": "walkin", "field": "tu-phap", "name": "Nguyễn Văn An", "phone": "0912345679",
        "procedure": "khai-sinh"}),
    );
    let mut desk = Desk::open(&office, &[]);
    desk.says("Alt+H", "Nhận hồ sơ HS");
    let both = |phone: &str| {
        assert_eq!(phone_of(&office, "ticket", 1), phone);
        assert_eq!(phone_of(&office, "dossier", 1), phone);
    };
    event(json!({"type": "set_phone", "number": "tu-phap-001", "phone": "0912345678", "desk": 1}));
    both("0912345678");
    event(json!({"type": "undo", "counter": 1}));
    both("0912345679");

    // So it is at the hour for who brings papers, when the dossier's own is corrected.
    event(
        json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "Giấy chứng sinh",
        "visit": "2026-11-25", "field": "tu-phap"}),
    );
    assert_eq!(phone_of(&office, "ticket", 2), "0912345679");
    event(json!({"type": "correct", "desk": 1, "dossier": 1, "phone": "0912345678"}));
    assert_eq!(phone_of(&office, "ticket", 2), "0912345678");
    event(json!({"type": "undo", "counter": 1}));
    assert_eq!(phone_of(&office, "ticket", 2), "0912345679");
    event(json!({"type": "redo", "counter": 1}));
    assert_eq!(phone_of(&office, "ticket", 2), "0912345678");
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn a_dossiers_corrected_name_tells_nobody_again() {
    let office = Office::new(OFFICE, MONDAY);
    let event = |event| office.event(&event);
    event(
        json!({"type": "receive", "name": "Nguyễn Văn An", "phone": "0912345679",
        "procedure": "khai-sinh", "limit": 3}),
    );
    event(json!({"type": "complete", "dossier": 1}));
    let db = Connection::open(office.store()).unwrap();
    db.execute("UPDATE notice SET state = 'sent'", []).unwrap();
    let told = || {
        Store::open(&office.store())
            .unwrap()
            .notices(100)
            .unwrap()
            .len()
    };
    let before = told();
    event(json!({"type": "correct", "dossier": 1, "phone": "0912345678"}));
    assert!(told() > before);
    let again = "UPDATE notice SET state = 'dropped' WHERE phone = '0912345678'";
    db.execute(again, []).unwrap();
    let before = told();
    event(json!({"type": "correct", "dossier": 1, "name": "Nguyễn Văn Ân"}));
    assert_eq!(told(), before);
}
