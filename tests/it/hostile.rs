//! Neighbours on the Wi-Fi who mean harm, and broken ones: after each, the next visitor is answered, and what the
//! program needs of memory, threads and descriptors levels off.

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use rustix::net::sockopt::set_socket_linger;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::support::dice::Dice;
use crate::support::office::{Office, Running};
use crate::support::peer::PATIENCE;
use crate::support::site::{Filled, HERE, Page, Site, WEB, read_all, status};

const MONDAY: &str = "2026-11-23 08:00:00";

/// Thousands of connections at a time need as many descriptors on this side, too.
fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(1 << 20);
    assert!(
        most >= 8192,
        "the hard limit of open files is too low for this test: {most}"
    );
    let current = Some(most.min(1 << 16));
    setrlimit(Resource::Nofile, Rlimit { current, ..limit }).expect("more open files");
}

/// What a process needs.
#[derive(Clone, Copy, Debug)]
struct Needs {
    threads: usize,
    files: usize,
    kilobytes: u64,
}

impl Needs {
    fn of(host: &Running) -> Self {
        let proc = format!("/proc/{}", host.pid());
        let count = |what: &str| fs::read_dir(format!("{proc}/{what}")).unwrap().count();
        let status = fs::read_to_string(format!("{proc}/status")).unwrap();
        let line = status
            .lines()
            .find_map(|l| l.strip_prefix("VmRSS:"))
            .unwrap();
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        Self {
            threads: count("task"),
            files: count("fd"),
            kilobytes: digits.parse().unwrap(),
        }
    }

    /// Once the last guests have gone.
    #[track_caller]
    fn at_rest(host: &Running, site: Site, files: usize) -> Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            site.answers("rest");
            let needs = Self::of(host);
            if needs.files <= files {
                return needs;
            }
            assert!(
                Instant::now() < deadline,
                "{needs:?}, but {files} files before"
            );
        }
    }
}

fn request(site: Site, start: &str, more: &str) -> Vec<u8> {
    format!("{start}\r\nHost: {}\r\n{more}\r\n", site.host()).into_bytes()
}

/// Something that somebody may try.
type Attack = fn(Site, &mut Dice);

/// All of it, one after the other.
const ATTACKS: [(&str, Attack); 14] = [
    ("huge and false lengths", lengths),
    ("slow heads and bodies", slow),
    ("2,000 idle connections of one", |site, _| idle(site, 1)),
    ("2,000 idle connections of 200", |site, _| idle(site, 200)),
    ("2,000 half heads of one", |site, _| half_heads(site)),
    ("HTTP/2.0", versions),
    ("endless headers", endless),
    ("requests and resets", resets),
    ("readers that never read", never_read),
    ("pipelines", pipelines),
    ("smuggling", smuggling),
    ("thousands of fields", fields),
    ("paths that climb", traversal),
    ("noise", noise),
];

#[test]
fn whatever_comes_the_next_visitor_is_answered() {
    raise_descriptors();
    let mut dice = Dice::new(20_261_127);
    let office = Office::new(WEB, MONDAY);
    let host = office.host();
    let site = Site::of(&office);
    site.answers("nothing");
    let before = Needs::of(&host);
    let mut rounds = Vec::new();
    for _ in 0..3 {
        for (name, attack) in ATTACKS {
            attack(site, &mut dice);
            site.answers(name);
        }
        rounds.push(Needs::at_rest(&host, site, before.files));
    }
    println!("before {before:?}, after each round {rounds:?}");
    for needs in &rounds {
        assert_eq!(needs.threads, before.threads, "{rounds:?}");
    }
    let (second, third) = (rounds[1].kilobytes, rounds[2].kilobytes);
    assert!(third < second + second / 10 + 1024, "it grows: {rounds:?}");
    assert!(
        third < before.kilobytes + 40 * 1024,
        "{before:?} {rounds:?}"
    );
    // Nothing came of it all.
    assert_eq!(office.queue().as_array().map(Vec::len), Some(0));
}

