//! A fresh official's wrong turns and wishes: a number typed wrong, arrows and keys in a form, what a call says, a closed day.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::event::Event;
use motcua::domain::notice::{NoticeKind, NoticeState};
use motcua::domain::rules::{CounterIx, Profile};
use motcua::domain::time::Half;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use super::desk::Desk;
use super::sample::{DESK, JUSTICE, Sample, at, rules};
use crate::support::desk::Desk as Door;
use crate::support::office::{Office, three_people};

const MONDAY: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";
const MODEM: &str =
    "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[modem]\nport = \"/dev/khong-co-modem\"\n";

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

/// What still is to be told, to whom, and how, oldest first.
fn to_tell(office: &Office) -> Vec<(NoticeKind, NoticeState, String)> {
    let all = Store::open(&office.store()).unwrap().notices(100).unwrap();
    let all = all.into_iter().rev();
    let open = all.filter(|n| matches!(n.state, NoticeState::New | NoticeState::Call));
    open.filter_map(|n| Some((n.kind?, n.state, n.phone)))
        .collect()
}

fn phone_of(office: &Office, ticket: u32) -> Option<String> {
    let db = Connection::open(office.store()).unwrap();
    let sql = "SELECT phone FROM person WHERE ticket = ?";
    db.query_row(sql, [ticket], |row| row.get(0)).unwrap()
}

/// Two presses within a moment are one.
fn a_moment() {
    std::thread::sleep(std::time::Duration::from_millis(600));
}

/// Takes away what ten keys wrote.
const TEN_BACK: &str = "Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace";

// ---- a number that was typed wrong ----

#[test]
fn a_number_is_corrected_where_the_name_is_and_what_is_to_be_told_goes_there() {
    use NoticeKind::{Confirmed, Moved};
    let office = Office::new(OFFICE, MONDAY);
    let mut desk = Door::open(&office, &[]);
    desk.says(
        "F5 «Nguyễn Văn An» Tab «0912345679» Enter",
        "Cấp số 001 Nguyễn Văn An",
    );
    desk.shows("Ctrl+N", "Họ tên, số điện thoại của 001");
    desk.press(&format!("Tab {TEN_BACK} «0912345678»"));
    desk.screen.wait_for("0912 345 678 · không lỡ hẹn lần nào");
    desk.says("Enter", "001 Nguyễn Văn An: số điện thoại 0912 ••• 678");
    assert_eq!(phone_of(&office, 1).as_deref(), Some("0912345678"));
    desk.says("Ctrl+Z", "Đã hoàn tác: sửa số điện thoại");
    assert_eq!(phone_of(&office, 1).as_deref(), Some("0912345679"));
    // An empty row takes it away; a name alone leaves it.
    desk.shows("Ctrl+N", "Họ tên, số điện thoại của 001");
    desk.says(&format!("Tab {TEN_BACK} Enter"), "Bỏ số điện thoại của 001");
    assert_eq!(phone_of(&office, 1), None);

    // A call goes to the new number, and back with an undo.
    let asked = json!({"type": "request", "field": "tu-phap", "date": "2026-11-25", "time": "09:00",
        "phone": "0987000111", "name": "Phạm Thị Dung"});
    office.event(&asked);
    office.event(&json!({"type": "confirm", "number": "tu-phap-001", "date": "2026-11-25"}));
    let call = |kind, phone: &str| (kind, NoticeState::Call, phone.to_owned());
    assert_eq!(to_tell(&office), [call(Confirmed, "0987000111")]);
    let set = |phone: &str| {
        office.event(
            &json!({"type": "set_phone", "number": "tu-phap-001", "date": "2026-11-25",
            "phone": phone, "desk": 1}),
        )
    };
    set("0987000222");
    assert_eq!(to_tell(&office), [call(Confirmed, "0987000222")]);
    office.event(&json!({"type": "undo", "counter": 1}));
    assert_eq!(to_tell(&office), [call(Confirmed, "0987000111")]);
    office.event(&json!({"type": "redo", "counter": 1}));
    assert_eq!(to_tell(&office), [call(Confirmed, "0987000222")]);
    office.event(
        &json!({"type": "move", "number": "tu-phap-001", "date": "2026-11-25", "to": "2026-11-26",
        "time": "09:00"}),
    );
    assert_eq!(to_tell(&office), [call(Moved, "0987000222")]);
    assert_eq!(office.run(&["check"]).code, Some(0));
}

