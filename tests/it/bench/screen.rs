//! What the official feels: from a key to the board, from a key to the picture, from the start to the first frame; and
//! what the old PC feels: memory and idle time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::pty::{Master, Watched};
use super::{is_full, rounds, stated, stated_times};
use crate::support::office::Office;

const MORNING: &str = "2026-11-23 08:00:00";

pub(super) fn config(board: Option<&str>) -> String {
    let board = board.map_or(String::new(), |port| {
        format!("[[board]]\nport = \"{port}\"\ndriver = \"modbus\"\nmap = \"led485\"\ncounters = {{ 1 = 1 }}\n")
    });
    format!(
        "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[[field]]\nid = \"tu-phap\"\nname = \"Tư pháp\"\nmean = 10\n\
         [[counter]]\nid = 1\nname = \"Quầy 1\"\nfields = [\"tu-phap\"]\n{board}"
    )
}

fn fill(office: &Office, people: usize) {
    for _ in 0..people {
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
}

/// Acknowledges what a board was told, as a board would, until nothing comes for a while.
fn acknowledge(board: &Master, quiet: Duration) {
    while board.wait(quiet) {
        let frame = board.read();
        match frame.get(1) {
            Some(6) if frame.len() >= 8 => drop(board.write(&frame[..8])),
            Some(16) if frame.len() >= 8 => {
                let mut reply = frame[..6].to_vec();
                let crc = motcua::protocol::modbus::crc(&reply);
                reply.extend(crc.to_le_bytes());
                board.write(&reply);
            }
            _ => {}
        }
    }
}

/// Key press → first byte on the board's pseudo-terminal.
#[test]
fn bench_key_to_board() {
    let board = Master::open();
    key_to_board(&board, &config(Some(&board.path)), "100 waiting");
}

/// The same while the voice reads, and three boards of other kinds show the same counter.
#[test]
fn bench_key_to_one_of_four_boards_with_voice() {
    let board = Master::open();
    let others = [(); 3].map(|()| Master::open());
    let kinds = [
        "\"alpha\"",
        "\"am03127\"",
        "\"template\"\nframe = '[{a:u8}{n:u16be}]{sum8}'",
    ];
    let more = others.iter().zip(kinds).map(|(port, kind)| {
        let port = &port.path;
        format!("[[board]]\nport = \"{port}\"\ncounters = {{ 1 = 1 }}\ndriver = {kind}\n")
    });
    let config = config(Some(&board.path))
        + &more.collect::<String>()
        + "[voice]\nplayer = [\"sh\", \"-c\", \"cat > /dev/null; sleep 3\"]\n";
    key_to_board(&board, &config, "100 waiting, voice, four boards");
}

fn key_to_board(board: &Master, config: &str, with: &str) {
    let office = Office::new(config, MORNING);
    let (presses, nexts) = (rounds(200), rounds(30));
    fill(&office, rounds(100) + 1 + nexts);
    // Hosts are started by hand here, so that they end before their board's pseudo-terminal does: its name may be
    // another program's terminal at once.
    let _host = office.serve();
    let screen = Watched::start(&office.motcua(&[]), 120, 40);
    screen.tty.until("Quầy 1");
    acknowledge(
        board,
        Duration::from_millis(if is_full() { 4000 } else { 500 }),
    );
    let press = |keys: &[u8], pause: Duration| {
        let start = screen.tty.write(keys);
        assert!(
            board.wait(Duration::from_secs(10)),
            "nothing came to the board"
        );
        let time = start.elapsed();
        acknowledge(board, pause);
        screen
            .tty
            .last_bytes(Duration::from_millis(5), Duration::from_millis(5));
        time
    };
    let recalls = (0..presses)
        .map(|_| press(b"\x1bOR", Duration::from_millis(60)))
        .collect();
    let aim = "(aim p99 ≤ 20 ms)";
    stated_times(
        &format!("F3 (recall) → first byte on the board, {with} {aim}"),
        recalls,
    );
    // Twice within a second is one press, so these take their time.
    let nexts = (0..nexts)
        .map(|_| press(b"\x1bOQ", Duration::from_millis(1100)))
        .collect();
    stated_times(
        &format!("F2 (done, next) → first byte on the board, {with} {aim}"),
        nexts,
    );
}

/// Cursor key → the screen repainted (its last byte), of each program: one press of each in turn, so that what the machine
/// does besides is the same for all.
fn cursor_times(programs: &[Watched]) -> Vec<Vec<Duration>> {
    let quiet = Duration::from_millis(25);
    for program in programs {
        program
            .tty
            .last_bytes(Duration::from_secs(2), Duration::from_millis(500));
    }
    let press = |program: &Watched, i: usize| {
        let key: &[u8] = if (i / 5).is_multiple_of(2) {
            b"\x1b[B"
        } else {
            b"\x1b[A"
        };
        // What it did by itself meanwhile.
        program.tty.last_bytes(Duration::ZERO, Duration::ZERO);
        let start = program.tty.write(key);
        program
            .tty
            .last_bytes(Duration::from_millis(500), quiet)
            .map(|last| last - start)
    };
    let mut times = vec![Vec::new(); programs.len()];
    for i in 0..rounds(200) {
        for (times, program) in times.iter_mut().zip(programs) {
            times.extend(press(program, i));
        }
    }
    times
}

/// An office that is open at whatever hour it is: no program here sees the tests' clock, which costs a file read for each
/// look at it.
fn open_now() -> Office {
    let now = chrono::Utc::now().naive_utc() + chrono::TimeDelta::hours(7);
    let config = format!(
        "{}[rules]\novertime = 0\nextra_workdays = [{}]\nsessions = {{ AM = [\"00:00\", \"12:00\"], PM = [\"12:00\", \"23:59\"] }}\n\
         booked_start = {{ AM = \"00:30\", PM = \"12:30\" }}\n",
        config(None),
        now.format("%Y-%m-%d"),
    );
    Office::new(&config, &now.format("%Y-%m-%d %H:%M:%S").to_string())
}

#[test]
fn bench_cursor_to_picture() {
    let office = open_now();
    fill(&office, rounds(100));
    let mut motcua = office.motcua(&[]);
    motcua.env_remove("LD_PRELOAD");
    let ours = Watched::start(&motcua, 120, 40);
    ours.tty.until("Hàng chờ");
    let text = office.path("text");
    fs::write(
        &text,
        "một dòng chữ để con trỏ đi lên đi xuống\n".repeat(200),
    )
    .unwrap();
    let vim = [
        "-u",
        "NONE",
        "-c",
        "set nocompatible cursorline ruler",
        text.to_str().unwrap(),
    ];
    let (mut names, mut programs) = (vec!["motcua"], vec![ours]);
    for (name, arguments) in [("vim", &vim[..]), ("htop", &["-d", "100"][..])] {
        if !Path::new("/usr/bin").join(name).exists() {
            continue;
        }
        let mut command = Command::new(name);
        command
            .args(arguments)
            .env("HOME", office.path(""))
            .env("PATH", "/usr/bin:/bin")
            .env("LANG", "C.UTF-8");
        names.push(name);
        programs.push(Watched::start(&command, 120, 40));
    }
    for (name, times) in names.iter().zip(cursor_times(&programs)) {
        stated_times(&format!("cursor key → screen repainted, {name}"), times);
    }
}

/// Ten years of history, written straight into the tables.
fn write_history(store: &Path, history: i64) {
    let mut db = rusqlite::Connection::open(store).unwrap();
    let tx = db.transaction().unwrap();
    let last: i64 = tx
        .query_row("SELECT max(day) FROM ticket", [], |row| row.get(0))
        .unwrap();
    for i in 0..history {
        let day = last - 1 - i / 40;
        tx.prepare_cached(
            "INSERT INTO ticket (id, day, field, number, priority, state, present, made, arrived, called_new, counter,
               started, ended, channel, procedure, stamp, rev)
             VALUES (?1, ?2, 'tu-phap', ?3, 0, 'done', 0, ?4, ?4, 1, '1', ?4, ?4, 'counter', 'khai-sinh', 0, 0)",
        )
        .unwrap()
        .execute([1_000_000 + i, day, i % 40 + 1, day * 1440 + 480])
        .unwrap();
        tx.prepare_cached(
            "INSERT INTO person (ticket, phone, name, consent) VALUES (?1, '0912345678', 'Nguyễn Văn A', 0)",
        )
        .unwrap()
        .execute([1_000_000 + i])
        .unwrap();
        // The log, too; its chain is not what is measured.
        tx.prepare_cached("INSERT INTO event VALUES (?1, ?2, 0, 'walkin', NULL, NULL, zeroblob(32), zeroblob(32))")
            .unwrap()
            .execute([-i - 1, day * 1440 + 480])
            .unwrap();
    }
    tx.commit().unwrap();
}