fn lengths(site: Site, _: &mut Dice) {
    let post = |more: &str| site.status_of(HERE, &request(site, "POST /dat-lich HTTP/1.1", more));
    for huge in [
        "16385",
        "9223372036854775807",
        "18446744073709551616",
        "1000000000000000000000000",
    ] {
        assert_eq!(post(&format!("Content-Length: {huge}\r\n")), 413, "{huge}");
    }
    for false_one in ["-1", "+5", "1e3", "0x10", "5 5", "", "05"] {
        assert_eq!(
            post(&format!("Content-Length: {false_one}\r\n")),
            400,
            "{false_one:?}"
        );
    }
    // Less than was promised, then the end; more than was promised.
    for _ in 0..20 {
        let mut stream = site.connect(HERE);
        let less = request(site, "POST /dat-lich HTTP/1.1", "Content-Length: 100\r\n");
        let _ = stream
            .write_all(&less)
            .and_then(|()| stream.write_all(b"a=1"));
        let _ = stream.shutdown(std::net::Shutdown::Write);
        assert_eq!(status(&read_all(&mut stream)), 0, "half a form is none");
    }
    let mut more = request(site, "POST /dat-lich HTTP/1.1", "Content-Length: 3\r\n");
    more.extend([b'x'; 50_000]);
    assert_eq!(site.status_of(HERE, &more), 400, "no form: it has no type");
}

fn slow(site: Site, _: &mut Dice) {
    let body = request(site, "POST /dat-lich HTTP/1.1", "Content-Length: 1000\r\n");
    let parts = [&b"G"[..], b"GET / HTTP/1.1\r\nHost: ", &body];
    let held: Vec<TcpStream> = (0..300)
        .map(|i| {
            let mut stream = site.connect(Ipv4Addr::new(127, 2, 0, (i % 5) as u8 + 1));
            let _ = stream.write_all(parts[i % 3]);
            stream
        })
        .collect();
    site.answers("slow ones, still there");
    drop(held);
}

fn idle(site: Site, addresses: u32) {
    let held: Vec<TcpStream> = (0..2000)
        .map(|i| {
            let n = (i % addresses) as u8;
            site.connect(Ipv4Addr::new(127, 3, u8::from(addresses > 1), n + 1))
        })
        .collect();
    site.answers("idle ones, still there");
    // One more of the very same address.
    let mut neighbour = site.visitor(Ipv4Addr::new(127, 3, u8::from(addresses > 1), 1));
    assert_eq!(neighbour.get("/").status, 200);
    drop(held);
}

fn half_heads(site: Site) {
    let from = Ipv4Addr::new(127, 4, 0, 1);
    let held: Vec<TcpStream> = (0..2000)
        .map(|_| {
            let mut stream = site.connect(from);
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nX: ");
            stream
        })
        .collect();
    assert_eq!(site.visitor(from).get("/").status, 200);
    drop(held);
}

fn versions(site: Site, _: &mut Dice) {
    for start in [
        "GET / HTTP/2.0",
        "PRI * HTTP/2.0",
        "GET / HTTP/3",
        "GET / HTTP/0.9",
    ] {
        for _ in 0..50 {
            let status = site.status_of(HERE, &request(site, start, ""));
            assert!(matches!(status, 505 | 400), "{start}: {status}");
        }
    }
    for start in [
        "GET /",
        "GET",
        "get / HTTP/1.1",
        "GET  / HTTP/1.1",
        "\u{16}\u{3}\u{1}\u{2}",
    ] {
        let status = site.status_of(HERE, &request(site, start, ""));
        assert!(matches!(status, 400 | 405), "{start:?}: {status}");
    }
    let upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
    assert_eq!(
        site.status_of(HERE, &request(site, "GET / HTTP/1.1", upgrade)),
        200
    );
    let expect = "Expect: 100-continue\r\nContent-Length: 3\r\n";
    assert_eq!(
        site.status_of(HERE, &request(site, "POST / HTTP/1.1", expect)),
        417
    );
}

fn endless(site: Site, _: &mut Dice) {
    let mut many = request(site, "GET / HTTP/1.1", "");
    many.truncate(many.len() - 2);
    for _ in 0..10 {
        let mut stream = site.connect(HERE);
        let _ = stream.write_all(&many);
        // Until the guard has enough.
        for line in 0..100_000 {
            if stream
                .write_all(format!("X-{line}: a\r\n").as_bytes())
                .is_err()
            {
                break;
            }
        }
        let answer = status(&read_all(&mut stream));
        assert!(matches!(answer, 431 | 0), "{answer}");
    }
    let long = format!("GET /{} HTTP/1.1", "a".repeat(3000));
    assert_eq!(site.status_of(HERE, &request(site, &long, "")), 414);
    let line = format!("X: {}\r\n", "a".repeat(9000));
    assert_eq!(
        site.status_of(HERE, &request(site, "GET / HTTP/1.1", &line)),
        431
    );
    let lines = "X: 1\r\n".repeat(200);
    assert_eq!(
        site.status_of(HERE, &request(site, "GET / HTTP/1.1", &lines)),
        431
    );
}

