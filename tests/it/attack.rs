//! What a bored neighbour or a forged sender did to the office, tried again: what they get now, and what a citizen meets
//! meanwhile.

mod consent;
mod forged;
mod neighbour;
mod texts;

use std::net::Ipv4Addr;

use serde_json::json;

use crate::support::letters::Post;
use crate::support::office::Office;
use crate::support::site::{FILLING, Filled, Page, Site, Visitor};
use crate::web::{act, send};

pub(crate) const MONDAY: &str = "2026-11-23 09:00:00";
const AN: &str = "+84912345678";
pub(crate) const PAGES: &str = "[web]\nlisten = \"127.0.0.1:0\"\n";
pub(crate) const TOMORROW: &str = "2026-11-24";

/// How many rows the store has for a question.
pub(crate) fn count(office: &Office, sql: &str) -> usize {
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let n: u32 = db.query_row(sql, [], |row| row.get(0)).unwrap();
    n as usize
}

pub(crate) const HELD: &str = "SELECT count(*) FROM ticket WHERE state = 'booked'";
pub(crate) const ASKED: &str = "SELECT count(*) FROM ticket WHERE state = 'asked'";

/// A neighbour with so many addresses sends 150 forms for whatever is free on three days, each time for another phone.
/// Answers how many were taken, and the last refusal.
pub(crate) fn flood(office: &Office, site: Site, addresses: u8) -> (usize, Option<Page>) {
    let mut visitors: Vec<Visitor> = (0..addresses)
        .map(|n| site.visitor(Ipv4Addr::new(127, 0, 1, n + 1)))
        .collect();
    let forms: Vec<Page> = (0..150)
        .map(|i| visitors[i % usize::from(addresses)].get("/dat-lich"))
        .collect();
    office.pass(FILLING);
    let (mut got, mut refused) = (0, None);
    for (i, form) in forms.iter().enumerate() {
        let visitor = &mut visitors[i % usize::from(addresses)];
        let half = if i % 2 == 0 { "sang" } else { "chieu" };
        let day = ["2026-11-24", "2026-11-25", "2026-11-26"][i % 3];
        let filled = Filled::new(&format!("0935{i:06}"), day).with("buoi", half);
        let page = send(visitor, form, &filled);
        match page.status {
            303 => got += 1,
            _ => refused = Some(page),
        }
    }
    (got, refused)
}

