//! A screen as a program: who signs in, which counter, the terminal it sits on and how it leaves it.

use motcua::store::Store;
use rustix::process::Signal;

use crate::bench::pty::Watched;
use crate::support::desk::{Desk, children};
use crate::support::office::{Office, run, three_people};
use crate::support::screen::Screen;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";
const OFFICIALS: &str = "
[[official]]
id = \"ha\"
name = \"Nguyễn Thị Hà\"
[[official]]
id = \"binh\"
name = \"Trần Văn Bình\"
role = \"head\"
";

fn office() -> Office {
    Office::new(OFFICE, CLOCK)
}

#[test]
fn officials_sign_in_and_their_actions_bear_their_name() {
    let config = format!("{OFFICE}{OFFICIALS}[screen]\nsign_in = true\n");
    let office = Office::new(&config, CLOCK);
    let mut desk = Desk::asked(&office, &[]);
    // It is asked for at once; without it nothing is done, and there is nothing to go back to.
    desk.press("Esc F5 Enter");
    // The first PIN is typed twice; a slip is told.
    desk.press("Shift+Tab «ha» Enter «1234» Enter «1243» Enter");
    desk.screen.wait_for("Hai lần nhập không giống nhau");
    desk.press("«1234» Enter «1234» Enter");
    desk.hears("Đã đăng nhập");
    desk.screen.wait_for("Quầy 1 · Nguyễn Thị Hà");
    desk.says("F5 «Lù Thị Seo» Enter", "Cấp số 001");
    drop(desk);

    // Whoever passes by sees numbers, and finds nobody.
    let mut desk = Desk::asked(&office, &["--counter", "2"]);
    desk.press("Esc Esc «/» Ctrl+F Ctrl+D Enter Alt+3 Esc");
    desk.screen.wait_until("the number and no name", |screen| {
        let text = screen.contents();
        text.contains("001") && text.contains("Mã PIN") && !text.contains("Seo")
    });
    desk.press("Ctrl+C");
    desk.screen.wait_for("Thoát khỏi màn hình quầy");
    desk.press("Esc");
    desk.screen.wait_for("Màn hình đang khoá");
    desk.press("«ha» Enter «1111» Enter");
    desk.screen.wait_for("PIN không đúng");
    assert!(!desk.screen.text().contains("1111"), "a PIN is never shown");
    desk.press("«1234» Enter");
    desk.screen.wait_for("Quầy 2 · Nguyễn Thị Hà");
    desk.says("F5 Enter", "Cấp số 001");
    // The other official takes over, and goes.
    desk.press("F10 «binh» Enter «98765» Enter «98765» Enter");
    desk.screen.wait_for("Quầy 2 · Trần Văn Bình");
    desk.says("F2", "Xong 001");
    desk.press("F10 Enter");
    desk.screen.wait_for("Màn hình đang khoá");
    desk.screen.wait_gone("Seo");
    let log = office.log();
    let who: Vec<_> = log
        .iter()
        .map(|e| (e.event.kind().id(), e.desk.map(|d| d.0), e.actor.as_deref()))
        .collect();
    assert_eq!(
        who,
        [
            ("audit", None, Some("ha")),
            ("walkin", Some(0), Some("ha")),
            // Whoever mistook a PIN is nobody yet.
            ("audit", Some(1), None),
            ("walkin", Some(1), Some("ha")),
            ("audit", None, Some("binh")),
            ("done", Some(1), Some("binh")),
        ]
    );
}

#[test]
fn where_nobody_must_sign_in_signing_out_locks_nothing_and_says_so() {
    let office = Office::new(&format!("{OFFICE}{OFFICIALS}"), CLOCK);
    let mut desk = Desk::open(&office, &[]);
    desk.press("F10 «ha» Enter «1234» Enter «1234» Enter");
    desk.screen.wait_for("Quầy 1 · Nguyễn Thị Hà");
    desk.says("F10 Enter", "Đã đăng xuất; màn hình không khoá");
    desk.says("F5 Enter", "Cấp số 001");
}

