//! Comments and complaints (S3.4): sent on the page, answered by the head on the screen, read by code and letters.

use std::net::Ipv4Addr;

use motcua::domain::time::Day;
use motcua::store::Store;
use rusqlite::Connection;
use serde_json::json;

use crate::attack::{MONDAY, PAGES, count};
use crate::support::desk::Desk;
use crate::support::office::Office;
use crate::support::site::{Filled, Page, Site, Visitor};
use crate::support::watch::Watch;
use crate::web::{Open, open, send};

const TEXT: &str = "Sáng thứ Hai chờ hơn một giờ, ghế ngồi không đủ";

fn filled<'a>(form: &'a Page, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("ve", form.hidden("ve").unwrap())];
    fields.extend(more);
    fields
}

/// Sends one; where it is seen.
fn sent(open: &Open, visitor: &mut Visitor) -> String {
    let form = visitor.get("/gop-y");
    open.office.pass(1);
    let given = [
        ("loai", "phan-anh"),
        ("ve-viec", "Chờ lâu"),
        ("noi-dung", TEXT),
        ("dien-thoai", "0912 345 678"),
    ];
    let fields = filled(&form, &given);
    let path = visitor.post("/gop-y", &fields).leads_to().to_owned();
    let again = visitor.post("/gop-y", &fields);
    assert_eq!(again.leads_to(), path, "the same form sent twice");
    path
}

#[test]
fn a_comment_is_kept_once_and_read_by_code_and_letters() {
    let open = open("");
    let mut visitor = open.visitor();
    visitor.get("/").says("Góp ý, phản ánh");
    let form = visitor.get("/gop-y");
    open.office.pass(1);
    let empty = visitor.post("/gop-y", &filled(&form, &[]));
    assert_eq!(empty.status, 422);
    for words in ["Chọn góp ý hoặc phản ánh", "Ghi vắn tắt", "Ghi nội dung"] {
        empty.says(words);
    }
    let path = sent(&open, &mut visitor);
    let page = visitor.get(&path);
    page.says("Đã gửi. Cảm ơn ông/bà");
    page.says("chưa xem");
    page.says(TEXT);
    let (code, key) = path
        .trim_start_matches("/gop-y/")
        .split_once("?k=")
        .unwrap();
    let key = key.split('&').next().unwrap();
    let mut other = open.visitor();
    let form = other.get("/gop-y/xem");
    let ask = |visitor: &mut Visitor, code: &str, key: &str| {
        let fields = filled(&form, &[]);
        let more = [("ma-gop-y", code), ("bon-chu", key)];
        visitor.post("/gop-y/xem", &[&fields[..], &more[..]].concat())
    };
    let wrong = ask(&mut other, code, "ZZZZ");
    wrong.says("không khớp");
    assert!(!wrong.body.contains(TEXT));
    assert_eq!(
        other.get(&format!("/gop-y/{code}")).status,
        422,
        "without letters"
    );
    let small = format!(" {} {}", &code[..2], code[2..].to_lowercase());
    let found = ask(&mut other, &small, &key.to_lowercase());
    other.follow(&found).says(TEXT);
    // The head is called back only where that was wanted, and a person's data can go.
    let shown = open.office.run(&["citizen", "show", "0912345678"]).stdout;
    assert!(shown.contains("góp ý: Chờ lâu: Sáng thứ Hai"), "{shown}");
}

