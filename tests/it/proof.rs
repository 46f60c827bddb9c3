//! Who acts is proven: what commands ask for where officials must sign in, what the log notes, what only a head decides.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;

use motcua::domain::event::Event;
use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::{Done, Office};
use crate::support::screen::Screen;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "
[office]
name = \"UBND xã Vĩnh Thủy\"
[[official]]
id = \"ha\"
name = \"Nguyễn Thị Hà\"
[[official]]
id = \"binh\"
name = \"Trần Văn Bình\"
role = \"head\"
";
const WALKIN: &str = r#"{"type":"walkin","field":"tu-phap"}"#;

fn office(more: &str) -> Office {
    let config = format!("{OFFICE}[screen]\nsign_in = true\n{more}");
    Office::new(&config, CLOCK)
}

/// The command on a terminal, where these lines are typed, each when its question stands there.
#[track_caller]
fn typed(office: &Office, args: &[&str], lines: &[(&str, &str)]) -> (u32, String) {
    let mut screen = office.screen(args, 110, 30);
    answer(&mut screen, lines);
    let code = screen.wait_exit().exit_code();
    (code, screen.text())
}

#[track_caller]
fn answer(screen: &mut Screen, lines: &[(&str, &str)]) {
    for (question, line) in lines {
        screen.wait_until(question, |screen| {
            let text = screen.contents();
            text.trim_end().ends_with(question.trim_end())
        });
        screen.send(format!("{line}\r"));
    }
}

const HA: [(&str, &str); 2] = [("Mã cán bộ:", "ha"), ("Mã PIN:", "1234")];
const BINH: [(&str, &str); 2] = [("Mã cán bộ:", "binh"), ("Mã PIN:", "98765")];

