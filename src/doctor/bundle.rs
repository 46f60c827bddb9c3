//! `motcua doctor --bundle`: what somebody who helps from afar needs to see, in one text that an official can read before
//! it is sent. No phone, name, code or secret is in it.

use std::fmt::Write as _;
use std::path::Path;

use super::probe::Pc;
use crate::app::beside;
use crate::config::Config;
use crate::domain::text::Code;

/// Keys of `motcua.toml` whose values are nobody else's business.
const SECRET_KEYS: [&str; 8] = [
    "pin", "password", "hash", "phone", "number", "secret", "token", "hotline",
];
/// So many digits in a row may be a telephone number.
const PHONE_DIGITS: usize = 8;
/// So many hexadecimal digits in a row may be a message, a key or a mark.
const HEX_DIGITS: usize = 16;
/// Lines of the host's last words.
const LOG_LINES: usize = 200;

/// All of it. `file` is the configuration's, `report` what was found, `people` the names in the store.
pub(crate) fn bundle(
    config: &Config,
    file: Option<&Path>,
    report: &str,
    people: &[String],
    pc: &Pc,
) -> String {
    let mut text = String::new();
    let mut part = |title: &str, body: &str| {
        let _ = writeln!(text, "===== {title}\n{}\n", body.trim_end());
    };
    part("motcua", env!("CARGO_PKG_VERSION"));
    part("motcua doctor", report);
    let written = file.and_then(|file| std::fs::read_to_string(file).ok());
    part(
        "motcua.toml",
        &without_secrets(&written.unwrap_or_default()),
    );
    if let Ok(database) = config.store_path() {
        let read = |end: &str| std::fs::read(beside(&database, end)).unwrap_or_default();
        part("status", &String::from_utf8_lossy(&read(".status")));
        let log = read(".host.log");
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let last = lines.len().saturating_sub(LOG_LINES);
        part(
            "host.log",
            &lines.get(last..).unwrap_or_default().join("\n"),
        );
        let sizes = ["", "-wal", ".head", ".lock", ".screens"].map(|end| {
            let size = beside(&database, end).metadata().map(|file| file.len());
            format!("{end:10} {size:?}")
        });
        part("store", &sizes.join("\n"));
    }
    for file in [
        "/etc/os-release",
        "/proc/version",
        "/proc/meminfo",
        "/proc/uptime",
        "/proc/mounts",
    ] {
        let lines = pc.text(file).unwrap_or_default();
        part(file, &lines.lines().take(40).collect::<Vec<_>>().join("\n"));
    }
    part(
        "/dev/serial/by-id",
        &pc.names("/dev/serial/by-id").join("\n"),
    );
    part("USB", &usb(pc));
    masked(&text, people)
}

/// What is plugged in.
fn usb(pc: &Pc) -> String {
    let devices = pc
        .names("/sys/bus/usb/devices")
        .into_iter()
        .filter_map(|name| {
            let of = |what: &str| pc.text(&format!("/sys/bus/usb/devices/{name}/{what}"));
            let product = of("product").unwrap_or_default();
            Some(format!(
                "{name} {}:{} {product}",
                of("idVendor")?,
                of("idProduct")?
            ))
        });
    devices.collect::<Vec<_>>().join("\n")
}

/// A configuration whose secrets, and officials' names, are left out. Comments may say anything, and go too.
fn without_secrets(toml: &str) -> String {
    let mut of_official = false;
    let lines = toml
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| {
            let trimmed = line.trim();
            if trimmed.starts_with('[') {
                of_official = trimmed == "[[official]]";
            }
            let Some((key, _)) = line.split_once('=') else {
                return line.to_owned();
            };
            let name = key.trim();
            let is_secret = SECRET_KEYS.iter().any(|secret| name.ends_with(secret));
            if is_secret || (of_official && name == "name") {
                format!("{key}= «…»")
            } else {
                line.to_owned()
            }
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text in which no person is left: names that the store knows, numbers long enough for a telephone, transaction codes,
/// bytes in hexadecimal.
fn masked(text: &str, people: &[String]) -> String {
    let mut text = text.to_owned();
    let mut people: Vec<&String> = people
        .iter()
        .filter(|name| name.chars().count() > 2)
        .collect();
    people.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in people {
        text = text.replace(name.as_str(), "«tên»");
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let run = |allowed: fn(char) -> bool| {
            let end = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
            &rest[..end]
        };
        let word = run(|c| c.is_ascii_alphanumeric());
        let number = run(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+'));
        let number = number.trim_end_matches([' ', '.', '-']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_bare = number.bytes().all(|b| b.is_ascii_digit() || b == b'+');
        if word.len() >= HEX_DIGITS && word.bytes().all(|b| b.is_ascii_hexdigit()) {
            out.push_str("«hex»");
            rest = &rest[word.len()..];
        } else if (first.is_ascii_digit() || first == '+')
            && digits >= PHONE_DIGITS
            && (is_bare || is_grouped(number))
        {
            out.push_str("«số»");
            rest = &rest[number.len()..];
        } else if Code::parse(word).is_ok() {
            out.push_str("«mã»");
            rest = &rest[word.len()..];
        } else {
            let taken = word.len().max(first.len_utf8());
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
        }
    }
    out
}

/// Digits in groups as people write a telephone number: it begins with 0 or +.
fn is_grouped(number: &str) -> bool {
    number.starts_with(['0', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_left_in_it() {
        let people = ["Nguyễn Văn An".to_owned(), "An".to_owned()];
        let text = "gửi 0912345678 cho Nguyễn Văn An (+84 912 345 678), 0912.345.678, MC7K2QF, 0791448720003023F00D\n\
            11:35 sao lưu 2026-11-25 lần 17, cổng 8080";
        assert_eq!(
            masked(text, &people),
            "gửi «số» cho «tên» («số»), «số», «mã», «hex»\n11:35 sao lưu 2026-11-25 lần 17, cổng 8080"
        );
    }

    #[test]
    fn secrets_of_the_configuration_are_left_out() {
        let toml = "# gọi anh Ba\n[office]\nname = \"UBND xã\"\n[modem]\nport = \"/dev/x\"\npin = \"1234\"\n\
            [[official]]\nid = \"ha\"\nname = \"Ng. Thị Hà\"\n[wifi]\nname = \"MOT CUA\"\npassword = \"xa\"\n";
        let left = without_secrets(toml);
        for secret in ["1234", "Hà", "\"xa\"", "anh Ba"] {
            assert!(!left.contains(secret), "{left}");
        }
        for kept in ["UBND xã", "/dev/x", "MOT CUA", "ha"] {
            assert!(left.contains(kept), "{left}");
        }
    }
}
