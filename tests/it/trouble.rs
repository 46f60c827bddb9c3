//! What goes wrong around the program: disk, rights, ports, a second host. Each is said in words that name the way
//! out, and the office works on.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use motcua::app::status::Status;
use rustix::process::{Pid, Resource, Rlimit, Signal, prlimit};
use serde_json::json;

use crate::support::busy::{self, walkin};
use crate::support::office::{Office, Running, run, three_people as office};
use crate::support::recount::{recount, rules};

const CLOCK: &str = "2026-11-23 08:00:00";

// ---- hosts ----

#[test]
fn a_second_host_names_the_first_one() {
    let office = office();
    let mut host = office.host();
    let pid = host.pid();
    office
        .run(&["serve"])
        .refused(&["đang chạy rồi", &format!("tiến trình {pid}")]);
    host.signal(Signal::TERM);
    assert_eq!(host.wait(), Some(0), "it ends cleanly");
    let bells = fs::read_dir(office.path("data/motcua.db.bells"))
        .unwrap()
        .count();
    assert_eq!(bells, 0);
    drop(office.host());
}

#[test]
fn a_host_that_hears_no_bell_names_their_folder() {
    let office = office();
    let bells = office.path("data/motcua.db.bells");
    for (there, why) in [
        // In it nothing can be made.
        ("/proc/self/fdinfo", "không thấy tệp hoặc thư mục này"),
        ("motcua.db", "trên đường dẫn có một tệp không phải thư mục"),
    ] {
        let _ = fs::remove_dir_all(&bells).or_else(|_| fs::remove_file(&bells));
        std::os::unix::fs::symlink(there, &bells).unwrap();
        let words = format!("motcua.db.bells: {why}");
        office.run(&["serve"]).refused(&["không dùng được", &words]);
    }
}

#[test]
fn a_host_that_hangs_hinders_nobody() {
    let office = office();
    let host = office.host();
    host.signal(Signal::STOP);
    office.event(&json!({"type": "done", "counter": 1}));
    assert_eq!(office.states()[1], "TP-002 serving");
    office.run(&["serve"]).refused(&["đang chạy rồi"]);
    assert_eq!(office.run(&["backup"]).code, Some(0));
    host.signal(Signal::CONT);
    let beat = motcua::app::hosting::read_status(&office.store())
        .unwrap()
        .heartbeat;
    office.await_status("a sign of life", |status| status.heartbeat > beat);
}

#[test]
fn ports_that_cannot_be_used_are_told_and_hinder_nobody() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let forbidden = office.path("forbidden");
    fs::write(&forbidden, "").unwrap();
    fs::set_permissions(&forbidden, Permissions::from_mode(0o000)).unwrap();
    let board = |port: &Path, counter| {
        format!(
            "[[board]]\nport = {port:?}\ndriver = \"modbus\"\nmap = \"led485\"\ncounters = {{ {counter} = 1 }}\n"
        )
    };
    let config = office.path("motcua.toml");
    let text = fs::read_to_string(&config).unwrap();
    let boards = board(&office.path("nowhere"), 1) + &board(&forbidden, 2);
    fs::write(&config, text + &boards).unwrap();
    let _host = Running::start(as_another(&office, &mut motcua(&office, &["serve"])));
    let lit = |status: &Status| {
        status
            .boards
            .iter()
            .all(|board| board.trouble.is_some() && board.since.is_some())
    };
    let status = office.await_status("two lamps", |status| {
        status.boards.len() == 2 && lit(status)
    });
    let trouble: Vec<_> = status
        .boards
        .into_iter()
        .map(|board| board.trouble.unwrap())
        .collect();
    assert!(
        trouble[0].contains("không thấy cổng") && trouble[0].contains("cắm lại"),
        "{trouble:?}"
    );
    assert!(
        trouble[1].contains("không có quyền") && trouble[1].contains("dialout"),
        "{trouble:?}"
    );
    let event = run(as_another(
        &office,
        &mut motcua(&office, &["event", &walkin().to_string()]),
    ));
    assert_eq!(event.code, Some(0), "{event:?}");
}

// ---- rights ----

/// Somebody who owns the store, but is not root: root may do everything.
const USER: u32 = 10_001;
const GROUP: u32 = 10_000;

/// `motcua` where every account may run it: the project may lie in a home that only its owner enters.
fn motcua(office: &Office, args: &[&str]) -> Command {
    let program = office.path("motcua");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_motcua"), &program).unwrap();
    }
    let mut command = office.command(program);
    command.args(args);
    command
}

/// Lets a program run as an ordinary user, to whom the office's files belong.
fn as_another<'a>(office: &Office, command: &'a mut Command) -> &'a mut Command {
    as_user(office, command, USER)
}

fn as_user<'a>(office: &Office, command: &'a mut Command, user: u32) -> &'a mut Command {
    assert!(
        rustix::process::getuid().is_root(),
        "rights can only be tested by root: run this in a container"
    );
    for (folder, mode) in [
        ("", 0o755),
        ("data", 0o2770),
        ("home", 0o777),
        ("run", 0o777),
    ] {
        fs::set_permissions(office.path(folder), Permissions::from_mode(mode)).unwrap();
    }
    let mut all = vec![office.path("data")];
    while let Some(path) = all.pop() {
        std::os::unix::fs::chown(&path, (user == USER).then_some(USER), Some(GROUP)).unwrap();
        all.extend(
            fs::read_dir(&path)
                .into_iter()
                .flatten()
                .map(|entry| entry.unwrap().path()),
        );
    }
    command.uid(user).gid(GROUP)
}

