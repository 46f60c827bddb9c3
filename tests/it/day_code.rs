//! The form belongs to who is here: the code of the day, wishes that hold no slot, what one source has sent; and what a
//! neighbour did to them, tried again.

use std::net::Ipv4Addr;

use serde_json::json;

use crate::attack::{ASKED, HELD, MONDAY, PAGES, TOMORROW, count, flood};
use crate::support::codes;
use crate::support::desk::Desk;
use crate::support::letters::Post;
use crate::support::office::Office;
use crate::support::site::{FILLING, Filled, Page, Site};
use crate::web::{act, send};

/// What the QR on a display leads with, as a phone reads it.
fn qr_mark(board: &Page) -> String {
    let (_, after) = board.body.split_once("<svg").expect("a picture");
    let (svg, _) = after.split_once("</svg>").expect("its end");
    let dir = tempfile::tempdir().unwrap();
    let png = dir.path().join("qr.png");
    let named = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
    codes::draw(&format!("{named}{svg}</svg>"), "8", &png);
    let read = codes::read(&png).pop().expect("a code");
    read.split_once("hom-nay=").expect("a mark").1.to_owned()
}

/// The lobby's display is paired by an official; who has not seen its code only asks, and nobody is texted.
#[test]
fn the_form_belongs_to_who_has_seen_the_code_of_the_day() {
    let post = Post::new(&[], PAGES, MONDAY);
    let office = &post.office;
    let _host = post.host();
    let site = Site::of(office);
    let mut display = site.visitor(Ipv4Addr::new(127, 0, 3, 1));
    let number = |page: &Page| {
        let (_, after) = page.body.split_once("class=\"number\">").unwrap();
        after[..8].to_owned()
    };
    let shown = number(&display.get("/man-hinh/ghep"));
    let mut desk = Desk::open(office, &[]);
    desk.shows("Alt+G", "Ghép màn hình ở sảnh");
    desk.says(&format!("«{shown}» Enter"), "Đã nhận số");
    // Another display with another number is not meant.
    let mut other = site.visitor(Ipv4Addr::new(127, 0, 3, 2));
    assert_eq!(other.get("/man-hinh/ghep").status, 200);
    assert_eq!(display.get("/man-hinh/ghep").leads_to(), "/man-hinh");
    let board = display.get("/man-hinh/bang");
    board.says("Mã hôm nay");
    let (_, code) = board.body.split_once("Mã hôm nay: <strong>").unwrap();
    let code = code[..4].to_owned();
    assert!(
        !other.get("/man-hinh").body.contains(&code),
        "the open screen shows none"
    );
    desk.screen.wait_for(&format!("mã {code}"));

    // From the car park: a wish, no slot, no message.
    let mut stranger = site.visitor(Ipv4Addr::new(127, 0, 3, 3));
    let form = stranger.get("/dat-lich");
    form.says("Mã hôm nay (4 số)");
    office.pass(FILLING);
    let sent = send(&mut stranger, &form, &Filled::new("0935000001", TOMORROW));
    let page = stranger.follow(&sent);
    page.says("CHƯA có giờ hẹn");
    page.says("Chỗ này CHƯA được giữ");
    assert_eq!((count(office, HELD), count(office, ASKED)), (0, 1));
    // A wrong code is said, and books nothing.
    let form = stranger.get("/dat-lich");
    office.pass(FILLING);
    let wrong = if code == "0000" { "1111" } else { "0000" };
    let filled = Filled::new("0935000002", TOMORROW).with("ma-hom-nay", wrong);
    let page = send(&mut stranger, &form, &filled);
    assert_eq!(page.status, 422);
    page.says("Mã hôm nay không đúng");
    // Who reads it off the wall books, and is not asked again.
    let filled = Filled::new("0935000002", TOMORROW).with("ma-hom-nay", &code);
    let page = send(&mut stranger, &page, &filled);
    stranger.follow(&page).says("Đã ghi lịch hẹn");
    // Who scans the display's QR types nothing.
    let mut here = site.visitor(Ipv4Addr::new(127, 0, 3, 4));
    // The address that the QR on the display says is longer than anybody guesses.
    let mark = qr_mark(&display.get("/man-hinh/bang"));
    assert_eq!(mark.len(), 32);
    here.get(&format!("/?hom-nay={mark}"));
    let form = here.get("/dat-lich");
    assert!(!form.body.contains("ma-hom-nay"));
    office.pass(FILLING);
    send(&mut here, &form, &Filled::new("0935000003", TOMORROW)).leads_to();
    assert_eq!((count(office, HELD), count(office, ASKED)), (2, 1));
    // The official grants the wish: now it has a time, and its phone is told.
    desk.shows("Alt+3", "chưa giữ");
    desk.says("Ctrl+Y", "Xác nhận hẹn");
    assert_eq!((count(office, HELD), count(office, ASKED)), (3, 0));
    post.await_sent(3);
    let told = post.count_by_phone();
    assert_eq!(told.get("0935000001"), Some(&1));
    stranger.get(sent.leads_to()).says("Đã hẹn");
}