fn resets(site: Site, dice: &mut Dice) {
    let whole = request(site, "GET /dat-lich HTTP/1.1", "");
    for _ in 0..3000 {
        let mut stream = site.connect(HERE);
        let cut = if dice.percent(50) {
            whole.len()
        } else {
            dice.below(whole.len() as u64) as usize
        };
        let _ = stream.write_all(&whole[..cut]);
        // Dropped, it resets the connection instead of ending it.
        set_socket_linger(&stream, Some(Duration::ZERO)).unwrap();
    }
}

fn never_read(site: Site, _: &mut Dice) {
    let whole = request(site, "GET /dat-lich HTTP/1.1", "");
    let held: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = site.connect(Ipv4Addr::new(127, 5, 0, 1));
            let _ = stream.write_all(&whole);
            stream
        })
        .collect();
    site.answers("readers that never read, still there");
    drop(held);
}

fn pipelines(site: Site, _: &mut Dice) {
    let many = request(site, "GET / HTTP/1.1", "Connection: keep-alive\r\n").repeat(50);
    let all = site.send(HERE, &many);
    let answers = String::from_utf8_lossy(&all).matches("HTTP/1.1 ").count();
    assert_eq!(answers, 1, "one request, one answer, and the end");
}

fn smuggling(site: Site, _: &mut Dice) {
    let inner = format!("GET /man-hinh HTTP/1.1\r\nHost: {}\r\n\r\n", site.host());
    let chunked = format!("0\r\n\r\n{inner}");
    let length = chunked.len();
    for (lines, wanted) in [
        (
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
            501,
        ),
        (
            format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"),
            501,
        ),
        ("Transfer-Encoding: \x0bchunked\r\n".to_owned(), 400),
        ("Transfer-Encoding: xchunked\r\n".to_owned(), 501),
        ("Transfer-Encoding : chunked\r\n".to_owned(), 400),
        (" Transfer-Encoding: chunked\r\n".to_owned(), 400),
        ("X: y\r\n Transfer-Encoding: chunked\r\n".to_owned(), 400),
        (
            format!("Content-Length: 0\r\nContent-Length: {length}\r\n"),
            400,
        ),
        (format!("Content-Length: 0, {length}\r\n"), 400),
        ("Host: evil.example\r\n".to_owned(), 400),
        ("X: a\0b\r\n".to_owned(), 400),
    ] {
        let mut all = request(site, "POST /dat-lich HTTP/1.1", &lines);
        all.extend(chunked.as_bytes());
        let answer = site.send(HERE, &all);
        assert_eq!(status(&answer), wanted, "{lines:?}");
        let answers = String::from_utf8_lossy(&answer)
            .matches("HTTP/1.1 ")
            .count();
        assert_eq!(answers, 1, "{lines:?}");
    }
    // A body that is a request: it is a bad form, and no request.
    let more = format!("Content-Length: {}\r\n", inner.len());
    let mut all = request(site, "POST /dat-lich HTTP/1.1", &more);
    all.extend(inner.as_bytes());
    assert_eq!(site.status_of(HERE, &all), 400);
    let with_body = request(site, "GET / HTTP/1.1", "Content-Length: 5\r\n");
    assert_eq!(site.status_of(HERE, &with_body), 400);
}

fn fields(site: Site, _: &mut Dice) {
    let visitor = site.visitor(HERE);
    let many: Vec<(&str, &str)> = vec![("a", ""); 5_000];
    assert_eq!(site.status_of(HERE, &visitor.form("/dat-lich", &many)), 400);
    let more: Vec<(&str, &str)> = vec![("a", "1"); 10_000];
    assert_eq!(site.status_of(HERE, &visitor.form("/dat-lich", &more)), 413);
    let query = format!("GET /dat-lich?{} HTTP/1.1", "a&".repeat(900));
    assert_eq!(site.status_of(HERE, &request(site, &query, "")), 400);
    let cookies = format!("Cookie: {}\r\n", "motcua=;".repeat(900));
    assert_eq!(
        site.status_of(HERE, &request(site, "GET /dat-lich HTTP/1.1", &cookies)),
        200
    );
}