#[test]
fn who_tries_letters_is_stopped() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = sent(&open, &mut visitor);
    let code = path.split('?').next().unwrap();
    let mut thief = open.site.visitor([127, 0, 0, 9].into());
    let statuses: Vec<u16> = (0..30)
        .map(|n| thief.get(&format!("{code}?k=BB{n:02}")).status)
        .collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn the_head_takes_it_in_hand_and_answers() {
    let open = open("");
    let mut visitor = open.visitor();
    let path = sent(&open, &mut visitor);
    let path = path.replace("&xong=gui", "");
    let mut desk = Desk::open(&open.office, &[]);
    desk.shows("Alt+6", "Chờ lâu");
    desk.screen.wait_for("ghế ngồi không đủ");
    desk.screen
        .wait_for("Muốn được gọi lại: 0912 345 678 (số người gửi tự ghi, chưa xác minh)");
    desk.screen.wait_for("Chưa trả lời; tự xoá sau");
    desk.says("Ctrl+Y", "Đã ghi là đang xem xét");
    visitor.get(&path).says("Cơ quan đang xem xét");
    desk.press("Enter");
    desk.screen.wait_for("Người gửi đọc nguyên văn");
    desk.shows(
        "«Đã thêm ghế, xin lỗi ông bà» Enter",
        "Đăng lên trang của cơ quan",
    );
    desk.says("Down Enter", "Đã trả lời; người gửi đọc được");
    let page = visitor.get(&path);
    page.says("Cơ quan đã trả lời");
    page.says("Đã thêm ghế, xin lỗi ông bà");
}

const WAITING: &str = "SELECT count(*) FROM comment WHERE state <> 'answered'";

/// The office, and its pages.
type Pages<'a> = (&'a Office, Site);

/// Fills in so many forms, and sends them all; what each was answered.
fn pile((office, site): Pages<'_>, from: [u8; 4], many: usize, more: &[(&str, &str)]) -> Vec<Page> {
    let mut visitor = site.visitor(Ipv4Addr::from(from));
    let forms: Vec<Page> = (0..many).map(|_| visitor.get("/gop-y")).collect();
    office.pass(1);
    let given = [
        ("loai", "gop-y"),
        ("ve-viec", "Rác"),
        ("noi-dung", "Gửi cho đầy"),
    ];
    let given = [&given[..], more].concat();
    let sent = forms.iter().map(|form| {
        let fields = filled(form, &given);
        visitor.post("/gop-y", &fields)
    });
    sent.collect()
}

fn statuses(pages: &[Page]) -> Vec<u16> {
    pages.iter().map(|page| page.status).collect()
}

/// Two hundred posts from five addresses once filled the box for everybody.
#[test]
fn five_addresses_do_not_fill_the_box() {
    let open = open("phone = \"02333123456\"\n");
    let mut got = 0;
    for n in 1..=5 {
        let pages = pile((&open.office, open.site), [127, 0, 20, n], 40, &[]);
        got += pages.iter().filter(|page| page.status == 303).count();
        let last = pages.last().unwrap();
        assert_eq!(last.status, 429);
        let ways = "Vừa gửi nhiều thì xin đợi một giờ; trang đã nhận đủ thì xin ghi mã hôm nay";
        for words in ["CHƯA gửi được", ways, "gọi 02333123456", "cán bộ tại quầy"] {
            last.says(words);
        }
    }
    println!("{got} of 200 posts of five addresses were taken");
    assert_eq!((got, count(&open.office, WAITING)), (25, 25));
    let mut honest = open.site.visitor([127, 0, 21, 1].into());
    sent(&open, &mut honest);
    // Nor is any of it taken from what an address may book, or from who rates.
    let mut neighbour = open.site.visitor([127, 0, 20, 1].into());
    let form = neighbour.get("/dat-lich");
    open.office.pass(1);
    let booked = send(
        &mut neighbour,
        &form,
        &Filled::new("0912345678", "2026-11-24"),
    );
    assert_eq!(booked.status, 303);
    // At the office's own machine, people who have no phone write.
    let here = pile((&open.office, open.site), [127, 0, 0, 1], 8, &[]);
    assert!(here.iter().all(|page| page.status == 303));
    // The head takes one place's away at once, and nobody else's.
    let mut desk = Desk::open(&open.office, &[]);
    desk.shows("Alt+6", "Rác");
    desk.shows("Alt+X", "Trả lời chung mọi góp ý từ cùng một nơi gửi?");
    desk.screen.wait_for("Trả lời chung cả 5 góp ý");
    desk.says("Up Enter", "Đã trả lời chung");
    assert_eq!(count(&open.office, WAITING), 25 + 1 + 8 - 5);
    assert_eq!(count(&open.office, "SELECT count(*) FROM comment"), 34);
}

