//! Slips: as PDF from the command line, on the phone, the register, and the office's own wordings.

mod advice;
mod printer;

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::codes;
use crate::support::office::Office;
use crate::support::print::{fine_picture, words};
use crate::support::site::Filled;
use crate::web::{Open, open};

const CLOCK: &str = "2026-11-23 08:00:00";

/// An office with one dossier; answers its code.
pub(crate) fn received(config: &str) -> (Office, String) {
    let office = Office::new(config, CLOCK);
    office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Thị Bưởi", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3, "province": "H15.50-260706-1377"}),
    );
    let code = code_of(&office);
    (office, code)
}

pub(crate) fn code_of(office: &Office) -> String {
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let sql = "SELECT code FROM dossier_person ORDER BY dossier DESC LIMIT 1";
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

const DESK: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"0233 3882 105\"\n\
    [[field]]\nid = \"tu-phap\"\nname = \"Tư pháp\"\nmean = 10\n[[counter]]\nid = 1\nfields = [\"tu-phap\"]\n";

/// All that a file says, page by page.
fn text(pdf: &Path) -> Vec<String> {
    let pages = words(pdf).into_iter();
    let joined = |words: Vec<(String, _)>| {
        let words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
        words.join(" ")
    };
    pages.map(|(_, words)| joined(words)).collect()
}

fn slip(office: &Office, args: &[&str]) -> String {
    let file = office.path("p.pdf");
    let all = [&["slip"], args, &["--out", file.to_str().unwrap()]].concat();
    let done = office.run(&all);
    assert_eq!(done.code, Some(0), "{done:?}");
    let pages = text(&file);
    assert_eq!(pages.len(), 1, "{pages:?}");
    pages.concat()
}

fn act(office: &Office, event: serde_json::Value) {
    office.event(&event);
}

#[test]
fn slips_written_at_the_same_time_are_different_copies() {
    const COUNT: i64 = 8;
    let (office, code) = received(DESK);
    std::thread::scope(|scope| {
        for n in 0..COUNT {
            let (office, code) = (&office, &code);
            let file = office.path(format!("{n}.pdf"));
            scope.spawn(move || {
                let done = office.run(&["slip", code, "--out", file.to_str().unwrap()]);
                assert_eq!(done.code, Some(0), "{done:?}");
            });
        }
    });
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let sql = "SELECT count(DISTINCT copy), max(copy) FROM slip";
    let copies: (i64, i64) = db
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(copies, (COUNT, COUNT - 1), "each another one");
}

#[test]
fn each_form_says_what_is_known_and_its_code_is_read() {
    let (office, code) = received(DESK);
    let file = office.path("p.pdf");
    let first = slip(&office, &[&code]);
    for said in [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Nguyễn Thị Bưởi",
        "0912 345 678",
        &code,
        "H15.50-260706-1377",
        "08:00 ngày 23/11/2026",
        "17:00 ngày 26/11/2026",
        "3 ngày làm việc",
        "UBND xã Vĩnh Thủy",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ] {
        assert!(first.contains(said), "{said} in {first}");
    }
    assert!(!first.contains("IN LẠI") && !first.contains('{'), "{first}");
    let read = codes::read(&fine_picture(&file));
    assert_eq!(read, std::slice::from_ref(&code));
    assert!(slip(&office, &[&code]).contains("IN LẠI LẦN 1"));
    assert!(slip(&office, &["h15 50 260706 1377"]).contains("IN LẠI LẦN 2"));
    act(
        &office,
        json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "Giấy chứng sinh", "date": "2026-11-27"}),
    );
    let asked = slip(&office, &[&code]);
    assert!(
        asked.contains("BỔ SUNG, HOÀN THIỆN") && asked.contains("Giấy chứng sinh"),
        "{asked}"
    );
    assert!(
        asked.contains("27/11/2026") && !asked.contains("IN LẠI"),
        "{asked}"
    );
    act(
        &office,
        json!({"type": "supplement", "desk": 1, "dossier": 1}),
    );
    act(
        &office,
        json!({"type": "apologise", "desk": 1, "dossier": 1, "reason": "chờ xác minh", "date": "2026-12-04"}),
    );
    let sorry = slip(&office, &[&code]);
    for said in [
        "XIN LỖI",
        "chờ xác minh",
        "mới: 17:00 ngày 04/12/2026",
        "hẹn trả kết quả: 17:00 ngày 26/11/2026",
    ] {
        assert!(sorry.contains(said), "{said} in {sorry}");
    }
    // What was promised first stands on the receipt, whatever came later.
    assert!(slip(&office, &[&code, "--form", "01"]).contains("17:00 ngày 26/11/2026"));
    act(
        &office,
        json!({"type": "refuse", "desk": 1, "dossier": 1, "reason": "không thuộc thẩm quyền"}),
    );
    assert!(slip(&office, &[&code]).contains("không thuộc thẩm quyền"));
    let course = slip(&office, &[&code, "--form", "06"]);
    for said in [
        "Tiếp nhận",
        "Yêu cầu bổ sung",
        "Nhận bổ sung",
        "Xin lỗi, hẹn lại",
        "Từ chối",
        "đúng hạn",
    ] {
        assert!(course.contains(said), "{said} in {course}");
    }
    office.run(&["slip", &code, "--form", "07"]);
    let done = office.run(&["slip", "HS22222"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("không có hồ sơ"), "{done:?}");
}

