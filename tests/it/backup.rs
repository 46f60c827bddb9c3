//! Backups, and the way back from one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc;

use rusqlite::Connection;
use serde_json::json;

use crate::support::busy;
use crate::support::office::{Done, Office, names, run, three_people as office};
use crate::support::recount::{recount, rules};
use crate::support::watch::Watch;

const CLOCK: &str = "2026-11-23 08:00:00";

/// Backups go to a second place, as onto a memory stick.
fn second_place(office: &Office, folder: &Path) {
    let config = office.path("motcua.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}backup = {folder:?}\n")).unwrap();
}

#[test]
fn a_backup_is_whole_while_others_write() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let rules = rules(&office.path("motcua.toml"));
    let walkin = |field| json!({"type": "walkin", "field": field, "name": "Nguyễn Văn An"});
    let folder = office.path("stick");
    // A log without an event has no end to be kept beside the backup.
    office.event(&walkin("TP"));
    let written = AtomicU64::new(1);
    let enough = AtomicBool::new(false);
    let mut made = Vec::new();
    std::thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        for field in ["TP", "DD"] {
            let (office, written, enough, tell) = (&office, &written, &enough, tell.clone());
            scope.spawn(move || {
                while !enough.load(Relaxed) {
                    office.event(&walkin(field));
                    written.fetch_add(1, Relaxed);
                    // Nobody listens any more once the last backup is made.
                    let _ = tell.send(());
                }
            });
        }
        drop(tell);
        for minute in 0..6 {
            // Between two backups somebody has written.
            told.recv().unwrap();
            told.try_iter().for_each(drop);
            office.set_clock(&format!("2026-11-23 08:{minute:02}:00"));
            let done = office.run(&["backup", folder.to_str().unwrap()]);
            made.push(done);
        }
        enough.store(true, Relaxed);
    });
    made.iter()
        .for_each(|done| assert_eq!(done.code, Some(0), "{done:?}"));
    let written = written.into_inner();
    let files = names(&folder);
    let backups: Vec<_> = files.iter().filter(|name| name.ends_with(".db")).collect();
    assert_eq!((backups.len(), files.len()), (6, 18), "{files:?}");
    let counts = backups
        .iter()
        .map(|name| recount(&folder.join(name), &rules));
    let counts: Vec<_> = counts.collect();
    assert!(counts.is_sorted() && counts[5] > counts[0], "{counts:?}");
    assert_eq!(recount(&office.store(), &rules), written);
    for name in &backups {
        let of_backup = Office::new(busy::OFFICE, CLOCK);
        fs::copy(folder.join(name), of_backup.store()).unwrap();
        let head = folder.join(format!("{name}.head"));
        fs::copy(head, of_backup.path("data/motcua.db.head")).unwrap();
        let checked = of_backup.run(&["check"]);
        assert_eq!(checked.code, Some(0), "{checked:?}");
        let list = fs::read_to_string(folder.join(name).with_extension("txt")).unwrap();
        assert!(list.contains("Danh sách ngày 23/11/2026"), "{list}");
    }
}