/// Both have chosen their PIN.
#[track_caller]
fn with_pins(more: &str) -> Office {
    let office = office(more);
    for (id, pin) in [("ha", "1234"), ("binh", "98765")] {
        let first = [
            ("Mã cán bộ:", id),
            ("chữ số):", pin),
            ("Nhập lại mã PIN:", pin),
        ];
        let (code, text) = typed(&office, &["event", r#"{"type":"tick"}"#], &first);
        assert_eq!(code, 0, "{text}");
        assert!(!text.contains(pin), "a PIN is never shown: {text}");
    }
    office
}

fn whom(office: &Office) -> Vec<(&'static str, Option<String>)> {
    let log = office.log().into_iter();
    log.filter(|e| !matches!(e.event, Event::Audit { .. }))
        .map(|e| (e.event.kind().id(), e.actor))
        .collect()
}

/// What the log notes of who may act: what, of whom, by whom.
fn audits(office: &Office) -> Vec<String> {
    let log = office.log().into_iter();
    log.filter_map(|e| match e.event {
        Event::Audit { what, official, .. } => {
            let (of, by) = (official.unwrap_or_default(), e.actor.unwrap_or_default());
            Some(format!("{} {of} {by}", what.id()).trim_end().to_owned())
        }
        _ => None,
    })
    .collect()
}

#[track_caller]
fn refused(done: &Done, words: &str) {
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains(words), "{done:?}");
}

#[test]
fn nobody_is_whoever_he_likes_on_the_command_line() {
    let office = with_pins("");
    // What the attack did: a priority number in the head's name, without any PIN.
    let forged = r#"{"type":"walkin","field":"tu-phap","priority":true,"actor":"binh"}"#;
    for args in [
        &["event", forged][..],
        &["event", WALKIN],
        &["pin", "binh"],
        &["backup"],
        &["restore", "--yes"],
        &["passphrase"],
        &["citizen", "show", "0912345678"],
        &["citizen", "erase", "0912345678"],
    ] {
        refused(&office.run(args), "cần cán bộ đăng nhập");
    }
    let (code, text) = typed(&office, &["event", forged], &HA);
    assert_eq!(code, 1);
    assert!(text.contains("`actor` là «binh»"), "{text}");
    let claimed = r#"{"type":"walkin","field":"tu-phap","by":"citizen"}"#;
    let (code, text) = typed(&office, &["event", claimed], &HA);
    assert!(
        code == 1 && text.contains("không làm thay người dân"),
        "{text}"
    );
    let (code, text) = typed(&office, &["event", WALKIN], &HA);
    assert_eq!(code, 0, "{text}");
    let (code, text) = typed(&office, &["event", WALKIN], &[("Mã cán bộ:", "sep")]);
    assert!(
        code == 1 && text.contains("không có cán bộ «sep»"),
        "{text}"
    );
    assert_eq!(whom(&office), [("walkin", Some("ha".to_owned()))]);
}

#[test]
fn unknown_officials_are_refused_also_where_nobody_signs_in() {
    let office = Office::new(OFFICE, CLOCK);
    let from = |actor: &str| {
        let event = json!({"type": "walkin", "field": "tu-phap", "actor": actor});
        office.run(&["event", &event.to_string()])
    };
    refused(&from("khongco"), "không có cán bộ «khongco»");
    assert_eq!(from("ha").code, Some(0));
    let forged = json!({"type": "audit", "what": "wrong_pin", "official": "ha"});
    refused(&office.run(&["event", &forged.to_string()]), "máy tự ghi");
    assert_eq!(whom(&office), [("walkin", Some("ha".to_owned()))]);
}

#[test]
fn wrong_pins_lock_at_every_door_and_stand_in_the_log() {
    let office = with_pins("");
    let wrong = [("Mã cán bộ:", "binh"), ("Mã PIN:", "1111")];
    for _ in 0..5 {
        let (code, text) = typed(&office, &["event", WALKIN], &wrong);
        assert!(code == 1 && text.contains("mã PIN không đúng"), "{text}");
    }
    // Another process, the right PIN: too late. On a screen, too.
    let (code, text) = typed(&office, &["event", WALKIN], &BINH);
    assert!(code == 1 && text.contains("sai mã PIN nhiều lần"), "{text}");
    let mut desk = Desk::asked(&office, &[]);
    desk.press("«binh» Enter «98765» Enter");
    desk.screen.wait_for("ai mã PIN nhiều lần: chờ");
    drop(desk);
    office.pass(2);
    let (code, text) = typed(&office, &["event", WALKIN], &BINH);
    assert_eq!(code, 0, "{text}");
    let mut noted = vec!["pin_set ha ha", "pin_set binh binh"];
    noted.extend(["wrong_pin binh"; 5]);
    assert_eq!(audits(&office), noted);
    // The log with them is still the one that the tables come from.
    let checked = office.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn pins_of_others_and_erasing_are_for_the_head() {
    let office = with_pins("");
    for args in [
        &["pin", "binh"][..],
        &["citizen", "erase", "0912345678"],
        &["passphrase"],
        &["restore", "--yes"],
        &["event", r#"{"type":"unblock","phone":"0912345678"}"#],
    ] {
        let (code, text) = typed(&office, args, &HA);
        assert!(
            code == 1 && text.contains("cần lãnh đạo"),
            "{args:?}: {text}"
        );
    }
    let unblock = r#"{"type":"unblock","phone":"0912345678"}"#;
    assert_eq!(typed(&office, &["event", unblock], &BINH).0, 0);
    // Who could choose the head's PIN anew after a restore would be the head.
    let (code, text) = typed(&office, &["backup"], &HA);
    assert_eq!(code, 0, "{text}");
    let (code, text) = typed(&office, &["restore", "--yes"], &BINH);
    assert_eq!(code, 0, "{text}");
    // One's own, and another's by the head.
    assert_eq!(typed(&office, &["pin", "ha"], &HA).0, 0);
    assert_eq!(typed(&office, &["pin", "ha"], &BINH).0, 0);
    assert_eq!(
        audits(&office)[2..],
        ["restored binh binh", "pin_reset ha ha", "pin_reset ha binh"]
    );
}

/// A token as a script has it, with these rights; its file and its lines for the configuration.
fn token(rights: &str) -> (String, String) {
    let made = Office::new(OFFICE, CLOCK).run(&["token", "nut-bam"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let secret = made
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("    "));
    let (_, lines) = made.stdout.split_once("[[token]]").unwrap();
    let lines = lines.replace("[\"event\"]", rights);
    (secret.unwrap().to_owned(), format!("[[token]]{lines}"))
}

fn file(office: &Office, secret: &str, mode: u32) -> PathBuf {
    let path = office.path(format!("token-{mode:o}"));
    fs::write(&path, secret).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

#[test]
fn a_script_shows_its_token_and_does_what_it_may() {
    let (secret, lines) = token("[\"event\"]");
    assert!(!lines.contains(&secret));
    let office = office(&lines);
    let path = file(&office, &format!("{secret}\n"), 0o600);
    let path = path.to_str().unwrap();
    let by_file = office.run(&["event", WALKIN, "--token", path]);
    assert_eq!(by_file.code, Some(0), "{by_file:?}");
    // On the standard input.
    let mut command = office.motcua(&["event", WALKIN, "--token", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(secret.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());

    refused(
        &office.run(&["backup", "--token", path]),
        "không có quyền `backup`",
    );
    let unblock = r#"{"type":"unblock","phone":"0912345678"}"#;
    refused(
        &office.run(&["event", unblock, "--token", path]),
        "cần lãnh đạo",
    );
    let forged = r#"{"type":"walkin","field":"tu-phap","actor":"binh"}"#;
    refused(
        &office.run(&["event", forged, "--token", path]),
        "`actor` là «binh»",
    );
    let open = file(&office, &secret, 0o644);
    let open = office.run(&["event", WALKIN, "--token", open.to_str().unwrap()]);
    refused(&open, "mọi người dùng máy này đọc được");
    let other = file(&office, "2222-2222-2222-2222-2222-2222", 0o400);
    let other = office.run(&["event", WALKIN, "--token", other.to_str().unwrap()]);
    refused(&other, "không có trong motcua.toml");
    let by = || Some("token:nut-bam".to_owned());
    assert_eq!(whom(&office), [("walkin", by()), ("walkin", by())]);
}

#[test]
fn what_a_head_decides_needs_the_head_at_the_screen() {
    let office = with_pins("[web]\nlisten = \"127.0.0.1:0\"\n");
    let mut desk = Desk::asked(&office, &[]);
    desk.press("«ha» Enter «1234» Enter");
    desk.hears("Đã đăng nhập");
    desk.says("Ctrl+A", "Việc này cần lãnh đạo đăng nhập");
    desk.press("F10 «binh» Enter «98765» Enter");
    desk.screen.wait_for("Quầy 1 · Trần Văn Bình");
    desk.press("Ctrl+A");
    desk.screen.wait_for("Một số điện thoại");
}

#[test]
fn who_goes_away_is_signed_out_and_finds_the_form_again() {
    let office = with_pins("sign_out_minutes = 2\n");
    let mut desk = Desk::asked(&office, &[]);
    desk.press("«ha» Enter «1234» Enter");
    desk.hears("Đã đăng nhập");
    desk.press("F5 «Đinh Văn Giang»");
    desk.screen.wait_for("Đinh Văn Giang");
    office.pass(1);
    desk.press("«g»");
    desk.screen.wait_for("Đinh Văn Giangg");
    office.pass(2);
    desk.screen.wait_for("chưa đăng nhập");
    desk.screen.wait_gone("Giangg");
    // Somebody who passes by does nothing.
    desk.press("Esc F5 Enter Shift+Tab Shift+Tab «ha» Enter «1234» Enter");
    desk.screen.wait_for("Quầy 1 · Nguyễn Thị Hà");
    // The key that opens the form takes up what is half-filled.
    office.pass(1);
    desk.press("F5");
    desk.screen.wait_for("gõ dở");
    office.pass(1);
    desk.press("F5");
    desk.screen.wait_for("Giangg");
    desk.says("Enter", "Cấp số 001 Đinh Văn Giangg");
    assert_eq!(
        whom(&office),
        [("walkin", Some("ha".to_owned()))],
        "nobody else did anything"
    );
}

/// Whoever may write the store may bring a configuration of their own: it cannot be hidden.
#[test]
fn another_configuration_on_the_same_store_leaves_its_trace() {
    let office = with_pins("");
    let own = fs::read_to_string(office.path("motcua.toml")).unwrap();
    let own = own.replace("sign_in = true", "sign_in = false");
    let path = office.path("own.toml");
    fs::write(&path, own.replace("\"ha\"", "\"khongco\"")).unwrap();
    let config = path.to_str().unwrap();
    let done = office.run(&["event", "--config", config, WALKIN]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(typed(&office, &["event", WALKIN], &HA).0, 0);
    let noted = [
        "sign_in_off",
        "added khongco",
        "removed ha",
        "sign_in_on",
        "added ha",
    ];
    assert_eq!(audits(&office)[2..7], noted);
}