#[test]
fn bench_start_to_first_frame() {
    let office = Office::new(&config(None), MORNING);
    fill(&office, 20);
    let history = if is_full() { 100_000 } else { 100 };
    write_history(&office.store(), history);
    let start = |_| {
        let screen = Watched::start(&office.motcua(&[]), 120, 40);
        screen.tty.until("Hàng chờ") - screen.started
    };
    stated_times(
        &format!("start → first frame, {history} tickets of history (aim ≤ 100 ms)"),
        (0..rounds(20)).map(start).collect(),
    );
}

pub(super) fn memory_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// How many nanoseconds each thread of a process has run; one that ends while they are counted is left out.
fn cpu_times(pid: u32) -> BTreeMap<OsString, u64> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let times = tasks.filter_map(|task| {
        let task = task.ok()?;
        let stat = fs::read_to_string(task.path().join("schedstat")).ok()?;
        Some((task.file_name(), stat.split(' ').next()?.parse().ok()?))
    });
    times.collect()
}

#[test]
fn bench_memory_and_idle() {
    let board = Master::open();
    let office = Office::new(&config(Some(&board.path)), MORNING);
    fill(&office, rounds(100));
    let host = office.serve();
    let screen = Watched::start(&office.motcua(&[]), 120, 40);
    screen.tty.until("Hàng chờ");
    acknowledge(&board, Duration::from_secs(2));
    let pids = [("host", host.pid()), ("screen", screen.pid())];
    let before: Vec<_> = pids.iter().map(|(_, pid)| cpu_times(*pid)).collect();
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(if is_full() { 30 } else { 1 }) {
        screen
            .tty
            .last_bytes(Duration::from_millis(500), Duration::from_millis(10));
        acknowledge(&board, Duration::from_millis(1));
    }
    for ((name, pid), before) in pids.into_iter().zip(before) {
        let took = start.elapsed();
        let ran = cpu_times(pid);
        let ran = ran
            .iter()
            .map(|(id, now)| now.saturating_sub(before.get(id).copied().unwrap_or(0)));
        let share = Duration::from_nanos(ran.sum()).div_duration_f64(took) * 100.0;
        let memory = memory_kib(pid) as f64 / 1024.0;
        stated(&format!("{name}: memory (aim ≤ 25)"), memory, "MiB");
        stated(
            &format!("{name}: at rest (aim ≤ 0.05)"),
            share,
            "% of a core",
        );
    }
}