#[test]
fn the_list_beside_a_backup_is_todays() {
    let office = office();
    let done = office.run(&["backup"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let folder = office.path("data/sao-luu");
    assert_eq!(
        names(&folder),
        [
            "motcua-2026-11-23-0800.db",
            "motcua-2026-11-23-0800.db.head",
            "motcua-2026-11-23-0800.txt"
        ]
    );
    assert!(done.stdout.contains(folder.to_str().unwrap()), "{done:?}");
    let list = fs::read_to_string(folder.join("motcua-2026-11-23-0800.txt")).unwrap();
    let wanted = [
        "UBND xã Vĩnh Thủy",
        "Danh sách ngày 23/11/2026, lập lúc 08:00",
        "Tư pháp – Hộ tịch — 3 lượt",
        "Sổ: 4 sự kiện, dấu ",
        "001  trực tiếp   đang phục vụ            Nguyễn Văn An             0912345678",
        "Đất đai – Xây dựng — 1 lượt",
        "001  hẹn 14:00   đã hẹn                  Võ Em",
    ];
    for line in wanted {
        assert!(list.contains(line), "{line:?} is not in\n{list}");
    }
}

#[test]
fn restoring_sets_aside_and_overwrites_nothing() {
    let office = office();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    // Three times within one second: the clock stands still.
    fs::write(office.path("clock"), "2026-11-23 08:10:00\n").unwrap();
    let folder = office.path("data");
    let mut before = contents(&folder);
    for time in 0..3 {
        let lost = json!({"type": "walkin", "field": "DD", "name": "Mất"});
        office.event(&lost);
        let present = fs::read(office.store()).unwrap();
        let done = office.run(&["restore", "--yes"]);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(
            done.stdout.contains("motcua-2026-11-23-0800.db") && done.stdout.contains(".hong-"),
            "{done:?}"
        );
        let after = contents(&folder);
        let aside = after
            .iter()
            .filter(|(name, bytes)| name.contains(".hong-") && **bytes == present);
        assert_eq!(aside.count(), 1, "time {time}: {:?}", after.keys());
        for (name, bytes) in before.iter().filter(|(name, _)| name.contains(".hong-")) {
            assert!(after.get(name) == Some(bytes), "{name} was overwritten");
        }
        before = after;
        assert_eq!(
            office.queue().as_array().unwrap().len(),
            4,
            "back to the time of the backup"
        );
        assert_eq!(office.run(&["check"]).code, Some(0));
        let db = Connection::open(office.store()).unwrap();
        let last = "SELECT body FROM event_body ORDER BY seq DESC LIMIT 1";
        let last: String = db.query_row(last, [], |row| row.get(0)).unwrap();
        assert!(last.contains("\"restored\""), "the log tells of it: {last}");
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = names(folder)
        .into_iter()
        .filter(|name| folder.join(name).is_file());
    files
        .map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap()))
        .collect()
}

#[test]
fn restoring_is_refused_while_a_host_works() {
    let office = office();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    let mut host = office.host();
    let done = office.run(&["restore", "--yes"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("dừng `motcua serve`"), "{done:?}");
    assert!(
        names(&office.path("data"))
            .iter()
            .all(|name| !name.contains("hong"))
    );
    host.kill();
    assert_eq!(office.run(&["restore", "--yes"]).code, Some(0));
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let office = office();
    let before = fs::read(office.store()).unwrap();
    let none = office.run(&["restore", "--yes"]);
    assert!(
        none.code == Some(1) && none.stderr.contains("chưa có bản sao lưu nào dùng được"),
        "{none:?}"
    );
    fs::write(office.path("letter.db"), "Kính gửi Ủy ban nhân dân xã").unwrap();
    Connection::open(office.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let cases = [
        ("letter.db", "bị hỏng"),
        ("other.db", "không phải bản sao lưu của motcua"),
        ("nowhere.db", "không thấy tệp"),
    ];
    for (file, words) in cases {
        let done = office.run(&["restore", file, "--yes"]);
        assert!(
            done.code == Some(1) && done.stderr.contains(file),
            "{done:?}"
        );
        assert!(done.stderr.contains(words), "{done:?}");
        assert!(!office.path("nowhere.db").exists());
    }
    assert_eq!(fs::read(office.store()).unwrap(), before);
}

// ---- by itself ----

#[test]
fn the_host_backs_up_when_it_is_due() {
    let office = Office::new(busy::OFFICE, "2026-11-23 08:00:00");
    let folder = office.path("stick");
    second_place(&office, &folder);
    office.event(&json!({"type": "walkin", "field": "TP", "name": "Nguyễn Văn An"}));
    fs::create_dir(&folder).unwrap();
    // A clock that was once wrong left this one; it does not count.
    fs::write(folder.join("motcua-2030-01-01-1735.db"), "").unwrap();
    let watch = Watch::on(&folder);
    let await_backup = |name: &str| {
        let path = folder.join(name);
        watch.until(name, || path.with_extension("txt").exists().then_some(()));
        let db =
            Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let events: i64 = db
            .query_row("SELECT count(*) FROM event", [], |row| row.get(0))
            .unwrap();
        events
    };
    office.set_clock("2026-11-23 11:33:00");
    let host = office.host();
    let at_once = await_backup("motcua-2026-11-23-1133.db");
    office.event(&json!({"type": "done", "counter": 1}));
    office.set_clock("2026-11-23 11:35:01");
    assert!(await_backup("motcua-2026-11-23-1135.db") > at_once);
    drop(host);
    office.set_clock("2026-11-23 17:34:00");
    let host = office.host();
    office.set_clock("2026-11-23 17:36:00");
    await_backup("motcua-2026-11-23-1736.db");
    drop(host);
    let backups: Vec<_> = names(&folder)
        .into_iter()
        .filter(|name| name.ends_with(".db"))
        .collect();
    assert_eq!(backups.len(), 4, "each once: {backups:?}");
    let list = fs::read_to_string(folder.join("hom-nay.txt")).unwrap();
    assert!(list.contains("Nguyễn Văn An"), "{list}");
    // On paper it says whose, of which day and hour it is, and how far the log went then.
    let head: Vec<&str> = list.lines().take(3).collect();
    let of_day = head[1].starts_with("Danh sách ngày 23/11/2026, lập lúc 17:3");
    assert!(of_day && head[2].starts_with("Sổ: "), "{list}");
}

#[test]
fn the_days_list_names_procedures_and_whose_turn_did_not_come() {
    let config = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n
        [[field]]\nid = \"tu-phap\"\nname = \"Tư pháp\"\nmean = 10\n
        [[counter]]\nid = \"1\"\nname = \"Quầy 1\"\nfields = [\"tu-phap\"]\n";
    let office = Office::new(config, "2026-11-23 16:30:00");
    for name in ["Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"] {
        office.event(&json!({"type": "walkin", "field": "tu-phap", "name": name,
            "procedure": "khai-sinh", "phone": "0912345678"}));
    }
    office.set_clock("2026-11-23 17:36:00");
    let folder = office.path("data/sao-luu");
    fs::create_dir_all(&folder).unwrap();
    let watch = Watch::on(&folder);
    let _host = office.host();
    let list = watch.until("the day's list", || {
        let list = fs::read_to_string(folder.join("hom-nay.txt")).ok()?;
        list.contains("chưa đến lượt").then_some(list)
    });
    assert!(
        list.contains("Tư pháp — 3 lượt, 2 người chưa đến lượt"),
        "{list}"
    );
    let row = list.lines().find(|line| line.contains("Lê Chi")).unwrap();
    for said in ["hết ngày chưa đến lượt", "0912345678", "Đăng ký khai sinh"] {
        assert!(row.contains(said), "{row}");
    }
}

#[test]
fn a_place_that_takes_no_backup_is_told() {
    let office = office();
    fs::write(office.path("stick"), "").unwrap();
    second_place(&office, &office.path("stick/motcua"));
    let _host = office.host();
    let status = office.await_status("the notice", |status| {
        status
            .notices
            .iter()
            .any(|words| words.contains("chưa sao lưu được"))
    });
    let all = status.notices.join("\n");
    assert!(
        all.contains("stick/motcua") && all.contains("[store] backup"),
        "{all}"
    );
    assert!(!all.contains("os error"), "{all}");
    // The office works on.
    office.event(&json!({"type": "done", "counter": 1}));
    let done: Done = run(&mut office.motcua(&["backup"]));
    assert!(
        done.code == Some(1) && done.stderr.contains("[store] backup"),
        "{done:?}"
    );
}

#[test]
fn old_backups_go_so_that_erased_data_do_not_live_on() {
    let office = office();
    for day in 1..=28 {
        let name = |ending| -> PathBuf {
            office.path(format!(
                "data/sao-luu/motcua-2026-10-{day:02}-1735.{ending}"
            ))
        };
        fs::create_dir_all(name("db").parent().unwrap()).unwrap();
        fs::write(name("db"), "").unwrap();
        fs::write(name("txt"), "").unwrap();
    }
    for minute in 0..4 {
        office.set_clock(&format!("2026-11-23 08:{minute:02}:00"));
        assert_eq!(office.run(&["backup"]).code, Some(0));
    }
    let left = names(&office.path("data/sao-luu"));
    let count = |ending| left.iter().filter(|name| name.ends_with(ending)).count();
    assert_eq!((count(".db"), count(".txt")), (30, 30), "{left:?}");
    assert!(!left.contains(&"motcua-2026-10-02-1735.txt".to_owned()));
    assert!(left.contains(&"motcua-2026-10-03-1735.txt".to_owned()));
}
