//! What is said, and what is not done, when the database is damaged.

use std::fs;

use serde_json::json;

use crate::support::dice::Dice;
use crate::support::office::{names, three_people as office};

/// All the ways in which a disk, a virus or a helpful hand leaves a database.
type Damage = fn(&mut Vec<u8>, &mut Dice);
const DAMAGES: [(&str, Damage); 7] = [
    ("random bytes", |file, dice| dice.fill(&mut file[..])),
    ("random bytes after the head", |file, dice| {
        dice.fill(&mut file[100..]);
    }),
    ("cut in half", |file, _| file.truncate(file.len() / 2)),
    ("cut to less than a page", |file, _| file.truncate(1000)),
    ("cut to nothing", |file, _| file.clear()),
    ("a text file", |file, _| *file = "Danh sách cán bộ\n".into()),
    ("zeros", |file, _| file.fill(0)),
];

#[test]
fn damage_is_named_with_the_way_out_and_left_alone() {
    let mut dice = Dice::new(1);
    for (what, damage) in DAMAGES {
        let office = office();
        assert_eq!(office.run(&["backup"]).code, Some(0));
        let mut file = fs::read(office.store()).unwrap();
        damage(&mut file, &mut dice);
        fs::write(office.store(), &file).unwrap();
        let walkin = json!({"type": "walkin", "field": "TP"}).to_string();
        let commands: [&[&str]; 6] = [
            &[],
            &["event", &walkin],
            &["serve"],
            &["queue"],
            &["check"],
            &["backup"],
        ];
        for command in commands {
            let done = office.run(command);
            assert_eq!(done.code, Some(1), "{what}, {command:?}: {done:?}");
            for words in [
                "motcua.db bị hỏng",
                "motcua-2026-11-23-0800.db",
                "motcua restore",
            ] {
                assert!(
                    done.stderr.contains(words),
                    "{what}, {command:?}, {words}: {}",
                    done.stderr
                );
            }
            assert_eq!(
                fs::read(office.store()).unwrap(),
                file,
                "{what}, {command:?} touched it"
            );
        }
        assert_eq!(office.run(&["restore", "--yes"]).code, Some(0), "{what}");
        assert_eq!(office.queue().as_array().unwrap().len(), 4);
        let aside = names(&office.path("data"))
            .into_iter()
            .find(|name| name.contains(".hong-"));
        assert_eq!(
            fs::read(office.path("data").join(aside.unwrap())).unwrap(),
            file,
            "{what}"
        );
    }
}

/// A bad sector somewhere: nothing panics, nothing is made worse, and `check` sees it.
#[test]
fn a_bad_sector_is_found() {
    let mut dice = Dice::new(2);
    let office = office();
    let whole = fs::read(office.store()).unwrap();
    for _ in 0..40 {
        let mut file = whole.clone();
        let from = dice.below(file.len() as u64 / 512) as usize * 512;
        dice.fill(&mut file[from..from + 512]);
        fs::write(office.store(), &file).unwrap();
        let (queue, checked) = (office.run(&["queue", "--json"]), office.run(&["check"]));
        for done in [&queue, &checked] {
            assert!(
                matches!(done.code, Some(0 | 1)) && !done.stderr.contains("panicked"),
                "at {from}: {done:?}"
            );
            assert!(
                done.code == Some(0) || done.stderr.contains("bị hỏng"),
                "at {from}: {done:?}"
            );
        }
        if queue.code == Some(1) {
            assert_eq!(checked.code, Some(1), "at {from}: {queue:?} {checked:?}");
        }
        assert_eq!(fs::read(office.store()).unwrap(), file, "at {from}");
    }
}

#[test]
fn without_a_backup_the_damaged_file_is_kept_and_said_so() {
    let office = office();
    fs::write(office.store(), "hỏng rồi").unwrap();
    let done = office.run(&[]);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("Chưa có bản sao lưu nào"), "{done:?}");
}

#[test]
fn the_newest_backup_is_opened_when_the_official_wants_it() {
    let office = office();
    for minute in [5, 25, 15] {
        office.set_clock(&format!("2026-11-23 08:{minute:02}:00"));
        assert_eq!(office.run(&["backup"]).code, Some(0));
    }
    let damaged = b"not a database any more".repeat(100);
    fs::write(office.store(), &damaged).unwrap();

    let mut screen = office.screen(&[], 100, 30);
    screen.wait_for("bị hỏng");
    screen.wait_for("motcua-2026-11-23-0825.db");
    screen.wait_for("Gõ C");
    screen.send("\r");
    screen.wait_for("chưa thay đổi gì");
    assert_eq!(screen.wait_exit().exit_code(), 1);
    assert_eq!(fs::read(office.store()).unwrap(), damaged);

    let mut screen = office.screen(&[], 100, 30);
    screen.wait_for("Gõ C");
    screen.send("C\r");
    screen.wait_for("Đang phục vụ");
    screen.kill();
    assert_eq!(office.queue().as_array().unwrap().len(), 4);
}
