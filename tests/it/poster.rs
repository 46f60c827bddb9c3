//! The door of the printer: posters and leaflet as a phone reads them and as a ruler measures them.

use std::fs;
use std::path::Path;
use std::process::Command;

use motcua::app::qr::Qr;
use motcua::config::Config;
use motcua::domain::sms::{Intent, Vocabulary, understand};
use motcua::domain::time::Minute;

use crate::support::codes::{draw, read};
use crate::support::office::{Office, run};
use crate::support::print::{Area, Grey, boxes, codes, pictures, words};

const CLOCK: &str = "2026-11-23 08:00:00";
const URL: &str = "http://192.168.1.10:8080";
/// What a poster opens; to be typed, the first page is shorter.
const FORM: &str = "http://192.168.1.10:8080/dat-lich";
const USUAL: &str = r#"
[office]
name = "UBND xã Vĩnh Thủy"
address = "Thôn Thủy Ba Tây, xã Vĩnh Thủy"
phone = "0233 3820 123"
[web]
listen = "127.0.0.1:0"
url = "http://192.168.1.10:8080"
[modem]
port = "/dev/nowhere"
number = "0912 345 678"
[wifi]
name = "MOT CUA VINH THUY"
password = "motcua2026"
"#;
/// Who is at home, or on mobile data, opens nothing by a code.
const JOIN_FIRST: &str = "Tại cơ quan, vào Wi-Fi MOT CUA VINH THUY trước (mật khẩu motcua2026)";
const NETWORK: &str = "WIFI:T:WPA;S:MOT CUA VINH THUY;P:motcua2026;;";

/// The longest that a configuration may say.
fn longest() -> String {
    format!(
        "[office]\nname = \"{}\"\naddress = \"{}\"\nphone = \"(+84) 233-3820.123\"\n\
         [web]\nlisten = \"127.0.0.1:0\"\nurl = \"http://mot-cua.xa-vinh-thuy.quang-tri.lan:8080\"\n\
         [modem]\nport = \"/dev/nowhere\"\nnumber = \"+84 912 345 678\"\n\
         [wifi]\nname = \"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW\"\npassword = \"{}\"\n",
        "Ủy ban nhân dân xã Nguyễn Thượng Hiền ".repeat(2),
        "Thôn Nghĩa Phương, đường Trường Chinh ".repeat(2),
        "W".repeat(63),
    )
}

/// A sheet printed in both forms: the texts of its codes, page by page.
#[track_caller]
fn printed(office: &Office, args: &[&str]) -> Vec<Vec<String>> {
    let [pdf, svg] = ["pdf", "svg"].map(|ending| {
        let name = format!("sheet.{ending}");
        let mut all = vec!["poster"];
        all.extend(args);
        all.extend(["--out", &name]);
        let done = office.run(&all);
        assert_eq!(
            (done.code, &*done.stderr),
            (Some(0), ""),
            "{args:?}: {done:?}"
        );
        assert!(done.stdout.contains(&name.replace(".svg", "")) || ending == "pdf");
        office.path(&name)
    });
    let greys = pictures(&pdf);
    let read_pdf: Vec<_> = greys.iter().map(|picture| read(picture)).collect();
    let documents: Vec<String> = match read_pdf.len() {
        1 => vec![fs::read_to_string(&svg).unwrap()],
        n => (1..=n)
            .map(|page| fs::read_to_string(office.path(format!("sheet-{page}.svg"))).unwrap())
            .collect(),
    };
    let read_svg = documents.iter().map(|document| {
        let png = office.path("svg.png");
        draw(document, "1", &png);
        read(&png)
    });
    assert_eq!(
        read_svg.collect::<Vec<_>>(),
        read_pdf,
        "{args:?}: both forms say the same"
    );
    let greys: Vec<Grey> = greys.iter().map(|file| Grey::read(file)).collect();
    measure(&pdf, &greys, &documents, &read_pdf);
    tidy(office);
    read_pdf
}