#[test]
fn four_addresses_do_not_close_tomorrow() {
    let office = Office::new(PAGES, MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let mut citizen = site.visitor(Ipv4Addr::new(127, 0, 2, 1));
    let form = citizen.get("/dat-lich");
    office.pass(FILLING);
    let wish = Filled::new("0912345677", TOMORROW);
    let page = send(&mut citizen, &form, &wish).leads_to().to_owned();
    let (got, refused) = flood(&office, site, 4);
    let (held, asked) = (count(&office, HELD), count(&office, ASKED));
    assert_eq!(got + 1, held + asked);
    assert_eq!(held, 30, "of 150");
    assert_eq!(asked, 20, "five wishes of each that hold nothing");
    let refused = refused.expect("the form pauses");
    assert_eq!(refused.status, 503);
    refused.says("Lịch hẹn CHƯA được ghi");
    office.await_status("a word to the staff", |status| {
        status.notices.iter().any(|n| n.contains("CHƯA giữ chỗ"))
    });
    // The string of called numbers is no longer than what is held.
    let longest = "SELECT max(number) FROM ticket WHERE state = 'booked'";
    assert!(count(&office, longest) <= 30);
    // Who has a booking and sends the same wish once more is led to it, not sent away.
    let form = citizen.get("/dat-lich");
    office.pass(FILLING);
    let again = send(&mut citizen, &form, &wish);
    assert_eq!(again.leads_to(), page.split('&').next().unwrap());
    // The desk books on.
    office.event(
        &json!({"type": "web", "field": "tu-phap", "date": TOMORROW, "half": "PM", "desk": 1,
        "name": "Nguyễn Văn An", "phone": "0912345678"}),
    );
}

#[test]
fn a_flood_of_the_form_sends_few_messages_and_delays_no_answer() {
    let post = Post::new(&[], &format!("{PAGES}per_ten_minutes = 0\n"), MONDAY);
    let _host = post.host();
    let (got, _) = flood(&post.office, Site::of(&post.office), 4);
    assert!(got > 60, "{got} of 120");
    let asked = std::time::Instant::now();
    post.modem.deliver(AN, "TC MC2B3CB");
    // Confirmations of the flood may still be under way.
    let to_an = |(to, _): &(String, String)| to == "0912345678";
    let mut sent = 0;
    let answer = loop {
        sent += 1;
        post.await_sent(sent);
        if let Some((_, answer)) = post.sent().into_iter().find(to_an) {
            break answer;
        }
    };
    println!("a citizen's text was answered after {:?}", asked.elapsed());
    assert!(answer.contains("Khong tim thay"), "{answer}");
    post.await_empty();
    let strangers = post.count_by_phone();
    let strangers = strangers.keys().filter(|phone| phone.starts_with("0935"));
    assert!(strangers.count() <= 50, "a day's cap for the whole form");
}

#[test]
fn a_forged_sender_does_not_cancel_behind_the_owners_back() {
    let post = Post::new(&[], "[sms]\nanswers_a_day = 4\n", MONDAY);
    let _host = post.host();
    let booked = post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    let code = booked
        .split([' ', ':'])
        .find(|w| w.starts_with("MC"))
        .unwrap();
    // Wrong codes use the day's answers up.
    for letter in "BCGH".chars() {
        post.modem.deliver(AN, &format!("HUY MC2B3C{letter}"));
    }
    post.await_empty();
    // Who only knows procedure and day can no longer find the number by trying.
    post.modem.deliver(AN, "HUY khai sinh so 1 25/11");
    post.await_empty();
    assert_eq!(post.bookings().len(), 1, "it still stands");
    // Four answers, and the word that it is enough.
    post.await_sent(5);
    // With the code it goes, and the owner is told, whatever else was said that day.
    let told = post.ask(AN, &format!("HUY {code}"));
    assert!(told.starts_with(&format!("Da huy {code}")), "{told}");
    assert_eq!(post.bookings(), []);
}

#[test]
fn who_was_told_of_a_booking_is_told_when_the_page_cancels_it() {
    let post = Post::new(&[], PAGES, MONDAY);
    let _host = post.host();
    let site = Site::of(&post.office);
    let mut visitor = site.visitor(crate::support::site::HERE);
    let form = visitor.get("/dat-lich");
    post.office.pass(FILLING);
    let path = send(&mut visitor, &form, &Filled::new("0912345678", TOMORROW));
    let path = path.leads_to().to_owned();
    assert!(post.await_sent(1).starts_with("Da dat hen MC"));
    act(&mut visitor, &path, "huy", &[]).leads_to();
    let told = post.await_sent(2);
    assert!(told.starts_with("Da huy MC"), "{told}");
    assert_eq!(post.sent()[1].0, "0912345678");
}

#[test]
fn numbers_abroad_and_of_services_are_not_answered() {
    let post = Post::new(&[], "", MONDAY);
    let _host = post.host();
    for sender in [
        "+8613912345678",
        "+19005551234",
        "+88216123456",
        "19001234",
        "+842033825678",
    ] {
        post.modem
            .deliver(sender, "DK Nguyen Van An khai sinh 25/11");
    }
    post.await_empty();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    assert_eq!(post.count_by_phone().len(), 1);
    assert_eq!(post.bookings().len(), 1);
}

#[test]
fn the_days_money_is_a_limit_and_what_must_be_told_becomes_a_call() {
    let post = Post::new(&[], "[sms]\ndaily_limit = 1000\n", MONDAY);
    let _host = post.host();
    post.ask(AN, "DK Nguyen Van An khai sinh 25/11");
    post.ask("+84912345600", "DK Tran Thi Hoa khai sinh 25/11");
    post.office.event(
        &json!({"type": "cancel", "number": "tu-phap-001", "date": "2026-11-25", "desk": 1}),
    );
    post.office.await_status("a word to the staff", |status| {
        status
            .notices
            .iter()
            .any(|n| n.contains("hết tiền nhắn tin"))
    });
    post.await_store("a call to make", |post| {
        let calls = post
            .notices()
            .into_iter()
            .filter(|n| n.state.id() == "call");
        (calls.count() == 1).then_some(())
    });
    assert_eq!(post.sent().len(), 2, "350 đ each, 1,000 đ a day");
}

/// A day on which the office is closed, or any other wish that cannot be: the answer is the same for every phone.
#[test]
fn the_form_is_no_directory_of_who_has_booked() {
    let office = Office::new(&format!("{PAGES}per_ten_minutes = 0\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    for i in 0..2 {
        office.event(
            &json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "desk": 1,
            "name": format!("Người {i}"), "phone": "0912345678"}),
        );
    }
    let ask = |phone: &str, address: u8| {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 2, address));
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        let page = send(&mut visitor, &form, &Filled::new(phone, "2026-11-29"));
        let token = page.hidden("ve").unwrap().to_owned();
        (
            page.status,
            page.body.replace(&token, "").replace(phone, ""),
        )
    };
    assert!(ask("0912345678", 1) == ask("0987654321", 2));
    // What is told of a phone is counted; who has not booked yet is not refused for what others behind the same router did.
    let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 2, 3));
    let mut try_again = |phone: &str| {
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        send(&mut visitor, &form, &Filled::new(phone, "2026-11-26")).status
    };
    let statuses = [(); 12].map(|()| try_again("0912345678"));
    assert_eq!(statuses[9..], [409, 429, 429]);
    assert_eq!(try_again("0987654321"), 303);
    // What is held back counts as what is booked.
    for _ in 0..37 {
        assert_eq!(try_again("0912345678"), 429);
    }
    assert_eq!(try_again("0987654322"), 429);
}

