//! A stick from a stranger: a backup that somebody worked on is not opened, and the present store stays as it is.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::support::office::{Office, names, three_people as office};

/// A copy of the office's store, as a stick brings it.
fn copy(office: &Office) -> std::path::PathBuf {
    assert_eq!(office.run(&["backup", "copies"]).code, Some(0));
    let folder = office.path("copies");
    let name = names(&folder).into_iter().find(|n| n.ends_with(".db"));
    let stick = office.path("stick.db");
    fs::rename(folder.join(name.unwrap()), &stick).unwrap();
    stick
}

/// What somebody did to the copy, and the words with which it is refused.
const TAMPERED: [(&str, &str, &str); 16] = [
    (
        "a trigger that acts on each event",
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN INSERT OR REPLACE INTO phone VALUES ('0900000000', 0, NULL, 1, 1); END",
        "thành phần lạ trong tệp (trigger t)",
    ),
    (
        "a view in a table's place",
        "ALTER TABLE phone RENAME TO p; CREATE VIEW phone AS SELECT * FROM p",
        "thành phần lạ",
    ),
    (
        "a table more",
        "CREATE TABLE x (y)",
        "thành phần lạ trong tệp (table x)",
    ),
    (
        "an index more",
        "CREATE INDEX x ON person (name)",
        "thành phần lạ trong tệp (index x)",
    ),
    (
        "a table less",
        "DROP TABLE pin",
        "thành phần lạ trong tệp (table pin)",
    ),
    (
        "a column more",
        "ALTER TABLE ticket ADD COLUMN x TEXT",
        "thành phần lạ",
    ),
    (
        "a version to come",
        "PRAGMA user_version = 99",
        "do bản motcua mới hơn ghi",
    ),
    (
        "a log that goes on for ever",
        "UPDATE event SET seq = 9223372036854775807 WHERE seq = (SELECT max(seq) FROM event)",
        "chuỗi băm của sổ bị đứt",
    ),
    (
        "an event less",
        "DELETE FROM event WHERE seq = 2",
        "sự kiện 2: chuỗi băm của sổ bị đứt",
    ),
    (
        "another actor",
        "UPDATE event SET actor = 'sep' WHERE seq = 1",
        "sự kiện 1: chuỗi băm của sổ bị đứt",
    ),
    (
        "another body",
        "UPDATE event_body SET body = replace(body, 'Nguyễn Văn An', 'Kẻ Lạ')",
        "sự kiện 1: nội dung không khớp",
    ),
    (
        "a number after which none comes",
        "UPDATE ticket SET number = 4294967295 WHERE id = 1",
        "số thứ tự của một lượt có giá trị không hợp lệ",
    ),
    (
        "a number below nothing",
        "UPDATE ticket SET number = -5 WHERE id = 1",
        "số thứ tự của một lượt có giá trị không hợp lệ",
    ),
    (
        "a day that no office sees",
        "UPDATE ticket SET day = 2000000 WHERE id = 1",
        "ngày của một lượt có giá trị không hợp lệ",
    ),
    (
        "a row from the future",
        "UPDATE ticket SET rev = 1000000 WHERE id = 1",
        "dấu sự kiện của một dòng có giá trị không hợp lệ",
    ),
    (
        "identities that are used up",
        "INSERT INTO sqlite_sequence VALUES ('notice', 9223372036854775807)",
        "mã nội bộ của một tin nhắn hay việc cần báo có giá trị không hợp lệ",
    ),
];

#[test]
fn what_somebody_worked_on_is_not_opened() {
    let office = office();
    let whole = fs::read(copy(&office)).unwrap();
    let before = fs::read(office.store()).unwrap();
    let stick = office.path("stick.db");
    let refuse = |what: &str, words: &str| {
        let done = office.run(&["restore", "stick.db", "--yes"]);
        assert_eq!(done.code, Some(1), "{what}: {done:?}");
        assert!(done.stderr.contains(words), "{what}: {}", done.stderr);
        assert!(done.stderr.contains("stick.db"), "{what}: {}", done.stderr);
        assert_eq!(fs::read(office.store()).unwrap(), before, "{what}");
    };
    for (what, sql, words) in TAMPERED {
        fs::write(&stick, &whole).unwrap();
        let db = Connection::open(&stick).unwrap();
        db.execute_batch("PRAGMA legacy_alter_table = ON").unwrap();
        db.execute_batch(sql)
            .unwrap_or_else(|e| panic!("{what}: {e}"));
        drop(db);
        refuse(what, words);
    }
    fs::write(&stick, &whole[..whole.len() / 2]).unwrap();
    refuse("half a file", "bị hỏng");
    fs::write(&stick, &whole).unwrap();
    assert_eq!(office.run(&["restore", "stick.db", "--yes"]).code, Some(0));
    assert_eq!(office.states().len(), 4);
}