/// Everything has its place: modules at least 2 mm wide, each where it belongs; words inside the paper's margins and
/// their boxes, none over another one or over a code.
#[track_caller]
fn measure(pdf: &Path, greys: &[Grey], documents: &[String], texts: &[Vec<String>]) {
    let pages = words(pdf);
    assert_eq!(pages.len(), documents.len());
    for (((page, words), document), (grey, texts)) in
        pages.iter().zip(documents).zip(greys.iter().zip(texts))
    {
        let found = codes(document);
        assert_eq!(found.len(), texts.len());
        let mut squares = Vec::new();
        for ((x, y), module) in found {
            assert!(module > 1.999, "{module} mm");
            let matches = |text: &&String| {
                let qr = Qr::of(text).unwrap();
                (0..qr.side() * qr.side()).all(|at| {
                    let (column, row) = (at % qr.side(), at / qr.side());
                    let middle = |from: f64, at: usize| from + (at as f64 + 0.5) * module;
                    grey.is_dark((middle(x, column), middle(y, row))) == qr.is_dark(column, row)
                })
            };
            let text = texts
                .iter()
                .find(matches)
                .expect("each module at its place");
            let side = Qr::of(text).unwrap().side() as f64 * module;
            squares.push(Area(x, y, x + side, y + side));
        }
        let margin = 0.045 * page.2;
        let inside = Area(margin, margin, page.2 - margin, page.3 - margin);
        let boxes = boxes(document);
        assert!(words.len() > 15, "{words:?}");
        for (i, (word, area)) in words.iter().enumerate() {
            assert!(inside.holds(*area), "{word} {area:?} on {page:?}");
            for (other, beside) in &words[..i] {
                assert!(
                    !area.meets(*beside),
                    "{word} {area:?} over {other} {beside:?}"
                );
            }
            for square in squares.iter().chain(&boxes) {
                let is_code = squares.contains(square);
                let apart = !area.meets(*square);
                let within = !is_code && square.has(area.middle()) && square.holds(*area);
                assert!(apart || within, "{word} {area:?} leaves {square:?}");
            }
        }
    }
}

/// Nothing of one sheet is taken for another's.
fn tidy(office: &Office) {
    for name in crate::support::office::names(&office.path("")) {
        if name.starts_with("sheet") || name.starts_with("svg") {
            fs::remove_file(office.path(name)).unwrap();
        }
    }
}

#[test]
fn a_phone_joins_the_network_and_opens_the_form() {
    let office = Office::new(USUAL, CLOCK);
    let both = [NETWORK.to_owned(), FORM.to_owned()];
    assert_eq!(printed(&office, &[]), [both.to_vec()]);
    let apart = both.map(|text| vec![text]);
    assert_eq!(printed(&office, &["form", "--size", "a5"]), apart);
    for size in ["a4", "a5"] {
        assert_eq!(printed(&office, &["wifi", "--size", size]), [[NETWORK]]);
        let leaflet = printed(&office, &["leaflet", "--size", size]);
        assert_eq!(leaflet, [vec![FORM.to_owned()], vec![]]);
    }
}

#[test]
fn each_field_and_procedure_has_its_sheet() {
    let office = Office::new(USUAL, CLOCK);
    let all = printed(&office, &["procedure"]);
    assert_eq!(all.len(), 17);
    assert_eq!(all[0], [format!("{URL}/thu-tuc/khai-sinh")]);
    assert_eq!(all[16], [format!("{URL}/thu-tuc/bao-tro")]);
    for size in ["a4", "a5"] {
        let one = printed(&office, &["procedure", "dat-dai", "--size", size]);
        assert_eq!(one, [[format!("{URL}/thu-tuc/dat-dai")]]);
        let all = printed(&office, &["field", "--size", size]);
        assert_eq!(all.len(), 4);
        let one = printed(&office, &["field", "cong-an", "--size", size]);
        assert_eq!(one, [[format!("{URL}/thu-tuc#cong-an")]]);
    }
}

