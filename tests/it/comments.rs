//! Comments and complaints (S3.4): sent on the page, answered by the head on the screen, read by code and letters.

use crate::support::desk::Desk;
use crate::support::site::{Page, Visitor};
use crate::web::{Open, open};

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
    desk.screen.wait_for("Muốn được gọi lại: 0912 345 678");
    desk.says("Ctrl+Y", "Đã ghi là đang xem xét");
    visitor.get(&path).says("Cơ quan đang xem xét");
    desk.press("Enter");
    desk.screen.wait_for("Người gửi đọc nguyên văn");
    desk.says(
        "«Đã thêm ghế, xin lỗi ông bà» Enter",
        "Đã trả lời; người gửi đọc được",
    );
    let page = visitor.get(&path);
    page.says("Cơ quan đã trả lời");
    page.says("Đã thêm ghế, xin lỗi ông bà");
}