/// A place is known by its open ones for two days, whatever the web remembers, and by nothing that bookings have.
#[test]
fn a_place_has_few_open_ones_and_its_mark_goes() {
    let mut open = open("");
    assert_eq!(
        statuses(&pile((&open.office, open.site), [127, 0, 22, 1], 5, &[])),
        [303; 5]
    );
    let mut own = open.visitor();
    open.reopen("2026-11-23 10:30:00", &mut own);
    let pages = pile((&open.office, open.site), [127, 0, 22, 1], 1, &[]);
    assert_eq!(pages[0].status, 503);
    pages[0].says("chưa được trả lời");
    let mut visitor = open.site.visitor([127, 0, 22, 1].into());
    let form = visitor.get("/dat-lich");
    open.office.pass(1);
    assert_eq!(
        send(
            &mut visitor,
            &form,
            &Filled::new("0912345678", "2026-11-24")
        )
        .status,
        303
    );
    let shared = "SELECT count(*) FROM comment c JOIN source s ON s.mark = c.source";
    assert_eq!(
        count(&open.office, shared),
        0,
        "who complains is not found by a booking"
    );
    let known = "SELECT count(*) FROM comment WHERE source IS NOT NULL";
    assert_eq!(count(&open.office, known), 5);
    open.reopen("2026-11-25 10:31:00", &mut own);
    Watch::on(&open.office.path("data")).until("that the mark is forgotten", || {
        (count(&open.office, known) == 0).then_some(())
    });
}

/// Who does not show to be here has half of the box, and so many a day; who does is heard.
#[test]
fn half_of_the_box_is_for_who_shows_the_code() {
    let office = Office::new(&format!("{PAGES}day_code = true\n"), MONDAY);
    let _host = office.host();
    let site = Site::of(&office);
    let pages = (&office, site);
    let status = office.await_status("the code", |s| {
        s.web.as_ref().is_some_and(|web| web.day_code.is_some())
    });
    let code = status.web.and_then(|web| web.day_code).unwrap();
    let shown = [("ma-hom-nay", &*code)];
    let of_crowd = |n: u8| pile(pages, [127, 0, 23, n], 5, &[]);
    let taken = (1..=6).flat_map(|n| statuses(&of_crowd(n)));
    assert_eq!(taken.filter(|status| *status == 303).count(), 20, "a day");
    assert_eq!(statuses(&pile(pages, [127, 0, 24, 1], 1, &shown)), [303]);
    let wrong = if code == "0000" { "1111" } else { "0000" };
    let wrong = pile(pages, [127, 0, 24, 2], 1, &[("ma-hom-nay", wrong)]);
    assert_eq!(wrong[0].status, 422);
    let fill = |to: u32| {
        let db = Connection::open(office.store()).unwrap();
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT OR IGNORE INTO comment (code, key, made, kind, subject, text, state)
            SELECT 'GY' || printf('%05d', i), 'BBBB', 29000000, 'comment', 'x', 'y', 'received' FROM n";
        db.execute(sql, [to]).unwrap();
    };
    fill(79);
    let mut second = site.visitor([127, 0, 24, 3].into());
    assert_eq!(count(&office, WAITING), 100);
    assert_eq!(statuses(&pile(pages, [127, 0, 24, 4], 1, &[]))[0], 429);
    assert_eq!(statuses(&pile(pages, [127, 0, 24, 5], 1, &shown)), [303]);
    second.get("/gop-y").says("Mã hôm nay");
    fill(178);
    let full = pile(pages, [127, 0, 24, 6], 1, &shown);
    assert_eq!(statuses(&full), [503]);
    full[0].says("hộp thư đang đầy");
}

