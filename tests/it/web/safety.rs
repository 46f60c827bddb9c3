//! Forms that did not come from our own page, or from no person; codes that are guessed; what one address may do.

use std::net::Ipv4Addr;

use super::{act, code, open, send};
use crate::support::site::{FILLING, Filled, Page, Site, Visitor};

fn filled() -> Filled {
    Filled::new("0912345678", "2026-11-24")
}

#[test]
fn only_our_own_page_may_send_forms() {
    let open = open("");
    let mut visitor = open.visitor();
    let form = visitor.get("/dat-lich");
    open.office.pass(FILLING);
    let filled = filled();
    let mut fields = filled.pairs();
    fields.push(("ve", form.hidden("ve").unwrap()));
    let own = open.site.host();
    let foreign = [
        "null".to_owned(),
        "http://evil.example".to_owned(),
        format!("https://{own}"),
        format!("http://{own}.evil.example"),
        format!("http://{own}/"),
        "http://127.0.0.1".to_owned(),
        "http://localhost".to_owned(),
        String::new(),
    ];
    for origin in &foreign {
        let request = visitor.form_from("/dat-lich", &fields, Some(origin));
        let page = Page::read(&open.site.send(visitor.from, &request));
        assert_eq!(page.status, 403, "{origin}");
    }
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json",
    ] {
        let request = visitor.form("/dat-lich", &fields);
        let request = String::from_utf8(request).unwrap();
        let request = request.replace("application/x-www-form-urlencoded", kind);
        assert_eq!(
            open.site.status_of(visitor.from, request.as_bytes()),
            400,
            "{kind}"
        );
    }
    assert_eq!(open.office.queue().as_array().map(Vec::len), Some(0));
    // Old browsers send none.
    let request = visitor.form_from("/dat-lich", &fields, None);
    assert_eq!(open.site.status_of(visitor.from, &request), 303);
}

#[test]
fn a_form_is_good_for_its_own_visitor_once_and_not_for_ever() {
    let open = open("");
    let (mut visitor, mut other) = (open.visitor(), open.visitor());
    let form = visitor.get("/dat-lich");
    assert!(visitor.cookie.is_some(), "a session has begun");
    let flags = form.header("Set-Cookie").unwrap();
    assert!(
        flags.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{flags}"
    );
    // At once: no person types so fast. Then the same form is good.
    let hasty = send(&mut visitor, &form, &filled());
    assert_eq!(hasty.status, 422);
    hasty.says("Gửi nhanh quá nên máy CHƯA nhận");
    hasty.says("value=\"Nguyễn Văn An\"");
    open.office.pass(FILLING);
    // Another phone, or none, with a token that it has seen.
    other.get("/dat-lich");
    let thieves = [
        (other.clone(), "Trang đã mở quá lâu"),
        (open.visitor(), "không giữ cookie"),
    ];
    for (mut thief, told) in thieves {
        let page = send(&mut thief, &form, &filled());
        assert_eq!(page.status, 422);
        page.says(told);
    }
    // Forged, cut, empty.
    let token = form.hidden("ve").unwrap().to_owned();
    for forged in [
        String::new(),
        token[1..].to_owned(),
        token.replace(&token[..4], "ffff"),
        "0".repeat(80),
        "ă".repeat(40),
    ] {
        let filled = filled();
        let mut fields = filled.pairs();
        fields.push(("ve", &forged));
        assert_eq!(visitor.post("/dat-lich", &fields).status, 422, "{forged}");
    }
    // What only machines fill in.
    let trapped = filled().with("ghi-chu-2", "a@b.example");
    assert_eq!(send(&mut visitor, &form, &trapped).status, 400);
    assert_eq!(open.office.queue().as_array().map(Vec::len), Some(0));
    assert_eq!(send(&mut visitor, &hasty, &filled()).status, 303);
    // Left open over night.
    let form = visitor.get("/dat-lich");
    for _ in 0..13 * 15 {
        open.office.pass(4);
        visitor.get("/favicon.ico");
    }
    let old = send(
        &mut visitor,
        &form,
        &filled().with("dien-thoai", "0987654321"),
    );
    assert_eq!(old.status, 422);
    old.says("Trang đã mở quá lâu");
    old.says("value=\"0987654321\"");
    open.office.pass(FILLING);
    let again = filled().with("dien-thoai", "0987654321");
    assert_eq!(
        send(&mut visitor, &old, &again).status,
        303,
        "the new one is good"
    );
}

/// Somebody who tries codes from an address.
fn try_code(site: &Site, from: Ipv4Addr, code: &str, digits: &str) -> (Visitor, Page) {
    let mut visitor = site.visitor(from);
    let form = visitor.get("/ma");
    let fields = [
        ("ma-hen", code),
        ("so-cuoi", digits),
        ("ve", form.hidden("ve").unwrap()),
    ];
    let page = visitor.post("/ma", &fields);
    (visitor, page)
}