/// Who has not seen the code of the day is answered alike for every phone, also where a booking could be made.
#[test]
fn without_the_code_a_wish_tells_nothing_of_its_phone() {
    let office = Office::new(&format!("{PAGES}day_code = true\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    for i in 0..2 {
        office.event(
            &json!({"type": "web", "field": "tu-phap", "date": "2026-11-25", "desk": 1,
            "name": "Nguyễn Văn An", "phone": "0912345678", "time": format!("1{i}:00")}),
        );
    }
    let ask = |phone: &str, address: u8| {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 7, address));
        let form = visitor.get("/dat-lich");
        office.pass(FILLING);
        let sent = send(&mut visitor, &form, &Filled::new(phone, "2026-11-25"));
        let path = sent.leads_to().to_owned();
        let page = visitor.get(&path);
        page.says("CHƯA có giờ hẹn");
        let token = page.hidden("ve").unwrap().to_owned();
        let own = path
            .split(['/', '?', '&', '='])
            .filter(|part| part.len() > 5);
        let body = own.fold(page.body.replace(&token, ""), |body, part| {
            body.replace(part, "")
        });
        let svg = body
            .find("<svg")
            .zip(body.find("</svg>"))
            .map_or(body.clone(), |(from, to)| {
                [&body[..from], &body[to..]].concat()
            });
        svg.replace(&phone[..4], "")
    };
    assert_eq!(ask("0912345678", 1), ask("0987654321", 2));
}

#[test]
fn a_booking_is_moved_three_times_on_the_page_and_then_at_the_desk() {
    let open = crate::web::open("");
    let mut visitor = open.visitor();
    let mut path = open.booked(&mut visitor, &Filled::new("0912345678", TOMORROW));
    for day in 25..28 {
        let wish = format!("2026-11-{day}");
        let moved = act(
            &mut visitor,
            &path,
            "doi",
            &[("ngay", &wish), ("buoi", "sang")],
        );
        path = moved.leads_to().to_owned();
    }
    let page = act(
        &mut visitor,
        &path,
        "doi",
        &[("ngay", "2026-11-30"), ("buoi", "sang")],
    );
    assert_eq!(page.status, 409);
    page.says("đã đổi ba lần");
}

const SEEKING: &str = "SELECT count(*) FROM ticket WHERE earlier IS NOT NULL AND state = 'booked'";

/// Invented bookings that ask for freed times would hold each in turn: one place has few of them, and no end of asking.
#[test]
fn invented_seekers_are_few_and_ask_little() {
    let open = crate::web::open("");
    let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 31, 1));
    let mut paths = Vec::new();
    for i in 0..6 {
        let filled = Filled::new(&format!("091234567{i}"), TOMORROW).with("som", "co");
        paths.push(open.booked(&mut visitor, &filled));
    }
    assert_eq!(count(&open.office, SEEKING), 2, "of six that ticked it");
    let page = act(&mut visitor, &paths[5], "som", &[]);
    assert_eq!(page.status, 409);
    page.says("nhắn SOM MC");
    // Another place's wish is its own matter.
    let mut other = open.site.visitor(Ipv4Addr::new(127, 0, 31, 2));
    let filled = Filled::new("0987654321", TOMORROW).with("som", "co");
    let path = open.booked(&mut other, &filled);
    assert_eq!(count(&open.office, SEEKING), 3);
    let statuses: Vec<u16> = (0..45)
        .map(|i| act(&mut other, &path, ["thoi", "som"][i % 2], &[]).status)
        .collect();
    let taken = statuses.iter().filter(|s| **s == 303).count();
    println!("{taken} of 45 changes of mind were written down");
    assert!(taken <= 40 && statuses.ends_with(&[429]), "{statuses:?}");
}