#[test]
fn sheets_say_all_that_stands_beside_a_code() {
    let office = Office::new(USUAL, CLOCK);
    let text = |args: &[&str]| {
        let mut all = vec!["poster"];
        all.extend(args);
        all.extend(["--out", "said.pdf"]);
        assert_eq!(office.run(&all).code, Some(0));
        let pdf = office.path("said.pdf");
        let fonts = run(Command::new("pdffonts").arg(&pdf)).stdout;
        let embedded = fonts.lines().skip(2).filter(|line| line.contains(" yes "));
        assert_eq!(embedded.count(), 2, "every font is in the file: {fonts}");
        let text = run(Command::new("pdftotext").arg(&pdf).arg("-")).stdout;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let says = |text: &str, all: &[&str]| {
        for words in all {
            assert!(text.contains(words), "{words:?} is not in {text}");
        }
    };
    let form = text(&[]);
    says(
        &form,
        &["UBND xã Vĩnh Thủy", "MOT CUA VINH THUY", "motcua2026", URL],
    );
    says(
        &form,
        &[
            "máy ảnh hoặc Chrome",
            "«Vẫn kết nối»",
            "Cán bộ tại quầy",
            "0233 3820 123",
        ],
    );
    says(
        &form,
        &[
            "0912 345 678",
            "DK Nguyen Van A khai sinh 25/11",
            "Không bắt buộc",
        ],
    );
    let procedure = text(&["procedure", "ket-hon"]);
    says(
        &procedure,
        &[
            "Đăng ký kết hôn",
            "DK Nguyen Van A ket hon 25/11",
            "2 bản chính",
            JOIN_FIRST,
        ],
    );
    says(&text(&["field", "tu-phap"]), &[JOIN_FIRST]);
    says(
        &procedure,
        &["Thời hạn: Trong ngày", "Phí, lệ phí: Không thu"],
    );
    let leaflet = text(&["leaflet"]);
    says(
        &leaflet,
        &[
            "Sau 10 phút vẫn vắng",
            "Sáng 7h30–11h00, chiều 13h30–17h00",
            "quá 3 lần",
        ],
    );
    says(
        &leaflet,
        &[
            "HUY MC7K2QH",
            "GIUP khai sinh",
            "Thôn Thủy Ba Tây",
            "mở được khi đang ở cơ quan",
        ],
    );
}

/// What the sheets tell people to text is understood.
#[test]
fn the_examples_are_understood() {
    let office = Office::new(USUAL, CLOCK);
    let done = office.run(&["poster", "procedure", "--out", "said.pdf"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let said = run(Command::new("pdftotext")
        .arg("-layout")
        .arg(office.path("said.pdf"))
        .arg("-"));
    let examples = said.stdout.lines().map(str::trim);
    let examples: Vec<&str> = examples.filter(|line| line.starts_with("DK ")).collect();
    let catalogue = Config::default().catalogue();
    let (vocabulary, now) = (
        Vocabulary::new(&catalogue),
        Minute::from_chrono(office.now()),
    );
    assert_eq!(examples.len(), catalogue.procedures.len());
    for (example, procedure) in examples.iter().zip(&catalogue.procedures) {
        let reading = understand(example, now, &vocabulary);
        assert_eq!(reading.intent, Intent::Book, "{example}");
        assert_eq!(reading.procedure.as_ref(), Some(&procedure.id), "{example}");
        assert_eq!(reading.name.as_deref(), Some("Nguyen Van A"), "{example}");
        assert!(reading.is_complete(), "{example}: {reading:?}");
    }
    for (example, intent) in [
        ("HUY MC7K2QH", Intent::Cancel),
        ("DOI MC7K2QH 26/11", Intent::Move),
        ("GIUP khai sinh", Intent::Help),
    ] {
        let reading = understand(example, now, &vocabulary);
        assert_eq!(reading.intent, intent);
        assert!(reading.is_complete(), "{example}: {reading:?}");
    }
}

#[test]
fn the_longest_names_fit_or_are_refused_in_words() {
    let office = Office::new(&longest(), CLOCK);
    let long = "http://mot-cua.xa-vinh-thuy.quang-tri.lan:8080";
    let form = format!("{long}/dat-lich");
    let network = format!("WIFI:T:WPA;S:{};P:{};;", "W".repeat(32), "W".repeat(63));
    // Too large for one sheet together, so each has its own.
    assert_eq!(printed(&office, &[]), [[network.clone()], [form.clone()]]);
    assert_eq!(printed(&office, &["wifi"]), [[network]]);
    assert_eq!(printed(&office, &["leaflet"])[0], [form]);
    let one = printed(&office, &["procedure", "khai-sinh"]);
    assert_eq!(one, [[format!("{long}/thu-tuc/khai-sinh")]]);
    assert_eq!(
        printed(&office, &["field", "xa-hoi", "--size", "a5"]).len(),
        1
    );
    let config = format!(
        "[web]\nlisten = \"127.0.0.1:0\"\nurl = \"http://a/{}\"\n",
        "b".repeat(300)
    );
    let office = Office::new(&config, CLOCK);
    office
        .run(&["poster"])
        .refused(&["nhỏ hơn 2 mm", "rút ngắn địa chỉ"]);
    let paper = format!("{{ name = \"{}\", copies = 1 }}, ", "giấy tờ ".repeat(49));
    let many = format!(
        "[[procedure]]\nid = \"a\"\nname = \"A\"\npapers = [{}]\n",
        paper.repeat(40)
    );
    fs::create_dir(office.path("danh-muc")).unwrap();
    fs::write(office.path("danh-muc/tu-phap.toml"), many).unwrap();
    let config = format!("[web]\nlisten = \"127.0.0.1:0\"\nurl = \"{URL}\"\n");
    fs::write(office.path("motcua.toml"), config).unwrap();
    office
        .run(&["poster", "procedure", "a"])
        .refused(&["«giấy tờ", "không đủ chỗ trên giấy"]);
    // Each of these signs stands twice in the code.
    let signs = USUAL
        .replace("MOT CUA VINH THUY", &";".repeat(32))
        .replace("motcua2026", &",".repeat(63));
    let office = Office::new(&signs, CLOCK);
    for size in ["a4", "a5"] {
        office
            .run(&["poster", "wifi", "--size", size])
            .refused(&["nhỏ hơn 2 mm", "mật khẩu Wi-Fi"]);
    }
}

#[test]
fn signs_in_names_and_passwords_are_escaped() {
    let config = USUAL
        .replace("MOT CUA VINH THUY", "Xa; \\\"A,B:C\\\"")
        .replace("motcua2026", "p\\\\:;,\\\"2026");
    let office = Office::new(&config, CLOCK);
    let expected = r#"WIFI:T:WPA;S:Xa\; \"A\,B\:C\";P:p\\\:\;\,\"2026;;"#;
    assert_eq!(printed(&office, &["wifi"]), [[expected]]);
    let open = config.replace("password =", "#password =");
    let office = Office::new(&open, CLOCK);
    let expected = r#"WIFI:T:nopass;S:Xa\; \"A\,B\:C\";;"#;
    assert_eq!(printed(&office, &["wifi", "--size", "a5"]), [[expected]]);
}

#[test]
fn without_wifi_or_sms_the_rest_is_printed() {
    let web = format!("[web]\nlisten = \"127.0.0.1:0\"\nurl = \"{URL}\"\n");
    let office = Office::new(&web, CLOCK);
    for size in ["a4", "a5"] {
        assert_eq!(printed(&office, &["--size", size]), [[FORM]]);
        assert_eq!(printed(&office, &["leaflet", "--size", size])[0], [FORM]);
    }
    office.run(&["poster", "wifi"]).refused(&["[wifi]"]);
    let office = Office::new("", CLOCK);
    assert_eq!(printed(&office, &["leaflet"]), [[""; 0], [""; 0]]);
    office.run(&["poster"]).refused(&["[web]"]);
}

#[test]
fn mistakes_are_told_and_nothing_is_written() {
    let office = Office::new(USUAL, CLOCK);
    let before = crate::support::office::names(&office.path(""));
    let refused = |args: &[&str], words: &[&str]| office.run(args).refused(words);
    refused(
        &["poster", "procedure", "khai-sin"],
        &["khai-sin", "khai-sinh, khai-tu"],
    );
    refused(&["poster", "field", "x"], &["lĩnh vực «x»", "tu-phap"]);
    refused(&["poster", "--out", "a.png"], &[".pdf hoặc .svg"]);
    refused(
        &["poster", "--out", "no/where.pdf"],
        &["không ghi được no/where.pdf"],
    );
    for usage in [
        &["poster", "--size", "a3"][..],
        &["poster", "banner"],
        &["poster", "form", "x"],
    ] {
        assert_eq!(office.run(usage).code, Some(2), "{usage:?}");
    }
    assert_eq!(crate::support::office::names(&office.path("")), before);
    // The usual name, in the folder one is in; an address by chance is told.
    assert_eq!(office.run(&["poster", "leaflet"]).code, Some(0));
    assert!(office.path("to-roi.pdf").exists());
    let by_chance = USUAL
        .replace("url =", "#url =")
        .replace("127.0.0.1:0", "192.168.1.10:8080");
    let office = Office::new(&by_chance, CLOCK);
    let done = office.run(&["poster"]);
    assert!(
        done.stdout
            .contains(&format!("{URL} là của máy trong mạng lúc này")),
        "{done:?}"
    );
    // No phone opens what only this machine can.
    let office = Office::new(&USUAL.replace("192.168.1.10", "127.0.0.1"), CLOCK);
    let words = ["Điện thoại không mở được trang đặt hẹn", "dưới [web]"];
    office.run(&["poster"]).refused(&words);
}

#[test]
fn the_officials_hand_out_is_two_pages_of_their_own_text() {
    let office = Office::new(USUAL, CLOCK);
    assert_eq!(printed(&office, &["huong-dan"]), [[""; 0]; 2]);
    let done = office.run(&["poster", "huong-dan", "--out", "said.pdf"]);
    assert!(done.stdout.contains("(2 trang)"), "{done:?}");
    let text = run(Command::new("pdftotext")
        .arg("-layout")
        .arg(office.path("said.pdf"))
        .arg("-"))
    .stdout;
    // What is read only when it is needed stands apart.
    assert!(!text.contains("Đọc thêm khi cần"));
    let more = office.run(&["poster", "doc-them"]);
    assert!(more.stdout.contains("doc-them.pdf"), "{more:?}");
    for words in [
        "Hướng dẫn cho cán bộ ở quầy",
        "F5 rồi Enter",
        "Mũi tên lên,",
        "Quên mã PIN.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