#[test]
fn what_one_source_has_sent_is_swept_in_three_keys_and_comes_back() {
    let post = Post::new(&[], PAGES, MONDAY);
    let office = &post.office;
    let _host = post.host();
    flood(office, Site::of(office), 1);
    // One source may cause five messages an hour.
    post.await_sent(5);
    let (held, asked) = (count(office, HELD), count(office, ASKED));
    assert_eq!(held + asked, 35, "of one address");
    let mut desk = Desk::open(office, &[]);
    desk.shows("Alt+3", "chưa giữ");
    desk.shows("Alt+X", "Huỷ mọi lịch từ cùng một nơi gửi?");
    desk.screen.wait_for("Huỷ cả 35");
    // Somebody has read it.
    office.pass(1);
    desk.says("Enter", "Huỷ 35");
    assert_eq!((count(office, HELD), count(office, ASKED)), (0, 0));
    assert_eq!(post.sent().len(), 5, "strangers hear nothing");
    desk.says("Ctrl+Z", "Đã hoàn tác: huỷ cùng nguồn");
    assert_eq!((count(office, HELD), count(office, ASKED)), (held, asked));
    // Two days later nobody knows any more where it came from.
    let sources = "SELECT count(*) FROM source";
    assert_eq!(count(office, sources), 35);
}

#[test]
fn one_key_shuts_the_form_and_opens_it() {
    let office = Office::new(PAGES, MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 4, 1));
    let form = visitor.get("/dat-lich");
    office.pass(FILLING);
    let mut desk = Desk::open(&office, &[]);
    desk.shows("Alt+D", "Tạm đóng trang đặt hẹn?");
    desk.says("Enter", "Đã tạm đóng");
    let page = send(&mut visitor, &form, &Filled::new("0935000001", TOMORROW));
    assert_eq!(page.status, 503);
    page.says("tạm đóng");
    assert_eq!(visitor.get("/dat-lich").status, 503);
    assert_eq!(
        visitor.get("/ma").status,
        200,
        "the own booking is still seen"
    );
    desk.screen.wait_for("Trang đặt hẹn đang đóng");
    desk.says("Alt+D", "Đã mở lại");
    let form = visitor.get("/dat-lich");
    office.pass(FILLING);
    send(&mut visitor, &form, &Filled::new("0935000001", TOMORROW)).leads_to();
}

#[test]
fn a_quarter_of_each_half_day_is_out_of_the_forms_reach() {
    let office = Office::new(&format!("{PAGES}per_ten_minutes = 10000\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let mut n = 0;
    let mut book = || {
        n += 1;
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 5, 1 + (n % 100) as u8));
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        let filled = Filled::new(&format!("0935{n:06}"), TOMORROW);
        send(&mut visitor, &form, &filled).leads_to();
    };
    while count(&office, ASKED) == 0 {
        book();
    }
    let held = count(&office, HELD);
    let free = office.event(&json!({"type": "sms", "field": "tu-phap", "phone": "0912345678"}));
    assert_eq!(free[0]["type"], "offered");
    for i in 0..held / 4 {
        let by_desk = json!({"type": "web", "field": "tu-phap", "date": TOMORROW, "half": "AM", "desk": 1,
            "name": format!("Người {i}"), "phone": format!("09123400{i:02}")});
        assert_eq!(
            office.event(&by_desk)[0]["type"],
            "offered",
            "{i} beyond {held}"
        );
    }
}

