//! Ratings after a visit (S5): on the page and by message, once for each visit, and so that the store does not tell who
//! gave which.

use std::fs;

use motcua::domain::rating::Rated;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::attack::count;
use crate::support::letters::Post;
use crate::support::office::{Office, names};
use crate::support::site::{Filled, Page, Visitor};
use crate::web::{Open, act, open, send};

const QUESTION: &str = "Hướng dẫn có dễ hiểu không?";

fn questions() -> String {
    format!("[ratings]\nquestions = [{QUESTION:?}]\n")
}

/// A number taken on the page, called and finished at its counter; where it is seen.
fn served(open: &Open, visitor: &mut Visitor, phone: &str) -> String {
    let form = visitor.get("/lay-so");
    open.office.pass(1);
    let fields = [
        ("thu-tuc", "khai-sinh"),
        ("dien-thoai", phone),
        ("ve", form.hidden("ve").unwrap()),
    ];
    let path = visitor.post("/lay-so", &fields).leads_to().to_owned();
    // The counter is free, so the number is called at once.
    open.office.event(&json!({"type": "tick"}));
    path
}

fn finish(office: &Office) {
    office.event(&json!({"type": "done", "counter": 1}));
}

/// Rates, with the token of another form of the same visitor.
fn other_token(visitor: &mut Visitor, path: &str, stars: &str) -> Page {
    let form = visitor.get("/dat-lich");
    let (address, query) = path.split_once("?t=").unwrap();
    let tag = query.split('&').next().unwrap();
    let token = form.hidden("ve").unwrap();
    let fields = [("t", tag), ("viec", "dg"), ("diem", stars), ("ve", token)];
    visitor.post(address, &fields)
}

fn totals(office: &Office) -> Vec<(Rated, u32, u32)> {
    let store = Store::open(&office.store()).unwrap();
    let all = store.ratings("2026-11", "2026-11").unwrap();
    all.into_iter()
        .map(|(who, t)| (who, t.all.count, t.all.sum))
        .collect()
}