#[test]
fn codes_cannot_be_guessed() {
    let open = open("");
    let mut owner = open.site.visitor(Ipv4Addr::new(127, 0, 0, 7));
    let path = open.booked(&mut owner, &filled());
    let code = code(&path).to_owned();
    let thief = Ipv4Addr::new(127, 0, 0, 66);
    // A right code with wrong digits and a code that there is not are answered alike.
    let (_, wrong_digits) = try_code(&open.site, thief, &code, "0000");
    let (_, wrong_code) = try_code(&open.site, thief, "MC22222", "5678");
    assert_eq!((wrong_digits.status, wrong_code.status), (422, 422));
    let told = |page: &Page, code: &str| {
        let body = page
            .body
            .replace(code, "")
            .replace(page.hidden("ve").unwrap(), "");
        body.replace("0000", "").replace("5678", "")
    };
    assert_eq!(told(&wrong_digits, &code), told(&wrong_code, "MC22222"));
    // What is no code at all, or no four digits, is no try.
    for (text, digits) in [
        ("xin chào", "5678"),
        (&code, "678"),
        (&code, "567a"),
        ("", ""),
    ] {
        assert_eq!(try_code(&open.site, thief, text, digits).1.status, 422);
    }
    // A wrong mark is one, and shows nothing.
    for mark in [
        "0".repeat(32),
        "x".to_owned(),
        path.split_once("?t=").unwrap().1[1..32].to_owned(),
    ] {
        let page = open
            .site
            .visitor(thief)
            .get(&format!("/ma/{code}?t={mark}"));
        assert!(!page.body.contains("8h00"), "{}", page.body);
    }
    for i in 5..10 {
        let (_, page) = try_code(&open.site, thief, "MC33333", "1234");
        assert_eq!(page.status, 422, "try {i}");
    }
    // Now even the right ones are refused to this address, and say so; others are served, and so is the mark.
    let (_, page) = try_code(&open.site, thief, &code, "5678");
    assert_eq!(page.status, 429);
    page.says("Đã gõ sai nhiều lần. Xin đợi");
    let (_, page) = try_code(&open.site, Ipv4Addr::new(127, 0, 0, 8), &code, "5678");
    assert_eq!(page.status, 303);
    open.site.visitor(thief).get(&path).says("8h00");
    // 30 neighbours try: all are slowed down, nobody is locked out, nothing is found.
    std::thread::scope(|scope| {
        for i in 0..30 {
            let site = &open.site;
            scope.spawn(move || {
                let letter = |i: u8| char::from(b"23456789BC"[usize::from(i)]);
                let code = format!("MC444{}{}", letter(i / 10), letter(i % 10));
                let (_, page) = try_code(site, Ipv4Addr::new(127, 0, 1, i), &code, "1234");
                assert_eq!(page.status, 422);
            });
        }
    });
    let start = std::time::Instant::now();
    let (_, page) = try_code(&open.site, Ipv4Addr::new(127, 0, 0, 9), &code, "5678");
    assert_eq!(page.status, 303);
    // More wrong ones than go unpunished: the answer was held back on purpose, so it cannot have come sooner.
    assert!(
        start.elapsed() > std::time::Duration::from_millis(1500),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn what_needs_the_mark_is_not_done_without_it() {
    let open = open("");
    let mut owner = open.visitor();
    let path = open.booked(&mut owner, &filled());
    let other = open.booked(&mut owner, &filled().with("dien-thoai", "0987654321"));
    let mut thief = open.site.visitor(Ipv4Addr::new(127, 0, 0, 66));
    let form = thief.get("/ma");
    let token = form.hidden("ve").unwrap();
    let others_mark = other
        .split_once("?t=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap();
    let bare = format!("/ma/{}", code(&path));
    for mark in ["", "0", others_mark] {
        let fields = [("t", mark), ("viec", "huy"), ("ve", token)];
        assert_ne!(thief.post(&bare, &fields).status, 303);
    }
    // The right mark with a form of nobody's.
    let mark = path.split_once("?t=").unwrap().1.split('&').next().unwrap();
    let page = thief.post(&bare, &[("t", mark), ("viec", "huy"), ("ve", "")]);
    assert_eq!(page.status, 422);
    let page = act(&mut owner, &path, "xoa", &[]);
    assert_eq!(page.status, 400, "there is no such deed");
    open.office.set_clock("2026-11-24 07:45:00");
    assert_eq!(
        open.office.states(),
        ["tu-phap-001 booked", "tu-phap-002 booked"]
    );
}

#[test]
fn one_address_books_so_much_and_no_more() {
    let open = open("");
    let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 0, 50));
    let forms: Vec<_> = (0..42).map(|_| visitor.get("/dat-lich")).collect();
    open.office.pass(FILLING);
    for (i, form) in forms.iter().enumerate() {
        let phone = format!("09120000{i:02}");
        let day = if i < 18 {
            "2026-11-24"
        } else if i < 36 {
            "2026-11-25"
        } else {
            "2026-11-26"
        };
        let page = send(&mut visitor, form, &Filled::new(&phone, day));
        if i < 40 {
            assert_eq!(page.status, 303, "booking {i}");
        } else {
            assert_eq!(page.status, 429);
            page.says("đã gửi quá nhiều đăng ký");
        }
    }
    let mut desk = open.visitor();
    open.booked(&mut desk, &Filled::new("0913000000", "2026-11-26"));
}

#[test]
fn whom_a_name_means_is_checked() {
    let open = open("");
    let get = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        open.site
            .status_of(crate::support::site::HERE, request.as_bytes())
    };
    let port = open.site.port;
    for ours in [format!("127.0.0.1:{port}"), format!("LOCALHOST:{port}")] {
        assert_eq!(get(&ours), 200, "{ours}");
    }
    for foreign in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.2:{port}"),
        format!("127.0.0.1:{port}@evil.example"),
        String::new(),
    ] {
        assert_eq!(get(&foreign), 421, "{foreign}");
    }
}
