//! A dossier as the citizen sees it: by the code and the phone's last digits, by the province's code, by the link in its QR.

use std::net::Ipv4Addr;

use serde_json::{Value, json};

use crate::support::site::Visitor;
use crate::web::{Open, open};

/// A dossier with its own code and the province's; answers the own one.
fn received(open: &Open) -> String {
    open.office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Văn An", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3, "province": "H15.50-260706-1377"}),
    );
    let db = rusqlite::Connection::open(open.office.store()).unwrap();
    let sql = "SELECT code FROM dossier_person";
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Where code and digits lead.
pub(super) fn find(visitor: &mut Visitor, code: &str, digits: &str) -> crate::support::site::Page {
    let form = visitor.get("/ma");
    let token = form.hidden("ve").unwrap_or_default().to_owned();
    visitor.post(
        "/ma",
        &[("ma-hen", code), ("so-cuoi", digits), ("ve", &token)],
    )
}

fn act(open: &Open, event: Value) {
    open.office.event(&event);
}

#[test]
fn the_page_tells_every_stage_with_its_date() {
    let open = open("");
    let code = received(&open);
    let mut visitor = open.visitor();
    let path = find(&mut visitor, &code.to_lowercase(), "5678")
        .leads_to()
        .to_owned();
    assert!(path.starts_with(&format!("/hs/{code}?t=")), "{path}");
    let page = visitor.get(&path);
    page.says("Đã tiếp nhận");
    page.says("Thứ Năm, 26/11/2026");
    page.says("H15.50-260706-1377");
    assert!(!page.body.contains("Nguyễn Văn An") && !page.body.contains("0912345678"));
    act(
        &open,
        json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "Giấy chứng sinh", "date": "2026-11-27"}),
    );
    let page = visitor.get(&path);
    page.says("Cần bổ sung giấy tờ");
    page.says("Xin mang đến quầy: Giấy chứng sinh, trước thứ Sáu, 27/11/2026");
    act(
        &open,
        json!({"type": "supplement", "desk": 1, "dossier": 1}),
    );
    act(
        &open,
        json!({"type": "apologise", "desk": 1, "dossier": 1, "reason": "chờ xác minh", "date": "2026-12-01"}),
    );
    visitor
        .get(&path)
        .says("Cơ quan đã xin lỗi và hẹn lại ngày này.");
    act(&open, json!({"type": "complete", "desk": 1, "dossier": 1}));
    visitor
        .get(&path)
        .says("Mời ông/bà đến quầy Một cửa nhận kết quả");
    act(
        &open,
        json!({"type": "hand_over", "desk": 1, "dossier": 1, "name": "Trần Thị Bình, giấy uỷ quyền"}),
    );
    let page = visitor.get(&path);
    page.says("Đã trả kết quả");
    assert!(
        !page.body.contains("Trần Thị Bình"),
        "names of others are the office's"
    );
}

#[test]
fn the_provinces_code_opens_it_and_wrong_digits_do_not() {
    let open = open("");
    let code = received(&open);
    let mut visitor = open.visitor();
    for typed in ["H15.50-260706-1377", "h15 50 260706 1377"] {
        let path = find(&mut visitor, typed, "5678").leads_to().to_owned();
        assert!(path.starts_with(&format!("/hs/{code}?t=")), "{path}");
    }
    for (typed, digits) in [
        (code.as_str(), "1234"),
        ("H15.50-260706-9999", "5678"),
        ("HS22222", "5678"),
    ] {
        let page = find(&mut visitor, typed, digits);
        assert_eq!(page.status, 422, "{typed}");
        page.says("không khớp");
    }
    let page = visitor.get(&format!("/hs/{code}?t={}", "0".repeat(32)));
    assert!(
        !page.body.contains("Tiếp nhận"),
        "another tag opens nothing"
    );
}

/// Those codes are a day and a running number: who knows a phone would go through them, from many addresses.
#[test]
fn a_days_running_numbers_are_not_gone_through() {
    let open = open("");
    let code = received(&open);
    let from = |address: u8| open.site.visitor(Ipv4Addr::new(127, 0, 51, address));
    let of_number = |n: u8| format!("H15.50-260706-{}", 1369 + u32::from(n));
    let mut statuses: Vec<u16> = Vec::new();
    for n in 1..=8 {
        statuses.push(find(&mut from(n), &of_number(n), "5678").status);
    }
    // The eighth is the right one.
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429, 429]);
    find(&mut from(9), &of_number(8), "5678").says("mã HS");
    // The owner opens it by the office's own code.
    find(&mut from(10), &code, "5678").leads_to();
    // Wrong digits tell nothing of which code there is.
    let tries = |code: &str, address: u8| -> Vec<u16> {
        let digits = |n: u8| format!("{address}{n}").repeat(4)[..4].to_owned();
        (0..6)
            .map(|n| find(&mut from(address + n), code, &digits(n)).status)
            .collect()
    };
    let known = tries("H15.50-260706-1377", 20);
    assert_eq!(known, tries("H15.50-260706-9999", 30));
    assert_eq!(known, [422, 422, 422, 422, 422, 429]);
}