#[test]
fn five_wrong_digits_for_one_code_close_it_for_an_hour_from_everywhere() {
    let open = crate::web::open("");
    let mut visitor = open.visitor();
    let path = open.booked(&mut visitor, &Filled::new("0912345678", TOMORROW));
    let code = crate::web::code(&path).to_owned();
    let look = |address: u8, code: &str, digits: &str| {
        let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 6, address));
        let form = visitor.get("/ma");
        let token = form.hidden("ve").unwrap().to_owned();
        let fields = [("ve", &*token), ("ma-hen", code), ("so-cuoi", digits)];
        visitor.post("/ma", &fields)
    };
    for address in 1..=5 {
        assert_eq!(look(address, &code, "0000").status, 422);
        // One that nobody was given is answered alike.
        assert_eq!(look(100 + address, "MC22222", "0000").status, 422);
    }
    assert_eq!(look(6, &code, "5678").status, 429);
    assert_eq!(look(106, "MC22222", "5678").status, 429);
    // The link still opens it.
    assert_eq!(visitor.get(&path).status, 200);
}

#[test]
fn a_link_ends_a_week_after_its_ticket() {
    let mut open = crate::web::open("");
    let mut visitor = open.visitor();
    let path = open.booked(&mut visitor, &Filled::new("0912345678", TOMORROW));
    for day in ["2026-11-26", "2026-11-30", "2026-12-01"] {
        open.reopen(&format!("{day} 10:00:00"), &mut visitor);
        open.office
            .event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    visitor.get(&path).says("Đã quá giờ hẹn");
    open.reopen("2026-12-02 10:00:00", &mut visitor);
    assert!(!visitor.get(&path).body.contains("Đã quá giờ hẹn"));
}

/// Where no code of the day is asked for, numbers are taken no faster than the page's own brake lets them.
#[test]
fn numbers_without_the_code_are_given_as_fast_as_the_page_may() {
    let more = "day_code = false\nwalkin = true\nper_ten_minutes = 3\n";
    let office = Office::new(&format!("{PAGES}{more}"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let take = |n: u8| {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 11, n));
        let form = visitor.get("/lay-so");
        office.pass(FILLING);
        let (phone, token) = (format!("093500000{n}"), form.hidden("ve"));
        let typed = [
            ("thu-tuc", "khai-sinh"),
            ("dien-thoai", &phone),
            ("ve", token.unwrap()),
        ];
        visitor.post("/lay-so", &typed)
    };
    for n in 1..=3 {
        take(n).leads_to();
    }
    let fourth = take(4);
    assert_eq!(fourth.status, 422);
    fourth.says("trang đang nhận quá nhiều đăng ký");
}

/// What a neighbour did to the code of the day, tried again.
#[test]
fn the_code_of_the_day_cannot_be_counted_through() {
    let office = Office::new(&format!("{PAGES}day_code = true\nwalkin = true\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let status = office.await_status("the code", |s| {
        s.web.as_ref().is_some_and(|web| web.day_code.is_some())
    });
    let code = status.web.and_then(|web| web.day_code).unwrap();
    // A cookie or an address with the four digits says nothing.
    let mut thief = site.visitor(Ipv4Addr::new(127, 0, 8, 1));
    thief.get("/dat-lich");
    let session = thief.cookie.clone().unwrap();
    thief.cookie = Some(format!("{session}; hom-nay={code}"));
    thief.get(&format!("/?hom-nay={code}"));
    thief.get("/dat-lich").says("Mã hôm nay (4 số)");
    // Typed codes are few for an address, and few for all; whoever scans is let in all the while.
    let typed = |address: u8, code: &str| {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 9, address));
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        let phone = format!("0935{:06}", u32::from(address));
        let filled = Filled::new(&phone, TOMORROW).with("ma-hom-nay", code);
        send(&mut visitor, &form, &filled).status
    };
    let wrong = if code == "0000" { "1111" } else { "0000" };
    let mut statuses = Vec::new();
    for address in 1..=13 {
        for _ in 0..6 {
            statuses.push(typed(address, wrong));
        }
    }
    let looked_at = statuses.iter().filter(|s| **s == 422).count();
    assert_eq!(looked_at, 60, "{statuses:?}");
    assert_eq!(typed(100, &code), 429);
    office.await_status("a word to the staff", |status| {
        let words = "tạm không nhận mã gõ tay";
        status.notices.iter().any(|n| n.contains(words))
    });
    // A citizen's own code is not slowed down for it.
    let mut honest = site.visitor(Ipv4Addr::new(127, 0, 10, 1));
    let start = std::time::Instant::now();
    assert_eq!(honest.get("/ma").status, 200);
    println!("a page in between took {:?}", start.elapsed());
    // A number for right now is for who is here, too.
    let form = honest.get("/lay-so");
    office.pass(FILLING);
    let fields = [
        ("ve", form.hidden("ve").unwrap()),
        ("thu-tuc", "khai-sinh"),
        ("dien-thoai", "0935777777"),
    ];
    let page = honest.post("/lay-so", &fields);
    assert_eq!(page.status, 422);
    page.says("Ghi mã hôm nay");
}

