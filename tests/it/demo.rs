//! `motcua demo`: what a newcomer runs first. It shows a day that nobody has to prepare, lets the newcomer work, and leaves
//! nothing behind.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::support::bridge::Terminal;
use crate::support::dice::Dice;
use crate::support::keys::Key;
use crate::support::screen::Screen;

const HEADING: &str = "CHẠY THỬ";

/// The demo, with nothing but a folder for temporary files: no home, no configuration.
fn demo(temporary: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    command
        .arg("demo")
        .env_clear()
        .env("TMPDIR", temporary)
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    command
}

/// Processes that were started with this folder for temporary files.
fn processes_of(temporary: &Path) -> Vec<String> {
    let wanted = format!("TMPDIR={}", temporary.display());
    let all = fs::read_dir("/proc").unwrap().flatten();
    all.filter(|process| {
        let environment = fs::read(process.path().join("environ")).unwrap_or_default();
        let mut variables = environment.split(|byte| *byte == 0);
        variables.any(|variable| variable == wanted.as_bytes())
    })
    .map(|process| fs::read_to_string(process.path().join("cmdline")).unwrap_or_default())
    .collect()
}

#[track_caller]
fn assert_nothing_left(temporary: &Path, how: &str) {
    assert_eq!(processes_of(temporary), [""; 0], "{how}");
    let files: Vec<_> = fs::read_dir(temporary).unwrap().flatten().collect();
    assert!(files.is_empty(), "{how}: {files:?}");
}

/// Lets so many milliseconds pass: the moment itself is what is tried.
fn pass(milliseconds: u64) {
    let time = Timespec {
        tv_sec: 0,
        tv_nsec: i64::try_from(milliseconds * 1_000_000).unwrap(),
    };
    let _ = poll(&mut [], Some(&time));
}

#[test]
fn it_ends_at_any_moment_without_a_trace() {
    let mut dice = Dice::new(11);
    for round in 0..10 {
        let folder = TempDir::new().unwrap();
        let mut screen = Screen::start(&demo(folder.path()), 120, 32);
        // Half of them while it starts, before there is anything to be seen.
        let has_begun = round % 2 == 1;
        if has_begun {
            screen.wait_for(HEADING);
            assert_eq!(processes_of(folder.path()).len(), 1, "one process");
            assert_eq!(
                fs::read_dir(folder.path()).unwrap().count(),
                1,
                "one folder"
            );
        }
        pass(dice.below(if has_begun { 900 } else { 250 }));
        let how = match (round / 2 % 3, has_begun) {
            (0, true) => "Ctrl+Q",
            (1, _) => "SIGTERM",
            (2, _) => "SIGHUP",
            (_, _) => "Ctrl+C",
        };
        match how {
            "Ctrl+Q" => screen.send("\x11"),
            "SIGTERM" => screen.signal(Signal::TERM),
            "SIGHUP" => screen.signal(Signal::HUP),
            _ => screen.send("\x03"),
        }
        screen.wait_exit();
        assert_nothing_left(folder.path(), &format!("round {round}, {how}"));
    }
}

#[test]
fn it_ends_with_its_terminal() {
    let folder = TempDir::new().unwrap();
    let terminal = Terminal::open();
    let end = || Stdio::from(terminal.far.try_clone().unwrap());
    let mut command = demo(folder.path());
    let mut child = command
        .stdin(end())
        .stdout(end())
        .stderr(end())
        .spawn()
        .unwrap();
    // It has begun when it draws.
    let patience = Timespec {
        tv_sec: 25,
        tv_nsec: 0,
    };
    let drawn = poll(
        &mut [PollFd::new(&terminal.near, PollFlags::IN)],
        Some(&patience),
    );
    assert_eq!(drawn, Ok(1), "it draws nothing");
    drop(command);
    drop(terminal);
    child.wait().unwrap();
    assert_nothing_left(folder.path(), "the terminal went away");
}

#[test]
fn a_day_goes_by_and_the_newcomer_may_work_in_it() {
    let folder = TempDir::new().unwrap();
    let mut screen = Screen::start(&demo(folder.path()), 120, 32);
    screen.wait_for("nhanh gấp 60 lần");
    // Beforehand it is told what there is to be seen, with the keys as the key map has them.
    screen.wait_for("F2 xong và gọi tiếp");
    // The modem takes a booking, and its answer comes back through the modem.
    screen.wait_for("Tin nhắn từ 0912 000 111: «DK Tran Thi Lan khai sinh 23/11 14h»");
    screen.wait_for("Modem nhắn 0912 000 111:");
    screen.wait_for("Hẹn mới qua SMS: 025 Tran Thi Lan");
    // At half past seven people are let in, the boards change, officials work.
    screen.wait_for("Quầy 1 mời số");
    screen.wait_until("a number on the board of counter 1", |screen| {
        let devices = screen.rows(0, 120).nth(1).unwrap_or_default();
        devices.contains("quầy 1 [") && !devices.contains("quầy 1 [    ]")
    });
    screen.wait_for("làm xong số");
    // The printer prints the numbers that are given.
    screen.wait_until("several slips", |screen| {
        let devices = screen.rows(0, 120).nth(1).unwrap_or_default();
        let printed = devices
            .split("in: ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next());
        printed
            .and_then(|n| n.parse().ok())
            .is_some_and(|n: u32| n >= 2)
    });
    // The newcomer presses what the guide names: the counter is theirs from then on.
    screen.key(Key::F(2));
    screen.wait_for("Máy thôi đóng vai quầy 1");
    screen.wait_for("LED đã hiện");
    let served = |text: &str| {
        let row = text.lines().find(|line| line.contains("▸ Quầy 1"))?;
        let number = row.split_whitespace().nth(5)?.to_owned();
        let minutes = row.split("/10 phút").next()?.split_whitespace().last()?;
        Some((number, minutes.parse::<u32>().ok()?))
    };
    screen.wait_until("the next person", |screen| {
        served(&screen.contents()).is_some_and(|(_, m)| m < 2)
    });
    let (mine, _) = served(&screen.text()).unwrap();
    // However long it takes, nobody finishes for the newcomer.
    screen.wait_until("the newcomer's person to stay", |screen| {
        served(&screen.contents()).is_some_and(|(number, minutes)| number != mine || minutes >= 18)
    });
    assert_eq!(served(&screen.text()).unwrap().0, mine);
    // A letter is a letter, wherever it is typed.
    screen.send("q");
    screen.wait_for("Số hoặc mã: q");
    screen.send("\x11");
    assert!(screen.wait_exit().success());
    assert_nothing_left(folder.path(), "after work");
}

#[test]
fn a_small_terminal_shows_the_counter_all_the_same() {
    let folder = TempDir::new().unwrap();
    let mut screen = Screen::start(&demo(folder.path()), 80, 24);
    screen.wait_for(HEADING);
    screen.wait_for("Bảng LED đang hiện");
    screen.wait_for("F1 Trợ giúp");
    screen.resize(80, 20);
    screen.wait_gone(HEADING);
    screen.wait_for("F1 Trợ giúp");
    screen.send("\x03");
    screen.wait_exit();
    assert_nothing_left(folder.path(), "a small terminal");
}

#[test]
fn without_a_terminal_it_says_so() {
    let folder = TempDir::new().unwrap();
    let output = demo(folder.path()).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty());
    assert_nothing_left(folder.path(), "no terminal");
}