#[test]
fn what_may_not_be_written_is_named() {
    let event = walkin().to_string();
    // What is made read-only, and what is said.
    let cases = [
        (vec!["data/motcua.db"], 0o440),
        (vec!["data"], 0o550),
        (vec!["data/motcua.db", "data"], 0o550),
        (vec!["data"], 0o000),
    ];
    for (files, mode) in cases {
        let office = office();
        let mut event = motcua(&office, &["event", &event]);
        as_another(&office, &mut event);
        for file in &files {
            fs::set_permissions(office.path(file), Permissions::from_mode(mode)).unwrap();
        }
        let done = run(&mut event);
        done.refused(&["motcua.db", "quyền"]);
        let mut serve = motcua(&office, &["serve"]);
        let done = run(serve.uid(USER).gid(GROUP));
        done.refused(&["motcua.db", "quyền"]);
        fs::set_permissions(office.path("data"), Permissions::from_mode(0o2770)).unwrap();
        fs::set_permissions(office.store(), Permissions::from_mode(0o660)).unwrap();
        let again = run(motcua(&office, &["event", &walkin().to_string()])
            .uid(USER)
            .gid(GROUP));
        assert_eq!(again.code, Some(0), "{files:?}: {again:?}");
        assert_eq!(office.run(&["check"]).code, Some(0));
    }
}

#[test]
fn a_store_where_none_can_be_is_named() {
    let office = Office::new(busy::OFFICE, CLOCK);
    for path in ["/proc/motcua/motcua.db", "/dev/null/motcua.db"] {
        let config = format!("{}[store]\npath = {path:?}\n", busy::OFFICE);
        fs::write(office.path("motcua.toml"), config).unwrap();
        for command in [
            &["event", "{\"type\":\"tick\"}"][..],
            &["serve"],
            &["queue"],
            &[],
        ] {
            office
                .run(command)
                .refused(&["không tạo được thư mục", "[store] path"]);
        }
    }
}

#[test]
fn a_group_shares_the_store() {
    let office = Office::new(busy::OFFICE, CLOCK);
    for user in [USER, USER + 1, USER] {
        let mut event = motcua(&office, &["event", &walkin().to_string()]);
        let done = run(as_user(&office, &mut event, user));
        assert_eq!(done.code, Some(0), "{done:?}");
    }
    let mut host = Running::start(as_user(&office, &mut motcua(&office, &["serve"]), USER));
    office.await_status("the host", |status| status.pid == host.pid());
    // The write-ahead log is the host's; the other user writes it, too.
    let other = |args: &[&str]| run(motcua(&office, args).uid(USER + 1).gid(GROUP));
    let done = other(&["event", &json!({"type": "done", "counter": 1}).to_string()]);
    assert_eq!(done.code, Some(0), "{done:?}");
    other(&["serve"]).refused(&["đang chạy rồi"]);
    host.kill();
    assert_eq!(
        other(&["event", &json!({"type": "done", "counter": 1}).to_string()]).code,
        Some(0)
    );
    for file in fs::read_dir(office.path("data"))
        .unwrap()
        .map(Result::unwrap)
    {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o7, 0, "{:?} is open to everybody", file.path());
    }
    assert_eq!(
        office.states(),
        ["TP-001 done", "TP-002 done", "TP-003 serving"]
    );
}

// ---- the disk ----

/// `motcua` on a disk that takes no more than so many bytes in a file.
fn on_full_disk(office: &Office, bytes: u64, args: &[&str]) -> Command {
    let mut command = office.command("/bin/sh");
    let script = format!("ulimit -S -f {}; exec \"$@\"", bytes / 512);
    command
        .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_motcua")])
        .args(args);
    command
}

#[test]
fn a_full_disk_loses_nothing() {
    let office = office();
    let events = || recount(&office.store(), &rules(&office.path("motcua.toml")));
    let before = events();
    let mut before = before;
    for kib in [0, 4, 16, 33, 40, 80] {
        // The write-ahead log cannot be taken into the database, and grows: sooner or later nothing goes.
        let full = loop {
            let done = run(&mut on_full_disk(
                &office,
                kib * 1024,
                &["event", &walkin().to_string()],
            ));
            if done.code != Some(0) {
                break done;
            }
            before += 1;
            assert_eq!(
                events(),
                before,
                "what was acknowledged with {kib} KiB is there"
            );
        };
        full.refused(&["đĩa đầy", "motcua.db"]);
        assert_eq!(events(), before, "with {kib} KiB");
        assert_eq!(office.run(&["check"]).code, Some(0));
    }
    office.event(&walkin());
    assert_eq!(events(), before + 1);
}

#[test]
fn a_host_on_a_full_disk_says_so_and_recovers() {
    let office = Office::new(busy::OFFICE, CLOCK);
    let answer = office.event(&json!({"type": "sms", "field": "DD", "phone": "0912345678"}));
    assert_eq!(
        answer[0]["time"], "2026-11-23T09:00",
        "then there is something to be done"
    );
    office.set_clock("2026-11-23 08:58:00");
    assert_eq!(office.run(&["backup"]).code, Some(0), "so that none is due");
    let mut command = on_full_disk(&office, 1 << 40, &["serve"]);
    let host = Running::start(&mut command);
    office.await_status("the host", |status| status.pid == host.pid());
    // Nothing may grow any more.
    let limit = |bytes| {
        let pid = Pid::from_raw(host.pid().cast_signed());
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(pid, Resource::Fsize, limit).unwrap();
    };
    limit(Some(8192));
    office.pass(3);
    let full = |status: &Status| status.notices.iter().any(|words| words.contains("đĩa đầy"));
    office.await_status("the notice", full);
    // Whoever can write goes on.
    assert_eq!(office.event(&walkin())[0]["type"], "call");
    limit(None);
    office.await_status("the end of the trouble", |status| !full(status));
}
