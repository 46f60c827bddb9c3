//! What is told before anything is received: forms 02 and 03 on paper, printed again, and gone with the person.

use serde_json::json;

use super::printer::{await_none_waits, no_errors, with_printer};
use super::{DESK, slip};
use crate::support::desk::Desk;
use crate::support::office::Office;
use crate::support::printer::FakePrinter;

fn slips(office: &Office) -> Vec<(String, u32, u32, String)> {
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let mut statement = db
        .prepare("SELECT form, nth, copy, state FROM slip ORDER BY id")
        .unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    statement
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn row(form: &str, nth: u32, copy: u32) -> (String, u32, u32, String) {
    (form.to_owned(), nth, copy, "printed".to_owned())
}

#[test]
fn what_is_told_at_the_counter_comes_out_at_once_and_again() {
    let printer = FakePrinter::start(&[]);
    let office = with_printer(&printer.port(), "numbers = false\n");
    let _host = office.host();
    office.event(
        &json!({"type": "walkin", "desk": 1, "field": "tu-phap", "name": "Nguyễn Thị Bưởi",
        "phone": "0912345678", "procedure": "khai-sinh"}),
    );
    let mut desk = Desk::open(&office, &["--counter", "1"]);
    desk.shows("Alt+V", "Chưa nhận hồ sơ của");
    desk.says("Enter «giấy chứng sinh» Enter", "hướng dẫn bổ sung giấy tờ");
    printer.sheets(1);
    await_none_waits(&office);
    assert_eq!(slips(&office), [row("02", 1, 0)]);
    desk.says("Alt+I", "in lại lần 1");
    printer.sheets(2);
    await_none_waits(&office);
    // Another one is another slip, and the one that is meant from now on.
    office.event(
        &json!({"type": "advise", "counter": 1, "form": "03", "reason": "không thuộc thẩm quyền"}),
    );
    printer.sheets(3);
    await_none_waits(&office);
    let done = office.run(&["slip", "tu-phap-001", "--print"]);
    assert!(done.stdout.contains("in lại lần 1"), "{done:?}");
    printer.sheets(4);
    await_none_waits(&office);
    let all = [
        row("02", 1, 0),
        row("02", 1, 1),
        row("03", 1, 0),
        row("03", 1, 1),
    ];
    assert_eq!(slips(&office), all);
    no_errors(&printer);
}

#[test]
fn without_a_printer_it_is_a_file_and_its_words_go_with_the_person() {
    let office = Office::new(DESK, super::CLOCK);
    for (phone, name) in [("0912345678", "Nguyễn Thị Bưởi"), ("0987654321", "Võ Em")] {
        office.event(
            &json!({"type": "walkin", "desk": 1, "field": "tu-phap", "name": name, "phone": phone,
            "procedure": "khai-sinh"}),
        );
        office.event(&json!({"type": "advise", "counter": 1, "form": "02", "reason": format!("giấy của {name}")}));
        office.event(&json!({"type": "done", "counter": 1}));
    }
    let said = slip(&office, &["tu-phap-001"]);
    for words in [
        "PHIẾU YÊU CẦU BỔ SUNG",
        "giấy của Nguyễn Thị Bưởi",
        "Nguyễn Thị Bưởi",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(slip(&office, &["tu-phap-001"]).contains("IN LẠI LẦN 1"));
    assert!(slip(&office, &["tu-phap-001", "--form", "so"]).contains("SỐ THỨ TỰ"));
    let other = office.run(&["slip", "tu-phap-001", "--form", "03"]);
    assert!(other.stderr.contains("mẫu 03 không dành cho"), "{other:?}");
    let shown = office.run(&["citizen", "show", "0912345678"]).stdout;
    assert!(
        shown.contains("đã hướng dẫn: giấy của Nguyễn Thị Bưởi"),
        "{shown}"
    );
    let done = office.run(&["citizen", "erase", "0912345678"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let bytes = std::fs::read(office.store()).unwrap();
    let has = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(!has("giấy của Nguyễn Thị Bưởi"));
    assert!(has("giấy của Võ Em"), "another one's words stay");
    assert_eq!(office.run(&["check"]).code, Some(0));
    assert!(!slip(&office, &["tu-phap-001"]).contains("giấy của"));
}
