//! The stick in the wrong pocket: encrypted backups tell nothing, `age` opens them with the passphrase on paper, and after
//! a restore the links of before lead nowhere.

use std::fs;
use std::path::{Path, PathBuf};

use motcua::store::Secrets;
use rusqlite::{Connection, OpenFlags};

use crate::support::office::{Office, names, three_people as office};

/// Shows the passphrase and types it back; answers it.
fn passphrase(office: &Office) -> String {
    let mut screen = office.screen(&["passphrase"], 100, 24);
    screen.wait_for("gõ lại mật khẩu");
    let shown = screen.text();
    let phrase = shown
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 29 && line.contains('-'));
    let phrase = phrase.expect("a passphrase").to_owned();
    // As people type it.
    screen.send(format!("{}\r", phrase.to_lowercase().replace('-', " ")));
    screen.wait_for("bản sao lưu được mã hoá");
    phrase
}

fn sealed(office: &Office) -> PathBuf {
    let done = office.run(&["backup"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let folder = office.path("data/sao-luu");
    assert_eq!(
        names(&folder),
        [
            "motcua-2026-11-23-0800.db.age",
            "motcua-2026-11-23-0800.db.age.head"
        ],
        "no list of names beside it"
    );
    folder.join("motcua-2026-11-23-0800.db.age")
}

fn holds(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn whoever_finds_the_stick_reads_nothing_and_age_opens_it() {
    let office = office();
    // A PIN, and a key of links where version 0.1.0 kept it.
    Connection::open(office.store())
        .unwrap()
        .execute_batch("INSERT INTO pin VALUES ('ha', 'HASHOFHA'); INSERT INTO meta VALUES ('citizen_secret', 'KEYOFLINKS')")
        .unwrap();
    let phrase = passphrase(&office);
    let backup = sealed(&office);
    for secret in [
        "Nguyễn",
        "0912345678",
        "SQLite",
        "HASHOFHA",
        "KEYOFLINKS",
        &phrase,
    ] {
        assert!(!holds(&backup, secret), "{secret}");
    }
    assert!(
        !names(&office.path("data"))
            .iter()
            .any(|name| name.ends_with(".sao-luu"))
    );

    let clear = office.path("clear.db");
    let mut age = office.command("age");
    age.args(["-d", "-o"]).args([&clear, &backup]);
    let mut terminal = crate::support::screen::Screen::start(&age, 80, 10);
    terminal.wait_for("passphrase");
    terminal.send(format!("{phrase}\r"));
    assert!(terminal.wait_exit().success());
    let db = Connection::open_with_flags(&clear, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM event"), 4);
    assert_eq!(count("SELECT count(*) FROM pin"), 0);
    for secret in ["HASHOFHA", "KEYOFLINKS"] {
        assert!(!holds(&clear, secret), "{secret} in the decrypted file");
    }
}

#[test]
fn another_pc_opens_it_with_the_paper_alone() {
    let office = office();
    let phrase = passphrase(&office);
    let backup = sealed(&office);
    let stick = office.path("stick.db.age");
    fs::copy(&backup, &stick).unwrap();
    let before = fs::read(office.store()).unwrap();
    // This machine is another one: it has no secrets.
    fs::remove_file(office.path("data/motcua.db.secrets")).unwrap();
    office
        .run(&["restore", "stick.db.age", "--yes"])
        .refused(&["cần mật khẩu"]);
    let mut screen = office.screen(&["restore", "stick.db.age"], 100, 20);
    screen.wait_for("Mật khẩu sao lưu");
    screen.send("khong phai\r");
    screen.wait_for("mật khẩu không đúng");
    assert_eq!(fs::read(office.store()).unwrap(), before);
    let mut screen = office.screen(&["restore", "stick.db.age"], 100, 20);
    screen.wait_for("Mật khẩu sao lưu");
    screen.send(format!("{phrase}\r"));
    screen.wait_for("Gõ C");
    screen.send("c\r");
    screen.wait_for("Đã mở lại");
    assert_eq!(office.states().len(), 4);
    assert!(
        !names(&office.path("data"))
            .iter()
            .any(|name| name.ends_with(".giai-ma"))
    );
    // The same on the own machine asks for nothing.
    let mut secrets = Secrets::read(&office.store()).unwrap();
    secrets.passphrase = Some(phrase);
    secrets.links = Some("the old key".to_owned());
    secrets.write(&office.store()).unwrap();
    assert_eq!(office.run(&["restore", "--yes"]).code, Some(0));
    assert_eq!(
        Secrets::read(&office.store()).unwrap().links,
        None,
        "links of before lead nowhere"
    );
}

#[test]
fn nothing_is_encrypted_before_the_paper_is_written() {
    let office = office();
    let mut screen = office.screen(&["passphrase"], 100, 24);
    screen.wait_for("gõ lại mật khẩu");
    screen.send("da chep\r");
    screen.wait_for("chưa khớp");
    assert_eq!(Secrets::read(&office.store()).unwrap(), Secrets::default());
    office.run(&["passphrase"]).refused(&["có người chép lại"]);
    assert_eq!(office.run(&["backup"]).code, Some(0));
    assert!(
        office
            .path("data/sao-luu/motcua-2026-11-23-0800.db")
            .exists()
    );
}

#[test]
fn secrets_are_nobody_elses() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    passphrase(&office);
    let mode = fs::metadata(office.path("data/motcua.db.secrets"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
