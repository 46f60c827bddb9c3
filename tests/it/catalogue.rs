//! The door of the office's own catalogue: files edited while host and screens run, each mistake named with its file and
//! line, the catalogue from before in force until it is mended.

use std::fs;

use serde_json::json;

use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";

/// A file in which each line that ends with `#!` has a mistake; what is said of it follows the mark.
const MISTAKES: &str = r#"
fee = "Không thu" #! nằm ngoài mọi thủ tục
[[procedur]] #! có phải là `procedure`?
id = "x"
[[procedure]] #! thiếu `id`
name = "Việc không mã"
[[procedure]] #! thiếu `name`
id = "khong-ten"
[[procedure]]
id = "khai sinh" #! mã "khai sinh" không dùng được
name = "Việc có khoảng trắng"
[[procedure]]
id = "dat-dai" #! đã có ở danh mục có sẵn của dia-chinh
name = "Việc đã có nơi khác"
[[procedure]]
id = "a"
name = "Việc A"
mean = 0 #! số phút từ 1 đến 240
on_request = "true" #! cần true hoặc false
aliases = ["tên A", "sổ đỏ", "12"] #! đã là tên của thủ tục `dat-dai` #! không có chữ nào
steps = [] #! danh sách `steps` trống
requirements = "Một" #! cần một danh sách
fee = 7 #! `fee` là số nguyên
form = "dòng\u0007" #! ký tự điều khiển
time_limit = " " #! để trống
papers = [{ name = "Giấy" }, { name = "Giấy", originals = 99 }] #! cần mấy bản #! từ 0 đến 20
legal = ["Luật"] #! không có khoá `legal`
[[procedure]]
id = "a" #! mã thủ tục "a" đã có ở tu-phap.toml dòng 16
name = "viec A"
choice = "một lựa chọn dài quá một dòng trên điện thoại, dài hơn tám mươi ký tự thì không ai đọc hết" #! dài quá 80
aliases = ["huỷ"] #! từ của tin nhắn
[[procedure.questions]] #! thiếu `answer`
question = "Sao?"
"#;

fn said(office: &Office) -> Vec<String> {
    let done = office.run(&["catalogue"]);
    assert_eq!((done.code, &*done.stdout), (Some(1), ""), "{done:?}");
    done.stderr.lines().skip(1).map(str::to_owned).collect()
}

fn put(office: &Office, name: &str, text: impl AsRef<[u8]>) {
    fs::create_dir_all(office.path("danh-muc")).unwrap();
    fs::write(office.path("danh-muc").join(name), text).unwrap();
}

#[test]
fn every_mistake_is_named_with_file_and_line() {
    let office = Office::new("", CLOCK);
    put(&office, "tu-phap.toml", MISTAKES);
    let said_here = said(&office);
    let marked = MISTAKES.lines().zip(1..).flat_map(|(line, number)| {
        let marks = line.split("#! ").skip(1);
        marks.map(move |words| (number, words.trim()))
    });
    let marked: Vec<_> = marked.collect();
    assert!(marked.len() >= 20, "{}", marked.len());
    assert_eq!(said_here.len(), marked.len(), "{said_here:#?}");
    for (line, words) in marked {
        let place = format!("{}:{line}:", office.path("danh-muc/tu-phap.toml").display());
        let found = said_here
            .iter()
            .any(|said| said.starts_with(&place) && said.contains(words));
        assert!(found, "{place} {words}\n{said_here:#?}");
    }
    // What is wrong with files as a whole, and with their text as TOML.
    let wholes: [(&str, Vec<u8>, &str); 8] = [
        (
            "tu-phap.toml",
            b"[[procedure]\n".to_vec(),
            "tu-phap.toml:1:13: tên bảng thiếu dấu ]]",
        ),
        (
            "tu-phap.toml",
            b"[[procedure]]\nid = khai\n".to_vec(),
            "tu-phap.toml:2:6: giá trị không đọc được",
        ),
        (
            "tu-phap.toml",
            b"[[procedure]]\nname = \"T\xc6\"".to_vec(),
            "tu-phap.toml:2:10: có ký tự không phải UTF-8",
        ),
        (
            "tu-phap.toml",
            vec![b' '; (1 << 20) + 1],
            "tu-phap.toml:1:1: tệp lớn hơn 1 MiB",
        ),
        (
            "tu-phap.toml",
            Vec::new(),
            "tu-phap.toml:1:1: tệp không có thủ tục nào",
        ),
        (
            "tu-pháp.toml",
            b"[".to_vec(),
            "tên tệp không phải mã của lĩnh vực nào",
        ),
        (
            "tu-phap.toml.txt",
            b"[".to_vec(),
            "có phải là tu-phap.toml?",
        ),
        (
            "nong-nghiep.toml",
            b"[".to_vec(),
            "tu-phap, dia-chinh, cong-an, xa-hoi",
        ),
    ];
    for (name, text, words) in wholes {
        fs::remove_dir_all(office.path("danh-muc")).unwrap();
        put(&office, name, text);
        let said = said(&office);
        assert!(
            said.len() == 1 && said[0].contains(words),
            "{words}: {said:?}"
        );
    }
}