/// A forged one that pretends to go further is passed over, with a word, for the newest sound one.
#[test]
fn a_forged_newest_backup_is_passed_over() {
    let office = office();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    let folder = office.path("data/sao-luu");
    let sound = folder.join("motcua-2026-11-23-0800.db");
    let forged = folder.join("motcua-2030-01-01-1735.db");
    fs::copy(&sound, &forged).unwrap();
    Connection::open(&forged)
        .unwrap()
        .execute_batch("INSERT INTO event SELECT seq + 100, at, wall, kind, desk, actor, digest, chain FROM event")
        .unwrap();
    let done = office.run(&["restore", "--yes"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(
        done.stdout.contains("motcua-2026-11-23-0800.db"),
        "{done:?}"
    );
    assert!(
        done.stderr.contains("bỏ qua") && done.stderr.contains("2030"),
        "{done:?}"
    );
}

/// What is about to be opened is shown, and nothing happens until somebody agrees.
#[test]
fn what_is_about_to_be_opened_is_shown_and_asked() {
    let office = office();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    let before = fs::read(office.store()).unwrap();
    office
        .run(&["restore"])
        .refused(&["4 sự kiện", "08:00 ngày 23/11/2026", "--yes"]);
    assert_eq!(fs::read(office.store()).unwrap(), before);
    let mut screen = office.screen(&["restore"], 100, 20);
    screen.wait_for("Gõ C");
    screen.send("\r");
    screen.wait_for("chưa thay đổi gì");
    assert_eq!(fs::read(office.store()).unwrap(), before);
    let mut screen = office.screen(&["restore"], 100, 20);
    screen.wait_for("Gõ C");
    screen.send("c\r");
    screen.wait_for("Đã mở lại");
    assert!(aside(&office.path("data")));
}

fn aside(folder: &Path) -> bool {
    names(folder).iter().any(|name| name.contains(".hong-"))
}

/// Escape sequences in a name of a file that somebody made do not reach the terminal.
#[test]
fn a_name_with_escapes_is_shown_without() {
    let office = office();
    let db = Connection::open(office.store()).unwrap();
    db.execute_batch("UPDATE person SET name = 'A' || char(27) || ']0;x' || char(7) || char(0x202e) || 'B' WHERE ticket = 1")
        .unwrap();
    drop(db);
    let list = office.run(&["queue"]).stdout;
    assert!(list.contains("001"), "{list}");
    assert!(!list.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{list:?}");
}

/// A configuration with the SIM's PIN that everyone can read is named.
#[test]
fn a_secret_that_everyone_can_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    let config = office.path("motcua.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(
        &config,
        text + "[modem]\nport = \"/nowhere\"\npin = \"1234\"\n",
    )
    .unwrap();
    let exposed = |status: &motcua::app::status::Status| {
        status.notices.iter().any(|n| n.contains("chmod o-r"))
    };
    fs::set_permissions(&config, fs::Permissions::from_mode(0o644)).unwrap();
    let host = office.host();
    office.await_status("the word about it", exposed);
    drop(host);
    fs::set_permissions(&config, fs::Permissions::from_mode(0o640)).unwrap();
    let _host = office.host();
    let status = office.await_status("a modem's lamp", |status| status.modem.is_some());
    assert!(!exposed(&status));
}

/// A store that somebody changes past the program: `check` names each, whatever hashes were computed anew.
#[test]
fn what_is_changed_past_the_log_is_named() {
    let office = crate::support::office::three_people();
    let whole = office.run(&["check"]);
    assert!(
        whole
            .stdout
            .contains("nguyên vẹn: 4 sự kiện, tính lại từ đầu khớp từng dòng"),
        "{whole:?}"
    );
    let forge = |sql: &str| {
        Connection::open(office.store())
            .unwrap()
            .execute_batch(sql)
            .unwrap();
    };
    for (there, back, words) in [
        (
            "UPDATE ticket SET state = 'cancelled' WHERE id = 2",
            "UPDATE ticket SET state = 'waiting' WHERE id = 2",
            "state là «cancelled», theo sổ là «waiting»",
        ),
        (
            "UPDATE person SET name = 'Lê Văn Khác' WHERE ticket = 2",
            "UPDATE person SET name = 'Trần Thị Bình' WHERE ticket = 2",
            "name là «Lê Văn Khác»",
        ),
        (
            "INSERT INTO phone VALUES ('0900000000', 0, NULL, 1, 4)",
            "DELETE FROM phone",
            "0900000000: theo sổ không có",
        ),
        (
            "CREATE TABLE kept AS SELECT * FROM event_body WHERE seq = 3; DELETE FROM event_body WHERE seq = 3",
            "INSERT INTO event_body SELECT * FROM kept; DROP TABLE kept",
            "sự kiện 3: thiếu nội dung",
        ),
        (
            "UPDATE counter SET open = 0",
            "UPDATE counter SET open = 1",
            "open là «0», theo sổ là «1»",
        ),
    ] {
        forge(there);
        office.run(&["check"]).refused(&[words]);
        forge(back);
    }
    let head = office.path("data/motcua.db.head");
    let kept = fs::read(&head).unwrap();
    fs::remove_file(&head).unwrap();
    office.run(&["check"]).refused(&["thiếu tệp", ".head"]);
    fs::write(&head, kept).unwrap();
    assert_eq!(office.run(&["check"]).code, Some(0));
}

/// One event is rewritten, and every hash after it, and the head: the signed end and the backups' ends are not in it.
#[test]
fn a_log_that_was_rewritten_whole_is_found_by_its_seal_and_by_a_backup() {
    let office = crate::support::office::three_people();
    let mut host = office.host();
    let seal = office.path("data/motcua.db.seal");
    crate::support::watch::Watch::on(&office.path("data"))
        .until("a seal", || seal.exists().then_some(()));
    host.kill();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    assert_eq!(office.run(&["check"]).code, Some(0));
    // The whole log of another office that began the same way, all hashes right.
    let other = crate::support::office::three_people();
    for ending in ["", "-wal", "-shm", ".head"] {
        let name = format!("data/motcua.db{ending}");
        let _ = fs::remove_file(office.path(&name));
        if other.path(&name).exists() {
            fs::copy(other.path(&name), office.path(&name)).unwrap();
        }
    }
    office.run(&["check"]).refused(&["đã bị viết lại"]);
    // Without the key nobody signs it; who takes the key away too meets the backup.
    fs::remove_file(&seal).unwrap();
    fs::remove_file(office.path("data/motcua.db.secrets")).unwrap();
    office
        .run(&["check"])
        .refused(&["không nối tiếp bản sao lưu"]);
}
