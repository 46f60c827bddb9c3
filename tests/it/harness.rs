//! The test harness itself, tried on programs that are known to work.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

use chrono::{NaiveDateTime, TimeDelta};
use rustix::process::Signal;

use crate::support::keys::Key;
use crate::support::office::{Office, Running, run};
use crate::support::screen::Screen;

const CLOCK: &str = "2026-11-23 08:00:00";

fn sh(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", script])
        .env("PATH", "/usr/bin:/bin")
        .env("LANG", "C.UTF-8");
    command
}

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M:%S").unwrap()
}

#[test]
fn what_is_typed_is_seen() {
    let mut screen = Screen::start(&Command::new("/bin/cat"), 40, 5);
    screen.send("Nguyễn Thị Hằng");
    screen.key(Key::Enter);
    screen.wait_until("the line, typed and repeated", |screen| {
        screen.contents() == "Nguyễn Thị Hằng\nNguyễn Thị Hằng"
    });
    assert_eq!(screen.row(1), "Nguyễn Thị Hằng");
    screen.wait_until("the cursor below", |screen| {
        screen.cursor_position() == (2, 0)
    });
    assert_eq!(screen.cursor(), Some((0, 2)));
    screen.key(Key::Ctrl('d'));
    assert!(screen.wait_exit().success());
}