#[test]
fn each_counter_has_its_screen() {
    let office = office();
    let mut two = Desk::open(&office, &["--counter", "2"]);
    two.screen.wait_for("· Quầy 2");
    two.screen.wait_for("Hàng chờ Địa chính – Xây dựng");
    two.says("F5 Enter", "Cấp số 001 · gọi 001");
    assert_eq!(office.ticket("dia-chinh-001")["counter"], "2");
    // Another desk sees it at once, and may help there, too.
    let mut one = Desk::open(&office, &["--counter", "1"]);
    one.wait_serving(&["—", "001", "—", "—"]);
    one.press("F5 «Đinh Văn Giang» Tab Tab Tab «cu tru»");
    one.screen.wait_for("▸ 3 Công an – Cư trú");
    one.says("Enter", "gọi đến Quầy 3");
    two.wait_serving(&["—", "001", "001", "—"]);

    let done = office.run(&["--counter", "9"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.stderr.contains("không có quầy «9»") && done.stderr.contains("1, 2, 3, 4"),
        "{done:?}"
    );
    let done = run(&mut office.motcua(&[]));
    assert_eq!(done.code, Some(1), "no terminal");
    assert!(done.stderr.contains("motcua queue"), "{done:?}");
}

#[test]
fn any_size_of_window_is_survived() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    // Before any key was pressed.
    desk.screen.resize(80, 24);
    desk.screen.wait_until("the narrow screen", |screen| {
        screen.contents().contains("F1 Trợ giúp")
    });
    desk.screen.resize(20, 5);
    desk.screen.wait_for("Cửa sổ quá nhỏ");
    // Blind, but not deaf.
    desk.press("F5 Enter");
    desk.screen.wait_for("Đang phục vụ 001.");
    desk.screen.resize(1, 1);
    desk.screen.resize(120, 40);
    desk.hears("Cấp số 001 · gọi 001");
    desk.wait_serving(&["001", "—", "—", "—"]);
    desk.screen.resize(200, 60);
    desk.screen.wait_until("the whole width", |screen| {
        screen
            .rows(0, 200)
            .any(|row| row.trim_end().ends_with('╮') && row.chars().count() == 200)
    });
}

/// Leaves the program in some way; answers its exit code.
type Leave = fn(&mut Screen, i32);

#[test]
fn the_terminal_is_left_as_it_was_found() {
    let leaves: [(&str, Leave); 5] = [
        ("Ctrl+C and Enter", |screen, _| {
            screen.send("\x03");
            screen.wait_for("Thoát khỏi màn hình quầy");
            screen.send("\r");
        }),
        ("SIGTERM", |_, pid| signal(pid, Signal::TERM)),
        ("SIGHUP", |_, pid| signal(pid, Signal::HUP)),
        ("SIGINT", |_, pid| signal(pid, Signal::INT)),
        ("SIGQUIT", |_, pid| signal(pid, Signal::QUIT)),
    ];
    let office = office();
    for (how, leave) in leaves {
        let program = env!("CARGO_BIN_EXE_motcua");
        let mut shell = office.command("/bin/sh");
        shell.args([
            "-c",
            &format!("{program}; echo ended: $?; stty -a; echo that was all; read x"),
        ]);
        let mut screen = Screen::start(&shell, 120, 40);
        screen.wait_for("F1 Trợ giúp");
        assert!(
            screen.look(vt100::Screen::alternate_screen)
                && screen.look(vt100::Screen::bracketed_paste)
        );
        let [pid] = children(screen.pid().as_raw_nonzero().get())[..] else {
            panic!("one program in the shell");
        };
        leave(&mut screen, pid);
        screen.wait_for("that was all");
        let text = screen.text();
        assert!(text.contains("ended: 0"), "{how}: {text}");
        for mode in ["isig icanon iexten echo ", " icrnl ", "opost "] {
            assert!(text.contains(mode), "{how}: not {mode}: {text}");
        }
        screen.look(|screen| {
            assert!(
                !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(),
                "{how}"
            );
        });
    }
}