#[test]
fn what_was_stopped_says_why() {
    let (office, code) = received(DESK);
    act(
        &office,
        json!({"type": "stop", "desk": 1, "dossier": 1, "reason": "người nộp xin rút hồ sơ"}),
    );
    let stopped = slip(&office, &[&code]);
    for said in ["DỪNG GIẢI QUYẾT HỒ SƠ", "người nộp xin rút hồ sơ", &code] {
        assert!(stopped.contains(said), "{said} in {stopped}");
    }
    assert_eq!(codes::read(&fine_picture(&office.path("p.pdf"))), [code]);
}

#[test]
fn a_slip_keeps_its_wording_and_a_wrong_file_is_named_by_its_line() {
    let (office, code) = received(DESK);
    let done = office.run(&["slip", "--files"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let folder = office.path("motcua.toml").parent().unwrap().join("phieu");
    let own = fs::read_to_string(folder.join("01.txt")).unwrap();
    assert!(own.contains("chưa đối chiếu:"));
    let own: String = own
        .lines()
        .filter(|line| !line.starts_with("chưa đối chiếu"))
        .map(|l| format!("{l}\n"))
        .collect();
    fs::write(
        folder.join("01.txt"),
        own.replace("= GIẤY TIẾP NHẬN", "= BIÊN NHẬN"),
    )
    .unwrap();
    let file = office.path("p.pdf");
    let done = office.run(&["slip", &code, "--out", file.to_str().unwrap()]);
    assert!(!done.stdout.contains("chưa đối chiếu"), "{done:?}");
    assert!(text(&file).concat().contains("BIÊN NHẬN HỒ SƠ"));
    // The office's wording changes: what was printed before stays as it was.
    fs::write(
        folder.join("01.txt"),
        own.replace("= GIẤY TIẾP NHẬN", "= PHIẾU NHẬN"),
    )
    .unwrap();
    let again = slip(&office, &[&code]);
    assert!(
        again.contains("BIÊN NHẬN HỒ SƠ") && again.contains("IN LẠI LẦN 1"),
        "{again}"
    );
    act(
        &office,
        json!({"type": "receive", "desk": 1, "name": "Trần Văn Ba", "procedure": "khai-sinh", "limit": 1}),
    );
    assert!(slip(&office, &[&code_of(&office)]).contains("PHIẾU NHẬN HỒ SƠ"));
    // One that holds later does not hold yet.
    let later = own
        .replace("2025-07-01", "2027-01-01")
        .replace("= GIẤY TIẾP NHẬN", "= GIẤY MỚI");
    fs::write(folder.join("01-2027.txt"), later).unwrap();
    fs::write(
        folder.join("02.txt"),
        "tiêu đề: x\nhiệu lực: 2026-01-01\n--- giấy lớn\nTên {họ tê}\n",
    )
    .unwrap();
    let done = office.run(&["slip", "--check"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr
            .contains("phieu/02.txt:4:1: không có ô `{họ tê}`"),
        "{done:?}"
    );
    assert!(done.stdout.contains("01: từ 2025-07-01\n"), "{done:?}");
    assert!(
        done.stdout.contains("03: từ 2025-07-01 · CHƯA ĐỐI CHIẾU"),
        "{done:?}"
    );
}

#[test]
fn the_register_lists_each_dossier_once() {
    let (office, code) = received(DESK);
    for i in 0..60 {
        act(
            &office,
            json!({"type": "receive", "desk": 1, "name": format!("=Người {i}"), "procedure": "khai-sinh", "limit": 1}),
        );
    }
    act(
        &office,
        json!({"type": "complete", "desk": 1, "dossier": 1}),
    );
    act(
        &office,
        json!({"type": "hand_over", "desk": 1, "dossier": 1}),
    );
    let (csv, pdf) = (office.path("so.csv"), office.path("so.pdf"));
    for file in [&csv, &pdf] {
        let done = office.run(&["register", "--out", file.to_str().unwrap()]);
        assert!(done.stdout.contains("61 hồ sơ"), "{done:?}");
    }
    let table = fs::read_to_string(&csv).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 62);
    assert!(
        lines[0].starts_with("\u{feff}STT;Mã hồ sơ;"),
        "{}",
        lines[0]
    );
    let first = format!("1;{code};H15.50-260706-1377;Nguyễn Thị Bưởi;");
    assert!(
        lines[1].starts_with(&first) && lines[1].ends_with(";đã trả kết quả"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains(";\"'=Người 0\";"),
        "a formula: {}",
        lines[2]
    );
    let pages = text(&pdf);
    assert!(pages.len() > 1);
    let heads = pages
        .iter()
        .filter(|page| page.contains("Người nộp"))
        .count();
    assert_eq!(heads, pages.len(), "each page has the heads of its columns");
    let all = pages.join(" ");
    for i in 0..60 {
        assert_eq!(all.matches(&format!("=Người {i} ")).count(), 1, "{i}");
    }
    let empty = office.run(&[
        "register",
        "--from",
        "2026-01-01",
        "--to",
        "2026-11-22",
        "--out",
        csv.to_str().unwrap(),
    ]);
    assert!(empty.stdout.contains("0 hồ sơ"), "{empty:?}");
}

fn on_the_page(open: &Open) -> (crate::support::site::Visitor, String, String) {
    open.office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Văn An", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3}),
    );
    let code = code_of(&open.office);
    let mut visitor = open.visitor();
    let form = visitor.get("/ma");
    let token = form.hidden("ve").unwrap_or_default().to_owned();
    let page = visitor.post(
        "/ma",
        &[("ma-hen", &code), ("so-cuoi", "5678"), ("ve", &token)],
    );
    let path = page.leads_to().to_owned();
    (visitor, path, code)
}

#[test]
fn the_phone_shows_the_slip_with_name_and_phone_masked() {
    let open = open("");
    let (mut visitor, path, code) = on_the_page(&open);
    let page = visitor.get(&path);
    page.says("Xem phiếu");
    let slip = path.replacen('?', "/phieu?", 1);
    assert!(page.body.contains(&slip), "{}", page.body);
    let page = visitor.get(&slip);
    page.says("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
    page.says("17:00 ngày 26/11/2026");
    page.says(&code);
    assert!(page.body.contains("<svg"));
    for secret in ["Nguyễn Văn An", "0912345678", "0912 345 678"] {
        assert!(!page.body.contains(secret), "{secret} in {}", page.body);
    }
    let shut = visitor.get(&format!("/hs/{code}/phieu?t={}", "0".repeat(32)));
    assert!(
        !shut.body.contains("GIẤY TIẾP NHẬN"),
        "another tag opens nothing"
    );
}

/// The page shows another wording as soon as its file is right; a mistake is named on every screen, and changes nothing.
#[test]
fn a_wording_is_read_again_while_the_office_works() {
    let open = open("");
    let (mut visitor, path, _) = on_the_page(&open);
    let slip = path.replacen('?', "/phieu?", 1);
    let folder = open.office.path("phieu");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("01.txt");
    let own =
        "tiêu đề: Giấy hẹn của xã\nhiệu lực: 2025-07-02\n--- giấy lớn\n= GIẤY HẸN CỦA XÃ\n{mã}\n";
    fs::write(&file, own).unwrap();
    let watch = crate::support::watch::Watch::on(&open.office.path("data"));
    let mut shows = |words: &str| {
        watch.until(words, || {
            visitor.get(&slip).body.contains(words).then_some(())
        });
    };
    shows("GIẤY HẸN CỦA XÃ");
    fs::write(&file, format!("{own}{{mã sai}}\n")).unwrap();
    open.office.await_status("the mistake", |status| {
        let named = |notice: &String| notice.contains("phieu/01.txt sai, dòng 6");
        status.notices.iter().any(named)
    });
    shows("GIẤY HẸN CỦA XÃ");
    fs::write(&file, own.replace("CỦA XÃ\n{mã}", "MỚI\n{mã}")).unwrap();
    shows("GIẤY HẸN MỚI");
    open.office.await_status("no mistake", |status| {
        !status
            .notices
            .iter()
            .any(|notice| notice.contains("phieu/01.txt"))
    });
}

#[test]
fn the_page_of_a_number_shows_its_slip() {
    let open = open("");
    let mut visitor = open.visitor();
    let filled = Filled::new("0912345678", "2026-11-24");
    let path = open.booked(&mut visitor, &filled);
    let page = visitor.get(&path);
    page.says("Xem phiếu");
    let (path, _) = path.split_once('&').unwrap();
    let slip = visitor.get(&path.replacen('?', "/phieu?", 1));
    slip.says("SỐ THỨ TỰ");
    slip.says("Hẹn: 08:00 ngày 24/11/2026");
    assert!(slip.body.contains("<svg"));
    assert!(!slip.body.contains("0912345678"), "{}", slip.body);
}
