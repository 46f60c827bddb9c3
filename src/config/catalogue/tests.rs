//! Every kind of mistake with its exact place, and what holds meanwhile. In these texts `¦` marks where a mistake is to
//! be reported; it is taken out before reading.
use super::folder::load;
use super::read::{File, Seen};
use super::*;
use crate::config::Config;
use crate::config::mistake::Mistake;
use std::fs;
use std::path::Path;

const HEAD: &str = "[[procedure]]\nid = \"a\"\nname = \"Việc A\"\n";

fn read(text: &str) -> Result<Vec<Procedure>, Vec<Mistake>> {
    let file = File {
        name: "x.toml",
        field: "x",
        mean: 12,
    };
    file.read(text, &mut Seen::default())
}

/// Checks that exactly the marked places are reported, each with its words (cause or way out).
fn refused(marked: &str, words: &[&str]) {
    let mut expected = Vec::new();
    let (mut text, mut line, mut column) = (String::new(), 1, 1);
    for c in marked.chars() {
        match c {
            '¦' => expected.push((line, column)),
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        text.extend((c != '¦').then_some(c));
    }
    let mistakes = read(&text).expect_err(marked);
    let found: Vec<_> = mistakes.iter().map(|m| (m.line, m.column)).collect();
    assert_eq!(found, expected, "{marked}\n{mistakes:#?}");
    assert_eq!(mistakes.len(), words.len(), "{marked}\n{mistakes:#?}");
    for (mistake, words) in mistakes.iter().zip(words) {
        let said = mistake.to_string();
        assert!(said.contains(words), "{words:?} is not in {said:?}");
        assert!(!mistake.cause.is_empty() && !mistake.way_out.is_empty());
    }
}

/// One more line under a procedure that is right.
fn wrong(line: &str, words: &str) {
    refused(&format!("{HEAD}{line}\n"), &[words]);
}

#[test]
fn everything_is_read() {
    let text = format!(
        "{HEAD}mean = 7\nchoice = \"Khác\"\naliases = [\"a b\"]\non_request = true\n\
         papers = [{{ name = \"P\", originals = 1, copies = 2 }}, {{ name = \"Q\", copies = 1 }}]\n\
         steps = [\"Một\", \"Hai\"]\nrequirements = [\"R\"]\ntime_limit = \"Ngay\"\nfee = \"Không\"\n\
         legal_basis = [\"L\"]\nform = \"F\"\n[[procedure.questions]]\nquestion = \"Sao?\"\nanswer = \"Thế.\"\n\
         [[procedure]]\nid = 7\nname = \"Việc B\"\n"
    );
    let found = read(&text).unwrap();
    let a = &found[0];
    assert_eq!((a.mean, a.on_request, a.field.as_str()), (7, true, "x"));
    assert_eq!(a.choice.as_deref(), Some("Khác"));
    assert_eq!((a.papers[0].originals, a.papers[0].copies), (1, 2));
    assert_eq!((a.papers[1].originals, a.papers[1].copies), (0, 1));
    assert_eq!((a.steps.len(), a.requirements.len()), (2, 1));
    assert_eq!(a.time_limit.as_deref(), Some("Ngay"));
    assert_eq!(a.fee.as_deref(), Some("Không"));
    assert_eq!((a.legal_basis.len(), a.form.as_deref()), (1, Some("F")));
    assert_eq!(a.questions[0].answer, "Thế.");
    assert_eq!((found[1].id.as_str(), found[1].mean), ("7", 12));
}

#[test]
fn syntax_and_structure() {
    refused("¦", &["không có thủ tục nào"]);
    refused("procedure = ¦[]", &["không có thủ tục nào"]);
    refused("¦[procedure]\nid = \"a\"", &["viết `[[procedure]]`"]);
    refused("[[procedure]¦\nid = \"a\"", &["thiếu dấu ]]"]);
    refused("[[procedure]]\nid = ¦khai-sinh", &["dấu nháy"]);
    refused("[[¦procedur]]\nid = \"a\"\n", &["có phải là `procedure`?"]);
    refused(
        &format!("¦fee = \"0\"\n{HEAD}"),
        &["`fee` nằm ngoài mọi thủ tục; khoá này thuộc [[procedure]]"],
    );
    refused(&format!("{HEAD}¦name = \"b\""), &["đã ghi ở trên"]);
    wrong("¦papper = []", "có phải là `papers`?");
    wrong("¦answer = \"x\"", "khoá này thuộc `questions`");
    wrong("¦zzzzzzzz = 1", "các khoá dùng được: id, name");
}

#[test]
fn ids_and_names() {
    refused("¦[[procedure]]\nname = \"A\"", &["thiếu `id`"]);
    refused("¦[[procedure]]\nid = \"a\"", &["thiếu `name`"]);
    refused(
        "[[procedure]]\nid = ¦\"khai sinh\"\nname = \"A\"",
        &["mã \"khai sinh\""],
    );
    refused(
        "[[procedure]]\nid = \"a\"\nname = ¦\"a\\u0007\"",
        &["ký tự điều khiển"],
    );
    refused("[[procedure]]\nid = \"a\"\nname = ¦\" \"", &["để trống"]);
    let long = "x".repeat(81);
    refused(
        &format!("[[procedure]]\nid = \"a\"\nname = ¦\"{long}\""),
        &["dài quá 80"],
    );
    refused(
        &format!("{HEAD}[[procedure]]\nid = ¦\"a\"\nname = \"B\""),
        &["mã thủ tục \"a\" đã có ở x.toml dòng 2"],
    );
    refused(
        &format!("{HEAD}[[procedure]]\nid = \"b\"\nname = ¦\"viec  a\""),
        &["đã là tên của thủ tục `a` (x.toml dòng 3)"],
    );
}

#[test]
fn aliases() {
    wrong("aliases = ¦\"x\"", "`aliases` là chữ; cần một danh sách");
    wrong("aliases = ¦[]", "danh sách `aliases` trống");
    wrong("aliases = [\"x\", ¦7]", "số nguyên");
    wrong("aliases = [¦\"12\"]", "không có chữ nào");
    wrong("aliases = [¦\"Huỷ\"]", "từ của tin nhắn");
    let long = "x".repeat(61);
    wrong(&format!("aliases = [¦\"{long}\"]"), "dài quá 60");
    let other = "[[procedure]]\nid = \"b\"\nname = \"B\"\naliases = [\"y\", ¦\"SO ĐO\"]";
    refused(
        &format!("{HEAD}aliases = [\"sổ đỏ\"]\n{other}"),
        &["không kể dấu"],
    );
    let same = format!("{HEAD}aliases = [\"việc a\", \"sổ đỏ\", \"so do\"]\n");
    assert!(read(&same).is_ok(), "twice for one procedure is no harm");
}

#[test]
fn everything_else() {
    for mean in ["0", "241", "-3", "99999999999999999999"] {
        wrong(&format!("mean = ¦{mean}"), "cần số phút từ 1 đến 240");
    }
    wrong("mean = ¦\"10\"", "`mean` là chữ; cần số phút");
    wrong("on_request = ¦1", "true hoặc false");
    wrong("papers = [¦\"Giấy chứng sinh\"]", "cần { name");
    wrong("papers = [¦{ originals = 1 }]", "`papers` thiếu `name`");
    wrong("papers = [¦{ name = \"P\" }]", "cần mấy bản");
    wrong(
        "papers = [¦{ name = \"P\", originals = 0, copies = 0 }]",
        "cần mấy bản",
    );
    wrong(
        "papers = [{ name = \"P\", originals = ¦21 }]",
        "số bản từ 0 đến 20",
    );
    wrong(
        "papers = [{ name = \"P\", ¦copie = 1, originals = 1 }]",
        "`copies`?",
    );
    wrong("steps = ¦[]", "danh sách `steps` trống");
    wrong("steps = ¦\"Một\"", "một danh sách");
    wrong("steps = [¦true]", "true/false");
    let many = "\"x\", ".repeat(41);
    wrong(&format!("steps = ¦[{many}]"), "quá 40 mục");
    wrong("fee = ¦0", "`fee` là số nguyên");
    let long = "x".repeat(401);
    wrong(&format!("form = ¦\"{long}\""), "dài quá 400");
    wrong("form = ¦\"\"\"a\nb\"\"\"", "ký tự điều khiển");
    wrong(
        "¦[[procedure.questions]]\nquestion = \"Sao?\"",
        "thiếu `answer`",
    );
    wrong("questions = [¦\"Sao?\"]", "cần { question");
    refused(
        &format!("{HEAD}mean = ¦0\nfee = ¦7\n¦stepps = [\"x\"]"),
        &["số phút", "số nguyên", "`steps`?"],
    );
}

#[test]
fn the_defaults_are_right_and_complete() {
    let mut seen = Seen::default();
    for (id, text) in DEFAULT_FILES {
        let file = File {
            name: id,
            field: id,
            mean: 10,
        };
        let found = file
            .read(text, &mut seen)
            .unwrap_or_else(|m| panic!("{id}: {m:#?}"));
        for p in found {
            let rich = p.id == "khac"
                || !(p.papers.is_empty()
                    || p.steps.is_empty()
                    || p.legal_basis.is_empty()
                    || p.time_limit.is_none()
                    || p.fee.is_none()
                    || p.form.is_none()
                    || p.questions.len() < 2
                    || p.to_check.is_empty());
            assert!(rich, "{}", p.id);
        }
    }
    let ids: Vec<_> = default_catalogue()
        .procedures
        .into_iter()
        .map(|p| p.id)
        .collect();
    let expected = "khai-sinh khai-tu ket-hon hon-nhan chung-thuc khieu-nai khac dat-dai dat-chuyen-nhuong dat-tang-cho dat-thua-ke dat-tach-thua dat-cap-doi xay-dung cu-tru ho-khau-cccd bao-tro";
    assert_eq!(ids.join(" "), expected);
}

fn office(fields: &[&str]) -> (tempfile::TempDir, Config) {
    let dir = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for id in fields {
        text += &format!("[[field]]\nid = \"{id}\"\nname = \"F {id}\"\nmean = 9\n");
    }
    fs::write(dir.path().join("motcua.toml"), text).unwrap();
    fs::create_dir(dir.path().join(FOLDER)).unwrap();
    let config = Config::load(&dir.path().join("motcua.toml")).unwrap();
    (dir, config)
}

fn put(dir: &Path, name: &str, text: impl AsRef<[u8]>) {
    fs::write(dir.join(FOLDER).join(name), text).unwrap();
}

fn said(config: &Config) -> Vec<String> {
    let found = load(config.catalogue_folder.as_deref(), &config.rules.fields);
    let in_folder = |m: &FileMistake| {
        let name = m.path.file_name().unwrap().to_string_lossy().into_owned();
        format!("{name}:{}", m.mistake)
    };
    found.mistakes.iter().map(in_folder).collect()
}

fn ids(catalogue: &Catalogue) -> String {
    let ids: Vec<_> = catalogue.procedures.iter().map(|p| p.id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn files_take_the_place_of_the_defaults_field_by_field() {
    let (dir, config) = office(&["cong-an", "TP", "xa-hoi"]);
    assert_eq!(ids(&config.catalogue()), "cu-tru ho-khau-cccd bao-tro");
    put(dir.path(), "TP.toml", HEAD);
    put(dir.path(), ".TP.toml.swp", "[");
    put(dir.path(), "TP.toml~", "[");
    assert_eq!(ids(&config.catalogue()), "cu-tru ho-khau-cccd a bao-tro");
    assert_eq!(config.catalogue().get("a").unwrap().mean, 9);
    put(
        dir.path(),
        "xa-hoi.toml",
        HEAD.replace("\"a\"", "\"b\"").replace('A', "B"),
    );
    assert_eq!(ids(&config.catalogue()), "cu-tru ho-khau-cccd a b");
    assert_eq!(said(&config), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_file_as_a_whole() {
    let (dir, config) = office(&["tu-phap", "TP"]);
    let one = |name: &str, text: &[u8], words: &str| {
        put(dir.path(), name, text);
        let said = said(&config);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains(words) && said[0].starts_with(name),
            "{said:?}"
        );
        fs::remove_file(dir.path().join(FOLDER).join(name)).unwrap();
    };
    one("tu-phaap.toml", HEAD.as_bytes(), "có phải là tu-phap.toml?");
    one("tp.TOML", HEAD.as_bytes(), "có phải là TP.toml?");
    one("TP.toml.txt", HEAD.as_bytes(), "có phải là TP.toml?");
    one("nong-nghiep.toml", HEAD.as_bytes(), "(tu-phap, TP)");
    one(
        "TP.toml",
        b"[[procedure]]\nid = \"\xff\"",
        ":2:7: có ký tự không phải UTF-8",
    );
    one("TP.toml", &vec![b'#'; (1 << 20) + 1], "1 MiB");
    fs::create_dir(dir.path().join(FOLDER).join("TP.toml")).unwrap();
    assert!(said(&config)[0].contains("thư mục"));
    fs::remove_dir(dir.path().join(FOLDER).join("TP.toml")).unwrap();
    std::os::unix::fs::symlink("nowhere", dir.path().join(FOLDER).join("TP.toml")).unwrap();
    assert!(said(&config)[0].contains("không có tệp này"));
}

#[test]
fn pairs_in_two_files_are_named_with_both_places() {
    let (dir, config) = office(&["tu-phap", "dia-chinh", "TP", "DD"]);
    // The defaults of a field without a file are taken, too.
    put(
        dir.path(),
        "TP.toml",
        "[[procedure]]\nid = \"khai-sinh\"\nname = \"Việc\"\n[[procedure]]\nid = \"b\"\nname = \"Sổ  đỏ\"\n",
    );
    put(
        dir.path(),
        "DD.toml",
        "# Việc\n[[procedure]]\nid = \"b\"\nname = \"VIEC\"\n",
    );
    let said = said(&config);
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said[0].starts_with("TP.toml:2:6") && said[0].contains("danh mục có sẵn của tu-phap"));
    assert!(said[1].starts_with("TP.toml:6:8") && said[1].contains("`dat-dai`"));
    assert!(said[2].starts_with("DD.toml:3:6") && said[2].contains("TP.toml dòng 5"));
    assert!(said[3].starts_with("DD.toml:4:8") && said[3].contains("`khai-sinh` (TP.toml dòng 3)"));
    // A default may be moved by a file of its own field.
    fs::remove_file(dir.path().join(FOLDER).join("DD.toml")).unwrap();
    put(dir.path(), "tu-phap.toml", HEAD.replace('A', "C"));
    put(
        dir.path(),
        "TP.toml",
        "[[procedure]]\nid = \"khai-sinh\"\nname = \"Khai sinh\"\n",
    );
    assert_eq!(CatalogueWatch::new(&config).mistakes(), []);
    assert_eq!(config.catalogue().get("khai-sinh").unwrap().field, "TP");
}

#[test]
fn the_catalogue_before_stays_until_the_file_is_mended() {
    let (dir, config) = office(&["TP", "cong-an"]);
    put(dir.path(), "TP.toml", HEAD);
    let mut watch = CatalogueWatch::new(&config);
    assert_eq!(ids(&watch.current()), "a cu-tru ho-khau-cccd");
    assert_eq!(watch.look(), None);
    put(dir.path(), "TP.toml", format!("{HEAD}fee = 7\n"));
    assert_eq!(watch.look(), None);
    assert_eq!(watch.mistakes().len(), 1);
    assert_eq!(watch.look(), None);
    assert_eq!(watch.mistakes().len(), 1, "they are shown until mended");
    assert_eq!(ids(&watch.current()), "a cu-tru ho-khau-cccd");
    put(dir.path(), "TP.toml", format!("{HEAD}fee = \"7\"\n"));
    let new = watch.look().unwrap();
    assert_eq!(new.get("a").unwrap().fee.as_deref(), Some("7"));
    assert_eq!(watch.mistakes(), []);
    // The same again under another inode is no news; a folder that goes changes nothing either, and is missed.
    put(dir.path(), "new", format!("{HEAD}fee = \"7\"\n"));
    fs::rename(
        dir.path().join(FOLDER).join("new"),
        dir.path().join(FOLDER).join("TP.toml"),
    )
    .unwrap();
    assert_eq!(watch.look(), None);
    fs::remove_dir_all(dir.path().join(FOLDER)).unwrap();
    assert_eq!(watch.look(), None);
    assert_eq!(ids(&watch.current()), "a cu-tru ho-khau-cccd");
    assert!(watch.notice().unwrap().contains("không còn tệp TP.toml"));
    assert_eq!(
        ids(&CatalogueWatch::new(&config).current()),
        "cu-tru ho-khau-cccd"
    );
}

#[test]
fn a_start_with_mistakes_keeps_what_is_right() {
    let (dir, config) = office(&["tu-phap", "cong-an", "TP"]);
    put(dir.path(), "tu-phap.toml", "[[procedure]]\nid = 3.5\n");
    put(
        dir.path(),
        "TP.toml",
        "[[procedure]]\nid = \"x\"\nname = \"Sổ hộ tịch\"\naliases = [\"sao lục\"]\n",
    );
    let watch = CatalogueWatch::new(&config);
    assert_eq!(watch.mistakes().len(), 2);
    // The default that shares a word with the office's own file gives way.
    assert_eq!(
        ids(&watch.current()),
        "khai-sinh khai-tu ket-hon hon-nhan khieu-nai khac cu-tru ho-khau-cccd x"
    );
}

/// What is only shown is not copied; what often sends people home again is said.
#[test]
fn what_is_shown_is_not_copied_and_the_usual_traps_are_told() {
    let catalogue = Config::default().catalogue();
    for procedure in &catalogue.procedures {
        for paper in &procedure.papers {
            let is_copied = paper.name.contains("đưa ra để xem") && paper.copies > 0;
            assert!(!is_copied, "{}: {}", procedure.id, paper.name);
        }
    }
    for (id, words) in [("chung-thuc", "VNeID"), ("bao-tro", "thấp hơn mức trợ cấp")] {
        let all = &catalogue.get(id).unwrap().requirements;
        assert!(all.iter().any(|line| line.contains(words)), "{id}: {all:?}");
    }
}