#[test]
fn a_terminal_that_is_gone_ends_the_screen_quietly() {
    let office = office();
    let screen = Watched::start(&office.motcua(&[]), 120, 40);
    screen.tty.until("F1");
    assert_eq!(screen.hang_up().code(), Some(0));
    // Without a hand at the terminal nothing was lost: the next screen goes on.
    let mut desk = Desk::open(&office, &[]);
    desk.says("F5 Enter", "Cấp số 001");
}

#[test]
fn a_long_paste_is_no_hindrance() {
    let office = office();
    let mut desk = Desk::open(&office, &[]);
    let long = "Công Tằng Tôn Nữ ".repeat(200);
    desk.press("F5");
    desk.screen.wait_for("Enter: cấp số");
    desk.screen.send(format!("\x1b[200~{long}\x1b[201~\r"));
    desk.hears("Cấp số 001 Công Tằng Tôn Nữ");
    desk.screen.wait_for("F2 Xong");
    // Typed by a machine that knows no paste, into the screen itself.
    desk.screen.send(format!("{long}\r"));
    desk.screen.wait_for("╭─ Tìm");
    desk.press("Esc");
    desk.screen.wait_gone("╭─ Tìm");
    desk.says("F5 Enter", "Cấp số 002");
}

/// Whatever stands in a stranger's code: what begins like a paste and never ends must not take the keyboard away.
#[test]
fn a_code_that_begins_a_paste_leaves_the_keyboard_alive() {
    let office = office();
    for begun in ["\x1b[200~MC22222\r", "\x1b[<", "\x1b[?"] {
        let mut screen = Screen::start(&office.motcua(&[]), 120, 40);
        screen.wait_for("F1 Trợ giúp");
        screen.send(begun);
        // An official tries a key now and then.
        let pace = std::time::Duration::from_millis(300);
        let is_heard = (0..40).any(|_| {
            screen.send("\t");
            std::thread::sleep(pace);
            screen.text().contains("màn hình vừa tự mở lại")
        });
        assert!(is_heard, "{begun:?}: {}", screen.text());
        screen.send("\x1b[15~");
        screen.wait_for("Enter: cấp số");
    }
}

fn signal(pid: i32, signal: Signal) {
    let pid = rustix::process::Pid::from_raw(pid).expect("a process");
    rustix::process::kill_process(pid, signal).expect("a running program");
}

#[test]
fn on_the_linux_console_nothing_is_dimmed_and_every_sign_is_in_its_font() {
    let office = three_people();
    let mut command = office.command("env");
    command.args(["TERM=linux", env!("CARGO_BIN_EXE_motcua")]);
    let screen = Screen::start(&command, 120, 40);
    screen.wait_for("F1 Trợ giúp");
    let (dim, foreign) = screen.look(|screen| {
        let cells = (0..40).flat_map(|y| (0..120).filter_map(move |x| screen.cell(y, x)));
        let is_foreign = |text: &str| text.chars().any(|c| "●✕▸╭╮╰╯".contains(c));
        let cells: Vec<_> = cells.collect();
        (
            cells.iter().filter(|cell| cell.dim()).count(),
            cells
                .iter()
                .filter(|cell| is_foreign(cell.contents()))
                .count(),
        )
    });
    assert_eq!((dim, foreign), (0, 0), "{}", screen.text());
}

#[test]
fn while_a_pin_is_checked_the_screen_says_so_and_no_key_is_lost() {
    let config = format!("{OFFICE}{OFFICIALS}[screen]\nsign_in = true\n");
    let office = Office::new(&config, CLOCK);
    let mut desk = Desk::asked(&office, &[]);
    // Another process writes just then: the check takes as long.
    let mut store = Store::open(&office.store()).unwrap();
    let step = store.begin().unwrap();
    desk.press("Enter «1234» Enter «1234» Enter");
    desk.screen.wait_for("Đang kiểm tra mã PIN…");
    desk.press("F5 «Lù Thị Seo» Enter");
    step.commit().unwrap();
    desk.hears("Cấp số 001");
    let log = office.log();
    let done: Vec<_> = log.iter().map(|e| e.event.kind().id()).collect();
    assert_eq!(done, ["audit", "walkin"], "each once");
}