fn traversal(site: Site, _: &mut Dice) {
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/thu-tuc/../../../../etc/passwd",
        "/thu-tuc/..%00",
        "//etc/passwd",
        "/ma/..%2f..%2fmotcua.toml",
        "/ma/%0d%0aSet-Cookie:%20a=b",
        "/motcua.db",
        "/file:///etc/passwd",
        "/man-hinh/../ma",
        "/\\..\\..\\etc\\passwd",
    ] {
        let answer = site.send(HERE, &request(site, &format!("GET {path} HTTP/1.1"), ""));
        let page = Page::read(&answer);
        let is_code = path.starts_with("/ma/");
        assert_eq!(page.status, if is_code { 200 } else { 404 }, "{path}");
        for secret in ["root:", "[store]", "Set-Cookie: a"] {
            assert!(
                !page.head.contains(secret) && !page.body.contains(secret),
                "{path}"
            );
        }
    }
}

fn noise(site: Site, dice: &mut Dice) {
    let whole = Filled::new("0912345678", "2026-11-24");
    let whole = site.visitor(HERE).form("/dat-lich", &whole.pairs());
    for _ in 0..400 {
        let mut bytes = whole.clone();
        if dice.percent(30) {
            bytes.resize(dice.below(5000) as usize, 0);
            dice.fill(&mut bytes);
        }
        for _ in 0..dice.below(8) {
            let at = dice.below(bytes.len().max(1) as u64) as usize;
            match dice.below(3) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
                _ => bytes.insert(at.min(bytes.len()), dice.below(256) as u8),
            }
        }
        let mut stream = site.connect(HERE);
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let answer = status(&read_all(&mut stream));
        assert_ne!(answer, 500, "{}", String::from_utf8_lossy(&bytes));
    }
}

/// A visitor who says this much at once, and then nothing. On a machine that stands still for seconds even that may be
/// said too late: then it is another one.
fn stops_after(site: Site, words: &[u8]) -> TcpStream {
    loop {
        let begun = Instant::now();
        let mut stream = site.connect(HERE);
        let said = stream.write_all(words);
        if begun.elapsed() < Duration::from_secs(2) {
            said.expect("a host that listens");
            return stream;
        }
    }
}

#[test]
fn who_is_too_slow_is_sent_away() {
    let office = Office::new(WEB, MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let mut silent = site.connect(HERE);
    let mut half = stops_after(site, b"GET / HTTP/1.1\r\nHost: ");
    let head = request(site, "POST /ma HTTP/1.1", "Content-Length: 9\r\n");
    let mut body = stops_after(site, &[&head[..], b"a="].concat());
    assert_eq!(
        read_all(&mut silent),
        b"",
        "who has said nothing is told nothing"
    );
    assert_eq!(status(&read_all(&mut half)), 408);
    assert_eq!(status(&read_all(&mut body)), 408);
    site.answers("slow ones");
}

#[test]
fn few_descriptors_are_enough() {
    raise_descriptors();
    let office = Office::new(WEB, MONDAY);
    let mut shell = office.command("/bin/sh");
    shell.args([
        "-c",
        "ulimit -n 160 && exec \"$0\" serve",
        env!("CARGO_BIN_EXE_motcua"),
    ]);
    let host = Running::start(&mut shell);
    let site = Site::of(&office);
    let before = Needs::of(&host);
    for _ in 0..3 {
        idle(site, 1);
        idle(site, 200);
        resets(site, &mut Dice::new(1));
    }
    let after = Needs::at_rest(&host, site, before.files);
    assert_eq!(after.threads, before.threads);
}

#[test]
fn no_stray_byte_reaches_the_office() {
    let office = Office::new(WEB, MONDAY);
    let _host = office.host();
    let mut visitor = Site::of(&office).visitor(HERE);
    let form = visitor.get("/dat-lich");
    office.pass(1);
    let evil = "\u{1b}]0;x\u{7}Nguyễn\u{202e}\u{0}\u{1b}[2J\r\nVăn\u{9b}31m\u{feff} An";
    let filled = Filled::new("0912345678", "2026-11-23")
        .with("ho-ten", evil)
        .with("buoi", "chieu")
        .with("ghi-chu", evil)
        .with("dia-chi", evil);
    let mut fields = filled.pairs();
    fields.push(("ve", form.hidden("ve").unwrap()));
    assert_eq!(visitor.post("/dat-lich", &fields).status, 303);
    let queue = office.run(&["queue", "--json"]).stdout;
    assert!(queue.contains("Văn"), "{queue}");
    let stray = |c: char| c.is_control() && c != '\n' || ('\u{200b}'..='\u{202e}').contains(&c);
    assert!(
        !queue.contains(stray) && !queue.contains("\\u00"),
        "{queue:?}"
    );
}
