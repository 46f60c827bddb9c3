//! `motcua doctor`: what it finds at an office's PC, and what it hands to who helps from afar.

use std::fs;

use serde_json::json;

use crate::support::office::{Done, Office};

const CLOCK: &str = "2026-11-23 08:00:00";

#[test]
fn each_finding_has_its_remedy() {
    let office = Office::new(
        "[modem]\nport = \"/dev/serial/by-id/usb-gone\"\n[web]\nlisten = \"127.0.0.1:0\"\nurl = \"http://192.0.2.7\"\n",
        CLOCK,
    );
    let Done {
        code,
        stdout: report,
        ..
    } = office.run(&["doctor"]);
    assert_eq!(code, Some(1), "{report}");
    let after = |about: &str| {
        let mut lines = report.lines().skip_while(|line| !line.contains(about));
        (
            lines.next().unwrap().to_owned(),
            lines.next().unwrap_or_default().to_owned(),
        )
    };
    let (line, remedy) = after("Modem /dev/serial/by-id/usb-gone");
    assert!(
        line.starts_with("CẦN SỬA") && line.contains("không thấy cổng này"),
        "{line}"
    );
    assert!(remedy.contains("cắm lại dây"), "{remedy}");
    let (line, _) = after("Máy chủ");
    assert!(line.contains("chưa chạy"), "{line}");
    // Nothing was made by looking.
    assert!(!office.store().exists());
    let office = Office::new("[web]\nlisten = \"127.0.0.1:8080\"\n", CLOCK);
    let report = office.run(&["doctor"]).stdout;
    let mut lines = report.lines();
    let page = lines.find(|line| line.contains("Trang đặt hẹn")).unwrap();
    assert!(
        page.starts_with("CẦN SỬA") && page.contains("Điện thoại không mở được"),
        "{report}"
    );
    assert!(!report.contains("127.0.0.1, cố định"), "{report}");
}

#[test]
fn a_store_that_nobody_can_write_is_named() {
    let office = Office::new("", CLOCK);
    office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    let report = office.run(&["doctor"]).stdout;
    assert!(report.contains("1 sự kiện"), "{report}");
    fs::write(office.store(), "no database").unwrap();
    let Done {
        code,
        stdout: report,
        ..
    } = office.run(&["doctor"]);
    assert_eq!(code, Some(1), "{report}");
    assert!(report.contains("motcua restore"), "{report}");
}

#[test]
fn the_bundle_has_nobody_in_it() {
    let office = Office::new("[modem]\nport = \"/dev/null\"\npin = \"4711\"\n", CLOCK);
    let walkin = json!({"type": "walkin", "field": "tu-phap", "name": "Nguyễn Văn Lành", "phone": "0912345678"});
    office.event(&walkin);
    fs::write(
        office.path("data/motcua.db.host.log"),
        "gửi Nguyễn Văn Lành 0912345678, mã MC7K2QF\n",
    )
    .unwrap();
    let file = office.path("bundle.txt");
    office.run(&["doctor", "--bundle", file.to_str().unwrap()]);
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("===== host.log\ngửi «tên» «số», mã «mã»"),
        "{text}"
    );
    for secret in ["Lành", "0912345678", "4711", "MC7K2QF"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