#[test]
fn an_unsent_message_goes_to_the_corrected_number_and_one_that_went_wrong_once_more() {
    let office = Office::new(MODEM, MONDAY);
    office.event(
        &json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "time": "09:00", "desk": 1,
        "phone": "0912345679", "name": "Nguyễn Văn An", "channel": "phone"}),
    );
    let new = |phone: &str| vec![(NoticeKind::Booked, NoticeState::New, phone.to_owned())];
    assert_eq!(to_tell(&office), new("0912345679"));
    let set = |phone: &str| {
        let answer = office.event(
            &json!({"type": "set_phone", "number": "tu-phap-001", "date": "2026-11-25",
            "phone": phone, "desk": 1}),
        );
        assert_eq!(answer[0]["type"], "changed", "{answer}");
    };
    set("0912345678");
    assert_eq!(to_tell(&office), new("0912345678"));
    let db = Connection::open(office.store()).unwrap();
    let sent = "UPDATE notice SET state = 'sent' WHERE state = 'new'";
    db.execute(sent, []).unwrap();
    set("0912345670");
    assert_eq!(to_tell(&office), new("0912345670"));
    // The first was right: who had the message needs no other one.
    office.event(&json!({"type": "undo", "counter": 1}));
    assert_eq!(to_tell(&office), []);
    set("");
    assert_eq!(to_tell(&office), []);
}

#[test]
fn a_dossiers_number_is_corrected_with_its_name() {
    let office = Office::new(OFFICE, MONDAY);
    office.event(
        &json!({"type": "receive", "name": "Nguyễn Văn An", "phone": "0912345679",
        "procedure": "khai-sinh", "limit": 3}),
    );
    office.event(&json!({"type": "complete", "dossier": 1}));
    let mut desk = Door::open(&office, &[]);
    desk.shows("Alt+5", "Alt+U Sửa");
    desk.shows("Alt+U", "Mã hồ sơ của");
    desk.says(
        &format!("Tab {TEN_BACK} «0912345678» Enter"),
        "Sửa hồ sơ HS",
    );
    let ready = |phone: &str| {
        vec![(
            NoticeKind::DossierReady,
            NoticeState::Call,
            phone.to_owned(),
        )]
    };
    assert_eq!(to_tell(&office), ready("0912345678"));
    desk.says("Ctrl+Z", "Đã hoàn tác: sửa hồ sơ");
    assert_eq!(to_tell(&office), ready("0912345679"));
    assert_eq!(office.run(&["check"]).code, Some(0));
}

/// How often a text stands in what is kept of persons.
fn stands(office: &Office, text: &str) -> u32 {
    let db = Connection::open(office.store()).unwrap();
    let all =
        ["event_body", "event_trace", "journal"].map(|table| format!("SELECT body FROM {table}"));
    let all = all.join(" UNION ALL ");
    let sql = format!(
        "SELECT (SELECT count(*) FROM ({all}) WHERE instr(body, ?1))
           + (SELECT count(*) FROM person WHERE phone = ?1 OR name = ?1)
           + (SELECT count(*) FROM dossier_person WHERE phone = ?1 OR name = ?1)"
    );
    db.query_row(&sql, [text], |row| row.get(0)).unwrap()
}

