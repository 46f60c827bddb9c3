//! What `motcua doctor` finds about the office's account, each with its remedy.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use motcua::store::TokenLock;

use super::{CLOCK, MODEM};
use crate::support::fakezalo::Account;
use crate::support::office::{Office, Running};

/// What is said about Zalo, and the remedy.
#[track_caller]
fn finds(office: &Office, says: &str, remedy: &str) {
    let report = office.run(&["doctor"]).stdout;
    let about = |line: &&str| line.contains(" Zalo  ") && !line.contains("Mẫu tin");
    let mut lines = report.lines().skip_while(|line| !about(line));
    let line = lines.next().unwrap_or_default();
    assert!(line.contains(says), "{says}: {report}");
    let next = lines.next().unwrap_or_default();
    assert!(next.contains(remedy), "{remedy}: {report}");
}

fn mode(office: &Office, file: &str, mode: u32) {
    fs::set_permissions(office.path(file), Permissions::from_mode(mode)).unwrap();
}

fn configure(office: &Office, from: &str, to: &str) {
    let path = office.path("motcua.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn what_is_wrong_with_the_files_is_found() {
    let account = Account::new(&[], MODEM, "bot = true\n", CLOCK);
    let office = &account.office;
    finds(office, "đã đăng nhập", "");
    let file = "data/motcua.db.zalo";
    mode(office, file, 0o640);
    finds(office, "người khác", "chmod 600");
    mode(office, file, 0o600);
    account.age_tokens(61 * 24);
    finds(office, "61 ngày", "motcua zalo");
    account.age_tokens(-63 * 24);
    finds(office, "giờ trước lúc Zalo cấp mã", "chỉnh lại ngày giờ");
    account.age_tokens(2 * 24);
    let lock = TokenLock::take(&office.store()).unwrap();
    let mut spent = account.tokens();
    spent.spent = true;
    spent.write(&office.store(), &lock).unwrap();
    finds(office, "không còn dùng được", "motcua zalo login");
    fs::write(office.path(file), "no tokens").unwrap();
    finds(office, "motcua.db.zalo", "motcua zalo login");
    fs::remove_file(office.path(file)).unwrap();
    finds(office, "chưa được đăng nhập", "motcua zalo login");

    let secrets = "zalo-bi-mat.toml";
    mode(office, secrets, 0o644);
    finds(office, "chmod 600", "README");
    mode(office, secrets, 0o600);
    fs::write(office.path(secrets), "app_secret = \"s\"\n").unwrap();
    finds(office, "thiếu bot_token", "bot_token");
    fs::write(
        office.path(secrets),
        "app_secret = \"s\"\nbot_token = \"3:b\"\n",
    )
    .unwrap();
    configure(
        office,
        "bot = true",
        "bot = true\nrelay = \"https://cong.example\"",
    );
    finds(office, "thiếu relay_token", "tỉnh");
    configure(office, "\nrelay = \"https://cong.example\"", "");
    configure(office, "templates =", "#");
    finds(office, "chưa gửi tin mẫu", "");
    let report = office.run(&["doctor"]).stdout;
    assert!(report.contains("chưa ghi: booked, moved"), "{report}");
}

/// A notice that does not get to Zalo, and what the doctor says then; nothing has gone out.
fn stuck(account: &Account, says: &str, remedy: &str) -> Running {
    let host = account.office.host();
    account.book("0912000001", "2026-11-24", "message");
    account.office.await_status("some trouble", |status| {
        let trouble = status.zalo.as_ref().and_then(|zalo| zalo.trouble.as_ref());
        trouble.is_some_and(|trouble| trouble.contains(says))
    });
    finds(&account.office, says, remedy);
    host
}

#[test]
fn a_wrong_proof_is_found() {
    let account = Account::new(&["--proof"], MODEM, "", CLOCK);
    let _host = stuck(&account, "(-1241)", "proof = true");
}

#[test]
fn a_bot_with_a_webhook_is_found() {
    let account = Account::new(&[], MODEM, "bot = true\n", CLOCK);
    configure(&account.office, "templates =", "#");
    account.zalo.control("FAIL 9 bot-409");
    let _host = account.office.host();
    account.office.await_status("no updates", |status| {
        let trouble = status.zalo.as_ref().and_then(|zalo| zalo.trouble.as_ref());
        trouble.is_some_and(|trouble| trouble.contains("(409)"))
    });
    finds(&account.office, "(409)", "xoá webhook");
}

#[test]
fn a_line_that_leads_nowhere_is_found_and_nothing_is_in_doubt() {
    // No way, no name, and somebody else than Zalo, as where the clock is wrong or a gate stands in the network.
    let (port, _stranger) = stranger();
    let here = format!("https://127.0.0.1:{port}");
    for (server, says, remedy) in [
        ("http://127.0.0.1:9", "kết nối", "DNS"),
        (
            "https://zalo.khong-co.invalid",
            "không tìm thấy máy chủ",
            "DNS",
        ),
        (&here, "giờ của máy", "ngày giờ"),
    ] {
        let account = Account::new(&[], MODEM, "", CLOCK);
        let text = fs::read_to_string(account.office.path("motcua.toml")).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("business"))
            .unwrap();
        configure(&account.office, line, &format!("business = \"{server}\""));
        let _host = stuck(&account, says, remedy);
        assert_eq!(account.told("0912000001"), ["booked zalo new"], "{server}");
    }
}

/// A server that shows a certificate of its own making, for as long as it is kept.
struct Stranger(Child);

impl Drop for Stranger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// It has chosen its port by itself: nobody can have taken it meanwhile.
fn stranger() -> (u16, Stranger) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name| folder.path().join(name);
    let mut make = Command::new("openssl");
    make.args(["req", "-x509", "-newkey", "ec", "-nodes", "-days", "9999"])
        .args(["-pkeyopt", "ec_paramgen_curve:P-256"])
        .args(["-subj", "/CN=127.0.0.1", "-keyout"])
        .arg(path("key"))
        .arg("-out")
        .arg(path("cert"));
    assert!(make.stderr(Stdio::null()).status().unwrap().success());
    let mut serve = Command::new("openssl");
    serve
        .args(["s_server", "-accept", "127.0.0.1:0", "-cert"])
        .arg(path("cert"))
        .arg("-key")
        .arg(path("key"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut stranger = Stranger(serve.spawn().unwrap());
    // Where it does not come so far, it ends, and so do its words.
    let said = BufReader::new(stranger.0.stdout.take().unwrap());
    let mut said = said.lines().map_while(Result::ok);
    let accepts = said.find(|line| line.starts_with("ACCEPT"));
    let port = accepts.and_then(|line| line.rsplit(':').next()?.parse().ok());
    // What it says of each visitor is heard, so that it never waits for that.
    std::thread::spawn(move || said.for_each(drop));
    (port.expect("a stranger that listens"), stranger)
}
