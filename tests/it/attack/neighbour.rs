//! A bored neighbour with the form, and phones of strangers to type into it.

use std::net::Ipv4Addr;

use super::{MONDAY, PAGES, count};
use crate::support::letters::Post;
use crate::support::site::{FILLING, Filled, Page, Site, Visitor};
use crate::web::{open, open_at, send};

/// So many visitors of one address, each with an open form.
fn neighbours(site: Site, address: u8, many: usize, path: &str) -> Vec<(Visitor, Page)> {
    let visitor = |_| {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 50, address));
        let form = visitor.get(path);
        (visitor, form)
    };
    (0..many).map(visitor).collect()
}

fn told(kind: &str) -> String {
    format!("SELECT count(*) FROM notice WHERE kind = '{kind}'")
}

fn quick() -> String {
    format!("[sms]\nper_minute = 6000\n{PAGES}per_ten_minutes = 0\nwalkin = true\n")
}

#[test]
fn invented_numbers_call_few_strangers_to_the_counter() {
    let post = Post::new(&[], &quick(), MONDAY);
    let _host = post.host();
    let fields = [
        ("tu-phap", "khai-sinh"),
        ("dia-chinh", "xay-dung"),
        ("cong-an", "cu-tru"),
    ];
    for (field, _) in fields {
        // The counter is taken.
        post.office
            .event(&serde_json::json!({"type": "walkin", "field": field}));
    }
    let visitors = neighbours(Site::of(&post.office), 1, 9, "/lay-so");
    post.office.pass(FILLING);
    for (i, (mut visitor, form)) in visitors.into_iter().enumerate() {
        let phone = format!("09350000{i:02}");
        let fields = [
            ("ve", form.hidden("ve").unwrap()),
            ("thu-tuc", fields[i % 3].1),
            ("dien-thoai", &phone),
        ];
        visitor.post("/lay-so", &fields).leads_to();
    }
    post.office.pass(1);
    post.await_store("who is told that the turn is near", |post| {
        (count(&post.office, &told("near")) > 0).then_some(())
    });
    assert_eq!(count(&post.office, &told("near")), 5, "of one place");
}

#[test]
fn who_was_told_of_no_booking_is_not_reminded_of_it() {
    let post = Post::new(&[], &quick(), MONDAY);
    let mut host = post.host();
    let visitors = neighbours(Site::of(&post.office), 2, 8, "/dat-lich");
    post.office.pass(FILLING);
    for (i, (mut visitor, form)) in visitors.into_iter().enumerate() {
        let filled = Filled::new(&format!("09350000{i:02}"), "2026-11-25");
        send(&mut visitor, &form, &filled).leads_to();
    }
    post.await_sent(5);
    assert_eq!(count(&post.office, &told("booked")), 5, "of eight");
    host.kill();
    post.office.set_clock("2026-11-24 16:45:00");
    let _host = post.host();
    post.await_store("a reminder", |post| {
        (count(&post.office, &told("reminder")) > 0).then_some(())
    });
    assert_eq!(count(&post.office, &told("reminder")), 5);
}

#[test]
fn requests_of_one_place_are_few_and_lapse_under_the_forms_cap() {
    for many in [0, 50] {
        let post = Post::new(&[], &quick(), MONDAY);
        let mut host = post.host();
        let visitors = neighbours(Site::of(&post.office), 3, 7, "/dat-lich");
        post.office.pass(FILLING);
        let mut statuses = Vec::new();
        for (i, (mut visitor, form)) in visitors.into_iter().enumerate() {
            let filled = Filled::new(&format!("09350000{i:02}"), "2026-11-24")
                .with("thu-tuc", "khac")
                .with("ghi-chu", "việc riêng");
            statuses.push(send(&mut visitor, &form, &filled).status);
        }
        assert_eq!(statuses, [303, 303, 303, 303, 303, 503, 503]);
        host.kill();
        post.office.set_clock("2026-11-24 12:00:00");
        // What the form has had told by then.
        let db = rusqlite::Connection::open(post.office.store()).unwrap();
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO notice (seq, ticket, phone, kind, text, state, made, not_before)
            SELECT 0, 0, '0935999999', 'booked', '', 'sent', made, made
            FROM n, (SELECT unixepoch('2026-11-24 02:00:00') * 1000 AS made) WHERE i <= ?";
        db.execute(sql, [many, many]).unwrap();
        // Of no place that is still known.
        db.execute_batch(
            "UPDATE notice SET ticket = (SELECT max(id) FROM ticket); DELETE FROM source",
        )
        .unwrap();
        drop(db);
        let _host = post.host();
        let lapsed = "SELECT count(*) FROM ticket WHERE state = 'lapsed'";
        post.await_store("the end of them", |post| {
            (count(&post.office, lapsed) == 5).then_some(())
        });
        let wanted = if many == 0 { 5 } else { 0 };
        assert_eq!(count(&post.office, &told("lapsed")), wanted);
    }
}

#[test]
fn saying_again_to_be_here_does_not_lengthen_the_log() {
    let mut open = open_at("", "2026-11-23 08:00:00");
    let mut visitor = open.site.visitor(Ipv4Addr::new(127, 0, 50, 4));
    let path = open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24"));
    open.reopen("2026-11-24 07:45:00", &mut visitor);
    // The counter is taken; one form of one page, again and again.
    open.office
        .event(&serde_json::json!({"type": "walkin", "field": "tu-phap"}));
    let page = visitor.get(&path);
    let (address, query) = path.split_once("?t=").unwrap();
    let fields = [
        ("t", query.split('&').next().unwrap()),
        ("viec", "den"),
        ("ve", page.hidden("ve").unwrap()),
    ];
    let statuses: Vec<u16> = (0..45)
        .map(|_| visitor.post(address, &fields).status)
        .collect();
    let arrivals = open.office.events().into_iter().filter(|e| *e == "arrive");
    assert_eq!(arrivals.count(), 1);
    assert!(
        statuses.starts_with(&[303, 303]) && statuses.ends_with(&[429]),
        "{statuses:?}"
    );
    visitor.get(&path).says("Đã có mặt, chờ gọi số");
}

#[test]
fn an_address_is_no_name_in_the_form() {
    let open = open("");
    let mut visitor = open.visitor();
    for name in [
        "http://bit.ly/nop-phat-500k",
        "nop.phat@vietgov.top",
        "Vietgov.top",
    ] {
        let filled = Filled::new("0912345678", "2026-11-24").with("ho-ten", name);
        let page = open.book(&mut visitor, &filled);
        assert_eq!(page.status, 422, "{name}");
        page.says("không ghi địa chỉ trang mạng");
    }
    let filled = Filled::new("0912345678", "2026-11-24").with("ho-ten", "Tr.Văn Nam");
    open.booked(&mut visitor, &filled);
}