#[test]
fn who_had_a_wrong_number_is_erased_by_the_right_one_and_kept_when_that_goes() {
    for wrong_first in [false, true] {
        let office = three_people();
        let event = |event| office.event(&event);
        event(json!({"type": "set_phone", "number": "TP-001", "phone": "0977000111", "desk": 1}));
        event(json!({"type": "set_phone", "number": "TP-001", "phone": "0977000222", "desk": 1}));
        // Of who left none at first, and of a dossier.
        event(json!({"type": "set_phone", "number": "TP-002", "phone": "0977000333", "desk": 1}));
        event(
            json!({"type": "receive", "name": "Nguyễn Văn An", "phone": "0912345678", "limit": 3}),
        );
        event(json!({"type": "correct", "dossier": 1, "phone": "0977000222"}));
        // And of a booking that was moved before.
        event(
            json!({"type": "move", "number": "DD-001", "date": "2026-11-23", "to": "2026-11-24",
            "time": "09:00"}),
        );
        event(
            json!({"type": "set_phone", "number": "DD-001", "date": "2026-11-24", "phone": "0977000222"}),
        );
        let erase = |phone: &str| {
            let done = office.run(&["citizen", "erase", phone, "--now"]);
            assert_eq!(done.code, Some(0), "{done:?}");
            let checked = office.run(&["check"]);
            assert_eq!(checked.code, Some(0), "{phone}: {checked:?}");
        };
        if wrong_first {
            // In the store are only bodies with it.
            let mut store = Store::open(&office.store()).unwrap();
            store.erase("0912345678").unwrap();
            drop(store);
            assert_eq!(office.run(&["check"]).code, Some(0));
            assert_eq!(stands(&office, "0912345678"), 0);
            assert!(stands(&office, "Nguyễn Văn An") > 0, "it is another one's");
        }
        erase("0977000222");
        for gone in [
            "0977000222",
            "0977000111",
            "0912345678",
            "Nguyễn Văn An",
            "Võ Em",
        ] {
            assert_eq!(stands(&office, gone), 0, "{gone} {wrong_first}");
        }
        assert!(stands(&office, "Trần Thị Bình") > 0);
        erase("0977000333");
        assert_eq!(stands(&office, "Trần Thị Bình"), 0);
        assert!(stands(&office, "Lê Chi") > 0);
    }
}

#[test]
fn a_number_that_was_taken_away_goes_with_the_nameless() {
    let office = three_people();
    let set = |number: &str, phone: &str| {
        office.event(&json!({"type": "set_phone", "number": number, "phone": phone}));
    };
    set("TP-001", "");
    set("TP-002", "0977000333");
    let mut store = Store::open(&office.store()).unwrap();
    let later = motcua::domain::time::Day::parse("2027-06-07").unwrap();
    // Who has come again is known.
    office.event(
        &json!({"type": "walkin", "field": "DD", "name": "Trần Thị Bình", "phone": "0977000333"}),
    );
    let db = Connection::open(office.store()).unwrap();
    db.execute(
        "UPDATE ticket SET day = day + 400 WHERE id = (SELECT max(id) FROM ticket)",
        [],
    )
    .unwrap();
    db.execute("UPDATE ticket SET state = 'done'", []).unwrap();
    store.erase_before(later, 10).unwrap();
    for gone in ["0912345678", "Nguyễn Văn An", "Lê Chi"] {
        assert_eq!(stands(&office, gone), 0, "{gone}");
    }
    assert!(stands(&office, "Trần Thị Bình") > 1);
}

// ---- keys in a form ----

#[test]
fn the_arrow_walks_through_the_rows_of_a_form_and_changes_none() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("↑↑↑↑↑↑Bùi Thị Tám\n");
    let new = desk.newest();
    assert_eq!(new.person.name.as_deref(), Some("Bùi Thị Tám"));
    assert_eq!((new.person.errand, new.has_priority()), (None, false));
    assert_eq!(new.number.field, JUSTICE);
}

#[test]
fn a_key_of_the_page_does_in_a_form_what_it_names_and_erases_nothing() {
    let mut desk = monday();
    desk.f(5);
    desk.keys("Lê Văn Bốn");
    desk.ctrl('u');
    desk.shows("[x] có");
    desk.keys(" Năm\n");
    let new = desk.newest();
    assert_eq!(new.person.name.as_deref(), Some("Lê Văn Bốn Năm"));
    assert!(new.has_priority());
    // Where a form has no such row, it says what the key is.
    desk.f(6);
    desk.keys("Hồ Văn Ích");
    desk.ctrl('u');
    desk.shows("rồi Ctrl+U Ưu tiên");
    desk.ctrl('w');
    desk.shows("Họ tên        Hồ Văn Ích");
}

#[test]
fn a_refusal_names_a_key_by_what_it_does_now() {
    let mut desk = monday();
    let event = Event::CloseCounter {
        counter: DESK,
        reason: None,
    };
    desk.sample.event(at("08:42"), Some(DESK), event);
    desk.f(6);
    desk.f(9);
    desk.shows("rồi F9 Mở lại");
    assert!(!desk.text(120, 40).contains("rồi F9 Tạm nghỉ"));
}