/// Wishes of strangers take nothing from those who are here, and a backup with wishes is one like any other.
#[test]
fn wishes_hold_up_nobody_and_come_back_from_a_backup() {
    let office = Office::new(&format!("{PAGES}day_code = true\n"), MONDAY);
    let mut host = office.host();
    let site = Site::of(&office);
    let (got, _) = flood(&office, site, 4);
    assert_eq!(
        (got, count(&office, ASKED), count(&office, HELD)),
        (20, 20, 0)
    );
    let status = office.await_status("the code", |s| {
        s.web.as_ref().is_some_and(|web| web.day_code.is_some())
    });
    let code = status.web.and_then(|web| web.day_code).unwrap();
    let mut here = site.visitor(Ipv4Addr::new(127, 0, 11, 1));
    let form = here.get("/dat-lich");
    office.pass(FILLING);
    let filled = Filled::new("0912345678", TOMORROW).with("ma-hom-nay", &code);
    let page = send(&mut here, &form, &filled);
    here.follow(&page).says("Đã ghi lịch hẹn");
    office.event(
        &json!({"type": "confirm", "number": "tu-phap-100001", "date": TOMORROW, "desk": 1}),
    );
    host.kill();
    assert_eq!(office.run(&["backup"]).code, Some(0));
    let back = office.run(&["restore", "--yes"]);
    assert_eq!(back.code, Some(0), "{back:?}");
    assert_eq!((count(&office, ASKED), count(&office, HELD)), (19, 2));
    assert_eq!(office.run(&["check"]).code, Some(0));
}

/// A booking that is moved does not go round the share of its new half-day, and keeps where it came from.
#[test]
fn a_move_goes_round_neither_share_nor_source() {
    let office = Office::new(&format!("{PAGES}per_ten_minutes = 10000\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let mut visitors = Vec::new();
    for i in 0..16_u8 {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 12, i + 1));
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        let day = if i < 14 { TOMORROW } else { "2026-11-25" };
        let filled = Filled::new(&format!("0935{i:06}"), day);
        let path = send(&mut visitor, &form, &filled).leads_to().to_owned();
        visitors.push((visitor, path));
    }
    assert_eq!(count(&office, HELD), 16, "three quarters of 18, rounded up");
    let (visitor, path) = &mut visitors[15];
    let to_tomorrow = [("ngay", TOMORROW), ("buoi", "sang")];
    let page = act(visitor, path, "doi", &to_tomorrow);
    assert_eq!(page.status, 409);
    page.says("hết chỗ dành cho đặt qua trang");
    act(
        visitor,
        path,
        "doi",
        &[("ngay", "2026-11-26"), ("buoi", "sang")],
    )
    .leads_to();
    let known =
        "SELECT count(*) FROM ticket t JOIN source s ON s.ticket = t.id WHERE t.origin IS NOT NULL";
    assert_eq!(count(&office, known), 1);
}