#[test]
fn keys_reach_the_program() {
    let keys = [
        (Key::F(2), "033 O Q"),
        (Key::F(12), "033 [ 2 4 ~"),
        (Key::Up, "033 [ A"),
        (Key::Ctrl('z'), "032"),
        (Key::Alt('1'), "033 1"),
        (Key::Esc, "033"),
        (Key::Backspace, "177"),
        (Key::PageDown, "033 [ 6 ~"),
    ];
    let mut screen = Screen::start(
        &sh("stty raw -echo; echo ready; exec od -An -c -w1 -v"),
        20,
        40,
    );
    screen.wait_for("ready");
    let mut bytes = Vec::new();
    for (key, names) in keys {
        screen.key(key);
        bytes.extend(names.split(' '));
    }
    let seen = |text: &str| {
        text.split_whitespace()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    screen.wait_until(&format!("{bytes:?}"), |screen| {
        seen(&screen.contents()) == bytes
    });
}

#[test]
fn a_new_size_is_told() {
    let screen = Screen::start(
        &sh("trap 'stty size' WINCH; echo ready; while :; do read x; done"),
        80,
        24,
    );
    screen.wait_for("ready");
    screen.resize(120, 40);
    screen.wait_for("40 120");
}

#[test]
fn the_end_is_seen_with_its_code_or_signal() {
    let screen = Screen::start(&sh("echo the last words; exit 3"), 40, 5);
    assert_eq!(screen.wait_exit().exit_code(), 3);
    assert_eq!(screen.text().trim_end(), "the last words");

    let screen = Screen::start(&sh("echo here; read x"), 40, 5);
    screen.wait_for("here");
    screen.signal(Signal::TERM);
    assert!(
        screen
            .wait_exit()
            .signal()
            .is_some_and(|name| name.starts_with("Terminated"))
    );

    let screen = Screen::start(
        &sh("trap '' TERM HUP; echo here; while :; do read x; done"),
        40,
        5,
    );
    screen.wait_for("here");
    screen.kill();
    assert!(
        screen
            .wait_exit()
            .signal()
            .is_some_and(|name| name.starts_with("Killed"))
    );
    assert!(
        rustix::process::test_kill_process(screen.pid()).is_err(),
        "killed and reaped"
    );
}

#[test]
fn waiting_in_vain_shows_the_screen() {
    let screen = Screen::start(&sh("echo Quầy 1"), 40, 5);
    let failure = catch_unwind(AssertUnwindSafe(|| screen.wait_for("Quầy 2"))).unwrap_err();
    let message = failure.downcast_ref::<String>().unwrap();
    assert!(
        message.contains("“Quầy 2”") && message.contains("│Quầy 1"),
        "{message}"
    );
}

#[test]
fn a_screen_of_the_terminals_other_side_is_told_apart() {
    let script =
        "printf '\\033[?1049h\\033[?25l\\033[7mF1\\033[m'; read x; printf '\\033[?25h\\033[?1049l'";
    let mut screen = Screen::start(&sh(script), 40, 5);
    screen.wait_for("F1");
    assert_eq!(screen.cursor(), None);
    assert!(
        screen.look(|screen| screen.alternate_screen() && screen.cell(0, 0).unwrap().inverse())
    );
    screen.key(Key::Enter);
    screen.wait_gone("F1");
    screen.wait_exit();
    assert!(!screen.look(vt100::Screen::alternate_screen));
}

#[test]
fn the_office_keeps_its_own_clock() {
    let office = Office::new("", CLOCK);
    let shown = || time(&run(office.command("date").arg("+%Y-%m-%d %H:%M:%S")).stdout);
    let before = office.now();
    let date = shown();
    assert!(before >= time(CLOCK));
    // `date` cuts the fraction of the second.
    assert!(
        before - TimeDelta::seconds(1) < date && date <= office.now(),
        "{date}"
    );

    office.set_clock("2026-11-23 23:59:59");
    assert!(shown() >= time("2026-11-23 23:59:59"));
}

#[test]
fn a_running_program_sees_the_clock_turned() {
    let office = Office::new("", CLOCK);
    // (bash would not do: its own getenv hides the office's clock from libfaketime.)
    let mut command = office.command("/usr/bin/python3");
    command.args([
        "-c",
        "import time\nwhile True: print(time.strftime('%d/%m %Hh')); input()",
    ]);
    let mut screen = Screen::start(&command, 40, 10);
    screen.wait_for("23/11 08h");
    office.set_clock("2026-11-24 13:00:00");
    screen.key(Key::Enter);
    screen.wait_for("24/11 13h");
}

#[test]
fn the_office_inherits_nothing() {
    let office = Office::new("[office]\nname = \"UBND xã Vĩnh Thủy\"\n", CLOCK);
    let done = run(office
        .command("sh")
        .args(["-c", "pwd; echo $HOME; env; cat $MOTCUA_CONFIG"]));
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    assert!(
        !done.stdout.lines().any(|line| line.ends_with(&home)),
        "{}",
        done.stdout
    );
    assert!(!done.stdout.contains("CARGO"), "{}", done.stdout);
    let config: toml::Table =
        toml::from_str(&std::fs::read_to_string(office.path("motcua.toml")).unwrap()).unwrap();
    assert_eq!(config["store"]["path"].as_str(), office.store().to_str());
    assert!(done.stdout.contains("UBND xã Vĩnh Thủy"));
    assert_eq!(done.stderr, "");
}

#[test]
fn the_program_itself_starts_in_the_office() {
    let done = Office::new("", CLOCK).run(&["--help"]);
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn what_killed_programs_left_is_swept() {
    // More than any kernel gives: nobody's process.
    let left = Path::new("/dev/shm/faketime_shm_999999999");
    File::create(left).unwrap();
    let _office = Office::new("", CLOCK);
    assert!(!left.exists());
}

#[test]
fn a_program_in_the_background_ends_with_its_test() {
    let office = Office::new("", CLOCK);
    let sign = office.path("sign");
    assert!(run(office.command("mkfifo").arg(&sign)).stderr.is_empty());
    let program = Running::start(
        office
            .command("sh")
            .args(["-c", "exec 3>sign; echo here >&3; exec sleep 1000"]),
    );
    let mut sign = BufReader::new(File::open(sign).unwrap());
    let mut line = String::new();
    sign.read_line(&mut line).unwrap();
    assert_eq!(line, "here\n");
    drop(program);
    // The other end of the pipe is closed: nobody is left to hold it.
    assert_eq!(sign.read_line(&mut line).unwrap(), 0);
}