#[test]
fn a_key_of_dossiers_is_named_by_what_it_does() {
    let office = Office::new(OFFICE, MONDAY);
    office.event(&json!({"type": "receive", "name": "Nguyễn Văn An", "limit": 3}));
    let mut desk = Door::open(&office, &[]);
    desk.shows("Alt+5", "Alt+P Hẹn lại");
    desk.screen.wait_for("Alt+E Rút hồ sơ  Alt+U Sửa");
}

// ---- calls to make ----

#[test]
fn what_is_done_to_a_dossier_says_that_a_call_is_left_and_who_is_here_needs_none() {
    let office = Office::new(OFFICE, MONDAY);
    office.event(
        &json!({"type": "walkin", "field": "tu-phap", "name": "Nguyễn Văn An", "phone": "0912345678",
        "procedure": "khai-sinh"}),
    );
    let mut desk = Door::open(&office, &[]);
    desk.says("Alt+H", "Nhận hồ sơ HS");
    desk.shows("Alt+5", "Hẹn trả kết quả:");
    desk.says("Alt+K", "Hoàn tất hồ sơ HS");
    assert_eq!(to_tell(&office), [], "it was said across the desk");
    desk.says("Ctrl+Z", "Đã hoàn tác: hoàn tất hồ sơ");
    office.event(&json!({"type": "done", "counter": "1"}));
    a_moment();
    desk.says("Alt+K", "Ctrl+Y: đã báo, khỏi gọi (để sau: Alt+4 Tin nhắn)");
    assert_eq!(to_tell(&office).len(), 1);
    desk.says("Ctrl+Y", "Đã ghi là đã gọi 0912 ••• 678 Nguyễn Văn An");
    assert_eq!(to_tell(&office), []);
}

#[test]
fn every_call_about_a_dossier_is_spoken_with_accents() {
    let office = Office::new(OFFICE, MONDAY);
    let event = |event| office.event(&event);
    event(
        json!({"type": "receive", "name": "Nguyễn Văn An", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3}),
    );
    let mut desk = Door::open(&office, &[]);
    let said = [
        (
            json!({"type": "ask_supplement", "reason": "Giấy chứng sinh", "date": "2026-11-27"}),
            "cần bổ sung: Giấy chứng sinh, trước thứ Sáu 27/11",
        ),
        (json!({"type": "supplement"}), ""),
        (
            json!({"type": "apologise", "reason": "chờ xác minh", "date": "2026-12-09"}),
            "chưa xong đúng hẹn, hẹn lại thứ Tư 09/12; lý do: chờ xác minh",
        ),
        (
            json!({"type": "complete"}),
            "đã có kết quả, mời đến nhận tại quầy Một cửa",
        ),
        (json!({"type": "undo", "counter": 1}), ""),
        (
            json!({"type": "refuse", "reason": "không đủ điều kiện (Luật Hộ tịch)"}),
            "bị từ chối giải quyết: không đủ điều kiện",
        ),
        (json!({"type": "undo", "counter": 1}), ""),
        (
            json!({"type": "stop", "reason": "người nộp xin rút"}),
            "đã dừng giải quyết theo đề nghị: người nộp xin rút",
        ),
    ];
    for (mut what, words) in said {
        if what["type"] != "undo" {
            what["dossier"] = 1.into();
            what["desk"] = 1.into();
        }
        event(what);
        if !words.is_empty() {
            desk.press("Alt+4");
            desk.screen.wait_until(words, |screen| {
                let text = screen.contents().replace(['│', '\n'], " ");
                let text: Vec<_> = text.split_whitespace().collect();
                text.join(" ").contains(words)
            });
            desk.press("Alt+1");
            desk.screen.wait_for("Hàng chờ");
        }
    }
}