/// Who leaves an offer unanswered is offered no other one that day for asking again on the page.
#[test]
fn who_let_an_offer_pass_asks_by_message() {
    let open = crate::web::open("");
    let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 32, 1));
    let early = Filled::new("0912345671", TOMORROW);
    let first = open.booked(&mut visitor, &early);
    let later = Filled::new("0912345672", TOMORROW).with("buoi", "chieu");
    let path = open.booked(&mut visitor, &later.with("som", "co"));
    assert_eq!(count(&open.office, SEEKING), 1);
    act(&mut visitor, &first, "huy", &[]).leads_to();
    let offered =
        "SELECT count(*) FROM ticket WHERE offer_time IS NOT NULL AND earlier IS NOT NULL";
    for minutes in [2, 31] {
        // A leap would be doubted.
        for _ in 0..minutes {
            open.office.pass(1);
            open.office.event(&json!({"type": "tick"}));
        }
        let is_first = minutes == 2;
        assert_eq!(count(&open.office, offered), usize::from(is_first));
    }
    let page = act(&mut visitor, &path, "som", &[]);
    assert_eq!(page.status, 409);
    page.says("nhắn SOM MC");
    assert_eq!(count(&open.office, SEEKING), 0);
}

/// Offers to phones that anybody may have typed count among the form's messages of a day.
#[test]
fn offers_of_freed_times_count_among_the_forms_messages() {
    for many in [0, 50] {
        let post = Post::new(&[], &format!("{PAGES}per_ten_minutes = 0\n"), MONDAY);
        let _host = post.host();
        let open = (&post.office, Site::of(&post.office));
        let mut visitor = open.1.visitor(Ipv4Addr::new(127, 0, 33, 1));
        let book = |visitor: &mut Visitor, filled: &Filled| {
            let form = visitor.get("/dat-lich");
            open.0.pass(FILLING);
            send(visitor, &form, filled).leads_to().to_owned()
        };
        let first = book(&mut visitor, &Filled::new("0912345671", TOMORROW));
        let later = Filled::new("0912345672", TOMORROW).with("buoi", "chieu");
        book(&mut visitor, &later.with("som", "co"));
        // Of another place.
        post.office.event(
            &json!({"type": "web", "field": "tu-phap", "date": "2026-11-26", "desk": 1,
            "phone": "0912345673", "channel": "web"}),
        );
        post.await_sent(3);
        let db = rusqlite::Connection::open(post.office.store()).unwrap();
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO notice (seq, ticket, phone, kind, text, state, made, not_before)
            SELECT 0, -1, '0935000000', 'booked', '', 'sent', made, made FROM n, (SELECT max(made) AS made FROM notice)
            WHERE i <= ?";
        db.execute(sql, [many, many]).unwrap();
        db.execute(
            "UPDATE notice SET ticket = (SELECT max(id) FROM ticket) WHERE ticket = -1",
            [],
        )
        .unwrap();
        act(&mut visitor, &first, "huy", &[]).leads_to();
        for _ in 0..3 {
            post.office.pass(1);
            post.office.event(&json!({"type": "tick"}));
        }
        let offers = "SELECT count(*) FROM notice WHERE kind = 'earlier_offered'";
        assert_eq!(count(&post.office, offers), usize::from(many == 0));
        let held = "SELECT count(*) FROM ticket WHERE offer_time IS NOT NULL";
        assert_eq!(count(&post.office, held), 1, "the page offers it");
    }
}

/// The form for a number is no directory of who waits here.
#[test]
fn numbers_tell_little_of_phones() {
    let office = Office::new(
        &format!("{PAGES}walkin = true\nper_ten_minutes = 0\n"),
        MONDAY,
    );
    let _host = office.host();
    let site = Site::of(&office);
    // The counters are taken.
    for _ in 0..4 {
        office.event(&json!({"type": "walkin", "field": "tu-phap"}));
    }
    office.event(&json!({"type": "walkin", "field": "tu-phap", "phone": "0912345678"}));
    let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 34, 1));
    let said: Vec<bool> = (0..12)
        .map(|_| {
            let form = visitor.get("/lay-so");
            office.pass(FILLING);
            let fields = [
                ("ve", form.hidden("ve").unwrap()),
                ("thu-tuc", "khai-sinh"),
                ("dien-thoai", "0912345678"),
            ];
            let page = visitor.post("/lay-so", &fields);
            page.body
                .contains("Hiện chưa nhận thêm đăng ký cho số điện thoại này")
        })
        .collect();
    assert_eq!(said.iter().filter(|said| **said).count(), 10, "{said:?}");
}
