//! The store vanishes or is exchanged under a running office: a cleaning script, a disk that was unmounted, an older copy
//! put in its place. Nobody begins at 001 again without a word.

use std::fs;

use motcua::app::hosting::read_status;
use serde_json::json;

use crate::support::office::{Office, names, three_people as office};

const NOT_THE_ONE: &str = "không còn là sổ đang dùng";

/// Takes away whatever begins with the database's name.
fn wipe(office: &Office) {
    for name in names(&office.path("data")) {
        let path = office.path("data").join(name);
        if path.is_file() {
            fs::remove_file(path).unwrap();
        }
    }
}

fn told(status: &motcua::app::status::Status) -> bool {
    status
        .notices
        .iter()
        .any(|notice| notice.contains(NOT_THE_ONE))
}

#[test]
fn a_store_that_vanishes_is_not_begun_anew() {
    let office = office();
    let _host = office.host();
    let mut screen = office.screen(&[], 120, 30);
    screen.wait_for("003");
    wipe(&office);
    office.await_status("the loss", told);
    screen.wait_for(NOT_THE_ONE);
    screen.send("\u{1b}[15~");
    screen.wait_for(NOT_THE_ONE);
    // The host left the end of the log there: whoever comes now is told as well.
    office
        .run(&["event", r#"{"type":"walkin","field":"TP"}"#])
        .refused(&["không thấy tệp", "đã từng có"]);
    office.run(&["check"]).refused(&["không thấy tệp"]);
    assert!(!office.store().exists(), "nothing was begun");
}

#[test]
fn another_store_in_its_place_is_refused() {
    let office = office();
    let old = office.path("old.db");
    assert_eq!(office.run(&["backup", "copies"]).code, Some(0));
    let copy = names(&office.path("copies"));
    let copy = copy.iter().find(|name| name.ends_with(".db")).unwrap();
    fs::copy(office.path("copies").join(copy), &old).unwrap();
    office.event(&json!({"type": "walkin", "field": "TP"}));
    let _host = office.host();
    let screen = office.screen(&[], 120, 30);
    screen.wait_for("003");
    fs::rename(&old, office.store()).unwrap();
    office.await_status("the exchange", told);
    screen.wait_for(NOT_THE_ONE);
    // The log of the one that is there now ends too early.
    office
        .run(&["check"])
        .refused(&["sổ thiếu các sự kiện cuối"]);
}

#[test]
fn a_store_comes_back_and_work_goes_on() {
    let office = office();
    let _host = office.host();
    let aside = office.path("aside.db");
    fs::rename(office.store(), &aside).unwrap();
    office.await_status("the loss", told);
    fs::rename(&aside, office.store()).unwrap();
    office.await_status("that it is back", |status| !told(status));
    office.event(&json!({"type": "walkin", "field": "TP"}));
    assert_eq!(office.states().len(), 5);
}

#[test]
fn a_backup_alone_says_that_there_was_a_store() {
    let office = office();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    wipe(&office);
    fs::remove_dir_all(office.path("data/motcua.db.bells")).unwrap();
    assert!(read_status(&office.store()).is_none());
    office.run(&["event", r#"{"type":"tick"}"#]).refused(&[
        "không thấy tệp",
        "còn bản sao lưu",
        "motcua restore",
    ]);
    assert_eq!(office.run(&["restore", "--yes"]).code, Some(0));
    assert_eq!(office.states().len(), 4);
}