/// Its four letters are tried five times in an hour, from wherever; then the right ones do not help either.
#[test]
fn the_letters_of_one_code_are_few_tries_for_all() {
    let open = open("");
    let mut owner = open.visitor();
    let path = sent(&open, &mut owner);
    let code = path.split('?').next().unwrap();
    for n in 1..=5 {
        let mut thief = open.site.visitor([127, 0, 25, n].into());
        assert_eq!(thief.get(&format!("{code}?k=BB{n:02}")).status, 422);
    }
    let mut other = open.site.visitor([127, 0, 25, 9].into());
    let page = other.get(&path);
    assert_eq!(page.status, 429);
    page.says("gõ sai bốn chữ cái nhiều lần");
    assert!(!page.body.contains(TEXT));
    let another = sent(&open, &mut owner);
    assert_eq!(owner.get(&another).status, 200, "another's is open");
}

/// What nobody answers goes when all goes that people have left here; the head sees it come.
#[test]
fn one_that_nobody_answers_goes_by_itself() {
    let mut open = open("");
    let mut visitor = open.visitor();
    let path = sent(&open, &mut visitor);
    let age = |days: u32| {
        let db = Connection::open(open.office.store()).unwrap();
        let sql = "UPDATE comment SET made = made - ? * 1440";
        db.execute(sql, [days]).unwrap();
    };
    // A store without any event is left alone.
    open.office
        .event(&json!({"type": "walkin", "field": "tu-phap"}));
    age(165);
    let mut desk = Desk::open(&open.office, &[]);
    desk.shows("Alt+6", "Chờ lâu");
    desk.screen.wait_for("Chưa trả lời; tự xoá sau");
    drop(desk);
    age(1);
    let mut desk = Desk::open(&open.office, &[]);
    desk.shows("Alt+6", "Chờ lâu");
    desk.screen
        .wait_for("Sắp hết hạn lưu: không trả lời thì tự xoá sau");
    drop(desk);
    assert_eq!(visitor.get(&path).status, 200);
    age(15);
    open.reopen("2026-11-23 10:00:00", &mut visitor);
    Watch::on(&open.office.path("data")).until("that it is gone", || {
        (count(&open.office, "SELECT count(*) FROM comment") == 0).then_some(())
    });
    assert_eq!(visitor.get(&path).status, 422);
}

/// All of it goes with a phone, and nothing of it with the visits of half a year ago.
#[test]
fn a_comment_goes_with_its_phone_and_not_before() {
    let office = Office::new(PAGES, MONDAY);
    let mut host = office.host();
    let given = [("dien-thoai", "0912345678")];
    let kept = pile((&office, Site::of(&office)), [127, 0, 26, 1], 1, &given);
    assert_eq!(kept[0].status, 303);
    office.event(
        &json!({"type": "walkin", "field": "tu-phap", "phone": "0912345678",
        "name": "Nguyễn Văn An"}),
    );
    host.kill();
    let db = Connection::open(office.store()).unwrap();
    db.execute_batch("UPDATE ticket SET day = day - 200, state = 'done'")
        .unwrap();
    drop(db);
    let mut store = Store::open(&office.store()).unwrap();
    let before = Day::parse("2026-05-27").unwrap();
    store.erase_before(before, 10).unwrap();
    drop(store);
    let all = "SELECT count(*) FROM comment";
    assert_eq!(count(&office, &format!("{all} WHERE text <> ''")), 1);
    let shown = office.run(&["citizen", "show", "0912345678"]).stdout;
    assert!(shown.contains("góp ý: Rác: Gửi cho đầy"), "{shown}");
    let done = office.run(&["citizen", "erase", "0912345678"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(count(&office, all), 0);
}
