//! What a person with a cheap phone, in a hurry, meets: hours that are so, forms that say what is wrong, codes as people
//! copy them, and a word of what to do on every page.

use serde_json::json;

use super::{code, open, open_at, send};
use crate::support::site::{FILLING, Filled, text_of};

#[test]
fn the_first_page_offers_no_number_outside_the_hours() {
    let closed = "Bây giờ ngoài giờ làm việc";
    for clock in [
        "2026-11-23 06:50:00",
        "2026-11-23 11:45:00",
        "2026-11-23 18:30:00",
    ] {
        let open = open_at("", clock);
        // One counter that pauses hides nothing.
        open.office
            .event(&json!({"type": "close_counter", "counter": 2, "reason": "họp"}));
        let words = text_of(&open.visitor().get("/").body);
        assert!(words.contains(closed), "{clock}: {words}");
        for untrue in ["lấy số bây giờ", "không có ai chờ", "tạm nghỉ"] {
            assert!(!words.contains(untrue), "{clock}: {untrue}: {words}");
        }
    }
    let open = open("");
    let words = text_of(&open.visitor().get("/").body);
    assert!(
        !words.contains(closed) && words.contains("không có ai chờ"),
        "{words}"
    );
}

#[test]
fn a_browser_without_cookies_is_told_so() {
    let open = open("");
    let form = open.visitor().get("/dat-lich");
    open.office.pass(FILLING);
    let mut without = open.visitor();
    let page = send(
        &mut without,
        &form,
        &Filled::new("0912345678", "2026-11-24"),
    );
    page.says("Trình duyệt không giữ cookie");
    page.says("bật cookie");
    assert!(!text_of(&page.body).contains("mở quá lâu"));
}

#[test]
fn a_code_is_read_as_people_copy_it() {
    let open = open("");
    let path = open.booked(
        &mut open.visitor(),
        &Filled::new("0912345678", "2026-11-24"),
    );
    let (signs, code) = (&code(&path)[2..], code(&path));
    let forms = [
        format!("MC-{signs}"),
        signs.to_owned(),
        format!("{code}."),
        format!(" mc {} ", signs.to_lowercase()),
    ];
    for typed in forms {
        let mut visitor = open.visitor();
        let form = visitor.get("/ma");
        let fields = [
            ("ma-hen", typed.as_str()),
            ("so-cuoi", "5678"),
            ("ve", form.hidden("ve").unwrap()),
        ];
        let found = visitor.post("/ma", &fields);
        assert_eq!(
            found.leads_to().split('&').next(),
            path.split('&').next(),
            "{typed}"
        );
    }
    let form = open.visitor().get("/ma");
    form.says("autocapitalize=\"characters\" spellcheck=\"false\"");
}

#[test]
fn every_field_says_that_it_is_wrong_to_who_cannot_see_it() {
    let open = open("");
    let mut visitor = open.visitor();
    let form = visitor.get("/dat-lich");
    assert!(!form.body.contains("aria-invalid"));
    open.office.pass(FILLING);
    let page = visitor.post("/dat-lich", &[("ve", form.hidden("ve").unwrap())]);
    let tags: Vec<&str> = page
        .body
        .split('<')
        .filter(|tag| tag.contains("aria-invalid=\"true\""))
        .collect();
    let names = tags
        .iter()
        .map(|tag| tag.split(' ').next().unwrap_or_default());
    let names: Vec<&str> = names.collect();
    // Name, phone; procedure, day; half-day and way to be told; pledge, consent.
    assert_eq!(
        names,
        [
            "input", "input", "select", "select", "fieldset", "fieldset", "input", "input"
        ]
    );
    assert_eq!(page.body.matches(">Lỗi: <").count(), tags.len());
    page.says("autocapitalize=\"words\"");
    page.says("Cơ quan chưa nhắn qua Zalo được");
}

#[test]
fn the_way_in_stands_below_the_code() {
    let open = open("");
    let today = Filled::new("0912345678", "2026-11-23").with("buoi", "chieu");
    let path = open.booked(&mut open.visitor(), &today);
    let page = open.visitor().get(&path).body;
    let at = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    let order = [
        "class=\"big\"",
        "class=\"code\"",
        "class=\"qr\"",
        "Giờ hẹn",
        "Tôi đã đến",
        "Giấy tờ cần mang",
    ];
    let places: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_page_that_helps_nobody_says_who_does() {
    let open = open("phone = \"02333123456\"\n");
    let mut visitor = open.visitor();
    for (path, status) in [
        ("/khong-co", 404),
        ("/thu-tuc/khong-co", 404),
        ("/ma/x/y", 404),
    ] {
        let page = visitor.get(path);
        assert_eq!(page.status, status, "{path}");
        for words in [
            "Giờ làm việc: sáng",
            "xin hỏi cán bộ tại quầy",
            "Điện thoại: 02333123456",
        ] {
            page.says(words);
        }
    }
}

/// Every page as it is read: to ông/bà, never "bạn"; a day of the week within a sentence is no name.
#[test]
fn people_are_spoken_to_as_one_speaks_to_people() {
    let open = open("");
    let mut visitor = open.visitor();
    let list = visitor.get("/thu-tuc").body;
    let mut paths: Vec<String> = [
        "/",
        "/dat-lich",
        "/ma",
        "/lay-so",
        "/thu-tuc",
        "/hoi-dap",
        "/khong-co",
    ]
    .map(str::to_owned)
    .into();
    let links = list.split("href=\"/thu-tuc/").skip(1);
    paths.extend(links.filter_map(|rest| Some(format!("/thu-tuc/{}", rest.split('"').next()?))));
    assert!(paths.len() > 20, "{paths:?}");
    paths.push(open.booked(&mut visitor, &Filled::new("0912345678", "2026-11-24")));
    for path in paths {
        let text = text_of(&visitor.get(&path).body);
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '/')
            .filter(|word| !word.is_empty())
            .collect();
        let said = |wanted: &[&str]| words.windows(wanted.len()).any(|words| words == wanted);
        for wrong in [
            &["bạn"][..],
            &["vãng", "lai"],
            &["từ", "chối"],
            &["khách", "hàng"],
            &["anh/chị"],
        ] {
            assert!(!said(wrong), "{path}: {wrong:?}");
        }
        let body = visitor.get(&path).body;
        for (at, _) in body.match_indices(" Thứ ") {
            let before = body[..at].chars().next_back();
            assert!(
                before.is_some_and(|c| !c.is_alphabetic() && c != ','),
                "{path}: {}",
                &body[..at]
            );
        }
    }
}
