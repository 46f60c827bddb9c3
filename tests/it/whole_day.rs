//! A whole day by all doors at once: 300 forms, 100 messages, 100 people who walk in, four counters, 1,000 looks at
//! bookings and the queue. Nothing is lost, nothing is double, and a recount from the log agrees.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::thread;

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::support::dice::Dice;
use crate::support::letters::{Post, deliver_pdu};
use crate::support::office::Running;
use crate::support::recount::{recount, rules};
use crate::support::site::{FILLING, Filled, Page, Site, Visitor};

/// So many of the form's bookings are confirmed by message in a day: the page has told the others.
const TOLD_A_DAY: usize = 50;
const FORMS: usize = 300;
const MESSAGES: u32 = 100;
const WALKINS: usize = 100;
const LOOKS: usize = 1000;
const PHONES_AT_ONCE: usize = 4;
const FIELDS: [(&str, &str); 4] = [
    ("tu-phap", "khai-sinh"),
    ("dia-chinh", "xay-dung"),
    ("cong-an", "cu-tru"),
    ("xa-hoi", "bao-tro"),
];
const DAYS: [&str; 6] = [
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
    "2026-11-30",
    "2026-12-01",
];

#[test]
fn nothing_is_lost_and_nothing_is_double() {
    let more = "[sms]\nper_minute = 6000\ndaily_limit = 10000000\n[web]\nlisten = \"127.0.0.1:0\"\nper_ten_minutes = 0\n";
    let post = Post::new(&[], more, "2026-11-23 08:00:00");
    let _host: Running = post.host();
    let site = Site::of(&post.office);
    let forms = open_forms(site);
    post.office.pass(FILLING);
    let codes = thread::scope(|scope| {
        let lookers = scope.spawn(|| look(site));
        let desk = scope.spawn(|| serve(&post));
        let texts = scope.spawn(|| text(&post));
        let chunks = forms.chunks(FORMS / PHONES_AT_ONCE);
        let booking: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || book(chunk)))
            .collect();
        let codes: Vec<String> = booking
            .into_iter()
            .flat_map(|citizen| citizen.join().unwrap())
            .collect();
        lookers.join().unwrap();
        desk.join().unwrap();
        texts.join().unwrap();
        codes
    });
    post.await_empty();
    post.await_store("every answer sent", |post| {
        let notices = post.notices();
        let sent = notices.iter().all(|n| n.state.id() == "sent");
        (sent && notices.len() == MESSAGES as usize + FORMS.min(TOLD_A_DAY)).then_some(())
    });
    let distinct: BTreeSet<_> = codes.iter().collect();
    assert_eq!(distinct.len(), FORMS, "each form has a booking of its own");
    let db =
        Connection::open_with_flags(post.office.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let count = |sql: &str| -> usize {
        db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    };
    let stored =
        "SELECT count(DISTINCT code) FROM person JOIN ticket ON id = ticket WHERE channel = 'web'";
    assert_eq!(count(stored), FORMS);
    for code in &codes {
        let found = "SELECT count(*) FROM person JOIN ticket ON id = ticket WHERE code = ? AND state = 'booked'";
        let found: i64 = db.query_row(found, [code], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "{code}");
    }
    assert_eq!(count("SELECT count(*) FROM message"), MESSAGES as usize);
    let texted = "SELECT count(*) FROM ticket WHERE channel = 'sms'";
    assert_eq!(count(texted), MESSAGES as usize);
    let walked = "SELECT count(*) FROM ticket WHERE channel = 'counter'";
    assert_eq!(count(walked), WALKINS);
    assert!(count("SELECT count(*) FROM ticket WHERE state = 'done'") > WALKINS / 2);
    let slots =
        "SELECT count(*) - count(DISTINCT field || ' ' || time) FROM ticket WHERE time IS NOT NULL";
    assert_eq!(count(slots), 0, "no slot is given twice");
    recount(
        &post.office.store(),
        &rules(&post.office.path("motcua.toml")),
    );
}

/// Phones that have the form open, each from an address of its own.
fn open_forms(site: Site) -> Vec<(Visitor, Page, Filled)> {
    let open = |i: usize| {
        let address = Ipv4Addr::new(127, 0, 1 + (i / 200) as u8, 1 + (i % 200) as u8);
        let mut visitor = site.visitor(address);
        let form = visitor.get("/dat-lich");
        let half = if i.is_multiple_of(2) { "sang" } else { "chieu" };
        let filled = Filled::new(&format!("0912{i:06}"), DAYS[i % DAYS.len()])
            .with("thu-tuc", FIELDS[i / DAYS.len() % FIELDS.len()].1)
            .with("buoi", half);
        (visitor, form, filled)
    };
    (0..FORMS).map(open).collect()
}

/// Sends forms; a half-day that is full meanwhile is answered with another one, which is taken. Some are sent twice.
fn book(forms: &[(Visitor, Page, Filled)]) -> Vec<String> {
    let mut codes = Vec::new();
    for (i, (visitor, form, filled)) in forms.iter().enumerate() {
        let mut visitor = visitor.clone();
        let mut halves = DAYS.iter().flat_map(|day| [(day, "sang"), (day, "chieu")]);
        let mut filled = filled.clone();
        let code = loop {
            let answer = send(&mut visitor, form, &filled);
            if answer.status == 303 {
                let code = code_of(&answer);
                visitor.follow(&answer).says(&code);
                break code;
            }
            let (day, half) = halves.next().expect("a half-day with room");
            filled = filled.with("ngay", day).with("buoi", half);
        };
        if i % 10 == 0 {
            assert_eq!(
                code_of(&send(&mut visitor, form, &filled)),
                code,
                "sent twice"
            );
        }
        codes.push(code);
    }
    codes
}

fn send(visitor: &mut Visitor, form: &Page, filled: &Filled) -> Page {
    let mut fields = filled.pairs();
    fields.push(("ve", form.hidden("ve").unwrap_or_default()));
    visitor.post("/dat-lich", &fields)
}

fn code_of(answer: &Page) -> String {
    let path = answer.leads_to().trim_start_matches("/ma/");
    path.split('?').next().unwrap().to_owned()
}

/// Looks at pages as people in the lobby do.
fn look(site: Site) {
    let mut dice = Dice::new(20_261_128);
    for i in 0..LOOKS {
        let mut visitor = site.visitor(Ipv4Addr::new(127, 0, 9, 1 + (i % 250) as u8));
        let path = *dice.pick(&[
            "/",
            "/thu-tuc",
            "/thu-tuc/khai-sinh",
            "/man-hinh",
            "/dat-lich",
        ]);
        assert_eq!(visitor.get(path).status, 200, "{path}");
    }
}

/// People walk in and are served at four counters.
fn serve(post: &Post) {
    for i in 0..WALKINS {
        let field = FIELDS[i % FIELDS.len()].0;
        post.office
            .event(&json!({"type": "walkin", "field": field}));
        if i >= FIELDS.len() {
            let counter = 1 + i % FIELDS.len();
            post.office
                .event(&json!({"type": "done", "counter": counter}));
        }
    }
}

/// A hundred phones text, four fields, later days than the forms.
fn text(post: &Post) {
    let days = ["2/12", "3/12", "4/12", "7/12", "8/12", "9/12"];
    for n in 0..MESSAGES {
        let alias = ["khai sinh", "dat dai", "tam tru", "tro cap"][n as usize % 4];
        let text = format!("DK Nguyen Van An {alias} {}", days[n as usize % days.len()]);
        let pdu = deliver_pdu(&format!("+84987000{n:03}"), &text, n, None);
        post.modem.control(&format!("PDU {pdu}"));
    }
}