#[test]
fn init_writes_the_catalogue_and_never_over_it() {
    let office = Office::new("", CLOCK);
    let done = office.run(&["init", "new/motcua.toml"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let check = || office.run(&["catalogue", "--config", "new/motcua.toml"]);
    let summary = check();
    assert_eq!(summary.code, Some(0), "{summary:?}");
    assert!(
        summary.stdout.contains("7 thủ tục: khai-sinh, khai-tu"),
        "{summary:?}"
    );
    assert!(
        summary.stdout.contains("new/danh-muc/xa-hoi.toml"),
        "{summary:?}"
    );
    // What nobody has compared with its source stands on one page, with the source.
    for words in [
        "Chưa đối chiếu với nguồn",
        "(xay-dung):",
        "[ ] Thời hạn 15 ngày — Luật Xây dựng",
    ] {
        assert!(summary.stdout.contains(words), "{words}: {summary:?}");
    }
    office
        .run(&["init", "new/motcua.toml"])
        .refused(&["đã có, không ghi đè"]);
    // The groups of fields that the template offers come with their procedures (S2.11).
    let template = fs::read_to_string(office.path("new/motcua.toml")).unwrap();
    let (before, offered) = template.split_once("#[[field]]").unwrap();
    let (offered, after) = offered.split_once("[store]").unwrap();
    let offered = offered.replace("\n#", "\n");
    let all = format!("{before}[[field]]{offered}[store]{after}");
    fs::write(office.path("new/motcua.toml"), all).unwrap();
    let done = office.run(&["init", "new/motcua.toml"]);
    let names = "(van-hoa.toml, tre-em.toml, nong-nghiep.toml, ton-giao.toml)";
    assert!(done.stdout.contains(names), "{done:?}");
    let summary = check();
    assert_eq!(summary.code, Some(0), "{summary:?}");
    assert!(
        summary.stdout.contains("chan-nuoi, thiet-hai, moi-truong"),
        "{summary:?}"
    );
    // A lost file is written again, an edited one is left as it is.
    let own = "[[procedure]]\nid = \"rieng\"\nname = \"Việc riêng\"\n";
    fs::write(office.path("new/danh-muc/tu-phap.toml"), own).unwrap();
    fs::remove_file(office.path("new/danh-muc/cong-an.toml")).unwrap();
    let done = office.run(&["init", "new/motcua.toml"]);
    assert!(done.stdout.contains("(cong-an.toml)"), "{done:?}");
    assert!(check().stdout.contains("1 thủ tục: rieng"));
    // An office without the usual fields gets no files for them.
    let fields = "[[field]]\nid = \"TP\"\nname = \"Tư pháp\"\nmean = 10\n";
    fs::write(office.path("other.toml"), fields).unwrap();
    office.run(&["init", "other.toml"]).refused(&["đã có"]);
}

#[test]
fn a_changed_file_reaches_host_and_screen_and_a_wrong_one_does_not() {
    let office = Office::new("", CLOCK);
    office.event(&json!({"type": "walkin", "field": "tu-phap", "procedure": "khai-sinh"}));
    let _host = office.host();
    let screen = office.screen(&[], 120, 40);
    screen.wait_for("Đăng ký khai sinh");
    let file = |name: &str| format!("[[procedure]]\nid = \"khai-sinh\"\nname = \"{name}\"\n");
    put(&office, "tu-phap.toml", file("Khai sinh cho bé"));
    screen.wait_for("Khai sinh cho bé");
    put(
        &office,
        "tu-phap.toml",
        format!("{}fee = 7\n", file("Viết sai")),
    );
    let wrong = |words: &String| words.contains("tu-phap.toml sai, dòng 4: `fee` là số nguyên");
    office.await_status("the mistake", |s| s.notices.iter().any(wrong));
    // The line stands on every screen, until it is mended.
    screen.wait_for("tu-phap.toml sai, dòng 4");
    assert!(screen.text().contains("Khai sinh cho bé"));
    put(&office, "tu-phap.toml", file("Khai sinh đã sửa"));
    screen.wait_for("Khai sinh đã sửa");
    screen.wait_gone("tu-phap.toml sai");
    assert!(!screen.text().contains("Viết sai"));
    // A file that is gone changes nothing that people are told, and is missed aloud until it is back.
    fs::remove_file(office.path("danh-muc/tu-phap.toml")).unwrap();
    screen.wait_for("không còn tệp tu-phap.toml");
    assert!(screen.text().contains("Khai sinh đã sửa"));
    put(&office, "tu-phap.toml", file("Khai sinh trở lại"));
    screen.wait_for("Khai sinh trở lại");
    screen.wait_gone("không còn tệp");
}

#[test]
fn whoever_begins_without_a_file_has_the_default_entries() {
    let office = Office::new("", CLOCK);
    office.event(&json!({"type": "walkin", "field": "tu-phap", "procedure": "khai-sinh"}));
    let entry = "[[procedure]]\nid = \"khai-sinh\"\nname = \"Khai sinh riêng\"\n";
    put(&office, "tu-phap.toml", entry);
    office.screen(&[], 120, 40).wait_for("Khai sinh riêng");
    fs::remove_file(office.path("danh-muc/tu-phap.toml")).unwrap();
    office.screen(&[], 120, 40).wait_for("Đăng ký khai sinh");
}