#[test]
fn a_call_names_only_the_time_that_its_holder_knows() {
    let office = Office::new(OFFICE, MONDAY);
    let event = |event| office.event(&event);
    event(
        json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "time": "08:00", "desk": 1,
        "phone": "0912345678", "name": "Nguyễn Văn An", "channel": "phone"}),
    );
    let moved = |number: &str, from: &str, to: &str, time: &str| json!({"type": "move", "number": number, "date": from, "to": to, "time": time, "desk": 1});
    event(moved("tu-phap-001", "2026-11-25", "2026-11-26", "09:00"));
    event(moved("tu-phap-001", "2026-11-26", "2026-11-27", "10:00"));
    let mut desk = Door::open(&office, &[]);
    desk.shows(
        "Alt+4",
        "lịch hẹn lúc 08:00 thứ Tư 25/11 được đổi sang 10:00 thứ Sáu 27/11",
    );
    assert!(!desk.screen.text().contains("09:00"));
    // What nobody was told is not what is taken back, either.
    event(json!({"type": "cancel", "number": "tu-phap-001", "date": "2026-11-27", "desk": 1}));
    desk.shows(
        "Alt+1 Alt+4",
        "lịch hẹn lúc 08:00 thứ Tư 25/11, số 001, đã huỷ",
    );
}

#[test]
fn a_request_that_is_not_granted_is_called_out_with_its_reason() {
    let office = Office::new(OFFICE, MONDAY);
    office.event(
        &json!({"type": "request", "field": "tu-phap", "date": "2026-11-25", "time": "09:00",
        "phone": "0912345678", "name": "Nguyễn Văn An"}),
    );
    office.event(
        &json!({"type": "decline", "number": "tu-phap-001", "date": "2026-11-25",
        "reason": "việc này không làm tại xã", "desk": 1}),
    );
    let mut desk = Door::open(&office, &[]);
    desk.shows("Alt+4", "lý do: việc này không làm tại xã");
    // What was a slip is said with accents, too.
    office.event(
        &json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "time": "08:00", "desk": 1,
        "phone": "0977123456", "name": "Hồ Văn Ích", "channel": "phone"}),
    );
    office.event(&json!({"type": "undo", "counter": 1}));
    desk.screen.wait_for("2 cần gọi");
    desk.press("Up Up Ctrl+Y");
    desk.hears("Đã ghi là đã gọi 0977 ••• 456");
    office.event(&json!({"type": "redo", "counter": 1}));
    desk.shows(
        "Alt+1 Alt+4",
        "xin lỗi, lần trước báo nhầm: vẫn hẹn lúc 08:00 thứ Tư 25/11",
    );
}

// ---- a day without numbers ----

#[test]
fn on_a_closed_day_it_is_said_until_when_and_what_can_be_done() {
    let saturday = Sample::empty(rules(Profile::Improved), "2026-11-28T09:00:00");
    let mut desk = Desk::new(saturday);
    desk.shows("hôm nay nghỉ");
    desk.f(5);
    desk.says(
        "Hôm nay cơ quan nghỉ nên không cấp số, làm việc lại từ 07:30 thứ Hai 30/11; F6 để đặt hẹn ngày khác",
    );
    assert!(!desk.text(200, 40).contains("hết giờ cấp số"));
    // A half-day that fell out.
    let mut desk = Desk::new(Sample::empty(
        rules(Profile::Improved),
        "2026-11-23T09:00:00",
    ));
    let all: Vec<_> = desk.sample.office.rules().field_indexes().collect();
    let close = |half| Event::SetSessions {
        open: false,
        sessions: all.iter().map(|f| (*f, at("08:00").day(), half)).collect(),
    };
    desk.sample
        .event(at("09:00"), Some(CounterIx(0)), close(Half::Am));
    desk.f(5);
    desk.says(
        "Buổi sáng nay đã đóng nên không cấp số, cấp lại từ 13:30 hôm nay; F6 để đặt hẹn buổi khác",
    );
    let mut early = Desk::new(Sample::empty(
        rules(Profile::Improved),
        "2026-11-23T07:00:00",
    ));
    early
        .sample
        .event(at("07:00"), Some(CounterIx(0)), close(Half::Am));
    early.f(5);
    early.says("Ngoài giờ cấp số (13:30–");
    desk.sample
        .event(at("09:00"), Some(CounterIx(0)), close(Half::Pm));
    desk.shows("hôm nay nghỉ");
    desk.burst(KeyEvent::new(KeyCode::F(5), KeyModifiers::NONE));
    desk.says("Buổi sáng nay đã đóng nên không cấp số; F6 để đặt hẹn buổi khác");
}