fn bytes(office: &Office) -> Vec<u8> {
    let folder = office.path("data");
    let files = names(&folder);
    let of_base = files.iter().filter(|n| n.starts_with("motcua.db"));
    // The office's key is not in the database, and in no copy of it.
    let of_base = of_base.filter(|n| !n.ends_with(".secrets"));
    let read = |name: &String| fs::read(folder.join(name)).unwrap_or_default();
    of_base.flat_map(read).collect()
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

#[test]
fn a_finished_visit_is_rated_once_on_its_page() {
    let open = open(&questions());
    let mut visitor = open.visitor();
    let path = served(&open, &mut visitor, "0912345678");
    assert!(
        !visitor.get(&path).body.contains("hài lòng"),
        "before it is over"
    );
    finish(&open.office);
    let page = visitor.get(&path);
    page.says("Ông/bà hài lòng đến đâu?");
    page.says(QUESTION);
    page.says("chỉ thấy khi đủ 5 lượt");
    let nothing = act(&mut visitor, &path, "dg", &[("y-kien", "Chờ lâu")]);
    assert_eq!(nothing.status, 422);
    nothing.says("Chọn một điểm từ 1 đến 5");
    nothing.says("Chờ lâu</textarea>");
    for wrong in ["0", "6", "năm"] {
        assert_eq!(
            act(&mut visitor, &path, "dg", &[("diem", wrong)]).status,
            422
        );
    }
    let given = [("diem", "4"), ("cau-1", "5"), ("y-kien", "Nhanh, gọn")];
    let sent = act(&mut visitor, &path, "dg", &given);
    let thanks = visitor.follow(&sent);
    thanks.says("Đã nhận đánh giá. Cảm ơn ông/bà");
    thanks.says("Lượt này đã được đánh giá");
    assert!(!thanks.body.contains("name=\"diem\""));
    let again = other_token(&mut visitor, &path, "1");
    // What is not counted is not thanked for.
    let before = visitor.follow(&again);
    before.says("Đã nhận đánh giá của lượt này trước đó");
    assert!(!before.body.contains("Cảm ơn"));
    assert_eq!(totals(&open.office), [], "one waits for others");
    assert!(!has(&bytes(&open.office), "Nhanh, g"), "sealed until then");
    assert_eq!(open.office.run(&["check"]).code, Some(0));
}

#[test]
fn five_come_out_together_in_their_own_order() {
    let open = open(&questions());
    let given = [
        ("5", "Rất tốt"),
        ("1", "Chờ lâu"),
        ("4", ""),
        ("3", "Ấm áp"),
        ("5", ""),
    ];
    for (n, (stars, comment)) in given.into_iter().enumerate() {
        let mut visitor = open.visitor();
        let path = served(&open, &mut visitor, &format!("091234567{n}"));
        finish(&open.office);
        let fields = [("diem", stars), ("cau-1", stars), ("y-kien", comment)];
        act(&mut visitor, &path, "dg", &fields).leads_to();
        assert_eq!(totals(&open.office).is_empty(), n < 4, "after {n}");
    }
    let db = Connection::open(open.office.store()).unwrap();
    let column = |sql| {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(totals(&open.office)[0].1, 5);
    assert_eq!(totals(&open.office)[0].2, 18);
    assert_eq!(
        column("SELECT stars || '' FROM rating ORDER BY rowid"),
        "1 3 4 5 5"
    );
    assert_eq!(column("SELECT month FROM rating GROUP BY month"), "2026-11");
    assert_eq!(
        column("SELECT text FROM rating_comment ORDER BY rowid"),
        "Chờ lâu Rất tốt Ấm áp"
    );
    // The form's nonce would tell of the visit, and when: only those of the numbers are kept.
    assert_eq!(
        column(
            "SELECT count(*) || '' FROM form_post f JOIN ticket t ON t.id = f.ticket GROUP BY f.ticket"
        ),
        "2 2 2 2 2"
    );
}

/// What a copy of the database tells of a rating by message: that one came, not from whom, of which visit, or what it
/// said; until five are together nothing of what was given.
#[test]
fn a_message_that_rates_leaves_no_trace_of_who_and_what() {
    let post = Post::new(&[], "", "2026-11-23 08:00:00");
    let mut host = post.host();
    let booked = post.ask("+84912345678", "DK Nguyen Van An khai sinh 23/11");
    assert!(booked.contains("MC"), "{booked}");
    let db = Connection::open(post.office.store()).unwrap();
    let of_base = |sql: &str| {
        db.query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    let code = of_base("SELECT code FROM person WHERE code IS NOT NULL");
    let rate = format!("DG {code} 2 cho lau qua troi");
    let early = post.ask("+84912345678", &rate);
    assert!(early.contains("chua xong"), "{early}");
    let number = of_base("SELECT field || '-' || printf('%03d', number) FROM ticket");
    post.office
        .event(&json!({"type": "arrive", "number": number}));
    post.office.event(&json!({"type": "done", "counter": 1}));
    let unknown = post.ask("+84912345678", "DG MC22222 2");
    assert!(unknown.contains("Ma nay khong khop"), "{unknown}");
    let praise = post.ask("+84912345678", &format!("DG {code} rat tot"));
    assert!(
        praise.contains("tu 1 den 5"),
        "no number is made up: {praise}"
    );
    let thanks = post.ask("+84912345678", &format!("{rate} roi"));
    assert!(thanks.contains("Da nhan danh gia"), "{thanks}");
    let again = post.ask("+84912345678", &format!("DG {code} 5"));
    assert!(
        again.contains("truoc do") && !again.contains("Cam on"),
        "{again}"
    );
    post.await_empty();
    host.kill();
    let all = bytes(&post.office);
    for text in ["cho lau", "qua troi", "DG MC", "DG 5"] {
        assert!(!has(&all, text), "{text}");
    }
    let left = of_base(
        "SELECT group_concat(sender || text || pdu || coalesce(reading, '') || coalesce(ticket, '')) FROM message
         WHERE id > 1",
    );
    assert_eq!(left.trim_matches(','), "", "only that they came");
    let thanked = of_base("SELECT phone || '/' || text FROM notice WHERE kind = 'rated'");
    assert_eq!(thanked, "/", "whom the thanks went to is forgotten");
    assert_eq!(totals(&post.office), []);
    // Without the office's key, the mark of the visit cannot be tried through.
    assert_eq!(
        of_base("SELECT count(*) || month FROM rating_mark"),
        "12026-11"
    );
}

/// A visit of somebody with a phone is rated from that phone; one whose code stands on paper alone, from any. Codes are not
/// tried through, and who tries leaves the phone its other answers.
#[test]
fn a_code_alone_rates_no_visit_of_another_phone() {
    let post = Post::new(&[], "", "2026-11-23 08:00:00");
    let _host = post.host();
    let booked = |more: serde_json::Value| {
        let mut event = json!({"type": "web", "field": "tu-phap", "date": "2026-11-23", "desk": 1});
        let (event_of, more) = (event.as_object_mut().unwrap(), more.as_object().unwrap());
        event_of.extend(more.clone());
        post.office.event(&event);
        let db = Connection::open(post.office.store()).unwrap();
        let sql = "SELECT code, field || '-' || printf('%03d', number) FROM ticket JOIN person ON ticket = id
                   ORDER BY id DESC LIMIT 1";
        let (code, number) = db
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        let (code, number): (String, String) = (code, number);
        post.office
            .event(&json!({"type": "arrive", "number": number}));
        post.office.event(&json!({"type": "done", "counter": 1}));
        code
    };
    let with_phone = booked(json!({"name": "Nguyễn Văn An", "phone": "0912345678"}));
    let on_paper = booked(json!({"name": "Trần Thị Bình"}));
    let marks = || count(&post.office, "SELECT count(*) FROM rating_mark");
    post.await_empty();
    let before = post.sent().len();
    let (thief, other) = ("+84987654321", "+84987654322");
    let refused = post.ask(thief, &format!("DG {with_phone} 1"));
    assert!(
        refused.contains("Ma nay khong khop voi so dien thoai"),
        "{refused}"
    );
    let unknown = post.ask(thief, "DG MC22222 1");
    assert_eq!(
        refused, unknown,
        "it does not tell whether there is such a code"
    );
    assert_eq!(marks(), 0);
    let thanks = post.ask(other, &format!("DG {on_paper} 5"));
    assert!(thanks.contains("Da nhan danh gia"), "{thanks}");
    assert_eq!(marks(), 1);
    let again = post.ask(other, &format!("DG {on_paper} 1"));
    assert!(again.contains("truoc do"), "{again}");
    for letter in "BCGHKMNP".chars() {
        post.modem.deliver(thief, &format!("DG MC2222{letter} 1"));
    }
    post.await_empty();
    // The other answers are left to who is written in the name of.
    post.ask(thief, "TC MC22222");
    let to_thief = post.sent().into_iter().skip(before);
    let to_thief = to_thief.filter(|(to, _)| to == "0987654321").count();
    println!("{to_thief} answers to ten ratings by guess and one question");
    assert_eq!(to_thief, 5 + 1);
    let open = "SELECT count(*) FROM message WHERE state = 'open'";
    assert_eq!(
        count(&post.office, open),
        0,
        "nothing that an official could read"
    );
    let own = post.ask("+84912345678", &format!("DG {with_phone} 4"));
    assert!(own.contains("Da nhan danh gia"), "{own}");
    assert_eq!(marks(), 2);
}

/// Ratings take nothing of what an address may book.
#[test]
fn who_rates_may_still_book() {
    let open = open("");
    let mut visitor = open.site.visitor([127, 0, 30, 1].into());
    let path = served(&open, &mut visitor, "0912345678");
    finish(&open.office);
    act(&mut visitor, &path, "dg", &[("diem", "5")]).leads_to();
    for _ in 0..45 {
        other_token(&mut visitor, &path, "1").leads_to();
    }
    let form = visitor.get("/dat-lich");
    open.office.pass(1);
    let filled = Filled::new("0987654321", "2026-11-24");
    assert_eq!(send(&mut visitor, &form, &filled).status, 303);
}

#[test]
fn an_office_may_take_no_ratings() {
    let open = open("[ratings]\non = false\n");
    let mut visitor = open.visitor();
    let path = served(&open, &mut visitor, "0912345678");
    finish(&open.office);
    assert!(!visitor.get(&path).body.contains("hài lòng"));
    assert_eq!(other_token(&mut visitor, &path, "5").status, 400);
}
